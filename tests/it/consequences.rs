//! What follows from a slip is told with it, and accuses nobody else.

use serde_json::Value;

use crate::support::Workdir;

const LATER: &str = "2027-01-31";
const CONTACTS: &str = "it/data/contacts.toml";

fn baoding() -> Workdir {
    Workdir::bare().copy("examples/baoding", "it")
}

/// What is found besides what is waived: the rule, and the notes of its further places.
fn found(dir: &Workdir) -> Vec<(String, Vec<String>)> {
    let run = dir.yize(&format!("check it --as-of {LATER} --format json --lang zh"));
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let notes = |f: &Value| f["related"].as_array().expect("a list").iter().map(|r| word(&r["message"])).collect();
    let open = |f: &&Value| f["suppressed"].is_null();
    run.findings().iter().filter(open).map(|f| (word(&f["rule"]), notes(f))).collect()
}

/// The first list of the file of contacts: its text, and the ids in its members.
fn list(dir: &Workdir) -> (String, Vec<String>) {
    let text = dir.read(CONTACTS);
    let start = text.find("[[contact]]").expect("a list");
    let end = text[start + 2..].find("[[contact]]").expect("another") + start + 2;
    let record = text[start..end].to_owned();
    let line = record.lines().find(|line| line.starts_with("members")).expect("its members").to_owned();
    let ids = line.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    (record, ids)
}

#[test]
fn a_mistyped_name_in_a_list_leaves_the_others_of_the_list_alone() {
    let dir = baoding();
    let (record, ids) = list(&dir);
    let dir = dir.edit(CONTACTS, &record, &record.replace(&ids[2], "BD-9999"));
    let rules: Vec<String> = found(&dir).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["host/reference"]);
}

#[test]
fn many_days_outside_one_term_of_office_are_one_slip_of_the_term() {
    let dir = Workdir::bare().copy("examples/hengshui", "it");
    let topics = dir.read("it/data/topics.toml");
    let line = topics.lines().find(|line| line.starts_with("began_on")).expect("the first day of the term");
    let dir = dir.edit("it/data/topics.toml", line, "began_on = 2023-09-15");
    let run = dir.yize(&format!("check it --as-of {LATER} --format json --lang zh"));
    let terms: Vec<Value> = run.findings().into_iter().filter(|f| f["rule"] == "base/topic/term").collect();
    let [term] = terms.as_slice() else { panic!("{terms:#?}") };
    assert_eq!((&term["record"]["kind"], &term["field"]), (&"term".into(), &"began_on".into()));
    let message = term["message"].as_str().expect("a text");
    assert!(message.contains("；另有") && message.ends_with("条记录也是这样"), "{message}");
    assert_eq!(term["related"].as_array().expect("a list").len(), 3);
}

#[test]
fn a_record_that_is_there_twice_word_for_word_is_told_and_nothing_follows() {
    let dir = baoding();
    let (record, _) = list(&dir);
    let dir = dir.edit(CONTACTS, &record, &format!("{record}\n{record}"));
    let rules: Vec<String> = found(&dir).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["host/duplicate-key"]);
}

#[test]
fn a_file_of_another_year_is_one_slip_of_its_year_and_what_refers_into_it_another() {
    let dir = Workdir::bare().copy("examples/hengshui", "it");
    let dir = dir.edit("it/data/sessions.toml", "\nyear = 2026\n", "\nyear = 2025\n");
    let found = found(&dir);
    let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(rules, ["host/reference", "base/session/period"], "{found:?}");
    let run = dir.yize(&format!("check it --as-of {LATER} --format json --lang zh"));
    let open: Vec<Value> = run.findings().into_iter().filter(|f| f["suppressed"].is_null()).collect();
    let said = |n: usize| open[n]["message"].as_str().expect("a text").to_owned();
    assert!(said(0).starts_with("2026年没有协商活动“") && said(0).contains("它登记在2025年；另有"), "{}", said(0));
    assert!(said(1).contains("不在2025年；另有") && open[1]["field"] == "year", "{}", said(1));
}
