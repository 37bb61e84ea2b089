//! The smallest programs in which the two once said different things.

use crate::host::Oracle;
use crate::judge::{Case, judge_as};
use crate::programs;
use crate::tree::{Expr, Program, Rule, Step};

/// Judges a rule on activities, written alike for both, on the data of some seeds.
#[track_caller]
fn alike(code: &str) {
    alike_but(code, code);
}

/// The same with what is to be said to Rhai.
#[track_caller]
fn alike_but(code: &str, rhai: &str) {
    let (oracle, mut calls) = (Oracle::new(), 0);
    for seed in 1..12 {
        let body = vec![Step::Expr(Expr::plain(code.trim_end_matches(';')))];
        let rule = Rule { id: "it".into(), on: "activity".into(), body };
        let program = Program { rules: vec![rule], ..Program::default() };
        let case = Case { program, ..programs::case(seed, "") };
        let verdict = judge_as(&oracle, &case, &format!("fn rule_0(r, ctx) {{ {rhai} }}"));
        assert_eq!((&verdict.refused, &verdict.difference), (&None, &None), "seed {seed}: {code}");
        calls += verdict.calls;
    }
    assert!(calls > 10);
}

#[test]
fn what_is_filtered_is_filtered_to_its_end() {
    alike("if ctx.all(\"activity\").filter(|a| a.note != \"a\").is_empty() { fail(r, \"x\"); }");
    alike("if ctx.all(\"activity\").map(|a| a.note).is_empty() { fail(r, \"x\"); }");
    alike("if ctx.all(\"activity\").filter(|a| a.note != \"a\").none(|a| a.count > 1) { fail(r, \"x\"); }");
}

#[test]
fn a_list_is_made_before_it_is_searched() {
    alike("if 1 in [1, r.count] { fail(r, \"x\"); }");
    alike("if 1 in [1, quotient(r.count, 0)] { fail(r, \"x\"); }");
    alike("if r.form in [\"visit\", \"study\"] { fail(r.form, \"x\"); }");
}

#[test]
fn days_that_no_calendar_has_are_a_fault() {
    for days in ["7304484", "7304485", "2000000000", "-2000000000", "9223372036854775807"] {
        alike(&format!("if r.get(\"on\", ctx.today) + {days} > ctx.today {{ fail(r, \"x\"); }}"));
        alike(&format!("let day = ctx.today; day -= {days}; fail(r, `${{day}}`)"));
    }
}

#[test]
fn what_is_no_longer_ctx_has_nothing_of_it() {
    let asked = [
        "c.all(\"note\").len() == 3",
        "c.params.least == 3",
        "c.params.strict",
        "c.year == 2026",
        "c.find(\"note\", \"x\") == ()",
        "c.is_workday(date(2026, 1, 5))",
    ];
    for asked in asked {
        alike(&format!("let c = ctx; if r.count > 2 {{ c = (); }} if {asked} {{ fail(r, \"x\"); }}"));
    }
}

#[test]
fn where_wants_what_a_field_may_equal_whatever_records_there_are() {
    for view in ["filter(|a| false)", "filter(|a| true)", "sort_by(\"id\")", "and(ctx.all(\"activity\"))"] {
        for value in ["r.note", "[(), \"x\"][0]", "[1, \"x\"][0]", "[\"a\", 2][1]"] {
            alike(&format!(
                "if ctx.all(\"activity\").{view}.where(\"note\", {value}).is_empty() {{ fail(r, \"x\"); }}"
            ));
        }
    }
}

#[test]
fn what_is_left_of_a_large_fraction_is_exact() {
    alike(
        "if 7922816251426433759354395.5 % 9223372036854775807 > r.count { fail(r, `${7922816251426433759354395.5 % 9223372036854775807}`); }",
    );
}

#[test]
fn of_what_is_done_neither_place_nor_message_is_worked_out() {
    alike_but(
        "due(ctx.today, r.count > 2, r, `${[r.count].filter(|n| n > 100).first()}`);",
        "if !(r.count > 2) { due(ctx.today, false, r, `${shown([r.count].filter(|n| n > 100).first())}`); }",
    );
    alike_but(
        "due(ctx.today, r.count > 2, r.member.mentor, to_string(quotient(1, r.count - r.count)));",
        "if !(r.count > 2) { due(ctx.today, false, r.member.mentor, to_string(quotient(1, r.count - r.count))); }",
    );
}

#[test]
fn what_may_be_nothing_is_worked_out_once() {
    alike("fail(r, \"x\")?.help(\"y\");");
    alike("let n = 0; let a = { n += 1; fail(r, `${n}`) }?.help(\"y\"); if n > 1 { fail(r, \"twice\"); }");
    alike("let a = ctx.find(\"member\", \"M1\")?.committee.name; if a != () { fail(r, a); }");
    alike("let a = ctx.find(\"member\", \"none\")?.committee.name.len(); if a == () { fail(r, \"x\"); }");
    alike("let a = ctx.find(\"member\", \"none\")?.activities.filter(|a| a.count > 1); if a == () { fail(r, \"x\"); }");
    alike("let a = ctx.find(\"member\", \"none\")?.tags?[0]; if a == () { fail(r, \"x\"); }");
    alike("let a = ctx.find(\"member\", \"none\")?.tags[0].trim(); if a == () { fail(r, \"x\"); }");
}

#[test]
fn what_is_added_to_is_no_longer_what_was_read_also_where_nothing_is_added() {
    alike("let b = r.partners; let a = r.partners; a += []; b = a; fail(r, \"x\").see(b, \"y\");");
}

#[test]
fn texts_of_several_lines_stand_within_others() {
    alike("fail(r, `a${`x\ny`}b`);");
    alike("fail(r, `\n  a${r.title}\n`);");
    alike("let a = \"\\u4e2d\\x41\\t\\\\c\\\"\"; fail(r, a + `\"`);");
}
