//! What a store's records were made of, file by file, so that a later round can tell which of them are as they were.

use std::collections::BTreeMap;
use std::hash::Hasher as _;

use crate::data::{RowHead, Store};
use crate::memo::{Digest, Digester};
use crate::schema::{Field, Kind, Type};
use crate::source::SourceId;
use crate::value::{BodyId, Cell, KindId, Row, RowId};

/// What the records of a store were made of.
#[derive(Debug, Default)]
pub(crate) struct Footprint {
    /// For each body what all of its rules depend on: its id, the kinds, and which of them lack records.
    bodies: Vec<Digest>,
    /// For each body and kind, which files its records come from.
    tables: Vec<Vec<Digest>>,
    /// For each file with records, by slot, its neighbours: the records that its records refer to, and those that refer
    /// to them.
    neighbours: BTreeMap<SourceId, Vec<Digest>>,
    /// For each body and kind, which rows are of which file.
    rows: Vec<Vec<Stretches>>,
}

/// Which rows of a table are of which file.
#[derive(Debug, Default)]
struct Stretches {
    /// The first row of each file and how many there are.
    files: BTreeMap<SourceId, (Row, usize)>,
    /// The files in the order of their rows.
    in_order: Vec<(Row, SourceId)>,
}

impl Footprint {
    /// The footprint of a store, under the kinds of that digest.
    #[must_use]
    pub(crate) fn of(store: &Store, shape: Digest) -> Self {
        let mut footprint = Self::default();
        let mut neighbours: BTreeMap<SourceId, Vec<Vec<u8>>> = BTreeMap::new();
        for (number, body) in store.numbered() {
            let digest = Digester::new("body").with(shape).text(&body.id);
            let lost = &store.lost;
            let digest =
                lost.kinds.iter().fold(digest.number(lost.all), |digest, kind| digest.text(kind)).text("packs");
            let digest = body.packs.iter().fold(digest, |digest, pack| digest.text(pack));
            footprint.bodies.push(body.incomplete.iter().fold(digest, |digest, lacks| digest.number(*lacks)).done());
            let mut rows = Vec::new();
            for (kind, declared) in body.schema.iter() {
                let (slots, table) = (Slots::of(declared), body.table(kind));
                let mut stretches = Stretches::default();
                for (row, head) in Row::all(table.rows.len()).zip(&table.rows) {
                    stretches.add(row, head.source);
                    let row = RowId { body: number, kind, row };
                    neighbours_of(store, row, &slots, neighbours.entry(head.source).or_default());
                }
                rows.push(stretches);
            }
            // Which file stands before which tells the order of its records.
            let table = |stretches: &Stretches| {
                let files = stretches.in_order.iter();
                files.fold(Digester::new("table"), |digest, (_, source)| digest.number(source.0)).done()
            };
            footprint.tables.push(rows.iter().map(table).collect());
            footprint.rows.push(rows);
        }
        // The hash is quick with much at once, and slow with many small things.
        let done = |(source, slots): (SourceId, Vec<Vec<u8>>)| {
            let digest = |written: &Vec<u8>| {
                let mut digester = Digester::new("neighbours");
                digester.write(written);
                digester.done()
            };
            (source, slots.iter().map(digest).collect())
        };
        footprint.neighbours = neighbours.into_iter().map(done).collect();
        footprint
    }

    /// What all rules on a body depend on, besides what they read.
    #[must_use]
    pub(crate) fn body(&self, body: BodyId) -> Option<Digest> {
        self.bodies.get(body.at()).copied()
    }

    /// Which files a kind's records come from.
    #[must_use]
    pub(crate) fn table(&self, body: BodyId, kind: KindId) -> Option<Digest> {
        self.tables.get(body.at())?.get(kind.at()).copied()
    }

    fn stretches(&self, body: BodyId, kind: KindId) -> Option<&Stretches> {
        self.rows.get(body.at())?.get(kind.at())
    }

    /// Whether a file has records in this store.
    #[must_use]
    pub(crate) fn has(&self, source: SourceId) -> bool {
        self.neighbours.contains_key(&source)
    }

