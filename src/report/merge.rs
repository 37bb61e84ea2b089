//! Joining the JSON reports of shards to the report of the whole check, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::report::text::clean_line;
use crate::report::{View, summary};
use yize_core::check::Shard as Slice;
use yize_core::check::{Judgement, Outcome, Summary, Within, excuse_nothing, fingerprint};
use yize_core::escape::json_pretty;
use yize_core::finding::{Severity, Status};
use yize_core::json::{Order, Said, Shard, Waiver};
use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::source::Sources;

/// The report of a whole check, joined from those of its shards.
#[derive(Debug)]
pub struct Merged {
    report: Report,
    /// The exit status of the whole: the strongest of the shards'.
    pub code: u8,
    /// The language of the shards' messages.
    pub lang: Lang,
}

/// A report, read. Scores are kept as they are written: their numbers are decimals, not binary floats.
#[derive(Debug, Serialize, Deserialize)]
struct Report {
    version: u32,
    as_of: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_zone: Option<String>,
    findings: Vec<Value>,
    scores: Vec<Box<RawValue>>,
    summary: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    nested: Vec<Within>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ledgers: Vec<Value>,
}

/// A shard's report, read.
struct ShardReport<'a> {
    name: &'a str,
    report: Report,
    shard: Shard,
}

/// Joins reports, given by name and bytes.
///
/// # Errors
/// When one is no shard's report, or a shard is missing, doubled, or of another check.
pub fn merge(reports: &[(String, Vec<u8>)]) -> Result<Merged, Text> {
    let mut shards = reports.iter().map(|(name, bytes)| read(name, bytes)).collect::<Result<Vec<_>, _>>()?;
    shards.sort_by_key(|p| p.shard.index);
    whole(&shards)?;
    let Some(first) = shards.first() else { return Err(say!("没有报告", "no reports")) };
    let lang = Lang::parse(&first.shard.lang).unwrap_or_default();
    let (version, as_of, nested) = (first.report.version, first.report.as_of.clone(), first.report.nested.clone());
    let time_zone = first.report.time_zone.clone();
    let mut ledgers: Vec<Value> = Vec::new();
    for own in shards.iter().flat_map(|each| &each.report.ledgers) {
        // Each shard reads all sheets.
        let same = |other: &Value| other["file"] == own["file"] && other["sheet"] == own["sheet"];
        if !ledgers.iter().any(same) {
            ledgers.push(own.clone());
        }
    }
    let (said, mut summary) = (said(&shards), counts(&shards));
    bounded(&shards)?;
    let exits = shards.iter().map(|p| p.shard.exit).chain(said.iter().map(|s| s.exit));
    let code = exits.max_by_key(|code| strength(*code)).unwrap_or(2);
    let mut scores: Vec<Box<RawValue>> = shards.iter_mut().flat_map(|p| std::mem::take(&mut p.report.scores)).collect();
    scores.sort_by_cached_key(|table| serde_json::from_str::<Table>(table.get()).unwrap_or_default());
    let mut findings: Vec<(Order, Value)> = Vec::new();
    for each in &mut shards {
        let order = std::mem::take(&mut each.shard.order);
        findings.extend(order.into_iter().zip(std::mem::take(&mut each.report.findings)));
    }
    for Said { order, finding, .. } in said {
        let count = match (finding["status"].as_str(), finding["severity"].as_str()) {
            (Some(status), _) if status == Status::Fault.word() => "faults",
            (_, Some(severity)) if severity == Severity::Warning.word() => "warnings",
            _ => "violations",
        };
        let sum = summary.get(count).and_then(Value::as_u64).unwrap_or_default();
        summary.insert(count.to_owned(), Value::from(sum.saturating_add(1)));
        findings.push((order, finding));
    }
    findings.sort_by(|(a, x), (b, y)| key(a, x).cmp(&key(b, y)));
    let findings = findings.into_iter().map(|(_, finding)| finding).collect();
    Ok(Merged { report: Report { version, as_of, time_zone, findings, scores, summary, nested, ledgers }, code, lang })
}

/// By what tables of scores stand in order.
#[derive(Default, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Table {
    body: String,
    year: i16,
    scheme: String,
}

