//! SARIF 2.1.0, for code scanning: GitHub, Azure DevOps, editors.
//!
//! One run. Columns are Unicode characters, as everywhere here. A run holds at most 25,000 results, which is what GitHub
//! takes; of more, the weightiest are shown, and the last result says how many are left out.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use crate::report::row::{self, Row, Second};
use crate::report::{Hosting, View, percent};
use yize_core::check::Outcome;
use yize_core::escape;
use yize_core::finding::{Finding, Severity, Status};
use yize_core::host;
use yize_core::language::{Lang, count};
use yize_core::say;
use yize_core::source::Position;

/// Most results of a run.
const MOST: usize = 25_000;

/// Writes the log, compact: it may be uploaded, and uploads have limits.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, hosting: &Hosting, out: &mut dyn io::Write) -> io::Result<()> {
    write_at_most(MOST, outcome, view, hosting, out)
}

fn write_at_most(
    most: usize,
    outcome: &Outcome,
    view: View,
    hosting: &Hosting,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (chosen, left_out) = weightiest(&outcome.findings, hosting.sarif_suppressed, most);
    let places = Places { hosting, fallback: fallback(outcome), as_of: outcome.as_of };
    let numbered = (0..).zip(row::named(outcome, view));
    let shown: Vec<(Row<'_>, String)> =
        numbered.filter(|(at, _)| chosen.binary_search(at).is_ok()).map(|(_, named)| named).collect();
    let mut names: Vec<&str> = shown.iter().map(|(row, _)| &*row.finding.rule).collect();
    names.extend((left_out > 0).then_some(host::REPORT_CUT.name));
    names.sort_unstable();
    names.dedup();
    let index: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, name)| (*name, i)).collect();

    // All results tell their suppressions, or none does (SARIF 2.1.0, 3.27.23).
    let told = shown.iter().any(|(row, _)| row.suppression.is_some());
    let mut results: Vec<Result> =
        shown.iter().map(|named| result(named, index[&*named.0.finding.rule], told, &places)).collect();
    results.extend((left_out > 0).then(|| notice(left_out, index[host::REPORT_CUT.name], told, view, &places)));
    let driver = Driver {
        name: "yize",
        version: env!("CARGO_PKG_VERSION"),
        rules: names.iter().map(|name| descriptor(name, outcome, view)).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [json!({ "executionSuccessful": view.code < 2, "exitCode": view.code })],
        language: if view.lang == Lang::Zh { "zh-CN" } else { "en" },
        column_kind: "unicodeCodePoints",
        results,
    };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    escape::json(&log, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Value; 1],
    language: &'static str,
    column_kind: &'static str,
    results: Vec<Result<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor<'a>>,
}

/// A rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Message>,
    help: Message,
    default_configuration: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<Vec<Value>>,
    properties: Value,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: Physical,
    /// The cell, where the file is a workbook.
    #[serde(rename = "logicalLocations", skip_serializing_if = "Vec::is_empty")]
    logical: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// The numbers of the findings that are shown, in their order, and of how many are not.
fn weightiest(findings: &[Finding], suppressed: bool, most: usize) -> (Vec<usize>, usize) {
    let weight = |finding: &Finding| {
        let level = match (finding.status, finding.severity) {
            (Status::Fault, _) => 0,
            (Status::Violation, Severity::Error) => 1,
            (Status::Violation, Severity::Warning) => 2,
            (Status::Pending, _) => 3,
        };
        (finding.suppressed.is_some(), level)
    };
    let mut order: Vec<usize> =
        (0..findings.len()).filter(|at| suppressed || findings[*at].suppressed.is_none()).collect();
    let all = order.len();
    if all <= most {
        return (order, 0);
    }
    order.sort_by_key(|at| weight(&findings[*at]));
    order.truncate(most - 1);
    order.sort_unstable();
    (order, all + 1 - most)
}

