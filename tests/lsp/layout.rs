//! `yize fmt`: what it writes, what it leaves alone, and with which exit status it ends.

use std::path::Path;
use std::process::{Command, Output};

use yize_core::files::write_beside;
use yize_core::{Disk, Files as _};

fn fmt(dir: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yize"))
        .args(["fmt", "--lang", "en"])
        .args(more)
        .current_dir(dir)
        .output()
        .expect("it runs")
}

fn text(path: &Path) -> String {
    String::from_utf8(Disk.read(path, 1 << 20).expect("read")).expect("text")
}

#[test]
fn files_are_laid_out_once_compared_with_check_and_left_alone_where_they_cannot_be_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let (script, data) = (dir.path().join("a.rhai"), dir.path().join("b.toml"));
    let write = |path: &Path, text: &str| write_beside(path, text.as_bytes()).expect("written");
    write(&script, "fn f(a){a+1}\n");
    write(&data, "a=1 # 注\n");
    write(&dir.path().join("notes.txt"), "a=1");
    let check = fmt(dir.path(), &["--check"]);
    assert_eq!(check.status.code(), Some(1));
    assert_eq!(text(&data), "a=1 # 注\n", "nothing is written");
    assert_eq!(String::from_utf8_lossy(&check.stdout).lines().count(), 2);
    assert_eq!(fmt(dir.path(), &[]).status.code(), Some(0));
    assert_eq!((text(&script).as_str(), text(&data).as_str()), ("fn f(a) { a + 1 }\n", "a = 1 # 注\n"));
    assert_eq!(fmt(dir.path(), &["--check"]).status.code(), Some(0));

    write(&data, "a =\n");
    let broken = fmt(dir.path(), &[]);
    assert_eq!((broken.status.code(), text(&data).as_str()), (Some(2), "a =\n"));
    assert!(String::from_utf8_lossy(&broken.stderr).contains("b.toml:1 was left as it is"));
    assert_eq!(fmt(dir.path(), &["none.toml"]).status.code(), Some(2));
    assert_eq!(fmt(dir.path(), &["notes.txt"]).status.code(), Some(2));
}
