//! Folders and links that come, go and point elsewhere.

use std::fs::{create_dir, create_dir_all, remove_dir_all, remove_file, rename};
use std::process::Command;

use super::harness::{Watch, bad, desk, good};
use crate::support::Desk;

fn write(desk: &Desk, path: &str, text: &str) {
    let path = desk.path(path);
    create_dir_all(path.parent().expect("inside")).expect("a folder");
    std::fs::write(path, text).expect("written");
}

fn moves(desk: &Desk, from: &str, to: &str) {
    rename(desk.path(from), desk.path(to)).expect("renamed");
}

#[test]
fn a_folder_moved_out_and_in() {
    let mut watch = Watch::start(desk().with("data/x/y/c.toml", bad(3)));
    for _ in 0..2 {
        watch.changes(|desk| moves(desk, "data/x", "away"));
        watch.changes(|desk| moves(desk, "away", "data/x"));
        watch.changes(|desk| write(desk, "data/x/y/c.toml", &good(3)));
        watch.changes(|desk| write(desk, "data/x/y/c.toml", &bad(3)));
    }
    watch.changes(|desk| moves(desk, "data/x/y", "data/z"));
    watch.changes(|desk| write(desk, "data/z/c.toml", &good(3)));
    watch.changes(|desk| remove_dir_all(desk.path("data/z")).expect("removed"));
    watch.changes(|desk| remove_dir_all(desk.path("data")).expect("removed"));
    watch.changes(|desk| write(desk, "data/n/n.toml", &bad(4)));
    watch.changes(|desk| write(desk, "data/n/n.toml", &good(4)));
    watch.ends();
}

#[cfg(unix)]
#[test]
fn links_swapped_as_kubernetes_does() {
    use std::os::unix::fs::symlink;
    let version = |desk: &Desk, name: &str, text: &str| {
        write(desk, &format!("mount/{name}/a.toml"), text);
        symlink(name, desk.path("mount/..data_tmp")).expect("a link");
        moves(desk, "mount/..data_tmp", "mount/..data");
    };
    for line in ["mount/a.toml --rules rules", "mount --rules rules"] {
        let desk = Desk::new();
        version(&desk, "..2026_11_22", &good(1));
        symlink("..data/a.toml", desk.path("mount/a.toml")).expect("a link");
        let mut watch = Watch::with(desk, line, "");
        for (old, new, text) in [("..2026_11_22", "..2026_11_23", bad(1)), ("..2026_11_23", "..2026_11_24", good(1))] {
            watch.changes(|desk| {
                version(desk, new, &text);
                remove_dir_all(desk.path(&format!("mount/{old}"))).expect("removed");
            });
        }
        watch.ends();
    }
}

#[cfg(unix)]
#[test]
fn a_root_that_is_a_link_is_pointed_elsewhere() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new().with("v1/a.toml", good(1)).with("v2/a.toml", bad(1));
    symlink("v1", desk.path("data")).expect("a link");
    let mut watch = Watch::start(desk);
    watch.changes(|desk| {
        symlink("v2", desk.path("next")).expect("a link");
        moves(desk, "next", "data");
    });
    watch.changes(|desk| write(desk, "v2/a.toml", &good(1)));
    watch.changes(|desk| write(desk, "v2/c.toml", &bad(2)));
    watch.changes(|desk| remove_file(desk.path("data")).expect("removed"));
    watch.changes(|desk| symlink("v1", desk.path("data")).expect("a link"));
    watch.changes(|desk| write(desk, "v1/a.toml", &bad(1)));
    watch.ends();
}

#[test]
fn a_missing_path_appears_later() {
    let mut watch = Watch::with(Desk::new(), "later/data more/x.toml --rules rules", "");
    watch.still(|desk| create_dir(desk.path("later")).expect("a folder"));
    watch.changes(|desk| write(desk, "later/data/a.toml", &bad(1)));
    watch.changes(|desk| write(desk, "more/x.toml", &bad(2)));
    watch.changes(|desk| write(desk, "more/x.toml", &good(2)));
    watch.changes(|desk| remove_dir_all(desk.path("later")).expect("removed"));
    watch.ends();
}

#[test]
fn the_folder_above_is_renamed_and_named_back() {
    for absolute in [false, true] {
        let desk = Desk::bare().copy("tests/packs", "outer/rules").with("outer/in/data/a.toml", bad(1));
        let data = desk.path("outer/in/data").to_string_lossy().into_owned();
        let line = format!("{} --rules outer/rules", if absolute { &data } else { "outer/in/data" });
        let mut watch = Watch::with(desk, &line, "");
        watch.changes(|desk| moves(desk, "outer", "other"));
        watch.changes(|desk| moves(desk, "other", "outer"));
        watch.changes(|desk| write(desk, "outer/in/data/a.toml", &good(1)));
        watch.changes(|desk| moves(desk, "outer/in", "outer/out"));
        watch.changes(|desk| moves(desk, "outer/out", "outer/in"));
        watch.changes(|desk| write(desk, "outer/in/data/a.toml", &bad(1)));
        watch.ends();
    }
}

