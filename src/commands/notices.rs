//! `yize notices`: for each person or unit a page with what is wrong, what is due, and on what basis.

use crate::args::{Builder, Command, Given, Paths, action, filters};
use crate::commands::letters::{self, Folder};
use crate::commands::unanswered::unanswered;
use crate::report::letters::{To, notices};
use crate::terminal::Terminal;
use yize_core::check::{Request, check};
use yize_core::files::{Disk, Recorder};
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "notices",
    about: (
        "给每个人或每个单位写一份提醒：缺什么、几时到期、依据什么",
        "Write a notice for each person or unit: what is short, by when, why",
    ),
    usage: ("yize notices --out 文件夹 [选项] [路径]...", "yize notices --out DIR [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

/// The name of the template.
const FILE: &str = "notice.html";

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let to = say!("写给谁：person（个人，默认）或 unit（单位）", "To whom: person (default) or unit");
    command
        .arg(Paths::Data.argument(b))
        .arg(b.choice("to", &say!("谁", "WHOM"), &to, To::ALL.map(|(word, _)| word)))
        .args(letters::options(b, FILE))
        .args(filters::options(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    request: Request,
    to: To,
    folder: Folder,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let mut request = Paths::Data.request(given)?;
    filters::read(given, &mut request)?;
    let word = given.one("to").unwrap_or_default();
    let to = To::ALL.into_iter().find(|(own, _)| *own == word).map_or(To::Person, |(_, to)| to);
    Ok(Args { request, to, folder: Folder::of(given, FILE)? })
}

/// Checks and writes. What was not checked is told on stderr, and the exit status says so; violations do not fail it.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let files = Recorder::new(&Disk);
    let outcome = check(&files, &args.request, &());
    let code = unanswered(&outcome, terminal);
    let made = args.folder.made(&outcome, terminal, |how| notices(&outcome, args.to, how, terminal.lang));
    let (pages, others) = match made {
        Ok(made) => made,
        Err(code) => return code,
    };
    let code = args.folder.write(&pages, files.asked(), terminal, code);
    if others > 0 {
        let text = match args.to {
            To::Person => {
                say!("另有 {others} 项的责任不在个人，见 --to unit", "{others} more are not for persons: --to unit")
            }
            To::Unit => {
                say!("另有 {others} 项的责任不在单位，见 --to person", "{others} more are not for units: --to person")
            }
        };
        terminal.print_aside(|err| writeln!(err, "{}", text.get(terminal.lang)));
    }
    code
}
