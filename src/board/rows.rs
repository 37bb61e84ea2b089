//! Findings as rows in groups: light enough that a screen of them comes at once; the rest of one is asked for when it is opened.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::board::Shown;
use crate::board::areas::Tally;
use crate::board::asked::{Left, Query, left};
use crate::board::findings::MOST;
use crate::board::history::{gravity, sort};
use crate::board::seats::title;
use crate::board::whose::{Who, called, more, whose};
use crate::report::{row, subject};
use yize_core::check::fingerprint;
use yize_core::finding::Finding;
use yize_core::language::Lang;
use yize_core::say;

/// So many rows are opened unasked, whole groups at a time; the first group always is.
const UNASKED: usize = 60;

/// By what rows are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The rule.
    Rule,
    /// The body.
    Body,
    /// Who must act. What several must do together stands with each of them.
    Who,
    /// The day on which it is due.
    Due,
    /// Nothing: all are in one.
    Nothing,
}

/// What of which groups is wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fold {
    /// By what they are grouped; as the query suggests where it is not said.
    pub by: Option<By>,
    /// Whether groups are open that are named in neither list; as many as fit where it is not said.
    pub open: Option<bool>,
    /// Groups that are open.
    pub opened: Vec<String>,
    /// Groups that are closed.
    pub closed: Vec<String>,
    /// Findings whose details are open, by fingerprint: their groups are open, and reach as far.
    pub rows: Vec<String>,
    /// One group alone, with rows from the query's offset on.
    pub only: String,
}

/// Rows of findings in groups.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet<'a> {
    round: u64,
    /// How many findings the query has in all.
    total: usize,
    left: Left,
    by: &'static str,
    order: &'static str,
    groups: Vec<Group<'a>>,
    /// How many groups more there are.
    more: usize,
}

/// A group.
#[derive(Debug, Serialize)]
struct Group<'a> {
    /// A short name for addresses.
    id: String,
    /// The rule's name, the body's id, who, or the day; empty where there is none.
    key: String,
    title: String,
    /// The body of those who must act.
    body: &'a str,
    #[serde(flatten)]
    tally: Tally,
    total: usize,
    /// The first day on which something in it is due.
    due: Option<String>,
    days: Option<i32>,
    open: bool,
    rows: Vec<Line<'a>>,
}

/// A finding on one line.
#[derive(Debug, Serialize)]
struct Line<'a> {
    fingerprint: &'a str,
    sort: &'static str,
    message: &'a str,
    rule: &'a str,
    title: &'a str,
    body: Option<&'a str>,
    /// The record and the field of which it speaks, as people call them.
    record: String,
    field: &'a str,
    who: Vec<Who>,
    /// How many more must act.
    more: usize,
    due: Option<String>,
    days: Option<i32>,
    file: Option<&'a str>,
    new: bool,
}

impl By {
    /// Reads the word of an address.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Rule, Self::Body, Self::Who, Self::Due, Self::Nothing].into_iter().find(|by| by.word() == word)
    }

    /// The word for it.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Body => "body",
            Self::Who => "who",
            Self::Due => "due",
            Self::Nothing => "none",
        }
    }

    /// The keys of the groups in which a finding stands.
    fn keys(self, finding: &Finding) -> Vec<String> {
        let body = finding.body.as_deref().unwrap_or_default();
        match self {
            Self::Rule => vec![finding.rule.to_string()],
            Self::Body => vec![body.to_owned()],
            Self::Who => {
                let who = whose(finding);
                if who.is_empty() { vec![String::new()] } else { who.iter().map(|who| join(body, &who.id)).collect() }
            }
            Self::Due => vec![finding.due.map(|day| day.to_string()).unwrap_or_default()],
            Self::Nothing => vec![String::new()],
        }
    }

    fn title(self, key: &str, first: &Finding, shown: &Shown, lang: Lang) -> String {
        match self {
            Self::Rule => row::about(shown.outcome(), key, lang).map_or(key, |about| about.title).to_owned(),
            Self::Body if key.is_empty() => {
                title(None, say!("不属于任何单位", "of no body").get(lang), lang).to_owned()
            }
            Self::Body => called(&shown.names, key).to_owned(),
            Self::Who => {
                let (_, id) = split(key);
                let who = whose(first).into_iter().find(|who| who.id == id);
                who.map_or_else(|| say!("责任不明", "nobody known").get(lang).to_owned(), |who| who.name)
            }
            Self::Due if key.is_empty() => say!("没有期限", "no date").get(lang).to_owned(),
            Self::Due => key.to_owned(),
            Self::Nothing => String::new(),
        }
    }
}

/// Who must act is known within a body only.
fn join(body: &str, who: &str) -> String {
    format!("{body} {who}")
}

fn split(key: &str) -> (&str, &str) {
    key.split_once(' ').unwrap_or(("", key))
}

