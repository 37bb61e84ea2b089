//! `yize test --mutants`: what the cases do not notice is told, with a case that would; pasted in, it does.

use crate::support::{Run, Workdir};

/// A rule whose limit no case tries: two books are wanted, and the cases have none and two.
fn project() -> Workdir {
    let rule = "\
rule(\"late\", #{ title: \"迟\", basis: \"《测试办法》\", since: \"2026-01-01\", on: \"reading\", explain: \"迟\" }, |reading, ctx| {
    if reading.date > date(2026, 6, 1) && reading.date.month < 12 { fail(reading.date, `${reading.book}迟了`); }
});
";
    let case = "\
[data]
text = '''
body = \"shili\"
year = 2026
member = [{ id = \"SL-001\", name = \"甲\" }]
reading = [
  { member = \"SL-001\", book = \"论协商民主\", date = 2026-03-12 },
  { member = \"SL-001\", book = \"章程\", date = 2026-06-02 },
]
'''
as_of = 2026-12-31
only = [\"late\"]

[[case]]
name = \"迟\"
expect = [{ rule = \"late\", record = \"reading/#2\", message = \"章程迟了\" }]
";
    let dir = Workdir::bare().copy("examples/first", "it");
    dir.with("it/rules/first/late.rhai", rule).with("it/rules/first/tests/late.toml", case)
}

fn test(dir: &Workdir, words: &str) -> Run {
    dir.yize_in("it", &format!("test --case 迟 {words} --lang en"))
}

#[test]
fn what_no_case_notices_is_shown_with_a_case_that_would_and_dies_of_it() {
    let dir = project();
    let run = test(&dir, "--mutants").exits(0);
    // The part that no record tries; the other comparison is tried on both of its sides.
    for line in [
        "not noticed: rules/first/late.rhai:2:",
        "  + ",
        "reading.date.month <= 12",
        "this case would notice, made from `迟` by one change",
        "[[case]]",
    ] {
        assert!(run.stdout.contains(line), "{line}: {run:?}");
    }
    let json = test(&dir, "--mutants --format json").exits(0).json();
    let mutants = json["mutants"]["mutants"].as_array().expect("mutants");
    let fate = |put: &str| {
        let own = mutants.iter().find(|own| own["put"] == put && own["file"] == "rules/first/late.rhai");
        own.unwrap_or_else(|| panic!("{put}: {mutants:?}"))["fate"].as_str().expect("a word").to_owned()
    };
    assert_eq!((fate(">="), fate("<="), fate("13")), ("unnoticed".into(), "unnoticed".into(), "unnoticed".into()));
    assert_eq!(fate("2027"), "noticed", "of the year nothing is reported any more");
    // At the limit itself: the case that was found is one of the day before, and kills that mutant.
    let killer = mutants.iter().find(|own| own["put"] == ">=").expect("it")["killer"]["case"].as_str().expect("a case");
    assert!(killer.contains("find = '") && killer.contains("2026-06-01") && killer.contains("expect = ["), "{killer}");
    let cases = dir.read("it/rules/first/tests/late.toml");
    let dir = dir.with("it/rules/first/tests/late.toml", format!("{cases}\n{killer}"));
    let json = test(&dir, "--mutants --format json").exits(0).json();
    let mutants = json["mutants"]["mutants"].as_array().expect("mutants");
    assert_eq!(mutants.iter().find(|own| own["put"] == ">=").expect("it")["fate"], "noticed");
}

#[test]
fn every_run_gives_the_same_bytes_and_too_few_that_are_noticed_is_exit_1() {
    let dir = project();
    let one = test(&dir, "--mutants --format json").exits(0).stdout;
    assert_eq!(one, test(&dir, "--mutants --format json").exits(0).stdout);
    let run = test(&dir, "--threshold mutants=100").exits(1);
    assert!(run.stderr.contains("less than 100 % of mutants"), "{run:?}");
    test(&dir, "--threshold mutants=1").exits(0);
    // Mutants take long: only who names them asks for them.
    assert!(test(&dir, "--threshold expressions=1 --format json").exits(0).json().get("mutants").is_none());
}

#[test]
fn that_a_constraint_is_left_out_is_noticed_where_a_case_breaks_it() {
    let kinds = "\n[member.constraints]\nname-once = { check = \"unique\", fields = [\"name\"], title = \"姓名不重复\", \
                 basis = \"《测试办法》\", since = \"2026-01-01\" }\n";
    let dir = Workdir::bare().copy("examples/first", "it");
    let text = dir.read("it/rules/first/kinds.toml");
    let dir = dir.with("it/rules/first/kinds.toml", text + kinds);
    let json = dir.yize_in("it", "test --mutants --format json").exits(0).json();
    let mutants = json["mutants"]["mutants"].as_array().expect("mutants");
    let gone: Vec<_> =
        mutants.iter().filter(|own| own["file"].as_str().is_some_and(|f| f.ends_with("kinds.toml"))).collect();
    assert!(!gone.is_empty() && gone.iter().all(|own| own["fate"] == "unnoticed"), "{mutants:?}");
    let case = "
[[case]]
name = \"同名\"
add = '''
member = [{ id = \"SL-077\", name = \"委员甲\" }]
'''
only = [\"member/name-once\"]
expect = [{ rule = \"member/name-once\" }]
";
    let cases = dir.read("it/rules/first/tests/reading.toml");
    let dir = dir.with("it/rules/first/tests/reading.toml", cases + case);
    let json = dir.yize_in("it", "test --mutants --format json").exits(0).json();
    let mutants = json["mutants"]["mutants"].as_array().expect("mutants");
    assert!(mutants.iter().any(|own| own["cut"] == "name-once" && own["fate"] == "noticed"), "{mutants:?}");
}
