//! Workbooks written by hand, part by part, and by a library; and what others read in them.

use std::io::{Cursor, Write as _};
use std::path::Path;

use calamine::{Data, Reader as _};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use yize_core::Lang;
use yize_core::sheet::{Area, Book, Inside, Refusal, Workbooks as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::rows;
use crate::ledger::Ledgers;

/// A zip archive.
pub(super) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        writer.start_file(*path, SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

const MAIN: &str =
    "<Relationships><Relationship Id='1' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>";

/// A workbook of one sheet, with further parts.
pub(super) fn book_with(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let links = "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>\
        <Relationship Id='r2' Type='x/sharedStrings' Target='/xl/sharedStrings.xml'/>\
        <Relationship Id='r3' Type='x/styles' Target='styles.xml'/></Relationships>";
    let mut parts = vec![
        ("_rels/.rels", MAIN),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.retain(|(path, _)| !more.iter().any(|(other, _)| other == path));
    parts.extend(more);
    zipped(&parts)
}

pub(super) fn book(cells: &str) -> Vec<u8> {
    book_with(&format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"), &[])
}

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Book, Refusal> {
    Ledgers.read(Path::new(name), bytes)
}

fn text(bytes: &[u8]) -> String {
    read("a.xlsx", bytes).expect("read").sheets.remove(0).text
}

#[test]
fn cells_are_read_as_the_standard_has_them() {
    let strings = "<sst uniqueCount='99999999999999'><si><t>甲</t></si><si><r><t xml:space='preserve'>乙 </t></r>\
        <r><t>丙</t></r><rPh sb='0' eb='1'><t>yi</t></rPh></si><si/><si><t> 丁_x000D_\n戊 </t></si></sst>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy&quot;年&quot;m&quot;月&quot;'/></numFmts>\
        <cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
        <cellXfs><xf numFmtId='0'/><xf numFmtId='57'/><xf numFmtId='31'/><xf numFmtId='176'/><xf numFmtId='10'/></cellXfs></styleSheet>";
    let sheet = "<worksheet><dimension ref='A1:XFD1048576'/><sheetData>\
        <row r='1'><c r='A1' t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c><c t='s'><v>3</v></c></row>\
        <row r='2'><c r='A2' s='1'><v>46086</v></c><c s='2'><v>46086</v></c><c s='3'><v>46086</v></c><c s='4'><v>0.125</v></c></row>\
        <row r='3'><c r='A3'><f>1+1</f></c><c><f>1+1</f><v/></c><c><f>1+1</f><v>2</v></c><c t='str'><f>\"\"</f><v></v></c>\
        <c t='e'><f>#REF!</f><v>#REF!</v></c><c t='e'><v>#SPILL!</v></c></row>\
        <row r='4'><c r='A4' t='d'><v>2026-03-05</v></c><c t='inlineStr'><v>1</v><is><t>&amp;&#x7532;</t></is></c><c t='b'><v>1</v></c>\
        <c><v>NaN</v></c><c><v>1e400</v></c><c t='str'><v>_x0041_</v></c></row>\
        </sheetData><mergeCells><mergeCell ref='A1:$B$2'/><mergeCell ref='C1'/></mergeCells></worksheet>";
    let read = read("a.xlsx", &book_with(sheet, &[("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)]));
    let sheet = read.expect("read").sheets.remove(0);
    assert_eq!(
        rows(&sheet.text),
        [
            vec![Inside::Text("甲"), Inside::Text("乙 丙"), Inside::Empty, Inside::Text("丁\u{b}戊")],
            vec![
                Inside::Month("2026-03-05"),
                Inside::Day("2026-03-05"),
                Inside::Month("2026-03-05"),
                Inside::Percent("0.125")
            ],
            vec![
                Inside::Unknown,
                Inside::Unknown,
                Inside::Number("2"),
                Inside::Empty,
                Inside::Error("#REF!"),
                Inside::Error("#SPILL!"),
            ],
            vec![
                Inside::Day("2026-03-05"),
                Inside::Text("&甲"),
                Inside::Bool("true"),
                Inside::Error("#NUM!"),
                Inside::Error("#NUM!"),
                Inside::Text("A"),
            ],
        ]
    );
    assert_eq!(sheet.merged, [Area { first: (0, 0), last: (1, 1) }]);
}

#[test]
fn cells_without_order_are_put_in_it() {
    let cells = "<row r='3'><c r='B3'><v>4</v></c></row><row r='1'><c r='B1'><v>2</v></c><c r='A1'><v>1</v></c></row><row r='2'/>\
        <row><c r='C3' t='str'><v>5</v></c></row>";
    assert_eq!(text(&book(cells)), "\u{1}1\t\u{1}2\n\n\t\u{1}4\t5");
    let twice = "<row r='2'><c r='A2'><v>1</v></c></row><row r='1'/><row r='2'><c r='A2'><v>2</v></c></row>";
    assert_eq!(read("a.xlsx", &book(twice)), Err(Refusal::Damaged));
}

#[test]
fn what_a_file_is_its_bytes_say() {
    let bytes = book("<row><c><v>1</v></c></row>");
    let said = |name: &str, bytes: &[u8]| {
        let said = read(name, bytes).expect("read").said;
        said.iter().map(|text| text.get(Lang::Zh).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said("a.xls", &bytes), ["它的内容不是 .xls，而是 .xlsx，按内容读取"]);
    assert_eq!(said("a.xlsm", &bytes), [""; 0]);
    assert_eq!(
        said("a.xls", "姓名\t界别\n委员甲\t经济\n".as_bytes()),
        ["它的内容不是 .xls，而是 .csv，按内容读取", "以制表符分列"]
    );
}

#[test]
fn others_read_the_same() {
    let mut written = Workbook::new();
    let sheet = written.add_worksheet();
    sheet.set_name("委员").expect("a name");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let percent = Format::new().set_num_format("0.00%");
    for row in 0..200_u32 {
        let number = f64::from(row) * 1.37 - 50.0;
        sheet.write_string(row, 0, format!("委员{row}\n<&> \u{1}_x0041_")).expect("a cell");
        sheet.write_number(row, 1, number).expect("a cell");
        let date = ExcelDateTime::from_ymd(2026, 1 + (row % 12) as u8, 1 + (row % 28) as u8).expect("a day");
        sheet.write_datetime_with_format(row, 2, &date, &day).expect("a cell");
        sheet.write_number_with_format(row, 3, f64::from(row) / 200.0, &percent).expect("a cell");
        sheet.write_boolean(row, 4, row % 2 == 0).expect("a cell");
        sheet.write_formula(row, 6, Formula::new("=1+1").set_result("2")).expect("a cell");
    }
    sheet.merge_range(200, 0, 201, 3, "合计", &Format::new()).expect("an area");
    let bytes = written.save_to_buffer().expect("a workbook");
    let book = read("a.xlsx", &bytes).expect("read");
    same(&book, &bytes, calamine::Xlsx::new(Cursor::new(&bytes)).expect("read by others"));
    assert_eq!(book.sheets[0].merged, [Area { first: (200, 0), last: (201, 3) }]);
    for (name, bytes) in [file!("libreoffice.xls"), file!("xlwt.xls")] {
        same(&read(name, bytes).expect("read"), bytes, calamine::Xls::new(Cursor::new(bytes)).expect("read by others"));
    }
    let (name, bytes) = file!("libreoffice.ods");
    same(&read(name, bytes).expect("read"), bytes, calamine::Ods::new(Cursor::new(bytes)).expect("read by others"));
}

/// That `calamine` has the same in every cell.
fn same<'b, R: calamine::Reader<Cursor<&'b B>>, B: ?Sized + 'b>(book: &Book, _: &[u8], mut other: R)
where
    Cursor<&'b B>: std::io::Read + std::io::Seek,
{
    for sheet in &book.sheets {
        let Ok(range) = other.worksheet_range(&sheet.name) else { panic!("{} is read by others", sheet.name) };
        let ours = rows(&sheet.text);
        let end = range.end().expect("a cell");
        assert_eq!(ours.len(), end.0 as usize + 1);
        for row in 0..=end.0 {
            for column in 0..=end.1 {
                let ours = ours[row as usize].get(column as usize).copied().unwrap_or(Inside::Empty);
                let theirs = range.get_value((row, column)).unwrap_or(&Data::Empty);
                assert!(fits(ours, theirs), "{row} {column}: {ours:?} {theirs:?}");
            }
        }
    }
}

fn fits(ours: Inside<'_>, theirs: &Data) -> bool {
    let number = |text: &str, number: f64| text.parse::<f64>().is_ok_and(|ours| (ours - number).abs() < 1e-9);
    match (ours, theirs) {
        (Inside::Empty, Data::Empty) => true,
        (Inside::Empty, Data::String(text)) => text.is_empty(),
        (Inside::Text(ours), Data::String(text)) => ours == text.replace('\n', "\u{b}").replace('\u{1}', "␁"),
        (Inside::Number(text) | Inside::Percent(text), Data::Float(theirs)) => number(text, *theirs),
        (Inside::Number(text) | Inside::Percent(text), Data::Int(theirs)) => text == theirs.to_string(),
        (Inside::Bool(text), Data::Bool(yes)) => text == yes.to_string(),
        (Inside::Day(text) | Inside::Moment(text) | Inside::Month(text), Data::DateTime(at)) => {
            let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
            let shown = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}");
            shown.starts_with(text.get(..16).unwrap_or(text))
        }
        (Inside::Time(text), Data::DateTime(at)) => {
            let (_, _, _, hour, minute, second, _) = at.to_ymd_hms_milli();
            text == format!("{hour:02}:{minute:02}:{second:02}")
        }
        (Inside::Day(text) | Inside::Moment(text) | Inside::Month(text), Data::DateTimeIso(at)) => {
            at.replace('T', " ").starts_with(text)
        }
        (Inside::Time(text), Data::DurationIso(at)) => {
            *at == format!("PT{}H{}M{}S", &text[..2], &text[3..5], &text[6..])
        }
        _ => false,
    }
}
