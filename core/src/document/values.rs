//! What stands where a value should, and is none: what was perhaps meant.

use jiff::civil::Date;

use crate::alike::narrowed;
use crate::language::{Text, say};

/// A word that is no value: what is wrong with it, and what to write instead.
pub(super) fn meant(word: &str) -> (Text, Text) {
    let known = as_wide(word)
        .or_else(|| as_nothing(word))
        .or_else(|| as_boolean(word))
        .or_else(|| as_date(word))
        .or_else(|| as_month(word))
        .or_else(|| as_odd_number(word))
        .or_else(|| as_number(word));
    known.unwrap_or_else(|| {
        let message = say!("文字要放在引号里", "a text stands in quotes");
        match word {
            "是" | "否" | "yes" | "no" => (
                message,
                say!(
                    "是非写 true 或 false；要写文字就写成 \"{word}\"",
                    "yes and no are true and false; a text is \"{word}\""
                ),
            ),
            _ => (message, quoted(word)),
        }
    })
}

/// `写成 "…"`.
pub(super) fn quoted(word: &str) -> Text {
    if word.chars().count() > 40 || word.contains(['"', '\\']) {
        return say!("两边加上半角的引号", "put plain quotes around it");
    }
    say!("写成 \"{word}\"", "write \"{word}\"")
}

/// A number or a date in full-width digits and signs.
fn as_wide(word: &str) -> Option<(Text, Text)> {
    let narrowed = narrowed(word);
    let value = narrowed.parse::<Date>().is_ok() || narrowed.parse::<rust_decimal::Decimal>().is_ok();
    (narrowed != word && value).then(|| {
        let message = say!("“{word}”里有全角的数字或符号", "full-width digits or signs in `{word}`");
        (message, say!("写成 {narrowed}", "write {narrowed}"))
    })
}

fn as_nothing(word: &str) -> Option<(Text, Text)> {
    matches!(word.to_ascii_lowercase().as_str(), "null" | "none" | "nil" | "undefined" | "()").then(|| {
        let message = say!("没有“{word}”这样的值", "there is no value `{word}`");
        (message, say!("没有内容的，删去这一行", "where there is nothing to say, delete the line"))
    })
}

fn as_boolean(word: &str) -> Option<(Text, Text)> {
    let lower = word.to_ascii_lowercase();
    matches!(lower.as_str(), "true" | "false").then(|| {
        let message = say!("“{word}”要用小写字母", "`{word}` is written in small letters");
        (message, say!("写成 {lower}", "write {lower}"))
    })
}

