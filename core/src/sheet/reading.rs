//! How a sheet was read: what was taken of it, what was left, and what was read otherwise than it is written.

use crate::language::{Text, count, say};
use crate::source::SourceId;

/// How a sheet of a workbook was read. Nothing of it is changed in silence.
///
/// ```
/// use yize_core::{Lang, say};
/// use yize_core::sheet::{Change, Reading, Skip};
///
/// // A sheet with a total below its records, in which eight days are written as texts.
/// let reading = Reading {
///     file: "台账.xlsx".to_owned(),
///     sheet: "履职活动".to_owned(),
///     kind: Some(("activity".to_owned(), say!("活动", "activity"))),
///     records: 12,
///     skipped: vec![(Skip::Total, vec![15])],
///     changed: vec![("日期".to_owned(), Change::Day, 8)],
///     ..Reading::default()
/// };
/// let told = reading.told();
/// let told: Vec<&str> = told.iter().map(|text| text.get(Lang::Zh)).collect();
/// assert_eq!(told, ["第15行是合计，不作记录", "“日期”列：文字或序号读作日期8处"]);
/// assert!(!reading.is_unread() && Reading { kind: None, ..reading }.is_unread());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is said of a sheet or not")]
pub struct Reading {
    /// Its text; what names none belongs to a report that was read.
    pub source: Option<SourceId>,
    /// The workbook.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// The kind of its records: name and label; none where it holds no data.
    pub kind: Option<(String, Text)>,
    /// Whether it holds records that could not be read, of which findings tell.
    pub failed: bool,
    /// Whether settings say that it is not to be read.
    pub aside: bool,
    /// Whether nothing stands in it.
    pub blank: bool,
    /// The last row of its header, from 1.
    pub header: Option<u32>,
    /// What each column is called, as far as the header tells.
    pub titles: Vec<String>,
    /// How many records it has.
    pub records: usize,
    /// The headers of columns that are no field.
    pub ignored: Vec<String>,
    /// The columns, by letters, that hold something and have no header.
    pub untitled: Vec<String>,
    /// The rows, from 1, that are no records.
    pub skipped: Vec<(Skip, Vec<u32>)>,
    /// The headers of columns of which cells were read otherwise than written: how, and how many.
    pub changed: Vec<(String, Change, usize)>,
    /// How the file was read, where that is not plain.
    pub said: Vec<Text>,
}

/// Why a row is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// It repeats the header.
    Header,
    /// It holds totals.
    Total,
    /// It is the heading of a section.
    Section,
    /// It is a note.
    Note,
}

/// How a cell was read otherwise than it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Without blanks at its ends.
    Trimmed,
    /// Without blanks between the letters of a name.
    Closed,
    /// With half-width letters and digits for full-width ones.
    Width,
    /// A text or a number, as a day, a time or a period.
    Day,
    /// A text, as a number.
    Number,
    /// A number or a day, as a text.
    Text,
    /// A sign, as yes or no.
    Bool,
    /// A name, as the key of the record of that name.
    Name,
    /// A merged cell, as the value of each of its rows.
    Merged,
}

impl Change {
    /// The word of the JSON report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Trimmed => "trimmed",
            Self::Closed => "closed",
            Self::Width => "width",
            Self::Day => "day",
            Self::Number => "number",
            Self::Text => "text",
            Self::Bool => "bool",
            Self::Name => "name",
            Self::Merged => "merged",
        }
    }

    /// What was done, in words.
    fn said(self) -> Text {
        match self {
            Self::Trimmed => say!("去掉首尾空白", "blanks at the ends taken off"),
            Self::Closed => say!("去掉姓名中间的空白", "blanks within names taken out"),
            Self::Width => say!("全角读作半角", "full-width letters read as half-width"),
            Self::Day => say!("文字或序号读作日期", "texts or numbers read as days"),
            Self::Number => say!("文字读作数", "texts read as numbers"),
            Self::Text => say!("数或日期读作文字", "numbers or days read as texts"),
            Self::Bool => say!("记号读作是或否", "signs read as yes or no"),
            Self::Name => say!("名称读作编号", "names read as keys"),
            Self::Merged => say!("合并单元格的值用于各行", "merged cells read for each row"),
        }
    }
}

