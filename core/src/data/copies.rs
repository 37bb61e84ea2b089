//! Records that are entered twice: the same key, and all the same values.

use crate::data::{Body, Table};
use crate::value::{Cell, Row};

/// Leaves copies of earlier records out of what rules see: that they are there twice is told, and nothing follows from it.
/// A record of the same key that says anything else is none: which of the two has the wrong key is not known.
pub(super) fn leave_out(body: &mut Body, kind: usize, doubles: &[(Row, Row)]) {
    let table = &body.tables[kind];
    let (copies, others): (Vec<_>, Vec<_>) =
        doubles.iter().partition(|(first, later)| same(body, table, *first, *later));
    let table = &mut body.tables[kind];
    table.doubles = others;
    if copies.is_empty() {
        return;
    }
    let copies = copies.into_iter().map(|(_, later)| later);
    table.copies = copies.collect();
    let copies = &table.copies;
    for rows in table.by_year.values_mut() {
        if rows.iter().any(|row| copies.contains(row)) {
            *rows = rows.iter().copied().filter(|row| !copies.contains(row)).collect::<Vec<_>>().into();
        }
    }
}

fn same(body: &Body, table: &Table, a: Row, b: Row) -> bool {
    table.columns.iter().all(|column| alike(body, column.cell(a.at()), column.cell(b.at())))
}

/// Whether two values are the same, element by element.
fn alike(body: &Body, a: Cell, b: Cell) -> bool {
    match (a, b) {
        (Cell::Nested(a), Cell::Nested(b)) => {
            let (a, b) = (&body.nested[a.range()], &body.nested[b.range()]);
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(body, a.cell, b.cell))
        }
        (a, b) => a == b && a != Cell::Invalid,
    }
}
