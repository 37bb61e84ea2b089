//! Packs that are costly to load.

use crate::support::Workdir;
use crate::tries::{attempt, make};

/// The tests' own pack and data, and a pack `other` of these files besides.
fn beside(pack: &str, kinds: &str) -> Workdir {
    let head = "title = \"另\"\nversion = \"1\"\n";
    let pack = format!("id = \"other\"\n{head}{pack}");
    Workdir::sound().with("rules/other/pack.toml", pack).with("rules/other/kinds.toml", kinds)
}

/// A kind with one field more.
fn kind(field: &str) -> String {
    format!(
        "[thing]\nlabel = \"物\"\nkey = \"id\"\n[thing.fields]\nid = {{ type = \"string\", label = \"号\" }}\n{field}"
    )
}

fn numbered(number: usize, each: impl Fn(usize) -> String) -> String {
    (0..number).map(each).collect()
}

/// Packs `p0`, `p1`, …, each of which extends some.
fn packs(number: usize, extends: impl Fn(usize) -> String) -> Workdir {
    (0..number).fold(Workdir::sound(), |dir, at| {
        let extends = extends(at);
        dir.with(
            &format!("rules/p{at}/pack.toml"),
            format!("id = \"p{at}\"\ntitle = \"包\"\nversion = \"1\"\nextends = [{extends}]\n"),
        )
    })
}

#[test]
fn packs_that_extend_one_another_come_to_an_end() {
    let all = |number: usize| numbered(number, |at| format!("\"p{at}\","));
    let below = |at: usize| numbered(at, |at| format!("\"p{at}\","));
    let before = |at: usize| if at == 0 { String::new() } else { format!("\"p{}\"", at - 1) };
    make(vec![
        attempt("120 packs that all extend one another", packs(120, |_| all(120)), 2).within(500).says("in a loop"),
        attempt("1,000 packs in a chain", packs(1_000, before), 2)
            .within(700)
            .long()
            .says("extends more than 63 packs"),
        attempt("50 packs in a chain", packs(50, before), 0).within(500).says("passed"),
        attempt("40 packs that extend all before them", packs(40, below), 0).within(500).says("passed"),
        attempt("a pack that extends itself a thousand times", packs(1, |_| all(1).repeat(1_000)), 2).within(500),
    ]);
}

#[test]
fn kinds_are_no_more_than_is_allowed() {
    let values = |number: usize| numbered(number, |at| format!("\"v{at}\","));
    let of = |values: &str| kind(&format!("e = {{ type = \"enum\", label = \"值\", values = [{values}] }}\n"));
    let fields = numbered(5_000, |at| format!("f{at} = {{ type = \"string\", label = \"字{at}\" }}\n"));
    let kinds = numbered(5_000, |at| format!("[k{at}]\nlabel = \"类{at}\"\n"));
    let long = format!("[thing]\nlabel = \"{}\"\n", "长".repeat(100_000));
    let name = format!("[{}]\nlabel = \"长\"\n", "a".repeat(100_000));
    let clash = of(&format!("{}\"v0\"", values(9_000)));
    let dense = format!("x = [{}\n", ",".repeat(1 << 19));
    make(vec![
        attempt("an enum of 9,000", beside("", &of(&values(9_000))), 0).within(500).says("passed"),
        attempt("an enum of 12,000", beside("", &of(&values(12_000))), 2).within(500).says("too many items"),
        attempt("an enum of 9,000 with one twice", beside("", &clash), 2).within(500).says("reads like another"),
        attempt("5,000 fields", beside("", &kind(&fields)), 2).within(500).says("too many items"),
        attempt("5,000 kinds", beside("", &kinds), 2).within(500).says("too many items"),
        attempt("a label of 100,000 letters", beside("", &long), 2).within(500).says("200 letters at most"),
        attempt("a name of 100,000 letters", beside("", &name), 2).within(500).says("200 letters at most"),
        attempt("half a megabyte of commas", beside("", &dense), 2).within(500).never("passed"),
    ]);
}

