//! From what a closure gives (a view, an array, awards, a number) to readings.

use rhai::{Array, Dynamic};

use crate::engine::api::collections::Collection as _;
use crate::engine::api::compare::describe;
use crate::engine::api::scores::{Award, number};
use crate::engine::api::views::View;
use crate::engine::shared::{Outcome, Record, Shared, blocked, complaint};
use crate::language::say;
use crate::score::card::{Count, Reading};
use crate::score::entry::{Claim, Thing};
use crate::score::points::Points;
use crate::score::scheme::{Does, Each, Item};
use crate::value::{Cell, RowId};

/// Reads what a line's closures gave for a record.
///
/// # Errors
/// When it is not what the line wants, or a field that the line names cannot be read.
pub(crate) fn reading(shared: &Shared, does: &Does, row: RowId, year: i16, given: Vec<Dynamic>) -> Outcome<Reading> {
    let mut given = given.into_iter();
    match (does, given.next(), given.next()) {
        (Does::Part(_), None, _) => Ok(Reading::Holds(true)),
        (Does::Part(_) | Does::Unranked, Some(answer), _) => answer.as_bool().map(Reading::Holds).map_err(|other| {
            complaint(say!("这里应当得出 true 或 false，而不是{other}", "this must give true or false, not {other}"))
        }),
        (Does::Item(item), Some(value), _) => claims(shared, item, row, year, &value).map(Reading::Claims),
        (Does::Ratio { .. }, Some(done), Some(required)) => {
            Ok(Reading::Ratio(count(shared, row, &done)?, count(shared, row, &required)?))
        }
        (Does::Minimum { .. } | Does::Veto { .. }, Some(value), _) => count(shared, row, &value).map(Reading::Count),
        _ => Ok(Reading::Broken),
    }
}

/// Records with the number that each counts for.
fn listed(shared: &Shared, member: RowId, value: &Dynamic) -> Outcome<Vec<(RowId, Points)>> {
    if let Some(view) = value.read_lock::<View>() {
        shared.budget.charge(view.len())?;
        return Ok((0..view.len()).map(|i| (view.row(i), Points::ONE)).collect());
    }
    if let Some(items) = value.read_lock::<Array>() {
        shared.budget.charge(items.len())?;
        return items.iter().map(|item| one(item).ok_or_else(|| wrong(item))).collect();
    }
    if let Some(one) = one(value) {
        return Ok(vec![one]);
    }
    if let Some(number) = number(value) {
        return Ok(if number.is_zero() { Vec::new() } else { vec![(member, number)] });
    }
    match value.as_bool() {
        Ok(yes) => Ok(if yes { vec![(member, Points::ONE)] } else { Vec::new() }),
        Err(_) if value.is_unit() => Ok(Vec::new()),
        Err(_) => Err(wrong(value)),
    }
}

fn one(item: &Dynamic) -> Option<(RowId, Points)> {
    if let Some(record) = item.read_lock::<Record>() {
        return Some((record.row, Points::ONE));
    }
    item.read_lock::<Award>().map(|award| (award.record.row, award.units))
}

fn wrong(value: &Dynamic) -> crate::engine::shared::Error {
    let what = describe(value);
    complaint(say!(
        "计分的函数应当得出一组记录、award(记录, 数量) 的列表或一个数，这里是{what}",
        "a closure of a scheme gives records, an array of award(record, units), or a number; this is {what}"; what))
}

fn count(shared: &Shared, member: RowId, value: &Dynamic) -> Outcome<Count> {
    let listed = listed(shared, member, value)?;
    let number = Points::sum(listed.iter().map(|(_, units)| *units)).map_err(|_| too_large())?;
    Ok(Count { number, rows: listed.into_iter().map(|(row, _)| row).collect() })
}

fn too_large() -> crate::engine::shared::Error {
    complaint(say!("数超出范围", "the number is out of range"))
}

