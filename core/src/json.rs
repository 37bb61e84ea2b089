//! The report for programs: a stable shape, every key always there. `yize check --format json` writes it, and so may who
//! embeds the engine.
//!
//! ```
//! use yize_core::Lang;
//! use yize_core::check::fingerprint;
//! use yize_core::json::{Counts, Entry, counts, entry};
//! use yize_core::source::Locator;
//!
//! # let outcome = yize_core::example::outcome();
//! let report: serde_json::Value = serde_json::from_slice(&outcome.json(Lang::En))?;
//! assert_eq!(report["findings"][0]["rule"], "ledger/visits");
//!
//! // Its parts, for who writes a report of another shape: a finding a line, for instance.
//! let fingerprints = fingerprint::all(&outcome.findings, &outcome.sources);
//! let mut locator = Locator::new(&outcome.sources);
//! let line: Entry = entry(&outcome.findings[0], fingerprints[0].as_str(), &outcome, Lang::En, &mut locator);
//! assert_eq!(serde_json::to_value(&line)?, report["findings"][0]);
//! let summary: Counts = counts(&outcome.summary);
//! assert_eq!(serde_json::to_value(&summary)?, report["summary"]);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod entry;
mod ledger;
mod proofs;
mod scores;
mod shard;

pub use entry::{Counts, Entry, counts, entry};
pub use proofs::number;
pub use scores::write as write_scores;
pub use shard::{Order, Said, Shard, Waiver};

use std::io;

use serde::{Serialize, Serializer};

use crate::check::{FailOn, Outcome, Since, Within, fingerprint};
use crate::escape::json_pretty;
use crate::language::Lang;
use crate::source::Locator;
use ledger::Ledger;
use scores::All;
use shard::{Orders, shard};

/// Writes the report, indented, with a line break at its end.
///
/// ```
/// use yize_core::{FailOn, Lang, json};
///
/// # let outcome = yize_core::example::outcome();
/// let mut bytes = Vec::new();
/// json::write(&outcome, Lang::Zh, FailOn::Error, &mut bytes)?;
/// assert_eq!(bytes, outcome.json(Lang::Zh));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the writer reports them.
pub fn write(outcome: &Outcome, lang: Lang, fail_on: FailOn, out: &mut dyn io::Write) -> io::Result<()> {
    let report = Report {
        version: 1,
        as_of: outcome.as_of.to_string(),
        time_zone: outcome.time_zone.as_deref(),
        shard: shard(outcome, lang, fail_on),
        since: outcome.since.as_ref().map(since),
        findings: Findings(outcome, lang),
        scores: All(outcome, lang),
        summary: counts(&outcome.summary),
        nested: &outcome.nested,
        ledgers: ledger::all(&outcome.sheets, lang),
    };
    json_pretty(&report, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    as_of: String,
    /// Only where the day was taken from the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<&'a str>,
    /// Only in the report of a shard.
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<Shard<Orders<'a>>>,
    /// Only with `--changed-since`.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Compared<'a>>,
    findings: Findings<'a>,
    scores: All<'a>,
    summary: Counts,
    /// Only where a project lies within another.
    #[serde(skip_serializing_if = "<[Within]>::is_empty")]
    nested: &'a [Within],
    /// How sheets of workbooks were read; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ledgers: Vec<Ledger<'a>>,
}

/// The findings of a report, each made an entry when it is its turn.
struct Findings<'a>(&'a Outcome, Lang);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(outcome, lang) = *self;
        let mut locator = Locator::new(&outcome.sources);
        let prints = fingerprint::each(&outcome.findings, &outcome.sources);
        serializer
            .collect_seq(outcome.findings.iter().zip(prints).map(|(f, p)| entry(f, p, outcome, lang, &mut locator)))
    }
}

/// What only new findings are reported against.
#[derive(Debug, Serialize)]
struct Compared<'a> {
    r#ref: &'a str,
    commit: &'a str,
    gone: usize,
    before: Counts,
    after: Counts,
}

fn since(since: &Since) -> Compared<'_> {
    let Since { reference, commit, before, after, gone } = since;
    Compared { r#ref: reference, commit, gone: *gone, before: counts(before), after: counts(after) }
}

impl Outcome {
    /// The report for programs, as `yize check --format json` writes it.
    #[must_use]
    pub fn json(&self, lang: Lang) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A vector takes whatever is written.
        let _ = write(self, lang, FailOn::default(), &mut bytes);
        bytes
    }
}
