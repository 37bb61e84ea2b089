//! Who belongs where: members by committee, how they are mixed, and what bounds them.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::board::cells::{enumerated, keys, label, matches, number};
use crate::board::seats::{Seat, title};
use crate::check::Outcome;
use crate::data::Key;
use crate::language::{Lang, Text};
use crate::pack::views::{Assignment, Limit, Word};
use crate::say;
use crate::schema::Type;
use crate::value::{Cell, RowId};

/// Most values that a mix names; the others are counted together.
const NAMED: usize = 8;

/// An assignment of one body and year.
#[derive(Debug, Serialize)]
pub struct Picture {
    id: String,
    title: String,
    body: String,
    body_name: String,
    /// `None` for kinds that are not yearly.
    year: Option<i16>,
    /// What those are called that are assigned.
    who: String,
    total: usize,
    /// Assigned nowhere, and in several places.
    unassigned: usize,
    several: usize,
    mixes: Vec<Mix>,
    places: Vec<Target>,
}

/// A field by which members are mixed, with its values; the last may stand for all others.
#[derive(Debug, Serialize)]
struct Mix {
    title: String,
    values: Vec<String>,
}

/// A committee, or whatever members are assigned to.
#[derive(Debug, Serialize)]
struct Target {
    name: String,
    count: usize,
    /// For each mix, how many have each of its values.
    mixes: Vec<Vec<usize>>,
    bounds: Vec<Bound>,
}

/// What bounds a place, and what it has.
#[derive(Debug, Serialize)]
struct Bound {
    title: String,
    have: String,
    min: Option<String>,
    max: Option<String>,
    /// Whether members themselves are counted, so that the bound can be drawn on their bar.
    members: bool,
    share: bool,
    holds: bool,
}

