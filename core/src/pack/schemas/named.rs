//! Fields that a kind names for a purpose: the days of a term, the day of a record, its name.

use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean, say};
use crate::schema::constraint::Named;
use crate::schema::{Field, Kind, Type};
use crate::spelling::nearest;

/// Says that a field which should give a day, of a term of office or of what a record tells of, does not.
pub(super) fn no_day(kind: &Kind, key: &str, (name, place): &Named) -> Option<Finding> {
    if kind.unread.any || kind.unread.names.contains(name) || kind.field(name).is_some_and(|f| f.ty == Type::Date) {
        return None;
    }
    let zh = if key == "term" { "任期" } else { "日期" };
    let message = say!("{zh}（{key}）的“{name}”不是日期字段", "`{name}` of `{key}` is no field with a date");
    let near = nearest(name, kind.fields.iter().filter(|f| f.ty == Type::Date).map(|f| f.name.as_str()));
    let help = near.map_or_else(|| say!("写日期类型的字段", "name fields of type date"), did_you_mean);
    Some(host::PACK.finding(message).at(*place).help(help))
}

/// Says that a field by which records should be called is no name.
pub(super) fn no_name(kind: &Kind, (name, place): &Named) -> Option<Finding> {
    let names = |field: &Field| matches!(field.ty, Type::String | Type::Ref(_));
    if kind.unread.any || kind.unread.names.contains(name) || kind.field(name).is_some_and(names) {
        return None;
    }
    let message =
        say!("称呼（name）的“{name}”不是文字或引用字段", "`{name}` of `name` is no field with a text or a reference");
    let near = nearest(name, kind.fields.iter().filter(|field| names(field)).map(|field| field.name.as_str()));
    let help =
        near.map_or_else(|| say!("写文字或引用类型的字段", "name a field with a text or a reference"), did_you_mean);
    Some(host::PACK.finding(message).at(*place).help(help))
}

/// Says that a field which should name who answers for a record names nobody.
pub(super) fn no_one(kind: &Kind, (name, place): &Named) -> Option<Finding> {
    let names = |field: &Field| {
        let mut ty = &field.ty;
        if let Type::List(of) = ty {
            ty = of;
        }
        matches!(ty, Type::String | Type::Ref(_))
    };
    if kind.unread.any || kind.unread.names.contains(name) || kind.field(name).is_some_and(names) {
        return None;
    }
    let message =
        say!("责任者（who）的“{name}”不是文字或引用字段", "`{name}` of `who` is no field with a text or a reference");
    let near = nearest(name, kind.fields.iter().filter(|field| names(field)).map(|field| field.name.as_str()));
    let help =
        near.map_or_else(|| say!("写文字或引用类型的字段", "name fields with texts or references"), did_you_mean);
    Some(host::PACK.finding(message).at(*place).help(help))
}
