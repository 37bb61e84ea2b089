//! `yize lock`: writes the digests of the packs in use, or compares them.

use std::collections::BTreeMap;

use crate::args::{Builder, Command, Given, Paths, action};
use crate::outputs::replaces_only;
use crate::report::{View, human};
use crate::terminal::{FAILED, Terminal, reason};
use yize_core::check::{FailOn, Outcome, Request, sort};
use yize_core::files::{Disk, Recorder, Reserved, write_beside};
use yize_core::language::{Text, count};
use yize_core::lock::{self, Survey};
use yize_core::say;
use yize_core::show_path;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "lock",
    about: ("把所用规则包的摘要写进 yize.lock", "Write the digests of the packs in use to yize.lock"),
    usage: ("yize lock [选项] [路径]...", "yize lock [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let verify = say!("只核对，不写；不符时退出码为2", "Compare and write nothing; exit status 2 where they differ");
    command.arg(Paths::Projects.argument(b)).arg(b.flag("verify", &verify))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Projects and rule folders.
    request: Request,
    /// Whether to compare and write nothing.
    verify: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    Ok(Args { request: Paths::Projects.request(given)?, verify: given.flag("verify") })
}

/// Writes `yize.lock` for each project, or compares: 0 when written or the same, 2 when something is wrong or differs.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let files = Recorder::new(&Disk);
    let Survey { locks, mut findings, mut sources } = lock::survey(&files, &args.request);
    if args.verify {
        for (path, used) in &locks {
            findings.extend(lock::verify_all(&Disk, path, used, &mut sources));
        }
    }
    let findings = sort(findings, &sources);
    let outcome = Outcome { as_of: args.request.as_of, findings, sources, ..Outcome::default() };
    let code = match outcome.findings.len() {
        0 => 0,
        // Whatever is wrong, nothing is locked.
        _ => outcome.exit_code(FailOn::Warning).max(2),
    };
    let view = View::new(terminal.lang, code);
    let read = Reserved::new(files.asked().paths);
    let printed =
        terminal.print(true, |out| human::findings(&outcome.findings, &outcome.sources, outcome.as_of, view, out));
    let mut code = terminal.printed(printed, code);
    for (path, used) in &locks {
        if code != 0 {
            break;
        }
        let (name, packs) = (show_path(path), used.len());
        let files: usize = used.values().map(BTreeMap::len).sum();
        if !args.verify && read.holds_but_for(path, path) {
            terminal.complain(&say!(
                "{name} 是规则包或数据的文件，不能写成 yize.lock",
                "{name} is a file of packs or data; a lock cannot take its place"
            ));
            return FAILED;
        }
        if !args.verify && !replaces_only(path, LARGEST, lock::looks_like_one) {
            terminal.complain(&say!(
                "{name} 已有别的内容，不是 yize lock 写成的，没有改写。如不再需要，请先删去",
                "{name} is there and is no lock; it was left as it is. Remove it first if it is not needed"
            ));
            return FAILED;
        }
        if !args.verify
            && let Err(error) = write_beside(path, lock::text(used).as_bytes())
        {
            let why = reason(&error);
            terminal.complain(&say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why));
            return FAILED;
        }
        let en = [count(packs, "pack", "packs"), count(files, "file", "files")].join(", ");
        let text = if args.verify {
            say!("{name} 相符：{packs} 个规则包、{files} 个文件", "{name} holds: {en}")
        } else {
            say!("已写入 {name}：{packs} 个规则包、{files} 个文件", "wrote {name}: {en}")
        };
        let printed = terminal.print(false, |out| writeln!(out, "{}", text.get(terminal.lang)));
        code = terminal.printed(printed, code);
    }
    code
}

/// No lock is larger, in bytes.
const LARGEST: u64 = 64 << 20;