    /// The neighbours of a file's records in a slot.
    #[must_use]
    pub(crate) fn neighbours(&self, source: SourceId, slot: usize) -> Option<Digest> {
        self.neighbours.get(&source)?.get(slot).copied()
    }

    /// The files that a kind's records come from.
    pub(crate) fn files(&self, body: BodyId, kind: KindId) -> impl Iterator<Item = SourceId> {
        self.stretches(body, kind).into_iter().flat_map(|stretches| stretches.files.keys().copied())
    }

    /// The first of a file's records of a kind.
    #[must_use]
    pub(crate) fn first_row(&self, body: BodyId, kind: KindId, source: SourceId) -> Option<Row> {
        let (first, _) = self.stretches(body, kind)?.files.get(&source)?;
        Some(*first)
    }

    /// The same record in a later store with the same bodies: `None` when its file is no longer there.
    #[must_use]
    pub(crate) fn moved(&self, row: RowId, to: &Self) -> Option<RowId> {
        let (source, within) = self.stretches(row.body, row.kind)?.find(row.row)?;
        let first = to.first_row(row.body, row.kind, source)?;
        Some(RowId { row: Row::new(first.at() + within)?, ..row })
    }
}

impl Stretches {
    /// Adds the next row. Those of one file follow one another.
    fn add(&mut self, row: Row, source: SourceId) {
        let new = || {
            self.in_order.push((row, source));
            (row, 0)
        };
        self.files.entry(source).or_insert_with(new).1 += 1;
    }

    /// The file of a row, and its place among those of the file.
    fn find(&self, row: Row) -> Option<(SourceId, usize)> {
        let after = self.in_order.partition_point(|(first, _)| *first <= row);
        let (first, source) = self.in_order[after.checked_sub(1)?];
        let within = row.at() - first.at();
        (within < self.files.get(&source)?.1).then_some((source, within))
    }
}

/// The slots of a kind: its fields with references, then its links. Those of all kinds of a file go by the same numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    /// For each field its slot, if it holds references.
    pub fields: Vec<Option<usize>>,
    /// The slot of the first link.
    links: usize,
}

impl Slots {
    /// How many are told apart; those that are too many share the last.
    pub(crate) const MOST: usize = 63;

    /// The slots of a kind.
    #[must_use]
    pub(crate) fn of(kind: &Kind) -> Self {
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
    pub(crate) fn link(&self, link: usize) -> usize {
        (self.links + link).min(Self::MOST - 1)
    }
}

/// Writes down what a record refers to, and what refers to it, each under its slot.
fn neighbours_of(store: &Store, row: RowId, slots: &Slots, written: &mut Vec<Vec<u8>>) {
    let (body, table, own) = (store.body(row.body), store.table(row), store.head(row));
    let write = |written: &mut Vec<Vec<u8>>, slot: usize, head: Option<RowHead>| {
        if written.len() <= slot {
            written.resize_with(slot + 1, Vec::new);
        }
        // A reference to nothing, too, may lead somewhere one day.
        written[slot].extend(head.map_or(SourceId::NONE, |head| head.source).0.to_le_bytes());
        written[slot].extend(head.map_or(own.header.start, |head| head.header.start).to_le_bytes());
    };
    for (slot, column) in slots.fields.iter().zip(&table.columns).filter_map(|(slot, column)| Some(((*slot)?, column)))
    {
        let mut add = |cell: Cell| match cell {
            Cell::Ref(to) => write(written, slot, Some(store.head(to))),
            Cell::Invalid => write(written, slot, None),
            _ => {}
        };
        match column.cell(row.row.at()) {
            Cell::Nested(elements) => body.nested[elements.range()].iter().for_each(|nested| add(nested.cell)),
            cell => add(cell),
        }
    }
    for (link, links) in table.links.iter().enumerate() {
        let slot = slots.link(link);
        // Whether some of them are perhaps missing.
        if links.broken > 0 {
            if written.len() <= slot {
                written.resize_with(slot + 1, Vec::new);
            }
            written[slot].extend(links.broken.to_le_bytes());
        }
        for from in links.of(row.row) {
            write(written, slot, Some(body.table(links.kind).rows[from.at()]));
        }
        // Where one record's list ends and the next one's begins.
        write(written, slot, None);
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
