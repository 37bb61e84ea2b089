//! GitLab's code quality report: a list of issues.

use std::io;

use serde::Serialize;

use crate::report::row::{self, Row};
use crate::report::text::clean_text;
use crate::report::{Hosting, View};
use yize_core::check::Outcome;
use yize_core::escape::json_pretty;
use yize_core::finding::{Severity, Status};
use yize_core::language::Lang;

/// Writes the list.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, hosting: &Hosting, out: &mut dyn io::Write) -> io::Result<()> {
    let rows = row::rows(outcome, view);
    let issues: Vec<Issue> =
        rows.iter().filter(|row| row.suppression.is_none()).map(|row| issue(row, hosting, view.lang)).collect();
    json_pretty(&issues, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

fn issue<'a>(row: &'a Row<'a>, hosting: &Hosting, lang: Lang) -> Issue<'a> {
    Issue {
        description: format!("{}{}", clean_text(row.message), clean_text(&row.aside(lang))),
        check_name: &row.finding.rule,
        fingerprint: &row.fingerprint,
        severity: match (row.finding.status, row.finding.severity) {
            (Status::Fault, _) => "blocker",
            (Status::Violation, Severity::Error) => "major",
            (Status::Violation, Severity::Warning) => "minor",
            (Status::Pending, _) => "info",
        },
        location: Location {
            // A path and a line are required; what concerns no file is shown at the root.
            path: row
                .file
                .map_or_else(|| ".".to_owned(), |file| hosting.path(file).trim_start_matches("./").to_owned()),
            lines: row
                .range
                .map_or(Lines { begin: 1, end: 1 }, |(start, end)| Lines { begin: start.line, end: end.line }),
        },
    }
}
