//! `yize check`: checks data and reports.

mod changed;
mod limits;
mod isolate;
mod policy;
mod marked;
mod reports;
mod kept;
mod shown;
mod timings;
mod trace;

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::args::common::request;
use crate::args::{Builder, Command, Given, Paths, action, cache, fail_on, filters, shard};
use crate::cache::{Cache, Wanted};
use crate::outputs::Outputs;
use crate::report::View;
use crate::report::shape::Shape;
use crate::report::text::clean_line;
use crate::terminal::{Bar, FAILED, Terminal, USAGE, reason};
use yize_core::check::{FailOn, Outcome, Progress, Request, check};
use yize_core::evidence::Witness;
use yize_core::files::{Disk, Files, Recorder};
use yize_core::keep::Keep;
use yize_core::language::Text;
use yize_core::say;

use changed::Since;
use isolate::Isolate;
use kept::Whole;
use policy::Policy;
use reports::Reports;
use timings::Timings;
use trace::Followed;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "check",
    about: ("检查数据文件、文件夹或项目", "Check data files, folders or projects"),
    usage: ("yize check [选项] [路径]...", "yize check [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let after = say!(
        "退出码：\n  0  已检查，没有达到失败级别的问题\n  1  发现违规（包括数据本身有错）\n  2  没有检查：用法错误、路径不存在、规则包有错等\n  3  检查不完整：规则出错或超限\n  4  yize 本身失败，或报告无法写出",
        "Exit status:\n  0  checked, nothing at or above the failing level\n  1  violations, broken data included\n  2  not checked: usage, a missing path, a broken pack and the like\n  3  incomplete: a rule faulted or hit a limit\n  4  yize itself failed, or a report could not be written"
    );
    let paths = say!(
        "数据文件、文件夹或项目；- 为标准输入（默认为当前文件夹）",
        "Data files, folders or projects; - is stdin (default: the current folder)"
    );
    let stdin_path = say!("标准输入（路径 -）在报告中的文件名", "Name that data from stdin (PATH -) go by in reports");
    command
        .after_help(b.text(&after))
        .arg(Paths::described(b, &paths))
        .args(reports::options(b))
        .arg(marked::option(b))
        .args(shown::options(b))
        .arg(fail_on::option(b))
        .args(filters::options(b))
        .arg(b.value("stdin-path", &say!("名称", "NAME"), &stdin_path))
        .args(policy::options(b))
        .arg(shard::option(b))
        .args(changed::options(b))
        .args(isolate::options(b))
        .args(trace::options(b))
        .arg(timings::option(b))
        .args(cache::options(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to check; its `given` is filled in by the command.
    request: Request,
    /// The name that data from stdin go by, when stdin is to be checked.
    stdin: Option<String>,
    /// What is reported, and where.
    reports: Reports,
    /// Where a copy of the workbook goes in which what is found is marked.
    mark: Option<PathBuf>,
    /// What of the report for people is shown.
    shape: Shape,
    /// The state against which only new findings are reported.
    since: Option<Since>,
    /// Level that fails.
    fail_on: FailOn,
    /// A rule that is followed in the place of a report.
    followed: Option<Followed>,
    /// Whether it is told where the time went.
    timings: bool,
    /// What is written besides reports.
    policy: Policy,
    /// Whether the rules of each pack are run by a process of its own.
    isolate: Option<Isolate>,
    /// Where its answer is kept.
    cache: Wanted,
}

/// The name of data from stdin without `--stdin-path`.
const STDIN: &str = "stdin";
/// Most bytes that are taken from stdin.
const STDIN_LIMIT: u64 = 1 << 30;

fn read(given: Given<'_>) -> Result<Args, Text> {
    let mut request = request(given)?;
    let stdin = name_of_stdin(given, &mut request)?;
    filters::read(given, &mut request)?;
    request.scope = shard::read(given)?;
    let since = Since::read(given);
    if stdin.is_some() && since.is_some() {
        return Err(say!(
            "--changed-since 不能用于标准输入，因为仓库里没有它的先前状态。",
            "--changed-since cannot be used with stdin, which has no earlier state."
        ));
    }
    let policy = Policy::read(given, &mut request)?;
    let reports = Reports::read(given)?;
    request.scores = reports.are_scored();
    let shape = shown::read(given, &reports)?;
    Ok(Args {
        request,
        stdin,
        reports,
        mark: marked::read(given)?,
        shape,
        since,
        fail_on: fail_on::read(given),
        followed: Followed::read(given),
        timings: given.flag("timings"),
        policy,
        isolate: Isolate::read(given)?,
        cache: cache::read(given)?,
    })
}

/// Takes `-` out of the paths, and gives the name that data from stdin go by where it was there.
fn name_of_stdin(given: Given<'_>, request: &mut Request) -> Result<Option<String>, Text> {
    let before = request.paths.len();
    request.paths.retain(|path| path != Path::new("-"));
    match (given.one("stdin-path"), request.paths.len() < before) {
        (name, true) => Ok(Some(name.unwrap_or(STDIN).to_owned())),
        (None, false) => Ok(None),
        (Some(name), false) => {
            let name = clean_line(name);
            Err(say!(
                "--stdin-path {name} 没有用处，因为没有读标准输入。读标准输入时路径写 -。",
                "--stdin-path {name} does nothing, for stdin is not read. Give - as PATH to read it."
            ))
        }
    }
}

/// Checks, reports, and gives the exit status.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut request = match asked(args) {
        Ok(request) => request,
        Err(why) => {
            terminal.complain(&why);
            return USAGE;
        }
    };
    if let Some(isolate) = &args.isolate {
        if let Err(why) = isolate.ask(&mut request) {
            terminal.complain(&why);
            return USAGE;
        }
        if isolate.is_part() {
            // It ends when it has answered.
            let _ = check(&Disk, &request, &());
            return FAILED;
        }
    }
    let cache = Cache::open(&args.cache).filter(|_| args.isolate.is_none()).map(Arc::new);
    request.kept = cache.clone().map(|cache| cache as Arc<dyn Keep>);
    // Nothing is told but what the outcome points into.
    request.frugal = args.is_plain();
    let beside = cache.as_ref().map(|cache| cache.beside(&Disk));
    let files = beside.as_ref().map_or(&Disk as &dyn Files, |beside| beside);
    let whole = cache.as_deref().filter(|_| args.is_plain()).map(|cache| Whole::of(cache, &request, files));
    let view = View { fail_on: args.fail_on, shape: args.shape, ..View::new(terminal.lang, 0) };
    let known = whole.as_ref().and_then(|whole| whole.answer(&args.reports, view, terminal));
    let code = known.unwrap_or_else(|| made(args, &request, (files, whole.as_ref()), view, terminal));
    if let Some(cache) = cache {
        cache.close(terminal);
    }
    code
}

