//! Cold and warm runs, several at once, and such as are killed.

use std::process::Stdio;
use std::time::Duration;

use super::{cached, command, entries, entry, known, plain, project};
use crate::support::Workdir;

const FORMATS: [&str; 13] = [
    "human",
    "short",
    "json",
    "jsonl",
    "sarif",
    "junit",
    "checkstyle",
    "github",
    "gitlab",
    "tap",
    "markdown",
    "html",
    "csv",
];

#[test]
fn every_format_of_several_examples_is_the_same_without_cache_and_cold_and_warm() {
    for (example, day) in [("broken", "2027-02-01"), ("baoding", "2027-02-01"), ("first-excel", "2026-11-20")] {
        let dir = Workdir::bare().copy(&format!("examples/{example}"), example);
        for format in FORMATS {
            let line = format!("check {example} --as-of {day} --format {format}");
            let without = plain(&dir, &line);
            assert_eq!(cached(&dir, &line), without, "{line}: cold");
            assert_eq!(known(&dir, &line), without, "{line}: warm");
        }
    }
}

#[test]
fn what_is_asked_otherwise_is_answered_otherwise() {
    let dir = Workdir::bare().copy("examples/broken", "broken");
    let base = "check broken --as-of 2027-02-01";
    let ways = [
        "",
        "--lang en",
        "--full",
        "--limit 1",
        "--by body",
        "--status warning",
        "--fail-on warning",
        "--fail-on never",
        "--jobs 1",
        "--only */members*",
        "--skip */members*",
        "--no-waivers",
        "--shard 1/2",
        "--shard 2/2",
        "--format sarif",
        "--format sarif --sarif-suppressed",
        "--color always",
        "--allow-empty",
    ];
    let lines: Vec<String> = ways.iter().filter(|way| **way != "--jobs 1").map(|way| format!("{base} {way}")).collect();
    let without: Vec<_> = lines.iter().map(|line| plain(&dir, line)).collect();
    // All cold, then all warm, so that none finds what another has left.
    for run in [cached, known] {
        for (line, without) in lines.iter().zip(&without) {
            assert_eq!(run(&dir, line), *without, "{line}");
        }
    }
}

#[test]
fn reports_into_files_are_kept_too_and_written_only_where_they_may_be() {
    let (dir, line) = project();
    let line = format!("{line} --output sarif=a.sarif --output human=a.txt");
    let (without, files) = (plain(&dir, &line), ["a.sarif", "a.txt"].map(|file| dir.read(file)));
    for run in [cached, known, known] {
        for file in ["a.sarif", "a.txt"] {
            std::fs::remove_file(dir.path(file)).expect("there");
        }
        assert_eq!(run(&dir, &line), without);
        assert_eq!(["a.sarif", "a.txt"].map(|file| dir.read(file)), files);
    }
    // Over what was read no report goes; the others tell that the run has failed.
    let over = line.replace("human=a.txt", "human=data/a.toml");
    let data = dir.read("data/a.toml");
    let without = plain(&dir, &over).exits(4);
    assert_eq!(cached(&dir, &over), without);
    assert_eq!(cached(&dir, &over), without);
    assert_eq!(dir.read("data/a.toml"), data);
}

#[test]
fn an_answer_from_stdin_is_kept_by_what_came_from_there() {
    let dir = Workdir::new();
    let line = format!("check - --rules rules --as-of {}", crate::support::AS_OF);
    let run =
        |text: &str, variables: &[(&str, &str)]| dir.finish(&mut command(&dir, &line, variables), text.as_bytes());
    let (one, other) = (crate::support::SOUND, crate::support::SOUND.replace("joined = 2022-01-18", "joined = 2"));
    let variables = [("YIZE_CACHE", "cache"), ("YIZE_CACHE_KEY", "a secret of this test")];
    for _ in 0..2 {
        for text in [one, &other] {
            assert_eq!(run(text, &variables), run(text, &[]));
        }
    }
    assert_eq!(entries(&dir).keys().filter(|name| name.starts_with('r')).count(), 2);
}

