//! The examples pass; and one slip in a copy of them gives exactly the findings that it should, where it is.

use serde_json::Value;

use crate::support::{Workdir, place, position, root, tree};

/// A day after every duty of the examples' year.
const LATER: &str = "2027-01-31";

fn copy(example: &str) -> Workdir {
    Workdir::bare().copy(&format!("examples/{example}"), "it")
}

fn check(dir: &Workdir) -> crate::support::Run {
    dir.yize(&format!("check it --as-of {LATER} --format json"))
}

/// What is found and not waived.
fn open(run: &crate::support::Run) -> Vec<Value> {
    run.findings().into_iter().filter(|finding| finding["suppressed"].is_null()).collect()
}

/// The only file of a copy that has the record with that id (in its quotes); other files may refer to it.
fn file_with(dir: &Workdir, id: &str) -> String {
    let files = tree(&dir.path("it")).into_iter().map(|f| format!("it/{f}"));
    let own = |f: &String| records(&dir.read(f)).iter().any(|(_, record)| value(record, "id") == Some(id));
    let mut files = files.filter(|f| f.ends_with(".toml") && own(f));
    let file = files.next().unwrap_or_else(|| panic!("no file has {id}"));
    assert_eq!(files.next(), None, "only {file} has {id}");
    file
}

/// The records of a file: each from its header to the next, with where it starts.
fn records(text: &str) -> Vec<(usize, &str)> {
    let starts: Vec<usize> =
        text.match_indices("[[").map(|(at, _)| at).filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n').collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| (*start, &text[*start..end])).collect()
}

/// The value of a key in a record, with its quotes.
fn value<'t>(record: &'t str, key: &str) -> Option<&'t str> {
    let line = record.lines().find(|l| l.split('=').next().is_some_and(|k| k.trim() == key))?;
    line.split_once('=').map(|(_, v)| v.trim())
}

#[test]
fn the_examples_pass_a_month_after_their_year_and_on_its_first_day() {
    for project in tree(&root().join("examples")).iter().filter_map(|f| f.strip_suffix("/yize.toml")) {
        let dir = copy(project);
        if project == "broken" {
            check(&dir).exits(1);
            continue;
        }
        if project.starts_with("documents/") || project == "first-excel" {
            continue; // Each has slips, and its own day; they are looked at in `documents` and `expected`.
        }
        if project.starts_with("real/") {
            // Public material is cut off; what a check says of it is kept beside it.
            let short = dir.yize("check it --as-of 2026-12-31 --format short --lang zh").exits(0).stdout;
            assert_eq!(short.replace("it/", &format!("examples/{project}/")), dir.read("it/expected.txt"), "{project}");
            continue;
        }
        let run = check(&dir).exits(0);
        assert_eq!(open(&run), [] as [Value; 0], "{project}");
        // Before anything is due, and in mid-year, what is planned is at most pending.
        for day in ["2026-01-01", "2026-06-30", "2026-12-31"] {
            let early = open(&dir.yize(&format!("check it --as-of {day} --format json")).exits(0));
            assert!(early.iter().all(|f| f["status"] == "pending"), "{project} {day}");
        }
    }
}

#[test]
fn every_sample_of_broken_data_is_found() {
    let dir = copy("broken");
    let run = check(&dir);
    for file in tree(&dir.path("it/data")) {
        let found = run.findings().iter().any(|f| f["file"] == format!("it/data/{file}"));
        assert!(found, "nothing is found in examples/broken/data/{file}");
    }
}

#[test]
fn a_missing_bimonthly_session_is_missed_where_the_plan_declares_six() {
    let dir = copy("baoding");
    let text = dir.read("it/data/plan.toml");
    let sessions = records(&text);
    let bimonthly = |r: &str| r.starts_with("[[session]]") && value(r, "form") == Some("\"bimonthly\"");
    let (start, last) = sessions.iter().rfind(|(_, r)| bimonthly(r)).expect("a bimonthly session");
    let without = format!("{}{}", &text[..*start], &text[start + last.len()..]);
    let declared = without.find("forms = [\"bimonthly\"]").expect("declared");
    let number = declared + without[declared..].find("count = 6").expect("six times") + "count = ".len();
    let (line, column) = position(&without, number);
    let run = check(&dir.with("it/data/plan.toml", &without)).exits(1);
    let findings = open(&run);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    assert_eq!(finding["rule"], "baoding/plan/items");
    let message = finding["message"].as_str().expect("a message");
    assert!(message.contains("列入计划5次，应为6次"), "{message}");
    assert_eq!(place(finding), format!("it/data/plan.toml:{line}:{column} baoding/plan/items"));
    assert!(finding["basis"].as_str().expect("a basis").contains("每年开展6次主席双月专题协商会"), "{finding}");
}

