//! All that is kept while a check is repeated. A check that is done once keeps nothing.

use std::sync::Arc;

use crate::check::good::{Good, Held};
use crate::check::ruleset::{self, Ruleset};
use crate::data::gather;
use crate::engine::kept as engine;
use crate::memo::Memo;
use crate::pack::load::Shelf;
use crate::source::Sources;

/// Texts of this many bytes may be out of date before everything is begun anew.
const STALE: usize = 64 << 20;

/// What is kept.
#[derive(Debug, Default)]
pub struct Kept {
    /// Every text read so far.
    pub(super) sources: Sources,
    /// Typed files.
    pub(super) files: gather::Kept,
    /// Compiled packs.
    pub(super) packs: ruleset::Kept,
    /// What rules and schemes found.
    pub(super) runs: engine::Kept,
    /// The last good packs; `None` where a pack that is wrong stays out of force.
    good: Option<Good>,
}

impl Kept {
    /// One that keeps what it is given, the last good packs included.
    #[must_use]
    pub fn keeping() -> Self {
        Self {
            sources: Sources::default(),
            files: Memo::keeping(),
            packs: Memo::keeping(),
            runs: engine::Kept::keeping(),
            good: Some(Good::default()),
        }
    }

    /// The packs that were read; where last good versions are kept, those of packs that are wrong.
    pub(super) fn ruleset(&mut self, packs: Shelf, jobs: usize, sources: &Sources) -> Arc<Ruleset> {
        Arc::new(match &mut self.good {
            None => Ruleset::of(&packs, sources),
            Some(good) => good.settle(packs, jobs, sources, &self.packs),
        })
    }

    /// Ends a round that has read these texts. Gives the packs that were wrong in it.
    pub(super) fn turn(&mut self, sources: &Sources) -> Vec<Held> {
        let Some(mut good) = self.good.take() else { return Vec::new() };
        let held = good.turn();
        let (stale, live) = sources.bytes();
        if stale > STALE.max(live) {
            // Nothing but the good packs outlasts a new beginning.
            *self = Self::keeping();
            good.moved(sources, &mut self.sources);
        } else {
            self.files.turn();
            self.packs.turn();
            self.runs.turn();
            self.sources = sources.clone();
        }
        self.good = Some(good);
        held
    }
}
