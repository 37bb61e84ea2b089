//! What is printed of the findings that the filters leave: all of them, by unit and then by gravity, for people who know
//! neither rules nor files.

use serde::Serialize;

use crate::board::Shown;
use crate::board::asked::Query;
use crate::board::history::sort;
use crate::board::rows::{By, Fold, listed};
use crate::board::whose::{called, more, whose};
use crate::report::{place, row, subject};
use yize_core::language::Lang;
use yize_core::say;

/// Most findings of one printing.
const MOST: usize = 20_000;

/// All that is to be printed.
#[derive(Debug, Serialize)]
pub(crate) struct Paper<'a> {
    as_of: String,
    total: usize,
    /// How many are left out.
    more: usize,
    units: Vec<Unit<'a>>,
}

/// One unit's.
#[derive(Debug, Serialize)]
struct Unit<'a> {
    name: String,
    rows: Vec<Row<'a>>,
}

/// One finding.
#[derive(Debug, Serialize)]
struct Row<'a> {
    sort: &'static str,
    message: &'a str,
    /// What the rule is called, where that is another text.
    title: &'a str,
    help: Option<&'a str>,
    /// Of which record it is, and in which cell, where it is of a sheet: whoever mends that looks for cells.
    at: Option<[String; 2]>,
    who: Vec<String>,
    /// How many more must act.
    more: usize,
    due: Option<String>,
    days: Option<i32>,
}

/// What is printed.
#[must_use]
pub(crate) fn paper<'a>(shown: &'a Shown, query: &Query, lang: Lang) -> Paper<'a> {
    let outcome = shown.outcome();
    let fold = Fold { by: Some(By::Body), ..Fold::default() };
    let numbers = listed(shown, query, &fold, lang);
    let mut units: Vec<Unit<'a>> = Vec::new();
    let mut last: Option<&str> = None;
    for at in numbers.iter().take(MOST) {
        let finding = &outcome.findings[*at];
        let body = finding.body.as_deref().unwrap_or_default();
        if last != Some(body) {
            let none = || say!("不属于任何单位", "of no body").get(lang).to_owned();
            let name = if body.is_empty() { none() } else { called(&shown.names, body).to_owned() };
            units.push(Unit { name, rows: Vec::new() });
            last = Some(body);
        }
        let message = finding.message.get(lang);
        let title = row::about(outcome, &finding.rule, lang).map_or("", |about| about.title);
        let own = Row {
            sort: sort(finding),
            message,
            title: if title == message { "" } else { title },
            help: finding.help.as_ref().map(|help| help.get(lang)),
            at: finding
                .place
                .filter(|at| outcome.sources.get(at.source).sheet().is_some())
                .map(|at| [subject::record(finding, lang), place::told(&outcome.sources, at)]),
            who: whose(finding).into_iter().map(|who| who.name).collect(),
            more: more(finding),
            due: finding.due.map(|day| day.to_string()),
            days: finding.days(outcome.as_of),
        };
        if let Some(unit) = units.last_mut() {
            unit.rows.push(own);
        }
    }
    let total = numbers.len();
    Paper { as_of: outcome.as_of.to_string(), total, more: total.saturating_sub(MOST), units }
}