/// Checks, reports, and gives the exit status; keeps the answer where that is wanted.
fn made(
    args: &Args,
    request: &Request,
    (files, whole): (&dyn Files, Option<&Whole<'_>>),
    view: View,
    terminal: Terminal,
) -> u8 {
    let witness = whole.map(|_| Witness::new(files));
    let files = Recorder::new(witness.as_ref().map_or(files, |witness| witness));
    let mut outcome = match checked(args, &files, request, terminal) {
        Ok(outcome) => outcome,
        Err(why) => {
            terminal.complain(&why);
            return USAGE;
        }
    };
    let mut written = true;
    if args.policy.fix {
        match policy::fix(&outcome, args.policy.dry_run, terminal) {
            Some(0) => {}
            Some(_) => outcome = check(&files, request, &()),
            None => written = false,
        }
    }
    if let Some(path) = request.baseline.as_deref().filter(|_| args.policy.prune) {
        written &= policy::prune(&mut outcome, path, terminal);
    }
    let mut outputs = Outputs::beside(files.asked());
    if let Some(path) = &args.policy.write_baseline {
        written &= policy::write_baseline(&mut outcome, path, request.baseline.as_deref(), &mut outputs, terminal);
    }
    if let Some(path) = &args.mark {
        written &= marked::write(&outcome, request, path, &mut outputs, terminal);
    }

    let code = if written { outcome.exit_code(args.fail_on) } else { FAILED };
    if let Some(followed) = &args.followed {
        return followed.write(&outcome, code, terminal);
    }
    let known = whole.zip(witness).and_then(|(whole, witness)| Some((whole, whole.keep(witness, &outcome)?)));
    args.reports.write(View { code, ..view }, &mut outputs, terminal, &|format, view, hosting, out| match &known {
        Some((whole, known)) => whole.write(known, &outcome, (format, view, &args.reports), hosting, out),
        None => format.write(&outcome, view, hosting, out),
    })
}

impl Args {
    /// Whether nothing is wanted but reports of one state of the files, so that they may be kept.
    fn is_plain(&self) -> bool {
        let Policy { write_baseline, prune, fix, dry_run: _ } = &self.policy;
        let writes = write_baseline.is_some() || *prune || *fix || self.mark.is_some();
        !writes && !self.timings && self.since.is_none() && self.followed.is_none() && self.isolate.is_none()
    }
}

/// Checks, with a bar, and tells how long it took where that is asked for.
fn checked(args: &Args, files: &dyn Files, request: &Request, terminal: Terminal) -> Result<Outcome, Text> {
    let timings = args.timings.then(|| Timings::new(terminal.lang));
    let bar = Bar::new(terminal.lang);
    let progress = timings.as_ref().map_or(&bar as &dyn Progress, |timings| timings);
    let outcome = match &args.since {
        None => Ok(check(files, request, progress)),
        Some(since) => since.check(files, request, progress),
    };
    drop(bar);
    if let Some(timings) = timings {
        timings.print(terminal);
    }
    outcome
}

/// What to check, with the data from stdin.
fn asked(args: &Args) -> Result<Request, Text> {
    args.isolate.as_ref().map_or(Ok(()), Isolate::bind)?;
    let mut request = args.request.clone();
    if let Some(name) = &args.stdin {
        let bytes = read_stdin().map_err(|error| {
            let why = reason(&error);
            say!("无法读取标准输入：{why}", "cannot read stdin: {why}"; why)
        })?;
        request.given = vec![(name.clone(), bytes)];
    }
    Ok(request)
}

fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(STDIN_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > STDIN_LIMIT { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests;
