//! Small changes of data: a value a little other, a record less.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::Date;
use toml::de::DeValue;

use crate::document::{self, Table, Value};
use crate::host;
use crate::source::SourceId;

/// An edit of a text: what is cut out, and what is put there.
pub(super) type Edit = (Range<usize>, String);

/// The edits of a text of data, each small, in the order of the text.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let (table, errors) = document::parse(text, SourceId::NONE, &host::SYNTAX);
    if !errors.is_empty() {
        return Vec::new();
    }
    let mut found = Found { text, words: BTreeMap::new(), edits: Vec::new() };
    found.table(&table, &mut |found, key, value| found.word(key, value));
    found.table(&table, &mut |found, key, value| found.value(key, value));
    let mut edits = found.edits;
    edits.sort_by(|a, b| (a.0.start, a.0.end, &a.1).cmp(&(b.0.start, b.0.end, &b.1)));
    edits.dedup();
    edits
}

struct Found<'t> {
    text: &'t str,
    /// The texts that stand under each key, as written.
    words: BTreeMap<String, BTreeSet<&'t str>>,
    edits: Vec<Edit>,
}

impl Found<'_> {
    fn table(&mut self, table: &Table<'_>, see: &mut dyn FnMut(&mut Self, &str, &Value<'_>)) {
        for (key, value) in table {
            self.each(key.get_ref(), value, see);
        }
    }

    fn each(&mut self, key: &str, value: &Value<'_>, see: &mut dyn FnMut(&mut Self, &str, &Value<'_>)) {
        see(self, key, value);
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, see),
            DeValue::Array(items) => items.iter().for_each(|item| self.each(key, item, see)),
            _ => {}
        }
    }

    fn word(&mut self, key: &str, value: &Value<'_>) {
        if let (DeValue::String(_), Some(text)) = (value.get_ref(), self.text.get(value.span())) {
            self.words.entry(key.to_owned()).or_default().insert(text);
        }
    }

    fn value(&mut self, key: &str, value: &Value<'_>) {
        let span = value.span();
        let Some(text) = self.text.get(span.clone()) else { return };
        match value.get_ref() {
            // What says whose data these are stays.
            _ if matches!(key, "body" | "year") => {}
            DeValue::Integer(_) | DeValue::Float(_) => {
                let Ok(number) = text.parse::<rust_decimal::Decimal>() else { return };
                for other in [number + rust_decimal::Decimal::ONE, number - rust_decimal::Decimal::ONE] {
                    self.edits.push((span.clone(), other.to_string()));
                }
            }
            DeValue::Boolean(yes) => self.edits.push((span, (!yes).to_string())),
            DeValue::Datetime(_) => {
                let Ok(day) = text.parse::<Date>() else { return };
                for other in [day.checked_add(1.day()), day.checked_sub(1.day())].into_iter().flatten() {
                    self.edits.push((span.clone(), other.to_string()));
                }
            }
            DeValue::String(_) => {
                let others = self.words.get(key).into_iter().flatten().filter(|other| **other != text);
                let others: Vec<Edit> = others.take(2).map(|other| (span.clone(), (*other).to_owned())).collect();
                self.edits.extend(others);
            }
            DeValue::Table(_) if text.starts_with('{') => {
                let rest = self.text.get(span.end..).unwrap_or_default();
                let comma = rest.len() - rest.trim_start().len();
                let end = if rest.trim_start().starts_with(',') { span.end + comma + 1 } else { span.end };
                self.edits.push((span.start..end, String::new()));
            }
            DeValue::Table(_) if text.starts_with("[[") => {
                let next = self.text.get(span.end..).and_then(|rest| rest.find("\n["));
                let end = next.map_or(self.text.len(), |at| span.end + at + 1);
                self.edits.push((span.start..end, String::new()));
            }
            _ => {}
        }
    }
}
