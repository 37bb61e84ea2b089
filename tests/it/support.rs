//! What the tests share: a directory laid out for a test, and the binary run in it.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The day as of which tests check, unless they are about days.
pub const AS_OF: &str = "2026-06-30";

/// Longer than any run of a test may take, in a debug build on a busy machine. A run that is slower hangs.
const PATIENCE: Duration = Duration::from_secs(150);

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, sorted, as paths relative to it with forward slashes.
pub fn tree(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = entries.into_iter().map(|e| e.expect("readable")).filter(|e| e.file_type().is_file());
    files.map(|e| e.path().strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/")).collect()
}

/// Reads a file of the repository.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A directory laid out for a test, in which the binary runs; it goes away with the test.
pub struct Workdir {
    folder: tempfile::TempDir,
}

impl Workdir {
    /// An empty one.
    pub fn bare() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// An empty one, in that folder.
    pub fn bare_in(place: &Path) -> Self {
        Self { folder: tempfile::tempdir_in(place).expect("a temporary folder") }
    }

    /// One with the tests' own pack in `rules/`.
    pub fn new() -> Self {
        Self::bare().copy("tests/packs", "rules")
    }

    /// One with the tests' own pack and one good data file, `data/a.toml`.
    pub fn sound() -> Self {
        Self::new().with("data/a.toml", SOUND)
    }

    /// The path of what is inside.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Adds or replaces a file.
    pub fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        std::fs::write(path, bytes).expect("written");
        self
    }

    /// Adds an empty folder.
    pub fn folder(self, path: &str) -> Self {
        std::fs::create_dir_all(self.path(path)).expect("a folder");
        self
    }

    /// Copies a folder of the repository.
    pub fn copy(self, from: &str, to: &str) -> Self {
        let from = root().join(from);
        tree(&from).iter().fold(self, |dir, file| {
            dir.with(&format!("{to}/{file}"), std::fs::read(from.join(file)).expect("readable"))
        })
    }

    /// Adds a script to the tests' own pack, with one rule on members whose body is `code`.
    pub fn rule(self, code: &str) -> Self {
        self.with(
            "rules/demo/probe.rhai",
            format!(
                "rule(\"probe/it\", #{{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", \
                 explain: \"探\" }}, |member, ctx| {{\n{code}\n}});\n"
            ),
        )
    }

    /// Changes a file: `from` occurs once in it.
    pub fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{path} has {from:?} once");
        self.with(path, text.replacen(from, to, 1))
    }

    /// Reads a file.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs `yize` with these words, split at white space, as of the usual day.
    pub fn yize(&self, line: &str) -> Run {
        let words: Vec<&str> = line.split_whitespace().collect();
        self.run(&words, b"")
    }

    /// The same, where somebody stands in a folder of it.
    pub fn yize_in(&self, folder: &str, line: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
        self.finish(command.args(line.split_whitespace()).current_dir(self.path(folder)), b"")
    }

    /// `yize check`, in English, with the packs in `rules/` and a JSON report besides; for tests that look at findings.
    pub fn check(&self, line: &str) -> Run {
        let rules = if self.path("rules").is_dir() { "--rules rules" } else { "" };
        self.yize(&format!("check {rules} --as-of {AS_OF} --lang en --format json {line}"))
    }

    /// Runs `yize` with these arguments and this on stdin. A run that hangs fails the test.
    pub fn run(&self, args: &[&str], stdin: &[u8]) -> Run {
        self.finish(Command::new(env!("CARGO_BIN_EXE_yize")).args(args), stdin)
    }

    /// Runs a command in this directory.
    pub fn finish(&self, command: &mut Command, stdin: &[u8]) -> Run {
        if command.get_current_dir().is_none() {
            command.current_dir(self.folder.path());
        }
        let command = command.env("LC_ALL", "zh_CN.UTF-8").env_remove("NO_COLOR");
        // Who wants a cache says so: no test writes into the home folder of who runs it.
        if command.get_envs().all(|(name, _)| name != "YIZE_CACHE") {
            command.env("YIZE_CACHE", "off");
        }
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap_or_else(|error| panic!("{piped:?}: {error}"));
        let mut pipe = child.stdin.take().expect("piped");
        let (mut out, mut err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
        std::thread::scope(|scope| {
            // A program that reads nothing closes the pipe; that is its right.
            scope.spawn(move || pipe.write_all(stdin));
            let drain = |pipe: &mut dyn Read| {
                let mut bytes = Vec::new();
                pipe.read_to_end(&mut bytes).expect("readable");
                String::from_utf8(bytes).expect("reports are UTF-8")
            };
            let stdout = scope.spawn(move || drain(&mut out));
            let stderr = scope.spawn(move || drain(&mut err));
            let started = Instant::now();
            let status = loop {
                match child.try_wait().expect("a child") {
                    Some(status) => break Some(status),
                    None if started.elapsed() > PATIENCE => {
                        child.kill().expect("a child");
                        break None;
                    }
                    None => std::thread::sleep(Duration::from_millis(2)),
                }
            };
            let (stdout, stderr) = (stdout.join().expect("read"), stderr.join().expect("read"));
            let status = status.unwrap_or_else(|| panic!("{piped:?} hangs\n{stdout}\n{stderr}"));
            Run { code: status.code(), stdout, stderr }
        })
    }
}

