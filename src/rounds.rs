//! Rounds: a check that is repeated whenever something of what was read has changed, until it is told to stop.
//!
//! `watch` and `serve` ask for one round after the other; they differ in where they show it.
#![expect(clippy::disallowed_methods, reason = "how long a round takes is shown, and midnight is waited for")]

use std::io;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::watch::{Event, Options, Stopper, Watcher};
use yize_core::check::{Progress, Request};
use yize_core::files::{Asked, Disk};
use yize_core::language::Text;
use yize_core::say;
use yize_core::session::{Round, Session};

/// A check that is to be repeated.
#[derive(Clone, Debug)]
pub(crate) struct Repeated {
    /// What to check; its as-of date is filled in for each round.
    pub request: Request,
    /// The as-of date of a round.
    pub day: Day,
    /// Compare contents that often, in place of the system's notices.
    pub poll: Option<Duration>,
}

/// Where the as-of date comes from.
#[derive(Clone, Debug)]
pub(crate) enum Day {
    /// The user said it.
    Fixed(Date),
    /// The day of the round: what time it is, and where.
    Today(fn() -> Timestamp, TimeZone),
}

impl Day {
    /// It, now.
    fn now(&self) -> Date {
        match self {
            Self::Fixed(day) => *day,
            Self::Today(now, zone) => zone.to_datetime(now()).date(),
        }
    }
}

/// A round that has just been made, with what led to it.
#[derive(Debug)]
pub(crate) struct Latest<'a> {
    /// The round.
    pub round: &'a Round,
    /// The one before it.
    pub before: Option<&'a Round>,
    /// Paths at which something has happened; none where it is the first, or another day has begun.
    pub hints: Vec<PathBuf>,
    /// Time that it took.
    pub elapsed: Duration,
}

/// A round that takes longer than this is told of while it is under way, and again whenever it has taken twice as long.
const LATE: Duration = Duration::from_secs(30);

/// How often the day is looked at: clocks are set and machines sleep, so it is not reckoned when the next begins. Whoever
/// shows rounds hears as often that nothing has changed.
const BEAT: Duration = Duration::from_secs(3);

/// Changes of what was read, until an interrupt.
pub(crate) struct Changes {
    watcher: Watcher,
    stopper: Stopper,
}

impl Changes {
    /// Changes of nothing yet. An interrupt ends them, and does what else is to be done then; a second one ends the program at
    /// once.
    ///
    /// # Errors
    /// Where the system lets nothing be watched, or no interrupt be caught.
    pub(crate) fn new(poll: Option<Duration>, interrupted: impl Fn() + Send + 'static) -> io::Result<Self> {
        let (watcher, stopper) = Watcher::new(Options { poll, ..Options::default() })?;
        on_interrupt(stopper.clone(), interrupted).map_err(io::Error::other)?;
        Ok(Self { watcher, stopper })
    }

    /// Looks from now on at what was asked for, and at nothing else.
    pub(crate) fn follow(&mut self, asked: &Asked) {
        self.watcher.follow(asked);
    }

    /// Waits for a change, and gives the paths at which something has happened. Again and again while nothing happens, it asks
    /// whether to go on without. `None` at the end.
    pub(crate) fn wait(&mut self, mut go_on: impl FnMut() -> bool) -> Option<Vec<PathBuf>> {
        loop {
            match self.watcher.wait(Some(Instant::now() + BEAT)) {
                Event::Changed { paths, .. } => return Some(paths),
                Event::Timeout if go_on() => return Some(Vec::new()),
                Event::Timeout => {}
                Event::Stopped => return None,
            }
        }
    }

    /// Whether there was an interrupt.
    pub(crate) fn is_over(&self) -> bool {
        self.stopper.is_stopped()
    }

    /// What the user should know of how changes are noticed, once.
    pub(crate) fn note(&mut self) -> Option<Text> {
        self.watcher.note()
    }
}

/// Rounds, one after the other.
pub(crate) struct Rounds {
    session: Session,
    /// What each round checks.
    request: Request,
    changes: Changes,
    day: Day,
    /// The last round, and the one before it.
    last: Option<Round>,
    before: Option<Round>,
    /// What is done again and again while nothing happens.
    idle: Box<dyn FnMut() + Send>,
}

