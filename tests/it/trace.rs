//! `check --trace` and `--timings`: how a rule runs, and where the time goes.

use crate::support::{Run, Workdir};

fn project() -> Workdir {
    Workdir::bare().copy("examples/first", "it")
}

fn check(dir: &Workdir, words: &str) -> Run {
    dir.yize_in("it", &format!("check --as-of 2027-01-15 {words} --lang en"))
}

#[test]
fn a_rule_is_followed_through_a_call_that_reports_and_one_that_does_not() {
    let dir = project();
    let data = dir.read("it/data/study.toml");
    let cut = data.replacen("2026-06-18", "2025-06-18", 1);
    assert_ne!(data, cut, "there is such a day");
    let dir = dir.with("it/data/study.toml", cut);
    let run = check(&dir, "--trace reading/yearly").exits(1);
    for line in [
        "first/reading/yearly",
        "2 calls, of which 2 are shown",
        "reports: ",
        "reports nothing",
        // A line of the rule, with what was worked out below it: values of fields, answers of conditions, how many records.
        "│ rule(\"reading/yearly\"",
        "reading.date.year == year",
        "yes; no",
        "ctx.params.books",
    ] {
        assert!(run.stdout.contains(line), "{line}: {run:?}");
    }
    // Either way the rule may be named; a record alone is followed where it is.
    let titled = check(&dir, "--trace 每名委员每年至少读2本书 --record SL-002").exits(1);
    assert!(titled.stdout.contains("member/SL-002") && !titled.stdout.contains("member/SL-001"), "{titled:?}");
    assert_eq!(titled.stdout, check(&dir, "--trace first/reading/yearly --record member/SL-002").exits(1).stdout);
}

#[test]
fn what_cannot_be_followed_is_told() {
    let dir = project();
    let run = check(&dir, "--trace reading/yearl").exits(2);
    assert!(run.stderr.contains("did you mean") || run.stderr.contains("Did you mean"), "{run:?}");
    let run = check(&dir, "--trace reading/yearly --record SL-099").exits(2);
    assert!(run.stderr.contains("SL-099") && run.stdout.is_empty(), "{run:?}");
    check(&dir, "--record SL-001").exits(2);
    check(&dir, "--trace reading/yearly --format json").exits(2);
}

#[test]
fn where_the_time_goes_is_told_beside_a_report_that_stays_as_it_is() {
    let dir = project();
    let run = check(&dir, "--timings");
    let plain = check(&dir, "");
    assert_eq!((run.code, &run.stdout), (plain.code, &plain.stdout));
    for line in
        ["time in seconds", "running rules", "slowest rules", "first/reading/yearly", "slowest files", "study.toml"]
    {
        assert!(run.stderr.contains(line), "{line}: {run:?}");
    }
}
