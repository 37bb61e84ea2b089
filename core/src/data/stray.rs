//! Records that could not be placed: of an unknown kind, body or year. What they say may still tell whose they are.

use crate::document::{Datum, Entries};
use crate::source::Place;

/// So many are kept of one file; with more, any record may be among them.
pub(super) const MOST: usize = 1_000;

/// So many fields of one are looked at, and so many values of each.
const WIDE: usize = 64;

/// A record that could not be placed.
#[derive(Clone, Debug)]
pub(crate) struct Stray {
    /// Its header.
    pub place: Place,
    /// Whose it may be.
    pub body: Whose,
    /// The name that it is entered under.
    pub kind: String,
    /// Its year, where it has one.
    pub year: Option<i16>,
    /// Its fields, with what may be keys of records.
    pub fields: Vec<(String, Vec<String>)>,
}

/// Whose a stray record may be.
#[derive(Clone, Debug)]
pub(crate) enum Whose {
    /// That body's.
    Of(String),
    /// That of a body like this one, which nobody governs.
    Like(String),
    /// Any body's.
    Any,
}

impl Stray {
    /// What a record's fields say.
    pub(super) fn fields(record: &Entries<'_>) -> Vec<(String, Vec<String>)> {
        let given = record.list.iter().filter(|entry| !matches!(&*entry.key, "body" | "year"));
        given.take(WIDE).map(|entry| (entry.key.to_string(), keys(&entry.item.datum))).collect()
    }
}

/// What in a value may be the key of a record.
fn keys(value: &Datum<'_>) -> Vec<String> {
    match value {
        Datum::String(text) => vec![text.to_string()],
        Datum::Integer(number) => vec![number.as_str().to_owned()],
        Datum::Array(items) => items.iter().take(WIDE).flat_map(|item| keys(&item.datum)).take(WIDE).collect(),
        _ => Vec::new(),
    }
}
