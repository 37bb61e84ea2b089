//! How the bodies of a check are dealt out to shards, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::text::clean_line;
use yize_core::check::{Plan, Planned};
use yize_core::escape::json_pretty;
use yize_core::language::{Lang, count};
use yize_core::say;

/// So many bodies of a shard, and files, are named unless all are asked for.
const SHOWN: usize = 8;

/// Writes a line a shard, and what every shard reads besides.
pub(crate) fn human(plan: &Plan, full: bool, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Plan { bodies, files, bytes, records, shards, .. } = plan;
    let (number, size) = (shards.len(), in_bytes(*bytes));
    let en = [
        count(*bodies, "body", "bodies"),
        count(*files, "file", "files"),
        size.clone(),
        format!("about {}", count(*records, "record", "records")),
    ]
    .join(", ");
    let head =
        say!("{number} 片：单位 {bodies} 个、文件 {files} 个、{size}、记录约 {records} 条", "{number} shard(s): {en}");
    writeln!(out, "{}", head.get(lang))?;
    for (at, shard) in (1..).zip(shards) {
        one(plan, (at, shard), full, lang, out)?;
    }
    writeln!(out)?;
    if let Some(percent) = largest(plan) {
        let times = format!("{}.{:02}", percent / 100, percent % 100);
        let even = say!(
            "最大的一片是平均的 {times} 倍（按单位自有的字节）",
            "the largest shard has {times} times the mean, by the bytes of its own bodies"
        );
        writeln!(out, "{}", even.get(lang))?;
    }
    if !plan.common.is_empty() {
        let (files, size) = (plan.common.len(), in_bytes(plan.common.iter().map(|(_, bytes)| bytes).sum()));
        let en = count(files, "file", "files");
        let names = listed(plan.common.iter().map(|(name, _)| &**name), full, lang);
        let said = say!(
            "各片都读的文件 {files} 个、{size}（看不出是哪个单位的）：{names}",
            "read by every shard: {en}, {size}, of which it cannot be told at a glance whose they are: {names}"
        );
        writeln!(out, "{}", said.get(lang))?;
    }
    if !plan.network.is_empty() {
        let names = listed(plan.network.iter().map(|name| &**name), full, lang);
        let said = say!(
            "全网规则要看全部单位，第 1 片因此读全部文件：{names}",
            "rules on the network see all bodies, so that shard 1 reads every file: {names}"
        );
        writeln!(out, "{}", said.get(lang))?;
    }
    Ok(())
}

fn one(plan: &Plan, (at, shard): (usize, &Planned), full: bool, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let of = plan.shards.len();
    let Planned { bodies, own, records, files, bytes } = shard;
    let (number, own, read) = (bodies.len(), in_bytes(*own), in_bytes(*bytes));
    let en = [
        count(number, "body", "bodies"),
        own.clone(),
        format!("about {}", count(*records, "record", "records")),
        format!("reads {}, {read}", count(*files, "file", "files")),
    ]
    .join(", ");
    let line =
        say!("{at}/{of}  单位 {number} 个、{own}、记录约 {records} 条；读文件 {files} 个、{read}", "{at}/{of}  {en}");
    writeln!(out, "{}", line.get(lang))?;
    if !bodies.is_empty() {
        writeln!(out, "     {}", listed(bodies.iter().map(|id| &**id), full, lang))?;
    }
    Ok(())
}

/// Some words, or all.
fn listed<'w>(words: impl Iterator<Item = &'w str>, full: bool, lang: Lang) -> String {
    let words: Vec<String> = words.map(clean_line).collect();
    let shown = if full { words.len() } else { SHOWN.min(words.len()) };
    let more = words.len() - shown;
    let between = if lang == Lang::Zh { "、" } else { ", " };
    let list = words[..shown].join(between);
    match more {
        0 => list,
        _ => say!("{list} 等，另有 {more} 个", "{list} and {more} more").get(lang).to_owned(),
    }
}

/// Bytes in a unit that fits, rounded down to a tenth.
fn in_bytes(bytes: usize) -> String {
    for (unit, word) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] {
        if bytes >= unit {
            return format!("{}.{} {word}", bytes / unit, bytes % unit * 10 / unit);
        }
    }
    format!("{bytes} B")
}

/// How many hundredths of the mean the largest shard has.
fn largest(plan: &Plan) -> Option<usize> {
    let most = plan.shards.iter().map(|shard| shard.own).max()?;
    let all: usize = plan.shards.iter().map(|shard| shard.own).sum();
    (most * 100 * plan.shards.len() + all / 2).checked_div(all)
}

#[derive(Serialize)]
struct Split<'a> {
    version: u32,
    bodies: usize,
    files: usize,
    bytes: usize,
    records: usize,
    /// The largest shard, in hundredths of the mean.
    largest_percent: Option<usize>,
    shards: Vec<Part<'a>>,
    common: Vec<File<'a>>,
    network: Vec<&'a str>,
}

#[derive(Serialize)]
struct Part<'a> {
    shard: String,
    bodies: Vec<&'a str>,
    bytes: usize,
    records: usize,
    reads: Reads,
}

#[derive(Serialize)]
struct Reads {
    files: usize,
    bytes: usize,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    bytes: usize,
}

/// Writes the plan for programs.
pub(crate) fn json(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let of = plan.shards.len();
    let numbered = (1..).zip(&plan.shards);
    let shards = numbered.map(|(at, shard): (usize, _)| Part {
        shard: format!("{at}/{of}"),
        bodies: shard.bodies.iter().map(|id| &**id).collect(),
        bytes: shard.own,
        records: shard.records,
        reads: Reads { files: shard.files, bytes: shard.bytes },
    });
    let split = Split {
        version: 1,
        bodies: plan.bodies,
        files: plan.files,
        bytes: plan.bytes,
        records: plan.records,
        largest_percent: largest(plan),
        shards: shards.collect(),
        common: plan.common.iter().map(|(file, bytes)| File { file, bytes: *bytes }).collect(),
        network: plan.network.iter().map(|name| &**name).collect(),
    };
    json_pretty(&split, out)?;
    writeln!(out)
}
