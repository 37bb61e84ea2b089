//! For tests of commands: what a line means to one of them.

use jiff::Timestamp;

use crate::args::{Builder, Command, Given, common};
use yize_core::language::{Lang, Text};

/// Reads a line on 22 November 2026.
///
/// # Panics
/// Where the line is not well formed.
pub(crate) fn read<A>(command: &Command, meaning: fn(Given<'_>) -> Result<A, Text>, line: &str) -> Result<A, Text> {
    let b = Builder(Lang::Zh);
    let whole = b.command("yize", &Text::same(""), &Text::same("")).args(common::options(b));
    let whole = whole.subcommand(command.grammar(b));
    let matches = whole.clone().try_get_matches_from(format!("yize {line}").split_whitespace()).unwrap();
    let (word, own) = matches.subcommand().unwrap();
    meaning(Given { word, own, before: &matches, now: || Timestamp::constant(1_795_320_000, 0), whole: &whole })
}
