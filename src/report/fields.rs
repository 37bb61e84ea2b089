//! Types and limits of fields in words.

use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::schema::{Bound, Field, Limits, Type};

/// What people call a type.
#[must_use]
pub(crate) fn word(ty: &Type) -> Text {
    match ty {
        Type::String => say!("文字", "text"),
        Type::Integer => say!("整数", "whole number"),
        Type::Decimal => say!("小数", "number"),
        Type::Bool => say!("是非", "yes or no"),
        Type::Date => say!("日期", "date"),
        Type::Time => say!("时刻", "time"),
        Type::Period => say!("时段", "period"),
        Type::Enum(_) => say!("选项", "one of a list"),
        Type::Ref(_) => say!("引用", "reference"),
        Type::List(_) => say!("列表", "list"),
        Type::Table(_) => say!("表", "table"),
    }
}

/// What else is asked of a field.
#[must_use]
pub(crate) fn limits(field: &Field, lang: Lang) -> String {
    let Limits { min, max, pattern, unique } = &field.limits;
    let mut all = Vec::new();
    all.extend(min.map(|bound| bounded(&field.ty, bound, true)));
    all.extend(max.map(|bound| bounded(&field.ty, bound, false)));
    all.extend(pattern.as_ref().map(|own| {
        let pattern = own.as_str();
        say!("符合式样 {pattern}", "of the pattern {pattern}")
    }));
    all.extend(unique.then(|| say!("不重复", "no two alike")));
    let all: Vec<&str> = all.iter().map(|text| text.get(lang)).collect();
    all.join(if lang == Lang::Zh { "；" } else { "; " })
}

fn bounded(ty: &Type, bound: Bound, least: bool) -> Text {
    match (bound, ty, least) {
        (Bound::Day(day), _, true) => say!("不早于 {day}", "not before {day}"),
        (Bound::Day(day), _, false) => say!("不晚于 {day}", "not after {day}"),
        (Bound::Number(n), Type::String, true) => say!("不少于 {n} 个字", "at least {n} letters"),
        (Bound::Number(n), Type::String, false) => say!("不多于 {n} 个字", "at most {n} letters"),
        (Bound::Number(n), Type::List(_), true) => say!("不少于 {n} 个", "at least {n} of them"),
        (Bound::Number(n), Type::List(_), false) => say!("不多于 {n} 个", "at most {n} of them"),
        (Bound::Number(n), _, true) => say!("不小于 {n}", "at least {n}"),
        (Bound::Number(n), _, false) => say!("不大于 {n}", "at most {n}"),
    }
}
