//! What a command line of `yize watch` means.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;

use super::{Both, fail_on, filters, one, request};
use crate::commands::watch::{Args, Format};
use crate::report::text::clean_line;
use crate::rounds::{Day, Repeated};
use yize_core::check::waivers::Honour;
use yize_core::language::Text;
use yize_core::say;

/// Gives it.
pub(super) fn watch(both: Both<'_>, today: Date) -> Result<Args, Text> {
    let sub = both.sub;
    let mut repeated = repeated(both, today, "watch")?;
    let request = &mut repeated.request;
    filters(sub, request)?;
    request.baseline = sub.get_one::<PathBuf>("baseline").cloned();
    request.waivers = if sub.get_flag("no-waivers") { Honour::Nothing } else { Honour::All };
    let format = one(sub, "format");
    Ok(Args {
        repeated,
        fail_on: fail_on(sub),
        format: Format::ALL
            .iter()
            .find(|(name, _)| format == Some(name))
            .map(|(_, format)| *format)
            .unwrap_or_default(),
    })
}

/// What the commands ask alike that go on while files are edited: files to read again, and where the day comes from.
pub(in crate::cli) fn repeated(both: Both<'_>, today: Date, name: &str) -> Result<Repeated, Text> {
    let request = request(both, today)?;
    if request.paths.iter().any(|path| path == Path::new("-")) {
        return Err(say!(
            "yize {name} 不读标准输入；请写文件、文件夹或项目。",
            "yize {name} does not read stdin; name a file, folder or project."
        ));
    }
    let fixed = one(both.sub, "as-of").or_else(|| one(both.root, "as-of")).is_some();
    let day = if fixed { Day::Fixed(request.as_of) } else { Day::Today(crate::cli::today) };
    let poll = one(both.sub, "poll").map(seconds).transpose()?;
    Ok(Repeated { request, day, poll })
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
