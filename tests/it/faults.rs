//! A pack is somebody else's program: what a rule may do wrong while it runs, and that all others run all the same.

use crate::support::{SOUND, Workdir, at};

/// Data with one finding of a rule that is in order.
fn workdir() -> Workdir {
    Workdir::new().with("data/a.toml", format!("{SOUND}points = 59.5\n"))
}

/// Runs a rule with that body over both members: it faults with that message, and the others' findings are there.
#[track_caller]
fn faults(code: &str, messages: &[&str]) {
    let dir = workdir().rule(code);
    let other = at(&dir, "data/a.toml", "59.5", "demo/member/points");
    let run = dir.check("data --jobs 1").exits(3);
    assert!(run.places().contains(&other), "{:?}", run.places());
    let faults: Vec<_> = run.findings().into_iter().filter(|f| f["rule"] == "demo/probe/it").collect();
    assert!(!faults.is_empty());
    for fault in &faults {
        let message = fault["message"].as_str().expect("a message");
        assert!(messages.iter().any(|m| message.contains(m)), "{message}");
        assert_eq!(fault["status"], "fault");
        assert_eq!(fault["body"], "demo");
        assert_eq!(fault["record"]["kind"], "member");
    }
    // It names the record that it failed on.
    assert_eq!(faults[0]["record"]["key"], "M-1");
    assert_eq!(faults[0]["start"]["line"], 8);
}

#[test]
fn a_rule_that_fails_names_each_record() {
    let dir = workdir().rule("quotient(1, member.name.len() * 0);");
    let run = dir.check("data").exits(3).says("demo/probe/it", "division by zero").says("demo/member/points", "59.5");
    let keys: Vec<_> =
        run.findings().iter().filter(|f| f["status"] == "fault").map(|f| f["record"]["key"].clone()).collect();
    assert_eq!(keys, ["M-1", "M-2"]);
    // People are shown the line of the rule.
    let shown = dir.yize("check data --rules rules --as-of 2026-06-30 --lang en").exits(3).stdout;
    assert!(
        shown.contains("rules/demo/probe.rhai:2:1") && shown.contains("quotient(1, member.name.len() * 0);"),
        "{shown}"
    );
}

#[test]
fn a_rule_that_reads_what_is_absent_faults() {
    faults("if member.contact.phone == \"1\" { fail(member, \"x\"); }", &["contact"]);
}

#[test]
fn an_index_outside_an_array_faults() {
    faults("let a = [1, 2]; if a[7] == 1 { fail(member, \"x\"); }", &["7"]);
}

#[test]
fn arithmetic_that_overflows_faults() {
    faults(
        "let n = 9223372036854775807; let i = ctx.year; n += i; if n == 0 { fail(member, \"x\"); }",
        &["rithmetic", "out of range"],
    );
}

#[test]
fn a_loop_without_end_is_stopped() {
    faults("loop { }", &["too many operations"]);
}

#[test]
fn a_loop_without_end_inside_a_closure_is_stopped() {
    faults(
        "let n = ctx.all(\"member\").map(|m| { loop { } }).len(); if n == 0 { fail(member, \"x\"); }",
        &["too many operations"],
    );
}

#[test]
fn a_string_that_doubles_is_stopped() {
    faults("let s = \"长\"; loop { s += s; }", &["too large", "too much memory"]);
}

#[test]
fn an_array_that_grows_is_stopped() {
    faults("let a = [1]; loop { a += a; }", &["too large", "too much memory"]);
}

#[test]
fn arrays_within_arrays_are_stopped() {
    faults("let a = [1]; loop { a = [a, a, a, a]; }", &["too large", "too much memory", "too many operations"]);
}

#[test]
fn a_map_that_grows_is_stopped() {
    faults("let m = #{}; let n = 0; loop { m[n.to_string()] = n; n += 1; }", &["too large", "too many operations"]);
}

#[test]
fn a_huge_replace_is_stopped() {
    faults(
        "let s = \"aaaaaaaa\"; for i in 0..12 { s += s; } let t = s; s.replace(\"a\", t); if s == \"\" { fail(member, s); }",
        &["too large", "too much memory", "no such function"],
    );
}

#[test]
fn a_recursion_without_end_is_stopped() {
    let code = "fn down(n) { down(n + 1) }\n";
    let rule = "rule(\"probe/it\", #{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\" }, \
                |member, ctx| { if down(0) == 1 { fail(member, \"x\"); } });\n";
    let run = workdir().with("rules/demo/probe.rhai", format!("{code}{rule}")).check("data").exits(3);
    run.says("demo/probe/it", "nested too deeply").says("demo/member/points", "59.5");
}

#[test]
fn a_stopped_rule_says_how_many_records_it_left_unchecked() {
    workdir().rule("loop { }").check("data").exits(3).says("demo/probe/it", "1 more record was not checked");
}

#[test]
fn what_a_rule_found_before_it_failed_is_kept() {
    let run = workdir().rule("fail(member, \"先报\"); quotient(1, member.name.len() * 0);").check("data").exits(3);
    run.says("demo/probe/it", "先报").says("demo/probe/it", "division by zero");
}

#[test]
fn a_rule_that_reads_a_broken_value_is_silent_and_the_value_is_not() {
    let dir = workdir().edit("data/a.toml", "59.5", "\"五十九\"");
    let here = at(&dir, "data/a.toml", "\"五十九\"", "host/type");
    dir.check("data").exits(1).only(&[&here]);
}

#[test]
fn every_embedded_pack_compiles() {
    let dir = Workdir::bare().folder("empty");
    let run = dir.yize("rules --format json --lang en --as-of 2026-06-30").exits(0);
    assert_eq!(run.stderr, "");
    let rules = run.json()["rules"].as_array().expect("a list").len();
    let constraints = |text: &str| -> usize {
        let kinds: toml::Table = text.parse().expect("TOML");
        let each = kinds.values().filter_map(|kind| kind.get("constraints")?.as_table());
        each.map(toml::Table::len).sum()
    };
    let written: usize = crate::support::tree(&crate::support::root().join("rules"))
        .iter()
        .filter(|f| (f.ends_with(".rhai") && !f.contains("/lib/")) || f.ends_with("/kinds.toml"))
        // The pack for schemes governs no body: its rules hold where a pack of the user's extends it.
        .filter(|f| !f.contains("/tests/") && !f.starts_with("duty/"))
        .map(|f| (f.ends_with(".toml"), crate::support::read(format!("rules/{f}"))))
        .map(
            |(kinds, text)| {
                if kinds { constraints(&text) } else { text.lines().filter(|line| line.starts_with("rule(")).count() }
            },
        )
        .sum();
    assert_eq!(rules, written);
}

#[test]
fn a_division_in_a_pack_that_names_no_language_is_pointed_out_and_stops_nothing() {
    let half = "if ctx.year / 2 > 5000 { fail(member, \"x\"); }";
    let dir = workdir().rule(half).edit("rules/demo/pack.toml", "yize    = \"0.2\"\n", "");
    let run = dir.check("data").exits(1).says("host/language", "is exact now").says("demo/member/points", "59.5");
    assert!(run.places().contains(&"rules/demo/probe.rhai:2:13 host/language".to_owned()), "{:?}", run.places());
    // A pack that says so has been looked through; one for a newer language is not run.
    let known = workdir().rule(half);
    assert!(known.check("data").exits(1).findings().iter().all(|f| f["rule"] != "host/language"));
    let newer = workdir().edit("rules/demo/pack.toml", "yize    = \"0.2\"", "yize    = \"0.3\"");
    newer.check("data").exits(2).says("host/pack", "written for yize 0.3");
}
