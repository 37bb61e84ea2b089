//! Where waivers name a record.

use super::data::quoted;
use super::{Change, Open};
use crate::data::Store;
use crate::document::{self, Table};
use crate::host;
use crate::patterns::{Reading, glob};
use crate::source::{Place, Span};
use crate::value::RowId;

/// A waiver's `at`, where it names the record.
pub(super) struct Named {
    /// The value.
    pub place: Place,
    /// What stands before the key: the kind and a slash, or nothing.
    before: String,
}

impl Named {
    /// The same of another key.
    pub(super) fn renamed(&self, new: &str) -> Change {
        Change { place: self.place, new: quoted(&format!("{}{new}", self.before)) }
    }
}

/// Where the waivers of projects name a record. Those that are for other bodies do not mean it.
pub(super) fn of_record(open: Open<'_>, store: &Store, row: RowId) -> Vec<Named> {
    let (kind, key, body) = (&store.kind(row).name, store.key(row), &store.body(row.body).id);
    let full = format!("{kind}/{key}");
    let mut places = Vec::new();
    for (source, own) in open.outcome.sources.numbered().filter(|(_, own)| own.text().contains("[[waiver]]")) {
        let (table, _) = document::parse(own.text(), source, &host::SYNTAX);
        let waivers = table.get("waiver").and_then(|value| value.get_ref().as_array());
        for waiver in waivers.into_iter().flat_map(|all| all.iter()).filter_map(|item| item.get_ref().as_table()) {
            let Some((at, span)) = word(waiver, "at") else { continue };
            let of_body = word(waiver, "body")
                .is_none_or(|(pattern, _)| glob(pattern, Reading::Body).is_ok_and(|pattern| pattern.is_match(&**body)));
            if of_body && (at == full || at == key) {
                let before = if at == full { format!("{kind}/") } else { String::new() };
                places.push(Named { place: Place { source, span }, before });
            }
        }
    }
    places
}

/// A text of a table, and its span.
fn word<'t>(table: &'t Table<'_>, key: &str) -> Option<(&'t str, Span)> {
    let value = table.get(key)?;
    let range = value.span();
    Some((value.get_ref().as_str()?, Span::new(range.start, range.end)))
}
