//! Data that are costly to read.

use std::fmt::Write as _;

use crate::support::Workdir;
use crate::tries::{attempt, make};

const HEAD: &str = "body = \"demo\"\nyear = 2026\n";

/// The tests' own pack, and such data.
fn of(data: &str) -> Workdir {
    Workdir::new().with("data/a.toml", format!("{HEAD}{data}"))
}

/// Records, each of its number.
fn records(number: usize, record: impl Fn(usize) -> String) -> String {
    (0..number).map(record).collect()
}

const MEMBER: &str = "name = \"甲\"\nstatus = \"active\"\njoined = 2022-01-18\n";

#[test]
fn texts_that_are_dense_are_not_read_and_that_is_told() {
    let large = records(100_000, |at| format!("[[member]]\nid = \"M-{at}\"\n{MEMBER}"));
    let list = |item: &str, bytes: usize| format!("x = [{}\n", item.repeat(bytes / item.len()));
    make(vec![
        attempt("eight megabytes of commas", of(&list(",", 8 << 20)), 2).within(600).says("host/too-much"),
        attempt("eight megabytes of empty lists", of(&list("[],", 8 << 20)), 2).within(600).says("host/too-much"),
        attempt("eight megabytes of empty tables", of(&list("{},", 8 << 20)), 2).within(600).says("host/too-much"),
        attempt("eight megabytes of opening brackets", of(&list("[", 8 << 20)), 2).within(600).never("passed"),
        attempt("four megabytes of numbers", of(&list("1,", 4 << 20)), 2).within(600).says("host/too-much"),
        attempt("four megabytes of one dotted key", of(&format!("{}x = 1\n", "a.".repeat(2 << 20))), 2)
            .within(700)
            .never("passed"),
        attempt("a hundred thousand commas, which are told as such", of(&list(",", 100_000)), 1)
            .within(500)
            .says("host/syntax"),
        attempt("eight megabytes of empty lines", of(&"\n".repeat(8 << 20)), 2).within(800).never("passed"),
        attempt("a quote that never ends", of(&format!("x = \"\"\"{}", "a\n".repeat(4 << 20))), 1)
            .within(500)
            .says("its closing `\"\"\"` is missing"),
        attempt("nothing but ends of lines behind it", of(&format!("x = '''{}", "\n".repeat(8 << 20))), 1)
            .within(500)
            .says("its closing `'''` is missing"),
        attempt("a large ledger with one quote missing", of(&large.replace("\"M-50000\"", "\"M-50000")), 1)
            .within(600)
            .says("its closing quote `\"` is missing"),
        attempt("eight megabytes of lines that are nothing", of(&"a\n".repeat(4 << 20)), 2).within(600).never("passed"),
    ]);
}

#[test]
fn findings_come_to_an_end() {
    let kinds = records(100_000, |at| format!("[[k{at}]]\nid = \"a\"\n"));
    let bodies = records(50_000, |at| format!("[[member]]\nbody = \"z{at}\"\nid = \"1\"\n"));
    let keys = format!("[[member]]\nid = \"M\"\n{MEMBER}{}", records(100_000, |at| format!("k{at} = 1\n")));
    let same = records(60_000, |_| format!("[[member]]\nid = \"M\"\n{MEMBER}"));
    let far = records(30_000, |at| format!("[[member]]\nid = \"M-{at}\"\n{MEMBER}committee = \"没有{at}\"\n"));
    let far = format!("[[committee]]\nname = \"提案委\"\n{far}");
    let years = records(50_000, |at| format!("[[member]]\nbody = \"demo\"\nyear = \"x{at}\"\nid = \"1\"\n"));
    make(vec![
        attempt("a hundred thousand unknown kinds", of(&kinds), 2).within(600).says("more are not listed"),
        attempt(
            "fifty thousand bodies that nobody governs",
            Workdir::new().with("data/a.toml", format!("year = 2026\n{bodies}")),
            2,
        )
        .within(600)
        .says("more are not listed"),
        attempt("a hundred thousand unknown fields", of(&keys), 2).within(600).never("passed"),
        attempt("sixty thousand records of one key", of(&same), 2).within(900).long().never("passed"),
        attempt("thirty thousand references to nothing", of(&far), 2).within(900).long().says("more are not listed"),
        attempt("fifty thousand years that are none", of(&years), 2).within(700).says("more are not listed"),
    ]);
}

