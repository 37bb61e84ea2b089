//! Periods: a day, a month, a quarter or a year.

use crate::language::say;
use crate::native::entry::{Entry, Run};
use crate::native::functions::dates::{day, quarter_of};
use crate::native::functions::words::quoted;
use crate::native::shape::Gives::Is;
use crate::native::shape::Parameter;
use crate::native::shape::Shape::{Bool, Date, Int, Period as Stretch, Text};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};
use crate::value::Period;

const YEAR: Parameter = Parameter::is("year", Int);

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::function("period", &[Parameter::is("text", Text)], Is(Stretch))
        .says(
            "时段：一天、一月、一季度或一年，如 2026、2026-Q1、2026-03、2026-03-01",
            "a period: a day, month, quarter or year, like 2026, 2026-Q1, 2026-03, 2026-03-01",
        )
        .shows("period(\"2026-Q1\").last == date(2026, 3, 31)")
        .does(Run::One(parse)),
    Entry::function("month", &[YEAR, Parameter::is("month", Int)], Is(Stretch))
        .says("月份", "a month")
        .shows("month(2026, 3) == period(\"2026-03\")")
        .does(Run::Two(month)),
    Entry::function("quarter", &[YEAR, Parameter::is("quarter", Int)], Is(Stretch))
        .says("季度", "a quarter")
        .shows("quarter(2026, 1) == period(\"2026-Q1\")")
        .does(Run::Two(quarter)),
    Entry::property(Stretch, "first", Is(Date))
        .says("第一天", "the first day")
        .shows("month(2026, 2).first == date(2026, 2, 1)")
        .does(Run::One(|_, period| of(&period).map(|period| Value::of(Data::Date(period.first()))))),
    Entry::property(Stretch, "last", Is(Date))
        .says("最后一天", "the last day")
        .shows("month(2026, 2).last == date(2026, 2, 28)")
        .does(Run::One(|_, period| of(&period).map(|period| Value::of(Data::Date(period.last()))))),
    Entry::property(Stretch, "year", Is(Int))
        .says("年", "the year")
        .shows("month(2026, 2).year == 2026")
        .does(Run::One(|_, period| of(&period).map(|period| Value::int(period.first().year().into())))),
    Entry::property(Stretch, "month", Is(Int))
        .says("月；时段长于一个月时出错", "the month; a fault of a longer period")
        .shows("month(2026, 2).month == 2")
        .does(Run::One(month_in)),
    Entry::property(Stretch, "quarter", Is(Int))
        .says("季度；时段长于一个季度时出错", "the quarter; a fault of a longer period")
        .shows("month(2026, 5).quarter == 2")
        .does(Run::One(quarter_in)),
    Entry::property(Stretch, "unit", Is(Text))
        .says("长短：day、month、quarter 或 year", "how long it is: day, month, quarter or year")
        .shows("month(2026, 5).unit == \"month\"")
        .does(Run::One(unit)),
    Entry::method(Stretch, "contains", &[Parameter::is("date", Date)], Is(Bool))
        .says("日期是否在时段之内", "whether the date is within")
        .shows("month(2026, 3).contains(date(2026, 3, 31))")
        .does(Run::Two(contains)),
];

fn of(value: &Value) -> Answer<Period> {
    match value.data {
        Data::Period(period) => Ok(period),
        _ => Err(mismatch()),
    }
}

fn parse(state: &mut State<'_>, text: Value) -> Answer {
    let text = state.letters(&text)?;
    state.budget.spend_on_search(text.len())?;
    let period = Period::parse(text).ok_or_else(|| {
        let text = quoted(text);
        Stop::failed(say!("“{text}”不是时段", "`{text}` is not a period"))
    })?;
    Ok(Value::of(Data::Period(period)))
}

fn month(_: &mut State<'_>, year: Value, month: Value) -> Answer {
    let (Data::Int(year), Data::Int(month)) = (year.data, month.data) else { return Err(mismatch()) };
    let first = day(year, month, 1)?;
    Ok(Value::of(Data::Period(Period::Month(first.year(), first.month()))))
}

fn quarter(_: &mut State<'_>, year: Value, quarter: Value) -> Answer {
    let (Data::Int(year), Data::Int(quarter)) = (year.data, quarter.data) else { return Err(mismatch()) };
    if !(1..=4).contains(&quarter) {
        return Err(Stop::failed(say!("没有第 {quarter} 季度", "there is no quarter {quarter}")));
    }
    let first = day(year, quarter * 3 - 2, 1)?;
    Ok(Value::of(Data::Period(Period::Quarter(first.year(), quarter_of(first)))))
}

#[cold]
fn too_long(period: Period, what: (&str, &str)) -> Stop {
    Stop::failed(say!("“{period}”不是一个{what}", "`{period}` is not within one {what}"; what))
}

fn month_in(_: &mut State<'_>, period: Value) -> Answer {
    match of(&period)? {
        Period::Day(date) => Ok(Value::int(date.month().into())),
        Period::Month(_, month) => Ok(Value::int(month.into())),
        period => Err(too_long(period, ("月", "month"))),
    }
}

fn quarter_in(_: &mut State<'_>, period: Value) -> Answer {
    match of(&period)? {
        period @ (Period::Day(_) | Period::Month(..)) => Ok(Value::int(quarter_of(period.first()).into())),
        Period::Quarter(_, quarter) => Ok(Value::int(quarter.into())),
        period @ Period::Year(_) => Err(too_long(period, ("季度", "quarter"))),
    }
}

fn unit(state: &mut State<'_>, period: Value) -> Answer {
    state.known_text(match of(&period)? {
        Period::Day(_) => "day",
        Period::Month(..) => "month",
        Period::Quarter(..) => "quarter",
        Period::Year(_) => "year",
    })
}

fn contains(_: &mut State<'_>, period: Value, date: Value) -> Answer {
    let (period, Data::Date(date)) = (of(&period)?, date.data) else { return Err(mismatch()) };
    Ok(Value::bool(period.first() <= date && date <= period.last()))
}
