//! What a check leaves out, and on how many threads it runs: `--only`, `--skip`, `--body`, `--jobs`, `--allow-empty`.

use clap::Arg;

use crate::args::{Builder, Given, jobs};
use yize_core::check::Request;
use yize_core::language::Text;
use yize_core::say;

/// The options.
pub(crate) fn options(b: Builder) -> [Arg; 5] {
    let glob = say!("式样", "GLOB");
    let only = say!(
        "只运行这些规则，如 'baoding/plan/*'；可重复",
        "Run these rules only, such as 'baoding/plan/*'; repeatable"
    );
    let skip = say!("不运行这些规则；可重复", "Leave out these rules; repeatable");
    let body =
        say!("只检查这些单位，如 'baoding/*'；可重复", "Check these bodies only, such as 'baoding/*'; repeatable");
    [
        b.many("only", &glob, &only),
        b.many("skip", &glob, &skip),
        b.many("body", &glob, &body),
        jobs::option(b),
        b.flag("allow-empty", &say!("没有数据时也算通过", "Accept that there is no data")),
    ]
}

/// Takes what was given into a request.
pub(crate) fn read(given: Given<'_>, request: &mut Request) -> Result<(), Text> {
    request.only = given.words("only");
    request.skip = given.words("skip");
    request.bodies = given.words("body");
    request.allow_empty = given.flag("allow-empty");
    request.jobs = jobs::read(given)?;
    Ok(())
}
