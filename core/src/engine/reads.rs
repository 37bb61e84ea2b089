//! What a rule reads while it is called: which files, which records' neighbours, which whole tables. Its answer is kept
//! as long as all of it is as it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::data::footprint::{Footprint, Slots};
use crate::data::{Body, Store};
use crate::memo::Digest;
use crate::source::SourceId;
use crate::value::RowId;

/// A record was read. The lower bits tell in which slots its neighbours were read too.
const PLAIN: u64 = 1 << Slots::MOST;

/// Notes what one worker's calls read. A note is a bit set, for there are millions of reads.
#[derive(Debug, Default)]
pub struct Notes {
    /// For each file, by its number; empty where nothing is kept.
    files: Vec<AtomicU64>,
    /// For each body, for each kind: whether all of its records were asked for, and by which fields.
    tables: Vec<Vec<AtomicU64>>,
    /// For each body, for each kind.
    slots: Vec<Vec<Slots>>,
    /// Whether cards were asked for.
    cards: AtomicBool,
}

/// What some calls have read.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// Files whose records were read.
    files: Vec<SourceId>,
    /// Files and slots of which the neighbours were read, with what these were.
    neighbours: Vec<(SourceId, usize, Option<Digest>)>,
    /// Tables of which all records were asked for: body, kind, and what there was.
    tables: Vec<(u16, u16, Option<Digest>)>,
    /// Whether cards were asked for.
    pub cards: bool,
}

impl Notes {
    /// Notes for a store of so many files.
    #[must_use]
    pub fn new(store: &Store, files: usize) -> Self {
        let tables = |body: &Body| body.tables.iter().map(|_| AtomicU64::new(0)).collect();
        let slots = |body: &Body| body.schema.kinds.iter().map(Slots::of).collect();
        Self {
            files: (0..files).map(|_| AtomicU64::new(0)).collect(),
            tables: store.bodies.iter().map(tables).collect(),
            slots: store.bodies.iter().map(slots).collect(),
            cards: AtomicBool::new(false),
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        for note in self.files.iter().chain(self.tables.iter().flatten()) {
            note.store(0, Relaxed);
        }
        self.cards.store(false, Relaxed);
    }

    fn file(&self, store: &Store, row: RowId, what: u64) {
        let source = store.table(row).rows[row.row as usize].source;
        if let Some(note) = self.files.get(source.0 as usize) {
            let known = note.load(Relaxed);
            if known & what != what {
                note.store(known | what, Relaxed);
            }
        }
    }

    fn slots(&self, body: u16, kind: u16) -> Option<&Slots> {
        self.slots.get(usize::from(body))?.get(usize::from(kind))
    }

    /// The bit of a field; 0 for one without references.
    fn bit(&self, body: u16, kind: u16, column: usize) -> u64 {
        let slot = self.slots(body, kind).and_then(|slots| slots.fields.get(column).copied().flatten());
        slot.map_or(0, |slot| 1 << slot)
    }

    /// A record was read: its key, its year, its place.
    pub fn record(&self, store: &Store, row: RowId) {
        if self.files.is_empty() {
            return;
        }
        self.file(store, row, PLAIN);
        // Records without a key are named by their place in the table.
        if store.kind(row).key.is_empty() {
            self.table(row.body, row.kind);
        }
    }

    /// A field of a record was read.
    pub fn field(&self, store: &Store, row: RowId, column: usize) {
        if !self.files.is_empty() {
            self.file(store, row, PLAIN | self.bit(row.body, row.kind, column));
        }
    }

    /// A link of a record was read.
    pub fn link(&self, store: &Store, row: RowId, link: usize) {
        if let Some(slots) = self.slots(row.body, row.kind) {
            self.file(store, row, PLAIN | 1 << slots.link(link));
        }
    }

    /// All records of a kind were asked for.
    pub fn table(&self, body: u16, kind: u16) {
        self.whole(body, kind, PLAIN);
    }

    /// The values of a field were compared for some records of a kind.
    pub fn column(&self, store: &Store, (body, kind): (u16, u16), rows: &[u32], column: usize) {
        let Some(note) = self.tables.get(usize::from(body)).and_then(|kinds| kinds.get(usize::from(kind))) else {
            return;
        };
        if note.load(Relaxed) == 0 {
            for row in rows {
                self.field(store, RowId { body, kind, row: *row }, column);
            }
        } else {
            // Of a whole table there are too many to note one by one.
            self.whole(body, kind, PLAIN | self.bit(body, kind, column));
        }
    }

    fn whole(&self, body: u16, kind: u16, what: u64) {
        if let Some(note) = self.tables.get(usize::from(body)).and_then(|kinds| kinds.get(usize::from(kind))) {
            note.store(note.load(Relaxed) | what, Relaxed);
        }
    }

    /// Cards were asked for.
    pub fn cards(&self) {
        self.cards.store(true, Relaxed);
    }

    /// What was read since they were cleared.
    #[must_use]
    pub fn reads(&self, footprint: &Footprint) -> Reads {
        let mut reads = Reads { cards: self.cards.load(Relaxed), ..Reads::default() };
        for (number, note) in (0..).zip(&self.files) {
            let note = note.load(Relaxed);
            if note != 0 {
                reads.files.push(SourceId(number));
                reads.neighbours(SourceId(number), note, footprint);
            }
        }
        for (body, kinds) in (0..).zip(&self.tables) {
            for (kind, note) in (0..).zip(kinds).map(|(kind, note)| (kind, note.load(Relaxed))) {
                if note != 0 {
                    reads.tables.push((body, kind, footprint.table(body, kind)));
                    footprint.files(body, kind).for_each(|source| reads.neighbours(source, note, footprint));
                }
            }
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
    pub fn hold(&self, footprint: &Footprint) -> bool {
        self.files.iter().all(|source| footprint.has(*source))
            && self.neighbours.iter().all(|(source, slot, was)| footprint.neighbours(*source, *slot) == *was)
            && self.tables.iter().all(|(body, kind, was)| footprint.table(*body, *kind) == *was)
    }
}

/// The rows of a kind cut where the file changes, and after so many.
#[must_use]
pub fn by_file(store: &Store, body: u16, kind: u16, rows: &Arc<[u32]>, most: usize) -> Vec<Vec<u32>> {
    let heads = &store.bodies[usize::from(body)].tables[usize::from(kind)].rows;
    let same = |a: &u32, b: &u32| heads[*a as usize].source == heads[*b as usize].source;
    rows.chunk_by(same).flat_map(|rows| rows.chunks(most)).map(<[u32]>::to_vec).collect()
}
