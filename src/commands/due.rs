//! `yize due`: what is due next, by when and by whom; what is overdue first.

use std::path::PathBuf;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::args::{Builder, Command, Given, Paths, action, format, jobs};
use crate::commands::calendar::output;
use crate::commands::unanswered::unanswered;
use crate::outputs::deliver;
use crate::report::due::{Format, agenda, write};
use crate::report::shape::By;
use crate::report::text::clean_line;
use crate::terminal::{self, Bar, Terminal};
use yize_core::check::{Request, check};
use yize_core::files::{Disk, Recorder};
use yize_core::language::Text;
use yize_core::say;

/// How far ahead is looked where nothing is said of it.
pub(super) const WITHIN: &str = "30d";

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "due",
    about: ("近期到期和已经逾期的事项：哪天、谁、什么事", "What is due next or overdue: when, who, what"),
    usage: ("yize due [选项] [路径]...", "yize due [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let by = say!(
        "怎样分组：due（期限，默认）、person（责任）、body（单位）、rule（规则）",
        "Group by due (default), person, body or rule"
    );
    let body = say!("只看这些单位，如 'baoding/*'；可重复", "These bodies only, such as 'baoding/*'; repeatable");
    command
        .arg(Paths::Data.argument(b))
        .arg(within(b))
        .arg(b.choice("by", &say!("分组", "GROUP"), &by, By::ALL.map(|(word, _)| word)))
        .arg(format::one_of(b, &say!("格式", "Format"), Format::ALL.iter().map(|(word, _)| *word)))
        .arg(output(b))
        .arg(b.many("body", &say!("式样", "GLOB"), &body))
        .arg(jobs::option(b))
}

/// `--within TIME`.
pub(super) fn within(b: Builder) -> clap::Arg {
    let within = say!(
        "从截至日期起多久以内：30d（天，默认）、2w（周）、3m（月）",
        "How far ahead of the as-of date: 30d (days, the default), 2w (weeks), 3m (months)"
    );
    b.value("within", &say!("时间", "TIME"), &within)
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to check.
    request: Request,
    /// The last day that is looked at.
    until: Date,
    /// How it is grouped.
    by: By,
    /// In which form.
    format: Format,
    /// Into which file.
    output: Option<PathBuf>,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let request = Paths::Data.request(given)?;
    let request = Request { bodies: given.words("body"), jobs: jobs::read(given)?, ..request };
    Ok(Args {
        until: until(request.as_of, given.one("within").unwrap_or(WITHIN))?,
        request,
        by: given.one("by").and_then(By::parse).unwrap_or(By::Due),
        format: given.one("format").and_then(Format::parse).unwrap_or_default(),
        output: given.path("output"),
    })
}

/// The last day of so many days, weeks or months from a day on.
pub(super) fn until(from: Date, word: &str) -> Result<Date, Text> {
    let day = || {
        let (number, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
        let number: u16 = number.parse().ok().filter(|_| number.bytes().all(|b| b.is_ascii_digit()))?;
        let span = match unit {
            "d" => i64::from(number).days(),
            "w" => i64::from(number).weeks(),
            "m" => i64::from(number).months(),
            _ => return None,
        };
        from.checked_add(span).ok()
    };
    day().ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--within 的值“{word}”不是一段时间，如 30d（天）、2w（周）、3m（月）。",
            "`{word}` of --within is no span of time, such as 30d (days), 2w (weeks), 3m (months)."
        )
    })
}

/// Shows what is due. What keeps the answer from being whole goes to stderr, and into the exit status; that something is overdue
/// does not.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let (files, bar) = (Recorder::new(&Disk), Bar::new(terminal.lang));
    let outcome = check(&files, &args.request, &bar);
    drop(bar);
    let code = unanswered(&outcome, terminal);
    let agenda = agenda(&outcome, args.until);
    let columns = if args.output.is_none() { terminal::columns() } else { None };
    deliver(args.output.as_deref(), files.asked(), code, terminal, &|out| {
        write(args.format, &agenda, args.by, (terminal.lang, columns), out)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_span_is_days_weeks_or_months_by_the_calendar() {
        let from = date(2026, 1, 31);
        for (word, day) in [
            ("0d", from),
            ("30d", date(2026, 3, 2)),
            ("2w", date(2026, 2, 14)),
            ("1m", date(2026, 2, 28)),
            ("12m", date(2027, 1, 31)),
        ] {
            assert_eq!(until(from, word).unwrap(), day, "{word}");
        }
        for word in ["", "d", "30", "3y", "-1d", "+1d", "1.5d", "一天", "99999d", "3 d"] {
            assert!(until(from, word).is_err(), "{word}");
        }
    }
}
