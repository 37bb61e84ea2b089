//! Maps: the tables of records and parameters, and what scripts write as `#{…}`.

use crate::native::entry::{Entry, Run};
use crate::native::functions::elements::Building;
use crate::native::functions::fields::{get, has};
use crate::native::shape::Shape::{Any, Bool, Int, Map, Text};
use crate::native::shape::{Gives, Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, mismatch};
use crate::native::value::{Data, Value};

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Map, "has", &[Parameter::new("field", Wants::Field)], Gives::Is(Bool))
        .says("表中是否有这一项", "whether there is such an entry")
        .shows("member.contact.has(\"phone\")")
        .does(Run::Two(has)),
    Entry::method(Map, "get", &[Parameter::new("field", Wants::Field), Parameter::is("default", Any)], Gives::FieldOr)
        .says("表中一项的值；没有时取默认值", "the entry's value, or the default where there is none")
        .shows("member.contact.get(\"email\", \"\") == \"\"")
        .does(Run::Three(get)),
    Entry::method(Map, "keys", &[], Gives::Texts)
        .says("各项的名称，按字母的次序", "the names of the entries, in alphabetical order")
        .shows("member.contact.keys() == [\"phone\"]")
        .does(Run::One(keys)),
    Entry::method(Map, "values", &[], Gives::MapValues)
        .says("各项的值，按名称的次序", "the values, in the order of their names")
        .shows("#{ b: 2, a: 1 }.values() == [1, 2]")
        .does(Run::One(values)),
    Entry::method(Map, "len", &[], Gives::Is(Int))
        .says("有几项", "how many entries there are")
        .shows("member.contact.len() == 1")
        .does(Run::One(len)),
    Entry::method(Map, "contains", &[Parameter::is("key", Text)], Gives::Is(Bool))
        .says("表中是否有这一项，也写作 key in m", "whether there is such an entry; also written key in m")
        .shows("\"phone\" in member.contact")
        .does(Run::Two(has)),
];

fn keys(state: &mut State<'_>, map: Value) -> Answer {
    let Data::Map(map) = &map.data else { return Err(mismatch()) };
    let mut keys = Building::new(state)?;
    for name in map.entries.keys() {
        state.budget.spend(1)?;
        let name = state.known_text(name)?;
        keys.push(state, name)?;
    }
    keys.done(state)
}

fn values(state: &mut State<'_>, map: Value) -> Answer {
    let Data::Map(map) = &map.data else { return Err(mismatch()) };
    let mut values = Building::new(state)?;
    for value in map.entries.values() {
        state.budget.spend(1)?;
        values.push(state, value.clone())?;
    }
    values.done(state)
}

fn len(_: &mut State<'_>, map: Value) -> Answer {
    let Data::Map(map) = &map.data else { return Err(mismatch()) };
    Ok(Value::count(map.entries.len()))
}
