//! `--cache`, `--no-cache`: where what checks came to is kept across runs; else as the environment says, or the platform's folder.

use std::path::PathBuf;

use clap::{Arg, value_parser};
use etcetera::base_strategy::{BaseStrategy as _, choose_native_strategy};

use crate::args::{Builder, Given};
use crate::cache::Wanted;
use crate::report::text::clean_line;
use yize_core::language::Text;
use yize_core::say;

/// A folder for the cache, or [`OFF`].
const FOLDER: &str = "YIZE_CACHE";
/// The word for no cache.
const OFF: &str = "off";
/// A secret with which entries are sealed.
const SECRET: &str = "YIZE_CACHE_KEY";
/// Fewest characters of it.
const FEWEST: usize = 16;
/// Most megabytes of all entries.
const SIZE: &str = "YIZE_CACHE_SIZE";
/// The same where nothing is said.
const MEGABYTES: u64 = 1024;
/// Set by nearly every system that runs jobs: what is kept there is seldom there the next time.
const JOBS: &str = "CI";

/// The options.
pub(crate) fn options(b: Builder) -> [Arg; 2] {
    let cache = say!(
        "缓存文件夹：检查的内容没有变，就直接给出上次的结果（默认：用户的缓存文件夹；设有环境变量 {JOBS} 时不用）",
        "Folder of the cache: what has not changed is not checked again (default: the user's cache folder; none where {JOBS} is set)"
    );
    [
        b.value("cache", &say!("文件夹", "DIR"), &cache).value_parser(value_parser!(PathBuf)),
        b.flag("no-cache", &say!("不用缓存", "Use no cache")).conflicts_with("cache"),
    ]
}

/// What was given, by the command line before the environment.
///
/// # Errors
/// When a variable has no meaning.
pub(crate) fn read(given: Given<'_>) -> Result<Wanted, Text> {
    let off = given.flag("no-cache");
    let wanted = from(given.path("cache"), &variable)?;
    let jobs = variable(JOBS).is_some_and(|value| value != "false" && value != "0");
    // In a job only what was asked for.
    let place = wanted.place.clone().filter(|(_, asked)| !off && (*asked || !jobs));
    Ok(Wanted { place, ..wanted })
}

/// The same for who asks about the cache, wherever that is.
///
/// # Errors
/// When a variable has no meaning.
pub(crate) fn any(given: Given<'_>) -> Result<Wanted, Text> {
    let wanted = from(given.path("cache"), &variable)?;
    let asked = |(folder, _)| (folder, true);
    Ok(Wanted { place: wanted.place.clone().map(asked), ..wanted })
}

fn from(folder: Option<PathBuf>, variable: &dyn Fn(&str) -> Option<String>) -> Result<Wanted, Text> {
    let folders = choose_native_strategy().ok();
    let named = folder.map(|folder| folder.to_string_lossy().into_owned()).or_else(|| variable(FOLDER));
    let place = match named {
        Some(word) if word == OFF => None,
        Some(folder) => Some((PathBuf::from(folder), true)),
        None => folders.as_ref().map(|own| (own.cache_dir().join("yize"), false)),
    };
    // Not beside the settings, which people carry from machine to machine and show one another.
    let key_file = folders.map(|own| own.state_dir().unwrap_or_else(|| own.data_dir()).join("yize").join("cache.key"));
    let secret = variable(SECRET);
    if secret.as_ref().is_some_and(|secret| secret.chars().count() < FEWEST) {
        return Err(say!(
            "环境变量 {SECRET} 的密钥至少 {FEWEST} 个字符。",
            "the secret in the environment variable {SECRET} has at least {FEWEST} characters."
        ));
    }
    let megabytes = match variable(SIZE) {
        None => MEGABYTES,
        Some(word) => word.parse().ok().filter(|size| (1..=1 << 24).contains(size)).ok_or_else(|| {
            let word = clean_line(&word);
            say!(
                "环境变量 {SIZE} 的值“{word}”应为 1 至 16777216 的整数（MB）。",
                "`{word}` in the environment variable {SIZE} should be a whole number of megabytes from 1 to 16777216."
            )
        })?,
    };
    Ok(Wanted { place, key_file, secret, limit: megabytes << 20 })
}

#[expect(clippy::disallowed_methods, reason = "this is the command line's")]
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_goes_before_the_environment_and_that_before_the_platform() {
        let from = |folder: Option<&str>, pairs: &[(&str, &str)]| {
            let variable = |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
            super::from(folder.map(PathBuf::from), &variable)
        };
        let place = |folder, pairs: &[(&str, &str)]| from(folder, pairs).unwrap().place;
        assert_eq!(place(Some("a"), &[(FOLDER, "b")]), Some(("a".into(), true)));
        assert_eq!(place(None, &[(FOLDER, "b")]), Some(("b".into(), true)));
        assert_eq!(place(None, &[(FOLDER, OFF)]), None);
        assert!(place(None, &[]).is_none_or(|(folder, asked)| folder.ends_with("yize") && !asked));

        assert_eq!(from(None, &[]).unwrap().limit, 1 << 30);
        assert_eq!(from(None, &[(SIZE, "2")]).unwrap().limit, 2 << 20);
        for wrong in [(SIZE, "0"), (SIZE, "x"), (SIZE, "-1"), (SIZE, "18446744073709551615"), (SECRET, "short")] {
            assert!(from(None, &[wrong]).is_err(), "{wrong:?}");
        }
    }
}
