//! The verb in the middle: data and packs in, findings out.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::files::Files;
use crate::finding::{Effect, Finding, Severity, Status};
use crate::pack::rule::RuleInfo;
use crate::source::Sources;

/// What to check, and as of when.
#[derive(Clone, Debug)]
pub struct Request {
    /// Data files, projects or folders.
    pub paths: Vec<PathBuf>,
    /// A data file that does not come from the disk: the name it goes by, and its bytes.
    pub stdin: Option<(String, Vec<u8>)>,
    /// Folders of packs that add to or replace the embedded ones.
    pub rules: Vec<PathBuf>,
    /// The day as of which duties are due.
    pub as_of: Date,
    /// Rules to run (globs over full names); all when empty.
    pub only: Vec<String>,
    /// Rules to leave out (globs over full names).
    pub skip: Vec<String>,
    /// Bodies to check (globs); all when empty.
    pub bodies: Vec<String>,
    /// Threads; at least 1.
    pub jobs: usize,
    /// Whether no data at all is a pass.
    pub allow_empty: bool,
}

/// The result of a check: everything that a report needs, and nothing that depends on clock or order.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The day as of which duties were due.
    pub as_of: Date,
    /// Findings by file, place and rule; findings without a file first.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// What was read and run.
    pub summary: Summary,
}

/// Counts of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Violations of severity error.
    pub violations: usize,
    /// Violations of severity warning.
    pub warnings: usize,
    /// Duties not yet due.
    pub pending: usize,
    /// Faults of packs, limits, and what could not be read.
    pub faults: usize,
    /// Findings that a waiver covers.
    pub waived: usize,
    /// Findings that a baseline knows.
    pub baselined: usize,
    /// Bodies with data.
    pub bodies: usize,
    /// Data files read.
    pub files: usize,
    /// Records read.
    pub records: usize,
    /// Rules that were run.
    pub rules: usize,
}

/// The severity from which violations fail a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
    /// No violation fails the check; what was not checked still does.
    Never,
}

impl Outcome {
    /// The exit status: 2 (not checked) before 3 (incomplete) before 1 (violations) before 0.
    #[must_use]
    pub fn exit_code(&self, fail_on: FailOn) -> u8 {
        let fails = |f: &Finding| match fail_on {
            FailOn::Error => f.severity == Severity::Error,
            FailOn::Warning => true,
            FailOn::Never => false,
        };
        let has =
            |effect| self.findings.iter().any(|f| f.effect == effect && (effect != Effect::Violation || fails(f)));
        match () {
            () if has(Effect::NotChecked) => 2,
            () if has(Effect::Incomplete) => 3,
            () if has(Effect::Violation) => 1,
            () => 0,
        }
    }
}

impl Summary {
    /// Counts findings by status.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            *match (finding.status, finding.severity) {
                (Status::Violation, Severity::Error) => &mut self.violations,
                (Status::Violation, Severity::Warning) => &mut self.warnings,
                (Status::Pending, _) => &mut self.pending,
                (Status::Fault, _) => &mut self.faults,
            } += 1;
        }
    }
}

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
    /// Running rules; a step is a task of rule and records.
    Run,
}

/// No one listens.
impl Progress for () {
    fn stage(&self, _: Stage, _: usize) {}
    fn step(&self, _: usize) {}
}

/// The rules in force, and what is wrong with their packs.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Rules by full name.
    pub rules: Vec<RuleInfo>,
    /// Errors of packs and filters.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
}

/// Checks what the request names. Everything that goes wrong is a finding.
#[must_use]
pub fn check(files: &dyn Files, request: &Request, progress: &dyn Progress) -> Outcome {
    let _ = (files, request, progress);
    todo!()
}

/// Lists the rules of all packs in force (embedded, and of the request's rule folders and projects).
#[must_use]
pub fn rules(files: &dyn Files, request: &Request) -> Listing {
    let _ = (files, request);
    todo!()
}
