//! `JUnit` XML, for CI servers that show tests: a suite a rule, a case a finding. A rule without findings is a case that passed.
//!
//! What fails the check is a failure, a fault is an error, and what does not fail it (a duty not yet due, a warning
//! below the failing level) is a case that was skipped, with its message.

use std::collections::BTreeMap;
use std::io;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::report::escape::{xml, xml_line};
use crate::report::row::{self, Row};
use crate::report::{Hosting, View, subject, summary};
use yize_core::check::Outcome;
use yize_core::finding::Status;

/// Writes the report. It has no times: its bytes depend on the inputs only.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, hosting: &Hosting, out: &mut dyn io::Write) -> io::Result<()> {
    let rows = row::rows(outcome, view);
    let mut suites: BTreeMap<&str, Vec<&Row<'_>>> = outcome.rules.keys().map(|name| (&**name, Vec::new())).collect();
    for row in &rows {
        suites.entry(&row.finding.rule).or_default().push(row);
    }
    let mut report = Report::new("yize");
    for (rule, rows) in suites {
        let mut suite = TestSuite::new(xml_line(rule));
        if rows.is_empty() {
            let title = row::about(outcome, rule, view.lang).map_or(rule, |about| about.title);
            let mut passed = TestCase::new(xml_line(title), TestCaseStatus::success());
            passed.set_classname(xml_line(rule));
            suite.add_test_case(passed);
        }
        suite.add_test_cases(rows.iter().map(|row| case(row, view, hosting)));
        report.add_test_suite(suite);
    }
    let mut about = TestSuite::new("yize");
    about.set_system_out(xml_line(&summary::line(outcome, view)));
    report.add_test_suite(about);
    report.serialize(&mut *out).map_err(io::Error::other)
}

fn case(row: &Row<'_>, view: View, hosting: &Hosting) -> TestCase {
    let message = xml_line(row.message);
    let mut status = match row.finding.status {
        Status::Fault => TestCaseStatus::non_success(NonSuccessKind::Error),
        _ if row.fails => TestCaseStatus::non_success(NonSuccessKind::Failure),
        _ => TestCaseStatus::skipped(),
    };
    let why = xml(row.suppression.as_ref().map_or(&row.word, |by| &by.reason));
    status.set_message(format!("{why}: {message}"));
    status.set_type(xml_line(&row.finding.rule));
    status.set_description(description(row, view));
    let mut case = TestCase::new(name(row, &message, view), status);
    case.set_classname(xml_line(&row.finding.rule));
    if let Some(file) = row.file {
        case.extra.insert("file".into(), xml_line(&hosting.path(file)).into());
    }
    if let Some(line) = row.line() {
        case.extra.insert("line".into(), line.to_string().into());
    }
    case
}

/// The record and what is said of it: servers list cases by name, and follow them by it.
fn name(row: &Row<'_>, message: &str, view: View) -> String {
    match subject::record(row.finding, view.lang) {
        record if record.is_empty() => message.to_owned(),
        record => format!("{}: {message}", xml_line(&record)),
    }
}

/// The place and all details, a line each.
fn description(row: &Row<'_>, view: View) -> String {
    let mut lines = vec![xml(row.message)];
    lines.extend(Some(xml_line(&row.place())).filter(|place| !place.is_empty()));
    lines.extend(row.details(view.lang).iter().map(|(label, text)| format!("{label}: {}", xml(text))));
    lines.join("\n")
}
