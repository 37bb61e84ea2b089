//! Records of an outcome, as editors look for them: by what stands at a place, by key, and by who refers to them.

use std::fmt::Write as _;

use crate::check::Outcome;
use crate::data::{Body, Store};
use crate::language::{Lang, Text};
use crate::schema::{Field, Kind, Limits, Schema, Type};
use crate::source::{Place, SourceId, Span};
use crate::value::{Cell, KindId, Row, RowId};

/// A value where it stands.
#[derive(Clone, Copy)]
pub(super) struct Found<'o> {
    pub store: &'o Store,
    /// The record that holds it.
    pub holder: RowId,
    /// Its column.
    pub column: usize,
    /// The record that it refers to.
    pub target: Option<RowId>,
}

/// All values of a column of a row, with their places; the elements of a list one by one.
fn cells(body: &Body, kind: KindId, row: Row, column: usize) -> Vec<(Cell, Span)> {
    let table = body.table(kind);
    let Some(own) = table.columns.get(column) else { return Vec::new() };
    match own.cell(row.at()) {
        Cell::Nested(elements) => {
            let nested = body.nested.get(elements.range()).unwrap_or_default();
            nested.iter().map(|nested| (nested.cell, nested.span)).collect()
        }
        cell => vec![(cell, table.span(column, row.at()))],
    }
}

/// The texts of a file, earlier ones included.
pub(super) fn named(outcome: &Outcome, name: &str) -> Vec<SourceId> {
    outcome.sources.iter().filter(|(_, source)| source.name == name).map(|(id, _)| id).collect()
}

/// The value at a byte of a file.
pub(super) fn at<'o>(outcome: &'o Outcome, name: &str, at: usize) -> Option<Found<'o>> {
    let ids = named(outcome, name);
    for store in outcome.projects.iter().map(|project| &*project.store) {
        for (number, body) in store.numbered() {
            for (kind, declared) in body.schema.iter() {
                let rows = &body.table(kind).rows;
                for row in Row::all(rows.len()) {
                    let head = rows[row.at()];
                    if !ids.contains(&head.source) || head.header.start as usize > at {
                        continue;
                    }
                    for column in 0..declared.fields.len() {
                        for (cell, span) in cells(body, kind, row, column) {
                            if span.range().contains(&at) || (span.end as usize == at && span != Span::default()) {
                                let target = match cell {
                                    Cell::Ref(target) => Some(target),
                                    _ => None,
                                };
                                let holder = RowId { body: number, kind, row };
                                return Some(Found { store, holder, column, target });
                            }
                        }
                    }
                }
            }
        }
    }
    None
}

impl Found<'_> {
    /// The field.
    pub(super) fn field(&self) -> &Field {
        &self.store.kind(self.holder).fields[self.column]
    }

    /// The record that is meant: the one referred to, or the holder where this is its key.
    pub(super) fn record(&self) -> Option<RowId> {
        let kind = self.store.kind(self.holder);
        let own = kind.key.contains(&self.field().name);
        self.target.or_else(|| own.then_some(self.holder))
    }
}

/// Every place where a record is named: its key, and the references to it.
pub(super) fn uses(store: &Store, target: RowId) -> Vec<Place> {
    let mut places = Vec::new();
    let own = store.kind(target);
    if let [key] = own.key.as_slice()
        && let Some(column) = own.column(key)
    {
        places.push(store.field_place(target, column));
    }
    for body in &store.bodies {
        for (kind, declared) in body.schema.iter() {
            let rows = &body.table(kind).rows;
            for column in 0..declared.fields.len() {
                for row in Row::all(rows.len()) {
                    for (cell, span) in cells(body, kind, row, column) {
                        let same = matches!(cell, Cell::Ref(to) if to == target);
                        if same {
                            places.push(Place { source: rows[row.at()].source, span });
                        }
                    }
                }
            }
        }
    }
    places
}

