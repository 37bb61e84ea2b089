//! Workbooks that offices keep: Excel's, WPS's, `LibreOffice`'s and CSV, as sheets that the core checks.
//!
//! A file's ending says that it is a workbook; what kind of one it is, its first bytes say: exports that are called `.xls` may
//! be anything.

use std::path::Path;

use yize_core::say;
use yize_core::sheet::{Book, Refusal, Workbooks};

mod bounds;
mod formats;
mod moments;
mod parts;
mod grid;
mod excel;
mod open;
mod binary;
mod plain;
#[cfg(test)]
mod tests;

use parts::Parts;

/// Endings of workbooks.
const ENDINGS: &[&str] = &["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv"];

/// Reads workbooks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ledgers;

impl Workbooks for Ledgers {
    fn reads(&self, path: &Path) -> bool {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        // Excel, WPS and LibreOffice note who has a workbook open in a file beside it.
        let noted = name.starts_with("~$") || name.starts_with(".~");
        !noted && name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && ENDINGS.contains(&ending))
    }

    fn read(&self, path: &Path, bytes: &[u8]) -> Result<Book, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        let (kind, mut book) = read(path, bytes)?;
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !kind.endings().contains(&ending.as_str()) {
            let usual = kind.endings()[0];
            book.said.insert(
                0,
                say!(
                    "它的内容不是 .{ending}，而是 .{usual}，按内容读取",
                    "what it holds is no .{ending} but .{usual}, and read as such"
                ),
            );
        }
        Ok(book)
    }
}

/// Whether a file is one of Excel's present form, whatever its ending says.
pub(crate) fn is_excel(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && Parts::open(bytes).is_ok_and(|parts| !open::is(&parts))
}

/// What a file holds.
#[derive(Clone, Copy)]
enum Kind {
    Excel,
    Open,
    Binary,
    Plain,
}

impl Kind {
    /// Endings of its files, the usual one first.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Excel => &["xlsx", "xlsm"],
            Self::Open => &["ods"],
            Self::Binary => &["xls", "et"],
            Self::Plain => &["csv", "tsv"],
        }
    }
}

fn read(path: &Path, bytes: &[u8]) -> Result<(Kind, Book), Refusal> {
    if bytes.starts_with(b"PK") {
        let mut parts = Parts::open(bytes)?;
        return if open::is(&parts) {
            Ok((Kind::Open, open::read(&mut parts)?))
        } else {
            Ok((Kind::Excel, excel::read(&mut parts)?))
        };
    }
    if binary::is(bytes) {
        return Ok((Kind::Binary, binary::read(bytes)?));
    }
    Ok((Kind::Plain, plain::read(path, bytes)?))
}
