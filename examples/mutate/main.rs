//! How much do the rules notice? Takes a project, changes one thing at a time (removes a record, doubles it, or changes
//! one of its values into another plausible one), checks each changed copy, and reports what share was noticed.
//!
//! `cargo run --release --example mutate -- examples/baoding [MOST] [AS-OF]`: at most MOST changes, spread evenly.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use yize_core::check::{Outcome, Request, check};
use yize_core::files::{Disk, FileKind, Files as _, Memory};

/// One change of one file.
struct Change {
    file: PathBuf,
    /// `kind removed`, `kind doubled` or `kind.field`.
    what: String,
    range: Range<usize>,
    put: String,
}

#[expect(clippy::disallowed_methods, reason = "an example has no cli.rs; this is where its arguments are read")]
fn main() {
    let mut words = std::env::args().skip(1);
    let project = PathBuf::from(words.next().expect("the folder of a project"));
    let most: usize = words.next().map_or(2_000, |n| n.parse().expect("a number"));
    let as_of = words.next().map_or(jiff::civil::date(2027, 1, 5), |d| d.parse().expect("a date"));
    let request = Request { packs: vec![yize::packs::built_in()], ..Request::new(vec![project.clone()], as_of) };
    let files = memory(&project);
    let before = findings(&check(&files, &request, &()));
    let all = changes(&files);
    let step = all.len().div_ceil(most).max(1);
    let sample: Vec<&Change> = all.iter().step_by(step).collect();
    let is_found = |change: &Change| {
        let mut changed = files.clone();
        let text = changed.0.get_mut(&change.file).expect("a file of the project");
        text.splice(change.range.clone(), change.put.bytes());
        findings(&check(&changed, &request, &())) != before
    };
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let noticed: Vec<bool> = std::thread::scope(|scope| {
        let parts = sample.chunks(sample.len().div_ceil(jobs).max(1));
        let workers: Vec<_> =
            parts.map(|part| scope.spawn(|| part.iter().map(|change| is_found(change)).collect::<Vec<_>>())).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    report(&project, &all, &sample, &noticed);
}

fn report(project: &Path, all: &[Change], sample: &[&Change], noticed: &[bool]) {
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (change, noticed) in sample.iter().zip(noticed) {
        let row = rows.entry(&change.what).or_default();
        row.0 += 1;
        row.1 += usize::from(*noticed);
    }
    println!("| change | tried | noticed |\n|---|---|---|");
    for (what, (tried, noticed)) in &rows {
        println!("| {what} | {tried} | {noticed} |");
    }
    let (tried, seen) = (noticed.len(), noticed.iter().filter(|n| **n).count());
    let share = 100 * seen / tried.max(1);
    println!("\n{}: {seen} of {tried} changes noticed ({share} %); {} possible", project.display(), all.len());
}

/// The project's files, in memory.
fn memory(project: &Path) -> Memory {
    let mut files = Memory::default();
    for entry in Disk.walk(project) {
        if matches!(entry.kind, Ok(FileKind::File)) {
            let bytes = Disk.read(&entry.path, 1 << 30).expect("a readable file");
            files.0.insert(entry.path, bytes);
        }
    }
    files
}

/// What a check says, without places, which every change moves.
fn findings(outcome: &Outcome) -> Vec<String> {
    let mut all: Vec<String> =
        outcome.findings.iter().map(|f| format!("{} {:?} {:?} {:?}", f.rule, f.status, f.record, f.message)).collect();
    all.sort();
    all
}

/// Every change, in the order of files and records.
fn changes(files: &Memory) -> Vec<Change> {
    let texts: Vec<(&PathBuf, &str)> = files
        .0
        .iter()
        .filter(|(path, _)| {
            path.components().any(|c| c.as_os_str() == "data") && path.extension().is_some_and(|e| e == "toml")
        })
        .map(|(path, bytes)| (path, std::str::from_utf8(bytes).expect("UTF-8")))
        .collect();
    let tables: Vec<(&PathBuf, &str, DeTable<'_>)> =
        texts.iter().map(|(path, text)| (*path, *text, DeTable::parse(text).expect("TOML").into_inner())).collect();
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, text, table) in &tables {
        each_record(table, &mut |kind, _, record| {
            for (key, value) in record {
                let values = known.entry(format!("{kind}.{}", key.get_ref())).or_default();
                let written = text[value.span()].to_owned();
                if values.len() < 50 && !values.contains(&written) {
                    values.push(written);
                }
            }
        });
    }
    let mut changes = Vec::new();
    for (path, text, table) in &tables {
        let mut starts: Vec<usize> = Vec::new();
        each_record(table, &mut |_, span, _| starts.push(span.start));
        starts.sort_unstable();
        each_record(table, &mut |kind, span, record| {
            let end = starts.iter().copied().find(|s| *s > span.start).unwrap_or(text.len());
            let whole = span.start..end;
            let change =
                |what: String, range: Range<usize>, put: String| Change { file: (*path).clone(), what, range, put };
            changes.push(change(format!("{kind} removed"), whole.clone(), String::new()));
            changes.push(change(format!("{kind} doubled"), whole.start..whole.start, text[whole].to_owned()));
            for (key, value) in record {
                let name = format!("{kind}.{}", key.get_ref());
                if let Some(put) = other(value, text, &known[&name]) {
                    changes.push(change(name, value.span(), put));
                }
            }
        });
    }
    changes
}

fn each_record<'a>(table: &'a DeTable<'a>, visit: &mut dyn FnMut(&str, Range<usize>, &'a DeTable<'a>)) {
    for (kind, value) in table {
        match value.get_ref() {
            DeValue::Table(record) => visit(kind.get_ref(), value.span(), record),
            DeValue::Array(items) => {
                for item in items {
                    if let DeValue::Table(record) = item.get_ref() {
                        visit(kind.get_ref(), item.span(), record);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Another plausible value: one of the same field elsewhere, or the next number or day.
fn other(value: &Spanned<DeValue<'_>>, text: &str, known: &[String]) -> Option<String> {
    let written = &text[value.span()];
    match value.get_ref() {
        DeValue::Boolean(b) => Some((!b).to_string()),
        DeValue::Integer(n) => Some((n.as_str().parse::<i64>().ok()? + 1).to_string()),
        DeValue::Datetime(_) => {
            let date: jiff::civil::Date = written.parse().ok()?;
            Some(date.checked_add(35.days()).ok()?.to_string())
        }
        _ => {
            let at = known.iter().position(|k| k == written).unwrap_or(0);
            match known.get((at + 1) % known.len().max(1)) {
                Some(next) if next != written => Some(next.clone()),
                _ if written.starts_with('"') => Some(format!("\"改{}", &written[1..])),
                _ => None,
            }
        }
    }
}
