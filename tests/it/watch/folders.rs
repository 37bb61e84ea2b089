//! Folders and links that come, go and point elsewhere.

use std::fs::{create_dir, create_dir_all, remove_dir_all, remove_file, rename};
use std::process::Command;

use super::harness::{Watch, bad, good, workdir};
use crate::support::Workdir;

fn write(dir: &Workdir, path: &str, text: &str) {
    let path = dir.path(path);
    create_dir_all(path.parent().expect("inside")).expect("a folder");
    std::fs::write(path, text).expect("written");
}

fn moves(dir: &Workdir, from: &str, to: &str) {
    rename(dir.path(from), dir.path(to)).expect("renamed");
}

#[test]
fn a_folder_moved_out_and_in() {
    let mut watch = Watch::start(workdir().with("data/x/y/c.toml", bad(3)));
    for _ in 0..2 {
        watch.changes(|dir| moves(dir, "data/x", "away"));
        watch.changes(|dir| moves(dir, "away", "data/x"));
        watch.changes(|dir| write(dir, "data/x/y/c.toml", &good(3)));
        watch.changes(|dir| write(dir, "data/x/y/c.toml", &bad(3)));
    }
    watch.changes(|dir| moves(dir, "data/x/y", "data/z"));
    watch.changes(|dir| write(dir, "data/z/c.toml", &good(3)));
    watch.changes(|dir| remove_dir_all(dir.path("data/z")).expect("removed"));
    watch.changes(|dir| remove_dir_all(dir.path("data")).expect("removed"));
    watch.changes(|dir| write(dir, "data/n/n.toml", &bad(4)));
    watch.changes(|dir| write(dir, "data/n/n.toml", &good(4)));
    watch.ends();
}

#[cfg(unix)]
#[test]
fn links_swapped_as_kubernetes_does() {
    use std::os::unix::fs::symlink;
    let version = |dir: &Workdir, name: &str, text: &str| {
        write(dir, &format!("mount/{name}/a.toml"), text);
        symlink(name, dir.path("mount/..data_tmp")).expect("a link");
        moves(dir, "mount/..data_tmp", "mount/..data");
    };
    for line in ["mount/a.toml --rules rules", "mount --rules rules"] {
        let dir = Workdir::new();
        version(&dir, "..2026_11_22", &good(1));
        symlink("..data/a.toml", dir.path("mount/a.toml")).expect("a link");
        let mut watch = Watch::with(dir, line, "");
        for (old, new, text) in [("..2026_11_22", "..2026_11_23", bad(1)), ("..2026_11_23", "..2026_11_24", good(1))] {
            watch.changes(|dir| {
                version(dir, new, &text);
                remove_dir_all(dir.path(&format!("mount/{old}"))).expect("removed");
            });
        }
        watch.ends();
    }
}

#[cfg(unix)]
#[test]
fn a_root_that_is_a_link_is_pointed_elsewhere() {
    use std::os::unix::fs::symlink;
    let dir = Workdir::new().with("v1/a.toml", good(1)).with("v2/a.toml", bad(1));
    symlink("v1", dir.path("data")).expect("a link");
    let mut watch = Watch::start(dir);
    watch.changes(|dir| {
        symlink("v2", dir.path("next")).expect("a link");
        moves(dir, "next", "data");
    });
    watch.changes(|dir| write(dir, "v2/a.toml", &good(1)));
    watch.changes(|dir| write(dir, "v2/c.toml", &bad(2)));
    watch.changes(|dir| remove_file(dir.path("data")).expect("removed"));
    watch.changes(|dir| symlink("v1", dir.path("data")).expect("a link"));
    watch.changes(|dir| write(dir, "v1/a.toml", &bad(1)));
    watch.ends();
}

#[test]
fn a_missing_path_appears_later() {
    let mut watch = Watch::with(Workdir::new(), "later/data more/x.toml --rules rules", "");
    watch.still(|dir| create_dir(dir.path("later")).expect("a folder"));
    watch.changes(|dir| write(dir, "later/data/a.toml", &bad(1)));
    watch.changes(|dir| write(dir, "more/x.toml", &bad(2)));
    watch.changes(|dir| write(dir, "more/x.toml", &good(2)));
    watch.changes(|dir| remove_dir_all(dir.path("later")).expect("removed"));
    watch.ends();
}

#[test]
fn the_folder_above_is_renamed_and_named_back() {
    for absolute in [false, true] {
        let dir = Workdir::bare().copy("tests/packs", "outer/rules").with("outer/in/data/a.toml", bad(1));
        let data = dir.path("outer/in/data").to_string_lossy().into_owned();
        let line = format!("{} --rules outer/rules", if absolute { &data } else { "outer/in/data" });
        let mut watch = Watch::with(dir, &line, "");
        watch.changes(|dir| moves(dir, "outer", "other"));
        watch.changes(|dir| moves(dir, "other", "outer"));
        watch.changes(|dir| write(dir, "outer/in/data/a.toml", &good(1)));
        watch.changes(|dir| moves(dir, "outer/in", "outer/out"));
        watch.changes(|dir| moves(dir, "outer/out", "outer/in"));
        watch.changes(|dir| write(dir, "outer/in/data/a.toml", &bad(1)));
        watch.ends();
    }
}

