//! What the keys of records come to, found once for all records that have the same keys in the same order.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Typer;
use crate::document::Entries;
use crate::schema::{Kind, Schema};
use crate::value::KindId;

/// The columns of keys, in their order; none for what is no field.
type Columns = Arc<[Option<usize>]>;

/// What is known of the shapes of a file.
#[derive(Default)]
pub(super) struct Shapes {
    /// Where each shape gives body and year.
    heads: FxHashMap<usize, Keys>,
    /// The columns of each shape's keys, by the schema and kind.
    columns: FxHashMap<(usize, *const Schema, KindId), Columns>,
    /// No columns.
    none: Columns,
}

/// Where a record gives body and year.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    /// The entry of the body.
    pub body: Option<usize>,
    /// That of the year.
    pub year: Option<usize>,
}

impl Keys {
    fn of(record: &Entries<'_>) -> Self {
        let find = |key| record.list.iter().position(|entry| entry.key == key);
        Self { body: find("body"), year: find("year") }
    }
}

impl Typer<'_> {
    /// Where a record gives body and year.
    pub(super) fn keys(&mut self, record: &Entries<'_>) -> Keys {
        match record.shape {
            Some(shape) => *self.shapes.heads.entry(shape).or_insert_with(|| Keys::of(record)),
            None => Keys::of(record),
        }
    }

    /// The columns of the keys of a shape; none where it is not known.
    pub(super) fn columns(
        &mut self,
        kind: &Kind,
        (schema, index): (&Arc<Schema>, KindId),
        record: &Entries<'_>,
    ) -> Columns {
        let Some(shape) = record.shape else { return self.shapes.none.clone() };
        let find = || record.list.iter().map(|entry| kind.column(&entry.key)).collect();
        self.shapes.columns.entry((shape, Arc::as_ptr(schema), index)).or_insert_with(find).clone()
    }
}
