//! `--mark`: what is found in workbooks, marked in copies of them. The originals are only read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf, is_separator};

use clap::{Arg, value_parser};

use crate::args::{Builder, Given};
use crate::ledger::{Ledgers, is_excel};
use crate::outputs::{Kind, Outputs, replaces_only};
use crate::report::marks::{elsewhere, marks};
use crate::report::text::clean_line;
use crate::terminal::{Terminal, reason};
use crate::workbook::{Mark, copied, is_marked, mark};
use yize_core::check::{Outcome, Request};
use yize_core::files::{Disk, FileKind, Files as _, make_folder, write_beside};
use yize_core::language::{Lang, Text, count};
use yize_core::say;
use yize_core::sheet::{Book, Workbooks as _};

/// Most bytes of a workbook, original or copy.
const LARGEST: u64 = 1 << 30;

/// The option.
pub(super) fn option(b: Builder) -> Arg {
    let help = say!(
        "另存一份台账，问题所在的单元格着色并加批注；几个台账有问题的，写文件夹",
        "Write a copy of the workbook with wrong cells coloured and noted; a folder where there are several"
    );
    b.value("mark", &say!("文件", "FILE"), &help).value_parser(value_parser!(PathBuf))
}

/// Where the copies go, if they are asked for: a folder, or a file that can be one.
pub(super) fn read(given: Given<'_>) -> Result<Option<PathBuf>, Text> {
    let Some(path) = given.path("mark") else { return Ok(None) };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if is_folder(&path) || ending.is_some_and(|ending| matches!(&*ending, "xlsx" | "xlsm")) {
        return Ok(Some(path));
    }
    let name = shown(&path);
    Err(say!(
        "--mark {name}：写以 .xlsx 结尾的文件，或以“/”结尾的文件夹",
        "--mark {name}: name a file that ends with .xlsx, or a folder that ends with `/`"
    ))
}

fn is_folder(path: &Path) -> bool {
    path.to_string_lossy().ends_with(is_separator) || matches!(Disk.kind(path), Ok(FileKind::Folder))
}

/// A copy to be written.
struct Copy {
    /// Where it goes.
    path: PathBuf,
    bytes: Vec<u8>,
}

/// Writes a copy of each workbook in which something is found, all of them or none. Gives `false` when that fails, and has said
/// why.
pub(super) fn write(
    outcome: &Outcome,
    request: &Request,
    path: &Path,
    outputs: &mut Outputs,
    terminal: Terminal,
) -> bool {
    let made = copies(outcome, request, path, terminal.lang).and_then(|copies| {
        for copy in &copies {
            outputs.claim(Kind::Marked, &copy.path, None)?;
            is_free(&copy.path)?;
        }
        Ok(copies)
    });
    let written = made.and_then(|copies| {
        if copies.is_empty() {
            let name = shown(path);
            let nothing = say!("没有要标注的，没有写 {name}", "nothing to mark: {name} was not written");
            terminal.print_aside(|err| writeln!(err, "{}", nothing.get(terminal.lang)));
        }
        copies.iter().try_for_each(save)?;
        let others = elsewhere(outcome);
        if !copies.is_empty() && others > 0 {
            let en = count(others, "finding is", "findings are");
            let told = say!(
                "另有 {others} 项不在工作表里，没有标注，见报告",
                "{en} in no sheet and not marked: see the report"
            );
            terminal.print_aside(|err| writeln!(err, "{}", told.get(terminal.lang)));
        }
        Ok(())
    });
    written.map_err(|why| terminal.complain(&why)).is_ok()
}

/// The copies, made in full before the first is written.
fn copies(outcome: &Outcome, request: &Request, path: &Path, lang: Lang) -> Result<Vec<Copy>, Text> {
    let books: BTreeSet<&str> = outcome.sheets.iter().map(|reading| &*reading.file).collect();
    if books.is_empty() {
        return Err(say!(
            "--mark 没有用处：被检查的数据里没有读到台账（.xlsx、.xls、.ods、.csv）",
            "--mark does nothing: no workbook (.xlsx, .xls, .ods, .csv) was read"
        ));
    }
    let marks = marks(outcome, lang);
    let is_folder = is_folder(path);
    if marks.len() > 1 && !is_folder {
        let names: Vec<String> = marks.keys().map(|name| clean_line(name)).collect();
        let (zh, en, path) = (names.join("、"), names.join(", "), shown(path));
        return Err(say!(
            "不止一个台账有要标注的：{zh}。--mark 应写文件夹，如 {path}/",
            "there is something to mark in several workbooks: {en}. Give --mark a folder, such as {path}/"
        ));
    }
    marks.iter().map(|(name, marks)| copy(name, marks, outcome, request, (path, is_folder))).collect()
}

