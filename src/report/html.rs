//! A page to read, send and print: one file that needs nothing from elsewhere.
//!
//! The page is `html/page.html` and what follows it, filled in by minijinja, which escapes every value: what stands before the
//! findings, then a heading for each body and a row for each finding, one at a time, and the end.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};
use serde::Serialize;

use crate::report::escape::html_templates;
use crate::report::place::{Grid, excerpt, grid, told};
use crate::report::readings;
use crate::report::row::{self, Row, Rows};
use crate::report::shape::Sort;
use crate::report::text::{clean_line, clean_text};
use crate::report::{View, subject, summary};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::language::Lang;
use yize_core::source::{Place, Sources};

/// The parts of the page. The names' ending is what turns on the escaping.
const PARTS: [(&str, &str); 4] = [
    ("page.html", include_str!("html/page.html")),
    ("unit.html", include_str!("html/unit.html")),
    ("finding.html", include_str!("html/finding.html")),
    ("end.html", include_str!("html/end.html")),
];

/// Writes the page.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut environment = html_templates();
    for (name, text) in PARTS {
        environment.add_template(name, text).map_err(io::Error::other)?;
    }
    let s = &outcome.summary;
    let (zh, bodies) = (view.lang == Lang::Zh, bodies(outcome));
    let values = context! {
        zh,
        passed => view.code == 0,
        verdict => summary::line(outcome, view),
        as_of => outcome.as_of.to_string(),
        counts => [s.violations, s.warnings, s.pending, s.faults],
        rules => Serde(rules(outcome, view)),
        silent => silent(outcome, view),
        bodies => Serde(bodies.iter().map(|body| &body.totals).collect::<Vec<_>>()),
        sheets => Serde(readings::told(&outcome.sheets, view.lang)),
        sheets_heading => readings::heading().get(view.lang),
        version => env!("CARGO_PKG_VERSION"),
    };
    part(&environment, "page.html", values.clone(), out)?;
    let mut rows = Rows::new(outcome, view);
    for (body, number) in bodies.iter().zip(1..) {
        part(&environment, "unit.html", context! { zh, number, totals => Serde(&body.totals) }, out)?;
        for (finding, number) in body.findings.iter().zip(1..) {
            let entry = entry(&rows.of(finding), number, outcome, view);
            part(&environment, "finding.html", context! { zh, f => Serde(entry) }, out)?;
        }
        write!(out, "\n</tbody>")?;
    }
    part(&environment, "end.html", values, out)?;
    writeln!(out)
}

/// Writes a part of the page.
fn part(environment: &Environment<'_>, name: &str, values: Value, out: &mut dyn io::Write) -> io::Result<()> {
    let text = environment.get_template(name).and_then(|template| template.render(values)).map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

/// How many findings of each sort something has.
#[derive(Clone, Debug, Default, Serialize)]
struct Totals {
    name: String,
    title: String,
    basis: String,
    /// Violations, warnings, pending, faults.
    counts: [usize; 4],
}

impl Totals {
    fn count(&mut self, finding: &Finding) {
        let sorts = [Sort::Violation, Sort::Warning, Sort::Pending, Sort::Fault];
        if let Some(at) = sorts.iter().position(|sort| *sort == Sort::of(finding)) {
            self.counts[at] += 1;
        }
    }
}

/// Rules with findings.
fn rules(outcome: &Outcome, view: View) -> Vec<Totals> {
    let mut all: BTreeMap<&str, Totals> = BTreeMap::new();
    for finding in &outcome.findings {
        let name = &*finding.rule;
        let new = || {
            let about = row::about(outcome, name, view.lang);
            let (title, basis) = about.map_or((name, ""), |about| (about.title, about.basis));
            Totals { name: clean_line(name), title: clean_line(title), basis: clean_line(basis), ..Totals::default() }
        };
        all.entry(name).or_insert_with(new).count(finding);
    }
    all.into_values().collect()
}

/// Titles of the rules that were run and found nothing, with their names.
fn silent(outcome: &Outcome, view: View) -> Vec<(String, String)> {
    let found: BTreeSet<&str> = outcome.findings.iter().map(|finding| &*finding.rule).collect();
    let names = outcome.rules.keys().filter(|name| !found.contains(&***name));
    let title = |name: &str| row::about(outcome, name, view.lang).map_or("", |about| about.title);
    names.map(|name| (clean_line(title(name)), clean_line(name))).collect()
}

/// The findings of a body, gravest first and then by the day until which something is to be done.
struct Body<'a> {
    totals: Totals,
    findings: Vec<&'a Finding>,
}

