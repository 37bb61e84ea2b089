//! The working days of 2026, so that no example meets on a day off.

/// State holidays of 2026 as (month, first day, last day).
const HOLIDAYS: &[(u8, u8, u8)] = &[(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)];

/// Days in the months of 2026.
pub const LENGTHS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Working days of a month (weekends and holidays left out; make-up days not used).
fn workdays(month: u8) -> Vec<u8> {
    let before: usize = LENGTHS[..usize::from(month) - 1].iter().map(|&n| usize::from(n)).sum();
    (1..=LENGTHS[usize::from(month) - 1])
        .filter(|&day| {
            // 1 January 2026 is a Thursday; Monday counts 0.
            let weekday = (before + usize::from(day) - 1 + 3) % 7;
            weekday < 5 && !HOLIDAYS.iter().any(|&(m, first, last)| m == month && (first..=last).contains(&day))
        })
        .collect()
}

/// The date of a month's `n`-th working day, counting round.
pub fn workday(month: u8, n: usize) -> String {
    let days = workdays(month);
    format!("2026-{month:02}-{:02}", days[n % days.len()])
}

/// The month as a period.
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
    pub fn book(&mut self, month: u8) -> String {
        let days = workdays(month);
        let used = &mut self.used[usize::from(month) - 1];
        // Every third working day; on the second and third round the days between.
        let thirds = days.len().div_ceil(3);
        let n = *used % thirds * 3 + *used / thirds;
        *used += 1;
        assert!(n < days.len(), "too many sessions in month {month}");
        format!("2026-{month:02}-{:02}", days[n])
    }
}

/// The date some days before a date of 2026 (both in 2025 or 2026).
pub fn before(date: &str, days: usize) -> String {
    let month: usize = date[5..7].parse().expect("a month");
    let day: usize = date[8..].parse().expect("a day");
    let mut n = LENGTHS[..month - 1].iter().map(|&n| usize::from(n)).sum::<usize>() + day;
    assert!(n > days, "before the year");
    n -= days;
    let mut month = 1;
    while n > usize::from(LENGTHS[month - 1]) {
        n -= usize::from(LENGTHS[month - 1]);
        month += 1;
    }
    format!("2026-{month:02}-{n:02}")
}
