//! `JUnit` XML of cases: a suite a file of cases, and what is amiss as its failures.

use std::io;

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use super::{case, outcome};
use crate::report::View;
use crate::report::escape::{xml, xml_line};
use yize_core::cases::{Report, Tested};

/// Writes the cases, with the time that each took, as such tools expect; and what is wrong with the packs.
///
/// # Errors
/// As the writer's.
pub(super) fn write(report: &Report, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites = Suites::new("yize test");
    let mut files: Vec<(&str, Vec<&Tested>)> = Vec::new();
    for tested in &report.tested {
        let name = tested.sources.get(tested.case.place.source).name.as_str();
        match files.last_mut().filter(|(last, _)| *last == name) {
            Some((_, cases)) => cases.push(tested),
            None => files.push((name, vec![tested])),
        }
    }
    for (name, cases) in files {
        let mut suite = TestSuite::new(xml_line(name));
        for tested in cases {
            suite.add_test_case(one(tested, view)?);
        }
        suites.add_test_suite(suite);
    }
    if !report.findings.is_empty() {
        let mut suite = TestSuite::new("yize");
        for finding in &report.findings {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(xml_line(finding.message.get(view.lang)));
            status.set_type(xml_line(&finding.rule));
            suite.add_test_case(TestCase::new(xml_line(finding.message.get(view.lang)), status));
        }
        suites.add_test_suite(suite);
    }
    suites.serialize(&mut *out).map_err(io::Error::other)
}

fn one(tested: &Tested, view: View) -> io::Result<TestCase> {
    let status = if tested.verdicts.is_empty() {
        TestCaseStatus::success()
    } else {
        let mut told = anstream::StripStream::new(Vec::new());
        case(tested, view, &mut told)?;
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(outcome(tested));
        status.set_description(xml(&String::from_utf8_lossy(&told.into_inner())));
        status
    };
    let mut case = TestCase::new(xml_line(&tested.case.name), status);
    case.set_classname(xml_line(&tested.pack));
    case.set_time(tested.took);
    let source = tested.sources.get(tested.case.place.source);
    case.extra.insert("file".into(), xml_line(&source.name).into());
    let line = source.position(tested.case.place.span.start).line;
    case.extra.insert("line".into(), line.to_string().into());
    Ok(case)
}
