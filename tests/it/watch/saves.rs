//! Ways in which a file is saved.

use std::fs::{File, OpenOptions, remove_file, rename};
use std::io::Write as _;
use std::time::Duration;

use super::harness::{Watch, bad, desk, good};
use crate::support::Desk;

fn write(desk: &Desk, path: &str, text: &str) {
    std::fs::write(desk.path(path), text).expect("written");
}

#[test]
fn saved_in_place() {
    let mut watch = Watch::start(desk());
    watch.changes(|desk| write(desk, "data/a.toml", &bad(1)));
    assert_eq!(watch.cause(), ["data/a.toml"]);
    watch.changes(|desk| write(desk, "data/a.toml", &format!("# 一行\n\n{}", bad(1))));
    watch.changes(|desk| write(desk, "data/a.toml", &good(1)));
    watch.changes(|desk| write(desk, "data/a.toml", "body = = 1\n"));
    watch.ends();
}

/// As vim does: the old file becomes a backup, the new one is written under another name, beside a swap file.
#[test]
fn saved_by_rename() {
    let mut watch = Watch::start(desk());
    for text in [bad(1), good(1), bad(1)] {
        watch.changes(|desk| {
            write(desk, "data/.a.toml.swp", "b0VIM");
            write(desk, "data/4913", "");
            remove_file(desk.path("data/4913")).expect("removed");
            rename(desk.path("data/a.toml"), desk.path("data/a.toml~")).expect("renamed");
            write(desk, "data/a.toml", &text);
            remove_file(desk.path("data/a.toml~")).expect("removed");
            remove_file(desk.path("data/.a.toml.swp")).expect("removed");
        });
        watch.changes(|desk| {
            write(desk, "data/b.toml.new", if text == bad(1) { "x = \n" } else { "\nx = \n" });
            rename(desk.path("data/b.toml.new"), desk.path("data/b.toml")).expect("renamed");
        });
    }
    watch.ends();
}

#[test]
fn written_in_two_parts() {
    let mut watch = Watch::start(desk());
    watch.changes(|desk| {
        let (text, mut file) = (bad(1), File::create(desk.path("data/a.toml")).expect("created"));
        let (first, second) = text.split_at(text.find("name").expect("there"));
        file.write_all(first.as_bytes()).expect("written");
        file.flush().expect("flushed");
        // Long enough for a report of the half.
        std::thread::sleep(Duration::from_millis(400));
        file.write_all(second.as_bytes()).expect("written");
    });
    watch.changes(|desk| {
        let mut file = OpenOptions::new().append(true).open(desk.path("data/a.toml")).expect("there");
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
    let mut watch = Watch::start(desk().with("data/a.toml", bad(1)));
    watch.changes(|desk| remove_file(desk.path("data/a.toml")).expect("removed"));
    watch.changes(|desk| write(desk, "data/a.toml", &bad(1)));
    watch.changes(|desk| rename(desk.path("data/a.toml"), desk.path("data/c.toml")).expect("renamed"));
    watch.changes(|desk| write(desk, "data/c.toml", &good(1)));
    watch.changes(|desk| rename(desk.path("data/c.toml"), desk.path("c.toml")).expect("renamed"));
    watch.changes(|desk| {
        write(desk, "c.toml", &bad(1));
        rename(desk.path("c.toml"), desk.path("data/b.toml")).expect("renamed");
    });
    watch.ends();
}

/// As many bytes, and the time of the old file: only the system's own time of change, or the notice, tells.
#[test]
fn the_clock_does_not_move() {
    for own in ["", "--poll=0.2"] {
        let mut watch = Watch::with(desk(), "data --rules rules", own);
        for text in [bad(1), good(1)] {
            watch.changes(|desk| {
                let path = desk.path("data/a.toml");
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
    let mode = |desk: &Desk, path: &str, mode| {
        std::fs::set_permissions(desk.path(path), std::fs::Permissions::from_mode(mode)).expect("permissions");
    };
    let desk = desk().with("data/c/c.toml", good(3));
    mode(&desk, "", 0o755);
    let yize = desk.path("yize");
    std::fs::copy(env!("CARGO_BIN_EXE_yize"), &yize).expect("copied");
    mode(&desk, "data/a.toml", 0o000);
    let root = std::fs::read(desk.path("data/a.toml")).is_ok();
    mode(&desk, "data/a.toml", 0o644);
    let yize = yize.to_string_lossy().into_owned();
    let mut program = vec!["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", &yize];
    if !root {
        program.drain(..4);
    }
    let mut watch = Watch::by(&program, desk, "data --rules rules", "");
    for (path, open) in [("data/a.toml", 0o644), ("data/c", 0o755), ("data", 0o755)] {
        watch.changes(|desk| mode(desk, path, 0o000));
        watch.changes(|desk| mode(desk, path, open));
    }
    // Names can be looked up and not listed.
    watch.changes(|desk| mode(desk, "data/c", 0o311));
    watch.changes(|desk| mode(desk, "data/c", 0o755));
    watch.changes(|desk| write(desk, "data/c/c.toml", &bad(3)));
    // Who runs it may not send signals to it, where it is somebody else; root may.
    watch.ends();
}

#[test]
fn thousands_of_changes_at_once() {
    let mut watch = Watch::start(desk());
    watch.changes(|desk| {
        for n in 0..4000 {
            write(
                desk,
                &format!("data/{}.toml", n % 40),
                &if n % 3 == 0 { bad(10 + n % 40) } else { good(10 + n % 40) },
            );
        }
    });
    watch.ends();
}
