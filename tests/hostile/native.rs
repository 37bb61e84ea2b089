//! Scripts that let the host work: a few letters that stand for gigabytes, hours, or findings without end. Each call, rule and run
//! has a budget, and what it leaves out is told.

use std::fmt::Write as _;

use crate::support::Workdir;
use crate::tries::{Try, attempt, make};

/// A text of a megabyte, and an array that holds it 65,536 times.
const LONG: &str = "let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..16 { s += s; }";
const MANY: &str =
    "let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..16 { s += s; } let a = [s]; for i in 0..16 { a = a + a; }";
const OPERATIONS: &str = "too many operations";

/// A try of a rule on the one member of the sound data that must be stopped, and say so.
fn stopped(name: &'static str, code: &str, says: &str) -> Try {
    attempt(name, Workdir::sound().rule(code), 3).within(1_200).long().says("probe/it").says(says).never("passed")
}

/// So many members in one file.
fn members(number: usize) -> String {
    let mut text = String::from("body = \"demo\"\nyear = 2026\n");
    for n in 1..=number {
        let _ = write!(text, "[[member]]\nid = \"M-{n}\"\nname = \"甲\"\n");
    }
    text
}

/// The head of a rule on members.
fn rule(id: &str, code: &str) -> String {
    format!(
        "rule(\"{id}\", #{{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\" }}, \
         |member, ctx| {{\n{code}\n}});\n"
    )
}

#[test]
fn comparing_and_searching_have_their_price() {
    make(vec![
        stopped(
            "long texts are compared",
            &format!("{MANY} let b = a.filter(|x| true); if a == b {{ fail(member, \"x\"); }}"),
            OPERATIONS,
        ),
        stopped("long texts are sorted", &format!("{MANY} let b = a.sort_by(|x| x);"), OPERATIONS),
        stopped("long texts are told apart", &format!("{MANY} let b = a.distinct();"), OPERATIONS),
        stopped("the least of long texts", &format!("{MANY} let b = a.min();"), OPERATIONS),
        stopped("the greatest by a closure", &format!("{MANY} let b = a.max(|x| x);"), OPERATIONS),
        stopped("long texts are grouped", &format!("{MANY} let b = a.group_by(|x| x);"), OPERATIONS),
        stopped(
            "one is looked for among them",
            &format!("{MANY} if (s + \"\") in a.filter(|x| x != s) {{ }}"),
            OPERATIONS,
        ),
        stopped(
            "a text is searched again and again",
            &format!("{LONG} loop {{ if s.contains(\"ab\") {{ break; }} }}"),
            OPERATIONS,
        ),
        stopped(
            "a text is taken apart",
            &format!("{LONG} loop {{ let b = s.split(\"a\"); if b.len() == 0 {{ break; }} }}"),
            "too large",
        ),
        stopped(
            "a letter far behind",
            &format!("{LONG} loop {{ if s.sub_string(1000000, 1) == \"b\" {{ break; }} }}"),
            OPERATIONS,
        ),
        stopped(
            "capitals without end",
            &format!("{LONG} loop {{ if s.to_upper() == \"A\" {{ break; }} }}"),
            OPERATIONS,
        ),
        stopped("entries under long names", &format!("{LONG} let m = #{{ a: 1 }}; loop {{ m[s] = 1; }}"), OPERATIONS),
        stopped(
            "long fractions",
            "let x = 1234567.000000000000000003 / 7; let y = 1 / 999983; loop { if x + y < x { break; } }",
            OPERATIONS,
        ),
        stopped(
            "the sum of long fractions",
            "let a = [1234567.000000000000000003 / 7]; for i in 0..19 { a = a + a; } let s = a.map(|x| x / 1000003).filter(|x| x + x > x).len();",
            OPERATIONS,
        ),
    ]);
}

#[test]
fn what_is_made_is_paid_for_before() {
    let memory = "loop { a.push(s + to_string(a.len())); }";
    let four: String = (0..4)
        .map(|n| {
            rule(
                &format!("big/{n}"),
                &format!("let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..15 {{ s += s; }} let a = [s]; {memory}"),
            )
        })
        .collect();
    let long_text = format!("{}[[note]]\ntext = \"{}\"\n", members(1), "x".repeat(5 << 20));
    let on_note = rule("probe/it", "let s = member.text.to_upper(); if s == \"\" { fail(member, s); }")
        .replace("on: \"member\"", "on: \"note\"");
    make(vec![
        stopped("a text that doubles", "let s = \"aa\"; loop { s += s; }", "too large"),
        stopped("an array that doubles", "let a = [1]; loop { a = a + a; }", "too large"),
        stopped("texts that are joined", &format!("{MANY} let b = a.join(s);"), "too large"),
        stopped("letters that become texts", &format!("{LONG} let b = s.replace(\"a\", s);"), "too large"),
        stopped(
            "texts that are kept",
            &format!("let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..15 {{ s += s; }} let a = [s]; {memory}"),
            "too much memory",
        ),
        attempt("four rules that want all memory", Workdir::sound().with("rules/demo/big.rhai", four), 3)
            .and("--jobs 4")
            .within(1_000)
            .long()
            .says("demo/big/0")
            .says("demo/big/3")
            .says("too much memory"),
        attempt(
            "capitals of a text of 5 MB",
            Workdir::new().with("data/a.toml", long_text).with("rules/demo/probe.rhai", on_note),
            3,
        )
        .within(1_200)
        .long()
        .says("too large"),
        stopped("calls in calls in calls", "let f = [1]; for i in 0..60 { f = [f]; } loop { f = [f]; }", "too large"),
        stopped("numbers without end", "for i in 0..9000000000000000000 { }", OPERATIONS),
        stopped("days from year to year", "loop { if ctx.today + 1 < ctx.today { break; } }", OPERATIONS),
    ]);
}

