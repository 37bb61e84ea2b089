//! Doubts: which records a link may lack, or have twice, since something of the data is broken, ambiguous or unknown.
//!
//! A reference to nothing may mean any record, unless the records that it would have to share a key with are there already:
//! where each member has one record a meeting, the one whose name is misspelt is of who has none. A record that could not be
//! placed says itself whom it concerns, where it names a record. What says nothing concerns all.

use rustc_hash::FxHashMap;

use crate::data::index::Key;
use crate::data::{Store, Stray, Table, Whose};
use crate::memo::{Digest, Digester};
use crate::schema::{Kind, Schema, Type};
use crate::source::Place;
use crate::spelling::Words;
use crate::value::{BodyId, Cell, KindId, Row, RowId};

/// So many records of no known body are looked at one by one.
const UNPLACED: usize = 1_000;

/// So many different references to nothing by one link are looked at one by one; with more, they may mean any record.
const GROUPS: usize = 64;

/// What of a store's links and tables is in doubt.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    /// By the kind referred to and the number of its link.
    links: FxHashMap<(BodyId, KindId, u16), Lacking>,
    /// Records that could not be placed and may be of a kind, with the year (0 where it may be any).
    tables: FxHashMap<(BodyId, KindId), Vec<(i16, Place)>>,
    /// Records that stand for the same thing as another, and where that is.
    doubled: FxHashMap<RowId, Place>,
    /// Kinds that have such records, with the first of each year.
    doubling: FxHashMap<(BodyId, KindId), Vec<(i16, Place)>>,
    /// The first of more records of no known body than are looked at one by one: they may be anybody's.
    many: Option<Place>,
}

/// What a link may lack.
#[derive(Debug, Default)]
struct Lacking {
    /// Of any record, the first of each year.
    any: Vec<(i16, Place)>,
    /// Of certain records.
    of: FxHashMap<Row, Vec<(i16, Place)>>,
    /// References to nothing, of which what else they say tells whom they cannot mean.
    torn: Vec<Torn>,
    /// The columns that a record shares with no other of the same referred record, for each such set.
    sets: Vec<Vec<usize>>,
}

/// A reference to nothing.
#[derive(Debug, PartialEq, Eq)]
struct Torn {
    year: i16,
    place: Place,
    /// For each set what its columns hold; `None` where that is not known.
    holds: Vec<Option<Vec<Key>>>,
}

impl Doubts {
    /// What is in doubt of some bodies.
    #[must_use]
    pub(crate) fn of(store: &Store, bodies: &[BodyId]) -> Self {
        let mut doubts = Self::default();
        for body in bodies {
            let schema = &store.body(*body).schema;
            for (kind, declared) in schema.iter() {
                doubts.doubled(store, (*body, kind), declared);
                for (number, link) in (0..).zip(&declared.links) {
                    let Some(from) = schema.index(&link.kind) else { continue };
                    let Some(column) = schema.get(from).column(&link.field) else { continue };
                    let index = &store.body(*body).table(kind).links;
                    if index.get(usize::from(number)).is_some_and(|index| index.broken > 0) {
                        let lacking = lacking(store, *body, from, column);
                        doubts.links.insert((*body, kind, number), lacking);
                    }
                }
            }
        }
        let named: FxHashMap<&str, BodyId> = bodies.iter().map(|body| (&*store.body(*body).id, *body)).collect();
        let words = Words::new(named.keys().copied());
        let mut unplaced = 0;
        for stray in &store.strays {
            let (candidates, near) = match &stray.body {
                Whose::Of(id) => {
                    let own: Vec<BodyId> = named.get(id.as_str()).copied().into_iter().collect();
                    (own.clone(), own)
                }
                // Of a body that nobody governs and that is like none here there may be as many as there are elsewhere.
                Whose::Like(id) if unplaced == UNPLACED && words.nearest(id).is_none() => continue,
                _ if unplaced == UNPLACED => {
                    doubts.many = doubts.many.or(Some(stray.place));
                    continue;
                }
                Whose::Any => (bodies.to_vec(), bodies.to_vec()),
                Whose::Like(id) => {
                    let near = words.nearest(id).and_then(|id| named.get(id).copied());
                    (bodies.to_vec(), near.into_iter().collect())
                }
            };
            unplaced += usize::from(!matches!(stray.body, Whose::Of(_)));
            doubts.stray(store, (candidates, near), stray);
        }
        doubts
    }

