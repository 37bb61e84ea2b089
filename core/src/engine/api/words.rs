//! Strings, numbers as text, maps, and `label`: what people call a value.

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, ImmutableString, Map};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::engine::limits::{ARRAY, STRING};
use crate::engine::shared::{Error, Outcome, Record, Shared, complaint};
use crate::language::{Lang, say};
use crate::schema::{Field, Type};

/// Registers them.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>) {
    register_strings(engine);
    engine
        .register_fn("to_string", |text: &mut ImmutableString| text.clone())
        .register_fn("to_string", |n: i64| n.to_string())
        .register_fn("to_string", |d: Decimal| d.normalize().to_string())
        .register_fn("to_string", |b: bool| if b { "true" } else { "false" })
        .register_fn("to_string", |c: char| c.to_string())
        .register_fn("to_string", |(): ()| "")
        .register_fn("to_string", |map: &mut Map| format!("#{{{}}}", map.len()))
        .register_fn("has", |map: &mut Map, key: ImmutableString| map.contains_key(key.as_str()))
        .register_fn("get", |map: &mut Map, key: ImmutableString, default: Dynamic| {
            map.get(key.as_str()).cloned().unwrap_or(default)
        })
        .register_fn("contains", |map: &mut Map, key: ImmutableString| map.contains_key(key.as_str()));
    register_rounding(engine);
    let own = shared.clone();
    engine.register_fn("label", move |value: Dynamic| label(&own, &value));
}

/// Rounding as the tables of points mean it: halves go away from zero (四舍五入).
fn register_rounding(engine: &mut Engine) {
    let digits = |n: i64| u32::try_from(n.clamp(0, 28)).unwrap_or(0);
    let half_up = RoundingStrategy::MidpointAwayFromZero;
    engine
        .register_fn("round", |n: i64| n)
        .register_fn("round", |n: i64, _digits: i64| n)
        .register_fn("floor", |n: i64| n)
        .register_fn("ceiling", |n: i64| n)
        .register_fn("to_decimal", |d: Decimal| d)
        .register_fn("round", move |d: Decimal| d.round_dp_with_strategy(0, half_up))
        .register_fn("round", move |d: Decimal, n: i64| d.round_dp_with_strategy(digits(n), half_up));
}

fn register_strings(engine: &mut Engine) {
    type S = ImmutableString;
    engine
        .register_fn("len", |text: &mut S| i64::try_from(text.chars().count()).unwrap_or(i64::MAX))
        .register_fn("is_empty", |text: &mut S| text.is_empty())
        .register_fn("contains", |text: &mut S, part: S| text.contains(part.as_str()))
        .register_fn("starts_with", |text: &mut S, part: S| text.starts_with(part.as_str()))
        .register_fn("ends_with", |text: &mut S, part: S| text.ends_with(part.as_str()))
        .register_fn("trim", |text: &mut S| -> S { text.trim().into() })
        .register_fn("to_upper", |text: &mut S| text.to_uppercase())
        .register_fn("to_lower", |text: &mut S| text.to_lowercase())
        .register_fn("sub_string", |text: &mut S, start: i64, len: i64| -> String {
            let start = usize::try_from(start).unwrap_or(0);
            text.chars().skip(start).take(usize::try_from(len).unwrap_or(0)).collect()
        })
        .register_fn("sub_string", |text: &mut S, start: i64| -> String {
            text.chars().skip(usize::try_from(start).unwrap_or(0)).collect()
        })
        .register_fn("split", |text: &mut S, between: S| -> Outcome<Array> {
            let parts: Array =
                text.split(between.as_str()).take(ARRAY + 1).map(|p| Dynamic::from(S::from(p))).collect();
            if parts.len() > ARRAY { Err(too_large()) } else { Ok(parts) }
        })
        .register_fn("replace", |text: &mut S, find: S, with: S| -> Outcome<String> {
            // Counted before it is built: one replacement can multiply megabytes.
            let growth = text.matches(find.as_str()).count().saturating_mul(with.len());
            if text.len().saturating_add(growth) > STRING {
                Err(too_large())
            } else {
                Ok(text.replace(find.as_str(), &with))
            }
        });
}

fn too_large() -> Error {
    complaint(say!("结果过大", "the result is too large"))
}

/// What people call a value: the label of an enum's value, the name of a record.
fn label(shared: &Shared, value: &Dynamic) -> Outcome<ImmutableString> {
    if let Some(record) = value.read_lock::<Record>() {
        return Ok(shared.name(record.row).into());
    }
    let Some(text) = value.read_lock::<ImmutableString>() else {
        return Err(complaint(say!("只有枚举值和记录有名称", "only enum values and records have labels")));
    };
    // A value read from a record knows its field; another is looked up among all enums.
    if let Some(place) = shared.store.cell_place(value.tag()) {
        let field = &shared.store.kind(place.row).fields[place.column];
        if let Some(found) = in_field(field, &text) {
            return Ok(found.into());
        }
    }
    let bodies = shared.bodies();
    let kinds = bodies.iter().flat_map(|body| &shared.store.body(*body).schema.kinds);
    let mut labels: Vec<&str> =
        kinds.flat_map(|kind| &kind.fields).filter_map(|field| in_field(field, &text)).collect();
    labels.sort_unstable();
    labels.dedup();
    match labels.as_slice() {
        [label] => Ok((*label).into()),
        [] => Err(complaint(say!("“{}”不是任何字段的枚举值", "`{}` is no value of any enum", text.as_str()))),
        _ => Err(complaint(say!(
            "“{}”在不同字段里有不同的名称，请用从记录里读出的值",
            "`{}` has different labels in different fields; use a value read from a record",
            text.as_str()
        ))),
    }
}

/// The label of an enum's value, wherever in a field's type that enum is.
fn in_field<'a>(field: &'a Field, name: &str) -> Option<&'a str> {
    fn find<'a>(ty: &'a Type, name: &str) -> Option<&'a str> {
        match ty {
            Type::Enum(values) => values.iter().find(|v| v.name == name).map(|v| v.label.get(Lang::Zh)),
            Type::List(of) => find(of, name),
            Type::Table(fields) => fields.iter().find_map(|f| find(&f.ty, name)),
            _ => None,
        }
    }
    find(&field.ty, name)
}
