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

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::Date;

use crate::check::memos::Memos;
use crate::check::prepare::Context;
use crate::check::{FailOn, Outcome, Progress, Request, Summary, check_again};
use crate::compare::compare;
use crate::files::Files;
use crate::files::{Asked, Recorder};
use crate::host;
use crate::language::say;
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
    /// What was read in the last round.
    asked: Asked,
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
        let (memos, good, asked) = (Memos::keeping(), LastGood::default(), Asked::default());
        Self { request, memos, good, last: None, held: Vec::new(), asked, rounds: 0 }
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

    /// Checks the files as they are now, as of a day. Where yize itself fails, the round says that nothing was checked.
    pub fn round(&mut self, files: &dyn Files, as_of: Date, progress: &dyn Progress) -> Round {
        self.request.as_of = as_of;
        self.rounds += 1;
        let (outcome, held) = self.checked(files, progress);
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
            asked: self.asked.clone(),
        }
    }

    /// The outcome of a round, and the packs that were wrong in it.
    fn checked(&mut self, files: &dyn Files, progress: &dyn Progress) -> (Arc<Outcome>, Vec<Held>) {
        let recorder = Recorder::new(files);
        let Self { request, memos, good, .. } = self;
        let mut settle = |context: Context<'_>, shelf, sources: &Sources| good.settle(context, shelf, sources);
        let check = || check_again(&recorder, request, memos, &mut settle, progress);
        match catch_unwind(AssertUnwindSafe(check)) {
            Ok(outcome) => {
                self.asked = recorder.asked();
                let held = self.turn(&outcome.sources);
                (Arc::new(outcome), held)
            }
            Err(panic) => (Arc::new(self.failed(&*panic, recorder.asked())), self.held.clone()),
        }
    }

    /// The outcome of a round that broke off since yize itself failed: what the round before found, and that nothing was checked
    /// in this one. What was read before is still watched.
    fn failed(&mut self, panic: &(dyn Any + Send), asked: Asked) -> Outcome {
        // Whatever was kept may be half made.
        (self.memos, self.good) = (Memos::keeping(), LastGood::default());
        self.asked.paths.extend(asked.paths);
        self.asked.folders.extend(asked.folders);
        let why = panic.downcast_ref::<&str>().map(|why| (*why).to_owned());
        let why = why.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        let message = say!(
            "yize 内部出错，这一轮没有检查成：{why}",
            "yize itself failed, so that nothing was checked in this round: {why}"
        );
        let help = say!(
            "撤回刚才的改动，并把这句话报告给 yize 的维护者",
            "undo what was changed last, and report this sentence to the maintainers of yize"
        );
        let mut outcome = self.last.as_deref().cloned().unwrap_or_default();
        outcome.as_of = self.request.as_of;
        outcome.findings.retain(|finding| *finding.rule != *host::FAILED.name);
        outcome.findings.insert(0, host::FAILED.finding(message).help(help));
        let Summary { bodies, files, records, rules, .. } = outcome.summary;
        outcome.summary = Summary { bodies, files, records, rules, ..Summary::default() };
        outcome.summary.count(&outcome.findings);
        outcome
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

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::example::{DATA, DAY, project, request};
    use crate::files::{Entry, FileKind, Memory};

    /// Files at which the program fails while it is told to.
    struct Failing(Memory, AtomicBool);

    impl Files for Failing {
        fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
            assert!(!self.1.load(Ordering::Relaxed), "out of its mind");
            self.0.read(path, limit)
        }

        fn kind(&self, path: &Path) -> io::Result<FileKind> {
            self.0.kind(path)
        }

        fn walk(&self, folder: &Path) -> Vec<Entry> {
            self.0.walk(folder)
        }
    }

    #[test]
    fn a_round_that_fails_is_shown_and_counts_and_the_next_one_is_made_all_the_same() {
        let (mut session, data) = (Session::new(request()), DATA.replace("visits = 0", "visits = 1"));
        let files = |failing| Failing(project().with("club/data/members.toml", data.clone()), AtomicBool::new(failing));
        let first = session.round(&files(false), DAY, &());
        assert_eq!((first.exit_code(FailOn::Error), first.outcome.findings.len()), (0, 0));
        let second = session.round(&files(true), DAY, &());
        assert_eq!((second.exit_code(FailOn::Never), &*second.outcome.findings[0].rule), (2, "host/failed"));
        assert!(second.outcome.findings[0].message.get(crate::Lang::En).contains("out of its mind"));
        assert!(first.asked.paths.is_subset(&second.asked.paths) && second.added == [0] && second.removed.is_empty());
        let third = session.round(&files(true), DAY, &());
        assert_eq!((third.outcome.summary.faults, third.added.len()), (1, 0));
        let last = session.round(&files(false), DAY, &());
        assert_eq!((last.exit_code(FailOn::Error), last.removed.len(), last.outcome.findings.len()), (0, 1, 0));
    }
}
