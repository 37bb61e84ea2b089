//! Who stands behind a number: the records that a bar, or a part of it, counts.

use serde::Serialize;

use super::{Assigned, Part, drawers, plain};
use crate::board::Shown;
use crate::board::cells::label;
use crate::board::seats::seats;
use crate::report::text::clean_line;
use yize_core::language::Lang;
use yize_core::records::Record;

/// Most that are named at once.
const MOST: usize = 500;

/// Which number is meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// The assignment, and of which body and year.
    pub id: String,
    /// Its body.
    pub body: String,
    /// Its year; `None` for kinds that are not yearly.
    pub year: Option<i16>,
    /// The bar, by number.
    pub place: usize,
    /// By which field it is divided, and the part; without a part all of the bar, with one past the last those without a value.
    pub part: Option<(usize, usize)>,
}

/// Those that are meant.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    /// What the bar is called, and the part.
    place: String,
    part: String,
    total: usize,
    names: Vec<One>,
}

/// One of them.
#[derive(Debug, Serialize)]
struct One {
    key: String,
    name: String,
    body: String,
}

/// Those that a number counts; `None` where there is no such number.
#[must_use]
pub(crate) fn listed(shown: &Shown, query: &Query, lang: Lang) -> Option<Listed> {
    let outcome = shown.outcome();
    let seats = seats(outcome);
    let own = seats.iter().filter(|seat| seat.body.id() == query.body);
    let drawer = own.flat_map(|seat| drawers(seat, outcome, lang)).find(|own| own.view.head.id == query.id)?;
    let year = query.year.unwrap_or(0);
    let rows = drawer.rows(year);
    let Assigned { members, .. } = drawer.assigned(&rows);
    let key = drawer.targets(&members, year).into_iter().nth(query.place)?;
    let mut all = members.get(&key).cloned().unwrap_or_default();
    let mut called = String::new();
    if let Some((mix, part)) = query.part {
        let mixes = drawer.sorters(&rows);
        let mix = mixes.get(mix)?;
        let parts = drawer.parts(mix, &all);
        match parts.get(part) {
            Some(Part { slice, values }) => {
                called.clone_from(&slice.label);
                all.retain(|own| plain(own.value(mix.field)).is_some_and(|own| values.contains(&own)));
            }
            None => all.retain(|own| plain(own.value(mix.field)).is_none()),
        }
    }
    let name =
        |own: &Record<'_>| One { key: clean_line(&own.key()), name: clean_line(&own.name()), body: query.body.clone() };
    Some(Listed {
        place: label(drawer.to.ty(), &key, lang),
        part: called,
        total: all.len(),
        names: all.iter().take(MOST).map(name).collect(),
    })
}
