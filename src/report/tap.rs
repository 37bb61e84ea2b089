//! TAP 14: a test point a finding, with a YAML block; a point that passed for each rule without findings.
//!
//! What does not fail the check is `not ok … # TODO`, which harnesses show and do not count as a failure.

use std::collections::BTreeSet;
use std::io;

use serde_json::json;

use crate::report::escape::tap;
use crate::report::row::{self, Row};
use crate::report::{View, subject, summary};
use yize_core::check::Outcome;
use yize_core::escape::json as json_line;
use yize_core::language::Lang;

/// Writes the document.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let found: BTreeSet<&str> = outcome.findings.iter().map(|finding| &*finding.rule).collect();
    let clean: Vec<&str> = outcome.rules.keys().map(|name| &**name).filter(|name| !found.contains(name)).collect();
    writeln!(out, "TAP version 14")?;
    let number = outcome.findings.len();
    match number + clean.len() {
        0 => writeln!(out, "1..0 # SKIP {}", tap(&summary::line(outcome, view)))?,
        points => writeln!(out, "1..{points}")?,
    }
    for ((row, print), number) in row::named(outcome, view).zip(1..) {
        let (rule, message) = (tap(&row.finding.rule), tap(row.message));
        write!(out, "not ok {number} - {rule}: {message}")?;
        match &row.suppression {
            Some(by) => write!(out, " # TODO {}", tap(&by.reason))?,
            None if !row.fails => write!(out, " # TODO {}", row.word)?,
            None => {}
        }
        writeln!(out)?;
        block(&row, &print, view.lang, out)?;
    }
    for (rule, number) in clean.iter().zip(number + 1..) {
        let title = row::about(outcome, rule, view.lang).map_or("", |about| about.title);
        writeln!(out, "ok {number} - {}: {}", tap(rule), tap(title))?;
    }
    writeln!(out, "# {}", summary::line(outcome, view))
}

/// The YAML block of a finding; its values are JSON, which is YAML.
fn block(row: &Row<'_>, print: &str, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let at = row.range.map(|(start, _)| start);
    let fields = [
        ("message", json!(row.message)),
        ("severity", json!(row.finding.severity.word())),
        ("status", json!(row.finding.status.word())),
        ("file", json!(row.file)),
        ("line", json!(at.map(|at| at.line))),
        ("column", json!(at.map(|at| at.column))),
        ("body", json!(row.finding.body.as_deref())),
        ("record", json!(Some(subject::record(row.finding, lang)).filter(|record| !record.is_empty()))),
        ("who", json!(Some(subject::who(row.finding, lang)).filter(|who| !who.is_empty()))),
        ("due", json!(row.finding.due.map(|day| day.to_string()))),
        ("basis", json!(row.basis)),
        ("help", json!(row.help)),
        ("fingerprint", json!(print)),
    ];
    writeln!(out, "  ---")?;
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
        write!(out, "  {name}: ")?;
        json_line(value, out)?;
        writeln!(out)?;
    }
    writeln!(out, "  ...")
}
