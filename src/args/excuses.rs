//! What excuses findings: `--baseline` does, `--no-waivers` takes away what does.

use std::path::PathBuf;

use clap::{Arg, value_parser};

use crate::args::{Builder, Given};
use yize_core::check::Honour;
use yize_core::check::Request;
use yize_core::say;

/// `--baseline`.
pub(crate) fn baseline(b: Builder) -> Arg {
    let help = say!("基线：其中已有的问题不算", "Baseline: findings that it knows do not count");
    b.value("baseline", &say!("文件", "FILE"), &help).value_parser(value_parser!(PathBuf))
}

/// `--baseline-strict`.
pub(crate) fn baseline_strict(b: Builder) -> Arg {
    let help = say!(
        "与 --baseline 同用：比基线所记加重了的问题也算",
        "With --baseline: findings that are worse than it has them count too"
    );
    b.flag("baseline-strict", &help).requires("baseline")
}

/// `--no-waivers`.
pub(crate) fn no_waivers(b: Builder) -> Arg {
    b.flag("no-waivers", &say!("不理会 yize.toml 中的豁免", "Take no notice of waivers in yize.toml"))
}

/// Takes what was given into a request.
pub(crate) fn read(given: Given<'_>, request: &mut Request) {
    request.baseline = given.path("baseline");
    request.baseline_strict = given.flag("baseline-strict");
    request.waivers = if given.flag("no-waivers") { Honour::Nothing } else { Honour::All };
}
