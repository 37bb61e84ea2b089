//! Typed files: after one of many has changed the others are read from the cache, and every report is that of a run without it.

use std::fmt::Write as _;

use super::{FOLDER, cached, entries, plain};
use crate::support::{AS_OF, SOUND, Workdir};

/// A file of so many members, one of them with too few points where that is wanted.
fn large(body: &str, members: usize, poor: bool) -> String {
    let mut text = format!("body = \"{body}\"\nyear = 2026\n");
    for number in 0..members {
        let points = if poor && number == 7 { 10 } else { 60 + number % 40 };
        let _ = write!(
            text,
            "\n[[member]]\nid = \"M-{number}\"\nname = \"委员{number}\"\nstatus = \"active\"\njoined = 2022-01-18\npoints = {points}\n"
        );
    }
    text
}

fn project() -> (Workdir, String) {
    let dir = Workdir::new()
        .with("yize.toml", "rules = [\"rules\"]\n")
        .with("data/a.toml", large("demo/a", 400, true))
        .with("data/b.toml", large("demo/b", 400, false))
        .with("data/short.toml", SOUND)
        // Something is to be said of it, each time.
        .with("data/wrong.toml", large("demo/c", 400, false).replacen("points = 61", "points = \"many\"", 1));
    (dir, format!("check --as-of {AS_OF}"))
}

/// The names of the files that are kept, each with its number in the file system.
fn kept(dir: &Workdir) -> Vec<(String, u64)> {
    entries(dir).into_iter().filter(|(name, _)| name.starts_with('f')).collect()
}

#[test]
fn after_one_file_has_changed_the_others_are_read_from_the_cache() {
    let (dir, line) = project();
    assert_eq!(cached(&dir, &line), plain(&dir, &line));
    let before = kept(&dir);
    assert_eq!(before.len(), 2, "long ones of which nothing is to be said");
    for text in [large("demo/a", 401, true), large("demo/a", 400, false), SOUND.replace("demo", "demo/a")] {
        std::fs::write(dir.path("data/a.toml"), text).expect("written");
        for format in ["human", "json", "sarif"] {
            let line = format!("{line} --format {format}");
            assert_eq!(cached(&dir, &line), plain(&dir, &line));
            assert_eq!(cached(&dir, &line), plain(&dir, &line), "again");
        }
    }
    let after = kept(&dir);
    assert!(before.iter().all(|own| after.contains(own)), "what did not change was not written again");
    assert_eq!(after.len(), 4);
}

#[test]
fn another_day_other_rules_and_other_commands_use_them_and_other_kinds_do_not() {
    let (dir, line) = project();
    cached(&dir, &line);
    let before = kept(&dir);
    for other in ["check --as-of 2027-01-31", "check --only demo/member/points --as-of 2026-06-30", "check data/b.toml"]
    {
        let other = format!("{other} --timings --rules rules");
        let (with, without) = (cached(&dir, &other), plain(&dir, &other));
        assert_eq!((with.stdout, with.code), (without.stdout, without.code), "{other}");
    }
    assert_eq!(kept(&dir), before);
    // What a number may be, and what the kind is called.
    for (from, to) in [("[member]", "[member] # the same in other words"), ("max = 100", "max = 101")] {
        let dir = Workdir::bare().copy("tests/packs", "rules");
        let file = "rules/demo/kinds.toml";
        let text = dir.read(file);
        assert!(text.contains(from), "{text}");
        let (own, line) = project();
        cached(&own, &line);
        let known = kept(&own);
        assert_eq!(known.len(), 2);
        std::fs::write(own.path(file), text.replacen(from, to, 1)).expect("written");
        assert_eq!(cached(&own, &line), plain(&own, &line), "{to}");
        assert_eq!(kept(&own).len(), 2 * known.len(), "{to}");
    }
}

#[test]
fn a_broken_one_is_noticed_and_made_anew() {
    let (dir, line) = project();
    cached(&dir, &line);
    let names: Vec<String> = kept(&dir).into_iter().map(|(name, _)| name).collect();
    let whole: Vec<Vec<u8>> =
        names.iter().map(|name| std::fs::read(dir.path(&format!("{FOLDER}/{name}"))).expect("there")).collect();
    let mut day = 0;
    let mut broken = |bytes: &[u8], how: &str| {
        std::fs::write(dir.path(&format!("{FOLDER}/{}", names[0])), bytes).expect("written");
        // Each time another question, so that the whole answer is not known.
        day += 1;
        let line =
            format!("check --as-of {}", jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(day)));
        assert_eq!(cached(&dir, &line), plain(&dir, &line), "{how}");
        let mended = std::fs::read(dir.path(&format!("{FOLDER}/{}", names[0]))).expect("there");
        assert_eq!(mended, whole[0], "{how}: mended, to the same bytes");
    };
    let step = whole[0].len() / 12;
    for at in (0..whole[0].len()).step_by(step) {
        let mut bytes = whole[0].clone();
        bytes[at] ^= 4;
        broken(&bytes, &format!("byte {at}"));
        broken(&whole[0][..at], &format!("cut at {at}"));
    }
    broken(&whole[1], "the other file");
}
