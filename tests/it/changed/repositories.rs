//! Repositories as they come: packed, tagged, linked, nested, shallow, of another kind; and trees with odd files in them.

use std::path::Path;
use std::process::Command;

use super::{body, commit, desk, git, keys, since};
use crate::support::{AS_OF, Desk, Run};

/// Runs git somewhere below the working directory.
fn git_in(desk: &Desk, folder: &str, line: &str) {
    git(desk, &format!("-C {folder} -c protocol.file.allow=always {line}"));
}

/// `yize check . --changed-since`, run in a folder with these variables.
fn since_in(desk: &Desk, folder: &Path, reference: &str, variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "cd \"$1\" && shift && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_yize")]).arg(folder);
    command.args(["check", ".", "--as-of", AS_OF, "--lang", "en", "--format", "json", "--changed-since", reference]);
    desk.finish(command.envs(variables.iter().copied()), b"")
}

#[test]
fn packed_objects_and_refs_and_tags_of_both_sorts_are_read() {
    let desk = desk();
    git(&desk, "tag -a -m words annotated one");
    git(&desk, "branch früher one");
    git(&desk, "gc -q --prune=now");
    git(&desk, "pack-refs --all");
    assert!(!desk.path(".git/refs/tags/one").exists());
    for name in ["one", "annotated", "früher", "refs/tags/one", "one^{commit}", "HEAD~2", "three~2", "@~2"] {
        assert_eq!(keys(&since(&desk, name).exits(1)), ["demo/a M-3"], "{name}");
    }
    let id = since(&desk, "one").json()["since"]["commit"].as_str().expect("an id").to_owned();
    assert_eq!(keys(&since(&desk, &id[..10]).exits(1)), ["demo/a M-3"]);
    // A tree or a file is no commit.
    for name in ["one^{tree}", "one:yize.toml", "0000000000000000000000000000000000000000"] {
        let run = since(&desk, name).exits(2);
        assert!(run.stderr.contains("the repository has no `"), "{}", run.stderr);
    }
}

#[test]
fn a_linked_worktree_and_the_variables_of_a_hook_lead_to_the_same_repository() {
    let desk = desk();
    git(&desk, "worktree add -q linked HEAD");
    let linked = desk.path("linked");
    assert_eq!(keys(&since_in(&desk, &linked, "one", &[]).exits(1)), ["demo/a M-3"]);
    let of_worktree = desk.path(".git/worktrees/linked").display().to_string();
    assert_eq!(keys(&since_in(&desk, &linked, "one", &[("GIT_DIR", &of_worktree)]).exits(1)), ["demo/a M-3"]);
    let desk = self::desk();
    for variables in
        [&[("GIT_DIR", ".git")][..], &[("GIT_DIR", ".git"), ("GIT_WORK_TREE", "."), ("GIT_INDEX_FILE", ".git/index")]]
    {
        assert_eq!(keys(&since_in(&desk, &desk.path(""), "one", variables).exits(1)), ["demo/a M-3"]);
    }
    // Somebody else's repository is not taken for this one.
    let other = self::desk();
    let run = since_in(
        &desk,
        &desk.path(""),
        "one",
        &[
            ("GIT_DIR", &other.path(".git").display().to_string()),
            ("GIT_WORK_TREE", &other.path("").display().to_string()),
        ],
    );
    assert!(run.exits(2).stderr.contains("is not in the repository"));
}

#[test]
fn a_repository_that_cannot_tell_is_not_checked() {
    // No commit yet.
    let desk = Desk::sound();
    git(&desk, "init -q");
    let line = format!("check data --rules rules --as-of {AS_OF} --lang en --changed-since HEAD");
    assert!(desk.yize(&line).exits(2).stderr.contains("the repository has no `HEAD`"));
    // No working directory.
    git(&desk, "clone -q --bare . bare.git");
    let run = since_in(&desk, &desk.path("bare.git"), "HEAD", &[]).exits(2);
    assert!(run.stderr.contains("needs the working directory"), "{}", run.stderr);
    // Objects with names of another length.
    let desk = Desk::sound();
    git(&desk, "init -q --object-format=sha256");
    let desk = commit(desk, "one");
    let run = desk.yize(&line).exits(2);
    assert!(run.stderr.contains("the repository cannot be read") && run.stderr.contains("sha256"), "{}", run.stderr);
    // A clone that has only the last commit, and one whose objects are gone.
    let desk = self::desk();
    let from = format!("file://{}", desk.path("").display());
    git(&desk, &format!("clone -q --depth 1 {from} shallow"));
    let run = since_in(&desk, &desk.path("shallow"), "HEAD~1", &[]).exits(2);
    assert!(run.stderr.contains("HEAD~1") && run.stderr.contains("shallow"), "{}", run.stderr);
    std::fs::remove_dir_all(desk.path("shallow")).expect("removed");
    let object = Command::new("git").args(["rev-parse", "one:data/b.toml"]).current_dir(desk.path("")).output();
    let object = String::from_utf8(object.expect("git").stdout).expect("an id");
    std::fs::remove_file(desk.path(&format!(".git/objects/{}/{}", &object[..2], object[2..].trim()))).expect("there");
    let run = since(&desk, "one").exits(2);
    assert!(run.stderr.contains("the repository cannot be read") && run.stdout.is_empty(), "{}", run.stderr);
}

