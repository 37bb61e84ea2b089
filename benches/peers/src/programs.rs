//! The programs that are measured, and how each is started on a set.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::gauge::{Measured, measure};
use crate::written::Written;

/// The rule that does nothing.
const IDLE: &str = "bench/idle/body";

/// How much oftener yize runs than the others: the rules alone are the difference between two of its runs, ten times as long,
/// and would else be lost in what a machine does beside. The rules in Rust alone run seven times in each of their runs.
pub const OFTENER: usize = 4;

/// A program, or a way to run it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// One parse of the same bytes, without any rule.
    Parse,
    /// Plain Rust, from the files to the findings.
    Rust,
    /// Plain Rust, the rules alone.
    RustRules,
    /// yize with the ten rules.
    Yize,
    /// The same on two threads.
    Two,
    /// The same again on one, where nothing has changed since the last run.
    Cached,
    /// yize with a rule that does nothing.
    Idle,
    /// Rego on regorus.
    Rego,
    /// Python.
    Python,
}

/// The programs of this machine.
#[derive(Debug)]
pub struct Programs {
    /// yize.
    pub yize: PathBuf,
    /// This program, which is several of them.
    pub own: PathBuf,
    python: Option<PathBuf>,
}

impl Program {
    /// Whether it runs the ten rules.
    pub fn finds(self) -> bool {
        !matches!(self, Self::Idle | Self::Parse)
    }
}

impl Programs {
    /// Looks for them.
    pub fn new(yize: &Path) -> Result<Self> {
        Ok(Self { yize: yize.to_owned(), own: std::env::current_exe()?, python: python() })
    }

    /// What can be measured, in the order of the runs: yize comes first.
    pub fn all(&self) -> Vec<Program> {
        use Program::{Cached, Idle, Parse, Python, Rego, Rust, RustRules, Two, Yize};
        let mut all = vec![Yize, Two, Cached, Idle, Parse, Rust, RustRules, Rego];
        all.extend(self.python.is_some().then_some(Python));
        all
    }

    /// Runs one on a set so many times.
    pub fn measure(&self, program: Program, set: &Written, runs: usize) -> Result<Measured> {
        let text = |name: &str| set.path(name).to_string_lossy().into_owned();
        let (rules, data, pack) = (text("rules"), text("data"), text("rules/bench/pack.toml"));
        let (policy, json, whole, script) =
            (text("rules.rego"), text("whole.json"), text("whole.toml"), text("rules.py"));
        let today = set.today.as_str();
        let of = |jobs, pick| {
            ["check", "--rules", &rules, pick, IDLE, "--as-of", today, "--jobs", jobs, "--format", "jsonl", &data]
        };
        let check = |pick| of("1", pick);
        let python = self.python.as_deref().unwrap_or(Path::new("python3"));
        match program {
            Program::Yize => measure(&self.yize, &check("--skip"), runs * OFTENER),
            Program::Two => measure(&self.yize, &of("2", "--skip"), runs * OFTENER),
            Program::Cached => {
                let cache = text("cache");
                let cached = [&check("--skip")[..], &["--cache", &cache]].concat();
                measure(&self.yize, &cached, 1)?;
                measure(&self.yize, &cached, runs)
            }
            Program::Idle => measure(&self.yize, &check("--only"), runs * OFTENER),
            Program::Parse => measure(&self.own, &["--parse", &whole], runs),
            Program::Rust => measure(&self.own, &["--rust", &pack, &data, today], runs),
            Program::RustRules => measure(&self.own, &["--rust-rules", &pack, &data, today], runs),
            Program::Rego => measure(&self.own, &["--rego", &policy, &json], runs),
            Program::Python => measure(python, &[&script, &pack, &data, today], runs),
        }
    }
}

/// The Python that reads TOML, where there is one: the program itself, whatever starts it by the name of `python3`.
fn python() -> Option<PathBuf> {
    let mut python = Command::new("python3");
    python.args(["-c", "import sys, tomllib; print(sys.executable)"]).stdin(Stdio::null()).stderr(Stdio::null());
    let output = python.output().ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}
