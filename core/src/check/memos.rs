//! What is kept from check to check of the same request. A check that is done once keeps nothing.

use crate::check::ruleset;
use crate::data::gather;
use crate::engine::kept as engine;
use crate::memo::Memo;
use crate::source::Sources;

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Memos {
    /// Every text read so far.
    pub sources: Sources,
    /// Typed files.
    pub files: gather::Kept,
    /// Compiled packs.
    pub packs: ruleset::Kept,
    /// What rules and schemes found.
    pub runs: engine::Kept,
}

impl Memos {
    /// Some that keep what they are given.
    #[must_use]
    pub(crate) fn keeping() -> Self {
        Self {
            sources: Sources::default(),
            files: Memo::keeping(),
            packs: Memo::keeping(),
            runs: engine::Kept::keeping(),
        }
    }

    /// Ends a check that has read these texts: forgets what was of no use to it.
    pub(crate) fn turn(&mut self, sources: &Sources) {
        self.files.turn();
        self.packs.turn();
        self.runs.turn();
        self.sources = sources.clone();
    }
}
