//! Constraints: what every ledger needs of its records, declared beside their kind and checked like rules.

use jiff::civil::Date;

use crate::finding::Severity;
use crate::source::Place;

/// A name in a declaration, and where it is written.
pub(crate) type Named = (String, Place);

/// A constraint on the records of a kind.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    /// Its name within the kind.
    pub name: String,
    /// What it asks, in one line.
    pub title: String,
    /// The document it rests on.
    pub basis: String,
    /// First day it holds.
    pub since: Date,
    /// Last day it holds.
    pub until: Option<Date>,
    /// Weight, before packs and projects change it.
    pub severity: Severity,
    /// What it asks, at length, where its pack says more than the title.
    pub explain: Option<String>,
    /// What of it the source does not say and the pack reads into it.
    pub local: Option<String>,
    /// What is checked.
    pub check: Check,
    /// The fields that are looked at.
    pub fields: Vec<Named>,
    /// Its header.
    pub place: Place,
}

impl Constraint {
    /// Its id in its pack, of that kind: that of a rule.
    #[must_use]
    pub(crate) fn id(&self, kind: &str) -> String {
        format!("{kind}/{}", self.name)
    }
}

/// What a constraint checks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Check {
    /// A body has a record of the kind, for each year if it is yearly.
    Present {
        /// Patterns of the bodies that must have one; none: all.
        of: Vec<String>,
        /// The day up to which it is merely not yet due.
        by: Option<YearDay>,
    },
    /// No two records have the same values in all of the fields.
    Unique,
    /// A list has no element twice.
    NoRepeat,
    /// A text has a letter that is seen.
    NotBlank,
    /// No two texts differ only in what is hard to see.
    LookAlike,
    /// A day lies in the record's year, or in a window of it.
    InYear {
        /// First day of the window.
        from: Option<YearDay>,
        /// Last day of the window.
        to: Option<YearDay>,
    },
    /// A day is not after the as-of date: it records what has happened.
    NotFuture,
    /// Days stand in the order of the fields.
    Order,
    /// A day is a working day, unless a field says why not.
    Workday(Option<Named>),
    /// A day lies in the term of office of the person that a field refers to.
    InTerm(Named),
    /// Persons referred to are in office on the day that a field gives (`year`: on some day of the record's year), else on the
    /// as-of date.
    InOffice(Option<Named>),
    /// Fields are given together; or are given where another has one of some values.
    Together(Option<When>),
    /// Of the fields at least one is given.
    Any,
    /// Of the fields at most one is given; or none is where another has one of some values.
    Excludes(Option<When>),
    /// A reference is not to its own record.
    NotSelf,
}

/// Values of a field on which something hangs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct When {
    /// The field.
    pub field: Named,
    /// The values.
    pub is: Vec<Named>,
}

/// A day of a record's year, or of one near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct YearDay {
    /// How many years after the record's: -1 for the year before.
    pub years: i16,
    /// Month.
    pub month: i8,
    /// Day.
    pub day: i8,
}

impl YearDay {
    /// Reads `03-31`, or with `last-` or `next-` before it.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (years, rest) = match (text.strip_prefix("last-"), text.strip_prefix("next-")) {
            (Some(rest), _) => (-1, rest),
            (_, Some(rest)) => (1, rest),
            _ => (0, text),
        };
        let (month, day) = rest.split_once('-').filter(|(month, day)| month.len() == 2 && day.len() == 2)?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // Every year that may be meant has it.
        Date::new(2001, month, day).ok().map(|_| Self { years, month, day })
    }

    /// That day, seen from a year.
    #[must_use]
    pub(crate) fn of(self, year: i16) -> Option<Date> {
        Date::new(year.checked_add(self.years)?, self.month, self.day).ok()
    }
}

impl Check {
    /// The words that a declaration may write.
    pub(crate) const WORDS: [&str; 15] = [
        "present",
        "unique",
        "no_repeat",
        "not_blank",
        "look_alike",
        "in_year",
        "not_future",
        "order",
        "workday",
        "in_term",
        "in_office",
        "together",
        "any",
        "excludes",
        "not_self",
    ];

    /// Whether it looks at all records of a body at once.
    #[must_use]
    pub(crate) fn is_of_body(&self) -> bool {
        matches!(self, Self::Present { .. } | Self::Unique | Self::LookAlike)
    }

    /// How many fields it needs at least.
    #[must_use]
    pub(crate) fn least(&self) -> usize {
        match self {
            Self::Present { .. } => 0,
            Self::Order | Self::Any | Self::Together(None) | Self::Excludes(None) => 2,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_of_a_year_is_read_and_found() {
        let day = |text: &str, year| YearDay::parse(text).and_then(|day| day.of(year));
        assert_eq!(day("03-31", 2026), Some(date(2026, 3, 31)));
        assert_eq!(day("last-11-01", 2026), Some(date(2025, 11, 1)));
        assert_eq!(day("next-01-31", 2026), Some(date(2027, 1, 31)));
        for wrong in ["3-31", "2026-03-31", "02-29", "13-01", "last", "03/31", ""] {
            assert_eq!(YearDay::parse(wrong), None, "{wrong}");
        }
    }
}
