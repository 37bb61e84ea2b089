//! A table for spreadsheets: a finding a row. It begins with a byte order mark, without which Excel takes it for GBK.

use std::io;

use csv::{Terminator, WriterBuilder};
use jiff::civil::Date;

use crate::report::escape::{cell, key_cell};
use crate::report::row::{self, Row};
use crate::report::{View, subject};
use yize_core::check::Outcome;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Writes the table.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    table(&row::rows(outcome, view), outcome.as_of, view, out)
}

/// Writes the table of some findings, by number, in the order given.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn some(outcome: &Outcome, numbers: &[usize], view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut all: Vec<Option<Row<'_>>> = row::rows(outcome, view).into_iter().map(Some).collect();
    let some: Vec<Row<'_>> = numbers.iter().filter_map(|at| all.get_mut(*at)?.take()).collect();
    table(&some, outcome.as_of, view, out)
}

fn table(rows: &[Row<'_>], as_of: Date, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut *out);
    table.write_record(columns().iter().map(|name| name.get(view.lang)))?;
    for row in rows {
        table.write_record(cells(row, as_of, view.lang))?;
    }
    table.flush()
}

fn columns() -> [Text; 23] {
    [
        say!("结果", "result"),
        say!("状态", "status"),
        say!("规则", "rule"),
        say!("规则名称", "title"),
        say!("内容", "message"),
        say!("单位", "body"),
        say!("单位名称", "body name"),
        say!("记录类别", "kind"),
        say!("记录编号", "key"),
        say!("记录名称", "name"),
        say!("字段", "field"),
        say!("文件", "file"),
        say!("行", "line"),
        say!("列", "column"),
        say!("工作表", "sheet"),
        say!("单元格", "cell"),
        say!("期限", "due"),
        say!("还有天数", "days left"),
        say!("责任", "who"),
        say!("依据", "basis"),
        say!("帮助", "help"),
        say!("不计原因", "excused"),
        say!("指纹", "fingerprint"),
    ]
}

fn cells(row: &Row<'_>, as_of: Date, lang: Lang) -> [String; 23] {
    let finding = row.finding;
    let text = |text: Option<&str>| cell(text.unwrap_or_default());
    let number = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
    let status = match (&row.suppression, row.fails) {
        (Some(_), _) => say!("不计", "excused"),
        (None, true) => say!("不通过", "fails"),
        (None, false) => say!("提示", "remark"),
    };
    let record = finding.record.as_ref();
    [
        cell(&row.word),
        cell(status.get(lang)),
        cell(&finding.rule),
        cell(row.title),
        cell(row.message),
        key_cell(finding.body.as_deref().unwrap_or_default()),
        text(finding.address.body.as_deref()),
        cell(subject::kind(finding, lang)),
        key_cell(record.map(|own| own.key.as_str()).unwrap_or_default()),
        text(finding.address.name.as_deref()),
        cell(subject::field(finding, lang)),
        text(row.file),
        number(row.line()),
        number(row.range.map(|(start, _)| start.column)),
        text(row.cell.as_ref().map(|(sheet, _)| *sheet)),
        text(row.cell.as_ref().map(|(_, name)| name.as_str())),
        finding.due.map(|day| day.to_string()).unwrap_or_default(),
        finding.days(as_of).map(|days| days.to_string()).unwrap_or_default(),
        cell(&subject::who(finding, lang)),
        text(row.basis),
        text(row.help),
        text(row.suppression.as_ref().map(|by| by.reason.as_str())),
        key_cell(&row.fingerprint),
    ]
}
