//! What a check came to: findings, scores, counts, and the exit status that they stand for.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::check::request::Shard;
use crate::check::ruleset::Ruleset;
use crate::data::Store;
use crate::finding::{Effect, Finding, Severity, Status, Suppression};
use crate::pack::rule::RuleInfo;
use crate::run::compile::Compiled;
use crate::score::Table;
use crate::sheet::Reading;
use crate::source::Sources;

/// The result of a check: everything that a report needs, and nothing that depends on clock or order.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The day as of which duties were due.
    pub as_of: Date,
    /// The time zone whose day that is, where it was taken from the clock.
    pub time_zone: Option<String>,
    /// Findings by file, place and rule; findings without a file first.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// The cards of every scheme, by body, year and scheme.
    pub scores: Vec<Arc<Table>>,
    /// The rules that were run, by full name.
    pub rules: BTreeMap<Arc<str>, RuleInfo>,
    /// What was read and run.
    pub summary: Summary,
    /// Which shard it is of, where it is one.
    pub shard: Option<Sharded>,
    /// What it is compared with, where only what is new is reported.
    pub since: Option<Since>,
    /// What was checked, a project each: data and rules for whoever shows more than findings.
    pub projects: Vec<Examined>,
    /// The projects that lie within another, by their folders.
    pub nested: Vec<Within>,
    /// How sheets of workbooks were read, in their order.
    pub sheets: Vec<Reading>,
}

/// A project within another, with settings of its own.
///
/// ```
/// use yize_core::check::{Within, check};
///
/// # let (files, request) = (yize_core::example::project(), yize_core::example::request());
/// // Around the project there is another now, which says nothing of it: what the inner settings would lighten does not count.
/// let files = files.with("yize.toml", "data = [\"none/*.toml\"]\n");
/// let Within { project, outer, settings, in_full } = &check(&files, &request, &()).nested[0];
/// assert_eq!((project.as_str(), outer.as_str(), &settings[..], *in_full), ("club", ".", &["rules".to_owned()][..], false));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Within {
    /// Its folder.
    pub project: String,
    /// The folder of the other.
    pub outer: String,
    /// What its settings speak of (`data`, `rules`, …).
    pub settings: Vec<String>,
    /// Whether they count in full: the other names it under `projects`.
    pub in_full: bool,
}

