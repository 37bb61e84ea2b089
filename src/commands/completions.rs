//! `yize completions`: prints a script that completes the command line in a shell.

use clap::builder::PossibleValuesParser;
use clap_complete::{Shell, generate};

use crate::args::{Builder, Command, Given, action};
use crate::terminal::Terminal;
use yize_core::say;

/// The command.
pub(crate) const COMMAND: Command = Command {
    word: "completions",
    about: ("输出命令行补全脚本", "Print a script that completes the command line"),
    usage: ("yize completions [选项] <SHELL>", "yize completions [OPTIONS] <SHELL>"),
    arguments,
    prepare: |given| Ok(action(read(given), run)),
};

/// Shells, by their words.
const SHELLS: [(&str, Shell); 5] = [
    ("bash", Shell::Bash),
    ("zsh", Shell::Zsh),
    ("fish", Shell::Fish),
    ("powershell", Shell::PowerShell),
    ("elvish", Shell::Elvish),
];

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let after = say!(
        "例如：\n  yize completions bash > ~/.local/share/bash-completion/completions/yize\n  yize completions fish > ~/.config/fish/completions/yize.fish",
        "For instance:\n  yize completions bash > ~/.local/share/bash-completion/completions/yize\n  yize completions fish > ~/.config/fish/completions/yize.fish"
    );
    let shell = say!("bash、zsh、fish、powershell 或 elvish", "bash, zsh, fish, powershell or elvish");
    let shell = b.positional("shell", &say!("SHELL", "SHELL"), &shell).required(true);
    let words = PossibleValuesParser::new(SHELLS.map(|(word, _)| word));
    command.after_help(b.text(&after)).arg(shell.value_parser(words).hide_possible_values(true))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    shell: Shell,
    /// The command line that is completed, with its help in the user's language.
    whole: clap::Command,
}

fn read(given: Given<'_>) -> Args {
    let named = SHELLS.iter().find(|(word, _)| given.one("shell") == Some(word));
    Args { shell: named.map_or(Shell::Bash, |(_, shell)| *shell), whole: given.whole.clone() }
}

/// Prints the script.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut script = Vec::new();
    generate(args.shell, &mut args.whole.clone(), "yize", &mut script);
    terminal.printed(terminal.print(false, |out| out.write_all(&script)), 0)
}
