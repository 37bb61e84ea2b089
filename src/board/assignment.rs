//! Who belongs where: members by committee, how they are mixed, and what bounds them.

mod listed;

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::board::cells::{label, matches, number};
use crate::board::seats::{Seat, field, title};
use yize_core::check::Outcome;
use yize_core::language::{Lang, Text};
use yize_core::pack::views::{Assignment, Limit, Word};
use yize_core::records::{Field, Kind, Record, Value};
use yize_core::say;

pub(crate) use listed::{Query, listed};

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
        for drawer in drawers(seat, outcome, lang) {
            all.extend(drawer.kind.years().into_iter().map(|year| drawer.picture(year)));
        }
    }
    all
}

/// What draws each assignment of a body.
fn drawers<'a, 's>(seat: &'s Seat<'a>, outcome: &'a Outcome, lang: Lang) -> Vec<Drawer<'a, 's>> {
    let drawer = |(governing, view): &(usize, &'a Assignment)| {
        let kind = view.kind.as_ref().and_then(|word| seat.kind(word))?;
        let to = field(kind, view.to.as_ref())?;
        Some(Drawer { seat, governing: *governing, view, outcome, lang, kind, to })
    };
    seat.views.assignments.iter().filter_map(drawer).collect()
}

struct Drawer<'a, 's> {
    seat: &'s Seat<'a>,
    governing: usize,
    view: &'a Assignment,
    outcome: &'a Outcome,
    lang: Lang,
    kind: Kind<'a>,
    to: Field<'a>,
}

/// A mix while it is counted: its field, and the values that its legend names.
struct Sorter<'a> {
    field: Field<'a>,
    legend: Vec<(Value<'a>, String)>,
}

/// Who is assigned where, as records have it.
struct Assigned<'a> {
    total: usize,
    unassigned: usize,
    several: usize,
    members: HashMap<Value<'a>, Vec<Record<'a>>>,
}

/// A part of a bar with the values that it counts.
struct Part<'a> {
    slice: Slice,
    values: Vec<Value<'a>>,
}

