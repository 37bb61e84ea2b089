//! `--changed-since`: what is new against a commit, in a repository with three of them.

mod changes;
mod ledgers;
mod repositories;

use std::process::Command;

use crate::support::{AS_OF, Run, Workdir};

fn git(dir: &Workdir, line: &str) {
    let mut command = Command::new("git");
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    dir.finish(command.args(identity).args(line.split_whitespace()), b"").exits(0);
}

fn commit(dir: Workdir, name: &str) -> Workdir {
    git(&dir, "add -A");
    git(&dir, &format!("commit -q -m {name}"));
    git(&dir, &format!("tag {name}"));
    dir
}

fn body(id: &str, members: &[(u32, u32)]) -> String {
    let member = |(n, points): &(u32, u32)| {
        let head = format!("[[member]]\nid = \"M-{n}\"\nname = \"委员\"\nstatus = \"active\"\n");
        format!("{head}joined = 2022-01-18\npoints = {points}\n\n")
    };
    let members: Vec<String> = members.iter().map(member).collect();
    let members = members.concat();
    format!("body = \"{id}\"\nyear = 2026\n\n{members}")
}

/// Three commits: one has an old finding in each of two bodies, two mends one and adds another, three moves lines only.
fn workdir() -> Workdir {
    let dir = Workdir::new().with("yize.toml", "rules = [\"rules\"]\n");
    git(&dir, "init -q");
    let dir =
        dir.with("data/a.toml", body("demo/a", &[(1, 10), (2, 20)])).with("data/b.toml", body("demo/b", &[(1, 5)]));
    let dir = commit(dir, "one");
    let dir = commit(dir.with("data/a.toml", body("demo/a", &[(1, 90), (2, 21), (3, 30)])), "two");
    let text = format!("# 一\n# 二\n{}", dir.read("data/a.toml"));
    commit(dir.with("data/a.toml", text), "three")
}

fn since(dir: &Workdir, rest: &str) -> Run {
    dir.yize(&format!("check . --as-of {AS_OF} --lang en --format json --changed-since {rest}"))
}

fn keys(run: &Run) -> Vec<String> {
    let key = |f: &serde_json::Value| format!("{} {}", f["body"], f["record"]["key"]).replace('"', "");
    run.findings().iter().map(key).collect()
}

#[test]
fn new_old_and_vanished_findings_are_told_apart() {
    let dir = workdir();
    let run = since(&dir, "one").exits(1);
    assert_eq!(keys(&run), ["demo/a M-3"], "M-2 is old with other points, M-1 is gone, and b was not touched");
    let told = &run.json()["since"];
    assert_eq!(
        (&told["before"]["violations"], &told["after"]["violations"], &told["gone"]),
        (&2.into(), &2.into(), &1.into())
    );
    assert_eq!(run.json()["summary"]["bodies"], 1);
    assert_eq!(told["ref"], "one");
    assert_eq!(told["commit"].as_str().map(str::len), Some(40));

    // Lines have moved, nothing else.
    assert_eq!(keys(&since(&dir, "two").exits(0)), [] as [&str; 0]);
    // The working directory counts, committed or not; nothing differs from the last commit.
    since(&dir, "three").exits(0);
    let dir = dir.with("data/c.toml", body("demo/c", &[(7, 1)]));
    assert_eq!(keys(&since(&dir, "HEAD").exits(1)), ["demo/c M-7"]);
    assert_eq!(keys(&since(&dir, "HEAD~2").exits(1)), ["demo/a M-3", "demo/c M-7"]);
    let line =
        dir.yize(&format!("check . --as-of {AS_OF} --lang en --format short --changed-since one")).exits(1).stdout;
    assert!(line.contains("since one 2 new, 1 gone (2 then, 3 now)"), "{line}");
}

#[test]
fn changed_rules_concern_the_bodies_that_they_govern() {
    let dir = workdir().edit("rules/demo/pack.toml", "value = 60", "value = 95");
    let run = since(&dir, "three").exits(1);
    assert_eq!(keys(&run), ["demo/a M-1"]);
    assert_eq!(run.json()["summary"]["bodies"], 2);
}

