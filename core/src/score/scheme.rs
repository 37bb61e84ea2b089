//! A scheme: the published table as data. Its lines stand in the order in which they were written.

use std::sync::Arc;

use jiff::civil::Date;

use crate::score::bands::Band;
use crate::score::places::{Quota, Top};
use crate::score::points::Points;
use crate::source::Place;

/// A declared scheme.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Full name: `<pack>/<id>`.
    pub name: Arc<str>,
    /// Pack that declares it.
    pub pack: String,
    /// What people call it.
    pub title: String,
    /// The document it rests on.
    pub basis: Arc<str>,
    /// First day it holds.
    pub since: Date,
    /// Last day it holds.
    pub until: Option<Date>,
    /// What it asks, at length, and how far it was published.
    pub explain: String,
    /// Kind of the records that are scored.
    pub on: String,
    /// Its `score(` call.
    pub place: Place,
    /// Points that everyone begins with.
    pub base: Points,
    /// Least score.
    pub min: Option<Points>,
    /// Greatest score, bonuses apart.
    pub max: Option<Points>,
    /// Decimals that the score is rounded to.
    pub round: Option<u32>,
    /// Grades, best first; none when the scheme grades nobody.
    pub bands: Vec<Band>,
    /// How many have a grade, in the order in which they cut.
    pub(crate) quotas: Vec<Quota>,
    /// The fields whose values tell groups apart.
    pub(crate) fields: Vec<String>,
    /// Which of them make the groups within which there is a ranking of its own.
    pub(crate) groups: Vec<usize>,
    /// The first of each group, who are marked.
    pub(crate) top: Option<Top>,
    /// The rate that ranks instead of the points.
    pub(crate) rank_by: Option<usize>,
    /// Fields with the first and the last day in office; then points for a part of a year are scaled.
    pub prorata: Option<(String, String)>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Line {
    /// What the table calls it.
    pub name: Arc<str>,
    /// What it does.
    pub(crate) does: Does,
}

/// What a line does.
#[derive(Clone, Debug)]
pub(crate) enum Does {
    /// Begins a part: the lines below it, up to the next part, belong to it.
    Part(Part),
    /// Gives points for records.
    Item(Box<Item>),
    /// Gives points × done ÷ required.
    Ratio {
        /// Points for all that is required.
        points: Points,
    },
    /// Shows done ÷ required and gives no points.
    Rate {
        /// What it must come to.
        floor: Option<Points>,
        /// Index of the best grade that one may have below the floor.
        at_best: Option<usize>,
        /// When the floor must be reached.
        due: Due,
    },
    /// Asks for at least so many.
    Minimum {
        /// How many.
        need: Points,
        /// Index of the best grade that one may have without.
        at_best: Option<usize>,
        /// When they are due.
        due: Due,
    },
    /// Gives a grade whatever the score.
    Veto {
        /// Index of the grade's band.
        band: usize,
    },
    /// Takes away the points of a part, or all of them, where there is a record.
    Clear {
        /// Number of the part's line; all points where there is none.
        part: Option<usize>,
    },
    /// Takes people out of the ranking.
    Unranked,
}

/// When a minimum is due. On the day itself it is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// All of it on a day of the year.
    By(MonthDay),
    /// In equal parts, each at the end of so many months.
    Every(i8),
}

impl Due {
    /// At the end of the year.
    pub(crate) const YEAR: Self = Self::By((12, 31));

    /// Its parts for the data of a year, or of some of its days.
    #[must_use]
    pub(crate) fn parts(self, year: i16, as_of: Date, period: Option<(Date, Date)>) -> Parts {
        let last = |month: i8| jiff::civil::date(year, month, 1).last_of_month();
        let days: Vec<Date> = match self {
            Self::By((month, day)) => vec![jiff::civil::date(year, month, day.min(last(month).day()))],
            Self::Every(months) => (1..=12 / months).map(|part| last(part * months)).collect(),
        };
        let count = |days: &[Date]| i64::try_from(days.len()).unwrap_or(i64::MAX);
        let all = count(&days);
        let within = |day: &Date| period.is_none_or(|(first, last)| first <= *day && *day <= last);
        let asked: Vec<Date> = days.into_iter().filter(within).collect();
        let come: Vec<Date> = asked.iter().copied().filter(|day| *day < as_of).collect();
        Parts { come: count(&come), asked: count(&asked), all }
    }
}

/// In how many parts a minimum is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Those that are due.
    pub come: i64,
    /// Those of the days at hand.
    pub asked: i64,
    /// Those of the year.
    pub all: i64,
}

/// A part: its lines' points together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    /// Points that the part begins with.
    pub start: Points,
    /// Least points.
    pub min: Option<Points>,
    /// Most points.
    pub max: Option<Points>,
    /// Whether its points come on top of the score's cap.
    pub bonus: bool,
}

