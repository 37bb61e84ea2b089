//! Views: rows of one kind, of one body or several. They hold row numbers, never copies of records.

use std::sync::Arc;

use rhai::{Dynamic, Engine};

use crate::data::Key;
use crate::engine::api::collections::Collection;
use crate::engine::api::compare::{self, Atom};
use crate::engine::shared::{Outcome, Record, Shared, blocked, complaint};
use crate::language::{count, say};
use crate::value::{BodyId, KindId, Row, RowId};

/// Records of one kind.
#[derive(Clone, Debug)]
pub(crate) enum View {
    /// Of one body.
    One {
        /// Body.
        body: BodyId,
        /// Kind.
        kind: KindId,
        /// Rows.
        rows: Arc<[Row]>,
        /// Whether the rows ascend, as all but sorted views do.
        ascending: bool,
    },
    /// Of several bodies.
    Many(Arc<[RowId]>),
}

impl Collection for View {
    fn len(&self) -> usize {
        match self {
            Self::One { rows, .. } => rows.len(),
            Self::Many(rows) => rows.len(),
        }
    }

    fn item(&self, index: usize) -> Dynamic {
        Dynamic::from(Record { row: self.row(index), from: 0 })
    }

    fn select(&self, indices: &[usize]) -> Self {
        match self {
            Self::One { body, kind, rows, ascending } => Self::One {
                body: *body,
                kind: *kind,
                rows: indices.iter().map(|i| rows[*i]).collect(),
                ascending: *ascending && indices.is_sorted(),
            },
            Self::Many(rows) => Self::Many(indices.iter().map(|i| rows[*i]).collect()),
        }
    }
}

impl View {
    /// The record at an index.
    #[must_use]
    pub(crate) fn row(&self, index: usize) -> RowId {
        match self {
            Self::One { body, kind, rows, .. } => RowId { body: *body, kind: *kind, row: rows[index] },
            Self::Many(rows) => rows[index],
        }
    }

    /// All records of a kind that the current call may see.
    ///
    /// # Errors
    /// When there is no such kind, or some of its records could not be read.
    pub(crate) fn all(shared: &Shared, kind: &str) -> Outcome<Self> {
        Self::of_year(shared, kind, shared.year())
    }

    /// All records of a kind and of any year that the current call may see.
    ///
    /// # Errors
    /// When there is no such kind, or some of its records could not be read.
    pub(crate) fn of_year(shared: &Shared, kind: &str, year: i16) -> Outcome<Self> {
        let bodies = shared.bodies();
        let mut parts = Vec::new();
        for body in bodies.iter().copied() {
            let data = shared.store.body(body);
            let Some(kind) = data.schema.index(kind) else { continue };
            let declared = data.schema.get(kind);
            shared.may_see(declared)?;
            shared.notes.table(body, kind);
            if data.incomplete[kind.at()] {
                return Err(blocked());
            }
            let year = if declared.yearly { year } else { 0 };
            let rows = data.table(kind).by_year.get(&year).cloned().unwrap_or_else(|| Arc::from([]));
            parts.push((body, kind, rows));
        }
        match parts.len() {
            0 => Err(complaint(say!("没有“{kind}”这类记录", "unknown kind `{kind}`"))),
            1 => {
                let (body, kind, rows) = parts.swap_remove(0);
                Ok(Self::One { body, kind, rows, ascending: true })
            }
            _ => {
                let rows = parts.iter().flat_map(|(body, kind, rows)| {
                    rows.iter().map(|row| RowId { body: *body, kind: *kind, row: *row })
                });
                Ok(Self::Many(rows.collect()))
            }
        }
    }

    /// The records that refer to a record by one of its links, of the current year.
    ///
    /// # Errors
    /// When some records of their kind could not be read.
    pub(crate) fn linked(shared: &Shared, row: RowId, link: usize) -> Outcome<Self> {
        shared.notes.link(&shared.store, row, link);
        let (kind, rows) = shared.store.linked(row, link);
        let body = shared.store.body(row.body);
        shared.may_see(body.schema.get(kind))?;
        if body.incomplete[kind.at()] {
            return Err(blocked());
        }
        let (first, last) = shared.link_years();
        let heads = &body.table(kind).rows;
        let of_year = |row: &Row| matches!(heads[row.at()].year, y if (first..=last).contains(&y) || y == 0);
        let of_year = rows.iter().copied().filter(of_year);
        Ok(Self::One { body: row.body, kind, rows: of_year.collect(), ascending: true })
    }