/// What is to be said of the waivers, each with its fingerprint.
fn said(shards: &[ShardReport<'_>]) -> Vec<Said> {
    let waivers = shards.first().map(|each| each.shard.waivers.as_slice()).unwrap_or_default();
    let judgement = |w: &Waiver| Judgement { group: w.group, met: w.met, judged: w.judged };
    let nothing = excuse_nothing(
        &shards.iter().map(|each| each.shard.waivers.iter().map(judgement).collect()).collect::<Vec<_>>(),
    );
    let mut said = Vec::new();
    for (at, (waiver, nothing)) in waivers.iter().zip(nothing).enumerate() {
        // What is near to what it names is known to the shard that has its body.
        let speaker = shards.iter().find(|each| each.shard.index == waiver.speaker);
        let words = speaker.and_then(|each| each.shard.waivers.get(at)).unwrap_or(waiver);
        said.extend(if nothing { words.unused.clone() } else { waiver.used.clone() });
    }
    said.extend(idle(shards));
    said.sort_by(|a, b| key(&a.order, &a.finding).cmp(&key(&b.order, &b.finding)));
    said.dedup_by(|a, b| a.order == b.order && a.finding == b.finding);
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for Said { finding, stem, .. } in &mut said {
        let ordinal = seen.entry(stem.clone()).or_default();
        finding["fingerprint"] = fingerprint::of_stem(stem, *ordinal).into();
        *ordinal += 1;
    }
    said
}

/// What is to be said where there are records and no rule applies to those of any shard.
fn idle(shards: &[ShardReport<'_>]) -> Option<Said> {
    let records =
        shards.iter().filter_map(|each| each.report.summary.get("records")?.as_u64()).any(|records| records > 0);
    let first = shards.first()?.shard.idle.clone();
    first.filter(|_| records && shards.iter().all(|each| each.shard.idle.is_some()))
}

/// Refuses shards that together have more than one report tells: the whole check would leave something out, and say what.
fn bounded(shards: &[ShardReport<'_>]) -> Result<(), Text> {
    let bounds = shards.first().map(|each| each.shard.bounds.as_slice()).unwrap_or_default();
    for (at, [_, most]) in bounds.iter().enumerate() {
        let here = |each: &ShardReport<'_>| each.shard.bounds.get(at).map_or(0, |[here, _]| *here);
        if shards.iter().map(here).fold(0, u64::saturating_add) > *most {
            return Err(say!(
                "数据里的错误或记录多于一份报告所能容纳，各片不能合并：请先改正各片列出的，或者不分片检查",
                "the data have more mistakes or records than one report can hold, so that shards cannot be joined: mend what they list first, or check without --shard"
            ));
        }
    }
    Ok(())
}

/// By what the findings of a report stand in order; see `check/sink`.
type Key<'a> = (
    (Option<&'a str>, Option<[u32; 2]>, Option<&'a str>, Option<&'a str>),
    &'a (String, Option<String>),
    Option<&'a str>,
);

fn key<'a>(order: &'a Order, finding: &'a Value) -> Key<'a> {
    let file = finding["file"].as_str().filter(|_| order.span.is_some());
    let (rule, body) = (finding["rule"].as_str(), finding["body"].as_str());
    ((file, order.span, order.path.as_deref(), rule), &order.message, body)
}

/// 4 wins over 2, then 3, 1 and 0.
fn strength(code: u8) -> usize {
    [0, 1, 3, 2, 4].iter().position(|c| *c == code).unwrap_or(4)
}

fn read<'a>(name: &'a str, bytes: &[u8]) -> Result<ShardReport<'a>, Text> {
    let shown = clean_line(name);
    let wrong =
        |error: serde_json::Error| say!("{shown} 不是 JSON 报告：{error}", "{shown} is not a JSON report: {error}");
    let report: Report = serde_json::from_slice(bytes).map_err(wrong)?;
    if report.version != 1 {
        return Err(say!("{shown} 不是第 1 版的报告", "{shown} is not a report of version 1"));
    }
    let Own { shard } = serde_json::from_slice(bytes).map_err(wrong)?;
    let Some(shard) = shard else {
        return Err(say!("{shown} 不是分片的报告，没有 shard", "{shown} is not a shard's report: it has no `shard`"));
    };
    let said =
        shard.waivers.iter().flat_map(|waiver| waiver.used.iter().chain(&waiver.unused)).map(|said| &said.finding);
    if report.findings.iter().chain(said).any(|finding| !finding.is_object())
        || report.findings.len() != shard.order.len()
        || Slice::new(shard.index, shard.of).is_none()
    {
        return Err(say!("{shown} 不完整", "{shown} is not whole"));
    }
    Ok(ShardReport { name, report, shard })
}

/// What only the report of a shard has.
#[derive(Deserialize)]
struct Own {
    shard: Option<Shard>,
}

/// So many missing shards are named.
const SHOWN: usize = 20;

/// Whether the shards, in their order, make one check.
fn whole(shards: &[ShardReport<'_>]) -> Result<(), Text> {
    let Some(first) = shards.first() else { return Ok(()) };
    let one = clean_line(first.name);
    for each in shards {
        let (a, b) = (&first.shard, &each.shard);
        let alike = a.of == b.of && a.inputs == b.inputs && a.lang == b.lang && a.files == b.files;
        if !alike || first.report.as_of != each.report.as_of {
            let other = clean_line(each.name);
            return Err(say!(
                "{other} 与 {one} 不是同一次检查的分片（数据、规则、选项或版本不同）",
                "{other} and {one} are not shards of one check (data, rules, options or versions differ)"
            ));
        }
    }
    if let Some(pair) = shards.windows(2).find(|pair| pair[0].shard.index == pair[1].shard.index) {
        let (a, b, index) = (clean_line(pair[0].name), clean_line(pair[1].name), pair[0].shard.index);
        return Err(say!("{a} 和 {b} 都是第 {index} 片", "{a} and {b} are both shard {index}"));
    }
    let of = first.shard.of;
    // Sorted and all different: only so many are looked for as are told.
    let missing: Vec<String> = (1..=of)
        .filter(|index| shards.binary_search_by_key(index, |each| each.shard.index).is_err())
        .map(|index| format!("{index}/{of}"))
        .take(SHOWN)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let more = of - shards.len() - missing.len();
    let (zh, en) = (missing.join("、"), missing.join(", "));
    if more > 0 {
        return Err(say!("缺少分片 {zh} 等的报告，另缺{more}片", "missing reports of shards: {en} and {more} more"));
    }
    Err(say!("缺少分片 {zh} 的报告", "missing reports of shards: {en}"))
}

/// The summary of the whole: findings, bodies and records are added up, a file that several shards have read counts once, and
/// so does a rule that applies in several.
fn counts(shards: &[ShardReport<'_>]) -> Map<String, Value> {
    let mut counts = Map::new();
    for each in shards {
        for (name, count) in &each.report.summary {
            let sum = counts.get(name).and_then(Value::as_u64).unwrap_or_default();
            counts.insert(name.clone(), Value::from(sum.saturating_add(count.as_u64().unwrap_or_default())));
        }
    }
    let rules: BTreeSet<&String> = shards.iter().flat_map(|each| &each.shard.rules).collect();
    let files = shards.first().map_or(0, |each| each.shard.files);
    for (name, count) in [("files", files), ("rules", rules.len())] {
        counts.insert(name.to_owned(), Value::from(count));
    }
    counts
}

impl Merged {
    /// Writes the JSON report.
    ///
    /// # Errors
    /// As the writer reports them.
    pub fn json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        json_pretty(&self.report, out)?;
        writeln!(out)
    }

    /// Writes a line a finding and the summary, as `yize check --format short` does.
    ///
    /// # Errors
    /// As the writer reports them.
    pub fn short(&self, out: &mut dyn io::Write) -> io::Result<()> {
        for finding in self.report.findings.iter().filter(|f| f["suppressed"].is_null()) {
            let text = |key: &str| finding[key].as_str().map(clean_line);
            match (text("file"), &finding["start"]) {
                (Some(file), _) if finding["sheet"].is_string() => {
                    let [sheet, cell] = ["sheet", "cell"].map(|key| text(key).unwrap_or_default());
                    write!(out, "{file} [{sheet}!{cell}]: ")?;
                }
                (Some(file), at) if at.is_object() => write!(out, "{file}:{}:{}: ", at["line"], at["column"])?,
                (Some(file), _) => write!(out, "{file}: ")?,
                _ => {}
            }
            let severity = finding["severity"].as_str().and_then(Severity::parse).unwrap_or_default();
            let word = match finding["status"].as_str() {
                Some("violation") if severity == Severity::Warning => say!("警告", "warning"),
                Some("violation") => say!("违规", "violation"),
                Some(word) if word == Status::Pending.word() => say!("待办", "pending"),
                _ => say!("故障", "fault"),
            };
            let (rule, message) = (text("rule").unwrap_or_default(), text("message").unwrap_or_default());
            write!(out, "{} {rule}: {message}", word.get(self.lang))?;
            let help = text("help").map(|help| say!("；帮助：{help}", "; help: {help}"));
            writeln!(out, "{}", help.as_ref().map_or("", |help| help.get(self.lang)))?;
        }
        let outcome = Outcome {
            as_of: self.report.as_of.parse().unwrap_or_default(),
            time_zone: self.report.time_zone.clone(),
            summary: self.summary(),
            sources: Sources::default(),
            nested: self.report.nested.clone(),
            ..Outcome::default()
        };
        writeln!(out, "{}", summary::line(&outcome, View::new(self.lang, self.code)))
    }

    fn summary(&self) -> Summary {
        let count = |name: &str| {
            self.report
                .summary
                .get(name)
                .and_then(Value::as_u64)
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or_default()
        };
        Summary {
            violations: count("violations"),
            warnings: count("warnings"),
            pending: count("pending"),
            faults: count("faults"),
            waived: count("waived"),
            baselined: count("baselined"),
            bodies: count("bodies"),
            files: count("files"),
            records: count("records"),
            rules: count("rules"),
        }
    }
}
