//! Values of scripts. What can be copied is; what cannot is counted, and paid for by the call that makes it.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::{Date, Time};

use crate::native::budget::Held;
use crate::native::speech::Letters;
use crate::score::Points;
use crate::value::{BodyId, KindId, Period, Row, RowId, StrId};

/// A value and where it was read.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// What it is.
    pub data: Data,
    /// The cell that it was read from.
    pub from: Origin,
}

/// The cell that a value was read from, by the store's count of cells; 0 for a value that is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin(pub u64);

impl Origin {
    /// That of a value which was read from no cell.
    pub(crate) const NONE: Self = Self(0);

    /// Whether there is a cell.
    #[must_use]
    pub(crate) fn is_some(self) -> bool {
        self.0 != 0
    }
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    /// Nothing.
    Unit,
    /// true or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number that may have a fraction: numerator, and denominator greater than 0; reduced.
    Ratio(i64, u32),
    /// The same where it does not fit.
    Exact(Rc<Points>),
    /// A text of the data.
    Str(StrId),
    /// Any other text. It may read like one of the data, too.
    Text(Rc<Held<Letters>>),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day, month, quarter or year.
    Period(Period),
    /// A record.
    Record(RowId),
    /// A place in the data: the cell that the value is from, else this record's header.
    Place(RowId),
    /// All records of a kind of a body, of a year (0: of kinds that are not yearly).
    All(BodyId, KindId, i16),
    /// The records that refer to a record by a link, of the years that the call looks at.
    Linked(RowId, u16),
    /// Records that were chosen.
    Rows(Rc<Held<Rows>>),
    /// An array.
    Array(Rc<Held<Array>>),
    /// A map.
    Map(Rc<Held<Map>>),
    /// Elements with one key: a result of `group_by`.
    Group(Rc<Held<Group>>),
    /// A group of records: one of those into which they were divided.
    Part(Rc<Held<Parts>>, u32),
    /// The records of such a group.
    PartRows(Rc<Held<Parts>>, u32),
    /// Whole numbers from one on, so many.
    Range(i64, u32),
    /// The same where it does not fit: from one up to, and without, another.
    Wide(Rc<(i64, i64)>),
    /// A record that counts for another number than one.
    Award(Rc<(RowId, Points)>),
    /// A score card: its table and its number there.
    Card(u32, u32),
    /// A finding of this call by its number; none for a duty that is done.
    Finding(Option<u32>),
    /// `ctx`.
    Ctx,
    /// `ctx.params`, or those of a day.
    Params(Option<Date>),
}

/// Records that were chosen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rows {
    /// Of one kind of one body.
    One {
        /// Body.
        body: BodyId,
        /// Kind.
        kind: KindId,
        /// Rows.
        rows: Vec<Row>,
        /// Whether they ascend, as all but sorted ones do.
        ascending: bool,
    },
    /// Of several bodies.
    Many(Vec<RowId>),
}

/// An array.
#[derive(Clone, Debug, Default)]
pub(crate) struct Array {
    /// Its elements.
    pub items: Vec<Value>,
    /// How deep arrays, maps and groups are nested in it; 1 where none is.
    pub depth: u32,
}

/// A map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Map {
    /// Its entries, by name.
    pub entries: BTreeMap<Rc<str>, Value>,
    /// How deep arrays, maps and groups are nested in it; 1 where none is.
    pub depth: u32,
}

/// Elements with one key.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The key.
    pub key: Value,
    /// The elements: a view or an array.
    pub items: Value,
    /// As of an array.
    pub depth: u32,
}

/// Records of one kind of one body, divided into groups.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    /// Body.
    pub body: BodyId,
    /// Kind.
    pub kind: KindId,
    /// Rows, group by group.
    pub rows: Vec<Row>,
    /// Where each group begins among them, and where the last ends.
    pub starts: Vec<u32>,
    /// What the records of each group have in common.
    pub keys: Vec<Value>,
    /// Whether the rows of a group ascend.
    pub ascending: bool,
}

impl Parts {
    /// The rows of a group.
    #[must_use]
    pub(crate) fn of(&self, part: u32) -> &[Row] {
        let part = part as usize;
        &self.rows[self.starts[part] as usize..self.starts[part + 1] as usize]
    }
}

