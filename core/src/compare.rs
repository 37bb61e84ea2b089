//! Two outcomes compared by fingerprint: what is new, what is gone, and what reads otherwise now. [`cards`] does the same
//! for scores.
//!
//! ```
//! use yize_core::compare::{Counts, Difference, compare};
//!
//! # use yize_core::example::{DATA, check};
//! # let check = |data: &str| check().data("more.toml", data.to_owned()).run();
//! // The member A has broken the rule before; B does so now.
//! let before = check("body = \"shili\"\nyear = 2026\n[[member]]\nid = \"B\"\nvisits = 1\n");
//! let after = check("body = \"shili\"\nyear = 2026\n[[member]]\nid = \"B\"\nvisits = 0\n");
//! let difference: Difference = compare(&before, &after, None);
//! assert_eq!((difference.is_empty(), difference.gone.len()), (false, 0));
//! assert_eq!(after.findings[difference.new[0]].record.as_ref().expect("a record").key, "B");
//! let counts: Counts = difference.counts(&before, &after);
//! assert_eq!(counts.into_values().collect::<Vec<_>>(), [[1, 0, 0]], "new, gone, changed");
//! ```

pub mod cards;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::check::{Outcome, fingerprint};
use crate::finding::Finding;
use crate::texts::show_path;

/// The numbers of findings in the outcomes before and after.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Only after.
    pub new: Vec<usize>,
    /// Only before.
    pub gone: Vec<usize>,
    /// In both (before, after), with another message, severity, status or due date, or excused in one only.
    pub changed: Vec<(usize, usize)>,
    /// Cards that differ, where scores were compared too.
    pub cards: Vec<cards::Change>,
}

/// How many differences a rule has on a body: new, gone, changed.
pub type Counts = BTreeMap<(Arc<str>, Option<Arc<str>>), [usize; 3]>;

/// Compares the findings of two outcomes. The folders that hold the data of each are left out of the names of files, so
/// that two copies of the data compare alike.
#[must_use]
pub fn compare(before: &Outcome, after: &Outcome, roots: Option<(&Path, &Path)>) -> Difference {
    let old = prints(before, roots.map(|r| r.0));
    let new = prints(after, roots.map(|r| r.1));
    let known: HashMap<&str, usize> = old.iter().enumerate().map(|(i, print)| (print.as_str(), i)).collect();
    let mut difference = Difference::default();
    let mut met = vec![false; old.len()];
    for (at, print) in new.iter().enumerate() {
        match known.get(print.as_str()) {
            None => difference.new.push(at),
            Some(&was) => {
                met[was] = true;
                let tell = |f: &Finding| (f.message.clone(), f.severity, f.status, f.due, f.suppressed.is_some());
                if tell(&before.findings[was]) != tell(&after.findings[at]) {
                    difference.changed.push((was, at));
                }
            }
        }
    }
    difference.gone = (0..old.len()).filter(|at| !met[*at]).collect();
    difference
}

fn prints(outcome: &Outcome, root: Option<&Path>) -> Vec<String> {
    let Some(root) = root.map(show_path) else { return fingerprint::all(&outcome.findings, &outcome.sources) };
    let root = root.trim_end_matches('/');
    let inside = |name: &str| match name.strip_prefix(root) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest.trim_start_matches('/').to_owned(),
        _ => name.to_owned(),
    };
    let mut findings = outcome.findings.clone();
    for finding in &mut findings {
        finding.path = finding.path.as_deref().map(inside);
    }
    fingerprint::all(&findings, &outcome.sources.renamed(inside))
}

impl Difference {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty() && self.cards.is_empty()
    }

    /// The differences counted by rule and body.
    #[must_use]
    pub fn counts(&self, before: &Outcome, after: &Outcome) -> Counts {
        let mut counts = Counts::new();
        let mut add = |finding: &Finding, which: usize| {
            counts.entry((finding.rule.clone(), finding.body.clone())).or_default()[which] += 1;
        };
        self.new.iter().for_each(|at| add(&after.findings[*at], 0));
        self.gone.iter().for_each(|at| add(&before.findings[*at], 1));
        self.changed.iter().for_each(|(_, at)| add(&after.findings[*at], 2));
        counts
    }
}
