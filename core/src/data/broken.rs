//! What is known of a file of which records could not be read: whose they may be, and of which kinds.

use std::collections::BTreeSet;

use toml::de::DeValue;

use crate::data::governance::Known;
use crate::document;
use crate::schema::Schema;
use crate::value::KindId;

/// What is known of a file of which records could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Broken {
    /// Bodies named in it; `None` when it could not be told.
    pub bodies: Option<Vec<String>>,
    /// Kinds that appear in it; `None` when it could not be told.
    pub kinds: Option<Vec<String>>,
    /// Whether nobody governs these bodies: one of them may be another, misspelt.
    pub like: bool,
}

impl Broken {
    /// Whatever a file may have of these bodies, of all where none is known.
    pub(super) fn of(whose: &[Known]) -> Self {
        let bodies: Vec<String> = whose.iter().map(|body| body.id.to_string()).collect();
        Self { bodies: Some(bodies).filter(|bodies| !bodies.is_empty()), ..Self::default() }
    }

    /// The kinds of records that lack a body, or a year, since the top of their file gives none: `body` is what it gives.
    pub(super) fn headless(body: Option<String>, like: bool, kinds: &BTreeSet<String>) -> Self {
        let bodies = body.map(|body| vec![body]);
        Self { bodies, kinds: Some(kinds.iter().cloned().collect()), like }
    }
}

/// Which bodies and kinds a table names.
pub(super) fn named(table: &document::Table<'_>) -> Broken {
    let mut bodies: Vec<Option<String>> = Vec::new();
    let mut kinds = Vec::new();
    let id = |value: &DeValue<'_>| value.as_str().filter(|id| !id.contains('\u{fffd}')).map(str::to_owned);
    let top = table.get("body");
    bodies.extend(top.map(|value| id(value.get_ref())));
    for (name, value) in table {
        let name = name.get_ref().as_ref();
        if matches!(name, "body" | "year") {
            continue;
        }
        kinds.push(name.to_owned());
        let records = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        for record in records {
            match record.get_ref().as_table().and_then(|r| r.get("body")) {
                Some(value) => bodies.push(id(value.get_ref())),
                None if top.is_none() => bodies.push(None),
                None => {}
            }
        }
    }
    if bodies.is_empty() {
        bodies.push(None);
    }
    // One record without a known body may belong to any.
    let bodies: Option<Vec<String>> = bodies.into_iter().collect();
    let bodies = bodies.map(|mut bodies| {
        bodies.sort();
        bodies.dedup();
        bodies
    });
    // A header that was cut off may hide a kind; with none at all, any may be there.
    let kinds = (!kinds.is_empty()).then_some(kinds);
    Broken { bodies, kinds, like: false }
}

/// Kinds of which bodies that are not there may have records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lost {
    /// Whether it may be any kind.
    pub all: bool,
    /// Their names.
    pub kinds: BTreeSet<String>,
}

impl Lost {
    /// Whether records of a kind may be among them. A name that is none of a kind may be any of them misspelt.
    #[must_use]
    pub(crate) fn may_be_of(&self, schema: &Schema, kind: KindId) -> bool {
        self.all || self.kinds.iter().any(|name| schema.index(name).is_none_or(|own| own == kind))
    }

    /// Adds what is lost by one file.
    pub(super) fn add(&mut self, kinds: Option<&Vec<String>>) {
        self.all |= kinds.is_none();
        self.kinds.extend(kinds.into_iter().flatten().cloned());
    }
}
