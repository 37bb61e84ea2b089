//! Workbooks as data: which of their sheets are read, and what is said of those that are not.

use std::path::Path;
use std::sync::Arc;

use super::{Given, Text, Typed};
use crate::data::Room;
use crate::data::governance::Governance;
use crate::data::typing::sheet::{self, Sheeted};
use crate::finding::Finding;
use crate::host;
use crate::language::{self, did_you_mean, say};
use crate::memo::{Digest, Digester};
use crate::project::ledgers::Declared;
use crate::sheet::{Area, Book, Reading, Refusal};
use crate::source::{Source, SourceId, Sources};
use crate::spelling::nearest;
use crate::texts::listed;

/// Rows whose widths settle how many cells of each row have a place, also where nothing is written in them.
const HEAD: usize = 50;
/// So many of what settings say of a workbook are held against a sheet of which they say nothing.
const BESIDE: usize = 16;
/// So many cells of a row have a place at most, if nothing is written in them.
const WIDE: usize = 256;

/// The sheets of a workbook.
pub(super) struct Opened {
    sheets: Vec<(String, String, Sheet)>,
    wrong: Vec<Finding>,
}

/// A sheet, beside its text.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is said of a sheet or not")]
pub(crate) struct Sheet {
    /// What settings say of it.
    declared: Option<Arc<Declared>>,
    merged: Vec<Area>,
    hidden: bool,
    typed: bool,
    said: Vec<language::Text>,
    /// Whether it is left alone, for it is not known what is meant.
    left: bool,
    /// Whether settings say that it is not to be read.
    aside: bool,
    /// What settings say of other sheets of the workbook, where they say nothing of this one.
    beside: Vec<Arc<Declared>>,
}

/// Finds what settings say of each sheet.
pub(super) fn open(book: Book, given: Given<'_>, path: &Path) -> Opened {
    let of_it = given.ledgers.iter().filter(|own| own.names(given.root, path)).cloned().map(Arc::new);
    let (aside, declared): (Vec<Arc<Declared>>, Vec<Arc<Declared>>) = of_it.partition(|own| own.aside);
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let absent = declared.iter().chain(&aside).flat_map(|own| own.sheets.iter().map(move |sheet| (own, sheet)));
    let absent = absent.filter(|(_, sheet)| !names.contains(&sheet.as_str()));
    let wrong: Vec<Finding> = absent.map(|(own, sheet)| no_sheet(sheet, own, &names)).collect();
    let filled = book.sheets.iter().filter(|sheet| !is_blank(&sheet.text)).count();
    let said = book.said;
    // Where a sheet is named that is not there, the others are not guessed at.
    let amiss = !Vec::is_empty(&wrong);
    let sheets = book.sheets.into_iter().map(|sheet| {
        let by_name = declared.iter().find(|own| own.sheets.contains(&sheet.name));
        let unnamed = || declared.iter().filter(|own| own.sheets.is_empty());
        // One kind for a whole workbook is that of the sheet that is called so, or is alone.
        let by_kind =
            || unnamed().find(|own| own.kind.as_ref().is_some_and(|(kind, _)| filled <= 1 || *kind == sheet.name));
        let by_file = || unnamed().find(|own| own.kind.is_none());
        let others = &declared;
        let declared = by_name.or_else(by_kind).or_else(by_file).cloned();
        let beside = others.iter().filter(|_| declared.is_none()).take(BESIDE).cloned().collect();
        let (merged, hidden, said) = (sheet.merged, sheet.hidden, said.clone());
        let means =
            |own: &Arc<Declared>| own.sheets.contains(&sheet.name) || (own.sheets.is_empty() && declared.is_none());
        let aside = aside.iter().any(means);
        let left = amiss && declared.is_none() && !aside;
        let own = Sheet { declared, merged, hidden, typed: book.typed, said, left, aside, beside };
        (sheet.name, padded(&sheet.text), own)
    });
    Opened { sheets: sheets.collect(), wrong }
}

