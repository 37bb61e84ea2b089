//! Records that cannot be placed: what is kept of them.

use super::{Typer, table};
use crate::bounds;
use crate::data::governance::Governed;
use crate::data::stray::{self, Stray, Whose};
use crate::document::{Datum, Entries, Item};
use crate::source::{Place, Span};

impl Typer<'_> {
    /// Keeps what a record says that could not be placed, and of which the host has told.
    pub(super) fn stray(&mut self, name: &str, header: Span, record: &Entries<'_>) {
        let own = record.get("body").map(|value| value.datum.as_str().map(str::to_owned));
        let id = own.unwrap_or_else(|| self.heads.body.as_ref().map(|(id, _)| id.to_string()));
        let body = match id {
            None => Whose::Any,
            Some(id) if self.places.get(&id).copied().flatten().is_some() => Whose::Of(id),
            Some(id) => match self.governed.get(&id).map(|governed| &**governed) {
                Some(Governed::Nobody { .. }) if id.len() <= bounds::KEY => Whose::Like(id),
                // Of a body whose pack is broken nothing is worked out.
                _ => return,
            },
        };
        let year = record.get("year").map(|year| year.datum.as_integer());
        let year = year.map_or(self.heads.year, |year| year.and_then(|year| i16::try_from(year).ok()));
        self.headless(name, record, &body);
        if self.out.strays.len() >= stray::MOST {
            self.out.more_strays = true;
            return;
        }
        let place = Place { source: self.source, span: header };
        let fields = Stray::fields(record);
        self.out.strays.push(Stray { place, body, kind: name.to_owned(), year, fields });
    }

    /// Notes of which kind a record is that could not be placed because of the top of its file: with it all of the kind are lost.
    fn headless(&mut self, name: &str, record: &Entries<'_>, body: &Whose) {
        let of_body = !record.has("body");
        let key = match body {
            Whose::Any if of_body => (None, false),
            Whose::Like(id) if of_body => (Some(id.clone()), true),
            Whose::Of(id) if !record.has("year") && self.heads.year.is_none() && self.is_kind(id, name) => {
                (Some(id.clone()), false)
            }
            _ => return,
        };
        let kinds = self.out.headless.entry(key).or_default();
        if !kinds.contains(name) {
            kinds.insert(name.to_owned());
        }
    }

    /// Whether a body has such a kind.
    fn is_kind(&self, body: &str, name: &str) -> bool {
        let at = self.places.get(body).copied().flatten();
        at.is_some_and(|at| self.out.bodies[at].schema.index(name).is_some())
    }

    /// Of what stands under the name of a kind and is no list of records some may be records.
    pub(super) fn not_all_records(&mut self, name: &str, value: &Item<'_>) {
        let Datum::Array(items) = &value.datum else { return };
        let none = Entries::default();
        for item in items {
            self.stray(name, item.span, table(item).unwrap_or(&none));
        }
    }
}
