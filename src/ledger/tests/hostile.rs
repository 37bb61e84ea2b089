//! Workbooks that mean harm, and halves of honest ones.

use std::io::{Cursor, Write as _};

use yize_core::Lang;
use yize_core::sheet::{Refusal, Workbooks as _};

use super::written::{book, book_with, read, zipped};

fn refused(bytes: &[u8]) -> Refusal {
    read("a.xlsx", bytes).expect_err("refused")
}

#[test]
fn bombs_do_not_go_off() {
    let blanks = " ".repeat(5 << 20);
    assert_eq!(refused(&book(&blanks)), Refusal::TooLarge, "one text");
    let comment = format!("<!--{}-->", "x".repeat(1 << 20));
    assert_eq!(refused(&book(&comment.repeat(260))), Refusal::TooLarge, "a thousand times its size");
    let deep = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
    assert_eq!(refused(&book(&deep)), Refusal::Damaged, "elements in elements");
    let entities = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><worksheet><sheetData><row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>";
    let Refusal::Other(why) = refused(&book_with(entities, &[])) else { panic!("a reason") };
    assert!(why.get(Lang::Zh).contains("DTD"));
    assert_eq!(refused(&book("<row><c t='str'><v>&b;</v></c></row>")), Refusal::Damaged, "an entity of its own");
    let merges = format!(
        "<worksheet><sheetData/><mergeCells>{}</mergeCells></worksheet>",
        "<mergeCell ref='A1:B2'/>".repeat(100_001)
    );
    assert_eq!(refused(&book_with(&merges, &[])), Refusal::TooLarge, "merged cells");
    let cell = format!("<c t='inlineStr'><is>{}</is></c>", format!("<r><t>{}</t></r>", "x".repeat(1 << 20)).repeat(5));
    assert_eq!(refused(&book(&format!("<row>{cell}</row>"))), Refusal::TooLarge, "one cell");
}

#[test]
fn one_text_for_every_cell_is_bounded() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let cells = format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(300));
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    assert_eq!(refused(&book_with(&sheet, &[("xl/sharedStrings.xml", &strings)])), Refusal::TooLarge);
    let missing = "<row><c t='s'><v>1</v></c></row>";
    assert_eq!(refused(&book(missing)), Refusal::Damaged);
}

#[test]
fn sheets_are_as_large_as_programs_allow_them_to_be() {
    let at = |name: &str| book(&format!("<row><c r='{name}'><v>1</v></c></row>"));
    assert!(read("a.xlsx", &at("XFD1048576")).is_ok());
    assert_eq!(refused(&at("XFE1")), Refusal::TooLarge);
    assert_eq!(refused(&at("A1048577")), Refusal::TooLarge);
    assert_eq!(refused(&at("A4294967297")), Refusal::Damaged);
    assert_eq!(refused(&book("<row r='99999999999'/>")), Refusal::Damaged);
    assert_eq!(refused(&book("<row r='0'/>")), Refusal::Damaged);
    // Styled rows without cells are many in files of honest people, and cost nothing.
    let rows = format!(
        "{}<row><c><v>1</v></c></row>",
        "<row s='1' customFormat='1'><c s='1'/><c s='1'/></row>".repeat(100_000)
    );
    let sheet = &read("a.xlsx", &book(&rows)).expect("read").sheets[0];
    assert_eq!(sheet.text.trim_start_matches('\n'), "\u{1}1");
}

#[test]
fn many_sheets_take_no_more_than_one() {
    let tab = |n: usize| format!("<sheet name='表{n}' r:id='r1'/>");
    let workbook = format!("<workbook><sheets>{}</sheets></workbook>", (0..400).map(tab).collect::<String>());
    let bytes = book_with(
        "<worksheet><sheetData><row><c r='A1048576'><v>1</v></c></row></sheetData></worksheet>",
        &[("xl/workbook.xml", &workbook)],
    );
    assert_eq!(refused(&bytes), Refusal::TooLarge);
}

#[test]
fn nothing_is_run_and_nothing_is_fetched() {
    let links = "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='http://example.org/' TargetMode='External'/></Relationships>";
    assert_eq!(refused(&book_with("<worksheet/>", &[("xl/_rels/workbook.xml.rels", links)])), Refusal::Damaged);
    let sheet = "<worksheet><sheetData><row><c><f>[1]Sheet1!A1</f><v>5</v></c></row></sheetData></worksheet>";
    let more = [("xl/vbaProject.bin", "\0macro"), ("xl/externalLinks/externalLink1.xml", "<x")];
    assert_eq!(read("a.xlsm", &book_with(sheet, &more)).expect("read").sheets[0].text, "\u{1}5");
}

