//! What yize writes for Excel and Word: tables as workbooks, marks in workbooks of others, letters as documents. All of it is made
//! of what it is given alone, so that the same gives the same bytes.

use jiff::civil::Date;
use rust_decimal::Decimal;

use yize_core::language::Text;

mod package;
mod xlsx;
mod mark;
mod docx;

pub(crate) use docx::{Document, Part, Place, Run, document};
pub(crate) use mark::{Level, Mark, copied, is_marked, mark};
pub(crate) use xlsx::{Workbook, workbook};

/// A table: what becomes of it is a sheet, or a file of CSV.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// What it is called: the sheet's name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// Its heading.
    pub head: String,
    /// What its cells are, for those that are yet to be filled in.
    pub sort: Sort,
    /// What may be chosen in its cells, where only some texts make sense.
    pub choices: Option<Choices>,
}

/// A column yet to be named in a language: of which sort it is, and its heading.
pub(crate) type Head = (fn(String) -> Column, Text);

/// What stands in the cells of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Texts, which stay as they are typed.
    #[default]
    Text,
    /// Numbers.
    Number,
    /// Days.
    Day,
}

/// What may be chosen in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    /// The texts.
    pub texts: Vec<String>,
    /// Whether others may be typed all the same, after a warning.
    pub others: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A text that must stay as it is written, though it may look like a number or a day.
    Key(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
}

impl Column {
    /// A column of texts.
    pub(crate) fn text(head: impl Into<String>) -> Self {
        Self { head: head.into(), ..Self::default() }
    }

    /// A column of numbers.
    pub(crate) fn number(head: impl Into<String>) -> Self {
        Self { head: head.into(), sort: Sort::Number, choices: None }
    }

    /// A column of days.
    pub(crate) fn day(head: impl Into<String>) -> Self {
        Self { head: head.into(), sort: Sort::Day, choices: None }
    }
}

impl Cell {
    /// A text; of none, an empty cell.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A text that must stay as it is written; of none, an empty cell.
    pub(crate) fn key(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Key(text) }
    }

    /// A number where the text is one, else the text.
    pub(crate) fn number(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::text(text), Self::Number)
    }

    /// A day; of none, an empty cell.
    pub(crate) fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

impl<N: Into<Decimal>> From<N> for Cell {
    fn from(number: N) -> Self {
        Self::Number(number.into())
    }
}

/// Why something cannot be written.
pub(crate) type Made<T> = Result<T, Text>;

/// A text with nothing in it that XML cannot hold: controls become their pictures, as in all that yize shows.
fn shown(text: &str) -> String {
    let held = |c: char| match c {
        '\t' | '\n' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        c => c,
    };
    text.chars().map(held).collect()
}