/// The copy of one workbook, into the folder or the file that is named.
fn copy(
    name: &str,
    marks: &[Mark],
    outcome: &Outcome,
    request: &Request,
    (path, is_folder): (&Path, bool),
) -> Result<Copy, Text> {
    let (original, shown_name) = (original(name, request)?, clean_line(name));
    let excel = is_excel(&original);
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let ending = if excel && ending.as_deref() == Some("xlsm") { "xlsm" } else { "xlsx" };
    let path = if is_folder {
        path.join(Path::new(name).file_name().unwrap_or_default()).with_extension(ending)
    } else {
        path.to_owned()
    };
    if path.extension().is_none_or(|own| !own.eq_ignore_ascii_case(ending)) {
        let path = shown(&path);
        return Err(say!(
            "{shown_name} 的标注副本应以 .{ending} 结尾，{path} 不是",
            "a marked copy of {shown_name} ends with .{ending}, and {path} does not"
        ));
    }
    let book = Ledgers.read(Path::new(name), &original).ok().filter(|book| is_as_read(book, name, outcome));
    let Some(book) = book else {
        return Err(say!(
            "{shown_name} 在检查期间改动了，没有标注；请再检查一次",
            "{shown_name} has changed while it was checked and was not marked; check again"
        ));
    };
    let bytes = if excel { mark(&original, marks) } else { copied(&book.sheets, marks) };
    let bytes = bytes.map_err(|why| say!("无法标注 {shown_name}：{why}", "cannot mark {shown_name}: {why}"; why))?;
    Ok(Copy { path, bytes })
}

/// The bytes of a workbook, also of one from stdin.
fn original(name: &str, request: &Request) -> Result<Vec<u8>, Text> {
    if let Some((_, bytes)) = request.given.iter().find(|(given, _)| given == name) {
        return Ok(bytes.clone());
    }
    Disk.read(Path::new(name), LARGEST).map_err(|error| {
        let (name, why) = (clean_line(name), reason(&error));
        say!("无法读取 {name}：{why}", "cannot read {name}: {why}"; why)
    })
}

/// Whether the sheets of a workbook say what they said when they were checked, so that marks are put where they belong. The
/// rows that were checked were made equally wide.
fn is_as_read(book: &Book, name: &str, outcome: &Outcome) -> bool {
    let same = |one: &str, other: &str| {
        let rows = |text| str::split(text, '\n').map(|row| row.trim_end_matches('\t'));
        rows(one).eq(rows(other))
    };
    let mut read = outcome.sources.current().filter(|source| source.name == name && source.sheet().is_some());
    read.all(|source| {
        let own = book.sheets.iter().find(|sheet| Some(sheet.name.as_str()) == source.sheet());
        own.is_some_and(|sheet| same(&sheet.text, source.text()))
    })
}

/// Refuses what is there and no marked copy: it would be lost.
fn is_free(path: &Path) -> Result<(), Text> {
    if replaces_only(path, LARGEST, is_marked) {
        return Ok(());
    }
    let path = shown(path);
    Err(say!(
        "{path} 已有别的内容，不是标注副本，没有改写。如不再需要，请先删去",
        "{path} is there and is no marked copy; it was left as it is. Remove it first if it is not needed"
    ))
}

fn save(copy: &Copy) -> Result<(), Text> {
    let folder = copy.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), make_folder).and_then(|()| write_beside(&copy.path, &copy.bytes)).map_err(|error| {
        let (path, why) = (shown(&copy.path), reason(&error));
        say!("无法写入 {path}：{why}", "cannot write {path}: {why}"; why)
    })
}

fn shown(path: &Path) -> String {
    clean_line(&path.to_string_lossy())
}