    /// Whether nothing is.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.links.is_empty() && self.tables.is_empty() && self.doubled.is_empty() && self.many.is_none()
    }

    /// Where something stands that a record's link may lack or have twice, of some years.
    #[must_use]
    pub(crate) fn of_link(&self, store: &Store, row: RowId, link: u16, years: (i16, i16)) -> Option<Place> {
        if self.is_empty() {
            return None;
        }
        if let Some(place) = self.doubled.get(&row).or(self.many.as_ref()) {
            return Some(*place);
        }
        let (kind, linked) = store.linked(row, link.into());
        if let Some(lacking) = self.links.get(&(row.body, row.kind, link)) {
            let table = store.body(row.body).table(kind);
            let found = lacking.find(row.row, table, linked, years);
            if found.is_some() {
                return found;
            }
        }
        if !self.doubling.contains_key(&(row.body, kind)) {
            return None;
        }
        let ids = linked.iter().map(|own| RowId { body: row.body, kind, row: *own });
        ids.filter(|own| within(store.head(*own).year, years)).find_map(|own| self.doubled.get(&own).copied())
    }

    /// Where a record stands that may be one of a kind's, of some years, or that stands for the same as another.
    #[must_use]
    pub(crate) fn of_table(&self, body: BodyId, kind: KindId, years: (i16, i16)) -> Option<Place> {
        let of = |places: &FxHashMap<_, Vec<_>>| find(places.get(&(body, kind)).map_or(&[], Vec::as_slice), years);
        of(&self.tables).or_else(|| of(&self.doubling)).or(self.many)
    }

    /// Digests of what is in doubt, by body.
    #[must_use]
    pub(crate) fn digests(&self) -> FxHashMap<BodyId, Digest> {
        let mut told: FxHashMap<BodyId, Vec<String>> = FxHashMap::default();
        for (at, lacking) in &self.links {
            let own = format!("{at:?}{:?}{:?}{:?}", lacking.any, sorted(&lacking.of), lacking.torn);
            told.entry(at.0).or_default().push(own);
        }
        for own in &self.tables {
            told.entry(own.0.0).or_default().push(format!("{own:?}"));
        }
        for own in &self.doubled {
            told.entry(own.0.body).or_default().push(format!("{own:?}"));
        }
        let digest = |mut told: Vec<String>| {
            told.sort_unstable();
            told.iter().fold(Digester::new("doubts"), |digest, own| digest.text(own)).done()
        };
        told.into_iter().map(|(body, told)| (body, digest(told))).collect()
    }

    /// The first of more unplaced records than are looked at: it may concern all bodies.
    #[must_use]
    pub(crate) fn many(&self) -> Option<Place> {
        self.many
    }

    /// Finds the records of a kind that share what no two may share.
    fn doubled(&mut self, store: &Store, (body, kind): (BodyId, KindId), declared: &Kind) {
        let table = store.body(body).table(kind);
        let mut pairs: Vec<(Row, Row)> = table.doubles.clone();
        for set in &declared.alone {
            let columns: Option<Vec<usize>> = set.iter().map(|name| declared.column(name)).collect();
            let Some(columns) = columns.filter(|columns| !columns.is_empty()) else { continue };
            let mut first: FxHashMap<(i16, Vec<Key>), Row> = FxHashMap::default();
            for (row, head) in Row::all(table.rows.len()).zip(&table.rows).filter(|(row, _)| !table.is_copy(*row)) {
                let Some(holds) = holds(table, row, &columns) else { continue };
                match first.entry((head.year, holds)) {
                    std::collections::hash_map::Entry::Occupied(own) => pairs.push((*own.get(), row)),
                    std::collections::hash_map::Entry::Vacant(place) => _ = place.insert(row),
                }
            }
        }
        for (a, b) in pairs {
            let (a, b) = (RowId { body, kind, row: a }, RowId { body, kind, row: b });
            once(self.doubling.entry((body, kind)).or_default(), (store.head(b).year, store.header(b)));
            self.doubled.entry(a).or_insert_with(|| store.header(b));
            self.doubled.entry(b).or_insert_with(|| store.header(a));
        }
    }

    /// Adds what a record that could not be placed may concern, of bodies that may have it, and of those that it is most like.
    fn stray(&mut self, store: &Store, (candidates, near): (Vec<BodyId>, Vec<BodyId>), stray: &Stray) {
        // It is of where what it names is to be found; only where that is nowhere it may be of any.
        let mut found = false;
        for body in &candidates {
            found |= self.concerns(store, *body, stray, false);
        }
        if !found {
            for body in near {
                self.concerns(store, body, stray, true);
            }
        }
    }

    /// Adds what it may concern in a body: the records that it names, or all where it names none. Whether it names any.
    fn concerns(&mut self, store: &Store, body: BodyId, stray: &Stray, all: bool) -> bool {
        let schema = store.body(body).schema.clone();
        let mut found = false;
        let year = stray.year.unwrap_or(0);
        for kind in kinds(&schema, stray) {
            let own = if schema.get(kind).yearly { year } else { 0 };
            let mut of_kind = false;
            for (to, declared) in schema.iter() {
                for (number, link) in
                    (0..).zip(&declared.links).filter(|(_, link)| schema.index(&link.kind) == Some(kind))
                {
                    let names = names(schema.get(kind), &link.field, stray);
                    let rows: Vec<Row> =
                        names.unwrap_or_default().iter().flat_map(|name| rows(store, body, to, (own, name))).collect();
                    of_kind |= !rows.is_empty();
                    if rows.is_empty() && !all {
                        continue;
                    }
                    let lacking = self.links.entry((body, to, number)).or_default();
                    let whole = names.is_some_and(|names| names.len() == rows.len());
                    for row in rows {
                        once(lacking.of.entry(row).or_default(), (own, stray.place));
                    }
                    if all && !whole {
                        once(&mut lacking.any, (own, stray.place));
                    }
                }
            }
            if all || of_kind {
                once(self.tables.entry((body, kind)).or_default(), (own, stray.place));
            }
            found |= of_kind;
        }
        found
    }
}

