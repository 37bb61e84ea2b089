//! Findings as marks in the workbooks that they point into.

use std::collections::BTreeMap;

use crate::report::shape::Sort;
use crate::report::text::{clean_line, clean_text};
use crate::report::{notes, place, word};
use crate::workbook::{Level, Mark};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::language::Lang;
use yize_core::source::{Place, Source, Sources};

/// So many other places are named in a note.
const RELATED: usize = 8;

/// The marks of what counts, by workbook.
pub(crate) fn marks(outcome: &Outcome, lang: Lang) -> BTreeMap<&str, Vec<Mark>> {
    let mut marks: BTreeMap<&str, Vec<Mark>> = BTreeMap::new();
    for finding in &outcome.findings {
        let (Some(level), Some(place)) = (level(finding), finding.place) else { continue };
        if !is_in_sheet(outcome, place) {
            continue;
        }
        let text = said(finding, outcome, lang);
        // The same written elsewhere is as wrong there.
        let written = |place: Place| outcome.sources.get(place.source).text().get(place.span.range());
        let also = finding.related.iter().map(|related| related.place);
        let also = also.filter(|other| written(*other) == written(place));
        for place in [place].into_iter().chain(also) {
            let source = outcome.sources.get(place.source);
            let Some(sheet) = source.sheet() else { continue };
            let mark = |(row, column)| Mark { sheet: sheet.to_owned(), row, column, level, text: text.clone() };
            marks.entry(&source.name).or_default().extend(cells(&outcome.sources, place).into_iter().map(mark));
        }
    }
    marks
}

/// How many findings that count point into no workbook, so that no mark shows them.
pub(crate) fn elsewhere(outcome: &Outcome) -> usize {
    let counting = outcome.findings.iter().filter(|finding| level(finding).is_some());
    counting.filter(|finding| !finding.place.is_some_and(|place| is_in_sheet(outcome, place))).count()
}

fn is_in_sheet(outcome: &Outcome, place: Place) -> bool {
    outcome.sources.get(place.source).sheet().is_some()
}

/// How grave it is in a workbook; nothing of what is excused.
fn level(finding: &Finding) -> Option<Level> {
    match Sort::of(finding) {
        Sort::Fault | Sort::Violation => Some(Level::Violation),
        Sort::Warning => Some(Level::Warning),
        Sort::Pending => Some(Level::Pending),
        Sort::Waived | Sort::Baselined => None,
    }
}

/// What the note of a cell says: what is wrong, and what there is to say of it, a line each.
fn said(finding: &Finding, outcome: &Outcome, lang: Lang) -> String {
    let between = if lang == Lang::Zh { "：" } else { ": " };
    let message = clean_text(finding.message.get(lang).trim_end());
    let mut text = format!("{}{between}{message}", clean_line(word(finding).get(lang)));
    for note in notes::of(finding, outcome.as_of, lang) {
        text.extend(["\n", note.name.get(lang), between, &note.text]);
    }
    for related in finding.related.iter().take(RELATED) {
        let why = clean_text(related.message.get(lang).trim_end());
        text.extend(["\n", &why, between, &clean_line(&place::told(&outcome.sources, related.place))]);
    }
    text
}

/// The cells of a place, by row and column from 0. What means a whole row, or more than one, is marked at its first cell: a
/// finding there is not of each cell.
fn cells(sources: &Sources, place: Place) -> Vec<(u32, u32)> {
    let source = sources.get(place.source);
    let (first, last) = sources.positions(place);
    let (from, to) = (first.column - 1, last.column - 1);
    let filled = filled(source, first.line);
    let whole = filled.is_some_and(|(left, right)| left < right && from <= left && right <= to);
    let columns = match filled {
        Some((left, _)) if whole || last.line > first.line => from.max(left)..=from.max(left),
        _ if last.line > first.line => from..=from,
        _ => from..=to,
    };
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    columns.map(|column| (number(first.line - 1), number(column))).collect()
}

/// The first and the last cell of a row that hold anything.
fn filled(source: &Source, line: usize) -> Option<(usize, usize)> {
    let mut filled =
        source.text()[source.line_range(line)].split('\t').enumerate().filter(|(_, cell)| !cell.is_empty());
    let first = filled.next()?.0;
    Some((first, filled.last().map_or(first, |(last, _)| last)))
}
