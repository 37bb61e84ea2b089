//! What a program takes. Every figure is taken in a process of its own: a benchmark starts itself as a *gauge*, which starts
//! what is measured and asks the system what its one child took. Of some runs the least of each figure counts.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

/// What may go wrong in a benchmark.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The word with which a benchmark starts itself as a gauge.
pub const WORD: &str = "--gauge";
const RUNS: usize = 3;

/// What a process took.
#[derive(Clone, Copy)]
pub struct Cost {
    /// Seconds until it ended.
    pub wall: f64,
    /// Seconds of processor time, all threads, the system's part included.
    pub cpu: f64,
    /// Greatest memory, in MiB.
    pub memory: f64,
}

impl Cost {
    /// Of each figure one of two.
    pub fn with(self, other: Self, one: fn(f64, f64) -> f64) -> Self {
        let Self { wall, cpu, memory } = other;
        Self { wall: one(self.wall, wall), cpu: one(self.cpu, cpu), memory: one(self.memory, memory) }
    }
}

/// Runs a program, without a cache, and prints what it took.
pub fn gauge(program: &str, arguments: &[&str]) -> Result<()> {
    let started = Instant::now();
    let status = Command::new(program).args(arguments).env("YIZE_CACHE", "off").stdout(Stdio::null()).status()?;
    let wall = started.elapsed().as_secs_f64();
    // The sets have some violations, so 1 is the answer of a complete check.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("{program} {arguments:?}: {status}").into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = [usage.user_time(), usage.system_time()].map(|t| t.tv_sec() * 1_000_000 + t.tv_usec());
    // Linux tells KiB, macOS bytes.
    let memory = usage.max_rss() / if cfg!(target_os = "macos") { 1024 } else { 1 };
    println!("{wall} {} {memory}", microseconds.iter().sum::<i64>());
    Ok(())
}

/// The least that a program takes.
pub fn least(program: &str, arguments: &[&str]) -> Result<Cost> {
    let mut best: Option<Cost> = None;
    for _ in 0..RUNS {
        let output = Command::new(std::env::current_exe()?).args([WORD, program]).args(arguments).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        let text = String::from_utf8(output.stdout)?;
        let figures = text.split_whitespace().map(str::parse).collect::<std::result::Result<Vec<f64>, _>>()?;
        let [wall, cpu, memory] = figures[..] else { return Err(text.into()) };
        let cost = Cost { wall, cpu: cpu / 1e6, memory: memory / 1024.0 };
        best = Some(best.map_or(cost, |best| best.with(cost, f64::min)));
    }
    best.ok_or_else(|| "no run".into())
}
