//! `yize test` where a city writes its own rules: which packs are run, what cases may start from, and what is told of them.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::support::{Run, Workdir, read, root, tree};

/// The first example: a project with a pack of its own, three cases, and data.
fn project() -> Workdir {
    Workdir::bare().copy("examples/first", "it")
}

fn test(dir: &Workdir, words: &str) -> Run {
    dir.yize_in("it", &format!("test {words} --lang en"))
}

fn passed(run: &Run) -> usize {
    let number = run.json()["summary"]["passed"].as_u64().expect("a number");
    usize::try_from(number).expect("few")
}

#[test]
fn in_a_project_its_own_packs_are_run() {
    let dir = project().folder("it/deep/er");
    assert_eq!(passed(&test(&dir, "--format json").exits(0)), 3);
    assert_eq!(passed(&dir.yize_in("it/deep/er", "test --format json").exits(0)), 3);
    let packs =
        tree(&root().join("rules")).into_iter().filter(|file| file.contains("/tests/") && file.ends_with(".toml"));
    let of_file = |file: String| read(format!("rules/{file}")).lines().filter(|line| *line == "[[case]]").count();
    let built_in: usize = packs.map(of_file).sum();
    let all = passed(&test(&dir, "--all --format json").exits(0));
    assert!(built_in > 1_000 && all == built_in + 3, "{all} {built_in}");
    assert!(passed(&test(&dir, "langfang --format json").exits(0)) > 50);
}

#[test]
fn a_filter_that_matches_nothing_tells_what_there_is() {
    let dir = project();
    let run = test(&dir, "--case 没有").exits(2);
    assert!(run.stdout.contains("no case has `没有` in its name") && run.stdout.contains("年末以前是待办"), "{run:?}");
    let run = test(&dir, "--case 读了两").exits(0);
    assert!(run.stdout.contains("1 case"), "{run:?}");
    let run = test(&dir, "langfan").exits(2);
    assert!(run.stdout.contains("did you mean `langfang`?"), "{run:?}");
}

#[test]
fn settings_that_cannot_be_read_are_no_pass() {
    let dir = project().with("it/yize.toml", "rules = [\"rules\n");
    let run = test(&dir, "first").exits(2);
    assert!(run.stdout.contains("yize.toml:1:"), "{run:?}");
}

#[test]
fn cases_start_from_the_data_of_the_project_and_from_nothing_outside() {
    let case = |file: &str| {
        format!("[data]\nfile = \"{file}\"\nas_of = 2026-12-31\n\n[[case]]\nname = \"own\"\nexpect = []\n")
    };
    let with =
        |file: &str| project().with("out.toml", "body = \"shili\"\n").with("it/rules/first/tests/own.toml", case(file));
    assert_eq!(passed(&test(&with("../../../data/study.toml"), "--format json").exits(0)), 4);
    for (file, told) in [
        ("../../../../out.toml", "`../out.toml` is outside of the project"),
        ("../../../data/none.toml", "`data/none.toml` cannot be read"),
        ("/etc/hosts", "no `/etc/hosts` in tests/"),
    ] {
        let run = test(&with(file), "").exits(2);
        assert!(run.stdout.contains(told) && run.stdout.contains("tests/own.toml:2:8"), "{file}: {run:?}");
    }
}

#[test]
fn a_missing_quote_in_the_data_of_a_case_file_is_one_finding() {
    let dir = project();
    let file = "it/rules/first/tests/reading.toml";
    let text = dir.read(file).replacen("name = \"委员甲\"", "name = \"委员甲", 1);
    let line = 1 + text.lines().position(|line| line == "name = \"委员甲").expect("there");
    let run = test(&dir.with(file, text), "").exits(2);
    assert_eq!(run.stdout.matches("host/syntax").count(), 1, "{run:?}");
    assert!(run.stdout.contains(&format!("rules/first/tests/reading.toml:{line}:8")), "{run:?}");
}

#[test]
fn a_single_word_names_what_is_the_packs_own() {
    // A built-in pack is called as the scheme is.
    let dir = Workdir::bare();
    dir.yize("new project p --like duty --yes --as-of 2026-06-30").exits(0);
    let text = dir.read("p/rules/p/tests/duty.toml");
    let first = text.split("\n[[case]]").take(2).collect::<Vec<_>>().join("\n[[case]]");
    let only = first.replacen("as_of = 2026-01-10\n", "as_of = 2026-01-10\nonly = [\"duty\"]\n", 1);
    assert_ne!(only, first);
    let dir = dir.with("p/rules/p/tests/duty.toml", only);
    assert_eq!(passed(&dir.yize_in("p", "test --format json").exits(0)), 1);
}

