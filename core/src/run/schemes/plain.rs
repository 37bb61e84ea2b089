//! The plain values of options: numbers, texts, days, grades. What does not hold is said in words.

use jiff::civil::Date;

use crate::language::{Text, did_you_mean_quoted, say};
use crate::machine::constant::Constant;
use crate::run::schemes::written::Options;
use crate::score::points::Points;
use crate::score::scheme::{MonthDay, Scheme};
use crate::spelling::nearest;

/// A mistake: the option that it is in, what is wrong, and what to do.
pub(crate) struct Mistake {
    /// The option.
    pub key: &'static str,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

/// What was read, or the first mistake.
pub(crate) type Read<T> = Result<T, Box<Mistake>>;

pub(super) fn mistake<T>(key: &'static str, message: Text, help: Text) -> Read<T> {
    Err(Box::new(Mistake { key, message, help }))
}

pub(super) fn grade(scheme: &Scheme, key: &'static str, word: &str) -> Read<usize> {
    let grades = || scheme.bands.iter().map(|band| band.grade.as_str());
    let list = grades().collect::<Vec<_>>().join("、");
    let message = say!("没有等次“{word}”", "there is no grade \"{word}\"");
    let Some(at) = grades().position(|grade| grade == word) else {
        let help = if list.is_empty() {
            say!("先在 bands 里写明等次", "write the grades in bands first")
        } else {
            say!("等次有：{list}", "the grades are: {list}")
        };
        return mistake(key, message.and_ask(nearest(word, grades()).map(did_you_mean_quoted)), help);
    };
    Ok(at)
}

pub(super) fn points(options: &Options, key: &'static str) -> Read<Option<Points>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.points() {
        // Larger numbers are slips, and would make sums overflow.
        Some(n) if n.decimal().abs() <= 1_000_000.into() && n.decimal().scale() <= 6 => Ok(Some(n)),
        Some(_) => mistake(
            key,
            say!("“{key}”的数过大或小数过长", "\"{key}\" is too large or has too many decimals"),
            say!("不超过 1000000，小数不超过6位", "no more than 1000000, and 6 decimals at most"),
        ),
        None => mistake(key, say!("“{key}”应当是一个数", "\"{key}\" is a number"), no_quotes(key)),
    }
}

pub(super) fn whole(options: &Options, key: &'static str) -> Read<Option<u32>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.whole().and_then(|n| u32::try_from(n).ok()) {
        Some(n) => Ok(Some(n)),
        None => {
            mistake(key, say!("“{key}”应当是不小于0的整数", "\"{key}\" is a whole number, 0 or more"), no_quotes(key))
        }
    }
}

pub(super) fn flag(options: &Options, key: &'static str) -> Read<bool> {
    match options.get(key) {
        None => Ok(false),
        Some(Constant::Bool(yes)) => Ok(*yes),
        Some(_) => mistake(
            key,
            say!("“{key}”应当是真假值", "\"{key}\" is true or false"),
            say!("写 true 或 false，不加引号", "write true or false, without quotes"),
        ),
    }
}

pub(super) fn word(options: &Options, key: &'static str) -> Read<Option<String>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.text() {
        Some(text) => Ok(Some(text.to_owned())),
        None => mistake(
            key,
            say!("“{key}”应当是文字", "\"{key}\" is a text"),
            say!("写在双引号里：{key}: \"……\"", "write it in double quotes: {key}: \"…\""),
        ),
    }
}

/// Numbers are written as such.
fn no_quotes(key: &str) -> Text {
    say!("写成 {key}: 5 这样，不加引号", "write it as {key}: 5, without quotes")
}

/// A list of texts; one text counts as a list of one.
pub(super) fn words(options: &Options, key: &'static str) -> Read<Vec<String>> {
    let Some(value) = options.get(key) else { return Ok(Vec::new()) };
    if let Constant::List(items) = value {
        let words: Option<Vec<String>> = items.iter().map(|item| item.text().map(str::to_owned)).collect();
        let message = say!("“{key}”应当是文字的列表", "\"{key}\" is a list of texts");
        let help = say!("写成 {key}: [\"……\", \"……\"]", "write {key}: [\"…\", \"…\"]");
        return words.map_or_else(|| mistake(key, message, help), Ok);
    }
    word(options, key).map(|word| word.into_iter().collect())
}

pub(super) fn day(options: &Options, key: &'static str) -> Read<Option<Date>> {
    match word(options, key)? {
        None => Ok(None),
        Some(text) => text.parse().map(Some).or_else(|_| {
            let day = crate::document::meant_day(&text).unwrap_or_else(|| "2022-01-01".to_owned());
            mistake(
                key,
                say!("“{key}”应当是日期，如 2022-01-01", "\"{key}\" is a day, like 2022-01-01"),
                say!("写成 {key}: \"{day}\"", "write {key}: \"{day}\""),
            )
        }),
    }
}

/// A month and a day of any year.
pub(super) fn month_day(text: &str) -> Option<MonthDay> {
    let (month, day) = text.split_once('-')?;
    let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
    // 2024 has every day there is.
    Date::new(2024, month, day).ok().map(|_| (month, day))
}

/// The floor and the cap, and that what is begun with lies between them.
pub(super) fn range(options: &Options, start: &'static str) -> Read<(Option<Points>, Option<Points>)> {
    let (min, max) = (points(options, "min")?, points(options, "max")?);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        let help = say!("核对 min 和 max，是不是写反了", "look at min and max: they may be the wrong way round");
        return mistake("min", say!("下限 {min} 高于上限 {max}", "the floor {min} is above the cap {max}"), help);
    }
    if let Some(begin) = points(options, start)?
        && (min.is_some_and(|min| begin < min) || max.is_some_and(|max| begin > max))
    {
        let message =
            say!("起始分 {begin} 不在下限和上限之间", "the {begin} points to begin with lie outside floor and cap");
        return mistake(start, message, say!("核对 {start}、min 和 max", "look at {start}, min and max"));
    }
    Ok((min, max))
}
