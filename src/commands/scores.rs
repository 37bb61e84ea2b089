//! `yize scores`: computed assessments as ranked tables, or one card with each point's records.

use crate::args::{Builder, Command, Given, Paths, action, format, jobs};
use crate::report::scores::{Format, Layout, write};
use crate::report::text::clean_line;
use crate::report::{View, human};
use crate::terminal::{self, Terminal, USAGE};
use jiff::civil::{Date, date};
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::files::Disk;
use yize_core::finding::Effect;
use yize_core::language::{Lang, Text};
use yize_core::ranking::{Choice, of_another_year, rankings, unscored};
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
        .arg(b.flag("full", &say!("全部列出，同分的不折叠", "List everyone: ties are not folded")))
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
    /// Whether ties are not folded.
    full: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let request = Paths::Data.request(given)?;
    let year = given.one("year").map(year).transpose()?;
    let years = year.into_iter().collect();
    let request =
        Request { bodies: given.words("body"), years, jobs: jobs::read(given)?, scores_only: true, ..request };
    let period = given.one("period").map(period).transpose()?;
    if let (Some(year), Some((first, _))) = (year, period)
        && year != first.year()
    {
        return Err(say!("--period 不在 --year 的年度之内。", "--period is not of the year of --year."));
    }
    let request = Request { period, ..request };
    let choice = Choice { member: given.one("member").map(str::to_owned), year };
    let format = given.one("format").and_then(Format::parse).unwrap_or_default();
    Ok(Args { request, format, choice, full: given.flag("full") })
}

/// A year as it is written for an option.
pub(super) fn year(word: &str) -> Result<i16, Text> {
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
    // What is wrong with the scores of years that are not shown is not this answer's.
    let shown = rankings(&outcome, &args.choice);
    let of_others: Vec<bool> = outcome.findings.iter().map(|finding| of_another_year(finding, &shown)).collect();
    let mut of_others = of_others.into_iter();
    outcome.findings.retain(|_| !of_others.next().unwrap_or_default());
    let code = outcome.exit_code(FailOn::Never);
    outcome.findings.retain(|finding| {
        matches!(finding.effect, Effect::Incomplete | Effect::NotChecked) || finding.rule.starts_with("host/")
    });
    let view = View::new(terminal.lang, code);
    terminal.print_aside(|err| human::findings(&outcome.findings, &outcome.sources, outcome.as_of, view, err));
    let rankings = rankings(&outcome, &args.choice);
    if rankings.is_empty() {
        terminal.complain(&nothing(args, &outcome));
        return if code == 0 { USAGE } else { code };
    }
    let layout = (terminal.lang, Layout { columns: terminal::columns(), full: args.full });
    let printed =
        terminal.print(args.format == Format::Human, |out| write(args.format, &rankings, &outcome, layout, out));
    let incomplete = rankings.iter().flat_map(|ranking| &ranking.cards).any(|card| !card.is_complete());
    terminal.printed(printed, if code != USAGE && incomplete { 3 } else { code })
}

/// What is said of one who has no card.
pub(super) fn no_card(member: &str) -> Text {
    let member = clean_line(member);
    say!("没有“{member}”的积分卡；请写编号或姓名", "there is no card of `{member}`; give a key or a name")
}

/// Why there is nothing to show.
fn nothing(args: &Args, outcome: &Outcome) -> Text {
    let Choice { member, year } = &args.choice;
    if let Some(member) = member
        && !rankings(outcome, &Choice { member: None, year: *year }).is_empty()
    {
        return no_card(member);
    }
    if outcome.findings.iter().any(|finding| finding.effect == Effect::NotChecked) {
        return say!("没有计分：先改正上面指出的错误", "nothing is scored: mend first what is told above");
    }
    let why = unscored(outcome, *year);
    if !why.is_empty() {
        let all = |lang| why.iter().map(|text| clean_line(text.get(lang))).collect::<Vec<_>>().join("\n  ");
        let (zh, en) = (all(Lang::Zh), all(Lang::En));
        return say!("没有适用的计分办法：\n  {zh}", "no scheme applies:\n  {en}");
    }
    match year {
        Some(year) => say!("{year} 年没有计分", "nothing is scored in {year}"),
        None => say!(
            "没有适用的计分办法：规则包里没有写计分办法（score）",
            "no scheme applies: the packs have none (score)"
        ),
    }
}
