//! What is pending, and how many findings there are by rule and body, as tables.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::report::human::groups::{Group, key, name};
use crate::report::human::{BOLD, FAINT};
use crate::report::shape::{By, Sort};
use crate::report::text::{clean_line, crop, pad, width};
use crate::report::{View, subject};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::language::{Text, count};
use yize_core::say;

/// A table: its title, its heads, its lines, and which columns are numbers.
struct Table {
    title: String,
    heads: Vec<String>,
    lines: Vec<Vec<String>>,
    /// Columns with numbers, which stand at the right.
    numbers: std::ops::Range<usize>,
    /// What is said of lines that are left out.
    more: fn(usize) -> Text,
}

/// What is pending: by what, how many, and what is due next with who must act.
pub(super) fn pending(outcome: &Outcome, pending: &[&Finding], view: View) -> Vec<String> {
    if pending.is_empty() {
        return Vec::new();
    }
    let mut all: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in pending {
        all.entry(key(finding, view.shape.by, view)).or_default().push(finding);
    }
    let mut groups: Vec<Vec<&Finding>> = all.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|own| own.due.unwrap_or(Date::MAX));
    }
    groups.sort_by_key(|group| group[0].due.unwrap_or(Date::MAX));
    let lines = groups.iter().map(|group| {
        let first = group[0];
        let due = first.due.map(|day| day.to_string()).unwrap_or_default();
        let days = first.days(outcome.as_of).map(|days| left(days).get(view.lang).to_owned()).unwrap_or_default();
        let name = name(first, view.shape.by, outcome, view);
        vec![name, group.len().to_string(), due, days, who(group, view)]
    });
    let (n, en) = (pending.len(), count(pending.len(), "pending duty", "pending duties"));
    let title = say!(
        "待办 {n} 项，还没有到期（--full 逐项列出，yize due 按日期列出）",
        "{en}, not due yet (--full lists them, `yize due` by date)"
    );
    let heads = [
        view.shape.by.label(),
        say!("项数", "number"),
        say!("最近期限", "next"),
        say!("还有", "in"),
        say!("责任", "who"),
    ];
    let table = Table {
        title: title.get(view.lang).to_owned(),
        heads: heads.iter().map(|head| head.get(view.lang).to_owned()).collect(),
        lines: lines.collect(),
        numbers: 1..2,
        more: |n| say!("另有 {n} 行", "{n} more lines"),
    };
    table.drawn(view)
}

/// Days that are left.
fn left(days: i32) -> Text {
    let en = count(days, "day", "days");
    say!("{days}天", "{en}")
}

/// Columns of a screen for who must act.
const WHO: usize = 32;

/// Who must act first: those of what is due on the first day.
fn who(group: &[&Finding], view: View) -> String {
    let first = group.iter().filter(|own| own.due == group[0].due);
    let mut names: Vec<String> = Vec::new();
    for name in first.map(|own| subject::who(own, view.lang)).filter(|name| !name.is_empty()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [] => String::new(),
        [one] if view.shape.rows.is_some() => crop(&clean_line(one), WHO),
        [one] => clean_line(one),
        [one, more @ ..] => {
            let one = if view.shape.rows.is_some() { crop(&clean_line(one), WHO) } else { clean_line(one) };
            let (all, more) = (names.len(), more.len());
            say!("{one}等{all}个", "{one} and {more} more").get(view.lang).to_owned()
        }
    }
}

/// How many there are by what they are put together by, and by body.
pub(super) fn counts(outcome: &Outcome, groups: &[Group<'_>], view: View) -> Vec<String> {
    let all = || groups.iter().flat_map(|group| group.findings.iter().copied());
    let sorts: Vec<Sort> = [Sort::Fault, Sort::Violation, Sort::Warning, Sort::Pending, Sort::Waived, Sort::Baselined]
        .into_iter()
        .filter(|sort| all().any(|own| Sort::of(own) == *sort))
        .collect();
    let table = |by: By, lines: Vec<Vec<String>>| {
        let label = by.label();
        let heads = [label.get(view.lang).to_owned()];
        let heads = heads.into_iter().chain(sorts.iter().map(|sort| head(*sort).get(view.lang).to_owned()));
        let title = say!("按{label}", "by {label}"; label);
        let more: fn(usize) -> Text = |n| say!("另有 {n} 行", "{n} more lines");
        let numbers = 1..sorts.len() + 1;
        Table { title: title.get(view.lang).to_owned(), heads: heads.collect(), lines, numbers, more }.drawn(view)
    };
    let line = |name: String, findings: &[&Finding]| {
        let number = |sort: &Sort| match findings.iter().filter(|own| Sort::of(own) == *sort).count() {
            0 => "-".to_owned(),
            n => n.to_string(),
        };
        std::iter::once(name).chain(sorts.iter().map(number)).collect::<Vec<String>>()
    };
    let mut lines = Vec::new();
    if groups.len() > 1 {
        let own = groups.iter().map(|group| line(group.name.clone(), &group.findings));
        lines.extend(table(view.shape.by, own.collect()));
    }
    let mut bodies: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    all().for_each(|own| bodies.entry(key(own, By::Body, view)).or_default().push(own));
    if view.shape.by != By::Body && bodies.len() > 1 {
        let mut bodies: Vec<Vec<&Finding>> = bodies.into_values().collect();
        bodies.sort_by_key(|own| std::cmp::Reverse(own.len()));
        let own = bodies.iter().map(|own| line(name(own[0], By::Body, outcome, view), own));
        lines.extend(table(By::Body, own.collect()));
    }
    lines
}

fn head(sort: Sort) -> Text {
    match sort {
        Sort::Fault => say!("故障", "faults"),
        Sort::Violation => say!("违规", "violations"),
        Sort::Warning => say!("警告", "warnings"),
        Sort::Pending => say!("待办", "pending"),
        Sort::Waived => say!("豁免", "waived"),
        Sort::Baselined => say!("基线", "baselined"),
    }
}

impl Table {
    /// The lines of the table, with a blank one after it. On a screen it takes a quarter of it at most, and no more than its
    /// width.
    fn drawn(self, view: View) -> Vec<String> {
        let Self { title, heads, mut lines, numbers, more } = self;
        let most = view.shape.rows.filter(|_| !view.shape.full).map_or(usize::MAX, |rows| (rows / 4).max(5));
        let left = lines.len().saturating_sub(most);
        lines.truncate(lines.len() - left);
        let columns = || std::iter::once(&heads).chain(&lines);
        let mut widths: Vec<usize> =
            (0..heads.len()).map(|at| columns().map(|line| width(&line[at])).max().unwrap_or_default()).collect();
        let others = widths.iter().skip(1).map(|width| width + 2).sum::<usize>();
        if view.shape.rows.is_some() {
            widths[0] = widths[0].min(view.columns().saturating_sub(others + 2).max(20));
        }
        let drawn = |line: &Vec<String>| {
            let cells = line.iter().enumerate().map(|(at, cell)| {
                if numbers.contains(&at) {
                    format!("{}{cell}", " ".repeat(widths[at].saturating_sub(width(cell))))
                } else {
                    pad(&crop(cell, widths[at]), widths[at])
                }
            });
            let line = cells.collect::<Vec<String>>().join("  ");
            format!("  {}", line.trim_end())
        };
        let mut all = vec![format!("{BOLD}{title}{BOLD:#}"), format!("{FAINT}{}{FAINT:#}", drawn(&heads))];
        all.extend(lines.iter().map(drawn));
        if left > 0 {
            all.push(format!("{FAINT}  {}{FAINT:#}", more(left).get(view.lang)));
        }
        all.push(String::new());
        all
    }
}
