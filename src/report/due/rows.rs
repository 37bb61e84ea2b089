//! What is due, for programs and spreadsheets: a duty a row.

use std::collections::{HashMap, HashSet};
use std::io;

use csv::{Terminator, WriterBuilder};
use serde::Serialize;

use crate::report::due::{Agenda, Duty, groups};
use crate::report::escape::{cell, key_cell};
use crate::report::shape::By;
use crate::report::{row, subject, word};
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

/// Writes it for spreadsheets, group by group. It begins with a byte order mark, without which Excel takes it for GBK.
pub(super) fn csv(agenda: &Agenda<'_>, by: By, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let columns = [
        say!("期限", "due"),
        say!("还有天数", "days left"),
        say!("责任", "who"),
        say!("事项", "what"),
        say!("结果", "result"),
        say!("单位", "body"),
        say!("单位名称", "body name"),
        say!("记录类别", "kind"),
        say!("记录编号", "key"),
        say!("记录名称", "name"),
        say!("规则", "rule"),
        say!("规则名称", "title"),
        say!("依据", "basis"),
        say!("帮助", "help"),
    ];
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut *out);
    table.write_record(columns.iter().map(|name| name.get(lang)))?;
    let mut written = HashSet::new();
    // One of several people stands once, with the first of them.
    for duty in groups(agenda, by, lang).iter().flat_map(|group| &group.duties).filter(|duty| written.insert(duty.at)) {
        let finding = duty.finding;
        let record = finding.record.as_ref();
        let title = row::about(agenda.outcome, &finding.rule, lang).map_or("", |about| about.title);
        table.write_record([
            duty.day.to_string(),
            duty.days.to_string(),
            cell(&subject::who(finding, lang)),
            cell(finding.message.get(lang)),
            cell(word(finding).get(lang)),
            key_cell(finding.body.as_deref().unwrap_or_default()),
            cell(finding.address.body.as_deref().unwrap_or_default()),
            cell(subject::kind(finding, lang)),
            key_cell(record.map(|own| own.key.as_str()).unwrap_or_default()),
            cell(finding.address.name.as_deref().unwrap_or_default()),
            cell(&finding.rule),
            cell(title),
            cell(finding.basis.as_deref().unwrap_or_default()),
            cell(finding.help.as_ref().map_or("", |help| help.get(lang))),
        ])?;
    }
    table.flush()
}
