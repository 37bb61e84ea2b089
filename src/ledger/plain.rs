//! Tables as plain text (`.csv`, `.tsv`): encoding and separator are told by what is in them, and said.

use std::path::Path;

use yize_core::sheet::{Book, Refusal, Value};
use yize_core::{Text, say};

use super::grid::{self, Grid};

mod encoding;
mod separator;

/// Reads a table.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Book, Refusal> {
    let (text, encoding) = encoding::decoded(bytes)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    is_table(text)?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let (separator, text) = separator::of(text, ending.as_deref() == Some("tsv"));
    closed(text, separator)?;
    let mut said: Vec<Text> = encoding.into_iter().collect();
    said.extend(match separator {
        b',' => None,
        b'\t' => Some(say!("以制表符分列", "columns are parted by tabs")),
        sign => {
            let sign = char::from(sign);
            Some(say!("以“{sign}”分列", "columns are parted by `{sign}`"))
        }
    });
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let sheet = grid::sheet(|holds| {
        let mut grid = Grid::new(&name, false, holds);
        rows(text, separator, |row, column, field| grid.put(row, column, Value::Text(kept(field))))?;
        grid.done()
    })?;
    Ok(Book { sheets: vec![sheet], typed: false, said })
}

/// Pages and workbooks of XML are called `.xls` or `.csv` by some exports; no table is guessed from them.
fn is_table(text: &str) -> Result<(), Refusal> {
    let start: String = text.trim_start().chars().take(64).collect::<String>().to_lowercase();
    if text.contains('\0') {
        return Err(Refusal::Damaged);
    }
    let page = ["<html", "<!doctype", "<table", "<head", "<meta", "<?xml", "<workbook", "mime-version:"];
    if page.iter().any(|page| start.starts_with(page)) {
        return Err(Refusal::Other(say!(
            "它的内容是网页或 XML，不是表格文件",
            "it holds a web page or XML and no workbook"
        )));
    }
    Ok(())
}

/// Hands out every field with its row, as spreadsheets count rows: a blank line is one.
fn rows<E: From<Refusal>>(
    text: &str,
    separator: u8,
    mut each: impl FnMut(u32, u32, &str) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut row, mut behind) = (0_u32, 0_usize);
    while reader.read_record(&mut record).map_err(|_| Refusal::Damaged)? {
        // The reader passes over blank lines; they stand between where it was and where the record begins.
        row = row.saturating_add(blank_lines(text, behind));
        for (column, field) in (0..).zip(&record) {
            each(row, column, field)?;
        }
        row = row.saturating_add(1);
        behind = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(text.len());
    }
    Ok(())
}

/// How many blank lines stand at a place, where a line begins or the second half of its `\r\n` is left.
fn blank_lines(text: &str, at: usize) -> u32 {
    let mut rest = &text[at..];
    if text[..at].ends_with('\r') {
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    let mut lines = 0;
    while let Some(next) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])) {
        (lines, rest) = (lines + 1, next);
    }
    lines
}

/// A field as a spreadsheet shows it, where it is written so that it stays a text: as the formula `="007"`, or with an apostrophe
/// before what would else begin a formula.
fn kept(field: &str) -> &str {
    let formula = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|text| !text.contains('"'));
    let apostrophe = || {
        let begins = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
        field.strip_prefix('\'').filter(|text| text.trim_start_matches('\'').trim_start().starts_with(begins))
    };
    formula.or_else(apostrophe).unwrap_or(field)
}

/// That every quotation mark is closed: one that is not swallows all that comes after it.
fn closed(text: &str, separator: u8) -> Result<(), Refusal> {
    let (mut open, mut begins, mut line) = (None, true, 1_usize);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if open.is_some() => open = open.filter(|_| bytes.next_if_eq(&b'"').is_some()),
            b'"' if begins => open = Some(line),
            _ => {}
        }
        line += usize::from(byte == b'\n');
        begins = open.is_none() && (byte == separator || byte == b'\n' || byte == b'\r');
    }
    match open {
        None => Ok(()),
        Some(line) => Err(Refusal::Other(say!(
            "第 {line} 行的引号没有结束",
            "a quotation mark that opens in line {line} is never closed"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_to_stay_a_text_is_that_text() {
        for (field, text) in [
            ("=\"007\"", "007"),
            ("=\"\"", ""),
            ("'=1+1", "=1+1"),
            ("' -x", " -x"),
            ("''=x", "'=x"),
            ("'单", "'单"),
            ("=A1&\"x\"", "=A1&\"x\""),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("-5", "-5"),
        ] {
            assert_eq!(kept(field), text, "{field}");
        }
    }
}
