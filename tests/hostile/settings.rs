//! Settings that name what they should not, or too much of it.

use crate::support::Workdir;
use crate::tries::{attempt, make};

#[test]
fn settings_end_as_they_say() {
    let with = |settings: &str| Workdir::sound().with("yize.toml", settings);
    let many = format!("data = [{}]\nrules = [\"rules\"]\n", "\"nothing\", ".repeat(100_000));
    let waiver = |more: &str| {
        format!(
            "rules = [\"rules\"]\n[[waiver]]\nrule = \"demo/member/points\"\nbody = \"demo\"\nuntil = 2027-01-01\n{more}\n"
        )
    };
    make(vec![
        attempt("nothing wrong", Workdir::sound(), 0).says("passed"),
        attempt("a setting that is none", with("datas = [\"data\"]\nrules = [\"rules\"]\n"), 2)
            .line("check . --as-of 2026-12-31 --lang en --format short")
            .says("datas"),
        attempt("a hundred thousand folders that are not there", with(&many), 2)
            .line("check . --as-of 2026-12-31 --lang en --format short")
            .within(600)
            .long()
            .never("passed"),
        attempt("a waiver by nobody who is seen", with(&waiver("approved_by = \"\u{200b}\"\nreason = \"r\"")), 2)
            .line("check . --as-of 2026-12-31 --lang en --format short")
            .says("must not be empty"),
        attempt("a waiver for no reason that is seen", with(&waiver("approved_by = \"a\"\nreason = \"\u{3164}\"")), 2)
            .line("check . --as-of 2026-12-31 --lang en --format short")
            .says("must not be empty"),
        attempt(
            "a severity of two rules, of which one is none",
            with("rules = [\"rules\"]\n[severities]\n\"demo/member/{points,pionts}\" = \"warning\"\n"),
            2,
        )
        .line("check . --as-of 2026-12-31 --lang en --format short")
        .says("no rule `demo/member/pionts`"),
        attempt("one of two rules that is none", Workdir::sound(), 2)
            .and("--only demo/member/{status,none}")
            .says("`demo/member/none` matches nothing"),
        attempt("one of two bodies that is none", Workdir::sound(), 2)
            .and("--body {demo,zz}")
            .says("`zz` matches nothing"),
        attempt("a rule that is none, as a second word", Workdir::sound(), 2)
            .and("--only no/such/rule")
            .never("passed"),
    ]);
}
