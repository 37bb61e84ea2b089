//! Where the cache lies, who may write there, and what is said of it.

use super::{FOLDER, cached, entries, plain, project, with};

#[test]
fn it_lies_in_the_users_folder_unless_it_is_said_otherwise_and_in_jobs_nowhere() {
    let (dir, line) = project();
    let without = plain(&dir, &line);
    let home = dir.path("xdg");
    let home = home.to_str().expect("text");
    let (own, state) = (format!("{home}/cache"), format!("{home}/state"));
    let run = |line: &str, more: &[(&str, &str)]| {
        let variables = [("YIZE_CACHE", ""), ("XDG_CACHE_HOME", own.as_str()), ("XDG_STATE_HOME", state.as_str())];
        with(&dir, line, &[&variables[..], more].concat())
    };
    let there = |path: &str| dir.path(path).is_dir();
    for (line, variables) in [
        (line.clone(), [("CI", "true")].as_slice()),
        (line.clone(), &[("CI", "1")]),
        (line.clone(), &[("YIZE_CACHE", "off")]),
        (format!("{line} --no-cache"), &[]),
        (format!("{line} --no-cache"), &[("YIZE_CACHE", "cache")]),
    ] {
        assert_eq!(run(&line, variables), without);
        assert!(!there("xdg") && !there("cache"), "{line} {variables:?}");
    }
    assert_eq!(run(&line, &[("CI", "true"), ("YIZE_CACHE", "asked")]), without);
    assert!(there("asked/yize-1") && !there("xdg/cache"));
    assert_eq!(run(&format!("{line} --cache words"), &[("CI", "true"), ("YIZE_CACHE", "asked")]), without);
    assert!(there("words/yize-1"));
    if cfg!(target_os = "linux") {
        assert_eq!(run(&line, &[("CI", "false")]), without);
        assert!(there("xdg/cache/yize/yize-1"));
        // The key lies apart, so that what is carried elsewhere does not bring its own.
        assert_eq!(crate::support::tree(&dir.path("xdg/state")), ["yize/cache.key"]);
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it_or_write_into_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let (dir, line) = project();
    let without = plain(&dir, &line);
    let state = dir.path("state");
    let variables = [("YIZE_CACHE", "cache"), ("XDG_STATE_HOME", state.to_str().expect("text"))];
    let run = || with(&dir, &line, &variables);
    let mode = |path: &str| std::fs::metadata(dir.path(path)).expect("there").permissions().mode() & 0o777;
    let set = |path: &str, mode| {
        std::fs::set_permissions(dir.path(path), std::fs::Permissions::from_mode(mode)).expect("set");
    };
    assert_eq!(run(), without);
    let key = if cfg!(target_os = "linux") { "state/yize/cache.key" } else { return };
    assert_eq!((mode(FOLDER), mode(key), mode("state/yize")), (0o700, 0o600, 0o700));
    assert!(entries(&dir).keys().all(|name| mode(&format!("{FOLDER}/{name}")) == 0o600));

    // What others could have changed, or read, is not used, which is said and is no failure.
    let refused = |why: &str| {
        let before = entries(&dir);
        let run = run();
        assert_eq!((&run.stdout, run.code), (&without.stdout, without.code), "{why}");
        assert!(run.stderr.contains("没有使用缓存") && run.stderr.contains(why), "{}", run.stderr);
        assert_eq!(entries(&dir), before);
    };
    for loose in [0o777, 0o720, 0o702] {
        set(FOLDER, loose);
        refused("可以写入");
    }
    set(FOLDER, 0o700);
    for loose in [0o640, 0o604] {
        set(key, loose);
        refused("chmod 600");
    }
    set(key, 0o600);
    assert_eq!(run(), without);

    // A key that is none is made anew, and what was sealed with the other is not believed.
    for broken in [&b""[..], b"short", &[0; 33]] {
        std::fs::write(dir.path(key), broken).expect("written");
        assert_eq!(run(), without);
        assert_eq!(std::fs::read(dir.path(key)).expect("there").len(), 32);
    }
    std::fs::rename(dir.path(FOLDER), dir.path("moved")).expect("moved");
    std::os::unix::fs::symlink(dir.path("moved"), dir.path(FOLDER)).expect("linked");
    refused("不是文件夹");
    assert!(with(&dir, "cache --clear", &variables).exits(4).stderr.contains("不是文件夹"));
}

#[test]
fn a_cache_that_cannot_be_written_is_no_failure_and_is_told_where_it_was_asked_for() {
    let (dir, line) = project();
    let without = plain(&dir, &line);
    std::fs::write(dir.path("file"), "").expect("written");
    for (variable, options) in [("file", ""), ("off", " --cache file"), ("file/below", "")] {
        let run = with(&dir, &format!("{line}{options}"), &[("YIZE_CACHE", variable)]);
        assert_eq!((&run.stdout, run.code), (&without.stdout, without.code), "{variable}");
        assert!(run.stderr.contains("没有使用缓存"), "{}", run.stderr);
    }
    // Where nobody asked for one nothing is said.
    let home = dir.path("file");
    let home = home.to_str().expect("text");
    assert_eq!(with(&dir, &line, &[("YIZE_CACHE", ""), ("XDG_CACHE_HOME", home), ("HOME", home)]), without);
    for wrong in [("YIZE_CACHE_SIZE", "much"), ("YIZE_CACHE_KEY", "short")] {
        with(&dir, &line, &[("YIZE_CACHE", "cache"), wrong]).exits(2);
    }
}

#[test]
fn what_it_holds_is_told_and_taken_away() {
    let (dir, line) = project();
    let told = |line: &str| cached(&dir, line).exits(0).stdout;
    assert!(told("cache").contains("报告：0条，0 KB"), "{}", told("cache"));
    cached(&dir, &line);
    std::fs::write(dir.path(&format!("{FOLDER}/notes.txt")), "mine").expect("written");
    std::fs::write(dir.path(&format!("{FOLDER}/.new-1-0")), "half").expect("written");
    let info = told("cache --info");
    for part in ["位置：cache/yize-1", "YIZE_CACHE_KEY", "报告：1条", "没有写完的：1条", "上限 1024 MB"]
    {
        assert!(info.contains(part), "{part}\n{info}");
    }
    assert!(told("cache --lang en").contains("reports: 1 entry"));
    assert!(told("cache --clear --lang en").contains("removed 4 entries"));
    assert_eq!(crate::support::tree(&dir.path("cache")), ["yize-1/notes.txt"], "what is not ours stays");
    std::fs::remove_file(dir.path(&format!("{FOLDER}/notes.txt"))).expect("there");
    told("cache --clear");
    assert!(!dir.path(FOLDER).exists());
    cached(&dir, "cache --clear --info").exits(2);
    assert!(with(&dir, "cache", &[]).exits(0).stdout.contains("没有缓存"));
}
