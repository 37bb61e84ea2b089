//! What a cell holds, read as the type that its field declares. What is not certain is not read, and said.

use std::borrow::Cow;

use rust_decimal::Decimal;
use toml::de::DeValue;

use super::days::{self, Said};
use super::draft::Draft;
use super::grid::At;
use super::words::{bare, closed, number, parts, trimmed, yes_or_no};
use crate::alike::narrowed;
use crate::document::day_after_all;
use crate::host::{self, HostRule};
use crate::language::{Lang, Text, say};
use crate::schema::{Bound, EnumValue, Limits, Type};
use crate::sheet::{BREAK, Change, Inside};
use crate::source::Span;
use crate::value::Period;

/// Why a cell is not read.
pub(super) struct Wrong {
    /// The finding's rule.
    pub rule: &'static HostRule,
    /// What is wrong.
    pub message: Text,
    /// What to write.
    pub help: Option<Text>,
}

/// What is wanted of a cell.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'f> {
    /// The type of its field.
    pub ty: &'f Type,
    /// Its limits.
    pub limits: &'f Limits,
    /// Whether it tells records apart.
    pub key: bool,
    /// Whether it is what people call the record.
    pub name: bool,
    /// The year of the record, where it is known.
    pub year: Option<i16>,
    /// Whether cells of the sheet tell numbers and days from texts.
    pub typed: bool,
}

/// What became of a cell: nothing where it is empty.
pub(super) type Took<'t> = Result<Option<Draft<'t>>, Wrong>;

/// Reads a cell, and notes how it was read otherwise than written.
pub(super) fn take<'t>(wanted: Wanted<'_>, at: At<'t>, changes: &mut Vec<Change>) -> Took<'t> {
    match at.inside {
        _ if at.is_blank() => Ok(None),
        Inside::Error(error) => Err(Wrong {
            rule: &host::CELL,
            message: say!("单元格里是错误值 {error}", "the cell holds the error {error}"),
            help: Some(say!("改正公式或重新填写，再保存", "mend the formula or write the value, and save")),
        }),
        Inside::Unknown => Err(Wrong {
            rule: &host::CELL,
            message: say!("公式没有存下结果", "the formula has no stored value"),
            help: Some(say!("用 Excel 或 WPS 打开，计算后保存", "open it in Excel or WPS, let it compute, and save")),
        }),
        _ => of_type(wanted, at, changes).map(Some),
    }
}

fn of_type<'t>(wanted: Wanted<'_>, at: At<'t>, changes: &mut Vec<Change>) -> Result<Draft<'t>, Wrong> {
    match wanted.ty {
        Type::String => text(wanted, at.inside, changes),
        Type::Enum(values) => enum_value(values, wanted, at.inside, changes),
        Type::Ref(_) => text(Wanted { key: true, name: false, ..wanted }, at.inside, changes),
        Type::Bool => yes(wanted, at.inside, changes),
        Type::Integer | Type::Decimal => figure(wanted, at.inside, changes),
        Type::Date | Type::Period => moment(wanted, at.inside, changes),
        Type::Time => time(wanted, at.inside, changes),
        Type::List(of) => list(Wanted { ty: of, ..wanted }, at, changes),
        Type::Table(_) => written(at, true).ok_or_else(|| unlike(wanted, at.inside)),
    }
}

fn text<'t>(wanted: Wanted<'_>, inside: Inside<'t>, changes: &mut Vec<Change>) -> Result<Draft<'t>, Wrong> {
    let text = match inside {
        Inside::Text(text) if wanted.key => {
            let (bare, change) = bare(text);
            changes.extend(change);
            if bare == text { Cow::Borrowed(text) } else { Cow::Owned(bare) }
        }
        Inside::Text(text) => {
            let own = trimmed(text);
            if own != text {
                changes.push(Change::Trimmed);
            }
            match closed(own).filter(|_| wanted.name) {
                Some(closed) => {
                    changes.push(Change::Closed);
                    Cow::Owned(closed)
                }
                None if own.contains(BREAK) => Cow::Owned(own.replace(BREAK, "\n")),
                None => Cow::Borrowed(own),
            }
        }
        Inside::Number(digits) if is_lossy(digits) => return Err(lossy(digits)),
        Inside::Percent(digits) => {
            changes.push(Change::Text);
            let hundredfold = digits.parse::<Decimal>().ok().map(|n| (n * Decimal::ONE_HUNDRED).normalize());
            hundredfold.map_or(Cow::Borrowed(digits), |n| Cow::Owned(format!("{n}%")))
        }
        other => {
            changes.push(Change::Text);
            Cow::Borrowed(other.shown())
        }
    };
    Ok(Draft::Text(text))
}

