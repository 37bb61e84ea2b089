//! A table as CSV. It begins with a byte order mark, without which Excel takes it for GBK; no cell of it is a formula.

use std::io;

use csv::{Terminator, WriterBuilder};

use crate::report::escape;
use crate::workbook::{Cell, Column, Table};

/// Writes the table.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn csv(table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    lines(&table.columns, &table.rows, out)
}

/// Writes a table row by row.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn lines<R: AsRef<[Cell]>>(
    columns: &[Column],
    rows: impl IntoIterator<Item = R>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    lines.write_record(columns.iter().map(|column| escape::cell(&column.head)))?;
    for row in rows {
        lines.write_record(row.as_ref().iter().map(text))?;
    }
    lines.flush()
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => escape::cell(text),
        Cell::Key(text) => escape::key_cell(text),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}
