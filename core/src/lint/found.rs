//! What was found so far, at the levels that hold.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::finding::Finding;
use crate::host::lints::{Level, Lint};
use crate::language::Text;
use crate::source::{Place, SourceId};

/// The levels that hold: those of settings, the later the weightier, over those of the table.
pub(super) struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// Those of settings, one after the other.
    pub(super) fn of(settings: &[&[(&'static Lint, Level)]]) -> Self {
        Self(settings.iter().flat_map(|own| own.iter()).map(|(lint, level)| (lint.name, *level)).collect())
    }

    fn level(&self, lint: &Lint) -> Level {
        self.0.get(lint.name).copied().unwrap_or(lint.level)
    }
}

/// A part of a text that nobody needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Removal {
    /// The text.
    pub source: SourceId,
    /// What is taken out, without the comment above it.
    pub from: usize,
    /// Its end.
    pub to: usize,
}

/// What was found in one pack.
pub(super) struct Found<'l> {
    levels: &'l Levels,
    /// The findings.
    pub findings: Vec<Finding>,
    /// What could be taken out.
    pub removals: Vec<Removal>,
}

impl<'l> Found<'l> {
    /// Nothing yet.
    pub(super) fn new(levels: &'l Levels) -> Self {
        Self { levels, findings: Vec::new(), removals: Vec::new() }
    }

    /// Whether a lint is told at all.
    pub(super) fn wants(&self, lint: &Lint) -> bool {
        self.levels.level(lint) != Level::Allow
    }

    /// Tells of a place; what follows is added to the finding.
    pub(super) fn tell(&mut self, lint: &Lint, place: Place, message: Text, help: Text) -> Option<&mut Finding> {
        let finding = lint.finding(self.levels.level(lint), message)?;
        self.findings.push(finding.at(place).help(help));
        self.findings.last_mut()
    }

    /// Notes what could be taken out of a text.
    pub(super) fn remove(&mut self, source: SourceId, extent: Range<usize>) {
        self.removals.push(Removal { source, from: extent.start, to: extent.end });
    }
}