/// Whether a number has more digits than a spreadsheet keeps.
fn is_lossy(digits: &str) -> bool {
    digits.bytes().filter(u8::is_ascii_digit).count() > 15
}

fn lossy(digits: &str) -> Wrong {
    Wrong {
        rule: &host::CELL,
        message: say!(
            "“{digits}”按数存放，15位以后的数字已经丢失",
            "`{digits}` is kept as a number, and has lost its digits beyond the fifteenth"
        ),
        help: Some(say!("把单元格设为文本格式，重新填写", "format the cell as text, and write it again")),
    }
}

fn enum_value<'t>(
    values: &[EnumValue],
    wanted: Wanted<'_>,
    inside: Inside<'t>,
    changes: &mut Vec<Change>,
) -> Result<Draft<'t>, Wrong> {
    if let Inside::Text(text) = inside
        && values.iter().any(|v| v.name == text || v.label.get(Lang::Zh) == text)
    {
        return Ok(Draft::Text(Cow::Borrowed(text)));
    }
    let mut read = Vec::new();
    let word = text(Wanted { key: true, name: false, ..wanted }, inside, &mut read)?;
    let Draft::Text(own) = &word else { return Ok(word) };
    // By its English label too, as a workbook in English has it.
    let english = || values.iter().find(|v| v.label.get(Lang::En) == own);
    let known = values.iter().any(|v| v.name == **own || v.label.get(Lang::Zh) == own);
    let english = if known { None } else { english() };
    // What is no value is told, and was not read.
    changes.extend(read.into_iter().filter(|_| known || english.is_some()));
    Ok(english.map_or(word, |value| Draft::Text(Cow::Owned(value.name.clone()))))
}

fn yes<'t>(wanted: Wanted<'_>, inside: Inside<'t>, changes: &mut Vec<Change>) -> Result<Draft<'t>, Wrong> {
    let word = match inside {
        Inside::Bool(word) => return Ok(Draft::Bool(word == "true")),
        Inside::Text(word) => bare(word).0,
        Inside::Number(word) => word.to_owned(),
        _ => return Err(unlike(wanted, inside)),
    };
    let yes = yes_or_no(&word).ok_or_else(|| unlike(wanted, inside))?;
    if !matches!(inside, Inside::Text("是" | "否")) && (wanted.typed || !matches!(word.as_str(), "true" | "false")) {
        changes.push(Change::Bool);
    }
    Ok(Draft::Bool(yes))
}

/// Whether a field holds shares of one, so that 85 % is 0.85 there.
fn is_share(limits: &Limits) -> bool {
    !matches!(limits.max, Some(Bound::Number(max)) if max > Decimal::ONE)
}