#[test]
fn what_did_not_come_to_its_end_is_not_kept() {
    let dir = Workdir::sound().rule("let x = 1 / (ctx.year - ctx.year);").with("yize.toml", "rules = [\"rules\"]\n");
    let line = format!("check --as-of {}", crate::support::AS_OF);
    cached(&dir, &line).exits(3);
    cached(&dir, &format!("{line} none")).exits(2);
    assert!(entries(&dir).is_empty());
    // Nor what does more than report.
    let (dir, line) = project();
    for more in ["--timings", "--fix --dry-run", "--write-baseline b.toml", "--isolate", "--trace demo/*"] {
        cached(&dir, &line.replace("json", &format!("human {more}")));
        assert!(entries(&dir).is_empty(), "{more}");
    }
}

#[test]
fn several_runs_at_once_and_one_that_empties_the_cache_do_not_disturb_one_another() {
    let (dir, line) = project();
    let without = plain(&dir, &line);
    std::thread::scope(|scope| {
        for at in 0..6 {
            let (dir, line, without) = (&dir, &line, &without);
            scope.spawn(move || {
                for _ in 0..6 {
                    if at == 5 {
                        cached(dir, "cache --clear").exits(0);
                    } else {
                        assert_eq!(cached(dir, line), *without);
                    }
                }
            });
        }
    });
    cached(&dir, &line);
    assert_eq!(known(&dir, &line), without);
    assert!(entries(&dir).keys().all(|name| !name.starts_with('.')), "nothing is left by halves");
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_nothing_that_changes_a_verdict() {
    let (dir, line) = project();
    let whole = dir.read("data/a.toml");
    let variables = [("YIZE_CACHE", "cache"), ("YIZE_CACHE_KEY", "a secret of this test")];
    // Nobody knows when: a sequence that looks like chance, the same in each run of the test.
    let mut chance: u64 = 20_261_127;
    let mut next = |below: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    let mut killed = 0;
    for round in 0..60 {
        // Now and then another text, so that some of what is kept is out of date.
        let text = whole.replace("委员甲", ["委员甲", "委员丙", "委员丁"][usize::try_from(next(3)).expect("small")]);
        std::fs::write(dir.path("data/a.toml"), text).expect("written");
        let mut child = command(&dir, &line, &variables)
            .current_dir(dir.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        std::thread::sleep(Duration::from_micros(next(40_000)));
        let _ = child.kill();
        killed += usize::from(child.wait().expect("ended").code().is_none());
        if round % 3 == 0 {
            assert_eq!(cached(&dir, &line), plain(&dir, &line), "round {round}");
        }
    }
    assert!(killed > 10, "{killed} runs were killed");
    assert_eq!(cached(&dir, &line), plain(&dir, &line));
}

#[test]
fn what_was_used_longest_ago_goes_where_there_is_too_much() {
    let dir = Workdir::bare().copy("examples/baoding", "baoding");
    let variables = [("YIZE_CACHE", "cache"), ("YIZE_CACHE_KEY", "a secret of this test"), ("YIZE_CACHE_SIZE", "1")];
    let bytes = || -> u64 {
        let of =
            |name: &String| std::fs::metadata(dir.path(&format!("{}/{name}", super::FOLDER))).map_or(0, |m| m.len());
        entries(&dir).keys().map(of).sum()
    };
    let line = |day: i32| format!("check baoding --as-of 2027-02-{day:02} --format json");
    let first = super::with(&dir, &line(1), &variables);
    let kept = entries(&dir);
    let report = std::fs::metadata(entry(&dir, 'r')).expect("there").len();
    assert!(report > 60_000, "{report} bytes: a few fill the cache");
    let most = i32::try_from((1 << 20) / report).expect("few");
    for day in 2..most.min(20) + 8 {
        super::with(&dir, &line(day), &variables);
        // The first is in use all the time.
        assert_eq!(super::with(&dir, &line(1), &variables), first);
        assert!(bytes() <= 1 << 20, "{} bytes", bytes());
    }
    let now = entries(&dir);
    assert!(kept.iter().all(|(name, number)| now.get(name) == Some(number)), "what is used stays");
    assert!(now.keys().filter(|name| name.starts_with('r')).count() < usize::try_from(most).expect("few") + 1);
}
