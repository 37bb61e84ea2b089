//! All that can be written on the command line, in the user's language.

use clap::{ArgAction, Command};

use crate::args::{Builder, common};
use crate::cli::help::HELP;
use crate::commands;
use yize_core::language::Lang;
use yize_core::say;

/// The whole command line.
pub(super) fn yize(lang: Lang) -> Command {
    let about = say!(
        "议则：按各级政协的规则包检查 TOML 数据，逐处指出问题和依据",
        "Checks TOML data against the rule packs of consultative committees"
    );
    let after = say!(
        "用 yize <命令> --help 看各命令的选项。例如：\n  yize check data/          检查一个文件夹\n  yize explain host/syntax  解释一条规则",
        "See yize <COMMAND> --help for a command's options. To begin:\n  yize check data/          check a folder\n  yize explain host/syntax  explain a rule"
    );
    let b = Builder(lang);
    b.command("yize", &about, &say!("yize [选项] <命令>", "yize [OPTIONS] <COMMAND>"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .subcommand_help_heading(b.text(&say!("命令", "Commands")))
        .subcommands(commands::ALL.iter().chain([&HELP]).map(|command| command.grammar(b)))
        .after_help(b.text(&after))
        .args(common::options(b))
        .arg(b.option("version", &say!("显示版本", "Print the version")).short('V').action(ArgAction::Version))
}
