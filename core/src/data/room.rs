//! How much there may be of everything in a store: what its numbers can tell apart, and less in tests.

use crate::value::{BodyId, Elements, Row, StrId};

/// How many there may be. Whoever makes a list asks here before it grows; what finds no room is reported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Bodies.
    pub bodies: usize,
    /// Records of a kind in a body.
    pub rows: usize,
    /// Nested values of a body.
    pub nested: usize,
    /// Strings.
    pub strings: usize,
    /// Values of all records: a script's value finds its way back by an `i32`.
    pub cells: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            bodies: BodyId::MOST,
            rows: Row::MOST,
            nested: Elements::MOST,
            strings: StrId::MOST,
            cells: i32::MAX.unsigned_abs().into(),
        }
    }
}

impl Room {
    /// The number of a record at that place of its table.
    pub(crate) fn row(&self, at: usize) -> Option<Row> {
        Row::new(at).filter(|_| at < self.rows)
    }

    /// The number of a string at that place.
    pub(crate) fn string(&self, at: usize) -> Option<StrId> {
        StrId::new(at).filter(|_| at < self.strings)
    }

    /// So many nested values from a place on.
    pub(crate) fn elements(&self, start: usize, len: usize) -> Option<Elements> {
        Elements::new(start, len).filter(|elements| elements.range().end <= self.nested)
    }
}