/// Parts of digits, and what stands between and behind them.
fn parts(word: &str) -> (Vec<&str>, Vec<&str>) {
    let digits: Vec<&str> = word.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let others: Vec<&str> = word.split(|c: char| c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    (digits, others)
}

/// How a text that is meant to be a day is written.
pub(super) fn day(word: &str) -> Option<Text> {
    as_date(word).map(|(_, help)| help)
}

/// A day in words that are not TOML's: `2022-1-10`, `2022/1/10`, `2022年1月10日`, or one that there is not.
fn as_date(word: &str) -> Option<(Text, Text)> {
    let exact = exact_day(word)?;
    Some(match exact.parse::<Date>() {
        Ok(_) => (
            say!("“{word}”不是日期的写法", "`{word}` is not how a date is written"),
            say!("写成 {exact}，不加引号", "write {exact}, without quotes"),
        ),
        Err(_) => (say!("没有 {exact} 这一天", "there is no day {exact}"), day_after_all(&exact)),
    })
}

/// What to write instead of a day that there is not, as `2026-02-30`: the nearest that there is.
pub(crate) fn day_after_all(exact: &str) -> Text {
    let parts: Vec<i16> = exact.split('-').filter_map(|part| part.parse().ok()).collect();
    let day =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let near = match parts.as_slice() {
        // Day and month the other way round.
        [year, month, of] if *month > 12 && *of <= 12 => day(*year, *of, *month),
        [year, month, of] if *of > 28 => day(*year, *month, 1).map(Date::last_of_month),
        [year, month, 0] => day(*year, *month, 1),
        _ => None,
    };
    match near {
        Some(near) => say!("是否应为 {near}？核对月份和日期", "perhaps {near}? look at its month and day"),
        None => say!("核对月份和日期", "look at its month and day"),
    }
}

/// The day that a word was perhaps meant to be, as it is written; whether there is such a day or not.
pub(crate) fn exact_day(word: &str) -> Option<String> {
    let (digits, others) = parts(word);
    let between =
        matches!(others.as_slice(), ["-", "-"] | ["/", "/"] | [".", "."] | ["年", "月"] | ["年", "月", "日" | "号"]);
    let [year, month, day] = *digits.as_slice() else { return None };
    let fits = year.len() == 4 && month.len() <= 2 && day.len() <= 2 && word.starts_with(year);
    (between && fits).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

/// A month or a quarter without quotes: `2026-03`.
fn as_month(word: &str) -> Option<(Text, Text)> {
    let (digits, others) = parts(word);
    let [year, month] = *digits.as_slice() else { return None };
    let between = matches!(others.as_slice(), ["-" | "/"] | ["年", "月"]);
    (between && year.len() == 4 && month.len() <= 2 && word.starts_with(year)).then(|| {
        let message = say!("写到月份的时段要放在引号里", "a month stands in quotes");
        (message, say!("写成 \"{year}-{month:0>2}\"", "write \"{year}-{month:0>2}\""))
    })
}

/// A number with something behind it, or with a nought before it.
fn as_number(word: &str) -> Option<(Text, Text)> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    let (number, rest) = word.split_at(end);
    if number.is_empty() || number.starts_with('.') || number.ends_with('.') || number.matches('.').count() > 1 {
        return None;
    }
    if rest.is_empty() {
        return leading_nought(number);
    }
    if matches!(rest, "%" | "％") {
        let message = say!("不能写百分号", "there is no percent sign in TOML");
        let help = match number.parse::<rust_decimal::Decimal>() {
            Ok(percent) => {
                let share = (percent / rust_decimal::Decimal::ONE_HUNDRED).normalize();
                say!("写成小数 {share}，或只写 {number}", "write {share}, or {number} alone")
            }
            Err(_) => say!("写成小数", "write a decimal"),
        };
        return Some((message, help));
    }
    let unit = rest.chars().count() <= 3 && rest.chars().all(char::is_alphabetic);
    unit.then(|| {
        let message = say!("数的后面不能写“{rest}”", "`{rest}` may not stand behind a number");
        (message, say!("只写 {number}；要写文字就写成 \"{word}\"", "write {number}; a text is \"{word}\""))
    })
}

/// A number as other languages write it.
fn as_odd_number(word: &str) -> Option<(Text, Text)> {
    let unsigned = word.trim_start_matches(['+', '-']);
    let lower = unsigned.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "nan" | "infinity") {
        let message = say!("“{word}”不是数", "`{word}` is no number");
        return Some((message, say!("写一个数；没有的，删去这一行", "write a number, or delete the line")));
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        let Some(digits) = lower.strip_prefix(prefix) else { continue };
        let message = say!("数的写法不对", "this is not how a number is written");
        let minus = if word.starts_with('-') { "-" } else { "" };
        let help = match i64::from_str_radix(&digits.replace('_', ""), radix) {
            Ok(number) => say!("写成 {minus}{number}", "write {minus}{number}"),
            Err(_) => {
                say!("写成十进制的数；编号写成文字 \"{word}\"", "write it in decimal; a code is a text, \"{word}\"")
            }
        };
        return Some((message, help));
    }
    let numeric = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | '_' | '+' | '-' | 'e' | 'E');
    if !word.chars().all(numeric) || !word.contains(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let message = say!("数的写法不对", "this is not how a number is written");
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    Some((
        message,
        match unsigned.split_once('.') {
            _ if word.len() > unsigned.len() + 1 => say!("只写一个符号", "write one sign"),
            _ if word.contains('_') => say!("“_”只写在两个数字之间", "`_` stands between two digits"),
            Some((whole, "")) if digits(whole) => {
                say!("写成 {whole}.0，或只写 {whole}", "write {whole}.0, or {whole} alone")
            }
            Some(("", rest)) if digits(rest) => say!("写成 0.{rest}", "write 0.{rest}"),
            _ => return None,
        },
    ))
}

fn leading_nought(number: &str) -> Option<(Text, Text)> {
    let plain = number.trim_start_matches('0');
    (number.len() > 1 && number.starts_with('0') && !plain.starts_with('.')).then(|| {
        let plain = if plain.is_empty() { "0" } else { plain };
        let message = say!("数不能以 0 开头", "a number does not begin with 0");
        (message, say!("写成 {plain}；编号写成文字 \"{number}\"", "write {plain}; a code is a text, \"{number}\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    #[test]
    fn what_was_perhaps_meant_is_said() {
        let said = |word: &str| meant(word).1.get(Lang::Zh).to_owned();
        for (word, help) in [
            ("2022-1-10", "写成 2022-01-10，不加引号"),
            ("2022年1月10日", "写成 2022-01-10，不加引号"),
            ("2022.1.10", "写成 2022-01-10，不加引号"),
            ("2022-02-30", "是否应为 2022-02-28？核对月份和日期"),
            ("2022-13-02", "是否应为 2022-02-13？核对月份和日期"),
            ("2022-13-32", "核对月份和日期"),
            ("2026-3", "写成 \"2026-03\""),
            ("2026年3月", "写成 \"2026-03\""),
            ("60%", "写成小数 0.6，或只写 60"),
            ("89.5分", "只写 89.5；要写文字就写成 \"89.5分\""),
            ("1.", "写成 1.0，或只写 1"),
            (".5", "写成 0.5"),
            ("--1", "只写一个符号"),
            ("0XFF", "写成 255"),
            ("+0x10", "写成 16"),
            ("Inf", "写一个数；没有的，删去这一行"),
            ("1__0", "“_”只写在两个数字之间"),
            ("007", "写成 7；编号写成文字 \"007\""),
            ("1.0.0", "写成 \"1.0.0\""),
            ("0312-123", "写成 \"0312-123\""),
            ("True", "写成 true"),
            ("委员甲", "写成 \"委员甲\""),
        ] {
            assert_eq!(said(word), help, "{word}");
        }
        assert!(said("是").starts_with("是非写 true 或 false"));
    }
}
