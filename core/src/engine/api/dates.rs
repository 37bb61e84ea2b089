//! Days, times and periods.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use rhai::{Engine, ImmutableString};

use crate::engine::shared::{Error, Outcome, complaint};
use crate::language::say;
use crate::value::Period;

fn day(year: i64, month: i64, day: i64) -> Outcome<Date> {
    let date = || Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok();
    date().ok_or_else(|| complaint(say!("没有 {year}-{month}-{day} 这一天", "there is no day {year}-{month}-{day}")))
}

fn shift(date: Date, days: i64) -> Outcome<Date> {
    let moved = i32::try_from(days).ok().and_then(|days| date.checked_add(days.days()).ok());
    moved.ok_or_else(|| complaint(say!("日期超出范围", "the date is out of range")))
}

fn quarter_of(date: Date) -> i8 {
    (date.month() - 1) / 3 + 1
}

fn too_long(period: Period, what: (&str, &str)) -> Error {
    let (zh, en) = what;
    complaint(say!("“{period}”不是一个{zh}", "`{period}` is not within one {en}"))
}

fn month_period(year: i64, month: i64) -> Outcome<Period> {
    let date = day(year, month, 1)?;
    Ok(Period::Month(date.year(), date.month()))
}

fn quarter_period(year: i64, quarter: i64) -> Outcome<Period> {
    let date = day(year, quarter.saturating_mul(3).saturating_sub(2), 1)?;
    Ok(Period::Quarter(date.year(), quarter_of(date)))
}

/// Registers them.
pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Date>("date")
        .register_type_with_name::<Time>("time")
        .register_type_with_name::<Period>("period");
    register_dates(engine);
    register_periods(engine);
    engine
        .register_get("hour", |t: &mut Time| i64::from(t.hour()))
        .register_get("minute", |t: &mut Time| i64::from(t.minute()))
        .register_fn("to_string", |t: &mut Time| t.strftime("%H:%M").to_string());
}

fn register_dates(engine: &mut Engine) {
    engine
        .register_fn("date", |text: ImmutableString| -> Outcome<Date> {
            text.parse().map_err(|_| complaint(say!("“{text}”不是日期", "`{text}` is not a date")))
        })
        .register_fn("date", day)
        .register_get("year", |d: &mut Date| i64::from(d.year()))
        .register_get("month", |d: &mut Date| i64::from(d.month()))
        .register_get("day", |d: &mut Date| i64::from(d.day()))
        .register_get("quarter", |d: &mut Date| i64::from(quarter_of(*d)))
        .register_get("weekday", |d: &mut Date| i64::from(d.weekday().to_monday_one_offset()))
        .register_fn("month_of", |d: &mut Date| Period::Month(d.year(), d.month()))
        .register_fn("quarter_of", |d: &mut Date| Period::Quarter(d.year(), quarter_of(*d)))
        .register_fn("+", |d: Date, days: i64| shift(d, days))
        .register_fn("-", |d: Date, days: i64| shift(d, days.saturating_neg()))
        .register_fn("-", |a: Date, b: Date| i64::from(b.until(a).map_or(0, |span| span.get_days())))
        .register_fn("to_string", |d: &mut Date| d.to_string());
}

fn register_periods(engine: &mut Engine) {
    engine
        .register_fn("period", |text: ImmutableString| -> Outcome<Period> {
            Period::parse(&text).ok_or_else(|| complaint(say!("“{text}”不是时段", "`{text}` is not a period")))
        })
        .register_fn("month", month_period)
        .register_fn("quarter", quarter_period)
        .register_get("first", |p: &mut Period| p.first())
        .register_get("last", |p: &mut Period| p.last())
        .register_get("year", |p: &mut Period| i64::from(p.first().year()))
        .register_get("month", |p: &mut Period| -> Outcome<i64> {
            match *p {
                Period::Day(d) => Ok(d.month().into()),
                Period::Month(_, month) => Ok(month.into()),
                _ => Err(too_long(*p, ("月", "month"))),
            }
        })
        .register_get("quarter", |p: &mut Period| -> Outcome<i64> {
            match *p {
                Period::Day(_) | Period::Month(..) => Ok(quarter_of(p.first()).into()),
                Period::Quarter(_, quarter) => Ok(quarter.into()),
                Period::Year(_) => Err(too_long(*p, ("季度", "quarter"))),
            }
        })
        .register_get("unit", |p: &mut Period| match p {
            Period::Day(_) => "day",
            Period::Month(..) => "month",
            Period::Quarter(..) => "quarter",
            Period::Year(_) => "year",
        })
        .register_fn("contains", |p: &mut Period, d: Date| p.first() <= d && d <= p.last())
        .register_fn("to_string", |p: &mut Period| p.to_string());
}
