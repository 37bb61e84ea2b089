//! The whole program on sets of 600, 6,000 and 35,000 members with twelve activities each, against one
//! `DeTable::parse` of the same bytes: `cargo bench --bench whole`.
//!
//! Every figure is taken in a process of its own: this program starts itself as a *gauge*, which starts what is
//! measured and asks the system what its one child took. Of three runs the fastest counts.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes its data, starts programs and reads the clock")]

mod set;

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use toml::de::DeTable;

/// The allocator of the program, so that both sides of a ratio have the same.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const SIZES: [usize; 3] = [600, 6_000, 35_000];
const RUNS: usize = 3;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--gauge", program, ref arguments @ ..] => gauge(program, arguments),
        ["--parse", file] => parse(file),
        // What `cargo test --benches` asks: that it starts.
        ref other if other.contains(&"--test") => Ok(()),
        _ => compare(),
    }
}

/// What a process took.
#[derive(Clone, Copy)]
struct Cost {
    /// Seconds until it ended.
    wall: f64,
    /// Seconds of processor time, all threads, the system's part included.
    cpu: f64,
    /// Greatest memory, in MiB.
    memory: f64,
}

/// Runs a program and prints what it took.
fn gauge(program: &str, arguments: &[&str]) -> Result<()> {
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

/// The yardstick: reads one file and parses it once.
fn parse(file: &str) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let table = DeTable::parse(&text)?;
    std::hint::black_box(&table);
    // As the program does at its end: what is held is left to the system.
    std::process::exit(0);
}

/// The cheapest of some runs.
fn measure(program: &str, arguments: &[&str]) -> Result<Cost> {
    let mut best: Option<Cost> = None;
    for _ in 0..RUNS {
        let output = Command::new(std::env::current_exe()?).args(["--gauge", program]).args(arguments).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        let text = String::from_utf8(output.stdout)?;
        let figures = text.split_whitespace().map(str::parse).collect::<std::result::Result<Vec<f64>, _>>()?;
        let [wall, cpu, memory] = figures[..] else { return Err(text.into()) };
        let cost = Cost { wall, cpu: cpu / 1e6, memory: memory / 1024.0 };
        best = Some(best.map_or(cost, |best| Cost {
            wall: best.wall.min(cost.wall),
            cpu: best.cpu.min(cost.cpu),
            memory: best.memory.min(cost.memory),
        }));
    }
    best.ok_or_else(|| "no run".into())
}

/// Writes a set below a folder; gives its size in MiB.
fn write(folder: &Path, members: usize) -> Result<f64> {
    std::fs::create_dir_all(folder.join("data"))?;
    for (path, text) in set::PACK {
        let path = folder.join("rules").join(path);
        std::fs::create_dir_all(path.parent().ok_or("a path has a folder")?)?;
        std::fs::write(path, text)?;
    }
    // The same records in one text, for the yardstick: `body` and `year` once, at its top.
    let mut whole = set::HEAD.to_owned();
    for (name, text) in set::files(members) {
        whole.push_str(text.strip_prefix(set::HEAD).unwrap_or(&text));
        std::fs::write(folder.join("data").join(name), text)?;
    }
    let size = whole.len();
    std::fs::write(folder.join("whole.toml"), whole)?;
    Ok(f64::from(u32::try_from(size)?) / f64::from(1 << 20))
}

fn compare() -> Result<()> {
    let yize = env!("CARGO_BIN_EXE_yize");
    let own = std::env::current_exe()?;
    let own = own.to_str().ok_or("the path of this program is text")?;
    println!("{:>8} {:>8} │ {:>25} │ {:>25} │ {:>20}", "", "", "yize check", "one DeTable::parse", "check / parse");
    println!(
        "{:>8} {:>8} │ {:>7} {:>7} {:>9} │ {:>7} {:>7} {:>9} │ {:>6} {:>6} {:>6}",
        "members", "MiB", "wall s", "cpu s", "peak MiB", "wall s", "cpu s", "peak MiB", "wall", "cpu", "memory"
    );
    let mut before: Option<(usize, Cost)> = None;
    let mut growth = Vec::new();
    for members in SIZES {
        let folder = tempfile::tempdir()?;
        let size = write(folder.path(), members)?;
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let (rules, data, whole) = (path("rules"), path("data"), path("whole.toml"));
        let check = measure(yize, &["check", "--rules", &rules, "--as-of", "2026-12-31", &data])?;
        let parse = measure(own, &["--parse", &whole])?;
        println!(
            "{members:>8} {size:>8.2} │ {:>7.3} {:>7.3} {:>9.1} │ {:>7.3} {:>7.3} {:>9.1} │ {:>6.2} {:>6.2} {:>6.2}",
            check.wall,
            check.cpu,
            check.memory,
            parse.wall,
            parse.cpu,
            parse.memory,
            check.wall / parse.wall,
            check.cpu / parse.cpu,
            check.memory / parse.memory,
        );
        if let Some((fewer, less)) = before {
            growth.push(format!(
                "{fewer} → {members} members: ×{:.2}; wall ×{:.2}, cpu ×{:.2}, memory ×{:.2}",
                f64::from(u32::try_from(members)?) / f64::from(u32::try_from(fewer)?),
                check.wall / less.wall,
                check.cpu / less.cpu,
                check.memory / less.memory,
            ));
        }
        before = Some((members, check));
    }
    println!("\n{}", growth.join("\n"));
    Ok(())
}
