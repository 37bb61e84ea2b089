//! Findings put together by rule, body, person or day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::report::shape::{By, Sort};
use crate::report::text::clean_line;
use crate::report::{View, row, subject};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::say;

/// Findings that belong together, those that weigh most first.
pub(super) struct Group<'a> {
    /// What it is called.
    pub name: String,
    /// What stands above it, where its findings do not say so themselves.
    pub heading: Option<String>,
    /// The findings.
    pub findings: Vec<&'a Finding>,
}

/// By what groups stand in order: their gravest finding, then what the data themselves are wrong in, the day, how many there
/// are, and the name.
type Order = (Sort, bool, Option<Option<Date>>, std::cmp::Reverse<usize>, String);

/// The groups, gravest first. Within one, those that weigh most come first, else the order of the report stays.
pub(super) fn groups<'a>(findings: Vec<&'a Finding>, outcome: &Outcome, view: View) -> Vec<Group<'a>> {
    let by = view.shape.by;
    let mut all: BTreeMap<String, Vec<&'a Finding>> = BTreeMap::new();
    for finding in findings {
        all.entry(key(finding, by, view)).or_default().push(finding);
    }
    let mut ordered: Vec<(Order, Group<'a>)> = all
        .into_iter()
        .map(|(key, mut findings)| {
            findings.sort_by_key(|own| Sort::of(own));
            let first = findings[0];
            let name = name(first, by, outcome, view);
            let due = (by == By::Due).then_some(first.due);
            let own = !first.rule.starts_with("host/");
            let order = (Sort::of(first), own, due, std::cmp::Reverse(findings.len()), key);
            let heading = (by != By::Rule).then(|| {
                let n = findings.len();
                say!("{name}（{n} 项）", "{name} ({n})").get(view.lang).to_owned()
            });
            (order, Group { name, heading, findings })
        })
        .collect();
    ordered.sort_by(|(a, _), (b, _)| a.cmp(b));
    ordered.into_iter().map(|(_, group)| group).collect()
}

/// By what a finding belongs to others.
pub(super) fn key(finding: &Finding, by: By, view: View) -> String {
    match by {
        By::Rule => finding.rule.to_string(),
        By::Body => finding.body.as_deref().unwrap_or_default().to_owned(),
        By::Person => subject::who(finding, view.lang),
        By::Due => finding.due.map(|day| day.to_string()).unwrap_or_default(),
    }
}

/// What the group of a finding is called.
pub(super) fn name(finding: &Finding, by: By, outcome: &Outcome, view: View) -> String {
    let lang = view.lang;
    let name = match by {
        By::Rule => row::about(outcome, &finding.rule, lang).map_or(&*finding.rule, |about| about.title).to_owned(),
        By::Body => subject::body(finding, lang),
        By::Person => subject::who(finding, lang),
        By::Due => finding.due.map(|day| day.to_string()).unwrap_or_default(),
    };
    let nothing = match by {
        By::Rule => say!("其他", "other"),
        By::Body => say!("不属于任何单位", "of no body"),
        By::Person => say!("责任不明", "nobody known"),
        By::Due => say!("没有期限", "without a day"),
    };
    if name.is_empty() { nothing.get(lang).to_owned() } else { clean_line(&name) }
}
