//! What a store's records were made of, file by file, so that a later round can tell which of them are as they were.

use std::collections::BTreeMap;
use std::hash::Hasher as _;

use crate::data::{Body, RowHead, Store};
use crate::memo::{Digest, Digester};
use crate::schema::{Field, Kind, Type};
use crate::source::SourceId;
use crate::value::{Cell, RowId};

/// What the records of a store were made of.
#[derive(Debug, Default)]
pub struct Footprint {
    /// For each body what all of its rules depend on: its id, the kinds, and which of them lack records.
    bodies: Vec<Digest>,
    /// For each body and kind, which files its records come from.
    tables: Vec<Vec<Digest>>,
    /// For each file with records, by slot, its neighbours: the records that its records refer to, and those that refer
    /// to them.
    neighbours: BTreeMap<SourceId, Vec<Digest>>,
    /// For each body and kind, the first row of each file and how many there are.
    rows: Vec<Vec<BTreeMap<SourceId, (u32, u32)>>>,
}

impl Footprint {
    /// The footprint of a store, under the kinds of that digest.
    #[must_use]
    pub fn of(store: &Store, shape: Digest) -> Self {
        let mut footprint = Self::default();
        let mut neighbours: BTreeMap<SourceId, Vec<Digester>> = BTreeMap::new();
        for body in &store.bodies {
            let digest = Digester::new("body").with(shape).text(&body.id);
            let digest = body.packs.iter().fold(digest, |digest, pack| digest.text(pack));
            footprint.bodies.push(body.incomplete.iter().fold(digest, |digest, lacks| digest.number(*lacks)).done());
            let mut rows = Vec::new();
            for (kind, table) in body.tables.iter().enumerate() {
                let slots = Slots::of(&body.schema.kinds[kind]);
                let mut files: BTreeMap<SourceId, (u32, u32)> = BTreeMap::new();
                for (row, head) in (0..).zip(&table.rows) {
                    files.entry(head.source).or_insert((row, 0)).1 += 1;
                    neighbours_of(store, body, kind, &slots, row, neighbours.entry(head.source).or_default());
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
        let done =
            |(source, digests): (SourceId, Vec<Digester>)| (source, digests.iter().map(Digester::done).collect());
        footprint.neighbours = neighbours.into_iter().map(done).collect();
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

    /// Whether a file has records in this store.
    #[must_use]
    pub fn has(&self, source: SourceId) -> bool {
        self.neighbours.contains_key(&source)
    }

    /// The neighbours of a file's records in a slot.
    #[must_use]
    pub fn neighbours(&self, source: SourceId, slot: usize) -> Option<Digest> {
        self.neighbours.get(&source)?.get(slot).copied()
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

/// The slots of a kind: its fields with references, then its links. Those of all kinds of a file go by the same numbers.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    /// For each field its slot, if it holds references.
    pub fields: Vec<Option<usize>>,
    /// The slot of the first link.
    links: usize,
}

impl Slots {
    /// How many are told apart; those that are too many share the last.
    pub const MOST: usize = 63;

    /// The slots of a kind.
    #[must_use]
    pub fn of(kind: &Kind) -> Self {
        let mut links = 0;
        let slot = |field: &Field| {
            links += usize::from(refers(&field.ty));
            refers(&field.ty).then(|| (links - 1).min(Self::MOST - 1))
        };
        let fields = kind.fields.iter().map(slot).collect();
        Self { fields, links }
    }

    /// The slot of a link.
    #[must_use]
    pub fn link(&self, link: usize) -> usize {
        (self.links + link).min(Self::MOST - 1)
    }
}

/// Adds what a record refers to, and what refers to it, each to the digest of its slot.
fn neighbours_of(store: &Store, body: &Body, kind: usize, slots: &Slots, row: u32, digests: &mut Vec<Digester>) {
    let table = &body.tables[kind];
    let at = row as usize;
    let own = table.rows[at];
    let digest = |digests: &mut Vec<Digester>, slot: usize, head: Option<RowHead>| {
        while digests.len() <= slot {
            digests.push(Digester::new("neighbours"));
        }
        // A reference to nothing, too, may lead somewhere one day.
        digests[slot].write_u32(head.map_or(u32::MAX, |head| head.source.0));
        digests[slot].write_u32(head.map_or(own.header.start, |head| head.header.start));
    };
    for (slot, column) in slots.fields.iter().zip(&table.columns).filter_map(|(slot, column)| Some(((*slot)?, column)))
    {
        let mut add = |cell: &Cell| match cell {
            Cell::Ref(to) => digest(digests, slot, Some(store.table(**to).rows[to.row as usize])),
            Cell::Invalid => digest(digests, slot, None),
            _ => {}
        };
        match &column.cells[at] {
            Cell::Nested { start, len } => {
                for nested in &body.nested[*start as usize..(*start + *len) as usize] {
                    add(&nested.cell);
                }
            }
            cell => add(cell),
        }
    }
    for (link, links) in table.links.iter().enumerate() {
        let slot = slots.link(link);
        for from in &links.rows[links.starts[at] as usize..links.starts[at + 1] as usize] {
            digest(digests, slot, Some(body.tables[links.kind as usize].rows[*from as usize]));
        }
        // Where one record's list ends and the next one's begins.
        digest(digests, slot, None);
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
