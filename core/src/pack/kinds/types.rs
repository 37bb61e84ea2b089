//! Types of fields as `kinds.toml` writes them, and the limits of their values.

use toml::de::DeValue;

use super::read_fields;
use crate::bounds;
use crate::document::{self, Reader, Table, Value};
use crate::keys;
use crate::language::{Lang, Text, did_you_mean, say};
use crate::patterns::Pattern;
use crate::schema::{Bound, EnumValue, Limits, Type, Unread};
use crate::spelling::nearest;

/// The words of types, with what people call them, and words of other programs that mean the same.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("string", "文字", &["text", "str", "varchar", "char", "文本", "字符串"]),
    ("integer", "整数", &["int", "number", "long", "num", "数字", "数"]),
    ("decimal", "小数", &["float", "double", "real", "numeric", "percent", "百分数"]),
    ("bool", "是非", &["boolean", "bit", "布尔", "真假", "真假值", "是非值"]),
    ("date", "日期", &["datetime", "day", "timestamp", "日"]),
    ("time", "时刻", &["时间"]),
    ("period", "时段", &["month", "quarter", "year", "月份", "季度", "年度"]),
    ("enum", "枚举", &["choice", "select", "option", "options", "选项"]),
    ("ref", "引用", &["reference", "foreign", "link", "关联"]),
    ("list", "列表", &["array", "数组"]),
    ("table", "表", &["object", "map", "dict", "record", "对象"]),
];

/// The type that a field declares under a key; `None` when it cannot be told.
pub(super) fn read_type(
    reader: &mut Reader<'_>,
    spec: &Table<'_>,
    key: &str,
    header: std::ops::Range<usize>,
) -> Option<Type> {
    let value = reader.required(spec, key, header.clone())?;
    let word = reader.string(value)?;
    Some(match word.as_str() {
        "string" => Type::String,
        "integer" => Type::Integer,
        "decimal" => Type::Decimal,
        "bool" => Type::Bool,
        "date" => Type::Date,
        "time" => Type::Time,
        "period" => Type::Period,
        "enum" => {
            let values = reader.required(spec, "values", header)?;
            Type::Enum(read_values(reader, values)?)
        }
        "ref" => match spec.get("to") {
            Some(to) => Type::Ref(reader.string(to)?),
            None => return lacks_target(reader, spec, header),
        },
        "list" if key == "type" => Type::List(Box::new(read_element(reader, spec, header)?)),
        "list" => {
            let message = say!("列表里不能再放列表", "a list holds no lists");
            let help = say!(
                "把里面的内容写成一种记录，或者 of = \"table\"",
                "make them records of a kind, or write of = \"table\""
            );
            reader.wrong(value.span(), message).help = Some(help);
            return None;
        }
        "table" => {
            let fields = reader.required(spec, "fields", header)?;
            let fields = reader.table(fields)?;
            let mut unread = Unread::default();
            let fields = read_fields(reader, fields, false, &mut unread);
            if unread.is_some() {
                return None;
            }
            Type::Table(fields)
        }
        other => {
            unknown_type(reader, other, value.span());
            return None;
        }
    })
}

fn unknown_type(reader: &mut Reader<'_>, word: &str, span: std::ops::Range<usize>) {
    let lower = word.to_lowercase();
    let same = TYPES.iter().find(|(_, label, others)| *label == word || others.contains(&lower.as_str()));
    let near = same.map(|(name, ..)| *name).or_else(|| nearest(word, TYPES.iter().map(|(name, ..)| *name)));
    let (zh, en) = types();
    let message = say!("没有“{word}”这种类型", "unknown type `{word}`").and_ask(near.map(did_you_mean));
    reader.wrong(span, message).help = Some(say!("可用的类型：{zh}", "types: {en}"));
}

/// The list of types.
fn types() -> (String, String) {
    let zh: Vec<String> = TYPES.iter().map(|(name, label, _)| format!("{name}（{label}）")).collect();
    let en: Vec<&str> = TYPES.iter().map(|(name, ..)| *name).collect();
    (zh.join("、"), en.join(" "))
}

/// The type of a list's elements.
fn read_element(reader: &mut Reader<'_>, spec: &Table<'_>, header: std::ops::Range<usize>) -> Option<Type> {
    if spec.contains_key("of") || reader.misspells(spec, "of") {
        return read_type(reader, spec, "of", header);
    }
    let message = say!("列表没有写明元素的类型（of）", "the list does not say what it holds (`of`)");
    reader.wrong(header, message).help = Some(say!("例如 of = \"string\"", "such as of = \"string\""));
    None
}

/// Reports a reference that does not say to what.
fn lacks_target(reader: &mut Reader<'_>, spec: &Table<'_>, header: std::ops::Range<usize>) -> Option<Type> {
    if !reader.misspells(spec, "to") {
        let span = spec.keys().find(|key| key.get_ref() == "kind").map_or(header, toml::Spanned::span);
        let message = say!("引用没有写明引用哪类记录（to）", "the ref does not say to which kind it refers (`to`)");
        reader.wrong(span, message).help = Some(say!("例如 to = \"member\"", "such as to = \"member\""));
    }
    None
}

