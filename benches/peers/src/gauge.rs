//! What a process takes. This program starts itself as a *gauge*, which starts what is measured and asks the system
//! what its one child took; so no figure holds what another left behind.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::finding::{Finding, difference};

/// What a process, or a phase of one, took.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Cost {
    /// Seconds until it ended.
    pub wall: f64,
    /// Seconds of processor time, all threads, the system's part included.
    pub cpu: f64,
    /// Greatest memory, in MiB; not known of a phase.
    #[serde(default)]
    pub memory: Option<f64>,
}

/// A line that a measured program or its gauge prints beside findings.
#[derive(Deserialize, Serialize)]
struct Figure<'a> {
    /// A phase; `""` is the whole process.
    phase: &'a str,
    #[serde(flatten)]
    cost: Cost,
}

/// The least and the median of what some runs took, figure by figure.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// The least of each figure.
    pub least: Cost,
    /// The median of each.
    pub median: Cost,
}

/// Some runs of a program.
#[derive(Debug)]
pub struct Measured {
    /// What the process took.
    pub whole: Spread,
    /// What its phases took, by name.
    pub phases: BTreeMap<String, Spread>,
    /// The lines that name findings, as printed by the first run.
    pub printed: String,
}

impl Cost {
    /// Of each figure the smaller.
    pub fn best(self, other: Self) -> Self {
        let memory = self.memory.zip(other.memory).map(|(one, two)| one.min(two));
        Self { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu), memory }
    }

    /// What it takes beyond another. Memory cannot be told apart so.
    fn less(self, other: Self) -> Self {
        Self { wall: self.wall - other.wall, cpu: self.cpu - other.cpu, memory: None }
    }
}

impl Spread {
    /// Of some runs, of which there is one at least.
    pub fn of(costs: &[Cost]) -> Option<Self> {
        let figure = |of: fn(&Cost) -> Option<f64>| {
            let mut all: Vec<f64> = costs.iter().filter_map(of).collect();
            all.sort_by(f64::total_cmp);
            Some((*all.first()?, *all.get(all.len() / 2)?))
        };
        let (wall, cpu) = (figure(|cost| Some(cost.wall))?, figure(|cost| Some(cost.cpu))?);
        let memory = figure(|cost| cost.memory);
        Some(Self {
            least: Cost { wall: wall.0, cpu: cpu.0, memory: memory.map(|memory| memory.0) },
            median: Cost { wall: wall.1, cpu: cpu.1, memory: memory.map(|memory| memory.1) },
        })
    }

    /// What it takes beyond another.
    pub fn less(self, other: Self) -> Self {
        Self { least: self.least.less(other.least), median: self.median.less(other.median) }
    }
}

/// Runs a program, whose output passes through, and prints what it took.
pub fn gauge(program: &str, arguments: &[&str]) -> Result<()> {
    let started = Instant::now();
    // Each run is a whole one.
    let status = Command::new(program).args(arguments).env("YIZE_CACHE", "off").stdin(Stdio::null()).status()?;
    let wall = started.elapsed().as_secs_f64();
    // yize ends with 1 where it finds violations.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("{program} {arguments:?}: {status}").into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    // Linux tells KiB, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 << 20 } else { 1 << 10 };
    let memory = f64::from(i32::try_from(usage.max_rss())?) / f64::from(unit);
    print("", Cost { wall, cpu: cpu(usage), memory: Some(memory) })
}

fn cpu(usage: Usage) -> f64 {
    let times = [usage.user_time(), usage.system_time()];
    let microseconds: i64 = times.map(|time| time.tv_sec() * 1_000_000 + time.tv_usec()).iter().sum();
    Duration::from_micros(microseconds.unsigned_abs()).as_secs_f64()
}

/// Prints what a phase took, for the gauge's reader.
pub fn print(phase: &str, cost: Cost) -> Result<()> {
    println!("{}", serde_json::to_string(&Figure { phase, cost })?);
    Ok(())
}

/// Does something, and tells what it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> Result<(T, Cost)> {
    let clock = || Ok::<_, nix::Error>(Duration::from(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?));
    let (started, before) = (Instant::now(), clock()?);
    let made = work();
    let (after, wall) = (clock()?, started.elapsed().as_secs_f64());
    Ok((made, Cost { wall, cpu: after.saturating_sub(before).as_secs_f64(), memory: None }))
}

/// Measures a program so many times. All its runs must find the same.
pub fn measure(program: &Path, arguments: &[&str], runs: usize) -> Result<Measured> {
    let mut all: Vec<Run> = Vec::new();
    for _ in 0..runs {
        let own = std::env::current_exe()?;
        let output = Command::new(own).arg("--gauge").arg(program).args(arguments).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err(format!("{} {arguments:?} failed", program.display()).into());
        }
        let run = read(&String::from_utf8(output.stdout)?);
        if let Some(first) = all.first()
            && first.printed != run.printed
            && let Some(difference) = difference(&findings(&first.printed)?, &findings(&run.printed)?)
        {
            return Err(format!("two runs of one program differ: {difference}").into());
        }
        all.push(run);
    }
    let spread = |name: &str| {
        let costs: Vec<Cost> = all.iter().filter_map(|run| run.phases.get(name).copied()).collect();
        Spread::of(&costs)
    };
    let names = all.first().ok_or("no run")?.phases.keys().filter(|name| !name.is_empty());
    let phases = names.filter_map(|name| Some((name.clone(), spread(name)?))).collect();
    let whole = spread("").ok_or("the gauge said nothing")?;
    Ok(Measured { whole, phases, printed: all.swap_remove(0).printed })
}

/// What a gauge printed of one run.
struct Run {
    /// What the process took, by the name `""`, and its phases.
    phases: BTreeMap<String, Cost>,
    /// The lines that name findings.
    printed: String,
}

/// Takes the output of a gauge apart.
fn read(output: &str) -> Run {
    let (mut printed, mut phases) = (String::new(), BTreeMap::new());
    for line in output.lines() {
        if let Ok(Figure { phase, cost }) = serde_json::from_str(line) {
            phases.insert(phase.to_owned(), cost);
        } else if line.contains("\"rule\":") {
            printed.push_str(line);
            printed.push('\n');
        }
    }
    Run { phases, printed }
}

/// The findings of some lines, in order, without the pack's name before their rules.
fn findings(printed: &str) -> Result<Vec<Finding<'_>>> {
    let findings = printed.lines().map(serde_json::from_str).collect::<serde_json::Result<Vec<Finding<'_>>>>();
    let mut findings = findings?;
    for finding in &mut findings {
        if let Some(rule) = finding.rule.strip_prefix("bench/") {
            finding.rule = rule.to_owned().into();
        }
    }
    findings.sort();
    Ok(findings)
}

impl Measured {
    /// The findings, in order, without the pack's name before their rules.
    pub fn findings(&self) -> Result<Vec<Finding<'_>>> {
        findings(&self.printed)
    }
}
