//! Values of the right type that no field can hold: what is wrong is told as what it is, and not as the type.

use jiff::civil::Date;

use crate::document::{self, Datum, day_after_all};
use crate::host::{self, HostRule};
use crate::language::{Text, say};
use crate::schema::Type;
use crate::value::{Period, YEARS};

/// What is wrong with a value that is of its field's type and cannot be read, and what to do.
pub(super) fn beyond(ty: &Type, value: &Datum<'_>) -> Option<(&'static HostRule, Text, Text)> {
    match (ty, value) {
        (Type::Integer | Type::Ref(_), Datum::Integer(number)) => Some(integer(number.as_str(), number.radix(), ty)),
        (Type::Decimal, Datum::Integer(number)) if number.as_str().is_empty() => Some(unfinished()),
        (Type::Decimal, Datum::Integer(_) | Datum::Float(_)) => Some(decimal(value)),
        (Type::Time, Datum::Datetime(moment)) if moment.date.is_none() => {
            let leap = moment.time.is_some_and(|time| time.second == Some(60));
            let message = if leap {
                say!("没有闰秒（第60秒）", "there are no leap seconds")
            } else {
                say!("没有这个时刻", "there is no such time")
            };
            Some((
                &host::LIMITS,
                message,
                say!("时为0至23，分、秒为0至59", "hours go to 23, minutes and seconds to 59"),
            ))
        }
        (Type::Period, Datum::Integer(_)) => period_year(value),
        (Type::Date | Type::Period, Datum::String(text)) => no_day(text.trim()).or_else(|| match ty {
            Type::Period => no_part(text.trim()),
            _ => None,
        }),
        _ => None,
    }
}

fn integer(digits: &str, radix: u32, ty: &Type) -> (&'static HostRule, Text, Text) {
    if digits.is_empty() {
        return unfinished();
    }
    if matches!(ty, Type::Ref(_)) && radix != 10 {
        let message =
            say!("编号不能写成十六进制、八进制或二进制的数", "a key is no hexadecimal, octal or binary number");
        return (&host::TYPE, message, say!("照原样写在引号里", "write it as it is, in quotes"));
    }
    let (least, most) = (i64::MIN, i64::MAX);
    let message = say!("数太大，超出整数的范围", "the number is too large for an integer");
    (
        &host::LIMITS,
        message,
        say!("整数从 {least} 到 {most}；编号写成文字", "integers go from {least} to {most}; a code is a text"),
    )
}

fn unfinished() -> (&'static HostRule, Text, Text) {
    let message = say!("数没有写完", "the number is incomplete");
    (&host::TYPE, message, say!("0x、0o、0b 的后面写上数字", "digits belong behind 0x, 0o and 0b"))
}

fn decimal(value: &Datum<'_>) -> (&'static HostRule, Text, Text) {
    let written = match value {
        Datum::Float(float) => float.as_str(),
        _ => "",
    };
    if written.contains("nan") || written.contains("inf") {
        let message = say!("“{written}”不是数", "`{written}` is no number");
        return (&host::TYPE, message, say!("写一个数；没有的，删去这一行", "write a number, or delete the line"));
    }
    let message = say!("数太大，或者位数太多", "the number is too large, or has too many digits");
    let help = say!("至多28位有效数字，小数点后至多28位", "there are at most 28 digits, and 28 behind the point");
    (&host::LIMITS, message, help)
}

/// A year that no period has, or what a spreadsheet takes for a day.
fn period_year(value: &Datum<'_>) -> Option<(&'static HostRule, Text, Text)> {
    let (number, (first, last)) = (value.as_integer()?, YEARS);
    let message =
        say!("{number}不是年份：应在{first}至{last}之间", "{number} is no year: years go from {first} to {last}");
    let help = match super::meant::spreadsheet_day(number) {
        Some(day) => {
            say!("像是表格软件的日期序号，写成 {day}", "it looks like a spreadsheet's number of a day: write {day}")
        }
        None => say!("年份写四位", "a year has four digits"),
    };
    Some((&host::LIMITS, message, help))
}

/// A day that there is not, written as days are.
pub(super) fn no_day(text: &str) -> Option<(&'static HostRule, Text, Text)> {
    let exact = document::exact_day(text).filter(|day| day.parse::<Date>().is_err())?;
    let message = say!("没有 {exact} 这一天", "there is no day {exact}");
    Some((&host::LIMITS, message, day_after_all(&exact)))
}

/// A month or a quarter that there is not, or one of a year beyond those that data speak of.
fn no_part(text: &str) -> Option<(&'static HostRule, Text, Text)> {
    let (first, last) = YEARS;
    let far = |own: &Period| !(first..=last).contains(&own.first().year());
    if let Some(own) = Period::parse(text).filter(far) {
        let number = own.first().year();
        let message = say!(
            "{number}年不对：应在{first}至{last}之间",
            "the year {number} is wrong: years go from {first} to {last}"
        );
        return Some((&host::LIMITS, message, say!("核对年份", "check the year")));
    }
    let (year, part) = text.split_once('-')?;
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let quarter = part.strip_prefix('Q');
    let written = digits(year, 4) && year.len() == 4 && digits(quarter.unwrap_or(part), 2);
    (written && (quarter.is_some() || part.len() == 2) && Period::parse(text).is_none()).then(|| {
        let (message, help) = match quarter {
            Some(_) => (
                say!("没有“{text}”这个季度", "there is no quarter `{text}`"),
                say!("季度为 Q1 至 Q4", "quarters are Q1 to Q4"),
            ),
            None => (
                say!("没有“{text}”这个月", "there is no month `{text}`"),
                say!("月份为 01 至 12", "months are 01 to 12"),
            ),
        };
        (&host::LIMITS, message, help)
    })
}

/// A cell that is a reference written as a number: only as people write numbers.
pub(super) fn as_key(value: &Datum<'_>) -> Option<i64> {
    match value {
        Datum::Integer(number) if number.radix() == 10 => value.as_integer(),
        _ => None,
    }
}
