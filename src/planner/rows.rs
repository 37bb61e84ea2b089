//! Calendars for spreadsheets: the sessions by day, how many there are of each form in each month, and what is to be said besides.

use crate::board::calendar::{Mark, Picture, Row};
use crate::planner::{remarks, state};
use crate::workbook::{Cell, Column, Head, Table};
use yize_core::language::Lang;
use yize_core::say;

/// The tables: sessions first.
#[must_use]
pub(crate) fn tables(calendars: &[Picture], lang: Lang) -> Vec<Table> {
    let mut tables = vec![sessions(calendars, lang), counts(calendars, lang)];
    let said = told(calendars, lang);
    tables.extend((!said.rows.is_empty()).then_some(said));
    tables
}

fn columns(heads: impl IntoIterator<Item = Head>, lang: Lang) -> Vec<Column> {
    let own: [Head; 4] = [
        (Column::text, say!("单位", "body")),
        (Column::text, say!("单位名称", "body name")),
        (Column::text, say!("日历", "calendar")),
        (Column::number, say!("年度", "year")),
    ];
    own.into_iter().chain(heads).map(|(of, head)| of(head.get(lang).to_owned())).collect()
}

/// Whose, which and of when.
fn own(picture: &Picture) -> Vec<Cell> {
    let Picture { body, body_name, title, year, .. } = picture;
    vec![Cell::key(body.as_str()), Cell::text(body_name.as_str()), Cell::text(title.as_str()), (*year).into()]
}

/// The sessions by day.
fn sessions(calendars: &[Picture], lang: Lang) -> Table {
    let heads: [Head; 7] = [
        (Column::text, say!("时间", "when")),
        (Column::day, say!("起", "from")),
        (Column::day, say!("止", "to")),
        (Column::text, say!("状态", "state")),
        (Column::text, say!("形式", "form")),
        (Column::text, say!("编号", "key")),
        (Column::text, say!("名称", "name")),
    ];
    let rows = calendars.iter().flat_map(|picture| {
        let mut all: Vec<(&Row, &Mark)> =
            picture.rows.iter().flat_map(|row| row.marks.iter().map(move |mark| (row, mark))).collect();
        all.sort_by_key(|(_, mark)| (mark.first, mark.last, mark.key.as_str()));
        all.into_iter().map(move |(row, mark)| {
            let mut cells = own(picture);
            cells.extend([
                Cell::key(mark.when.as_str()),
                Cell::Day(mark.first),
                Cell::Day(mark.last),
                Cell::text(state(mark.state).get(lang)),
                Cell::text(row.label.as_str()),
                Cell::key(mark.key.as_str()),
                Cell::text(mark.name.as_str()),
            ]);
            cells
        })
    });
    let name = say!("协商活动", "Sessions").get(lang).to_owned();
    Table { name, columns: columns(heads, lang), rows: rows.collect() }
}

/// How many there are of each form, in each month and in all, and how many there should be.
fn counts(calendars: &[Picture], lang: Lang) -> Table {
    let form: Head = (Column::text, say!("形式", "form"));
    let month = |month| -> Head { (Column::number, say!("{month}月", "month {month}")) };
    let total: Head = (Column::number, say!("次数", "total"));
    let wanted: Head = (Column::number, say!("应为", "wanted"));
    let heads = std::iter::once(form).chain((1..=12).map(month)).chain([total, wanted]);
    let rows = calendars.iter().flat_map(|picture| {
        picture.rows.iter().map(move |row| {
            let mut cells = own(picture);
            cells.push(Cell::text(row.label.as_str()));
            cells.extend(row.months.iter().map(|count| Cell::from(*count)));
            cells.push(row.count.into());
            // Of forms that share a number the remarks tell.
            let alone = picture.wanted.iter().find(|wanted| wanted.forms == [row.form.clone()]);
            cells.push(alone.map(|wanted| wanted.want.into()).unwrap_or_default());
            cells
        })
    });
    let name = say!("各月次数", "By month").get(lang).to_owned();
    Table { name, columns: columns(heads, lang), rows: rows.collect() }
}

/// What is missing or too much, what meets on one day, and what was left out.
fn told(calendars: &[Picture], lang: Lang) -> Table {
    let head: Head = (Column::text, say!("说明", "remarks"));
    let rows = calendars.iter().flat_map(|picture| {
        remarks(picture, lang).into_iter().map(move |remark| {
            let mut cells = own(picture);
            cells.push(Cell::text(remark));
            cells
        })
    });
    let name = say!("说明", "Remarks").get(lang).to_owned();
    Table { name, columns: columns([head], lang), rows: rows.collect() }
}
