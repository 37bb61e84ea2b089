//! `yize calendar`: the year's sessions as text, as a picture, or for calendar programs.

use std::path::PathBuf;

use clap::value_parser;

use crate::args::{Builder, Command, Given, Paths, action, format, jobs};
use crate::commands::unanswered::unanswered;
use crate::outputs::deliver;
use crate::planner::{Format, calendars, write};
use crate::terminal::{Bar, Terminal, USAGE};
use yize_core::check::{Request, check, selects};
use yize_core::files::{Disk, Recorder};
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "calendar",
    about: (
        "一年的协商活动：文字、图（svg）或日历文件（ics）",
        "The year's sessions: as text, a picture (svg) or a file for calendar programs (ics)",
    ),
    usage: ("yize calendar [选项] [路径]...", "yize calendar [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let body = say!("只看这些单位，如 'baoding/*'；可重复", "These bodies only, such as 'baoding/*'; repeatable");
    let year = say!(
        "年度（默认为截至日期所在的年度，没有的为最近的一年）",
        "Year (default: that of the as-of date, else the latest)"
    );
    command
        .arg(Paths::Data.argument(b))
        .arg(format::one_of(b, &say!("格式", "Format"), Format::ALL.iter().map(|(word, _)| *word)))
        .arg(output(b))
        .arg(b.many("body", &say!("式样", "GLOB"), &body))
        .arg(b.value("year", &say!("年", "YEAR"), &year))
        .arg(jobs::option(b))
}

/// `--output FILE`.
pub(super) fn output(b: Builder) -> clap::Arg {
    let help = say!("写入文件（默认为标准输出）", "Into this file (default: stdout)");
    b.value("output", &say!("文件", "FILE"), &help).value_parser(value_parser!(PathBuf))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to read.
    request: Request,
    /// In which form.
    format: Format,
    /// Into which file.
    output: Option<PathBuf>,
    /// Of which year.
    year: Option<i16>,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let request = Paths::Data.request(given)?;
    let request = Request { bodies: given.words("body"), jobs: jobs::read(given)?, ..request };
    let format = given.one("format").and_then(Format::parse).unwrap_or_default();
    let year = given.one("year").map(super::scores::year).transpose()?;
    Ok(Args { request, format, output: given.path("output"), year })
}

/// Shows the calendars. Broken data and whatever leaves part of the answer missing go to stderr. The exit status is the
/// check's, except that violations of rules do not fail it.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let (files, bar) = (Recorder::new(&Disk), Bar::new(terminal.lang));
    let outcome = check(&files, &args.request, &bar);
    drop(bar);
    let code = unanswered(&outcome, terminal);
    let calendars = calendars(&outcome, &|body| selects(&args.request, body), args.year, terminal.lang);
    if calendars.is_empty() {
        terminal.complain(&nothing(args.year));
        return if code == 0 { USAGE } else { code };
    }
    let lang = terminal.lang;
    deliver(args.output.as_deref(), files.asked(), code, terminal, &|out| {
        write(args.format, &calendars, &outcome, lang, out)
    })
}

fn nothing(year: Option<i16>) -> Text {
    match year {
        Some(year) => say!("{year} 年没有日历", "there is no calendar of {year}"),
        None => say!(
            "没有日历：数据中没有协商活动，或规则包没有用 views.toml 声明日历",
            "there is no calendar: the data have no sessions, or no pack declares one in views.toml"
        ),
    }
}
