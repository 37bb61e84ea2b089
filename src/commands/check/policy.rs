//! What `yize check` writes besides reports: baselines, and settings without the waivers that excuse nothing.

use std::io;
use std::path::{Path, PathBuf};

use crate::commands::{Terminal, reason};
use crate::report::text::clean_text;
use yize_core::check::Outcome;
use yize_core::check::baseline;
use yize_core::check::waivers::fix::{Fix, fixes};
use yize_core::files::{Disk, write_beside};
use yize_core::language::count;
use yize_core::say;

/// What is to be written.
#[derive(Debug, Default)]
pub struct Policy {
    /// The baseline to write.
    pub write_baseline: Option<PathBuf>,
    /// Whether to take out waivers that excuse nothing.
    pub fix: bool,
    /// Whether to show that only.
    pub dry_run: bool,
}

/// Writes a baseline and takes what it holds out of the count. An incomplete check writes none and says so; its own
/// exit status stays. Gives `false` when writing fails.
pub(super) fn write_baseline(outcome: &mut Outcome, path: &Path, terminal: Terminal) -> bool {
    let shown = path.display();
    let Some(text) = baseline::text(outcome) else {
        terminal.complain(&say!(
            "没有写基线 {shown}：检查没有完成",
            "did not write the baseline {shown}: the check is not complete"
        ));
        return true;
    };
    if let Err(error) = write_beside(path, text.as_bytes()) {
        let why = reason(&error);
        terminal.complain(&say!("无法写入基线 {shown}：{why}", "cannot write the baseline {shown}: {why}"; why));
        return false;
    }
    baseline::adopt(outcome);
    true
}

/// Takes waivers that excuse nothing out of their files, or shows which. Gives the number of files written, `None`
/// when writing one fails.
pub(super) fn fix(outcome: &Outcome, dry_run: bool, terminal: Terminal) -> Option<usize> {
    let fixes = fixes(outcome);
    for fix in &fixes {
        let (name, number) = (clean_text(&fix.name), fix.removed.len());
        if !dry_run && let Err(error) = write(fix) {
            terminal.complain(&say!("没有改写 {name}：{error}", "did not rewrite {name}: {error}"));
            return None;
        }
        let en = count(number, "waiver", "waivers");
        let text = if dry_run {
            say!("{name} 中有 {number} 条豁免可以删去：", "{en} of {name} could be removed:")
        } else {
            say!("从 {name} 删去了 {number} 条豁免：", "removed {en} from {name}:")
        };
        terminal.print_aside(|err| {
            writeln!(err, "{}", text.get(terminal.lang))?;
            let lines = fix.removed.iter().flat_map(|waiver| waiver.lines());
            lines.map(clean_text).try_for_each(|line| writeln!(err, "- {line}"))
        });
    }
    Some(if dry_run { 0 } else { fixes.len() })
}

fn write(fix: &Fix) -> io::Result<()> {
    let path = Path::new(&fix.name);
    let now = Disk.read_text(path)?;
    let mark = if now.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    if now[mark.len()..] != *fix.old {
        return Err(io::Error::other("the file has changed"));
    }
    write_beside(path, format!("{mark}{}", fix.new).as_bytes())
}
