//! Typing record by record, as a text is read, a large one in parts side by side. What is not as most are is typed of the whole
//! tree instead: the order in which things are told, and what is told once, hang on all that a file holds.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{FileRecords, Typer};
use crate::data::governance::{ByBody, Governance, Governed};
use crate::document::{Entries, Hears, Kinds, Record, Unlike, cut, part};
use crate::parallel;
use crate::schema::Schema;

impl<'g> Typer<'g> {
    /// Types the records of a text in so many parts, with what governs their bodies, and whether there is none; `None` where it
    /// is not as plain as that. The parts come to the same as the whole.
    pub(crate) fn stream(
        mut self,
        text: &str,
        governance: &'g Governance<'g>,
        parts: usize,
    ) -> Option<(FileRecords, ByBody, bool)> {
        self.governance = Some(governance);
        if parts > 1 {
            return self.in_parts(text, &cut(text, parts));
        }
        let typed = self.part((text, 0..text.len(), 1))?;
        Some((typed.records, typed.governed, typed.number == 0))
    }

    /// The same, part for part, of which the first is the head.
    fn in_parts(mut self, text: &str, ranges: &[Range<usize>]) -> Option<(FileRecords, ByBody, bool)> {
        let (head, ranges) = ranges.split_first()?;
        let mut stream = Stream { typer: &mut self, records: 0, names: Vec::new() };
        let kinds = part((text, head.clone(), ranges.len() + 1), &mut stream).ok()?;
        // A header that stands further to the right begins no part.
        if !kinds.is_empty() {
            return None;
        }
        let Self { source, ref governed, governance, ref heads, room, bytes, .. } = self;
        let beside = || Self { governance, heads: heads.clone(), ..Self::new(source, governed.clone(), room, bytes) };
        let work = |(): &mut (), range: &Range<usize>| beside().part((text, range.clone(), ranges.len() + 1));
        let typed: Vec<Option<Part<'_>>> = parallel::map(ranges.len(), ranges, || (), work);
        let typed = typed.into_iter().collect::<Option<Vec<_>>>()?;
        self.joined(typed)
    }

    /// Types one of so many parts.
    fn part(mut self, (text, range, parts): (&str, Range<usize>, usize)) -> Option<Part<'_>> {
        let mut stream = Stream { typer: &mut self, records: 0, names: Vec::new() };
        let kinds = part((text, range, parts), &mut stream).ok()?;
        let Stream { records: number, names, .. } = stream;
        if self.is_unusual() || self.is_mixed(&names) {
            return None;
        }
        let governed = std::mem::take(&mut self.governed);
        Some(Part { number, names, kinds, governed, records: self.done() })
    }

    /// Joins parts, if nothing is unusual about them together.
    fn joined(mut self, parts: Vec<Part<'_>>) -> Option<(FileRecords, ByBody, bool)> {
        let (mut number, mut names, mut kinds) = (0, Vec::new(), Kinds::default());
        let steps = self.steps;
        for own in parts {
            number += own.number;
            names.extend(own.names);
            for (name, single) in own.kinds {
                if kinds.insert(name, single).is_some_and(|before| before || single) {
                    return None;
                }
            }
            self.governed.extend(own.governed);
            self.steps = self.steps.checked_sub(steps - own.records.steps)?;
            if !self.out.append(own.records, &self.room) {
                return None;
            }
        }
        names.sort_unstable();
        names.dedup();
        let usual = self.out.weight <= self.heaviest && !self.is_unusual() && !self.is_mixed(&names);
        let governed = std::mem::take(&mut self.governed);
        usual.then(|| (self.done(), governed, number == 0))
    }

    /// Whether something is to be told that hangs on more than the records in their order.
    fn is_unusual(&self) -> bool {
        self.out.full || self.exhausted || self.untold > 0 || self.is_full() || !self.heads.are_plain()
    }

    /// Whether a kind goes by several names: its records then stand in the order of the names, not of the text.
    fn is_mixed(&self, names: &[String]) -> bool {
        let mixed = |schema: &Schema| {
            let mut kinds = FxHashSet::default();
            !names.iter().filter_map(|name| schema.index(name)).all(|kind| kinds.insert(kind))
        };
        names.len() > 1 && self.out.bodies.iter().any(|body| mixed(&body.schema))
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

/// A part of a text, typed.
struct Part<'t> {
    /// How many records it has.
    number: usize,
    /// The kinds, as the text names them.
    names: Vec<String>,
    kinds: Kinds<'t>,
    governed: ByBody,
    records: FileRecords,
}

/// Hears a text, and types what it hears.
struct Stream<'s, 'g> {
    typer: &'s mut Typer<'g>,
    records: usize,
    /// The kinds, as the text names them.
    names: Vec<String>,
}

impl Hears for Stream<'_, '_> {
    fn head(&mut self, entries: &Entries<'_>) -> Result<(), Unlike> {
        self.typer.read_heads(entries);
        if self.typer.is_unusual() { Err(Unlike) } else { Ok(()) }
    }

    fn record(&mut self, record: &Record<'_, '_>) -> Result<(), Unlike> {
        self.records += 1;
        let Record { kind, name, header, entries } = *record;
        if !self.names.iter().any(|known| known == kind) {
            self.names.push(kind.to_owned());
        }
        if !self.typer.place(kind, name, header, entries) || self.typer.is_unusual() {
            return Err(Unlike);
        }
        Ok(())
    }
}
