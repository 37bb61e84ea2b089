//! What commands ask alike that check again and again while files are edited.

use std::time::Duration;

use clap::{Arg, ArgAction};

use crate::args::{Builder, Given, Paths};
use crate::report::text::clean_line;
use crate::rounds::{Day, Repeated};
use yize_core::language::Text;
use yize_core::say;

/// `--poll[=SECONDS]`.
pub(crate) fn poll(b: Builder) -> Arg {
    let help = say!(
        "每隔几秒（默认1秒）比较内容，用于不通知改动的文件系统，如 --poll=2",
        "Compare contents every so many seconds (1 unless said), for file systems without notices, such as --poll=2"
    );
    let poll = b.value("poll", &say!("秒", "SECONDS"), &help).action(ArgAction::Set);
    poll.num_args(0..=1).require_equals(true).default_missing_value("1")
}

/// Files that can be read again, where the day comes from, and how changes are noticed.
pub(crate) fn read(given: Given<'_>) -> Result<Repeated, Text> {
    let request = Paths::Data.request(given)?;
    let day = match given.anywhere("as-of") {
        Some(_) => Day::Fixed(request.as_of),
        None => Day::Today(given.now, given.today(&request.paths)?.zone),
    };
    Ok(Repeated { request, day, poll: interval(given)? })
}

/// How often contents are to be compared, in place of the system's notices.
pub(crate) fn interval(given: Given<'_>) -> Result<Option<Duration>, Text> {
    given.one("poll").map(seconds).transpose()
}

fn seconds(word: &str) -> Result<Duration, Text> {
    let seconds = word.parse::<f64>().ok().filter(|seconds| (0.05..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--poll 的值“{word}”应为 0.05 至 3600 之间的秒数。",
            "`{word}` of --poll should be a number of seconds from 0.05 to 3600."
        )
    })
}
