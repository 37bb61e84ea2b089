//! `yize watch`: checks, and again whenever something of what was read changes.
#![expect(clippy::disallowed_methods, reason = "how long a round takes is shown, and midnight is waited for")]

use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use jiff::civil::Date;

use crate::commands::bar::Bar;
use crate::commands::{FAILED, Terminal};
use crate::report::View;
use crate::report::live::{News, events, screen};
use crate::watch::{Event, Options, Stopper, Watcher};
use yize_core::check::{FailOn, Request};
use yize_core::files::Disk;
use yize_core::language::Text;
use yize_core::say;
use yize_core::session::{Round, Session};

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What to check; its as-of date is filled in for each round.
    pub request: Request,
    /// The as-of date of a round.
    pub day: Day,
    /// Level that fails.
    pub fail_on: FailOn,
    /// What is shown.
    pub format: Format,
    /// Compare contents that often, in place of the system's notices.
    pub poll: Option<Duration>,
}

/// Where the as-of date comes from.
#[derive(Clone, Copy, Debug)]
pub enum Day {
    /// The user said it.
    Fixed(Date),
    /// The day of the round.
    Today(fn() -> Date),
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

/// How often the day is looked at: clocks are set and machines sleep, so it is not reckoned when the next begins.
pub const MINUTE: Duration = Duration::from_mins(1);

/// Checks until it is told to stop, which is no failure whatever was found.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    let options = Options { poll: args.poll, ..Options::default() };
    let started = Watcher::new(options).and_then(|(watcher, stopper)| {
        on_interrupt(stopper.clone()).map_err(io::Error::other)?;
        Ok((watcher, stopper))
    });
    let (mut watcher, stopper) = match started {
        Ok(started) => started,
        Err(error) => {
            terminal.complain(&say!("无法监视文件：{error}", "cannot watch files: {error}"));
            return FAILED;
        }
    };
    let mut session = Session::new(args.request.clone());
    let mut before: Option<Round> = None;
    let (mut hints, mut notes) = (Vec::new(), Vec::new());
    loop {
        let day = args.day.day();
        let start = Instant::now();
        let bar = Bar::new(terminal.lang);
        let round = session.round(&Disk, day, &bar);
        bar.clear();
        if stopper.is_stopped() {
            return 0;
        }
        let code = round.outcome.exit_code(args.fail_on);
        let view = View { fail_on: args.fail_on, ..View::new(terminal.lang, code) };
        let news = News::new(&round, before.as_ref(), &hints, start.elapsed(), view);
        if news.worth_telling
            && let Err(error) = tell(&news, args.format, terminal)
        {
            // Nobody reads any more, which is how programs end this one; or the disk is full.
            return terminal.printed(Err(error), 0);
        }
        if news.worth_telling && args.format == Format::Human && size().is_some() {
            // They went with the screen before.
            for text in &notes {
                note(text, terminal);
            }
        }
        watcher.follow(&round.asked);
        before = Some(round);
        hints = match wait(&mut watcher, args.day, day, &mut notes, terminal) {
            Some(hints) => hints,
            None => return 0,
        };
    }
}

impl Day {
    /// It, now.
    #[must_use]
    pub fn day(self) -> Date {
        match self {
            Self::Fixed(day) => day,
            Self::Today(today) => today(),
        }
    }
}

/// Waits for a change or another day. Gives what has changed, `None` at the end.
fn wait(
    watcher: &mut Watcher,
    today: Day,
    day: Date,
    notes: &mut Vec<Text>,
    terminal: Terminal,
) -> Option<Vec<PathBuf>> {
    loop {
        if let Some(text) = watcher.note() {
            note(&text, terminal);
            notes.push(text);
        }
        match watcher.wait(Some(Instant::now() + MINUTE)) {
            Event::Changed { paths, .. } => return Some(paths),
            Event::Timeout if today.day() != day => return Some(Vec::new()),
            Event::Timeout => {}
            Event::Stopped => return None,
        }
    }
}

/// Tells aside what the user should know.
fn note(text: &Text, terminal: Terminal) {
    terminal.print_aside(|err| writeln!(err, "{}", text.get(terminal.lang)));
}

/// Ends at the first interrupt as soon as a round is over, at the second at once.
fn on_interrupt(stopper: Stopper) -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(move || {
        if stopper.is_stopped() {
            std::process::exit(130);
        }
        stopper.stop();
    })
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
