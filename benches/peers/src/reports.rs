//! A million findings, in every format, and joined from shards: what reports take beside the check itself.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Result;
use crate::gauge::{Cost, measure};
use crate::set;
use crate::table::{grouped, head, line, mebibytes};
use crate::written::Written;

/// Bodies, and members of each; each activity of theirs gives a finding.
const BODIES: usize = 8;
const MEMBERS: usize = 10_500;
/// The rule that gives them.
const RULE: &str = "bench/many/activity";
/// All formats; the first shows least.
const FORMATS: [&str; 13] = [
    "markdown",
    "human",
    "short",
    "json",
    "jsonl",
    "sarif",
    "junit",
    "checkstyle",
    "github",
    "gitlab",
    "tap",
    "html",
    "csv",
];

/// Measures them, and says so in a table.
pub fn reports(yize: &Path, today: &str) -> Result<String> {
    let set = written(today)?;
    let text = |name: &str| set.path(name).to_string_lossy().into_owned();
    let (rules, data) = (text("rules"), text("data"));
    let check = |more: &[&str]| {
        let all = ["check", "--rules", &rules, "--only", RULE, "--as-of", today, "--jobs", "1", &data];
        [&all[..], more].concat().into_iter().map(str::to_owned).collect::<Vec<String>>()
    };
    let mut out = String::new();
    let findings = BODIES * MEMBERS * 12;
    let (count, size) = (grouped(findings), mebibytes(set.size));
    let _ = writeln!(out, "### {count} findings, of {size:.0} MiB of data\n");
    head(&mut out, ["", "report, MiB", "wall, s", "processor, s", "peak, MiB"].map(str::to_owned));
    let mut tell = |name: &str, size: usize, cost: Cost| {
        let memory = cost.memory.map_or_else(String::new, |memory| format!("{memory:.0}"));
        let cells =
            [format!("{:.1}", mebibytes(size)), format!("{:.2}", cost.wall), format!("{:.2}", cost.cpu), memory];
        line(&mut out, [name.to_owned()].into_iter().chain(cells));
    };
    for format in FORMATS {
        let arguments = check(&["--format", format]);
        let (size, cost) = one(yize, &arguments, &set.path("report"))?;
        tell(&format!("`--format {format}`"), size, cost);
    }
    let mut shards = vec!["merge".to_owned()];
    for number in 1..=BODIES {
        let report = text(&format!("{number}.json"));
        let shard = format!("{number}/{BODIES}");
        let output = format!("json={report}");
        finished(yize, &check(&["--format", "markdown", "--shard", &shard, "--output", &output]))?;
        shards.push(report);
    }
    let (size, cost) = one(yize, &shards, &set.path("report"))?;
    tell(&format!("`yize merge` of {BODIES} shards' JSON"), size, cost);
    out.push('\n');
    Ok(out)
}

/// Writes the bodies, and the rule.
fn written(today: &str) -> Result<Written> {
    let mut files = Vec::new();
    for (name, text) in set::files(MEMBERS) {
        files.extend((0..BODIES).map(|body| {
            (format!("{body}-{name}"), text.replacen("body = \"bench\"", &format!("body = \"bench/{body}\""), 1))
        }));
    }
    let set = Written::alone(&files, today)?;
    let pack = set.path("rules/bench/pack.toml");
    let text = std::fs::read_to_string(&pack)?.replace("[\"bench\"]", "[\"bench/*\"]");
    std::fs::write(pack, text)?;
    std::fs::write(set.path("rules/bench/many.rhai"), include_str!("../many.rhai"))?;
    Ok(set)
}

/// Runs once, with what it prints in a file, and gives the bytes of that and what the run took.
fn one(yize: &Path, arguments: &[String], into: &Path) -> Result<(usize, Cost)> {
    let (yize, file) = (yize.to_string_lossy(), into.to_string_lossy());
    let mut all = vec!["-c", "into=$1; shift; exec \"$@\" > \"$into\"", "sh", &*file, &*yize];
    all.extend(arguments.iter().map(String::as_str));
    let measured = measure(Path::new("/bin/sh"), &all, 1)?;
    let size = usize::try_from(std::fs::metadata(into)?.len())?;
    std::fs::remove_file(into)?;
    Ok((size, measured.whole.least))
}

/// Runs a check whose report goes into a file.
fn finished(yize: &Path, arguments: &[String]) -> Result<()> {
    let status = Command::new(yize).args(arguments).env("YIZE_CACHE", "off").stdout(Stdio::null()).status()?;
    if matches!(status.code(), Some(0 | 1)) { Ok(()) } else { Err(format!("{arguments:?}: {status}").into()) }
}
