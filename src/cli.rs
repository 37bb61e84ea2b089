//! The command line: what the user wrote, and what it means. The one place that knows the clock and the environment.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::error::ErrorKind;
use jiff::civil::Date;

use crate::commands::{self, Invocation};
use crate::terminal::{Terminal, USAGE};
use yize_core::language::{Lang, Text};

mod grammar;
mod live;
mod mistakes;
mod meaning;
mod shard;

/// Runs yize and gives the exit status.
#[must_use]
pub fn main() -> u8 {
    let args: Vec<OsString> = std::env::args_os().collect();
    let terminal = terminal(&args);
    match parse(&args, terminal, today()) {
        Ok(Answer::Run(invocation)) => commands::run(&invocation),
        Ok(Answer::Show(text)) => terminal.printed(terminal.print(true, |out| write!(out, "{text}")), 0),
        Err(mistake) => {
            terminal.complain(&mistake);
            USAGE
        }
    }
}

/// What a command line asks for.
#[derive(Debug)]
enum Answer {
    /// A command.
    Run(Box<Invocation>),
    /// Help or the version, with colours.
    Show(String),
}

/// Reads a command line.
fn parse(args: &[OsString], terminal: Terminal, today: Date) -> Result<Answer, Text> {
    match grammar::yize(terminal.lang).try_get_matches_from(args) {
        Ok(matches) => meaning::answer(&matches, terminal, today),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Ok(Answer::Show(error.render().ansi().to_string()))
        }
        Err(error) => Err(mistakes::explain(&error, args)),
    }
}

/// Language and colour, looked up before anything else: help and errors need them too.
fn terminal(args: &[OsString]) -> Terminal {
    let lang = last_value(args, "--lang").and_then(Lang::parse);
    let color = last_value(args, "--color").and_then(grammar::color);
    Terminal { lang: lang.unwrap_or_else(locale), color: color.unwrap_or(ColorChoice::Auto) }
}

/// The last value of an option, wherever it stands before `--`.
fn last_value<'a>(args: &'a [OsString], option: &str) -> Option<&'a str> {
    let words: Vec<&str> =
        args.iter().map(|arg| arg.to_str().unwrap_or_default()).take_while(|arg| *arg != "--").collect();
    let apart = words.windows(2).enumerate().filter(|(_, pair)| pair[0] == option).map(|(i, pair)| (i, pair[1]));
    let joined =
        words.iter().enumerate().filter_map(|(i, word)| Some((i, word.strip_prefix(option)?.strip_prefix('=')?)));
    apart.chain(joined).max_by_key(|(i, _)| *i).map(|(_, value)| value)
}

/// The language of the user's locale; Chinese where there is none or yize does not speak it.
fn locale() -> Lang {
    sys_locale::get_locale().and_then(|name| Lang::parse(&name)).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the one place where the as-of date comes from the clock")]
fn today() -> Date {
    jiff::Zoned::now().date()
}

#[cfg(test)]
mod tests;
