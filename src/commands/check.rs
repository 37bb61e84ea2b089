//! `yize check`: checks data and reports.

mod policy;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::commands::bar::Bar;
use crate::commands::{FAILED, Terminal, USAGE, reason};
use crate::git::{Missing, Tree};
use crate::report::text::clean_line;
use crate::report::{self, Format, View};
use yize_core::check::changed::{State, since};
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::files::{Disk, write_beside};
use yize_core::language::Text;
use yize_core::pack::load::show_path;
use yize_core::say;

pub use policy::Policy;

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What to check; its `given` is filled in by the command.
    pub request: Request,
    /// The name that data from stdin go by, when stdin is to be checked.
    pub stdin: Option<String>,
    /// Format on stdout.
    pub format: Format,
    /// Further reports, each into a file.
    pub outputs: Vec<(Format, PathBuf)>,
    /// The commit against which only new findings are reported.
    pub changed_since: Option<String>,
    /// Whether waivers that came after that commit count.
    pub trust_new_waivers: bool,
    /// Level that fails.
    pub fail_on: FailOn,
    /// What is written besides reports.
    pub policy: Policy,
}

/// Most bytes that are taken from stdin.
const STDIN_LIMIT: u64 = 1 << 30;

/// Checks, reports, and gives the exit status.
///
/// A report that could not be written is exit 4. Where the reader of stdout has left early, the status is the
/// check's own, except that it is never 0: nobody has seen the whole report then.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut request = args.request.clone();
    if let Some(name) = &args.stdin {
        match stdin() {
            Ok(bytes) => request.given = vec![(name.clone(), bytes)],
            Err(error) => {
                let why = reason(&error);
                terminal.complain(&say!("无法读取标准输入：{why}", "cannot read stdin: {why}"; why));
                return USAGE;
            }
        }
    }
    let bar = Bar::new(terminal.lang);
    let outcome = match &args.changed_since {
        None => Ok(check(&Disk, &request, &bar)),
        Some(reference) => changed_since(reference, &request, args.trust_new_waivers, &bar),
    };
    bar.clear();
    let mut outcome = match outcome {
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
            Some(_) => outcome = check(&Disk, &request, &()),
            None => written = false,
        }
    }
    if let Some(path) = &args.policy.write_baseline {
        written &= policy::write_baseline(&mut outcome, path, terminal);
    }

    let code = if written { outcome.exit_code(args.fail_on) } else { FAILED };
    let mut view = View { fail_on: args.fail_on, ..View::new(terminal.lang, code) };
    for (format, path) in &args.outputs {
        if !save(*format, path, &outcome, view, terminal) {
            view.code = FAILED;
        }
    }
    let printed = terminal.print(args.format.is_styled(), |out| report::write(args.format, &outcome, view, out));
    let left = printed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
    match terminal.printed(printed, view.code) {
        0 if left => FAILED,
        code => code,
    }
}

/// Checks what is new against a commit.
fn changed_since(reference: &str, request: &Request, trust: bool, bar: &Bar) -> Result<Outcome, Text> {
    let shown = clean_line(reference);
    let tree = Tree::at(reference).map_err(|missing| match missing {
        Missing::Repository => say!(
            "--changed-since 要在 git 仓库的工作目录里用，这里没有。",
            "--changed-since needs the working directory of a git repository, and this is none."
        ),
        Missing::Unreadable(why) => {
            say!("--changed-since：仓库读不了：{why}", "--changed-since: the repository cannot be read: {why}")
        }
        Missing::Reference(_) => say!(
            "--changed-since：仓库里没有“{shown}”。浅克隆时要先取得它（git fetch）。",
            "--changed-since: the repository has no `{shown}`. A shallow clone has to fetch it first."
        ),
    })?;
    if let Some(outside) = request.paths.iter().find(|path| tree.inside(path).is_none()) {
        let path = clean_line(&outside.to_string_lossy());
        return Err(say!("--changed-since：{path} 不在仓库里。", "--changed-since: {path} is not in the repository."));
    }
    let state = State { files: &tree, reference, commit: &tree.commit, trust_new_waivers: trust };
    Ok(since(&Disk, &state, request, bar))
}

fn stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(STDIN_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > STDIN_LIMIT { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Writes a report into a file, without colours. Says so and gives `false` when that fails.
fn save(format: Format, path: &Path, outcome: &Outcome, view: View, terminal: Terminal) -> bool {
    // A report must never take the place of the data or rules that it speaks of.
    let name = show_path(path);
    if outcome.sources.iter().any(|(_, source)| source.name == name) {
        terminal.complain(&say!(
            "{name} 是被检查的文件，不能写成报告",
            "{name} was checked; a report cannot take its place"
        ));
        return false;
    }
    let result = render(format, outcome, view).and_then(|bytes| write_beside(path, &bytes));
    if let Err(error) = &result {
        let (path, why) = (path.display(), reason(error));
        terminal.complain(&say!("无法写入报告 {path}：{why}", "cannot write the report {path}: {why}"; why));
    }
    result.is_ok()
}

fn render(format: Format, outcome: &Outcome, view: View) -> io::Result<Vec<u8>> {
    if !format.is_styled() {
        let mut bytes = Vec::new();
        report::write(format, outcome, view, &mut bytes)?;
        return Ok(bytes);
    }
    let mut stripped = anstream::StripStream::new(Vec::new());
    report::write(format, outcome, view, &mut stripped)?;
    Ok(stripped.into_inner())
}
