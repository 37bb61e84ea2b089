//! Tables as a workbook: a sheet each, with a heading that stays in sight, a filter, columns as wide as what stands in them, texts
//! that no program takes for numbers, and lists to choose from. There are no formulas: whatever a text begins with, it is a text.

mod choices;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook as Book, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr as _;

use crate::workbook::{Cell, Made, Sort, Table, shown};
use choices::Lists;
use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::sheet::cell_name;

/// The most rows, columns, and letters of a cell that Excel takes.
const ROWS: usize = 1 << 20;
/// See [`ROWS`].
const COLUMNS: usize = 1 << 14;
/// See [`ROWS`].
const LETTERS: usize = 32_767;
/// The most letters of a sheet's name.
const NAME: usize = 31;
/// The least and the greatest width of a column, in digits.
const WIDTH: (usize, usize) = (8, 60);
/// Digits that a number of a spreadsheet keeps.
const DIGITS: usize = 15;
/// How days are shown.
const DAY: &str = "yyyy-mm-dd";

/// What becomes a workbook.
#[derive(Clone, Debug)]
pub(crate) struct Workbook<'t> {
    /// Its sheets.
    pub tables: &'t [Table],
    /// The language of the name of the sheet with long lists.
    pub lang: Lang,
}

/// The bytes of a workbook.
///
/// # Errors
/// With what does not fit into one.
pub(crate) fn workbook(asked: &Workbook<'_>) -> Made<Vec<u8>> {
    let mut book = Book::new();
    let properties = ExcelDateTime::from_ymd(2000, 1, 1).map(|day| DocProperties::new().set_creation_datetime(&day));
    book.set_properties(&properties.map_err(|error| failed(&error))?);
    let styles = Styles::new();
    let mut names = Vec::new();
    let mut lists = Lists::named(say!("下拉选项", "Choices").get(asked.lang));
    for table in asked.tables {
        fits(table)?;
        let name = sheet_name(&table.name, &mut names);
        let sheet = book.add_worksheet();
        sheet.set_name(&name).map_err(|error| failed(&error))?;
        fill(sheet, table, &styles).map_err(|error| failed(&error))?;
        lists.offer(sheet, table).map_err(|error| failed(&error))?;
    }
    lists.write(&mut book).map_err(|error| failed(&error))?;
    book.save_to_buffer().map_err(|error| failed(&error))
}

/// How cells look.
struct Styles {
    head: Format,
    text: Format,
    number: Format,
    day: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        Self {
            head: Format::new()
                .set_bold()
                .set_num_format_index(49)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00DD_E6F0))
                .set_border(FormatBorder::Thin),
            text: cell().set_num_format_index(49).set_text_wrap(),
            number: cell(),
            day: cell().set_num_format(DAY),
        }
    }

    fn of(&self, sort: Sort) -> &Format {
        match sort {
            Sort::Text => &self.text,
            Sort::Number => &self.number,
            Sort::Day => &self.day,
        }
    }
}

fn fill(sheet: &mut Worksheet, table: &Table, styles: &Styles) -> Result<(), XlsxError> {
    for (column, at) in table.columns.iter().zip(0_u16..) {
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(at))).map(width);
        let widest = cells.chain([column.head.width()]).max().unwrap_or_default();
        let digits = u16::try_from((widest + 2).clamp(WIDTH.0, WIDTH.1)).unwrap_or_default();
        sheet.set_column_width(at, f64::from(digits))?;
        sheet.set_column_format(at, styles.of(column.sort))?;
        sheet.write_string_with_format(0, at, shown(&column.head), &styles.head)?;
    }
    for (row, at) in table.rows.iter().zip(1_u32..) {
        for (cell, column) in row.iter().zip(0_u16..) {
            put(sheet, (at, column), cell, styles)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    // On paper: A4, as wide as the page, the heading on each.
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    // A filter on a heading alone is one that Excel mends with a message.
    let (last, columns) = (u32::try_from(table.rows.len()), u16::try_from(table.columns.len()));
    if let (Ok(last @ 1..), Ok(columns @ 1..)) = (last, columns) {
        sheet.autofilter(0, 0, last, columns - 1)?;
    }
    Ok(())
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, styles: &Styles) -> Result<(), XlsxError> {
    let text = |sheet: &mut Worksheet, text: &str| {
        sheet.write_string_with_format(row, column, shown(text), &styles.text).map(|_| ())
    };
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(own) | Cell::Key(own) => text(sheet, own),
        Cell::Number(number) => match exact(*number) {
            Some(number) => sheet.write_number_with_format(row, column, number, &styles.number).map(|_| ()),
            None => text(sheet, &number.to_string()),
        },
        Cell::Day(day) => match moment(*day) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, &styles.day).map(|_| ()),
            None => text(sheet, &day.to_string()),
        },
    }
}

/// A number as spreadsheets keep them, where they keep all of it.
fn exact(number: Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs().to_string().len();
    number.to_f64().filter(|_| digits <= DIGITS)
}

