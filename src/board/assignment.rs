//! Who belongs where: members by committee, how they are mixed, and what bounds them.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::board::cells::{enumerated, keys, label, matches, number};
use crate::board::seats::{Seat, title};
use yize_core::check::Outcome;
use yize_core::data::Key;
use yize_core::language::{Lang, Text};
use yize_core::pack::views::{Assignment, Limit, Word};
use yize_core::say;
use yize_core::schema::Type;
use yize_core::value::{Cell, KindId, RowId};

/// Most values that a mix has a legend for.
const NAMED: usize = 9;
/// Most slices of a bar without a legend; the others are counted together.
const SLICES: usize = 7;

/// An assignment of one body and year.
#[derive(Debug, Serialize)]
pub(crate) struct Picture {
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

/// A field by which members are mixed.
#[derive(Debug, Serialize)]
struct Mix {
    title: String,
    /// Its values; none where there are so many that each bar names its own.
    values: Vec<String>,
}

/// Members of one place with the same value.
#[derive(Debug, Serialize)]
struct Slice {
    label: String,
    count: usize,
    /// The value's number in the legend, else in the bar.
    tone: usize,
}

/// A committee, or whatever members are assigned to.
#[derive(Debug, Serialize)]
struct Target {
    name: String,
    count: usize,
    /// For each mix, how many have each value.
    mixes: Vec<Vec<Slice>>,
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
pub(crate) fn pictures(seats: &[Seat<'_>], outcome: &Outcome, lang: Lang) -> Vec<Picture> {
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
    kind: KindId,
    to: usize,
}

/// A mix while it is counted: its field, and the values that its legend names.
struct Sorter<'a> {
    column: usize,
    ty: &'a Type,
    legend: Vec<(Key, String)>,
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
        let mixes: Vec<Sorter<'a>> = view.mix.iter().filter_map(|word| self.sorter(word, &rows)).collect();
        let places = self.targets(&members, year).into_iter().map(|key| {
            let own = members.get(&key).map(Vec::as_slice).unwrap_or_default();
            Target {
                name: label(seat, self.ty(), &key, self.lang),
                count: own.len(),
                mixes: mixes.iter().map(|mix| self.slices(mix, own)).collect(),
                bounds: view.limits.iter().filter_map(|limit| self.bound(limit, &key, own)).collect(),
            }
        });
        let places = places.collect();
        let kind = &seat.body.schema.get(self.kind);
        let titled = |mix: Sorter<'_>| Mix {
            title: kind.fields[mix.column].label.get(self.lang).to_owned(),
            values: mix.legend.into_iter().map(|(_, label)| label).collect(),
        };
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
        &self.seat.body.schema.get(self.kind).fields[self.to].ty
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
            && let Some(kind) = seat.body.schema.index(name)
        {
            let yearly = seat.body.schema.get(kind).yearly;
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

    /// The field of a mix, with a legend where its values are few.
    fn sorter(&self, word: &Word, rows: &[RowId]) -> Option<Sorter<'a>> {
        let column = self.seat.column(self.kind, word)?;
        let ty = &self.seat.body.schema.get(self.kind).fields[column].ty;
        let counts = self.counts(column, ty, rows);
        let few = counts.len() <= NAMED;
        let named = counts.into_iter().filter(|_| few).map(|(key, _)| (label(self.seat, ty, &key, self.lang), key));
        Some(Sorter { column, ty, legend: named.map(|(label, key)| (key, label)).collect() })
    }

    /// The values of a field among members: an enum's in its order, others by how many have them.
    fn counts(&self, column: usize, ty: &Type, rows: &[RowId]) -> Vec<(Key, usize)> {
        let store = self.seat.store;
        let mut counts: Vec<(Key, usize)> = Vec::new();
        let mut numbers: HashMap<Key, usize> = HashMap::new();
        for key in rows.iter().filter_map(|row| Key::of(store.cell(*row, column))) {
            let at = *numbers.entry(key.clone()).or_insert(counts.len());
            if at == counts.len() {
                counts.push((key, 0));
            }
            counts[at].1 += 1;
        }
        let order = |key: &Key| match (key, enumerated(ty)) {
            (Key::Str(text), Some(values)) => {
                values.iter().position(|value| value.name == store.string(*text)).unwrap_or(0)
            }
            (Key::Bool(yes), _) => usize::from(!yes),
            _ => 0,
        };
        counts.sort_by_key(|(key, count)| (order(key), std::cmp::Reverse(*count)));
        counts
    }

    /// The slices of a bar. What has no value of the field is in none of them.
    fn slices(&self, mix: &Sorter<'_>, members: &[RowId]) -> Vec<Slice> {
        let counts = self.counts(mix.column, mix.ty, members);
        if !mix.legend.is_empty() {
            let of = |key: &Key| counts.iter().find(|(known, _)| known == key).map_or(0, |(_, count)| *count);
            let slice =
                |(tone, (key, label)): (usize, &(Key, String))| Slice { label: label.clone(), count: of(key), tone };
            return mix.legend.iter().enumerate().map(slice).filter(|slice| slice.count > 0).collect();
        }
        let others: usize = counts.iter().skip(SLICES).map(|(_, count)| count).sum();
        let named = counts.iter().take(SLICES).enumerate().map(|(tone, (key, count))| Slice {
            label: label(self.seat, mix.ty, key, self.lang),
            count: *count,
            tone,
        });
        let rest = Slice { label: say!("其余", "others").get(self.lang).to_owned(), count: others, tone: SLICES };
        named.chain((others > 0).then_some(rest)).collect()
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
        let kind = &self.seat.body.schema.get(self.kind);
        if let Some(field) = limit.count.as_ref().and_then(|word| kind.field(&word.text)) {
            return field.label.clone();
        }
        let values = limit.who.iter().map(|(word, value)| {
            let field = kind.field(&word.text);
            let name = match value {
                yize_core::pack::manifest::Literal::String(text) => text.clone(),
                other => other.to_string(),
            };
            let value = field.and_then(|field| enumerated(&field.ty)?.iter().find(|value| value.name == name));
            match (value, field) {
                (Some(value), _) => value.label.clone(),
                (None, Some(field)) if name == "true" => field.label.clone(),
                _ => Text::same(name),
            }
        });
        values.reduce(|a, b| say!("{a} {b}", "{a} {b}"; a, b)).unwrap_or_else(|| kind.label.clone())
    }
}
