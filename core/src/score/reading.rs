//! What a card is worked out from: what a line's closures gave for one record, and for when.

use jiff::civil::Date;

use crate::score::entry::{Claim, Proof};
use crate::score::points::Points;

/// What a line's closures gave for one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Whether a part applies, or whether one is outside the ranking.
    Holds(bool),
    /// The records of an item.
    Claims(Vec<Claim>),
    /// A number of things, and the records that are counted.
    Count(Count),
    /// Done and required.
    Ratio(Count, Count),
    /// The line's part does not apply, or the line itself does not.
    Skipped,
    /// Something that it read is broken, or it failed.
    Broken,
}

/// A number of things and the records that are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// How many.
    pub number: Points,
    /// What is counted; the record scored itself where a closure gives a number only.
    pub proofs: Vec<Proof>,
}

/// What a card is worked out for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    /// Year.
    pub year: i16,
    /// The day as of which it is.
    pub as_of: Date,
    /// Months in office, when fewer than twelve count.
    pub months: Option<u32>,
    /// The days of which alone records count.
    pub period: Option<(Date, Date)>,
}

impl Reading {
    /// About how many bytes it takes.
    #[must_use]
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Claims(claims) => claims.iter().map(Claim::weight).sum(),
            Self::Count(count) => Proof::weights(&count.proofs),
            Self::Ratio(done, required) => Proof::weights(&done.proofs) + Proof::weights(&required.proofs),
            Self::Holds(_) | Self::Skipped | Self::Broken => 0,
        }
    }
}
