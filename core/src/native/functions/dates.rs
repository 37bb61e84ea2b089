//! Days and times of day.

use jiff::Span;
use jiff::civil::Date;

use crate::language::say;
use crate::native::entry::{Entry, Run};
use crate::native::functions::words::quoted;
use crate::native::shape::Gives::Is;
use crate::native::shape::Parameter;
use crate::native::shape::Shape::{Date as Day, Int, Period as Stretch, Text, Time};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};
use crate::value::Period;

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::function("date", &[Parameter::is("text", Text)], Is(Day))
        .says("日期，按“年-月-日”书写", "a date, written year-month-day")
        .shows("date(\"2026-03-01\").day == 1")
        .does(Run::One(parse)),
    Entry::function(
        "date",
        &[Parameter::is("year", Int), Parameter::is("month", Int), Parameter::is("day", Int)],
        Is(Day),
    )
    .says("日期，由年、月、日组成", "a date of year, month and day")
    .shows("date(2026, 3, 1) == date(\"2026-03-01\")")
    .does(Run::Three(compose)),
    Entry::property(Day, "year", Is(Int))
        .says("年", "the year")
        .shows("date(2026, 3, 1).year == 2026")
        .does(Run::One(|_, date| of(&date).map(|date| Value::int(date.year().into())))),
    Entry::property(Day, "month", Is(Int))
        .says("月", "the month")
        .shows("date(2026, 3, 1).month == 3")
        .does(Run::One(|_, date| of(&date).map(|date| Value::int(date.month().into())))),
    Entry::property(Day, "day", Is(Int))
        .says("日", "the day of the month")
        .shows("date(2026, 3, 1).day == 1")
        .does(Run::One(|_, date| of(&date).map(|date| Value::int(date.day().into())))),
    Entry::property(Day, "quarter", Is(Int))
        .says("季度", "the quarter")
        .shows("date(2026, 5, 1).quarter == 2")
        .does(Run::One(|_, date| of(&date).map(|date| Value::int(quarter_of(date).into())))),
    Entry::property(Day, "weekday", Is(Int))
        .says("星期几（1 为星期一）", "the day of the week; 1 is Monday")
        .shows("date(2026, 3, 2).weekday == 1")
        .does(Run::One(|_, date| of(&date).map(|date| Value::int(date.weekday().to_monday_one_offset().into())))),
    Entry::method(Day, "month_of", &[], Is(Stretch))
        .says("所在的月份", "the month that it is in")
        .shows("date(2026, 3, 1).month_of() == month(2026, 3)")
        .does(Run::One(|_, date| of(&date).map(|date| stretch(Period::Month(date.year(), date.month()))))),
    Entry::method(Day, "quarter_of", &[], Is(Stretch))
        .says("所在的季度", "the quarter that it is in")
        .shows("date(2026, 3, 1).quarter_of() == quarter(2026, 1)")
        .does(Run::One(|_, date| of(&date).map(|date| stretch(Period::Quarter(date.year(), quarter_of(date)))))),
    Entry::property(Time, "hour", Is(Int)).says("时", "the hour").shows("member.arrives.hour == 9").does(Run::One(
        |_, time| match time.data {
            Data::Time(time) => Ok(Value::int(time.hour().into())),
            _ => Err(mismatch()),
        },
    )),
    Entry::property(Time, "minute", Is(Int)).says("分", "the minute").shows("member.arrives.minute == 30").does(
        Run::One(|_, time| match time.data {
            Data::Time(time) => Ok(Value::int(time.minute().into())),
            _ => Err(mismatch()),
        }),
    ),
];

fn of(value: &Value) -> Answer<Date> {
    match value.data {
        Data::Date(date) => Ok(date),
        _ => Err(mismatch()),
    }
}

fn stretch(period: Period) -> Value {
    Value::of(Data::Period(period))
}

/// The quarter of a day, from 1.
#[must_use]
pub(crate) fn quarter_of(date: Date) -> i8 {
    (date.month() - 1) / 3 + 1
}

/// A day that may not exist.
///
/// # Errors
/// When it does not.
pub(crate) fn day(year: i64, month: i64, day: i64) -> Answer<Date> {
    let date = || Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok();
    date().ok_or_else(|| Stop::failed(say!("没有 {year}-{month}-{day} 这一天", "there is no day {year}-{month}-{day}")))
}

/// `date + days`
///
/// # Errors
/// When there is no such day.
pub(crate) fn shift(date: Date, days: i64) -> Answer<Date> {
    let moved = Span::new().try_days(days).ok().and_then(|span| date.checked_add(span).ok());
    moved.ok_or_else(|| Stop::failed(say!("日期超出范围", "the date is out of range")))
}

/// `a - b`, in days.
#[must_use]
pub(crate) fn between(a: Date, b: Date) -> i64 {
    b.until(a).map_or(0, |span| span.get_days().into())
}

fn parse(state: &mut State<'_>, text: Value) -> Answer {
    let text = state.letters(&text)?;
    state.budget.spend_on_search(text.len())?;
    let date: Date = text.parse().map_err(|_| {
        let text = quoted(text);
        Stop::failed(say!("“{text}”不是日期", "`{text}` is not a date"))
    })?;
    Ok(Value::of(Data::Date(date)))
}

fn compose(_: &mut State<'_>, year: Value, month: Value, number: Value) -> Answer {
    let (Data::Int(year), Data::Int(month), Data::Int(number)) = (year.data, month.data, number.data) else {
        return Err(mismatch());
    };
    Ok(Value::of(Data::Date(day(year, month, number)?)))
}
