//! GitLab's code quality report: a list of issues.

use std::io;

use serde::{Serialize, Serializer};

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
    json_pretty(&Issues { outcome, view, hosting }, out)?;
    writeln!(out)
}

/// The list, each of whose issues is made when it is its turn.
struct Issues<'a> {
    outcome: &'a Outcome,
    view: View,
    hosting: &'a Hosting,
}

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = row::named(self.outcome, self.view).filter(|(row, _)| row.suppression.is_none());
        serializer.collect_seq(rows.map(|(row, print)| issue(&row, print, self.hosting, self.view.lang)))
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
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

fn issue<'a>(row: &Row<'a>, fingerprint: String, hosting: &Hosting, lang: Lang) -> Issue<'a> {
    Issue {
        description: format!("{}{}", clean_text(row.message), clean_text(&row.aside(lang))),
        check_name: &row.finding.rule,
        fingerprint,
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
