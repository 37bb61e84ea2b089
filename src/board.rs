//! The board: what the live page shows of a round, worked out from findings, data and the packs' views.
//!
//! Pure and in a fixed order. What may be large (the findings) is asked for page by page.

pub(crate) mod history;
pub(crate) mod seats;
pub(crate) mod whose;
pub(crate) mod areas;
pub(crate) mod cells;
pub(crate) mod calendar;
pub(crate) mod assignment;
pub(crate) mod scores;
pub(crate) mod asked;
pub(crate) mod due;
pub(crate) mod findings;
pub(crate) mod rows;
pub(crate) mod paper;
pub(crate) mod ranking;
pub(crate) mod person;

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;

use crate::report::{View, readings, row, summary};
use yize_core::check::{FailOn, Outcome, fingerprint};
use yize_core::finding::Finding;
use yize_core::json::{Counts, counts};
use yize_core::language::Lang;
use yize_core::session::Round;

use areas::{Area, BodyRow, Places, Tally};
use findings::Entry;
use history::{RELOADS, Reload, When};
use seats::seats;
use whose::{Names, names};

/// A round with what every page of it needs, worked out once.
#[derive(Debug)]
pub(crate) struct Shown {
    /// The round.
    pub round: Round,
    /// The last reloads, this one first.
    pub reloads: Vec<Arc<Reload>>,
    /// What was found on each day up to now, where that is kept.
    pub days: Vec<history::Noted>,
    /// Names of the findings over time.
    prints: Vec<String>,
    /// The area of each finding, by number in [`Places::areas`].
    areas: Vec<usize>,
    /// Numbers of findings that are new.
    fresh: HashSet<usize>,
    /// Areas and the rules of each body.
    places: Places,
    /// What people call bodies.
    names: Names,
}

impl Shown {
    /// Looks up what pages need. `earlier` are the reloads before this one, the last first.
    #[must_use]
    pub(crate) fn new(round: Round, when: &When, earlier: &[Arc<Reload>]) -> Self {
        let outcome = &round.outcome;
        let seats = seats(outcome);
        let (places, names) = (Places::new(&seats, outcome), names(&seats));
        let areas = outcome.findings.iter().map(|finding| places.of(finding)).collect();
        let prints = fingerprint::all(&outcome.findings, &outcome.sources);
        let own = Arc::new(Reload::new(&round, &prints, when));
        let reloads = std::iter::once(own).chain(earlier.iter().take(RELOADS - 1).cloned()).collect();
        // In the first round everything would be.
        let fresh = if round.before.is_some() { round.added.iter().copied().collect() } else { HashSet::new() };
        Self { round, reloads, days: Vec::new(), prints, areas, fresh, places, names }
    }

    /// The outcome.
    #[must_use]
    pub(crate) fn outcome(&self) -> &Outcome {
        &self.round.outcome
    }

    /// The finding with that fingerprint.
    #[must_use]
    pub(crate) fn find(&self, print: &str) -> Option<&Finding> {
        let at = self.prints.iter().position(|own| own == print)?;
        self.outcome().findings.get(at)
    }

    /// The exit status of a check of this state; never green while a pack is held in its last good version.
    #[must_use]
    pub(crate) fn exit(&self) -> u8 {
        self.round.exit_code(FailOn::Error)
    }
}

/// What the page shows, apart from the pages of findings.
#[derive(Debug, Serialize)]
pub(crate) struct Board<'a> {
    version: u32,
    program: &'static str,
    round: u64,
    as_of: String,
    /// The exit status of a check of this state; 2 while packs are held, which are not checked as they are now.
    exit: u8,
    verdict: String,
    summary: Counts,
    areas: Vec<Area<'a>>,
    bodies: Vec<BodyRow<'a>>,
    coming: due::Coming<'a>,
    /// Rules with findings.
    rules: Vec<RuleRow<'a>>,
    calendars: Vec<calendar::Picture>,
    assignments: Vec<assignment::Picture>,
    scores: Vec<scores::Picture<'a>>,
    /// Why schemes give no card, where there are none.
    unscored: Vec<String>,
    reloads: Vec<history::Told<'a>>,
    days: &'a [history::Noted],
    held: Vec<HeldPack<'a>>,
    /// How sheets of workbooks were read.
    sheets: Vec<readings::Told>,
    /// Findings that are new since the round before.
    fresh: usize,
}

/// A rule with findings.
#[derive(Debug, Serialize)]
struct RuleRow<'a> {
    rule: &'a str,
    title: &'a str,
    #[serde(flatten)]
    tally: Tally,
}

/// A pack that is broken: its last good version is in force, where there is one.
#[derive(Debug, Serialize)]
struct HeldPack<'a> {
    pack: &'a str,
    /// Whether it is; a pack that has never been right has none.
    earlier: bool,
    findings: Vec<Entry<'a>>,
}

/// Works out the board in a language.
#[must_use]
pub(crate) fn board(shown: &Shown, lang: Lang) -> Board<'_> {
    let outcome = shown.outcome();
    let seats = seats(outcome);
    let exit = shown.exit();
    let view = View::new(lang, exit);
    let held = shown.round.held.iter().map(|held| HeldPack {
        pack: &held.pack,
        earlier: held.earlier,
        findings: findings::loose(&held.findings, outcome, view),
    });
    Board {
        version: 1,
        program: env!("CARGO_PKG_VERSION"),
        round: shown.round.number,
        as_of: outcome.as_of.to_string(),
        exit,
        verdict: summary::line(outcome, view),
        summary: counts(&outcome.summary),
        areas: shown.places.shown(lang),
        bodies: areas::rows(shown, &seats, lang),
        coming: due::coming(shown, lang),
        rules: rules(outcome, lang),
        calendars: calendar::pictures(&seats, outcome, lang),
        assignments: assignment::pictures(&seats, outcome, lang),
        scores: scores::pictures(outcome, lang),
        unscored: scores::unscored(outcome, lang),
        days: &shown.days,
        reloads: shown.reloads.iter().map(|reload| reload.told(lang)).collect(),
        held: held.collect(),
        sheets: readings::told(&outcome.sheets, lang),
        fresh: shown.fresh.len(),
    }
}

fn rules(outcome: &Outcome, lang: Lang) -> Vec<RuleRow<'_>> {
    let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
    for finding in &outcome.findings {
        all.entry(&finding.rule).or_default().count(finding);
    }
    let row = |(rule, tally)| RuleRow { rule, title: row::about(outcome, rule, lang).map_or("", |a| a.title), tally };
    all.into_iter().map(row).collect()
}
