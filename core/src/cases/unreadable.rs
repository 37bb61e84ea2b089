//! What is wrong with the syntax of the data of cases: told once, at its place, and not by each case.

use std::collections::BTreeMap;

use crate::cases::Case;
use crate::document;
use crate::finding::Finding;
use crate::host;
use crate::pack::Pack;
use crate::source::{Place, SourceId, Sources, Span};

/// What is wrong with the data that cases of a pack start from. Cases may be about just that.
pub(super) fn data(pack: &Pack, cases: &[Case], sources: &Sources) -> Vec<Finding> {
    let files: BTreeMap<&str, SourceId> =
        pack.cases.values().map(|source| (&*sources.get(*source).name, *source)).collect();
    let mut texts: BTreeMap<(&str, &str), (&Case, bool)> = BTreeMap::new();
    for case in cases {
        let meant = case.expect.iter().any(|expected| expected.rule == host::SYNTAX.name);
        for (name, text) in &case.data {
            texts.entry((name, text)).or_insert((case, false)).1 |= meant;
        }
    }
    let told = texts.into_iter().filter(|(_, (_, meant))| !meant).flat_map(|((name, text), (case, _))| {
        let source = files.get(name).copied();
        let findings = document::parse(text, source.unwrap_or(case.place.source), &host::SYNTAX).1;
        match source.filter(|source| *sources.get(*source).text() == *text) {
            Some(_) => findings,
            // What a case makes of its data is its own matter.
            None => findings.into_iter().take(1).filter_map(|finding| within(finding, text, case, sources)).collect(),
        }
    });
    told.collect()
}

/// What is wrong with a text that is written in the file of cases, at its place there; `None` where it is written otherwise.
fn within(mut finding: Finding, text: &str, case: &Case, sources: &Sources) -> Option<Finding> {
    let source = case.place.source;
    let start = sources.get(source).text().find(text)?;
    let place = |place: Place| {
        let span = place.span.range();
        Place { source, span: Span::new(start + span.start, start + span.end) }
    };
    finding.place = finding.place.map(place);
    for related in &mut finding.related {
        related.place = place(related.place);
    }
    Some(finding)
}
