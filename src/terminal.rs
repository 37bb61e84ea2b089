//! The terminal, or whatever stands in its place: in which language and with which colours the user is spoken to, what is
//! printed, and the exit statuses of what cannot go on.

use std::io::{self, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice, StripStream};

use crate::report::text::clean_text;
use yize_core::files;
use yize_core::language::{Lang, Text};
use yize_core::say;

mod bar;

pub(crate) use bar::Bar;

/// Exit status of usage errors, and of what could not be checked.
pub(crate) const USAGE: u8 = 2;
/// Exit status when yize itself failed.
pub const FAILED: u8 = 4;

/// Clears a terminal's screen; what has scrolled off it stays.
pub(crate) const CLEAR: &[u8] = b"\x1b[H\x1b[2J";

/// How to speak to the user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Language of messages.
    pub lang: Lang,
    /// Whether there is colour.
    pub color: ColorChoice,
}

impl Terminal {
    /// Prints to stdout what `write` writes. With `styled`, colours are kept or stripped as the terminal wants.
    ///
    /// # Errors
    /// As the system reports them; [`io::ErrorKind::BrokenPipe`] when the reader has left.
    pub(crate) fn print(self, styled: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let stdout = io::stdout().lock();
        if !styled {
            let mut out = io::BufWriter::new(stdout);
            write(&mut out)?;
            return out.flush();
        }
        let color = match self.color {
            ColorChoice::Auto => AutoStream::choice(&stdout),
            color => color,
        };
        if color == ColorChoice::Never {
            // What is stripped comes in small pieces: they are put together again.
            let whole: Box<dyn Write> = Box::new(io::BufWriter::new(stdout));
            let mut out = io::BufWriter::new(StripStream::new(whole));
            write(&mut out)?;
            return out.flush();
        }
        let mut out = io::BufWriter::new(AutoStream::new(stdout, color));
        write(&mut out)?;
        out.flush()
    }

    /// Prints to stderr what `write` writes, with colours kept or stripped. Nothing can be done where that fails.
    pub(crate) fn print_aside(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let _ = write(&mut AutoStream::new(io::stderr().lock(), self.color));
    }

    /// Says on stderr that the command cannot go on.
    pub(crate) fn complain(self, text: &Text) {
        self.say(anstyle::AnsiColor::Red, &say!("错误", "error"), text);
    }

    /// Says on stderr what keeps nothing from going on.
    pub(crate) fn warn(self, text: &Text) {
        self.say(anstyle::AnsiColor::Yellow, &say!("警告", "warning"), text);
    }

    fn say(self, colour: anstyle::AnsiColor, word: &Text, text: &Text) {
        let style = colour.on_default().bold();
        let text = clean_text(text.get(self.lang));
        self.print_aside(|err| writeln!(err, "{style}{}{style:#}: {text}", word.get(self.lang)));
    }

    /// The exit status after printing: a reader that has left (`| head`) is no failure, a full disk is.
    #[must_use]
    pub(crate) fn printed(self, result: io::Result<()>, code: u8) -> u8 {
        match result {
            Ok(()) => code,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => code,
            Err(error) => {
                let why = reason(&error);
                self.complain(&say!("无法输出：{why}", "cannot print: {why}"; why));
                FAILED
            }
        }
    }
}

/// The columns of the terminal, where stdout is one.
#[must_use]
pub(crate) fn columns() -> Option<usize> {
    let known = || terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    io::stdout().is_terminal().then(known).map(|columns| columns.max(40))
}

/// The lines of the terminal, where stdout is one.
#[must_use]
pub(crate) fn lines() -> Option<usize> {
    let known = || terminal_size::terminal_size().map_or(24, |(_, height)| usize::from(height.0));
    io::stdout().is_terminal().then(known).map(|lines| lines.max(10))
}

/// Why a file could not be written, or an address not be used.
#[must_use]
pub(crate) fn reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => say!("文件夹不存在", "no such folder"),
        io::ErrorKind::AddrInUse => say!("端口已被占用", "the port is in use"),
        io::ErrorKind::AddrNotAvailable => say!("本机没有这个地址", "this machine has no such address"),
        _ => files::reason(error),
    }
}
