//! `JUnit` XML, for CI servers that show tests: a suite a rule, a case a finding. A rule without findings is a case that passed.
//!
//! What fails the check is a failure, a fault is an error, and what does not fail it (a duty not yet due, a warning
//! below the failing level) is a case that was skipped, with its message.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::report::escape::{xml, xml_line};
use crate::report::row::{self, Row, Rows};
use crate::report::{Hosting, View, subject, summary};
use yize_core::check::Outcome;
use yize_core::finding::{Finding, Status};

/// Elements written one after the other.
type Xml<'w> = Writer<&'w mut dyn io::Write>;

/// Writes the report, laid out as `quick-junit` does, which would hold all of it. It has no times: its bytes depend on the
/// inputs only.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, hosting: &Hosting, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<&Finding>> = outcome.rules.keys().map(|name| (&**name, Vec::new())).collect();
    for finding in &outcome.findings {
        suites.entry(&finding.rule).or_default().push(finding);
    }
    let passed = suites.values().filter(|findings| findings.is_empty()).count();
    let mut rows = Rows::new(outcome, view);
    let mut xml = Writer::new_with_indent(out, b' ', 4);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let [skipped, errors, failures] = counted(outcome.findings.iter(), view);
    let tests = (outcome.findings.len() + passed).to_string();
    open(
        &mut xml,
        "testsuites",
        &[("name", "yize"), ("tests", &tests), ("skipped", &skipped), ("failures", &failures), ("errors", &errors)],
    )?;
    for (rule, findings) in suites {
        suite(&mut xml, &xml_line(rule), findings.len().max(1), counted(findings.iter().copied(), view))?;
        if findings.is_empty() {
            let title = row::about(outcome, rule, view.lang).map_or(rule, |about| about.title);
            let said = [("name", &*xml_line(title)), ("classname", &*xml_line(rule))];
            xml.write_event(Event::Empty(BytesStart::new("testcase").with_attributes(said)))?;
        }
        for finding in findings {
            case(&mut xml, &rows.of(finding), view, hosting)?;
        }
        close(&mut xml, "testsuite")?;
    }
    suite(&mut xml, "yize", 0, ["0", "0", "0"].map(str::to_owned))?;
    open(&mut xml, "system-out", &[])?;
    xml.write_event(Event::Text(BytesText::new(&xml_line(&summary::line(outcome, view)))))?;
    for tag in ["system-out", "testsuite", "testsuites"] {
        close(&mut xml, tag)?;
    }
    xml.write_indent()
}

/// How many cases of some findings are skipped, errors and failures.
fn counted<'f>(findings: impl Iterator<Item = &'f Finding>, view: View) -> [String; 3] {
    let mut numbers = [0_usize; 3];
    for finding in findings {
        numbers[is(finding, view) as usize] += 1;
    }
    numbers.map(|number| number.to_string())
}

/// What a case is.
#[derive(Clone, Copy)]
enum Is {
    Skipped,
    Error,
    Failure,
}

fn is(finding: &Finding, view: View) -> Is {
    match finding.status {
        Status::Fault => Is::Error,
        _ if row::fails(finding, view) => Is::Failure,
        _ => Is::Skipped,
    }
}

/// Begins a suite of so many cases.
fn suite(xml: &mut Xml<'_>, name: &str, tests: usize, [skipped, errors, failures]: [String; 3]) -> io::Result<()> {
    let tests = tests.to_string();
    let numbers = [("tests", &*tests), ("skipped", &*skipped), ("errors", &*errors), ("failures", &*failures)];
    open(xml, "testsuite", &[&[("name", name)], &numbers[..]].concat())
}

fn open(xml: &mut Xml<'_>, tag: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(tag).with_attributes(attributes.iter().copied())))
}

fn close(xml: &mut Xml<'_>, tag: &str) -> io::Result<()> {
    xml.write_event(Event::End(BytesEnd::new(tag)))
}

fn case(xml: &mut Xml<'_>, row: &Row<'_>, view: View, hosting: &Hosting) -> io::Result<()> {
    let message = xml_line(row.message);
    let (name, rule) = (name(row, &message, view), xml_line(&row.finding.rule));
    let (file, line) = (row.file.map(|file| xml_line(&hosting.path(file))), row.line().map(|line| line.to_string()));
    let mut attributes = vec![("name", &*name), ("classname", &*rule)];
    attributes.extend(file.as_deref().map(|file| ("file", file)));
    attributes.extend(line.as_deref().map(|line| ("line", line)));
    open(xml, "testcase", &attributes)?;
    let tag = match is(row.finding, view) {
        Is::Skipped => "skipped",
        Is::Error => "error",
        Is::Failure => "failure",
    };
    let why = self::xml(row.suppression.as_ref().map_or(&row.word, |by| &by.reason));
    open(xml, tag, &[("message", &format!("{why}: {message}")), ("type", &rule)])?;
    xml.write_event(Event::Text(BytesText::new(&description(row, view))))?;
    close(xml, tag)?;
    close(xml, "testcase")
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