fn figure<'t>(wanted: Wanted<'_>, inside: Inside<'t>, changes: &mut Vec<Change>) -> Result<Draft<'t>, Wrong> {
    let share = |hundredth: Decimal| {
        if wanted.ty == &Type::Integer || !is_share(wanted.limits) {
            let (percent, share) = ((hundredth * Decimal::ONE_HUNDRED).normalize(), hundredth.normalize());
            return Err(Wrong {
                rule: &host::CELL,
                message: say!(
                    "“{percent}%”是 {share} 还是 {percent}，不能确定",
                    "it is not certain whether `{percent}%` is {share} or {percent}"
                ),
                help: Some(say!("写成不带百分号的数", "write a number without the percent sign")),
            });
        }
        Ok(hundredth.normalize().to_string())
    };
    let digits = match inside {
        Inside::Number(digits) if is_lossy(digits) => return Err(lossy(digits)),
        Inside::Number(digits) => Cow::Borrowed(digits),
        Inside::Percent(digits) => Cow::Owned(share(digits.parse().map_err(|_| unlike(wanted, inside))?)?),
        Inside::Text(text) => {
            let own = narrowed(trimmed(text));
            let digits = match own.strip_suffix('%') {
                Some(percent) => {
                    let percent: Decimal =
                        number(percent).and_then(|n| n.parse().ok()).ok_or_else(|| unlike(wanted, inside))?;
                    share(percent / Decimal::ONE_HUNDRED)?
                }
                None => number(text).ok_or_else(|| unlike(wanted, inside))?,
            };
            if wanted.typed || digits != text {
                changes.push(Change::Number);
            }
            Cow::Owned(digits)
        }
        _ => return Err(unlike(wanted, inside)),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')) {
        return Err(unlike(wanted, inside));
    }
    if wanted.ty == &Type::Integer && digits.contains('.') {
        let whole = digits.trim_end_matches('0').strip_suffix('.').map(str::to_owned);
        return whole.map(|whole| Draft::Figure(Cow::Owned(whole))).ok_or_else(|| unlike(wanted, inside));
    }
    Ok(Draft::Figure(digits))
}

fn moment<'t>(wanted: Wanted<'_>, inside: Inside<'t>, changes: &mut Vec<Change>) -> Result<Draft<'t>, Wrong> {
    let day = |text: &str| text.get(..10).and_then(|day| day.parse().ok()).map(Period::Day);
    let said = match inside {
        Inside::Day(text) => day(text).map_or(Said::Nothing, Said::Certain),
        Inside::Moment(text) => {
            if !text.ends_with("00:00:00") {
                changes.push(Change::Day);
            }
            day(text).map_or(Said::Nothing, Said::Certain)
        }
        Inside::Month(text) => match (wanted.ty, day(text)) {
            (Type::Period, Some(Period::Day(day))) => Said::Certain(Period::Month(day.year(), day.month())),
            (_, Some(day)) => Said::Perhaps(day),
            _ => Said::Nothing,
        },
        Inside::Number(digits) => numbered(wanted.ty, digits, changes),
        Inside::Text(text) => {
            let said = days::period(text, wanted.year);
            if let Said::Certain(period) = said
                && (wanted.typed && matches!(period, Period::Day(_)) || period.to_string() != text)
            {
                changes.push(Change::Day);
            }
            said
        }
        _ => Said::Nothing,
    };
    match said {
        Said::Certain(Period::Day(day)) => Ok(Draft::Day(day)),
        Said::Certain(Period::Year(year)) if wanted.ty == &Type::Period => {
            Ok(Draft::Figure(Cow::Owned(year.to_string())))
        }
        Said::Certain(period) if wanted.ty == &Type::Period => Ok(Draft::Text(Cow::Owned(period.to_string()))),
        other => Err(no_moment(wanted, inside, other)),
    }
}

/// What a number says of the calendar: `2026.1` may be the first or the tenth month.
fn numbered(ty: &Type, digits: &str, changes: &mut Vec<Change>) -> Said {
    if ty == &Type::Period && digits.split('.').next().is_some_and(|year| year.len() == 4) {
        let said = days::period(digits, None);
        let doubtful = digits.ends_with(".1");
        return match said {
            Said::Certain(period) if doubtful => Said::Perhaps(period),
            Said::Certain(Period::Year(_)) => said,
            said => {
                changes.push(Change::Day);
                said
            }
        };
    }
    changes.push(Change::Day);
    days::counted(digits).map_or(Said::Nothing, |day| Said::Certain(Period::Day(day)))
}

