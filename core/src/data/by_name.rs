//! References by name: in sheets people write whom they mean, and not the key.

use std::collections::BTreeMap;

use crate::alike;
use crate::data::names::CALLED;
use crate::data::{Body, Store};
use crate::value::{Cell, KindId, Row};

/// The records of a kind by what people call them, each with its year (0 for kinds that are not yearly).
pub(super) type Names = BTreeMap<String, Vec<(i16, Row)>>;

/// The names of the records of a kind.
pub(super) fn names(store: &Store, body: &Body, kind: KindId) -> Names {
    let (declared, table) = (body.schema.get(kind), body.table(kind));
    let column = match &declared.called {
        Some(called) => declared.column(called),
        None => CALLED.into_iter().find_map(|name| declared.column(name)),
    };
    let mut names = Names::default();
    let column = column.and_then(|column| table.columns.get(column));
    let cells = column.iter().flat_map(|column| column.cells.iter());
    for (row, cell) in Row::all(table.rows.len()).zip(cells) {
        if let Cell::Str(id) = cell
            && !table.is_copy(row)
        {
            let name = alike::plain(store.string(id));
            names.entry(name).or_default().push((table.rows[row.at()].year, row));
        }
    }
    names
}
