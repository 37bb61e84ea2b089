//! Review: what people add to a score and decide of it, each with its record: adjustments of lines, and grades and places that
//! were decided.

use crate::score::entry::{Earned, Entry, Proof, Why};
use crate::score::points::{Points, TooLarge};

/// Points that were added or taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Adjustment {
    /// The record that says so, and what it says.
    pub proof: Proof,
    /// How many points; less than nothing where they were taken.
    pub points: Points,
    /// Number of the line that is adjusted; the score as such where there is none.
    pub line: Option<usize>,
}

/// What was decided of one card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub(crate) struct Decision {
    /// Number of the line that asks for decisions.
    pub line: usize,
    /// The record that says so, and what it says.
    pub proof: Proof,
    /// The grade: index of its band; `None` where none was decided.
    pub grade: Option<usize>,
    /// Whether it has the place for which it is level with others; `None` where that was not decided.
    pub seat: Option<bool>,
}

/// Adds an adjustment to an entry. It stands beside what the entry's own records earned, and no cap of the entry's cuts it.
///
/// # Errors
/// When the number is out of range.
pub(super) fn adjust(entry: &mut Entry, own: &Adjustment, by: usize) -> Result<(), TooLarge> {
    let Proof { row, value } = own.proof.clone();
    entry.earned.push(Earned { row, value, points: own.points, why: Why::Adjusted(by) });
    entry.points = entry.points.plus(own.points)?;
    Ok(())
}

/// An entry that holds nothing yet.
#[must_use]
pub(super) fn nothing(line: usize) -> Entry {
    Entry { line, earned: Vec::new(), periods: Vec::new(), over: Points::ZERO, points: Points::ZERO, ratio: None }
}
