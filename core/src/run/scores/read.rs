//! From what a closure gives (a view, an array, awards, a number) to readings.

use crate::language::say;
use crate::native::compare::describe;
use crate::native::functions::words;
use crate::native::number::Number;
use crate::native::state::{Gap, State};
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};
use crate::run::scores::review::{self, cell};
use crate::score::entry::{Claim, Proof, Quoted, Thing};
use crate::score::points::Points;
use crate::score::reading::{Count, Reading};
use crate::score::scheme::{Does, Each, Item, Per, Scheme};
use crate::value::{Cell, RowId};

/// Reads what a line's closures gave for a record.
///
/// # Errors
/// When it is not what the line wants, or a field that the line names cannot be read.
pub(super) fn reading(
    state: &mut State<'_>,
    (scheme, number): (&Scheme, usize),
    row: RowId,
    year: i16,
    given: Vec<Value>,
) -> Answer<Reading> {
    let does = &scheme.lines[number].does;
    let mut given = given.into_iter();
    match (does, given.next(), given.next()) {
        (Does::Part(_), None, _) => Ok(Reading::Holds(true)),
        (Does::Part(_) | Does::Unranked, Some(answer), _) => holds(&answer).map(Reading::Holds),
        (Does::Item(item), Some(value), _) => claims(state, item, row, year, &value).map(Reading::Claims),
        (Does::Ratio { .. } | Does::Rate { .. }, Some(done), Some(required)) => {
            Ok(Reading::Ratio(count(state, row, &done)?, count(state, row, &required)?))
        }
        (Does::Minimum { .. } | Does::Veto { .. } | Does::Clear { .. }, Some(value), _) => {
            count(state, row, &value).map(Reading::Count)
        }
        (Does::Adjust(own), Some(value), _) => {
            let rows = rows(state, row, &value)?;
            review::adjustments(state, scheme, own, rows).map(Reading::Adjusted)
        }
        (Does::Decide(own), Some(value), _) => {
            let rows = rows(state, row, &value)?;
            review::decision(state, scheme, (number, own), rows).map(Reading::Decided)
        }
        _ => Ok(Reading::Broken),
    }
}

/// The records that a closure gave.
fn rows(state: &mut State<'_>, member: RowId, value: &Value) -> Answer<Vec<RowId>> {
    let listed = listed(state, member, value)?;
    if listed.iter().any(|(row, _)| *row == member) {
        return Err(wrong(value));
    }
    Ok(listed.into_iter().map(|(row, _)| row).collect())
}

/// The answer to whether something applies.
///
/// # Errors
/// When it is neither yes nor no.
pub(super) fn holds(answer: &Value) -> Answer<bool> {
    match answer.data {
        Data::Bool(yes) => Ok(yes),
        _ => {
            let what = describe(answer);
            Err(Stop::failed(say!(
                "这里应当得出 true 或 false，而不是{what}",
                "this must give true or false, not {what}"; what
            )))
        }
    }
}

/// A record's values in the fields that tell groups apart.
///
/// # Errors
/// When one is broken, or tells nothing apart.
pub(super) fn values(state: &mut State<'_>, fields: &[String], row: RowId) -> Answer<Vec<Option<String>>> {
    let value = |field: &String| match cell(state, row, field)? {
        None => Ok(None),
        Some(cell) => text(state, cell, field).map(Some),
    };
    fields.iter().map(value).collect()
}

/// Records with the number that each counts for.
fn listed(state: &mut State<'_>, member: RowId, value: &Value) -> Answer<Vec<(RowId, Points)>> {
    if let Some(view) = state.view(&value.data) {
        state.budget.spend_on(view.len())?;
        return Ok(view.rows().map(|row| (row, Points::ONE)).collect());
    }
    match &value.data {
        Data::Array(array) => {
            state.budget.spend_on(array.items.len())?;
            array.items.iter().map(|item| one(item).ok_or_else(|| wrong(item))).collect()
        }
        Data::Bool(yes) => Ok(if *yes { vec![(member, Points::ONE)] } else { Vec::new() }),
        Data::Unit => Ok(Vec::new()),
        data => match (one(value), Number::of(data).map(|number| number.points())) {
            (Some(one), _) => Ok(vec![one]),
            (_, Some(number)) => Ok(if number.is_zero() { Vec::new() } else { vec![(member, number)] }),
            _ => Err(wrong(value)),
        },
    }
}

