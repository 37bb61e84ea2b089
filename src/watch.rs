//! Waiting for changes: what a round of checking has asked for is what is watched.
//!
//! A round reads files and walks folders ([`Asked`]), [`Watcher::follow`] hears of it, and [`Watcher::wait`] waits until
//! something of it changes. What it gives is a hint: the next round reads everything again, and content decides.
//!
//! # Why no change is missed
//! A change is told by a notice of the system, or seen by comparing two looks ([`Survey`]) at what was asked for. Let R
//! be the reads of a round, between the return of `wait` and the call of `follow`.
//! 1. `wait` takes its list of what happened, and then a look, before it returns; `follow` takes another after R. What
//!    was asked for before and changes during R looks different in the two, or its notice comes after the list was
//!    taken. Either ends the next `wait`.
//! 2. What is asked for in R for the first time was in no earlier look, and perhaps in no watched folder. Then `follow`
//!    watches it and makes the next `wait` return at once, for a round R′ that reads it again. What changed before the
//!    watch began is read by R′; what changes later gives a notice. R′ asks for nothing new, unless it found changes, so
//!    that this comes to an end. The same is done for folders whose watch may have ended (moved away, replaced).
//! 3. While nothing happens, a look is taken every few seconds and compared with the last. It finds what no notice told
//!    of: notices that the system lost, file systems that give none, folders that must not be watched.
//!
//! A look compares sizes, times and inodes, of which the system's own time of change cannot be set back; with
//! [`Options::poll`] it compares contents, for file systems whose clock or inodes tell nothing.
#![expect(clippy::disallowed_methods, reason = "to wait is to look at the clock; no finding depends on it")]

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::watch::names::Names;
use crate::watch::survey::Survey;
use yize_core::files::Asked;
use yize_core::language::Text;
use yize_core::say;

mod survey;
mod names;
mod pending;
mod notices;

use notices::{Notices, Shared, Trouble};

/// How to watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// Compare contents that often, and do without notices of the system.
    pub poll: Option<Duration>,
    /// How long it must have been quiet before a change is told.
    pub settle: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { poll: None, settle: Duration::from_millis(60) }
    }
}

/// Why [`Watcher::wait`] came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Something may have changed.
    Changed {
        /// What, as it was asked for; empty when that is not known, or when a round is only to be sure of what was
        /// asked for the first time.
        paths: Vec<PathBuf>,
        /// Whether notices were lost, so that anything may have changed.
        rescan: bool,
    },
    /// The given time has come.
    Timeout,
    /// [`Stopper::stop`] was called.
    Stopped,
}

/// Between two looks, where there are notices too.
const SWEEP: Duration = Duration::from_secs(3);
/// Between two looks, where there are no notices and nobody said how often.
const POLL: Duration = Duration::from_secs(1);
/// Between two rounds for no other reason than lost notices.
const RESCANS: Duration = Duration::from_secs(10);

/// Waits for changes of what was asked for.
pub(crate) struct Watcher {
    options: Options,
    shared: Arc<Shared>,
    notices: Option<Notices>,
    asked: Asked,
    /// The last look at it.
    seen: Survey,
    /// When to take the next look, if nothing happens.
    next: Instant,
    /// When lost notices last were the only reason for a round.
    rescanned: Option<Instant>,
    note: Option<Text>,
}

/// Stops a watcher, from another thread or a handler of signals.
#[derive(Clone, Debug)]
pub(crate) struct Stopper(Arc<Shared>);

impl Stopper {
    /// Makes [`Watcher::wait`] return, now and from now on.
    pub(crate) fn stop(&self) {
        self.0.lock().stopped = true;
        self.0.bell.notify_all();
    }

    /// Whether it was called.
    #[must_use]
    pub(crate) fn is_stopped(&self) -> bool {
        self.0.lock().stopped
    }
}

impl Watcher {
    /// A watcher of nothing yet. Where the system refuses notices it compares instead, and [`Self::note`] says so.
    ///
    /// # Errors
    /// None at present; for systems on which nothing can be watched.
    pub(crate) fn new(options: Options) -> io::Result<(Self, Stopper)> {
        let shared = Arc::new(Shared::default());
        let (asked, seen, next) = (Asked::default(), Survey::default(), Instant::now());
        let stopper = Stopper(Arc::clone(&shared));
        let mut watcher = Self { options, shared, notices: None, asked, seen, next, rescanned: None, note: None };
        if options.poll.is_none() {
            match Notices::new(&watcher.shared) {
                Ok(notices) => watcher.notices = Some(notices),
                Err(trouble) => watcher.do_without(trouble),
            }
        }
        Ok((watcher, stopper))
    }

