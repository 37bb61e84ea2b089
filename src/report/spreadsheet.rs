//! A table as CSV. It begins with a byte order mark, without which Excel takes it for GBK; no cell of it is a formula.

use std::io;

use csv::{Terminator, WriterBuilder};

use crate::report::escape;
use crate::workbook::{Cell, Table};

/// Writes the table.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn csv(table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    lines.write_record(table.columns.iter().map(|column| escape::cell(&column.head)))?;
    for row in &table.rows {
        lines.write_record(row.iter().map(text))?;
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
