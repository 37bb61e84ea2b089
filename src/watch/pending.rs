//! What has happened and was not told yet, and when it has been quiet for long enough to tell it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long constant writing can put a round off.
const PATIENCE: Duration = Duration::from_secs(1);

/// Most paths that are remembered; beyond them everything may have changed.
const MOST: usize = 10_000;

/// What has happened and was not told yet.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Paths that were asked for, as they were asked for.
    pub paths: BTreeSet<PathBuf>,
    /// Whether other paths may have changed too.
    pub rescan: bool,
    /// When the first of it happened, and the last.
    between: Option<(Instant, Instant)>,
    /// Not to be told earlier, unless something more happens.
    held: Option<Instant>,
}

impl Pending {
    /// Something has happened, which may concern anything.
    pub(super) fn touch(&mut self, now: Instant) {
        let first = self.between.map_or(now, |(first, _)| first);
        self.between = Some((first, now));
    }

    /// Something has happened to a path.
    pub(super) fn add(&mut self, path: PathBuf, now: Instant) {
        self.touch(now);
        self.held = None;
        if self.paths.len() < MOST {
            self.paths.insert(path);
        } else {
            self.rescan = true;
        }
    }

    /// Puts it off.
    pub(super) fn hold(&mut self, until: Instant) {
        self.held = Some(until);
    }

    /// When it is to be told: after a time of quiet, but not later than patience allows.
    pub(super) fn due(&self, settle: Duration) -> Option<Instant> {
        let (first, last) = self.between?;
        let due = (last + settle).min(first + PATIENCE.max(settle));
        Some(self.held.map_or(due, |held| due.max(held)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLE: Duration = Duration::from_millis(50);

    #[test]
    fn it_is_told_after_a_time_of_quiet_and_constant_writing_cannot_starve_it() {
        let start = Instant::now();
        let mut pending = Pending::default();
        assert_eq!(pending.due(SETTLE), None);
        pending.add("a".into(), start);
        assert_eq!(pending.due(SETTLE), Some(start + SETTLE));
        let later = start + Duration::from_millis(40);
        pending.add("a".into(), later);
        assert_eq!(pending.due(SETTLE), Some(later + SETTLE));
        for n in 0..1000 {
            pending.add("a".into(), start + Duration::from_millis(10 * n));
        }
        assert_eq!(pending.due(SETTLE), Some(start + PATIENCE));
        assert_eq!(pending.paths.len(), 1);
    }

    #[test]
    fn beyond_a_number_of_paths_everything_may_have_changed() {
        let mut pending = Pending::default();
        for n in 0..=MOST {
            assert!(!pending.rescan);
            pending.add(format!("{n}").into(), Instant::now());
        }
        assert!(pending.rescan && pending.paths.len() == MOST);
    }
}
