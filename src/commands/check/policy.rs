//! What `yize check` takes into account and writes besides reports: baselines, locks, and settings without the waivers that excuse nothing.

use std::path::{Path, PathBuf};

use clap::{Arg, value_parser};

use crate::args::{Builder, Given, excuses};
use crate::outputs::{Kind, Outputs, replaces_only, take_out};
use crate::report::text::clean_line;
use crate::terminal::{Terminal, reason};
use yize_core::check::{Outcome, Request, baseline, fixes, unfiltered};
use yize_core::files::{Disk, write_beside};
use yize_core::finding::Finding;
use yize_core::host;
use yize_core::language::{Text, count};
use yize_core::say;

/// Options that run part of a check. What is to be written or forgiven as a whole cannot be told from a part.
const PARTS: [&str; 2] = ["shard", "changed-since"];

/// The options.
pub(super) fn options(b: Builder) -> [Arg; 8] {
    let write =
        say!("把现有问题写成基线，此后只算新的", "Write what is found as a baseline; only what is new counts then");
    let write = b.value("write-baseline", &say!("文件", "FILE"), &write).value_parser(value_parser!(PathBuf));
    let prune = say!(
        "与 --baseline 同用：从基线中删去已经消失的问题，不增加任何问题",
        "With --baseline: take out of it what is gone, and add nothing"
    );
    let prune = b.flag("baseline-prune", &prune).requires("baseline").conflicts_with("write-baseline");
    let fix = say!("删去没有用处的豁免", "Remove waivers that waive nothing");
    let dry = say!("与 --fix 同用：只显示，不改动", "With --fix: show what would change and change nothing");
    let locked = say!("规则包与 yize.lock 不符时不检查", "Refuse packs that differ from yize.lock");
    [
        excuses::baseline(b).conflicts_with_all(PARTS),
        excuses::baseline_strict(b),
        write.conflicts_with_all(PARTS),
        prune.conflicts_with_all(PARTS),
        excuses::no_waivers(b),
        b.flag("fix", &fix).conflicts_with_all(PARTS),
        b.flag("dry-run", &dry),
        b.flag("locked", &locked),
    ]
}

/// What is to be written.
#[derive(Debug)]
pub(super) struct Policy {
    /// The baseline to write.
    pub write_baseline: Option<PathBuf>,
    /// Whether to take what is gone out of the baseline.
    pub prune: bool,
    /// Whether to take out waivers that excuse nothing.
    pub fix: bool,
    /// Whether to show that only.
    pub dry_run: bool,
}

impl Policy {
    /// What was given; waivers, baseline and lock go into the request.
    pub(super) fn read(given: Given<'_>, request: &mut Request) -> Result<Self, Text> {
        let write_baseline = given.path("write-baseline");
        let (fix, dry_run) = (given.flag("fix"), given.flag("dry-run"));
        if dry_run && !fix {
            return Err(say!("--dry-run 要与 --fix 同用。", "--dry-run goes with --fix."));
        }
        if fix && given.flag("no-waivers") {
            return Err(say!(
                "--fix 和 --no-waivers 不能同用：不理会豁免，就不知道哪些没有用处。",
                "--fix and --no-waivers exclude each other: without waivers there is no telling which are needed."
            ));
        }
        let prune = given.flag("baseline-prune");
        if prune && !unfiltered(request) {
            return Err(say!(
                "--baseline-prune 不能与 --only、--skip、--body 同用：没有检查的问题是不是还在，无从知道。",
                "--baseline-prune excludes --only, --skip and --body: whether what they leave out is gone is not known."
            ));
        }
        if write_baseline.is_some() && !unfiltered(request) {
            return Err(say!(
                "--write-baseline 不能与 --only、--skip、--body 同用，否则基线会漏掉没有检查的问题。",
                "--write-baseline excludes --only, --skip and --body: the baseline would lack what they leave out."
            ));
        }
        excuses::read(given, request);
        request.locked = given.flag("locked");
        Ok(Self { write_baseline, prune, fix, dry_run })
    }
}

/// Writes a baseline and takes what it holds out of the count. An incomplete check writes none and says so; its own
/// exit status stays. Gives `false` when it cannot be written there.
pub(super) fn write_baseline(
    outcome: &mut Outcome,
    path: &Path,
    old: Option<&Path>,
    outputs: &mut Outputs,
    terminal: Terminal,
) -> bool {
    let shown = clean_line(&path.to_string_lossy());
    let Some(text) = baseline::text(outcome) else {
        terminal.complain(&say!(
            "没有写基线 {shown}：检查没有完成",
            "did not write the baseline {shown}: the check is not complete"
        ));
        return true;
    };
    if let Err(why) = outputs.claim(Kind::Baseline, path, old).and_then(|()| replaces_only_a_baseline(path)) {
        terminal.complain(&why);
        return false;
    }
    if let Err(error) = write_beside(path, text.as_bytes()) {
        let why = reason(&error);
        terminal.complain(&say!("无法写入基线 {shown}：{why}", "cannot write the baseline {shown}: {why}"; why));
        return false;
    }
    baseline::adopt(outcome);
    true
}

/// Takes what is gone out of the baseline that was read; what is gone is known where the report says so. Gives `false` when
/// writing fails.
pub(super) fn prune(outcome: &mut Outcome, path: &Path, terminal: Terminal) -> bool {
    let gone = |finding: &Finding| *finding.rule == *host::BASELINE_GONE.name;
    if !outcome.findings.iter().any(gone) {
        return true;
    }
    let shown = clean_line(&path.to_string_lossy());
    let Some(text) = baseline::pruned(&Disk, path, outcome) else {
        terminal.complain(&say!(
            "没有改写基线 {shown}：检查没有完成",
            "did not rewrite the baseline {shown}: the check is not complete"
        ));
        return true;
    };
    if let Err(error) = write_beside(path, text.as_bytes()) {
        let why = reason(&error);
        terminal.complain(&say!("无法写入基线 {shown}：{why}", "cannot write the baseline {shown}: {why}"; why));
        return false;
    }
    baseline::forget_gone(outcome);
    true
}

/// Refuses what is there and no baseline: it could be anything, and would be lost.
fn replaces_only_a_baseline(path: &Path) -> Result<(), Text> {
    if replaces_only(path, baseline::LIMIT, baseline::looks_like_one) {
        return Ok(());
    }
    let shown = clean_line(&path.to_string_lossy());
    Err(say!(
        "{shown} 已有别的内容，不是基线，没有改写。如不再需要，请先删去",
        "{shown} is there and is no baseline; it was left as it is. Remove it first if it is not needed"
    ))
}

/// Takes waivers that excuse nothing out of their files, or shows which. Gives the number of files written, `None`
/// when writing one fails.
pub(super) fn fix(outcome: &Outcome, dry_run: bool, terminal: Terminal) -> Option<usize> {
    let fixes = fixes(outcome);
    for fix in &fixes {
        let number = fix.removed.len();
        let en = count(number, "waiver", "waivers");
        if !take_out(fix, &say!("{number} 条豁免", "{en}"), dry_run, terminal) {
            return None;
        }
    }
    Some(if dry_run { 0 } else { fixes.len() })
}