/// The bodies whose records a workbook may hold, where settings say them for every sheet that holds anything and none has a
/// column of its own for them.
pub(crate) fn bodies(book: Book, given: Given<'_>, path: &Path) -> Option<Vec<String>> {
    let own = |(_, text, sheet): &(String, String, Sheet)| {
        let declared = sheet.declared.as_ref()?;
        let column = declared.columns.iter().any(|(_, field)| field.as_deref() == Some("body"));
        let named = || text.split(['\t', '\n']).any(|cell| cell.trim().eq_ignore_ascii_case("body"));
        declared.body.clone().filter(|_| !column && !named())
    };
    let sheets = open(book, given, path).sheets;
    sheets.iter().filter(|(_, text, _)| !is_blank(text)).map(own).collect()
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\t' | b'\n'))
}

/// A text in which each row that holds anything is as wide as the widest of the first, so that each empty cell has a place.
fn padded(text: &str) -> String {
    let width = |line: &str| line.bytes().filter(|byte| *byte == b'\t').count();
    let wide = text.split('\n').take(HEAD).map(width).max().unwrap_or(0).min(WIDE);
    let mut all = String::with_capacity(text.len() + text.len() / 16);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            all.push('\n');
        }
        all.push_str(line);
        if !line.is_empty() {
            all.extend(std::iter::repeat_n('\t', wide.saturating_sub(width(line))));
        }
    }
    all
}

fn no_sheet(sheet: &str, declared: &Declared, names: &[&str]) -> Finding {
    let message = say!("没有工作表“{sheet}”", "there is no sheet `{sheet}`");
    let (zh, en) = (listed(names.iter(), "、"), listed(names.iter(), ", "));
    let help = match nearest(sheet, names.iter().copied()) {
        Some(near) => did_you_mean(near),
        None => say!("工作簿里有：{zh}", "the workbook has: {en}"),
    };
    host::UNREAD_SHEET.finding(message).at(declared.place).help(help)
}

/// Says why nothing of a workbook was read.
pub(super) fn refused(name: &str, refusal: Refusal) -> Finding {
    match refusal {
        Refusal::Empty => host::UNREADABLE
            .finding(say!("“{name}”是空文件，没有读取", "`{name}` is an empty file, and was not read"))
            .help(say!(
                "等保存完毕再查；仍然如此的，从备份恢复",
                "wait until it is saved; if that does not help, restore it from a backup"
            )),
        Refusal::Password => host::UNREADABLE
            .finding(say!("“{name}”设有密码，没有读取", "`{name}` asks for a password, and was not read"))
            .help(say!("取消密码，再保存", "take the password off, and save it")),
        Refusal::Damaged => host::UNREADABLE
            .finding(say!("“{name}”不完整或已损坏，没有读取", "`{name}` is incomplete or damaged, and was not read"))
            .help(say!(
                "等保存完毕再查；仍然如此的，用 Excel 或 WPS 打开后另存",
                "wait until it is saved; if that does not help, open it in Excel or WPS and save it anew"
            )),
        Refusal::TooLarge => host::TOO_LARGE
            .finding(say!("“{name}”展开后过大，没有读取", "`{name}` is too large when unpacked, and was not read"))
            .help(say!(
                "删去没有内容的行和列，或分成几个文件",
                "delete rows and columns that hold nothing, or split it"
            )),
        Refusal::Other(why) => {
            host::UNREADABLE.finding(say!("“{name}”不能读取：{why}", "`{name}` cannot be read: {why}"; why)).help(say!(
                "用 Excel 或 WPS 打开，核对后另存为 .xlsx",
                "open it in Excel or WPS, look it over, and save it as .xlsx"
            ))
        }
    }
    .path(name)
}

impl Opened {
    /// Adds its sheets to the sources.
    pub(super) fn add(self, name: &str, sources: &mut Sources) -> Vec<Text> {
        let mut texts = Vec::new();
        for (order, (sheet, text, own)) in self.sheets.into_iter().enumerate() {
            let Some(source) = sources.add_sheet(name, (&sheet, order), text) else {
                let message =
                    say!("“{name}”没有读取：文件太多或太长", "`{name}` was not read: too many files, or too long");
                let wrong = Some(host::TOO_MANY.finding(message).path(name));
                texts.push(Text { source: SourceId::NONE, own: Arc::default(), wrong, read: false, sheet: None });
                continue;
            };
            texts.push(Text { source, own: sources.shared(source), wrong: None, read: true, sheet: Some(own) });
        }
        let source = sources.add(name, "").unwrap_or(SourceId::NONE);
        let wrong = |wrong| Text { source, own: Arc::default(), wrong: Some(wrong), read: false, sheet: None };
        texts.extend(self.wrong.into_iter().map(wrong));
        texts
    }
}

