//! `--isolate`: the same report by processes of their own, and a pack whose process ends takes no other with it.
#![cfg(unix)]

use crate::support::Workdir;

const OTHER: &str = "id = \"other\"\ntitle = \"别处\"\nversion = \"1\"\nbodies = [\"other\"]\n";
const KINDS: &str = "[thing]\nlabel = \"事\"\nen = \"thing\"\nkey = \"id\"\n[thing.fields]\n\
                     id = { type = \"string\", label = \"编号\", en = \"id\" }\n\
                     size = { type = \"integer\", label = \"大小\", en = \"size\" }\n";
const THINGS: &str =
    "body = \"other\"\nyear = 2026\n[[thing]]\nid = \"T1\"\nsize = 3\n[[thing]]\nid = \"T2\"\nsize = 5\n";
const SCHEME: &str = "score(\"points\", #{ title: \"分\", basis: \"探\", since: \"2022-01-01\", on: \"thing\", \
                      explain: \"探\", min: 0, bands: [[\"好\", 4], [\"差\", 0]] }, |s| { s.item(\"大小\", #{ each: 1 }, |t, ctx| t.size); });\n";

/// A rule on things.
fn rule(code: &str) -> String {
    format!(
        "rule(\"it\", #{{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"thing\", explain: \"探\" }}, \
         |thing, ctx| {{\n{code}\n}});\n"
    )
}

/// The tests' own pack with a finding, and another pack with a rule of that code.
fn two(code: &str) -> Workdir {
    Workdir::sound()
        .rule("fail(member.name, `${member.name}有误`);")
        .with("rules/other/pack.toml", OTHER)
        .with("rules/other/kinds.toml", KINDS)
        .with("rules/other/a.rhai", rule(code) + SCHEME)
        .with("data/other.toml", THINGS)
}

#[test]
fn the_report_is_the_same_byte_for_byte() {
    let dir = two(
        "if ctx.score(thing).points > 4 { fail(thing.size, `${thing.size}过大`).help(\"改小\").see(thing, \"这一条\"); }",
    );
    for more in ["", "--lang en", "--body other", "--only other/*", "--format human", "--format markdown", "--jobs 3"] {
        let line = format!("check data --rules rules --as-of 2026-12-31 --format json {more}");
        let line = if more.starts_with("--format") { line.replace("--format json", "") } else { line };
        let (here, apart) = (dir.yize(&line), dir.yize(&format!("{line} --isolate")));
        assert_eq!(here, apart, "{more}");
        assert_eq!(here.code, Some(1), "{more}");
    }
    let args = ["check", "-", "--rules", "rules", "--as-of", "2026-12-31", "--format", "json"];
    let (here, apart) =
        (dir.run(&args, THINGS.as_bytes()), dir.run(&[&args[..], &["--isolate"]].concat(), THINGS.as_bytes()));
    assert_eq!(here, apart);
    assert_eq!(here.findings().len(), 1);
}

#[test]
fn a_pack_whose_process_ends_is_told_and_the_others_are_there() {
    let dir = two(
        "let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..15 { s += s; } let a = [s]; for i in 0..200 { a.push(s + to_string(i)); }\n\
         if a.len() == 0 { fail(thing, \"x\"); }",
    );
    let line = "check data --rules rules --as-of 2026-12-31 --lang en --format short --jobs 1";
    dir.yize(line).exits(1);
    let run = dir.yize(&format!("{line} --isolate --isolate-memory 190"));
    assert_eq!(run.code, Some(2), "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout.contains("host/process") && run.stdout.contains("the pack `other` gave no answer"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("demo/probe/it"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let dir = Workdir::sound();
    for (line, says) in [
        ("check data --isolate-memory 500", "--isolate-memory goes with --isolate"),
        ("check data --isolate --isolate-memory x", "should be a whole number"),
        ("check data --isolate --changed-since HEAD", "--changed-since"),
    ] {
        let run = dir.yize(&format!("{line} --lang en"));
        assert!(run.code == Some(2) && run.stderr.contains(says), "{line}: {}", run.stderr);
    }
}
