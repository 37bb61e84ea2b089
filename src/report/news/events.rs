//! Events for programs: one a line, of the shapes that `docs/programs.md` and `events.schema.json` describe.

use std::io;

use serde::Serialize;

use crate::report::news::News;
use yize_core::check::{Outcome, fingerprint};
use yize_core::escape;
use yize_core::finding::Finding;
use yize_core::json::{Counts, Entry, counts, entry};
use yize_core::source::Locator;

/// What a round came to.
#[derive(Serialize)]
struct Report<'a> {
    event: &'static str,
    /// Of the round, from 1.
    number: u64,
    as_of: String,
    cause: &'a [String],
    elapsed_ms: u128,
    added: Vec<Entry<'a>>,
    removed: Vec<Entry<'a>>,
    moved: Vec<Entry<'a>>,
    /// Packs of which an earlier version is in force.
    held: Vec<&'a str>,
    /// What `yize check` would exit with: 2 while packs are held.
    exit_status: u8,
    summary: Counts,
}

/// What became of a pack.
#[derive(Serialize)]
struct State<'a> {
    event: &'static str,
    number: u64,
    pack: &'a str,
    /// Whether an earlier version of it is in force, where it is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<bool>,
    findings: Vec<Entry<'a>>,
}

/// Writes the events of a round: what became of packs, and then the report.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(news: &News<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let round = news.round;
    let (number, after) = (round.number, &*round.outcome);
    for held in &news.faults {
        let prints = fingerprint::all(&held.findings, &after.sources);
        let findings = entries(&held.findings, &prints, after, news);
        let earlier = Some(held.earlier);
        line(&State { event: "pack-fault", number, pack: &held.pack, earlier, findings }, out)?;
    }
    for pack in &round.restored {
        line(&State { event: "pack-restored", number, pack, earlier: None, findings: Vec::new() }, out)?;
    }

    let before = round.before.as_deref();
    let prints = |outcome: &Outcome| fingerprint::all(&outcome.findings, &outcome.sources);
    let (is, was) = (prints(after), before.map(prints).unwrap_or_default());
    let mut locator = Locator::new(&after.sources);
    let mut now = |list: &[usize]| -> Vec<Entry<'_>> {
        list.iter().map(|at| entry(&after.findings[*at], &is[*at], after, news.view.lang, &mut locator)).collect()
    };
    let (added, moved) = (now(&round.added), now(&news.moved));
    let removed = before.map(|before| {
        let mut locator = Locator::new(&before.sources);
        let gone = round.removed.iter();
        gone.map(|at| entry(&before.findings[*at], &was[*at], before, news.view.lang, &mut locator)).collect()
    });
    let report = Report {
        event: "report",
        number,
        as_of: after.as_of.to_string(),
        cause: &news.cause,
        elapsed_ms: news.elapsed.as_millis(),
        added,
        removed: removed.unwrap_or_default(),
        moved,
        held: round.held.iter().filter(|held| held.earlier).map(|held| held.pack.as_str()).collect(),
        exit_status: news.view.code,
        summary: counts(&after.summary),
    };
    line(&report, out)
}

fn entries<'a>(findings: &'a [Finding], prints: &'a [String], outcome: &'a Outcome, news: &News<'_>) -> Vec<Entry<'a>> {
    let mut locator = Locator::new(&outcome.sources);
    let both = findings.iter().zip(prints);
    both.map(|(finding, print)| entry(finding, print, outcome, news.view.lang, &mut locator)).collect()
}

fn line(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    escape::json(value, out)?;
    writeln!(out)
}
