//! `yize man`: pages of the manual, one for each command.

use std::path::PathBuf;

use clap::value_parser;
use clap_mangen::Man;

use crate::args::{Builder, Command, Given, action};
use crate::report::text::clean_line;
use crate::terminal::{FAILED, Terminal, reason};
use yize_core::files::{make_folder, write_beside};
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "man",
    about: ("输出手册页（man）", "Print pages of the manual (man)"),
    usage: ("yize man [选项] [命令]", "yize man [OPTIONS] [COMMAND]"),
    arguments,
    prepare: |given| read(given).map(|args| action(args, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let name = say!("哪个命令的；不写时是 yize 的", "Of which command; without it, of yize");
    let out = say!(
        "把全部手册页写进文件夹，每个命令一页：yize.1、yize-check.1……",
        "Writes all pages into a folder, one a command: yize.1, yize-check.1 and so on"
    );
    let after = say!(
        "例如：\n  yize man check > yize-check.1 && man -l yize-check.1\n  yize man --out ~/.local/share/man/man1",
        "For instance:\n  yize man check > yize-check.1 && man -l yize-check.1\n  yize man --out ~/.local/share/man/man1"
    );
    let to =
        b.value("out", &say!("文件夹", "DIR"), &out).value_parser(value_parser!(PathBuf)).conflicts_with("command");
    command.after_help(b.text(&after)).arg(b.positional("command", &say!("命令", "COMMAND"), &name)).arg(to)
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// The page to print, or all of them with their names.
    pages: Vec<(String, Vec<u8>)>,
    /// Where they go.
    out: Option<PathBuf>,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let (whole, out) = (given.whole, given.path("out"));
    // What help does not list, the manual does not either.
    let listed = || whole.get_subcommands().filter(|command| !command.is_hide_set());
    let pages = match given.one("command") {
        Some(word) => {
            let Some(command) = listed().find(|command| command.get_name() == word) else {
                let word = clean_line(word);
                return Err(say!(
                    "没有命令“{word}”。用 yize help 列出全部。",
                    "there is no command `{word}`. `yize help` lists all."
                ));
            };
            vec![page(command, whole)]
        }
        None if out.is_some() => std::iter::once(whole).chain(listed()).map(|command| page(command, whole)).collect(),
        None => vec![page(whole, whole)],
    };
    Ok(Args { pages, out })
}

/// The page of a command, and its name.
fn page(command: &clap::Command, whole: &clap::Command) -> (String, Vec<u8>) {
    let name = match command.get_name() {
        own if own == whole.get_name() => own.to_owned(),
        own => format!("{}-{own}", whole.get_name()),
    };
    let mut text = Vec::new();
    let man = Man::new(command.clone().name(name.clone())).manual("yize");
    // A vector takes all that is written.
    let _ = man.render(&mut text);
    (format!("{name}.1"), text)
}

/// Prints or writes the pages.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let Some(folder) = &args.out else {
        let text = args.pages.iter().flat_map(|(_, text)| text.clone()).collect::<Vec<u8>>();
        return terminal.printed(terminal.print(false, |out| out.write_all(&text)), 0);
    };
    let mut written = make_folder(folder);
    for (name, text) in &args.pages {
        written = written.and_then(|()| write_beside(&folder.join(name), text));
    }
    let name = clean_line(&folder.to_string_lossy());
    if let Err(error) = written {
        let why = reason(&error);
        terminal.complain(&say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why));
        return FAILED;
    }
    let n = args.pages.len();
    let text = say!("已写 {n} 页，在 {name}", "{n} pages written into {name}");
    terminal.printed(terminal.print(false, |out| writeln!(out, "{}", text.get(terminal.lang))), 0)
}