fn one(item: &Value) -> Option<(RowId, Points)> {
    match &item.data {
        Data::Record(row) => Some((*row, Points::ONE)),
        Data::Award(award) => Some(**award),
        _ => None,
    }
}

#[cold]
fn wrong(value: &Value) -> Stop {
    let what = describe(value);
    Stop::failed(say!(
        "计分的函数应当得出一组记录、award(记录, 数量) 的列表或一个数，这里是{what}",
        "a closure of a scheme gives records, an array of award(record, units), or a number; this is {what}"; what))
}

fn count(state: &mut State<'_>, member: RowId, value: &Value) -> Answer<Count> {
    if let Some(proofs) = quoted(state, value)? {
        let number = Points::from(i64::try_from(proofs.len()).unwrap_or(i64::MAX));
        return Ok(Count { number, proofs });
    }
    let listed = listed(state, member, value)?;
    let number = Points::sum(listed.iter().map(|(_, units)| *units)).map_err(|_| too_large())?;
    Ok(Count { number, proofs: listed.into_iter().map(|(row, _)| row.into()).collect() })
}

/// The values that are counted, where an array holds values that were read from records, such as days; `None` for anything
/// else.
fn quoted(state: &mut State<'_>, value: &Value) -> Answer<Option<Vec<Proof>>> {
    let Data::Array(array) = &value.data else { return Ok(None) };
    let read = |item: &Value| item.from.is_some() && !matches!(item.data, Data::Record(_) | Data::Award(_));
    if array.items.is_empty() || !array.items.iter().all(read) {
        return Ok(None);
    }
    state.budget.spend_on(array.items.len())?;
    let mut proofs = Vec::with_capacity(array.items.len());
    for item in &array.items {
        let Some(cell) = state.store.cell_at(item.from.0) else { return Ok(None) };
        let mut text = String::new();
        words::shown(state, item, &mut text)?;
        proofs.push(Proof { row: cell.row, value: Some(Quoted { text: text.into(), place: cell.place }) });
    }
    Ok(Some(proofs))
}

#[cold]
fn too_large() -> Stop {
    Stop::failed(say!("数超出范围", "the number is out of range"))
}

fn claims(state: &mut State<'_>, item: &Item, member: RowId, year: i16, value: &Value) -> Answer<Vec<Claim>> {
    let mut claims = Vec::new();
    for (row, units) in listed(state, member, value)? {
        let own = row == member;
        let date = if own { None } else { date(state, item, row)? };
        if let Some(per) = item.per
            && (date.is_none() || !whole(state, item, row, per)?)
        {
            return Err(undated());
        }
        let seen = |date| state.scope.days.is_none_or(|(first, last)| first <= date && date <= last);
        if date.is_some_and(|date| !item.counts(year, date) || !seen(date)) {
            continue;
        }
        let thing = if own { Thing::Record(row) } else { thing(state, item, row)? };
        let sponsor = if own { (0, 1) } else { sponsor(state, item, row, member)? };
        let (mut units, mut reviewed) = (units, None);
        if let Some(stages) = item.stages.as_ref().filter(|_| !own) {
            let found = review::reviewed(state, stages, row)?;
            units = units.times(found.points).map_err(|_| too_large())?;
            reviewed = Some((found.said, found.settled));
        }
        claims.push(Claim { row, units, each: each(state, item, row)?, sponsor, date, thing, reviewed });
    }
    Ok(claims)
}

