//! Texts: blank ones, and those that differ only in what is hard to see.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::{More, Record, elements};
use crate::alike::{is_unseen, seen};
use crate::language::say;
use crate::native::state::{State, Target};
use crate::native::stop::Answer;
use crate::schema::constraint::Constraint;
use crate::value::RowId;

pub(super) fn not_blank(state: &mut State<'_>, record: Record<'_>, field: &str) -> Answer<()> {
    let Some(value) = record.given(state, field)? else { return Ok(()) };
    for element in elements(&value) {
        let Some(text) = state.text(element) else { continue };
        let blank = text.chars().all(is_unseen);
        state.budget.spend_on_bytes(text.len())?;
        if !blank {
            continue;
        }
        let (label, name) = (record.label(state, field), record.name(state));
        let message = say!("{name}的{label}是空白的", "the {label} of {name} is blank"; name, label);
        let at = state.target(element).unwrap_or(Target::Record(record.row));
        record.report(state, at, message, More::help(say!("写上内容，或删去这一项", "write it, or leave it out")))?;
    }
    Ok(())
}

/// No two texts of a field differ only in what is hard to see.
pub(super) fn look_alike(state: &mut State<'_>, constraint: &Constraint, rows: &[RowId], field: &str) -> Answer<()> {
    let mut known: FxHashMap<String, (String, RowId)> = FxHashMap::default();
    for row in rows {
        let record = Record { row: *row, constraint };
        let Some(value) = record.given(state, field)? else { continue };
        let Some(text) = state.text(&value).map(str::to_owned) else { continue };
        state.budget.spend_on_bytes(8 * text.len())?;
        let earlier = match known.entry(seen(&text)) {
            Entry::Occupied(earlier) => earlier,
            Entry::Vacant(place) => {
                place.insert((text, *row));
                continue;
            }
        };
        let (first, other) = earlier.get();
        if *first == text {
            continue;
        }
        let (label, other) = (record.label(state, field), *other);
        let (name, _) = super::told_apart(state, *row, other);
        let message = say!(
            "{name}的{label}“{text}”与另一条的“{first}”只差空白、大小写、全角半角或看不见的字符",
            "the {label} `{text}` of {name} differs from `{first}` of another only in blanks, capitals, width or signs that are not seen";
            name, label
        );
        let help =
            say!("同一个的写成一样；不是同一个的改得分明", "write the same alike, and different ones differently");
        let at = record.place(state, field)?;
        let more = More::help(help)
            .see(Some(Record { row: other, constraint }.place(state, field)?), say!("另一条", "the other"));
        record.report(state, at, message, more)?;
    }
    Ok(())
}
