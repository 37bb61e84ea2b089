//! The command line as a whole: what can be written, what is meant, and how mistakes are told. The one place that knows the
//! arguments and the clock.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use anstream::ColorChoice;
use clap::error::ErrorKind;
use jiff::Timestamp;

use crate::args::{Answer, Given, common};
use crate::commands;
use crate::terminal::{Terminal, USAGE};
use yize_core::language::{Lang, Text};

mod help;
mod grammar;
mod mistakes;

pub use crate::terminal::FAILED;

/// Runs yize and gives the exit status.
#[must_use]
pub fn main() -> u8 {
    called(&std::env::args_os().collect::<Vec<_>>())
}

/// Does what words ask for, of which the first is the program's name, and gives the exit status.
pub fn called(args: &[OsString]) -> u8 {
    let terminal = terminal(args);
    match answer(args, terminal.lang) {
        Ok(Answer::Run(action)) => run(action, terminal),
        Ok(Answer::Show(text)) => terminal.printed(terminal.print(true, |out| write!(out, "{text}")), 0),
        Err(mistake) => {
            terminal.complain(&mistake);
            USAGE
        }
    }
}

/// Does what is asked. What the system has no thread for leaves the work as a sentence.
fn run(action: Box<dyn FnOnce(Terminal) -> u8>, terminal: Terminal) -> u8 {
    catch_unwind(AssertUnwindSafe(|| action(terminal))).unwrap_or_else(|thrown| match thrown.downcast::<Text>() {
        Ok(sentence) => {
            terminal.complain(&sentence);
            USAGE
        }
        Err(panic) => resume_unwind(panic),
    })
}

/// Gives a command line its meaning.
fn answer(args: &[OsString], lang: Lang) -> Result<Answer, Text> {
    let whole = grammar::yize(lang);
    let before = match whole.clone().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return Ok(Answer::Show(error.render().ansi().to_string()));
        }
        Err(error) => return Err(mistakes::explain(&error, args, &whole)),
    };
    let named = before.subcommand().and_then(|(word, own)| {
        let mut all = commands::ALL.iter().chain([&help::HELP]);
        Some((all.find(|command| command.word == word)?, own))
    });
    match named {
        None => Ok(help::page(&whole, None)),
        Some((command, own)) => {
            (command.prepare)(Given { word: command.word, own, before: &before, now, whole: &whole })
        }
    }
}

/// Language and colour, looked up before anything else: help and errors need them too.
fn terminal(args: &[OsString]) -> Terminal {
    let lang = last_value(args, "--lang").and_then(Lang::parse);
    let color = last_value(args, "--color").and_then(common::color);
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
fn now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests;
