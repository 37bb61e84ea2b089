//! The command line in both languages, as the reference tells it.

use clap::Arg;

use crate::args::{Builder, common};
use crate::commands::ALL;
use crate::reference::{CommandInfo, OptionInfo};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Every command that help lists, and what all of them take.
pub(super) fn commands() -> Vec<CommandInfo> {
    let [zh, en] = [Lang::Zh, Lang::En].map(Builder);
    let taken = common::options(zh);
    let mut all = Vec::new();
    for command in ALL {
        let (zh, en) = (command.grammar(zh), command.grammar(en));
        if zh.is_hide_set() {
            continue;
        }
        let arguments = zh.get_arguments().zip(en.get_arguments());
        let own = arguments.filter(|(own, _)| !own.is_hide_set() && !is_shared(own, &taken));
        let after = |own: &clap::Command| own.get_after_help().map(ToString::to_string).unwrap_or_default();
        all.push(CommandInfo {
            word: command.word.to_owned(),
            about: Text::new(command.about.0, command.about.1),
            usage: Text::new(command.usage.0, command.usage.1),
            options: own.map(|(zh, en)| option(zh, en)).collect(),
            after: Text::new(after(&zh), after(&en)),
        });
    }
    let shared = common::options(zh).into_iter().zip(common::options(en));
    all.push(CommandInfo {
        word: String::new(),
        about: say!("所有命令都有的选项", "options of every command"),
        usage: Text::same(""),
        options: shared.map(|(zh, en)| option(&zh, &en)).collect(),
        after: Text::same(""),
    });
    all
}

/// Whether an argument is one that all commands take, with the same meaning.
fn is_shared(own: &Arg, shared: &[Arg]) -> bool {
    let help = |arg: &Arg| arg.get_help().map(ToString::to_string);
    shared.iter().any(|other| other.get_id() == own.get_id() && help(other) == help(own))
}

fn option(zh: &Arg, en: &Arg) -> OptionInfo {
    let help = |own: &Arg| own.get_help().map(ToString::to_string).unwrap_or_default();
    OptionInfo { written: Text::new(written(zh), written(en)), help: Text::new(help(zh), help(en)) }
}

/// An argument as it is written: `-h, --help`, `--rules DIR`, `[PATH]...`.
fn written(own: &Arg) -> String {
    let takes = own.get_action().takes_values();
    let names: Vec<String> = own.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
    let value = names.join(" ");
    if own.is_positional() {
        let many = own.get_num_args().is_some_and(|range| range.max_values() > 1)
            || matches!(own.get_action(), clap::ArgAction::Append);
        let value = if own.is_required_set() { format!("<{value}>") } else { format!("[{value}]") };
        return if many { format!("{value}...") } else { value };
    }
    let short = own.get_short().map(|letter| format!("-{letter}"));
    let long = own.get_long().map(|word| format!("--{word}"));
    let word = short.into_iter().chain(long).collect::<Vec<_>>().join(", ");
    if takes && !value.is_empty() { format!("{word} {value}") } else { word }
}
