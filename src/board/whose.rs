//! Who must act on findings, by names that addresses of the page can hold.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::board::seats::Seat;
use yize_core::finding::{Actor, Finding};

/// What people call bodies, by id.
pub(crate) type Names = BTreeMap<String, String>;

/// One who must act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Who {
    /// Kind and key of its record: `member/YH-010`; `/` and the id of a body without record; `~` and a name where nothing more
    /// is known. It is unique within a body.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether it is a person.
    pub person: bool,
}

/// Names of all bodies.
#[must_use]
pub(crate) fn names(seats: &[Seat<'_>]) -> Names {
    seats.iter().map(|seat| (seat.body.id().to_owned(), seat.name())).collect()
}

/// Those who must act on a finding, as far as they are named.
#[must_use]
pub(crate) fn whose(finding: &Finding) -> Vec<Who> {
    finding.address.who.iter().map(who).collect()
}

fn who(actor: &Actor) -> Who {
    let id = match &actor.kind {
        Some(kind) => format!("{kind}/{}", actor.key),
        None if actor.key.is_empty() => format!("~{}", actor.name),
        None => format!("/{}", actor.key),
    };
    Who { id, name: actor.name.clone(), person: actor.is_person }
}

/// How many more must act than are named.
#[must_use]
pub(crate) fn more(finding: &Finding) -> usize {
    finding.address.more
}

/// What people call a body.
#[must_use]
pub(crate) fn called<'a>(names: &'a Names, id: &'a str) -> &'a str {
    names.get(id).map_or(id, String::as_str)
}