#[test]
fn patterns_of_texts_are_bounded() {
    let pattern = |pattern: &str| {
        format!("p = {{ type = \"string\", label = \"式\", pattern = '{pattern}', optional = true }}\n")
    };
    let many = numbered(900, |at| {
        format!("f{at} = {{ type = \"string\", label = \"式{at}\", optional = true, pattern = '(\\w{{5}}){{3}}' }}\n")
    });
    let slow = kind(&pattern("[ab]*a[ab]{9000}"));
    let text = format!("body = \"other\"\nyear = 2026\n[[thing]]\nid = \"1\"\np = \"{}\"\n", "aabab".repeat(200_000));
    let some = numbered(2_000, |at| format!("[[thing]]\nid = \"{at}\"\np = \"{}\"\n", "abaab".repeat(100)));
    let some = format!("body = \"other\"\nyear = 2026\n{some}");
    make(vec![
        attempt("900 patterns of fifteen letters", beside("", &kind(&many)), 2)
            .within(600)
            .long()
            .says("too large together"),
        attempt("a pattern that doubles with each sign", beside("", &kind(&pattern("(((((\\w{9}){9}){9}){9}){9}"))), 2)
            .within(500),
        attempt("a pattern of 100,000 letters", beside("", &kind(&pattern(&"a?".repeat(50_000)))), 2).within(600),
        attempt(
            "a pattern without end on a megabyte",
            beside("bodies = [\"other\"]\n", &slow).with("data/b.toml", text),
            2,
        )
        .within(600)
        .says("host/too-much"),
        attempt(
            "the same on two thousand values",
            beside("bodies = [\"other\"]\n", &slow).with("data/b.toml", some),
            2,
        )
        .within(600)
        .long()
        .never("passed"),
    ]);
}

#[test]
fn patterns_of_names_are_bounded() {
    let bodies = |pattern: &str| beside(&format!("bodies = [\"{pattern}\"]\n"), "");
    let settings = |text: &str| Workdir::sound().with("yize.toml", text);
    let project = "check . --as-of 2026-12-31 --lang en --format short";
    let long = "?".repeat(200_000);
    let severities = numbered(5_000, |at| format!("\"demo/{at}*\" = \"warning\"\n"));
    make(vec![
        attempt("a body of 200,000 question marks", bodies(&long), 2).within(500).says("the pattern is too long"),
        attempt("braces in braces", bodies(&format!("{}a{}", "{".repeat(400), "}".repeat(400))), 2)
            .within(500)
            .says("the pattern is too long"),
        attempt("data of 200,000 question marks", settings(&format!("data = [\"{long}\"]\nrules = [\"rules\"]\n")), 2)
            .line(project)
            .within(500)
            .says("the pattern is too long"),
        attempt(
            "severities of 200,000 question marks",
            settings(&format!("rules = [\"rules\"]\n[severities]\n\"{long}\" = \"warning\"\n")),
            2,
        )
        .line(project)
        .within(500)
        .says("the pattern is too long"),
        attempt("5,000 severities", settings(&format!("rules = [\"rules\"]\n[severities]\n{severities}")), 2)
            .line(project)
            .within(500)
            .says("too many items"),
    ]);
}

#[test]
fn scripts_are_checked_within_bounds() {
    let doubling = numbered(22, |at| format!("fn f{at}(x) {{ f{}([x]); f{}(#{{ a: x }}); }}\n", at + 1, at + 1));
    let script = |text: &str| Workdir::sound().with("rules/demo/probe.rhai", text);
    let map = numbered(100_000, |at| format!("a{at}: 1,\n"));
    let lines = numbered(20_000, |at| format!("const A{at} = {at};\n"));
    let sum = format!("const A = {};\n", "1 + ".repeat(15_000) + "1");
    make(vec![
        attempt("22 functions that call the next in two ways", script(&format!("{doubling}fn f22(x) {{ x }}\n")), 0)
            .within(600)
            .long(),
        attempt("a map of 100,000 keys", script(&format!("const M = #{{{map}}};\n")), 3).within(700).long(),
        attempt("20,000 constants", script(&lines), 0).within(700).long(),
        attempt("a sum of 15,000 numbers", script(&sum), 2).within(600).never("passed"),
    ]);
}

#[test]
fn fewer_and_smaller_threads_do_where_there_is_no_room_for_more() {
    make(vec![attempt("little memory", Workdir::sound(), 0).within(150).never("internal").never("host/resources")]);
}
