//! Bodies with all that a picture of one needs: its records, its packs and what they want to be shown.

use yize_core::check::{Examined, Outcome};
use yize_core::data::{Body, Store};
use yize_core::engine::compile::Compiled;
use yize_core::language::{Lang, Text};
use yize_core::pack::manifest::Literal;
use yize_core::pack::views::{Together, Views, Word};
use yize_core::value::{BodyId, KindId, RowId};

/// One body of one project.
#[derive(Debug)]
pub(crate) struct Seat<'a> {
    /// All records of the project.
    pub store: &'a Store,
    /// The body's number in it.
    pub number: BodyId,
    /// The body.
    pub body: &'a Body,
    /// The packs that govern it, compiled.
    pub governing: Vec<&'a Compiled>,
    /// What they want to be shown.
    pub views: Together<'a>,
}

/// All bodies of an outcome, project by project.
#[must_use]
pub(crate) fn seats(outcome: &Outcome) -> Vec<Seat<'_>> {
    outcome.projects.iter().flat_map(of_project).collect()
}

fn of_project(project: &Examined) -> impl Iterator<Item = Seat<'_>> {
    let store = &*project.store;
    store.numbered().map(move |(number, body)| {
        let compiled = |id: &String| project.compiled.iter().find(|c| c.in_force.pack == *id);
        let governing: Vec<&Compiled> = body.packs.iter().filter_map(compiled).map(|c| &**c).collect();
        let views = Views::together(governing.iter().enumerate().map(|(at, c)| (at, &*c.in_force.views)));
        Seat { store, number, body, governing, views }
    })
}

impl<'a> Seat<'a> {
    /// What people call the body.
    #[must_use]
    pub(crate) fn name(&self) -> &'a str {
        self.find_name().unwrap_or(&self.body.id)
    }

    fn find_name(&self) -> Option<&'a str> {
        let names = self.views.body?;
        let kind = self.kind(&names.kind)?;
        let row = self.store.find(self.number, kind, 0, &self.body.id).or_else(|| {
            let mut years = self.body.years.iter().rev();
            years.find_map(|year| self.store.find(self.number, kind, *year, &self.body.id))
        })?;
        match self.store.cell(row, self.column(kind, &names.name)?) {
            yize_core::value::Cell::Str(text) => Some(self.store.string(*text)),
            _ => None,
        }
    }

    /// The number of a kind.
    #[must_use]
    pub(crate) fn kind(&self, name: &Word) -> Option<KindId> {
        self.body.schema.index(&name.text)
    }

    /// The column of a field of a kind.
    #[must_use]
    pub(crate) fn column(&self, kind: KindId, field: &Word) -> Option<usize> {
        self.body.schema.get(kind).column(&field.text)
    }

    /// The records of a kind in a year; 0 for kinds that are not yearly.
    pub(crate) fn rows(&self, kind: KindId, year: i16) -> impl Iterator<Item = RowId> + use<'a> {
        let rows = self.body.table(kind).by_year.get(&year);
        let body = self.number;
        rows.into_iter().flat_map(|rows| rows.iter()).map(move |row| RowId { body, kind, row: *row })
    }

    /// The years in which there are records of a kind; 0 for kinds that are not yearly.
    #[must_use]
    pub(crate) fn years(&self, kind: KindId) -> Vec<i16> {
        let mut years: Vec<i16> = self.body.table(kind).by_year.keys().copied().collect();
        years.sort_unstable();
        years
    }

    /// A parameter as it holds where a pack governs.
    #[must_use]
    pub(crate) fn parameter(&self, governing: usize, name: &Word) -> Option<&'a Literal> {
        self.governing.get(governing)?.in_force.parameters.get(&name.text).map(|parameter| &parameter.value)
    }
}

/// A title in a language; an id where there is none.
#[must_use]
pub(crate) fn title<'a>(title: Option<&'a Text>, id: &'a str, lang: Lang) -> &'a str {
    title.map_or(id, |title| title.get(lang))
}
