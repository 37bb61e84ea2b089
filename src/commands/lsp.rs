//! `yize lsp`: serves editors over stdin and stdout.

use crate::args::{Builder, Command, Given, action, common};
use crate::terminal::{FAILED, Terminal};
use yize_core::check::Request;
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "lsp",
    about: ("为编辑器提供检查、补全等服务", "Serve editors: findings as one types, completion and more"),
    usage: ("yize lsp [选项]", "yize lsp [OPTIONS]"),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let after = say!(
        "由编辑器启动，经标准输入和输出按语言服务器协议（LSP）通信；各编辑器的设置见使用手册。",
        "An editor starts it and speaks the language server protocol (LSP) with it over stdin and stdout; the guide has the settings of editors."
    );
    // Editors add it out of habit.
    let stdio = say!("经标准输入和输出通信（默认）", "Speak over stdin and stdout (the default)");
    command.after_help(b.text(&after)).arg(b.flag("stdio", &stdio).hide(true))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Packs and day.
    request: Request,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    Ok(Args { request: common::request(given)? })
}

fn run(args: &Args, terminal: Terminal) -> u8 {
    match yize_lsp::serve(args.request.clone(), terminal.lang) {
        Ok(()) => 0,
        Err(error) => {
            let why = error.to_string();
            terminal.complain(&say!("语言服务器中断：{why}", "the language server broke off: {why}"));
            FAILED
        }
    }
}
