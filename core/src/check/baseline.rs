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
//! let request = Request { baseline: Some("club/known.toml".into()), ..request };
//! let outcome = check(&files, &request, &());
//! assert_eq!((outcome.exit_code(FailOn::Error), outcome.summary.baselined), (0, 1));
//!
//! // What was mended is told until it is taken out of the baseline, to which nothing is added.
//! let data = yize_core::example::DATA.replace("visits = 0", "visits = 1");
//! let files = files.with("club/data/members.toml", data);
//! let mut outcome = check(&files, &request, &());
//! assert_eq!(&*outcome.findings[0].rule, "host/baseline-gone");
//! let left = baseline::pruned(&files, "club/known.toml".as_ref(), &outcome).expect("a check that is complete");
//! baseline::forget_gone(&mut outcome);
//! assert!(!left.contains("visits") && outcome.findings.is_empty());
//! ```

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::check::filters::{self, Seen};
use crate::check::{Outcome, Request, Summary, fingerprint, sink, waivers};
use crate::document::{self, Reader, Table, Value};
use crate::escape;
use crate::files::{Files, read_within};
use crate::finding::{Effect, Finding, Measure, Related, Severity, Status, Suppression};
use crate::host;
use crate::language::{Lang, count, say};
use crate::pack::PackSource;
use crate::source::{Place, SourceId, Sources};
use crate::texts::{decode, show_path, unreadable};

mod measured;

/// Greatest size of a baseline, in bytes.
pub const LIMIT: u64 = 64 << 20;
/// Most findings that are gone and shown one by one.
const SHOWN: usize = 20;
/// The version of the file that is written and read.
const VERSION: i64 = 2;

/// A finding that a baseline knows.
struct Known {
    fingerprint: String,
    rule: String,
    body: Option<String>,
    record: Option<String>,
    message: String,
    measure: Option<Measure>,
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
    let known = match read(files, path, request, sources) {
        Ok(known) => known,
        Err(wrong) => {
            findings.extend(wrong);
            return sink::sort(findings, sources);
        }
    };
    let prints = fingerprint::all(&findings, sources);
    let here: HashSet<&str> = prints.iter().map(String::as_str).collect();
    let listed: HashMap<&str, &Known> = known.iter().map(|k| (k.fingerprint.as_str(), k)).collect();
    let mut worse: Vec<&Known> = Vec::new();
    for (finding, print) in findings.iter_mut().zip(&prints).filter(|(finding, _)| counts(finding)) {
        let Some(known) = listed.get(print.as_str()) else { continue };
        let told = measured::worse(known.measure.as_ref(), finding.measure.as_ref());
        if !(request.baseline_strict && told.is_some()) {
            finding.suppressed = Some(Suppression::Baseline);
        }
        if let Some(told) = told {
            finding.related.push(Related { place: known.place, message: told });
            worse.push(known);
        }
    }
    findings.extend(worsened(&worse));
    // A rule that could not speak has not mended anything, nor one that was not asked.
    let bodies: HashSet<&str> = seen.bodies.iter().map(|body| &**body).collect();
    let (selected, chosen) = (filters::Selected::by(request), filters::Bodies::by(&request.bodies));
    let asked = |k: &&Known| {
        let in_data = |body: &String| chosen.has(body) && bodies.contains(body.as_str());
        selected.has(&k.rule) && k.body.as_ref().is_none_or(in_data)
    };
    if !seen.partial && waivers::complete(&findings) {
        let gone: Vec<&Known> = known.iter().filter(|k| !here.contains(k.fingerprint.as_str())).filter(asked).collect();
        findings.extend(missing(&gone));
    }
    sink::sort(findings, sources)
}

/// Whether a finding is worse than it was, as far as its rule measures that. Where no more is wrong than that more is asked
/// for now, it is what it was.
#[must_use]
pub(crate) fn is_worse(was: &Finding, now: &Finding) -> bool {
    let (was, now) = (was.measure.as_ref(), now.measure.as_ref());
    was.map(|m| &m.have) != now.map(|m| &m.have) && measured::worse(was, now).is_some()
}

/// Whether a baseline may know a finding. A duty that is not yet due has the fingerprint that it will have when it is
/// missed, so only violations are taken.
fn counts(finding: &Finding) -> bool {
    finding.can_be_suppressed() && finding.status == Status::Violation && finding.suppressed.is_none()
}

