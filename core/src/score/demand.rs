//! What a card shows beside points: what was asked at least, and rates.

use std::collections::HashSet;

use crate::score::entry::Proof;
use crate::score::points::{Points, TooLarge};
use crate::score::reading::{Count, Reading, Term};
use crate::score::scheme::{Does, Scheme};
use crate::value::RowId;

/// What was asked at least, and what there is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Minimum {
    /// Number of the line.
    pub line: usize,
    /// How many are needed, for the months in office; the floor of a rate.
    pub need: Points,
    /// How many of them are due by the as-of date.
    pub due: Points,
    /// How many there are.
    pub have: Points,
    /// What is counted.
    pub proofs: Vec<Proof>,
}

/// How much was done of what was to be done. It earns no points.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub(crate) struct Rate {
    /// Number of the line.
    pub line: usize,
    /// How many are done.
    pub done: Points,
    /// How many were to be done.
    pub total: Points,
    /// Done ÷ to be done; nothing where nothing was.
    pub figure: Option<Points>,
    /// What is done.
    pub proofs: Vec<Proof>,
    /// What is not done.
    pub open: Vec<Proof>,
}

impl Minimum {
    /// Whether it is missed: fewer than are due.
    #[must_use]
    pub(crate) fn is_short(&self) -> bool {
        self.have < self.due
    }

    /// Whether it is not reached and what lacks is not yet due.
    #[must_use]
    pub(crate) fn is_pending(&self) -> bool {
        !self.is_short() && self.have < self.need
    }
}

/// The minimums, among them the floors of rates where there was something to do.
///
/// # Errors
/// When a number is out of range.
pub(super) fn minimums(
    scheme: &Scheme,
    readings: &[Reading],
    scale: Points,
    term: Term,
) -> Result<Vec<Minimum>, TooLarge> {
    let mut minimums = Vec::new();
    for (line, (written, reading)) in scheme.lines.iter().zip(readings).enumerate() {
        match (&written.does, reading) {
            (Does::Minimum { need, due, .. }, Reading::Count(count)) => {
                let parts = due.parts(term.year, term.as_of, term.period);
                if parts.asked == 0 {
                    continue;
                }
                let whole: Points = i64::try_from(need.times(scale)?.ceiling()).map_err(|_| TooLarge)?.into();
                let need = whole.times(parts.asked.into())?.over(parts.all.into())?.ceiling();
                let need: Points = i64::try_from(need).map_err(|_| TooLarge)?.into();
                let due = need.times(parts.come.into())?.over(parts.asked.into())?.floor();
                let due = i64::try_from(due).map_err(|_| TooLarge)?.into();
                minimums.push(Minimum { line, need, due, have: count.number, proofs: count.proofs.clone() });
            }
            (Does::Rate { floor: Some(floor), due, .. }, Reading::Ratio(done, total)) => {
                let Some(have) = figure(done, total)? else { continue };
                let parts = due.parts(term.year, term.as_of, term.period);
                if parts.asked == 0 {
                    continue;
                }
                let due = if parts.come == parts.asked { *floor } else { Points::ZERO };
                // What is counted stands with the rate.
                minimums.push(Minimum { line, need: *floor, due, have, proofs: Vec::new() });
            }
            _ => {}
        }
    }
    Ok(minimums)
}

/// The rates.
///
/// # Errors
/// When a number is out of range.
pub(super) fn rates(scheme: &Scheme, row: RowId, readings: &[Reading]) -> Result<Vec<Rate>, TooLarge> {
    let mut rates = Vec::new();
    for (line, (written, reading)) in scheme.lines.iter().zip(readings).enumerate() {
        if let (Does::Rate { .. }, Reading::Ratio(done, total)) = (&written.does, reading) {
            let (proofs, figure) = (done.proofs.clone(), figure(done, total)?);
            let open = missed(row, &proofs, total);
            rates.push(Rate { line, done: done.number, total: total.number, figure, proofs, open });
        }
    }
    Ok(rates)
}

fn figure(done: &Count, total: &Count) -> Result<Option<Points>, TooLarge> {
    if total.number <= Points::ZERO { Ok(None) } else { done.number.over(total.number).map(Some) }
}

/// What was asked and is not done; a number that a closure gave has nothing behind it but the record scored.
pub(super) fn missed(row: RowId, done: &[Proof], total: &Count) -> Vec<Proof> {
    let own = Proof::from(row);
    let known: HashSet<&Proof> = done.iter().collect();
    total.proofs.iter().filter(|proof| !known.contains(proof) && **proof != own).cloned().collect()
}