impl Skip {
    /// The word of the JSON report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Total => "total",
            Self::Section => "section",
            Self::Note => "note",
        }
    }

    fn said(self, zh: &str, en: &str) -> Text {
        match self {
            Self::Header => say!("第{zh}行重复表头，不作记录", "{en}: the header again, no record"),
            Self::Total => say!("第{zh}行是合计，不作记录", "{en}: totals, no record"),
            Self::Section => say!("第{zh}行是小标题，不作记录", "{en}: a heading, no record"),
            Self::Note => say!("第{zh}行是说明，不作记录", "{en}: a note, no record"),
        }
    }
}

/// So many rows are named.
const NAMED: usize = 8;

impl Reading {
    /// Notes that a cell of a column was read otherwise than written.
    pub(crate) fn note(&mut self, column: &str, change: Change) {
        match self.changed.iter_mut().find(|(name, own, _)| name == column && *own == change) {
            Some((.., count)) => *count += 1,
            None => self.changed.push((column.to_owned(), change, 1)),
        }
    }

    /// Notes that a row, from 1, is no record.
    pub(crate) fn skip(&mut self, row: u32, why: Skip) {
        match self.skipped.iter_mut().find(|(own, _)| *own == why) {
            Some((_, rows)) => rows.push(row),
            None => self.skipped.push((why, vec![row])),
        }
    }

    /// Whether nobody has said that it is none of our matter, and it holds something, and was not read all the same.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.kind.is_none() && !self.failed && !self.aside && !self.blank
    }

    /// What is to be said of how it was read, a sentence each.
    #[must_use]
    pub fn told(&self) -> Vec<Text> {
        let mut told = self.said.clone();
        if self.kind.is_none() {
            if self.aside {
                told.push(say!("设置里写明不读", "left aside by the settings"));
            } else if self.blank {
                told.push(say!("是空的", "empty"));
            } else if !self.failed {
                told.push(say!(
                    "没有读：名称不是记录类别的名称，也没有写进 [[ledger]]",
                    "not read: it is not called as a kind of record is, and stands under no [[ledger]]"
                ));
            }
            return told;
        }
        if self.hidden {
            told.push(say!("工作表是隐藏的，照常读", "the sheet is hidden, and was read all the same"));
        }
        if !self.ignored.is_empty() {
            let (zh, en) = (self.ignored.join("、"), self.ignored.join(", "));
            told.push(say!("没有读的列：{zh}", "columns that were not read: {en}"));
        }
        if !self.untitled.is_empty() {
            let (zh, en) = (self.untitled.join("、"), self.untitled.join(", "));
            told.push(say!("没有表头、因此没有读的列：{zh}", "columns without header, which were not read: {en}"));
        }
        for (why, rows) in &self.skipped {
            let named: Vec<String> = rows.iter().take(NAMED).map(u32::to_string).collect();
            let number = rows.len();
            let (more, word) = (if number > NAMED { "…" } else { "" }, if number == 1 { "row" } else { "rows" });
            let (zh, en) = (named.join("、"), named.join(", "));
            let said = why.said(&format!("{zh}{more}"), &format!("{word} {en}{more}"));
            told.push(if number > NAMED {
                say!("{said}（共{number}行）", "{said} ({number} rows)"; said)
            } else {
                said
            });
        }
        for (column, change, number) in &self.changed {
            let (said, places) = (change.said(), count(*number, "place", "places"));
            told.push(say!("“{column}”列：{said}{number}处", "column `{column}`: {said}, {places}"; said));
        }
        told
    }
}
