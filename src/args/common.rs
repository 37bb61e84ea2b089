//! The options of every command, which may stand before its word too: rule folders, as-of date, language, colour, help; and
//! the request that they make.

use std::path::PathBuf;
use std::sync::Arc;

use anstream::ColorChoice;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use jiff::civil::Date;

use crate::args::jobs::processors;
use crate::args::{Builder, Given};
use crate::ledger::Ledgers;
use crate::packs::built_in;
use crate::report::text::clean_line;
use yize_core::PackSource;
use yize_core::check::Request;
use yize_core::language::Text;
use yize_core::say;
use yize_core::sheet::Workbooks;

/// Words of `--color`.
const COLORS: [(&str, ColorChoice); 3] =
    [("auto", ColorChoice::Auto), ("always", ColorChoice::Always), ("never", ColorChoice::Never)];

/// The options.
pub(crate) fn options(b: Builder) -> [Arg; 5] {
    let rules = say!(
        "增加或替换规则包的文件夹，或一个 .yize 文件；可重复",
        "Folder of packs, or a .yize file, that add to or replace the built-in ones; repeatable"
    );
    let as_of = say!(
        "截至日期，如 2026-03-05（默认今天，按项目的时区）",
        "Day that duties are judged by, such as 2026-03-05 (default: today, in the project's time zone)"
    );
    let lang = say!("语言：zh 或 en（默认按系统）", "Language: zh or en (default: the locale's)");
    let color = say!("颜色：auto（默认）、always、never", "Colour: auto (default), always, never");
    [
        b.many("rules", &say!("文件夹", "DIR"), &rules).value_parser(value_parser!(PathBuf)),
        b.value("as-of", &say!("日期", "DATE"), &as_of),
        b.choice("lang", &say!("语言", "LANG"), &lang, ["zh", "en"]),
        b.choice("color", &say!("何时", "WHEN"), &color, COLORS.map(|(word, _)| word)),
        b.option("help", &say!("显示帮助", "Print help")).short('h').action(ArgAction::Help),
    ]
}

/// Reads the word of `--color`.
pub(crate) fn color(word: &str) -> Option<ColorChoice> {
    COLORS.iter().find(|(known, _)| *known == word).map(|(_, choice)| *choice)
}

/// What all commands ask alike: paths, packs, a day.
pub(crate) fn request(given: Given<'_>) -> Result<Request, Text> {
    let paths = given.paths("path").unwrap_or_else(|| vec![PathBuf::from(".")]);
    let (as_of, time_zone) = match given.anywhere("as-of") {
        Some(day) => (date(day)?, None),
        None => given.today(&paths).map(|today| (today.date, Some(today.name)))?,
    };
    Ok(Request { time_zone, ..of_day(given, paths, as_of) })
}

/// The same where no day matters: none is looked for in the projects.
pub(crate) fn undated(given: Given<'_>) -> Result<Request, Text> {
    let day = given.anywhere("as-of").map(date).transpose()?;
    Ok(of_day(given, vec![PathBuf::from(".")], day.unwrap_or(Date::ZERO)))
}

fn of_day(given: Given<'_>, paths: Vec<PathBuf>, as_of: Date) -> Request {
    let packs = packs(&[given.before, given.own]);
    let workbooks = Some(Arc::new(Ledgers) as Arc<dyn Workbooks>);
    Request { packs, jobs: processors(), workbooks, ..Request::new(paths, as_of) }
}

/// The packs that come with the program, and those in the folders that are named before the command's word.
pub(crate) fn packs_before(given: Given<'_>) -> Vec<PackSource> {
    packs(&[given.before])
}

fn packs(matches: &[&ArgMatches]) -> Vec<PackSource> {
    let named = matches.iter().flat_map(|matches| matches.get_many::<PathBuf>("rules").unwrap_or_default());
    let folders = named.cloned().map(PackSource::Folder);
    std::iter::once(built_in()).chain(folders).collect()
}

/// Reads a day written year-month-day, and nothing else that the library would take.
fn date(word: &str) -> Result<Date, Text> {
    let shape = word.len() == 10
        && word.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    word.parse().ok().filter(|_| shape).ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--as-of 的值“{word}”不是有效的日期。请按年-月-日书写，如 2026-03-05。",
            "`{word}` of --as-of is not a date. Write year-month-day, such as 2026-03-05."
        )
    })
}
