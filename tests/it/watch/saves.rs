//! Ways in which a file is saved.

use std::fs::{File, OpenOptions, remove_file, rename};
use std::io::Write as _;
use std::time::Duration;

use super::harness::{Watch, bad, good, workdir};
use crate::support::Workdir;

fn write(dir: &Workdir, path: &str, text: &str) {
    std::fs::write(dir.path(path), text).expect("written");
}

#[test]
fn saved_in_place() {
    let mut watch = Watch::start(workdir());
    watch.changes(|dir| write(dir, "data/a.toml", &bad(1)));
    assert_eq!(watch.cause(), ["data/a.toml"]);
    watch.changes(|dir| write(dir, "data/a.toml", &format!("# 一行\n\n{}", bad(1))));
    watch.changes(|dir| write(dir, "data/a.toml", &good(1)));
    watch.changes(|dir| write(dir, "data/a.toml", "body = = 1\n"));
    watch.ends();
}

/// As vim does: the old file becomes a backup, the new one is written under another name, beside a swap file.
#[test]
fn saved_by_rename() {
    let mut watch = Watch::start(workdir());
    for text in [bad(1), good(1), bad(1)] {
        watch.changes(|dir| {
            write(dir, "data/.a.toml.swp", "b0VIM");
            write(dir, "data/4913", "");
            remove_file(dir.path("data/4913")).expect("removed");
            rename(dir.path("data/a.toml"), dir.path("data/a.toml~")).expect("renamed");
            write(dir, "data/a.toml", &text);
            remove_file(dir.path("data/a.toml~")).expect("removed");
            remove_file(dir.path("data/.a.toml.swp")).expect("removed");
        });
        watch.changes(|dir| {
            write(dir, "data/b.toml.new", if text == bad(1) { "x = \n" } else { "\nx = \n" });
            rename(dir.path("data/b.toml.new"), dir.path("data/b.toml")).expect("renamed");
        });
    }
    watch.ends();
}

#[test]
fn written_in_two_parts() {
    let mut watch = Watch::start(workdir());
    watch.changes(|dir| {
        let (text, mut file) = (bad(1), File::create(dir.path("data/a.toml")).expect("created"));
        let (first, second) = text.split_at(text.find("name").expect("there"));
        file.write_all(first.as_bytes()).expect("written");
        file.flush().expect("flushed");
        // Long enough for a report of the half.
        std::thread::sleep(Duration::from_millis(400));
        file.write_all(second.as_bytes()).expect("written");
    });
    watch.changes(|dir| {
        let mut file = OpenOptions::new().append(true).open(dir.path("data/a.toml")).expect("there");
        for _ in 0..20 {
            file.write_all("# 又一行\n".as_bytes()).expect("written");
            std::thread::sleep(Duration::from_millis(20));
        }
        file.write_all(b"nmae = 1\n").expect("written");
    });
    watch.ends();
}

#[test]
fn deleted_recreated_and_renamed() {
    let mut watch = Watch::start(workdir().with("data/a.toml", bad(1)));
    watch.changes(|dir| remove_file(dir.path("data/a.toml")).expect("removed"));
    watch.changes(|dir| write(dir, "data/a.toml", &bad(1)));
    watch.changes(|dir| rename(dir.path("data/a.toml"), dir.path("data/c.toml")).expect("renamed"));
    watch.changes(|dir| write(dir, "data/c.toml", &good(1)));
    watch.changes(|dir| rename(dir.path("data/c.toml"), dir.path("c.toml")).expect("renamed"));
    watch.changes(|dir| {
        write(dir, "c.toml", &bad(1));
        rename(dir.path("c.toml"), dir.path("data/b.toml")).expect("renamed");
    });
    watch.ends();
}

/// As many bytes, and the time of the old file: only the system's own time of change, or the notice, tells.
#[test]
fn the_clock_does_not_move() {
    for own in ["", "--poll=0.2"] {
        let mut watch = Watch::with(workdir(), "data --rules rules", own);
        for text in [bad(1), good(1)] {
            watch.changes(|dir| {
                let path = dir.path("data/a.toml");
                let time = path.metadata().and_then(|meta| meta.modified()).expect("a time");
                let mut file = OpenOptions::new().write(true).open(&path).expect("there");
                file.write_all(text.as_bytes()).expect("written");
                file.set_modified(time).expect("set");
            });
        }
        watch.ends();
    }
}

/// Root may read everything, so that the binary runs as nobody.
#[cfg(unix)]
#[test]
fn permissions_are_taken_away_and_given_back() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |dir: &Workdir, path: &str, mode| {
        std::fs::set_permissions(dir.path(path), std::fs::Permissions::from_mode(mode)).expect("permissions");
    };
    let dir = workdir().with("data/c/c.toml", good(3));
    mode(&dir, "", 0o755);
    let yize = dir.path("yize");
    std::fs::copy(env!("CARGO_BIN_EXE_yize"), &yize).expect("copied");
    mode(&dir, "data/a.toml", 0o000);
    let root = std::fs::read(dir.path("data/a.toml")).is_ok();
    mode(&dir, "data/a.toml", 0o644);
    let yize = yize.to_string_lossy().into_owned();
    let mut program = vec!["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", &yize];
    if !root {
        program.drain(..4);
    }
    let mut watch = Watch::by(&program, dir, "data --rules rules", "");
    for (path, open) in [("data/a.toml", 0o644), ("data/c", 0o755), ("data", 0o755)] {
        watch.changes(|dir| mode(dir, path, 0o000));
        watch.changes(|dir| mode(dir, path, open));
    }
    // Names can be looked up and not listed.
    watch.changes(|dir| mode(dir, "data/c", 0o311));
    watch.changes(|dir| mode(dir, "data/c", 0o755));
    watch.changes(|dir| write(dir, "data/c/c.toml", &bad(3)));
    // Who runs it may not send signals to it, where it is somebody else; root may.
    watch.ends();
}

#[test]
fn thousands_of_changes_at_once() {
    let mut watch = Watch::start(workdir());
    watch.changes(|dir| {
        for n in 0..4000 {
            write(
                dir,
                &format!("data/{}.toml", n % 40),
                &if n % 3 == 0 { bad(10 + n % 40) } else { good(10 + n % 40) },
            );
        }
    });
    watch.ends();
}