#[test]
fn a_member_of_two_committees_is_found_at_the_committees() {
    let dir = copy("baoding");
    let file = file_with(&dir, "\"BD-0002\"");
    let text = dir.read(&file);
    let (start, record) = records(&text).into_iter().find(|(_, r)| r.contains("\"BD-0002\"")).expect("the member");
    let own = value(record, "committees").expect("committees");
    let two = record.replacen(own, &own.replace(']', ", \"经济委\"]"), 1);
    assert!(!own.contains("经济委"));
    let changed = text.replacen(record, &two, 1);
    let (line, column) = position(&changed, start + two.find("[\"").expect("a list"));
    let run = check(&dir.with(&file, &changed)).exits(1);
    let finding = open(&run).into_iter().find(|f| f["rule"] == "baoding/entry/one-committee").expect("found");
    assert_eq!(place(&finding), format!("{file}:{line}:{column} baoding/entry/one-committee"));
    assert_eq!(finding["record"]["key"], "BD-0002");
    // One member more in a committee of about that size is no other finding.
    assert_eq!(open(&run).len(), 1, "{:?}", run.places());
}

#[test]
fn a_misspelt_sector_is_found_at_its_value_with_what_was_meant() {
    let dir = copy("baoding");
    let file = file_with(&dir, "\"BD-0002\"");
    let text = dir.read(&file);
    let (start, record) = records(&text).into_iter().find(|(_, r)| r.contains("\"BD-0002\"")).expect("the member");
    let sector = value(record, "sector").expect("a sector");
    assert_eq!(sector, "\"社科\"");
    let changed = text.replacen(record, &record.replacen(sector, "\"社料\"", 1), 1);
    let (line, column) = position(&changed, start + record.find(sector).expect("there"));
    let findings = open(&check(&dir.with(&file, &changed)).exits(1));
    let places: Vec<String> = findings.iter().map(place).collect();
    assert_eq!(places, [format!("{file}:{line}:{column} host/reference")]);
    let finding = &findings[0];
    assert_eq!(finding["help"], "您是不是想写“社科”？");
    assert_eq!(finding["end"]["column"], column + "\"社料\"".chars().count());
    assert_eq!((&finding["record"]["key"], &finding["field"]), (&Value::from("BD-0002"), &Value::from("sector")));
}

#[test]
fn a_deleted_proposal_is_missed_by_its_member() {
    let dir = copy("tangshan");
    // A member with a single proposal, and the file and record of that proposal.
    let files: Vec<String> = tree(&dir.path("it/data")).into_iter().map(|f| format!("it/data/{f}")).collect();
    let texts: Vec<(String, String)> = files.into_iter().map(|f| (f.clone(), dir.read(&f))).collect();
    let mut proposals: std::collections::BTreeMap<&str, Vec<(&str, &str)>> = std::collections::BTreeMap::new();
    for (file, text) in &texts {
        for (_, record) in records(text).into_iter().filter(|(_, r)| r.starts_with("[[proposal]]")) {
            if let Some(member) = value(record, "member") {
                proposals.entry(member).or_default().push((file, record));
            }
        }
    }
    let (member, (file, record)) =
        proposals.iter().find_map(|(member, all)| (all.len() == 1).then(|| (*member, all[0]))).expect("a single one");
    let home = texts.iter().find_map(|(file, text)| {
        let is_member = |r: &str| r.starts_with("[[member]]") && value(r, "id") == Some(member);
        let (start, _) = records(text).into_iter().find(|(_, r)| is_member(r))?;
        Some((file.clone(), position(text, start).0))
    });
    let (home, line) = home.expect("the member");
    let (file, record) = (file.to_owned(), record.to_owned());
    let key = member.trim_matches('"').to_owned();
    let dir = dir.edit(&file, &record, "");
    let found = open(&check(&dir).exits(1));
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(crate::support::place(finding), format!("{home}:{line}:1 tangshan/six/member"));
    assert_eq!(finding["record"]["key"], key);
    assert!(finding["message"].as_str().expect("a message").contains("提案0件，应不少于1件"), "{finding}");
}
