//! Days, times and periods.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use rhai::{Dynamic, Engine, INT};

use super::engine::{functions, give};
use super::stop::{Answer, Stop};
use super::store::Period;
use super::value::{Own, Val, date, int, own, text, val};

pub fn register(engine: &mut Engine) {
    functions! { engine:
        "date"(a) => {
            let text = text(&a)?;
            text.parse::<Date>().map(|date| own(Own::Date(date))).map_err(|_| Stop::fault("no date"))
        };
        "date"(y, m, d) => day(int(&y)?, int(&m)?, int(&d)?).map(|date| own(Own::Date(date)));
        "period"(a) => {
            let text = text(&a)?;
            Period::parse(&text).map(|p| own(Own::Period(p))).ok_or_else(|| Stop::fault("no period"))
        };
        "month"(y, m) => {
            let day = day(int(&y)?, int(&m)?, 1)?;
            Ok(own(Own::Period(Period::Month(day.year(), day.month()))))
        };
        "quarter"(y, q) => {
            let (year, quarter) = (int(&y)?, int(&q)?);
            if !(1..=4).contains(&quarter) {
                return give(Err(Stop::fault("no such quarter")));
            }
            let day = day(year, 3 * quarter, 1)?;
            Ok(own(Own::Period(Period::Quarter(day.year(), quarter_of(day)))))
        };
        "month_of"(a) => date(&a).map(|day| own(Own::Period(Period::Month(day.year(), day.month()))));
        "quarter_of"(a) => date(&a).map(|day| own(Own::Period(Period::Quarter(day.year(), quarter_of(day)))));
    }
}

fn quarter_of(day: Date) -> i8 {
    (day.month() + 2) / 3
}

fn day(y: INT, m: INT, d: INT) -> Answer<Date> {
    let small = || Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    small().ok_or_else(|| Stop::fault("no such day"))
}

/// A day so many days later.
pub fn shifted(date: Date, days: INT) -> Answer {
    let later = i32::try_from(days).ok().and_then(|days| date.checked_add(days.days()).ok());
    later.map(|date| own(Own::Date(date))).ok_or_else(|| Stop::fault("no such day"))
}

/// Days from one to another.
pub fn days(from: Date, to: Date) -> INT {
    from.until(to).map_or(0, |span| span.get_days().into())
}

fn number(n: impl Into<INT>) -> Answer {
    Ok(Dynamic::from_int(n.into()))
}

pub fn of_date(date: Date, name: &str) -> Answer {
    match name {
        "year" => number(date.year()),
        "month" => number(date.month()),
        "day" => number(date.day()),
        "quarter" => number(quarter_of(date)),
        "weekday" => number(date.weekday().to_monday_one_offset()),
        _ => Err(Stop::fault(format!("no {name}"))),
    }
}

pub fn of_time(time: Time, name: &str) -> Answer {
    match name {
        "hour" => number(time.hour()),
        "minute" => number(time.minute()),
        _ => Err(Stop::fault(format!("no {name}"))),
    }
}

pub fn of_period(period: Period, name: &str) -> Answer {
    match (name, period) {
        ("first", period) => Ok(own(Own::Date(period.first()))),
        ("last", period) => Ok(own(Own::Date(period.last()))),
        ("year", period) => number(period.first().year()),
        ("unit", Period::Day(_)) => Ok("day".into()),
        ("unit", Period::Month(..)) => Ok("month".into()),
        ("unit", Period::Quarter(..)) => Ok("quarter".into()),
        ("unit", Period::Year(_)) => Ok("year".into()),
        ("month", Period::Day(_) | Period::Month(..)) => number(period.first().month()),
        ("quarter", Period::Day(_) | Period::Month(..) | Period::Quarter(..)) => number(quarter_of(period.first())),
        _ => Err(Stop::fault(format!("no {name}"))),
    }
}

/// Whether a value is a day within a period, for those that ask it.
pub fn within(period: &Dynamic, day: &Dynamic) -> Answer<bool> {
    match val(period) {
        Val::Own(Own::Period(period)) => Ok(period.first() <= date(day)? && date(day)? <= period.last()),
        _ => Err(Stop::fault("no period")),
    }
}