fn date(state: &mut State<'_>, item: &Item, row: RowId) -> Answer<Option<jiff::civil::Date>> {
    let Some(field) = &item.date else { return Ok(None) };
    match cell(state, row, field)? {
        Some(Cell::Date(date)) => Ok(Some(date)),
        Some(Cell::Period(period)) => Ok(Some(period.first())),
        Some(_) => Err(Stop::failed(say!("字段“{field}”不是日期", "field `{field}` is no date"))),
        None => Err(Stop::failed(say!(
            "没有填写日期“{field}”，不知该不该计分",
            "`{field}` is absent: no telling whether it counts"
        ))),
    }
}

/// Whether a record's day is known well enough to tell in which stretch of the year it lies.
fn whole(state: &mut State<'_>, item: &Item, row: RowId, per: Per) -> Answer<bool> {
    let Some(field) = &item.date else { return Ok(false) };
    Ok(match cell(state, row, field)? {
        Some(Cell::Period(period)) => per.of(period.first()) == per.of(period.last()),
        _ => true,
    })
}

#[cold]
fn undated() -> Stop {
    Stop::failed(say!(
        "不知道这条记录属于哪一期：per 要用每条记录自己的日期，而且不能跨期",
        "no telling in which period this lies: `per` goes by the day of each record, which must not reach into another"
    ))
}

fn thing(state: &mut State<'_>, item: &Item, row: RowId) -> Answer<Thing> {
    let Some(field) = &item.same else { return Ok(Thing::Record(row)) };
    Ok(match cell(state, row, field)? {
        None => Thing::Record(row),
        Some(Cell::Ref(of)) => Thing::Record(of),
        Some(cell) => Thing::Named(text(state, cell, field)?),
    })
}

/// A value as the keys of a table write it.
fn text(state: &mut State<'_>, cell: Cell, field: &str) -> Answer<String> {
    let text = match cell {
        Cell::Ref(row) => Some(state.key(row)),
        cell => cell.key_text(|id| state.store.string(id)),
    };
    text.ok_or_else(|| Stop::failed(say!("字段“{field}”不能用来区分", "field `{field}` tells nothing apart")))
}

fn each(state: &mut State<'_>, item: &Item, row: RowId) -> Answer<Points> {
    let (field, table) = match &item.each {
        Each::Fixed(points) => return Ok(*points),
        Each::Shares => return Ok(Points::ZERO),
        Each::By { field, table } => (field, table),
    };
    // What is absent stands in the table as the empty text.
    let value = match cell(state, row, field)? {
        Some(cell) => text(state, cell, field)?,
        None => String::new(),
    };
    let found = table.iter().find(|(name, _)| *name == value).map(|(_, points)| *points);
    found.ok_or_else(|| {
        Stop::failed(if value.is_empty() {
            say!("没有填写“{field}”，不知计几分", "`{field}` is absent: no telling the points")
        } else {
            say!("没有规定“{field}”为“{value}”的计几分", "no points are given for `{field}` = \"{value}\"")
        })
    })
}

/// The member's place among the sponsors, and how many there are. Who is not among them stands behind the last.
fn sponsor(state: &mut State<'_>, item: &Item, row: RowId, member: RowId) -> Answer<(usize, usize)> {
    if item.sponsors.is_empty() {
        return Ok((0, 1));
    }
    let mut all: Vec<RowId> = Vec::new();
    for field in &item.sponsors {
        match cell(state, row, field)? {
            None => {}
            Some(Cell::Ref(one)) => all.push(one),
            Some(Cell::Nested(elements)) => {
                for nested in &state.store.body(row.body).nested[elements.range()] {
                    match &nested.cell {
                        Cell::Ref(one) => all.push(*one),
                        _ => return Err(state.blocked(Gap::Body(row.body))),
                    }
                }
            }
            Some(_) => return Err(Stop::failed(say!("字段“{field}”不是联名人", "field `{field}` names no sponsors"))),
        }
    }
    let mut seen: Vec<RowId> = Vec::with_capacity(all.len());
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    Ok((seen.iter().position(|one| *one == member).unwrap_or(seen.len()), seen.len()))
}