/// The assignments of all bodies.
#[must_use]
pub fn pictures(seats: &[Seat<'_>], outcome: &Outcome, lang: Lang) -> Vec<Picture> {
    let mut all = Vec::new();
    for seat in seats {
        for (governing, view) in &seat.views.assignments {
            let Some(kind) = view.kind.as_ref().and_then(|word| seat.kind(word)) else { continue };
            let Some(to) = view.to.as_ref().and_then(|word| seat.column(kind, word)) else { continue };
            let drawer = Drawer { seat, governing: *governing, view, outcome, lang, kind, to };
            all.extend(seat.years(kind).into_iter().map(|year| drawer.picture(year)));
        }
    }
    all
}

struct Drawer<'a, 's> {
    seat: &'s Seat<'a>,
    governing: usize,
    view: &'a Assignment,
    outcome: &'a Outcome,
    lang: Lang,
    kind: u16,
    to: usize,
}

/// A mix while it is counted.
struct Sorter {
    column: usize,
    /// Its value's number for each key.
    places: HashMap<Key, usize>,
    values: Vec<String>,
}

impl<'a> Drawer<'a, '_> {
    fn picture(&self, year: i16) -> Picture {
        let (seat, view) = (self.seat, self.view);
        let rows: Vec<RowId> = seat.rows(self.kind, year).filter(|row| self.in_office(*row)).collect();
        let mut members: HashMap<Key, Vec<RowId>> = HashMap::new();
        let (mut unassigned, mut several) = (0, 0);
        for row in &rows {
            let mut to = keys(seat, seat.store.cell(*row, self.to));
            let mut seen = Vec::new();
            to.retain(|key| {
                !seen.contains(key) && {
                    seen.push(key.clone());
                    true
                }
            });
            unassigned += usize::from(to.is_empty());
            several += usize::from(to.len() > 1);
            for key in to {
                members.entry(key).or_default().push(*row);
            }
        }
        let mixes: Vec<Sorter> = view.mix.iter().filter_map(|word| self.sorter(word, &rows)).collect();
        let places = self.targets(&members, year).into_iter().map(|key| {
            let own = members.get(&key).map(Vec::as_slice).unwrap_or_default();
            Target {
                name: label(seat, self.ty(), &key, self.lang),
                count: own.len(),
                mixes: mixes.iter().map(|mix| mix.count(seat, own)).collect(),
                bounds: view.limits.iter().filter_map(|limit| self.bound(limit, &key, own)).collect(),
            }
        });
        let places = places.collect();
        let kind = &seat.body.schema.kinds[self.kind as usize];
        let titled =
            |mix: Sorter| Mix { title: kind.fields[mix.column].label.get(self.lang).to_owned(), values: mix.values };
        Picture {
            id: view.head.id.clone(),
            title: title(view.head.title.as_ref(), &view.head.id, self.lang).to_owned(),
            body: seat.body.id.to_string(),
            body_name: seat.name().to_owned(),
            year: (year != 0).then_some(year),
            who: kind.label.get(self.lang).to_owned(),
            total: rows.len(),
            unassigned,
            several,
            mixes: mixes.into_iter().map(titled).collect(),
            places,
        }
    }

    /// The type of the field that assigns.
    fn ty(&self) -> &'a Type {
        &self.seat.body.schema.kinds[self.kind as usize].fields[self.to].ty
    }

    fn in_office(&self, row: RowId) -> bool {
        let day = |word: &Option<Word>| {
            let column = self.seat.column(self.kind, word.as_ref()?)?;
            match self.seat.store.cell(row, column) {
                Cell::Date(day) => Some(*day),
                _ => None,
            }
        };
        let today = self.outcome.as_of;
        day(&self.view.entered).is_none_or(|day| day <= today) && day(&self.view.left).is_none_or(|day| day >= today)
    }

    /// What members can be assigned to, in order: all of it, also where nobody is.
    fn targets(&self, members: &HashMap<Key, Vec<RowId>>, year: i16) -> Vec<Key> {
        let (seat, ty) = (self.seat, self.ty());
        if let Some(values) = enumerated(ty) {
            let ids = values.iter().filter_map(|value| seat.store.string_id(&value.name));
            return ids.map(Key::Str).collect();
        }
        let mut all: Vec<RowId> = Vec::new();
        let inner = match ty {
            Type::List(of) => of,
            ty => ty,
        };
        if let Type::Ref(name) = inner
            && let Some(kind) = seat.body.schema.index(name).and_then(|kind| u16::try_from(kind).ok())
        {
            let yearly = seat.body.schema.kinds[kind as usize].yearly;
            all.extend(seat.rows(kind, if yearly { year } else { 0 }));
        }
        let used = members.keys().filter_map(|key| match key {
            Key::Row(row) => Some(*row),
            _ => None,
        });
        all.extend(used);
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(Key::Row).collect()
    }

    /// The values of a field among members: an enum's in its order, others by how many have them.
    fn sorter(&self, word: &Word, rows: &[RowId]) -> Option<Sorter> {
        let seat = self.seat;
        let column = seat.column(self.kind, word)?;
        let ty = &seat.body.schema.kinds[self.kind as usize].fields[column].ty;
        let mut counts: Vec<(Key, usize)> = Vec::new();
        let mut numbers: HashMap<Key, usize> = HashMap::new();
        for key in rows.iter().filter_map(|row| Key::of(seat.store.cell(*row, column))) {
            let at = *numbers.entry(key.clone()).or_insert(counts.len());
            if at == counts.len() {
                counts.push((key, 0));
            }
            counts[at].1 += 1;
        }
        let order = |key: &Key| match (key, enumerated(ty)) {
            (Key::Str(text), Some(values)) => {
                values.iter().position(|value| value.name == seat.store.string(*text)).unwrap_or(0)
            }
            (Key::Bool(yes), _) => usize::from(!yes),
            _ => 0,
        };
        counts.sort_by_key(|(key, count)| (order(key), std::cmp::Reverse(*count)));
        let named = if counts.len() > NAMED + 1 { NAMED } else { counts.len() };
        let mut values: Vec<String> = counts[..named].iter().map(|(key, _)| label(seat, ty, key, self.lang)).collect();
        let places = counts.iter().enumerate().map(|(at, (key, _))| (key.clone(), at.min(named))).collect();
        values.extend((counts.len() > named).then(|| say!("其余", "others").get(self.lang).to_owned()));
        Some(Sorter { column, places, values })
    }

    fn bound(&self, limit: &Limit, to: &Key, members: &[RowId]) -> Option<Bound> {
        let seat = self.seat;
        let applies = match to {
            Key::Row(row) => matches(seat, *row, &limit.at),
            _ => limit.at.is_empty(),
        };
        if !applies {
            return None;
        }
        let parameter = |word: &Option<Word>| {
            let word = word.as_ref()?;
            seat.parameter(self.governing, word).and_then(number)
        };
        let (mut min, mut max) = (parameter(&limit.min), parameter(&limit.max));
        if let Some(about) = parameter(&limit.about) {
            let slack = about * parameter(&limit.within).unwrap_or_default() / Decimal::ONE_HUNDRED;
            (min, max) = (Some(about - slack), Some(about + slack));
        }
        let counted: Vec<RowId> = members.iter().copied().filter(|row| matches(seat, *row, &limit.who)).collect();
        let mut have = Decimal::from(self.number(limit, &counted));
        if limit.share {
            have = have * Decimal::ONE_HUNDRED / Decimal::from(members.len().max(1));
        }
        let shown = |number: Decimal| number.round_dp(1).normalize().to_string();
        Some(Bound {
            title: self.bound_title(limit).get(self.lang).to_owned(),
            have: shown(have),
            min: min.map(shown),
            max: max.map(shown),
            members: limit.count.is_none() && limit.who.is_empty(),
            share: limit.share,
            holds: min.is_none_or(|min| have >= min) && max.is_none_or(|max| have <= max),
        })
    }

    /// How many members there are, or different values of a field.
    fn number(&self, limit: &Limit, members: &[RowId]) -> usize {
        let Some(column) = limit.count.as_ref().and_then(|word| self.seat.column(self.kind, word)) else {
            return members.len();
        };
        let cells = members.iter().map(|row| self.seat.store.cell(*row, column));
        cells.filter_map(Key::of).collect::<std::collections::HashSet<_>>().len()
    }

    /// What a bound is called: as its pack says, else by what it counts.
    fn bound_title(&self, limit: &Limit) -> Text {
        if let Some(title) = &limit.title {
            return title.clone();
        }
        let kind = &self.seat.body.schema.kinds[self.kind as usize];
        if let Some(field) = limit.count.as_ref().and_then(|word| kind.field(&word.text)) {
            return field.label.clone();
        }
        let values = limit.who.iter().map(|(word, value)| {
            let field = kind.field(&word.text);
            let name = match value {
                crate::pack::manifest::Literal::String(text) => text.clone(),
                other => other.to_string(),
            };
            let value = field.and_then(|field| enumerated(&field.ty)?.iter().find(|value| value.name == name));
            match (value, field) {
                (Some(value), _) => value.label.clone(),
                (None, Some(field)) if name == "true" => field.label.clone(),
                _ => Text::same(name),
            }
        });
        values
            .reduce(|a, b| {
                let both = |lang| format!("{} {}", a.get(lang), b.get(lang));
                Text::new(both(Lang::Zh), both(Lang::En))
            })
            .unwrap_or_else(|| kind.label.clone())
    }
}

impl Sorter {
    /// How many members have each value.
    fn count(&self, seat: &Seat<'_>, members: &[RowId]) -> Vec<usize> {
        let mut counts = vec![0; self.values.len()];
        for key in members.iter().filter_map(|row| Key::of(seat.store.cell(*row, self.column))) {
            if let Some(count) = self.places.get(&key).and_then(|at| counts.get_mut(*at)) {
                *count += 1;
            }
        }
        counts
    }
}
