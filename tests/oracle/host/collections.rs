//! Functions of collections, on whole lists of what was picked: loops stand in the programs themselves.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, FnPtr, NativeCallContext};

use crate::schema::Type;

use super::operators::plus;
use super::records::{Call, call, named, named_if_given};
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

/// Takes what is picked of each, one after the other.
pub fn each(
    context: &NativeCallContext<'_>,
    of: &Dynamic,
    with: &Dynamic,
    mut take: impl FnMut(Dynamic) -> Answer<()>,
) -> Answer<()> {
    items(of)?.into_iter().try_for_each(|item| take(pick(context, with, item)?))
}

/// What is picked of all.
pub fn picks(context: &NativeCallContext<'_>, of: &Dynamic, with: &Dynamic) -> Answer<Array> {
    let mut picked = Array::new();
    each(context, of, with, |value| {
        picked.push(value);
        Ok(())
    })?;
    Ok(picked)
}

/// The answers of all.
pub fn answers(context: &NativeCallContext<'_>, of: &Dynamic, with: &Dynamic) -> Answer<Array> {
    let mut answers = Array::new();
    each(context, of, with, |value| {
        answers.push(bool(&value)?.into());
        Ok(())
    })?;
    Ok(answers)
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
pub fn first_of(
    context: &NativeCallContext<'_>,
    of: &Dynamic,
    test: &Dynamic,
    wanted: bool,
) -> Answer<Option<Dynamic>> {
    for item in items(of)? {
        if bool(&pick(context, test, item.clone())?)? == wanted {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// A sum with one more.
pub fn added(total: &Dynamic, value: &Dynamic) -> Answer {
    match super::value::number(value) {
        Some(_) => plus(total, value),
        None => Err(Stop::fault("cannot be added up")),
    }
}

/// The better of the best so far, if there is one, and one more: the only element of an array.
pub fn better(best: &Array, value: Dynamic, wanted: Ordering) -> Answer<Array> {
    match best.first() {
        Some(own) if order(&value, own)? != wanted => Ok(vec![own.clone()]),
        _ => Ok(vec![value]),
    }
}

pub fn only(best: Array) -> Answer {
    best.into_iter().next().ok_or_else(|| Stop::fault("there are none"))
}

/// Makes sure that the last of them is of one sort with the others, and can be told from them.
pub fn groupable(picked: &Array) -> Answer<()> {
    let mut alike = Alike::default();
    picked.iter().try_for_each(|value| alike.take(value))?;
    picked.last().map_or(Ok(()), |last| atom(last).map(|_| ()))
}

pub fn distinct(picked: Array) -> Answer {
    let (mut seen, mut kept) = (Vec::new(), Array::new());
    for value in picked {
        let atom = atom(&value)?;
        if !seen.contains(&atom) {
            seen.push(atom);
            kept.push(value);
        }
    }
    Ok(kept.into())
}

pub fn group(of: &Dynamic, picked: Array) -> Answer {
    let mut groups: Vec<((&str, String), Dynamic, Vec<usize>)> = Vec::new();
    for (at, key) in picked.into_iter().enumerate() {
        let atom = atom(&key)?;
        match groups.iter_mut().find(|(own, ..)| *own == atom) {
            Some((.., places)) => places.push(at),
            None => groups.push((atom, key, vec![at])),
        }
    }
    let group =
        |(_, key, places): (_, Dynamic, Vec<usize>)| Ok(own(Own::Group(Box::new((key, same_of(of, &places)?)))));
    Ok(groups.into_iter().map(group).collect::<Answer<Array>>()?.into())
}

/// What is picked of all, where it can be grouped.
pub fn groupable_picks(context: &NativeCallContext<'_>, of: &Dynamic, with: Option<&Dynamic>) -> Answer<Array> {
    let mut picked = Array::new();
    let mut take = |value| {
        picked.push(value);
        groupable(&picked)
    };
    match with {
        Some(with) => each(context, of, with, take)?,
        None => items(of)?.into_iter().try_for_each(&mut take)?,
    }
    Ok(picked)
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

/// `where(field, value)`: what no field of that type can equal is a fault, whatever records there are.
pub fn equal_in(of: &Dynamic, name: &str, value: &Dynamic) -> Answer {
    if let Val::Own(Own::View(view)) = val(of) {
        let fits = call(|call| {
            // Of no records of several bodies nobody knows the kind.
            if call.network && call.bodies.len() > 1 && view.rows.is_empty() {
                return Some(true);
            }
            let kind = &call.world.schema.kinds[view.kind];
            let field = kind.fields.iter().find(|field| field.name == name || field.label == name);
            field.map(|field| is_of(&field.ty, value))
        });
        if fits != Some(true) {
            return Err(Stop::fault("never equal"));
        }
    }
    let mut places = Vec::new();
    // What is broken is known before anything is compared.
    let all: Vec<Option<Dynamic>> = items(of)?.iter().map(|item| named_if_given(item, name)).collect::<Answer<_>>()?;
    for (at, own) in all.iter().enumerate() {
        if let Some(own) = own
            && equal(own, value)?
        {
            places.push(at);
        }
    }
    same_of(of, &places)
}

/// Whether a value may equal one of a field of that type.
fn is_of(ty: &Type, value: &Dynamic) -> bool {
    match (ty, val(value)) {
        (Type::Str | Type::Enum(_), Val::Text(_)) | (Type::Bool, Val::Bool(_)) => true,
        (Type::Int | Type::Dec, _) => super::value::number(value).is_some(),
        (Type::Date, Val::Own(Own::Date(_))) | (Type::Time, Val::Own(Own::Time(_))) => true,
        (Type::Period, Val::Own(Own::Period(_))) | (Type::Ref(_), Val::Own(Own::Rec(_))) => true,
        _ => false,
    }
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
    call(|call| rows.sort_unstable_by_key(|row| (call.world.store.recs[*row].body, *row)));
    rows.dedup();
    Ok(own(Own::View(View { kind, rows })))
}

/// Makes sure that a rule of the network reads no kind but those that are shared.
pub fn may_see(call: &Call, kind: usize) -> Answer<()> {
    if call.network && !call.world.schema.kinds[kind].shared {
        return Err(Stop::fault("not shared"));
    }
    Ok(())
}

/// `ctx.all(kind, year)`
pub fn all(kind: &str, year: i64) -> Answer {
    call(|call| {
        let Some(number) = call.world.schema.kinds.iter().position(|own| own.name == kind || own.label == kind) else {
            return Err(Stop::fault("no such kind"));
        };
        let year = if call.world.schema.kinds[number].yearly { year } else { 0 };
        may_see(call, number)?;
        let store = &call.world.store;
        let mut rows: Vec<usize> = call.bodies.iter().flat_map(|body| store.of_kind(*body, number)).collect();
        rows.retain(|row| i64::from(store.recs[*row].year) == year);
        Ok(own(Own::View(View { kind: number, rows })))
    })
}
