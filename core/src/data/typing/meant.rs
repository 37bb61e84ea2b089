//! What a value of another type was perhaps meant to be.

use jiff::civil::{Date, Time};

use crate::document::{Datum, meant_day};
use crate::language::{Text, say};
use crate::schema::{Field, Type};
use crate::value::Period;

/// How a value of another type than its field's may be meant.
pub(super) fn help(ty: &Type, value: &Datum<'_>) -> Option<Text> {
    match (ty, value) {
        (Type::List(_), _) => Some(say!("一个值也要写成列表：[…]", "write even one value as a list: […]")),
        (Type::Table(fields), _) => Some(table(fields)),
        (_, Datum::Array(_)) => Some(say!("只写一个值，不写方括号", "write one value, without brackets")),
        (
            Type::String | Type::Enum(_) | Type::Ref(_),
            Datum::Integer(_) | Datum::Float(_) | Datum::Datetime(_) | Datum::Boolean(_),
        ) => Some(say!("文字要放在引号里", "put it in quotes")),
        (Type::Date, value) => day(value),
        (Type::Bool, value) => Some(boolean(value)),
        (Type::Integer, Datum::Float(_)) => Some(say!("写整数，不带小数", "write an integer, without a fraction")),
        (Type::Integer | Type::Decimal, Datum::String(text)) => Some(number(text)),
        (Type::Time, value) => Some(time(value)),
        (Type::Period, value) => Some(period(value)),
        _ => None,
    }
}

fn table(fields: &[Field]) -> Text {
    let list: Vec<String> = fields.iter().map(|field| format!("{} = …", field.name)).collect();
    let list = list.join(", ");
    say!("写成 {{ {list} }}", "write {{ {list} }}")
}

fn boolean(value: &Datum<'_>) -> Text {
    match value {
        Datum::String(text) if matches!(text.trim(), "true" | "false") => say!("去掉引号", "remove the quotes"),
        Datum::String(text) if matches!(text.trim(), "是" | "真" | "√" | "有" | "yes") => {
            say!("写成 true，不加引号", "write true, without quotes")
        }
        Datum::String(text) if matches!(text.trim(), "否" | "假" | "×" | "无" | "no") => {
            say!("写成 false，不加引号", "write false, without quotes")
        }
        _ => say!("是写 true，否写 false，不加引号", "write true or false, without quotes"),
    }
}

fn number(text: &str) -> Text {
    let text = text.trim();
    if text.parse::<rust_decimal::Decimal>().is_ok() {
        return say!("去掉引号", "remove the quotes");
    }
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '，')).collect();
    let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
    if !text.contains(['%', '％']) && digits.parse::<rust_decimal::Decimal>().is_ok() {
        return say!("只写数：{digits}，不加引号和单位", "write the number only: {digits}, without quotes and unit");
    }
    say!("只写数，不加引号和单位", "write a number, without quotes and unit")
}

fn day(value: &Datum<'_>) -> Option<Text> {
    let written = |day: &str| say!("写成 {day}，不加引号", "write {day}, without quotes");
    if let Datum::String(text) = value
        && let Some(day) = text.trim().parse().ok().and_then(spreadsheet_day)
    {
        return Some(of_spreadsheet(day));
    }
    match value {
        Datum::String(text) if text.trim().parse::<Date>().is_ok() => Some(say!("去掉引号", "remove the quotes")),
        Datum::String(text) => Some(meant_day(text.trim()).map_or_else(
            || {
                say!(
                    "年写四位，月、日各写两位，不加引号",
                    "four digits for the year, two each for month and day, without quotes"
                )
            },
            |day| written(&day),
        )),
        Datum::Integer(_) => {
            let number = value.as_integer()?;
            Some(match (eight_digits(number), serial(number)) {
                (Some(day), _) => say!("写成 {day}", "write {day}"),
                (None, Some(day)) => of_spreadsheet(day),
                (None, None) => say!("写出年、月、日", "write year, month and day"),
            })
        }
        // Behind the point stands the time of day.
        Datum::Float(number) => number.as_str().split_once('.')?.0.parse().ok().and_then(serial).map(of_spreadsheet),
        Datum::Datetime(moment) => {
            let day = moment.date?;
            let (year, month, day) = (day.year, day.month, day.day);
            Some(say!("只写日期：{year:04}-{month:02}-{day:02}", "write the day only: {year:04}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

fn of_spreadsheet(day: Date) -> Text {
    say!("像是表格软件的日期序号，写成 {day}", "it looks like a spreadsheet's number of a day: write {day}")
}

/// The day that a number stands for where it is written without its parts.
pub(in crate::data::typing) fn spreadsheet_day(number: i64) -> Option<Date> {
    eight_digits(number).or_else(|| serial(number))
}

/// The day that eight digits write: 20220110.
fn eight_digits(number: i64) -> Option<Date> {
    let part = |n: i64| i8::try_from(n % 100).ok();
    let year = i16::try_from(number / 10_000).ok().filter(|year| (1900..=2200).contains(year))?;
    Date::new(year, part(number / 100)?, part(number)?).ok()
}

/// The day that a number of a spreadsheet stands for, counted in days.
fn serial(number: i64) -> Option<Date> {
    let days = i32::try_from(number).ok().filter(|n| (20_000..=80_000).contains(n))?;
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

fn time(value: &Datum<'_>) -> Text {
    match value {
        Datum::String(text) if text.trim().parse::<Time>().is_ok() && text.trim().len() >= 5 => {
            say!("去掉引号", "remove the quotes")
        }
        _ => say!("写成 09:30，时、分各写两位，不加引号", "write 09:30, two digits each, without quotes"),
    }
}

/// The period that was perhaps meant: `2026-3`, `2026年3月`, `2026年第1季度`.
fn period(value: &Datum<'_>) -> Text {
    let usual = say!(
        "月份写成 \"2026-03\"，季度写成 \"2026-Q1\"，日期和年份不加引号",
        "a month is \"2026-03\", a quarter \"2026-Q1\"; days and years have no quotes"
    );
    let Datum::String(text) = value else { return usual };
    if let Some(day) = meant_day(text.trim()) {
        return say!("写成 {day}，不加引号", "write {day}, without quotes");
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let quarter = text.contains(['Q', 'q', '季']);
    let meant = match numbers.as_slice() {
        [year, quarter_of] if quarter => format!("{year}-Q{quarter_of}"),
        [year, month] => format!("{year}-{month:0>2}"),
        _ => return usual,
    };
    if Period::parse(&meant).is_some() { say!("写成 \"{meant}\"", "write \"{meant}\"") } else { usual }
}