fn notice(left_out: usize, rule_index: usize, told: bool, view: View, places: &Places<'_>) -> Result<'static> {
    let en = count(left_out, "more finding is", "more findings are");
    let text = say!(
        "另有 {left_out} 项未列入本报告（SARIF 报告最多 {MOST} 项）；完整结果见其他格式的报告",
        "{en} left out (SARIF reports hold {MOST}); reports in other formats have them all"
    );
    Result {
        rule_id: host::REPORT_CUT.name,
        rule_index,
        level: "warning",
        message: message(text.get(view.lang)),
        locations: [places.of_all()],
        related_locations: Vec::new(),
        partial_fingerprints: BTreeMap::new(),
        suppressions: told.then(Vec::new),
        properties: json!({ "leftOut": left_out }),
    }
}

fn descriptor<'a>(name: &'a str, outcome: &'a Outcome, view: View) -> Descriptor<'a> {
    let about = row::about(outcome, name, view.lang);
    let title = about.map_or(name, |about| about.title);
    let explain = about.map(|about| about.explain).filter(|text| !text.is_empty());
    let basis = about.map(|about| about.basis).filter(|text| !text.is_empty()).map(|basis| {
        let text = say!("依据：{basis}", "Basis: {basis}");
        text.get(view.lang).to_owned()
    });
    let help: Vec<String> = [explain.map(str::to_owned), basis].into_iter().flatten().collect();
    let help = if help.is_empty() { title.to_owned() } else { help.join("\n\n") };
    Descriptor {
        id: name,
        short_description: message(title),
        full_description: explain.map(message),
        help: message(&help),
        default_configuration: json!({ "level": about.map_or("error", |about| about.severity.word()) }),
    }
}

fn result<'a>((row, print): &(Row<'a>, String), rule_index: usize, told: bool, places: &Places<'_>) -> Result<'a> {
    let finding = row.finding;
    let level = match finding.status {
        Status::Violation => finding.severity.word(),
        Status::Pending => "note",
        Status::Fault => "error",
    };
    let mut text = row.message.to_owned();
    if let Some(help) = row.help {
        text.extend(["\n", help]);
    }
    let location =
        |file| Location { id: None, physical: places.physical(file, row.range), logical: cell(row), message: None };
    let related = row.seconds.iter().zip(1..).map(|(second, id)| places.second(second, id));
    let excuse =
        |by: &row::Suppression| json!({ "kind": "external", "status": "accepted", "justification": by.reason });
    Result {
        rule_id: &finding.rule,
        rule_index,
        level,
        message: message(&text),
        locations: [row.file.map_or_else(|| places.of_all(), location)],
        related_locations: related.collect(),
        // GitHub follows results by the second one, and would otherwise make it of the line's text.
        partial_fingerprints: BTreeMap::from([
            ("yize/v1", print.clone()),
            ("primaryLocationLineHash", format!("{print}:1")),
        ]),
        suppressions: told.then(|| row.suppression.iter().map(excuse).collect()),
        properties: json!({
            "status": finding.status.word(),
            "body": finding.body.as_deref(),
            "record": finding.record.as_ref().map(|r| json!({ "kind": r.kind, "key": r.key, "name": finding.address.name })),
            "field": finding.field,
            "due": finding.due.map(|day| day.to_string()),
            "days": finding.days(places.as_of),
            "who": finding.address.who.iter().map(|who| json!({ "kind": who.kind, "key": who.key, "name": who.name })).collect::<Vec<_>>(),
            "basis": row.basis,
        }),
    }
}

/// Where results are.
struct Places<'a> {
    hosting: &'a Hosting,
    /// The file of what belongs to none.
    fallback: String,
    /// The day as of which it is told how many are left.
    as_of: Date,
}

/// What belongs to no file is shown with the settings, or else with the last data: GitHub refuses a report of which a result
/// has no place.
fn fallback(outcome: &Outcome) -> String {
    let names = || outcome.sources.iter().map(|(_, source)| source.name.as_str());
    let settings = names().find(|name| name.rsplit('/').next() == Some("yize.toml"));
    settings.or_else(|| names().filter(|name| name.ends_with(".toml")).last()).unwrap_or("yize.toml").to_owned()
}

impl Places<'_> {
    /// The place of what belongs to no file.
    fn of_all(&self) -> Location {
        let start = Position { line: 1, column: 1 };
        Location {
            id: None,
            physical: self.physical(&self.fallback, Some((start, start))),
            logical: Vec::new(),
            message: None,
        }
    }

    fn second(&self, second: &Second<'_>, id: usize) -> Location {
        Location {
            id: Some(id),
            physical: self.physical(second.file, Some(second.range)),
            logical: Vec::new(),
            message: (!second.message.is_empty()).then(|| message(&second.message)),
        }
    }

    fn physical(&self, file: &str, range: Option<(Position, Position)>) -> Physical {
        let region = |(start, end): (Position, Position)| Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        };
        let uri = percent::uri(&self.hosting.path(file));
        Physical { artifact_location: json!({ "uri": uri }), region: range.map(region) }
    }
}

/// The cell that a finding in a workbook speaks of.
fn cell(row: &Row<'_>) -> Vec<Value> {
    let cell = row.cell.iter().zip(row.file);
    cell.map(|((sheet, cell), file)| {
        json!({ "name": format!("{sheet}!{cell}"), "fullyQualifiedName": format!("{file}[{sheet}]!{cell}"), "kind": "cell" })
    })
    .collect()
}

/// A message. Brackets that would make a link are escaped.
fn message(text: &str) -> Message {
    let text = if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() };
    Message { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn of_too_many_findings_the_weightiest_are_kept_and_the_rest_is_told() {
        let mut outcome = sample::outcome();
        for n in 0..40 {
            let mut more = outcome.findings[n % 2].clone();
            more.message = say!("第{n}项", "{n}");
            outcome.findings.push(more);
        }
        let mut bytes = Vec::new();
        write_at_most(10, &outcome, View::new(Lang::Zh, 1), &Hosting::default(), &mut bytes).unwrap();
        let log: Value = serde_json::from_slice(&bytes).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 10);
        assert!(results[..9].iter().all(|r| r["level"] == "error"));
        assert!(results[9]["message"]["text"].as_str().unwrap().starts_with("另有 34 项未列入本报告"));
    }
}
