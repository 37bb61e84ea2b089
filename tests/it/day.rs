//! Today: that of the project's time zone, wherever yize runs.

use std::process::Command;

use crate::support::{Run, Workdir};

/// A check in that zone of the system; its JSON report.
fn check(dir: &Workdir, tz: &str, rest: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
    command.args(["check", ".", "--lang", "en", "--format", "json"]).args(rest.split_whitespace()).env("TZ", tz);
    dir.finish(&mut command, b"")
}

fn project(zone: &str) -> Workdir {
    Workdir::sound().with("yize.toml", format!("rules = [\"rules\"]\n{zone}"))
}

#[test]
fn it_is_that_of_the_project_and_told() {
    let dir = project("");
    let days: Vec<(String, String)> = ["UTC", "Pacific/Kiritimati", "Etc/GMT+12", ""]
        .map(|tz| check(&dir, tz, "").exits(0).json())
        .map(|report| (report["as_of"].to_string(), report["time_zone"].to_string()))
        .into();
    // Midnight may pass between two runs, once.
    assert!(days.iter().all(|day| day.1 == "\"Asia/Shanghai\""), "{days:?}");
    let mut different = days.clone();
    different.dedup();
    assert!(different.len() <= 2, "{days:?}");

    // Between these two it is never the same day.
    let of = |zone: &str| check(&project(&format!("time_zone = \"{zone}\"\n")), "UTC", "").exits(0).json();
    let (west, east) = (of("Etc/GMT+12"), of("Pacific/Kiritimati"));
    assert!(west["as_of"].as_str() < east["as_of"].as_str(), "{west} {east}");
    assert_eq!(east["time_zone"], "Pacific/Kiritimati");
    let line = dir.yize("check . --lang zh --format short").exits(0).stdout;
    assert!(line.contains("Asia/Shanghai 的今天）"), "{line}");

    let report = check(&dir, "UTC", "--as-of 2026-06-30").exits(0).json();
    assert!(report.get("time_zone").is_none() && report["as_of"] == "2026-06-30");
}

#[test]
fn a_zone_that_is_not_known_is_told() {
    for (zone, tz) in [("", "Asia/Bejing"), ("", "Beijing Time"), ("time_zone = \"Asia/Bejing\"\n", "")] {
        let dir = project(zone);
        let run = check(&dir, tz, "").exits(2);
        assert!(run.stderr.contains("no known time zone"), "{}", run.stderr);
        check(&dir, tz, "--as-of 2026-06-30").exits(0);
    }
    check(&project("time_zone = 8\n"), "UTC", "").exits(2).says("host/project", "expected a string");
    // Two projects in which it is not the same day.
    let dir = Workdir::new()
        .with("a/yize.toml", "rules = [\"../rules\"]\ntime_zone = \"Etc/GMT+12\"\n")
        .with("b/yize.toml", "rules = [\"../rules\"]\ntime_zone = \"Pacific/Kiritimati\"\n")
        .with("a/data/a.toml", crate::support::SOUND)
        .with("b/data/b.toml", crate::support::SOUND);
    assert!(check(&dir, "UTC", "").exits(2).stderr.contains("not the same day"));
    check(&dir, "UTC", "--as-of 2026-06-30");
}
