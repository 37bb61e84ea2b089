//! What comes next: what is due in the coming days by date, what is overdue, and who has most to do.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::board::Shown;
use crate::board::areas::Tally;
use crate::board::history::sort;
use crate::board::whose::{Who, more, whose};
use crate::report::row;
use yize_core::finding::Finding;
use yize_core::language::Lang;

/// So many days are looked ahead.
const AHEAD: i32 = 30;
/// So many rules of a day are named.
const RULES: usize = 5;
/// So many of those who must act are named on a line.
const NAMED: usize = 4;
/// So many lines of what is overdue, and so many of those who have most to do.
const LINES: usize = 10;

/// What comes next.
#[derive(Debug, Serialize)]
pub(crate) struct Coming<'a> {
    /// How many days are looked ahead.
    ahead: i32,
    /// What is due in these days, by date.
    days: Vec<Day<'a>>,
    /// The first date after them.
    later: Option<Day<'a>>,
    /// What is overdue, the longest first, and how much there is in all.
    overdue: Vec<Line<'a>>,
    overdue_total: usize,
    /// Who has most to do, and how many have something.
    people: Vec<Person>,
    people_total: usize,
}

/// A day on which something is due.
#[derive(Debug, Serialize)]
struct Day<'a> {
    date: String,
    days: i32,
    total: usize,
    lines: Vec<Line<'a>>,
    /// How many rules more.
    more: usize,
}

/// What is due by one rule on one day.
#[derive(Debug, Serialize)]
struct Line<'a> {
    rule: &'a str,
    title: &'a str,
    date: String,
    days: i32,
    total: usize,
    /// Those who must act, with their bodies.
    who: Vec<Named>,
    /// How many more.
    more: usize,
}

/// One who must act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Named {
    body: String,
    #[serde(flatten)]
    who: Who,
}

/// One who has something to do.
#[derive(Debug, Serialize)]
struct Person {
    #[serde(flatten)]
    named: Named,
    #[serde(flatten)]
    tally: Tally,
    total: usize,
    overdue: usize,
    /// The first day that is to come.
    next: Option<String>,
}

/// Works it out.
#[must_use]
pub(crate) fn coming(shown: &Shown, lang: Lang) -> Coming<'_> {
    let outcome = shown.outcome();
    let open = || outcome.findings.iter().filter(|finding| finding.suppressed.is_none());
    let mut ahead: BTreeMap<Date, Vec<&Finding>> = BTreeMap::new();
    let mut late: BTreeMap<(Date, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in open() {
        match finding.due {
            Some(day) if day < outcome.as_of => late.entry((day, &finding.rule)).or_default().push(finding),
            Some(day) if sort(finding) == "pending" => ahead.entry(day).or_default().push(finding),
            _ => {}
        }
    }
    let mut days: Vec<Day<'_>> = ahead.into_iter().map(|(date, own)| day(shown, date, &own, lang)).collect();
    let later = days.partition_point(|day| day.days <= AHEAD);
    let later = days.drain(later..).next();
    let overdue_total = late.values().map(Vec::len).sum();
    let overdue = late.into_iter().take(LINES).map(|((date, rule), own)| line(shown, date, rule, &own, lang));
    let (people, people_total) = people(shown);
    Coming { ahead: AHEAD, days, later, overdue: overdue.collect(), overdue_total, people, people_total }
}

fn day<'a>(shown: &'a Shown, date: Date, own: &[&'a Finding], lang: Lang) -> Day<'a> {
    let mut rules: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in own {
        rules.entry(&finding.rule).or_default().push(finding);
    }
    let mut lines: Vec<Line<'_>> = rules.into_iter().map(|(rule, own)| line(shown, date, rule, &own, lang)).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.total));
    let more = lines.len().saturating_sub(RULES);
    lines.truncate(RULES);
    let days = (date - shown.outcome().as_of).get_days();
    Day { date: date.to_string(), days, total: own.len(), lines, more }
}

fn line<'a>(shown: &'a Shown, date: Date, rule: &'a str, own: &[&Finding], lang: Lang) -> Line<'a> {
    let mut who: Vec<Named> = own.iter().flat_map(|finding| named(finding)).collect();
    who.sort();
    who.dedup();
    let unnamed: usize = own.iter().map(|finding| more(finding)).max().unwrap_or_default();
    let more = who.len().saturating_sub(NAMED) + unnamed;
    who.truncate(NAMED);
    Line {
        rule,
        title: row::about(shown.outcome(), rule, lang).map_or(rule, |about| about.title),
        date: date.to_string(),
        days: (date - shown.outcome().as_of).get_days(),
        total: own.len(),
        who,
        more,
    }
}

fn named(finding: &Finding) -> Vec<Named> {
    let body = finding.body.as_deref().unwrap_or_default();
    whose(finding).into_iter().map(|who| Named { body: body.to_owned(), who }).collect()
}

/// Who has most to do: what is wrong, or will be unless it is done.
fn people(shown: &Shown) -> (Vec<Person>, usize) {
    let outcome = shown.outcome();
    let mut all: BTreeMap<Named, (Tally, usize, usize, Option<Date>)> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|finding| finding.suppressed.is_none()) {
        for named in named(finding) {
            let (tally, total, overdue, next) = all.entry(named).or_default();
            tally.count(finding);
            *total += 1;
            match finding.due {
                Some(day) if day < outcome.as_of => *overdue += 1,
                Some(day) => *next = Some(next.map_or(day, |known: Date| known.min(day))),
                None => {}
            }
        }
    }
    let people_total = all.len();
    let person = |(named, (tally, total, overdue, next)): (Named, (Tally, usize, usize, Option<Date>))| Person {
        named,
        tally,
        total,
        overdue,
        next: next.map(|day| day.to_string()),
    };
    let mut people: Vec<Person> = all.into_iter().map(person).collect();
    people.sort_by_key(|person| (std::cmp::Reverse(person.overdue), std::cmp::Reverse(person.total)));
    people.truncate(LINES);
    (people, people_total)
}