fn missing(gone: &[&Known]) -> Option<Finding> {
    let number = gone.len();
    let en = count(number, "finding of the baseline is", "findings of the baseline are");
    let message = say!("基线中有{number}项问题已经消失", "{en} gone").aside("number");
    let help = say!(
        "用 --baseline-prune 从基线中删去；新的问题不会写进去",
        "take them out with --baseline-prune, which adds nothing"
    );
    Some(listing(host::BASELINE_GONE.finding(message), gone)?.help(help))
}

/// Says which findings are worse than the baseline has them.
fn worsened(worse: &[&Known]) -> Option<Finding> {
    let number = worse.len();
    let en = count(number, "finding of the baseline is", "findings of the baseline are");
    let message = say!("基线中有{number}项问题加重了", "{en} worse").aside("number");
    let help = say!("改正数据；--baseline-strict 会让它们算数", "mend the data; with --baseline-strict they count");
    Some(listing(host::BASELINE_WORSE.finding(message), worse)?.help(help))
}

/// A warning at the entries of a baseline.
fn listing(finding: Finding, all: &[&Known]) -> Option<Finding> {
    let mut finding = finding.at(all.first()?.place);
    finding.severity = Severity::Warning;
    for known in all.iter().take(SHOWN) {
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
    let entries = outcome.findings.iter().zip(&prints).filter(|(f, _)| belongs(f)).map(|(finding, print)| {
        // What stands in place of a key is a place, which is another tomorrow.
        let record = finding.record.as_ref().map(|r| match finding.identity.content {
            None => format!("{}/{}", r.kind, r.key),
            Some(_) => r.kind.clone(),
        });
        let (body, message) = (finding.body.as_deref(), finding.message.get(Lang::Zh));
        entry((&finding.rule, body, record.as_deref()), message, finding.measure.as_ref(), print)
    });
    Some(written(entries.collect()))
}

fn written(mut entries: Vec<String>) -> String {
    entries.sort_unstable();
    let mut text = format!("# yize 基线：由 check --write-baseline 写成。\nversion = {VERSION}\n");
    text.extend(entries);
    text
}

/// The text of a baseline without what is gone, and nothing added: how bad its findings were stays as it was. `None` where
/// what is gone is not known, because the check is not complete.
#[must_use]
pub fn pruned(files: &dyn Files, path: &Path, outcome: &Outcome) -> Option<String> {
    if !waivers::complete(&outcome.findings) {
        return None;
    }
    let known = read(files, path, &Request::new(Vec::new(), outcome.as_of), &mut Sources::default()).ok()?;
    let prints = fingerprint::all(&outcome.findings, &outcome.sources);
    let here: HashSet<&str> = prints.iter().map(String::as_str).collect();
    let left = known.iter().filter(|known| here.contains(known.fingerprint.as_str())).map(|known| {
        let of = (known.rule.as_str(), known.body.as_deref(), known.record.as_deref());
        entry(of, &known.message, known.measure.as_ref(), &known.fingerprint)
    });
    Some(written(left.collect()))
}

/// Takes what is said of vanished entries out of an outcome whose baseline was pruned.
pub fn forget_gone(outcome: &mut Outcome) {
    outcome.findings.retain(|finding| *finding.rule != *host::BASELINE_GONE.name);
    recount(outcome);
}

fn belongs(finding: &Finding) -> bool {
    counts(finding) || finding.suppressed == Some(Suppression::Baseline)
}

/// The entry of a finding of a rule, body and record; rule and body come first, so that sorted entries stand together.
fn entry(
    (rule, body, record): (&str, Option<&str>, Option<&str>),
    message: &str,
    measure: Option<&Measure>,
    fingerprint: &str,
) -> String {
    let lines = [
        ("rule", Some(rule)),
        ("body", body),
        ("record", record),
        ("message", Some(message)),
        ("have", measure.map(|measure| &*measure.have)),
        ("want", measure.map(|measure| &*measure.want)),
        ("fingerprint", Some(fingerprint)),
    ];
    let mut entry = "\n[[finding]]\n".to_owned();
    for (key, value) in lines {
        if let Some(value) = value {
            let _ = writeln!(entry, "{key} = {}", escape::toml(value));
        }
    }
    entry
}

/// Marks all that [`text`] wrote, and counts anew.
pub fn adopt(outcome: &mut Outcome) {
    for finding in outcome.findings.iter_mut().filter(|f| counts(f)) {
        finding.suppressed = Some(Suppression::Baseline);
    }
    recount(outcome);
}

fn recount(outcome: &mut Outcome) {
    let Summary { bodies, files, records, rules, .. } = outcome.summary;
    outcome.summary = Summary { bodies, files, records, rules, ..Summary::default() };
    outcome.summary.count(&outcome.findings);
}

/// The command that writes a baseline of what is found now.
fn rewriting(path: &Path, request: &Request) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || "._-/+:@".contains(sign);
    let quoted = |path: &Path| {
        let name = show_path(path);
        if name.chars().all(plain) { name } else { format!("'{}'", name.replace('\'', "'\\''")) }
    };
    let mut command = "yize check".to_owned();
    for path in &request.paths {
        let _ = write!(command, " {}", quoted(path));
    }
    for pack in &request.packs {
        if let PackSource::Folder(folder) = pack {
            let _ = write!(command, " --rules {}", quoted(folder));
        }
    }
    let _ = write!(command, " --write-baseline {}", quoted(path));
    command
}

