//! Bodies with what a picture of one needs: its records, and what its packs want to be shown.

use yize_core::check::Outcome;
use yize_core::language::{Lang, Text};
use yize_core::pack::Literal;
use yize_core::pack::views::{Together, Word};
use yize_core::records::{Body, Field, Kind};

/// One body of one project.
pub(crate) struct Seat<'a> {
    /// The body.
    pub body: Body<'a>,
    /// What its packs want to be shown.
    pub views: Together<'a>,
}

/// All bodies of an outcome, project by project.
#[must_use]
pub(crate) fn seats(outcome: &Outcome) -> Vec<Seat<'_>> {
    outcome.bodies().map(|body| Seat { body, views: body.views() }).collect()
}

impl<'a> Seat<'a> {
    /// What people call the body.
    #[must_use]
    pub(crate) fn name(&self) -> String {
        self.body.name()
    }

    /// The kind that a view names.
    #[must_use]
    pub(crate) fn kind(&self, name: &Word) -> Option<Kind<'a>> {
        self.body.kind(&name.text)
    }

    /// A parameter as it holds for the data of a year where a pack governs.
    #[must_use]
    pub(crate) fn parameter(&self, governing: usize, name: &Word, year: i16) -> Option<&'a Literal> {
        self.body.parameter(governing, &name.text, year)
    }
}

/// The field that a view names.
#[must_use]
pub(crate) fn field<'a>(kind: Kind<'a>, name: Option<&Word>) -> Option<Field<'a>> {
    kind.field(&name?.text)
}

/// A title in a language; an id where there is none.
#[must_use]
pub(crate) fn title<'a>(title: Option<&'a Text>, id: &'a str, lang: Lang) -> &'a str {
    title.map_or(id, |title| title.get(lang))
}
