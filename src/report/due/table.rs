//! What is due, for people: a line a duty, under the day or whoever it is of.

use std::collections::BTreeSet;
use std::io;

use anstyle::{AnsiColor, Style};
use jiff::civil::Weekday;

use crate::report::due::{Agenda, Duty, Group, groups};
use crate::report::shape::By;
use crate::report::subject;
use crate::report::text::{clean_line, crop, pad, width};
use yize_core::language::{Lang, Text, count};
use yize_core::say;

/// Most columns of who must act.
const WHO: usize = 24;

pub(super) fn write(
    agenda: &Agenda<'_>,
    by: By,
    (lang, columns): (Lang, Option<usize>),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let groups = groups(agenda, by, lang);
    let bodies: BTreeSet<&str> = agenda.duties.iter().filter_map(|duty| duty.finding.body.as_deref()).collect();
    let widest = |cell: &dyn Fn(&Duty<'_>) -> String| {
        agenda.duties.iter().map(|duty| width(&cell(duty))).max().unwrap_or_default()
    };
    let several = bodies.len() > 1;
    let table = Table {
        by,
        several,
        far: widest(&|duty| far(duty.days).get(lang).to_owned()),
        who: widest(&|duty| who(duty, by, several, lang)),
        lang,
        columns,
    };
    for group in &groups {
        heading(group, by, lang, out)?;
        for duty in &group.duties {
            table.line(duty, out)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", total(agenda).get(lang))
}

/// The head of a group: the day and how far it is, or a name and how many.
fn heading(group: &Group<'_>, by: By, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let number = group.duties.len();
    let items = say!("{number} 项", "{number}");
    let head = match (by, group.duties.first()) {
        (By::Due, Some(duty)) => {
            let (day, weekday, far) = (duty.day, weekday(duty.day.weekday()), far(duty.days));
            say!("{day}（{weekday}，{far}） {items}", "{day} ({weekday}, {far}): {items}"; weekday, far, items)
        }
        (By::Rule, _) => {
            let (rule, title) = (&group.key, &group.name);
            say!("{rule} {title} {items}", "{rule} {title}: {items}"; items)
        }
        _ => {
            let name = &group.name;
            let late = group.duties.iter().filter(|duty| duty.days < 0).count();
            let late = if late > 0 { say!("，逾期 {late} 项", ", {late} overdue") } else { Text::same("") };
            say!("{name} {items}{late}", "{name}: {items}{late}"; items, late)
        }
    };
    let late = by == By::Due && group.duties.first().is_some_and(|duty| duty.days < 0);
    let style = if late { AnsiColor::Red.on_default().bold() } else { Style::new().bold() };
    writeln!(out, "{style}{}{style:#}", clean_line(head.get(lang)))
}

/// How lines are laid out.
struct Table {
    by: By,
    /// Whether there are several bodies.
    several: bool,
    /// Columns of how far it is, and of who must act.
    far: usize,
    who: usize,
    lang: Lang,
    /// Columns of the screen, if there is one.
    columns: Option<usize>,
}

impl Table {
    /// A duty: when it is due unless the head says so, who must act unless that does, and what.
    fn line(&self, duty: &Duty<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let Self { by, lang, .. } = *self;
        let day = || format!("{}  {}", duty.day, pad(far(duty.days).get(lang), self.far));
        let day = if by == By::Due { String::new() } else { day() };
        let who = pad(&who(duty, by, self.several, lang), self.who);
        let what = clean_line(duty.finding.message.get(lang));
        let parts: Vec<&str> = [day.as_str(), &who, &what].into_iter().filter(|part| !part.is_empty()).collect();
        let text = format!("  {}", parts.join("  "));
        let text = self.columns.map_or_else(|| text.clone(), |columns| crop(&text, columns));
        let style = if duty.days < 0 { AnsiColor::Red.on_default() } else { Style::new() };
        writeln!(out, "{style}{}{style:#}", text.trim_end())
    }
}

/// Who must act, unless the head says so; with the body where there are several.
fn who(duty: &Duty<'_>, by: By, several: bool, lang: Lang) -> String {
    let finding = duty.finding;
    let who = if by == By::Person { String::new() } else { crop(&clean_line(&subject::who(finding, lang)), WHO) };
    let body = finding.address.body.as_deref().or(finding.body.as_deref()).unwrap_or_default();
    if by == By::Body || !several || body == who {
        return who;
    }
    format!("{} {who}", clean_line(body)).trim_end().to_owned()
}

/// How far a day is.
fn far(days: i32) -> Text {
    match days {
        0 => say!("今天到期", "due today"),
        left if left > 0 => {
            let en = count(usize::try_from(left).unwrap_or_default(), "day", "days");
            say!("还有 {left} 天", "{en} left")
        }
        late => {
            let late = late.unsigned_abs();
            let en = count(usize::try_from(late).unwrap_or_default(), "day", "days");
            say!("逾期 {late} 天", "{en} overdue")
        }
    }
}

fn weekday(day: Weekday) -> Text {
    match day {
        Weekday::Monday => say!("周一", "Mon"),
        Weekday::Tuesday => say!("周二", "Tue"),
        Weekday::Wednesday => say!("周三", "Wed"),
        Weekday::Thursday => say!("周四", "Thu"),
        Weekday::Friday => say!("周五", "Fri"),
        Weekday::Saturday => say!("周六", "Sat"),
        Weekday::Sunday => say!("周日", "Sun"),
    }
}

/// How many there are, and how many are left out and why.
fn total(agenda: &Agenda<'_>) -> Text {
    let (overdue, until, as_of) = (agenda.overdue, agenda.until, agenda.outcome.as_of);
    let near = agenda.duties.len() - overdue;
    let mut text = say!(
        "逾期 {overdue} 项，到 {until} 为止到期 {near} 项（截至 {as_of}）",
        "{overdue} overdue, {near} due up to {until} (as of {as_of})"
    );
    let mut add = |more: Text| {
        let before = text.clone();
        text = say!("{before}；{more}", "{before}; {more}"; before, more);
    };
    if let Some(next) = agenda.next {
        let later = agenda.later;
        add(say!("此后到期的另有 {later} 项，最近的在 {next}", "{later} more are due later, the next on {next}"));
    }
    if agenda.excused > 0 {
        let excused = agenda.excused;
        add(say!("豁免或在基线中的 {excused} 项没有列出", "{excused} waived or in the baseline are left out"));
    }
    if agenda.undated > 0 {
        let undated = agenda.undated;
        let en = count(undated, "violation or warning has", "violations and warnings have");
        add(say!("没有期限的违规和警告有 {undated} 项，见 yize check", "{en} no day, see yize check"));
    }
    text
}
