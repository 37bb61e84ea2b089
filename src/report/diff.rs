//! The report of `yize diff`: what two versions find, compared.

use std::io;

use serde::Serialize;

use crate::report::place::exact;
use crate::report::text::clean_line;
use crate::report::{View, word};
use yize_core::check::Outcome;
use yize_core::check::fingerprint;
use yize_core::compare::Difference;
use yize_core::escape::json_pretty;
use yize_core::finding::Finding;
use yize_core::json::{Counts, Entry, counts, entry};
use yize_core::say;
use yize_core::source::Locator;

mod cards;

/// Writes the differences for people: by rule and body how many, then each in a line; scores likewise.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn human(
    difference: &Difference,
    before: &Outcome,
    after: &Outcome,
    view: View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for ((rule, body), [new, gone, changed]) in &difference.counts(before, after) {
        let (rule, body) = (clean_line(rule), clean_line(body.as_deref().unwrap_or("-")));
        let text = say!(
            "{rule}  {body}：新增 {new}，消失 {gone}，变化 {changed}",
            "{rule}  {body}: {new} new, {gone} gone, {changed} changed"
        );
        writeln!(out, "{}", text.get(view.lang))?;
    }
    cards::counted(&difference.cards, view.lang, out)?;
    if !difference.is_empty() {
        writeln!(out)?;
    }
    let (mut old, mut new) = (Locator::new(&before.sources), Locator::new(&after.sources));
    for at in &difference.gone {
        line("-", &before.findings[*at], before, &mut old, view, out)?;
    }
    for at in &difference.new {
        line("+", &after.findings[*at], after, &mut new, view, out)?;
    }
    for (was, is) in &difference.changed {
        line("<", &before.findings[*was], before, &mut old, view, out)?;
        line(">", &after.findings[*is], after, &mut new, view, out)?;
    }
    cards::listed(&difference.cards, view.lang, out)?;
    let (new, gone, changed) = (difference.new.len(), difference.gone.len(), difference.changed.len());
    let (was, is, as_of) = (before.findings.len(), after.findings.len(), after.as_of);
    let text = say!(
        "新增 {new} 项、消失 {gone} 项、变化 {changed} 项；先前共 {was} 项，现在共 {is} 项（截至 {as_of}）",
        "{new} new, {gone} gone, {changed} changed; findings before: {was}, after: {is} (as of {as_of})"
    );
    writeln!(out, "{}", text.get(view.lang))?;
    cards::last(&difference.cards, before, after, view.lang, out)
}

/// The colour of a line: what is gone, what is new, what has changed.
fn shade(mark: &str) -> anstyle::Style {
    let colour = match mark {
        "-" => anstyle::AnsiColor::Red,
        "+" => anstyle::AnsiColor::Green,
        _ => anstyle::AnsiColor::Yellow,
    };
    colour.on_default()
}

fn line<'a>(
    mark: &str,
    finding: &'a Finding,
    outcome: &'a Outcome,
    locator: &mut Locator<'a>,
    view: View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let at = finding.place.map(|place| exact(&outcome.sources, locator, place)).or_else(|| finding.path.clone());
    let at = clean_line(&at.unwrap_or_default());
    let (word, message) = (word(finding), clean_line(finding.message.get(view.lang)));
    let (style, strong) = (shade(mark), shade(mark).bold());
    let (word, rule) = (word.get(view.lang), clean_line(&finding.rule));
    writeln!(out, "{strong}{mark}{strong:#} {style}{at}: {word} {rule}: {message}{style:#}")
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    as_of: String,
    new: Vec<Entry<'a>>,
    gone: Vec<Entry<'a>>,
    changed: Vec<Change<'a>>,
    /// Differences by rule and body.
    by_rule: Vec<Line>,
    /// Cards that differ.
    scores: Vec<cards::Entry<'a>>,
    /// Differing cards by scheme, body and year.
    by_scheme: Vec<cards::Count>,
    before: Counts,
    after: Counts,
}

#[derive(Serialize)]
struct Change<'a> {
    before: Entry<'a>,
    after: Entry<'a>,
}

#[derive(Serialize)]
struct Line {
    rule: String,
    body: Option<String>,
    new: usize,
    gone: usize,
    changed: usize,
}

/// Writes the differences for programs.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn json(
    difference: &Difference,
    before: &Outcome,
    after: &Outcome,
    view: View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let prints = [before, after].map(|outcome| fingerprint::all(&outcome.findings, &outcome.sources));
    let (mut old, mut new) = (entries(before, &prints[0], view), entries(after, &prints[1], view));
    // Each finding stands in one list, so it can be taken.
    let mut take = |from: usize, at: usize| if from == 0 { old[at].take() } else { new[at].take() };
    let lines = difference.counts(before, after).into_iter().map(|((rule, body), [new, gone, changed])| Line {
        rule: rule.to_string(),
        body: body.map(|b| b.to_string()),
        new,
        gone,
        changed,
    });
    let report = Report {
        version: 1,
        as_of: after.as_of.to_string(),
        new: difference.new.iter().filter_map(|at| take(1, *at)).collect(),
        gone: difference.gone.iter().filter_map(|at| take(0, *at)).collect(),
        changed: difference
            .changed
            .iter()
            .filter_map(|(was, is)| Some(Change { before: take(0, *was)?, after: take(1, *is)? }))
            .collect(),
        by_rule: lines.collect(),
        scores: cards::entries(&difference.cards),
        by_scheme: cards::by_scheme(&difference.cards),
        before: counts(&before.summary),
        after: counts(&after.summary),
    };
    json_pretty(&report, out)?;
    writeln!(out)
}

/// The findings of an outcome as the JSON report shows them.
fn entries<'a>(outcome: &'a Outcome, prints: &'a [String], view: View) -> Vec<Option<Entry<'a>>> {
    let mut locator = Locator::new(&outcome.sources);
    let findings = outcome.findings.iter().zip(prints);
    findings.map(|(f, print)| Some(entry(f, print, outcome, view.lang, &mut locator))).collect()
}
