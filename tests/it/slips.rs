//! The slips of beginners, one at a time in a small sound project: each is found once, at its place, in plain words, with a
//! next step. `tests/slips` has the project (`base`) and the slips by topic.

mod table;
mod words;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use yize_core::cases::{self, Differs, Expected, Selection, Tested, Unlike, Verdict};
use yize_core::check::{self, FailOn, Outcome, Request};
use yize_core::{Finding, Lang, Memory, PackSource};

use crate::support::{AS_OF, read, root, tree};
use table::Slip;

const BASE: &str = "tests/slips/base";

/// What came of a slip.
struct Came {
    /// The exit status.
    code: u8,
    /// What was found, as the tables write it.
    told: String,
    /// What is wrong with its words.
    wrong: Vec<String>,
}

/// The sound project.
fn base() -> Memory {
    let files = tree(&root().join(BASE));
    files
        .iter()
        .fold(Memory::default(), |memory, file| memory.with(format!("./{file}"), read(format!("{BASE}/{file}"))))
}

fn request() -> Request {
    Request::new(vec![PathBuf::from(".")], AS_OF.parse().expect("a day"))
}

/// What is found in the project as it is.
fn usual() -> BTreeSet<(String, String)> {
    let outcome = check::check(&base(), &request(), &());
    assert_eq!(outcome.exit_code(FailOn::Error), 0, "{:#?}", outcome.findings);
    outcome.findings.iter().map(key).collect()
}

fn key(finding: &Finding) -> (String, String) {
    (finding.rule.to_string(), finding.message.get(Lang::Zh).to_owned())
}

/// Checks the project with a slip in it.
fn checked(files: &Memory, usual: &BTreeSet<(String, String)>) -> Came {
    let outcome = check::check(files, &request(), &());
    let mut came = Came { code: outcome.exit_code(FailOn::Error), told: String::new(), wrong: Vec::new() };
    for finding in outcome.findings.iter().filter(|finding| !usual.contains(&key(finding))) {
        came.told += &table::shown(finding, &outcome.sources);
        came.wrong.extend(words::wrong(finding, files));
    }
    came
}

/// Runs the cases of the project with a slip in it.
fn tested(files: &Memory) -> Came {
    let packs = vec![PackSource::Folder(PathBuf::from("./rules"))];
    let request = Request { packs, ..request() };
    let report = cases::test(files, &request, &Selection::default(), &());
    let (findings, sources) = (report.findings.clone(), report.sources.clone());
    let outcome = Outcome { as_of: request.as_of, findings, sources, ..Outcome::default() };
    let failed = report.tested.iter().any(|tested| !tested.verdicts.is_empty());
    let code = if outcome.exit_code(FailOn::Error) == 0 { u8::from(failed) } else { 2 };
    let mut came = Came { code, told: String::new(), wrong: Vec::new() };
    for finding in &report.findings {
        came.told += &table::shown(finding, &report.sources);
        came.wrong.extend(words::wrong(finding, files));
    }
    for tested in &report.tested {
        came.told += &verdicts(tested);
    }
    came
}

/// What did not come out as a case says.
fn verdicts(tested: &Tested) -> String {
    let mut text = String::new();
    for verdict in &tested.verdicts {
        let expected = |text: &mut String, word: &str, Expected { rule, record, message, .. }: &Expected| {
            let (record, message) = (record.as_deref().unwrap_or("*"), message.as_deref().unwrap_or("*"));
            writeln!(text, "{word} {rule} {record} {message}").expect("a text");
        };
        match verdict {
            Verdict::Missing(wanted) => expected(&mut text, "缺失", wanted),
            Verdict::Wrong(wanted, _) => expected(&mut text, "不符", wanted),
            Verdict::Noisy(finding) => {
                write!(text, "多余 {}", table::shown(finding, &tested.sources)).expect("a text");
            }
            Verdict::NoCard(finding) => {
                write!(text, "无卡 {}", table::shown(finding, &tested.sources)).expect("a text");
            }
            Verdict::Unlike(Unlike { record, differs, .. }) => {
                for Differs { what, expected, came, .. } in differs {
                    let [what, expected, came] = [what, expected, came].map(|text| text.get(Lang::Zh));
                    writeln!(text, "不符 {record} {what} {expected} {came}").expect("a text");
                }
            }
        }
    }
    text
}

/// Tries the slips of a topic. `how` says what is run.
#[track_caller]
fn topic(name: &str, how: impl Fn(&Memory) -> Came) {
    let folder = format!("tests/slips/{name}");
    let mut failures = String::new();
    for file in tree(&root().join(&folder)) {
        for slip in table::slips(&read(format!("{folder}/{file}"))) {
            let Slip { name, code, told, .. } = &slip;
            let came = how(&slip.made_in(base()));
            if (*code, told) != (came.code, &came.told) {
                writeln!(failures, "== {} {name}\n{}", came.code, came.told).expect("a text");
            }
            for wrong in came.wrong {
                writeln!(failures, "!! {name}: {wrong}").expect("a text");
            }
        }
    }
    assert!(failures.is_empty(), "{folder}: what came is\n{failures}");
}

fn data(name: &str) {
    let usual = usual();
    topic(name, |files| checked(files, &usual));
}

#[test]
fn in_the_settings_of_a_pack() {
    data("pack");
}

#[test]
fn in_kinds_of_records() {
    data("kinds");
}

#[test]
fn in_views_and_holidays() {
    data("views");
}

#[test]
fn in_cases() {
    topic("cases", tested);
}

#[test]
fn in_the_syntax_of_scripts() {
    data("syntax");
}

#[test]
fn in_names_and_types() {
    data("names");
}

#[test]
fn in_calls() {
    data("calls");
}

#[test]
fn in_what_rules_say_of_themselves() {
    data("rules");
}

#[test]
fn in_schemes() {
    data("schemes");
}

#[test]
fn in_projects_and_waivers() {
    data("project");
}

#[test]
fn in_data() {
    data("data");
}

#[test]
fn every_slip_has_a_name_of_its_own_and_there_are_many() {
    let folders = tree(&root().join("tests/slips"));
    let files = folders.iter().filter(|file| file.ends_with(".txt"));
    let mut names = BTreeSet::new();
    for file in files {
        for slip in table::slips(&read(format!("tests/slips/{file}"))) {
            let topic = file.split('/').next().unwrap_or_default();
            assert!(names.insert(format!("{topic}: {}", slip.name)), "{file} has {} twice", slip.name);
        }
    }
    assert!(names.len() > 700, "{} slips", names.len());
}
