//! What a record says, as a digest: by it records are told apart that have no key.

use crate::data::{Body, Store};
use crate::value::{Cell, KindId, Row, RowId};

/// A digest as findings keep it.
#[must_use]
pub(crate) fn shown(content: [u8; 32]) -> String {
    blake3::Hash::from_bytes(content).to_string()
}

impl Store {
    /// The digest of what a record without key says, wherever it stands and however it is written; `None` for one with a key.
    #[must_use]
    pub(crate) fn content(&self, row: RowId) -> Option<[u8; 32]> {
        self.content_in(self.body(row.body), row.kind, row.row)
    }

    /// The same of a body that is not yet among the others.
    #[must_use]
    pub(super) fn content_in(&self, body: &Body, kind: KindId, row: Row) -> Option<[u8; 32]> {
        let table = body.table(kind);
        if table.keys.get(row.at()).copied().flatten().is_some() {
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        for (field, column) in body.schema.get(kind).fields.iter().zip(&table.columns) {
            let cell = column.cell(row.at());
            // A field that is not given is as good as not declared: more may be declared later.
            if cell != Cell::Absent {
                put(&mut hasher, &field.name);
                self.say(body, cell, &mut hasher);
            }
        }
        Some(*hasher.finalize().as_bytes())
    }

    /// About how many bytes go into it.
    #[must_use]
    pub(crate) fn content_size(&self, row: RowId) -> usize {
        let size = |cell: Cell| match cell {
            Cell::Str(text) => self.string(text).len(),
            Cell::Nested(elements) => 32 * elements.len(),
            _ => 16,
        };
        self.table(row).columns.iter().map(|column| 16 + size(column.cell(row.row.at()))).sum()
    }

    /// The digest of a value.
    #[must_use]
    pub(super) fn value_digest(&self, body: &Body, cell: Cell) -> String {
        let mut hasher = blake3::Hasher::new();
        self.say(body, cell, &mut hasher);
        hasher.finalize().to_string()
    }

    fn say(&self, body: &Body, cell: Cell, hasher: &mut blake3::Hasher) {
        match cell {
            Cell::Absent => put(hasher, ""),
            Cell::Invalid => put(hasher, "?"),
            Cell::Bool(yes) => put(hasher, &yes.to_string()),
            Cell::Int(n) => put(hasher, &n.to_string()),
            Cell::Decimal(n) => put(hasher, &n.normalize().to_string()),
            Cell::Str(text) => put(hasher, self.string(text)),
            Cell::Date(day) => put(hasher, &day.to_string()),
            Cell::Time(time) => put(hasher, &time.to_string()),
            Cell::Period(period) => put(hasher, &period.to_string()),
            Cell::Ref(to) => {
                // References lead no further than to their own body.
                let key = body.table(to.kind).keys.get(to.row.at()).copied().flatten();
                put(hasher, &body.schema.get(to.kind).name);
                put(hasher, key.map_or("", |key| self.string(key)));
            }
            Cell::Nested(elements) => {
                let elements = &body.nested[elements.range()];
                put(hasher, &elements.len().to_string());
                for element in elements {
                    self.say(body, element.cell, hasher);
                }
            }
        }
    }
}

/// Lengths keep neighbours apart.
fn put(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
}
