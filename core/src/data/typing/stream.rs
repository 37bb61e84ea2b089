//! Typing record by record, as a text is read. What is not as most are is typed of the whole tree instead: the order in
//! which things are told, and what is told once, hang on all that a file holds.

use std::sync::Arc;

use super::{FileRecords, Typer};
use crate::data::governance::{ByBody, Governance, Governed};
use crate::document::{Entries, Hears, Record, Unlike, each};

impl<'g> Typer<'g> {
    /// Types the records of a text, with what governs their bodies, and whether there is none; `None` where it is not as
    /// plain as that.
    pub(crate) fn stream(mut self, text: &str, governance: &'g Governance<'g>) -> Option<(FileRecords, ByBody, bool)> {
        self.governance = Some(governance);
        let mut stream = Stream { typer: self, records: 0 };
        each(text, &mut stream).ok()?;
        let Stream { typer, records } = stream;
        let typer = Some(typer).filter(|typer| !typer.is_unusual())?;
        let governed = typer.governed.clone();
        Some((typer.done(), governed, records == 0))
    }

    /// Whether something is to be told that hangs on more than the records in their order.
    fn is_unusual(&self) -> bool {
        self.out.full || self.exhausted || self.untold > 0 || self.is_full() || !self.heads.are_plain()
    }

    /// What governs a body, as far as it is known or can be asked for.
    pub(super) fn governed(&mut self, id: &str) -> Option<Arc<Governed>> {
        if let Some(known) = self.governed.get(id) {
            return Some(known.clone());
        }
        let governed = self.governance?.governed(id);
        self.governed.insert(id.to_owned(), governed.clone());
        Some(governed)
    }
}

/// Hears a text, and types what it hears.
struct Stream<'g> {
    typer: Typer<'g>,
    records: usize,
}

impl Hears for Stream<'_> {
    fn head(&mut self, entries: &Entries<'_>) -> Result<(), Unlike> {
        self.typer.read_heads(entries);
        if self.typer.is_unusual() { Err(Unlike) } else { Ok(()) }
    }

    fn record(&mut self, record: &Record<'_, '_>) -> Result<(), Unlike> {
        self.records += 1;
        let Record { kind, name, header, entries } = *record;
        if !self.typer.place(kind, name, header, entries) || self.typer.is_unusual() {
            return Err(Unlike);
        }
        Ok(())
    }
}
