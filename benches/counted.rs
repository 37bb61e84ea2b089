//! A guard against getting slower, by instructions and not by seconds, so that it says the same on every machine:
//! `tests/counted/run`. Valgrind counts what whole runs execute; each is held against another run of the
//! same build, and the ratio against what it was when this was last looked at.
//!
//! A ratio that has grown beyond its bound fails: mend it, or raise the bound in the commit that says why. One that has shrunk is
//! told, so that its bound may follow.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes its data and starts programs")]

mod set;

use std::error::Error;
use std::path::Path;
use std::process::Command;

use toml::de::DeTable;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The allocator of the program, so that both sides of a ratio have the same.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Members of the smaller set; the larger has twice as many.
const MEMBERS: usize = 800;
/// What a ratio wavers by between compilers and machines.
const SLACK: f64 = 1.05;
/// The same where digests are most of the work: they take half as many instructions where the processor's vectors are twice as wide.
const OF_DIGESTS: f64 = 2.2;

/// What is held against what, and the ratio when it was last looked at, in a build of the profile `dev`.
const RATIOS: [(&str, Run, Run, f64, f64); 6] = [
    ("a check / one bare parse of its bytes", Run::Check(1), Run::Parse, 1.60, SLACK),
    ("a check of twice as much / a check", Run::Check(2), Run::Check(1), 1.72, SLACK),
    ("a check by two threads / by one", Run::Two, Run::Check(1), 1.00, SLACK),
    ("one of eight shards / all of them", Run::Shard, Run::Bodies, 0.183, SLACK),
    ("a check where nothing has changed / a check", Run::Cached, Run::Check(1), 0.088, OF_DIGESTS),
    ("a check of one record by built-in packs / a parse", Run::Tiny, Run::Parse, 1.90, SLACK),
];

/// A run that is counted.
#[derive(Clone, Copy, PartialEq)]
enum Run {
    Parse,
    Check(usize),
    Two,
    Shard,
    Bodies,
    Cached,
    Tiny,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--parse", file] => {
            let text = std::fs::read_to_string(file)?;
            std::hint::black_box(&DeTable::parse(&text)?);
            std::process::exit(0)
        }
        // What `cargo test --benches` asks: that it starts.
        ref other if other.contains(&"--test") => Ok(()),
        _ => compare(),
    }
}

fn compare() -> Result<()> {
    let folder = tempfile::tempdir()?;
    write(folder.path())?;
    let mut counted: Vec<(Run, u64)> = Vec::new();
    let mut worse = Vec::new();
    for (what, over, under, was, slack) in RATIOS {
        let mut count = |run: Run| -> Result<f64> {
            let known = counted.iter().find(|(own, _)| *own == run).map(|(_, number)| *number);
            let number = known.map_or_else(|| run.count(folder.path()), Ok)?;
            counted.push((run, number));
            Ok(f64::from(u32::try_from(number / 1000)?))
        };
        let (over, under) = (count(over)?, count(under)?);
        let is = over / under;
        let told = match is / was {
            ratio if ratio > slack => "more than it may be",
            ratio if ratio < 1.0 / slack => "less: lower the bound",
            _ => "as it was",
        };
        println!(
            "{what}: {is:.3}, was {was:.3}: {told} ({:.0} and {:.0} million instructions)",
            over / 1e3,
            under / 1e3
        );
        worse.extend((is > was * slack).then_some(what));
    }
    if worse.is_empty() { Ok(()) } else { Err(format!("more work than before: {}", worse.join("; ")).into()) }
}

/// Writes what is checked: sets of one body, one record, and the bodies that shards have.
fn write(folder: &Path) -> Result<()> {
    for (path, text) in set::PACK {
        put(&folder.join("rules").join(path), &text.replace("[\"bench\"]", "[\"bench\", \"bench/*\"]"))?;
    }
    let files = set::files(MEMBERS);
    let mut whole = set::HEAD.to_owned();
    for (name, text) in &files {
        whole.push_str(text.strip_prefix(set::HEAD).unwrap_or(text));
        put(&folder.join("1").join(name), text)?;
        for body in 0..8 {
            let text = text.replacen("\"bench\"", &format!("\"bench/{body}\""), 1);
            put(&folder.join("bodies").join(body.to_string()).join(name), &text)?;
        }
    }
    put(&folder.join("whole.toml"), &whole)?;
    for (name, text) in set::files(2 * MEMBERS) {
        put(&folder.join("2").join(name), &text)?;
    }
    put(
        &folder.join("tiny/members.toml"),
        "body = \"tangshan\"\nyear = 2026\n\n[[member]]\nid = \"TS-0001\"\nname = \"委员甲\"\n",
    )
}

fn put(path: &Path, text: &str) -> Result<()> {
    std::fs::create_dir_all(path.parent().ok_or("a path has a folder")?)?;
    Ok(std::fs::write(path, text)?)
}

impl Run {
    /// Counts the instructions of such a run.
    fn count(self, folder: &Path) -> Result<u64> {
        let text = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let rules = text("rules");
        let check = |jobs: &str, data: &str, more: &[&str]| {
            let all = ["check", "--as-of", "2026-12-31", "--format", "jsonl", "--jobs", jobs, data];
            [&all[..], more].concat().into_iter().map(str::to_owned).collect::<Vec<String>>()
        };
        let own = ["--rules", &rules];
        let yize = env!("CARGO_BIN_EXE_yize");
        match self {
            Self::Parse => counted(&std::env::current_exe()?, &["--parse".to_owned(), text("whole.toml")]),
            Self::Check(times) => counted(Path::new(yize), &check("1", &text(&times.to_string()), &own)),
            Self::Two => counted(Path::new(yize), &check("2", &text("1"), &own)),
            Self::Bodies => counted(Path::new(yize), &check("1", &text("bodies"), &own)),
            Self::Shard => {
                counted(Path::new(yize), &check("1", &text("bodies"), &[&own[..], &["--shard", "1/8"]].concat()))
            }
            Self::Cached => {
                let cache = text("cache");
                let run = check("1", &text("1"), &[&own[..], &["--cache", &cache]].concat());
                finished(Command::new(yize).args(&run))?;
                counted(Path::new(yize), &run)
            }
            Self::Tiny => counted(Path::new(yize), &check("1", &text("tiny"), &[])),
        }
    }
}

/// Runs a program under Valgrind and reads what it has counted.
fn counted(program: &Path, arguments: &[String]) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments);
    let told = finished(&mut valgrind)?;
    // `==1234== I   refs:      5,678`, with more or fewer blanks.
    let number = told.lines().find_map(|line| {
        let (what, number) = line.split_once("refs:")?;
        what.split_whitespace().eq([what.split_whitespace().next()?, "I"]).then(|| number.trim().replace(',', ""))
    });
    Ok(number.ok_or("Valgrind has counted nothing")?.parse()?)
}

/// Runs a program that ends as checks do, and gives what it says aside.
fn finished(command: &mut Command) -> Result<String> {
    let output = command.env("YIZE_CACHE", "off").output()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    // The sets have some violations, so 1 is the answer of a complete check.
    if matches!(output.status.code(), Some(0 | 1)) { Ok(told) } else { Err(format!("{command:?}: {told}").into()) }
}
