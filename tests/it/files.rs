//! Files as they come: encodings, line ends, sizes, links, permissions, and reports that cannot be written.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use crate::support::{AS_OF, SOUND, Workdir, at};

/// Data with findings of the host and of a rule, on lines with Chinese before the value.
const FAULTY: &str = "\
# 有问题的数据。
body = \"demo\"
year = 2026

[[member]]
id = \"M-1\"
\"姓名\" = \"委员甲\"  # 中文键名
status = \"在仁\"
contact = { \"电话\" = \"一二三\" }
joined = 2022-01-18
points = 12.5

[[member]]
id = \"M-1\"
name = \"委员乙\"
committee = \"没有的专委会\"
nmae = \"乙\"
status = \"left\"
joined = 2022-01-18
";

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_no_finding() {
    let plain = Workdir::new().with("data/a.toml", FAULTY).check("data").exits(1);
    assert_eq!(plain.findings().len(), 6, "{:?}", plain.places());
    for text in
        [FAULTY.replace('\n', "\r\n"), format!("\u{feff}{FAULTY}"), format!("\u{feff}{}", FAULTY.replace('\n', "\r\n"))]
    {
        assert_eq!(Workdir::new().with("data/a.toml", text).check("data"), plain);
    }
}

#[test]
fn text_in_gbk_is_refused_at_its_first_byte() {
    let mut bytes = b"body = \"demo\"\nname = \"".to_vec();
    bytes.extend(b"\xb1\xa3\xb6\xa8\"\n");
    let run = Workdir::sound().with("data/gbk.toml", bytes).check("data").exits(1);
    run.only(&["data/gbk.toml:2:9 host/encoding"]).says("host/encoding", "perhaps GBK");
}

#[test]
fn text_in_utf_16_is_refused() {
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = "\u{feff}body = \"demo\"\n".encode_utf16().flat_map(order).collect();
        let run = Workdir::sound().with("data/w.toml", bytes).check("data").exits(1);
        run.only(&["data/w.toml:1:1 host/encoding"]).says("host/encoding", "UTF-16");
    }
}

#[test]
fn an_empty_file_is_no_data_be_it_alone_or_beside_others() {
    Workdir::sound().with("data/b.toml", "").check("data").exits(2).only(&["data/b.toml host/no-data"]);
    for text in ["", "\u{feff}", "# 还没有写\n", "body = \"demo\"\nyear = 2026\n"] {
        let dir = Workdir::new().with("data/a.toml", text);
        dir.check("data").exits(2).only(&["data/a.toml host/no-data"]);
        dir.check("data --allow-empty").exits(0).only(&[]);
    }
}

#[test]
fn a_value_of_a_hundred_megabytes_is_one_finding() {
    let long = "长x".repeat(25_000_000);
    let dir = Workdir::new().with("data/a.toml", format!("{SOUND}badge = \"{long}\"\ntags = [1]\n"));
    for format in ["human", "short", "json"] {
        let run = dir.yize(&format!("check data --rules rules --as-of {AS_OF} --lang en --format {format}")).exits(1);
        assert!(run.stdout.len() < 10_000 && run.stdout.contains("expected a string, found an integer"), "{format}");
    }
    dir.check("data").only(&["data/a.toml:21:9 host/type"]);
}

#[test]
fn a_hundred_megabytes_of_garbage_are_findings_and_not_a_panic() {
    let run = Workdir::sound().with("data/b.toml", "乱".repeat(33_000_000)).check("data").exits(1);
    let places = run.places();
    assert!(!places.is_empty() && places.iter().all(|p| p.starts_with("data/b.toml:1:")), "{places:?}");
}

#[test]
fn a_file_over_the_limit_makes_the_answer_incomplete() {
    let dir = Workdir::sound();
    let file = std::fs::File::create(dir.path("data/b.toml")).expect("created");
    file.set_len((256 << 20) + 1).expect("a file with a hole");
    dir.check("data").exits(3).only(&["data/b.toml host/too-large"]);
}

#[test]
fn nesting_without_end_is_a_finding_and_not_a_crash() {
    let mut text = String::from("body = \"demo\"\nyear = 2026\nx = ");
    text.extend(std::iter::repeat_n('[', 200_000));
    let run = Workdir::sound().with("data/b.toml", text).check("data").exits(1);
    assert!(run.places().iter().all(|p| p.starts_with("data/b.toml:3:")));
}

#[test]
fn a_thousand_findings_are_all_there() {
    let mut text = String::from("body = \"demo\"\nyear = 2026\n");
    for n in 0..1000 {
        let _ = writeln!(text, "[[member]]\nid = \"M-{n}\"\nname = 1\nstatus = \"left\"\njoined = 2022-01-18");
    }
    let run = Workdir::new().with("data/a.toml", text).check("data").exits(1);
    assert_eq!(run.findings().len(), 1000);
}

