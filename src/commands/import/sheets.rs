//! The sheets that are imported: their records, row by row, and the rows that became none.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::report::text::clean_line;
use yize_core::check::Outcome;
use yize_core::files::{Disk, Files as _};
use yize_core::records::{Body, Kind, Record, Value};
use yize_core::sheet::Reading;
use yize_core::show_path;
use yize_core::source::SourceId;

/// A name of a file has at most so many letters.
const NAME: usize = 80;

/// A sheet with records.
#[derive(Debug)]
pub(super) struct Sheet<'o> {
    /// How it was read.
    pub reading: &'o Reading,
    /// Its text.
    pub source: SourceId,
    /// The name of the file that is written.
    pub target: String,
    /// Its rows, by number from 1: the record that each became, if it became one.
    pub rows: BTreeMap<usize, Option<Own<'o>>>,
}

/// A record, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Own<'o> {
    pub body: Body<'o>,
    pub kind: Kind<'o>,
    /// Its year, where its kind has years.
    pub year: Option<i16>,
    pub record: Record<'o>,
}

impl std::fmt::Debug for Own<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.record.fmt(f)
    }
}

impl<'o> Sheet<'o> {
    /// Its records, in the order of their rows.
    pub(super) fn records(&self) -> impl Iterator<Item = (usize, Own<'o>)> {
        self.rows.iter().filter_map(|(row, own)| Some((*row, (*own)?)))
    }
}

impl Own<'_> {
    /// How many of its values could not be read.
    fn broken(&self) -> usize {
        let fields = self.kind.info().fields;
        fields.iter().filter(|field| self.record.get(&field.name) == Some(Value::Broken)).count()
    }
}

/// All records of a check.
pub(super) fn all(outcome: &Outcome) -> impl Iterator<Item = Own<'_>> {
    let kinds = outcome.bodies().flat_map(|body| body.kinds().map(move |kind| (body, kind)));
    let years = kinds.flat_map(|(body, kind)| kind.years().into_iter().map(move |year| (body, kind, year)));
    years.flat_map(|(body, kind, year)| {
        let own = move |record| Own { body, kind, year: kind.is_yearly().then_some(year), record };
        kind.records(year).map(own)
    })
}

/// Whether a file that reports call so is one of these.
pub(super) fn is_of(name: &str, files: &[PathBuf]) -> bool {
    let identity = Disk.identity(Path::new(name));
    let is_it = |path: &PathBuf| show_path(path) == name || (identity.is_some() && Disk.identity(path) == identity);
    files.iter().any(is_it)
}

/// The sheets of these files that hold records, in the order read.
pub(super) fn sheets<'o>(outcome: &'o Outcome, files: &[PathBuf]) -> Vec<Sheet<'o>> {
    let read = |reading: &&Reading| reading.kind.is_some() && reading.header.is_some() && is_of(&reading.file, files);
    let mut seen = HashSet::new();
    let readings = outcome.sheets.iter().filter(read);
    let own: Vec<(SourceId, &Reading)> = readings.filter_map(|own| Some((own.source?, own))).collect();
    let own: Vec<_> = own.into_iter().filter(|(source, _)| seen.insert(*source)).collect();
    let mut records = of(outcome, &own.iter().map(|(source, _)| *source).collect());
    let rows = own.into_iter().map(|(source, reading)| {
        let mut rows: BTreeMap<usize, Option<Own<'o>>> = unread(outcome, source, reading);
        rows.extend(records.remove(&source).unwrap_or_default().into_iter().map(|(row, own)| (row, Some(own))));
        (source, reading, rows)
    });
    let rows: Vec<_> = rows.filter(|(.., rows)| !rows.is_empty()).collect();
    let alone = |file: &str| rows.iter().filter(|(_, other, _)| other.file == file).count() == 1;
    let target = |reading: &Reading| target(&reading.file, (!alone(&reading.file)).then_some(&reading.sheet));
    let targets: Vec<String> = rows.iter().map(|(_, reading, _)| target(reading)).collect();
    let sheets = rows.into_iter().zip(targets);
    sheets.map(|((source, reading, rows), target)| Sheet { reading, source, target, rows }).collect()
}

/// The records of some texts, by row. Of a file that several projects read the record of which most could be read is taken.
fn of<'o>(outcome: &'o Outcome, wanted: &HashSet<SourceId>) -> HashMap<SourceId, BTreeMap<usize, Own<'o>>> {
    let mut records: HashMap<SourceId, BTreeMap<usize, Own<'o>>> = HashMap::new();
    for own in all(outcome).filter(|own| wanted.contains(&own.record.place().source)) {
        let place = own.record.place();
        let row = outcome.sources.positions(place).0.line;
        let rows = records.entry(place.source).or_default();
        if rows.get(&row).is_none_or(|other| own.broken() < other.broken()) {
            rows.insert(row, own);
        }
    }
    records
}

/// The rows below the header in which something is written, but for those that are known to be no records.
fn unread<'o>(outcome: &Outcome, source: SourceId, reading: &Reading) -> BTreeMap<usize, Option<Own<'o>>> {
    let text = outcome.sources.get(source);
    let skipped: HashSet<usize> = reading.skipped.iter().flat_map(|(_, rows)| rows).map(|row| *row as usize).collect();
    let below = reading.header.unwrap_or_default() as usize + 1..=text.line_count();
    let filled = |row: &usize| text.text()[text.line_range(*row)].bytes().any(|byte| byte != b'\t');
    below.filter(|row| !skipped.contains(row)).filter(filled).map(|row| (row, None)).collect()
}

/// A name that every system takes: the workbook's, and the sheet's where it has more than one.
fn target(file: &str, sheet: Option<&String>) -> String {
    let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = sheet.map_or_else(|| stem.clone(), |sheet| format!("{stem}-{sheet}"));
    let plain = |c: char| if c.is_control() || "<>:\"/\\|?*\u{FFFD}".contains(c) { '_' } else { c };
    let name: String = clean_line(&name).chars().map(plain).take(NAME).collect();
    format!("{name}.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_as_workbooks_and_their_sheets_are() {
        assert_eq!(target("a/履职台账.xlsx", None), "履职台账.toml");
        assert_eq!(target("台账.v2.csv", Some(&"委员/甲".to_owned())), "台账.v2-委员_甲.toml");
        assert!(target(&"长".repeat(500), None).chars().count() < 90);
    }
}