/// A day as spreadsheets keep them; before March 1900 they count one that there was not.
pub(super) fn moment(day: Date) -> Option<ExcelDateTime> {
    let known = day >= Date::constant(1900, 3, 1);
    let [month, date] = [day.month(), day.day()].map(i8::unsigned_abs);
    known.then(|| ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, date).ok())?
}

/// Columns that the widest line of a cell takes.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) | Cell::Key(text) => text.lines().map(str::width).max().unwrap_or_default(),
        Cell::Number(number) => number.to_string().len(),
        Cell::Day(_) => DAY.len(),
    }
}

/// Refuses what a sheet cannot hold, so that nothing is cut in silence.
fn fits(table: &Table) -> Made<()> {
    let (name, rows, columns) = (&table.name, table.rows.len() + 1, table.columns.len());
    if rows > ROWS || columns > COLUMNS {
        return Err(say!(
            "“{name}”有 {rows} 行、{columns} 列，Excel 的一张表最多 {ROWS} 行、{COLUMNS} 列；请改用 --format csv，或分开导出",
            "`{name}` has {rows} rows and {columns} columns; a sheet of Excel holds {ROWS} and {COLUMNS}: use --format csv, or export less at once"
        ));
    }
    for (row, at) in table.rows.iter().zip(1_u32..) {
        for (cell, column) in row.iter().zip(0_u32..) {
            let (Cell::Text(text) | Cell::Key(text)) = cell else { continue };
            // No text has more units than bytes.
            if text.len() > LETTERS && text.encode_utf16().count() > LETTERS {
                let cell = cell_name(at, column);
                return Err(say!(
                    "“{name}”的单元格 {cell} 超过 Excel 允许的 {LETTERS} 个字；请改用 --format csv",
                    "cell {cell} of `{name}` has more than the {LETTERS} letters that Excel allows: use --format csv"
                ));
            }
        }
    }
    Ok(())
}

/// A name that Excel takes for a sheet, and that no other has.
pub(super) fn sheet_name(name: &str, taken: &mut Vec<String>) -> String {
    let plain = |c: char| if c.is_control() || "[]:*?/\\".contains(c) { '_' } else { c };
    let name: String = shown(name).chars().map(plain).collect();
    let name = name.trim_matches(['\'', ' ']);
    let cut = |end: &str| {
        let mut own = String::new();
        for c in name.chars() {
            if own.encode_utf16().count() + c.len_utf16() + end.len() > NAME {
                break;
            }
            own.push(c);
        }
        format!("{}{end}", if own.is_empty() { "_" } else { own.trim_end() })
    };
    let mut names = std::iter::once(cut("")).chain((2_usize..).map(|n| cut(&format!("-{n}"))));
    let free = names.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
    taken.push(free.to_lowercase());
    free
}

