//! `yize lint`: looks for what is odd in packs though they load.

mod fix;

use std::path::PathBuf;

use crate::args::common::undated;
use crate::args::{Builder, Command, Given, action, format};
use crate::outputs::{Kind, Outputs, save};
use crate::report::{Format, Hosting, Of, View};
use crate::terminal::{FAILED, Terminal};
use yize_core::cases::Selection;
use yize_core::check::{FailOn, Request};
use yize_core::files::{Disk, Recorder};
use yize_core::language::Text;
use yize_core::lint::{Linted, lint};
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "lint",
    about: ("审查规则包的写法", "Look for what is odd in packs"),
    usage: ("yize lint [选项] [规则包]...", "yize lint [OPTIONS] [PACK]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

/// The formats of a check that say enough of packs.
const FORMATS: [&str; 5] = ["human", "short", "json", "github", "sarif"];

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let after = say!(
        "退出码：\n  0  没有错误级别的问题\n  1  有错误级别的问题\n  2  没有审查：规则包或设置有错，或者没有这个规则包\n  4  yize 本身失败，或文件无法写出\n\n各项审查的级别在 yize.toml 或 pack.toml 的 [lint] 里改；yize explain 名称 说明每一项。",
        "Exit status:\n  0  nothing at the level of an error\n  1  something is\n  2  not looked at: a pack or settings are broken, or there is no such pack\n  4  yize itself failed, or a file could not be written\n\n[lint] in yize.toml or pack.toml changes levels; `yize explain NAME` explains each lint."
    );
    let packs = say!(
        "规则包名（默认为所在项目和 --rules 中的全部；都没有的，为内置的全部）",
        "Packs (default: all of the project here and of --rules; where there are none, all that are built in)"
    );
    let all = say!("内置的规则包也审查", "Look at the packs that are built in, too");
    let fix = say!(
        "删去没有用到的参数、函数、常量和引入的函数库，然后再审查一遍",
        "Delete parameters, functions, constants and imports that are never used, and look again"
    );
    let dry = say!("与 --fix 同用：只显示，不改动", "With --fix: show what would change and change nothing");
    let output = say!(
        "另写一份报告到文件，如 sarif=审查.sarif；可重复",
        "Also write a report into a file, such as sarif=lint.sarif; repeatable"
    );
    command
        .after_help(b.text(&after))
        .arg(b.positional("pack", &say!("规则包", "PACK"), &packs).num_args(0..))
        .arg(b.flag("all", &all).conflicts_with("pack"))
        .arg(format::one_of(b, &say!("报告格式", "Report format"), FORMATS.into_iter()))
        .arg(b.many("output", &say!("格式=文件", "FORMAT=FILE"), &output))
        .arg(b.flag("fix", &fix))
        .arg(b.flag("dry-run", &dry).requires("fix"))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Rule folders and threads.
    request: Request,
    /// The packs.
    selection: Selection,
    /// Format on stdout.
    format: Format,
    /// Further reports, each into a file.
    outputs: Vec<(Format, PathBuf)>,
    /// Whether to take out what is never used.
    fix: bool,
    /// Whether to show that only.
    dry_run: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let find = |word: &str| FORMATS.contains(&word).then(|| Format::find(word)).flatten();
    let example = say!("sarif=审查.sarif", "sarif=lint.sarif");
    Ok(Args {
        request: undated(given)?,
        selection: Selection { packs: given.words("pack"), all: given.flag("all"), ..Selection::default() },
        format: given.one("format").and_then(find).unwrap_or_default(),
        outputs: format::outputs(given, find, &FORMATS, &example)?,
        fix: given.flag("fix"),
        dry_run: given.flag("dry-run"),
    })
}

/// Looks, reports, and gives the exit status.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let files = Recorder::new(&Disk);
    let mut linted = lint(&files, &args.request, &args.selection);
    let mut code = None;
    if args.fix && !fix::fix(&mut linted, (&args.request, &args.selection), args.dry_run, terminal) {
        code = Some(FAILED);
    }
    let code = code.unwrap_or_else(|| linted.outcome.exit_code(FailOn::Error));
    write(args, &linted, code, &mut Outputs::beside(files.asked()), terminal)
}

/// Writes the reports, over nothing that was read, and gives the exit status.
fn write(args: &Args, linted: &Linted, code: u8, outputs: &mut Outputs, terminal: Terminal) -> u8 {
    let hosting = &Hosting::here(false);
    let mut view = View { of: Of::Packs(linted.packs.len()), ..View::new(terminal.lang, code) };
    let granted = outputs.grant(Kind::Report, &args.outputs, terminal);
    if granted.len() < args.outputs.len() {
        view.code = FAILED;
    }
    for (format, path) in granted {
        if !save(path, format.is_coloured, terminal, &|out| format.write(&linted.outcome, view, hosting, out)) {
            view.code = FAILED;
        }
    }
    let printed = terminal.print(args.format.is_coloured, |out| args.format.write(&linted.outcome, view, hosting, out));
    terminal.printed(printed, view.code)
}
