//! `--fix`: what is never used goes, round after round until nothing does, and only where the packs still load without it.

use std::path::PathBuf;

use crate::outputs::take_out;
use crate::terminal::Terminal;
use yize_core::cases::Selection;
use yize_core::check::{FailOn, Fix, Request};
use yize_core::files::{Disk, Overlay};
use yize_core::language::count;
use yize_core::lint::{Linted, lint};
use yize_core::say;

/// What is deleted may leave something else without use; of more rounds than this there is no end to be expected.
const ROUNDS: usize = 16;

/// Takes out what is never used, or shows what would be. `false` where a file could not be written.
pub(super) fn fix(
    linted: &mut Linted,
    (request, selection): (&Request, &Selection),
    dry_run: bool,
    terminal: Terminal,
) -> bool {
    for _ in 0..ROUNDS {
        let fixes = linted.fixes.clone();
        if fixes.is_empty() || linted.outcome.exit_code(FailOn::Error) > 1 {
            return true;
        }
        let without = lint(&as_they_would_be(&fixes), request, selection);
        if without.outcome.exit_code(FailOn::Error) > 1 {
            terminal.complain(&say!(
                "没有改写：删去以后规则包不能装入",
                "nothing was rewritten: without what is unused the packs do not load"
            ));
            return true;
        }
        for fix in &fixes {
            let number = fix.removed.len();
            let en = count(number, "item", "items");
            if !take_out(fix, &say!("{number} 处", "{en}"), dry_run, terminal) {
                return false;
            }
        }
        if dry_run {
            return true;
        }
        *linted = lint(&Disk, request, selection);
    }
    true
}

/// The disk with files as they would be.
fn as_they_would_be(fixes: &[Fix]) -> Overlay {
    Overlay(fixes.iter().map(|fix| (PathBuf::from(&fix.name), fix.new.as_str().into())).collect())
}
