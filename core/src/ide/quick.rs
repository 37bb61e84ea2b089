//! What can be told of one file at each keystroke, whatever else there is: the work hangs on that file alone.

use super::pieced::{self, Kept};
use super::records::named;
use super::script::typed;
use super::{Open, keys};
use crate::check::outcome::Examined;
use crate::data::governance::Governance;
use crate::data::read::Text;
use crate::document;
use crate::finding::Finding;
use crate::format::Sort;
use crate::host;
use crate::script::parse::Parser;
use crate::script::reading;
use crate::source::{SourceId, Sources};

pub(super) fn quick(open: Open<'_>, kept: Option<&mut Kept>) -> (Vec<Finding>, Sources) {
    let mut sources = open.outcome.sources.clone();
    let source = sources.add(open.name, open.text).unwrap_or(SourceId::NONE);
    let mut findings = match open.sort() {
        Some(Sort::Script) => script(open, source),
        Some(Sort::Data) => data(open, source, &sources, kept),
        None => Vec::new(),
    };
    findings.retain(|finding| finding.place.is_some_and(|place| place.source == source));
    findings.sort_by_key(|finding| finding.place.map(|place| (place.span.start, place.span.end)));
    (findings, sources)
}

/// A script: its syntax, and what the checker says of it.
fn script(open: Open<'_>, source: SourceId) -> Vec<Finding> {
    let mut findings = reading::read(&Parser::new(), source, open.text).findings;
    if findings.is_empty()
        && let Some(script) = typed(open, open.text)
    {
        let own = script.typed.findings.iter().filter(|own| own.place.is_some_and(|at| at.source == script.source));
        findings.extend(own.cloned());
        // The checker knows it by the number of the text that was read last.
        for place in findings.iter_mut().filter_map(|finding| finding.place.as_mut()) {
            place.source = source;
        }
    }
    findings
}

/// Data: typed as the packs of the last check govern them. Settings: their syntax.
fn data(open: Open<'_>, source: SourceId, sources: &Sources, kept: Option<&mut Kept>) -> Vec<Finding> {
    let text = open.text;
    let ids = named(open.outcome, open.name);
    let examined = open.outcome.projects.iter().find(|project: &&Examined| {
        let holds = |body: &crate::data::Body| {
            let heads = body.tables.iter().flat_map(|table| &table.rows);
            heads.map(|head| head.source).any(|source| ids.contains(&source))
        };
        project.store.bodies.iter().any(holds)
    });
    match examined.or(open.outcome.projects.first()).filter(|_| keys::of(open.name, "").is_none()) {
        Some(project) => {
            let governance = Governance::new(&project.rules.packs, &project.rules.errors);
            if let Some(findings) = kept.and_then(|kept| pieced::findings(kept, (source, text), &governance)) {
                return findings;
            }
            let typed = Text::alone(source, sources, &governance);
            typed.findings.into_iter().chain(typed.records.findings).collect()
        }
        None => document::parse(text, source, &host::SYNTAX).1,
    }
}
