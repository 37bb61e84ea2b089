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

/// What the body line of the plan may look like, and the one thing that is then said.
const BODY_LINES: &[(&str, &str)] = &[
    ("body = “baoding”", "host/syntax"),
    ("body = \"baoding”", "host/syntax"),
    ("单位 = “baoding”", "host/syntax"),
    ("body ＝ \"baoding\"", "host/syntax"),
    ("body = 5", "host/type"),
    ("body = [\"baoding\"]", "host/type"),
    ("body = \"baodin\"", "host/no-pack"),
    ("bdy = \"baoding\"", "host/unknown-kind"),
    ("", "host/missing-field"),
];

#[test]
fn a_slip_in_the_line_of_the_body_makes_nobody_lack_a_plan() {
    for (line, rule) in BODY_LINES {
        let dir = baoding().edit("it/data/plan.toml", "body = \"baoding\"", line);
        let run = dir.yize(&format!("check it --as-of {LATER} --format json --lang zh"));
        let open = |f: &Value| f["suppressed"].is_null() && f["status"] == "violation" || f["status"] == "fault";
        let files: Vec<Value> = run.findings().into_iter().filter(open).collect();
        let host = |f: &Value| f["rule"].as_str().is_some_and(|rule| rule.starts_with("host/"));
        assert!(files.iter().all(host), "{line}\n{files:#?}");
        assert!(files.iter().any(|f| f["rule"] == *rule && f["file"] == "it/data/plan.toml"), "{line}\n{files:#?}");
        assert_ne!(run.code, Some(0), "{line}");
    }
}

#[test]
fn a_year_that_a_file_lacks_makes_nobody_lack_a_plan() {
    let dir = baoding().edit("it/data/plan.toml", "year = 2026\n", "");
    let rules: Vec<String> = found(&dir).into_iter().map(|(rule, _)| rule).collect();
    assert!(rules.iter().all(|rule| rule.starts_with("host/")), "{rules:?}");
    assert!(rules.contains(&"host/missing-field".to_owned()), "{rules:?}");
}

#[test]
fn another_body_s_file_silences_nobody() {
    // The plan is there; what nobody governs is no record of anybody here.
    let told = |dir: &Workdir| found(dir).into_iter().filter(|(rule, _)| rule == "host/no-pack").count();
    let dir = baoding();
    let before = found(&dir).len();
    let dir = dir.with("it/data/other.toml", "body = \"xuchang\"\nyear = 2026\n[[session]]\nid = \"x\"\n");
    assert_eq!((told(&dir), found(&dir).len()), (1, before + 1));
}
