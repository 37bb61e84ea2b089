//! Records that could not be placed: of an unknown kind, body or year. What they say may still tell whose they are.

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
    pub(super) fn fields(record: &toml::de::DeTable<'_>) -> Vec<(String, Vec<String>)> {
        let given = record.iter().filter(|(name, _)| !matches!(name.get_ref().as_ref(), "body" | "year"));
        given.take(WIDE).map(|(name, value)| (name.get_ref().to_string(), keys(value.get_ref()))).collect()
    }
}

/// What in a value may be the key of a record.
fn keys(value: &toml::de::DeValue<'_>) -> Vec<String> {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Integer(number) => vec![number.as_str().to_owned()],
        DeValue::Array(items) => items.iter().take(WIDE).flat_map(|item| keys(item.get_ref())).take(WIDE).collect(),
        _ => Vec::new(),
    }
}
