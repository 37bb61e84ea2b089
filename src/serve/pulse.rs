//! How far the verdict that is shown can be trusted: when it was made, when it was last made sure of, and whether a check
//! is under way, does not end, or broke.
#![expect(clippy::disallowed_methods, reason = "the age of a verdict is told; no finding depends on it")]

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

/// After so long without an end of a check, or a look at the files, what is shown is out of date.
const LATE: Duration = Duration::from_secs(10);

/// What the thread of checks does, and has done.
#[derive(Debug, Default)]
pub(super) struct Pulse(Mutex<Beat>);

#[derive(Clone, Copy, Debug, Default)]
struct Beat {
    /// When the last round was done.
    made: Option<Instant>,
    /// When what is shown was last known to hold: a round was done, or nothing had changed since.
    sure: Option<Instant>,
    /// Since when a round is being made.
    checking: Option<Instant>,
    /// Whether the last round broke.
    broken: bool,
}

/// Whether what is shown is a verdict on the files as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Standing {
    /// The first check is not done yet.
    Starting,
    /// It is.
    Fresh,
    /// It is, and says itself that something was not checked.
    Incomplete,
    /// It is of earlier: a check does not end, or nobody looks whether files change.
    Stale,
    /// It is of earlier: the last check broke.
    Failed,
}

/// What is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    /// The round that is shown.
    pub round: Option<u64>,
    /// Whether it holds.
    pub standing: Standing,
    /// How long ago it was made.
    age_ms: Option<u64>,
    /// How long ago it was last known to hold.
    sure_ms: Option<u64>,
    /// How long another has been under way.
    checking_ms: Option<u64>,
}

impl Pulse {
    /// A round begins.
    pub(super) fn begin(&self) {
        self.lock().checking = Some(Instant::now());
    }

    /// A round is done, and what is shown is what it said.
    pub(super) fn done(&self) {
        let now = Some(Instant::now());
        *self.lock() = Beat { made: now, sure: now, checking: None, broken: false };
    }

    /// Nothing has changed since the last round.
    pub(super) fn sure(&self) {
        let mut beat = self.lock();
        if beat.made.is_some() && !beat.broken {
            beat.sure = Some(Instant::now());
        }
    }

    /// A round broke, so that there is no verdict on what is there now.
    pub(super) fn broke(&self) {
        let mut beat = self.lock();
        (beat.checking, beat.broken) = (None, true);
    }

    /// How things stand with a round that ended with that exit status.
    pub(super) fn told(&self, shown: Option<(u64, u8)>) -> Told {
        let beat = *self.lock();
        beat.told(shown, Instant::now())
    }

    fn lock(&self) -> MutexGuard<'_, Beat> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Beat {
    fn told(self, shown: Option<(u64, u8)>, now: Instant) -> Told {
        let since = |then: Option<Instant>| then.map(|then| now.saturating_duration_since(then));
        let is_late = |then: Option<Instant>| since(then).is_some_and(|age| age > LATE);
        let standing = match shown {
            _ if self.broken => Standing::Failed,
            None => Standing::Starting,
            Some(_) if is_late(self.checking) || self.checking.is_none() && is_late(self.sure) => Standing::Stale,
            Some((_, 0 | 1)) => Standing::Fresh,
            Some(_) => Standing::Incomplete,
        };
        let millis = |then| since(then).map(|age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX));
        Told {
            round: shown.map(|(round, _)| round),
            standing,
            age_ms: millis(self.made),
            sure_ms: millis(self.sure),
            checking_ms: millis(self.checking),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_end_or_is_not_looked_at_is_out_of_date() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let done = Beat { made: Some(start), sure: Some(start), checking: None, broken: false };
        let standing = |beat: Beat, code, now| beat.told(Some((1, code)), at(now)).standing;
        assert_eq!(Beat::default().told(None, at(99)).standing, Standing::Starting);
        assert_eq!([0, 1, 2, 3].map(|code| standing(done, code, 3)), {
            use Standing::{Fresh, Incomplete};
            [Fresh, Fresh, Incomplete, Incomplete]
        });
        assert_eq!(standing(done, 0, 11), Standing::Stale);
        let sure = Beat { sure: Some(at(10)), ..done };
        assert_eq!(standing(sure, 0, 11), Standing::Fresh);
        let checking = Beat { checking: Some(at(10)), ..sure };
        assert_eq!([11, 19, 21].map(|now| standing(checking, 0, now)), {
            use Standing::{Fresh, Stale};
            [Fresh, Fresh, Stale]
        });
        let broken = Beat { broken: true, ..done };
        assert_eq!(standing(broken, 0, 0), Standing::Failed);
        let told = checking.told(Some((7, 0)), at(12));
        assert_eq!((told.round, told.age_ms, told.sure_ms), (Some(7), Some(12_000), Some(2_000)));
        assert_eq!(told.checking_ms, Some(2_000));
    }

    #[test]
    fn only_a_round_that_is_done_makes_a_verdict_good_again() {
        let pulse = Pulse::default();
        let standing = || pulse.told(Some((1, 0))).standing;
        pulse.begin();
        pulse.broke();
        pulse.sure();
        assert_eq!(standing(), Standing::Failed);
        pulse.begin();
        assert_eq!(standing(), Standing::Failed);
        pulse.done();
        assert_eq!(standing(), Standing::Fresh);
    }
}
