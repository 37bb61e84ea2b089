//! What a repeated check tells after each round: for people a screen, for programs an event a line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::report::View;
use crate::rounds::Latest;
use yize_core::check::{Outcome, fingerprint};
use yize_core::files::Asked;
use yize_core::finding::Finding;
use yize_core::json::entry;
use yize_core::session::{Held, Round};
use yize_core::show_path;
use yize_core::source::Locator;
use yize_core::source::Sources;

pub(crate) mod events;
pub(crate) mod screen;

/// A round, with all that is told of it.
pub(crate) struct News<'a> {
    /// The round.
    pub round: &'a Round,
    /// Numbers of findings that are neither new nor gone and stand elsewhere now, or have another next step.
    pub moved: Vec<usize>,
    /// Packs that went wrong, or are wrong in another way than before. What is wrong with one of which no earlier version is
    /// in force stands among the findings too.
    pub faults: Vec<&'a Held>,
    /// What led to the round, as paths are shown in reports.
    pub cause: Vec<String>,
    /// Time that the round took.
    pub elapsed: Duration,
    /// How to show it; its exit status is that of a check.
    pub view: View,
    /// Whether anything is to be told at all.
    pub worth_telling: bool,
}

impl<'a> News<'a> {
    /// What a round tells after the one before it.
    #[must_use]
    pub(crate) fn new(latest: &Latest<'a>, view: View) -> Self {
        let Latest { round, before, ref hints, elapsed } = *latest;
        let moved = before.map(|before| moved(&before.outcome, round, view)).unwrap_or_default();
        let was = |held: &Held| {
            before.and_then(|before| {
                Some((before, before.held.iter().find(|was| (&was.pack, &was.folder) == (&held.pack, &held.folder))?))
            })
        };
        let same = |held: &Held| {
            was(held).is_some_and(|(before, was)| {
                alike((&was.findings, &before.outcome), (&held.findings, &round.outcome), view)
            })
        };
        let faults: Vec<&Held> = round.held.iter().filter(|held| !same(held)).collect();
        let asked = |path: &Path| [Some(round), before].into_iter().flatten().any(|round| concerns(&round.asked, path));
        let concerned: Vec<&PathBuf> = hints.iter().filter(|path| asked(path)).collect();
        let lists = [&round.added, &round.removed, &moved];
        let packs = [&round.failed, &round.restored];
        let state = |round: &Round| (round.outcome.summary, round.outcome.as_of);
        let differs = lists.iter().any(|list| !list.is_empty())
            || packs.iter().any(|list| !list.is_empty())
            || !faults.is_empty()
            || before.is_none_or(|before| state(before) != state(round));
        let worth_telling = differs || !concerned.is_empty();
        // Texts that differ are the best cause; what only stood beside, such as an editor's own files, is the last.
        let texts = before.map(|before| rewritten(&before.outcome.sources, &round.outcome.sources)).unwrap_or_default();
        // Where settings change, other files are read or no longer read: what was noticed is the cause then.
        let noticed: BTreeSet<String> = concerned.iter().map(|path| show_path(path)).collect();
        let of_both: Vec<String> = texts.iter().filter(|name| noticed.contains(*name)).cloned().collect();
        let texts = if of_both.is_empty() { texts } else { of_both };
        let cause = match (texts.is_empty(), concerned.is_empty()) {
            (false, _) => texts,
            (true, false) => concerned.into_iter().map(|path| show_path(path)).collect(),
            (true, true) => hints.iter().map(|path| show_path(path)).collect(),
        };
        Self { round, moved, faults, cause, elapsed, view, worth_telling }
    }

    /// Findings that count and are new.
    fn added(&self) -> Vec<usize> {
        let counts = |at: &usize| self.round.outcome.findings[*at].suppressed.is_none();
        self.round.added.iter().copied().filter(counts).collect()
    }

    /// Findings that counted and are gone, with the outcome that they stand in.
    fn removed(&self) -> Option<(&'a Outcome, Vec<usize>)> {
        let before = self.round.before.as_deref()?;
        let counted = |at: &usize| before.findings[*at].suppressed.is_none();
        Some((before, self.round.removed.iter().copied().filter(counted).collect()))
    }
}

/// Whether something was asked for at a path, or below it.
fn concerns(asked: &Asked, path: &Path) -> bool {
    let next =
        |set: &BTreeSet<PathBuf>| set.range(path.to_owned()..).next().is_some_and(|found| found.starts_with(path));
    next(&asked.paths) || next(&asked.folders)
}

/// Names of texts that are not in both, or read otherwise.
fn rewritten(before: &Sources, after: &Sources) -> Vec<String> {
    let (was, is) = (texts(before), texts(after));
    let gone = was.keys().filter(|name| !is.contains_key(*name));
    let same = |was: &str, is: &str| std::ptr::eq(was, is) || was == is;
    let other = is.iter().filter(|(name, is)| !was.get(*name).is_some_and(|was| same(was, is))).map(|(name, _)| name);
    let names: BTreeSet<&str> = gone.chain(other).copied().collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The texts of a round by their names.
fn texts(sources: &Sources) -> BTreeMap<&str, &str> {
    sources.current().map(|source| (source.name.as_str(), source.text())).collect()
}

/// Numbers of the findings that were there before under the same fingerprint, are not told as new, and would be
/// written otherwise now.
fn moved(before: &Outcome, round: &Round, view: View) -> Vec<usize> {
    let after = &*round.outcome;
    let prints = [before, after].map(|outcome| fingerprint::all(&outcome.findings, &outcome.sources));
    let known: HashMap<&str, usize> = prints[0].iter().enumerate().map(|(at, print)| (print.as_str(), at)).collect();
    let mut told = vec![false; after.findings.len()];
    round.added.iter().for_each(|at| told[*at] = true);
    let (mut old, mut new) = (Locator::new(&before.sources), Locator::new(&after.sources));
    let mut differs = |at: usize, was: usize| {
        if is_same(&before.findings[was], before, &after.findings[at], after) {
            return false;
        }
        let was = entry(&before.findings[was], "", before, view.lang, &mut old);
        was != entry(&after.findings[at], "", after, view.lang, &mut new)
    };
    let all = prints[1].iter().enumerate().filter(|(at, _)| !told[*at]);
    all.filter(|(at, print)| known.get(print.as_str()).is_some_and(|was| differs(*at, *was)))
        .map(|(at, _)| at)
        .collect()
}

/// Whether two findings are one, in texts that are too: quick to tell, and most are.
fn is_same(was: &Finding, before: &Outcome, is: &Finding, after: &Outcome) -> bool {
    let places = || was.place.iter().chain(was.related.iter().map(|second| &second.place));
    was == is && places().all(|p| std::ptr::eq(before.sources.get(p.source), after.sources.get(p.source)))
}

/// Whether two lists of findings would be written alike.
fn alike(before: (&[Finding], &Outcome), after: (&[Finding], &Outcome), view: View) -> bool {
    let (mut old, mut new) = (Locator::new(&before.1.sources), Locator::new(&after.1.sources));
    before.0.len() == after.0.len()
        && before.0.iter().zip(after.0).all(|(was, is)| {
            entry(was, "", before.1, view.lang, &mut old) == entry(is, "", after.1, view.lang, &mut new)
        })
}

#[cfg(test)]
mod tests;
