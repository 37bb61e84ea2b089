//! Repositories as they come: packed, tagged, linked, nested, shallow, of another kind; and trees with odd files in them.

use std::path::Path;
use std::process::Command;

use super::{body, commit, git, keys, since, workdir};
use crate::support::{AS_OF, Run, Workdir};

/// Runs git somewhere below the working directory.
fn git_in(dir: &Workdir, folder: &str, line: &str) {
    git(dir, &format!("-C {folder} -c protocol.file.allow=always {line}"));
}

/// `yize check . --changed-since`, run in a folder with these variables.
fn since_in(dir: &Workdir, folder: &Path, reference: &str, variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "cd \"$1\" && shift && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_yize")]).arg(folder);
    command.args(["check", ".", "--as-of", AS_OF, "--lang", "en", "--format", "json", "--changed-since", reference]);
    dir.finish(command.envs(variables.iter().copied()), b"")
}

#[test]
fn packed_objects_and_refs_and_tags_of_both_sorts_are_read() {
    let dir = workdir();
    git(&dir, "tag -a -m words annotated one");
    git(&dir, "branch früher one");
    git(&dir, "gc -q --prune=now");
    git(&dir, "pack-refs --all");
    assert!(!dir.path(".git/refs/tags/one").exists());
    for name in ["one", "annotated", "früher", "refs/tags/one", "one^{commit}", "HEAD~2", "three~2", "@~2"] {
        assert_eq!(keys(&since(&dir, name).exits(1)), ["demo/a M-3"], "{name}");
    }
    let id = since(&dir, "one").json()["since"]["commit"].as_str().expect("an id").to_owned();
    assert_eq!(keys(&since(&dir, &id[..10]).exits(1)), ["demo/a M-3"]);
    // A tree or a file is no commit.
    for name in ["one^{tree}", "one:yize.toml", "0000000000000000000000000000000000000000"] {
        let run = since(&dir, name).exits(2);
        assert!(run.stderr.contains("the repository has no `"), "{}", run.stderr);
    }
}

