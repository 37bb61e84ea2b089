//! The screen for people: what is wrong, new things first, then what has changed and what the state is.

use std::io;

use anstyle::{AnsiColor, Style};

use crate::report::news::News;
use crate::report::shape::Sort;
use crate::report::text::{clean_line, crop, width, wrap};
use crate::report::{MARGIN, View, human, short, summary};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::language::Text;
use yize_core::say;
use yize_core::session::Held;
use yize_core::source::Locator;
use yize_core::source::Sources;

/// What a terminal has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// Columns of a line.
    pub columns: usize,
    /// Lines.
    pub rows: usize,
}

/// Most findings that are gone, and most causes, which are named.
const NAMED: usize = 3;
/// Lines that are kept for findings of which there is a line each.
const SHORT: usize = 4;

const NEW: Style = AnsiColor::Yellow.on_default().bold();
const GONE: Style = AnsiColor::Green.on_default();
const FAINT: Style = Style::new().dimmed();

/// Writes what fits on a terminal of that size. Without a size, which is where nobody looks at a screen, only what is
/// new and gone is written, and all of it.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(news: &News<'_>, size: Option<Size>, out: &mut dyn io::Write) -> io::Result<()> {
    let foot = [gone(news, size), packs(news, size)?, status(news, size)].concat();
    let Some(size) = size else {
        for at in news.added() {
            write!(out, "{}", full(&news.round.outcome.findings[at], &news.round.outcome, news.view)?)?;
        }
        return foot.iter().try_for_each(|line| writeln!(out, "{line}"));
    };
    // The last line stays free for the cursor.
    let used: usize = foot.iter().map(|line| rows(line, size.columns)).sum();
    let body = body(news, size, size.rows.saturating_sub(used + 2).max(SHORT))?;
    for line in &body {
        writeln!(out, "{line}")?;
    }
    if body.last().is_some_and(|line| !line.is_empty()) {
        writeln!(out)?;
    }
    foot.iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Writes a line for each finding that is new or gone, and the state.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn short(news: &News<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let after = &*news.round.outcome;
    let mut locator = Locator::new(&after.sources);
    if let Some((before, removed)) = news.removed() {
        let mut old = Locator::new(&before.sources);
        for at in removed {
            writeln!(
                out,
                "{GONE}-{GONE:#} {}",
                short::line(&before.findings[at], &before.sources, &mut old, news.view)
            )?;
        }
    }
    for at in news.added() {
        writeln!(out, "{NEW}+{NEW:#} {}", short::line(&after.findings[at], &after.sources, &mut locator, news.view))?;
    }
    for held in &news.round.held {
        writeln!(out, "{}", say(&kept(held), news.view))?;
        for finding in held.findings.iter().filter(|_| held.earlier) {
            writeln!(out, "  {}", short::line(finding, &after.sources, &mut locator, news.view))?;
        }
    }
    writeln!(out, "{}", verdict(news, None).concat())?;
    writeln!(out, "{}", difference(news, None))
}

/// The findings: those that are new first, in full while there is room, then a line each, then how many more.
fn body(news: &News<'_>, size: Size, room: usize) -> io::Result<Vec<String>> {
    let outcome = &*news.round.outcome;
    let added = news.added();
    let mut is_new = vec![false; outcome.findings.len()];
    for at in &added {
        is_new[*at] = true;
    }
    let old = (0..outcome.findings.len()).filter(|at| !is_new[*at] && outcome.findings[*at].suppressed.is_none());
    let mut order: Vec<usize> = added.iter().copied().chain(old).collect();
    // What is new comes first, and of either what weighs most: a screen is short.
    order.sort_by_key(|at| (!is_new[*at], Sort::of(&outcome.findings[*at])));
    // In the first round everything is new, and nothing is marked.
    let marked = |at: usize| is_new[at] && news.round.before.is_some();
    let view = View { width: size.columns.saturating_sub(MARGIN).clamp(20, 100), ..news.view };

    let (mut lines, mut used, mut shown) = (Vec::new(), 0, 0);
    for at in &order {
        let block = full(&outcome.findings[*at], outcome, view)?;
        let mark = marked(*at).then(|| format!("{NEW}{}{NEW:#} ", say(&say!("【新】", "[new]"), view)));
        let block = format!("{}{}", mark.unwrap_or_default(), block.trim_end_matches('\n'));
        let tall = block.lines().map(|line| rows(line, size.columns)).sum::<usize>() + 1;
        let left = order.len() - shown - 1;
        if used + tall + left.min(SHORT) > room {
            break;
        }
        lines.extend([block, String::new()]);
        used += tall;
        shown += 1;
    }
    let mut locator = Locator::new(&outcome.sources);
    let more = |left: usize| {
        let text = say!("  还有 {left} 项；全部见 yize check", "  {left} more; yize check lists all");
        format!("{FAINT}{}{FAINT:#}", text.get(view.lang))
    };
    for (number, at) in order.iter().enumerate().skip(shown) {
        let left = order.len() - number;
        if used + 1 >= room && left > 1 {
            lines.push(more(left));
            break;
        }
        let mark = if marked(*at) { format!("{NEW}+{NEW:#} ") } else { "  ".to_owned() };
        let line = short::line(&outcome.findings[*at], &outcome.sources, &mut locator, view);
        lines.push(format!("{mark}{}", crop(&line, size.columns.saturating_sub(2))));
        used += 1;
    }
    Ok(lines)
}