#[test]
fn submodules_are_read_at_the_commit_that_the_tree_names() {
    let rules = Desk::bare().copy("tests/packs", ".");
    git(&rules, "init -q");
    let rules = commit(rules, "first");
    let desk = Desk::bare().with("yize.toml", "rules = [\"packs\"]\n").with("data/a.toml", body("demo/a", &[(1, 70)]));
    git(&desk, "init -q");
    git_in(&desk, ".", &format!("submodule --quiet add {} packs", rules.path("").display()));
    let desk = commit(desk, "one");
    assert_eq!(keys(&since(&desk, "one").exits(0)), [] as [&str; 0]);
    let rules = commit(rules.edit("demo/pack.toml", "value = 60", "value = 80"), "second");
    git_in(&desk, "packs", "pull -q");
    let run = since(&desk, "one").exits(1);
    assert_eq!(keys(&run), ["demo/a M-1"]);
    assert_eq!(run.json()["since"]["before"]["violations"], 0);
    drop(rules);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_and_outside_the_repository() {
    use std::os::unix::fs::symlink;
    let outside = Desk::new();
    let desk = Desk::bare().with("yize.toml", "rules = [\"rules\"]\n").with("real/a.toml", body("demo/a", &[(1, 10)]));
    let desk = desk.folder("data");
    symlink(outside.path("rules"), desk.path("rules")).expect("a link");
    symlink("../real", desk.path("data/link")).expect("a link");
    git(&desk, "init -q");
    let desk = commit(desk, "one");
    assert_eq!(keys(&since(&desk, "one").exits(0)), [] as [&str; 0]);
    let desk = desk.with("real/a.toml", body("demo/a", &[(1, 10), (2, 20)]));
    let run = since(&desk, "one").exits(1);
    assert_eq!(keys(&run), ["demo/a M-2"]);
    assert_eq!(run.findings()[0]["file"], "data/link/a.toml");
    assert_eq!(run.json()["since"]["before"]["violations"], 1);
    // Where a link leads elsewhere now, the bodies there are touched.
    let desk = commit(desk, "two").with("other/a.toml", body("demo/b", &[(3, 30)]));
    std::fs::remove_file(desk.path("data/link")).expect("a link");
    symlink("../other", desk.path("data/link")).expect("a link");
    assert_eq!(keys(&since(&desk, "two").exits(1)), ["demo/b M-3"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf_8_are_compared_like_others() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = desk();
    let name = std::ffi::OsStr::from_bytes(b"data/\xb1\xa3.toml");
    let path = desk.path("").join(name);
    std::fs::write(&path, body("demo/c", &[(1, 10)])).expect("written");
    let desk = commit(desk, "four");
    assert_eq!(keys(&since(&desk, "four").exits(0)), [] as [&str; 0]);
    std::fs::write(&path, body("demo/c", &[(1, 10), (2, 20)])).expect("written");
    assert_eq!(keys(&since(&desk, "four").exits(1)), ["demo/c M-2"]);
}

#[test]
fn line_ends_that_git_changes_are_no_change() {
    let desk = desk();
    for file in ["data/a.toml", "data/b.toml", "yize.toml", "rules/demo/pack.toml", "rules/demo/member.rhai"] {
        let text = desk.read(file).replace('\n', "\r\n");
        std::fs::write(desk.path(file), text).expect("written");
    }
    let run = since(&desk, "three").exits(0);
    assert_eq!((keys(&run), &run.json()["summary"]["bodies"]), (Vec::new(), &0.into()));
}
