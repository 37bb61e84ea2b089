//! Calendars as text: how many sessions of each form in each month, what is missing, and the sessions by day.

use std::io;

use jiff::civil::Date;

use crate::board::calendar::{Mark, Picture, Row};
use crate::planner::{heading, remarks, state, totals};
use crate::report::text::{clean_line, pad, width};
use yize_core::language::Lang;
use yize_core::say;

pub(super) fn write(calendars: &[Picture], as_of: Date, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    for (at, picture) in calendars.iter().enumerate() {
        if at > 0 {
            writeln!(out, "\n")?;
        }
        let (head, totals) = (clean_line(&heading(picture, lang)), totals(picture, lang));
        let bold = anstyle::Style::new().bold();
        let as_of = say!("截至 {as_of}", "as of {as_of}");
        writeln!(out, "{bold}{head}{bold:#}\n{totals}{}{}\n", say!("；", "; ").get(lang), as_of.get(lang))?;
        counts(picture, lang, out)?;
        told(picture, lang, out)?;
        sessions(picture, lang, out)?;
    }
    Ok(())
}

/// Columns of a month.
const MONTH: usize = 4;

/// How many of each form in each month; with `!` where one is overdue.
fn counts(picture: &Picture, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let head = say!("形式", "form").get(lang).to_owned();
    let total = say!("次数", "total").get(lang).to_owned();
    let wanted = say!("应为", "wanted").get(lang).to_owned();
    let wanted = if picture.wanted.is_empty() { String::new() } else { format!("  {wanted}") };
    let labels: Vec<String> = picture.rows.iter().map(|row| clean_line(&row.label)).collect();
    let widest = labels.iter().map(|label| width(label)).chain([width(&head)]).max().unwrap_or_default();
    let months: Vec<String> = (1..=12).map(|month| format!("{month:>MONTH$}")).collect();
    let months = months.concat();
    let bold = anstyle::Style::new().bold();
    writeln!(out, "{bold}{}{months}  {total}{wanted}{bold:#}", pad(&head, widest))?;
    for (row, label) in picture.rows.iter().zip(&labels) {
        let months: String = (0..12).map(|month| cell(row, month)).collect();
        let count = row.count.to_string();
        let blanks = " ".repeat((width(&total) + 2).saturating_sub(count.len()));
        let wanted = quota(picture, row, lang);
        let wanted = if wanted.is_empty() { wanted } else { format!("  {wanted}") };
        writeln!(out, "{}{months}{blanks}{count}{wanted}", pad(label, widest))?;
    }
    writeln!(out)
}

/// How many there should be; of forms that share a number, how many there are together.
fn quota(picture: &Picture, row: &Row, lang: Lang) -> String {
    let Some(wanted) = picture.wanted.iter().find(|wanted| wanted.forms.contains(&row.form)) else {
        return String::new();
    };
    let (have, want) = (wanted.have, wanted.want);
    if wanted.forms.len() < 2 {
        return want.to_string();
    }
    let others = wanted.forms.iter().zip(&wanted.labels).filter(|(form, _)| **form != row.form);
    let others: Vec<&str> = others.map(|(_, label)| label.as_str()).collect();
    let (zh, en) = (others.join("、"), others.join(", "));
    let text = say!("{want}（与{zh}合计 {have}）", "{want} (with {en}: {have})");
    clean_line(text.get(lang))
}

fn cell(row: &Row, month: usize) -> String {
    let number = row.months[month];
    let late = row.marks.iter().any(|mark| mark.state == "overdue" && starts_in(mark, month));
    let text = match (number, late) {
        (0, _) => "·".to_owned(),
        (_, false) => number.to_string(),
        (_, true) => format!("{number}!"),
    };
    format!("{text:>MONTH$}")
}

fn starts_in(mark: &Mark, month: usize) -> bool {
    usize::from(mark.first.month().unsigned_abs()) == month + 1
}

/// What is to be said besides, if anything.
fn told(picture: &Picture, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let lines = remarks(picture, lang);
    for line in &lines {
        writeln!(out, "{}", clean_line(line))?;
    }
    if lines.is_empty() { Ok(()) } else { writeln!(out) }
}

/// The sessions by day.
fn sessions(picture: &Picture, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let mut all: Vec<(&Row, &Mark)> =
        picture.rows.iter().flat_map(|row| row.marks.iter().map(move |mark| (row, mark))).collect();
    all.sort_by_key(|(_, mark)| (mark.first, mark.last, mark.key.as_str()));
    let rows: Vec<[String; 4]> = all
        .into_iter()
        .map(|(row, mark)| {
            let state = state(mark.state).get(lang).to_owned();
            [mark.when.clone(), state, clean_line(&row.label), clean_line(&mark.name)]
        })
        .collect();
    let heads = [say!("时间", "when"), say!("状态", "state"), say!("形式", "form"), say!("名称", "name")];
    let heads = heads.map(|head| head.get(lang).to_owned());
    let widest: [usize; 4] =
        std::array::from_fn(|at| rows.iter().chain([&heads]).map(|row| width(&row[at])).max().unwrap_or_default());
    let bold = anstyle::Style::new().bold();
    for (at, row) in [&heads].into_iter().chain(&rows).enumerate() {
        let cells: Vec<String> = row.iter().zip(widest).map(|(cell, columns)| pad(cell, columns)).collect();
        let line = cells.join("  ");
        let style = if at == 0 { bold } else { anstyle::Style::new() };
        writeln!(out, "{style}{}{style:#}", line.trim_end())?;
    }
    Ok(())
}
