//! What arrays have beyond the functions of all collections, and how the machine changes them.

use std::rc::Rc;

use crate::language::{count, say};
use crate::native::budget::{ARRAY, Held, NESTED};
use crate::native::compare;
use crate::native::entry::{Entry, Run};
use crate::native::functions::elements::Building;
use crate::native::functions::words::{said, shown};
use crate::native::shape::Gives::{Is, Receiver};
use crate::native::shape::Shape::{Any, Array, Bool, Text, Unit};
use crate::native::shape::{Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Array as Items, Data, Origin, Value};
use crate::native::views::View;

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Array, "contains", &[Parameter::new("value", Wants::Element)], Is(Bool))
        .says("是否含有该值，也写作 value in array", "whether the value is among them; also written value in array")
        .shows("[1, 2].contains(2)")
        .does(Run::Two(contains)),
    Entry::method(Array, "push", &[Parameter::is("value", Any)], Is(Unit))
        .says("在变量的列表末尾添上一项", "adds an element at the end of a variable's array")
        .shows("let a = [1]; a.push(2); a == [1, 2]")
        .does(Run::Built),
    Entry::method(Array, "reverse", &[], Receiver)
        .says("倒过来排列", "the same in the opposite order")
        .shows("[1, 2].reverse() == [2, 1]")
        .does(Run::One(reverse)),
    Entry::method(Array, "join", &[Parameter::is("separator", Text)], Is(Text))
        .says("连成一段文字", "one text of all")
        .shows("member.activities.map(\"title\").join(\"、\") == \"走访企业、座谈会、走访社区\"")
        .does(Run::Two(join)),
];

fn of(value: &Value) -> Answer<&Rc<Held<Items>>> {
    match &value.data {
        Data::Array(array) => Ok(array),
        _ => Err(mismatch()),
    }
}

fn contains(state: &mut State<'_>, array: Value, value: Value) -> Answer {
    for item in &of(&array)?.items {
        state.budget.spend(1)?;
        if compare::equal(state, item, &value)? {
            return Ok(Value::bool(true));
        }
    }
    Ok(Value::bool(false))
}

fn reverse(state: &mut State<'_>, array: Value) -> Answer {
    let array = of(&array)?;
    let mut turned = Building::new(state)?;
    for item in array.items.iter().rev() {
        state.budget.spend(1)?;
        turned.push(state, item.clone())?;
    }
    turned.done(state)
}

fn join(state: &mut State<'_>, array: Value, separator: Value) -> Answer {
    state.letters(&separator)?;
    let (mut text, mut pieces) = (String::new(), Vec::new());
    for (at, item) in of(&array)?.items.iter().enumerate() {
        state.budget.spend(1)?;
        if at > 0 {
            shown(state, &separator, &mut text)?;
        }
        said(state, item, 0, &mut text, &mut pieces)?;
    }
    state.new_words(text, pieces)
}

/// The array of a variable as its own, so that it can be changed: a copy where others hold it, too. From here on it is no
/// longer what was read from a record.
///
/// # Errors
/// When it is no array, or a limit is hit.
pub(crate) fn own<'v>(state: &mut State<'_>, variable: &'v mut Value) -> Answer<&'v mut Held<Items>> {
    variable.from = Origin::NONE;
    let Data::Array(array) = &mut variable.data else { return Err(mismatch()) };
    if Rc::get_mut(array).is_none() {
        state.budget.spend_on(array.items.len())?;
        let mut copy = Building::new(state)?;
        for item in &array.items {
            copy.push(state, item.clone())?;
        }
        if let Data::Array(copy) = copy.done(state)?.data {
            *array = copy;
        }
    }
    Rc::get_mut(array).ok_or_else(mismatch)
}

/// Adds an element at the end of a variable's array.
///
/// # Errors
/// When it is no array, it becomes too long or too deep, or a limit is hit.
pub(crate) fn push(state: &mut State<'_>, variable: &mut Value, value: Value) -> Answer<()> {
    let depth = 1 + value.depth();
    if depth > NESTED {
        return Err(Stop::too_large());
    }
    let array = own(state, variable)?;
    if array.items.len() >= ARRAY {
        return Err(Stop::too_large());
    }
    if array.items.len() == array.items.capacity() {
        let more = array.items.len().max(4);
        state.budget.spend_on_bytes(more * size_of::<Value>())?;
        array.grow(more * size_of::<Value>())?;
        array.thing.items.reserve_exact(more);
    }
    array.grow(value.elsewhere())?;
    array.thing.depth = array.thing.depth.max(depth);
    array.thing.items.push(value);
    Ok(())
}

/// `a + b`
///
/// # Errors
/// When one of them is no array, the result is too long, or a limit is hit.
pub(crate) fn plus(state: &mut State<'_>, a: &Value, b: &Value) -> Answer {
    let (a, b) = (of(a)?, of(b)?);
    if a.items.len() + b.items.len() > ARRAY {
        return Err(Stop::too_large());
    }
    state.budget.spend_on(a.items.len() + b.items.len())?;
    let mut both = Building::new(state)?;
    for item in a.items.iter().chain(&b.items) {
        both.push(state, item.clone())?;
    }
    both.done(state)
}

/// Whether both are arrays.
#[must_use]
pub(crate) fn are(a: &Value, b: &Value) -> bool {
    matches!((&a.data, &b.data), (Data::Array(_), Data::Array(_)))
}

/// `a += b`: only what is added is paid for where nobody else holds `a`.
///
/// # Errors
/// As [`plus`].
pub(crate) fn append(state: &mut State<'_>, variable: &mut Value, other: &Value) -> Answer<()> {
    let other = of(other)?.clone();
    variable.from = Origin::NONE;
    for item in &other.items {
        state.budget.spend(1)?;
        push(state, variable, item.clone())?;
    }
    Ok(())
}

/// `array[index]`, counted from 0, or from the end by -1, -2, …; and `view[index]`.
///
/// # Errors
/// When there is no such element, or the value is neither.
pub(crate) fn item(state: &mut State<'_>, items: &Value, index: i64) -> Answer {
    if let Data::Array(array) = &items.data {
        let len = array.items.len();
        let found = place(index, len).map(|at| array.items[at].clone());
        return found.ok_or_else(|| no_item(index, len));
    }
    let Some(view) = state.view(&items.data) else { return Err(mismatch()) };
    if let View::One { years: Some(_), .. } = view {
        state.budget.spend_on(2 * view.most())?;
    }
    let len = view.len();
    let found = place(index, len).and_then(|at| view.row(at)).map(Value::record);
    found.ok_or_else(|| {
        let en = count(len, "record", "records");
        Stop::failed(say!("没有第 {index} 条：共 {len} 条，从 0 数起", "no index {index}: {en}, counted from 0"))
    })
}

/// The fault of an index outside an array.
#[cold]
pub(crate) fn no_item(index: i64, len: usize) -> Stop {
    Stop::failed(say!("数组共 {len} 项，没有第 {index} 项（从 0 数起）", "no index {index} in an array of {len}"))
}

/// The place that an index means; `None` outside.
#[must_use]
pub(crate) fn place(index: i64, len: usize) -> Option<usize> {
    let at = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 { len.checked_sub(at) } else { Some(at).filter(|at| *at < len) }
}