impl Rounds {
    /// Rounds of which none has been made yet. An interrupt ends them as soon as a round is over, and does what else is to be
    /// done then; a second one ends the program at once.
    ///
    /// # Errors
    /// Where the system lets nothing be watched, or no interrupt be caught.
    pub(crate) fn new(repeated: &Repeated, interrupted: impl Fn() + Send + 'static) -> io::Result<Self> {
        Ok(Self {
            session: Session::new(repeated.request.clone()),
            request: repeated.request.clone(),
            changes: Changes::new(repeated.poll, interrupted)?,
            day: repeated.day.clone(),
            last: None,
            before: None,
            idle: Box::new(|| ()),
        })
    }

    /// Says what is to be done again and again while nothing that was read changes.
    pub(crate) fn while_idle(&mut self, idle: impl FnMut() + Send + 'static) {
        self.idle = Box::new(idle);
    }

    /// The next round: the first at once, others when something has changed or another day has begun, which is when the
    /// progress of the round begins. While a round does not end, it is told by `late` for how long. `None` at the end.
    pub(crate) fn next<P: Progress>(
        &mut self,
        begin: impl FnOnce() -> P,
        late: impl Fn(Duration) + Sync,
    ) -> Option<Latest<'_>> {
        let hints = match self.last.as_ref().map(|last| last.outcome.as_of) {
            Some(day) => self.wait(day)?,
            None => Vec::new(),
        };
        let start = Instant::now();
        let progress = begin();
        let (session, day) = (&mut self.session, self.day.now());
        let round = looked_after(LATE, late, || session.round(&Disk, day, &progress));
        drop(progress);
        let elapsed = start.elapsed();
        if self.changes.is_over() {
            return None;
        }
        self.changes.follow(&round.asked);
        self.before = self.last.replace(round);
        let (round, before) = (self.last.as_ref()?, self.before.as_ref());
        Some(Latest { round, before, hints, elapsed })
    }

    /// Keeps nothing of the rounds before, after one of them broke. The next is made when something has changed again.
    pub(crate) fn begin_anew(&mut self) {
        self.session = Session::new(self.request.clone());
    }

    /// What the user should know of how changes are noticed, once.
    pub(crate) fn note(&mut self) -> Option<Text> {
        self.changes.note()
    }

    /// Waits for a change, which it gives, or another day than that of the last round. `None` at the end.
    fn wait(&mut self, last: Date) -> Option<Vec<PathBuf>> {
        let Self { changes, day, idle, .. } = self;
        changes.wait(|| {
            let over = day.now() != last;
            if !over {
                idle();
            }
            over
        })
    }
}

/// What is said of a round that has not ended after some time.
pub(crate) fn late(after: Duration) -> Text {
    let seconds = after.as_secs();
    say!(
        "这一轮检查已经进行了{seconds}秒，还没有结束；现在看到的是上一轮的结果",
        "this round has been under way for {seconds} s and has not ended; what you see is of the round before"
    )
}

/// Does some work, and tells each time when it has taken that long, twice that long and so on. The work itself waits for nobody:
/// where there is no thread to be had, nothing is told.
fn looked_after<T>(first: Duration, late: impl Fn(Duration) + Sync, work: impl FnOnce() -> T) -> T {
    std::thread::scope(|scope| {
        let (done, ended) = mpsc::channel::<()>();
        let late = &late;
        let watch = move || {
            let mut after = first;
            let mut wait = first;
            while ended.recv_timeout(wait) == Err(mpsc::RecvTimeoutError::Timeout) {
                late(after);
                (wait, after) = (after, after * 2);
            }
        };
        _ = std::thread::Builder::new().spawn_scoped(scope, watch);
        let result = work();
        drop(done);
        result
    })
}

fn on_interrupt(stopper: Stopper, also: impl Fn() + Send + 'static) -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(move || {
        if stopper.is_stopped() {
            std::process::exit(130);
        }
        stopper.stop();
        also();
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_round_that_does_not_end_is_told_ever_more_rarely_and_one_that_ends_is_not() {
        let told = Mutex::new(Vec::new());
        let late = |after: Duration| told.lock().unwrap().push(after.as_millis());
        assert_eq!(looked_after(Duration::from_mins(1), late, || 1), 1);
        assert!(told.lock().unwrap().is_empty());
        looked_after(Duration::from_millis(10), late, || std::thread::sleep(Duration::from_millis(200)));
        let told = told.into_inner().unwrap();
        assert_eq!(told[..2], [10, 20], "{told:?}");
        assert!(told.len() < 8, "{told:?}");
    }
}