impl Data {
    /// Whether it holds something that is counted.
    #[inline]
    pub(crate) fn holds(&self) -> bool {
        match self {
            Self::Exact(_)
            | Self::Text(_)
            | Self::Rows(_)
            | Self::Array(_)
            | Self::Map(_)
            | Self::Group(_)
            | Self::Part(..)
            | Self::PartRows(..)
            | Self::Wide(_)
            | Self::Award(_) => true,
            Self::Unit
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Ratio(..)
            | Self::Str(_)
            | Self::Date(_)
            | Self::Time(_)
            | Self::Period(_)
            | Self::Record(_)
            | Self::Place(_)
            | Self::All(..)
            | Self::Linked(..)
            | Self::Range(..)
            | Self::Card(..)
            | Self::Finding(_)
            | Self::Ctx
            | Self::Params(_) => false,
        }
    }
}

impl Value {
    /// Nothing.
    pub(crate) const UNIT: Self = Self::of(Data::Unit);

    /// A value that is computed.
    #[must_use]
    pub(crate) const fn of(data: Data) -> Self {
        Self { data, from: Origin::NONE }
    }

    /// true or false.
    #[must_use]
    pub(crate) const fn bool(yes: bool) -> Self {
        Self::of(Data::Bool(yes))
    }

    /// A whole number.
    #[must_use]
    pub(crate) const fn int(n: i64) -> Self {
        Self::of(Data::Int(n))
    }

    /// A number of things.
    #[must_use]
    pub(crate) fn count(n: usize) -> Self {
        Self::int(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// A record.
    #[must_use]
    pub(crate) const fn record(row: RowId) -> Self {
        Self::of(Data::Record(row))
    }

    /// The whole numbers from one up to, and without, another.
    #[must_use]
    pub(crate) fn range(first: i64, end: i64) -> Self {
        let count = end.checked_sub(first).map(|count| count.max(0));
        Self::of(match count.and_then(|count| u32::try_from(count).ok()) {
            Some(count) => Data::Range(first, count),
            None => Data::Wide(Rc::new((first, end))),
        })
    }

    /// Puts another in its place. Most values hold nothing, so that nothing is to be given back.
    #[inline]
    pub(crate) fn set(&mut self, value: Self) {
        let old = std::mem::replace(self, value);
        if !old.data.holds() {
            std::mem::forget(old);
        }
    }

    /// The bounds of a range, the second not in it; `None` for any other value.
    #[must_use]
    pub(crate) fn bounds(&self) -> Option<(i64, i64)> {
        match &self.data {
            Data::Range(first, count) => Some((*first, first.saturating_add((*count).into()))),
            Data::Wide(bounds) => Some(**bounds),
            _ => None,
        }
    }

    /// Bytes that it holds outside of itself and that it has not paid for.
    #[must_use]
    pub(crate) fn elsewhere(&self) -> usize {
        match &self.data {
            Data::Exact(_) | Data::Wide(_) | Data::Award(_) => 64,
            _ => 0,
        }
    }

    /// The same value, computed.
    #[must_use]
    pub(crate) fn computed(self) -> Self {
        Self::of(self.data)
    }

    /// How deep arrays, maps and groups are nested in it.
    #[must_use]
    pub(crate) fn depth(&self) -> u32 {
        match &self.data {
            Data::Array(array) => array.depth,
            Data::Map(map) => map.depth,
            Data::Group(group) => group.depth,
            Data::Part(..) => 1,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_small() {
        assert_eq!((size_of::<Data>(), size_of::<Value>()), (16, 24));
        assert_eq!(size_of::<Result<Value, crate::native::stop::Stop>>(), 24);
    }

    #[test]
    fn a_range_knows_its_bounds() {
        for bounds in [(0, 0), (-5, -2), (3, i64::MAX), (i64::MIN, i64::MAX), (0, 1 << 32)] {
            assert_eq!(Value::range(bounds.0, bounds.1).bounds(), Some(bounds));
        }
        assert_eq!(Value::range(5, 2).bounds(), Some((5, 5)), "an empty one");
        assert_eq!(Value::UNIT.bounds(), None);
    }
}
