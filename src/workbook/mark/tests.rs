//! Marked workbooks read back: what is marked is, and all else is as it was.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use proptest::prelude::*;
use yize_core::language::Lang;
use yize_core::sheet::{Area, Sheet, Value};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;

/// Workbooks with merged cells, a note, a chart, a picture, conditional formats, lists and a hidden sheet.
const BOOKS: [(&str, &[u8]); 2] = [
    ("openpyxl", include_bytes!("../../../tests/workbooks/openpyxl.xlsx")),
    ("LibreOffice", include_bytes!("../../../tests/workbooks/libreoffice.xlsx")),
];

fn at(cell: &str, level: Level, text: &str) -> Mark {
    let (row, column) = sheet::place(cell).expect("a cell");
    Mark { sheet: "委员".into(), row, column, level, text: text.into() }
}

fn marks() -> Vec<Mark> {
    vec![
        at("C5", Level::Warning, "次数偏少"),
        at("C5", Level::Violation, "违规：<应为 3 次>"),
        at("B3", Level::Pending, "待办"),
        at("D40", Level::Violation, "缺一行"),
        at("F4", Level::Warning, "缺一格"),
    ]
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let count = archive.len();
    let read = |at| {
        let mut file = archive.by_index(at).expect("a part");
        let (name, mut bytes) = (file.name().expect("a name").into_owned(), Vec::new());
        file.read_to_end(&mut bytes).expect("readable");
        (name, bytes)
    };
    (0..count).map(read).collect()
}

fn read(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook")
}

fn text<'p>(parts: &'p BTreeMap<String, Vec<u8>>, holds: &str) -> &'p str {
    let found = parts.iter().find(|(name, _)| name.to_lowercase().contains(holds));
    std::str::from_utf8(found.unwrap_or_else(|| panic!("no {holds}")).1).expect("text")
}

/// What stands in a cell's tag after it.
fn tag<'s>(sheet: &'s str, cell: &str) -> &'s str {
    let at = sheet.find(&format!("r=\"{cell}\"")).unwrap_or_else(|| panic!("no {cell}: {sheet}"));
    sheet[at..].split('>').next().unwrap_or_default()
}

#[test]
fn wrong_cells_have_colour_and_notes_and_all_else_is_as_it_was() {
    for (program, original) in BOOKS {
        let marked = mark(original, &marks()).expect("marked");
        assert_eq!(marked, mark(original, &marks()).expect("marked"), "{program}");
        let (before, after) = (parts(original), parts(&marked));
        let changed: Vec<&str> = before
            .iter()
            .filter(|(name, bytes)| after.get(*name) != Some(bytes))
            .map(|(name, _)| name.as_str())
            .collect();
        let few = |name: &&str| {
            ["sheet1.xml", "styles.xml", "comments", "vmlDrawing", "legacyDrawing"].iter().any(|own| name.contains(own))
        };
        assert!(changed.iter().all(few), "{program}: {changed:?}");
        assert_eq!(before.len(), after.len(), "{program}: it had notes before");
        for kept in ["chart", ".png", "sheet2.xml", "sheet3.xml"] {
            assert!(after.keys().any(|name| name.contains(kept)), "{program}: {kept}");
        }
        // The values are what they were.
        let (mut old, mut new) = (read(original), read(&marked));
        assert_eq!(old.sheet_names(), new.sheet_names());
        for name in old.sheet_names() {
            let (old, new) = (old.worksheet_range(&name), new.worksheet_range(&name));
            let values = |range: calamine::Range<Data>| {
                let cells = range.used_cells().map(|(row, column, cell)| (row, column, cell.clone()));
                cells.collect::<Vec<_>>()
            };
            assert_eq!(values(old.expect("a sheet")), values(new.expect("a sheet")), "{program}: {name}");
        }
        let sheet = text(&after, "worksheets/sheet1.xml");
        for kept in ["<mergeCell ", "<conditionalFormatting", "<dataValidation ", "state=\"frozen\"", "<f"] {
            assert_eq!(
                sheet.matches(kept).count(),
                text(&before, "worksheets/sheet1.xml").matches(kept).count(),
                "{program}: {kept}"
            );
        }
        let styles = text(&after, "styles.xml");
        for level in Level::ALL {
            assert!(styles.contains(&format!("rgb=\"FF{:06X}\"", level.colour())), "{program}: {styles}");
        }
        let notes = text(&after, "comments");
        for said in ["原来的批注", "次数偏少", "违规：&lt;应为 3 次&gt;", "待办", "缺一行", "缺一格"]
        {
            assert!(notes.contains(said), "{program}: {said}: {notes}");
        }
        // The cell of two marks has the graver colour, and one note, which was there.
        assert_eq!(notes.matches("<comment ").count(), 4, "{program}: {notes}");
        assert_eq!(text(&after, ".vml").matches("ObjectType=\"Note\"").count(), 4, "{program}");
        let format =
            |cell: &str| tag(sheet, cell).split("s=\"").nth(1).and_then(|s| s.split('"').next()?.parse::<usize>().ok());
        let formats: Vec<&str> = styles.split("cellXfs").nth(1).expect("formats").split("<xf ").skip(1).collect();
        let fill = |cell: &str| {
            formats[format(cell).expect("a format")]
                .split("fillId=\"")
                .nth(1)
                .and_then(|s| s.split('"').next()?.parse::<usize>().ok())
        };
        let fills = styles.split("</fills>").next().expect("fills").matches("<fill>").count();
        assert_eq!(
            [fill("C5"), fill("F4"), fill("B3")],
            [Some(fills - 3), Some(fills - 2), Some(fills - 1)],
            "{program}"
        );
    }
}

