//! `yize help check`, which people try.

use clap::Arg;
use clap::builder::PossibleValuesParser;

use crate::args::{Answer, Builder, Command};
use crate::commands;
use yize_core::say;

/// The command, which help does not list.
pub(super) const HELP: Command = Command {
    word: "help",
    about: ("显示帮助", "Print help"),
    usage: ("yize help [命令]", "yize help [COMMAND]"),
    arguments,
    prepare: |given| Ok(page(given.whole, given.one("command"))),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let words = PossibleValuesParser::new(commands::ALL.iter().map(|command| command.word));
    command.hide(true).arg(Arg::new("command").value_parser(words).value_name(b.text(&say!("命令", "COMMAND"))))
}

/// The help of a command, or of the whole command line.
pub(super) fn page(whole: &clap::Command, word: Option<&str>) -> Answer {
    let mut whole = whole.clone();
    let page = match word.and_then(|word| whole.find_subcommand_mut(word)) {
        Some(command) => command.render_help(),
        None => whole.render_help(),
    };
    Answer::Show(page.ansi().to_string())
}