/// What is said where the workbook could not be made for a reason of the writer's own.
pub(super) fn failed(error: &XlsxError) -> Text {
    say!("无法生成工作簿：{error}", "the workbook cannot be made: {error}")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};
    use jiff::civil::date;

    use super::*;
    use crate::workbook::{Choices, Column};

    fn one(table: Table) -> Vec<u8> {
        workbook(&Workbook { tables: &[table], lang: Lang::Zh }).expect("it fits")
    }

    fn read(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook")
    }

    /// A part of the archive as it is.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        std::io::read_to_string(archive.by_name(name).expect("a part")).expect("text")
    }

    fn sample() -> Table {
        let columns = vec![Column::text("编号"), Column::number("次数"), Column::day("日期")];
        let rows = vec![
            vec![Cell::key("00123"), 3.into(), Cell::Day(date(2026, 3, 5))],
            vec![Cell::key("1E5"), Cell::number("89.50"), Cell::Empty],
        ];
        Table { name: "委员".into(), columns, rows }
    }

    #[test]
    fn cells_have_types_the_heading_stays_and_all_has_a_filter() {
        let bytes = one(sample());
        let range = read(&bytes).worksheet_range("委员").expect("a sheet");
        assert_eq!(range.get_value((1, 0)), Some(&Data::String("00123".into())));
        assert_eq!(range.get_value((2, 0)), Some(&Data::String("1E5".into())));
        assert_eq!(range.get_value((1, 1)), Some(&Data::Float(3.0)));
        assert_eq!(range.get_value((2, 1)), Some(&Data::Float(89.5)));
        let Some(Data::DateTime(day)) = range.get_value((1, 2)) else { panic!("{range:?}") };
        assert_eq!(day.to_ymd_hms_milli(), (2026, 3, 5, 0, 0, 0, 0));
        assert_eq!(range.get_value((2, 2)), Some(&Data::Empty));
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for wanted in ["state=\"frozen\"", "ySplit=\"1\"", "<autoFilter ref=\"A1:C3\"/>"] {
            assert!(sheet.contains(wanted), "{wanted}: {sheet}");
        }
        let styles = part(&bytes, "xl/styles.xml");
        assert!(styles.contains("numFmtId=\"49\"") && styles.contains(DAY), "{styles}");
    }

    #[test]
    fn the_same_gives_the_same_bytes() {
        let first = one(sample());
        assert_eq!(first, one(sample()));
        assert!(part(&first, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
    }

    #[test]
    fn no_text_is_a_formula_and_none_breaks_the_file() {
        let texts =
            ["=1+1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "\t=1", "<&>\"'", "甲\n乙", "{=1}", "http://a.b"];
        let odd = ["\u{0}\u{1b}", "\u{FFFE}a\u{FFFF}"];
        let rows = texts.iter().chain(&odd).map(|text| vec![Cell::text(*text)]).collect();
        let bytes = one(Table { name: "表".into(), columns: vec![Column::text("=A")], rows });
        let mut book = read(&bytes);
        let range = book.worksheet_range("表").expect("a sheet");
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("=A".into())));
        for (text, row) in texts.iter().zip(1..) {
            assert_eq!(range.get_value((row, 0)), Some(&Data::String((*text).into())), "{text}");
        }
        let at = u32::try_from(texts.len()).expect("few") + 1;
        assert_eq!(range.get_value((at, 0)), Some(&Data::String("␀␛".into())));
        assert_eq!(range.get_value((at + 1, 0)), Some(&Data::String("\u{FFFD}a\u{FFFD}".into())));
        assert!(book.worksheet_formula("表").expect("a sheet").is_empty());
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && !sheet.contains("hyperlink"), "{sheet}");
    }

    #[test]
    fn a_number_is_kept_whole_or_as_a_text() {
        let row = ["999999999999999", "1234567890123456", "0.1", "1.2345678901234567", "-3.50"];
        let rows = vec![row.iter().map(|text| Cell::number(text)).collect()];
        let columns = row.iter().map(|_| Column::number("数")).collect();
        let range = read(&one(Table { name: "数".into(), columns, rows })).worksheet_range("数").expect("a sheet");
        let wanted = [
            Data::Float(999_999_999_999_999.0),
            Data::String("1234567890123456".into()),
            Data::Float(0.1),
            Data::String("1.2345678901234567".into()),
            Data::Float(-3.5),
        ];
        for (wanted, column) in wanted.iter().zip(0..) {
            assert_eq!(range.get_value((1, column)), Some(wanted));
        }
    }

    #[test]
    fn choices_are_offered_short_or_long() {
        let texts = |n: usize| (0..n).map(|n| format!("选项第{n}个")).collect::<Vec<_>>();
        let column = |texts, others| Column { choices: Some(Choices { texts, others }), ..Column::text("甲") };
        let columns = vec![column(texts(3), false), column(texts(300), true), column(vec!["a,b".into()], false)];
        let bytes = one(Table { name: "表".into(), columns, rows: Vec::new() });
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<formula1>\"选项第0个,选项第1个,选项第2个\"</formula1>"), "{sheet}");
        assert!(sheet.contains("<formula1>'下拉选项'!$A$1:$A$300</formula1>"), "{sheet}");
        assert!(sheet.contains("<formula1>'下拉选项'!$B$1:$B$1</formula1>"), "{sheet}");
        assert!(sheet.contains("sqref=\"A2:A1048576\"") && sheet.contains("errorStyle=\"warning\""), "{sheet}");
        assert!(part(&bytes, "xl/workbook.xml").contains("state=\"hidden\""));
        let range = read(&bytes).worksheet_range("下拉选项").expect("a sheet");
        assert_eq!(range.get_value((299, 0)), Some(&Data::String("选项第299个".into())));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let table = |text: String| Table {
            name: "表".into(),
            columns: vec![Column::text("甲")],
            rows: vec![vec![Cell::Text(text)]],
        };
        let made = |text| workbook(&Workbook { tables: &[table(text)], lang: Lang::Zh });
        assert!(made("字".repeat(LETTERS)).is_ok());
        let error = made("字".repeat(LETTERS + 1)).expect_err("too long");
        assert!(error.get(Lang::Zh).contains("单元格 A2 超过 Excel 允许的 32767 个字"), "{error:?}");
        let rows = vec![Vec::new(); ROWS];
        let error = workbook(&Workbook { tables: &[Table { rows, ..table(String::new()) }], lang: Lang::Zh });
        assert!(error.expect_err("too many").get(Lang::Zh).contains("1048577 行"));
    }

    #[test]
    fn names_of_sheets_are_those_that_excel_takes() {
        let mut taken = Vec::new();
        let mut name = |text: &str| sheet_name(text, &mut taken);
        assert_eq!(name("县（市、区）"), "县（市、区）");
        assert_eq!(name("a/b:[c]*?\\"), "a_b__c____");
        assert_eq!((name(""), name("''"), name("A"), name("a")), ("_".into(), "_-2".into(), "A".into(), "a-2".into()));
        let long = name(&"长".repeat(40));
        assert_eq!((long.chars().count(), name(&"长".repeat(40)).chars().count()), (31, 31));
    }
}
