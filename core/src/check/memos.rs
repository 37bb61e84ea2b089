//! What is kept from check to check of the same request. A check that is done once keeps nothing.

use std::sync::Arc;

use crate::data::gather::TypedFiles;
use crate::run::compile::Compiled;
use crate::run::recall::Recall;
use crate::memo::Memo;
use crate::source::Sources;

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Memos {
    /// Every text read so far.
    pub sources: Sources,
    /// Typed files.
    pub files: TypedFiles,
    /// Compiled packs.
    pub packs: Memo<Arc<Compiled>>,
    /// What rules and schemes found.
    pub runs: Recall,
}

impl Memos {
    /// Some that keep what they are given.
    #[must_use]
    pub(crate) fn keeping() -> Self {
        Self { sources: Sources::default(), files: Memo::keeping(), packs: Memo::keeping(), runs: Recall::keeping() }
    }

    /// Ends a check that has read these texts: forgets what was of no use to it.
    pub(crate) fn turn(&mut self, sources: &Sources) {
        self.files.turn();
        self.packs.turn();
        self.runs.turn();
        self.sources = sources.clone();
    }
}
