//! `yize merge`: joins the JSON reports of shards.

use std::io;
use std::path::{Path, PathBuf};

use crate::commands::{Terminal, USAGE};
use crate::report::merge::merge;
use crate::report::text::clean_line;
use yize_core::files::{self, Disk, Files as _};
use yize_core::language::Text;
use yize_core::say;

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// The reports.
    pub reports: Vec<PathBuf>,
    /// A line a finding instead of JSON.
    pub short: bool,
}

/// Greatest size of a report, in bytes.
const LIMIT: u64 = 1 << 32;

/// Joins the reports and gives the exit status of the whole check; 2 when they do not make one.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut reports = Vec::new();
    for path in &args.reports {
        match Disk.read(path, LIMIT) {
            Ok(bytes) => reports.push((path.display().to_string(), bytes)),
            Err(error) => {
                terminal.complain(&unreadable(path, &error));
                return USAGE;
            }
        }
    }
    match merge(&reports) {
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
