//! The cache across runs: a report is byte for byte that of a run without it, whatever lies in its folder.

mod broken;
mod changes;
mod files;
mod place;
mod runs;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use crate::support::{AS_OF, Run, Workdir};

/// The folder of a test's cache.
const FOLDER: &str = "cache/yize-1";

/// A run with the cache in `cache` and a key from the environment.
fn cached(dir: &Workdir, line: &str) -> Run {
    with(dir, line, &[("YIZE_CACHE", "cache"), ("YIZE_CACHE_KEY", "a secret of this test")])
}

/// A run without a cache.
fn plain(dir: &Workdir, line: &str) -> Run {
    with(dir, line, &[])
}

/// A run with these variables, in an environment that has no others of the cache.
fn with(dir: &Workdir, line: &str, variables: &[(&str, &str)]) -> Run {
    dir.finish(&mut command(dir, line, variables), b"")
}

fn command(dir: &Workdir, line: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
    for name in ["CI", "YIZE_CACHE_KEY", "YIZE_CACHE_SIZE", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        command.env_remove(name);
    }
    command.env("HOME", dir.path("home")).env("YIZE_CACHE", "off");
    command.args(line.split_whitespace()).envs(variables.iter().copied());
    command
}

/// A project with findings, and how it is checked.
fn project() -> (Workdir, String) {
    let dir = Workdir::new()
        .with("yize.toml", "rules = [\"rules\"]\n")
        .with("data/a.toml", crate::support::SOUND.replace("committee = \"提案委\"\n", "committee = \"没有的委\"\n"));
    (dir, format!("check --as-of {AS_OF} --format json"))
}

/// The entries by name, each with its number in the file system: one that is written anew has another.
fn entries(dir: &Workdir) -> BTreeMap<String, u64> {
    let listed = std::fs::read_dir(dir.path(FOLDER)).into_iter().flatten();
    let entry = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.expect("readable");
        (entry.file_name().into_string().expect("text"), number(&entry.path()))
    };
    listed.map(entry).collect()
}

#[cfg(unix)]
fn number(path: &std::path::Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&std::fs::symlink_metadata(path).expect("there"))
}

#[cfg(not(unix))]
fn number(path: &std::path::Path) -> u64 {
    std::fs::metadata(path).expect("there").len()
}

/// The entry of a sort, by the letter that its name begins with.
fn entry(dir: &Workdir, letter: char) -> PathBuf {
    let entries = entries(dir);
    let mut of = entries.keys().filter(|name| name.starts_with(letter));
    let name = of.next().unwrap_or_else(|| panic!("{letter} among {entries:?}"));
    assert_eq!(of.next(), None, "one {letter}");
    dir.path(&format!("{FOLDER}/{name}"))
}

/// Runs, and asserts that the answer came from the cache: nothing was written.
#[track_caller]
fn known(dir: &Workdir, line: &str) -> Run {
    let before = entries(dir);
    let run = cached(dir, line);
    assert!(!before.is_empty());
    assert_eq!(entries(dir), before, "{line}");
    run
}
