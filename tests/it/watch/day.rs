//! A day of work in minutes: hundreds of edits, after which `watch` says what a check says, and takes no more memory than before.

use std::fmt::Write as _;
use std::fs::{remove_file, write};

use super::harness::{Watch, bad, good};
use crate::support::Workdir;

/// Files, and members of each.
const FILES: usize = 12;
const MEMBERS: usize = 60;
/// Rounds of edits, and how many are made before memory is first looked at.
const ROUNDS: usize = 48;
const WARM: usize = 12;

/// A file of sound members.
fn file(number: usize) -> String {
    let head = "body = \"demo\"\nyear = 2026\n";
    let member = |of: usize| good(number * 1_000 + of).replace(head, "");
    (0..MEMBERS).fold(head.to_owned(), |mut text, of| {
        let _ = write!(text, "{}", member(of));
        text
    })
}

/// What a process holds, in KiB.
fn held(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("what it holds");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Edits each of which changes what is found.
fn edits(dir: &Workdir, round: usize) -> Vec<Box<dyn FnOnce()>> {
    let sound = file(round % FILES);
    let (own, new) = (dir.path(&format!("data/{}.toml", round % FILES)), dir.path(&format!("data/new-{round}.toml")));
    let probe = dir.path("rules/demo/probe.rhai");
    let rule = "rule(\"probe/it\", #{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\" }, \
                |member, ctx| { if member.points > 60 { fail(member.points, `过高${member.points}`); } });\n";
    let to = |path: &std::path::Path, text: String| -> Box<dyn FnOnce()> {
        let path = path.to_owned();
        Box::new(move || write(path, text).expect("written"))
    };
    let gone = |path: &std::path::Path| -> Box<dyn FnOnce()> {
        let path = path.to_owned();
        Box::new(move || remove_file(path).expect("removed"))
    };
    vec![
        to(&own, sound.replacen("60.5", "59.5", 1)),
        to(&own, sound.replacen("60.5", "6O.5", 1)),
        to(&own, sound.clone()),
        to(&new, bad(900_000 + round)),
        gone(&new),
        to(&probe, rule.to_owned()),
        to(&own, sound.replace("60.5", "61.5")),
        to(&own, sound),
        gone(&probe),
    ]
}

#[cfg(target_os = "linux")]
#[test]
fn a_day_of_edits_leaves_memory_as_it_was_and_the_verdict_true() {
    let dir = (0..FILES).fold(Workdir::new(), |dir, number| dir.with(&format!("data/{number}.toml"), file(number)));
    // A leak fails before the machine does.
    let within = ["sh", "-c", "ulimit -v 4000000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_yize")];
    let mut watch = Watch::by(&within, dir, "data --rules rules", "");
    let mut warm = 0;
    for round in 0..ROUNDS {
        for edit in edits(&watch.dir, round) {
            edit();
            watch.until("report");
        }
        if round % 8 == 0 {
            watch.agrees();
        }
        if round == WARM {
            warm = held(watch.id());
        }
    }
    let end = held(watch.id());
    assert!(end < warm + warm / 4 + 8_192, "{warm} KiB after {WARM} rounds, {end} after {ROUNDS}");
    watch.ends();
}
