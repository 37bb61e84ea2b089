//! Reverse links: for each record, the records that refer to it.

use rustc_hash::FxHashMap;

use crate::data::{Body, LinkIndex};
use crate::value::{Cell, Elements, KindId, Row};

/// So many references may be in a list that could not be read at all.
const MANY: usize = 1_000;

/// Lists of which some references lead nowhere, by kind, row and column: reading them ends a call, and yet the others lead
/// somewhere.
pub(super) type Torn = FxHashMap<(usize, usize, usize), Elements>;

/// Builds, for every link of every kind, the rows that refer to each row.
pub(super) fn build(body: &mut Body, torn: &Torn) {
    let schema = body.schema.clone();
    for (index, kind) in schema.iter() {
        let links = kind.links.iter().map(|link| {
            // That packs declare both has been checked; otherwise nothing refers.
            let from = schema.index(&link.kind).unwrap_or_default();
            let Some(column) = schema.get(from).column(&link.field) else {
                let (starts, rows) = by_target(&[], body.table(index).rows.len());
                return LinkIndex { kind: from, starts, rows, broken: 0 };
            };
            let (pairs, broken) = pairs(body, from, column, index, torn);
            let (starts, rows) = by_target(&pairs, body.table(index).rows.len());
            LinkIndex { kind: from, starts, rows, broken }
        });
        body.tables[index.at()].links = links.collect();
    }
}

/// Pairs of row referred to and row that refers, each once, in the order of the rows that refer; and how many references of
/// the column are broken.
fn pairs(body: &Body, from: KindId, column: usize, to: KindId, torn: &Torn) -> (Vec<(Row, Row)>, usize) {
    let (mut pairs, mut broken) = (Vec::new(), 0);
    let target = |cell: Cell| match cell {
        Cell::Ref(target) if target.kind == to => Some(target.row),
        _ => None,
    };
    let table = body.table(from);
    for (row, cell) in
        Row::all(table.rows.len()).zip(table.columns.get(column).iter().flat_map(|column| column.cells.iter()))
    {
        let elements = match cell {
            Cell::Nested(elements) => Some(elements),
            Cell::Invalid => torn.get(&(from.at(), row.at(), column)).copied(),
            _ => None,
        };
        if table.is_copy(row) {
            continue;
        }
        let Some(elements) = elements else {
            let list = matches!(body.schema.get(from).fields[column].ty, crate::schema::Type::List(_));
            broken += if cell == Cell::Invalid { if list { MANY } else { 1 } } else { 0 };
            pairs.extend(target(cell).map(|target| (target, row)));
            continue;
        };
        let elements = &body.nested[elements.range()];
        broken += elements.iter().filter(|nested| nested.cell == Cell::Invalid).count();
        let mut targets: Vec<Row> = elements.iter().filter_map(|nested| target(nested.cell)).collect();
        targets.sort_unstable();
        targets.dedup();
        pairs.extend(targets.into_iter().map(|target| (target, row)));
    }
    (pairs, broken)
}

/// The rows that refer, laid out by what they refer to, in their own order; and where those of each begin.
fn by_target(pairs: &[(Row, Row)], targets: usize) -> (Vec<usize>, Vec<Row>) {
    let mut starts = vec![0; targets + 1];
    for (to, _) in pairs {
        starts[to.at() + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let (mut next, mut rows) = (starts.clone(), vec![Row::default(); pairs.len()]);
    for (to, from) in pairs {
        let place = &mut next[to.at()];
        rows[*place] = *from;
        *place += 1;
    }
    (starts, rows)
}
