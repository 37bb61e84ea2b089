//! The commands: each takes typed arguments, does one thing, and gives an exit status.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use yize_core::files;
use yize_core::language::{Lang, Text};
use yize_core::say;

mod bar;
pub mod check;
pub mod watch;
pub mod test;
pub mod rules;
pub mod explain;
pub mod diff;
pub mod merge;
pub mod schema;
pub mod lock;
pub mod scores;
pub mod serve;

/// What the user asked for.
#[derive(Debug)]
pub struct Invocation {
    /// How to speak to the user.
    pub terminal: Terminal,
    /// What to do.
    pub command: Command,
}

/// A command with its arguments.
#[derive(Debug)]
pub enum Command {
    /// Check data.
    Check(check::Args),
    /// Check again and again.
    Watch(watch::Args),
    /// Run cases.
    Test(test::Args),
    /// List rules.
    Rules(rules::Args),
    /// Explain a rule.
    Explain(explain::Args),
    /// Compare two versions.
    Diff(diff::Args),
    /// Join reports.
    Merge(merge::Args),
    /// Print a schema.
    Schema(schema::Args),
    /// Lock packs.
    Lock(lock::Args),
    /// Show scores.
    Scores(scores::Args),
    /// Serve the live page.
    Serve(serve::Args),
}

/// Does what the user asked for and gives the exit status.
#[must_use]
pub fn run(invocation: &Invocation) -> u8 {
    let terminal = invocation.terminal;
    match &invocation.command {
        Command::Check(args) => check::run(args, terminal),
        Command::Watch(args) => watch::run(args, terminal),
        Command::Test(args) => test::run(args, terminal),
        Command::Rules(args) => rules::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Diff(args) => diff::run(args, terminal),
        Command::Merge(args) => merge::run(args, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Lock(args) => lock::run(args, terminal),
        Command::Scores(args) => scores::run(args, terminal),
        Command::Serve(args) => serve::run(args, terminal),
    }
}

/// The terminal, or whatever stands in its place: language and colour.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
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
    pub fn print(self, styled: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let stdout = io::stdout().lock();
        if !styled {
            let mut out = io::BufWriter::new(stdout);
            write(&mut out)?;
            return out.flush();
        }
        let mut out = io::BufWriter::new(AutoStream::new(stdout, self.color));
        write(&mut out)?;
        out.flush()
    }

    /// Prints to stderr what `write` writes, with colours kept or stripped. Nothing can be done where that fails.
    pub fn print_aside(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let _ = write(&mut AutoStream::new(io::stderr().lock(), self.color));
    }

    /// Says on stderr that the command cannot go on.
    pub fn complain(self, text: &Text) {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        let word = say!("错误", "error");
        self.print_aside(|err| writeln!(err, "{style}{}{style:#}: {}", word.get(self.lang), text.get(self.lang)));
    }

    /// The exit status after printing: a reader that has left (`| head`) is no failure, a full disk is.
    #[must_use]
    pub fn printed(self, result: io::Result<()>, code: u8) -> u8 {
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

/// Why a file could not be written.
fn reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => say!("文件夹不存在", "no such folder"),
        io::ErrorKind::AddrInUse => say!("端口已被占用", "the port is in use"),
        io::ErrorKind::AddrNotAvailable => say!("本机没有这个地址", "this machine has no such address"),
        _ => files::reason(error),
    }
}

/// Exit status of usage errors.
pub const USAGE: u8 = 2;
/// Exit status when yize itself failed.
pub const FAILED: u8 = 4;