impl Lacking {
    fn find(&self, row: Row, table: &Table, linked: &[Row], years: (i16, i16)) -> Option<Place> {
        let certain = self.of.get(&row).map_or(&[][..], Vec::as_slice);
        find(&self.any, years).or_else(|| find(certain, years)).or_else(|| {
            let torn = self.torn.iter().filter(|torn| within(torn.year, years));
            let held = |torn: &Torn, own: &Row| {
                table.rows[own.at()].year == torn.year
                    && self.sets.iter().zip(&torn.holds).any(|(columns, own_holds)| {
                        own_holds.is_some() && holds(table, *own, columns).as_ref() == own_holds.as_ref()
                    })
            };
            torn.into_iter().find(|torn| !linked.iter().any(|own| held(torn, own))).map(|torn| torn.place)
        })
    }
}

/// The references of a column that lead nowhere.
fn lacking(store: &Store, body: BodyId, from: KindId, column: usize) -> Lacking {
    let data = store.body(body);
    let (declared, table) = (data.schema.get(from), data.table(from));
    let mut lacking = Lacking { sets: sets(declared, column), ..Lacking::default() };
    let Some(values) = table.columns.get(column) else { return lacking };
    for (row, cell) in Row::all(table.rows.len()).zip(values.cells.iter()) {
        let broken = match cell {
            Cell::Invalid => true,
            Cell::Nested(elements) => data.nested[elements.range()].iter().any(|nested| nested.cell == Cell::Invalid),
            _ => false,
        };
        if !broken || table.is_copy(row) {
            continue;
        }
        let id = RowId { body, kind: from, row };
        let (year, place) = (store.head(id).year, store.field_place(id, column));
        let single = !matches!(declared.fields[column].ty, Type::List(_) | Type::Table(_));
        let told: Vec<Option<Vec<Key>>> = lacking.sets.iter().map(|set| holds(table, row, set)).collect();
        if !single || told.iter().all(Option::is_none) || lacking.torn.len() >= GROUPS {
            if find(&lacking.any, (year, year)).is_none() {
                lacking.any.push((year, place));
            }
        } else if !lacking.torn.iter().any(|torn| torn.year == year && torn.holds == told) {
            lacking.torn.push(Torn { year, place, holds: told });
        }
    }
    lacking
}

