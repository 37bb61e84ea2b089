//! A card is right or marked: records of the published schemes are broken at random, and wherever the check tells of anything, each
//! card has the points that it had or is incomplete.

use std::collections::BTreeMap;

use yize_core::check::{Outcome, Request, check};
use yize_core::ranking::{Choice, rankings};
use yize_core::{Date, Memory};

use crate::support::{read, root, tree};

/// So many breaks are made of each project.
const BREAKS: u64 = 60;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % (sides.max(1) as u64)).expect("few sides")
    }
}

/// What a card says that must be right: points, the grade where no quota moves it, missed minimums. `None` where it is
/// incomplete.
type Said = Option<String>;

/// The cards by table and key, and whether anything is told.
struct Read {
    cards: BTreeMap<(String, i16, String), Said>,
    provisional: bool,
    findings: usize,
}

fn project(name: &str) -> (Memory, String) {
    let folder = format!("examples/schemes/{name}");
    let files = tree(&root().join(&folder)).into_iter().filter(|file| !file.starts_with("data/"));
    let memory = files
        .fold(Memory::default(), |memory, file| memory.with(format!("it/{file}"), read(format!("{folder}/{file}"))));
    (memory, read(format!("{folder}/data/ledger.toml")))
}

fn run(files: &Memory, ledger: String) -> Read {
    let day: Date = "2026-12-31".parse().expect("a day");
    let mut request = Request::new(vec!["it".into()], day);
    request.packs.push(yize::packs::built_in());
    request.scores = true;
    let outcome = check(&files.clone().with("it/data/ledger.toml", ledger), &request, &());
    said(&outcome)
}

fn said(outcome: &Outcome) -> Read {
    let mut cards = BTreeMap::new();
    let mut provisional = false;
    for table in &outcome.scores {
        provisional |= table.provisional;
    }
    let all = outcome.scores.iter().map(|table| table.year).collect::<std::collections::BTreeSet<i16>>();
    for year in all {
        for ranking in rankings(outcome, &Choice { member: None, year: Some(year) }) {
            for card in &ranking.cards {
                let grade = ranking.table.grade(card).filter(|_| !ranking.table.provisional);
                let short: Vec<String> = card
                    .minimums
                    .iter()
                    .map(|own| format!("{}={}/{}", ranking.line(own.line), own.have, own.need))
                    .collect();
                let said = format!("{} {grade:?} {short:?}", card.points);
                let said = Some(said).filter(|_| card.is_complete());
                cards.insert((ranking.table.scheme.name.to_string(), year, ranking.key(card.row)), said);
            }
        }
    }
    Read { cards, provisional, findings: outcome.findings.len() }
}

/// One change of a text that an office might make by mistake; what it was.
fn broken(text: &str, dice: &mut Dice) -> Option<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let at = dice.roll(lines.len());
    let line = lines[at];
    let nth = |pattern: &str, dice: &mut Dice| {
        let places: Vec<usize> = line.match_indices(pattern).map(|(at, _)| at).collect();
        (!places.is_empty()).then(|| places[dice.roll(places.len())])
    };
    let replaced = |from: usize, to: usize, by: &str| format!("{}{by}{}", &line[..from], &line[to..]);
    let word = |at: usize| line[at..].find('"').map(|end| (at, at + end));
    let (what, new) = match dice.roll(9) {
        // A name that is none, or a value of an enum.
        0 | 1 => {
            let open = nth("= \"", dice)? + 3;
            let (from, to) = word(open)?;
            let by = ["无", "XX-9999"][dice.roll(2)];
            ("another text", replaced(from, to, by))
        }
        // A letter of a text is lost.
        2 => {
            let open = nth("= \"", dice)? + 3;
            let (from, to) = word(open)?;
            let last = line[from..to].char_indices().last()?.0;
            ("a letter lost", replaced(from + last, to, ""))
        }
        // A field's name, or a kind's.
        3 => {
            let equals = nth(" = ", dice)?;
            let from = line[..equals].rfind([' ', '{', ','])? + 1;
            ("a field misspelt", replaced(from, equals, &format!("{}x", &line[from..equals])))
        }
        4 => {
            let equals = line.find(" = [")?;
            if line.starts_with(' ') {
                return None;
            }
            ("a kind misspelt", replaced(0, equals, &format!("{}z", &line[..equals])))
        }
        // Another type.
        5 => {
            let at = nth("= true", dice).or_else(|| nth("= 2026-", dice))? + 2;
            ("another type", replaced(at, at + 4, "\"是\""))
        }
        // A day that there is not.
        6 => {
            let at = nth("= 2026-", dice)? + 7;
            ("no such day", replaced(at, at + 2, "13"))
        }
        // A record twice.
        7 => {
            if !line.trim_start().starts_with('{') {
                return None;
            }
            ("twice", format!("{line}\n{line}"))
        }
        // A quote lost.
        _ => {
            let quote = nth("\"", dice)?;
            ("a quote lost", replaced(quote, quote + 1, ""))
        }
    };
    let mut all: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    all[at] = new;
    Some((format!("{what}: {} -> {}", line.trim(), all[at].trim()), all.join("\n") + "\n"))
}

#[test]
fn whatever_is_broken_each_card_is_right_or_marked() {
    let folders = tree(&root().join("examples/schemes"));
    let names: Vec<&str> = folders.iter().filter_map(|file| file.strip_suffix("/yize.toml")).collect();
    let (mut told, mut marked, mut right) = (0, 0, 0);
    for (number, name) in names.into_iter().enumerate() {
        let (files, ledger) = project(name);
        let sound = run(&files, ledger.clone());
        let mut dice = Dice(7 + number as u64);
        for _ in 0..BREAKS {
            let Some((what, text)) = broken(&ledger, &mut dice) else { continue };
            let torn = run(&files, text);
            if torn.findings <= sound.findings {
                continue;
            }
            told += 1;
            for (at, was) in &sound.cards {
                match (torn.cards.get(at), was) {
                    (Some(None), _) => marked += 1,
                    (Some(now), was) if now == was || (torn.provisional && same_points(now, was)) => right += 1,
                    (Some(now), was) => panic!("{name}, {what}: {at:?} has {now:?}, and should have {was:?}"),
                    (None, _) => {}
                }
            }
        }
    }
    assert!(told > 200 && marked > 200 && right > 200, "{told} {marked} {right}");
}

/// Whether two cards differ at most in what others decide.
fn same_points(a: &Said, b: &Said) -> bool {
    let bare = |said: &Said| {
        said.as_ref().map(|own| {
            let (points, rest) = own.split_once(' ').unwrap_or_default();
            (points.to_owned(), rest.split_once('[').unwrap_or_default().1.to_owned())
        })
    };
    bare(a) == bare(b)
}
