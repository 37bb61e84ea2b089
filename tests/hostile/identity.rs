//! Baselines, messages, references and zones that mean to be taken for others, or to cost more than they are worth.

use std::fmt::Write as _;
use std::process::Command;

use crate::support::Workdir;
use crate::tries::{Try, attempt, make};

/// A baseline with these lines in its one entry.
fn baseline(entry: &str) -> Workdir {
    let entry = format!("version = 2\n\n[[finding]]\nrule = \"demo/member/points\"\nmessage = \"旧\"\n{entry}");
    Workdir::sound().with("base.toml", entry)
}

#[test]
fn baselines_end_as_they_say() {
    let mut many = "version = 2\n".to_owned();
    for n in 0..50_000 {
        let _ = write!(
            many,
            "\n[[finding]]\nrule = \"demo/member/points\"\nmessage = \"旧\"\nfingerprint = \"{n:016x}\"\n"
        );
    }
    let with = |name: &'static str, dir: Workdir, exits| attempt(name, dir, exits).and("--baseline base.toml");
    let sound = "fingerprint = \"0123456789abcdef\"\n";
    make(vec![
        with("fifty thousand entries that are gone", Workdir::sound().with("base.toml", many), 0)
            .within(600)
            .long()
            .says("50000 findings of the baseline are gone"),
        with("an old kind", Workdir::sound().with("base.toml", "version = 1\n"), 2).says("of the old kind"),
        with("a kind to come", Workdir::sound().with("base.toml", "version = 3\n"), 2).never("passed"),
        with("half a measure", baseline(&format!("{sound}have = \"3\"\n")), 2).says("have and want"),
        with("a measure by nothing", baseline(&format!("{sound}have = \"3\"\nwant = \"1/0\"\n")), 2)
            .says("have and want"),
        with("a measure of words", baseline(&format!("{sound}have = \"三\"\nwant = \"6\"\n")), 2).says("have and want"),
        with(
            "a measure beyond all numbers",
            baseline(&format!("{sound}have = \"{}\"\nwant = \"6\"\n", "9".repeat(5_000))),
            2,
        )
        .says("have and want"),
        with("a fingerprint in capitals beyond letters", baseline("fingerprint = \"GGGGGGGGGGGGGGGG\"\n"), 2)
            .says("not a fingerprint"),
        with("no fingerprint", baseline(""), 2).says("`fingerprint` is missing"),
        with("a folder", Workdir::sound().folder("base.toml"), 2).never("passed"),
        attempt("strict without one", Workdir::sound(), 2).and("--baseline-strict").never("passed"),
        attempt("pruned without one", Workdir::sound(), 2).and("--baseline-prune").never("passed"),
    ]);
}

#[test]
fn messages_end_as_they_say() {
    let rule = |name: &'static str, code: &str, exits| attempt(name, Workdir::sound().rule(code), exits);
    let deep = format!("fail(member, `{}x{}`);", "${`".repeat(40), "`}".repeat(40));
    make(vec![
        rule(
            "a hundred thousand values in one message",
            "let all = []; for n in 0..100000 { all.push(\"\"); } fail(member, all.map(|x| `${x}`).join(\"\"));",
            1,
        )
        .long(),
        rule(
            "a text put into itself",
            "let text = \"\"; for n in 0..100000 { text = `${text}${\"\"}`; } fail(member, text);",
            1,
        )
        .long(),
        rule(
            "a text added to itself",
            "let text = `${member}`; for n in 0..100 { text = text + text; } fail(member, text);",
            3,
        )
        .long()
        .never("passed"),
        rule("texts within texts", &deep, 2).says("nested too deeply"),
        rule(
            "a measure beyond all numbers",
            "let n = 1 / 3; for i in 0..15 { n = n * 7 / 11; } fail(member, `${n}`).measure(n, 0 - n);",
            1,
        )
        .never("passed"),
        rule("a measure of a text", "fail(member, \"x\").measure(member.name, 1);", 2).never("passed"),
        rule("a measure of what is done", "due(ctx.today, true, member, \"x\").measure(1, 2);", 0).says("passed"),
        rule("a measure of nothing", "fail(member, \"x\").measure((), 2);", 2).never("passed"),
        rule("a message in a circle", "let a = \"x\"; let b = a; a = b; b = a; fail(member, a);", 1),
    ]);
}

/// A repository with one commit.
fn repository() -> Workdir {
    let dir = Workdir::sound();
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    for line in ["init -q", "add -A", "commit -q -m one"] {
        dir.finish(Command::new("git").args(identity).args(line.split(' ')), b"").exits(0);
    }
    dir
}

#[test]
fn references_end_as_they_say() {
    let since = |name: &'static str, reference: &str| -> Try {
        attempt(name, repository(), 2).and(&format!("--changed-since {reference}")).never("passed")
    };
    make(vec![
        since("two dots", "..").says("A...B"),
        since("four dots", "....").never("panicked"),
        since("a range that ends nowhere", "HEAD...nowhere").says("A...B"),
        since("a name of a hundred thousand letters", &"x".repeat(100_000)),
        since("an option", "--upload-pack=touch"),
        since("a path out of the repository", "../../etc/passwd"),
        since("parents without end", &format!("HEAD{}", "^".repeat(50_000))),
        since("three dots alone", "...").says("against which commit"),
        since("three dots behind nothing", "...HEAD").says("against which commit"),
        attempt("nothing, as of a variable that is not set", repository(), 2)
            .and("--changed-since=")
            .says("against which commit"),
    ]);
}

#[test]
fn zones_end_as_they_say() {
    let zone = |name: &'static str, zone: &str| -> Try {
        let dir = Workdir::sound().with("yize.toml", format!("rules = [\"rules\"]\ntime_zone = \"{zone}\"\n"));
        attempt(name, dir, 2).line("check . --lang en --format short").never("passed")
    };
    make(vec![
        zone("none", "").says("no known time zone"),
        zone("a path", "../../../etc/localtime").says("no known time zone"),
        zone("a long one", &"x".repeat(100_000)).says("no known time zone"),
        zone("signs", "\\u001b[31mAsia\\u0000/Shanghai").says("no known time zone").never("\u{1b}"),
    ]);
}

#[test]
fn records_without_key_cost_what_they_are() {
    let rule = "rule(\"note/x\", #{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"note\", explain: \"探\" }, \
                |note, ctx| { fail(note, `${note}${note.key}`); });";
    let notes = format!("body = \"demo\"\nyear = 2026\n{}", "[[note]]\ntext = \"同\"\n".repeat(20_000));
    let dir = Workdir::new().with("rules/demo/note.rhai", rule).with("data/n.toml", notes);
    make(vec![attempt("twenty thousand alike", dir, 1).long().says("20000 violations")]);
}