/// For each set of fields that no two records share and that names a column: its other columns.
fn sets(kind: &Kind, column: usize) -> Vec<Vec<usize>> {
    let all = std::iter::once(&kind.key).chain(&kind.alone);
    let columns = |set: &Vec<String>| -> Option<Vec<usize>> {
        // Of the year and the body it is known that they are the same.
        let fields = set.iter().filter(|name| !matches!(name.as_str(), "year" | "body"));
        let columns: Option<Vec<usize>> = fields.map(|name| kind.column(name)).collect();
        columns.filter(|own| own.contains(&column)).map(|own| own.into_iter().filter(|at| *at != column).collect())
    };
    all.filter_map(columns).collect()
}

/// What columns hold of a record; `None` where one of them is absent or broken.
fn holds(table: &Table, row: Row, columns: &[usize]) -> Option<Vec<Key>> {
    columns.iter().map(|column| Key::of(table.columns.get(*column)?.cell(row.at()))).collect()
}

/// The kinds that a record may be of: that of its name, or those whose fields it has, or any.
fn kinds(schema: &Schema, stray: &Stray) -> Vec<KindId> {
    if let Some(kind) = schema.index(&stray.kind) {
        return vec![kind];
    }
    let fits = |kind: &Kind| {
        let known = stray.fields.iter().all(|(name, _)| kind.column(name).is_some());
        let given = |column: usize| stray.fields.iter().any(|(name, _)| kind.column(name) == Some(column));
        known && kind.fields.iter().enumerate().all(|(column, field)| field.optional || given(column))
    };
    let fitting: Vec<KindId> = schema.iter().filter(|(_, kind)| fits(kind)).map(|(kind, _)| kind).collect();
    if fitting.is_empty() { schema.iter().map(|(kind, _)| kind).collect() } else { fitting }
}

/// What a record gives for a field; nothing where it may leave it out and does, `None` where it should not.
fn names<'s>(kind: &Kind, field: &str, stray: &'s Stray) -> Option<&'s [String]> {
    let column = kind.column(field)?;
    let given = stray.fields.iter().find(|(name, _)| kind.column(name) == Some(column));
    match given {
        Some((_, names)) => Some(names),
        None => kind.fields[column].optional.then_some(&[]),
    }
}

/// The records of a kind with a key, in a year or, where it is not known, in any.
fn rows(store: &Store, body: BodyId, kind: KindId, (year, key): (i16, &str)) -> Vec<Row> {
    let data = store.body(body);
    let years: Vec<i16> = if !data.schema.get(kind).yearly {
        vec![0]
    } else if year != 0 {
        vec![year]
    } else {
        data.years.clone()
    };
    years.into_iter().filter_map(|year| store.find(body, kind, year, key)).map(|row| row.row).collect()
}

/// Adds the first place of a year.
fn once(places: &mut Vec<(i16, Place)>, (year, place): (i16, Place)) {
    if !places.iter().any(|(known, _)| *known == year) {
        places.push((year, place));
    }
}

/// The first of some years; 0 is any.
fn find(places: &[(i16, Place)], years: (i16, i16)) -> Option<Place> {
    places.iter().find(|(year, _)| within(*year, years)).map(|(_, place)| *place)
}

fn within(year: i16, (first, last): (i16, i16)) -> bool {
    year == 0 || (first..=last).contains(&year)
}

fn sorted<V: Clone>(map: &FxHashMap<Row, V>) -> Vec<(Row, V)> {
    let mut all: Vec<(Row, V)> = map.iter().map(|(row, own)| (*row, own.clone())).collect();
    all.sort_by_key(|(row, _)| *row);
    all
}
