//! The sink: severities, selection, order and repeats of findings. Rules know of none of it; one may say that a finding is a warning.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::check::filters::{Bodies, RuleGlob};
use crate::finding::{Effect, Finding, Severity};
use crate::score::Table;
use crate::source::{Place, Sources};

/// Gives a project's findings the severities that its settings ask for, and leaves out those of bodies not selected, but for
/// what has silenced a call that is; and of years likewise.
/// The host's own findings keep theirs: a pattern that lightens every rule must not let broken data pass.
#[must_use]
pub(crate) fn settle(
    mut findings: Vec<Finding>,
    severities: &[(String, Severity, Place)],
    (bodies, years): (&[String], &[i16]),
) -> Vec<Finding> {
    let bodies = Bodies::by(bodies);
    let of_years = |year: i16| year == 0 || years.is_empty() || years.contains(&year);
    let own = |f: &Finding| f.body.as_ref().is_none_or(|body| bodies.has(body)) && of_years(f.identity.year);
    findings.retain(|f| f.silences || own(f));
    if severities.is_empty() {
        return findings;
    }
    let patterns: Vec<_> =
        severities.iter().rev().map(|(pattern, severity, _)| (RuleGlob::new(pattern), *severity)).collect();
    let mut known: FxHashMap<Arc<str>, Option<Severity>> = FxHashMap::default();
    for finding in findings.iter_mut().filter(|f| f.effect == Effect::Violation && !f.rule.starts_with("host/")) {
        let last =
            || patterns.iter().find(|(pattern, _)| pattern.matches(&finding.rule)).map(|(_, severity)| *severity);
        if let Some(severity) = *known.entry(finding.rule.clone()).or_insert_with(last) {
            // What a rule has weakened is bounded from above, and not raised.
            finding.severity = if finding.weakened { Severity::Warning } else { severity };
        }
    }
    findings
}

/// Sorts findings by file, place, rule and words, those without a place first; drops repeats.
#[must_use]
pub fn sort(mut findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    let file = |f: &Finding| {
        let source = f.place.map(|p| sources.get(p.source));
        source.map(|source| (source.name.as_str(), source.order))
    };
    findings.sort_by(|a, b| file(a).cmp(&file(b)).then_with(|| beside(a).cmp(&beside(b))));
    findings.dedup_by(|a, b| {
        // The same text may have been read for two projects; only the places' numbers differ then.
        let same =
            a == b || (file(a) == file(b) && a.place.map(|p| p.span) == b.place.map(|p| p.span) && same_words(a, b));
        b.silences |= same && a.silences;
        same
    });
    findings
}

/// By what findings of one file stand in order.
fn beside(f: &Finding) -> impl Ord {
    // Of repeats, one that counts stays.
    let words = (&f.message, &f.body, f.suppressed.is_some(), f.severity);
    (f.place.map(|p| p.span), &f.path, &f.rule, words)
}

fn same_words(a: &Finding, b: &Finding) -> bool {
    a.rule == b.rule && a.message == b.message && a.body == b.body && a.record == b.record && a.path == b.path
}

/// Sorts tables by body, year and scheme; those of several projects by the file of their best.
pub(crate) fn sort_tables(tables: &mut [Arc<Table>], sources: &Sources) {
    tables.sort_by_cached_key(|table| {
        let file = table.cards.first().map(|card| sources.get(table.store.header(card.row).source).name.clone());
        (table.body().clone(), table.year, table.scheme.name.clone(), file)
    });
}
