//! The records of parts of a file, joined.

use super::{FileBody, FileRecords};
use crate::bounds;
use crate::data::{Room, Table, append};
use crate::value::StrId;

impl FileRecords {
    /// Appends the records of the next part. `false`, with nothing appended, where there is no room for them.
    #[must_use]
    pub(super) fn append(&mut self, next: Self, room: &Room) -> bool {
        if !self.has_room(&next, room) {
            return false;
        }
        let Self { bodies, strings, findings, weight, .. } = next;
        self.weight += weight;
        self.findings.extend(findings);
        if self.bodies.is_empty() && self.strings.len() == 0 {
            // The first part with records.
            (self.bodies, self.strings) = (bodies, strings);
            return true;
        }
        let renumber: Vec<StrId> = strings.iter().map(|string| self.number(string)).collect();
        for FileBody { id, packs, schema, tables, nested } in bodies {
            let at = if let Some(known) = self.bodies.iter().position(|own| own.id == id) {
                self.weight -= schema.kinds.len() * bounds::KIND;
                known
            } else {
                let (tables, nested) = (schema.kinds.iter().map(|_| Table::default()).collect(), Vec::new());
                self.bodies.push(FileBody { id, packs, schema, tables, nested });
                self.bodies.len() - 1
            };
            let own = &mut self.bodies[at];
            append((&mut own.tables, &mut own.nested), (&tables, &nested), &renumber);
        }
        true
    }

    /// Whether there are numbers for all of them.
    fn has_room(&self, next: &Self, room: &Room) -> bool {
        let strings = self.strings.len() + next.strings.len() <= room.strings;
        strings
            && next.bodies.iter().all(|body| {
                let Some(own) = self.body(&body.id) else { return true };
                let mut tables = own.tables.iter().zip(&body.tables);
                let nested = own.nested.len() + body.nested.len() <= room.nested;
                nested && tables.all(|(own, next)| own.rows.len() + next.rows.len() <= room.rows)
            })
    }

    fn body(&self, id: &str) -> Option<&FileBody> {
        self.bodies.iter().find(|own| own.id == id)
    }

    /// The number of a string, which weighs once.
    fn number(&mut self, string: &str) -> StrId {
        let before = self.strings.len();
        let number = self.strings.number(string, StrId::new).expect("there is room, as was seen before");
        if self.strings.len() == before {
            self.weight -= bounds::STRING + string.len();
        }
        number
    }
}
