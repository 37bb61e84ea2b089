//! What people call records.

use crate::data::Store;
use crate::value::{Cell, RowId};

/// The fields by which people call records whose kind does not say.
pub(super) const CALLED: [&str; 3] = ["name", "title", "topic"];

impl Store {
    /// What people call a record: by the field that its kind declares, else its `name`, `title` or `topic`, else the name of
    /// the record that is its key, else its key.
    #[must_use]
    pub(crate) fn name(&self, row: RowId) -> String {
        let mut named = row;
        // A name may be another's; not for ever.
        for _ in 0..3 {
            if let Some(name) = self.own_name(named) {
                return name.to_owned();
            }
            let Some((_, by)) = self.named_by(named) else { break };
            named = by;
        }
        self.key(row)
    }

    /// The text by which people call a record.
    fn own_name(&self, row: RowId) -> Option<&str> {
        let kind = self.kind(row);
        let text = |name: &str| match self.cell(row, kind.column(name)?) {
            Cell::Str(id) => Some(self.string(id)),
            _ => None,
        };
        match &kind.called {
            Some(called) => text(called),
            None => CALLED.into_iter().find_map(text),
        }
    }

    /// The record whose name one without a text of its own bears, and the column that refers to it.
    #[must_use]
    pub(crate) fn named_by(&self, row: RowId) -> Option<(usize, RowId)> {
        if self.own_name(row).is_some() {
            return None;
        }
        let kind = self.kind(row);
        let column = match (&kind.called, kind.key.as_slice()) {
            (Some(called), _) => kind.column(called)?,
            (None, [key]) => kind.column(key)?,
            _ => return None,
        };
        match self.cell(row, column) {
            Cell::Ref(by) => Some((column, by)),
            _ => None,
        }
    }
}
