//! Two outcomes' scores compared: which cards appear, vanish, or come to another score, grade or rank.
//!
//! ```
//! use yize_core::compare::cards::{Change, Counts, Line, Owner, Standing, compare, counts};
//!
//! # use yize_core::example::{scored, scored_with};
//! # let more = "[[deed]]\nid = \"5\"\nmember = \"B\"\n";
//! // The member B has done something more.
//! let (before, after) = (scored(), scored_with(more));
//! let changes = compare(&before, &after);
//! let Change { owner: Owner { key, .. }, before, after, .. } = &changes[0];
//! assert_eq!((changes.len(), key.as_str()), (1, "B"));
//! let grade = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.grade.clone());
//! assert_eq!((grade(before).as_deref(), grade(after).as_deref()), (Some("合格"), Some("优秀")));
//!
//! let Line { name, before, after } = &changes[0].lines()[0];
//! assert_eq!((&**name, *before, *after), ("活动", Some(4.into()), Some(8.into())));
//! let counts: Counts = counts(&changes);
//! assert_eq!(counts.into_values().collect::<Vec<_>>(), [[0, 0, 1]], "new, gone, changed");
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::Outcome;
use crate::score::Table;
use crate::score::card::Card;
use crate::score::points::Points;

/// Whose card it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// Full name of the scheme.
    pub scheme: Arc<str>,
    /// The body.
    pub body: Arc<str>,
    /// The year.
    pub year: i16,
    /// Kind of the record.
    pub kind: String,
    /// Key of the record.
    pub key: String,
    /// Number among equal ones, as when two projects hold the same body.
    ordinal: usize,
}

/// What a card comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The score; nothing while it is incomplete.
    pub points: Option<Points>,
    /// The score as for a whole year, by which it is ranked.
    pub whole: Option<Points>,
    /// The grade.
    pub grade: Option<String>,
    /// Place in the ranking.
    pub rank: Option<u32>,
    /// Whether it is outside the ranking.
    pub unranked: bool,
    /// Points of each part and item, by name, in the scheme's order; parts come before their items. Then the figures of rates.
    lines: Vec<(Arc<str>, Points)>,
}

/// A line of the scheme that gives other points than before; nothing where the scheme had or has no such line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the scheme calls it.
    pub name: Arc<str>,
    /// Its points before.
    pub before: Option<Points>,
    /// Its points after.
    pub after: Option<Points>,
}

/// A card that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whose it is.
    pub owner: Owner,
    /// What people call the record.
    pub name: String,
    /// What it came to before; nothing when it is new.
    pub before: Option<Standing>,
    /// What it comes to after; nothing when it is gone.
    pub after: Option<Standing>,
}

/// How many cards of a scheme, body and year are new, gone and changed.
pub type Counts = BTreeMap<(Arc<str>, Arc<str>, i16), [usize; 3]>;

/// The cards that differ between two outcomes, by scheme, body, year and key.
#[must_use]
pub fn compare(before: &Outcome, after: &Outcome) -> Vec<Change> {
    let (mut old, mut new) = (standings(before), standings(after));
    let owners: BTreeSet<Owner> = old.keys().chain(new.keys()).cloned().collect();
    let changes = owners.into_iter().map(|owner| {
        let (before, after) = (old.remove(&owner).unzip(), new.remove(&owner).unzip());
        Change { owner, name: after.0.or(before.0).unwrap_or_default(), before: before.1, after: after.1 }
    });
    changes.filter(|change| change.before != change.after).collect()
}

/// The cards counted by scheme, body and year.
#[must_use]
pub fn counts(changes: &[Change]) -> Counts {
    let mut counts = Counts::new();
    for Change { owner, before, after, .. } in changes {
        let which = if before.is_none() { 0 } else { 1 + usize::from(after.is_some()) };
        counts.entry((owner.scheme.clone(), owner.body.clone(), owner.year)).or_default()[which] += 1;
    }
    counts
}

impl Change {
    /// The lines of the scheme that give other points; none for a card that is new or gone.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return Vec::new() };
        let of = |lines: &[(Arc<str>, Points)], name: &Arc<str>| {
            lines.iter().find(|(other, _)| other == name).map(|(_, points)| *points)
        };
        let dropped = before.lines.iter().filter(|(name, _)| of(&after.lines, name).is_none());
        let names = after.lines.iter().chain(dropped).map(|(name, _)| name);
        let lines = names.map(|n| Line { name: n.clone(), before: of(&before.lines, n), after: of(&after.lines, n) });
        lines.filter(|line| line.before != line.after).collect()
    }
}

/// Every card: what people call its record, and what it comes to.
fn standings(outcome: &Outcome) -> BTreeMap<Owner, (String, Standing)> {
    let mut standings = BTreeMap::new();
    for table in &outcome.scores {
        for card in table.cards.iter() {
            let mut owner = Owner {
                scheme: table.scheme.name.clone(),
                body: table.body().clone(),
                year: table.year,
                kind: table.store.kind(card.row).name.clone(),
                key: table.store.key(card.row),
                ordinal: 0,
            };
            while standings.contains_key(&owner) {
                owner.ordinal += 1;
            }
            standings.insert(owner, (table.store.name(card.row), standing(table, card)));
        }
    }
    standings
}

fn standing(table: &Table, card: &Card) -> Standing {
    let complete = card.is_complete();
    let name = |line: usize| table.scheme.lines[line].name.clone();
    let mut lines = Vec::new();
    // The points of a card that is incomplete are not the answer.
    for section in card.sections.iter().filter(|_| complete) {
        lines.extend(section.part.map(|part| (name(part), section.points)));
        lines.extend(section.entries.iter().map(|entry| (name(entry.line), entry.points)));
    }
    let figures = card.rates.iter().filter(|_| complete).filter_map(|rate| Some((name(rate.line), rate.figure?)));
    lines.extend(figures);
    Standing {
        points: complete.then_some(card.points),
        whole: complete.then_some(card.whole),
        grade: table.grade(card).map(str::to_owned),
        rank: card.rank,
        unranked: card.unranked,
        lines,
    }
}
