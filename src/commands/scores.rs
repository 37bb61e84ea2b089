//! `yize scores`: computed assessments as ranked tables, or one card with each point's records.

use crate::args::{Builder, Command, Given, Paths, action, format, jobs};
use crate::report::scores::{Format, write};
use crate::report::text::clean_line;
use crate::report::{View, human};
use crate::terminal::{Terminal, USAGE};
use jiff::civil::{Date, date};
use yize_core::check::{FailOn, Request, check};
use yize_core::files::Disk;
use yize_core::language::Text;
use yize_core::ranking::Choice;
use yize_core::ranking::rankings;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "scores",
    about: (
        "计算积分：排名、等次、未达要求者；--member 看一人的积分卡",
        "Work out scores: ranks, grades, shortfalls; --member shows one card",
    ),
    usage: ("yize scores [选项] [路径]...", "yize scores [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let body = say!("只算这些单位，如 'baoding/*'；可重复", "These bodies only, such as 'baoding/*'; repeatable");
    let member =
        say!("只看一人的积分卡，逐分列出记录；写编号或姓名", "One card, each point with its records; a key or a name");
    let year = say!("年度（默认为数据中最近的一年）", "Year (default: the latest of the data)");
    let period = say!(
        "只算一段时间：2026-Q1（季度）、2026-H1（半年）、2026-03（月）",
        "A part of the year only: 2026-Q1, 2026-H1 (half), 2026-03"
    );
    command
        .arg(Paths::Data.argument(b))
        .arg(format::one_of(b, &say!("格式", "Format"), Format::ALL.iter().map(|(word, _)| *word)))
        .arg(b.many("body", &say!("式样", "GLOB"), &body))
        .arg(b.value("member", &say!("编号", "ID"), &member))
        .arg(b.value("year", &say!("年", "YEAR"), &year))
        .arg(b.value("period", &say!("时段", "PERIOD"), &period))
        .arg(jobs::option(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to score.
    request: Request,
    /// Format on stdout.
    format: Format,
    /// Which cards.
    choice: Choice,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let request = Paths::Data.request(given)?;
    let request = Request { bodies: given.words("body"), jobs: jobs::read(given)?, scores_only: true, ..request };
    let year = given.one("year").map(year).transpose()?;
    let period = given.one("period").map(period).transpose()?;
    if let (Some(year), Some((first, _))) = (year, period)
        && year != first.year()
    {
        return Err(say!("--period 不在 --year 的年度之内。", "--period is not of the year of --year."));
    }
    let request = Request { period, ..request };
    let choice = Choice { member: given.one("member").map(str::to_owned), year };
    Ok(Args { request, format: given.one("format").and_then(Format::parse).unwrap_or_default(), choice })
}

fn year(word: &str) -> Result<i16, Text> {
    word.parse().ok().filter(|year| (1949..=9999).contains(year)).ok_or_else(|| {
        let word = clean_line(word);
        say!("--year 的值“{word}”不是年份，如 2026。", "`{word}` of --year is no year, such as 2026.")
    })
}

/// The first and the last day of a month, a quarter, a half-year or a year.
fn period(word: &str) -> Result<(Date, Date), Text> {
    let months = |word: &str| -> Option<(i16, i8, i8)> {
        let (year, part) = word.split_once('-')?;
        let year = year.parse().ok().filter(|year| (1949..=9999).contains(year) && word.len() > 4)?;
        let number = |part: &str, most: i8| part.parse::<i8>().ok().filter(|n| (1..=most).contains(n));
        let (first, length) = match (part.strip_prefix('Q'), part.strip_prefix('H')) {
            (Some(quarter), _) => (number(quarter, 4)? * 3 - 2, 3),
            (_, Some(half)) => (number(half, 2)? * 6 - 5, 6),
            _ => (number(part, 12)?, 1),
        };
        Some((year, first, first + length - 1))
    };
    match months(word) {
        Some((year, first, last)) => Ok((date(year, first, 1), date(year, last, 1).last_of_month())),
        None => {
            let word = clean_line(word);
            Err(say!(
                "--period 的值“{word}”不是时段，如 2026-Q1、2026-H1、2026-03。",
                "`{word}` of --period is no part of a year, such as 2026-Q1, 2026-H1, 2026-03."
            ))
        }
    }
}

/// Prints the scores. Broken data and whatever leaves part of the answer missing go to stderr. The exit status is the
/// check's, except that violations of rules do not fail it (they are the business of `yize check`), and that incomplete
/// cards are an incomplete answer, 3.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut outcome = check(&Disk, &args.request, &());
    let code = outcome.exit_code(FailOn::Never);
    outcome.findings.retain(|finding| {
        use yize_core::finding::Effect::{Incomplete, NotChecked};
        matches!(finding.effect, Incomplete | NotChecked) || finding.rule.starts_with("host/")
    });
    let view = View::new(terminal.lang, code);
    terminal.print_aside(|err| human::findings(&outcome.findings, &outcome.sources, outcome.as_of, view, err));
    let rankings = rankings(&outcome, &args.choice);
    if rankings.is_empty() {
        terminal.complain(&nothing(args));
        return if code == 0 { USAGE } else { code };
    }
    let printed =
        terminal.print(args.format == Format::Human, |out| write(args.format, &rankings, &outcome, terminal.lang, out));
    let incomplete = rankings.iter().flat_map(|ranking| &ranking.cards).any(|card| !card.is_complete());
    terminal.printed(printed, if code != USAGE && incomplete { 3 } else { code })
}

/// Why there is nothing to show.
fn nothing(args: &Args) -> Text {
    match (&args.choice.member, args.choice.year) {
        (Some(member), _) => {
            let member = clean_line(member);
            say!("没有“{member}”的积分卡；请写编号或姓名", "there is no card of `{member}`; give a key or a name")
        }
        (None, Some(year)) => say!("{year} 年没有计分", "nothing is scored in {year}"),
        (None, None) => say!(
            "没有可计分的：规则包没有计分办法（score），或没有它所计的记录",
            "nothing to score: no scheme (score) in the packs, or no records for one"
        ),
    }
}
