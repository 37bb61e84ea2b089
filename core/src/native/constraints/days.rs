//! Days: in a year, in the past, in order, on working days, in terms of office.

use jiff::civil::Date;

use super::{More, Record, elements};
use crate::language::{Text, say};
use crate::native::state::{State, Target};
use crate::native::stop::Answer;
use crate::native::value::{Data, Value};
use crate::schema::constraint::YearDay;
use crate::value::RowId;

/// First and last day of what a date or a period is; `None` for anything else.
fn span(value: &Value) -> Option<(Date, Date)> {
    match &value.data {
        Data::Date(day) => Some((*day, *day)),
        Data::Period(period) => Some((period.first(), period.last())),
        _ => None,
    }
}

/// A day or a period that a field gives: the value, its first and its last day.
fn given(state: &mut State<'_>, record: Record<'_>, field: &str) -> Answer<Option<(Value, (Date, Date))>> {
    Ok(record.given(state, field)?.and_then(|value| span(&value).map(|span| (value, span))))
}

/// A day or a period, with its first and its last day.
type Days = (Value, (Date, Date));

/// The days or periods that a field gives: one, or those of a list.
fn every(state: &mut State<'_>, record: Record<'_>, field: &str) -> Answer<Vec<Days>> {
    let Some(value) = record.given(state, field)? else { return Ok(Vec::new()) };
    let elements = elements(&value);
    state.budget.spend_on(elements.len())?;
    Ok(elements.iter().filter_map(|element| Some((element.clone(), span(element)?))).collect())
}

fn at(state: &State<'_>, record: Record<'_>, value: &Value) -> Target {
    state.target(value).unwrap_or(Target::Record(record.row))
}

/// The year of a record; of one that holds in every year, that of the call.
fn year(state: &State<'_>, row: RowId) -> i16 {
    match state.store.head(row).year {
        0 => state.scope.year,
        year => year,
    }
}

