//! The report for programs: a stable shape, every key always there.

use std::io;

use serde::Serialize;

use crate::report::place::Locator;
use crate::report::scores::json::All;
use crate::report::{View, merge};
use yize_core::check::fingerprint;
use yize_core::check::{Outcome, Since, Summary};
use yize_core::finding::{Finding, Suppression};
use yize_core::source::{Place, Position};

/// Writes the report, indented, with a line break at its end.
///
/// # Errors
/// As the writer reports them.
pub fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut locator = Locator::new(&outcome.sources);
    let fingerprints = fingerprint::all(&outcome.findings, &outcome.sources);
    let findings = outcome.findings.iter().zip(&fingerprints);
    let report = Report {
        version: 1,
        as_of: outcome.as_of.to_string(),
        shard: merge::shard(outcome, view),
        since: outcome.since.as_ref().map(since),
        findings: findings.map(|(f, print)| entry(f, print, outcome, view, &mut locator)).collect(),
        scores: All(outcome, view.lang),
        summary: counts(&outcome.summary),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    as_of: String,
    /// Only in the report of a shard.
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<merge::Shard>,
    /// Only with `--changed-since`.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Compared<'a>>,
    findings: Vec<Entry<'a>>,
    scores: All<'a>,
    summary: Counts,
}

/// What only new findings are reported against.
#[derive(Debug, Serialize)]
struct Compared<'a> {
    r#ref: &'a str,
    commit: &'a str,
    gone: usize,
    before: Counts,
    after: Counts,
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Entry<'a> {
    rule: &'a str,
    status: &'static str,
    severity: &'static str,
    message: &'a str,
    body: Option<&'a str>,
    file: Option<&'a str>,
    start: Option<At>,
    end: Option<At>,
    record: Option<Record<'a>>,
    field: Option<&'a str>,
    due: Option<String>,
    related: Vec<Second<'a>>,
    help: Option<&'a str>,
    basis: Option<&'a str>,
    suppressed: Option<Excuse<'a>>,
    fingerprint: &'a str,
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
}

#[derive(Debug, PartialEq, Serialize)]
struct Second<'a> {
    file: &'a str,
    start: At,
    end: At,
    message: &'a str,
}

#[derive(Debug, Serialize)]
pub(crate) struct Counts {
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

fn since(since: &Since) -> Compared<'_> {
    let Since { reference, commit, before, after, gone } = since;
    Compared { r#ref: reference, commit, gone: *gone, before: counts(before), after: counts(after) }
}

/// One finding.
pub(crate) fn entry<'a>(
    finding: &'a Finding,
    fingerprint: &'a str,
    outcome: &'a Outcome,
    view: View,
    locator: &mut Locator<'a>,
) -> Entry<'a> {
    let (start, end) = finding.place.map(|place| ends(place, locator)).unzip();
    let related = finding.related.iter().map(|second| {
        let (start, end) = ends(second.place, locator);
        let file = &outcome.sources.get(second.place.source).name;
        Second { file, start, end, message: second.message.get(view.lang) }
    });
    Entry {
        rule: &finding.rule,
        status: finding.status.word(),
        severity: finding.severity.word(),
        message: finding.message.get(view.lang),
        body: finding.body.as_deref(),
        file: fingerprint::file(finding, &outcome.sources),
        start,
        end,
        record: finding.record.as_ref().map(|r| Record { kind: &r.kind, key: &r.key }),
        field: finding.field.as_deref(),
        due: finding.due.map(|day| day.to_string()),
        related: related.collect(),
        help: finding.help.as_ref().map(|text| text.get(view.lang)),
        basis: finding.basis.as_deref(),
        suppressed: finding.suppressed.as_ref().map(excuse),
        fingerprint,
    }
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
pub(crate) fn counts(s: &Summary) -> Counts {
    let Summary { violations, warnings, pending, faults, waived, baselined, bodies, files, records, rules } = *s;
    Counts { violations, warnings, pending, faults, waived, baselined, bodies, files, records, rules }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::sample;
    use yize_core::language::Lang;

    #[test]
    fn the_report_has_the_documented_shape() {
        let outcome = sample::outcome();
        let mut bytes = Vec::new();
        write(&outcome, View::new(Lang::Zh, 1), &mut bytes).unwrap();
        assert!(bytes.ends_with(b"}\n"));
        let mut report: Value = serde_json::from_slice(&bytes).unwrap();

        let prints: Vec<Value> = report["findings"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .map(|f| f.as_object_mut().unwrap().remove("fingerprint").unwrap())
            .collect();
        assert!(prints.iter().all(|p| p.as_str().is_some_and(|p| p.len() == 16)), "{prints:?}");
        assert_eq!(
            report["findings"][0],
            json!({
                "rule": "baoding/plan/scheme", "status": "violation", "severity": "error",
                "message": "双月协商计划3次，应为6次", "body": "baoding", "file": "data/计划.toml",
                "start": {"line": 3, "column": 6}, "end": {"line": 3, "column": 14},
                "record": {"kind": "plan", "key": "2026"}, "field": "scheme", "due": null,
                "related": [{"file": "data/计划.toml", "start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 5},
                             "message": "单位在此"}],
                "help": "补列会议，或按程序调整计划", "basis": "保定市政协年度协商计划制度", "suppressed": null,
            })
        );
        let bare = &report["findings"][2];
        assert_eq!((&bare["file"], &bare["start"], &bare["record"]), (&json!("缺失.toml"), &Value::Null, &Value::Null));
        assert_eq!(report["findings"][1]["due"], "2026-12-31");

        let keys = |v: &Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(keys(&report), "version as_of findings scores summary");
        assert_eq!(
            keys(&report["summary"]),
            "violations warnings pending faults waived baselined bodies files records rules"
        );
        assert!(report["findings"].as_array().unwrap().iter().all(|f| keys(f) == keys(&report["findings"][0])));
    }
}
