//! The lock: a check with other packs than those locked is refused, and says which files differ.

use crate::support::{Workdir, at};

/// A project with its lock.
fn locked() -> Workdir {
    let dir = Workdir::sound().with("yize.toml", "rules = [\"rules\"]\n");
    let run = dir.yize("lock --lang en").exits(0);
    assert_eq!(run.stdout, "wrote yize.lock: 1 pack, 3 files\n");
    dir.yize("check . --locked --as-of 2026-06-30").exits(0);
    dir
}

/// `check --locked` of the project in the working directory.
fn check(dir: &Workdir) -> crate::support::Run {
    dir.yize("check . --locked --format json --lang en --as-of 2026-06-30")
}

#[test]
fn it_is_the_same_each_time_and_lists_every_file() {
    let dir = locked();
    let text = dir.read("yize.lock");
    assert!(text.contains("\n[pack.demo]\n\"kinds.toml\" = \""), "{text}");
    let digest = blake3(&dir.read("rules/demo/member.rhai"));
    assert!(text.contains(&format!("\"member.rhai\" = \"{digest}\"\n")), "{text}");
    dir.yize("lock .").exits(0);
    assert_eq!(dir.read("yize.lock"), text);
    assert_eq!(dir.yize("lock --verify --lang en").exits(0).stdout, "yize.lock holds: 1 pack, 3 files\n");
}

/// The digest as `b3sum` gives it.
fn blake3(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

#[test]
fn an_edited_an_added_and_a_removed_file_are_refused_by_name() {
    let dir = locked().edit("rules/demo/member.rhai", "积分不低于下限", "积分不低于下线");
    let run = check(&dir).exits(2).says("host/lock", "`rules/demo/member.rhai` is not as yize.lock has it");
    run.only(&["rules/demo/member.rhai:1:1 host/lock"]);
    let run = dir.yize("lock --verify --lang en").exits(2);
    assert!(run.stdout.contains("rules/demo/member.rhai"), "{}", run.stdout);
    dir.yize("check . --as-of 2026-06-30").exits(0);
    dir.yize("lock").exits(0);
    check(&dir).exits(0);

    let dir = locked().with("rules/demo/lib/more.rhai", "fn f() { 1 }\n");
    check(&dir).exits(2).only(&["rules/demo/lib/more.rhai:1:1 host/lock"]).says("host/lock", "does not list");

    let dir = locked();
    std::fs::remove_file(dir.path("rules/demo/member.rhai")).expect("removed");
    let here = at(
        &dir,
        "yize.lock",
        &dir.read("yize.lock").lines().find(|l| l.contains("member.rhai")).expect("listed")[16..],
        "host/lock",
    );
    check(&dir).exits(2).only(&[&here]).says("host/lock", "lacks the locked file `member.rhai`");
}

#[test]
fn a_pack_that_is_not_locked_is_refused_and_one_too_many_is_told() {
    let pack = "id = \"more\"\ntitle = \"又\"\nversion = \"1\"\nbodies = [\"demo\"]\n";
    let dir = locked().with("rules/more/pack.toml", pack);
    check(&dir).exits(2).says("host/lock", "does not list the pack `more`");
    dir.yize("lock").exits(0);
    std::fs::remove_file(dir.path("rules/more/pack.toml")).expect("removed");
    check(&dir).exits(0);
    let run = dir.yize("lock --verify --lang en").exits(2);
    assert!(run.stdout.contains("the locked pack `more` is not in use"), "{}", run.stdout);
}

#[test]
fn without_a_sound_lock_nothing_is_checked() {
    let dir = Workdir::sound().with("yize.toml", "rules = [\"rules\"]\n");
    check(&dir).exits(2).only(&["yize.lock host/lock"]).says("host/lock", "there is no `yize.lock`");
    dir.yize("lock --verify").exits(2);
    for (text, message) in
        [("[pack\n", ""), ("version = 2\n[pack]\n", "version"), ("version = 1\n", "`pack` is missing")]
    {
        let dir = locked().with("yize.lock", text);
        check(&dir).exits(2).says("host/lock", message);
    }
}

#[test]
fn packs_that_come_with_the_binary_are_locked_with_those_that_they_extend() {
    let dir = Workdir::bare().copy("examples/baoding", "baoding").copy("examples/tangshan", "tangshan");
    let run = dir.yize("lock baoding --lang en").exits(0);
    assert!(run.stdout.starts_with("wrote baoding/yize.lock: "), "{}", run.stdout);
    let text = dir.read("baoding/yize.lock");
    for pack in ["[pack.base]", "[pack.baoding]", "[pack.baoding-county]"] {
        assert!(text.contains(pack), "{pack}");
    }
    assert!(!text.contains("[pack.tangshan]"));
    dir.yize("check baoding --locked --as-of 2026-12-31").exits(0);
    let line = text.lines().find(|l| l.starts_with("\"pack.toml\"")).expect("listed");
    let other = text.replacen(line, &format!("\"pack.toml\" = \"{}\"", "0".repeat(64)), 1);
    dir.with("baoding/yize.lock", other).yize("check baoding --locked --as-of 2026-12-31").exits(2);
}

#[test]
fn nothing_is_locked_when_something_is_wrong() {
    for line in ["lock nothere", "lock -", "lock empty"] {
        let dir = Workdir::sound().with("yize.toml", "rules = [\"rules\"]\n").folder("empty");
        dir.yize(line).exits(2);
        assert!(!dir.path("yize.lock").exists(), "{line}");
    }
    let dir = Workdir::sound().with("yize.toml", "rules = [\"rules\"]\n").with("rules/demo/kinds.toml", "x =\n");
    dir.yize("lock").exits(2);
    assert!(!dir.path("yize.lock").exists());
}

#[test]
fn line_ends_do_not_count() {
    let dir = locked();
    for file in ["kinds.toml", "pack.toml", "member.rhai"] {
        let path = format!("rules/demo/{file}");
        std::fs::write(dir.path(&path), dir.read(&path).replace('\n', "\r\n")).expect("written");
    }
    check(&dir).exits(0);
    dir.yize("lock --verify").exits(0);
    let dir = dir.edit("rules/demo/pack.toml", "value = 60", "value = 61");
    check(&dir).exits(2).only(&["rules/demo/pack.toml:1:1 host/lock"]);
}