#[test]
fn a_linked_worktree_and_the_variables_of_a_hook_lead_to_the_same_repository() {
    let dir = workdir();
    git(&dir, "worktree add -q linked HEAD");
    let linked = dir.path("linked");
    assert_eq!(keys(&since_in(&dir, &linked, "one", &[]).exits(1)), ["demo/a M-3"]);
    let of_worktree = dir.path(".git/worktrees/linked").display().to_string();
    assert_eq!(keys(&since_in(&dir, &linked, "one", &[("GIT_DIR", &of_worktree)]).exits(1)), ["demo/a M-3"]);
    let dir = self::workdir();
    for variables in
        [&[("GIT_DIR", ".git")][..], &[("GIT_DIR", ".git"), ("GIT_WORK_TREE", "."), ("GIT_INDEX_FILE", ".git/index")]]
    {
        assert_eq!(keys(&since_in(&dir, &dir.path(""), "one", variables).exits(1)), ["demo/a M-3"]);
    }
    // Somebody else's repository is not taken for this one.
    let other = self::workdir();
    let run = since_in(
        &dir,
        &dir.path(""),
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
    let dir = Workdir::sound();
    git(&dir, "init -q");
    let line = format!("check data --rules rules --as-of {AS_OF} --lang en --changed-since HEAD");
    assert!(dir.yize(&line).exits(2).stderr.contains("the repository has no `HEAD`"));
    // No working directory.
    git(&dir, "clone -q --bare . bare.git");
    let run = since_in(&dir, &dir.path("bare.git"), "HEAD", &[]).exits(2);
    assert!(run.stderr.contains("needs the working directory"), "{}", run.stderr);
    // Objects with names of another length.
    let dir = Workdir::sound();
    git(&dir, "init -q --object-format=sha256");
    let dir = commit(dir, "one");
    let run = dir.yize(&line).exits(2);
    assert!(run.stderr.contains("kept as SHA-256"), "{}", run.stderr);
    // References kept in a table.
    let dir = Workdir::sound();
    git(&dir, "init -q --ref-format=reftable");
    let dir = commit(dir, "one");
    let run = dir.yize(&line).exits(2);
    assert!(run.stderr.contains("kept as reftable") && !run.stderr.contains("shallow"), "{}", run.stderr);
    // A clone that has only the last commit, and one whose objects are gone.
    let dir = self::workdir();
    let from = format!("file://{}", dir.path("").display());
    git(&dir, &format!("clone -q --depth 1 {from} shallow"));
    let run = since_in(&dir, &dir.path("shallow"), "HEAD~1", &[]).exits(2);
    assert!(run.stderr.contains("HEAD~1") && run.stderr.contains("shallow"), "{}", run.stderr);
    std::fs::remove_dir_all(dir.path("shallow")).expect("removed");
    let object = Command::new("git").args(["rev-parse", "one:data/b.toml"]).current_dir(dir.path("")).output();
    let object = String::from_utf8(object.expect("git").stdout).expect("an id");
    std::fs::remove_file(dir.path(&format!(".git/objects/{}/{}", &object[..2], object[2..].trim()))).expect("there");
    let run = since(&dir, "one").exits(2);
    assert!(run.stderr.contains("the repository cannot be read") && run.stdout.is_empty(), "{}", run.stderr);
}

#[test]
fn submodules_are_read_at_the_commit_that_the_tree_names() {
    let rules = Workdir::bare().copy("tests/packs", ".");
    git(&rules, "init -q");
    let rules = commit(rules, "first");
    let dir =
        Workdir::bare().with("yize.toml", "rules = [\"packs\"]\n").with("data/a.toml", body("demo/a", &[(1, 70)]));
    git(&dir, "init -q");
    git_in(&dir, ".", &format!("submodule --quiet add {} packs", rules.path("").display()));
    let dir = commit(dir, "one");
    assert_eq!(keys(&since(&dir, "one").exits(0)), [] as [&str; 0]);
    let rules = commit(rules.edit("demo/pack.toml", "value = 60", "value = 80"), "second");
    git_in(&dir, "packs", "pull -q");
    let run = since(&dir, "one").exits(1);
    assert_eq!(keys(&run), ["demo/a M-1"]);
    assert_eq!(run.json()["since"]["before"]["violations"], 0);
    drop(rules);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_and_outside_the_repository() {
    use std::os::unix::fs::symlink;
    let outside = Workdir::new();
    let dir = Workdir::bare()
        .with("yize.toml", "rules = [\"rules\"]\nfollow = true\n")
        .with("real/a.toml", body("demo/a", &[(1, 10)]));
    let dir = dir.folder("data");
    symlink(outside.path("rules"), dir.path("rules")).expect("a link");
    symlink("../real", dir.path("data/link")).expect("a link");
    git(&dir, "init -q");
    let dir = commit(dir, "one");
    assert_eq!(keys(&since(&dir, "one").exits(0)), [] as [&str; 0]);
    let dir = dir.with("real/a.toml", body("demo/a", &[(1, 10), (2, 20)]));
    let run = since(&dir, "one").exits(1);
    assert_eq!(keys(&run), ["demo/a M-2"]);
    assert_eq!(run.findings()[0]["file"], "data/link/a.toml");
    assert_eq!(run.json()["since"]["before"]["violations"], 1);
    // Where a link leads elsewhere now, the bodies there are touched.
    let dir = commit(dir, "two").with("other/a.toml", body("demo/b", &[(3, 30)]));
    std::fs::remove_file(dir.path("data/link")).expect("a link");
    symlink("../other", dir.path("data/link")).expect("a link");
    assert_eq!(keys(&since(&dir, "two").exits(1)), ["demo/b M-3"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf_8_are_compared_like_others() {
    use std::os::unix::ffi::OsStrExt as _;
    let dir = workdir();
    let name = std::ffi::OsStr::from_bytes(b"data/\xb1\xa3.toml");
    let path = dir.path("").join(name);
    std::fs::write(&path, body("demo/c", &[(1, 10)])).expect("written");
    let dir = commit(dir, "four");
    assert_eq!(keys(&since(&dir, "four").exits(0)), [] as [&str; 0]);
    std::fs::write(&path, body("demo/c", &[(1, 10), (2, 20)])).expect("written");
    assert_eq!(keys(&since(&dir, "four").exits(1)), ["demo/c M-2"]);
}

#[test]
fn line_ends_that_git_changes_are_no_change() {
    let dir = workdir();
    for file in ["data/a.toml", "data/b.toml", "yize.toml", "rules/demo/pack.toml", "rules/demo/member.rhai"] {
        let text = dir.read(file).replace('\n', "\r\n");
        std::fs::write(dir.path(file), text).expect("written");
    }
    let run = since(&dir, "three").exits(0);
    assert_eq!((keys(&run), &run.json()["summary"]["bodies"]), (Vec::new(), &0.into()));
}

/// A branch of the third commit, whose own commit mends nothing; meanwhile main has mended M-2 and broken M-9.
fn moved_on() -> Workdir {
    let dir = workdir();
    git(&dir, "branch -M main");
    git(&dir, "checkout -q -b feature");
    let dir = commit(dir.edit("yize.toml", "rules = ", "# 备注\nrules = "), "feature-1");
    git(&dir, "checkout -q main");
    let dir = commit(dir.with("data/a.toml", body("demo/a", &[(1, 90), (9, 1)])), "mended");
    git(&dir, "checkout -q feature");
    dir
}

#[test]
fn what_another_branch_has_done_since_is_nobodys_work_here() {
    let dir = moved_on();
    for reference in ["main", "main...HEAD", "main...", "main...feature", "HEAD~1", "feature~1...HEAD"] {
        let run = since(&dir, reference).exits(0);
        assert_eq!((keys(&run), &run.json()["since"]["gone"]), (Vec::new(), &0.into()), "{reference}");
    }
    let dir = commit(dir.with("data/c.toml", body("demo/c", &[(7, 1)])), "seven");
    assert_eq!(keys(&since(&dir, "main").exits(1)), ["demo/c M-7"]);
    // A merge takes over what main has.
    git(&dir, "merge -q main -m merge");
    assert_eq!(keys(&since(&dir, "main").exits(1)), ["demo/c M-7"]);
    for reference in ["main..HEAD", "main...one", "one...main", ".."] {
        let run = since(&dir, reference).exits(2);
        assert!(run.stderr.contains("A...B"), "{reference}: {}", run.stderr);
    }
    git(&dir, "checkout -q --orphan alone");
    let dir = commit(dir, "alone-1");
    assert!(since(&dir, "main").exits(2).stderr.contains("no commit in common"));
}

#[test]
fn a_clone_without_what_is_needed_says_what_to_fetch() {
    let dir = moved_on();
    let from = format!("file://{}", dir.path("").display());
    git(&dir, "config uploadpack.allowFilter true");
    git(&dir, &format!("clone -q --depth 1 --no-single-branch --no-tags {from} shallow"));
    let run = since_in(&dir, &dir.path("shallow"), "origin/main", &[]).exits(2);
    assert!(run.stderr.contains("a shallow clone that ends before"), "{}", run.stderr);
    git_in(&dir, "shallow", "fetch -q --unshallow");
    since_in(&dir, &dir.path("shallow"), "origin/main", &[]).exits(0);
    for filter in ["blob:none", "tree:0"] {
        git(&dir, &format!("clone -q --filter={filter} {from} partial"));
        let run = since_in(&dir, &dir.path("partial"), "one", &[]).exits(2);
        assert!(run.stderr.contains("a partial clone that has not fetched"), "{filter} {}", run.stderr);
        git_in(&dir, "partial", "fetch -q --refetch --no-filter");
        since_in(&dir, &dir.path("partial"), "one", &[]).exits(1);
        std::fs::remove_dir_all(dir.path("partial")).expect("removed");
    }
}
