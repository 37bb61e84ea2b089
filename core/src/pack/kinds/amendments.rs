//! Changes to inherited fields: values that an enum has besides, and whether a field may be absent; each with a reason.

use super::types::read_values;
use crate::alike::is_unseen;
use crate::document::{Key, Reader, Table, Value};
use crate::keys;
use crate::language::say;
use crate::schema::EnumValue;
use crate::schema::amended::Amendment;
use crate::source::Place;

/// Whether an entry among fields changes an inherited one, and declares none.
pub(super) fn is_one(reader: &Reader<'_>, value: &Value<'_>) -> bool {
    let Some(spec) = value.get_ref().as_table() else { return false };
    if spec.contains_key("type") || reader.misspells(spec, "type") || spec.is_empty() {
        return false;
    }
    let only = spec.keys().all(|key| keys::AMENDMENT.contains(&key.get_ref().as_ref()));
    only || spec.contains_key("add") || spec.contains_key("reason")
}

/// Reads the changes of a kind. What is wrong with one is reported; the others are read.
pub(super) fn read(reader: &mut Reader<'_>, fields: &Table<'_>) -> Vec<Amendment> {
    let mut read = Vec::new();
    for (name, value) in fields {
        if is_one(reader, value)
            && let Some(spec) = value.get_ref().as_table()
        {
            read.extend(one(reader, name, spec));
        }
    }
    read
}

fn one(reader: &mut Reader<'_>, name: &Key<'_>, spec: &Table<'_>) -> Option<Amendment> {
    let field = name.get_ref().to_string();
    reader.only(spec, keys::AMENDMENT);
    let reason = reason(reader, name, spec);
    let add = match spec.get("add") {
        Some(value) => added(reader, value)?,
        None => Vec::new(),
    };
    let optional = match spec.get("optional") {
        Some(value) => Some(reader.bool(value)?),
        None => None,
    };
    if add.is_empty() && optional.is_none() {
        let message = say!("没有写“{field}”改什么", "what is changed of `{field}` is not said");
        let help = say!(
            "加值写 add = {{ 值 = \"名称\" }}，改为可选写 optional = true；新的字段写 type",
            "write add = {{ value = \"label\" }} or optional = true; a new field has a `type`"
        );
        reader.wrong(name.span(), message).help = Some(help);
        return None;
    }
    Some(Amendment { field, add, optional, reason: reason?, place: reader.place(name.span()) })
}

/// Why a field is changed: something that can be seen.
fn reason(reader: &mut Reader<'_>, name: &Key<'_>, spec: &Table<'_>) -> Option<String> {
    let field = name.get_ref();
    let (span, text) = match spec.get("reason") {
        Some(value) => (value.span(), reader.string(value)?),
        None if reader.misspells(spec, "reason") => return None,
        None => (name.span(), String::new()),
    };
    if text.chars().all(is_unseen) {
        let message =
            say!("改动继承来的字段“{field}”，没有写理由", "the inherited field `{field}` is changed without a reason");
        let help = say!("写上 reason = \"依据或原因\"", "write reason = \"…\"");
        reader.wrong(span, message).help = Some(help);
        return None;
    }
    Some(text)
}

/// The values that are added, each with its place.
fn added(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<(EnumValue, Place)>> {
    let values = read_values(reader, value)?;
    let span = |name: &str| {
        let key = value.get_ref().as_table().and_then(|table| table.get_key_value(name)).map(|(key, _)| key.span());
        let mut items = value.get_ref().as_array().into_iter().flatten();
        key.or_else(|| items.find(|item| item.get_ref().as_str() == Some(name)).map(toml::Spanned::span))
    };
    let placed = values.into_iter().map(|own| {
        let place = reader.place(span(&own.name).unwrap_or_else(|| value.span()));
        (own, place)
    });
    Some(placed.collect())
}
