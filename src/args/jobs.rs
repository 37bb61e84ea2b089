//! `--jobs`: on how many threads.

use clap::Arg;

use crate::args::{Builder, Given};
use crate::report::text::clean_line;
use yize_core::language::Text;
use yize_core::say;

/// The option.
pub(crate) fn option(b: Builder) -> Arg {
    let help = say!("线程数（默认按处理器数）", "Threads (default: as many as processors)");
    b.value("jobs", &say!("数", "N"), &help).short('j')
}

/// What was given, else as many as there are processors.
pub(crate) fn read(given: Given<'_>) -> Result<usize, Text> {
    let Some(word) = given.one("jobs") else { return Ok(processors()) };
    word.parse().ok().filter(|jobs| (1..=1024).contains(jobs)).ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--jobs 的值“{word}”应为 1 至 1024 的整数。",
            "`{word}` of --jobs should be a whole number from 1 to 1024."
        )
    })
}

/// How many processors there are.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
