//! Which rows of a sheet are records, and which are headers again, totals, headings and notes.

use rust_decimal::Decimal;

use super::grid::At;
use super::header::{Column, Header, Holds};
use super::words::{header, trimmed};
use crate::alike::narrowed;
use crate::sheet::{Area, Inside, Skip};

/// What begins a row of totals.
const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "累计"];
/// What begins a note below or above the records.
const NOTES: &[&str] = &[
    "注:",
    "注1",
    "备注:",
    "说明:",
    "填表",
    "制表",
    "审核",
    "联系人",
    "联系电话",
    "填报",
    "复核",
    "单位(盖章)",
    "单位盖章",
];

/// Why a row is no record, if it is none.
pub(super) fn skipped(row: u32, cells: &[At<'_>], found: &Header, merged: &[Area]) -> Option<Skip> {
    let filled = || (0_u32..).zip(cells).filter(|(_, cell)| !cell.is_blank());
    let (first_at, first) = filled().find(|(_, cell)| !cell.merged)?;
    let count = filled().filter(|(_, cell)| !cell.merged).count();
    let text = match first.inside {
        Inside::Text(text) => narrowed(trimmed(text)),
        _ => String::new(),
    };
    let word: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let bare = word.trim_end_matches([':', '：']);
    let total =
        TOTALS.contains(&bare) || TOTALS.iter().any(|total| bare.starts_with(total) && bare.chars().count() <= 4);
    if total && !is_record(cells, found, first_at) {
        return Some(Skip::Total);
    }
    if is_header_again(cells, &found.columns) {
        return Some(Skip::Header);
    }
    let in_fields = found.columns.iter().filter(|column| column.holds.is_some_and(|holds| holds != Holds::Nothing));
    // What stands beside all columns that are read cannot be a record: a signature, or a number before an empty row.
    if !in_fields.clone().any(|column| cells.get(column.at as usize).is_some_and(|cell| !cell.is_blank())) {
        return Some(Skip::Note);
    }
    if count > 1 {
        return None;
    }
    if NOTES.iter().any(|note| word.starts_with(note)) || is_note(&text) {
        return Some(Skip::Note);
    }
    let across = merged.iter().any(|area| area.has(row, first_at) && area.last.1 > area.first.1);
    (across || (in_fields.count() > 1 && is_numbered(&word))).then_some(Skip::Section)
}

/// Whether a row that says it is a total has what only records have: a day, or two words more.
fn is_record(cells: &[At<'_>], found: &Header, first: u32) -> bool {
    let fields = found.columns.iter().filter(|column| column.holds.is_some() && column.at != first);
    let filled: Vec<Inside<'_>> =
        fields.filter_map(|column| cells.get(column.at as usize)).map(|cell| cell.inside).collect();
    let words = filled.iter().filter(|inside| matches!(inside, Inside::Text(text) if is_word(text))).count();
    words > 1 || filled.iter().any(|inside| matches!(inside, Inside::Day(_) | Inside::Moment(_)))
}

/// Whether a text is no number, with or without a unit.
fn is_word(text: &str) -> bool {
    narrowed(trimmed(text)).starts_with(char::is_alphabetic)
}

/// Whether a text is numbered as headings are: 一、 or （一）.
fn is_numbered(word: &str) -> bool {
    let number = |sign: char| "一二三四五六七八九十".contains(sign);
    let inside = word.strip_prefix('(').unwrap_or(word);
    let rest = inside.trim_start_matches(number);
    rest.len() < inside.len() && rest.starts_with(if inside.len() < word.len() { &[')'] } else { &['、'] })
}

/// Whether a text begins as notes do: 注, and not a longer word that begins so.
fn is_note(text: &str) -> bool {
    let rest = ["注", "备注", "说明", "附注"].iter().find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| {
        rest.starts_with(|sign: char| sign.is_whitespace() || sign.is_ascii_digit() || ":(.,".contains(sign))
    })
}

/// Whether all that stands in known columns is their titles.
fn is_header_again(cells: &[At<'_>], columns: &[Column]) -> bool {
    let mut any = 0;
    for column in columns.iter().filter(|column| column.holds.is_some()) {
        let Some(cell) = cells.get(column.at as usize).filter(|cell| !cell.is_blank()) else { continue };
        if header(cell.inside.shown()) != header(&column.title) {
            return false;
        }
        any += 1;
    }
    any >= 2
}

/// What the records above a row of totals come to, column by column.
#[derive(Default)]
pub(super) struct Sums {
    /// Since the last part, and since the beginning; nothing where a cell could not be read.
    columns: Vec<(u32, Option<(Decimal, Decimal)>)>,
}

impl Sums {
    /// Adds a cell of a record; `None` where it cannot be read as a number.
    pub(super) fn add(&mut self, column: u32, number: Option<Decimal>) {
        let sum = match self.columns.iter_mut().find(|(own, _)| *own == column) {
            Some((_, sum)) => sum,
            None => {
                self.columns.push((column, Some((Decimal::ZERO, Decimal::ZERO))));
                let last = self.columns.len() - 1;
                &mut self.columns[last].1
            }
        };
        *sum = sum.zip(number).and_then(|((part, all), n)| Some((part.checked_add(n)?, all.checked_add(n)?)));
    }

    /// What a total of a column should be.
    pub(super) fn due(&self, column: u32, part: bool) -> Option<Decimal> {
        let (_, sum) = self.columns.iter().find(|(own, _)| *own == column)?;
        sum.map(|(since, all)| if part { since } else { all })
    }

    /// Begins another part.
    pub(super) fn next_part(&mut self) {
        for (_, sum) in &mut self.columns {
            if let Some((part, _)) = sum {
                *part = Decimal::ZERO;
            }
        }
    }
}

/// Whether a row of totals is of a part only.
pub(super) fn is_of_part(cells: &[At<'_>]) -> bool {
    cells.iter().any(|cell| matches!(cell.inside, Inside::Text(text) if narrowed(text).contains('小')))
}
