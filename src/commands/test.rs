//! `yize test`: runs the packs' own cases.

mod bless;
mod reports;
mod thresholds;

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::time::Duration;

use crate::args::common::undated;
use crate::args::{Builder, Command, Given, action, format, repeated};
use crate::report::View;
use crate::report::cases::{FORMATS, Totals};
use crate::report::text::{clean_line, clean_text};
use crate::rounds::Changes;
use crate::terminal::{Bar, CLEAR, FAILED, Terminal};
use reports::Reports;
use thresholds::Threshold;
use yize_core::cases::{Report, Selection, Tested, test};
use yize_core::check::{FailOn, Outcome, Request};
use yize_core::files::{Asked, Disk, Recorder, Reserved};
use yize_core::language::Text;
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
    let bless = say!(
        "把实际结果写进没有通过的用例，并列出改了什么",
        "Write what came into the cases that did not pass, and show the difference"
    );
    let watch = say!(
        "规则包、用例或设置一有改动就再运行；以 Ctrl-C 结束",
        "Run again whenever packs, cases or settings change; Ctrl-C ends it"
    );
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
        // What is written would begin the next round.
        .arg(b.flag("watch", &watch).conflicts_with_all(["bless", "output"]))
        .arg(repeated::poll(b).requires("watch"))
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
    /// Whether to run again when something changes, and how changes are noticed.
    watch: Option<Noticed>,
}

/// How changes are noticed: contents are compared that often, or the system gives notice.
type Noticed = Option<Duration>;

fn read(given: Given<'_>) -> Result<Args, Text> {
    let (reports, thresholds) = (Reports::read(given)?, thresholds::read(given)?);
    let (of_mutants, of_coverage): (Vec<Threshold>, _) = thresholds.iter().partition(|own| own.wants_mutants());
    let coverage = given.flag("coverage") || !of_coverage.is_empty() || reports.want_coverage();
    let mutants = given.flag("mutants") || !of_mutants.is_empty();
    let name = given.one("case").map(str::to_owned);
    let selection = Selection { packs: given.words("pack"), all: given.flag("all"), name, coverage, mutants };
    let watch = if given.flag("watch") { Some(repeated::interval(given)?) } else { None };
    Ok(Args { request: undated(given)?, selection, reports, thresholds, bless: given.flag("bless"), watch })
}

/// Runs the cases: 0 when all passed, 1 when one did not, 2 when something was not tested. Where they are run again and again,
/// 0 when the user has ended it.
fn run(args: &Args, terminal: Terminal) -> u8 {
    match args.watch {
        None => tell(args, &once(args, terminal), terminal),
        Some(noticed) => match Changes::new(noticed, || ()) {
            Ok(changes) => again(args, changes, terminal),
            Err(error) => {
                terminal.complain(&say!("无法监视文件：{error}", "cannot watch files: {error}"));
                FAILED
            }
        },
    }
}

/// What came of the cases.
struct Came {
    report: Report,
    /// The exit status, before anything is written.
    code: u8,
    /// What was read.
    asked: Asked,
}

/// Runs the cases once.
fn once(args: &Args, terminal: Terminal) -> Came {
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
    Came { report, code, asked: files.asked() }
}

/// Writes what came of the cases where it is wanted, and gives the exit status.
fn tell(args: &Args, came: &Came, terminal: Terminal) -> u8 {
    let Came { report, code, asked } = came;
    let code = args.reports.write(report, *code, asked.clone(), terminal);
    let code = thresholds::judge(&args.thresholds, report, code, terminal);
    let unfinished = code < 2 && report.tested.iter().any(Tested::is_unfinished);
    if args.bless && unfinished { bless::write(report, &Reserved::new(&asked.paths), terminal) } else { code }
}

/// Runs the cases again whenever something of what was read has changed, until the user ends it. What is read again only to be
/// certain, and comes out alike, is not told.
fn again(args: &Args, mut watched: Changes, terminal: Terminal) -> u8 {
    let (mut changed, mut before) = (Vec::new(), None);
    loop {
        let came = once(args, terminal);
        watched.follow(&came.asked);
        let shown = came.shown(terminal);
        if !changed.is_empty() || before.as_ref() != Some(&shown) {
            if let Err(error) = terminal.print(false, |out| begin(before.is_none(), &changed, out, terminal)) {
                return terminal.printed(Err(error), 0);
            }
            let code = tell(args, &came, terminal);
            if code == FAILED {
                return code;
            }
        }
        before = Some(shown);
        if let Some(note) = watched.note() {
            terminal.print_aside(|err| writeln!(err, "{}", clean_text(note.get(terminal.lang))));
        }
        match watched.wait(|| false) {
            Some(paths) => changed = paths,
            None => return 0,
        }
    }
}

impl Came {
    /// It, as people are shown it.
    fn shown(&self, terminal: Terminal) -> Vec<u8> {
        let mut shown = Vec::new();
        // Nothing fails where memory is written to.
        let _ = FORMATS[0].write(&self.report, View::new(terminal.lang, self.code), &mut shown);
        shown
    }
}

/// Begins a round on the screen, or after the one before, with what has led to it.
fn begin(first: bool, changed: &[PathBuf], out: &mut dyn io::Write, terminal: Terminal) -> io::Result<()> {
    if io::stdout().is_terminal() {
        out.write_all(CLEAR)?;
    } else if !first {
        out.write_all(b"\n")?;
    }
    let word = say!("改动", "changed");
    let here = std::path::absolute(".").unwrap_or_default();
    for path in changed {
        let path = clean_line(&path.strip_prefix(&here).unwrap_or(path).to_string_lossy());
        writeln!(out, "{}  {path}", word.get(terminal.lang))?;
    }
    Ok(())
}
