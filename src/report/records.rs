//! Records as tables, a record a row: what offices keep, to be filled in and read again. What stands in a cell reads back as the
//! value that it is of.

mod values;
mod guide;

use crate::workbook::{Cell, Choices, Column, Sort, Table};
use values::{cell, chosen};
use yize_core::catalogue::KindInfo;
use yize_core::language::{Lang, Text};
use yize_core::records::{Body, Field as Own, Kind};
use yize_core::say;
use yize_core::schema::{Field, Type};

pub(crate) use guide::guide;
pub(crate) use values::toml;

/// The most keys that are offered to choose from: as many as Excel lists.
const OFFERED: usize = 32_767;

/// A kind as bodies have it: those of several packs have fields of their own.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// What people call it.
    label: Text,
    yearly: bool,
    /// Its fields, each as the bodies have it that have one.
    fields: Vec<Vec<Field>>,
}

impl Form {
    /// The form of a kind, by what the packs of each body declare; none of no body.
    #[must_use]
    pub(crate) fn of(kinds: &[KindInfo]) -> Option<Self> {
        let KindInfo { label, yearly, .. } = kinds.first()?;
        let mut fields: Vec<Vec<Field>> = Vec::new();
        for field in kinds.iter().flat_map(|kind| &kind.fields) {
            match fields.iter_mut().find(|own| own[0].name == field.name) {
                Some(own) if own.contains(field) => {}
                Some(own) => own.push(field.clone()),
                None => fields.push(vec![field.clone()]),
            }
        }
        Some(Self { label: label.clone(), yearly: *yearly, fields })
    }

    /// What stands above its columns: body, year where it has one, and the fields by their labels; by their names where a label
    /// says nothing or is another's.
    fn heads(&self, lang: Lang) -> Vec<String> {
        let mut heads = vec![say!("单位", "body").get(lang).to_owned()];
        heads.extend(self.yearly.then(|| say!("年度", "year").get(lang).to_owned()));
        for own in &self.fields {
            let label = own[0].label.get(lang).trim();
            let taken = label.is_empty() || heads.iter().any(|head| head == label);
            heads.push(if taken { own[0].name.clone() } else { label.to_owned() });
        }
        heads
    }

    /// Its columns, with what may be chosen in them.
    fn columns(&self, bodies: Vec<String>, keys: Keys<'_>, lang: Lang) -> Vec<Column> {
        let of_bodies = Some(Choices { texts: bodies, others: true });
        let mut sorts = vec![(Sort::Text, of_bodies)];
        sorts.extend(self.yearly.then_some((Sort::Number, None)));
        sorts.extend(self.fields.iter().map(|own| {
            let sort = match own[0].ty {
                Type::Integer | Type::Decimal => Sort::Number,
                Type::Date => Sort::Day,
                _ => Sort::Text,
            };
            (sort, choices(own, keys))
        }));
        let columns = self.heads(lang).into_iter().zip(sorts);
        columns.map(|(head, (sort, choices))| Column { head, sort, choices }).collect()
    }
}

/// The keys of the records of a kind.
pub(crate) type Keys<'k> = &'k dyn Fn(&str) -> Vec<String>;

/// What may be chosen in a field.
fn choices(own: &[Field], keys: Keys<'_>) -> Option<Choices> {
    let mut texts: Vec<String> = Vec::new();
    let mut others = false;
    for field in own {
        let more = match &field.ty {
            Type::Enum(values) => values.iter().map(|value| chosen(values, &value.name).to_owned()).collect(),
            Type::Bool => values::BOOLS.map(str::to_owned).into(),
            Type::Ref(kind) => {
                others = true;
                keys(kind)
            }
            _ => return None,
        };
        texts.extend(more);
    }
    let mut seen = std::collections::HashSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    (1..=OFFERED).contains(&texts.len()).then_some(Choices { texts, others })
}

/// The keys of all records of a kind in some bodies, each once, in the order read.
#[must_use]
pub(crate) fn keys(bodies: &[Body<'_>], kind: &str) -> Vec<String> {
    let kinds = bodies.iter().filter_map(|body| body.kind(kind));
    let mut keys: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for kind in kinds {
        for record in kind.years().into_iter().flat_map(|year| kind.records(year)) {
            let key = record.key();
            if seen.insert(key.clone()) {
                keys.push(key);
            }
        }
    }
    keys
}

/// The records of a kind of all bodies, of one year where one is asked for.
#[must_use]
pub(crate) fn table(kinds: &[(Body<'_>, Kind<'_>)], form: &Form, year: Option<i16>, lang: Lang) -> Table {
    let bodies: Vec<Body<'_>> = kinds.iter().map(|(body, _)| *body).collect();
    let ids = bodies.iter().map(|body| body.id().to_owned()).collect();
    let columns = form.columns(ids, &|kind| keys(&bodies, kind), lang);
    let mut rows = Vec::new();
    for (body, kind) in kinds {
        let fields: Vec<Option<Own<'_>>> = form.fields.iter().map(|own| kind.field(&own[0].name)).collect();
        let wanted = |own: &i16| year.is_none_or(|year| *own == year || *own == 0);
        for own in kind.years().into_iter().filter(wanted) {
            for record in kind.records(own) {
                let mut cells = vec![Cell::key(body.id())];
                cells.extend(form.yearly.then(|| if own == 0 { Cell::Empty } else { own.into() }));
                let of = |field: &Option<Own<'_>>| field.map(|field| cell(&record.value(field), field.ty()));
                cells.extend(fields.iter().map(|field| of(field).unwrap_or_default()));
                rows.push(cells);
            }
        }
    }
    Table { name: form.label.get(lang).to_owned(), columns, rows }
}

/// A table of a kind that is yet to be filled in.
#[must_use]
pub(crate) fn template(form: &Form, bodies: Vec<String>, keys: Keys<'_>, lang: Lang) -> Table {
    let columns = form.columns(bodies, keys, lang);
    Table { name: form.label.get(lang).to_owned(), columns, rows: Vec::new() }
}