#[test]
fn a_folder_with_the_name_of_a_file_is_not_checked() {
    let dir = Workdir::sound().folder("data/x.toml");
    dir.check("data").exits(2).says("host/unreadable", "`data/x.toml` is a folder, not a data file");
    dir.check("data/x.toml").exits(2).only(&["data/x.toml host/no-data"]);
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let dir = Workdir::new().with("data/a.toml", format!("{SOUND}points = 59.5\n"));
    let here = at(&dir, "data/a.toml", "59.5", "demo/member/points");
    for paths in
        ["data/a.toml data/a.toml", "data/a.toml ./data/a.toml", "data data", "data data/a.toml", "data ./data/"]
    {
        dir.check(paths).exits(1).only(&[&here]);
    }
}

#[test]
fn data_from_stdin_go_by_the_name_that_is_given() {
    let dir = Workdir::new();
    let args = ["check", "-", "--stdin-path", "甲.toml", "--rules", "rules", "--as-of", AS_OF, "--format", "json"];
    let run = dir.run(&args, format!("{SOUND}points = 59.5\n").as_bytes()).exits(1);
    run.only(&["甲.toml:20:10 demo/member/points"]);
    dir.run(&args, SOUND.as_bytes()).exits(0).only(&[]);
    dir.run(&args, b"").exits(2);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_reported() {
    let dir = Workdir::sound();
    std::os::unix::fs::symlink(".", dir.path("data/loop")).expect("a link");
    let run = dir.check("data").exits(2);
    run.only(&["data/loop host/unreadable"]).says("host/unreadable", "`data/loop` cannot be read: ");
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_reported() {
    let dir = Workdir::sound();
    std::os::unix::fs::symlink("gone.toml", dir.path("data/b.toml")).expect("a link");
    let run = dir.check("data").exits(2);
    assert!(run.places()[0].starts_with("data/b.toml host/"), "{:?}", run.places());
}

/// Permissions do not hold for root, so the binary then runs as nobody.
#[cfg(unix)]
#[test]
fn a_file_or_folder_without_permission_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: std::path::PathBuf, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
    };
    for closed in ["data/b.toml", "data/c"] {
        let dir = Workdir::sound().with("data/b.toml", SOUND).with("data/c/c.toml", SOUND);
        mode(dir.path(""), 0o755);
        mode(dir.path(closed), 0o000);
        let yize = dir.path("yize");
        std::fs::copy(env!("CARGO_BIN_EXE_yize"), &yize).expect("copied");
        let root = std::fs::read(dir.path(closed)).is_ok() || std::fs::read_dir(dir.path(closed)).is_ok();
        let mut command = if root { Command::new("setpriv") } else { Command::new(&yize) };
        if root {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&yize);
        }
        command.args(["check", "data", "--rules", "rules", "--format", "json", "--as-of", AS_OF]);
        let run = dir.finish(&mut command, b"").exits(2);
        assert!(run.places().contains(&format!("{closed} host/unreadable")), "{:?}", run.places());
        let told = run.findings().iter().any(|f| f["message"] == format!("“{closed}”不能读取：没有权限"));
        assert!(told, "{:?}", run.findings());
        mode(dir.path(closed), 0o755);
    }
}

#[test]
fn a_report_that_cannot_be_written_is_a_failure_whatever_was_found() {
    let dir = Workdir::sound().folder("taken");
    for file in ["none/x.json", "taken"] {
        let run =
            dir.yize(&format!("check data --rules rules --as-of {AS_OF} --lang en --output json={file}")).exits(4);
        assert!(run.stderr.contains(&format!("cannot write the report {file}")), "{}", run.stderr);
        assert!(!run.stdout.contains("passed"), "{}", run.stdout);
    }
    dir.yize(&format!("check data --rules rules --as-of {AS_OF} --output json=r.json --output short=r.txt")).exits(0);
    assert_eq!(dir.read("r.json"), dir.check("data").stdout);
    assert!(dir.read("r.txt").starts_with("通过"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure_even_when_all_is_well() {
    let dir = Workdir::sound();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let status = Command::new(env!("CARGO_BIN_EXE_yize"))
        .args(["check", "data", "--rules", "rules", "--as-of", AS_OF])
        .current_dir(dir.path(""))
        .stdout(full)
        .stderr(Stdio::null())
        .status();
    assert_eq!(status.expect("a status").code(), Some(4));
}

#[test]
fn a_reader_that_leaves_early_is_told_no_lie() {
    let dir = Workdir::sound();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yize"))
        .args(["check", "-", "--rules", "rules", "--as-of", AS_OF])
        .current_dir(dir.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a child");
    // It waits for its stdin, so nothing is printed before its reader has left.
    drop(child.stdout.take());
    std::io::Write::write_all(&mut child.stdin.take().expect("piped"), SOUND.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("its end");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(!said.contains("panic"), "{said}");
}
