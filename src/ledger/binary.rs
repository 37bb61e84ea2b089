//! Workbooks of Excel 5 to 2003 (`.xls`), and what WPS writes as such (`.et`): records (BIFF) in a stream of a compound file.

use std::io::{Cursor, Read as _};

use yize_core::sheet::{Book, Refusal, Sheet};

use super::formats::Shape;
use super::grid::{self, Grid, Stop};
use super::parts::no_workbook;

mod records;
mod texts;
mod cells;

use cells::Cells;
use records::{Bytes, Records};
use texts::{Coding, Shared};

/// Whether bytes are a compound file, or a stream of records without one.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") || bytes.starts_with(b"\x09\x08")
}

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let stream = stream(bytes)?;
    let globals = Globals::read(&stream)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut read = 0_usize;
    for tab in &globals.tabs {
        let records = stream.get(tab.at..).ok_or(Refusal::Damaged)?;
        sheets.push(grid::sheet(|holds| {
            let mut grid = Grid::new(&tab.name, tab.hidden, holds);
            read += cells::read(records, &globals.cells, &mut grid)?;
            // Each sheet has records of its own, which may be read twice. Where many begin at one place, somebody means harm.
            if read > stream.len().saturating_mul(2) { Err(Stop::Refused(Refusal::Damaged)) } else { grid.done() }
        })?);
        grid::all(&sheets)?;
    }
    Ok(Book { sheets, typed: true, said: Vec::new() })
}

/// The records.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    if bytes.starts_with(b"\x09\x08") {
        return Ok(bytes.to_vec());
    }
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    // Newer workbooks are put into such a file when they get a password.
    if file.exists("/EncryptedPackage") {
        return Err(Refusal::Password);
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else {
        return Err(no_workbook());
    };
    let mut stream = Vec::new();
    let file = file.open_stream(name).map_err(|_| Refusal::Damaged)?;
    // What the file says of its sizes is not believed.
    file.take(bytes.len() as u64).read_to_end(&mut stream).map_err(|_| Refusal::Damaged)?;
    Ok(stream)
}

/// What holds for all sheets.
struct Globals {
    tabs: Vec<Tab>,
    cells: Cells,
}

struct Tab {
    name: String,
    hidden: bool,
    at: usize,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, Refusal> {
        let mut cells = Cells::default();
        let (mut tabs, mut formats, mut styles) = (Vec::new(), std::collections::HashMap::new(), Vec::new());
        for (place, record) in Records::of(stream).enumerate() {
            let record = record?;
            let mut bytes = Bytes::of(&record);
            match record.kind {
                records::BOF => cells.coding = coding(place, &mut bytes)?,
                records::END => break,
                records::PASSWORD => return Err(Refusal::Password),
                records::CODEPAGE => cells.coding = cells.coding.with_page(bytes.u16()?),
                records::EPOCH => cells.from_1904 = bytes.u16()? == 1,
                records::FORMAT => {
                    let id = bytes.u16()?;
                    let code = cells.coding.format(&mut bytes)?;
                    formats.insert(id, Shape::of_code(&code));
                }
                records::STYLE => {
                    bytes.u16()?;
                    styles.push(bytes.u16()?);
                }
                records::TAB => tabs.extend(tab(&mut bytes, cells.coding)?),
                records::SHARED => cells.shared = Shared::read(&mut bytes)?,
                _ => {}
            }
        }
        if tabs.len() > super::bounds::SHEETS {
            return Err(Refusal::TooLarge);
        }
        let shape = |id: &u16| formats.get(id).copied().unwrap_or_else(|| Shape::of_id(u32::from(*id)));
        cells.styles = styles.iter().map(shape).collect();
        Ok(Self { tabs, cells })
    }
}

/// How texts are encoded, by the record that a stream begins with.
fn coding(place: usize, bytes: &mut Bytes<'_>) -> Result<Coding, Refusal> {
    match (place, bytes.u16()?) {
        (0, 0x0600) => Ok(Coding::Wide),
        (0, 0x0500) => Ok(Coding::Narrow(encoding_rs::WINDOWS_1252)),
        _ => Err(Refusal::Damaged),
    }
}

/// A sheet as the workbook lists it; `None` for charts and macros.
fn tab(bytes: &mut Bytes<'_>, coding: Coding) -> Result<Option<Tab>, Refusal> {
    let at = bytes.u32()? as usize;
    let (state, kind) = (bytes.u8()?, bytes.u8()?);
    let name = coding.name(bytes)?;
    Ok((kind == 0).then_some(Tab { name, hidden: state & 3 != 0, at }))
}
