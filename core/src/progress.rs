//! Progress of long work, for whoever shows it.

/// Hears how far a long check has come.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn stage(&self, stage: Stage, steps: usize);
    /// So many steps are done.
    fn step(&self, steps: usize);
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
}

/// No one listens.
impl Progress for () {
    fn stage(&self, _: Stage, _: usize) {}
    fn step(&self, _: usize) {}
}
