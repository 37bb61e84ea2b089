//! `yize plan`: how the bodies of a check are dealt out to shards, and what each shard reads.

use crate::args::{Builder, Command, Given, Paths, action, format, jobs};
use crate::report::text::clean_line;
use crate::report::{View, human, split};
use crate::terminal::{Bar, Terminal, USAGE};
use yize_core::check::{FailOn, Outcome, Request, plan};
use yize_core::files::Disk;
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "plan",
    about: (
        "分片检查前，列出每片有哪些单位、读多少文件",
        "List which bodies each shard of a check has, and what it reads",
    ),
    usage: ("yize plan --shards <片数> [选项] [路径]...", "yize plan --shards <N> [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let shards = say!("分成几片，与 check --shard 的“共”相同", "How many shards: the N of check --shard I/N");
    let shards = b.value("shards", &say!("片数", "N"), &shards).required(true);
    let full = say!("单位和文件全部列出", "List all bodies and files");
    command
        .arg(Paths::Data.argument(b))
        .arg(shards)
        .arg(format::human_or_json(b))
        .arg(b.flag("full", &full))
        .arg(jobs::option(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What would be checked.
    request: Request,
    /// How many shards.
    shards: usize,
    /// For programs instead of people.
    json: bool,
    /// Whether all bodies and files are listed.
    full: bool,
}

/// No scheduler has more tasks.
const MOST: usize = 1_000_000;

fn read(given: Given<'_>) -> Result<Args, Text> {
    let request = Request { jobs: jobs::read(given)?, ..Paths::Data.request(given)? };
    let word = given.one("shards").unwrap_or_default();
    let shards = word.parse().ok().filter(|shards| (1..=MOST).contains(shards)).ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--shards 的值“{word}”应为 1 至 {MOST} 的整数。",
            "`{word}` of --shards should be a whole number from 1 to {MOST}."
        )
    })?;
    Ok(Args { request, shards, json: format::is_json(given), full: given.flag("full") })
}

/// Prints the plan. What keeps files from being looked at goes to stderr, and into the exit status.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let bar = Bar::new(terminal.lang);
    let mut plan = plan(&Disk, &args.request, args.shards, &bar);
    drop(bar);
    let (findings, sources) = (std::mem::take(&mut plan.findings), std::mem::take(&mut plan.sources));
    let outcome = Outcome { as_of: args.request.as_of, findings, sources, ..Outcome::default() };
    let mut code = outcome.exit_code(FailOn::Error);
    let view = View::new(terminal.lang, code);
    terminal.print_aside(|err| human::findings(&outcome.findings, &outcome.sources, outcome.as_of, view, err));
    if plan.files == 0 && code == 0 {
        terminal.complain(&say!("没有要检查的数据", "nothing to check"));
        code = USAGE;
    }
    let printed = if args.json {
        terminal.print(false, |out| split::json(&plan, out))
    } else {
        terminal.print(false, |out| split::human(&plan, args.full, terminal.lang, out))
    };
    terminal.printed(printed, code)
}
