//! The same on the examples' own data, with slips in them, and the packs that come with the program.

use std::path::Path;

use yize_core::check::Request;
use yize_core::pack::On;
use yize_core::{Check, Date, Lang, Memory, Outcome};

use crate::dice::Dice;
use crate::judge::folded;

const LATER: Date = Date::constant(2027, 1, 31);

/// The data files of an example: name and text.
fn files(example: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).join("data");
    let mut files = Vec::new();
    let entries = walkdir::WalkDir::new(&folder).sort_by_file_name();
    for entry in entries.into_iter().map(|entry| entry.expect("readable")).filter(|e| e.file_type().is_file()) {
        let name = entry.path().strip_prefix(&folder).expect("below").to_string_lossy().replace('\\', "/");
        files.push((name, std::fs::read_to_string(entry.path()).expect("a text")));
    }
    files
}

/// A file's head, and its records as they are written.
fn records(text: &str) -> (String, Vec<String>) {
    let starts: Vec<usize> =
        text.match_indices("[[").map(|(at, _)| at).filter(|at| text[..*at].ends_with('\n')).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| format!("{}\n", text[*start..end].trim_end()));
    (text[..starts.first().copied().unwrap_or(text.len())].to_owned(), parts.collect())
}

/// Slips: a line less, another digit.
fn slip(files: &mut [(String, String)], dice: &mut Dice) {
    for (_, text) in files {
        for _ in 0..=dice.roll(3) {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let fields: Vec<usize> = (0..lines.len())
                .filter(|at| {
                    lines[*at].contains('=') && !["id", "body", "year"].iter().any(|w| lines[*at].starts_with(w))
                })
                .collect();
            let Some(at) = dice.any(&fields) else { continue };
            if dice.chance(40) {
                lines.remove(at);
            } else if let Some((digit, _)) = lines[at].match_indices(|c: char| c.is_ascii_digit()).next_back() {
                lines[at].replace_range(digit..=digit, &dice.roll(10).to_string());
            }
            // A file that is no TOML is not read, and half of it would be.
            let changed = lines.join("\n") + "\n";
            if toml::de::DeTable::parse(&changed).is_ok() {
                *text = changed;
            }
        }
    }
}

fn checked(files: &[(String, String)], jobs: usize) -> Outcome {
    let request = Request { packs: vec![yize::packs::built_in()], ..Request::new(Vec::new(), LATER) };
    let check = Check::as_of(LATER).files(Memory::default()).jobs(jobs).with(|own| own.packs = request.packs);
    files.iter().fold(check, |check, (name, text)| check.data(name, text.clone())).run()
}

/// What the rules said, without places; what the host says of keys and of what is given twice hangs on what stands first.
fn said(outcome: &Outcome) -> Vec<String> {
    let mut said: Vec<String> = outcome
        .findings
        .iter()
        .filter(|f| !f.rule.starts_with("host/"))
        .map(|f| format!("{:?}", (&f.rule, &f.record, &f.field, f.message.get(Lang::Zh), f.status, f.due)))
        .collect();
    said.sort();
    said.dedup();
    said
}

/// How often each rule has spoken: which of several records it names, a rule may leave to their order. So may one on the
/// body or the network where a value is broken: it ends there, unless it has found before what it looks for.
fn counted(outcome: &Outcome) -> Vec<String> {
    let mut counts = std::collections::BTreeMap::new();
    let broken = outcome.findings.iter().any(|f| f.rule.starts_with("host/") && f.record.is_some());
    let ends = |rule: &str| broken && outcome.rules.get(rule).is_some_and(|rule| !matches!(rule.on, On::Kind(_)));
    for finding in outcome.findings.iter().filter(|f| !f.rule.starts_with("host/") && !ends(&f.rule)) {
        *counts.entry((finding.rule.clone(), finding.status)).or_insert(0) += 1;
    }
    counts.into_iter().map(|count| format!("{count:?}")).collect()
}

fn differ(a: &[String], b: &[String]) -> String {
    let only =
        |a: &[String], b: &[String]| a.iter().filter(|own| !b.contains(own)).take(5).cloned().collect::<Vec<_>>();
    format!("{:#?}\nbecome {:#?}", only(a, b), only(b, a))
}

#[test]
fn the_examples_say_the_same_however_they_are_laid_out() {
    let mut told = 0;
    for example in ["baoding", "langfang", "handan", "hengshui", "broken", "first"] {
        let seeds = if example == "baoding" { 2 } else { 6 };
        for seed in 0..seeds {
            let mut dice = Dice::new(seed);
            let mut all = files(example);
            if seed > 0 {
                slip(&mut all, &mut dice);
            }
            let own = checked(&all, 1);
            told += said(&own).len();
            let same = |what: &str, said: fn(&Outcome) -> Vec<String>, other: &Outcome| {
                // What may follow from a broken reference is told with it, in as far as it can tell it from others.
                let (notes, _) = folded(&own);
                let notes: Vec<String> = notes.into_iter().chain(folded(other).0).collect();
                let kept = |outcome: &Outcome| -> Vec<String> {
                    let mut said = said(outcome);
                    said.retain(|said| !notes.iter().any(|note| said.contains(note.as_str())));
                    said
                };
                let (a, b) = (kept(&own), kept(other));
                assert!(a == b, "{example} with slips of {seed}, {what}: {}", differ(&a, &b));
            };
            same("on two threads", said, &checked(&all, 2));
            let other = |change: &mut dyn FnMut(&mut Vec<String>)| -> Vec<(String, String)> {
                let turn = |(name, text): &(String, String)| {
                    let (head, mut parts) = records(text);
                    change(&mut parts);
                    (name.clone(), format!("{head}\n{}", parts.join("\n")))
                };
                all.iter().map(turn).collect()
            };
            same("turned round", counted, &checked(&other(&mut |parts| parts.reverse()), 1));
            same("mixed", counted, &checked(&other(&mut |parts| dice.shuffle(parts)), 1));
            let cut = all.iter().flat_map(|(name, text)| {
                let (head, parts) = records(text);
                let (a, b) = parts.split_at(parts.len() / 2);
                let part = |letter: &str, parts: &[String]| {
                    (format!("{name}-{letter}"), format!("{head}\n{}", parts.join("\n")))
                };
                [part("a", a), part("b", b)]
            });
            same("cut in two", said, &checked(&cut.collect::<Vec<_>>(), 1));
        }
    }
    assert!(told > 40, "{told} findings");
}