fn no_moment(wanted: Wanted<'_>, inside: Inside<'_>, said: Said) -> Wrong {
    let shown = inside.shown();
    match said {
        Said::Perhaps(period) => Wrong {
            rule: &host::CELL,
            message: say!("“{shown}”像是 {period}，不能确定", "`{shown}` is perhaps {period}, which is not certain"),
            help: Some(say!("写明年、月、日：{period}", "write year, month and day: {period}")),
        },
        Said::NoYear => Wrong {
            rule: &host::CELL,
            message: say!("“{shown}”没有写年份", "`{shown}` has no year"),
            help: Some(say!(
                "写上年份，或在 yize.toml 的 [[ledger]] 里写 fixed = {{ year = … }}",
                "write the year, or fixed = {{ year = … }} under [[ledger]] in yize.toml"
            )),
        },
        Said::NoSuchMonth => Wrong {
            rule: &host::TYPE,
            message: say!("没有“{shown}”这个月份", "there is no such month as `{shown}`"),
            help: Some(say!("核对年和月", "look at year and month")),
        },
        Said::NoSuchDay => {
            let exact = crate::document::exact_day(shown).map(|exact| day_after_all(&exact));
            Wrong {
                rule: &host::TYPE,
                message: say!("没有“{shown}”这个日期", "there is no such day as `{shown}`"),
                help: exact.or_else(|| Some(say!("核对年、月、日", "look at year, month and day"))),
            }
        }
        Said::Nothing | Said::Certain(_) => unlike(wanted, inside),
    }
}

fn time<'t>(wanted: Wanted<'_>, inside: Inside<'t>, changes: &mut Vec<Change>) -> Result<Draft<'t>, Wrong> {
    let time = match inside {
        Inside::Time(text) => text.parse().ok(),
        Inside::Text(text) => {
            changes.extend(wanted.typed.then_some(Change::Day));
            days::time(text)
        }
        _ => None,
    };
    time.map(Draft::Time).ok_or_else(|| unlike(wanted, inside))
}

fn list<'t>(of: Wanted<'_>, at: At<'t>, changes: &mut Vec<Change>) -> Result<Draft<'t>, Wrong> {
    if let Some(list) = written(at, false) {
        return Ok(list);
    }
    let Inside::Text(text) = at.inside else {
        return Ok(Draft::List(take(of, at, changes)?.map(|only| (at.span, only)).into_iter().collect()));
    };
    let mut items = Vec::new();
    for (start, part) in parts(text) {
        let start = at.span.start as usize + start;
        let at = At { span: Span::new(start, start + part.len()), inside: Inside::Text(part), merged: false };
        items.extend(take(of, at, changes)?.map(|item| (at.span, item)));
    }
    Ok(Draft::List(items))
}

/// A list, or a table, that is written as in a text of data.
fn written(at: At<'_>, table: bool) -> Option<Draft<'_>> {
    let Inside::Text(text) = at.inside else { return None };
    if !text.starts_with(['[', '{']) {
        return None;
    }
    let text = if text.contains(BREAK) { Cow::Owned(text.replace(BREAK, "\n")) } else { Cow::Borrowed(text) };
    let fits = |value: &DeValue<'_>| if table { value.is_table() } else { value.is_array() };
    let fits = DeValue::parse(&text).is_ok_and(|value| fits(value.get_ref()));
    fits.then_some(Draft::Written(text))
}

/// Says that a cell holds something else than is wanted.
fn unlike(wanted: Wanted<'_>, inside: Inside<'_>) -> Wrong {
    let (zh, en) = match wanted.ty {
        Type::Integer => ("整数", "an integer"),
        Type::Decimal => ("数", "a number"),
        Type::Bool => ("“是”或“否”", "yes or no"),
        Type::Date => ("日期（如 2026-03-05 或 2026年3月5日）", "a date such as 2026-03-05"),
        Type::Time => ("时刻（如 09:30）", "a time such as 09:30"),
        Type::Period => ("日期、月份、季度或年份（如 2026年3月、2026年第一季度）", "a day, month, quarter or year"),
        Type::Table(_) => ("表（如 { form = \"plenary\" }）", "a table such as { form = \"plenary\" }"),
        _ => ("文字", "a text"),
    };
    let (want, shown) = (Text::new(zh, en), inside.shown());
    Wrong {
        rule: &host::TYPE,
        message: say!("这里应当是{want}，写的是“{shown}”", "expected {want}, found `{shown}`"; want),
        help: Some(say!("核对这个单元格", "look at the cell")),
    }
}
