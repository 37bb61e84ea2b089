//! Functions of collections, on whole lists of what was picked: loops stand in the programs themselves.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, FnPtr, NativeCallContext};

use super::engine::plus;
use super::records::{call, named, named_if_given};
use super::stop::{Answer, Stop};
use super::value::{Alike, Own, Val, View, atom, bool, equal, order, own, val};

/// The elements of a view or an array.
pub fn items(of: &Dynamic) -> Answer<Array> {
    match val(of) {
        Val::Own(Own::View(view)) => Ok(view.rows.into_iter().map(|row| own(Own::Rec(row))).collect()),
        Val::Array(array) => Ok(array),
        _ => Err(Stop::fault("nothing to go through")),
    }
}

/// The same sort of collection with those elements.
pub fn same_of(of: &Dynamic, places: &[usize]) -> Answer {
    match val(of) {
        Val::Own(Own::View(view)) => {
            let rows = places.iter().map(|at| view.rows[*at]).collect();
            Ok(own(Own::View(view.with(rows))))
        }
        Val::Array(array) => Ok(places.iter().map(|at| array[*at].clone()).collect::<Array>().into()),
        _ => Err(Stop::fault("nothing to go through")),
    }
}

/// What is picked of an element: by a closure, or by a name.
pub fn pick(context: &NativeCallContext<'_>, with: &Dynamic, item: Dynamic) -> Answer {
    if let Some(function) = with.clone().try_cast::<FnPtr>() {
        return Ok(function.call_within_context::<Dynamic>(context, (item,))?);
    }
    match val(with) {
        Val::Text(name) => named(&item, &name),
        _ => Err(Stop::fault("neither a function nor a name")),
    }
}

/// What is picked of all.
pub fn picks(context: &NativeCallContext<'_>, of: &Dynamic, with: &Dynamic) -> Answer<Array> {
    items(of)?.into_iter().map(|item| pick(context, with, item)).collect()
}

/// Those of which a yes was said.
pub fn kept(of: &Dynamic, answers: &Array) -> Answer {
    let mut places = Vec::new();
    for (at, answer) in answers.iter().enumerate() {
        if bool(answer)? {
            places.push(at);
        }
    }
    same_of(of, &places)
}

/// The place of the first of which that is said.
pub fn first_of(context: &NativeCallContext<'_>, of: &Dynamic, test: &Dynamic, wanted: bool) -> Answer<Option<Dynamic>> {
    for item in items(of)? {
        if bool(&pick(context, test, item.clone())?)? == wanted {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

pub fn sum(picked: &Array) -> Answer {
    let mut total = Dynamic::from_int(0);
    for value in picked {
        if super::value::number(value).is_none() {
            return Err(Stop::fault("cannot be added up"));
        }
        total = plus(&total, value)?;
    }
    Ok(total)
}

/// The least, or the greatest; of equal ones the first.
pub fn extreme(picked: Array, wanted: Ordering) -> Answer {
    let mut best: Option<Dynamic> = None;
    for value in picked {
        let better = match &best {
            Some(best) => order(&value, best)? == wanted,
            None => true,
        };
        if better {
            best = Some(value);
        }
    }
    best.ok_or_else(|| Stop::fault("there are none"))
}

pub fn distinct(picked: Array) -> Answer {
    let (mut alike, mut seen, mut kept) = (Alike::default(), Vec::new(), Array::new());
    for value in picked {
        alike.take(&value)?;
        let atom = atom(&value)?;
        if !seen.contains(&atom) {
            seen.push(atom);
            kept.push(value);
        }
    }
    Ok(kept.into())
}

pub fn group(of: &Dynamic, picked: Array) -> Answer {
    let mut alike = Alike::default();
    let mut groups: Vec<((&str, String), Dynamic, Vec<usize>)> = Vec::new();
    for (at, key) in picked.into_iter().enumerate() {
        alike.take(&key)?;
        let atom = atom(&key)?;
        match groups.iter_mut().find(|(own, ..)| *own == atom) {
            Some((.., places)) => places.push(at),
            None => groups.push((atom, key, vec![at])),
        }
    }
    let group = |(_, key, places): (_, Dynamic, Vec<usize>)| {
        Ok(own(Own::Group(Box::new((key, same_of(of, &places)?)))))
    };
    Ok(groups.into_iter().map(group).collect::<Answer<Array>>()?.into())
}

/// Sorted by what was picked: put in one after the other, behind all that are no greater.
pub fn sort(of: &Dynamic, picked: &Array) -> Answer {
    if let [only] = picked.as_slice() {
        order(only, only)?;
    }
    let mut places: Vec<usize> = Vec::new();
    for at in 0..picked.len() {
        let mut into = places.len();
        while into > 0 && order(&picked[places[into - 1]], &picked[at])? == Ordering::Greater {
            into -= 1;
        }
        places.insert(into, at);
    }
    same_of(of, &places)
}

/// `where(field, value)`
pub fn equal_in(of: &Dynamic, name: &str, value: &Dynamic) -> Answer {
    let mut places = Vec::new();
    // What is broken is known before anything is compared.
    let all: Vec<Option<Dynamic>> =
        items(of)?.iter().map(|item| named_if_given(item, name)).collect::<Answer<_>>()?;
    for (at, own) in all.iter().enumerate() {
        if let Some(own) = own
            && equal(own, value)?
        {
            places.push(at);
        }
    }
    same_of(of, &places)
}

/// `a.and(b)`: each once, in the order of the data.
pub fn both(a: &Dynamic, b: &Dynamic) -> Answer {
    let (Val::Own(Own::View(a)), Val::Own(Own::View(b))) = (val(a), val(b)) else {
        return Err(Stop::fault("no records"));
    };
    let kinds = |view: &View| view.rows.is_empty() || view.kind == a.kind;
    if !kinds(&b) && !a.rows.is_empty() {
        return Err(Stop::fault("different kinds"));
    }
    let kind = if a.rows.is_empty() && !b.rows.is_empty() { b.kind } else { a.kind };
    let mut rows = [a.rows, b.rows].concat();
    rows.sort_unstable();
    rows.dedup();
    Ok(own(Own::View(View { kind, rows })))
}

/// `ctx.all(kind, year)`
pub fn all(kind: &str, year: i64) -> Answer {
    call(|call| {
        let Some(number) = call.world.schema.kinds.iter().position(|own| own.name == kind || own.label == kind) else {
            return Err(Stop::fault("no such kind"));
        };
        let year = if call.world.schema.kinds[number].yearly { year } else { 0 };
        let store = &call.world.store;
        let mut rows = store.of_kind(call.body, number);
        rows.retain(|row| i64::from(store.recs[*row].year) == year);
        Ok(own(Own::View(View { kind: number, rows })))
    })
}
