//! Who must act on findings, by names that addresses of the page can hold.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::board::seats::Seat;
use yize_core::finding::Finding;

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
    seats.iter().map(|seat| (seat.body.id().to_owned(), seat.name().to_owned())).collect()
}

/// Those who must act on a finding.
#[must_use]
pub(crate) fn whose(finding: &Finding, names: &Names) -> Vec<Who> {
    let record = finding.record.as_ref().filter(|record| record.kind == "member");
    let own = record.map(|record| Who {
        id: format!("{}/{}", record.kind, record.key),
        name: record.key.clone(),
        person: true,
    });
    let body = || {
        let id = finding.body.as_deref()?;
        Some(Who { id: format!("/{id}"), name: called(names, id).to_owned(), person: false })
    };
    own.or_else(body).into_iter().collect()
}

/// How many more must act than are named.
#[must_use]
pub(crate) fn more(_finding: &Finding) -> usize {
    0
}

/// What people call a body.
#[must_use]
pub(crate) fn called<'a>(names: &'a Names, id: &'a str) -> &'a str {
    names.get(id).map_or(id, String::as_str)
}