impl<'a> Drawer<'a, '_> {
    fn rows(&self, year: i16) -> Vec<Record<'a>> {
        self.kind.records(year).filter(|record| self.in_office(*record)).collect()
    }

    fn assigned(&self, rows: &[Record<'a>]) -> Assigned<'a> {
        let mut members: HashMap<Value<'a>, Vec<Record<'a>>> = HashMap::new();
        let (mut unassigned, mut several) = (0, 0);
        for row in rows {
            let mut to: Vec<Value<'a>> = Vec::new();
            for value in row.value(self.to).each() {
                if !to.contains(&value) {
                    to.push(value);
                }
            }
            unassigned += usize::from(to.is_empty());
            several += usize::from(to.len() > 1);
            for value in to {
                members.entry(value).or_default().push(*row);
            }
        }
        Assigned { total: rows.len(), unassigned, several, members }
    }

    fn sorters(&self, rows: &[Record<'a>]) -> Vec<Sorter<'a>> {
        self.view.mix.iter().filter_map(|word| self.sorter(word, rows)).collect()
    }

    fn picture(&self, year: i16) -> Picture {
        let (seat, view) = (self.seat, self.view);
        let rows = self.rows(year);
        let Assigned { total, unassigned, several, members } = self.assigned(&rows);
        let mixes = self.sorters(&rows);
        let places = self.targets(&members, year).into_iter().map(|key| {
            let own = members.get(&key).map(Vec::as_slice).unwrap_or_default();
            Target {
                name: label(self.to.ty(), &key, self.lang),
                count: own.len(),
                mixes: mixes
                    .iter()
                    .map(|mix| self.parts(mix, own).into_iter().map(|part| part.slice).collect())
                    .collect(),
                bounds: view.limits.iter().filter_map(|limit| self.bound(limit, &key, own)).collect(),
            }
        });
        let places = places.collect();
        let titled = |mix: Sorter<'_>| Mix {
            title: mix.field.label().get(self.lang).to_owned(),
            values: mix.legend.into_iter().map(|(_, label)| label).collect(),
        };
        Picture {
            id: view.head.id.clone(),
            title: title(view.head.title.as_ref(), &view.head.id, self.lang).to_owned(),
            body: seat.body.id().to_owned(),
            body_name: seat.name(),
            year: (year != 0).then_some(year),
            who: self.kind.label().get(self.lang).to_owned(),
            total,
            unassigned,
            several,
            mixes: mixes.into_iter().map(titled).collect(),
            places,
        }
    }

    fn in_office(&self, record: Record<'_>) -> bool {
        let day = |word: &Option<Word>| match record.value(field(self.kind, word.as_ref())?) {
            Value::Date(day) => Some(day),
            _ => None,
        };
        let today = self.outcome.as_of;
        day(&self.view.entered).is_none_or(|day| day <= today) && day(&self.view.left).is_none_or(|day| day >= today)
    }

    /// What members can be assigned to, in order: all of it, also where nobody is.
    fn targets(&self, members: &HashMap<Value<'a>, Vec<Record<'a>>>, year: i16) -> Vec<Value<'a>> {
        let ty = self.to.ty();
        if let Some(values) = ty.enumerated() {
            return values.iter().map(|value| Value::Text(&value.name)).collect();
        }
        let mut all: Vec<Record<'a>> = Vec::new();
        if let Some(kind) = ty.target().and_then(|name| self.seat.body.kind(name)) {
            all.extend(kind.records(if kind.is_yearly() { year } else { 0 }));
        }
        let used = members.keys().filter_map(|value| match value {
            Value::Record(record) => Some(*record),
            _ => None,
        });
        all.extend(used);
        all.sort_by_key(|record| record.number());
        all.dedup();
        all.into_iter().map(Value::Record).collect()
    }

    /// The field of a mix, with a legend where its values are few.
    fn sorter(&self, word: &Word, rows: &[Record<'a>]) -> Option<Sorter<'a>> {
        let field = self.kind.field(&word.text)?;
        let counts = counts(field, rows);
        let few = counts.len() <= NAMED;
        let named = counts.into_iter().filter(|_| few).map(|(value, _)| (label(field.ty(), &value, self.lang), value));
        Some(Sorter { field, legend: named.map(|(label, value)| (value, label)).collect() })
    }

    /// The parts of a bar. What has no value of the field is in none of them.
    fn parts(&self, mix: &Sorter<'a>, members: &[Record<'a>]) -> Vec<Part<'a>> {
        let mut counts = counts(mix.field, members);
        let part = |label: String, tone, of: Vec<(Value<'a>, usize)>| {
            let count = of.iter().map(|(_, count)| count).sum();
            Part { slice: Slice { label, count, tone }, values: of.into_iter().map(|(value, _)| value).collect() }
        };
        if !mix.legend.is_empty() {
            let of = |(tone, (key, label)): (usize, &(Value<'a>, String))| {
                let own = counts.iter().find(|(known, _)| known == key)?;
                Some(part(label.clone(), tone, vec![own.clone()]))
            };
            return mix.legend.iter().enumerate().filter_map(of).collect();
        }
        let others = counts.split_off(counts.len().min(SLICES));
        let named = counts.into_iter().enumerate().map(|(tone, own)| {
            let label = label(mix.field.ty(), &own.0, self.lang);
            part(label, tone, vec![own])
        });
        let rest = say!("其余", "others").get(self.lang).to_owned();
        let rest = (!others.is_empty()).then(|| part(rest, SLICES, others));
        named.chain(rest).collect()
    }

    fn bound(&self, limit: &Limit, to: &Value<'a>, members: &[Record<'a>]) -> Option<Bound> {
        let applies = match to {
            Value::Record(record) => matches(*record, &limit.at),
            _ => limit.at.is_empty(),
        };
        if !applies {
            return None;
        }
        // Who is assigned where, is so today.
        let year = self.seat.body.years().last().copied().unwrap_or(i16::MAX);
        let parameter = |word: &Option<Word>| {
            let word = word.as_ref()?;
            self.seat.parameter(self.governing, word, year).and_then(number)
        };
        let (mut min, mut max) = (parameter(&limit.min), parameter(&limit.max));
        if let Some(about) = parameter(&limit.about) {
            let slack = about * parameter(&limit.within).unwrap_or_default() / Decimal::ONE_HUNDRED;
            (min, max) = (Some(about - slack), Some(about + slack));
        }
        let counted: Vec<Record<'a>> = members.iter().copied().filter(|record| matches(*record, &limit.who)).collect();
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
    fn number(&self, limit: &Limit, members: &[Record<'a>]) -> usize {
        let Some(field) = field(self.kind, limit.count.as_ref()) else { return members.len() };
        let values = members.iter().filter_map(|record| plain(record.value(field)));
        values.collect::<std::collections::HashSet<_>>().len()
    }

    /// What a bound is called: as its pack says, else by what it counts.
    fn bound_title(&self, limit: &Limit) -> Text {
        if let Some(title) = &limit.title {
            return title.clone();
        }
        if let Some(field) = field(self.kind, limit.count.as_ref()) {
            return field.label().clone();
        }
        let values = limit.who.iter().map(|(word, value)| {
            let field = self.kind.field(&word.text);
            let name = match value {
                yize_core::pack::Literal::String(text) => text.clone(),
                other => other.to_string(),
            };
            let value = field.and_then(|field| field.ty().enumerated()?.iter().find(|value| value.name == name));
            match (value, field) {
                (Some(value), _) => value.label.clone(),
                (None, Some(field)) if name == "true" => field.label().clone(),
                _ => Text::same(name),
            }
        });
        values.reduce(|a, b| say!("{a} {b}", "{a} {b}"; a, b)).unwrap_or_else(|| self.kind.label().clone())
    }
}

/// A value that is one thing.
fn plain(value: Value<'_>) -> Option<Value<'_>> {
    (!matches!(value, Value::Absent | Value::Broken | Value::Many(_))).then_some(value)
}

/// The values of a field among members: an enum's in its order, others by how many have them.
fn counts<'a>(field: Field<'_>, members: &[Record<'a>]) -> Vec<(Value<'a>, usize)> {
    let mut counts: Vec<(Value<'a>, usize)> = Vec::new();
    let mut numbers: HashMap<Value<'a>, usize> = HashMap::new();
    for value in members.iter().filter_map(|record| plain(record.value(field))) {
        let at = *numbers.entry(value.clone()).or_insert(counts.len());
        if at == counts.len() {
            counts.push((value, 0));
        }
        counts[at].1 += 1;
    }
    let order = |value: &Value<'_>| match (value, field.ty().enumerated()) {
        (Value::Text(text), Some(values)) => values.iter().position(|value| value.name == *text).unwrap_or(0),
        (Value::Bool(yes), _) => usize::from(!yes),
        _ => 0,
    };
    counts.sort_by_key(|(value, count)| (order(value), std::cmp::Reverse(*count)));
    counts
}
