//! What falls silent, and what is not checked.

use std::process::Command;

use crate::support::Workdir;
use crate::tries::{Try, attempt, make};

const KINDS: &str = "\
[joint]
label = \"联合\"
en = \"joint\"
key = \"id\"
shared = true
yearly = false
[joint.fields]
id = { type = \"string\", label = \"编号\", en = \"id\" }
n = { type = \"integer\", label = \"数\", en = \"n\", max = 1000 }
lead = { type = \"ref\", to = \"lead\", label = \"牵头\", en = \"lead\", optional = true }
[lead]
label = \"牵头人\"
en = \"lead\"
key = \"id\"
shared = true
yearly = false
[lead.fields]
id = { type = \"string\", label = \"编号\", en = \"id\" }
[lead.links]
joints = { kind = \"joint\", field = \"lead\", label = \"联合\", en = \"joints\" }
";

/// Two bodies and a rule over both. What stands in `b` is given.
fn network(rule: &str, b: &str) -> Workdir {
    let declared = "title: \"t\", basis: \"b\", since: \"2000-01-01\", explain: `e`";
    Workdir::bare()
        .with(
            "rules/net/pack.toml",
            "id = \"net\"\ntitle = \"net\"\nversion = \"1\"\nyize = \"0.2\"\nbodies = [\"aone\", \"btwo\"]\n",
        )
        .with("rules/net/kinds.toml", KINDS)
        .with(
            "rules/net/n.rhai",
            format!("rule(\"n/sum\", #{{ {declared}, on: \"network\" }}, |ctx| {{\n{rule}\n}});\n"),
        )
        .with("data/a.toml", "body = \"aone\"\nyear = 2026\n[[joint]]\nid = \"1\"\nn = 50\n[[lead]]\nid = \"L\"\n")
        .with("data/b.toml", b)
}

/// A rule that adds up a value, one that counts by a link, and one that looks for a key.
const SUM: &str = "let all = ctx.all(\"joint\"); if all.sum(\"n\") > 60 { fail(all.first(), `much`); }";
const LINKS: &str = "for lead in ctx.all(\"lead\") { if lead.joints.len() > 9 { fail(lead, `many`); } }";
const FIND: &str = "if ctx.find(\"joint\", \"zz\") != () { fail(ctx.find(\"joint\", \"zz\"), `there`); }";

fn b(rest: &str) -> String {
    format!("body = \"btwo\"\nyear = 2026\n[[joint]]\nid = \"2\"\n{rest}")
}

fn alone(name: &'static str, rule: &str, b: &str, exits: i32) -> Try {
    attempt(name, network(rule, b), exits).and("--body aone").says("data/b.toml").never("passed")
}

#[test]
fn what_another_body_has_broken_counts_for_a_rule_that_needs_it() {
    let third = |kind: &str, rest: &str| b(&format!("n = 1\n[[{kind}]]\nid = \"3\"\nn = 20\n{rest}"));
    let leads = format!("{}lead = \"X\"\n[[lead]]\nid = \"M\"\n", b("n = 1\n"));
    let misspelt = network(LINKS, &b("n = 1\n")).with("data/c.toml", b("n = 1\n").replace("btwo", "btwoo"));
    make(vec![
        attempt("nothing wrong", network(SUM, &b("n = 1\n")), 0).and("--body aone").says("passed"),
        attempt("a broken value that no rule reads", network(SUM, &b("n = 1\nlead = 3\n")), 0).and("--body aone"),
        alone("a value of another type", SUM, &b("n = \"x\"\n"), 1),
        alone("a value that is missing", SUM, &b(""), 1),
        alone("a value beyond its limits", SUM, &b("n = 1001\n"), 1),
        alone("a value that is given twice", SUM, &b("n = 1\n\"数\" = 20\n"), 1),
        alone("a kind that is misspelt", SUM, &third("jiont", ""), 2),
        alone("a record with a year that is none", SUM, &third("joint", "year = 26\n"), 1),
        alone("a record of a body that is misspelt", SUM, &third("joint", "body = \"btwoo\"\n"), 2),
        alone("a slip of syntax", SUM, &b("n = = 1\n"), 1),
        alone("a reference to nothing", LINKS, &leads, 1),
        alone("a key that is no text", FIND, "body = \"btwo\"\nyear = 2026\n[[joint]]\nid = 5\nn = 1\n", 1),
        alone("a key that is missing", FIND, "body = \"btwo\"\nyear = 2026\n[[joint]]\nn = 1\n", 1),
        alone("a key that is there twice", FIND, &b("n = 1\n[[joint]]\nid = \"2\"\nn = 2\n"), 1),
        attempt("records of the selected body under a name misspelt", misspelt, 2).and("--body btwo").never("passed"),
    ]);
}

#[test]
fn a_shard_is_not_green_by_what_another_has_broken() {
    let shard = |name, rest: &str, exits| attempt(name, network(SUM, &b(rest)), exits).and("--shard 1/2");
    make(vec![
        shard("nothing wrong", "n = 1\n", 0).says("passed"),
        shard("a value of the other shard", "n = \"x\"\n", 1).never("passed"),
        shard("a record of the other shard", "n = 1\n[[jiont]]\nid = \"3\"\nn = 20\n", 2).never("passed"),
    ]);
}

/// A repository with that as its only commit.
fn committed(dir: Workdir) -> Workdir {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    for line in ["init -q", "add -A", "commit -q -m one", "tag one"] {
        dir.finish(Command::new("git").args(identity).args(line.split_whitespace()), b"").exits(0);
    }
    dir
}

#[test]
fn what_was_broken_before_counts_for_what_it_silences_now() {
    let since = |name, old: &str, new: &str, exits| {
        let dir = committed(network(SUM, old)).with("data/b.toml", new);
        attempt(name, dir, exits).and("--changed-since one")
    };
    let (old, year) = (b("n = \"x\"\n"), "[[joint]]\nid = \"3\"\nyear = 26\nn = 1\n");
    let unread = |n: u32| b(&format!("n = {n}\n{year}"));
    make(vec![
        since("nothing wrong", &b("n = 1\n"), &b("n = 2\n"), 0).says("passed"),
        since(
            "a rule is silent that might find something new",
            &old,
            &format!("{old}[[joint]]\nid = \"3\"\nn = 90\n"),
            1,
        )
        .says("data/b.toml")
        .never("passed"),
        since("a record that is not read", &unread(1), &unread(2), 1).says("year").never("passed"),
        since("a value that no rule reads", &b("n = 1\nlead = 3\n"), &b("n = 2\nlead = 3\n"), 0).says("passed"),
    ]);
}

/// A pack with a case.
fn case(name: &'static str, written: &str, exits: i32) -> Try {
    let text = "body = \"aone\"\nyear = 2026\n[[joint]]\nid = \"1\"\nn = 50\n";
    let file = format!("[data]\nas_of = 2026-12-31\ntext = '''\n{text}'''\n\n[[case]]\nname = \"c\"\n{written}\n");
    let dir = network(SUM, &b("n = 1\n")).with("rules/net/tests/t.toml", file);
    attempt(name, dir, exits).line("test --rules rules --lang en")
}

#[test]
fn a_case_that_tries_nothing_does_not_pass() {
    let edit = |word: &str| format!("{{ find = \"n = 50\", {word} = \"n = 70\" }}");
    let edited = |edit: String, expect: &str| format!("change = {edit}\nexpect = {expect}");
    let list = format!("[{}]", edit("put"));
    let none = "data = \"body = 'aone'\"";
    make(vec![
        case("a case", "expect = []", 0).says("1 passed"),
        case("one with an edit", &edited(list, "[{ rule = \"n/sum\" }]"), 0).says("1 passed"),
        case("an edit that is no list", &edited(edit("put"), "[]"), 2).says("list"),
        case("an edit with a key that is none", &edited(format!("[{}]", edit("set")), "[]"), 2).says("set"),
        case("a key that is none", "chnage = []\nexpect = []", 2).says("chnage"),
        case("an expectation that is no list", "expect = { rule = \"n/sum\" }", 2),
        case("an expectation with a key that is none", "expect = [{ rule = \"n/sum\", recrod = \"joint/1\" }]", 2),
        case("a text that is none", "add = [\"[[joint]]\"]\nexpect = []", 2),
        case("parameters that are no table", "parameters = [1]\nexpect = []", 2),
        case("no record", &format!("{none}\nexpect = []"), 1).says("no record"),
        case("no record but a comment", "data = \"body = 'aone' # [[joint]]\"\nexpect = []", 1).says("no record"),
        case("no record, which is meant", &format!("{none}\nempty = true\nexpect = []"), 0).says("1 passed"),
        case("records where none are meant", "empty = true\nexpect = []", 1).says("empty"),
        case("a word for what is true or false", &format!("{none}\nempty = \"yes\"\nexpect = []"), 2),
    ]);
}

#[test]
fn shards_of_different_options_do_not_make_one_check() {
    for (first, second, same) in [
        ("", "", true),
        ("--jobs 1", "--jobs 2", true),
        ("--fail-on never", "", false),
        ("", "--fail-on warning", false),
        ("", "--skip net/n/*", false),
        ("--allow-empty", "", false),
        ("--no-waivers", "", false),
        ("", "--body aone", false),
        ("", "--rules rules", false),
    ] {
        let mut dir = network(SUM, &b("n = 70\n"));
        let usual = "check data --rules rules --as-of 2026-12-31 --lang en --format json";
        for (index, options) in [(1, first), (2, second)] {
            let run = dir.yize(&format!("{usual} --shard {index}/2 {options}"));
            dir = dir.with(&format!("{index}.json"), run.stdout);
        }
        let code = dir.yize("merge --lang en 1.json 2.json").code;
        assert_eq!(code, Some(if same { 1 } else { 2 }), "{first:?} and {second:?}");
    }
}

#[test]
fn what_the_program_says_of_its_own_silence_is_explained() {
    let explain = |name, rule: &str| {
        attempt(name, Workdir::sound(), 0).line(&format!("explain {rule} --lang en --as-of 2026-06-30"))
    };
    make(vec![
        explain("a rule without an answer", "host/undecided").says("no answer"),
        explain("a round that broke off", "host/failed").says("itself failed"),
    ]);
}
