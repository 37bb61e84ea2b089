//! The functions of scripts, called as the machine calls them.

mod collections;
mod costs;
mod findings;
mod examples;
mod lent;
mod records;
mod words;

use std::slice::from_ref;

use std::collections::BTreeMap;

use crate::language::Lang;
use crate::native::entry::{Entry, Run};
use crate::native::functions::elements::{items, shape};
use crate::native::functions::{self, member};
use crate::native::items::Pick;
use crate::native::number::Number;
use crate::native::shape::Form;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Array, Data, Map, Value};

/// A text.
fn text(state: &mut State<'_>, letters: &str) -> Value {
    state.known_text(letters).expect("a text")
}

/// A text that no record has, whether one has it or not.
fn own_text(state: &mut State<'_>, letters: &str) -> Value {
    state.new_text(letters).expect("a text")
}

/// A number with a fraction.
fn number(letters: &str) -> Value {
    Value::of(Number::from(letters.parse::<rust_decimal::Decimal>().expect("a number")).data())
}

/// An array.
fn array(state: &mut State<'_>, items: Vec<Value>) -> Value {
    let depth = 1 + items.iter().map(Value::depth).max().unwrap_or(0);
    Value::of(state.new_array(Array { items, depth }).expect("an array"))
}

/// An array of whole numbers.
fn ints(state: &mut State<'_>, items: impl IntoIterator<Item = i64>) -> Value {
    array(state, items.into_iter().map(Value::int).collect())
}

/// A map.
fn map(state: &mut State<'_>, entries: &[(&str, Value)]) -> Value {
    let entries: BTreeMap<_, _> = entries.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    Value::of(state.new_map(Map { entries, depth: 1 }).expect("a map"))
}

/// Calls an entry that takes no closure. A receiver is the first value.
fn run(state: &mut State<'_>, entry: &Entry, values: &[Value]) -> Answer {
    match (entry.run, values) {
        (Run::One(f), [a]) => f(state, a.clone()),
        (Run::Two(f), [a, b]) => f(state, a.clone(), b.clone()),
        (Run::Three(f), [a, b, c]) => f(state, a.clone(), b.clone(), c.clone()),
        (Run::Four(f), [one, two, three, four]) => f(state, one.clone(), two.clone(), three.clone(), four.clone()),
        (Run::Each(f), [a]) => f(state, &items(a).expect("a collection")),
        _ => panic!("{} is called in another way", entry.name),
    }
}

/// Calls a method of a value.
fn method(state: &mut State<'_>, name: &str, values: &[Value]) -> Answer {
    let shape = shape(&values[0]);
    let mut found = member(shape, Form::Method, name).filter(|entry| entry.parameters.len() == values.len() - 1);
    let entry = found.next().unwrap_or_else(|| panic!("a {shape:?} has no {name}"));
    run(state, entry, values)
}

/// Reads a property of a value.
fn property(state: &mut State<'_>, value: &Value, name: &str) -> Answer {
    let entry = member(shape(value), Form::Property, name).next().expect("a property");
    run(state, entry, from_ref(value))
}

/// Calls a function.
fn function(state: &mut State<'_>, name: &str, values: &[Value]) -> Answer {
    let entry = functions::named(name).find(|e| e.form == Form::Function && e.parameters.len() == values.len());
    run(state, entry.expect("a function"), values)
}

/// Calls a method with a closure or, for `EachPick` and `WholePick`, what is read of an element.
fn with(state: &mut State<'_>, value: &Value, name: &str, closure: impl Fn(&mut State<'_>, Value) -> Answer) -> Answer {
    let test = |state: &mut State<'_>, item: Value| match closure(state, item)?.data {
        Data::Bool(yes) => Ok(yes),
        _ => panic!("no answer"),
    };
    let entry = member(shape(value), Form::Method, name).find(|e| e.parameters.len() == 1).expect("a method");
    let source = || items(value).expect("a collection");
    match entry.run {
        Run::EachTest(f) => f(state, &source(), &test),
        Run::EachPick(f) => f(state, &source(), Pick::new(&closure, None)),
        Run::WholeTest(f) => f(state, value.clone(), &test),
        Run::WholePick(f) => f(state, value.clone(), Pick::new(&closure, None)),
        _ => panic!("{name} takes no closure"),
    }
}

/// What `map("field")` and the like read.
fn field(name: &str) -> impl Fn(&mut State<'_>, Value) -> Answer {
    move |state, item| functions::fields::read_named(state, &item, name)
}

/// A value as people read it; arrays in brackets.
fn show(state: &mut State<'_>, value: &Value) -> String {
    if let Data::Array(array) = &value.data {
        let items: Vec<String> = array.items.iter().map(|item| show(state, item)).collect();
        return format!("[{}]", items.join(", "));
    }
    if let Some(source) = items(value) {
        use crate::native::items::Items as _;
        let mut all = Vec::new();
        let each = &mut |state: &mut State<'_>, item: Value| {
            all.push(show(state, &item));
            Ok(std::ops::ControlFlow::Continue(()))
        };
        source.each(state, each).expect("elements");
        return format!("<{}>", all.join(", "));
    }
    let mut shown = String::new();
    functions::words::shown(state, value, &mut shown).expect("something that can be shown");
    shown
}

/// What an answer shows.
#[track_caller]
fn shows(answer: Answer, state: &mut State<'_>) -> String {
    let value = answer.unwrap_or_else(|stop| panic!("{}", words(stop)));
    show(state, &value)
}

/// What a fault says.
fn words(stop: Stop) -> String {
    let Stop::Fault(fault) = stop else { panic!("no fault") };
    fault.why.message().map_or("blocked".to_owned(), |text| text.get(Lang::En).to_owned())
}

/// What goes wrong.
#[track_caller]
fn wrong(answer: Answer) -> String {
    words(answer.expect_err("a fault"))
}
