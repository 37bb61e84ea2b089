//! What a rule reads while it is called: which files, which records' neighbours, which whole tables. Its answer is kept
//! as long as all of it is as it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::data::Store;
use crate::data::footprint::{Footprint, refers};
use crate::memo::Digest;
use crate::source::SourceId;
use crate::value::RowId;

/// A record was read, but none of its references and links.
const PLAIN: u8 = 1;
/// References or links were read too.
const NEIGHBOURS: u8 = 2;

/// Notes what one worker's calls read. A note is a byte set, for there are millions of reads.
#[derive(Debug, Default)]
pub struct Notes {
    /// For each file, by its number; empty where nothing is kept.
    files: Vec<AtomicU8>,
    /// For each body, for each kind: whether all of its records were asked for.
    tables: Vec<Vec<AtomicU8>>,
    /// Whether cards were asked for.
    cards: AtomicU8,
}

/// What some calls have read.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// Files whose records were read.
    files: Vec<SourceId>,
    /// Those of them whose neighbours were read, with what these were.
    neighbours: Vec<(SourceId, Option<Digest>)>,
    /// Tables of which all records were asked for: body, kind, and what there was.
    tables: Vec<(u16, u16, Option<Digest>)>,
    /// Whether cards were asked for.
    pub cards: bool,
}

impl Notes {
    /// Notes for a store of so many files.
    #[must_use]
    pub fn new(store: &Store, files: usize) -> Self {
        let tables = |body: &crate::data::Body| body.tables.iter().map(|_| AtomicU8::new(0)).collect();
        Self {
            files: (0..files).map(|_| AtomicU8::new(0)).collect(),
            tables: store.bodies.iter().map(tables).collect(),
            cards: AtomicU8::new(0),
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let all = self.files.iter().chain(self.tables.iter().flatten()).chain([&self.cards]);
        all.for_each(|note| note.store(0, Relaxed));
    }

    fn file(&self, store: &Store, row: RowId, what: u8) {
        if self.files.is_empty() {
            return;
        }
        let source = store.table(row).rows[row.row as usize].source;
        if let Some(note) = self.files.get(source.0 as usize) {
            let known = note.load(Relaxed);
            if known & what != what {
                note.store(known | what, Relaxed);
            }
        }
    }

    /// A record was read: its key, its year, its place.
    pub fn record(&self, store: &Store, row: RowId) {
        self.file(store, row, PLAIN);
        // Records without a key are named by their place in the table.
        if store.kind(row).key.is_empty() {
            self.table(row.body, row.kind);
        }
    }

    /// A field of a record was read.
    pub fn field(&self, store: &Store, row: RowId, column: usize) {
        let far = refers(&store.kind(row).fields[column].ty);
        self.file(store, row, if far { PLAIN | NEIGHBOURS } else { PLAIN });
    }

    /// A link of a record was read.
    pub fn link(&self, store: &Store, row: RowId) {
        self.file(store, row, PLAIN | NEIGHBOURS);
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
        } else if refers(&store.bodies[usize::from(body)].schema.kinds[usize::from(kind)].fields[column].ty) {
            // Of a whole table there are too many to note one by one.
            self.whole(body, kind, PLAIN | NEIGHBOURS);
        }
    }

    fn whole(&self, body: u16, kind: u16, what: u8) {
        if let Some(note) = self.tables.get(usize::from(body)).and_then(|kinds| kinds.get(usize::from(kind))) {
            note.store(note.load(Relaxed) | what, Relaxed);
        }
    }

    /// Cards were asked for.
    pub fn cards(&self) {
        self.cards.store(1, Relaxed);
    }

    /// What was read since they were cleared.
    #[must_use]
    pub fn reads(&self, footprint: &Footprint) -> Reads {
        let mut reads = Reads { cards: self.cards.load(Relaxed) != 0, ..Reads::default() };
        for (number, note) in (0..).zip(&self.files) {
            let (source, note) = (SourceId(number), note.load(Relaxed));
            if note & NEIGHBOURS != 0 {
                reads.neighbours.push((source, footprint.neighbours(source)));
            } else if note & PLAIN != 0 {
                reads.files.push(source);
            }
        }
        for (body, kinds) in (0..).zip(&self.tables) {
            for (kind, note) in (0..).zip(kinds).map(|(kind, note)| (kind, note.load(Relaxed))).filter(|(_, n)| *n != 0)
            {
                reads.tables.push((body, kind, footprint.table(body, kind)));
                if note & NEIGHBOURS != 0 {
                    let files = footprint.files(body, kind);
                    reads.neighbours.extend(files.map(|source| (source, footprint.neighbours(source))));
                }
            }
        }
        reads
    }
}

impl Reads {
    /// Whether all of it is as it was. The bodies have the same numbers, which whoever asks has made sure of.
    #[must_use]
    pub fn hold(&self, footprint: &Footprint) -> bool {
        self.files.iter().all(|source| footprint.neighbours(*source).is_some())
            && self.neighbours.iter().all(|(source, was)| was.is_some() && footprint.neighbours(*source) == *was)
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
