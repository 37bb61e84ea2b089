//! `--bless`: writes what came into the `expect` of each case that did not pass, and into the cards that it lists; and keeps the
//! rest of the file as it is.

use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

use crate::cases::cards::{self, Came, ExpectedCard};
use crate::cases::judge::record_of;
use crate::cases::{Tested, Verdict};
use crate::escape;
use crate::finding::{Finding, Status};
use crate::language::Lang;

/// The text of a case file with the expectations of these cases (all of that file) written anew.
///
/// # Errors
/// When the text cannot be read as it was when the cases were; then nothing may be written.
pub fn blessed(text: &str, cases: &[&Tested]) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let Some(entries) = document.get_mut("case").and_then(Item::as_array_of_tables_mut) else {
        return Ok(text.to_owned());
    };
    for tested in cases {
        let Some(entry) = entries.get_mut(tested.case.index) else { continue };
        if tested.verdicts.iter().any(|verdict| !matches!(verdict, Verdict::NoCard(_) | Verdict::Unlike(_))) {
            entry["expect"] = Item::Value(Value::Array(expectations(tested)));
        }
        if let Some(listed) = entry.get_mut("cards") {
            for (at, wanted) in tested.case.cards.iter().enumerate() {
                card(tested, wanted, nth(listed, at));
                // What is new in it stands as if it had been written by hand.
                let table = listed.as_array_mut().and_then(|array| array.get_mut(at)?.as_inline_table_mut());
                table.filter(|_| wanted.is_bare()).into_iter().for_each(InlineTable::fmt);
            }
        }
    }
    Ok(document.to_string())
}

impl Tested {
    /// Whether `--bless` has something to write: the case did not pass, or lists cards of which it says nothing.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        !self.verdicts.is_empty() || self.case.cards.iter().any(ExpectedCard::is_bare)
    }
}

/// One of the tables that are listed.
fn nth(listed: &mut Item, at: usize) -> Option<&mut dyn TableLike> {
    match listed {
        Item::ArrayOfTables(tables) => tables.get_mut(at).map(|table| table as &mut dyn TableLike),
        Item::Value(Value::Array(array)) => {
            array.get_mut(at).and_then(Value::as_inline_table_mut).map(|table| table as &mut dyn TableLike)
        }
        _ => None,
    }
}

/// Writes what came of a card: what the case says of it, or where it says nothing, its score, grade, place and what is missed.
fn card(tested: &Tested, wanted: &ExpectedCard, entry: Option<&mut dyn TableLike>) {
    let tables: Vec<_> = tested.scores.iter().map(|table| &**table).collect();
    let (Some(entry), Ok((table, card))) = (entry, cards::found(wanted, &tables)) else { return };
    let (came, bare) = (Came::of(table, card), wanted.is_bare());
    let says = |key: &str| bare || entry.contains_key(key);
    let mut written: Vec<(&str, Value)> = Vec::new();
    if card.is_complete() {
        written.extend(says("points").then(|| ("points", card.points.to_string().into())));
        written.extend((says("grade") && !(bare && came.grade.is_empty())).then(|| ("grade", text(&came.grade))));
        written.extend((says("rank") && !(bare && came.rank == 0)).then(|| ("rank", i64::from(came.rank).into())));
    }
    if says("short") && !(bare && came.short.is_empty()) {
        written.push(("short", Value::Array(came.short.iter().map(|name| text(name)).collect())));
    }
    if says("incomplete") && !(bare && card.is_complete()) || !card.is_complete() {
        written.push(("incomplete", (!card.is_complete()).into()));
    }
    if !card.is_complete() {
        for key in ["points", "grade", "rank"] {
            entry.remove(key);
        }
    }
    for (key, value) in written {
        entry.insert(key, Item::Value(value));
    }
    let Some(lines) = entry.get_mut("line").and_then(Item::as_table_like_mut) else { return };
    for ((name, _), _) in &wanted.lines {
        if let Some(points) = cards::points_of(table, card, name) {
            lines.insert(name, Item::Value(points.to_string().into()));
        }
    }
}

/// What came of a case, as it expects it.
pub(super) fn expectations(tested: &Tested) -> Array {
    let mut array: Array = tested.findings.iter().map(|f| Value::InlineTable(expectation(f, &tested.pack))).collect();
    if array.len() > 1 {
        for value in array.iter_mut() {
            value.decor_mut().set_prefix("\n  ");
        }
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}

fn expectation(finding: &Finding, pack: &str) -> InlineTable {
    let mut table = InlineTable::new();
    let rule = finding.rule.strip_prefix(pack).and_then(|r| r.strip_prefix('/')).unwrap_or(&finding.rule);
    table.insert("rule", text(rule));
    if let Some(record) = record_of(finding) {
        table.insert("record", text(&record));
    }
    if let Some(field) = &finding.field {
        table.insert("field", text(field));
    }
    table.insert("message", text(finding.message.get(Lang::Zh)));
    if finding.status != Status::Violation {
        table.insert("status", finding.status.word().into());
    }
    table
}

/// A text as a value, with what is hidden in it escaped.
fn text(text: &str) -> Value {
    escape::toml(text).parse().unwrap_or_else(|_| text.into())
}
