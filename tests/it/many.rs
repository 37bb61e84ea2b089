//! More of something than a small number can count: what is beyond is checked like the rest, or said not to be.

use std::fmt::Write as _;

use crate::support::{Workdir, at};

/// A pack for any body, with one kind and one rule.
fn workdir() -> Workdir {
    let rule = "rule(\"size\", #{ title: \"大小\", basis: \"试\", since: \"2022-01-01\", on: \"thing\", explain: `不超过九。` },\n\
                |thing, ctx| { if thing.size > 9 { fail(thing.size, `${thing.size}过大`); } });\n";
    Workdir::bare()
        .with("rules/many/pack.toml", "id = \"many\"\ntitle = \"多\"\nversion = \"1\"\nbodies = [\"*\"]\n")
        .with(
            "rules/many/kinds.toml",
            "[thing]\nlabel = \"物\"\n[thing.fields]\nsize = { type = \"integer\", label = \"大小\" }\n",
        )
        .with("rules/many/things.rhai", rule)
}

/// A file with a record in each of so many bodies; that of the last has the given size.
fn bodies(count: usize, last: &str) -> String {
    let mut text = String::from("year = 2026\n");
    for number in 1..=count {
        let size = if number == count { last } else { "1" };
        let _ = writeln!(text, "[[thing]]\nbody = \"b{number:05}\"\nsize = {size}");
    }
    text
}

#[test]
fn a_slip_in_the_last_of_66000_bodies_is_found() {
    let dir = workdir().with("data/a.toml", bodies(66_000, "10 # 大"));
    let here = at(&dir, "data/a.toml", "10 # 大", "many/size");
    let run = dir.check("data").exits(1).only(&[&here]);
    assert_eq!(run.findings()[0]["body"], "b66000");
    assert_eq!(run.json()["summary"]["bodies"], 66_000);
}

#[test]
fn more_kinds_than_are_taken_are_no_pass() {
    let kind = |kind| format!("k{kind}.label = \"k{kind}\"\n");
    let kinds = |count: usize| (0..count).map(kind).collect::<String>();
    let more = "id = \"more\"\ntitle = \"更多\"\nversion = \"1\"\nbodies = [\"b*\"]\nextends = [\"many\"]\n";
    let dir = workdir().with("rules/more/pack.toml", more).with("data/a.toml", bodies(1, "1"));
    let dir = dir.with("rules/more/kinds.toml", kinds(1_000));
    dir.check("data").exits(0).only(&[]);
    let dir = dir.with("rules/more/kinds.toml", kinds(1_001));
    let run = dir.check("data").exits(2).says("host/pack", "too many items: 1000 at most");
    assert_eq!(run.places(), ["rules/more/kinds.toml:1001:1 host/pack"]);
}
