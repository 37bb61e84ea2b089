//! The report for programs: a stable shape, every key always there.

use std::io;

use serde::Serialize;

use crate::report::View;
use crate::report::entry::{Counts, Entry, counts, entry};
use crate::report::place::Locator;
use crate::report::scores::json::All;
use crate::report::shard::{Shard, shard};
use yize_core::check::{Outcome, Since, fingerprint};

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
        shard: shard(outcome, view),
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
    shard: Option<Shard>,
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

fn since(since: &Since) -> Compared<'_> {
    let Since { reference, commit, before, after, gone } = since;
    Compared { r#ref: reference, commit, gone: *gone, before: counts(before), after: counts(after) }
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
