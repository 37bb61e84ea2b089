//! The check on which the examples of the documentation run: one member of one body, by one rule.

use crate::check::Outcome;
use crate::embed::Check;
use crate::files::Memory;

/// The pack: a kind of record, and a rule that wants a visit a year.
#[must_use]
pub fn pack() -> Memory {
    Memory::default()
        .with("ledger/pack.toml", "id = \"ledger\"\ntitle = \"台账\"\nversion = \"1\"\nbodies = [\"shili\"]\n")
        .with(
            "ledger/kinds.toml",
            "[member]\nlabel = \"委员\"\nkey = [\"id\"]\n[member.fields]\n\
             id = { type = \"string\", label = \"编号\" }\nvisits = { type = \"integer\", label = \"走访次数\" }\n",
        )
        .with(
            "ledger/visits.rhai",
            "rule(\"visits\", #{ title: \"每年走访\", basis: \"示例办法\", since: \"2026-01-01\", on: \"member\",\n\
             explain: `每年至少走访1次。` }, |member, ctx| {\n\
             if member.visits < 1 { fail(member.visits, \"没有走访\").help(\"安排走访\"); }\n});\n",
        )
}

/// The data: a member without a visit.
pub const DATA: &str = "body = \"shili\"\nyear = 2026\n[[member]]\nid = \"A\"\nvisits = 0\n";

/// The check of both, as of the end of the year.
#[must_use]
pub fn check() -> Check {
    let check = Check::as_of(jiff::civil::date(2026, 12, 31)).pack(pack()).data("members.toml", DATA);
    check.without_memory_limit()
}

/// What it comes to: a violation.
#[must_use]
pub fn outcome() -> Outcome {
    check().run()
}
