//! The report for people: what is wrong first, the gravest rule first and in full; what is pending as a table; how many there
//! are by rule and body; one next step; the verdict.

mod finding;
mod groups;
mod tables;
mod ledgers;
mod next;
#[cfg(test)]
mod tests;

use std::io;

use anstyle::{AnsiColor, Style};
use jiff::civil::Date;

use crate::report::shape::Sort;
use crate::report::text::{width, wrap};
use crate::report::{View, summary};
use finding::Page;
use groups::{Group, groups};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::say;
use yize_core::source::Sources;

pub(crate) use ledgers::of as sheet;

const FAINT: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// Writes the report, with colours.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let shape = view.shape;
    let shown: Vec<&Finding> = outcome.findings.iter().filter(|own| shape.only.shows(Sort::of(own))).collect();
    // What was asked for by its name is shown in full.
    let aside = |own: &&Finding| Sort::of(own) == Sort::Pending && !shape.full && shape.only.is_all();
    let (pending, found): (Vec<&Finding>, Vec<&Finding>) = shown.into_iter().partition(aside);
    let groups = groups(found, outcome, view);

    let below = below(outcome, &pending, &groups, view);
    let verdict = verdict(outcome, view);
    let left = list(outcome, &groups, view, rows(below.iter().chain(&verdict), view), out)?;
    if left > 0 {
        let text = say!(
            "另有 {left} 项没有列出：加 --full 全部列出，用 --only、--body、--status 缩小范围",
            "{left} more are not listed: --full lists all; --only, --body and --status narrow it down"
        );
        writeln!(out, "{BOLD}{}{BOLD:#}\n", text.get(view.lang))?;
    }
    for line in below.iter().chain(&verdict) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes findings alone, with colours and a blank line after each; those that do not count are left out.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn findings(
    findings: &[Finding],
    sources: &Sources,
    as_of: Date,
    view: View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page::new(sources, as_of, view);
    for finding in findings.iter().filter(|f| f.suppressed.is_none()) {
        writeln!(out, "{}\n", page.finding(finding))?;
    }
    Ok(())
}

/// Lists findings group by group, as many as there is room for, and of each group one before another of any. Gives how many
/// are left out.
fn list(
    outcome: &Outcome,
    groups: &[Group<'_>],
    view: View,
    taken: usize,
    out: &mut dyn io::Write,
) -> io::Result<usize> {
    let mut page = Page::new(&outcome.sources, outcome.as_of, view);
    let most = most(groups, &mut page, view, taken);
    let mut left = 0;
    for (group, most) in groups.iter().zip(most) {
        let more = group.findings.len() - most;
        left += more;
        if most == 0 {
            continue;
        }
        if let Some(heading) = &group.heading {
            writeln!(out, "{BOLD}{heading}{BOLD:#}\n")?;
        }
        for finding in &group.findings[..most] {
            writeln!(out, "{}\n", page.finding(finding))?;
        }
        if more > 0 {
            let name = &group.name;
            let text = say!("  “{name}”另有 {more} 项", "  {more} more of \"{name}\"");
            writeln!(out, "{FAINT}{}{FAINT:#}\n", text.get(view.lang))?;
        }
    }
    Ok(left)
}

/// How many findings of each group there is room for. A screen has room for two of itself, of which so many lines are taken.
fn most(groups: &[Group<'_>], page: &mut Page<'_>, view: View, taken: usize) -> Vec<usize> {
    let mut room: Box<dyn FnMut(&Finding) -> bool + '_> = match (view.shape.limit, view.shape.rows) {
        (Some(mut left), _) => Box::new(move |_| {
            let has = left > 0;
            left = left.saturating_sub(1);
            has
        }),
        (None, Some(rows)) if !view.shape.full => {
            let (mut left, mut first) = ((2 * rows).saturating_sub(taken + 2), true);
            Box::new(move |finding| {
                let lines = page.finding(finding).lines().map(|line| tall(line, view)).sum::<usize>() + 1;
                // The first has room in any case.
                let has = lines <= left || first;
                (left, first) = (left.saturating_sub(lines), false);
                has
            })
        }
        _ => return groups.iter().map(|group| group.findings.len()).collect(),
    };
    let mut most = vec![0; groups.len()];
    let rounds = groups.iter().map(|group| group.findings.len()).max().unwrap_or_default();
    for (round, at) in (0..rounds).flat_map(|round| (0..groups.len()).map(move |at| (round, at))) {
        match groups[at].findings.get(round) {
            Some(own) if room(own) => most[at] += 1,
            Some(_) => break,
            None => {}
        }
    }
    most
}

/// What stands below the findings: what is pending, the counts, and the next step, each followed by a blank line.
fn below(outcome: &Outcome, pending: &[&Finding], groups: &[Group<'_>], view: View) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(tables::pending(outcome, pending, view));
    if groups.iter().map(|group| group.findings.len()).sum::<usize>() > 1 {
        lines.extend(tables::counts(outcome, groups, view));
    }
    lines.extend(ledgers::lines(outcome, view));
    if let Some(step) = next::step(outcome, view) {
        let label = say!("下一步", "next");
        let text = format!("{}: {}", label.get(view.lang), step.get(view.lang));
        let text = wrap(&text, view.shape.rows.map_or(usize::MAX, |_| view.columns()));
        lines.extend(text.into_iter().map(|line| format!("{BOLD}{line}{BOLD:#}")));
    }
    lines
}

fn verdict(outcome: &Outcome, view: View) -> Vec<String> {
    let style = match view.code {
        0 => AnsiColor::Green,
        _ => AnsiColor::Red,
    };
    let style = style.on_default().bold();
    let line = summary::line(outcome, view);
    let lines = wrap(&line, view.shape.rows.map_or(usize::MAX, |_| view.columns()));
    lines.iter().map(|line| format!("{style}{line}{style:#}")).collect()
}

/// Lines of the screen that lines with colours take.
fn rows<'a>(lines: impl Iterator<Item = &'a String>, view: View) -> usize {
    lines.map(|line| tall(line, view)).sum()
}

fn tall(line: &str, view: View) -> usize {
    width(&anstream::adapter::strip_str(line).to_string()).div_ceil(view.columns()).max(1)
}
