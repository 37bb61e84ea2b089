//! Whether what is written reads as the workbook does: it is laid over the project in the workbook's place, and read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::sheets::{Own, Sheet, all, is_of};
use super::{shown, written::Written};
use crate::report::text::clean_line;
use yize_core::check::{Outcome, Request, check};
use yize_core::files::Files;
use yize_core::language::Text;
use yize_core::records::Value;
use yize_core::say;

/// Says what reads otherwise, if anything does.
pub(super) fn reads_back(
    files: &dyn Files,
    request: &Request,
    sheets: &[Sheet<'_>],
    written: &[Written],
    out: &Path,
) -> Result<(), Text> {
    let mut request = request.clone();
    for laid in request.laid.iter_mut().filter(|laid| laid.texts.is_none()) {
        let own =
            sheets.iter().zip(written).filter(|(sheet, _)| is_of(&sheet.reading.file, &[PathBuf::from(&laid.path)]));
        let texts = own.map(|(sheet, text)| (shown(out, &sheet.target), text.text.clone().into_bytes()));
        laid.texts = Some(texts.collect());
    }
    let outcome = check(files, &request, &());
    let again = by_file(&outcome);
    for sheet in sheets {
        let name = shown(out, &sheet.target);
        compare(sheet, again.get(name.as_str()).map(Vec::as_slice).unwrap_or_default(), &name)?;
    }
    Ok(())
}

/// All records, by the file in which they stand, in its order.
fn by_file(outcome: &Outcome) -> HashMap<&str, Vec<Own<'_>>> {
    let mut files: HashMap<&str, Vec<Own<'_>>> = HashMap::new();
    for own in all(outcome) {
        files.entry(&outcome.sources.get(own.record.place().source).name).or_default().push(own);
    }
    for records in files.values_mut() {
        records.sort_by_key(|own| own.record.place().span.start);
        // A project within another is read by both.
        records.dedup_by_key(|own| own.record.place());
    }
    files
}

/// Compares record by record, field by field.
fn compare(sheet: &Sheet<'_>, again: &[Own<'_>], name: &str) -> Result<(), Text> {
    let name = clean_line(name);
    let have = sheet.records().count();
    if have != again.len() {
        let other = again.len();
        return Err(say!(
            "没有写：“{name}”读回来是{other}条记录，工作表里是{have}条；请报告这个错误",
            "nothing was written: `{name}` reads as {other} records, the sheet as {have}; please report this"
        ));
    }
    for ((row, own), other) in sheet.records().zip(again) {
        if let Some(what) = differing(&own, other) {
            return Err(say!(
                "没有写：“{name}”读回来，第{row}行的“{what}”与工作表不同；请报告这个错误",
                "nothing was written: `{what}` of row {row} reads otherwise in `{name}` than in the sheet; please report this"
            ));
        }
    }
    Ok(())
}

/// The first thing in which two records differ.
pub(super) fn differing(own: &Own<'_>, other: &Own<'_>) -> Option<String> {
    if own.record.kind().name() != other.record.kind().name() {
        return Some("kind".to_owned());
    }
    if own.body.id() != other.body.id() {
        return Some("body".to_owned());
    }
    if own.year != other.year {
        return Some("year".to_owned());
    }
    let fields = own.kind.info().fields.into_iter().map(|field| field.name);
    fields.into_iter().find(|name| match (own.record.get(name), other.record.get(name)) {
        (Some(Value::Broken), Some(Value::Broken | Value::Absent)) => false,
        (Some(own), Some(other)) => !equal(&own, &other),
        (own, other) => own.is_some() != other.is_some(),
    })
}

/// Whether two values of two checks are the same: records by their kinds and keys.
fn equal(own: &Value<'_>, other: &Value<'_>) -> bool {
    match (own, other) {
        (Value::Record(own), Value::Record(other)) => {
            own.kind().name() == other.kind().name() && own.key() == other.key()
        }
        (Value::Many(own), Value::Many(other)) => {
            own.len() == other.len() && own.iter().zip(other).all(|(own, other)| equal(own, other))
        }
        (Value::Record(_), _) | (_, Value::Record(_)) => false,
        (own, other) => own == other,
    }
}
