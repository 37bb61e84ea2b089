//! `yize merge`: joins the JSON reports of shards.

use std::io;
use std::path::{Path, PathBuf};

use clap::value_parser;

use crate::args::{Builder, Command, Given, action, format};
use crate::report::merge::{Content, merge};
use crate::report::text::clean_line;
use crate::terminal::{Terminal, USAGE};
use yize_core::files::{self, Disk, FileKind, Files as _};
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "merge",
    about: ("合并各分片的 JSON 报告", "Join the JSON reports of shards"),
    usage: ("yize merge [选项] <报告>...", "yize merge [OPTIONS] <REPORT>..."),
    arguments,
    prepare: |given| Ok(action(read(given), run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let reports = say!("check --shard 写的 JSON 报告，每片一份", "JSON reports of check --shard, one of each shard");
    let reports = b.positional("report", &say!("报告", "REPORT"), &reports).num_args(1..).required(true);
    let format = say!("格式：json（默认）或 short", "Format: json (default) or short");
    command.arg(reports.value_parser(value_parser!(PathBuf))).arg(format::described(b, &format, ["json", "short"]))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// The reports.
    reports: Vec<PathBuf>,
    /// A line a finding instead of JSON.
    short: bool,
}

fn read(given: Given<'_>) -> Args {
    Args { reports: given.paths("report").unwrap_or_default(), short: given.one("format") == Some("short") }
}

/// Greatest size of a report that comes through a pipe, in bytes.
const LIMIT: u64 = 1 << 32;

/// Joins the reports and gives the exit status of the whole check; 2 when they do not make one.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut reports = Vec::new();
    for path in &args.reports {
        let content = match Disk.kind(path) {
            // Whether it may be read is seen now, and not where it is taken for a report that is wrong.
            Ok(FileKind::File) => Disk.piece(path, 0, 0).map(|_| Content::Stored(path.clone())),
            // What is no file can be read only once, and says itself why it cannot be read.
            _ => Disk.read(path, LIMIT).map(Content::Held),
        };
        match content {
            Ok(content) => reports.push((path.display().to_string(), content)),
            Err(error) => {
                terminal.complain(&unreadable(path, &error));
                return USAGE;
            }
        }
    }
    match merge(reports) {
        Ok(merged) => {
            let printed = terminal.print(false, |out| if args.short { merged.short(out) } else { merged.json(out) });
            terminal.printed(printed, merged.code)
        }
        Err(why) => {
            terminal.complain(&why);
            USAGE
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Text {
    let path = clean_line(&path.to_string_lossy());
    if error.kind() == io::ErrorKind::NotFound {
        return say!("没有报告 {path}", "there is no report {path}");
    }
    let why = files::reason(error);
    say!("无法读取报告 {path}：{why}", "cannot read the report {path}: {why}"; why)
}