#[test]
fn long_words_are_not_repeated_without_end() {
    let key = format!("[[member]]\nid = \"{}\"\n{MEMBER}", "a".repeat(1 << 20));
    let mut two = format!("[[member]]\nid = \"{}\"\n{MEMBER}", "a".repeat(100_000));
    let _ = write!(two, "[[member]]\nid = \"M-2\"\n{MEMBER}committee = \"{}\"\n", "b".repeat(100_000));
    let body = Workdir::new()
        .with("data/a.toml", format!("body = \"{}\"\nyear = 2026\n[[member]]\nid = \"1\"\n", "z".repeat(1 << 20)));
    let keys = format!("[[member]]\nid = \"{}\"\n{}", "a".repeat(1 << 20), records(5_000, |at| format!("k{at} = 1\n")));
    make(vec![
        attempt("a key of a megabyte", of(&key), 1).within(500).says("host/limits"),
        attempt("keys of a hundred thousand letters that are compared", of(&two), 1).within(500),
        attempt("a body of a megabyte", body, 1).within(500).says("a key has 1000 bytes at most"),
        attempt("a key of a megabyte, and five thousand unknown fields beside it", of(&keys), 2).within(600),
    ]);
}

#[test]
fn records_weigh_no_more_than_is_allowed() {
    let fields = |number: usize| {
        records(number, |at| format!("f{at} = {{ type = \"integer\", label = \"数{at}\", optional = true }}\n"))
    };
    let kinds = format!(
        "[wide]\nlabel = \"宽\"\nkey = \"id\"\n[wide.fields]\nid = {{ type = \"string\", label = \"号\" }}\n{}",
        fields(900)
    );
    let pack = "id = \"wide\"\ntitle = \"宽\"\nversion = \"1\"\nbodies = [\"wide\", \"w/*\"]\n";
    let wide = |data: String| {
        Workdir::new()
            .with("rules/wide/pack.toml", pack)
            .with("rules/wide/kinds.toml", &kinds)
            .with("data/a.toml", data)
    };
    let rows = |number: usize| {
        format!("body = \"wide\"\nyear = 2026\n{}", records(number, |at| format!("[[wide]]\nid = \"{at}\"\n")))
    };
    let many = format!("year = 2026\n{}", records(100_000, |at| format!("[[wide]]\nbody = \"w/{at}\"\nid = \"1\"\n")));
    let rule = |dir: Workdir| {
        dir.with(
            "rules/wide/a.rhai",
            "rule(\"a/a\", #{ title: \"t\", basis: \"b\", since: \"2000-01-01\", on: \"wide\", explain: \"e\" }, |r, ctx| { });\n",
        )
    };
    make(vec![
        attempt("a hundred records of nine hundred fields", rule(wide(rows(100))), 0).within(500).says("passed"),
        attempt("a hundred thousand records of nine hundred fields", rule(wide(rows(100_000))), 2)
            .within(700)
            .says("host/too-much"),
        attempt("a hundred thousand bodies of a record each", rule(wide(many)), 2)
            .within(1_500)
            .long()
            .says("host/too-much"),
        attempt(
            "two hundred thousand records that are sound",
            of(&format!(
                "[[committee]]\nname = \"提案委\"\n{}",
                records(100_000, |at| format!("[[member]]\nid = \"M-{at}\"\n{MEMBER}"))
            )),
            0,
        )
        .within(900)
        .long()
        .says("passed"),
    ]);
}

#[test]
fn shards_are_as_many_as_one_likes() {
    make(vec![
        attempt("a thousand million shards", Workdir::sound(), 0)
            .and("--shard 2/1000000000")
            .within(400)
            .says("checked 0 bodies"),
        attempt("more shards than memory has bytes", Workdir::sound(), 0)
            .and("--shard 1/18446744073709551615")
            .within(400),
        attempt("no shard at all", Workdir::sound(), 2).and("--shard 0/3").within(400),
    ]);
}
