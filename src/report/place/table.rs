//! A row of a sheet as a small table: the header above it, as many cells as there is room for, and which of them are meant.

use std::ops::Range;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::{CUT, fit};
use crate::report::text::clean;
use yize_core::sheet::{Inside, cell_name};
use yize_core::source::{Place, Source};

/// A row, drawn.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The header, cell above cell; none where the row is above it, or is it.
    pub header: Option<String>,
    /// The row.
    pub text: String,
    /// The bytes of the cells that are meant.
    pub span: Range<usize>,
}

/// A row, for pages that draw tables themselves.
#[derive(Debug, Serialize)]
pub(crate) struct Grid {
    /// The last row of the header, from 1; none where the row is above it, or is it.
    pub header: Option<usize>,
    /// The row, from 1.
    pub row: usize,
    /// The cells that are shown.
    pub cells: Vec<Cell>,
}

/// A cell of a row.
#[derive(Debug, Serialize)]
pub(crate) struct Cell {
    /// What its column is called: `C`.
    pub column: String,
    /// What stands above it in the header.
    pub head: String,
    /// What is in it.
    pub text: String,
    /// Whether it is meant.
    pub meant: bool,
}

/// So wide is a cell at most, if there are others.
const WIDEST: usize = 24;
/// What parts cells.
const BETWEEN: &str = " | ";
/// Stands for a line break in a cell.
const BREAK: char = '\u{b}';

/// The cells around those that are meant, of the row on which a place starts, at most about `columns` wide together.
#[must_use]
pub(crate) fn grid(source: &Source, place: Place, columns: usize) -> Grid {
    let (first, last) = (source.position(place.span.start), source.position(place.span.end));
    let header = source.header().filter(|header| header.line < first.line);
    let row = cells(source, first.line);
    let titles: Vec<String> =
        header.map(|header| header.titles.iter().map(|title| plain(title)).collect()).unwrap_or_default();
    let from = first.column - 1;
    let to = if last.line > first.line { row.len().max(1) - 1 } else { last.column.max(first.column) - 1 };
    let to = to.min(row.len().max(from + 1) - 1);
    let widest = WIDEST.min(columns);
    let cell = |cells: &[String], at: usize| cut(cells.get(at).map_or("", String::as_str), widest);
    let wide = |at: usize| cell(&row, at).width().max(cell(&titles, at).width());
    let shown = window(from..to + 1, row.len().max(titles.len()), columns, &wide).map(|at| Cell {
        column: cell_name(0, u32::try_from(at).unwrap_or(u32::MAX)).trim_end_matches('1').to_owned(),
        head: cell(&titles, at),
        text: cell(&row, at),
        meant: (from..=to).contains(&at),
    });
    Grid { header: header.map(|header| header.line), row: first.line, cells: shown.collect() }
}

/// Draws the row on which a place starts, at most about `columns` wide.
#[must_use]
pub(crate) fn drawn(source: &Source, place: Place, columns: usize) -> Drawn {
    let Grid { header, cells, .. } = grid(source, place, columns);
    let padded = |cell: &Cell, text: &str| {
        let wide = cell.head.width().max(cell.text.width());
        format!("{text}{}", " ".repeat(wide.saturating_sub(text.width())))
    };
    let titles = || cells.iter().map(|cell| padded(cell, &cell.head)).collect::<Vec<String>>().join(BETWEEN);
    let mut drawn = Drawn { header: header.map(|_| titles().trim_end().to_owned()), ..Drawn::default() };
    let mut begun = false;
    for (at, cell) in cells.iter().enumerate() {
        let text = padded(cell, &cell.text);
        if at > 0 {
            drawn.text.push_str(BETWEEN);
        }
        if cell.meant && !begun {
            (begun, drawn.span.start) = (true, drawn.text.len());
        }
        drawn.text.push_str(&text);
        if cell.meant {
            // An empty cell is marked all the same.
            let inside = text.trim_end().len();
            let filled = if inside == 0 { text.len() } else { inside };
            drawn.span.end = drawn.text.len() - text.len() + filled;
        }
    }
    drawn.span.end = drawn.span.end.max(drawn.span.start);
    let kept = drawn.text.trim_end().len().max(drawn.span.end);
    drawn.text.truncate(kept);
    drawn
}

/// The cells of a line, as people see them.
fn cells(source: &Source, line: usize) -> Vec<String> {
    let text = &source.text()[source.line_range(line)];
    text.split('\t').map(|cell| plain(Inside::of(cell).shown())).collect()
}

/// A text in one line, clean for a terminal.
fn plain(text: &str) -> String {
    let signs = text.chars().map(|sign| if sign == BREAK { ' ' } else { clean(sign) });
    signs.collect::<String>().trim().to_owned()
}

fn cut(text: &str, columns: usize) -> String {
    let whole = fit(text.chars(), columns);
    if whole.bytes == text.len() {
        return text.to_owned();
    }
    let fits = fit(text.chars(), columns.saturating_sub(CUT.len()));
    format!("{}{CUT}", &text[..fits.bytes])
}

/// The columns around some that fit, as far to either side.
fn window(meant: Range<usize>, all: usize, columns: usize, wide: &dyn Fn(usize) -> usize) -> Range<usize> {
    let mut shown = meant.start..meant.start + 1;
    let mut left = columns.saturating_sub(wide(meant.start));
    let mut take = |at: usize| {
        let own = wide(at) + BETWEEN.len();
        let fits = own <= left;
        left = left.saturating_sub(own);
        fits
    };
    let (mut before, mut after) = (true, true);
    while before || after {
        after = after && shown.end < all && take(shown.end);
        shown.end += usize::from(after);
        before = before && shown.end >= meant.end.min(all) && shown.start > 0 && take(shown.start - 1);
        shown.start -= usize::from(before);
        if !after && shown.start == 0 {
            break;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use yize_core::source::{Sources, Span};

    #[test]
    fn a_row_shows_the_cell_that_is_meant() {
        let mut sources = Sources::default();
        let text = "编号\t姓名\t备注\nM1\t委员甲\t\u{1}12.5\n".replace("\\t", "\t");
        let source = sources.add_sheet("a.xlsx", ("委员", 0), text.clone()).expect("room");
        let start = text.find("委员甲").expect("there");
        let own = sources.get(source);
        let shown = drawn(own, Place { source, span: Span::new(start, start + 9) }, 80);
        assert_eq!((shown.text.as_str(), &shown.text[shown.span.clone()]), ("M1 | 委员甲 | 12.5", "委员甲"));
        let whole = Place { source, span: Span::new(text.find("M1").expect("there"), text.len() - 1) };
        let shown = drawn(own, whole, 80);
        assert_eq!(&shown.text[shown.span], "M1 | 委员甲 | 12.5");
        let cells = grid(own, whole, 80).cells;
        let told: Vec<(&str, &str, bool)> = cells.iter().map(|own| (&*own.column, &*own.text, own.meant)).collect();
        assert_eq!(told, [("A", "M1", true), ("B", "委员甲", true), ("C", "12.5", true)]);
        let narrow = drawn(own, Place { source, span: Span::new(start, start + 9) }, 8);
        assert_eq!(&narrow.text[narrow.span], "委员甲");
        assert!(narrow.text.len() < 15, "{}", narrow.text);
    }
}
