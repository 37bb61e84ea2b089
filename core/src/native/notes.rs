//! What a rule reads while it is called: which files, which records' neighbours, which whole tables. Its answer is kept
//! as long as all of it is as it was.

use std::sync::Arc;

use crate::data::footprint::{Footprint, Slots};
use crate::data::{Body, Store};
use crate::memo::Digest;
use crate::source::SourceId;
use crate::value::{BodyId, KindId, Row, RowId};

/// A record was read. The lower bits tell in which slots its neighbours were read too.
const PLAIN: u64 = 1 << Slots::MOST;

/// Notes what one worker's calls read. A note is a bit set, for there are millions of reads.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// For each file, by its number; empty where nothing is noted.
    files: Vec<u64>,
    /// For each body, for each kind: whether all of its records were asked for, and by which fields.
    tables: Vec<Vec<u64>>,
    /// For each body, for each kind.
    slots: Vec<Vec<Slots>>,
    /// Whether nothing is noted for now: it is known what is read.
    rests: bool,
    /// Whether cards were asked for.
    cards: bool,
    /// The notes that are not empty: there may be very many, and few are of one call.
    written: Written,
}

/// Which notes are not empty.
#[derive(Debug, Default)]
struct Written {
    files: Vec<SourceId>,
    tables: Vec<(BodyId, KindId)>,
}

/// What some calls have read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reads {
    /// Files whose records were read.
    files: Vec<SourceId>,
    /// Files and slots of which the neighbours were read, with what these were.
    neighbours: Vec<(SourceId, usize, Option<Digest>)>,
    /// Tables of which all records were asked for: body, kind, and what there was.
    tables: Vec<(BodyId, KindId, Option<Digest>)>,
    /// Whether cards were asked for.
    pub cards: bool,
}

