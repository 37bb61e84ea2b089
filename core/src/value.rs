//! Values of records: cells of a column, periods (a day, a month, a quarter or a year), and the numbers by which bodies,
//! kinds, records and texts name one another.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

/// A stretch of the calendar. Plans often fix only the month.
///
/// ```
/// use yize_core::Date;
/// use yize_core::value::Period;
///
/// let quarter = Period::Quarter(2026, 1);
/// assert_eq!((quarter.first(), quarter.last()), (Date::constant(2026, 1, 1), Date::constant(2026, 3, 31)));
/// assert_eq!(quarter.to_string(), "2026-Q1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Period {
    /// One day.
    Day(#[serde(with = "crate::wire::packed_day")] Date),
    /// Year and month (1–12).
    Month(i16, i8),
    /// Year and quarter (1–4).
    Quarter(i16, i8),
    /// A whole year.
    Year(i16),
}

/// The first and the last year that data may speak of.
pub(crate) const YEARS: (i16, i16) = (1949, 2200);

impl Period {
    /// Reads `2026`, `2026-Q2` (or `2026Q2`), `2026-05` or `2026-05-20`; `None` for anything else.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        let year = |part: &str| digits(part, 4).then(|| part.parse::<i16>().ok()).flatten();
        if let Some((y, q)) = text.split_once('Q') {
            let quarter: i8 = q.parse().ok().filter(|_| digits(q, 1))?;
            let y = y.strip_suffix('-').unwrap_or(y);
            return (1..=4).contains(&quarter).then_some(Self::Quarter(year(y)?, quarter));
        }
        match text.len() {
            4 => Some(Self::Year(year(text)?)),
            7 => {
                let (y, m) = text.split_once('-')?;
                let month: i8 = m.parse().ok().filter(|_| digits(m, 2))?;
                (1..=12).contains(&month).then_some(Self::Month(year(y)?, month))
            }
            10 => {
                let mut parts = text.split('-');
                let written = [4, 2, 2].iter().all(|len| parts.next().is_some_and(|part| digits(part, *len)));
                Some(Self::Day(text.parse().ok().filter(|_| written)?))
            }
            _ => None,
        }
    }

    /// First day.
    #[must_use]
    pub fn first(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(year, month) => jiff::civil::date(year, month, 1),
            Self::Quarter(year, quarter) => jiff::civil::date(year, quarter * 3 - 2, 1),
            Self::Year(year) => jiff::civil::date(year, 1, 1),
        }
    }

    /// Last day.
    #[must_use]
    pub fn last(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(..) => self.first().last_of_month(),
            Self::Quarter(year, quarter) => jiff::civil::date(year, quarter * 3, 1).last_of_month(),
            Self::Year(year) => jiff::civil::date(year, 12, 31),
        }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// Numbers of things in lists, each a type of its own, so that none is taken for another. They are made here only, from
/// places that they can tell apart: what is beyond gets none, and whoever makes the list has to say so.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($of:ty);)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub(crate) struct $name($of);

        impl $name {
            /// How many things can be told apart.
            pub(crate) const MOST: usize = <$of>::MAX as usize;

            /// The number of what stands at that place of its list, from 0; `None` past [`Self::MOST`].
            #[must_use]
            pub(crate) fn new(at: usize) -> Option<Self> {
                <$of>::try_from(at).ok().filter(|number| *number < <$of>::MAX).map(Self)
            }

            /// The place in the list, from 0.
            #[must_use]
            pub(crate) fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl From<$name> for i64 {
            fn from(number: $name) -> Self {
                number.0.into()
            }
        }
    )*};
}

numbers! {
    /// Names a body of a store.
    BodyId(u32);
    /// Names a kind of a schema.
    KindId(u16);
    /// Names a record of a table.
    Row(u32);
    /// Names an interned string of a store.
    StrId(u32);
}

macro_rules! listed {
    ($($name:ident)*) => {$(
        impl $name {
            /// The numbers of a list of so many.
            ///
            /// # Panics
            /// When there are more than can be told apart, which whoever made the list has refused.
            pub(crate) fn all(count: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
                (0..count).map(|at| Self::new(at).expect("a list is never longer than its numbers reach"))
            }
        }
    )*};
}

listed! { BodyId KindId Row }

macro_rules! kept {
    ($($name:ident($of:ty))*) => {$(
        impl $name {
            /// The number as columns keep it.
            #[must_use]
            #[inline]
            pub(crate) fn raw(self) -> $of {
                self.0
            }

            /// The number that was kept.
            #[must_use]
            #[inline]
            pub(crate) fn kept(raw: $of) -> Self {
                Self(raw)
            }
        }
    )*};
}

kept! { KindId(u16) Row(u32) StrId(u32) }

