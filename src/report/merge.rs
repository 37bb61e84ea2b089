//! Joining the JSON reports of shards to the report of the whole check, byte for byte. What they list is read as it is written:
//! little of it is held, however much there is.

mod lists;
mod ordered;
mod whole;

pub use lists::Content;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::report::text::clean_line;
use lists::{List, Outline, Pulled};
use ordered::checked;
use yize_core::check::Shard as Slice;
use yize_core::check::{Judgement, Within, excuse_nothing, fingerprint};
use yize_core::finding::{Severity, Status};
use yize_core::json::{Order, Said, Shard, Waiver};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// The report of a whole check, joined from those of its shards.
#[derive(Debug)]
pub struct Merged {
    shards: Vec<ShardReport>,
    said: Vec<Said>,
    summary: Map<String, Value>,
    ledgers: Vec<Value>,
    /// The exit status of the whole: the strongest of the shards'.
    pub code: u8,
    /// The language of the shards' messages.
    pub lang: Lang,
}

/// A report, read, without its lists.
#[derive(Debug, Deserialize)]
struct Report {
    version: u32,
    as_of: String,
    #[serde(default)]
    time_zone: Option<String>,
    summary: Map<String, Value>,
    #[serde(default)]
    nested: Vec<Within>,
    #[serde(default)]
    ledgers: Vec<Value>,
}

/// A shard's report, read.
#[derive(Debug)]
struct ShardReport {
    name: String,
    report: Report,
    shard: Shard,
    content: Content,
    findings: List,
    order: List,
    scores: List,
}

/// Joins reports, given by their names.
///
/// # Errors
/// When one cannot be read or is no shard's report, or a shard is missing, doubled, or of another check.
pub fn merge(reports: Vec<(String, Content)>) -> Result<Merged, Text> {
    let mut shards = reports.into_iter().map(|(name, content)| read(name, content)).collect::<Result<Vec<_>, _>>()?;
    shards.sort_by_key(|p| p.shard.index);
    whole(&shards)?;
    let Some(first) = shards.first() else { return Err(say!("没有报告", "no reports")) };
    let lang = Lang::parse(&first.shard.lang).unwrap_or_default();
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
    for Said { finding, .. } in &said {
        let count = match (finding["status"].as_str(), finding["severity"].as_str()) {
            (Some(status), _) if status == Status::Fault.word() => "faults",
            (_, Some(severity)) if severity == Severity::Warning.word() => "warnings",
            _ => "violations",
        };
        let sum = summary.get(count).and_then(Value::as_u64).unwrap_or_default();
        summary.insert(count.to_owned(), Value::from(sum.saturating_add(1)));
    }
    Ok(Merged { shards, said, summary, ledgers, code, lang })
}

/// By what tables of scores stand in order.
#[derive(Clone, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Table {
    body: String,
    year: i16,
    scheme: String,
}

