//! Workbooks that offices keep: Excel's, WPS's, LibreOffice's and CSV, as sheets that the core checks.
//!
//! A file's ending says that it is a workbook; what kind of one it is, its first bytes say: exports that are called `.xls` may
//! be anything.

use std::path::Path;

use yize_core::sheet::{Book, Refusal, Workbooks};

mod bounds;
mod formats;
mod moments;
mod parts;
mod grid;
mod excel;
mod open;
mod plain;
#[cfg(test)]
mod tests;

use parts::Parts;

/// Endings of workbooks.
const ENDINGS: &[&str] = &["xlsx", "xlsm", "ods", "csv", "tsv"];

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
            return Err(Refusal::Damaged);
        }
        if bytes.starts_with(b"PK") {
            let mut parts = Parts::open(bytes)?;
            return if open::is(&parts) { open::read(&mut parts) } else { excel::read(&mut parts) };
        }
        plain::read(path, bytes)
    }
}
