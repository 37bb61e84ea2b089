//! Scores: what a scheme asks, and the arithmetic from a ledger's records to a card with points, grade and rank.
//!
//! Nothing here knows scripts. The engine reads records with a scheme's closures and hands over what it read; from there
//! on everything is exact and depends on nothing else.
//!
//! ```
//! use yize_core::score::{Card, Earned, Entry, Held, Line, Minimum, Points, Proof, Quoted, Scheme, Section, Table, Why};
//!
//! # let outcome = yize_core::example::scored();
//! let table: &Table = &outcome.scores[0];
//! let Scheme { name, lines, .. } = &*table.scheme;
//! assert_eq!((&**name, &**table.body(), table.year), ("committee/duty", "shili", 2026));
//! assert_eq!(table.grades(), [("优秀", 1), ("合格", 1), ("不合格", 1)]);
//!
//! // The best: three deeds of 4 points, of which the part's cap leaves 10.
//! let best: &Card = &table.cards[0];
//! assert!(best.is_complete() && best.rank == Some(1) && table.grade(best) == Some("优秀"));
//! let Section { entries, over, points, .. } = &best.sections[0];
//! assert_eq!((*over, *points), (Points::from(2), Points::from(10)));
//! let Entry { line, earned, .. } = &entries[0];
//! let Line { name, .. } = &lines[*line];
//! assert_eq!((&**name, earned.len()), ("参加活动", 3));
//! assert!(earned.iter().all(|Earned { points, why, .. }| *points == Points::from(4) && *why == Why::Counts));
//! assert_eq!(best.entry(*line), Some(&entries[0]));
//!
//! // What a minimum counts: records, or values in them, such as the days of a list.
//! let proof: &Proof = &best.minimums[0].proofs[0];
//! assert_eq!(proof.value.as_ref().map(|Quoted { text, .. }| text), None);
//!
//! // The last: no deed, so that the grade is held back.
//! let last = &table.cards[2];
//! let Minimum { line, need, have, .. } = &last.minimums[0];
//! assert_eq!((have.is_zero(), need.decimal().to_string()), (true, "1".to_owned()));
//! assert_eq!((last.held, table.grade(last)), (Some(Held::Minimum(*line)), Some("不合格")));
//! ```

pub(crate) mod points;
pub(crate) mod bands;
pub(crate) mod places;
pub(crate) mod scheme;
pub(crate) mod entry;
pub(crate) mod reading;
pub(crate) mod demand;
pub(crate) mod card;
pub(crate) mod rank;

pub use bands::Band;
pub use card::{Card, Held, Section};
pub use demand::{Minimum, Rate};
pub use entry::{Earned, Entry, Period, Proof, Quoted, Why};
pub use places::First;
pub use points::Points;
pub use scheme::{Line, Per, Scheme};

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::data::Store;
use crate::value::BodyId;

/// The cards of one scheme, body and year, best first.
#[derive(Clone, Debug)]
pub struct Table {
    /// The scheme.
    pub scheme: Arc<Scheme>,
    /// The body in the store.
    pub(crate) body: BodyId,
    /// Year.
    pub year: i16,
    /// The records that the cards speak of.
    pub(crate) store: Arc<Store>,
    /// Cards: ranked ones by rank, then those outside the ranking, then incomplete ones; by key among equals.
    pub cards: Arc<Vec<Card>>,
    /// The days of which alone records count, where it is of a part of the year.
    pub period: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// Whether places in the ranking may still change: a card is incomplete, or a record that would be scored could not be
    /// placed.
    pub provisional: bool,
}

impl Table {
    /// The body's id.
    #[must_use]
    pub fn body(&self) -> &Arc<str> {
        &self.store.body(self.body).id
    }

    /// How many cards have each grade, best grade first; grades of nobody included.
    #[must_use]
    pub fn grades(&self) -> Vec<(&str, usize)> {
        let count = |grade: &str| self.cards.iter().filter(|card| self.grade(card) == Some(grade)).count();
        self.scheme.bands.iter().map(|band| (band.grade.as_str(), count(&band.grade))).collect()
    }

    /// The grade of a card.
    #[must_use]
    pub fn grade(&self, card: &Card) -> Option<&str> {
        card.grade.map(|grade| self.scheme.bands[grade].grade.as_str())
    }
}
