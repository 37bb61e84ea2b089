//! What a store's records were made of, file by file, so that a later round can tell which of them are as they were.

use std::collections::BTreeMap;

use crate::data::{Body, Store};
use crate::memo::{Digest, Digester};
use crate::schema::{Kind, Type};
use crate::source::SourceId;
use crate::value::{Cell, RowId};

/// What the records of a store were made of.
#[derive(Debug, Default)]
pub struct Footprint {
    /// For each body what all of its rules depend on: its id, the kinds, and which of them lack records.
    bodies: Vec<Digest>,
    /// For each body and kind, which files its records come from.
    tables: Vec<Vec<Digest>>,
    /// For each file with records, its neighbours: the records that its records refer to, and those that refer to them.
    neighbours: BTreeMap<SourceId, Digest>,
    /// For each body and kind, the first row of each file and how many there are.
    rows: Vec<Vec<BTreeMap<SourceId, (u32, u32)>>>,
}

impl Footprint {
    /// The footprint of a store, under the kinds of that digest.
    #[must_use]
    pub fn of(store: &Store, shape: Digest) -> Self {
        let mut footprint = Self::default();
        let mut neighbours = BTreeMap::new();
        for body in &store.bodies {
            let digest = Digester::new("body").with(shape).text(&body.id);
            let digest = body.packs.iter().fold(digest, |digest, pack| digest.text(pack));
            footprint.bodies.push(body.incomplete.iter().fold(digest, |digest, lacks| digest.number(*lacks)).done());
            let mut rows = Vec::new();
            for (kind, table) in body.schema.kinds.iter().zip(&body.tables) {
                let mut files: BTreeMap<SourceId, (u32, u32)> = BTreeMap::new();
                for (row, head) in (0..).zip(&table.rows) {
                    files.entry(head.source).or_insert((row, 0)).1 += 1;
                    let digest = neighbours.entry(head.source).or_insert_with(|| Digester::new("neighbours"));
                    neighbours_of(store, body, kind, row, digest);
                }
                rows.push(files);
            }
            // Which file stands before which tells the order of its records.
            let table = |files: &BTreeMap<SourceId, (u32, u32)>| {
                let mut files: Vec<_> = files.iter().map(|(source, (first, _))| (first, source)).collect();
                files.sort_unstable();
                files.into_iter().fold(Digester::new("table"), |digest, (_, source)| digest.number(source.0)).done()
            };
            footprint.tables.push(rows.iter().map(table).collect());
            footprint.rows.push(rows);
        }
        footprint.neighbours = neighbours.into_iter().map(|(source, digest)| (source, digest.done())).collect();
        footprint
    }

    /// What all rules on a body depend on, besides what they read.
    #[must_use]
    pub fn body(&self, body: u16) -> Option<Digest> {
        self.bodies.get(usize::from(body)).copied()
    }

    /// Which files a kind's records come from.
    #[must_use]
    pub fn table(&self, body: u16, kind: u16) -> Option<Digest> {
        self.tables.get(usize::from(body))?.get(usize::from(kind)).copied()
    }

    /// The neighbours of a file's records; `None` for a file without any in this store.
    #[must_use]
    pub fn neighbours(&self, source: SourceId) -> Option<Digest> {
        self.neighbours.get(&source).copied()
    }

    /// The files that a kind's records come from.
    pub fn files(&self, body: u16, kind: u16) -> impl Iterator<Item = SourceId> {
        let files = self.rows.get(usize::from(body)).and_then(|kinds| kinds.get(usize::from(kind)));
        files.into_iter().flat_map(|files| files.keys().copied())
    }

    /// The first of a file's records of a kind.
    #[must_use]
    pub fn first_row(&self, body: u16, kind: u16, source: SourceId) -> Option<u32> {
        let (first, _) = self.rows.get(usize::from(body))?.get(usize::from(kind))?.get(&source)?;
        Some(*first)
    }

    /// The same record in a later store with the same bodies: `None` when its file is no longer there.
    #[must_use]
    pub fn moved(&self, row: RowId, to: &Self) -> Option<RowId> {
        let files = self.rows.get(usize::from(row.body))?.get(usize::from(row.kind))?;
        let (source, (first, _)) = files.iter().find(|(_, (first, many))| (*first..first + many).contains(&row.row))?;
        Some(RowId { row: to.first_row(row.body, row.kind, *source)? + (row.row - first), ..row })
    }
}

/// Adds what a record refers to, and what refers to it.
fn neighbours_of(store: &Store, body: &Body, kind: &Kind, row: u32, digest: &mut Digester) {
    let index = body.schema.index(&kind.name).unwrap_or(0);
    let table = &body.tables[index];
    let mut add = |cell: &Cell| match cell {
        Cell::Ref(to) => {
            let head = store.table(**to).rows[to.row as usize];
            digest.push(head.source.0);
            digest.push(head.header.start);
        }
        // A reference to nothing, too, may lead somewhere one day.
        Cell::Invalid => digest.push(u32::MAX),
        _ => {}
    };
    for (_, column) in kind.fields.iter().zip(&table.columns).filter(|(field, _)| refers(&field.ty)) {
        match &column.cells[row as usize] {
            Cell::Nested { start, len } => {
                let nested = &body.nested[*start as usize..(*start + *len) as usize];
                for nested in nested {
                    add(&nested.cell);
                }
            }
            cell => add(cell),
        }
    }
    for links in &table.links {
        let at = row as usize;
        let referring = &links.rows[links.starts[at] as usize..links.starts[at + 1] as usize];
        digest.push(u32::try_from(referring.len()).unwrap_or(u32::MAX));
        for from in referring {
            let head = body.tables[links.kind as usize].rows[*from as usize];
            digest.push(head.source.0);
            digest.push(head.header.start);
        }
    }
}

/// Whether values of a type hold references.
pub(crate) fn refers(ty: &Type) -> bool {
    match ty {
        Type::Ref(_) => true,
        Type::List(of) => refers(of),
        Type::Table(fields) => fields.iter().any(|field| refers(&field.ty)),
        _ => false,
    }
}