#[test]
fn findings_and_their_words_end() {
    let many = |n: usize| Workdir::new().with("data/a.toml", members(n));
    let twelve: String =
        (0..12).map(|n| rule(&format!("many/{n:02}"), "for i in 0..10000 { fail(member, `${i}`); }")).collect();
    let key = format!("body = \"demo\"\nyear = 2026\n[[member]]\nid = \"M-{}\"\nname = \"甲\"\n", "7".repeat(500_000));
    make(vec![
        stopped("a message of more than 64 KB", "let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..13 { s += s; } fail(member, s);", "too long"),
        attempt("help of 64 KB for each of many", many(40).rule("let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..12 { s += s; } for i in 0..100 { fail(member, \"x\").help(s); }"), 3)
            .within(1_000)
            .long()
            .says("what it reports is too long; the rule was stopped, 37 more records were not checked"),
        stopped("second places without end", "let f = fail(member, \"x\"); loop { f.see(member, \"y\"); }", "too long"),
        stopped("findings without end", "loop { fail(member, \"x\"); }", "too many findings"),
        attempt("many findings of each of many", many(5_000).rule("for i in 0..20 { fail(member, `${i}`); }"), 3)
            .within(1_500)
            .long()
            .says("all calls together: ")
            .says("the rule was stopped"),
        attempt("many findings of each of many rules", many(2).with("rules/demo/many.rhai", twelve), 2)
            .within(1_500)
            .long()
            .says("all rules together took or reported too much: from the rule `demo/many/")
            .says("host/too-much"),
        attempt("findings about a record with a long key", Workdir::new().with("data/a.toml", key).rule("for i in 0..10000 { fail(member, \"x\"); }"), 1)
            .within(1_500)
            .long()
            .says("a key has 1000 bytes at most"),
        attempt("no date, of a megabyte", Workdir::sound().rule(&format!("{LONG} let d = date(s); fail(member, `${{d}}`);")), 3)
            .says("is not a date")
            .never("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ]);
}

#[test]
fn a_rule_ends_and_the_others_go_on() {
    let both = format!("{}{}", rule("aa/it", "loop { }"), rule("zz/it", "fail(member, \"found all the same\");"));
    let quadratic = "score(\"s\", #{ title: \"分\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\" }, |s| { \
                     s.item(\"甲\", #{ each: 1 }, |m, ctx| ctx.all(\"member\")); });\n";
    // Numbers whose places in a map of fixed hashes would all be one.
    let collide = "let x = 0; let a = []; for i in 0..200000 { if x > 570667814807212786 { x -= 570667814807212788; x -= 9223372036854775807; } else { x += 8652704222047563021; } a.push(x); } \
                   if a.distinct().len() == 0 { fail(member, \"x\"); }";
    make(vec![
        attempt(
            "one rule is stopped, another is not",
            Workdir::new().with("data/a.toml", members(3)).with("rules/demo/two.rhai", both),
            3,
        )
        .says("aa/it")
        .says("2 more records were not checked")
        .says("found all the same")
        .long(),
        attempt(
            "all calls of a rule together",
            Workdir::new().with("data/a.toml", members(60)).rule("for i in 0..4500000 { }"),
            3,
        )
        .says("too many operations")
        .long(),
        attempt(
            "functions that call themselves twice",
            Workdir::sound().with(
                "rules/demo/probe.rhai",
                format!(
                    "fn f(n) {{ if n > 0 {{ f(n - 1) + f(n - 1) }} else {{ 1 }} }}\n{}",
                    rule("probe/it", "let n = f(60); if n == 0 { fail(member, \"x\"); }")
                ),
            ),
            3,
        )
        .says(OPERATIONS)
        .long(),
        attempt(
            "a function that only calls itself",
            Workdir::sound().with(
                "rules/demo/probe.rhai",
                format!(
                    "fn f(n) {{ f(n + 1) + 1 }}\n{}",
                    rule("probe/it", "let n = f(0); if n == 0 { fail(member, \"x\"); }")
                ),
            ),
            3,
        )
        .says("nested too deeply"),
        attempt(
            "cards of all with the records of all",
            Workdir::new().with("data/a.toml", members(3_000)).with("rules/demo/score.rhai", quadratic),
            3,
        )
        .line("scores data --rules rules --as-of 2026-12-31 --lang en")
        .within(1_500)
        .long()
        .says("the scheme was stopped"),
        attempt("numbers that would share one place", Workdir::sound().rule(collide), 0).says("passed").long(),
    ]);
}