/// What one project holds.
#[derive(Clone, Debug)]
pub struct Examined {
    /// Its folder; empty for files given one by one.
    pub root: PathBuf,
    /// Its records.
    pub(crate) store: Arc<Store>,
    /// Its packs.
    pub(crate) rules: Arc<Ruleset>,
    /// What holds for its bodies, by governing pack.
    pub(crate) compiled: Vec<Arc<Compiled>>,
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

/// The state that an outcome is compared with, by `--changed-since`.
#[derive(Clone, Debug)]
pub struct Since {
    /// What the user called it.
    pub reference: String,
    /// Its full id.
    pub commit: String,
    /// Counts of that state.
    pub before: Summary,
    /// Counts of the state that was checked, what is not new included.
    pub after: Summary,
    /// Findings of that state that are gone.
    pub gone: usize,
}

/// What a shard adds to an outcome, so that its report can be joined with the others.
#[derive(Clone, Debug)]
pub struct Sharded {
    /// Which one.
    pub shard: Shard,
    /// Digest of all that was read and asked for: the same for all shards of a check.
    pub inputs: String,
    /// Data files of all shards together.
    pub files: usize,
    /// Full names of the rules that apply to what this shard has read.
    pub rules: Vec<Arc<str>>,
    /// The bounds that hold for all shards together: how much of each there is in this one, and how much there may be.
    pub bounds: Vec<[u64; 2]>,
    /// What belongs to no body of this shard and is reported by the first. It counts for the exit status of each.
    pub elsewhere: Vec<Finding>,
    /// What is to be said where no rule applies in any shard.
    pub idle: Option<Finding>,
    /// For each waiver, the shard whose words hold.
    pub speakers: Vec<usize>,
    /// The waivers, to be judged when all shards are there.
    pub waivers: Vec<Verdict>,
}

/// What became of a waiver in one check, or in one shard of it.
#[derive(Clone, Copy, Debug)]
pub struct Judgement {
    /// The first waiver of the same text: one file may serve several projects, and what one of them needs is needed.
    pub group: usize,
    /// Whether it excuses a finding here.
    pub met: bool,
    /// Whether it can be said that it excuses nothing here.
    pub judged: bool,
}

/// Which waivers excuse nothing: every shard could judge, and in none does one of the same text excuse a finding. A check
/// that is not cut is its only shard.
///
/// ```
/// use yize_core::check::{Judgement, excuse_nothing};
///
/// let waiver = |group, met| Judgement { group, met, judged: true };
/// // The second has the text of the first, and excuses a finding in the other shard.
/// let shards = [vec![waiver(0, false), waiver(0, false)], vec![waiver(0, false), waiver(0, true)]];
/// assert_eq!(excuse_nothing(&shards[..1]), [true, true]);
/// assert_eq!(excuse_nothing(&shards), [false, false]);
/// ```
#[must_use]
pub fn excuse_nothing(shards: &[Vec<Judgement>]) -> Vec<bool> {
    let all = || shards.iter().flatten();
    let met: HashSet<usize> = all().filter(|j| j.met).map(|j| j.group).collect();
    let waivers = shards.first().map(Vec::as_slice).unwrap_or_default().iter().enumerate();
    let judged = |at: usize| shards.iter().all(|shard| shard.get(at).is_some_and(|j| j.judged));
    waivers.map(|(at, waiver)| judged(at) && !met.contains(&waiver.group)).collect()
}

/// What is to be said of a waiver, according to whether it excuses anything.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What became of it here.
    pub judgement: Judgement,
    /// What is said when it excuses something, or when that is not known.
    pub used: Vec<Finding>,
    /// What is said when it excuses nothing.
    pub unused: Vec<Finding>,
    /// The body on whose records these words hang, where they do.
    pub(crate) speaker: Option<Arc<str>>,
}

/// The severity from which violations fail a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
    /// No violation of a rule fails the check; broken data and what was not checked still do.
    Never,
}

impl FailOn {
    /// Whether a violation fails the check.
    #[must_use]
    pub fn fails(self, violation: &Finding) -> bool {
        match self {
            Self::Error => violation.severity == Severity::Error,
            Self::Warning => true,
            // Broken data keeps rules from running to their end, so it fails whatever the level.
            Self::Never => violation.rule.starts_with("host/") && violation.severity == Severity::Error,
        }
    }
}

impl Outcome {
    /// The exit status: 2 (not checked) before 3 (incomplete) before 1 (violations) before 0.
    #[must_use]
    pub fn exit_code(&self, fail_on: FailOn) -> u8 {
        let fails = |f: &Finding| f.effect != Effect::Violation || fail_on.fails(f);
        let elsewhere = self.shard.iter().flat_map(|s| &s.elsewhere);
        let open = self.findings.iter().chain(elsewhere).filter(|f| f.suppressed.is_none());
        let has = |effect| open.clone().any(|f| f.effect == effect && fails(f));
        match () {
            () if has(Effect::NotChecked) => 2,
            () if has(Effect::Incomplete) => 3,
            () if has(Effect::Violation) => 1,
            () => 0,
        }
    }
}

impl Verdict {
    /// What is said in any case.
    pub(crate) fn certain(&self) -> impl Iterator<Item = &Finding> {
        self.used.iter().filter(|finding| self.unused.contains(finding))
    }
}

impl Summary {
    /// Counts findings by status.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            *match (&finding.suppressed, finding.status, finding.severity) {
                (Some(Suppression::Waiver { .. }), ..) => &mut self.waived,
                (Some(Suppression::Baseline), ..) => &mut self.baselined,
                (None, Status::Violation, Severity::Error) => &mut self.violations,
                (None, Status::Violation, Severity::Warning) => &mut self.warnings,
                (None, Status::Pending, _) => &mut self.pending,
                (None, Status::Fault, _) => &mut self.faults,
            } += 1;
        }
    }
}
