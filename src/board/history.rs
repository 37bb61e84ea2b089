//! The last reloads: when, how long, what changed, and what came and went.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::report::place::told;
use crate::report::shape::Sort;
use crate::report::text::clean_line;
use yize_core::check::{Outcome, fingerprint};
use yize_core::finding::Finding;
use yize_core::language::{Lang, Text};
use yize_core::session::Round;

/// How many reloads are remembered.
pub(crate) const RELOADS: usize = 20;
/// How many findings a reload names; all are counted.
const NAMED: usize = 12;

/// What was found on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Noted {
    /// The as-of date.
    pub day: String,
    /// How many violations.
    pub violations: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many duties still to come.
    pub pending: usize,
    /// How many faults.
    pub faults: usize,
    /// How many that are excused.
    pub waived: usize,
}

impl Noted {
    /// That of an outcome.
    #[must_use]
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let own = &outcome.summary;
        Self {
            day: outcome.as_of.to_string(),
            violations: own.violations,
            warnings: own.warnings,
            pending: own.pending,
            faults: own.faults,
            waived: own.waived,
        }
    }
}

/// One reload.
#[derive(Clone, Debug)]
pub(crate) struct Reload {
    round: u64,
    at: u64,
    elapsed: u64,
    cause: Vec<String>,
    added: Vec<Line>,
    removed: Vec<Line>,
    counts: [usize; 2],
    failed: Vec<String>,
    restored: Vec<String>,
    /// Errors, warnings, pending duties, faults.
    totals: [usize; 4],
}

#[derive(Clone, Debug)]
struct Line {
    print: String,
    rule: Arc<str>,
    sort: &'static str,
    message: Text,
    file: Option<String>,
    at: Option<usize>,
    shown: Option<String>,
}

/// A reload in a language.
#[derive(Debug, Serialize)]
pub(crate) struct Told<'a> {
    round: u64,
    at: u64,
    elapsed_ms: u64,
    cause: &'a [String],
    added: usize,
    removed: usize,
    /// Some of those that are new, and of those that are gone.
    new: Vec<ToldLine<'a>>,
    gone: Vec<ToldLine<'a>>,
    failed: &'a [String],
    restored: &'a [String],
    violations: usize,
    warnings: usize,
    pending: usize,
    faults: usize,
}

/// A finding that came or went.
#[derive(Debug, Serialize)]
struct ToldLine<'a> {
    fingerprint: &'a str,
    rule: &'a str,
    sort: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    #[serde(rename = "line")]
    at: Option<usize>,
    /// Where it stands, as people write it.
    shown: Option<&'a str>,
}

/// When a round was, and why.
#[derive(Clone, Debug, Default)]
pub(crate) struct When {
    /// When it was done, in milliseconds since 1970.
    pub at: u64,
    /// How long it took, in milliseconds.
    pub elapsed: u64,
    /// The files whose change was its cause; none for the first.
    pub cause: Vec<String>,
}

impl Reload {
    /// What a round changed; `prints` are the fingerprints of its findings.
    #[must_use]
    pub(crate) fn new(round: &Round, prints: &[String], when: &When) -> Self {
        let first = round.before.is_none();
        let (added, before) = (if first { &[][..] } else { &round.added }, round.before.as_deref());
        let s = &round.outcome.summary;
        Self {
            round: round.number,
            at: when.at,
            elapsed: when.elapsed,
            cause: when.cause.iter().map(|path| clean_line(path)).collect(),
            added: lines(&round.outcome, added, prints),
            removed: before.map_or_else(Vec::new, |before| lines(before, &round.removed, &[])),
            counts: [added.len(), round.removed.len()],
            failed: round.failed.clone(),
            restored: round.restored.clone(),
            totals: [s.violations, s.warnings, s.pending, s.faults],
        }
    }

    /// The reload in a language.
    #[must_use]
    pub(crate) fn told(&self, lang: Lang) -> Told<'_> {
        let [violations, warnings, pending, faults] = self.totals;
        Told {
            round: self.round,
            at: self.at,
            elapsed_ms: self.elapsed,
            cause: &self.cause,
            added: self.counts[0],
            removed: self.counts[1],
            new: self.added.iter().map(|line| line.told(lang)).collect(),
            gone: self.removed.iter().map(|line| line.told(lang)).collect(),
            failed: &self.failed,
            restored: &self.restored,
            violations,
            warnings,
            pending,
            faults,
        }
    }
}

impl Line {
    fn told(&self, lang: Lang) -> ToldLine<'_> {
        ToldLine {
            fingerprint: &self.print,
            rule: &self.rule,
            sort: self.sort,
            message: self.message.get(lang),
            file: self.file.as_deref(),
            at: self.at,
            shown: self.shown.as_deref(),
        }
    }
}

/// Those named by number. What is gone has no fingerprint: there is nothing to lead to.
fn lines(outcome: &Outcome, numbers: &[usize], prints: &[String]) -> Vec<Line> {
    let line = |at: &usize| {
        let finding = outcome.findings.get(*at)?;
        let start = finding.place.map(|place| outcome.sources.positions(place).0);
        Some(Line {
            print: prints.get(*at).cloned().unwrap_or_default(),
            rule: finding.rule.clone(),
            sort: sort(finding),
            message: finding.message.clone(),
            file: fingerprint::file(finding, &outcome.sources).map(str::to_owned),
            at: start.map(|start| start.line),
            shown: finding.place.map(|place| told(&outcome.sources, place)),
        })
    };
    numbers.iter().filter_map(line).take(NAMED).collect()
}

/// The word for what a finding is: as the page's filters and colours have it.
#[must_use]
pub(crate) fn sort(finding: &Finding) -> &'static str {
    gravity(finding).word()
}

/// How grave a finding is, the gravest first; what is excused is so in whatever way.
#[must_use]
pub(crate) fn gravity(finding: &Finding) -> Sort {
    Sort::of(finding).min(Sort::Waived)
}