/// First and last day of a year.
fn whole(year: i16) -> Option<(Date, Date)> {
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

/// Whether a day is of another year than its record: then the year is mistyped, as is said elsewhere, and which day was meant
/// is not known.
fn is_mistyped(state: &State<'_>, record: Record<'_>, (first, last): (Date, Date)) -> bool {
    let of = state.store.head(record.row).year;
    of != 0 && (last.year() < of || of < first.year())
}

pub(super) fn in_year(
    state: &mut State<'_>,
    record: Record<'_>,
    field: &str,
    window: (Option<YearDay>, Option<YearDay>),
) -> Answer<()> {
    let days = every(state, record, field)?;
    days.into_iter().try_for_each(|days| is_in_year(state, record, field, window, days))
}

fn is_in_year(
    state: &mut State<'_>,
    record: Record<'_>,
    field: &str,
    (from, to): (Option<YearDay>, Option<YearDay>),
    (value, (first, last)): Days,
) -> Answer<()> {
    let year = year(state, record.row);
    let edge =
        |edge: Option<YearDay>, month, day| edge.unwrap_or(YearDay { years: 0, month, day }).of(year).unwrap_or(first);
    let (begin, end) = (edge(from, 1, 1), edge(to, 12, 31));
    if begin <= first && last <= end {
        return Ok(());
    }
    let (label, name, what) = (record.label(state, field), record.name(state), super::shown(state, &value)?);
    let message = if from.is_none() && to.is_none() {
        say!("{name}的{label}是{what}，不在{year}年", "the {label} of {name} is {what}, not in {year}"; name, label)
    } else {
        say!(
            "{name}的{label}是{what}，应在{begin}至{end}之间",
            "the {label} of {name} is {what}, and should be from {begin} to {end}"; name, label
        )
    };
    let help = say!("核对日期，年份容易写错", "look at the date; the year is easily mistyped");
    let at = at(state, record, &value);
    let head = state.store.heads.get(&state.store.head(record.row).source).filter(|head| head.year == year);
    let common = head.map(|_| Target::Year(record.row, first.year()));
    record.report(state, at, message, More { common, ..More::help(help) })
}

pub(super) fn not_future(state: &mut State<'_>, record: Record<'_>, field: &str) -> Answer<()> {
    let today = state.today;
    for (value, (first, _)) in every(state, record, field)? {
        if first <= today {
            continue;
        }
        let (label, name, what) = (record.label(state, field), record.name(state), super::shown(state, &value)?);
        let message = say!(
            "{name}的{label}是{what}，晚于检查日期{today}，不能算已完成",
            "the {label} of {name} is {what}, after the as-of date {today}: it has not happened"; name, label
        )
        .aside("today");
        let help = say!("核对日期；还没有做的不填", "look at the date; what is not done yet is left out");
        let at = at(state, record, &value);
        record.report(state, at, message, More::help(help))?;
    }
    Ok(())
}

pub(super) fn order(state: &mut State<'_>, record: Record<'_>) -> Answer<()> {
    let mut before: Option<(&str, Value, Date)> = None;
    for (field, _) in &record.constraint.fields {
        let Some((value, (first, last))) = given(state, record, field)? else { continue };
        if let Some((earlier, than, day)) = &before
            && last < *day
        {
            let (own, other) = (record.label(state, field), record.label(state, earlier));
            let (name, what, than_what) =
                (record.name(state), super::shown(state, &value)?, super::shown(state, than)?);
            let message = say!(
                "{name}的{own}（{what}）早于{other}（{than_what}）",
                "the {own} of {name} ({what}) is before the {other} ({than_what})"; name, own, other
            );
            let see = state.target(than);
            let more = More::help(say!("核对两个日期", "look at both dates")).see(see, say!("另一个日期", "the other"));
            let at = at(state, record, &value);
            record.report(state, at, message, more)?;
        }
        if before.as_ref().is_none_or(|(_, _, day)| first >= *day) {
            before = Some((field, value, first));
        }
    }
    Ok(())
}

pub(super) fn workday(state: &mut State<'_>, record: Record<'_>, field: &str, unless: Option<&str>) -> Answer<()> {
    if let Some(unless) = unless
        && record.given(state, unless)?.is_some()
    {
        return Ok(());
    }
    let days = every(state, record, field)?;
    days.into_iter().try_for_each(|(value, (day, _))| is_workday(state, record, field, unless, (&value, day)))
}

fn is_workday(
    state: &mut State<'_>,
    record: Record<'_>,
    field: &str,
    unless: Option<&str>,
    (value, day): (&Value, Date),
) -> Answer<()> {
    if is_mistyped(state, record, (day, day)) || state.scope.calendar.is_workday(day)? {
        return Ok(());
    }
    let holiday = state.scope.calendar.holiday(day)?.to_owned();
    let why = if holiday.is_empty() { say!("周末", "a weekend") } else { Text::same(holiday) };
    let (label, name) = (record.label(state, field), record.name(state));
    let message = say!(
        "{name}的{label}{day}是{why}，不是工作日",
        "the {label} of {name}, {day}, is no working day: {why}"; name, label, why
    );
    let at = at(state, record, value);
    let help = match unless.map(|unless| record.label(state, unless)) {
        Some(unless) => {
            say!("改到工作日；确需在休息日的，写明{unless}", "move it to a working day, or give {unless}"; unless)
        }
        None => say!("核对日期", "look at the date"),
    };
    record.report(state, at, message, More::help(help))
}

/// First and last day of the term of office of a person, where they are given.
fn term(state: &mut State<'_>, person: RowId) -> Answer<[Option<(Date, Value)>; 2]> {
    let Some(fields) = state.store.kind(person).term.clone() else { return Ok([None, None]) };
    let mut ends = [None, None];
    for (end, field) in ends.iter_mut().zip(&fields) {
        let column = state.column(person, field)?;
        if state.has(person, column)? {
            let value = state.field(person, column)?;
            *end = span(&value).map(|(first, _)| (first, value));
        }
    }
    Ok(ends)
}

/// What is wrong with a day or a period for a person: before the first, or after the last of the term; and where that stands.
fn outside(
    state: &mut State<'_>,
    person: RowId,
    (first, last): (Date, Date),
) -> Answer<Option<(Text, Option<Target>)>> {
    let [joined, left] = term(state, person)?;
    let name = super::called(state, person);
    let early = joined.filter(|(joined, _)| last < *joined).map(|(joined, at)| {
        (
            say!("早于{name}的任期（{joined}起）", "before the term of {name}, which began on {joined}"; name),
            state.target(&at),
        )
    });
    let late = left.filter(|(left, _)| first > *left).map(|(left, at)| {
        (
            say!("晚于{name}的任期（至{left}）", "after the term of {name}, which ended on {left}"; name),
            state.target(&at),
        )
    });
    Ok(early.or(late))
}

pub(super) fn in_term(state: &mut State<'_>, record: Record<'_>, field: &str, of: &str) -> Answer<()> {
    let given = every(state, record, field)?;
    let Some(person) = record.given(state, of)? else { return Ok(()) };
    let Data::Record(person) = person.data else { return Ok(()) };
    given.into_iter().try_for_each(|days| is_in_term(state, record, field, person, days))
}

fn is_in_term(
    state: &mut State<'_>,
    record: Record<'_>,
    field: &str,
    person: RowId,
    (value, days): Days,
) -> Answer<()> {
    if is_mistyped(state, record, days) {
        return Ok(());
    }
    let Some((why, see)) = outside(state, person, days)? else { return Ok(()) };
    let (label, name, what) = (record.label(state, field), record.name(state), super::shown(state, &value)?);
    let message = say!("{name}的{label}{what}{why}", "the {label} of {name}, {what}, is {why}"; name, label, why);
    let help = say!("核对日期，或核对是谁", "look at the date, or at who it is");
    let at = at(state, record, &value);
    record.report(state, at, message, More::help(help).common(see, say!("任期写在这里", "the term is here")))
}

pub(super) fn in_office(state: &mut State<'_>, record: Record<'_>, field: &str, on: Option<&str>) -> Answer<()> {
    let days = match on {
        Some("year") => whole(year(state, record.row)),
        Some(on) => given(state, record, on)?.map(|(_, days)| days).filter(|days| !is_mistyped(state, record, *days)),
        None => Some((state.today, state.today)),
    };
    let Some(days) = days else { return Ok(()) };
    let first = if on == Some("year") { days.0.year().to_string() } else { days.0.to_string() };
    let Some(persons) = record.given(state, field)? else { return Ok(()) };
    for element in elements(&persons) {
        state.budget.spend(1)?;
        let Data::Record(person) = element.data else { continue };
        let Some((why, see)) = outside(state, person, days)? else { continue };
        let (label, name) = (record.label(state, field), record.name(state));
        let today = on.is_none();
        let on = match on {
            None => say!("检查日期", "the as-of date"),
            Some("year") => say!("年度", "the year"),
            Some(on) => record.label(state, on),
        };
        let message = say!(
            "{name}的{label}不在任：{on}{first}{why}",
            "the {label} of {name} was not in office: {on} {first} is {why}"; name, label, on, why
        );
        let message = if today { message.aside("first") } else { message };
        let help = say!("换成当时在任的人，或核对日期", "name who was in office then, or look at the date");
        let at = at(state, record, element);
        record.report(state, at, message, More::help(help).common(see, say!("任期写在这里", "the term is here")))?;
    }
    Ok(())
}