impl Notes {
    /// Notes for a store of so many files.
    #[must_use]
    pub(crate) fn new(store: &Store, files: usize) -> Self {
        let tables = |body: &Body| vec![0; body.tables.len()];
        let slots = |body: &Body| body.schema.kinds.iter().map(Slots::of).collect();
        Self {
            files: vec![0; files],
            tables: store.bodies.iter().map(tables).collect(),
            slots: store.bodies.iter().map(slots).collect(),
            rests: false,
            cards: false,
            written: Written::default(),
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        let Written { files, tables } = std::mem::take(&mut self.written);
        for source in files {
            self.files[source.0 as usize] = 0;
        }
        for (body, kind) in tables {
            self.tables[body.at()][kind.at()] = 0;
        }
        self.cards = false;
    }

    /// Whether anything is noted at all.
    #[must_use]
    pub(crate) fn takes(&self) -> bool {
        !self.files.is_empty() && !self.rests
    }

    /// Notes nothing for now, or again what is read.
    pub(crate) fn rest(&mut self, rests: bool) {
        self.rests = rests;
    }

    fn file(&mut self, store: &Store, row: RowId, what: u64) {
        let source = store.head(row).source;
        if let Some(note) = self.files.get_mut(source.0 as usize) {
            if *note == 0 {
                self.written.files.push(source);
            }
            *note |= what;
        }
    }

    fn slots(&self, body: BodyId, kind: KindId) -> Option<&Slots> {
        self.slots.get(body.at())?.get(kind.at())
    }

    fn whole_table(&self, body: BodyId, kind: KindId) -> Option<u64> {
        self.tables.get(body.at())?.get(kind.at()).copied()
    }

    /// The bit of a field; 0 for one without references.
    fn bit(&self, body: BodyId, kind: KindId, column: usize) -> u64 {
        let slot = self.slots(body, kind).and_then(|slots| slots.fields.get(column).copied().flatten());
        slot.map_or(0, |slot| 1 << slot)
    }

    /// A record was read: its key, its year, its place.
    pub(crate) fn record(&mut self, store: &Store, row: RowId) {
        if !self.takes() {
            return;
        }
        self.file(store, row, PLAIN);
        // Records without a key are named by their place in the table.
        if store.key_id(row).is_none() {
            self.table(row.body, row.kind);
        }
    }

    /// A field of a record was read.
    pub(crate) fn field(&mut self, store: &Store, row: RowId, column: usize) {
        if self.takes() {
            self.file(store, row, PLAIN | self.bit(row.body, row.kind, column));
        }
    }

    /// A link of a record was read.
    pub(crate) fn link(&mut self, store: &Store, row: RowId, link: usize) {
        if let Some(slot) = self.slots(row.body, row.kind).map(|slots| slots.link(link)) {
            self.file(store, row, PLAIN | 1 << slot);
        }
    }

    /// All records of a kind were asked for.
    pub(crate) fn table(&mut self, body: BodyId, kind: KindId) {
        self.whole(body, kind, PLAIN);
    }

    /// Whether records of a kind are noted one by one.
    #[must_use]
    pub(crate) fn is_partial(&self, body: BodyId, kind: KindId) -> bool {
        self.whole_table(body, kind) == Some(0)
    }

    /// The values of a field were compared for some records of a kind.
    pub(crate) fn column(&mut self, store: &Store, (body, kind): (BodyId, KindId), rows: &[Row], column: usize) {
        let Some(note) = self.whole_table(body, kind) else { return };
        if note == 0 {
            for row in rows {
                self.field(store, RowId { body, kind, row: *row }, column);
            }
        } else {
            // Of a whole table there are too many to note one by one.
            self.whole(body, kind, PLAIN | self.bit(body, kind, column));
        }
    }

    fn whole(&mut self, body: BodyId, kind: KindId, what: u64) {
        if let Some(note) = self.tables.get_mut(body.at()).and_then(|kinds| kinds.get_mut(kind.at())) {
            if *note == 0 {
                self.written.tables.push((body, kind));
            }
            *note |= what;
        }
    }

    /// Cards were asked for.
    pub(crate) fn cards(&mut self) {
        self.cards = true;
    }

    /// What was read since they were cleared.
    #[must_use]
    pub(crate) fn reads(&mut self, footprint: &Footprint) -> Reads {
        let mut reads = Reads { cards: self.cards, ..Reads::default() };
        self.written.files.sort_unstable();
        self.written.tables.sort_unstable();
        for source in &self.written.files {
            reads.files.push(*source);
            reads.neighbours(*source, self.files[source.0 as usize], footprint);
        }
        for (body, kind) in self.written.tables.iter().copied() {
            let Some(note) = self.whole_table(body, kind) else { continue };
            reads.tables.push((body, kind, footprint.table(body, kind)));
            footprint.files(body, kind).for_each(|source| reads.neighbours(source, note, footprint));
        }
        reads
    }
}

impl Reads {
    fn neighbours(&mut self, source: SourceId, note: u64, footprint: &Footprint) {
        let slots = (0..Slots::MOST).filter(|slot| note & 1 << slot != 0);
        self.neighbours.extend(slots.map(|slot| (source, slot, footprint.neighbours(source, slot))));
    }

    /// Whether all of it is as it was. The bodies have the same numbers, which whoever asks has made sure of.
    #[must_use]
    pub(crate) fn hold(&self, footprint: &Footprint) -> bool {
        self.files.iter().all(|source| footprint.has(*source))
            && self.neighbours.iter().all(|(source, slot, was)| footprint.neighbours(*source, *slot) == *was)
            && self.tables.iter().all(|(body, kind, was)| footprint.table(*body, *kind) == *was)
    }
}

/// The rows of a kind cut where the file changes, and after so many.
#[must_use]
pub(crate) fn by_file(store: &Store, body: BodyId, kind: KindId, rows: &Arc<[Row]>, most: usize) -> Vec<Vec<Row>> {
    let heads = &store.body(body).table(kind).rows;
    let same = |a: &Row, b: &Row| heads[a.at()].source == heads[b.at()].source;
    rows.chunk_by(same).flat_map(|rows| rows.chunks(most)).map(<[Row]>::to_vec).collect()
}
