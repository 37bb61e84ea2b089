//! `yize test`: runs the packs' own cases.

use std::path::Path;

use crate::args::common::request;
use crate::args::{Builder, Command, Given, action, format};
use crate::report::View;
use crate::report::cases::{self, Totals};
use crate::report::text::clean_line;
use crate::terminal::{Bar, FAILED, Terminal};
use yize_core::cases::blessed;
use yize_core::cases::{Report, Selection, Tested, test};
use yize_core::check::{FailOn, Outcome, Request};
use yize_core::files::{Disk, Recorder, Reserved, write_beside};
use yize_core::language::{Text, count};
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "test",
    about: ("运行规则包的用例", "Run the packs' cases"),
    usage: ("yize test [选项] [规则包]...", "yize test [OPTIONS] [PACK]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let packs = say!(
        "规则包名（默认为所在项目和 --rules 中的全部；都没有的，为内置的全部）",
        "Packs (default: all of the project here and of --rules; where there are none, all that are built in)"
    );
    let case = say!("只运行名称含有这段文字的用例", "Run the cases whose names contain this text");
    let bless = say!("把实际结果写进没有通过的用例", "Write what came into the cases that did not pass");
    let all = say!("内置的规则包也运行", "Run the packs that are built in, too");
    command
        .arg(b.positional("pack", &say!("规则包", "PACK"), &packs).num_args(0..))
        .arg(b.flag("all", &all).conflicts_with("pack"))
        .arg(b.value("case", &say!("文字", "TEXT"), &case))
        .arg(b.flag("bless", &bless))
        .arg(format::human_or_json(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Rule folders and threads.
    request: Request,
    /// Packs and cases to run.
    selection: Selection,
    /// For programs instead of people.
    json: bool,
    /// Whether to write what came into the cases that did not pass.
    bless: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let selection =
        Selection { packs: given.words("pack"), all: given.flag("all"), name: given.one("case").map(str::to_owned) };
    Ok(Args { request: request(given)?, selection, json: format::is_json(given), bless: given.flag("bless") })
}

/// Runs the cases: 0 when all passed, 1 when one did not, 2 when something was not tested.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let files = Recorder::new(&Disk);
    let bar = Bar::new(terminal.lang);
    let report = test(&files, &args.request, &args.selection, &bar);
    drop(bar);
    let outcome = Outcome {
        as_of: args.request.as_of,
        findings: report.findings.clone(),
        sources: report.sources.clone(),
        ..Outcome::default()
    };
    let code = match outcome.exit_code(FailOn::Error) {
        0 => u8::from(!Totals::of(&report).all_passed()),
        // A broken pack was not tested, whatever the finding's own effect.
        _ => 2,
    };
    let printed = if args.json {
        terminal.print(false, |out| cases::json(&report, terminal.lang, out))
    } else {
        terminal.print(true, |out| cases::human(&report, View::new(terminal.lang, code), out))
    };
    let code = terminal.printed(printed, code);
    let unfinished = code < 2 && report.tested.iter().any(Tested::is_unfinished);
    if args.bless && unfinished { bless(&report, &Reserved::new(files.asked().paths), terminal) } else { code }
}

/// Writes the expectations of cases that did not pass or say too little anew, and says which.
fn bless(report: &Report, read: &Reserved, terminal: Terminal) -> u8 {
    let failed: Vec<&Tested> = report.tested.iter().filter(|tested| tested.is_unfinished()).collect();
    let mut files: Vec<&str> = failed.iter().map(|t| t.sources.get(t.case.place.source).name.as_str()).collect();
    files.dedup();
    for name in files {
        let cases: Vec<&Tested> =
            failed.iter().copied().filter(|t| t.sources.get(t.case.place.source).name == name).collect();
        let Some(first) = cases.first() else { continue };
        let (path, shown) = (Path::new(name), clean_line(name));
        if read.holds_but_for(path, path) {
            terminal.complain(&say!(
                "没有改写 {shown}：这个文件还以别的名字读过",
                "did not rewrite {shown}: it was read under another name too"
            ));
            return FAILED;
        }
        let text = &first.sources.get(first.case.place.source).text;
        let written = blessed(text, &cases).map_err(std::io::Error::other).and_then(|new| {
            // A pack that comes with the binary has no file to write.
            let now = Disk.read_text(path)?;
            if now.strip_prefix('\u{feff}').unwrap_or(&now) != &**text {
                return Err(std::io::Error::other("the file has changed"));
            }
            // What is written anew ends its lines as the rest of the file does.
            let new = if text.contains("\r\n") { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new };
            write_beside(path, new.as_bytes())
        });
        match written {
            Ok(()) => {
                let (number, en) = (cases.len(), count(cases.len(), "case", "cases"));
                let text = say!("已改写 {shown} 的 {number} 个用例", "rewrote {en} of {shown}");
                terminal.print_aside(|err| writeln!(err, "{}", text.get(terminal.lang)));
            }
            Err(error) => {
                terminal.complain(&say!("没有改写 {shown}：{error}", "did not rewrite {shown}: {error}"));
                return FAILED;
            }
        }
    }
    0
}
