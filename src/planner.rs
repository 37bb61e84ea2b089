//! The year's sessions on paper, in the terminal and in calendar programs: what the page's calendar shows, for who has no page.
//!
//! All three are made of the same pictures, so that numbers and marks agree with the page's.

mod table;
mod rows;
mod events;
mod layout;
mod drawing;

use std::io;

use crate::board::calendar::{Picture, pictures};
use crate::board::seats::seats;
use yize_core::check::Outcome;
use yize_core::language::{Lang, Text};
use yize_core::say;

pub(crate) use rows::tables;

/// A form of what is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For the terminal.
    #[default]
    Text,
    /// A picture.
    Svg,
    /// For calendar programs.
    Ics,
}

impl Format {
    /// All of them with their words, the usual one first.
    pub(crate) const ALL: [(&'static str, Self); 3] = [("text", Self::Text), ("svg", Self::Svg), ("ics", Self::Ics)];

    /// The format of that word.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == word).map(|(_, format)| *format)
    }
}

/// The calendars of an outcome: of one year where one is asked for, else of each body and calendar the year of the as-of date, or
/// the last that there is. `selected` says which bodies are asked for.
#[must_use]
pub(crate) fn calendars(
    outcome: &Outcome,
    selected: &dyn Fn(&str) -> bool,
    year: Option<i16>,
    lang: Lang,
) -> Vec<Picture> {
    let mut seats = seats(outcome);
    seats.retain(|seat| selected(seat.body.id()));
    let all = pictures(&seats, outcome, lang);
    let wanted = |picture: &Picture| {
        let of_same = all.iter().filter(|other| other.body == picture.body && other.id == picture.id);
        let years: Vec<i16> = of_same.map(|other| other.year).collect();
        let today = outcome.as_of.year();
        year.unwrap_or_else(|| if years.contains(&today) { today } else { years.into_iter().max().unwrap_or(today) })
    };
    let keep: Vec<bool> = all.iter().map(|picture| picture.year == wanted(picture)).collect();
    all.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(picture, _)| picture).collect()
}

/// Writes calendars.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    format: Format,
    calendars: &[Picture],
    outcome: &Outcome,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => table::write(calendars, outcome.as_of, lang, out),
        Format::Svg => drawing::write(calendars, outcome.as_of, lang, out),
        Format::Ics => events::write(calendars, outcome.as_of, lang, out),
    }
}

/// A calendar in a line: whose, which and of when.
fn heading(picture: &Picture, lang: Lang) -> String {
    let Picture { body_name: body, title, year, .. } = picture;
    say!("{body} {title}（{year}年）", "{body}: {title}, {year}").get(lang).to_owned()
}

/// How many sessions there are, and in which state.
fn totals(picture: &Picture, lang: Lang) -> String {
    let Picture { total, held, overdue, .. } = *picture;
    let late =
        if overdue > 0 { say!("，逾期未举行 {overdue} 次", ", {overdue} overdue") } else { Text::same("") };
    say!("共 {total} 次，已举行 {held} 次{late}", "{total} in all, {held} held{late}"; late).get(lang).to_owned()
}

/// A state for people.
fn state(word: &str) -> Text {
    match word {
        "held" => say!("已举行", "held"),
        "overdue" => say!("逾期", "overdue"),
        _ => say!("计划中", "planned"),
    }
}

/// What is missing or too much, which meet on one day, and what was left out.
fn remarks(picture: &Picture, lang: Lang) -> Vec<String> {
    let mut lines: Vec<Text> = Vec::new();
    for wanted in picture.wanted.iter().filter(|wanted| wanted.want != wanted.have) {
        let (zh, en) = (wanted.labels.join("、"), wanted.labels.join(", "));
        let (have, want, off) = (wanted.have, wanted.want, (wanted.want - wanted.have).abs());
        lines.push(if wanted.have < wanted.want {
            say!("{zh}：{have} 次，应为 {want} 次，缺 {off} 次", "{en}: {have}, should be {want}, {off} missing")
        } else {
            say!("{zh}：{have} 次，应为 {want} 次，多 {off} 次", "{en}: {have}, should be {want}, {off} too many")
        });
    }
    for clash in picture.clashes.iter().flatten() {
        let names: Vec<&str> = clash.meetings.iter().map(|meeting| meeting.name.as_str()).collect();
        let date = &clash.date;
        let (zh, en) = (names.join("、"), names.join(", "));
        lines.push(say!("{date} 同一天：{zh}", "{date} on one day: {en}"));
    }
    if picture.more > 0 {
        let more = picture.more;
        lines.push(say!("另有 {more} 次没有列出，已计入次数", "{more} more are counted and not listed"));
    }
    lines.iter().map(|line| line.get(lang).to_owned()).collect()
}