    /// What the user should know, once.
    pub(crate) fn note(&mut self) -> Option<Text> {
        self.note.take()
    }

    /// Watches what a round has asked for, and nothing else. To be called after every round.
    pub(crate) fn follow(&mut self, asked: &Asked) {
        self.asked.clone_from(asked);
        let look = self.look();
        let mut again = self.seen.lacks(&look);
        let changed = self.seen.changes(&look);
        if let Some(notices) = &mut self.notices {
            match notices.watch(&self.shared, Names::of(asked, &look)) {
                Ok(new) => again |= new,
                Err(trouble) => self.do_without(trouble),
            }
        }
        self.seen = look;
        let now = Instant::now();
        let mut state = self.shared.lock();
        if again {
            state.pending.touch(now);
        }
        for path in changed {
            state.pending.add(path, now);
        }
    }

    /// Waits until something of what was asked for has changed and it has been quiet for a moment, or until a time.
    pub(crate) fn wait(&mut self, until: Option<Instant>) -> Event {
        loop {
            let now = Instant::now();
            let mut state = self.shared.lock();
            if state.stopped {
                return Event::Stopped;
            }
            if let Some(trouble) = state.trouble.take() {
                drop(state);
                self.do_without(trouble);
                continue;
            }
            let due = state.pending.due(self.options.settle);
            if due.is_some_and(|due| due <= now) {
                drop(state);
                if let Some(event) = self.tell(now) {
                    return event;
                }
                continue;
            }
            if until.is_some_and(|until| until <= now) {
                return Event::Timeout;
            }
            let idle = due.is_none_or(|due| due > now + SWEEP);
            if idle && self.next <= now {
                drop(state);
                self.sweep();
                continue;
            }
            let sweep = idle.then_some(self.next);
            let wake = [due, until, sweep].into_iter().flatten().min().unwrap_or(self.next);
            // Whatever wakes it, the loop looks again at everything.
            drop(self.shared.bell.wait_timeout(state, wake.saturating_duration_since(now)));
        }
    }

    /// Tells what has happened; the look is taken after the list, so that nothing falls between the two.
    fn tell(&mut self, now: Instant) -> Option<Event> {
        let pending = std::mem::take(&mut self.shared.lock().pending);
        let look = self.look();
        let mut paths = pending.paths;
        // Some of it may have happened just now, and its notice is yet to come.
        paths.extend(self.seen.changes(&look));
        if pending.rescan {
            // To read many files gives many notices. Where these are too many for the system, one round would lead to
            // the next; without a change that can be seen, they follow each other slowly.
            if let Some(last) = self.rescanned.filter(|last| paths.is_empty() && *last + RESCANS > now) {
                let mut state = self.shared.lock();
                state.pending.touch(now);
                state.pending.rescan = true;
                state.pending.hold(last + RESCANS);
                return None;
            }
            self.rescanned = Some(now);
        }
        self.seen = look;
        Some(Event::Changed { paths: paths.into_iter().collect(), rescan: pending.rescan })
    }

    /// Looks for what no notice told of.
    fn sweep(&mut self) {
        let look = self.look();
        let changes = self.seen.changes(&look);
        self.seen = look;
        let now = Instant::now();
        let mut state = self.shared.lock();
        if !changes.is_empty() {
            state.doubt();
        }
        for path in changes {
            state.pending.add(path, now);
        }
    }

    /// Takes a look at everything that was asked for, and settles when to take the next: looking never takes more than
    /// a small part of the time.
    fn look(&mut self) -> Survey {
        let start = Instant::now();
        let look = Survey::take(&self.asked, self.options.poll.is_some() && self.notices.is_none());
        let every = match self.notices {
            Some(_) => SWEEP,
            None => self.options.poll.unwrap_or(POLL),
        };
        self.next = Instant::now() + every.max(start.elapsed() * 8);
        look
    }

    /// Goes on without notices.
    fn do_without(&mut self, trouble: Trouble) {
        self.notices = None;
        let every = POLL.as_secs();
        self.note = Some(match trouble {
            Trouble::Limit => say!(
                "系统不再提供文件改动的通知（已到上限，如 Linux 的 fs.inotify.max_user_watches），改为每 {every} 秒查看一次",
                "the system gives no more notices of changes (a limit such as fs.inotify.max_user_watches of Linux is reached); looking every {every} s instead"
            ),
            Trouble::Other => say!(
                "系统不提供文件改动的通知，改为每 {every} 秒查看一次",
                "the system gives no notices of changes; looking every {every} s instead"
            ),
        });
        // Until now changes may have gone unnoticed.
        self.shared.lock().pending.touch(Instant::now());
    }
}

#[cfg(test)]
mod tests;
