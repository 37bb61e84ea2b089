//! Baselines: findings that were there when a body began to be checked, known by fingerprint. They stay in the report
//! and do not count; what is new does.
//!
//! ```
//! use yize_core::check::{Request, baseline, check};
//! use yize_core::{FailOn, Memory};
//!
//! # let (files, request) = (yize_core::example::project(), yize_core::example::request());
//! let mut outcome = check(&files, &request, &());
//! let known = baseline::text(&outcome).expect("a check that is complete");
//! // What was just written need not be read again.
//! baseline::adopt(&mut outcome);
//! assert_eq!((outcome.summary.violations, outcome.summary.baselined), (0, 1));
//!
//! // From now on only what is new counts.
//! let files: Memory = files.with("club/known.toml", known);
//! let outcome = check(&files, &Request { baseline: Some("club/known.toml".into()), ..request }, &());
//! assert_eq!((outcome.exit_code(FailOn::Error), outcome.summary.baselined), (0, 1));
//! ```

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::check::filters::{self, Seen};
use crate::check::{Outcome, Request, Summary, fingerprint, sink, waivers};
use crate::document::{self, Reader, Table, Value};
use crate::files::{Files, read_within};
use crate::finding::{Effect, Finding, Severity, Status, Suppression};
use crate::host;
use crate::language::{Lang, count, say};
use crate::source::{Place, Sources};
use crate::texts::{decode, show_path, unreadable};

/// Greatest size of a baseline, in bytes.
const LIMIT: u64 = 64 << 20;
/// Most findings that are gone and shown one by one.
const SHOWN: usize = 20;
/// The version of the file that is written and read.
const VERSION: i64 = 1;

/// A finding that a baseline knows.
struct Known {
    fingerprint: String,
    rule: String,
    body: Option<String>,
    message: String,
    place: Place,
}

/// Marks the findings that the request's baseline knows, and reports those that are gone. Findings are sorted.
#[must_use]
pub(crate) fn apply(
    files: &dyn Files,
    request: &Request,
    seen: &Seen,
    mut findings: Vec<Finding>,
    sources: &mut Sources,
) -> Vec<Finding> {
    let Some(path) = &request.baseline else { return findings };
    let known = match read(files, path, sources) {
        Ok(known) => known,
        Err(wrong) => {
            findings.extend(wrong);
            return sink::sort(findings, sources);
        }
    };
    let prints = fingerprint::all(&findings, sources);
    let here: HashSet<&str> = prints.iter().map(String::as_str).collect();
    let listed: HashSet<&str> = known.iter().map(|k| k.fingerprint.as_str()).collect();
    for (finding, print) in findings.iter_mut().zip(&prints) {
        if counts(finding) && listed.contains(print.as_str()) {
            finding.suppressed = Some(Suppression::Baseline);
        }
    }
    // A rule that could not speak has not mended anything, nor one that was not asked.
    let bodies: HashSet<&str> = seen.bodies.iter().map(|body| &**body).collect();
    let asked = |k: &&Known| {
        let in_data = |body: &String| filters::body_selected(&request.bodies, body) && bodies.contains(body.as_str());
        filters::selected(request, &k.rule) && k.body.as_ref().is_none_or(in_data)
    };
    if !seen.partial && waivers::complete(&findings) {
        let gone: Vec<&Known> = known.iter().filter(|k| !here.contains(k.fingerprint.as_str())).filter(asked).collect();
        findings.extend(missing(&gone));
    }
    sink::sort(findings, sources)
}

/// Whether a baseline may know a finding. A duty that is not yet due has the fingerprint that it will have when it is
/// missed, so only violations are taken.
fn counts(finding: &Finding) -> bool {
    finding.can_be_suppressed() && finding.status == Status::Violation && finding.suppressed.is_none()
}

fn missing(gone: &[&Known]) -> Option<Finding> {
    let number = gone.len();
    let en = count(number, "finding of the baseline is", "findings of the baseline are");
    let message = say!("基线中有{number}项问题已经消失", "{en} gone");
    let help = say!("用 --write-baseline 重写基线", "write the baseline anew with --write-baseline");
    let mut finding = host::BASELINE_GONE.finding(message).at(gone.first()?.place).help(help);
    finding.severity = Severity::Warning;
    for known in gone.iter().take(SHOWN) {
        let (rule, message) = (&known.rule, &known.message);
        finding = finding.see(known.place, say!("{rule}：{message}", "{rule}: {message}"));
    }
    Some(finding)
}