/// Whether a file is a baseline, of whatever version, or empty: what may be replaced by one.
///
/// ```
/// use yize_core::check::baseline::{LIMIT, looks_like_one, text};
///
/// let known = text(&yize_core::example::outcome()).expect("a check that is complete");
/// assert!(known.len() as u64 <= LIMIT && looks_like_one(known.as_bytes()) && looks_like_one(b""));
/// assert!(!looks_like_one(b"year = 2026\n"));
/// ```
#[must_use]
pub fn looks_like_one(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if text.trim().is_empty() {
        return true;
    }
    let (table, errors) = document::parse(text, SourceId(0), &host::BASELINE);
    let named = |item: &Value<'_>| item.get_ref().as_table().is_some_and(|entry| entry.contains_key("fingerprint"));
    let entries = table.get("finding").map(|value| value.get_ref().as_array());
    errors.is_empty()
        && table.contains_key("version")
        && table.keys().all(|key| matches!(&**key.get_ref(), "version" | "finding"))
        && entries.is_none_or(|entries| entries.is_some_and(|entries| entries.iter().all(named)))
}

fn read(files: &dyn Files, path: &Path, request: &Request, sources: &mut Sources) -> Result<Vec<Known>, Vec<Finding>> {
    let name = show_path(path);
    let bytes = read_within(files, path, LIMIT).map_err(|error| vec![unreadable(&name, &error)])?;
    let (id, not_utf8) = decode(&bytes).add(&name, &host::BASELINE, sources);
    let text = sources.get(id).shared();
    let (table, mut findings) = document::parse(&text, id, &host::BASELINE);
    findings.extend(not_utf8);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut reader = Reader::new(id, &host::BASELINE, &mut findings);
    reader.only(&table, &["version", "finding"]);
    let version = reader.required(&table, "version", 0..0);
    let number = version.and_then(|v| document::as_integer(v.get_ref()));
    if let (Some(value), Some(1)) = (version, number) {
        let command = rewriting(path, request);
        let message = say!(
            "这是旧式的基线，其中的指纹不分编号、月份和数目，不能再用",
            "this is a baseline of the old kind, whose fingerprints tell neither ids nor months nor totals apart"
        );
        let help = say!(
            "重新写一份（现有的问题都会写进去）：{command}",
            "write it anew, which takes in all that is found now: {command}"
        );
        reader.wrong(value.span(), message).help = Some(help);
        return Err(findings);
    }
    if let Some(value) = version.filter(|_| number != Some(VERSION)) {
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
    reader.only(table, &["rule", "body", "record", "message", "have", "want", "fingerprint"]);
    let mut needed = |key: &str| {
        let value = reader.required(table, key, item.span())?;
        reader.string(value)
    };
    let (rule, message) = (needed("rule"), needed("message"));
    let fingerprint = needed("fingerprint");
    let mut given = |key: &str| table.get(key).and_then(|value| reader.string(value));
    let (body, record) = (given("body"), given("record"));
    let measure = given("have").zip(given("want")).map(|(have, want)| Measure { have, want });
    let place = reader.place(item.span());
    if let Some(key) = ["have", "want"].into_iter().find(|key| table.contains_key(*key))
        && !measure.as_ref().is_some_and(measured::is_sound)
    {
        reader.wrong(
            table.get(key).map_or(item.span(), Value::span),
            say!(
                "have 和 want 应当是一对数，如 \"3\"、\"5/3\"",
                "have and want are two numbers such as \"3\" and \"5/3\""
            ),
        );
    }
    let known = Known { fingerprint: fingerprint?, rule: rule?, body, record, message: message?, measure, place };
    let sound = known.fingerprint.len() == 16 && known.fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
    if !sound {
        reader.wrong(table.get("fingerprint")?.span(), say!("指纹不合规", "not a fingerprint"));
    }
    sound.then_some(known)
}