#[test]
fn a_day_stays_a_day_in_another_colour() {
    for (program, original) in BOOKS {
        let marked = mark(original, &[at("D3", Level::Violation, "日期不对")]).expect("marked");
        let range = read(&marked).worksheet_range("委员").expect("a sheet");
        assert!(matches!(range.get_value((2, 3)), Some(Data::DateTime(_))), "{program}: {:?}", range.get_value((2, 3)));
    }
}

#[test]
fn macros_and_what_is_not_known_are_kept_byte_for_byte() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut archive = ZipArchive::new(Cursor::new(BOOKS[0].1)).expect("an archive");
    for at in 0..archive.len() {
        writer.raw_copy_file(archive.by_index_raw(at).expect("a part")).expect("copied");
    }
    let macros: Vec<u8> = (0..=255).cycle().take(5000).collect();
    writer.start_file("xl/vbaProject.bin", SimpleFileOptions::default()).expect("a part");
    std::io::Write::write_all(&mut writer, &macros).expect("written");
    let original = writer.finish().expect("an archive").into_inner();
    let marked = mark(&original, &marks()).expect("marked");
    assert_eq!(parts(&marked)["xl/vbaProject.bin"], macros);
}

#[test]
fn a_workbook_without_styles_and_notes_gets_them() {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">\
                 <c r=\"A1\" t=\"inlineStr\"><is><t>甲</t></is></c></row></sheetData></worksheet>";
    let original = crate::workbook::package::packed(&[
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/s.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>".to_owned()),
        ("_rels/.rels", format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>", relations::TYPES[0])),
        ("xl/workbook.xml", format!("<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{}\"><sheets><sheet name=\"甲&amp;乙\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>", relations::TYPES[0])),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{}/worksheet\" Target=\"s.xml\"/></Relationships>", relations::TYPES[0])),
        ("xl/s.xml", sheet.to_owned()),
    ])
    .expect("packed");
    let own = Mark { sheet: "甲&乙".into(), ..at("A1", Level::Warning, "改") };
    let marked = mark(&original, &[own]).expect("marked");
    let after = parts(&marked);
    assert!(text(&after, "xl/s.xml").contains("<c r=\"A1\" t=\"inlineStr\" s=\"1\">"), "{}", text(&after, "xl/s.xml"));
    assert!(text(&after, "xl/s.xml").contains("<legacyDrawing xmlns:r="));
    assert!(text(&after, "content_types").contains("Extension=\"vml\""));
    assert!(text(&after, "s.xml.rels").contains("/comments") && text(&after, "workbook.xml.rels").contains("/styles"));
    assert_eq!(
        read(&marked).worksheet_range("甲&乙").expect("a sheet").get_value((0, 0)),
        Some(&Data::String("甲".into()))
    );
    let error = mark(&original, &marks()).expect_err("no such sheet");
    assert_eq!(error.get(Lang::Zh), "工作簿里没有“委员”这张表");
    for broken in [&b"PK"[..], b"", &original[..200]] {
        assert!(mark(broken, &marks()).is_err());
    }
}

#[test]
fn of_others_the_values_are_copied_and_marked() {
    let mut sheet = Sheet::new("委员");
    let day = jiff::civil::date(2026, 3, 5);
    let cells = [
        (0, 0, Value::Text("=1+1")),
        (1, 0, Value::Text("00123\n二行")),
        (1, 1, Value::Number(87.5)),
        (1, 2, Value::Day(day, None)),
        (1, 3, Value::Bool(true)),
        (2, 1, Value::Percent(0.85)),
        (2, 2, Value::Day(day, Some(jiff::civil::time(9, 30, 0, 0)))),
        (2, 3, Value::Error("#REF!")),
    ];
    for (row, column, value) in cells {
        sheet.put(row, column, value).expect("room");
    }
    sheet.merged.push(Area { first: (0, 0), last: (0, 3) });
    let mut hidden = Sheet::new("旧");
    hidden.hidden = true;
    let sheets = [sheet.clone(), hidden];
    let marks = [at("B2", Level::Violation, "错"), at("B5", Level::Pending, "缺")];
    let made = copied(&sheets, &marks).expect("made");
    assert_eq!(made, copied(&sheets, &marks).expect("made"));
    let range = read(&made).worksheet_range("委员").expect("a sheet");
    let value = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!((value(0, 0), value(1, 0)), (Data::String("=1+1".into()), Data::String("00123\n二行".into())));
    assert_eq!((value(1, 1), value(1, 3), value(2, 1)), (Data::Float(87.5), Data::Bool(true), Data::Float(0.85)));
    assert!(matches!(value(1, 2), Data::DateTime(_)) && matches!(value(2, 2), Data::DateTime(_)));
    let parts = parts(&made);
    let notes = text(&parts, "comments");
    assert!(notes.contains("ref=\"B2\"") && notes.contains("ref=\"B5\"") && notes.contains("错"), "{notes}");
    assert!(
        text(&parts, "styles.xml").contains("FFFFC7CE") && text(&parts, "xl/workbook.xml").contains("state=\"hidden\"")
    );
    assert!(copied(&[sheet], &[Mark { sheet: "无".into(), ..marks[0].clone() }]).is_err());
}

proptest! {
    /// Whatever bytes come, there is an answer; and of a workbook with a byte changed too.
    #[test]
    fn no_bytes_break_it(at in 0_usize..9000, byte in any::<u8>(), cut in 0_usize..9000) {
        let mut bytes = BOOKS[0].1.to_vec();
        let len = bytes.len();
        bytes[at % len] = byte;
        let _ = mark(&bytes, &marks());
        let _ = mark(&bytes[..cut % len], &marks());
    }
}
