//! `yize watch`: checks, and again whenever something of what was read changes.

use std::io::{self, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};

use crate::report::View;
use crate::report::live::{News, events, screen};
use crate::rounds::{Repeated, Rounds};
use crate::terminal::{Bar, FAILED, Terminal};
use yize_core::check::FailOn;
use yize_core::language::Text;
use yize_core::say;

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What to check again and again.
    pub repeated: Repeated,
    /// Level that fails.
    pub fail_on: FailOn,
    /// What is shown.
    pub format: Format,
}

/// What is shown of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
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
    pub const ALL: &[(&str, Self)] = &[("human", Self::Human), ("short", Self::Short), ("jsonl", Self::Jsonl)];
}

/// Checks until it is told to stop, which is no failure whatever was found.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut rounds = match Rounds::new(&args.repeated, || ()) {
        Ok(rounds) => rounds,
        Err(error) => {
            terminal.complain(&say!("无法监视文件：{error}", "cannot watch files: {error}"));
            return FAILED;
        }
    };
    let mut notes: Vec<Text> = Vec::new();
    loop {
        let bar = Bar::new(terminal.lang);
        let Some(latest) = rounds.next(&bar) else { return 0 };
        bar.clear();
        let code = latest.round.outcome.exit_code(args.fail_on);
        let view = View { fail_on: args.fail_on, ..View::new(terminal.lang, code) };
        let news = News::new(&latest, view);
        if news.worth_telling {
            if let Err(error) = tell(&news, args.format, terminal) {
                // Nobody reads any more, which is how programs end this one; or the disk is full.
                return terminal.printed(Err(error), 0);
            }
            if args.format == Format::Human && size().is_some() {
                // They went with the screen before.
                notes.iter().for_each(|text| note(text, terminal));
            }
        }
        if let Some(text) = rounds.note() {
            note(&text, terminal);
            notes.push(text);
        }
    }
}

/// Tells aside what the user should know.
fn note(text: &Text, terminal: Terminal) {
    terminal.print_aside(|err| writeln!(err, "{}", text.get(terminal.lang)));
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

/// Clears a terminal's screen; what has scrolled off it stays.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J";

/// The size of the terminal, where stdout is one.
fn size() -> Option<screen::Size> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (columns, rows) = terminal_size::terminal_size().map_or((80, 24), |(w, h)| (w.0, h.0));
    Some(screen::Size { columns: usize::from(columns).max(20), rows: usize::from(rows) })
}