/// A short name of a group that is the same on every machine.
fn short(key: &str) -> String {
    let hash = key.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

/// The findings that a query leaves, in groups: keys with the numbers of their findings.
fn grouped(shown: &Shown, query: &Query, fold: &Fold, lang: Lang) -> (By, Vec<(String, Vec<usize>)>, usize, Left) {
    let findings = &shown.outcome().findings;
    let (numbers, left) = left(shown, query, lang);
    let by = fold.by.unwrap_or(if query.is_of_dates() { By::Due } else { By::Rule });
    let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in &numbers {
        for key in by.keys(&findings[*at]) {
            all.entry(key).or_default().push(*at);
        }
    }
    let mut all: Vec<(String, Vec<usize>)> = all.into_iter().collect();
    let gravest = |own: &[usize]| own.iter().map(|at| gravity(&findings[*at])).min();
    let fewest = |own: &[usize]| std::cmp::Reverse(own.len());
    match by {
        By::Rule => all.sort_by_key(|(_, own)| (gravest(own), fewest(own))),
        By::Body => all.sort_by_key(|(key, _)| key.is_empty()),
        By::Who => all.sort_by_key(|(key, own)| (key.is_empty(), fewest(own))),
        By::Due => all.sort_by_key(|(key, _)| key.is_empty()),
        By::Nothing => {}
    }
    (by, all, numbers.len(), left)
}

/// The numbers of the findings that a query leaves, in the order in which they are shown, each once.
#[must_use]
pub(crate) fn listed(shown: &Shown, query: &Query, fold: &Fold, lang: Lang) -> Vec<usize> {
    let (_, groups, ..) = grouped(shown, query, fold, lang);
    let mut seen = std::collections::HashSet::new();
    groups.into_iter().flat_map(|(_, own)| own).filter(|at| seen.insert(*at)).collect()
}

/// The rows that a query leaves, in groups; of open groups as many rows as it has a limit, and not more than a page has in all.
#[must_use]
pub(crate) fn sheet<'a>(shown: &'a Shown, query: &Query, fold: &Fold, lang: Lang) -> Sheet<'a> {
    let (by, groups, total, left) = grouped(shown, query, fold, lang);
    let (mut unasked, mut room, mut more) = (0, MOST, 0);
    let mut told = Vec::new();
    for (key, own) in groups {
        let id = short(&key);
        unasked += own.len();
        let fits = told.is_empty() || unasked <= UNASKED;
        let read = own.iter().rposition(|at| fold.rows.contains(&shown.prints[*at]));
        let open = match (fold.opened.contains(&id) || read.is_some(), fold.closed.contains(&id)) {
            (true, false) => true,
            (_, true) => false,
            (false, false) => by == By::Nothing || fold.open.unwrap_or(fits),
        };
        if !fold.only.is_empty() && fold.only != id {
            continue;
        }
        if told.len() == MOST {
            more += 1;
            continue;
        }
        let wanted =
            if open || !fold.only.is_empty() { query.limit.max(read.map_or(0, |at| at + 1)).min(room) } else { 0 };
        let from = if fold.only.is_empty() { 0 } else { query.offset };
        let rows: Vec<Line<'a>> = own.iter().skip(from).take(wanted).map(|at| line(shown, *at, lang)).collect();
        room -= rows.len();
        told.push(group(shown, (by, &key, id), &own, lang, (open, rows)));
    }
    Sheet { round: shown.round.number, total, left, by: by.word(), order: query.order().word(), groups: told, more }
}

fn group<'a>(
    shown: &'a Shown,
    (by, key, id): (By, &str, String),
    own: &[usize],
    lang: Lang,
    (open, rows): (bool, Vec<Line<'a>>),
) -> Group<'a> {
    let outcome = shown.outcome();
    let mut tally = Tally::default();
    for at in own {
        tally.count(&outcome.findings[*at]);
    }
    let open_ones = own.iter().map(|at| &outcome.findings[*at]).filter(|finding| finding.suppressed.is_none());
    let due = open_ones.filter_map(|finding| finding.due).min();
    let first = &outcome.findings[own[0]];
    Group {
        key: if by == By::Who { split(key).1.to_owned() } else { key.to_owned() },
        title: by.title(key, first, shown, lang),
        body: if by == By::Who { first.body.as_deref().unwrap_or_default() } else { "" },
        id,
        tally,
        total: own.len(),
        due: due.map(|day| day.to_string()),
        days: due.map(|day| (day - outcome.as_of).get_days()),
        open,
        rows,
    }
}

fn line(shown: &Shown, at: usize, lang: Lang) -> Line<'_> {
    let outcome = shown.outcome();
    let finding = &outcome.findings[at];
    Line {
        fingerprint: &shown.prints[at],
        sort: sort(finding),
        message: finding.message.get(lang),
        rule: &finding.rule,
        title: row::about(outcome, &finding.rule, lang).map_or("", |about| about.title),
        body: finding.body.as_deref(),
        record: subject::record(finding, lang),
        field: subject::field(finding, lang),
        who: whose(finding),
        more: more(finding),
        due: finding.due.map(|day| day.to_string()),
        days: finding.days(outcome.as_of),
        file: fingerprint::file(finding, &outcome.sources),
        new: shown.fresh.contains(&at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_groups_are_short_and_always_the_same() {
        assert_eq!((short(""), short("a")), ("811c9dc5".to_owned(), "e40c292c".to_owned()));
        assert_eq!(split(&join("tangshan/lunan", "member/A 1")), ("tangshan/lunan", "member/A 1"));
    }

    #[test]
    fn words_of_groups_are_read_as_they_are_written() {
        for by in [By::Rule, By::Body, By::Who, By::Due, By::Nothing] {
            assert_eq!(By::parse(by.word()), Some(by));
        }
        assert_eq!(By::parse("x"), None);
    }
}
