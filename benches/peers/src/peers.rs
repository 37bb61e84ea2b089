//! What this program measures of itself: one parse, and the rules in plain Rust.

use std::path::Path;

use toml::de::DeTable;

use crate::Result;
use crate::finding;
use crate::gauge::{self, timed};
use crate::records::{self, Records, day};
use crate::rules::check;

/// Times that the rules alone are run.
const REPEATED: usize = 7;

/// The yardstick: reads one file and parses it once.
pub fn parse(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let table = DeTable::parse(&text)?;
    std::hint::black_box(&table);
    end()
}

/// All of it: reads, parses, checks and prints.
pub fn whole(pack: &Path, data: &Path, today: &str) -> Result<()> {
    let parameters = records::parameters(&std::fs::read_to_string(pack)?)?;
    let texts = records::texts(data)?;
    let records = Records::parse(&texts)?;
    let today = day(today)?;
    let (findings, once) = timed(|| check(&records, parameters, today))?;
    finding::print(&findings)?;
    gauge::print("rules", once)?;
    end()
}

/// The rules alone: reads once, then checks several times and tells the best.
pub fn rules(pack: &Path, data: &Path, today: &str) -> Result<()> {
    let (parameters, today) = (records::parameters(&std::fs::read_to_string(pack)?)?, day(today)?);
    let texts = records::texts(data)?;
    let records = Records::parse(&texts)?;
    let (findings, mut best) = timed(|| check(&records, parameters, today))?;
    for _ in 1..REPEATED {
        let (again, cost) = timed(|| check(&records, parameters, today))?;
        drop(again);
        best = best.best(cost);
    }
    finding::print(&findings)?;
    gauge::print("rules", best)?;
    end()
}

/// Ends as yize does: what is held is left to the system.
fn end() -> ! {
    std::process::exit(0)
}
