//! `yize pack`: a pack as one file that is handed over: made, looked at, taken into a project.

mod found;
mod sound;
mod told;
mod signing;
mod build;
mod look;
mod install;

use std::path::PathBuf;

use clap::value_parser;

use crate::args::common::undated;
use crate::args::password::{PASSWORD, variable};
use crate::args::{Builder, Command, Given, action};
use crate::terminal::Terminal;
use yize_core::check::Request;
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "pack",
    about: (
        "把规则包打成一个文件交给别人，核对、装入别人交来的",
        "Make a pack one file to hand over; check one, install one",
    ),
    usage: (
        "yize pack [选项] <build [编号|文件夹]|check 文件|install 文件 [项目]>",
        "yize pack [OPTIONS] <build [ID|DIR]|check FILE|install FILE [DIR]>",
    ),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let act = say!(
        "build：把规则包写成一个 .yize 文件；check：核对文件是否完好、由谁签名；install：放进项目的规则包文件夹",
        "build: writes a pack as one .yize file; check: tells whether a file is whole and who has signed it; install: puts it into a project's folder of packs"
    );
    let what = say!(
        "build：规则包的编号或文件夹（默认这里的）；check、install：文件",
        "build: id or folder of the pack (default: the one here); check, install: the file"
    );
    let into = say!("install：装入哪个项目（默认这里的）", "install: into which project (default: the one here)");
    let output =
        say!("build：写成哪个文件（默认 编号-版本.yize）", "build: the file to write (default: ID-VERSION.yize)");
    let key = say!(
        "build：用这个 minisign 私钥文件签名，写在同名的 .minisig 文件里；check、install：须由这个公钥签名，写 .pub 文件或公钥本身",
        "build: signs with this secret key file of minisign, into a file of the same name with .minisig; check, install: must be signed with this public key, a .pub file or the key itself"
    );
    let yes = say!("install：已装较旧的版本时不问，直接更新", "install: updates an older version without asking");
    let after = say!(
        "私钥有密码的，在终端上询问；没有终端时用环境变量 {PASSWORD}。\n\n例如：\n  yize pack build langfang --key langfang.key\n  yize pack check langfang-2.1.yize --key langfang.pub\n  yize pack install langfang-2.1.yize",
        "The password of a secret key is asked for on a terminal; elsewhere it is in {PASSWORD}.\n\nFor instance:\n  yize pack build langfang --key langfang.key\n  yize pack check langfang-2.1.yize --key langfang.pub\n  yize pack install langfang-2.1.yize"
    );
    command
        .after_help(b.text(&after))
        .arg(
            b.positional("action", &say!("动作", "ACTION"), &act)
                .required(true)
                .display_order(1)
                .value_parser(["build", "check", "install"])
                .hide_possible_values(true),
        )
        .arg(b.positional("what", &say!("规则包", "PACK"), &what).display_order(2))
        .arg(b.positional("into", &say!("项目", "DIR"), &into).value_parser(value_parser!(PathBuf)).display_order(3))
        .arg(b.value("output", &say!("文件", "FILE"), &output).value_parser(value_parser!(PathBuf)))
        .arg(b.value("key", &say!("密钥", "KEY"), &key))
        .arg(b.flag("yes", &yes).short('y'))
}

/// Arguments of the command.
#[derive(Debug)]
enum Args {
    Build(build::Args),
    Check(look::Args),
    Install(install::Args),
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let action = given.one("action").unwrap_or_default();
    let only = |name: &str, there: bool, own: &str| {
        let wrong = say!("--{name} 只用于 yize pack {own}", "--{name} is for `yize pack {own}`");
        if there && action != own { Err(wrong) } else { Ok(()) }
    };
    only("output", given.path("output").is_some(), "build")?;
    only("yes", given.flag("yes"), "install")?;
    let into = given.path("into");
    if into.is_some() && action != "install" {
        return Err(say!("yize pack {action} 只带一个参数", "yize pack {action} takes one argument"));
    }
    let (what, key) = (given.one("what").map(str::to_owned), given.one("key").map(str::to_owned));
    let request = undated(given)?;
    if action == "build" {
        let password = variable();
        return Ok(Args::Build(build::Args { request, what, output: given.path("output"), key, password }));
    }
    let Some(file) = what.map(PathBuf::from) else {
        return Err(say!(
            "没有写文件。写成 yize pack {action} 文件.yize",
            "the file is missing. Write yize pack {action} FILE.yize"
        ));
    };
    Ok(if action == "check" {
        Args::Check(look::Args { request, file, key })
    } else {
        let root = into.unwrap_or_else(|| PathBuf::from("."));
        let request = Request { paths: vec![root.clone()], ..request };
        Args::Install(install::Args { request, file, root, key, yes: given.flag("yes") })
    })
}

fn run(args: &Args, terminal: Terminal) -> u8 {
    let done = match args {
        Args::Build(args) => build::run(args, terminal),
        Args::Check(args) => look::run(args, terminal),
        Args::Install(args) => install::run(args, terminal),
    };
    match done {
        Ok(code) => code,
        Err((code, why)) => {
            terminal.complain(&why);
            code
        }
    }
}

/// Why it cannot go on, with the exit status.
type Stop = (u8, Text);
