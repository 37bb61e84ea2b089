//! The calendar of working days: weekends, statutory holidays and make-up days, for the years that are known.
//! Of a day outside them nothing is said; no weekend is guessed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

/// The years that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Calendar {
    years: BTreeMap<i16, Year>,
}

/// One year's days off and make-up working days, as the State Council's notice sets them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Year {
    /// Title or address of the notice.
    pub notice: String,
    /// Days off, with the holiday's name.
    pub off: BTreeMap<Date, String>,
    /// Working days at weekends.
    pub work: BTreeSet<Date>,
}

/// A day of a year that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unknown(pub Date);

impl Calendar {
    /// Adds a year, in the place of one already there.
    pub(crate) fn insert(&mut self, year: i16, days: Year) {
        self.years.insert(year, days);
    }

    /// Lays another calendar over this one, year by year.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.years.extend(other.years.iter().map(|(year, days)| (*year, days.clone())));
    }

    /// Whether the day's year is known.
    #[must_use]
    pub(crate) fn knows(&self, day: Date) -> bool {
        self.years.contains_key(&day.year())
    }

    fn year(&self, day: Date) -> Result<&Year, Unknown> {
        self.years.get(&day.year()).ok_or(Unknown(day))
    }

    /// Whether a day is a working day.
    ///
    /// # Errors
    /// When its year is not known.
    pub(crate) fn is_workday(&self, day: Date) -> Result<bool, Unknown> {
        let year = self.year(day)?;
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(year.work.contains(&day) || !(weekend || year.off.contains_key(&day)))
    }

    /// The holiday's name; empty on other days.
    ///
    /// # Errors
    /// When the day's year is not known.
    pub(crate) fn holiday(&self, day: Date) -> Result<&str, Unknown> {
        Ok(self.year(day)?.off.get(&day).map_or("", String::as_str))
    }

    /// The `n`-th working day after a day, or before it when `n` is negative; the day itself when `n` is 0.
    ///
    /// # Errors
    /// When that leads into a year that is not known.
    pub(crate) fn add_workdays(&self, day: Date, n: i64) -> Result<Date, Unknown> {
        let mut left = n.unsigned_abs();
        let mut at = day;
        while left > 0 {
            at = if n > 0 { at.tomorrow() } else { at.yesterday() }.map_err(|_| Unknown(at))?;
            left -= u64::from(self.is_workday(at)?);
        }
        Ok(at)
    }

    /// Working days after `from` up to and including `to`; negative when `to` is earlier.
    ///
    /// # Errors
    /// When a day between them is not known.
    pub(crate) fn workdays(&self, from: Date, to: Date) -> Result<i64, Unknown> {
        let (mut at, last) = (from.min(to), from.max(to));
        let mut count = 0;
        while at < last {
            at = at.tomorrow().map_err(|_| Unknown(at))?;
            count += i64::from(self.is_workday(at)?);
        }
        Ok(if from <= to { count } else { -count })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let off = [("2026-10-01", "国庆节"), ("2026-10-02", "国庆节"), ("2026-10-05", "国庆节")];
        let mut calendar = Calendar::default();
        calendar.insert(
            2026,
            Year {
                notice: String::new(),
                off: off.iter().map(|(d, name)| (day(d), (*name).to_owned())).collect(),
                work: [day("2026-10-10")].into(),
            },
        );
        calendar
    }

    #[test]
    fn counts_over_weekends_holidays_and_make_up_days() {
        let (calendar, day) = (calendar(), |text: &str| text.parse::<Date>().unwrap());
        assert_eq!(calendar.is_workday(day("2026-10-01")), Ok(false));
        assert_eq!(calendar.is_workday(day("2026-10-03")), Ok(false), "a plain Saturday");
        assert_eq!(calendar.is_workday(day("2026-10-10")), Ok(true), "a make-up Saturday");
        assert_eq!(calendar.add_workdays(day("2026-09-30"), 1), Ok(day("2026-10-06")));
        assert_eq!(calendar.add_workdays(day("2026-10-06"), -1), Ok(day("2026-09-30")));
        assert_eq!(calendar.workdays(day("2026-09-30"), day("2026-10-10")), Ok(5));
        assert_eq!(calendar.workdays(day("2026-10-10"), day("2026-09-30")), Ok(-5));
    }

    #[test]
    fn says_nothing_of_years_it_does_not_know() {
        let day: Date = "2026-12-30".parse().unwrap();
        assert_eq!(calendar().add_workdays(day, 5), Err(Unknown("2027-01-01".parse().unwrap())));
        assert!(calendar().is_workday("2025-12-31".parse().unwrap()).is_err());
    }
}
