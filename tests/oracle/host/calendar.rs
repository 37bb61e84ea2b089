//! Days, times and periods.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use rhai::{Dynamic, Engine, INT};

use crate::schema::{OFF, WORK};

use super::engine::{functions, give};
use super::period::Period;
use super::stop::{Answer, Stop};
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
        "is_workday"(ctx, day) => works(context(&ctx, &day)?);
        "holiday"(ctx, day) => holiday(context(&ctx, &day)?);
        "add_workdays"(ctx, day, n) => {
            let (mut day, n) = (context(&ctx, &day)?, int(&n)?);
            if n.abs() > 10_000 {
                return give(Err(Stop::fault("too many days")));
            }
            let mut left = n.abs();
            while left > 0 {
                let next = date(&shifted(day, n.signum())?)?;
                day = next;
                left -= INT::from(works(day)?);
            }
            Ok(own(Own::Date(day)))
        };
        "workdays"(ctx, from, to) => {
            let (from, to) = (context(&ctx, &from)?, date(&to)?);
            if days(from, to).abs() > 10_000 {
                return give(Err(Stop::fault("too many days")));
            }
            let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
            let mut count = 0;
            let mut day = first;
            while day < last {
                day = day.tomorrow().map_err(|_| Stop::fault("no such day"))?;
                count += INT::from(works(day)?);
            }
            Ok(sign * count)
        };
        "knows_calendar"(ctx, day) => Ok((2025..=2026).contains(&context(&ctx, &day)?.year()));
        "month_of"(a) => date(&a).map(|day| own(Own::Period(Period::Month(day.year(), day.month()))));
        "quarter_of"(a) => date(&a).map(|day| own(Own::Period(Period::Quarter(day.year(), quarter_of(day)))));
    }
}

/// A day that `ctx` is asked about.
fn context(ctx: &Dynamic, day: &Dynamic) -> Answer<Date> {
    match val(ctx) {
        Val::Own(Own::Ctx) => date(day),
        _ => Err(Stop::fault("no ctx")),
    }
}

/// Whether a day is a working day; of other years nobody knows, which is another matter than a fault.
fn works(day: Date) -> Answer<bool> {
    if !(2025..=2026).contains(&day.year()) {
        return Err(Stop::Unsure);
    }
    let text = day.to_string();
    let weekend = day.weekday().to_monday_one_offset() > 5;
    Ok(WORK.contains(&text.as_str()) || !weekend && !OFF.iter().any(|(off, _)| *off == text))
}

fn holiday(day: Date) -> Answer<String> {
    works(day)?;
    let text = day.to_string();
    Ok(OFF.iter().find(|(off, _)| *off == text).map(|(_, name)| (*name).to_owned()).unwrap_or_default())
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
    // There are some 7.3 million days from the year -9999 to the year 9999.
    let later = i32::try_from(days).ok().filter(|days| days.unsigned_abs() < 7_300_000);
    let later = later.and_then(|days| date.checked_add(days.days()).ok());
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