#[test]
fn another_branch_of_git_with_hundreds_of_files() {
    let git = |desk: &Desk, line: &str| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=测试", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]);
        desk.finish(command.args(line.split_whitespace()), b"").exits(0);
    };
    let mut desk = Desk::new();
    for n in 0..300 {
        desk = desk.with(&format!("data/{}/{n}.toml", n % 10), good(n));
    }
    git(&desk, "init -q -b main");
    git(&desk, "add -A");
    git(&desk, "commit -q -m one");
    git(&desk, "checkout -q -b other");
    for n in 0..300 {
        match n % 5 {
            0 => remove_file(desk.path(&format!("data/{}/{n}.toml", n % 10))).expect("removed"),
            1 => write(&desk, &format!("data/{}/{n}.toml", n % 10), &bad(n)),
            2 => moves(&desk, &format!("data/{}/{n}.toml", n % 10), &format!("data/{n}.toml")),
            _ => {}
        }
    }
    write(&desk, "data/new/1000.toml", &bad(1000));
    git(&desk, "add -A");
    git(&desk, "commit -q -m two");
    let mut watch = Watch::start(desk);
    watch.changes(|desk| git(desk, "checkout -q main"));
    watch.changes(|desk| git(desk, "checkout -q other"));
    watch.changes(|desk| git(desk, "checkout -q main"));
    watch.ends();
}

#[test]
fn a_new_citys_folder_is_dropped_in() {
    let project = |desk: Desk, city: &str, text: String| {
        desk.with(&format!("{city}/yize.toml"), "rules = [\"../rules\"]\n").with(&format!("{city}/data/a.toml"), text)
    };
    let desk = project(Desk::bare().copy("tests/packs", "rules"), "cities/one", good(1));
    let desk = desk.edit("cities/one/yize.toml", "../rules", "../../rules");
    let mut watch = Watch::with(desk, "cities", "");
    watch.changes(|desk| {
        write(desk, "two/yize.toml", "rules = [\"../../rules\"]\n");
        write(desk, "two/data/b.toml", &bad(2));
        moves(desk, "two", "cities/two");
    });
    watch.changes(|desk| {
        write(desk, "cities/three/data/c.toml", &bad(3));
        write(desk, "cities/three/yize.toml", "rules = [\"../../rules\"]\n");
    });
    watch.changes(|desk| write(desk, "cities/three/data/c.toml", &good(3)));
    watch.changes(|desk| remove_dir_all(desk.path("cities/two")).expect("removed"));
    watch.ends();
}

/// Hundreds of edits in bursts, some faster than any report: after each burst the events add up.
#[test]
fn edits_at_random_in_bursts() {
    let mut seed = 7_u64;
    let mut roll = move |sides: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    let mut watch = Watch::with(desk(), ". --rules rules", "");
    for _ in 0..15 {
        watch.still(|desk| {
            for _ in 0..=roll(40) {
                let number = usize::try_from(roll(6)).expect("small");
                let folder = format!("data/{}", roll(3));
                let file = format!("{folder}/{number}.toml");
                match roll(9) {
                    0 => _ = remove_file(desk.path(&file)),
                    1 => _ = rename(desk.path(&folder), desk.path(&format!("data/{}", roll(3)))),
                    2 => _ = remove_dir_all(desk.path(&folder)),
                    3 => _ = rename(desk.path("data"), desk.path("away")),
                    4 => _ = rename(desk.path("away"), desk.path("data")),
                    5 => write(desk, "yize.toml", ["data = [\"data/**/*.toml\"]\n", ""][usize::from(roll(2) == 0)]),
                    6 => _ = remove_file(desk.path("yize.toml")),
                    _ => write(desk, &file, &if roll(2) == 0 { good(number) } else { bad(number) }),
                }
                std::thread::sleep(std::time::Duration::from_millis(roll(4) * roll(30)));
            }
        });
    }
    watch.ends();
}

#[test]
fn settings_are_made_changed_and_deleted() {
    let desk = desk().with("data/a.toml", bad(1)).with("extra/c.toml", bad(3));
    let mut watch = Watch::with(desk, ". --rules rules", "");
    watch.changes(|desk| write(desk, "yize.toml", "data = [\"data/*.toml\"]\n"));
    watch.changes(|desk| {
        write(desk, "yize.toml", "data = [\"data/*.toml\"]\n[severities]\n\"demo/member/points\" = \"warning\"\n");
    });
    watch.changes(|desk| write(desk, "yize.toml", "data = [\"extra/*.toml\"]\n"));
    watch.changes(|desk| write(desk, "yize.toml", "data = \n"));
    watch.changes(|desk| remove_file(desk.path("yize.toml")).expect("removed"));
    watch.ends();
}
