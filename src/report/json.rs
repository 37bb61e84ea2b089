//! The report for programs.

use std::io;

use crate::report::View;
use yize_core::check::Outcome;
use yize_core::json;

/// Writes the report, indented, with a line break at its end.
///
/// # Errors
/// As the writer reports them.
pub fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    json::write(outcome, view.lang, view.fail_on, out)
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
                "record": {"kind": "plan", "key": "2026", "name": null}, "field": "scheme", "due": null, "days": null,
                "who": [], "who_more": 0,
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
