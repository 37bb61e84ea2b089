//! What is kept from check to check of the same request. A check that is done once keeps nothing.

use std::sync::{Arc, Mutex, PoisonError};

use crate::data::gather::TypedFiles;
use crate::memo::Memo;
use crate::run::code::Codes;
use crate::run::compile::Compiled;
use crate::run::recall::Recall;
use crate::script::library::Library;
use crate::source::Sources;

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Memos {
    /// Every text read so far.
    pub sources: Sources,
    /// Typed files.
    pub files: TypedFiles,
    /// The scripts read last: what is in them is not read again, be it in the next project or in the next round.
    scripts: Mutex<Arc<Library>>,
    /// The code of packs.
    pub codes: Codes,
    /// Compiled packs.
    pub packs: Memo<Arc<Compiled>>,
    /// What rules and schemes found.
    pub runs: Recall,
}

impl Memos {
    /// Some that keep what they are given.
    #[must_use]
    pub(crate) fn keeping() -> Self {
        Self { files: Memo::keeping(), packs: Memo::keeping(), runs: Recall::keeping(), ..Self::default() }
    }

    /// The scripts read last.
    pub(crate) fn scripts(&self) -> Arc<Library> {
        self.scripts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps scripts for those who read next.
    pub(crate) fn keep_scripts(&self, scripts: &Arc<Library>) {
        *self.scripts.lock().unwrap_or_else(PoisonError::into_inner) = scripts.clone();
    }

    /// Ends a check that has read these texts: forgets what was of no use to it.
    pub(crate) fn turn(&mut self, sources: &Sources) {
        self.files.turn();
        self.packs.turn();
        self.codes.turn();
        self.runs.turn();
        self.sources = sources.clone();
    }
}