/// What is gone, a line each.
fn gone(news: &News<'_>, size: Option<Size>) -> Vec<String> {
    let Some((before, removed)) = news.removed() else { return Vec::new() };
    let mut locator = Locator::new(&before.sources);
    let most = if size.is_some() { NAMED } else { usize::MAX };
    let mut lines: Vec<String> = removed
        .iter()
        .take(most)
        .map(|at| {
            let line = short::line(&before.findings[*at], &before.sources, &mut locator, news.view);
            format!("{GONE}- {}{GONE:#}", cropped(&line, size, 2))
        })
        .collect();
    if removed.len() > most {
        let left = removed.len() - most;
        let text = say!("- 另有 {left} 项已消除", "- {left} more are gone");
        lines.push(format!("{GONE}{}{GONE:#}", text.get(news.view.lang)));
    }
    lines
}

/// Packs of which an earlier version is in force, and those that are right again.
fn packs(news: &News<'_>, size: Option<Size>) -> io::Result<Vec<String>> {
    let (round, warning) = (news.round, AnsiColor::Red.on_default().bold());
    let mut lines = Vec::new();
    for held in &round.held {
        lines.push(format!("{warning}{}{warning:#}", say(&kept(held), news.view)));
        let most = if size.is_some() { 1 } else { usize::MAX };
        // Where there is no earlier version it stands among the findings.
        for finding in held.findings.iter().filter(|_| held.earlier).take(most) {
            let block = shown(finding, &round.outcome.sources, &round.outcome, news.view)?;
            lines.extend(block.trim_end().lines().map(str::to_owned));
        }
        if held.earlier && held.findings.len() > most {
            let left = held.findings.len() - most;
            lines.push(
                say!("该包还有 {left} 项问题", "{left} more findings in this pack").get(news.view.lang).to_owned(),
            );
        }
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    for pack in &round.restored {
        let pack = clean_line(pack);
        let text =
            say!("规则包 {pack} 已恢复，现用新的版本", "pack {pack} is right again; its new version is in force");
        lines.push(format!("{GONE}{}{GONE:#}", text.get(news.view.lang)));
    }
    Ok(lines)
}

fn kept(held: &Held) -> Text {
    let pack = clean_line(&held.pack);
    if !held.earlier {
        return say!("规则包 {pack} 有误，没有可用的版本", "pack {pack} is wrong, and no version of it is in force");
    }
    say!("规则包 {pack} 有误，仍用上一次正确的版本", "pack {pack} is wrong; its last good version stays in force")
}

/// The verdict, what has changed, and that there is more to come.
fn status(news: &News<'_>, size: Option<Size>) -> Vec<String> {
    let mut lines = verdict(news, size);
    lines.push(difference(news, size));
    let waits = say!("等待改动，按 Ctrl-C 结束", "waiting for changes, Ctrl-C ends");
    lines.push(format!("{FAINT}{}{FAINT:#}", waits.get(news.view.lang)));
    lines
}

fn verdict(news: &News<'_>, size: Option<Size>) -> Vec<String> {
    let color = match (news.view.code, news.round.held.is_empty()) {
        (0, true) => AnsiColor::Green,
        // It holds for rules that are out of date.
        (0, false) => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    let style = color.on_default().bold();
    let line = summary::line(&news.round.outcome, news.view);
    wrap(&line, size.map_or(usize::MAX, |size| size.columns))
        .iter()
        .map(|line| format!("{style}{line}{style:#}"))
        .collect()
}

/// `+2 −1`, the time taken, and the cause.
fn difference(news: &News<'_>, size: Option<Size>) -> String {
    let (new, gone) = (news.added().len(), news.removed().map_or(0, |(_, removed)| removed.len()));
    let counts = if news.round.before.is_some() { format!("+{new} −{gone}  ") } else { String::new() };
    let ms = news.elapsed.as_millis();
    let mut text = say(&say!("用时 {ms} 毫秒", "{ms} ms"), news.view).to_owned();
    if !news.cause.is_empty() {
        let names: Vec<String> = news.cause.iter().take(NAMED).map(|path| clean_line(path)).collect();
        let (zh, en, all) = (names.join("、"), names.join(", "), news.cause.len());
        let cause = if all > NAMED {
            let more = all - NAMED;
            say!("  改动：{zh} 等 {all} 处", "  changed: {en} and {more} more")
        } else {
            say!("  改动：{zh}", "  changed: {en}")
        };
        text.push_str(cause.get(news.view.lang));
    }
    let bold = Style::new().bold();
    format!("{bold}{counts}{bold:#}{}", cropped(&text, size, width(&counts)))
}

fn say(text: &Text, view: View) -> &str {
    text.get(view.lang)
}

fn full(finding: &Finding, outcome: &Outcome, view: View) -> io::Result<String> {
    shown(finding, &outcome.sources, outcome, view)
}

/// A finding with the lines that it speaks of.
fn shown(finding: &Finding, sources: &Sources, outcome: &Outcome, view: View) -> io::Result<String> {
    let mut bytes = Vec::new();
    human::findings(std::slice::from_ref(finding), sources, outcome.as_of, view, &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Lines of a terminal that a line with colours takes.
fn rows(line: &str, columns: usize) -> usize {
    width(&anstream::adapter::strip_str(line).to_string()).div_ceil(columns.max(1)).max(1)
}

fn cropped(line: &str, size: Option<Size>, before: usize) -> String {
    size.map_or_else(|| line.to_owned(), |size| crop(line, size.columns.saturating_sub(before)))
}
