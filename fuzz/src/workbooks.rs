//! Workbooks.

use std::io::{Cursor, Write as _};
use std::path::Path;

use yize::ledger::Ledgers;
use yize_core::sheet::{Inside, Refusal, Workbooks as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A workbook. The first byte says what the rest is: the whole file, or a part that an archive is made around, since its
/// checksums would keep every change out.
pub fn workbooks(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else { return };
    match kind % 8 {
        0 => look("a.xlsx", rest),
        1 => look("a.xlsx", &excel(rest, b"<sst><si><t>a</t></si></sst>", STYLES)),
        2 => look("a.xlsx", &excel(SHEET, rest, STYLES)),
        3 => look("a.xlsx", &excel(SHEET, b"<sst/>", rest)),
        4 => look("a.ods", &zipped(&[("META-INF/manifest.xml", b"<manifest/>"), ("content.xml", rest)])),
        5 => look("a.xls", &[&[0x09, 8, 4, 0, 0, 6, 5, 0], rest].concat()),
        6 => look("a.xls", &compound(rest)),
        _ => look("a.csv", rest),
    }
}

const SHEET: &[u8] = b"<worksheet><sheetData><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c s='0'><v>46086</v></c>\
    <c s='1'><v>46086.5</v></c></row></sheetData></worksheet>";
const STYLES: &[u8] =
    b"<styleSheet><cellXfs><xf/><xf numFmtId='14'/><xf numFmtId='57'/><xf numFmtId='9'/></cellXfs></styleSheet>";

fn excel(sheet: &[u8], strings: &[u8], styles: &[u8]) -> Vec<u8> {
    zipped(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='a' r:id='1'/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id='1' Type='/worksheet' Target='a.xml'/>\
            <Relationship Id='2' Type='/sharedStrings' Target='b.xml'/>\
            <Relationship Id='3' Type='/styles' Target='c.xml'/></Relationships>",
        ),
        ("xl/a.xml", sheet),
        ("xl/b.xml", strings),
        ("xl/c.xml", styles),
    ])
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, bytes) in parts {
        writer.start_file(*path, options).expect("a part");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The bytes as a compound file: behind the first bytes of one, or they would never be taken for it.
fn compound(bytes: &[u8]) -> Vec<u8> {
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes].concat()
}

/// What is read is the same each time, within its bounds, and of its own form; what is not is told why.
fn look(name: &str, bytes: &[u8]) {
    let first = Ledgers.read(Path::new(name), bytes);
    assert_eq!(first, Ledgers.read(Path::new(name), bytes), "it reads the same twice");
    let book = match first {
        Ok(book) => book,
        Err(Refusal::Other(why)) => return assert!(!why.get(yize_core::Lang::En).is_empty()),
        Err(_) => return,
    };
    for sheet in &book.sheets {
        assert!(sheet.text.split('\n').count() <= 1 << 20, "no more rows than programs allow");
        for row in sheet.text.split('\n') {
            assert!(row.split('\t').count() <= 1 << 14, "no more columns than programs allow");
            for cell in row.split('\t') {
                let inside = Inside::of(cell);
                let shown = inside.shown();
                assert!(!shown.contains(|sign: char| sign < ' ' && sign != '\u{b}'), "{cell:?} shows a control");
                assert!(
                    !matches!(inside, Inside::Number(text) | Inside::Percent(text) if text.parse::<f64>().is_err())
                );
            }
        }
        assert!(
            book.typed
                || sheet
                    .text
                    .split(['\n', '\t'])
                    .all(|cell| matches!(Inside::of(cell), Inside::Empty | Inside::Text(_)))
        );
    }
}
