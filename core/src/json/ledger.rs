//! How sheets of workbooks were read, for programs.

use serde::Serialize;

use crate::language::Lang;
use crate::sheet::Reading;

/// How a sheet was read.
#[derive(Debug, Serialize)]
pub(super) struct Ledger<'a> {
    file: &'a str,
    sheet: &'a str,
    hidden: bool,
    /// The kind of its records; none where it was not read.
    kind: Option<&'a str>,
    /// The last row of its header, from 1.
    header: Option<u32>,
    records: usize,
    /// Columns that are no field.
    ignored: &'a [String],
    skipped: Vec<Skipped<'a>>,
    changed: Vec<Changed<'a>>,
    /// The same, and how the file was read, in words.
    notes: Vec<String>,
}

/// Rows that are no records.
#[derive(Debug, Serialize)]
struct Skipped<'a> {
    why: &'static str,
    rows: &'a [u32],
}

/// Cells of a column that were read otherwise than written.
#[derive(Debug, Serialize)]
struct Changed<'a> {
    column: &'a str,
    how: &'static str,
    cells: usize,
}

/// All sheets.
pub(super) fn all(sheets: &[Reading], lang: Lang) -> Vec<Ledger<'_>> {
    sheets.iter().map(|sheet| one(sheet, lang)).collect()
}

fn one(sheet: &Reading, lang: Lang) -> Ledger<'_> {
    let skipped = sheet.skipped.iter().map(|(why, rows)| Skipped { why: why.word(), rows });
    let changed = sheet.changed.iter().map(|(column, how, cells)| Changed { column, how: how.word(), cells: *cells });
    Ledger {
        file: &sheet.file,
        sheet: &sheet.sheet,
        hidden: sheet.hidden,
        kind: sheet.kind.as_ref().map(|(kind, _)| kind.as_str()),
        header: sheet.header,
        records: sheet.records,
        ignored: &sheet.ignored,
        skipped: skipped.collect(),
        changed: changed.collect(),
        notes: sheet.told().iter().map(|text| text.get(lang).to_owned()).collect(),
    }
}
