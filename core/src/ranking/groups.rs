//! What groups those who are scored: the references and enums that their kind declares, as far as they are filled in.

use std::sync::Arc;

use crate::language::{Lang, Text};
use crate::records::{Record, Value};
use crate::schema::{Field, Type};
use crate::score::Table;
use crate::value::RowId;

/// A field of the records that are scored by which they can be grouped.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub field: String,
    /// What people call it.
    pub label: Text,
    /// Whether it refers to records, such as committees, and is no mere word.
    pub refers: bool,
}

/// The fields by which the records of a table can be grouped: those that refer to records first. A reference to people, who
/// are counted like the members of the host's own base pack, names somebody and groups nobody.
pub(super) fn of(table: &Table) -> Vec<Group> {
    let Some(first) = table.cards.first() else { return Vec::new() };
    let (kind, body) = (table.store.kind(first.row), table.store.body(first.row.body));
    let persons = |to: &str| body.schema.kind(to).is_some_and(|kind| kind.counter.as_deref() == Some("人"));
    let groups = |field: &Field| match field.ty.target() {
        Some(to) => (to != kind.name && !persons(to)).then_some(true),
        None => field.ty.enumerated().map(|_| false),
    };
    let mut all: Vec<Group> = Vec::new();
    for field in &kind.fields {
        let given = |row: RowId| !values(table, row, &field.name, Lang::Zh).is_empty();
        let Some(refers) = groups(field) else { continue };
        if table.cards.iter().any(|card| given(card.row)) {
            all.push(Group { field: field.name.clone(), label: field.label.clone(), refers });
        }
    }
    all.sort_by_key(|group| !group.refers);
    all
}

/// What a record has in a field, as people call it; several where it has a list.
pub(super) fn values(table: &Table, row: RowId, field: &str, lang: Lang) -> Vec<String> {
    let ty = table.store.kind(row).field(field).map(|field| &field.ty);
    let value = Record::new(&table.store, row).get(field).unwrap_or(Value::Absent);
    value.each().iter().filter_map(|value| shown(value, ty, lang)).collect()
}

fn shown(value: &Value<'_>, ty: Option<&Type>, lang: Lang) -> Option<String> {
    match value {
        Value::Record(record) => Some(record.name()),
        Value::Text(text) => {
            let named = ty.and_then(Type::enumerated).unwrap_or_default().iter().find(|value| value.name == *text);
            Some(named.map_or(*text, |value| value.label.get(lang)).to_owned())
        }
        _ => None,
    }
}

/// The day of a record as reports show it: of the field that a line goes by, else of the first that its kind declares as a
/// day, or else as a period.
pub(super) fn day(table: &Arc<Table>, row: RowId, by: Option<&str>) -> Option<String> {
    let kind = table.store.kind(row);
    let of = |wanted: Type| kind.fields.iter().filter(move |field| field.ty == wanted).map(|field| field.name.as_str());
    let own = by.into_iter().filter(|by| kind.field(by).is_some());
    let mut fields = own.chain(of(Type::Date)).chain(of(Type::Period));
    fields.find_map(|field| Record::new(&table.store, row).get(field)?.period()).map(|period| period.to_string())
}
