//! Reading by a name that is known only while a script runs: of records, maps and groups.

use crate::language::{Text, did_you_mean, say};
use crate::native::compare;
use crate::native::functions::words::quoted;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Map, Value};
use crate::spelling::nearest;

/// What a value has under a name: a record's property, a map's entry, a group's key or items.
///
/// # Errors
/// When it has nothing of that name, the field is absent, or the value is known to be broken.
pub(crate) fn read_named(state: &mut State<'_>, value: &Value, name: &str) -> Answer {
    match (&value.data, name) {
        (Data::Record(row), _) => state.property_named(*row, name),
        (Data::Map(map), _) => entry(state, map, name)?.ok_or_else(|| lacking(map, name)),
        (Data::Group(group), "key") => Ok(group.key.clone()),
        (Data::Group(group), "items") => Ok(group.items.clone()),
        (Data::Part(parts, part), "key") => Ok(parts.keys[*part as usize].clone()),
        (Data::Part(parts, part), "items") => Ok(Value::of(Data::PartRows(parts.clone(), *part))),
        _ => Err(fieldless(value, name)),
    }
}

/// The same where a field that is not given is no fault: `None`.
///
/// # Errors
/// When there is no such field, or the value is known to be broken.
pub(crate) fn read_if_given(state: &mut State<'_>, value: &Value, name: &str) -> Answer<Option<Value>> {
    match &value.data {
        Data::Record(row) => {
            let column = state.column(*row, name)?;
            if state.has(*row, column)? { state.field(*row, column).map(Some) } else { Ok(None) }
        }
        Data::Map(map) => entry(state, map, name),
        _ => Err(fieldless(value, name)),
    }
}

/// A map's entry, by a name that may be long and have much in common with others.
///
/// # Errors
/// When a limit is hit.
pub(crate) fn entry(state: &State<'_>, map: &Map, name: &str) -> Answer<Option<Value>> {
    state.budget.spend_on_finding(name.len(), map.entries.len())?;
    Ok(map.entries.get(name).cloned())
}

/// `value.has(field)`
///
/// # Errors
/// As [`read_if_given`].
pub(crate) fn has(state: &mut State<'_>, value: Value, field: Value) -> Answer {
    let name = state.letters(&field)?;
    match &value.data {
        Data::Record(row) => {
            let column = state.column(*row, name)?;
            state.has(*row, column).map(Value::bool)
        }
        Data::Map(map) => Ok(Value::bool(entry(state, map, name)?.is_some())),
        _ => Err(fieldless(&value, name)),
    }
}

/// `value.get(field, default)`
///
/// # Errors
/// As [`read_if_given`].
pub(crate) fn get(state: &mut State<'_>, value: Value, field: Value, default: Value) -> Answer {
    let name = state.letters(&field)?;
    Ok(read_if_given(state, &value, name)?.unwrap_or(default))
}

/// `record.at(field)`
///
/// # Errors
/// When there is no such field, or the value is no record.
pub(crate) fn at(state: &mut State<'_>, value: Value, field: Value) -> Answer {
    let Data::Record(row) = value.data else { return Err(mismatch()) };
    let column = state.column(row, state.letters(&field)?)?;
    Ok(state.place_of(row, column))
}

/// The fault of a value that has no fields.
#[cold]
fn fieldless(value: &Value, name: &str) -> Stop {
    let (what, field) = (compare::describe(value), quoted(name));
    Stop::failed(say!("{what}没有字段“{field}”", "{what} has no field `{field}`"; what))
}

/// The fault of a map that has no such entry.
#[cold]
fn lacking(map: &Map, name: &str) -> Stop {
    let near = nearest(name, map.entries.keys().map(|key| &**key)).map(did_you_mean);
    let name = quoted(name);
    let message: Text = match near {
        Some(question) => say!("表里没有“{name}”", "the map has no entry `{name}`").and_ask(Some(question)),
        None => say!(
            "表里没有“{name}”；先用 has(\"{name}\") 判断，或用 get(\"{name}\", 默认值) 读取",
            "the map has no entry `{name}`; ask has(\"{name}\") first, or read it by get(\"{name}\", default)"
        ),
    };
    Stop::failed(message)
}