fn claims(shared: &Shared, item: &Item, member: RowId, year: i16, value: &Dynamic) -> Outcome<Vec<Claim>> {
    let mut claims = Vec::new();
    for (row, units) in listed(shared, member, value)? {
        let own = row == member;
        let date = if own { None } else { date(shared, item, row)? };
        if date.is_some_and(|date| !item.counts(year, date)) {
            continue;
        }
        let thing = if own { Thing::Record(row) } else { thing(shared, item, row)? };
        let sponsor = if own { (0, 1) } else { sponsor(shared, item, row, member)? };
        claims.push(Claim { row, units, each: each(shared, item, row)?, sponsor, date, thing });
    }
    Ok(claims)
}

/// The cell of a named field; `None` where it is absent.
fn cell<'a>(shared: &'a Shared, row: RowId, field: &str) -> Outcome<Option<&'a Cell>> {
    let column = Shared::column(shared.store.kind(row), field)?;
    shared.notes.field(&shared.store, row, column);
    match shared.store.cell(row, column) {
        Cell::Invalid => Err(blocked()),
        Cell::Absent => Ok(None),
        cell => Ok(Some(cell)),
    }
}

fn date(shared: &Shared, item: &Item, row: RowId) -> Outcome<Option<jiff::civil::Date>> {
    let Some(field) = &item.date else { return Ok(None) };
    match cell(shared, row, field)? {
        Some(Cell::Date(date)) => Ok(Some(*date)),
        Some(Cell::Period(period)) => Ok(Some(period.first())),
        Some(_) => Err(complaint(say!("字段“{field}”不是日期", "field `{field}` is no date"))),
        None => Err(complaint(say!(
            "没有填写日期“{field}”，不知该不该计分",
            "`{field}` is absent: no telling whether it counts"
        ))),
    }
}

fn thing(shared: &Shared, item: &Item, row: RowId) -> Outcome<Thing> {
    let Some(field) = &item.same else { return Ok(Thing::Record(row)) };
    Ok(match cell(shared, row, field)? {
        None => Thing::Record(row),
        Some(Cell::Ref(of)) => Thing::Record(**of),
        Some(cell) => Thing::Named(text(shared, cell, field)?),
    })
}

/// A value as the keys of a table write it.
fn text(shared: &Shared, cell: &Cell, field: &str) -> Outcome<String> {
    let text = match cell {
        Cell::Ref(row) => Some(shared.key(**row)),
        cell => cell.key_text(&shared.store.strings),
    };
    text.ok_or_else(|| complaint(say!("字段“{field}”不能用来区分", "field `{field}` tells nothing apart")))
}

fn each(shared: &Shared, item: &Item, row: RowId) -> Outcome<Points> {
    let (field, table) = match &item.each {
        Each::Fixed(points) => return Ok(*points),
        Each::Shares => return Ok(Points::ZERO),
        Each::By { field, table } => (field, table),
    };
    let value = match cell(shared, row, field)? {
        Some(cell) => text(shared, cell, field)?,
        None => {
            return Err(complaint(say!("没有填写“{field}”，不知计几分", "`{field}` is absent: no telling the points")));
        }
    };
    let found = table.iter().find(|(name, _)| *name == value).map(|(_, points)| *points);
    found.ok_or_else(|| {
        complaint(say!("没有规定“{field}”为“{value}”的计几分", "no points are given for `{field}` = \"{value}\""))
    })
}

/// The member's place among the sponsors, and how many there are. Who is not among them stands behind the last.
fn sponsor(shared: &Shared, item: &Item, row: RowId, member: RowId) -> Outcome<(usize, usize)> {
    if item.sponsors.is_empty() {
        return Ok((0, 1));
    }
    let mut all: Vec<RowId> = Vec::new();
    for field in &item.sponsors {
        match cell(shared, row, field)? {
            None => {}
            Some(Cell::Ref(one)) => all.push(**one),
            Some(Cell::Nested(elements)) => {
                for nested in &shared.store.body(row.body).nested[elements.range()] {
                    match &nested.cell {
                        Cell::Ref(one) => all.push(**one),
                        _ => return Err(blocked()),
                    }
                }
            }
            Some(_) => return Err(complaint(say!("字段“{field}”不是联名人", "field `{field}` names no sponsors"))),
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