/// An item: points for records.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Points for one.
    pub each: Each,
    /// What is counted (次, 件, 条, …).
    pub unit: Option<String>,
    /// Count from the n-th on.
    pub from: u32,
    /// At most so many are counted.
    pub most: Option<u32>,
    /// Least points.
    pub min: Option<Points>,
    /// Most points.
    pub max: Option<Points>,
    /// How several sponsors share.
    pub share: Share,
    /// The fields that name the sponsors, first sponsor first.
    pub sponsors: Vec<String>,
    /// So many sponsors may share; those after them get nothing.
    pub at_most: Option<u32>,
    /// Items that bear this label count one thing once, at its greatest points.
    pub once: Option<String>,
    /// The field that says which thing a record is about; else the record itself is the thing.
    pub same: Option<String>,
    /// The field with a record's day.
    pub date: Option<String>,
    /// First and last day of its own year, as month and day; the first may lie in the year before.
    pub window: Option<(MonthDay, MonthDay)>,
    /// First day from which records count.
    pub since: Option<Date>,
    /// Last day until which records count.
    pub until: Option<Date>,
    /// `from`, `most`, `min` and `max` hold for each such stretch of the year, instead of for all of it.
    pub per: Option<Per>,
}

/// A stretch of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Per {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// Half a year.
    HalfYear,
}

impl Per {
    /// How many months it has.
    #[must_use]
    pub(crate) fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
        }
    }

    /// The one that a word names.
    #[must_use]
    pub(crate) fn named(word: &str) -> Option<Self> {
        match word {
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "half_year" => Some(Self::HalfYear),
            _ => None,
        }
    }

    /// The year of a day, and which of the year's stretches it lies in, from 1.
    #[must_use]
    pub(crate) fn of(self, day: Date) -> (i16, i8) {
        (day.year(), (day.month() - 1) / self.months() + 1)
    }
}

/// Month and day.
pub(crate) type MonthDay = (i8, i8);

/// Points for one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Each {
    /// Always the same.
    Fixed(Points),
    /// By the value of a field.
    By {
        /// The field.
        field: String,
        /// Its values and their points.
        table: Vec<(String, Points)>,
    },
    /// Nothing of its own: the shares say it.
    Shares,
}

/// How several sponsors of one record share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Share {
    /// Everyone gets all of it.
    #[default]
    All,
    /// The first sponsor gets all of it, the others nothing.
    First,
    /// The first sponsor gets half, the others share the other half evenly; one alone gets all.
    Half,
    /// So much for the first, so much for each other.
    Pair(Points, Points),
}

impl Share {
    /// The points of the sponsor at a place (from 0) among so many, of a record that is worth `each`.
    ///
    /// # Errors
    /// When the number is out of range.
    pub(crate) fn of(self, each: Points, place: usize, all: usize) -> super::points::Exact {
        let others = i64::try_from(all.saturating_sub(1)).unwrap_or(i64::MAX);
        match self {
            Self::All => Ok(each),
            Self::First if place == 0 => Ok(each),
            Self::First => Ok(Points::ZERO),
            Self::Half if all < 2 => Ok(each),
            Self::Half if place == 0 => each.over(2.into()),
            Self::Half => each.over(2.into())?.over(others.into()),
            Self::Pair(first, _) if place == 0 => Ok(first),
            Self::Pair(_, other) => Ok(other),
        }
    }
}

impl Item {
    /// An item of that many points, with nothing else said.
    #[must_use]
    pub(crate) fn new(each: Each) -> Self {
        Self {
            each,
            unit: None,
            from: 1,
            most: None,
            min: None,
            max: None,
            share: Share::All,
            sponsors: Vec::new(),
            at_most: None,
            once: None,
            same: None,
            date: None,
            window: None,
            since: None,
            until: None,
            per: None,
        }
    }

    /// First and last day of the item's own year.
    #[must_use]
    pub(crate) fn span(&self, year: i16) -> Option<(Date, Date)> {
        let (first, last) = self.window?;
        let day = |year: i16, (month, day): MonthDay| {
            let last = jiff::civil::date(year, month, 1).days_in_month();
            jiff::civil::date(year, month, day.min(last))
        };
        let before = i16::from(first > last);
        Some((day(year - before, first), day(year, last)))
    }

    /// Whether a record of that day counts.
    #[must_use]
    pub(crate) fn counts(&self, year: i16, day: Date) -> bool {
        self.span(year).is_none_or(|(first, last)| first <= day && day <= last)
            && self.since.is_none_or(|since| since <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

impl Default for Points {
    fn default() -> Self {
        Self::ZERO
    }
}
