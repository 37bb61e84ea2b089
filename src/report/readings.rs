//! How sheets of workbooks were read, in the reader's words.

use serde::Serialize;

use crate::report::text::clean_line;
use yize_core::language::{Lang, Text, count};
use yize_core::say;
use yize_core::sheet::Reading;

/// The heading above them.
pub(crate) fn heading() -> Text {
    say!("各工作表怎样读", "How each sheet was read")
}

/// How a sheet was read.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    /// Workbook and sheet.
    pub place: String,
    /// Of which kind its records are, and how many there are; empty where there are none.
    pub what: String,
    /// What there is to say of it.
    pub notes: Vec<String>,
}

/// How each sheet was read, in their order.
pub(crate) fn told(sheets: &[Reading], lang: Lang) -> Vec<Told> {
    sheets.iter().map(|reading| one(reading, lang)).collect()
}

fn one(reading: &Reading, lang: Lang) -> Told {
    let what = reading.kind.as_ref().map(|(_, label)| {
        let (zh, en) = (reading.records, count(reading.records, "record", "records"));
        say!("{label} {zh} 条", "{en} of {label}"; label)
    });
    let notes = reading.told();
    Told {
        place: clean_line(&format!("{} [{}]", reading.file, reading.sheet)),
        what: what.map(|what| clean_line(what.get(lang))).unwrap_or_default(),
        notes: notes.iter().map(|note| clean_line(note.get(lang))).collect(),
    }
}