/// The text of a baseline of all that counts in an outcome or is in a baseline already, sorted; `None` where the check
/// is not complete, for what it did not reach would be lost.
#[must_use]
pub fn text(outcome: &Outcome) -> Option<String> {
    if outcome.findings.iter().any(|f| f.effect > Effect::Violation) {
        return None;
    }
    let prints = fingerprint::all(&outcome.findings, &outcome.sources);
    let mut entries: Vec<String> =
        outcome.findings.iter().zip(&prints).filter(|(f, _)| belongs(f)).map(entry).collect();
    entries.sort_unstable();
    let mut text = format!("# yize 基线：由 check --write-baseline 写成。\nversion = {VERSION}\n");
    text.extend(entries);
    Some(text)
}

fn belongs(finding: &Finding) -> bool {
    counts(finding) || finding.suppressed == Some(Suppression::Baseline)
}

/// An entry; rule and body come first, so that sorted entries stand together.
fn entry((finding, print): (&Finding, &String)) -> String {
    let mut entry = "\n[[finding]]\n".to_owned();
    let record = finding.record.as_ref().map(|r| format!("{}/{}", r.kind, r.key));
    let lines = [
        ("rule", Some(&*finding.rule)),
        ("body", finding.body.as_deref()),
        ("record", record.as_deref()),
        ("message", Some(finding.message.get(Lang::Zh))),
        ("fingerprint", Some(print)),
    ];
    for (key, value) in lines {
        if let Some(value) = value {
            let _ = writeln!(entry, "{key} = {}", toml_edit::Value::from(value));
        }
    }
    entry
}

/// Marks all that [`text`] wrote, and counts anew.
pub fn adopt(outcome: &mut Outcome) {
    for finding in outcome.findings.iter_mut().filter(|f| counts(f)) {
        finding.suppressed = Some(Suppression::Baseline);
    }
    let Summary { bodies, files, records, rules, .. } = outcome.summary;
    outcome.summary = Summary { bodies, files, records, rules, ..Summary::default() };
    outcome.summary.count(&outcome.findings);
}

fn read(files: &dyn Files, path: &Path, sources: &mut Sources) -> Result<Vec<Known>, Vec<Finding>> {
    let name = show_path(path);
    let bytes = read_within(files, path, LIMIT).map_err(|error| vec![unreadable(&name, &error)])?;
    let (id, not_utf8) = decode(bytes).add(&name, &host::BASELINE, sources);
    let text = sources.get(id).text.clone();
    let (table, mut findings) = document::parse(&text, id, &host::BASELINE);
    findings.extend(not_utf8);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut reader = Reader::new(id, &host::BASELINE, &mut findings);
    reader.only(&table, &["version", "finding"]);
    let version = reader.required(&table, "version", 0..0);
    if let Some(value) = version.filter(|v| document::as_integer(v.get_ref()) != Some(VERSION)) {
        reader.wrong(value.span(), say!("基线的版本应为 {VERSION}", "the version of a baseline is {VERSION}"));
    }
    let items = table.get("finding");
    if let Some(value) = items.filter(|v| !v.get_ref().is_array()) {
        reader.wrong(value.span(), say!("写成 [[finding]] 表", "write [[finding]] tables"));
    }
    let items = items.and_then(|v| v.get_ref().as_array()).into_iter().flat_map(|items| items.iter());
    let known: Vec<Known> = items.filter_map(|item| one(&mut reader, item)).collect();
    if findings.is_empty() { Ok(known) } else { Err(findings) }
}

fn one(reader: &mut Reader<'_>, item: &Value<'_>) -> Option<Known> {
    let table: &Table<'_> = reader.table(item)?;
    reader.only(table, &["rule", "body", "record", "message", "fingerprint"]);
    let mut needed = |key: &str| {
        let value = reader.required(table, key, item.span())?;
        reader.string(value)
    };
    let (rule, message) = (needed("rule"), needed("message"));
    let fingerprint = needed("fingerprint");
    let body = table.get("body").and_then(|value| reader.string(value));
    let known =
        Known { fingerprint: fingerprint?, rule: rule?, body, message: message?, place: reader.place(item.span()) };
    let sound = known.fingerprint.len() == 16 && known.fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
    if !sound {
        reader.wrong(table.get("fingerprint")?.span(), say!("指纹不合规", "not a fingerprint"));
    }
    sound.then_some(known)
}
