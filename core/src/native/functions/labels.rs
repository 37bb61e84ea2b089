//! `label`: what people call a value.

use crate::language::{Lang, say};
use crate::native::entry::{Entry, Run};
use crate::native::functions::words::quoted;
use crate::native::shape::Shape::{Any, Text};
use crate::native::shape::{Gives, Parameter};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};
use crate::schema::{Field, Type};

/// The entries.
pub(crate) const TABLE: &[Entry] = &[Entry::function("label", &[Parameter::is("value", Any)], Gives::Is(Text))
    .says(
        "人们的叫法：枚举值的中文名，记录的名称",
        "what people call it: the label of an enum's value, the name of a record",
    )
    .shows("label(member.sector) == \"工商联\" && label(\"farming\") == \"农业\"")
    .does(Run::One(label))];

fn label(state: &mut State<'_>, value: Value) -> Answer {
    if let Data::Record(row) = value.data {
        let name = state.name(row);
        return state.known_text(&name);
    }
    let Ok(name) = state.letters(&value) else {
        return Err(Stop::failed(say!("只有枚举值和记录有名称", "only enum values and records have labels")));
    };
    state.budget.spend_on_bytes(name.len())?;
    // A value read from a record knows its field; another is looked up among all enums.
    let own = state.store.cell_at(value.from.0).map(|place| &state.store.kind(place.row).fields[place.column].ty);
    if let Some(ty) = own {
        state.budget.spend_on(values(ty) >> 2)?;
    }
    let label = match own.and_then(|ty| in_type(ty, name)) {
        Some(label) => label,
        None => anywhere(state, name)?,
    };
    state.known_text(label)
}

/// The label of an enum's value that some field has.
fn anywhere<'s>(state: &State<'s>, name: &str) -> Answer<&'s str> {
    let store = state.store;
    let (mut schemas, mut labels): (Vec<u32>, Vec<&str>) = (Vec::new(), Vec::new());
    for body in state.scope.bodies.iter().map(|body| store.body(*body)) {
        // Bodies of one pack have one schema, and stand together as a rule.
        state.budget.spend_on(1 + (schemas.len() >> 3))?;
        if schemas.contains(&body.schema_number) {
            continue;
        }
        schemas.push(body.schema_number);
        for kind in &body.schema.kinds {
            state.budget.spend_on(kind.fields.iter().map(|field| 1 + (values(&field.ty) >> 2)).sum())?;
            labels.extend(kind.fields.iter().filter_map(|field| in_type(&field.ty, name)));
        }
    }
    labels.sort_unstable();
    labels.dedup();
    let name = quoted(name);
    match labels.as_slice() {
        [label] => Ok(label),
        [] => Err(Stop::failed(say!("“{name}”不是任何字段的枚举值", "`{name}` is no value of any enum"))),
        _ => Err(Stop::failed(say!(
            "“{name}”在不同字段里有不同的名称，请用从记录里读出的值",
            "`{name}` has different labels in different fields; use a value read from a record"
        ))),
    }
}

/// How many values the enums in a type have.
fn values(ty: &Type) -> usize {
    match ty {
        Type::Enum(values) => values.len(),
        Type::List(of) => values(of),
        Type::Table(fields) => fields.iter().map(|field| values(&field.ty)).sum(),
        _ => 0,
    }
}

/// The label of an enum's value, wherever in a type that enum is.
fn in_type<'t>(ty: &'t Type, name: &str) -> Option<&'t str> {
    match ty {
        Type::Enum(values) => values.iter().find(|v| v.name == name).map(|v| v.label.get(Lang::Zh)),
        Type::List(of) => in_type(of, name),
        Type::Table(fields) => fields.iter().find_map(|field: &Field| in_type(&field.ty, name)),
        _ => None,
    }
}