/// What is to be said of the waivers, each with its fingerprint.
fn said(shards: &[ShardReport]) -> Vec<Said> {
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
    said.sort_by_cached_key(|said| key(&said.order, &said.finding));
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
fn idle(shards: &[ShardReport]) -> Option<Said> {
    let records =
        shards.iter().filter_map(|each| each.report.summary.get("records")?.as_u64()).any(|records| records > 0);
    let first = shards.first()?.shard.idle.clone();
    first.filter(|_| records && shards.iter().all(|each| each.shard.idle.is_some()))
}

/// Refuses shards that together have more than one report tells: the whole check would leave something out, and say what.
fn bounded(shards: &[ShardReport]) -> Result<(), Text> {
    let bounds = shards.first().map(|each| each.shard.bounds.as_slice()).unwrap_or_default();
    for (at, [_, most]) in bounds.iter().enumerate() {
        let here = |each: &ShardReport| each.shard.bounds.get(at).map_or(0, |[here, _]| *here);
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
type Key =
    ((Option<String>, Option<[u32; 2]>, Option<String>, Option<String>), (String, Option<String>), Option<String>);

fn key(order: &Order, finding: &Value) -> Key {
    let text = |name: &str| finding[name].as_str().map(str::to_owned);
    let file = text("file").filter(|_| order.span.is_some());
    ((file, order.span, order.path.clone(), text("rule")), order.message.clone(), text("body"))
}

/// 4 wins over 2, then 3, 1 and 0.
fn strength(code: u8) -> usize {
    [0, 1, 3, 2, 4].iter().position(|c| *c == code).unwrap_or(4)
}

fn read(name: String, content: Content) -> Result<ShardReport, Text> {
    let shown = clean_line(&name);
    let wrong =
        |error: serde_json::Error| say!("{shown} 不是 JSON 报告：{error}", "{shown} is not a JSON report: {error}");
    let mut outline = Outline::read(&content).map_err(wrong)?;
    let [findings, order, scores] = ["findings", "order", "scores"].map(|name| outline.list(name));
    let shard = outline.rest.as_object_mut().and_then(|rest| rest.remove("shard")).unwrap_or_default();
    let report: Report = serde_json::from_value(outline.rest).map_err(wrong)?;
    if report.version != 1 {
        return Err(say!("{shown} 不是第 1 版的报告", "{shown} is not a report of version 1"));
    }
    let Some(shard) = serde_json::from_value::<Option<Shard>>(shard).map_err(wrong)? else {
        return Err(say!("{shown} 不是分片的报告，没有 shard", "{shown} is not a shard's report: it has no `shard`"));
    };
    let broken = || say!("{shown} 不完整", "{shown} is not whole");
    let said =
        shard.waivers.iter().flat_map(|waiver| waiver.used.iter().chain(&waiver.unused)).map(|said| &said.finding);
    let (Some(findings), Some(order), Some(scores)) = (findings, order, scores) else { return Err(broken()) };
    if said.chain(shard.idle.as_ref().map(|said| &said.finding)).any(|finding| !finding.is_object())
        || findings.number != order.number
        || Slice::new(shard.index, shard.of).is_none()
    {
        return Err(broken());
    }
    let own = ShardReport { name, report, shard, content, findings, order, scores };
    if own.is_in_order() { Ok(own) } else { Err(broken()) }
}

impl ShardReport {
    /// Its findings, one by one.
    fn findings(&self) -> impl FnMut() -> serde_json::Result<Option<(Key, Value)>> {
        let mut order = Pulled::new(&self.content, self.order);
        let mut findings = Pulled::new(&self.content, self.findings);
        move || {
            let next = order.next::<Order>()?.zip(findings.next::<Value>()?);
            Ok(next.map(|(order, finding)| (key(&order, &finding), finding)))
        }
    }

    /// Its tables of scores, kept as they are written: their numbers are decimals, not binary floats.
    fn scores(&self) -> impl FnMut() -> serde_json::Result<Option<(Table, Box<RawValue>)>> {
        let mut tables = Pulled::new(&self.content, self.scores);
        move || {
            let Some(table) = tables.next::<Box<RawValue>>()? else { return Ok(None) };
            Ok(Some((serde_json::from_str(table.get())?, table)))
        }
    }

    /// Whether all that it lists is what it should be, in order.
    fn is_in_order(&self) -> bool {
        let (mut findings, mut scores) = (checked(Box::new(self.findings())), checked(Box::new(self.scores())));
        let findings = std::iter::from_fn(|| findings().transpose()).all(|next| next.is_ok());
        findings && std::iter::from_fn(|| scores().transpose()).all(|next| next.is_ok())
    }
}

/// So many missing shards are named.
const SHOWN: usize = 20;

/// Whether the shards, in their order, make one check.
fn whole(shards: &[ShardReport]) -> Result<(), Text> {
    let Some(first) = shards.first() else { return Ok(()) };
    let one = clean_line(&first.name);
    for each in shards {
        let (a, b) = (&first.shard, &each.shard);
        let alike = a.of == b.of && a.inputs == b.inputs && a.lang == b.lang && a.files == b.files;
        if !alike || first.report.as_of != each.report.as_of {
            let other = clean_line(&each.name);
            return Err(say!(
                "{other} 与 {one} 不是同一次检查的分片（数据、规则、选项或版本不同）",
                "{other} and {one} are not shards of one check (data, rules, options or versions differ)"
            ));
        }
    }
    if let Some(pair) = shards.windows(2).find(|pair| pair[0].shard.index == pair[1].shard.index) {
        let (a, b, index) = (clean_line(&pair[0].name), clean_line(&pair[1].name), pair[0].shard.index);
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
fn counts(shards: &[ShardReport]) -> Map<String, Value> {
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
