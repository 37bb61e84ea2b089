//! `yize document`, which help does not list: how `yize serve` has a document checked by a process of its own.

use crate::args::{Builder, Command, Given, Paths, action, filters};
use crate::serve::examine;
use crate::terminal::Terminal;
use yize_core::check::Request;
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "document",
    about: ("检查 yize serve 收到的一份文件", "Check a document that yize serve was handed"),
    usage: ("yize document [选项] [路径]...", "yize document [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let pack = say!("应管辖所检查单位的规则包", "The pack that is to govern the document's body");
    command
        .hide(true)
        .arg(Paths::Projects.argument(b))
        .arg(b.value("pack", &say!("规则包", "PACK"), &pack))
        .args(filters::options(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to check; its paths are where packs are looked for.
    request: Request,
    /// The pack that is to govern it.
    pack: Option<String>,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let mut request = Paths::Projects.request(given)?;
    filters::read(given, &mut request)?;
    Ok(Args { request, pack: given.one("pack").map(str::to_owned) })
}

fn run(args: &Args, terminal: Terminal) -> u8 {
    terminal.printed(examine(&args.request, args.pack.as_deref(), terminal.lang), 0)
}
