//! Numbers of cells: a script's value carries one, and finds its way back to the record and the bytes that it was read from.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::data::{Body, Store};
use crate::schema::Schema;
use crate::source::Place;
use crate::value::{BodyId, KindId, Row, RowId};

/// What a cell number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellPlace {
    /// The record.
    pub row: RowId,
    /// Its field.
    pub column: usize,
    /// The value.
    pub place: Place,
}

impl Store {
    /// The number of a value of a record among all values, by which it finds its way back.
    #[must_use]
    #[inline]
    pub(crate) fn cell_count_to(&self, row: RowId, column: usize) -> u64 {
        let body = self.body(row.body);
        let width = body.table(row.kind).columns.len();
        body.bases[row.kind.at()] + (row.row.at() * width + column) as u64
    }

    /// The same for a nested value of a body.
    #[must_use]
    pub(crate) fn nested_count_to(&self, body: BodyId, nested: usize) -> u64 {
        let body = self.body(body);
        body.bases[body.tables.len()] + nested as u64
    }

    /// What a number of a value stands for; `None` for one that none has.
    #[must_use]
    pub(crate) fn cell_at(&self, number: u64) -> Option<CellPlace> {
        let begins = |body: &Body| body.bases.first().is_some_and(|first| *first <= number);
        let index = self.bodies.partition_point(begins).checked_sub(1)?;
        let body = &self.bodies[index];
        let table = body.bases.partition_point(|base| *base <= number).checked_sub(1)?;
        let inside = usize::try_from(number - body.bases[table]).ok()?;
        let index = BodyId::new(index)?;
        if table == body.tables.len() {
            let nested = body.nested.get(inside)?;
            let row = RowId { body: index, kind: nested.owner.0, row: nested.owner.1 };
            let place = Place { span: nested.span, ..self.header(row) };
            return Some(CellPlace { row, column: nested.column, place });
        }
        let width = body.tables[table].columns.len();
        let row = RowId { body: index, kind: KindId::new(table)?, row: Row::new(inside / width)? };
        let column = inside % width;
        Some(CellPlace { row, column, place: self.field_place(row, column) })
    }

    /// Numbers the cells; called once, when all bodies are there. Returns how many there are.
    pub(super) fn number(&mut self) -> u64 {
        let mut next = 1;
        let mut schemas: FxHashMap<*const Schema, u32> = FxHashMap::default();
        for body in &mut self.bodies {
            let numbers = u32::try_from(schemas.len()).unwrap_or(u32::MAX);
            body.schema_number = *schemas.entry(Arc::as_ptr(&body.schema)).or_insert(numbers);
            body.bases.clear();
            for table in &body.tables {
                body.bases.push(next);
                next += table.cell_count();
            }
            body.bases.push(next);
            next += body.nested.len() as u64;
        }
        next - 1
    }
}
