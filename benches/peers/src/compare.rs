//! The comparison: every program on every set, all of them against what yize found.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Result;
use crate::finding::difference;
use crate::gauge::Measured;
use crate::programs::{Program, Programs};
use crate::table::{Column, print};
use crate::written::Written;

/// Rules of the pack.
const RULES: usize = 10;
/// Members of the set with slips against every rule.
const SLIPPING: usize = 600;
/// The last day of the year, as in `benches/whole.rs`; the day after, what was pending is a violation.
const TODAY: &str = "2026-12-31";
const TOMORROW: &str = "2027-01-01";
/// Runs of which the best counts.
const RUNS: usize = 3;

/// Compares on sets of so many members.
pub fn compare(yize: &Path, sizes: &[usize]) -> Result<()> {
    let programs = Programs::new(yize)?;
    for today in [TODAY, TOMORROW] {
        let set = Written::new(SLIPPING, today, true)?;
        let measured = all(&programs, &set, 1)?;
        let found = measured[0].1.findings()?;
        let rules: BTreeSet<&str> = found.iter().map(|finding| &*finding.rule).collect();
        if rules.len() != RULES {
            return Err(format!("the slips should be against all {RULES} rules, and are against {rules:?}").into());
        }
        println!("{SLIPPING} members and slips against every rule, as of {today}: {} findings, the same", found.len());
    }
    let mut columns = Vec::new();
    for &members in sizes {
        let set = Written::new(members, TODAY, false)?;
        let measured = all(&programs, &set, RUNS)?;
        println!("{members} members, as of {TODAY}: {} findings, the same", measured[0].1.findings()?.len());
        columns.push(Column::new(members, set.size, &measured));
    }
    print(&columns);
    if !programs.all().contains(&Program::Python) {
        println!("\nPython: NOT MEASURED, for there is no python3 with tomllib (3.11 or later) here.");
    }
    Ok(())
}

/// Runs all programs on a set, and compares what they find with what it does.
fn all(programs: &Programs, set: &Written, runs: usize) -> Result<Vec<(Program, Measured)>> {
    let mut done: Vec<(Program, Measured)> = Vec::new();
    for program in programs.all() {
        let measured = programs.measure(program, set, runs)?;
        if let Some((_, first)) = done.first().filter(|_| program.finds()) {
            if let Some(difference) = difference(&first.findings()?, &measured.findings()?) {
                return Err(format!("{program:?} does not find what yize finds: {difference}").into());
            }
        } else if !program.finds() && !measured.printed.is_empty() {
            return Err(format!("{program:?} finds something:\n{}", measured.printed).into());
        }
        done.push((program, measured));
    }
    Ok(done)
}
