//! The whole program on sets of 600, 6,000 and 35,000 members with twelve activities each, against one
//! `DeTable::parse` of the same bytes: `cargo bench --bench whole`.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes its data, starts programs and reads the clock")]

mod gauge;
mod set;

use std::path::Path;

use gauge::{Cost, Result, WORD, gauge, least};
use toml::de::DeTable;

/// The allocator of the program, so that both sides of a ratio have the same.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 3] = [600, 6_000, 35_000];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [WORD, program, ref arguments @ ..] => gauge(program, arguments),
        ["--parse", file] => parse(file),
        // What `cargo test --benches` asks: that it starts.
        ref other if other.contains(&"--test") => Ok(()),
        _ => compare(),
    }
}

/// The yardstick: reads one file and parses it once.
fn parse(file: &str) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let table = DeTable::parse(&text)?;
    std::hint::black_box(&table);
    // As the program does at its end: what is held is left to the system.
    std::process::exit(0);
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
        let check = least(yize, &["check", "--rules", &rules, "--as-of", "2026-12-31", &data])?;
        let parse = least(own, &["--parse", &whole])?;
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
