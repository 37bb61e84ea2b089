//! A table for spreadsheets: a finding a row.

use std::io;

use jiff::civil::Date;

use crate::report::row::{self, Row, Rows};
use crate::report::{View, spreadsheet, subject};
use crate::workbook::{Cell, Column, Head, Table};
use yize_core::check::{Outcome, fingerprint};
use yize_core::language::Lang;
use yize_core::say;

/// Writes the table.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let rows = row::named(outcome, view).map(|named| cells(&named, outcome.as_of, view.lang));
    spreadsheet::lines(&columns(view.lang), rows, out)
}

/// The table of all findings.
#[must_use]
pub(crate) fn table(outcome: &Outcome, view: View) -> Table {
    of(row::named(outcome, view), outcome.as_of, view.lang)
}

/// The table of some findings, by number, in the order given.
#[must_use]
pub(crate) fn some(outcome: &Outcome, numbers: &[usize], view: View) -> Table {
    let prints = fingerprint::all(&outcome.findings, &outcome.sources);
    let mut rows = Rows::new(outcome, view);
    let named = |at: &usize| Some((rows.of(outcome.findings.get(*at)?), prints[*at].clone()));
    of(numbers.iter().filter_map(named), outcome.as_of, view.lang)
}

fn of<'a>(rows: impl Iterator<Item = (Row<'a>, String)>, as_of: Date, lang: Lang) -> Table {
    Table {
        name: say!("检查结果", "Findings").get(lang).to_owned(),
        columns: columns(lang).into(),
        rows: rows.map(|named| cells(&named, as_of, lang).into()).collect(),
    }
}

fn columns(lang: Lang) -> [Column; 23] {
    let columns: [Head; 23] = [
        (Column::text, say!("结果", "result")),
        (Column::text, say!("状态", "status")),
        (Column::text, say!("规则", "rule")),
        (Column::text, say!("规则名称", "title")),
        (Column::text, say!("内容", "message")),
        (Column::text, say!("单位", "body")),
        (Column::text, say!("单位名称", "body name")),
        (Column::text, say!("记录类别", "kind")),
        (Column::text, say!("记录编号", "key")),
        (Column::text, say!("记录名称", "name")),
        (Column::text, say!("字段", "field")),
        (Column::text, say!("文件", "file")),
        (Column::number, say!("行", "line")),
        (Column::number, say!("列", "column")),
        (Column::text, say!("工作表", "sheet")),
        (Column::text, say!("单元格", "cell")),
        (Column::day, say!("期限", "due")),
        (Column::number, say!("还有天数", "days left")),
        (Column::text, say!("责任", "who")),
        (Column::text, say!("依据", "basis")),
        (Column::text, say!("帮助", "help")),
        (Column::text, say!("不计原因", "excused")),
        (Column::text, say!("指纹", "fingerprint")),
    ];
    columns.map(|(of, head)| of(head.get(lang).to_owned()))
}

fn cells((row, print): &(Row<'_>, String), as_of: Date, lang: Lang) -> [Cell; 23] {
    let finding = row.finding;
    let text = |text: Option<&str>| Cell::text(text.unwrap_or_default());
    let number = |n: Option<usize>| n.map(Cell::from).unwrap_or_default();
    let status = match (&row.suppression, row.fails) {
        (Some(_), _) => say!("不计", "excused"),
        (None, true) => say!("不通过", "fails"),
        (None, false) => say!("提示", "remark"),
    };
    let record = finding.record.as_ref();
    [
        Cell::text(row.word.as_str()),
        Cell::text(status.get(lang)),
        Cell::text(&*finding.rule),
        Cell::text(row.title),
        Cell::text(row.message),
        Cell::key(finding.body.as_deref().unwrap_or_default()),
        text(finding.address.body.as_deref()),
        Cell::text(subject::kind(finding, lang)),
        Cell::key(record.map(|own| own.key.as_str()).unwrap_or_default()),
        text(finding.address.name.as_deref()),
        Cell::text(subject::field(finding, lang)),
        text(row.file),
        number(row.line()),
        number(row.range.map(|(start, _)| start.column)),
        text(row.cell.as_ref().map(|(sheet, _)| *sheet)),
        text(row.cell.as_ref().map(|(_, name)| name.as_str())),
        Cell::day(finding.due),
        finding.days(as_of).map(Cell::from).unwrap_or_default(),
        Cell::text(subject::who(finding, lang)),
        text(row.basis),
        text(row.help),
        text(row.suppression.as_ref().map(|by| by.reason.as_str())),
        Cell::key(print.as_str()),
    ]
}