#[derive(Debug, Serialize)]
struct Entry {
    number: usize,
    sort: &'static str,
    word: String,
    rule: String,
    title: String,
    message: String,
    record: String,
    field: String,
    who: String,
    due: String,
    days: Option<i32>,
    basis: String,
    help: String,
    place: String,
    lines: Vec<Line>,
    excused: String,
}

/// A line of a file, around the part that is meant.
#[derive(Debug, Serialize)]
struct Line {
    note: String,
    number: usize,
    before: String,
    marked: String,
    after: String,
    /// Of a sheet, the row as a table.
    grid: Option<Grid>,
}

/// What concerns no body first, then the bodies by id.
fn bodies(outcome: &Outcome) -> Vec<Body<'_>> {
    let mut all: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &outcome.findings {
        all.entry(finding.body.as_deref().unwrap_or_default()).or_default().push(finding);
    }
    let bodies = all.into_values().map(|mut findings| {
        findings.sort_by_key(|finding| (Sort::of(finding), finding.due));
        let first = findings[0];
        let [name, title] =
            [first.body.as_deref(), first.address.body.as_deref()].map(|name| clean_line(name.unwrap_or_default()));
        let mut totals = Totals { name, title, ..Totals::default() };
        for finding in &findings {
            totals.count(finding);
        }
        Body { totals, findings }
    });
    bodies.collect()
}

fn entry(row: &Row<'_>, number: usize, outcome: &Outcome, view: View) -> Entry {
    let (finding, sources, lang) = (row.finding, &outcome.sources, view.lang);
    let own = finding.place.zip(row.line()).map(|(place, number)| line(String::new(), place, number, sources, view));
    let seconds = row.seconds.iter().map(|second| {
        let note = format!("{} {}", told(sources, second.place), second.message);
        line(clean_line(&note), second.place, second.range.0.line, sources, view)
    });
    let sort = Some(Sort::of(finding)).filter(|sort| sort.counts()).map_or("excused", Sort::word);
    Entry {
        number,
        sort,
        word: row.word.clone(),
        rule: clean_line(&finding.rule),
        title: clean_line(row.title),
        message: clean_text(row.message),
        record: clean_line(&subject::record(finding, lang)),
        field: clean_line(subject::field(finding, lang)),
        who: clean_line(&subject::who(finding, lang)),
        due: finding.due.map(|day| day.to_string()).unwrap_or_default(),
        days: finding.days(outcome.as_of),
        basis: clean_text(row.basis.unwrap_or_default().trim_end()),
        help: clean_text(row.help.unwrap_or_default().trim_end()),
        place: clean_line(&row.place()),
        lines: own.into_iter().chain(seconds).collect(),
        excused: row.suppression.as_ref().map(|by| clean_line(&by.reason)).unwrap_or_default(),
    }
}

fn line(note: String, place: Place, number: usize, sources: &Sources, view: View) -> Line {
    let source = sources.get(place.source);
    let shown = excerpt(source, place, number, view.width);
    let grid = source.sheet().map(|_| grid(source, place, view.width));
    let (before, rest) = shown.text.split_at(shown.span.start);
    let (marked, after) = rest.split_at(shown.span.end - shown.span.start);
    Line { note, number, before: before.to_owned(), marked: marked.to_owned(), after: after.to_owned(), grid }
}
