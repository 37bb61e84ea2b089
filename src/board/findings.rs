//! Findings, a page at a time: those that a reader asks for, each with all that is known of it.

use serde::Serialize;

use crate::board::Shown;
use crate::board::asked::{Query, left};
use crate::board::history::sort;
use crate::report::place::{Grid, drawn, excerpt, grid, told};
use crate::report::text::{clean, clean_line};
use crate::report::{View, row};
use yize_core::check::{FailOn, Outcome};
use yize_core::finding::Finding;
use yize_core::json::{self, entry};
use yize_core::language::Lang;
use yize_core::say;
use yize_core::source::Locator;
use yize_core::source::{Place, Sources};

/// Most findings of a page.
pub(crate) const MOST: usize = 500;
/// Columns of an excerpt.
pub(super) const COLUMNS: usize = 110;
/// Lines that are shown before the one that is meant.
const BEFORE: usize = 2;
/// Lines after it.
const AFTER: usize = 2;

/// A page of findings.
#[derive(Debug, Serialize)]
pub(crate) struct Page<'a> {
    round: u64,
    /// How many the query has in all.
    total: usize,
    offset: usize,
    findings: Vec<Entry<'a>>,
}

/// A finding.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    #[serde(flatten)]
    report: json::Entry<'a>,
    /// What it is: status and severity in a word.
    sort: &'static str,
    area: Option<&'a str>,
    title: &'a str,
    explain: &'a str,
    lines: Vec<Excerpt>,
    new: bool,
}

/// Lines of a file, one of them with a part that is meant.
#[derive(Debug, Serialize)]
pub(crate) struct Excerpt {
    /// What it has to do with the finding; empty for the finding's own place.
    note: String,
    file: String,
    /// The place, as people write it.
    shown: String,
    /// Number of the line that is meant.
    line: usize,
    before: String,
    marked: String,
    after: String,
    /// Lines above and below it.
    above: Vec<String>,
    below: Vec<String>,
    /// Of a sheet, the row as a table.
    grid: Option<Grid>,
}

/// The findings that a query asks for, in its order.
#[must_use]
pub(crate) fn page<'a>(shown: &'a Shown, query: &Query, lang: Lang) -> Page<'a> {
    let outcome = shown.outcome();
    let (numbers, _) = left(shown, query, lang);
    let view = View { width: COLUMNS, ..View::new(lang, outcome.exit_code(FailOn::Error)) };
    let mut locator = Locator::new(&outcome.sources);
    let wanted = numbers.iter().skip(query.offset).take(query.limit.min(MOST));
    let findings = wanted.map(|&at| Entry {
        area: Some(shown.places.id(shown.areas[at])),
        new: shown.fresh.contains(&at),
        ..one(&outcome.findings[at], &shown.prints[at], outcome, view, &mut locator)
    });
    Page { round: shown.round.number, total: numbers.len(), offset: query.offset, findings: findings.collect() }
}

/// Findings that are not among the outcome's, such as those of a pack that is held.
#[must_use]
pub(crate) fn loose<'a>(findings: &'a [Finding], outcome: &'a Outcome, view: View) -> Vec<Entry<'a>> {
    let mut locator = Locator::new(&outcome.sources);
    findings.iter().map(|finding| one(finding, "", outcome, view, &mut locator)).collect()
}

fn one<'a>(
    finding: &'a Finding,
    print: &'a str,
    outcome: &'a Outcome,
    view: View,
    locator: &mut Locator<'a>,
) -> Entry<'a> {
    let about = row::about(outcome, &finding.rule, view.lang);
    let sources = &outcome.sources;
    let own = finding.place.map(|place| lines(String::new(), place, sources, view.width));
    let related = finding.related.iter().map(|second| {
        let note = clean_line(second.message.get(view.lang));
        lines(note, second.place, sources, view.width)
    });
    let rule = finding.rule_place.filter(|place| Some(*place) != finding.place).map(|place| {
        let note = say!("规则在此", "rule is here").get(view.lang).to_owned();
        lines(note, place, sources, view.width)
    });
    Entry {
        lines: own.into_iter().chain(related).chain(rule).collect(),
        report: entry(finding, print, outcome, view.lang, locator),
        sort: sort(finding),
        area: None,
        title: about.map_or("", |about| about.title),
        explain: about.map_or("", |about| about.explain),
        new: false,
    }
}

/// The lines around a place.
pub(super) fn lines(note: String, place: Place, sources: &Sources, width: usize) -> Excerpt {
    let source = sources.get(place.source);
    let line = source.position(place.span.start).line;
    let shown = excerpt(source, place, line, width);
    let (before, rest) = shown.text.split_at(shown.span.start);
    let (marked, after) = rest.split_at(shown.span.end - shown.span.start);
    let whole = |number: usize| {
        let text = &source.text()[source.line_range(number)];
        text.chars().map(clean).take(width).collect::<String>()
    };
    let (mut above, mut below): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    if source.sheet().is_some() {
        above.extend(drawn(source, place, width).header);
    } else {
        let last = (line + AFTER).min(source.line_count());
        above.extend((line.saturating_sub(BEFORE).max(1)..line).map(whole));
        below.extend((line + 1..=last).map(whole));
    }
    Excerpt {
        note,
        file: source.name.clone(),
        shown: told(sources, place),
        line,
        before: before.to_owned(),
        marked: marked.to_owned(),
        after: after.to_owned(),
        above,
        below,
        grid: source.sheet().map(|_| grid(source, place, width)),
    }
}