/// Names a record: its body, its kind in that body's schema, and its row in that kind's table.
///
/// ```
/// use yize_core::ranking::{Choice, rankings};
/// use yize_core::value::RowId;
///
/// # let outcome = yize_core::example::scored();
/// let rankings = rankings(&outcome, &Choice::default());
/// // Cards name records so; who shows them asks the ranking.
/// let best: RowId = rankings[0].cards[0].row;
/// assert_eq!((rankings[0].key(best), rankings[0].name(best)), ("A".to_owned(), "委员甲".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct RowId {
    /// The body.
    pub(crate) body: BodyId,
    /// The kind in the body's schema.
    pub(crate) kind: KindId,
    /// Row in the kind's table.
    pub(crate) row: Row,
}

/// Which of a body's nested values are the elements of a list, or the fields of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Elements {
    start: u32,
    len: u32,
}

impl Elements {
    /// How many nested values can be told apart.
    pub(crate) const MOST: usize = u32::MAX as usize;

    /// So many nested values from a place on; `None` when they reach past [`Self::MOST`].
    #[must_use]
    pub(crate) fn new(start: usize, len: usize) -> Option<Self> {
        let end = u32::try_from(start.checked_add(len)?).ok()?;
        let start = u32::try_from(start).ok()?;
        Some(Self { start, len: end - start })
    }

    /// The same when so many other values stand before them.
    #[must_use]
    pub(crate) fn after(self, others: usize) -> Option<Self> {
        Self::new(self.start as usize + others, self.len())
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(self) -> usize {
        self.len as usize
    }

    /// Their places among the nested values.
    #[must_use]
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len()
    }
}

/// One value of one record. Columns keep it in 8 bytes: see [`Cells`](crate::data::Cells).
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Cell {
    /// The field is not given. Whether it may be absent is the field's affair.
    #[default]
    Absent,
    /// The value is broken; a host finding says so, and a rule that reads it is not run to its end.
    Invalid,
    /// true or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction, exact.
    Decimal(#[serde(with = "crate::wire::packed_decimal")] Decimal),
    /// A text, or the name of an enum's value, or (before linking) the key of a reference.
    Str(StrId),
    /// A calendar day.
    Date(#[serde(with = "crate::wire::packed_day")] Date),
    /// A time of day.
    Time(#[serde(with = "crate::wire::packed_time")] Time),
    /// A day, month, quarter or year.
    Period(Period),
    /// A reference to a record.
    Ref(RowId),
    /// Elements of a list or fields of a table.
    Nested(Elements),
}

impl Cell {
    /// The value as keys are written, before it is linked; `None` where no key can be made of it. `string` gives those that
    /// it may name.
    #[must_use]
    pub(crate) fn key_text<'s>(self, string: impl FnOnce(StrId) -> &'s str) -> Option<String> {
        Some(match self {
            Self::Str(id) => string(id).to_owned(),
            Self::Int(n) => n.to_string(),
            Self::Date(d) => d.to_string(),
            Self::Period(p) => p.to_string(),
            Self::Decimal(d) => d.normalize().to_string(),
            Self::Bool(b) => b.to_string(),
            Self::Absent | Self::Invalid | Self::Time(_) | Self::Ref(_) | Self::Nested(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_small() {
        assert_eq!(size_of::<Cell>(), 24);
        assert_eq!(size_of::<RowId>(), 12);
    }

    #[test]
    fn a_number_is_refused_and_never_cut() {
        assert_eq!(KindId::new(65_534).map(KindId::at), Some(65_534));
        assert_eq!(KindId::new(65_535), None);
        let most = u32::MAX as usize;
        assert_eq!(BodyId::new(65_536).map(BodyId::at), Some(65_536));
        assert_eq!((BodyId::new(most), Row::new(most), StrId::new(usize::MAX)), (None, None, None));
        assert_eq!(Row::all(3).map(Row::at).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn elements_are_refused_and_never_cut() {
        let most = Elements::MOST;
        let last = Elements::new(most - 2, 2).unwrap();
        assert_eq!((last.range(), last.len()), (most - 2..most, 2));
        assert_eq!((last.after(0), last.after(1)), (Some(last), None));
        assert_eq!((Elements::new(most, 1), Elements::new(usize::MAX, 2)), (None, None));
    }

    #[test]
    fn periods_read_and_print_alike() {
        for text in ["2026", "2026-Q2", "2026-05", "2026-05-20"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "26", "2026-13", "2026-Q5", "2026-02-30", "2026-5", "2026年", "二〇二六"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
        assert_eq!(Period::parse("2026-Q1").unwrap().last().to_string(), "2026-03-31");
        assert_eq!(Period::parse("2024-02").unwrap().last().to_string(), "2024-02-29");
    }
}