    /// The records of both, each once, in the order of the data.
    ///
    /// # Errors
    /// When they are of different kinds.
    fn and(&self, other: &Self) -> Outcome<Self> {
        let rows = |view: &Self| (0..view.len()).map(|i| view.row(i)).collect::<Vec<_>>();
        let mut all = [rows(self), rows(other)].concat();
        all.sort_unstable();
        all.dedup();
        if all.iter().any(|row| row.kind != all[0].kind) {
            return Err(complaint(say!("两组记录不是同一类", "the records are of different kinds")));
        }
        match (self, all.first()) {
            (_, None) => Ok(self.clone()),
            (Self::One { .. }, Some(first)) if all.iter().all(|row| row.body == first.body) => {
                let rows = all.iter().map(|row| row.row).collect();
                Ok(Self::One { body: first.body, kind: first.kind, rows, ascending: true })
            }
            _ => Ok(Self::Many(all.into())),
        }
    }

    /// The records whose field equals a value, by the column's index.
    fn matching(&self, shared: &Shared, field: &str, value: &Dynamic) -> Outcome<Self> {
        let Self::One { body, kind, rows, ascending: true } = self else {
            let mut indices = Vec::new();
            for index in 0..self.len() {
                shared.budget.charge(1)?;
                let record = Record { row: self.row(index), from: 0 };
                if shared.has(&record, field)? && compare::equal(&shared.property(&record, field)?, value)? {
                    indices.push(index);
                }
            }
            return Ok(self.select(&indices));
        };
        let declared = shared.store.body(*body).schema.get(*kind);
        let column = Shared::column(declared, field)?;
        let key = shared.key_of(&declared.fields[column], value)?;
        shared.notes.column(&shared.store, (*body, *kind), rows, column);
        let index = shared.budget.free(|| shared.store.index(*body, *kind, column));
        if index.broken.iter().any(|row| rows.binary_search(row).is_ok()) {
            return Err(blocked());
        }
        let found = key.and_then(|key| index.rows.get(&key)).map(Vec::as_slice).unwrap_or_default();
        shared.budget.charge(1 + found.len() + index.broken.len())?;
        // Both lists ascend.
        let rows = found.iter().copied().filter(|row| rows.binary_search(row).is_ok()).collect();
        Ok(Self::One { body: *body, kind: *kind, rows, ascending: true })
    }
}

impl Shared {
    /// The key by which a column's index finds a value; `None` for a string that no record has.
    fn key_of(&self, field: &crate::schema::Field, value: &Dynamic) -> Outcome<Option<Key>> {
        use crate::schema::Type as T;
        let wrong = || {
            let what = compare::describe(value);
            let name = &field.name;
            complaint(say!("字段“{name}”不能和{what}比较", "cannot compare field `{name}` with {what}"; what))
        };
        Ok(match (&field.ty, Atom::of(value)) {
            (T::String | T::Enum(_), Some(Atom::Text(text))) => self.store.string_id(&text).map(Key::Str),
            (T::Integer | T::Decimal, Some(Atom::Number(n))) => Some(Key::decimal(n)),
            (T::Bool, Some(Atom::Bool(b))) => Some(Key::Bool(b)),
            (T::Date, Some(Atom::Date(d))) => Some(Key::Date(d)),
            (T::Time, Some(Atom::Time(t))) => Some(Key::Time(t)),
            (T::Period, Some(Atom::Period(p))) => Some(Key::Period(p)),
            (T::Ref(_), Some(Atom::Record(row))) => Some(Key::Row(row)),
            _ => return Err(wrong()),
        })
    }
}

/// Registers what views have beyond the functions of all collections.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>) {
    engine.register_type_with_name::<View>("view");
    engine.register_iterator::<View>();
    let own = shared.clone();
    engine.register_fn("where", move |view: &mut View, field: rhai::ImmutableString, value: Dynamic| {
        view.matching(&own, &field, &value)
    });
    let own = shared.clone();
    engine.register_fn("and", move |view: &mut View, other: View| -> Outcome<View> {
        own.budget.charge(view.len() + other.len())?;
        view.and(&other)
    });
    let own = shared.clone();
    engine.register_fn("contains", move |view: &mut View, record: Record| -> Outcome<bool> {
        own.budget.charge(view.len())?;
        Ok((0..view.len()).any(|index| view.row(index) == record.row))
    });
    engine.register_indexer_get(|view: &mut View, index: i64| -> Outcome<Record> {
        let at = usize::try_from(index).ok().filter(|at| *at < view.len());
        let row = at.map(|at| view.row(at)).ok_or_else(|| {
            let len = view.len();
            let en = count(len, "record", "records");
            complaint(say!("没有第 {index} 条：共 {len} 条，从 0 数起", "no index {index}: {en}, counted from 0"))
        })?;
        Ok(Record { row, from: 0 })
    });
}

impl IntoIterator for View {
    type Item = Record;
    type IntoIter = Rows;

    fn into_iter(self) -> Rows {
        Rows { view: self, next: 0 }
    }
}

/// The records of a view, one after the other.
pub(crate) struct Rows {
    view: View,
    next: usize,
}

impl Iterator for Rows {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let row = (self.next < self.view.len()).then(|| self.view.row(self.next))?;
        self.next += 1;
        Some(Record { row, from: 0 })
    }
}
