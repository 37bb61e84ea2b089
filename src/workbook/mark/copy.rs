//! A workbook with the values of another, and marks: for those that are none of Excel's present form.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, Note, Workbook as Book, Worksheet, XlsxError};

use super::notes::AUTHOR;
use super::{Cells, Level, Mark, by_sheet};
use crate::workbook::xlsx::{failed, moment, sheet_name};
use crate::workbook::{Made, shown};
use yize_core::Date;
use yize_core::say;
use yize_core::sheet::{Inside, Sheet};

/// The workbook of some sheets, with the marks in it: values as they were, without the looks.
///
/// # Errors
/// Where a marked sheet is not among them, or the workbook does not hold a value.
pub(crate) fn copied(sheets: &[Sheet], marks: &[Mark]) -> Made<Vec<u8>> {
    let mut marked = by_sheet(marks);
    let mut book = Book::new();
    let properties = ExcelDateTime::from_ymd(2000, 1, 1).map(|day| DocProperties::new().set_creation_datetime(&day));
    book.set_properties(&properties.map_err(|error| failed(&error))?);
    let mut names = Vec::new();
    for sheet in sheets {
        let cells = marked.remove(sheet.name.as_str()).unwrap_or_default();
        let own = book.add_worksheet();
        own.set_name(sheet_name(&sheet.name, &mut names)).map_err(|error| failed(&error))?;
        own.set_hidden(sheet.hidden);
        fill(own, sheet, &cells).map_err(|error| failed(&error))?;
    }
    match marked.keys().next() {
        Some(name) => Err(say!("工作簿里没有“{name}”这张表", "the workbook has no sheet `{name}`")),
        None => book.save_to_buffer().map_err(|error| failed(&error)),
    }
}

fn fill(own: &mut Worksheet, sheet: &Sheet, cells: &Cells) -> Result<(), XlsxError> {
    for area in &sheet.merged {
        let [first, last] = [area.first.1, area.last.1].map(|column| u16::try_from(column).unwrap_or(u16::MAX));
        if area.first != area.last {
            own.merge_range(area.first.0, first, area.last.0, last, "", &Format::new())?;
        }
    }
    // Where nothing is, there is colour all the same.
    for ((row, column), (level, _)) in cells {
        own.write_blank(*row, u16::try_from(*column).unwrap_or(u16::MAX), &look(Some(*level)))?;
    }
    for (line, row) in sheet.text.split('\n').zip(0_u32..) {
        for (cell, column) in line.split('\t').zip(0_u16..) {
            let level = cells.get(&(row, u32::from(column))).map(|(level, _)| *level);
            put(own, (row, column), Inside::of(cell), level)?;
        }
    }
    for ((row, column), (_, said)) in cells {
        let column = u16::try_from(*column).unwrap_or(u16::MAX);
        let note = Note::new(shown(said)).set_author(AUTHOR).add_author_prefix(false).set_width(340).set_height(140);
        own.insert_note(*row, column, &note)?;
    }
    Ok(())
}

fn look(level: Option<Level>) -> Format {
    level.map_or_else(Format::new, |level| Format::new().set_background_color(Color::RGB(level.colour())))
}

/// Puts a value into a cell.
fn put(
    own: &mut Worksheet,
    (row, column): (u32, u16),
    value: Inside<'_>,
    level: Option<Level>,
) -> Result<(), XlsxError> {
    let look = |shown: &str| look(level).set_num_format(shown);
    let number = |own: &mut Worksheet, text: &str, shown: &str| match text.parse::<f64>() {
        Ok(number) if number.is_finite() => own.write_number_with_format(row, column, number, &look(shown)).map(|_| ()),
        _ => own.write_string_with_format(row, column, text, &look("@")).map(|_| ()),
    };
    let day = |own: &mut Worksheet, text: &str, format: &str| {
        let (date, time) = text.split_once(' ').unwrap_or((text, ""));
        match date.parse::<Date>().ok().and_then(moment).and_then(|day| timed(day, time)) {
            Some(day) => own.write_datetime_with_format(row, column, &day, &look(format)).map(|_| ()),
            None => own.write_string_with_format(row, column, text, &look("@")).map(|_| ()),
        }
    };
    match value {
        Inside::Empty | Inside::Unknown => Ok(()),
        Inside::Number(text) => number(own, text, "General"),
        Inside::Percent(text) => number(own, text, "0.##%"),
        Inside::Day(text) => day(own, text, "yyyy-mm-dd"),
        Inside::Moment(text) => day(own, text, "yyyy-mm-dd hh:mm:ss"),
        Inside::Month(text) => day(own, text, "yyyy-mm"),
        Inside::Bool(text) => own.write_boolean_with_format(row, column, text == "true", &look("General")).map(|_| ()),
        Inside::Time(text) | Inside::Error(text) | Inside::Text(text) => {
            let text = shown(&text.replace('\u{b}', "\n"));
            own.write_string_with_format(row, column, text, &look("@").set_text_wrap()).map(|_| ())
        }
    }
}

/// A moment of a day.
fn timed(day: ExcelDateTime, time: &str) -> Option<ExcelDateTime> {
    if time.is_empty() {
        return Some(day);
    }
    let mut parts = time.split([':', '.']).map_while(|part| part.parse::<u16>().ok());
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
    day.and_hms(hour, minute.try_into().ok()?, u8::try_from(second).ok()?).ok()
}
