//! Sheets of workbooks as texts, so that a value in a cell has a place as one in a file has: a line is a row, and cells are
//! parted by tabs. The sorts of values that a spreadsheet tells apart are marked by a sign that no cell holds, so that what
//! is read of a sheet hangs on its text alone.
//!
//! The core reads no workbook: whoever embeds it hands in [`Workbooks`].
//!
//! ```
//! use std::path::Path;
//! use yize_core::sheet::{Area, Book, Full, Inside, Refusal, Sheet, Value, Workbooks, cell_name};
//!
//! /// Ledgers with a value a line.
//! #[derive(Debug)]
//! struct Lines;
//!
//! impl Workbooks for Lines {
//!     fn reads(&self, path: &Path) -> bool {
//!         path.extension().is_some_and(|ending| ending == "lines")
//!     }
//!     fn read(&self, _: &Path, bytes: &[u8]) -> Result<Book, Refusal> {
//!         let mut sheet = Sheet::new("清单");
//!         for (row, line) in (0..).zip(std::str::from_utf8(bytes).map_err(|_| Refusal::Damaged)?.lines()) {
//!             sheet.put(row, 1, Value::Text(line)).map_err(|Full| Refusal::TooLarge)?;
//!         }
//!         Ok(Book { sheets: vec![sheet], typed: false, said: Vec::new() })
//!     }
//! }
//!
//! let book = Lines.read("a.lines".as_ref(), "姓名\n委员甲".as_bytes()).expect("lines");
//! let sheet = &book.sheets[0];
//! assert_eq!((sheet.name.as_str(), sheet.text.as_str()), ("清单", "\t姓名\n\t委员甲"));
//! let merged = Area { first: (0, 1), last: (1, 1) };
//! assert!(merged.has(1, 1) && !merged.has(1, 2));
//! assert_eq!(cell_name(1, 27), "AB2");
//!
//! let mut sheet = Sheet::new("表");
//! sheet.put(0, 0, Value::Number(87.5)).expect("room");
//! assert_eq!(Inside::of(&sheet.text), Inside::Number("87.5"));
//! assert_eq!(Inside::of(&sheet.text).shown(), "87.5");
//! ```

mod reading;

pub use crate::source::cell_name;
pub use reading::{Change, Reading, Skip};

use std::fmt::{self, Write as _};
use std::path::Path;

use jiff::civil::{Date, Time};

use crate::bounds;
use crate::language::Text;

/// Rows and columns that the usual programs allow.
pub(crate) const ROWS: u32 = 1 << 20;
/// See [`ROWS`].
pub(crate) const COLUMNS: u32 = 1 << 14;

/// What reads workbooks: files that hold tables, each cell with a value.
pub trait Workbooks: fmt::Debug + Send + Sync {
    /// Whether a path names a workbook, by its ending.
    fn reads(&self, path: &Path) -> bool;

    /// Its sheets, in their order. It is bounded in time and memory, whatever the bytes are.
    ///
    /// # Errors
    /// Why nothing of it can be gone by.
    fn read(&self, path: &Path, bytes: &[u8]) -> Result<Book, Refusal>;
}

/// What is in a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// Its sheets, hidden ones too, in their order.
    pub sheets: Vec<Sheet>,
    /// Whether its cells tell numbers and dates from texts. Those of CSV do not.
    pub typed: bool,
    /// How it was read, where that is not plain: encoding and separator.
    pub said: Vec<Text>,
}

/// Why a workbook cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no bytes.
    Empty,
    /// It asks for a password.
    Password,
    /// It is cut off, half written, or none of its kind.
    Damaged,
    /// It is, or unpacks to, more than is read.
    TooLarge,
    /// Why else, as a clause.
    Other(Text),
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its cells: a line a row, cells parted by tabs; see [`Inside`].
    pub text: String,
    /// Cells that are merged.
    pub merged: Vec<Area>,
    /// The row and the column that come next.
    next: (u32, u32),
}

