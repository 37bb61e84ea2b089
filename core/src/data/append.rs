//! Appending records of one body to others of it.

use crate::data::{Nested, Table};
use crate::value::{Cell, KindId, Row, StrId};

/// Appends tables, a table a kind, and what lies within their values, for which there is room. `renumber` gives for each string
/// of theirs its number.
pub(crate) fn append(
    (tables, own): (&mut [Table], &mut Vec<Nested>),
    (from, nested): (&[Table], &[Nested]),
    renumber: &[StrId],
) {
    const ROOM: &str = "there is room, as was seen before";
    let before = own.len();
    let rows: Vec<usize> = tables.iter().map(|table| table.rows.len()).collect();
    let adapt = |cell: Cell| match cell {
        Cell::Str(id) => Cell::Str(renumber[id.at()]),
        Cell::Nested(elements) => Cell::Nested(elements.after(before).expect(ROOM)),
        cell => cell,
    };
    let moved = |(kind, row): (KindId, Row)| (kind, Row::new(rows[kind.at()] + row.at()).expect(ROOM));
    own.extend(nested.iter().map(|n| Nested { cell: adapt(n.cell), owner: moved(n.owner), ..*n }));
    for (into, from) in tables.iter_mut().zip(from) {
        into.widen(from.columns.len());
        into.rows.extend(&from.rows);
        for (into, from) in into.columns.iter_mut().zip(&from.columns) {
            into.cells.append(&from.cells, adapt);
            into.spans.append(&from.spans);
        }
    }
}