impl Sheet {
    /// By what it is known besides its text.
    pub(super) fn digest(&self) -> Digest {
        let digest = Digester::new("sheet").number(self.typed).number(self.hidden).number(self.left);
        let digest = self.merged.iter().fold(digest.count(self.merged.len()), |digest, area| {
            let ((a, b), (c, d)) = (area.first, area.last);
            digest.number(a).number(b).number(c).number(d)
        });
        let said = self.said.iter().fold(digest, |digest, said| digest.text(said.get(language::Lang::Zh)));
        said.number(self.aside).text(&format!("{:?}", (&self.declared, &self.beside))).done()
    }

    /// Types it.
    pub(super) fn typed(
        &self,
        (source, text): (SourceId, &str),
        named: &Source,
        governance: &Governance<'_>,
        room: Room,
    ) -> Typed {
        let name = named.sheet().unwrap_or_default();
        let declared = self.declared.as_deref();
        let (merged, beside) = (&self.merged, &self.beside);
        let given = sheet::Given { source, text, name, merged, typed: self.typed, declared, beside };
        let Sheeted { records, reading, met, broken } = match (self.aside, self.left) {
            (true, _) => Sheeted::aside(),
            (_, true) => Sheeted::left(),
            _ => sheet::sheet(given, governance, room),
        };
        let reading = Some(Reading {
            source: Some(source),
            file: named.name.clone(),
            sheet: name.to_owned(),
            hidden: self.hidden,
            said: self.said.clone(),
            ..reading
        });
        Typed {
            source,
            records,
            met,
            empty: false,
            findings: Vec::new(),
            untold: 0,
            broken,
            reading,
            whose: Arc::default(),
        }
    }
}

/// Workbooks, each with its sheets and whether one of them holds records, or was told of.
#[derive(Default)]
pub(crate) struct WithoutRecords {
    books: Vec<(String, Vec<String>, bool)>,
}

impl WithoutRecords {
    /// Notes a sheet; those of a workbook follow each other.
    pub(crate) fn see(&mut self, typed: &Typed) {
        let Some(reading) = &typed.reading else { return };
        let known = reading.kind.is_some() || reading.failed || reading.aside || !typed.records.findings.is_empty();
        match self.books.last_mut().filter(|(file, ..)| *file == reading.file) {
            Some((_, sheets, any)) => {
                sheets.push(reading.sheet.clone());
                *any |= known;
            }
            None => self.books.push((reading.file.clone(), vec![reading.sheet.clone()], known)),
        }
    }

    /// Says once of workbooks of which no sheet holds records that they were not read.
    pub(crate) fn finding(self) -> Option<Finding> {
        let mut books = self.books;
        books.retain(|(.., any)| !any);
        let finding = match &*books {
            [] => return None,
            [(file, sheets, _)] => {
                let (zh, en) = (listed(sheets.iter(), "、"), listed(sheets.iter(), ", "));
                let message = say!(
                    "“{file}”没有检查：工作表（{zh}）的名称不是记录类别的名称",
                    "`{file}` was not checked: no sheet ({en}) is called as a kind of record is"
                );
                host::UNREAD_SHEET.finding(message).path(file)
            }
            // A folder of such files is one slip.
            [(first, ..), ..] => {
                let names = || books.iter().map(|(file, ..)| file);
                let (count, zh, en) = (books.len(), listed(names(), "、"), listed(names(), ", "));
                let message = say!(
                    "{count}个文件没有检查：工作表的名称都不是记录类别的名称：{zh}",
                    "{count} files were not checked, for no sheet of theirs is called as a kind of record is: {en}"
                );
                host::UNREAD_SHEET.finding(message).path(first)
            }
        };
        Some(finding.help(say!(
            "把工作表改名为记录类别的名称（如“委员”），或在 yize.toml 写 [[ledger]]：file、sheet、kind",
            "call the sheet as a kind is called, or write [[ledger]] with file, sheet and kind in yize.toml"
        )))
    }
}
