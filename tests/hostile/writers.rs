//! Outputs that would replace what was read.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::support::Workdir;
use crate::tries::{Try, attempt, make};

/// A sound project with links and other names for what is in it.
fn laid() -> Workdir {
    let dir = Workdir::sound()
        .with("yize.toml", "data = [\"data/*.toml\"]\nrules = [\"rules\"]\n")
        .with("notes.txt", "手记\n")
        .with("known.toml", "version = 2\n")
        .folder("nowhere");
    symlink("data", dir.path("there")).expect("a link");
    symlink("data/a.toml", dir.path("link.json")).expect("a link");
    symlink("link.json", dir.path("further.json")).expect("a link");
    symlink("nowhere", dir.path("elsewhere")).expect("a link");
    std::fs::hard_link(dir.path("data/a.toml"), dir.path("hard.json")).expect("a second name");
    dir
}

/// A try to write over something. It must be told, and all that was read stay as it is.
fn over(name: &'static str, words: &str) -> Try {
    attempt(name, laid(), 4)
        .line("check . --as-of 2026-12-31 --lang en --format short")
        .and(words)
        .says("reports not written")
        .never("passed")
        .keeps("data/a.toml")
        .keeps("yize.toml")
        .keeps("rules/demo/pack.toml")
        .keeps("rules/demo/kinds.toml")
}

#[test]
fn no_report_takes_the_place_of_what_was_read() {
    make(vec![
        over("data", "--output json=data/a.toml"),
        over("data with a detour", "--output json=data/../data//./a.toml"),
        over("data through a folder's link", "--output csv=there/a.toml"),
        over("data through a link", "--output json=link.json"),
        over("data through two links", "--output json=further.json"),
        over("a second name of data", "--output json=hard.json"),
        over("settings", "--output json=yize.toml"),
        over("a manifest", "--output json=rules/demo/pack.toml"),
        over("kinds", "--output html=rules/demo/../demo/kinds.toml"),
        over("a lock that was not read", "--output json=yize.lock").never("wrote"),
        over("a baseline that was read", "--baseline known.toml --output json=./known.toml").keeps("known.toml"),
        over("TOML that was not read", "--output json=known.toml").keeps("known.toml"),
        over("two reports in one", "--output json=one --output csv=./one"),
        over("two reports in one, through a link", "--output json=elsewhere/r --output csv=nowhere/r"),
        attempt("an absolute name", laid(), 4)
            .and(&format!("--output json={}", std::env::temp_dir().join("no/such/folder/x").display()))
            .says("cannot write the report")
            .never("passed"),
    ]);
}

#[test]
fn no_baseline_lock_or_case_does_either() {
    let case = "[data]\ntext = '''\nbody = \"demo\"\nyear = 2026\n[[member]]\nid = \"M-1\"\nname = \"甲\"\nstatus = \"active\"\n\
                joined = 2022-01-18\n'''\n\n[[case]]\nname = \"甲\"\nas_of = 2026-06-30\nexpect = []\n";
    let twice = Workdir::new().rule("fail(member.name, \"错\");").with("rules/demo/tests/one.toml", case);
    symlink("one.toml", twice.path("rules/demo/tests/two.toml")).expect("a link");
    let locked = laid();
    symlink("data/a.toml", locked.path("yize.lock")).expect("a link");
    make(vec![
        over("a baseline over data", "--write-baseline data/a.toml"),
        over("a baseline over data, through a link", "--write-baseline further.json"),
        over("a baseline over settings", "--write-baseline ./yize.toml"),
        over("a baseline over kinds", "--write-baseline rules/demo/kinds.toml"),
        over("a baseline over what is none", "--write-baseline notes.txt").keeps("notes.txt").says("is no baseline"),
        over("a baseline where a report goes", "--write-baseline b --output json=there/../b"),
        over("a baseline over the data that are one", "--baseline known.toml --write-baseline data/a.toml"),
        attempt("a baseline that is read and written anew", laid(), 0)
            .line("check . --as-of 2026-12-31 --lang en --baseline known.toml --write-baseline there/../known.toml")
            .says("passed"),
        attempt("a lock over data", locked, 4)
            .line("lock . --lang en")
            .keeps("data/a.toml")
            .says("a lock cannot take its place"),
        attempt("a lock over what is none", laid().with("yize.lock", "hello\n"), 4)
            .line("lock . --lang en")
            .keeps("yize.lock")
            .says("is there and is no lock"),
        attempt("one case under two names", twice, 4)
            .line("test --rules rules --bless --lang en")
            .keeps("rules/demo/tests/one.toml")
            .says("under another name"),
    ]);
}

#[test]
fn what_is_replaced_keeps_its_mode_links_are_followed_and_leftovers_go() {
    let dir = laid().with("secret.json", "").with(".secret.json.4711.tmp", "half").with(".x.4711.0.yize.tmp", "half");
    std::fs::set_permissions(dir.path("secret.json"), std::fs::Permissions::from_mode(0o600)).expect("a mode");
    symlink("nowhere/report.json", dir.path("dangling.json")).expect("a link");
    dir.yize("check data --rules rules --as-of 2026-12-31 --output json=secret.json --output csv=dangling.json")
        .exits(0);
    assert_eq!(dir.path("secret.json").metadata().expect("there").permissions().mode() & 0o777, 0o600);
    assert!(dir.path("dangling.json").is_symlink() && dir.path("nowhere/report.json").is_file());
    assert!(!dir.path(".secret.json.4711.tmp").exists() && !dir.path(".x.4711.0.yize.tmp").exists());
    assert!(dir.read("secret.json").starts_with("{\n"));
}

#[test]
fn stdout_is_an_output_too() {
    let dir = laid();
    let shell = |line: &str| {
        let line = format!("\"$0\" check . --as-of 2026-12-31 --lang en --format json {line}");
        dir.finish(std::process::Command::new("sh").args(["-c", &line, env!("CARGO_BIN_EXE_yize")]), b"")
    };
    let run = shell("--output json=one.json > one.json").exits(4);
    assert!(run.stderr.contains("takes stdout already"), "{}", run.stderr);
    assert!(dir.read("one.json").starts_with("{\n"));
    let was = dir.read("data/a.toml");
    let run = shell(">> data/a.toml").exits(4);
    assert!(run.stderr.contains("stdout goes into a file that was checked"), "{}", run.stderr);
    assert_eq!(dir.read("data/a.toml"), was);
}

#[test]
fn one_file_is_checked_once_however_often_it_is_named() {
    let dir = Workdir::sound().rule("fail(member.name, \"错\");");
    symlink("data", dir.path("there")).expect("a link");
    let all = format!("data data/../data there {} data/a.toml there/a.toml", dir.path("data").display());
    let report = dir.check(&all).exits(1).json();
    assert_eq!((&report["summary"]["files"], &report["summary"]["violations"]), (&1.into(), &2.into()));
    let report = dir.check("data/a.toml there/a.toml data/../data/a.toml").exits(1).json();
    assert_eq!(report["summary"]["files"], 1);
}