#[test]
fn of_a_pack_that_cannot_be_loaded_its_fault_is_told_and_nothing_of_what_is_not_reached() {
    let dir = project().with("it/rules/first/broken.rhai", "rule(\n");
    let run = test(&dir, "--coverage --mutants").exits(2);
    assert!(run.stdout.contains("broken.rhai:") && !run.stdout.contains("covered:"), "{run:?}");
    assert!(!run.stdout.contains("mutants:"), "{run:?}");
}

/// A run that is repeated, and the lines that it prints.
struct Again {
    child: Child,
    lines: Receiver<String>,
}

impl Again {
    fn of(dir: &Workdir, line: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
        command.args(line.split_whitespace()).current_dir(dir.path("it"));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("a child");
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        Self { child, lines }
    }

    /// What is printed up to the last line of a round.
    fn round(&self) -> String {
        let mut said = String::new();
        loop {
            let line =
                self.lines.recv_timeout(Duration::from_secs(90)).unwrap_or_else(|_| panic!("no more after {said}"));
            said.extend([line.as_str(), "\n"]);
            if line.starts_with("用例 ") {
                return said;
            }
        }
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn they_are_run_again_when_rules_cases_or_data_change() {
    let dir = project();
    let (script, cases) = ("it/rules/first/reading.rhai", "it/rules/first/tests/reading.toml");
    let again = Again::of(&dir, "test --watch --lang zh");
    assert!(again.round().ends_with("通过 3，缺失 0，不符 0，多余 0\n"));
    let was = dir.read(script);
    let mut named = Vec::new();
    let mut round = || {
        let round = again.round();
        named.extend(round.lines().filter_map(|line| line.strip_prefix("改动  ")).map(str::to_owned));
        round
    };
    std::fs::write(dir.path(script), was.replace("已读书", "读过书")).expect("writable");
    let came = round();
    assert!(came.ends_with("通过 1，缺失 0，不符 2，多余 0\n"), "{came}");
    // A script that cannot be read ends nothing, and when it is mended all is well.
    std::fs::write(dir.path(script), "rule(").expect("writable");
    assert!(round().contains("rules/first/reading.rhai:1"));
    std::fs::write(dir.path(script), &was).expect("writable");
    assert!(round().contains("通过 3"));
    std::fs::write(dir.path(cases), dir.read(cases).replace("已读书1本", "已读书2本")).expect("writable");
    let came = round();
    assert!(came.contains("通过 1"), "{came}");
    // What has changed while the cases ran is seen, and not named; nothing else is.
    let files = ["rules/first/reading.rhai", "rules/first/tests/reading.toml"];
    assert!(!named.is_empty() && named.iter().all(|name| files.contains(&&**name)), "{named:?}");
    // Nothing happens, and nothing is told.
    assert!(again.lines.recv_timeout(Duration::from_secs(5)).is_err());
    // What is written would begin the next round.
    test(&dir, "--watch --bless").exits(2);
    test(&dir, "--watch --output junit=cases.xml").exits(2);
    test(&dir, "--poll").exits(2);
}

#[test]
fn what_is_written_into_cases_is_shown_line_by_line() {
    let dir = project();
    let cases = "it/rules/first/tests/reading.toml";
    let was = dir.read(cases);
    std::fs::write(dir.path(cases), was.replace("已读书1本", "已读1本")).expect("writable");
    let run = dir.yize_in("it", "test --bless --lang zh").exits(0);
    let shown = "已改写 rules/first/tests/reading.toml 的 2 个用例\n";
    let shown = run.stderr.split(shown).nth(1).unwrap_or_else(|| panic!("{}", run.stderr));
    let signs = |sign: &str| shown.lines().filter(|line| line.get(5..8) == Some(sign)).count();
    assert_eq!((signs("  -"), signs("  +")), (2, 2), "{shown}");
    assert!(shown.contains("   31  + expect = [{ rule = \"reading/yearly\""), "{shown}");
    assert!(shown.contains("\n       ⋮\n") && !shown.contains("body ="), "{shown}");
    assert_eq!(dir.read(cases).matches("已读书1本，应不少于2本").count(), 2);
}
