//! A page to read, send and print: one file that needs nothing from elsewhere.
//!
//! The page is `html/page.html`, filled in by minijinja, which escapes every value.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use crate::report::escape::html_templates;
use crate::report::place::excerpt;
use crate::report::row::{self, Row};
use crate::report::text::{clean_line, clean_text};
use crate::report::{View, summary};
use yize_core::check::Outcome;
use yize_core::finding::{Severity, Status};
use yize_core::language::Lang;
use yize_core::say;
use yize_core::source::{Place, Sources};

/// The page's template.
const PAGE: &str = include_str!("html/page.html");

/// Writes the page.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let rows = row::rows(outcome, view);
    let mut environment = html_templates();
    // The name's ending is what turns on the escaping.
    environment.add_template("page.html", PAGE).map_err(io::Error::other)?;
    let page = environment.get_template("page.html").map_err(io::Error::other)?;
    let s = &outcome.summary;
    let values = context! {
        zh => view.lang == Lang::Zh,
        passed => view.code == 0,
        verdict => summary::line(outcome, view),
        as_of => outcome.as_of.to_string(),
        counts => [s.violations, s.warnings, s.pending, s.faults],
        bodies => Serde(totals(&rows, |row| row.finding.body.as_deref().unwrap_or_default().to_owned())),
        rules => Serde(rules(&rows, outcome, view)),
        silent => silent(&rows, outcome, view),
        files => Serde(files(&rows, &outcome.sources, view)),
        version => env!("CARGO_PKG_VERSION"),
    };
    writeln!(out, "{}", page.render(values).map_err(io::Error::other)?)
}

/// How many findings of each sort something has.
#[derive(Clone, Debug, Default, Serialize)]
struct Totals {
    name: String,
    title: String,
    basis: String,
    /// Errors, warnings, pending, faults.
    counts: [usize; 4],
}

fn totals(rows: &[Row<'_>], name: impl Fn(&Row<'_>) -> String) -> Vec<Totals> {
    let mut all: BTreeMap<String, Totals> = BTreeMap::new();
    for row in rows {
        let name = clean_line(&name(row));
        let totals = all.entry(name.clone()).or_insert_with(|| Totals { name, ..Totals::default() });
        totals.counts[sort(row)] += usize::from(row.suppression.is_none());
    }
    all.into_values().collect()
}

fn sort(row: &Row<'_>) -> usize {
    match (row.finding.status, row.finding.severity) {
        (Status::Violation, Severity::Error) => 0,
        (Status::Violation, Severity::Warning) => 1,
        (Status::Pending, _) => 2,
        (Status::Fault, _) => 3,
    }
}

/// Rules with findings.
fn rules(rows: &[Row<'_>], outcome: &Outcome, view: View) -> Vec<Totals> {
    let mut all = totals(rows, |row| row.finding.rule.to_string());
    for totals in &mut all {
        if let Some(about) = row::about(outcome, &totals.name, view.lang) {
            (totals.title, totals.basis) = (clean_line(about.title), clean_line(about.basis));
        }
    }
    all
}

/// Titles of the rules that were run and found nothing, with their names.
fn silent(rows: &[Row<'_>], outcome: &Outcome, view: View) -> Vec<(String, String)> {
    let found: BTreeSet<&str> = rows.iter().map(|row| &*row.finding.rule).collect();
    let names = outcome.rules.keys().filter(|name| !found.contains(&***name));
    let title = |name: &str| row::about(outcome, name, view.lang).map_or("", |about| about.title);
    names.map(|name| (clean_line(title(name)), clean_line(name))).collect()
}

/// The findings of a file.
#[derive(Debug, Serialize)]
struct File {
    name: String,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    sort: &'static str,
    word: String,
    rule: String,
    title: String,
    message: String,
    place: String,
    lines: Vec<Line>,
    details: Vec<(&'static str, String)>,
    excused: String,
}

/// A line of a file, around the part that is meant.
#[derive(Debug, Serialize)]
struct Line {
    /// Whether it is the rule's own.
    script: bool,
    note: String,
    number: usize,
    before: String,
    marked: String,
    after: String,
}

fn files(rows: &[Row<'_>], sources: &Sources, view: View) -> Vec<File> {
    let nowhere = say!("不属于任何文件", "of no file");
    let files = rows.chunk_by(|a, b| a.file == b.file).map(|file| File {
        name: file[0].file.map_or_else(|| nowhere.get(view.lang).to_owned(), clean_line),
        findings: file.iter().map(|row| entry(row, sources, view)).collect(),
    });
    files.collect()
}

fn entry(row: &Row<'_>, sources: &Sources, view: View) -> Entry {
    let own =
        row.finding.place.zip(row.line()).map(|(place, number)| line(String::new(), place, number, sources, view));
    let seconds = row.seconds.iter().map(|second| {
        let note = format!("{}:{} {}", second.file, second.range.0.line, second.message);
        let script = Some(second.place) == row.finding.rule_place;
        Line { script, ..line(clean_line(&note), second.place, second.range.0.line, sources, view) }
    });
    Entry {
        sort: ["error", "warning", "pending", "fault"][sort(row)],
        word: row.word.clone(),
        rule: clean_line(&row.finding.rule),
        title: clean_line(row.title),
        message: clean_text(row.message),
        place: clean_line(&row.place()),
        lines: own.into_iter().chain(seconds).collect(),
        details: row.details(view.lang).into_iter().map(|(label, text)| (label, clean_text(&text))).collect(),
        excused: row.suppression.as_ref().map(|by| clean_line(&by.reason)).unwrap_or_default(),
    }
}

fn line(note: String, place: Place, number: usize, sources: &Sources, view: View) -> Line {
    let shown = excerpt(sources.get(place.source), place, number, view.width);
    let (before, rest) = shown.text.split_at(shown.span.start);
    let (marked, after) = rest.split_at(shown.span.end - shown.span.start);
    Line { script: false, note, number, before: before.to_owned(), marked: marked.to_owned(), after: after.to_owned() }
}
