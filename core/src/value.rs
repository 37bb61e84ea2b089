//! Values of records: cells of a column, and periods (a day, a month, a quarter or a year).

use std::sync::Arc;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

/// A stretch of the calendar. Plans often fix only the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// One day.
    Day(Date),
    /// Year and month (1–12).
    Month(i16, i8),
    /// Year and quarter (1–4).
    Quarter(i16, i8),
    /// A whole year.
    Year(i16),
}

impl Period {
    /// Reads `2026`, `2026-Q2` (or `2026Q2`), `2026-05` or `2026-05-20`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let year = |t: &str| (t.len() == 4).then(|| t.parse::<i16>().ok()).flatten();
        if let Some((y, q)) = text.split_once(['Q', 'q']) {
            let quarter: i8 = q.parse().ok()?;
            return (1..=4).contains(&quarter).then_some(Self::Quarter(year(y.trim_end_matches('-'))?, quarter));
        }
        match text.len() {
            4 => Some(Self::Year(year(text)?)),
            7 => {
                let (y, m) = text.split_once('-')?;
                let month: i8 = m.parse().ok()?;
                (1..=12).contains(&month).then_some(Self::Month(year(y)?, month))
            }
            10 => Some(Self::Day(text.parse().ok()?)),
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

/// Names an interned string of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StrId(pub u32);

/// Names a record: its body, its kind in that body's schema, and its row in that kind's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// Index of the body in the store.
    pub body: u16,
    /// Index of the kind in the body's schema.
    pub kind: u16,
    /// Row in the kind's table.
    pub row: u32,
}

/// One value of one record; 16 bytes, so that a column of them stays compact.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
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
    Decimal(Box<Decimal>),
    /// A text, or the name of an enum's value, or (before linking) the key of a reference.
    Str(StrId),
    /// A calendar day.
    Date(Date),
    /// A time of day.
    Time(Box<Time>),
    /// A day, month, quarter or year.
    Period(Period),
    /// A reference to a record.
    Ref(Box<RowId>),
    /// Elements of a list or fields of a table: a range of the body's nested values.
    Nested {
        /// First nested value.
        start: u32,
        /// How many.
        len: u32,
    },
}

impl Cell {
    /// The value as keys are written, before it is linked; `None` where no key can be made of it. `strings` are those
    /// that it may name.
    #[must_use]
    pub fn key_text(&self, strings: &[Arc<str>]) -> Option<String> {
        Some(match self {
            Self::Str(id) => strings[id.0 as usize].to_string(),
            Self::Int(n) => n.to_string(),
            Self::Date(d) => d.to_string(),
            Self::Period(p) => p.to_string(),
            Self::Decimal(d) => d.normalize().to_string(),
            Self::Bool(b) => b.to_string(),
            Self::Absent | Self::Invalid | Self::Time(_) | Self::Ref(_) | Self::Nested { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_small() {
        assert_eq!(size_of::<Cell>(), 16);
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
