//! Days, times and periods as people write them in cells.

use jiff::civil::{Date, Time};

use super::words::trimmed;
use crate::alike::narrowed;
use crate::value::{Period, YEARS};

/// What a text or a number says of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It is certain.
    Certain(Period),
    /// It could be meant so.
    Perhaps(Period),
    /// A month or a day for which no year is known.
    NoYear,
    /// There is no such day.
    NoSuchDay,
    /// There is no such month.
    NoSuchMonth,
    /// It is none.
    Nothing,
}

/// The day that a number stands for where a spreadsheet counts days, or that eight digits write.
pub(super) fn counted(number: &str) -> Option<Date> {
    let whole = number.split('.').next()?;
    crate::data::typing::meant::spreadsheet_day(whole.parse().ok()?)
}

/// What a text says. `year` is that of its record.
pub(super) fn period(text: &str, year: Option<i16>) -> Said {
    let text = narrowed(trimmed(text));
    // Other programs write the time of day behind, which is midnight where nobody meant it.
    let own = text.split_once([' ', 'T']).filter(|(_, rest)| rest.contains(':')).map_or(text.as_str(), |(day, _)| day);
    let text: String = own.chars().filter(|sign| !sign.is_whitespace()).collect();
    let text = arabic(&text);
    if let Some(quarter) = quarter(&text, year) {
        return quarter;
    }
    let (numbers, between) = apart(&text);
    let number = |at: usize| numbers[at].parse::<i16>().unwrap_or(i16::MAX);
    let is_year = |at: usize| numbers[at].len() == 4;
    let between: Vec<&str> = between.iter().map(String::as_str).collect();
    match (numbers.len(), between.as_slice()) {
        (3, ["-", "-"] | ["/", "/"] | [".", "."] | ["年", "月"] | ["年", "月", "日" | "号"]) if is_year(0) => {
            day(number(0), number(1), number(2))
        }
        // The day first, or the year cut short.
        (3, ["-", "-"] | ["/", "/"] | [".", "."] | ["年", "月"] | ["年", "月", "日" | "号"])
            if numbers[0].len() == 2 && numbers[2].len() <= 2 =>
        {
            match day(2000 + number(0), number(1), number(2)) {
                Said::Certain(period) => Said::Perhaps(period),
                other => other,
            }
        }
        // Day and month, whichever comes first, and then the year.
        (3, ["/", "/"] | ["-", "-"] | [".", "."]) if numbers[2].len() == 4 => {
            let either = [(0, 1), (1, 0)].map(|(month, of)| day(number(2), number(month), number(of)));
            let found = either.into_iter().find_map(|said| match said {
                Said::Certain(period) => Some(Said::Perhaps(period)),
                _ => None,
            });
            found.unwrap_or(Said::NoSuchDay)
        }
        (2, ["月", "日" | "号"]) => year.map_or(Said::NoYear, |year| day(year, number(0), number(1))),
        (2, ["/" | "-" | "."]) if !is_year(0) => match year.map(|year| day(year, number(0), number(1))) {
            Some(Said::Certain(period)) => Said::Perhaps(period),
            Some(other) => other,
            None => Said::NoYear,
        },
        (2, ["年", "月" | "月份"] | ["-" | "/" | "."]) if is_year(0) => month(number(0), number(1)),
        (1, ["月" | "月份"]) => year.map_or(Said::NoYear, |year| month(year, number(0))),
        (1, ["年" | "年度"] | []) if is_year(0) => in_years(Period::Year(number(0))),
        (1, []) if numbers[0].len() == 6 => {
            let (year, of) = numbers[0].split_at(4);
            month(year.parse().unwrap_or(0), of.parse().unwrap_or(0))
        }
        (1, []) if numbers[0].len() == 8 => match counted(&numbers[0]) {
            Some(date) => Said::Certain(Period::Day(date)),
            None => Said::Nothing,
        },
        _ => Said::Nothing,
    }
}

/// A text with Arabic numbers for the Chinese ones before 年, 月 and 日: `二〇二六年十二月三十一日`.
fn arabic(text: &str) -> String {
    let (mut whole, mut run) = (String::with_capacity(text.len()), String::new());
    for sign in text.chars() {
        if DIGITS.contains(sign) || sign == '十' {
            run.push(sign);
            continue;
        }
        let number = matches!(sign, '年' | '月' | '日' | '号').then(|| number(&run)).flatten();
        whole.push_str(&number.unwrap_or_else(|| run.clone()));
        run.clear();
        whole.push(sign);
    }
    whole.push_str(&run);
    whole
}

/// The Chinese digits, zero in its three forms first.
const DIGITS: &str = "〇○零一二三四五六七八九";

/// The number that Chinese digits write one by one, or with ten between them.
fn number(run: &str) -> Option<String> {
    let digit = |sign: char| DIGITS.chars().position(|own| own == sign).map(|at| at.saturating_sub(2));
    match run.split_once('十') {
        None => run.chars().map(|sign| Some(digit(sign)?.to_string())).collect(),
        Some((tens, ones)) => {
            let mut parts = [tens, ones].map(str::chars);
            let [ten, one] = [parts[0].next(), parts[1].next()].map(|sign| sign.map(digit));
            let single = parts.iter_mut().all(|part| part.next().is_none());
            let number = ten.unwrap_or(Some(1))? * 10 + one.unwrap_or(Some(0))?;
            single.then(|| number.to_string())
        }
    }
}

fn in_years(period: Period) -> Said {
    if (YEARS.0..=YEARS.1).contains(&period.first().year()) { Said::Certain(period) } else { Said::NoSuchDay }
}

