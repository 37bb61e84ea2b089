//! Changing what a variable holds: `x = …`, `x.a = …`, `x[i] = …`, `x.push(…)`. What is shared with another value is copied
//! first, so that the other keeps what it has.

use std::rc::Rc;

use crate::machine::dynamic;
use crate::native::budget::Held;
use crate::native::functions::arrays;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Map, Value};

/// A change of a value.
pub(crate) type Change<'c> = &'c mut dyn FnMut(&mut State<'_>, &mut Value) -> Answer<()>;

/// Changes what stands at the end of a path, from a variable on. A map may get a new entry there.
///
/// # Errors
/// When the path leads nowhere, or the change fails; the variable then holds what it held, as far as it was not changed yet.
pub(crate) fn change(state: &mut State<'_>, slot: usize, path: &[Value], change: Change<'_>) -> Answer<()> {
    let at = state.base + slot;
    let mut value = std::mem::replace(&mut state.slots[at], Value::UNIT);
    let done = within(state, &mut value, path, change);
    state.slots[at] = value;
    done
}

fn within(state: &mut State<'_>, value: &mut Value, path: &[Value], change: Change<'_>) -> Answer<()> {
    let Some((step, rest)) = path.split_first() else { return change(state, value) };
    value.from = crate::native::value::Origin::NONE;
    match (&mut value.data, &step.data) {
        (Data::Array(array), Data::Int(index)) => {
            let (len, index) = (array.items.len(), *index);
            let at = arrays::place(index, len).ok_or_else(|| arrays::no_item(index, len))?;
            let own = &mut arrays::own(state, value)?.thing;
            within(state, &mut own.items[at], rest, change)?;
            own.depth = own.depth.max(1 + own.items[at].depth());
            checked(own.depth)
        }
        (Data::Map(map), Data::Str(_) | Data::Text(_)) => {
            let letters = state.text(step).unwrap_or_default();
            state.budget.spend_on_finding(letters.len(), map.entries.len())?;
            let name: Rc<str> = Rc::from(letters);
            let known = map.entries.contains_key(&name);
            if !known && !rest.is_empty() {
                return Err(dynamic::no_entry(&name));
            }
            let own = own_map(state, map)?;
            if !known {
                own.grow(64 + name.len() + size_of::<Value>()).map_err(Stop::from)?;
            }
            let entry = own.thing.entries.entry(name).or_insert(Value::UNIT);
            within(state, entry, rest, change)?;
            let depth = 1 + entry.depth();
            own.thing.depth = own.thing.depth.max(depth);
            checked(own.thing.depth)
        }
        _ => Err(Stop::failed({
            let what = crate::native::compare::describe(value);
            crate::language::say!("{what}只能读取，不能修改", "{what} can be read, not changed"; what)
        })),
    }
}

fn checked(depth: u32) -> Answer<()> {
    if depth > crate::native::budget::NESTED { Err(Stop::too_large()) } else { Ok(()) }
}

fn own_map<'m>(state: &mut State<'_>, map: &'m mut Rc<Held<Map>>) -> Answer<&'m mut Held<Map>> {
    if Rc::get_mut(map).is_none() {
        state.budget.spend_on(map.entries.len())?;
        let entry = |name: &Rc<str>| 64 + name.len() + size_of::<Value>();
        let bytes = size_of::<Held<Map>>() + map.entries.keys().map(entry).sum::<usize>();
        let paid = state.budget.pay(bytes)?;
        *map = paid.holding(map.thing.clone());
    }
    Rc::get_mut(map).ok_or_else(Stop::too_large)
}
