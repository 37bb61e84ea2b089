//! Files with slips of syntax: each slip is told once, what is certainly sound is checked record by record, and nothing is
//! counted that may be more than was read.

use crate::support::{Workdir, at};

/// Rules on each record, and on how many there are.
const RULES: &str = r#"//! 试验。
rule("member/points", #{ title: "积分不低于60", basis: "试验", since: "2022-01-01", on: "member", explain: `试验` }, |member, ctx| {
    if member.points < 60 { fail(member.points, `积分${member.points}`); }
});
rule("member/number", #{ title: "委员三名", basis: "试验", since: "2022-01-01", on: "member", explain: `试验` }, |member, ctx| {
    let all = ctx.all("member").len();
    if all != 3 { fail(member.id, `委员${all}名`); }
});
"#;
const KINDS: &str = r#"[member]
label = "委员"
key = "id"
[member.fields]
id = { type = "string", label = "编号" }
points = { type = "integer", label = "积分" }
boss = { type = "ref", to = "member", label = "组长", optional = true }
post = { type = "table", label = "职务", optional = true, fields = { title = { type = "string", label = "名称" }, since = { type = "date", label = "起", optional = true } } }
[note]
label = "纪事"
[note.fields]
text = { type = "string", label = "内容" }
"#;
const LEDGER: &str = "body = \"a\"\nyear = 2026\n[[member]]\nid = \"1\"\npoints = 50\n[[member]]\nid = \"2\"\npoints = 70\npost = { title = \"主任\", since = 2026-01-01 }\n[[member]]\nid = \"3\"\npoints = 40\nboss = \"2\"\n";

fn ledger(text: &str) -> Workdir {
    let pack = "id = \"p\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"*\"]\n";
    Workdir::new()
        .with("rules/p/pack.toml", pack)
        .with("rules/p/kinds.toml", KINDS)
        .with("rules/p/a.rhai", RULES)
        .with("data/a.toml", text)
}

#[test]
fn real_faults_do_not_vanish_behind_a_quote() {
    let dir = ledger(LEDGER);
    dir.check("data").exits(1).only(&["data/a.toml:5:10 p/member/points", "data/a.toml:12:10 p/member/points"]);
    // A quote of the second is missing; the third refers to it, and there are three or not.
    let dir = ledger(&LEDGER.replace("\"主任\"", "\"主任"));
    let run = dir.check("data").exits(1);
    assert_eq!(run.json()["summary"]["records"], 2);
    run.only(&[
        "data/a.toml:5:10 p/member/points",
        &at(&dir, "data/a.toml", "\"主任", "host/syntax"),
        "data/a.toml:12:10 p/member/points",
    ]);
}

/// What is written, and what a slip makes of it.
const SLIPS: &[(&str, &str)] = &[
    ("[[member]]\nid = \"2\"", "[[member]\nid = \"2\""),
    ("[[member]]\nid = \"2\"", "[[mem ber]]\nid = \"2\""),
    ("[[member]]\nid = \"2\"", "[member]]\nid = \"2\""),
    ("[[member]]\nid = \"2\"", "［［member］］\nid = \"2\""),
    ("[[member]]\nid = \"2\"", "member\nid = \"2\""),
    ("id = \"2\"", "id = \"2"),
    ("id = \"2\"", "id = \"\"\"2"),
    ("points = 70", "points = 7O"),
    ("points = 70", "points = [70"),
    ("points = 70", "points = 70\npoints = 71"),
    ("points = 70", "points = 70\nbody = \"b"),
    ("post = { ", "post = "),
];

#[test]
fn a_number_that_could_be_wrong_is_never_shown() {
    for (sound, slip) in SLIPS {
        let dir = ledger(&LEDGER.replacen(sound, slip, 1));
        let run = dir.check("data").exits(1);
        assert!(!run.stdout.contains("member/number"), "{slip}\n{}", run.stdout);
        let told = run.findings().iter().filter(|finding| finding["rule"] == "host/syntax").count();
        assert_eq!(told, 1, "{slip}\n{}", run.stdout);
        // The first is sound, unless what follows it may be of it, as a header is in which a blank may stand for a point.
        let first = run.findings().iter().any(|f| f["rule"] == "p/member/points" && f["start"]["line"] == 5);
        let of_it = ["member\nid", "mem ber"].iter().any(|part| slip.contains(part));
        assert_eq!(first, !of_it, "{slip}\n{}", run.stdout);
    }
}

#[test]
fn ends_of_lines_change_nothing() {
    let told = |text: &str| {
        let run = ledger(text).check("data").exits(1);
        let of = |f: &serde_json::Value| format!("{} {} {}", f["rule"], f["message"], f["start"]);
        (run.findings().iter().map(of).collect::<Vec<_>>(), run.json()["summary"].clone())
    };
    for (sound, slip) in SLIPS {
        let text = LEDGER.replacen(sound, slip, 1);
        assert_eq!(told(&text), told(&text.replace('\n', "\r\n")), "{slip}");
    }
}

#[test]
fn whose_records_are_lost_is_not_guessed() {
    // Of another body all is there, and of the one whose name is broken nothing is known.
    let other = "body = \"b\"\nyear = 2026\n[[member]]\nid = \"9\"\npoints = 90\n";
    let dir = ledger(LEDGER).with("data/b.toml", other);
    dir.check("data").exits(1).says("p/member/number", "委员1名");
    let lost = dir.with("data/c.toml", "body = \"b\nyear = 2026\n[[member]]\nid = \"8\"\npoints = 10\n");
    let run = lost.check("data").exits(1);
    assert!(!run.stdout.contains("member/number"), "{}", run.stdout);
    assert!(!run.stdout.contains("data/c.toml:5"), "{}", run.stdout);
    // A body of which nothing could be read is missed by whatever looks at all.
    let network = "rule(\"all/number\", #{ title: \"共一名\", basis: \"试验\", since: \"2022-01-01\", on: \"network\", explain: `试验` }, |ctx| {\n    \
        let all = ctx.all(\"member\");\n    if all.len() != 1 { for one in all { fail(one.id, `共${all.len()}名`); } }\n});\n";
    let kinds = KINDS.replace("key = \"id\"", "key = \"id\"\nshared = true");
    let dir =
        ledger("body = \"a\"\nyear = 2026\n[[member]]\nid = \"1\"\npoints = 90\n[[member]]\nid = \"2\"\npoints = 90\n")
            .with("rules/p/kinds.toml", kinds)
            .with("rules/p/a.rhai", format!("//! 试验。\n{network}"));
    dir.check("data").exits(1).says("p/all/number", "共2名");
    let dir = dir.with("data/c.toml", "body = \"c\"\nyear = 2026\n[[member]]\nid = \"1\"\npoints = 9O\n");
    let run = dir.check("data").exits(1);
    assert!(!run.stdout.contains("all/number"), "{}", run.stdout);
}
