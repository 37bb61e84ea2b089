//! How something that the types forbid was perhaps meant.

use std::sync::Arc;

use super::checker::Checker;
use crate::document::meant_day;
use crate::language::{Text, say};
use crate::script::tree::{Binary, Expr, What};
use crate::script::types::Ty;
use crate::source::Place;

/// A side of a comparison: the expression and its type.
type Side<'e> = (&'e Expr, &'e Ty);

/// How two values that do not compare might be meant.
pub(super) fn hint_to_compare(left: Side<'_>, right: Side<'_>) -> Option<Text> {
    let sides = [(left, right), (right, left)];
    sides
        .into_iter()
        .find_map(|(one, other)| hint_by_words(one, other))
        .or_else(|| help_to_compare(left.1.plain(), right.1.plain()))
}

/// What the words of one side tell.
fn hint_by_words((written, ty): Side<'_>, (other_written, other): Side<'_>) -> Option<Text> {
    let (ty, other) = (ty.plain(), other.plain());
    if other.is_number() && *ty == Ty::Bool && matches!(&written.what, What::Binary { op, .. } if is_comparison(*op)) {
        return Some(say!("连续比较要分开写：a < b && b < c", "two comparisons are written a < b && b < c"));
    }
    let text = match ty {
        Ty::Word(text) => Some(&**text),
        _ => None,
    };
    match other {
        Ty::Int | Ty::Decimal | Ty::Number if text.is_some_and(is_number) => {
            let number = text.unwrap_or_default();
            Some(say!("数不加引号：{number}", "a number has no quotes: {number}"))
        }
        Ty::Int if text.is_some_and(|text| text.starts_with("星期") || text.starts_with('周')) => {
            Some(say!("星期用数表示，1 是星期一", "weekdays are numbers, 1 is Monday"))
        }
        Ty::Bool if ty.is_text() || ty.is_number() => {
            Some(say!("真假值直接用作条件：写 x 或 !x", "true and false are conditions by themselves: write x or !x"))
        }
        Ty::Date => match (text.and_then(meant_day), year_or_day(written)) {
            (Some(day), _) | (None, Some(Meant::Day(day))) => {
                Some(say!("日期写成 date(\"{day}\")", "write the date as date(\"{day}\")"))
            }
            (None, Some(Meant::Year)) => Some(say!("比较年份写成 日期.year", "compare the year: date.year")),
            _ => None,
        },
        Ty::Record(_) if ty.is_text() => match &other_written.what {
            What::Name(_) | What::Property { .. } => Some(say!(
                "记录不能与文字比较；比较编号写成 .key == \"编号\"",
                "a record is no text; compare its key: .key == \"…\""
            )),
            _ => None,
        },
        _ => None,
    }
}

impl Checker<'_> {
    /// The parameter that an expression reads, where its value is a text only for the quotes around it.
    pub(super) fn quoted(&self, written: &Expr) -> Option<(Arc<str>, Place, Arc<str>)> {
        let name = self.parameter_read(written)?;
        let parameter = self.world.parameters.get(&*name)?;
        let text = parameter.text.clone()?;
        let plain = is_number(&text) || matches!(&*text, "true" | "false") || text.parse::<jiff::civil::Date>().is_ok();
        plain.then_some((name, parameter.place, text))
    }
}

/// What a number was perhaps meant to be.
enum Meant {
    Year,
    Day(String),
}

/// A year, or a day that reads as a subtraction: `2022-01-01`.
fn year_or_day(written: &Expr) -> Option<Meant> {
    let number = |expr: &Expr| match expr.what {
        What::Int(n) => Some(n),
        _ => None,
    };
    match &written.what {
        What::Int(1900..=2200) => Some(Meant::Year),
        What::Binary { op: Binary::Subtract, left, right, .. } => match &left.what {
            What::Binary { op: Binary::Subtract, left, right: middle, .. } => {
                let (year, month, day) = (number(left)?, number(middle)?, number(right)?);
                meant_day(&format!("{year}-{month}-{day}")).map(Meant::Day)
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<rust_decimal::Decimal>().is_ok()
}

fn is_comparison(op: Binary) -> bool {
    matches!(op, Binary::Equal | Binary::Unequal | Binary::Less | Binary::AtMost | Binary::Greater | Binary::AtLeast)
}

/// How two values that do not compare might be meant, by their types alone.
pub(super) fn help_to_compare(a: &Ty, b: &Ty) -> Option<Text> {
    let pair = |x: fn(&Ty) -> bool, y: fn(&Ty) -> bool| (x(a) && y(b)) || (x(b) && y(a));
    let text = |ty: &Ty| ty.is_text();
    if pair(|ty| *ty == Ty::Date, text) {
        Some(say!("日期写成 date(\"2026-03-01\")", "write a date as date(\"2026-03-01\")"))
    } else if pair(|ty| *ty == Ty::Date, Ty::is_number) {
        Some(say!("比较日期的年、月、日写成 .year、.month、.day", "compare its .year, .month or .day"))
    } else if pair(|ty| *ty == Ty::Period, |ty| *ty == Ty::Date) {
        Some(say!(
            "用时段的 .first、.last，或 时段.contains(日期)",
            "use .first and .last of the period, or period.contains(date)"
        ))
    } else if pair(|ty| *ty == Ty::Period, text) {
        Some(say!("时段写成 period(\"2026-Q1\")", "write a period as period(\"2026-Q1\")"))
    } else if pair(|ty| matches!(ty, Ty::Record(_)), text) {
        Some(say!("比较记录的编号写成 .key，或比较它的某个字段", "compare the record's .key, or one of its fields"))
    } else if pair(|ty| matches!(ty, Ty::View(_) | Ty::Array(_)), Ty::is_number) {
        Some(say!("数量写成 .len()", "their number is .len()"))
    } else if pair(text, Ty::is_number) {
        Some(say!("数和文字不能比较；数不加引号", "a number is no text; numbers have no quotes"))
    } else {
        None
    }
}

/// How a condition that is neither true nor false might be meant.
pub(super) fn help_to_test(ty: &Ty) -> Option<Text> {
    match ty {
        Ty::Maybe(of) if matches!(**of, Ty::Record(_)) => {
            Some(say!("有没有找到写成 x != ()", "whether it was found is x != ()"))
        }
        _ => match ty.plain() {
            Ty::Record(_) => {
                Some(say!("字段是否填写写成 r.has(\"字段\")", "whether a field is given is r.has(\"field\")"))
            }
            ty if ty.is_number() => Some(say!("写成比较，如 x > 0", "compare it, such as x > 0")),
            Ty::View(_) | Ty::Array(_) => {
                Some(say!("有没有写成 !x.is_empty()", "whether there are any is !x.is_empty()"))
            }
            ty if ty.is_text() => Some(say!("写成比较，如 x == \"……\"", "compare it, such as x == \"…\"")),
            Ty::Date | Ty::Period | Ty::Time => {
                Some(say!("写成比较，如 x <= ctx.today", "compare it, such as x <= ctx.today"))
            }
            _ => None,
        },
    }
}

/// How a number was perhaps meant that stands where a text should: `date(2022-01-01)`.
pub(super) fn day_without_quotes(written: &Expr) -> Option<String> {
    match year_or_day(written) {
        Some(Meant::Day(day)) => Some(day),
        _ => None,
    }
}
