//! Progress of long work, for whoever shows it.

use std::time::Duration;

/// Hears how far a long check has come.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use yize_core::check::{Progress, Stage, Work, check};
///
/// /// A bar for the files that are read.
/// #[derive(Default)]
/// struct Bar {
///     files: AtomicUsize,
/// }
///
/// impl Progress for Bar {
///     fn stage(&self, stage: Stage, steps: usize) {
///         if stage == Stage::Read {
///             self.files.fetch_add(steps, Ordering::Relaxed);
///         }
///     }
///     fn step(&self, _steps: usize) {}
///     fn clock(&self) -> std::time::Duration {
///         std::time::Duration::ZERO // nobody here asks how long things take
///     }
///     fn took(&self, work: Work<'_>, _: std::time::Duration) {
///         assert!(matches!(work, Work::File(name) | Work::Rule(name) | Work::Scheme(name) if !name.is_empty()));
///     }
/// }
///
/// # let (project, request) = (yize_core::example::project(), yize_core::example::request());
/// let bar = Bar::default();
/// let outcome = check(&project, &request, &bar);
/// assert_eq!(bar.files.into_inner(), outcome.summary.files);
/// ```
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn stage(&self, stage: Stage, steps: usize);
    /// So many steps are done.
    fn step(&self, steps: usize);
    /// A clock, for who wants to know how long things take: nothing is decided by it.
    fn clock(&self) -> Duration {
        Duration::ZERO
    }
    /// Some work took that long, by that clock, on one thread. Called from any thread.
    fn took(&self, _work: Work<'_>, _time: Duration) {}
}

/// Work of which it is told how long it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work<'w> {
    /// A data file was read, by its name.
    File(&'w str),
    /// A rule was called for some records, by its full name.
    Rule(&'w str),
    /// A scheme was worked out for some records, by its full name.
    Scheme(&'w str),
}

/// A stage of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading data files; a step is a file.
    Read,
    /// Working out scores; a step is a task of scheme and records.
    Score,
    /// Running rules; a step is a task of rule and records.
    Run,
    /// Running the cases of a pack; a step is a case.
    Test,
}

/// No one listens.
impl Progress for () {
    fn stage(&self, _: Stage, _: usize) {}
    fn step(&self, _: usize) {}
}
