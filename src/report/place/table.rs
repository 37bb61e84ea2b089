//! A row of a sheet as a small table: the header above it, as many cells as there is room for, and which of them are meant.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::{CUT, fit};
use crate::report::text::clean;
use yize_core::sheet::Inside;
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

/// So wide is a cell at most, if there are others.
const WIDEST: usize = 24;
/// Stands for a line break in a cell.
const BREAK: char = '\u{b}';
/// What parts cells.
const BETWEEN: &str = " | ";

/// Draws the row on which a place starts, at most about `columns` wide.
#[must_use]
pub(crate) fn drawn(source: &Source, place: Place, columns: usize) -> Drawn {
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
    let shown = window(from..to + 1, row.len().max(titles.len()), columns, &wide);
    let line = |cells: &[String]| {
        let cells = shown.clone().map(|at| {
            let text = cell(cells, at);
            let pad = wide(at).saturating_sub(text.width());
            format!("{text}{}", " ".repeat(pad))
        });
        cells.collect::<Vec<String>>()
    };
    let mut drawn =
        Drawn { header: header.map(|_| line(&titles).join(BETWEEN).trim_end().to_owned()), ..Drawn::default() };
    for (at, text) in shown.clone().zip(line(&row)) {
        if at > shown.start {
            drawn.text.push_str(BETWEEN);
        }
        if at == from {
            drawn.span.start = drawn.text.len();
        }
        drawn.text.push_str(&text);
        if (from..=to).contains(&at) {
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
    let text = &source.text[source.line_range(line)];
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
        let narrow = drawn(own, Place { source, span: Span::new(start, start + 9) }, 8);
        assert_eq!(&narrow.text[narrow.span], "委员甲");
        assert!(narrow.text.len() < 15, "{}", narrow.text);
    }
}
