//! The comparison: every program on every set, all of them against what yize found.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Result;
use crate::finding::difference;
use crate::gauge::{Measured, Spread};
use crate::page::{self, machine};
use crate::programs::{OFTENER, Program, Programs};
use crate::reports::reports;
use crate::saves::saves;
use crate::set;
use crate::start::start;
use crate::table::{Column, grouped, head, line, tables};
use crate::written::Written;

/// Rules of the pack.
const RULES: usize = 10;
/// Members of the set with slips against every rule.
const SLIPPING: usize = 600;
/// The last day of the year, as in `benches/whole.rs`; the day after, what was pending is a violation.
const TODAY: &str = "2026-12-31";
const TOMORROW: &str = "2027-01-01";
/// Runs of each program.
const RUNS: usize = 3;
/// Of sets with more members yize alone is measured.
const ALONE: usize = 100_000;

/// Compares on sets of so many members, and puts what it measures into a page.
pub fn compare(yize: &Path, sizes: &[usize], page: Option<&Path>) -> Result<()> {
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
    let (mut columns, mut saved) = (Vec::new(), String::new());
    head(
        &mut saved,
        ["members", "a save to its verdict, s: least / median", "of a whole run on two threads"].map(str::to_owned),
    );
    for &members in sizes {
        let (size, measured) = if members > ALONE {
            let set = Written::alone(&set::files(members), TODAY)?;
            (set.size, yize_alone(&programs, &set)?)
        } else {
            let set = Written::new(members, TODAY, false)?;
            let measured = all(&programs, &set, RUNS)?;
            println!("{members} members, as of {TODAY}: {} findings, the same", measured[0].1.findings()?.len());
            let Spread { least, median } = saves(&programs.yize, &set)?;
            let two = measured.iter().find(|(program, _)| *program == Program::Two).ok_or("two threads")?.1.whole;
            let times = format!("{:.3} / {:.3}", least.wall, median.wall);
            line(&mut saved, [grouped(members), times, format!("{:.2}", median.wall / two.median.wall)]);
            (set.size, measured)
        };
        columns.push(Column::new(members, size, &measured));
    }
    let about = format!("{}. {RUNS} runs of each, of yize on one thread {}.\n\n", machine()?, RUNS * OFTENER);
    let saved = format!("### A save in `yize watch`\n\n{saved}\n");
    let measured = [about, tables(&columns), start(&programs)?, saved, reports(&programs.yize, TODAY)?].concat();
    println!("\n{measured}");
    if !programs.all().contains(&Program::Python) {
        println!("\nPython: NOT MEASURED, for there is no python3 with tomllib (3.11 or later) here.");
    }
    page.map_or(Ok(()), |page| page::write(page, &measured))
}

/// What there is of yize, once each: a set is large.
fn yize_alone(programs: &Programs, set: &Written) -> Result<Vec<(Program, Measured)>> {
    let of = |program| Ok((program, programs.measure(program, set, 1)?));
    [Program::Yize, Program::Two, Program::Cached].into_iter().map(of).collect()
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
