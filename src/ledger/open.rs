//! Workbooks of `OpenDocument` (`.ods`): `LibreOffice`'s own. Cells and rows that repeat are counted, not written out, until they hold something.

use quick_xml::events::Event;
use yize_core::sheet::{Book, Refusal};

use super::grid;
use super::parts::{Parts, no_workbook};

mod styles;
mod table;

use styles::Styles;

/// Whether a zip archive is such a workbook.
pub(super) fn is(parts: &Parts<'_>) -> bool {
    parts.has("content.xml") && parts.has("META-INF/manifest.xml")
}

/// Reads a workbook.
pub(super) fn read(parts: &mut Parts<'_>) -> Result<Book, Refusal> {
    locked(parts)?;
    let mut styles = Styles::default();
    // Named styles first: those of the content go by them.
    if let Some(mut part) = parts.part("styles.xml")? {
        loop {
            match part.next()? {
                Event::Start(element) => {
                    let element = element.to_owned();
                    styles.see(&element, &mut part)?;
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    let (mut sheets, mut is_spreadsheet) = (Vec::new(), false);
    let mut part = parts.part("content.xml")?.ok_or(Refusal::Damaged)?;
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "spreadsheet" => is_spreadsheet = true,
                "table" if !is_spreadsheet => part.skip()?,
                "table" => {
                    let element = element.to_owned();
                    sheets.extend(table::read(&element, &mut part, &styles)?);
                    grid::all(&sheets)?;
                }
                // What was changed, and tables of other files.
                "tracked-changes" | "dde-links" | "content-validations" => part.skip()?,
                _ => {
                    let element = element.to_owned();
                    styles.see(&element, &mut part)?;
                }
            },
            Event::Eof if !is_spreadsheet => return Err(no_workbook()),
            Event::Eof => return Ok(Book { sheets, typed: true, said: Vec::new() }),
            _ => {}
        }
    }
}

/// Refuses what needs a password: the list of files says how each is encrypted.
fn locked(parts: &mut Parts<'_>) -> Result<(), Refusal> {
    let mut part = parts.part("META-INF/manifest.xml")?.ok_or(Refusal::Damaged)?;
    loop {
        match part.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                return Err(Refusal::Password);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
