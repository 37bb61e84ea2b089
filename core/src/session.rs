//! A check that is repeated while its rules and data are edited.
//!
//! Each round gives the outcome of a fresh check of the same files, and what is new and gone since the round before. Packs that
//! are wrong take part as they last were right: [`Round::held`] tells, and [`Round::exit_code`] is not green then.
//!
//! ```
//! use yize_core::session::{Held, Round, Session};
//!
//! # use yize_core::example::{DATA, DAY, project, request};
//! # let (request, files, day, data) = (request(), project(), DAY, DATA);
//! let mut session = Session::new(request);
//! let first: Round = session.round(&files, day, &());
//! assert_eq!((first.number, first.added.len()), (1, 1));
//!
//! // The member is visited.
//! let files = files.with("club/data/members.toml", data.replace("visits = 0", "visits = 1"));
//! let second = session.round(&files, day, &());
//! assert_eq!((second.outcome.findings.len(), second.removed.len()), (0, 1));
//!
//! // Someone is in the midst of editing the rule: the pack as it last was right stays in force.
//! let files = files.with("club/rules/ledger/visits.rhai", "rule(\"visits\",");
//! let third = session.round(&files, day, &());
//! let Held { pack, earlier, .. } = &third.held[0];
//! assert_eq!((pack.as_str(), *earlier, third.outcome.findings.len()), ("ledger", true, 0));
//! ```

use std::sync::Arc;

use jiff::civil::Date;

use crate::check::memos::Memos;
use crate::check::{FailOn, Outcome, Progress, Request, check_again};
use crate::compare::compare;
use crate::files::Files;
use crate::files::{Asked, Recorder};
use crate::source::Sources;

mod last_good;

pub use last_good::Held;
use last_good::LastGood;

/// Texts of this many bytes may be out of date before everything is begun anew.
const STALE: usize = 64 << 20;

/// A check that is repeated.
pub struct Session {
    request: Request,
    memos: Memos,
    /// The packs as they last were right.
    good: LastGood,
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
        Self { request, memos: Memos::keeping(), good: LastGood::default(), last: None, held: Vec::new(), rounds: 0 }
    }

    /// Hands in a document, in the place of one of the same name.
    ///
    /// ```
    /// # use yize_core::example;
    /// let check = example::check();
    /// let mut session = check.session();
    /// assert_eq!(check.round(&mut session).outcome.summary.violations, 1);
    /// session.give("members.toml", example::DATA.replace("visits = 0", "visits = 1"));
    /// let round = check.round(&mut session);
    /// assert_eq!((round.removed.len(), round.outcome.summary.violations), (1, 0));
    /// ```
    pub fn give(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        let given = &mut self.request.given;
        match given.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = bytes.into(),
            None => given.push((name.to_owned(), bytes.into())),
        }
    }

    /// Checks the files as they are now, as of a day.
    pub fn round(&mut self, files: &dyn Files, as_of: Date, progress: &dyn Progress) -> Round {
        self.request.as_of = as_of;
        self.rounds += 1;
        let recorder = Recorder::new(files);
        let good = &mut self.good;
        let outcome = check_again(
            &recorder,
            &self.request,
            &mut self.memos,
            &mut |context, shelf, sources| good.settle(context, shelf, sources),
            progress,
        );
        let outcome = Arc::new(outcome);
        let held = self.turn(&outcome.sources);
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

    /// Ends a round that has read these texts. Gives the packs that were wrong in it.
    fn turn(&mut self, sources: &Sources) -> Vec<Held> {
        let held = self.good.turn();
        let (stale, live) = sources.bytes();
        if stale > STALE.max(live) {
            // Nothing but the good packs outlasts a new beginning.
            self.memos = Memos::keeping();
            self.good.moved(sources, &mut self.memos.sources);
        } else {
            self.memos.turn(sources);
        }
        held
    }
}

impl Round {
    /// The exit status: as that of a fresh check, but 2 where packs are held, for these were not checked as they are now.
    ///
    /// ```
    /// # use yize_core::example;
    /// use yize_core::FailOn;
    /// let check = example::check();
    /// assert_eq!(check.round(&mut check.session()).exit_code(FailOn::Error), 1);
    /// ```
    #[must_use]
    pub fn exit_code(&self, fail_on: FailOn) -> u8 {
        if self.held.is_empty() { self.outcome.exit_code(fail_on) } else { 2 }
    }
}
