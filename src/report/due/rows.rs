//! What is due, for programs and spreadsheets: a duty a row.

use std::collections::{HashMap, HashSet};
use std::io;

use serde::Serialize;

use crate::report::due::{Agenda, Duty, groups};
use crate::report::shape::By;
use crate::report::{row, subject, word};
use crate::workbook::{Cell, Column, Head, Table};
use yize_core::check::fingerprint;
use yize_core::escape::json_pretty;
use yize_core::json::{Entry, entry};
use yize_core::language::Lang;
use yize_core::say;
use yize_core::source::Locator;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    as_of: String,
    until: String,
    overdue: usize,
    due: usize,
    later: usize,
    next: Option<String>,
    excused: usize,
    undated: usize,
    /// Findings as in the report, by day.
    findings: Vec<Entry<'a>>,
    /// Numbers of those, in groups.
    groups: Vec<Grouped>,
}

#[derive(Serialize)]
struct Grouped {
    key: String,
    name: String,
    findings: Vec<usize>,
}

/// Writes it for programs.
pub(super) fn json(agenda: &Agenda<'_>, by: By, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let outcome = agenda.outcome;
    let prints = fingerprint::all(&outcome.findings, &outcome.sources);
    let mut locator = Locator::new(&outcome.sources);
    let findings = agenda.duties.iter().map(|duty| entry(duty.finding, &prints[duty.at], outcome, lang, &mut locator));
    let findings = findings.collect();
    let numbers: HashMap<usize, usize> = agenda.duties.iter().map(|duty| duty.at).zip(0..).collect();
    let number = |duty: &Duty<'_>| numbers.get(&duty.at).copied();
    let groups = groups(agenda, by, lang).into_iter().map(|group| Grouped {
        findings: group.duties.iter().filter_map(number).collect(),
        key: group.key,
        name: group.name,
    });
    let document = Document {
        version: 1,
        as_of: outcome.as_of.to_string(),
        until: agenda.until.to_string(),
        overdue: agenda.overdue,
        due: agenda.duties.len() - agenda.overdue,
        later: agenda.later,
        next: agenda.next.map(|day| day.to_string()),
        excused: agenda.excused,
        undated: agenda.undated,
        findings,
        groups: groups.collect(),
    };
    json_pretty(&document, out)?;
    writeln!(out)
}

/// It for spreadsheets, group by group.
#[must_use]
pub(crate) fn table(agenda: &Agenda<'_>, by: By, lang: Lang) -> Table {
    let columns: [Head; 14] = [
        (Column::day, say!("期限", "due")),
        (Column::number, say!("还有天数", "days left")),
        (Column::text, say!("责任", "who")),
        (Column::text, say!("事项", "what")),
        (Column::text, say!("结果", "result")),
        (Column::text, say!("单位", "body")),
        (Column::text, say!("单位名称", "body name")),
        (Column::text, say!("记录类别", "kind")),
        (Column::text, say!("记录编号", "key")),
        (Column::text, say!("记录名称", "name")),
        (Column::text, say!("规则", "rule")),
        (Column::text, say!("规则名称", "title")),
        (Column::text, say!("依据", "basis")),
        (Column::text, say!("帮助", "help")),
    ];
    let mut written = HashSet::new();
    let groups = groups(agenda, by, lang);
    // One of several people stands once, with the first of them.
    let once = groups.iter().flat_map(|group| &group.duties).filter(|duty| written.insert(duty.at));
    Table {
        name: say!("到期事项", "Due").get(lang).to_owned(),
        columns: columns.map(|(of, head)| of(head.get(lang).to_owned())).into(),
        rows: once.map(|duty| cells(agenda, duty, lang)).collect(),
    }
}

fn cells(agenda: &Agenda<'_>, duty: &Duty<'_>, lang: Lang) -> Vec<Cell> {
    let finding = duty.finding;
    let record = finding.record.as_ref();
    let title = row::about(agenda.outcome, &finding.rule, lang).map_or("", |about| about.title);
    vec![
        Cell::Day(duty.day),
        duty.days.into(),
        Cell::text(subject::who(finding, lang)),
        Cell::text(finding.message.get(lang)),
        Cell::text(word(finding).get(lang)),
        Cell::key(finding.body.as_deref().unwrap_or_default()),
        Cell::text(finding.address.body.as_deref().unwrap_or_default()),
        Cell::text(subject::kind(finding, lang)),
        Cell::key(record.map(|own| own.key.as_str()).unwrap_or_default()),
        Cell::text(finding.address.name.as_deref().unwrap_or_default()),
        Cell::text(&*finding.rule),
        Cell::text(title),
        Cell::text(finding.basis.as_deref().unwrap_or_default()),
        Cell::text(finding.help.as_ref().map_or("", |help| help.get(lang))),
    ]
}
