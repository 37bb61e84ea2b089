//! What is changed between two runs is seen.

use super::{cached, known, plain};
use crate::support::{SOUND, Workdir};

/// A project with a waiver, a baseline and a pack of its own.
fn project() -> Workdir {
    Workdir::bare()
        .copy("tests/packs", "club/rules")
        .with("club/yize.toml", "rules = [\"rules\"]\n")
        .with("club/data/a.toml", SOUND)
        .with("club/data/b.toml", format!("{}points = 10\n", SOUND.replace("\"demo\"", "\"demo/2\"")))
}

#[test]
fn a_change_of_anything_that_was_read_is_seen() {
    let dir = project();
    let line = "check club --as-of 2026-06-30 --format json";
    let same = |how: &str| {
        let without = plain(&dir, line);
        assert_eq!(cached(&dir, line), without, "{how}");
        assert_eq!(known(&dir, line), without, "{how}, again");
    };
    same("as it is");
    let write = |file: &str, text: &str| std::fs::write(dir.path(file), text).expect("written");
    let data = dir.read("club/data/b.toml");
    write("club/data/b.toml", &data.replace("委员甲", "委员丙"));
    same("a value");
    write("club/data/b.toml", &data);
    same("and back");
    // The same length, and the same time.
    let meta = std::fs::metadata(dir.path("club/data/b.toml")).expect("there");
    write("club/data/b.toml", &data.replace("points = 10", "points = 20"));
    let file = std::fs::OpenOptions::new().write(true).open(dir.path("club/data/b.toml")).expect("there");
    file.set_modified(meta.modified().expect("known")).expect("set");
    same("a value, of the same time");
    write("club/data/c.toml", &SOUND.replace("\"demo\"", "\"demo/3\""));
    same("a file more");
    std::fs::remove_file(dir.path("club/data/c.toml")).expect("there");
    same("a file less");
    write("club/data/空.txt", "");
    same("a file that is none of ours");
    let pack = crate::support::tree(&dir.path("club/rules")).into_iter().find(|file| file.ends_with(".rhai"));
    let pack = format!("club/rules/{}", pack.expect("a script"));
    let script = dir.read(&pack);
    write(&pack, &format!("// 一行说明\n{script}"));
    same("a script");
    write("club/yize.toml", "rules = [\"rules\"]\n\n[severity]\n\"demo/*\" = \"warning\"\n");
    same("a setting");
    write(
        "club/yize.toml",
        "rules = [\"rules\"]\n\n[[waiver]]\nrule = \"demo/*\"\nreason = \"新任\"\napproved_by = \"秘书长\"\nuntil = 2027-06-30\n",
    );
    same("a waiver");
    write("yize.toml", "rules = [\"club/rules\"]\n");
    same("settings around it");
}

#[test]
fn a_day_a_version_of_a_pack_and_a_baseline_are_seen() {
    let dir = project();
    plain(&dir, "check club --as-of 2026-06-30 --write-baseline all.toml");
    std::fs::write(dir.path("none.toml"), "").expect("written");
    let lines = [
        "check club --as-of 2026-06-30",
        "check club --as-of 2026-07-01",
        "check club --as-of 2027-07-01",
        "check club --as-of 2026-06-30 --rules more",
        "check club --as-of 2026-06-30 --baseline b.toml",
    ];
    let dir = dir.copy("tests/packs", "more");
    for baseline in ["all.toml", "none.toml", "all.toml"] {
        std::fs::copy(dir.path(baseline), dir.path("b.toml")).expect("copied");
        for line in lines {
            assert_eq!(cached(&dir, line), plain(&dir, line), "{line}, {baseline}");
            assert_eq!(cached(&dir, line), plain(&dir, line), "{line}, {baseline}, again");
        }
    }
    let readme = crate::support::tree(&dir.path("more")).into_iter().find(|file| file.ends_with("pack.toml"));
    let manifest = format!("more/{}", readme.expect("a manifest"));
    let text = dir.read(&manifest);
    assert!(text.contains("version = "), "{text}");
    std::fs::write(dir.path(&manifest), text.replace("version = \"", "version = \"9")).expect("written");
    for line in lines {
        assert_eq!(cached(&dir, line), plain(&dir, line), "{line}");
    }
}

#[test]
fn the_same_words_in_another_folder_ask_for_something_else() {
    let dir = project().copy("examples/broken", "other");
    let run = |folder: &str, cache: &str| {
        let mut command =
            super::command(&dir, "check --as-of 2026-06-30", &[("YIZE_CACHE_KEY", "a secret of this test")]);
        command.env("YIZE_CACHE", if cache.is_empty() { "off".into() } else { dir.path(cache) });
        dir.finish(command.current_dir(dir.path(folder)), b"")
    };
    for _ in 0..2 {
        for folder in ["club", "other"] {
            assert_eq!(run(folder, "cache"), run(folder, ""), "{folder}");
        }
    }
}

#[test]
fn where_the_repository_begins_is_seen_by_reports_for_code_hosts() {
    let dir = project();
    for format in ["sarif", "gitlab", "github", "junit", "checkstyle"] {
        let line = format!("check data rules --as-of 2026-06-30 --format {format}");
        let run = |variables: &[(&str, &str)]| {
            dir.finish(super::command(&dir, &line, variables).current_dir(dir.path("club")), b"")
        };
        let place = dir.path("cache");
        let variables = [("YIZE_CACHE", place.to_str().expect("text")), ("YIZE_CACHE_KEY", "a secret of this test")];
        let outside = run(&variables);
        assert_eq!(outside, run(&[]));
        std::fs::create_dir(dir.path(".git")).expect("made");
        let inside = run(&variables);
        assert_eq!(inside, run(&[]), "{format}");
        assert_ne!(inside, outside, "{format}");
        std::fs::remove_dir(dir.path(".git")).expect("there");
        assert_eq!(run(&variables), outside, "{format}");
    }
}

#[cfg(unix)]
#[test]
fn where_links_lead_is_seen() {
    use std::os::unix::fs::symlink;

    let dir = project();
    let line = "check club --as-of 2026-06-30 --format json";
    let dir = dir.with("club/elsewhere/c.txt", SOUND.replace("\"demo\"", "\"demo/4\"")).folder("outside");
    std::fs::write(dir.path("outside/d.toml"), SOUND.replace("\"demo\"", "\"demo/5\"")).expect("written");
    let door = dir.path("club/data/link.toml");
    for target in ["../elsewhere/c.txt", "a.toml", "../../outside/d.toml", "none.toml"] {
        let _ = std::fs::remove_file(&door);
        symlink(target, &door).expect("linked");
        let without = plain(&dir, line);
        assert_eq!(cached(&dir, line), without, "{target}");
        assert_eq!(cached(&dir, line), without, "{target}, again");
    }
}
