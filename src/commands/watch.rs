//! `yize watch`: checks, and again whenever something of what was read changes.

use std::io::{self, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};

use crate::args::{Builder, Command, Given, Paths, action, excuses, fail_on, filters, format, repeated};
use crate::history::History;
use crate::report::View;
use crate::report::news::{News, events, screen};
use crate::report::text::clean_text;
use crate::rounds::{Repeated, Rounds, late};
use crate::terminal::{Bar, CLEAR, FAILED, Terminal};
use yize_core::check::FailOn;
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "watch",
    about: ("检查，此后数据或规则一有改动就重新检查", "Check, and again on every change of data or rules"),
    usage: ("yize watch [选项] [路径]...", "yize watch [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let after = say!(
        "读过的文件和列过的文件夹（包括 yize.toml、规则包和尚不存在的路径）有改动即重新检查；以 Ctrl-C 结束。\n\n退出码：\n  0  由用户结束\n  2  用法错误\n  4  yize 本身失败，或无法输出",
        "Whatever was read is watched: data, packs, yize.toml, folders, and paths that are not there yet. Ctrl-C ends it.\n\nExit status:\n  0  ended by the user\n  2  usage\n  4  yize itself failed, or could not print"
    );
    let format = say!(
        "格式：human（默认）、short（增减的问题各一行）、jsonl（每行一个事件）",
        "Format: human (default), short (a line for what is new or gone), jsonl (an event a line)"
    );
    command
        .after_help(b.text(&after))
        .arg(Paths::Data.argument(b))
        .arg(format::described(b, &format, Format::ALL.iter().map(|(word, _)| *word)))
        .arg(fail_on::option(b))
        .args(filters::options(b))
        .args([excuses::baseline(b), excuses::baseline_strict(b), excuses::no_waivers(b)])
        .arg(repeated::poll(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to check again and again.
    repeated: Repeated,
    /// Level that fails.
    fail_on: FailOn,
    /// What is shown.
    format: Format,
}

/// What is shown of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    /// A screen for people.
    #[default]
    Human,
    /// A line for what is new and what is gone.
    Short,
    /// An event a line.
    Jsonl,
}

impl Format {
    /// Every format with its word on the command line.
    const ALL: &[(&str, Self)] = &[("human", Self::Human), ("short", Self::Short), ("jsonl", Self::Jsonl)];
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let mut repeated = repeated::read(given)?;
    filters::read(given, &mut repeated.request)?;
    excuses::read(given, &mut repeated.request);
    repeated.request.scores = false;
    let named = |word| Format::ALL.iter().find(|(known, _)| *known == word).map(|(_, format)| *format);
    let format = given.one("format").and_then(named).unwrap_or_default();
    Ok(Args { repeated, fail_on: fail_on::read(given), format })
}

/// Checks until it is told to stop, which is no failure whatever was found.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut rounds = match Rounds::new(&args.repeated, || ()) {
        Ok(rounds) => rounds,
        Err(error) => {
            terminal.complain(&say!("无法监视文件：{error}", "cannot watch files: {error}"));
            return FAILED;
        }
    };
    let (mut notes, mut history): (Vec<Text>, _) = (Vec::new(), History::of(&args.repeated.request));
    while let Some(latest) = rounds.next(|| Bar::new(terminal.lang), |after| note(&late(after), terminal)) {
        drop(history.note(&latest.round.outcome));
        let code = latest.round.exit_code(args.fail_on);
        let view = View { fail_on: args.fail_on, ..View::new(terminal.lang, code) };
        let news = News::new(&latest, view);
        if news.worth_telling {
            if let Err(error) = tell(&news, args.format, terminal) {
                // Nobody reads any more, which is how programs end this one; or the disk is full.
                return terminal.printed(Err(error), 0);
            }
            if args.format == Format::Human && size().is_some() {
                // They went with the screen before.
                for text in &notes {
                    note(text, terminal);
                }
            }
        }
        if let Some(text) = rounds.note() {
            note(&text, terminal);
            notes.push(text);
        }
    }
    0
}

/// Tells aside what the user should know.
fn note(text: &Text, terminal: Terminal) {
    terminal.print_aside(|err| writeln!(err, "{}", clean_text(text.get(terminal.lang))));
}

fn tell(news: &News<'_>, format: Format, terminal: Terminal) -> io::Result<()> {
    match format {
        Format::Jsonl => terminal.print(false, |out| events::write(news, out)),
        Format::Short => terminal.print(true, |out| screen::short(news, out)),
        Format::Human => {
            // All in one piece, so that the screen does not flicker.
            let (size, stdout) = (size(), io::stdout());
            let color = match terminal.color {
                ColorChoice::Auto => AutoStream::choice(&stdout),
                color => color,
            };
            let mut page = AutoStream::new(Vec::new(), color);
            screen::write(news, size, &mut page)?;
            let bytes = page.into_inner();
            let mut stdout = stdout.lock();
            stdout.write_all(if size.is_some() { CLEAR } else { b"" })?;
            stdout.write_all(&bytes)?;
            stdout.write_all(if size.is_some() { b"" } else { b"\n" })?;
            stdout.flush()
        }
    }
}

/// The size of the terminal, where stdout is one.
fn size() -> Option<screen::Size> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (columns, rows) = terminal_size::terminal_size().map_or((80, 24), |(w, h)| (w.0, h.0));
    Some(screen::Size { columns: usize::from(columns).max(20), rows: usize::from(rows) })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::*;
    use crate::args::tests;
    use crate::rounds::Day;

    #[test]
    fn it_takes_the_options_of_a_check_and_today_anew_each_round() {
        let args = |line: &str| tests::read(&COMMAND, read, line).unwrap();
        let plain = args("watch");
        assert!(matches!(plain.repeated.day, Day::Today(..)) && plain.repeated.poll.is_none());
        assert_eq!(plain.format, Format::Human);
        let full = args(
            "--as-of 2026-01-31 watch --rules r a --poll --only p/* --skip q --body c/* -j 3 --format jsonl --fail-on warning --allow-empty --baseline b --no-waivers",
        );
        let poll = |args: &Args| args.repeated.poll.map(|poll| poll.as_millis());
        assert_eq!((full.format, full.fail_on, poll(&full)), (Format::Jsonl, FailOn::Warning, Some(1000)));
        assert_eq!(poll(&args("watch --poll=2.5")), Some(2500));
        let Repeated { request, day, .. } = full.repeated;
        assert!(matches!(day, Day::Fixed(day) if day == date(2026, 1, 31)));
        assert_eq!((request.paths.as_slice(), request.jobs), (&["a".into()][..], 3));
        assert_eq!((request.only.len(), request.baseline.as_deref()), (1, Some(Path::new("b"))));
        assert!(request.allow_empty);
    }
}
