//! Working days, from the calendars of the packs in force.

use jiff::civil::Date;

use crate::language::say;
use crate::native::entry::{Entry, Run};
use crate::native::functions::dates::between;
use crate::native::shape::Gives::Is;
use crate::native::shape::Parameter;
use crate::native::shape::Shape::{Bool, Ctx, Date as Day, Int, Text};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};

const DATE: Parameter = Parameter::is("date", Day);

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Ctx, "is_workday", &[DATE], Is(Bool))
        .says("是否工作日", "whether it is a working day")
        .shows("ctx.is_workday(date(2026, 10, 10))")
        .does(Run::Two(is_workday)),
    Entry::method(Ctx, "holiday", &[DATE], Is(Text))
        .says(
            "节假日的名称；工作日和普通周末为空",
            "the name of the holiday; empty on a working day and a plain weekend",
        )
        .shows("ctx.holiday(date(2026, 10, 1)) == \"国庆节\"")
        .does(Run::Two(holiday)),
    Entry::method(Ctx, "add_workdays", &[DATE, Parameter::is("n", Int)], Is(Day))
        .says("之后第 n 个工作日；n 为负时在此之前", "the n-th working day after it, or before it where n is negative")
        .shows("ctx.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 5)")
        .does(Run::Three(add_workdays)),
    Entry::method(Ctx, "workdays", &[Parameter::is("from", Day), Parameter::is("to", Day)], Is(Int))
        .says(
            "from 之后至 to（含）的工作日数；to 较早时为负",
            "the working days after from, up to and with to; negative where to is earlier",
        )
        .shows("ctx.workdays(date(2026, 9, 30), date(2026, 10, 10)) == 6")
        .does(Run::Three(workdays)),
    Entry::method(Ctx, "knows_calendar", &[DATE], Is(Bool))
        .says("该日是否在已知的年份之内", "whether the day is in a year of which the working days are known")
        .shows("ctx.knows_calendar(ctx.today)")
        .does(Run::Two(knows)),
];

/// The most working days that one call counts: some forty years.
const MOST: i64 = 10_000;

fn of(value: &Value) -> Answer<Date> {
    match value.data {
        Data::Date(date) => Ok(date),
        _ => Err(mismatch()),
    }
}

/// Pays for going through so many days.
fn go(state: &State<'_>, days: i64) -> Answer<()> {
    if days.unsigned_abs() > MOST.unsigned_abs() {
        return Err(Stop::failed(say!("{days} 天太多", "{days} days are too many")));
    }
    Ok(state.budget.spend(2 * days.abs())?)
}

fn is_workday(state: &mut State<'_>, _: Value, date: Value) -> Answer {
    Ok(Value::bool(state.scope.calendar.is_workday(of(&date)?)?))
}

fn holiday(state: &mut State<'_>, _: Value, date: Value) -> Answer {
    let calendar = state.scope.calendar.clone();
    state.known_text(calendar.holiday(of(&date)?)?)
}

fn add_workdays(state: &mut State<'_>, _: Value, date: Value, n: Value) -> Answer {
    let (date, Data::Int(n)) = (of(&date)?, n.data) else { return Err(mismatch()) };
    go(state, n)?;
    Ok(Value::of(Data::Date(state.scope.calendar.add_workdays(date, n)?)))
}

fn workdays(state: &mut State<'_>, _: Value, from: Value, to: Value) -> Answer {
    let (from, to) = (of(&from)?, of(&to)?);
    go(state, between(to, from))?;
    Ok(Value::int(state.scope.calendar.workdays(from, to)?))
}

fn knows(state: &mut State<'_>, _: Value, date: Value) -> Answer {
    Ok(Value::bool(state.scope.calendar.knows(of(&date)?)))
}
