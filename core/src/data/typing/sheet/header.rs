//! The header of a sheet: the row, or the rows, whose cells are called as fields are.

use rustc_hash::{FxHashMap, FxHashSet};

use super::grid::Grid;
use super::words::{header, without_notes};
use crate::language::Lang;
use crate::project::ledgers::Declared;
use crate::schema::Kind;
use crate::sheet::{BREAK, Inside};
use crate::source::Span;

/// Rows in which a header is looked for: titles and notes may stand above it.
const ROWS: u32 = 50;
/// Rows that a header may have.
const HIGH: u32 = 3;
/// Columns of a header that are looked at.
const WIDE: usize = 1_024;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Holds {
    /// The body of each record.
    Body,
    /// Its year.
    Year,
    /// A field, by its place in the kind.
    Field(usize),
    /// What the settings leave alone.
    Nothing,
}

/// A column with a header.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its place, from 0.
    pub at: u32,
    /// What it is called.
    pub title: String,
    /// Where that is written.
    pub span: Span,
    /// What it holds, if that is known.
    pub holds: Option<Holds>,
}

/// A header.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its last row, from 0.
    pub last: u32,
    /// Its columns with a title, from left to right.
    pub columns: Vec<Column>,
    /// How many of them are known.
    pub known: usize,
}

/// What headers may be called.
pub(super) struct Words(FxHashMap<String, Holds>);

impl Words {
    /// Those of the records of a kind, as settings have them.
    pub(super) fn of(kind: &Kind, declared: Option<&Declared>) -> Self {
        let mut words = FxHashMap::default();
        let fixed = |given: bool, word: &'static [&'static str]| if given { &word[..1] } else { word };
        let body = fixed(declared.is_some_and(|own| own.body.is_some()), &["body", "单位编号", "单位"]);
        let year = fixed(declared.is_some_and(|own| own.year.is_some()), &["year", "年度", "年份"]);
        words.extend(body.iter().map(|word| ((*word).to_owned(), Holds::Body)));
        words.extend(year.iter().map(|word| ((*word).to_owned(), Holds::Year)));
        let fields = || kind.fields.iter().enumerate();
        for lang in [Lang::En, Lang::Zh] {
            words.extend(fields().map(|(at, field)| (header(field.label.get(lang)), Holds::Field(at))));
        }
        words.extend(fields().map(|(at, field)| (header(&field.name), Holds::Field(at))));
        for (title, field) in declared.iter().flat_map(|own| &own.columns) {
            let holds = match field.as_deref() {
                None => Some(Holds::Nothing),
                Some("body") => Some(Holds::Body),
                Some("year") => Some(Holds::Year),
                Some(name) => kind.column(name).map(Holds::Field),
            };
            if let Some(holds) = holds {
                words.insert(header(title), holds);
            }
        }
        words.remove("");
        Self(words)
    }

    /// What a column of that title holds.
    pub(super) fn holds(&self, title: &str) -> Option<Holds> {
        let plain = header(title);
        self.0.get(&plain).or_else(|| self.0.get(&without_notes(&plain))).copied()
    }
}

/// The header with the most known columns; of several the first and the lowest.
pub(super) fn find(grid: &Grid<'_>, words: &Words) -> Option<Header> {
    let mut best: Option<Header> = None;
    for first in 0..grid.len().min(ROWS) {
        if grid.is_blank(first) {
            continue;
        }
        for last in first..(first + HIGH).min(grid.len()) {
            let found = band(grid, words, first, last);
            if found.known > best.as_ref().map_or(0, |best| best.known) {
                best = Some(found);
            }
        }
    }
    // A field has several words; of a kind with one field, one column is all that there is.
    let fields: FxHashSet<&Holds> = words.0.values().filter(|holds| matches!(holds, Holds::Field(_))).collect();
    let least = fields.len().min(2);
    best.filter(|best| best.known >= least && best.known > 0)
}

/// The header that some rows make: what is called as a field is, and else the lowest words, name a column.
fn band(grid: &Grid<'_>, words: &Words, first: u32, last: u32) -> Header {
    let mut columns: Vec<Column> = Vec::new();
    for row in first..=last {
        for (at, cell) in (0..).zip(grid.cells(row)).take(WIDE) {
            let title = match cell.inside {
                Inside::Empty => continue,
                inside => inside.shown().replace(BREAK, "").trim().to_owned(),
            };
            if title.is_empty() {
                continue;
            }
            let own = Column { at, holds: words.holds(&title), title, span: cell.span };
            match columns.iter_mut().find(|column| column.at == at) {
                Some(column) if own.holds.is_some() || column.holds.is_none() => *column = own,
                Some(_) => {}
                None => columns.push(own),
            }
        }
    }
    columns.sort_by_key(|column| column.at);
    let mut held: Vec<Holds> = columns.iter().filter_map(|column| column.holds).collect();
    held.sort_unstable();
    held.dedup();
    Header { last, known: held.len(), columns }
}

/// The bodies that stand below a header that names them, each once: which packs govern is asked before the kind is known.
pub(super) fn bodies<'t>(grid: &Grid<'t>, declared: Option<&Declared>) -> Vec<&'t str> {
    let words: &[&str] = match declared.and_then(|own| own.body.as_ref()) {
        Some(_) => &["body"],
        None => &["body", "单位编号", "单位"],
    };
    let named = |title: &str| {
        let plain = header(title);
        let by = declared.into_iter().flat_map(|own| &own.columns);
        let mut by = by.filter(|(_, field)| field.as_deref() == Some("body"));
        words.contains(&plain.as_str()) || by.any(|(own, _)| header(own) == plain)
    };
    for row in 0..grid.len().min(ROWS) {
        let found = (0_usize..).zip(grid.own(row)).find(|(_, cell)| named(cell.inside.shown()));
        let Some((column, _)) = found else { continue };
        let mut bodies: Vec<&str> = Vec::new();
        for below in row + 1..grid.len() {
            let Some(cell) = grid.own(below).nth(column) else { continue };
            let body = super::words::trimmed(cell.inside.shown());
            if !body.is_empty() && bodies.last() != Some(&body) {
                bodies.push(body);
            }
        }
        bodies.sort_unstable();
        bodies.dedup();
        return bodies;
    }
    Vec::new()
}
