//! How grave findings are.

use crate::board::history::sort;
use yize_core::finding::Finding;

/// The words for what findings are, the gravest first.
const RANKS: [&str; 5] = ["fault", "violation", "warning", "pending", "waived"];

/// How grave a finding is; 0 is the gravest.
#[must_use]
pub(crate) fn rank(finding: &Finding) -> usize {
    let sort = sort(finding);
    RANKS.iter().position(|rank| *rank == sort).unwrap_or(RANKS.len())
}