#[test]
fn another_branch_of_git_with_hundreds_of_files() {
    let git = |dir: &Workdir, line: &str| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=测试", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]);
        dir.finish(command.args(line.split_whitespace()), b"").exits(0);
    };
    let mut dir = Workdir::new();
    for n in 0..300 {
        dir = dir.with(&format!("data/{}/{n}.toml", n % 10), good(n));
    }
    git(&dir, "init -q -b main");
    git(&dir, "add -A");
    git(&dir, "commit -q -m one");
    git(&dir, "checkout -q -b other");
    for n in 0..300 {
        match n % 5 {
            0 => remove_file(dir.path(&format!("data/{}/{n}.toml", n % 10))).expect("removed"),
            1 => write(&dir, &format!("data/{}/{n}.toml", n % 10), &bad(n)),
            2 => moves(&dir, &format!("data/{}/{n}.toml", n % 10), &format!("data/{n}.toml")),
            _ => {}
        }
    }
    write(&dir, "data/new/1000.toml", &bad(1000));
    git(&dir, "add -A");
    git(&dir, "commit -q -m two");
    let mut watch = Watch::start(dir);
    watch.changes(|dir| git(dir, "checkout -q main"));
    watch.changes(|dir| git(dir, "checkout -q other"));
    watch.changes(|dir| git(dir, "checkout -q main"));
    watch.ends();
}

#[test]
fn a_new_citys_folder_is_dropped_in() {
    let project = |dir: Workdir, city: &str, text: String| {
        dir.with(&format!("{city}/yize.toml"), "rules = [\"../rules\"]\n").with(&format!("{city}/data/a.toml"), text)
    };
    let dir = project(Workdir::bare().copy("tests/packs", "rules"), "cities/one", good(1));
    let dir = dir.edit("cities/one/yize.toml", "../rules", "../../rules");
    let mut watch = Watch::with(dir, "cities", "");
    watch.changes(|dir| {
        write(dir, "two/yize.toml", "rules = [\"../../rules\"]\n");
        write(dir, "two/data/b.toml", &bad(2));
        moves(dir, "two", "cities/two");
    });
    watch.changes(|dir| {
        write(dir, "cities/three/data/c.toml", &bad(3));
        write(dir, "cities/three/yize.toml", "rules = [\"../../rules\"]\n");
    });
    watch.changes(|dir| write(dir, "cities/three/data/c.toml", &good(3)));
    watch.changes(|dir| remove_dir_all(dir.path("cities/two")).expect("removed"));
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
    let mut watch = Watch::with(workdir(), ". --rules rules", "");
    for _ in 0..15 {
        watch.still(|dir| {
            for _ in 0..=roll(40) {
                let number = usize::try_from(roll(6)).expect("small");
                let folder = format!("data/{}", roll(3));
                let file = format!("{folder}/{number}.toml");
                match roll(9) {
                    0 => _ = remove_file(dir.path(&file)),
                    1 => _ = rename(dir.path(&folder), dir.path(&format!("data/{}", roll(3)))),
                    2 => _ = remove_dir_all(dir.path(&folder)),
                    3 => _ = rename(dir.path("data"), dir.path("away")),
                    4 => _ = rename(dir.path("away"), dir.path("data")),
                    5 => write(dir, "yize.toml", ["data = [\"data/**/*.toml\"]\n", ""][usize::from(roll(2) == 0)]),
                    6 => _ = remove_file(dir.path("yize.toml")),
                    _ => write(dir, &file, &if roll(2) == 0 { good(number) } else { bad(number) }),
                }
                std::thread::sleep(std::time::Duration::from_millis(roll(4) * roll(30)));
            }
        });
    }
    watch.ends();
}

#[test]
fn settings_are_made_changed_and_deleted() {
    let dir = workdir().with("data/a.toml", bad(1)).with("extra/c.toml", bad(3));
    let mut watch = Watch::with(dir, ". --rules rules", "");
    watch.changes(|dir| write(dir, "yize.toml", "data = [\"data/*.toml\"]\n"));
    watch.changes(|dir| {
        write(dir, "yize.toml", "data = [\"data/*.toml\"]\n[severities]\n\"demo/member/points\" = \"warning\"\n");
    });
    watch.changes(|dir| write(dir, "yize.toml", "data = [\"extra/*.toml\"]\n"));
    watch.changes(|dir| write(dir, "yize.toml", "data = \n"));
    watch.changes(|dir| remove_file(dir.path("yize.toml")).expect("removed"));
    watch.ends();
}
