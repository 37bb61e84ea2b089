//! `yize export`: records, findings, scores, duties and calendars for Excel; and workbooks to be filled in.

mod tables;

use std::path::{Path, PathBuf};

use clap::value_parser;
use jiff::civil::Date;

use crate::args::{Builder, Command, Given, Paths, action, format, jobs};
use crate::commands::unanswered::unanswered;
use crate::commands::{due, scores};
use crate::outputs::put;
use crate::report::spreadsheet::csv;
use crate::report::text::clean_line;
use crate::terminal::{self, Bar, Terminal, USAGE};
use crate::workbook::{Table, Workbook, workbook};
use yize_core::check::{Request, check};
use yize_core::files::{Asked, Disk, Recorder};
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "export",
    about: (
        "导出为 Excel 或 CSV：一类记录、检查结果、积分、到期事项、日历；或空白台账",
        "Write records or results for Excel, or an empty ledger to fill in",
    ),
    usage: ("yize export [选项] <内容> [路径]...", "yize export [OPTIONS] <WHAT> [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

/// What there is besides records.
const RESULTS: [(&str, What); 4] =
    [("findings", What::Findings), ("scores", What::Scores), ("due", What::Due), ("calendar", What::Calendar)];

/// The forms, the usual one first.
const FORMS: [(&str, Form); 2] = [("xlsx", Form::Xlsx), ("csv", Form::Csv)];

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let what = say!(
        "记录的类别，如 member 或“委员”；或 findings（检查结果）、scores（积分）、due（到期事项）、calendar（日历）",
        "A kind of record, such as member; or findings, scores, due, calendar"
    );
    let out = say!("写入文件 .xlsx 或 .csv（默认为标准输出）", "Into this file, .xlsx or .csv (default: stdout)");
    let template = say!(
        "空白的台账：只有表头、下拉选项和填表说明",
        "An empty ledger: headings, lists to choose from, and a guide"
    );
    let body = say!(
        "只要这些单位，如 'baoding/*'；可重复。空白的台账写单位的编号",
        "These bodies only, such as 'baoding/*'; repeatable. For an empty ledger an id"
    );
    let year = say!("只要这一年度的", "Of this year only");
    command
        .arg(b.positional("what", &say!("内容", "WHAT"), &what).required(true).display_order(0))
        .arg(Paths::Data.argument(b))
        .arg(format::one_of(b, &say!("格式", "Format"), FORMS.iter().map(|(word, _)| *word)))
        .arg(b.value("out", &say!("文件", "FILE"), &out).value_parser(value_parser!(PathBuf)))
        .arg(b.flag("template", &template))
        .arg(b.many("body", &say!("式样", "GLOB"), &body))
        .arg(b.value("year", &say!("年", "YEAR"), &year))
        .arg(due::within(b))
        .arg(jobs::option(b))
}

/// What is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// Records of a kind, by its name or label.
    Records(String),
    /// A table of them that is yet to be filled in.
    Template(String),
    Findings,
    Scores,
    Due,
    Calendar,
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Xlsx,
    Csv,
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    request: Request,
    what: What,
    form: Form,
    out: Option<PathBuf>,
    year: Option<i16>,
    /// The last day of what is due.
    until: Date,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let word = given.one("what").unwrap_or_default();
    let result = RESULTS.into_iter().find(|(own, _)| *own == word).map(|(_, what)| what);
    let what = match (given.flag("template"), result) {
        (true, None) => What::Template(word.to_owned()),
        (true, Some(_)) => {
            return Err(say!("--template 后写记录的类别，不能是 {word}。", "--template is of a kind, not of {word}."));
        }
        (false, result) => result.unwrap_or_else(|| What::Records(word.to_owned())),
    };
    let out = given.path("out");
    let form = form(given.one("format"), out.as_deref())?;
    let request = Paths::Data.request(given)?;
    let year = given.one("year").map(scores::year).transpose()?;
    let request = Request {
        bodies: given.words("body"),
        jobs: jobs::read(given)?,
        scores_only: what == What::Scores,
        allow_empty: matches!(what, What::Template(_)),
        ..request
    };
    let until = due::until(request.as_of, given.one("within").unwrap_or(due::WITHIN))?;
    Ok(Args { request, what, form, out, year, until })
}

/// The form that is asked for by word or by the ending of the file, which must agree.
fn form(word: Option<&str>, out: Option<&Path>) -> Result<Form, Text> {
    let named = |word: &str| FORMS.iter().find(|(own, _)| own.eq_ignore_ascii_case(word)).map(|(_, form)| *form);
    let asked = word.and_then(named);
    let Some(out) = out else { return Ok(asked.unwrap_or(Form::Xlsx)) };
    let (ending, name) = (out.extension().unwrap_or_default().to_string_lossy(), clean_line(&out.to_string_lossy()));
    match (asked, named(&ending)) {
        (None, Some(own)) => Ok(own),
        (Some(asked), Some(own)) if asked == own => Ok(own),
        (Some(_), Some(_)) => {
            let word = word.unwrap_or_default();
            Err(say!("--out 的 {name} 与 --format {word} 不一致。", "{name} of --out and --format {word} disagree."))
        }
        (_, None) => Err(say!(
            "--out 的 {name} 应以 .xlsx 或 .csv 结尾，Excel 才认得。",
            "{name} of --out should end in .xlsx or .csv, so that Excel knows it."
        )),
    }
}

/// Writes what is asked for. What keeps it from being whole goes to stderr, and into the exit status; violations of rules do not
/// fail it.
fn run(args: &Args, terminal: Terminal) -> u8 {
    if args.out.is_none() && args.form == Form::Xlsx && terminal::columns().is_some() {
        terminal.complain(&say!(
            "工作簿不能显示在终端里；请写 --out 文件.xlsx，或用 --format csv",
            "a workbook cannot be shown on a terminal: give --out FILE.xlsx, or --format csv"
        ));
        return USAGE;
    }
    let (files, bar) = (Recorder::new(&Disk), Bar::new(terminal.lang));
    let mut request = args.request.clone();
    if matches!(args.what, What::Template(_)) {
        // It may be for a body that has no records yet, which no pattern of a check finds.
        request.bodies.clear();
    }
    let outcome = check(&files, &request, &bar);
    drop(bar);
    let code = unanswered(&outcome, terminal);
    match tables::tables(args, &outcome, &files, terminal.lang) {
        Ok((tables, incomplete)) => {
            let code = if incomplete && code != USAGE { 3 } else { code };
            write(&tables, args, files.asked(), (terminal, code))
        }
        Err(why) => {
            terminal.complain(&why);
            if code == 0 { USAGE } else { code }
        }
    }
}

fn write(tables: &[Table], args: &Args, asked: Asked, (terminal, code): (Terminal, u8)) -> u8 {
    let bytes = match (args.form, tables) {
        (Form::Csv, [first, ..]) => {
            let mut bytes = Vec::new();
            // Into memory nothing fails to be written.
            let _ = csv(first, &mut bytes);
            Ok(bytes)
        }
        _ => workbook(&Workbook { tables, lang: terminal.lang }),
    };
    match (bytes, &args.out) {
        (Ok(bytes), Some(file)) => put(file, asked, code, terminal, &bytes),
        (Ok(bytes), None) => terminal.printed(terminal.print(false, |out| out.write_all(&bytes)), code),
        (Err(why), _) => {
            terminal.complain(&why);
            USAGE
        }
    }
}
