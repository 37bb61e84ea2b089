//! `--fail-on`: the level that fails.

use clap::Arg;

use crate::args::{Builder, Given};
use yize_core::check::FailOn;
use yize_core::say;

/// The option.
pub(crate) fn option(b: Builder) -> Arg {
    let help = say!("失败级别：error（默认）、warning、never", "Failing level: error (default), warning, never");
    b.choice("fail-on", &say!("级别", "LEVEL"), &help, ["error", "warning", "never"])
}

/// What was given.
pub(crate) fn read(given: Given<'_>) -> FailOn {
    match given.one("fail-on") {
        Some("warning") => FailOn::Warning,
        Some("never") => FailOn::Never,
        _ => FailOn::Error,
    }
}