/// The keys of a kind's records in a body, each with the name by which people call it.
pub(super) fn keys(outcome: &Outcome, body: &str, kind: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for store in outcome.projects.iter().map(|project| &*project.store) {
        for (number, own) in store.numbered().filter(|(_, own)| body.is_empty() || *own.id == *body) {
            let Some(kind) = own.schema.index(kind) else { continue };
            for row in Row::all(own.table(kind).rows.len()) {
                let row = RowId { body: number, kind, row };
                all.push((store.key(row), store.name(row)));
            }
        }
    }
    all.sort_unstable();
    all.dedup_by(|a, b| a.0 == b.0);
    all
}

/// The kinds that hold in a body; of the first body where none is named, or of any pack where there are no data.
pub(super) fn schema<'o>(outcome: &'o Outcome, body: &str) -> Option<&'o Schema> {
    let bodies = || outcome.projects.iter().flat_map(|project| &project.store.bodies);
    let own = bodies().find(|own| *own.id == *body).or_else(|| bodies().next());
    own.map(|body| &*body.schema)
}

/// What a type is called.
pub(super) fn type_text(ty: &Type) -> Text {
    let (zh, en) = match ty {
        Type::String => ("文字", "text"),
        Type::Integer => ("整数", "whole number"),
        Type::Decimal => ("数", "number"),
        Type::Bool => ("是非值", "true or false"),
        Type::Date => ("日期", "day"),
        Type::Time => ("时刻", "time"),
        Type::Period => ("时期", "period"),
        Type::Enum(_) => ("列举的值之一", "one of the values listed"),
        Type::Ref(kind) => return Text::new(format!("“{kind}”记录的编号"), format!("key of a {kind}")),
        Type::List(of) => {
            let of = type_text(of);
            return Text::new(
                format!("列表，每项是{}", of.get(Lang::Zh)),
                format!("list, each item: {}", of.get(Lang::En)),
            );
        }
        Type::Table(_) => ("表", "table"),
    };
    Text::new(zh, en)
}

/// What a field is, as Markdown.
pub(super) fn field_text(kind: &Kind, field: &Field) -> Text {
    let of = |lang| {
        let optional = match (field.optional, lang) {
            (true, Lang::Zh) => "，可以不写",
            (true, Lang::En) => ", may be absent",
            (false, _) => "",
        };
        let (label, ty) = (field.label.get(lang), type_text(&field.ty));
        let mut text = format!("**{label}** `{}.{}`\n\n{}{optional}", kind.name, field.name, ty.get(lang));
        if let Some(values) = field.ty.enumerated() {
            for value in values {
                let _ = write!(text, "\n- `{}` {}", value.name, value.label.get(lang));
            }
        }
        let Limits { min, max, .. } = &field.limits;
        for (word, bound) in [(["至少", "at least"], min), (["至多", "at most"], max)] {
            let word = if lang == Lang::Zh { word[0] } else { word[1] };
            match bound {
                Some(crate::schema::Bound::Number(number)) => _ = write!(text, "\n\n{word} {number}"),
                Some(crate::schema::Bound::Day(day)) => _ = write!(text, "\n\n{word} {day}"),
                None => {}
            }
        }
        text
    };
    Text::new(of(Lang::Zh), of(Lang::En))
}

/// What a record is, as Markdown: its kind, key, name and values.
pub(super) fn record_text(store: &Store, row: RowId) -> Text {
    let of = |lang| {
        let kind = store.kind(row);
        let mut text = format!("**{}** {} `{}`\n", store.name(row), kind.label.get(lang), store.key(row));
        for (column, field) in kind.fields.iter().enumerate().take(24) {
            let value = match store.cell(row, column) {
                Cell::Absent | Cell::Invalid | Cell::Nested(_) | Cell::Period(_) => continue,
                Cell::Bool(yes) => yes.to_string(),
                Cell::Int(number) => number.to_string(),
                Cell::Decimal(number) => number.to_string(),
                Cell::Str(text) => store.string(text).to_owned(),
                Cell::Date(day) => day.to_string(),
                Cell::Time(time) => time.to_string(),
                Cell::Ref(to) => store.name(to),
            };
            let _ = write!(text, "\n- {}：{value}", field.label.get(lang));
        }
        text
    };
    Text::new(of(Lang::Zh), of(Lang::En))
}
