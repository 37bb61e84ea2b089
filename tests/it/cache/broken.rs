//! Entries that are not as they were written: each is noticed, and made anew.

use std::path::Path;

use super::{FOLDER, cached, entries, entry, known, plain, project, with};
use crate::support::{Run, Workdir};

/// Runs with what a test has broken: the report is that of a run without cache, and then all is as it should be again.
#[track_caller]
fn mended(dir: &Workdir, line: &str, without: &Run, how: &str) {
    assert_eq!(cached(dir, line), *without, "{how}");
    assert_eq!(known(dir, line), *without, "{how}: mended");
}

fn letters() -> [char; 3] {
    ['q', 's', 'r']
}

#[test]
fn whatever_is_changed_in_an_entry_is_noticed() {
    let (dir, line) = project();
    let without = plain(&dir, &line);
    cached(&dir, &line);
    for letter in letters() {
        let path = entry(&dir, letter);
        let whole = std::fs::read(&path).expect("readable");
        let step = (whole.len() / 12).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            std::fs::write(&path, bytes).expect("written");
            mended(&dir, &line, &without, &format!("{letter}, byte {at}"));
        }
        for length in (0..whole.len()).step_by(step) {
            std::fs::write(&path, &whole[..length]).expect("written");
            mended(&dir, &line, &without, &format!("{letter}, cut at {length}"));
        }
        std::fs::write(&path, [whole.as_slice(), b"\0"].concat()).expect("written");
        mended(&dir, &line, &without, &format!("{letter}, with more"));
        // As another layout would have it.
        std::fs::write(&path, [b"yize cache 2\n\0\0\0", &whole[16..]].concat()).expect("written");
        mended(&dir, &line, &without, &format!("{letter}, of another version"));
    }
}

#[test]
fn an_entry_in_the_place_of_another_is_noticed() {
    let (dir, line) = project();
    let (line, other) = (line.replace("json", "short"), line.replace("json", "csv"));
    let without = [&line, &other].map(|line| plain(&dir, line));
    for line in [&line, &other] {
        cached(&dir, line);
    }
    let reports: Vec<String> = entries(&dir).into_keys().filter(|name| name.starts_with('r')).collect();
    let [a, b] = [0, 1].map(|at| dir.path(&format!("{FOLDER}/{}", reports[at])));
    let swap = |a: &Path, b: &Path| {
        let bytes = [a, b].map(|path| std::fs::read(path).expect("readable"));
        std::fs::write(a, &bytes[1]).expect("written");
        std::fs::write(b, &bytes[0]).expect("written");
    };
    swap(&a, &b);
    mended(&dir, &line, &without[0], "one report for another");
    swap(&a, &entry(&dir, 'q'));
    mended(&dir, &line, &without[0], "a report for questions");
    mended(&dir, &other, &without[1], "and the other");
}

#[test]
fn what_was_sealed_with_another_key_is_nobodys() {
    let (dir, line) = project();
    let without = plain(&dir, &line);
    let foreign = [("YIZE_CACHE", "foreign"), ("YIZE_CACHE_KEY", "the secret of someone else")];
    // What the other has kept is the answer to another question, under the very names that ours have.
    let more = dir.read("data/a.toml").replace("委员甲", "委员戊");
    let own = dir.read("data/a.toml");
    std::fs::write(dir.path("data/a.toml"), &more).expect("written");
    with(&dir, &line, &foreign);
    std::fs::write(dir.path("data/a.toml"), &own).expect("written");
    cached(&dir, &line);
    for name in entries(&dir).keys() {
        let theirs = std::fs::read_dir(dir.path("foreign/yize-1")).expect("there").map(|e| e.expect("there").path());
        let mut same = theirs.filter(|path| path.file_name().expect("named").to_string_lossy()[..1] == name[..1]);
        std::fs::copy(same.next().expect("of that sort"), dir.path(&format!("{FOLDER}/{name}"))).expect("copied");
    }
    mended(&dir, &line, &without, "another key");
    // Ours with another secret are not even looked at.
    let secret = [("YIZE_CACHE", "cache"), ("YIZE_CACHE_KEY", "quite another secret")];
    let before = entries(&dir);
    assert_eq!(with(&dir, &line, &secret), without);
    assert!(entries(&dir).len() == 2 * before.len() && before.iter().all(|(name, is)| entries(&dir)[name] == *is));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_folders_in_the_place_of_entries_are_none() {
    let ((dir, line), away) = (project(), Workdir::bare());
    let without = plain(&dir, &line);
    cached(&dir, &line);
    for letter in letters() {
        let path = entry(&dir, letter);
        let own = std::fs::read(&path).expect("readable");
        std::fs::write(away.path("outside"), &own).expect("written");
        std::fs::remove_file(&path).expect("there");
        std::os::unix::fs::symlink(away.path("outside"), &path).expect("linked");
        // What it leads to is neither believed nor written over.
        mended(&dir, &line, &without, &format!("{letter}, a link"));
        assert_eq!(std::fs::read(away.path("outside")).expect("there"), own);
        assert!(!path.is_symlink());

        std::fs::remove_file(&path).expect("there");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("started").success());
        mended(&dir, &line, &without, &format!("{letter}, a pipe"));

        std::fs::remove_file(&path).expect("there");
        std::fs::create_dir(&path).expect("made");
        let run = cached(&dir, &line);
        assert_eq!((&run.stdout, run.code), (&without.stdout, without.code), "{letter}, a folder");
        assert!(run.stderr.contains("没有使用缓存"), "{}", run.stderr);
        std::fs::remove_dir(&path).expect("there");
        mended(&dir, &line, &without, &format!("{letter}, nothing"));
    }
}