fn day(year: i16, month: i16, day: i16) -> Said {
    let part = |number: i16| i8::try_from(number).ok();
    let date = part(month).zip(part(day)).and_then(|(month, day)| Date::new(year, month, day).ok());
    date.map_or(Said::NoSuchDay, |date| in_years(Period::Day(date)))
}

fn month(year: i16, month: i16) -> Said {
    match i8::try_from(month).ok().filter(|month| (1..=12).contains(month)) {
        Some(month) => in_years(Period::Month(year, month)),
        None => Said::NoSuchMonth,
    }
}

/// A quarter: `2026年第一季度`, `2026年1季度`, `2026-Q1`, `一季度`.
fn quarter(text: &str, year: Option<i16>) -> Option<Said> {
    let (before, which) = match text.strip_suffix("季度").or_else(|| text.strip_suffix('季')) {
        Some(rest) => {
            let last = rest.chars().next_back()?;
            (&rest[..rest.len() - last.len_utf8()], last)
        }
        None => {
            let (before, which) = text.split_once(['Q', 'q'])?;
            let mut signs = which.chars();
            let only = signs.next().filter(|_| signs.next().is_none())?;
            (before, only)
        }
    };
    let which = match which {
        '1' | '一' => 1,
        '2' | '二' => 2,
        '3' | '三' => 3,
        '4' | '四' => 4,
        _ => return Some(Said::Nothing),
    };
    let before = before.trim_end_matches(['第', '-', '年', '度']);
    if before.is_empty() {
        return Some(year.map_or(Said::NoYear, |year| Said::Certain(Period::Quarter(year, which))));
    }
    let own = before.parse::<i16>().ok().filter(|_| before.len() == 4);
    Some(own.map_or(Said::Nothing, |year| in_years(Period::Quarter(year, which))))
}

/// Digits, and what stands between and behind them; nothing may stand before.
fn apart(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut numbers, mut between): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut digits = false;
    for sign in text.chars() {
        let list = if sign.is_ascii_digit() { &mut numbers } else { &mut between };
        if list.is_empty() || digits != sign.is_ascii_digit() {
            list.push(String::new());
        }
        digits = sign.is_ascii_digit();
        if let Some(last) = list.last_mut() {
            last.push(sign);
        }
    }
    if text.starts_with(|sign: char| !sign.is_ascii_digit()) {
        between.push("?".to_owned());
    }
    (numbers, between)
}

/// A time of day: `9:30`, `09:30:00`, `9时30分`, `9点`.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = narrowed(trimmed(text));
    let (numbers, between) = apart(&text);
    let between: Vec<&str> = between.iter().map(String::as_str).collect();
    let number = |at: usize| numbers.get(at).map_or(Some(0), |part| part.parse::<i8>().ok());
    match between.as_slice() {
        [":" | "时" | "点"] | [":", ":"] | ["时" | "点", "分"] => {
            Time::new(number(0)?, number(1)?, number(2)?, 0).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_periods_are_read_where_they_are_certain() {
        let date = |year, month, day| Said::Certain(Period::Day(Date::constant(year, month, day)));
        let perhaps = |year, month, day| Said::Perhaps(Period::Day(Date::constant(year, month, day)));
        for (text, said) in [
            ("2026-3-5", date(2026, 3, 5)),
            ("２０２６／３／５", date(2026, 3, 5)),
            ("2026年3月5日", date(2026, 3, 5)),
            ("2026. 3. 5", date(2026, 3, 5)),
            ("二〇二六年三月五日", date(2026, 3, 5)),
            ("二○二六年十二月三十一日", date(2026, 12, 31)),
            ("二零二六年十月二十号", date(2026, 10, 20)),
            ("十月十一日", date(2025, 10, 11)),
            ("二〇二六年第一季度", Said::Certain(Period::Quarter(2026, 1))),
            ("二〇二六年十月", Said::Certain(Period::Month(2026, 10))),
            ("十十月", Said::Nothing),
            ("三月三十二日", Said::NoSuchDay),
            ("三十", Said::Nothing),
            ("3月5日", date(2025, 3, 5)),
            ("20260305", date(2026, 3, 5)),
            ("2026/03/05 00:00:00", date(2026, 3, 5)),
            ("05/03/2026", perhaps(2026, 5, 3)),
            ("25/03/2026", perhaps(2026, 3, 25)),
            ("2026年13月", Said::NoSuchMonth),
            ("202603", Said::Certain(Period::Month(2026, 3))),
            ("3/5", perhaps(2025, 3, 5)),
            ("26.3.5", perhaps(2026, 3, 5)),
            ("2026-02-30", Said::NoSuchDay),
            ("2026年3月", Said::Certain(Period::Month(2026, 3))),
            ("2026.3", Said::Certain(Period::Month(2026, 3))),
            ("3月", Said::Certain(Period::Month(2025, 3))),
            ("2026年第一季度", Said::Certain(Period::Quarter(2026, 1))),
            ("三季度", Said::Certain(Period::Quarter(2025, 3))),
            ("2026Q4", Said::Certain(Period::Quarter(2026, 4))),
            ("2026-Q4", Said::Certain(Period::Quarter(2026, 4))),
            ("2026年", Said::Certain(Period::Year(2026))),
            ("2026年度", Said::Certain(Period::Year(2026))),
            ("明天", Said::Nothing),
            ("上半年", Said::Nothing),
            ("", Said::Nothing),
        ] {
            assert_eq!(period(text, Some(2025)), said, "{text}");
        }
        assert_eq!((period("3月5日", None), period("一季度", None)), (Said::NoYear, Said::NoYear));
        assert_eq!(counted("46086"), Some(Date::constant(2026, 3, 5)));
        assert_eq!(
            (time("9:30"), time("9时"), time("25:00")),
            (Some(Time::constant(9, 30, 0, 0)), Some(Time::constant(9, 0, 0, 0)), None)
        );
    }
}
