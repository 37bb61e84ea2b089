//! `yize test`: runs the packs' own cases.

mod reports;
mod thresholds;

use std::path::Path;

use crate::args::common::undated;
use crate::args::{Builder, Command, Given, action, format};
use crate::report::cases::{FORMATS, Totals};
use crate::report::text::clean_line;
use crate::terminal::{Bar, FAILED, Terminal};
use reports::Reports;
use thresholds::Threshold;
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
    let coverage = say!(
        "列出用例没有触及的规则、算式和条件",
        "Tell which rules, expressions and conditions the cases do not reach"
    );
    let mutants = say!(
        "把脚本逐处改动，列出用例察觉不到的改动，以及察觉得到的用例",
        "Change the scripts in one place after the other, and tell what the cases do not notice, with cases that would"
    );
    let threshold = say!(
        "覆盖低于百分数的退出码为1：规则、算式、条件各按这个数，或写 rules=、expressions=、branches=、mutants=；可重复",
        "Exit with 1 where less is covered: of rules, expressions and conditions, or of rules=, expressions=, branches=, mutants=; repeatable"
    );
    let output = say!(
        "另写一份报告到文件，如 junit=cases.xml；可重复",
        "Also write a report into a file, such as junit=cases.xml; repeatable"
    );
    command
        .arg(b.positional("pack", &say!("规则包", "PACK"), &packs).num_args(0..))
        .arg(b.flag("all", &all).conflicts_with("pack"))
        .arg(b.value("case", &say!("文字", "TEXT"), &case))
        .arg(b.flag("bless", &bless))
        .arg(b.flag("coverage", &coverage))
        .arg(b.flag("mutants", &mutants))
        .arg(b.many("threshold", &say!("[项目=]百分数", "[WHAT=]PERCENT"), &threshold))
        .arg(format::one_of(b, &say!("报告格式", "Report format"), FORMATS.iter().map(|format| format.word)))
        .arg(b.many("output", &say!("格式=文件", "FORMAT=FILE"), &output))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Rule folders and threads.
    request: Request,
    /// Packs and cases to run.
    selection: Selection,
    /// Where the report goes.
    reports: Reports,
    /// How much is to be covered at least.
    thresholds: Vec<Threshold>,
    /// Whether to write what came into the cases that did not pass.
    bless: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let (reports, thresholds) = (Reports::read(given)?, thresholds::read(given)?);
    let (of_mutants, of_coverage): (Vec<Threshold>, _) = thresholds.iter().partition(|own| own.wants_mutants());
    let coverage = given.flag("coverage") || !of_coverage.is_empty() || reports.want_coverage();
    let mutants = given.flag("mutants") || !of_mutants.is_empty();
    let name = given.one("case").map(str::to_owned);
    let selection = Selection { packs: given.words("pack"), all: given.flag("all"), name, coverage, mutants };
    Ok(Args { request: undated(given)?, selection, reports, thresholds, bless: given.flag("bless") })
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
    let asked = files.asked();
    let code = args.reports.write(&report, code, asked.clone(), terminal);
    let code = thresholds::judge(&args.thresholds, &report, code, terminal);
    let unfinished = code < 2 && report.tested.iter().any(Tested::is_unfinished);
    if args.bless && unfinished { bless(&report, &Reserved::new(&asked.paths), terminal) } else { code }
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
