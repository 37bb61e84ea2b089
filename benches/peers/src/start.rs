//! What it takes to start: a check of a small project by the built-in packs, beside a program that does nothing.

use std::fmt::Write as _;
use std::path::Path;

use crate::Result;
use crate::gauge::{Spread, measure};
use crate::programs::Programs;
use crate::table::{head, line};

/// The tiny project: one member of a body that a built-in pack governs.
const TINY: &str = "body = \"tangshan\"\nyear = 2026\n\n[[member]]\nid = \"TS-0001\"\nname = \"委员甲\"\n";
/// Runs of each.
const RUNS: usize = 21;

/// Measures it, and says so in a table.
pub fn start(programs: &Programs) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (data, cache) = (path("data"), path("cache"));
    std::fs::create_dir(&data)?;
    std::fs::write(Path::new(&data).join("members.toml"), TINY)?;
    let check = ["check", "--as-of", "2026-12-31", "--format", "jsonl", &data];
    let cached = [&check[..], &["--cache", &cache]].concat();
    let nothing = measure(&programs.own, &["--nothing"], RUNS)?.whole;
    let cold = measure(&programs.yize, &check, RUNS)?.whole;
    measure(&programs.yize, &cached, 1)?;
    let again = measure(&programs.yize, &cached, RUNS)?.whole;
    let version = measure(&programs.yize, &["--version"], RUNS)?.whole;

    let mut out = String::new();
    let _ = writeln!(out, "### Start\n\nA project of one record, the built-in packs; {RUNS} runs.\n");
    head(&mut out, ["least / median", "wall, ms", "processor, ms", "wall / nothing"].map(str::to_owned));
    for (name, spread) in [
        ("a program that does nothing", nothing),
        ("`yize --version`", version),
        ("`yize check`", cold),
        ("`yize check`, nothing changed since the last run", again),
    ] {
        let Spread { least, median } = spread;
        line(
            &mut out,
            [
                name.to_owned(),
                format!("{:.2} / {:.2}", least.wall * 1e3, median.wall * 1e3),
                format!("{:.2} / {:.2}", least.cpu * 1e3, median.cpu * 1e3),
                format!("{:.1}", median.wall / nothing.median.wall),
            ],
        );
    }
    out.push('\n');
    Ok(out)
}
