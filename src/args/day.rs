//! What day it is where no `--as-of` says it: in the time zone of the projects, wherever and under whatever `TZ` yize runs.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ledger::Ledgers;
use crate::report::text::clean_line;
use yize_core::check::time_zones;
use yize_core::files::Disk;
use yize_core::language::Text;
use yize_core::say;

/// The zone of a project that names none.
const ZONE: &str = "Asia/Shanghai";

/// What day it is, and where.
#[derive(Clone, Debug)]
pub(crate) struct Today {
    /// The day.
    pub date: Date,
    /// The zone, which tells what day it is later on.
    pub zone: TimeZone,
    /// What it is called.
    pub name: String,
}

/// The day in the time zone of the projects that these paths name.
///
/// # Errors
/// When a zone is not known, that of the environment included, or projects are in zones where it is not the same day.
pub(crate) fn today(now: Timestamp, paths: &[PathBuf]) -> Result<Today, Text> {
    environment()?;
    let mut days: Vec<Today> = Vec::new();
    for (settings, name) in time_zones(&Disk, paths, Some(&Ledgers)) {
        let name = name.unwrap_or_else(|| ZONE.to_owned());
        if days.iter().all(|day| day.name != name) {
            days.push(day_in(now, name, &settings)?);
        }
    }
    if days.is_empty() {
        days.push(day_in(now, ZONE.to_owned(), Path::new(""))?);
    }
    let first = days.swap_remove(0);
    match days.iter().find(|other| other.date != first.date) {
        None => Ok(first),
        Some(other) => {
            let (a, b) = (clean_line(&first.name), clean_line(&other.name));
            Err(say!(
                "各项目的时区不同（{a}、{b}），今天不是同一天。请用 --as-of 写明日期，或者分别检查。",
                "the projects are in different time zones ({a}, {b}), where it is not the same day. Give --as-of, or check them one by one."
            ))
        }
    }
}

fn day_in(now: Timestamp, name: String, settings: &Path) -> Result<Today, Text> {
    let Ok(zone) = TimeZone::get(&name) else {
        let (name, settings) = (clean_line(&name), clean_line(&settings.to_string_lossy()));
        return Err(say!(
            "{settings} 的 time_zone“{name}”不是已知的时区。请写 Asia/Shanghai 这样的名称。",
            "`{name}` of time_zone in {settings} is no known time zone. Write a name such as Asia/Shanghai."
        ));
    };
    Ok(Today { date: zone.to_datetime(now).date(), zone, name })
}

/// Makes sure that `TZ` is a zone. It decides nothing, but whoever has set it means something by it.
fn environment() -> Result<(), Text> {
    #[expect(clippy::disallowed_methods, reason = "arguments and environment are read in `args`")]
    let Some(set) = std::env::var_os("TZ") else { return Ok(()) };
    let set = set.to_string_lossy();
    if is_zone(&set) {
        return Ok(());
    }
    let set = clean_line(&set);
    Err(say!(
        "环境变量 TZ 的值“{set}”不是已知的时区。请改正或者去掉它（今天是哪一天按项目的 time_zone 算），或者用 --as-of 写明日期。",
        "`{set}` in the environment variable TZ is no known time zone. Correct or unset it (what day it is goes by the project's time_zone), or give --as-of."
    ))
}

/// Whether a value of `TZ` is a zone: none, a name, a rule, or a file.
fn is_zone(set: &str) -> bool {
    let name = set.strip_prefix(':').unwrap_or(set);
    let plain = ["posix/", "right/"].iter().find_map(|sort| name.strip_prefix(sort)).unwrap_or(name);
    name.is_empty() || name.starts_with('/') || TimeZone::get(plain).is_ok() || TimeZone::posix(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_its_zone() {
        let evening: Timestamp = "2026-11-22T17:00:00Z".parse().unwrap();
        let day = |zone: &str| day_in(evening, zone.to_owned(), Path::new("")).map(|day| day.date.to_string());
        assert_eq!(day(ZONE).unwrap(), "2026-11-23");
        assert_eq!(day("America/New_York").unwrap(), "2026-11-22");
        assert!(day("Asia/Bejing").is_err());
        let nowhere = today(evening, &[]).unwrap();
        assert_eq!((nowhere.date.to_string(), nowhere.name.as_str()), ("2026-11-23".to_owned(), ZONE));
    }

    #[test]
    fn what_tz_may_be() {
        for zone in ["", ":", "UTC", "PRC", ":Asia/Shanghai", "CST-8", "/etc/localtime", "posix/Asia/Shanghai"] {
            assert!(is_zone(zone), "{zone}");
        }
        for none in ["Asia/Bejing", "Beijing", "北京", "+08:00x"] {
            assert!(!is_zone(none), "{none}");
        }
    }
}