#[test]
fn a_password_is_told_from_damage() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    file.create_stream("/EncryptedPackage").expect("a stream").write_all(b"secret").expect("written");
    assert_eq!(refused(&file.into_inner().into_inner()), Refusal::Password);
    let stream = [&[0x09, 8, 4, 0, 0, 6, 5, 0][..], &[0x2f, 0, 2, 0, 1, 0], &[0x0a, 0, 0, 0]].concat();
    assert_eq!(refused(&stream), Refusal::Password);
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    assert_eq!(refused(&zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}")])), Refusal::Password);
    let is_other = |bytes: &[u8]| matches!(refused(bytes), Refusal::Other(_));
    let letter = "<document-content><body><text><table/></text></body></document-content>";
    assert!(is_other(&zipped(&[("META-INF/manifest.xml", "<manifest/>"), ("content.xml", letter)])));
    assert!(is_other(&book_with("", &[("xl/workbook.xml", "<document><body/></document>")])));
    let mut other = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    other.create_stream("/WordDocument").expect("a stream");
    assert!(is_other(&other.into_inner().into_inner()));
}

#[test]
fn repeats_of_open_documents_are_bounded() {
    let table = |rows: &str| {
        let content = format!(
            "<document-content><body><spreadsheet><table:table table:name='表'>{rows}</table:table></spreadsheet></body></document-content>"
        );
        zipped(&[("META-INF/manifest.xml", "<manifest/>"), ("content.xml", &content)])
    };
    let cell = |repeats: &str| format!("<table:table-cell office:value-type='float' office:value='1' {repeats}/>");
    let empty = "<table:table-row table:number-rows-repeated='4294967295'><table:table-cell table:number-columns-repeated='4294967295'/></table:table-row>";
    let read = |rows: &str| read("a.ods", &table(rows)).map(|mut book| book.sheets.remove(0).text);
    assert_eq!(read(empty).as_deref(), Ok(""));
    let twice = format!(
        "<table:table-row table:number-rows-repeated='2'>{}</table:table-row>",
        cell("table:number-columns-repeated='2'")
    );
    assert_eq!(read(&twice).as_deref(), Ok("\u{1}1\t\u{1}1\n\u{1}1\t\u{1}1"));
    for repeats in ["1000000", "4294967295"] {
        let many = format!(
            "<table:table-row table:number-rows-repeated='{repeats}'>{}</table:table-row>",
            cell("table:number-columns-repeated='4294967295'")
        );
        assert_eq!(read(&many), Err(Refusal::TooLarge), "{repeats}");
    }
    assert_eq!(read(&format!("{empty}<table:table-row>{}</table:table-row>", cell(""))), Err(Refusal::TooLarge));
    let blanks = "<table:table-row><table:table-cell office:value-type='string'><text:p><text:s text:c='4000000000'/></text:p></table:table-cell></table:table-row>";
    assert_eq!(read(blanks), Err(Refusal::TooLarge));
}

#[test]
fn sheets_of_one_place_are_no_sheets() {
    let tab = [0x85, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0, b'a'];
    let mut stream = vec![0x09, 8, 4, 0, 0, 6, 5, 0];
    for _ in 0..100 {
        stream.extend(tab);
    }
    stream.extend([0x0a, 0, 0, 0]);
    assert_eq!(refused(&stream), Refusal::Damaged);
}

#[test]
fn halves_and_scratches_are_never_taken_for_the_whole() {
    for (name, whole) in [file!("openpyxl.xlsx"), file!("libreoffice.xls"), file!("xlwt.xls"), file!("libreoffice.ods")]
    {
        let wanted = read(name, whole).expect("read");
        for length in (0..whole.len()).step_by(97) {
            if let Ok(book) = read(name, &whole[..length]) {
                assert_eq!(book, wanted, "{name}, {length} bytes");
            }
        }
        // Whatever a byte is changed to, reading ends.
        let mut scratched = whole.to_vec();
        for place in (0..whole.len()).step_by(31) {
            for change in [0x00, 0xff, whole[place] ^ 1, whole[place] ^ 0x80] {
                scratched[place] = change;
                let _ = super::Ledgers.read(name.as_ref(), &scratched);
            }
            scratched[place] = whole[place];
        }
    }
}
