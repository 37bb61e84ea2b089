//! What records of a review say: stages that points have come through, adjustments, decisions.

use crate::language::{Lang, say};
use crate::native::functions::words;
use crate::native::state::{Gap, State};
use crate::native::stop::{Answer, Stop};
use crate::native::value::Value;
use crate::score::entry::{Proof, Quoted};
use crate::score::points::Points;
use crate::score::review::{Adjustment, Decision};
use crate::score::scheme::{Review, Scheme, Stages};
use crate::value::{Cell, RowId};

/// Points as far as a review has come.
pub(super) struct Reviewed {
    /// The points of the last stage that it has come to.
    pub points: Points,
    /// All stages, in words, and where the last stands.
    pub said: Quoted,
    /// Whether it has come as far as it must.
    pub settled: bool,
}

/// What a record's stages say.
///
/// # Errors
/// When a field is broken, or none is given.
pub(super) fn reviewed(state: &mut State<'_>, stages: &Stages, row: RowId) -> Answer<Reviewed> {
    let (mut told, mut last, mut settled) = (Vec::new(), None, stages.settled.is_none());
    for field in &stages.fields {
        let Some(cell) = cell(state, row, field)? else { continue };
        let points = number(cell).ok_or_else(|| no_number(field))?;
        let column = state.column(row, field)?;
        let label = state.store.kind(row).fields[column].label.get(Lang::Zh);
        told.push(format!("{label}{points}"));
        last = Some((points, state.store.field_place(row, column)));
        settled |= stages.settled.as_ref() == Some(field);
    }
    let Some((points, place)) = last else {
        let first = stages.fields.first().map_or("", String::as_str);
        return Err(Stop::failed(say!("没有填写“{first}”，不知计几分", "`{first}` is absent: no telling the points")));
    };
    Ok(Reviewed { points, said: Quoted { text: told.join(" → ").into(), place }, settled })
}

/// The adjustments that some records tell of.
///
/// # Errors
/// When a field is broken or absent, or names no line.
pub(super) fn adjustments(
    state: &mut State<'_>,
    scheme: &Scheme,
    review: &Review,
    rows: Vec<RowId>,
) -> Answer<Vec<Adjustment>> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(field) = &review.points else { continue };
        let points = match cell(state, row, field)? {
            Some(cell) => number(cell).ok_or_else(|| no_number(field))?,
            None => Points::ZERO,
        };
        let line = match text(state, row, review.line.as_ref())? {
            None => None,
            Some(name) => {
                let line = scheme.lines.iter().position(|line| *line.name == *name && line.does.earns());
                Some(line.ok_or_else(|| {
                    Stop::failed(say!("计分办法里没有可调整的“{name}”", "the scheme has no line \"{name}\" to adjust"))
                })?)
            }
        };
        found.push(Adjustment { proof: proof(state, review, row)?, points, line });
    }
    Ok(found)
}

/// The decision that some records tell of: what the last of each sort says.
///
/// # Errors
/// When a field is broken, or names no grade.
pub(super) fn decision(
    state: &mut State<'_>,
    scheme: &Scheme,
    (number, review): (usize, &Review),
    rows: Vec<RowId>,
) -> Answer<Option<Decision>> {
    let mut decided: Option<Decision> = None;
    for row in in_order(state, rows) {
        let grade =
            match text(state, row, review.grade.as_ref())? {
                None => None,
                Some(word) => Some(scheme.bands.iter().position(|band| band.grade == word).ok_or_else(|| {
                    Stop::failed(say!("计分办法没有等次“{word}”", "the scheme has no grade \"{word}\""))
                })?),
            };
        let seat = match &review.seat {
            None => None,
            Some(field) => match cell(state, row, field)? {
                Some(Cell::Bool(yes)) => Some(yes),
                _ => None,
            },
        };
        if grade.is_none() && seat.is_none() {
            continue;
        }
        let before = decided.take();
        decided = Some(Decision {
            line: number,
            proof: proof(state, review, row)?,
            grade: grade.or(before.as_ref().and_then(|own| own.grade)),
            seat: seat.or(before.and_then(|own| own.seat)),
        });
    }
    Ok(decided)
}

/// Records by the day of what they tell of; of one day, as they stand.
fn in_order(state: &State<'_>, mut rows: Vec<RowId>) -> Vec<RowId> {
    rows.sort_by_key(|row| {
        let day = state.store.kind(*row).day().map(|column| state.store.cell(*row, column));
        let day = day.and_then(|cell| if let Cell::Date(day) = cell { Some(day) } else { None });
        (day, *row)
    });
    rows
}

/// A record with what its notes say.
fn proof(state: &mut State<'_>, review: &Review, row: RowId) -> Answer<Proof> {
    let (mut told, mut place) = (Vec::new(), None);
    for field in &review.note {
        let column = state.column(row, field)?;
        if cell(state, row, field)?.is_none() {
            continue;
        }
        let value: Value = state.field(row, column)?;
        let mut text = String::new();
        words::shown(state, &value, &mut text)?;
        // Of an enum what people call the value.
        let values = state.store.kind(row).fields[column].ty.enumerated().unwrap_or_default();
        let called = values.iter().find(|own| own.name == text).map(|own| own.label.get(Lang::Zh).to_owned());
        told.push(called.unwrap_or(text));
        place = place.or_else(|| Some(state.store.field_place(row, column)));
    }
    Ok(Proof { row, value: place.map(|place| Quoted { text: told.join("，").into(), place }) })
}

/// The text of a field, where one is named and given.
fn text(state: &mut State<'_>, row: RowId, field: Option<&String>) -> Answer<Option<String>> {
    let Some(field) = field else { return Ok(None) };
    match cell(state, row, field)? {
        Some(Cell::Str(id)) => Ok(Some(state.store.string(id).to_owned())),
        _ => Ok(None),
    }
}

fn number(cell: Cell) -> Option<Points> {
    match cell {
        Cell::Int(number) => Some(Points::from(number)),
        Cell::Decimal(number) => Some(Points::from(number)),
        _ => None,
    }
}

#[cold]
fn no_number(field: &str) -> Stop {
    Stop::failed(say!("字段“{field}”不是数", "field `{field}` is no number"))
}

/// The cell of a named field; `None` where it is absent.
pub(super) fn cell(state: &mut State<'_>, row: RowId, field: &str) -> Answer<Option<Cell>> {
    let column = state.column(row, field)?;
    state.notes.field(state.store, row, column);
    match state.store.cell(row, column) {
        Cell::Invalid => Err(state.blocked(Gap::Cell(row, column))),
        Cell::Absent => Ok(None),
        cell => Ok(Some(cell)),
    }
}