pub(super) fn read_values(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<EnumValue>> {
    let values: Vec<EnumValue> = match value.get_ref() {
        DeValue::Table(table) => {
            let labelled = table.iter().take(bounds::ENUM_VALUES).filter_map(|(name, label)| {
                let name = name.get_ref().to_string();
                let label = value_label(reader, &name, label)?;
                Some(EnumValue { name, label })
            });
            labelled.collect()
        }
        DeValue::Array(_) => {
            let names = reader.strings(value);
            let names = names.into_iter().take(bounds::ENUM_VALUES);
            names.map(|(name, _)| EnumValue { label: Text::same(name.clone()), name }).collect()
        }
        _ => {
            let message = say!("枚举的值要逐个列出", "an enum's values are listed one by one");
            let help = say!(
                "写成 [\"优秀\", \"良好\"]，或 {{ active = \"在任\" }}",
                "write [\"…\", \"…\"], or {{ active = \"…\" }}"
            );
            reader.wrong(value.span(), message).help = Some(help);
            return None;
        }
    };
    let written = value.get_ref().as_array().map_or_else(|| values.len(), |items| items.len());
    let written = value.get_ref().as_table().map_or(written, toml::map::Map::len);
    if written > bounds::ENUM_VALUES {
        reader.too_long(value.span(), bounds::ENUM_VALUES);
        return None;
    }
    let turned = |value: &EnumValue| !value.name.is_ascii() && value.label.get(Lang::Zh).is_ascii();
    if values.is_empty() {
        let message = say!("没有列出任何值", "no values are listed");
        reader.wrong(value.span(), message).help = Some(say!("至少写一个值", "write one at least"));
        return None;
    }
    if values.iter().all(turned) {
        let message = say!("值和名称写反了", "values and labels are the wrong way round");
        let help = say!("值（英文）写在等号前面，名称（中文）写在后面", "the value comes first, its label behind `=`");
        reader.wrong(value.span(), message).help = Some(help);
        return None;
    }
    Some(values)
}

/// What people call a value: in Chinese, and in English where that is not the value's own name.
fn value_label(reader: &mut Reader<'_>, name: &str, label: &Value<'_>) -> Option<Text> {
    let own = name.replace('_', " ");
    let DeValue::Table(spec) = label.get_ref() else { return Some(Text::new(reader.label(label)?, own)) };
    reader.only(spec, keys::ENUM_VALUE);
    let zh = reader.required(spec, "label", label.span())?;
    let zh = reader.label(zh)?;
    let en = spec.get("en").and_then(|en| reader.label(en));
    Some(Text::new(zh, en.unwrap_or(own)))
}

/// Bounds, pattern, uniqueness.
pub(super) fn read_limits(reader: &mut Reader<'_>, spec: &Table<'_>, ty: &Type) -> Limits {
    let mut bound = |key: &str| {
        let value = spec.get(key)?;
        let read = match ty {
            Type::Date | Type::Period => document::as_date(value.get_ref()).map(Bound::Day),
            Type::Integer | Type::Decimal | Type::String | Type::List(_) => {
                document::as_decimal(value.get_ref()).map(Bound::Number)
            }
            _ => None,
        };
        if read.is_none() {
            let (message, help) = wrong_bound(key, ty);
            reader.wrong(value.span(), message).help = Some(help);
        }
        read
    };
    let (min, max) = (bound("min"), bound("max"));
    let pattern = spec.get("pattern").and_then(|value| {
        let text = reader.string(value)?;
        if !matches!(ty, Type::String) {
            let message = say!("只有 string 字段可以有 pattern", "only string fields have a pattern");
            let help = say!("删去它；数的大小用 min、max 限定", "delete it; numbers are bounded by min and max");
            reader.wrong(value.span(), message).help = Some(help);
        }
        if reader.patterns > bounds::PATTERNS {
            return None;
        }
        match Pattern::new(&text) {
            Ok(pattern) => {
                reader.patterns += pattern.weight();
                if reader.patterns > bounds::PATTERNS {
                    let message = say!(
                        "这个文件里的 pattern 合起来太大，从这里起没有装入",
                        "the patterns of this file are too large together; not loaded from here on"
                    );
                    let help = say!(
                        "写得简单些：\\d、\\w 和次数多的最大",
                        "write simpler ones: \\d, \\w and large counts take most"
                    );
                    reader.wrong(value.span(), message).help = Some(help);
                }
                Some(pattern)
            }
            Err((message, help)) => {
                reader.wrong(value.span(), message).help = Some(help);
                None
            }
        }
    });
    let unique = spec.get("unique").and_then(|v| reader.bool(v)).unwrap_or(false);
    Limits { min, max, pattern, unique }
}

/// What is wrong with a bound of a field of that type.
fn wrong_bound(key: &str, ty: &Type) -> (Text, Text) {
    let word = ty.word();
    match ty {
        Type::Date | Type::Period => (
            say!("{key} 应当是日期", "`{key}` is a date here"),
            say!("写成 2026-01-01，不加引号", "such as 2026-01-01, without quotes"),
        ),
        Type::Integer | Type::Decimal | Type::String | Type::List(_) => (
            say!("{key} 应当是数", "`{key}` is a number here"),
            say!("只写数，不加引号", "write the number, without quotes"),
        ),
        _ => {
            (say!("{word} 类型的字段没有 {key}", "a field of type {word} has no `{key}`"), say!("删去它", "delete it"))
        }
    }
}
