//! What can be changed in a project: a record removed or doubled, or a value put for another plausible one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use yize_core::files::Memory;

/// One change of one file.
pub struct Change {
    pub file: PathBuf,
    /// `kind removed`, `kind doubled`, `kind.field`, or `kind.field (year)` of a date whose year has slipped.
    pub what: String,
    pub range: Range<usize>,
    pub put: String,
}

/// At most so many of the changes, of every kind of change as many, spread evenly.
pub fn sample(all: &[Change], most: usize) -> Vec<&Change> {
    let mut kinds: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in all {
        kinds.entry(&change.what).or_default().push(change);
    }
    let each = most / kinds.len().max(1);
    // Those of one file follow one another: a round then reads two files, and not more.
    let spread = |of: Vec<&'_ Change>| -> Vec<usize> {
        let tried = of.len().min(each.max(1));
        (0..tried).map(|n| n * of.len() / tried).collect()
    };
    let mut sample: Vec<&Change> =
        kinds.into_values().flat_map(|of| spread(of.clone()).into_iter().map(move |n| of[n])).collect();
    sample.sort_by(|a, b| (&a.file, a.range.start).cmp(&(&b.file, b.range.start)));
    sample
}

/// Every change, in the order of files and records.
pub fn of(files: &Memory, project: &Path) -> Vec<Change> {
    let texts: Vec<(&PathBuf, &str)> = files
        .0
        .iter()
        .filter(|(path, _)| path.starts_with(project.join("data")) && path.extension().is_some_and(|e| e == "toml"))
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
                    changes.push(change(name.clone(), value.span(), put));
                }
                if let Some(put) = slipped_year(value, text) {
                    changes.push(change(format!("{name} (year)"), value.span(), put));
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

/// A date a year earlier.
fn slipped_year(value: &Spanned<DeValue<'_>>, text: &str) -> Option<String> {
    let DeValue::Datetime(_) = value.get_ref() else { return None };
    let date: jiff::civil::Date = text[value.span()].parse().ok()?;
    date.checked_sub(1.year()).ok().map(|date| date.to_string())
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
