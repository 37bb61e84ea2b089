//! Annotations of GitHub Actions: workflow commands on stdout, then the summary.

use std::io;

use crate::report::row::{self, Row};
use crate::report::text::{clean_line, clean_text};
use crate::report::{View, summary};
use yize_core::check::Outcome;
use yize_core::finding::{Severity, Status};

/// Writes the commands, a line each.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    for row in row::rows(outcome, view).iter().filter(|row| row.suppression.is_none()) {
        let command = match (row.finding.status, row.finding.severity) {
            (Status::Pending, _) => "notice",
            (Status::Violation, Severity::Warning) => "warning",
            _ => "error",
        };
        let properties: Vec<String> =
            properties(row).iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
        let mut text = vec![clean_text(row.message)];
        text.extend(row.details(view.lang).iter().map(|(label, text)| format!("{label}: {}", clean_text(text))));
        writeln!(out, "::{command} {}::{}", properties.join(","), data(&text.join("\n")))?;
    }
    writeln!(out, "{}", summary::line(outcome, view))
}

fn properties(row: &Row<'_>) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if let Some(file) = row.file {
        all.push(("file", file.to_owned()));
    }
    if let Some((start, end)) = row.range {
        all.extend([("line", start.line.to_string()), ("endLine", end.line.to_string())]);
        // Columns are taken on one line only.
        if start.line == end.line {
            all.extend([("col", start.column.to_string()), ("endColumn", end.column.to_string())]);
        }
    }
    let title = [row.title, &row.finding.rule].map(clean_line);
    all.push(("title", if title[0].is_empty() { title[1].clone() } else { format!("{} [{}]", title[0], title[1]) }));
    all
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
