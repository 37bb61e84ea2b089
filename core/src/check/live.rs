//! A check that is repeated while its rules and data are edited.
//!
//! Each round gives the outcome of a fresh check of the same files, and what is new and gone since the round before.

use std::sync::Arc;

use jiff::civil::Date;

use crate::check::diff::compare;
pub use crate::check::good::Held;
use crate::check::kept::Kept;
use crate::check::{Outcome, Progress, Request, check_again};
use crate::files::Files;
use crate::files::recorder::{Asked, Recorder};

/// A check that is repeated.
pub struct Session {
    request: Request,
    kept: Kept,
    /// The round before.
    last: Option<Arc<Outcome>>,
    /// Packs that were wrong when they were last used.
    held: Vec<Held>,
    rounds: u64,
}

/// What one round came to.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its number, from 1.
    pub number: u64,
    /// What was found. Packs in [`Self::held`] took part in their last good version.
    pub outcome: Arc<Outcome>,
    /// The round before.
    pub before: Option<Arc<Outcome>>,
    /// Numbers of the outcome's findings that are new, in the first round all.
    pub added: Vec<usize>,
    /// Numbers of the findings of the round before that are gone.
    pub removed: Vec<usize>,
    /// Packs whose files are wrong now, so that an earlier version is in force.
    pub held: Vec<Held>,
    /// Names of packs that went wrong in this round, or in another way.
    pub failed: Vec<String>,
    /// Names of packs that are right again since this round.
    pub restored: Vec<String>,
    /// What was read.
    pub asked: Asked,
}

impl Session {
    /// A session that has checked nothing yet.
    #[must_use]
    pub fn new(request: Request) -> Self {
        Self { request, kept: Kept::keeping(), last: None, held: Vec::new(), rounds: 0 }
    }

    /// Checks the files as they are now, as of a day.
    pub fn round(&mut self, files: &dyn Files, as_of: Date, progress: &dyn Progress) -> Round {
        self.request.as_of = as_of;
        self.rounds += 1;
        let recorder = Recorder::new(files);
        let (outcome, held) = check_again(&recorder, &self.request, &mut self.kept, progress);
        let outcome = Arc::new(outcome);
        let before = self.last.replace(outcome.clone());
        let held_before = std::mem::take(&mut self.held);
        let names = |some: &[Held], others: &[Held]| {
            let news = some.iter().filter(|held| !others.contains(held));
            news.map(|held| held.pack.clone()).collect::<Vec<_>>()
        };
        // A pack that no project uses just now is neither right nor wrong.
        let is_used = |pack: &str| outcome.projects.iter().any(|project| project.rules.packs.get(pack).is_some());
        let (gone, unused): (Vec<&Held>, Vec<&Held>) = held_before
            .iter()
            .filter(|was| held.iter().all(|is| is.pack != was.pack))
            .partition(|was| is_used(&was.pack));
        let remembered = unused.into_iter().cloned();
        self.held = held.iter().cloned().chain(remembered).collect();
        let (added, removed) = match &before {
            None => ((0..outcome.findings.len()).collect(), Vec::new()),
            Some(before) => {
                let difference = compare(before, &outcome, None);
                let (was, is): (Vec<_>, Vec<_>) = difference.changed.into_iter().unzip();
                ([difference.new, is].concat(), [difference.gone, was].concat())
            }
        };
        Round {
            number: self.rounds,
            outcome,
            before,
            added,
            removed,
            failed: names(&held, &held_before),
            restored: gone.iter().map(|was| was.pack.clone()).collect(),
            held,
            asked: recorder.asked(),
        }
    }
}
