//! What is due: duties by day and by who must act, what is overdue before what is to come.

mod table;
mod rows;

use std::io;

use jiff::civil::Date;

use crate::report::ics::{self, Event};
use crate::report::shape::By;
use crate::report::{spreadsheet, subject};
use yize_core::check::{Outcome, fingerprint};
use yize_core::finding::{Finding, Status};
use yize_core::language::{Lang, Text};
use yize_core::say;

pub(crate) use rows::table as duties;

/// A form of what is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For the terminal.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For calendar programs.
    Ics,
}

impl Format {
    /// All of them with their words, the usual one first.
    pub(crate) const ALL: [(&'static str, Self); 4] =
        [("text", Self::Text), ("json", Self::Json), ("csv", Self::Csv), ("ics", Self::Ics)];

    /// The format of that word.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == word).map(|(_, format)| *format)
    }
}

/// A duty: a finding with a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Duty<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its number in the outcome.
    pub at: usize,
    /// The day.
    pub day: Date,
    /// Days left; negative when it is overdue.
    pub days: i32,
}

/// The duties of an outcome.
#[derive(Debug)]
pub(crate) struct Agenda<'a> {
    /// The outcome.
    pub outcome: &'a Outcome,
    /// The last day that is looked at.
    pub until: Date,
    /// By day, then as in the report.
    pub duties: Vec<Duty<'a>>,
    /// How many of them are overdue.
    pub overdue: usize,
    /// How many are due later, and the first day of these.
    pub later: usize,
    pub next: Option<Date>,
    /// How many are waived or in the baseline.
    pub excused: usize,
    /// How many findings, other than excused ones, have no day.
    pub undated: usize,
}

/// What is due up to a day, and what is overdue.
#[must_use]
pub(crate) fn agenda(outcome: &Outcome, until: Date) -> Agenda<'_> {
    let mut agenda =
        Agenda { outcome, until, duties: Vec::new(), overdue: 0, later: 0, next: None, excused: 0, undated: 0 };
    for (at, finding) in outcome.findings.iter().enumerate() {
        let Some((day, days)) = finding.due.zip(finding.days(outcome.as_of)) else {
            agenda.undated += usize::from(finding.suppressed.is_none() && finding.status == Status::Violation);
            continue;
        };
        match () {
            () if finding.suppressed.is_some() => agenda.excused += 1,
            () if day > until => {
                agenda.later += 1;
                agenda.next = Some(agenda.next.map_or(day, |next| next.min(day)));
            }
            () => {
                agenda.overdue += usize::from(days < 0);
                agenda.duties.push(Duty { finding, at, day, days });
            }
        }
    }
    agenda.duties.sort_by_key(|duty| (duty.day, duty.at));
    agenda
}

/// Writes what is due.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    format: Format,
    agenda: &Agenda<'_>,
    by: By,
    (lang, columns): (Lang, Option<usize>),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => table::write(agenda, by, (lang, columns), out),
        Format::Json => rows::json(agenda, by, lang, out),
        Format::Csv => spreadsheet::csv(&rows::table(agenda, by, lang), out),
        Format::Ics => events(agenda, lang, out),
    }
}

/// A group: what it is called, and its duties by day.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// By what it is known: the day, the key of who must act, the body's id, the rule.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Its duties.
    pub duties: Vec<Duty<'a>>,
}

/// The duties in groups: by day, or those with the earliest first.
#[must_use]
pub(crate) fn groups<'a>(agenda: &Agenda<'a>, by: By, lang: Lang) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for duty in &agenda.duties {
        for (key, name) in keys(*duty, by, agenda.outcome, lang) {
            let at = *places.entry(key.clone()).or_insert_with(|| {
                groups.push(Group { key, name, duties: Vec::new() });
                groups.len() - 1
            });
            groups[at].duties.push(*duty);
        }
    }
    groups
}

/// To which groups a duty belongs: to that of each who must act.
fn keys(duty: Duty<'_>, by: By, outcome: &Outcome, lang: Lang) -> Vec<(String, String)> {
    let Duty { finding, day, .. } = duty;
    let nobody = || say!("没有写明", "not said").get(lang).to_owned();
    match by {
        By::Due => vec![(day.to_string(), day.to_string())],
        By::Rule => {
            let title = crate::report::row::about(outcome, &finding.rule, lang).map_or("", |about| about.title);
            vec![(finding.rule.to_string(), title.to_owned())]
        }
        By::Body => vec![match &finding.body {
            Some(id) => (id.to_string(), finding.address.body.clone().unwrap_or_else(|| id.to_string())),
            None => (String::new(), nobody()),
        }],
        By::Person => {
            let of = |who: &yize_core::finding::Actor| {
                let body = finding.body.as_deref().unwrap_or_default();
                let kind = who.kind.as_deref().unwrap_or_default();
                // Those of one name in one body are one where no key tells them apart.
                let key = if who.key.is_empty() { &who.name } else { &who.key };
                (format!("{body}/{kind}/{key}"), who.name.clone())
            };
            let all: Vec<_> = finding.address.who.iter().map(of).collect();
            if all.is_empty() { vec![(String::new(), nobody())] } else { all }
        }
    }
}

/// The duties as events, each on its day.
fn events(agenda: &Agenda<'_>, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let outcome = agenda.outcome;
    let prints = fingerprint::all(&outcome.findings, &outcome.sources);
    let events = agenda.duties.iter().map(|duty| {
        let (finding, message) = (duty.finding, duty.finding.message.get(lang));
        let who = subject::who(finding, lang);
        let body = subject::body(finding, lang);
        let basis = finding.basis.as_deref().unwrap_or_default();
        let help = finding.help.as_ref().map_or("", |help| help.get(lang));
        let lines = [
            (say!("责任", "who"), who.as_str()),
            (say!("单位", "body"), body.as_str()),
            (say!("依据", "basis"), basis),
            (say!("帮助", "help"), help),
            (say!("规则", "rule"), &*finding.rule),
        ];
        let lines = lines.iter().filter(|(_, text)| !text.is_empty());
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let lines: Vec<String> = lines.map(|(label, text)| format!("{}{colon}{text}", label.get(lang))).collect();
        let late = if duty.days < 0 { say!("【逾期】", "[overdue] ") } else { Text::same("") };
        let late = late.get(lang);
        Event {
            id: format!("due-{}", prints[duty.at]),
            first: duty.day,
            last: duty.day,
            summary: format!("{late}{message}"),
            description: lines.join("\n"),
            category: crate::report::word(finding).get(lang).to_owned(),
            is_certain: true,
        }
    });
    ics::write(say!("到期事项", "Due").get(lang), &events.collect::<Vec<_>>(), outcome.as_of, out)
}