/// Cells from one to another, by row and column from 0, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area {
    /// Row and column of the first.
    pub first: (u32, u32),
    /// Row and column of the last.
    pub last: (u32, u32),
}

impl Area {
    /// Whether a cell is in it.
    #[must_use]
    pub fn has(&self, row: u32, column: u32) -> bool {
        (self.first.0..=self.last.0).contains(&row) && (self.first.1..=self.last.1).contains(&column)
    }
}

/// A sheet takes no more, or a cell comes after those behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// The value of a cell, as a workbook has it. Of a formula it is what was worked out last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    /// A text.
    Text(&'v str),
    /// A number.
    Number(f64),
    /// A whole number that is shown with zeros before it, and of how many digits then: 12 and 4 for `0012`. It is a text,
    /// for those who see it have only the digits.
    Padded(u64, u8),
    /// A number that is shown as a percentage: 0.85 for 85 %.
    Percent(f64),
    /// A day, or a moment of it.
    Day(Date, Option<Time>),
    /// A day that is shown as a month.
    Month(Date),
    /// A time of day.
    Time(Time),
    /// True or false.
    Bool(bool),
    /// An error, such as `#REF!`.
    Error(&'v str),
    /// A formula whose value the file does not hold.
    Unknown,
}

const NUMBER: char = '\u{1}';
const PERCENT: char = '\u{2}';
const DAY: char = '\u{3}';
const MOMENT: char = '\u{4}';
const MONTH: char = '\u{5}';
const TIME: char = '\u{6}';
const BOOL: char = '\u{7}';
const ERROR: char = '\u{8}';
const UNKNOWN: char = '\u{e}';
/// Stands for a line break in a cell.
pub(crate) const BREAK: char = '\u{b}';

impl Sheet {
    /// A sheet without cells.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds a cell, by row and column from 0. They come row by row, each from left to right.
    ///
    /// # Errors
    /// [`Full`] when it has as much as is read, or the cell is not behind the last one.
    pub fn put(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Full> {
        if row >= ROWS || column >= COLUMNS || (row, column) < self.next {
            return Err(Full);
        }
        if row > self.next.0 {
            self.text.extend(std::iter::repeat_n('\n', (row - self.next.0) as usize));
            self.next = (row, 0);
        }
        let tabs = column + 1 - self.next.1 - u32::from(self.next.1 == 0);
        self.text.extend(std::iter::repeat_n('\t', tabs as usize));
        self.next.1 = column + 1;
        let mut mark = |mark: char, value: &dyn fmt::Display| {
            self.text.push(mark);
            // Writing to a string does not fail.
            let _ = write!(self.text, "{value}");
        };
        match value {
            Value::Number(number) => mark(NUMBER, &number_text(number)),
            Value::Percent(number) => mark(PERCENT, &number_text(number)),
            Value::Day(day, None) => mark(DAY, &day),
            Value::Day(day, Some(time)) => mark(MOMENT, &format_args!("{day} {time}")),
            Value::Month(day) => mark(MONTH, &day),
            Value::Time(time) => mark(TIME, &time),
            Value::Bool(yes) => mark(BOOL, &yes),
            Value::Error(error) => {
                self.text.push(ERROR);
                self.put_text(error);
            }
            Value::Unknown => self.text.push(UNKNOWN),
            Value::Padded(number, digits) => {
                let _ = write!(self.text, "{number:0digits$}", digits = usize::from(digits));
            }
            Value::Text(text) => self.put_text(text),
        }
        if self.text.len() as u64 > bounds::DATA_FILE { Err(Full) } else { Ok(()) }
    }

    /// Tabs and line ends part cells; signs that nobody sees are shown.
    fn put_text(&mut self, text: &str) {
        let mut rest = text.chars().peekable();
        while let Some(sign) = rest.next() {
            match sign {
                '\r' if rest.peek() == Some(&'\n') => {}
                '\n' | '\r' => self.text.push(BREAK),
                '\t' => self.text.push(' '),
                '\0'..='\u{1f}' => self.text.extend(char::from_u32(0x2400 + u32::from(sign))),
                sign => self.text.push(sign),
            }
        }
    }
}

/// A number as spreadsheets show it: of fifteen digits at most.
fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let short = number.to_string();
    if short.bytes().filter(u8::is_ascii_digit).count() <= 15 {
        return short;
    }
    let rounded = format!("{number:.14e}");
    rounded.parse::<f64>().map_or(short, |number| number.to_string())
}

/// What stands in a cell of a sheet's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside<'t> {
    /// Nothing.
    Empty,
    /// A text, with a vertical tab for each line break.
    Text(&'t str),
    /// A number.
    Number(&'t str),
    /// A number that is shown as a percentage: 0.85 for 85 %.
    Percent(&'t str),
    /// A day: `2026-03-05`.
    Day(&'t str),
    /// A day and a time of it: `2026-03-05 09:30:00`.
    Moment(&'t str),
    /// A day that is shown as a month: `2026-03-01`.
    Month(&'t str),
    /// A time of day.
    Time(&'t str),
    /// `true` or `false`.
    Bool(&'t str),
    /// An error, such as `#REF!`.
    Error(&'t str),
    /// A formula without value.
    Unknown,
}

impl<'t> Inside<'t> {
    /// What the text of a cell says.
    #[must_use]
    pub fn of(cell: &'t str) -> Self {
        let mut signs = cell.chars();
        let Some(first) = signs.next() else { return Self::Empty };
        let rest = signs.as_str();
        match first {
            NUMBER => Self::Number(rest),
            PERCENT => Self::Percent(rest),
            DAY => Self::Day(rest),
            MOMENT => Self::Moment(rest),
            MONTH => Self::Month(rest),
            TIME => Self::Time(rest),
            BOOL => Self::Bool(rest),
            ERROR => Self::Error(rest),
            UNKNOWN => Self::Unknown,
            _ => Self::Text(cell),
        }
    }

    /// As people see it.
    #[must_use]
    pub fn shown(self) -> &'t str {
        match self {
            Self::Empty | Self::Unknown => "",
            Self::Bool("true") => "TRUE",
            Self::Bool(_) => "FALSE",
            Self::Month(day) => day.get(..7).unwrap_or(day),
            Self::Text(text)
            | Self::Number(text)
            | Self::Percent(text)
            | Self::Day(text)
            | Self::Moment(text)
            | Self::Time(text)
            | Self::Error(text) => text,
        }
    }

    /// How many bytes of the cell come before what is shown.
    pub(crate) fn mark(self) -> usize {
        usize::from(!matches!(self, Self::Empty | Self::Text(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_in_their_order_and_stand_in_their_columns() {
        let mut sheet = Sheet::new("表");
        for (row, column, value) in [
            (0, 0, Value::Text("甲\t乙\r\n丙")),
            (0, 2, Value::Number(0.1 + 0.2)),
            (2, 1, Value::Day(Date::constant(2026, 3, 5), None)),
            (2, 2, Value::Unknown),
            (3, 0, Value::Error("#REF!")),
            (3, 1, Value::Text("\u{1}5")),
            (3, 2, Value::Padded(12, 4)),
        ] {
            assert_eq!(sheet.put(row, column, value), Ok(()));
        }
        assert_eq!(sheet.put(3, 1, Value::Bool(true)), Err(Full));
        assert_eq!(sheet.put(4, COLUMNS, Value::Bool(true)), Err(Full));
        let rows: Vec<Vec<Inside<'_>>> =
            sheet.text.split('\n').map(|row| row.split('\t').map(Inside::of).collect()).collect();
        let wanted = [
            vec![Inside::Text("甲 乙\u{b}丙"), Inside::Empty, Inside::Number("0.3")],
            vec![Inside::Empty],
            vec![Inside::Empty, Inside::Day("2026-03-05"), Inside::Unknown],
            vec![Inside::Error("#REF!"), Inside::Text("␁5"), Inside::Text("0012")],
        ];
        assert_eq!(rows, wanted);
    }
}
