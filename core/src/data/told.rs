//! What is told about data: so many findings, and then how many more there are.

use crate::finding::{Finding, Related};
use crate::host;
use crate::language::{Text, say};
use crate::source::Place;

/// So many other places of one are named.
const ALSO: usize = 20;

/// Findings about data, as many as are told.
pub(crate) struct Told {
    findings: Vec<Finding>,
    most: usize,
    untold: usize,
}

impl Told {
    /// Room for so many.
    pub(crate) fn new(most: usize) -> Self {
        Self { findings: Vec::new(), most, untold: 0 }
    }

    /// Whether one more would not be told. Who can, asks first, and does not make it.
    pub(crate) fn is_full(&self) -> bool {
        self.findings.len() >= self.most
    }

    /// How many more are told.
    pub(crate) fn room(&self) -> usize {
        self.most.saturating_sub(self.findings.len())
    }

    /// How many are told.
    pub(crate) fn len(&self) -> usize {
        self.findings.len()
    }

    /// Counts so many that were not made.
    pub(crate) fn leave(&mut self, untold: usize) {
        self.untold += untold;
    }

    /// Adds one.
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.is_full() { self.untold += 1 } else { self.findings.push(finding) }
    }

    /// Adds some.
    pub(crate) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// Adds what others have told. What there is no room for counts with all that it stands for, as if it had not been made.
    pub(crate) fn join(&mut self, own: Self) {
        self.untold += own.untold;
        for finding in own.findings {
            self.untold += if self.is_full() { finding.stands_for_more() } else { 0 };
            self.push(finding);
        }
    }

    /// One that is told.
    pub(crate) fn at(&mut self, place: usize) -> Option<&mut Finding> {
        self.findings.get_mut(place)
    }

    /// Names another place of one that is told, as long as there are few.
    pub(super) fn also(&mut self, at: usize, place: Place) {
        if let Some(finding) = self.at(at).filter(|finding| finding.related.len() < ALSO) {
            finding.related.push(Related { place, message: say!("也这样写", "so here, too") });
        }
    }

    /// All of them, and last how many there are besides.
    pub(crate) fn done(mut self) -> Vec<Finding> {
        if self.untold > 0 {
            let (message, help) = untold(self.untold);
            self.findings.push(host::TOO_MUCH.finding(message).help(help));
        }
        self.findings
    }
}

/// What is said of findings that are not told.
pub(super) fn untold(number: usize) -> (Text, Text) {
    (
        say!("问题太多：另有{number}处没有列出", "too many findings: {number} more are not listed"),
        say!("先改正已经列出的，再检查一遍", "mend those that are listed and check again"),
    )
}
