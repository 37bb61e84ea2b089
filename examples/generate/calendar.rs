//! The working days, from the notices in `rules/base/holidays.toml`, so that no example meets on a day off.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

/// The days off and the weekends worked, of all years that are known.
static NOTICES: LazyLock<BTreeMap<Date, bool>> = LazyLock::new(|| {
    let text = include_str!("../../rules/base/holidays.toml");
    let years: toml::Table = text.parse().expect("holidays.toml");
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let mut days = BTreeMap::new();
    for year in years.values() {
        let off = year.get("off").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
        let work = year.get("work").and_then(toml::Value::as_array).into_iter().flatten();
        days.extend(off.map(|text| (day(text), false)));
        days.extend(work.filter_map(toml::Value::as_str).map(|text| (day(text), true)));
    }
    days
});

/// Whether people work on that day.
pub fn is_workday(day: Date) -> bool {
    let weekday = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    NOTICES.get(&day).copied().unwrap_or(weekday)
}

/// Whether it is a holiday, or a day off that goes with one.
pub fn is_holiday(day: Date) -> bool {
    NOTICES.get(&day) == Some(&false)
}

/// The day itself or the first working day after it.
pub fn from(day: Date) -> Date {
    std::iter::successors(Some(day), |day| day.tomorrow().ok()).find(|day| is_workday(*day)).expect("a working day")
}

/// The day itself or the last working day before it.
pub fn until(day: Date) -> Date {
    std::iter::successors(Some(day), |day| day.yesterday().ok()).find(|day| is_workday(*day)).expect("a working day")
}

/// So many days after that day, and then the first working day.
pub fn after(day: Date, days: usize) -> Date {
    from(day.checked_add(i64::try_from(days).expect("some days").days()).expect("a day"))
}

/// Ordinary working days of a month of 2026 (those of weekends that are worked left out).
fn workdays(month: u8) -> Vec<Date> {
    let first = date(2026, i8::try_from(month).expect("a month"), 1);
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take(usize::from(first.days_in_month().unsigned_abs()));
    days.filter(|day| is_workday(*day) && NOTICES.get(day) != Some(&true)).collect()
}

/// The date of a month's `n`-th working day in 2026, counting round.
pub fn workday(month: u8, n: usize) -> Date {
    let days = workdays(month);
    days[n % days.len()]
}

/// The month of 2026 as a period.
pub fn month(month: u8) -> String {
    format!("\"2026-{month:02}\"")
}

/// Hands out days for sessions, never the same day twice in a month of up to a dozen.
#[derive(Default)]
pub struct Diary {
    used: [usize; 12],
}

impl Diary {
    /// A free working day of the month.
    pub fn book(&mut self, month: u8) -> Date {
        let days = workdays(month);
        let used = &mut self.used[usize::from(month) - 1];
        // Every third working day; on the second and third round the days between.
        let thirds = days.len().div_ceil(3);
        let n = *used % thirds * 3 + *used / thirds;
        *used += 1;
        assert!(n < days.len(), "too many sessions in month {month}");
        days[n]
    }
}

/// The date some days before a date.
pub fn before(day: Date, days: usize) -> Date {
    day.checked_sub(i64::try_from(days).expect("some days").days()).expect("a day")
}
