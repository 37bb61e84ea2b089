//! Findings and counts as JSON: the shapes that every report for programs shares, every key always there.

use std::borrow::Cow;

use serde::Serialize;

use crate::check::{Outcome, Summary, fingerprint};
use crate::finding::{Actor, Finding, RecordName, Suppression};
use crate::language::Lang;
use crate::source::{Locator, Place, Position};

/// A finding.
#[derive(Debug, PartialEq, Serialize)]
pub struct Entry<'a> {
    rule: &'a str,
    status: &'static str,
    severity: &'static str,
    message: &'a str,
    body: Option<&'a str>,
    file: Option<&'a str>,
    start: Option<At>,
    end: Option<At>,
    /// Where the file is a workbook: the sheet, the cell and its row.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    record: Option<Record<'a>>,
    field: Option<&'a str>,
    due: Option<String>,
    days: Option<i32>,
    who: Vec<Who<'a>>,
    who_more: usize,
    related: Vec<Second<'a>>,
    help: Option<&'a str>,
    basis: Option<&'a str>,
    suppressed: Option<Excuse<'a>>,
    fingerprint: Cow<'a, str>,
}

/// Why a finding does not count; a baseline gives no reasons.
#[derive(Debug, PartialEq, Serialize)]
struct Excuse<'a> {
    kind: &'static str,
    reason: Option<&'a str>,
    approved_by: Option<&'a str>,
    until: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct At {
    line: usize,
    column: usize,
}

#[derive(Debug, PartialEq, Serialize)]
struct Record<'a> {
    kind: &'a str,
    key: &'a str,
    name: Option<&'a str>,
}

/// One who must act.
#[derive(Debug, PartialEq, Serialize)]
struct Who<'a> {
    kind: Option<&'a str>,
    key: Option<&'a str>,
    name: &'a str,
}

#[derive(Debug, PartialEq, Serialize)]
struct Second<'a> {
    file: &'a str,
    start: At,
    end: At,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    message: &'a str,
}

/// How much was found, and in what.
#[derive(Debug, Serialize)]
pub struct Counts {
    violations: usize,
    warnings: usize,
    pending: usize,
    faults: usize,
    waived: usize,
    baselined: usize,
    bodies: usize,
    files: usize,
    records: usize,
    rules: usize,
}

/// A finding as JSON; `fingerprint` is its name over time.
pub fn entry<'a>(
    finding: &'a Finding,
    fingerprint: impl Into<Cow<'a, str>>,
    outcome: &'a Outcome,
    lang: Lang,
    locator: &mut Locator<'a>,
) -> Entry<'a> {
    let (start, end) = finding.place.map(|place| ends(place, locator)).unzip();
    let related = finding.related.iter().map(|second| {
        let (start, end) = ends(second.place, locator);
        let source = outcome.sources.get(second.place.source);
        let (file, sheet, cell) = (&source.name, source.sheet(), outcome.sources.cell(second.place));
        Second { file, start, end, sheet, cell, message: second.message.get(lang) }
    });
    let sheet = finding.place.and_then(|place| outcome.sources.get(place.source).sheet());
    let cell = finding.place.and_then(|place| outcome.sources.cell(place));
    let row = start.as_ref().filter(|_| sheet.is_some()).map(|at| at.line);
    Entry {
        rule: &finding.rule,
        status: finding.status.word(),
        severity: finding.severity.word(),
        message: finding.message.get(lang),
        body: finding.body.as_deref(),
        file: fingerprint::file(finding, &outcome.sources),
        sheet,
        cell,
        row,
        start,
        end,
        record: finding.record.as_ref().map(|r| record(r, finding)),
        field: finding.field.as_deref(),
        due: finding.due.map(|day| day.to_string()),
        days: finding.days(outcome.as_of),
        who: finding.address.who.iter().map(who).collect(),
        who_more: finding.address.more,
        related: related.collect(),
        help: finding.help.as_ref().map(|text| text.get(lang)),
        basis: finding.basis.as_deref(),
        suppressed: finding.suppressed.as_ref().map(excuse),
        fingerprint: fingerprint.into(),
    }
}

fn record<'a>(record: &'a RecordName, finding: &'a Finding) -> Record<'a> {
    Record { kind: &record.kind, key: &record.key, name: finding.address.name.as_deref() }
}

fn who(actor: &Actor) -> Who<'_> {
    let key = Some(actor.key.as_str()).filter(|key| !key.is_empty());
    Who { kind: actor.kind.as_deref(), key, name: &actor.name }
}

fn excuse(suppression: &Suppression) -> Excuse<'_> {
    let kind = suppression.word();
    match suppression {
        Suppression::Waiver { reason, approved_by, until, .. } => {
            Excuse { kind, reason: Some(reason), approved_by: Some(approved_by), until: Some(until.to_string()) }
        }
        Suppression::Baseline => Excuse { kind, reason: None, approved_by: None, until: None },
    }
}

fn ends(place: Place, locator: &mut Locator<'_>) -> (At, At) {
    let at = |p: Position| At { line: p.line, column: p.column };
    let (start, end) = locator.positions(place);
    (at(start), at(end))
}

/// The counts of a check.
pub fn counts(s: &Summary) -> Counts {
    let Summary { violations, warnings, pending, faults, waived, baselined, bodies, files, records, rules } = *s;
    Counts { violations, warnings, pending, faults, waived, baselined, bodies, files, records, rules }
}
