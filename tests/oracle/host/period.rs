//! Stretches of time, as the reference writes them.

use jiff::civil::Date;

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Day(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Year(i16),
}

impl Period {
    /// `2026`, `2026-Q1` or `2026Q1`, `2026-03`, `2026-03-01`
    pub fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i16>().ok()).flatten();
        let year = |text: &str| if text.len() == 4 { number(text) } else { None };
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [one] => match one.split_once('Q') {
                Some((y, q)) => Self::quarter(year(y)?, number(q)?),
                None => Some(Self::Year(year(one)?)),
            },
            [y, rest] => match rest.strip_prefix('Q') {
                Some(q) => Self::quarter(year(y)?, number(q)?),
                None if rest.len() == 2 => {
                    let month = number(rest).filter(|month| (1..=12).contains(month))?;
                    Some(Self::Month(year(y)?, i8::try_from(month).ok()?))
                }
                None => None,
            },
            [_, _, _] if text.len() == 10 => text.parse().ok().map(Self::Day),
            _ => None,
        }
    }

    fn quarter(year: i16, quarter: i16) -> Option<Self> {
        (1..=4).contains(&quarter).then(|| Self::Quarter(year, i8::try_from(quarter).unwrap_or(1)))
    }

    pub fn first(self) -> Date {
        let (year, month) = match self {
            Self::Day(day) => return day,
            Self::Month(year, month) => (year, month),
            Self::Quarter(year, quarter) => (year, 3 * quarter - 2),
            Self::Year(year) => (year, 1),
        };
        jiff::civil::date(year, month, 1)
    }

    pub fn last(self) -> Date {
        let (year, month) = match self {
            Self::Day(day) => return day,
            Self::Month(year, month) => (year, month),
            Self::Quarter(year, quarter) => (year, 3 * quarter),
            Self::Year(year) => (year, 12),
        };
        jiff::civil::date(year, month, 1).last_of_month()
    }

    pub fn shown(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Year(year) => format!("{year:04}"),
        }
    }
}