/// A file without any finding: two members of one committee.
pub const SOUND: &str = "\
# 一份没有问题的数据。
body = \"demo\"
year = 2026

[[committee]]
name = \"提案委\"

[[member]]
id = \"M-1\"
name = \"委员甲\"
committee = \"提案委\"
status = \"active\"
joined = 2022-01-18

[[member]]
id = \"M-2\"
name = \"委员乙\"
status = \"在任\"
joined = 2022-01-18
";

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    /// Exit status; `None` after a signal.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it said aside.
    pub stderr: String,
}

impl Run {
    /// Asserts the exit status.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The JSON report.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}\n{}\n{}", self.stdout, self.stderr))
    }

    /// The findings of the JSON report.
    #[track_caller]
    pub fn findings(&self) -> Vec<Value> {
        self.json()["findings"].as_array().expect("a list").clone()
    }

    /// Its findings as `file:line:column rule`, or `path rule`, in their order.
    #[track_caller]
    pub fn places(&self) -> Vec<String> {
        self.findings().iter().map(place).collect()
    }

    /// Asserts that some finding is of that rule, and says that.
    #[track_caller]
    pub fn says(self, rule: &str, message: &str) -> Self {
        let findings = self.findings();
        let said = |f: &Value| f["rule"] == rule && f["message"].as_str().is_some_and(|m| m.contains(message));
        assert!(findings.iter().any(said), "{rule} {message}\n{findings:#?}");
        self
    }

    /// Asserts that nothing is found but that.
    #[track_caller]
    pub fn only(self, places: &[&str]) -> Self {
        assert_eq!(self.places(), places, "{:#?}", self.findings());
        self
    }
}

/// A finding as `file:line:column rule`.
pub fn place(finding: &Value) -> String {
    let (file, rule) = (finding["file"].as_str().unwrap_or("-"), finding["rule"].as_str().unwrap_or("?"));
    match finding["start"].as_object() {
        Some(start) => format!("{file}:{}:{} {rule}", start["line"], start["column"]),
        None => format!("{file} {rule}"),
    }
}

/// Line and column, from 1, of a byte of a text.
pub fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// `file:line:column rule` of the only place of a text where that stands.
#[track_caller]
pub fn at(dir: &Workdir, file: &str, what: &str, rule: &str) -> String {
    let text = dir.read(file);
    assert_eq!(text.matches(what).count(), 1, "{file} has {what:?} once");
    let (line, column) = position(&text, text.find(what).expect("there"));
    format!("{file}:{line}:{column} {rule}")
}

/// A workbook with a sheet of members, each with a number and points, and in a column the body where one is given.
pub fn members(rows: &[(u32, u32, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let heads = ["id", "name", "status", "joined", "points", "body"];
    let columns = if rows.iter().all(|(.., body)| body.is_empty()) { 5 } else { 6 };
    for (column, head) in (0..columns).zip(heads) {
        sheet.write(0, column, head).expect("room");
    }
    for (row, (number, points, body)) in (1..).zip(rows) {
        let texts = [&format!("M-{number}"), &format!("委员{number}"), "active", "2022-01-18", "", *body];
        for (column, text) in (0..columns).zip(texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, text).expect("room");
        }
        sheet.write(row, 4, *points).expect("room");
    }
    book.save_to_buffer().expect("a workbook")
}

/// Settings with ledgers of members: their pattern, and what is fixed.
pub fn ledgers(all: &[(&str, &str)]) -> String {
    let one = |(file, fixed): &(&str, &str)| {
        format!("[[ledger]]\nfile = \"{file}\"\nkind = \"member\"\nfixed = {{ {fixed} }}\n\n")
    };
    format!("rules = [\"rules\"]\n\n{}", all.iter().map(one).collect::<String>())
}
