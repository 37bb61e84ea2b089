//! The report for programs that read line by line: a finding a line, in the shape of the JSON report, then a line with
//! the rest of it. A report without that last line was cut off.

use std::io;

use serde::Serialize;

use crate::report::View;
use yize_core::check::{Outcome, fingerprint};
use yize_core::escape;
use yize_core::json::{Counts, counts, entry};
use yize_core::source::Locator;

/// Writes the report.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut locator = Locator::new(&outcome.sources);
    let prints = fingerprint::each(&outcome.findings, &outcome.sources);
    for (finding, print) in outcome.findings.iter().zip(prints) {
        escape::json(&entry(finding, print, outcome, view.lang, &mut locator), out)?;
        writeln!(out)?;
    }
    let last = Last { version: 1, as_of: outcome.as_of.to_string(), summary: counts(&outcome.summary) };
    escape::json(&last, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Last {
    version: u32,
    as_of: String,
    summary: Counts,
}