#[test]
fn it_works_below_the_root_and_through_other_spellings() {
    let dir = workdir();
    for path in [".", "./data/../data", "../dir", "data/a.toml"] {
        let path =
            path.replace("../dir", &format!("../{}", dir.path("").file_name().expect("named").to_string_lossy()));
        let run = dir
            .yize(&format!("check {path} --rules rules --as-of {AS_OF} --lang en --format json --changed-since one"));
        assert_eq!(keys(&run.exits(1)), ["demo/a M-3"], "{path}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
    command.args([
        "-c",
        "cd data && exec \"$0\" check a.toml --rules ../rules --as-of 2026-06-30 --changed-since one --format json",
    ]);
    let mut shell = Command::new("sh");
    shell.args(command.get_args()).arg(env!("CARGO_BIN_EXE_yize"));
    assert_eq!(keys(&dir.finish(&mut shell, b"").exits(1)), ["demo/a M-3"]);
}

#[test]
fn what_hides_findings_is_told_though_it_is_old() {
    let dir = commit(workdir().with("data/z.toml", "body = \n"), "broken");
    since(&dir, "broken").exits(1).says("host/syntax", "");
    let dir =
        commit(dir.with("data/z.toml", "body = \"nowhere\"\nyear = 2026\n\n[[member]]\nid = \"M-1\"\n"), "strange");
    since(&dir, "strange").exits(2).says("host/no-pack", "");
}

#[test]
fn an_unknown_commit_or_no_repository_is_not_checked() {
    let run = since(&workdir(), "nowhere").exits(2);
    assert!(run.stderr.contains("the repository has no `nowhere`") && run.stdout.is_empty(), "{}", run.stderr);
    let run = since(&Workdir::sound(), "HEAD").exits(2);
    assert!(run.stderr.contains("needs the working directory of a git repository"), "{}", run.stderr);
    let dir = workdir();
    let run = dir.yize("check .. --as-of 2026-06-30 --lang en --changed-since one").exits(2);
    assert!(run.stderr.contains("is not in the repository"), "{}", run.stderr);
}

/// A waiver of M-3's points in demo/a.
const WAIVER: &str = "\n[[waiver]]\nrule = \"demo/member/points\"\nat = \"M-3\"\nbody = \"demo/a\"\nreason = \"病假\"\n\
                      approved_by = \"主席会议\"\nuntil = 2027-06-30\n";

#[test]
fn a_waiver_cannot_excuse_its_own_change() {
    let dir = workdir();
    let settings = format!("{}{WAIVER}", dir.read("yize.toml"));
    let dir = dir.with("yize.toml", settings);
    let run = since(&dir, "one").exits(1).says("host/waiver", "new in this change");
    assert!(keys(&run).contains(&"demo/a M-3".to_owned()), "{:?}", keys(&run));
    let trusted = since(&dir, "one --trust-new-waivers").exits(0);
    assert_eq!(trusted.findings()[0]["suppressed"]["kind"], "waiver");
    // Once merged it counts.
    let dir = commit(dir, "four");
    let text = dir.read("data/a.toml");
    let dir = dir.with("data/a.toml", format!("{text}\n# 改\n"));
    assert_eq!(keys(&since(&dir, "four").exits(0)), [] as [&str; 0]);
    // Taking it away makes an old finding count: it is as good as new.
    let dir = dir.with("yize.toml", "rules = [\"rules\"]\n");
    assert_eq!(keys(&since(&dir, "four").exits(1)), ["demo/a M-3"]);
    dir.yize("check . --trust-new-waivers --as-of 2026-06-30").exits(2);
}

#[test]
fn a_warning_that_becomes_an_error_is_as_good_as_new() {
    let settings = |level: &str| format!("rules = [\"rules\"]\n[severities]\n\"demo/member/points\" = \"{level}\"\n");
    let dir = commit(workdir().with("yize.toml", settings("warning")), "mild");
    let dir = dir.with("yize.toml", settings("error"));
    assert_eq!(keys(&since(&dir, "mild").exits(1)), ["demo/a M-2", "demo/a M-3", "demo/b M-1"]);
    let dir = commit(dir, "strict").with("yize.toml", settings("warning"));
    assert_eq!(keys(&since(&dir, "strict").exits(0)), [] as [&str; 0]);
}

#[test]
fn a_baseline_and_standard_input_have_no_place_beside_it() {
    let dir = workdir();
    for option in ["--baseline b.toml", "--write-baseline b.toml", "--fix"] {
        since(&dir, &format!("one {option}")).exits(2);
    }
    dir.run(&["check", "-", "--changed-since", "one", "--as-of", AS_OF], b"").exits(2);
}
