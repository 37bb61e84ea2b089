//! The functions of all collections, native loops that call closures or read fields: `filter`, `count`, `sum`, …

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, FnPtr, ImmutableString, NativeCallContext};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::engine::api::caller::Caller;
use crate::engine::api::compare::{self, Atom, describe};
use crate::engine::shared::{Error, Outcome, Record, Shared, complaint};
use crate::language::say;

/// What a view and an array have in common.
pub(crate) trait Collection: rhai::Variant + Clone {
    /// How many elements.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// An element.
    fn item(&self, index: usize) -> Dynamic;
    /// The same kind of collection, of these elements.
    #[must_use]
    fn select(&self, indices: &[usize]) -> Self;
}

impl Collection for Array {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn item(&self, index: usize) -> Dynamic {
        self[index].clone()
    }

    fn select(&self, indices: &[usize]) -> Self {
        indices.iter().map(|i| self[*i].clone()).collect()
    }
}

/// Elements that have one key, in order: a result of `group_by`.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    key: Dynamic,
    items: Dynamic,
}

/// What is read from each element: a field by its name, or what a closure gives.
enum Reading<'a> {
    Closure(Box<Caller<'a>>),
    Field(ImmutableString),
}

/// A function being called on a collection.
struct Work<'a> {
    context: &'a NativeCallContext<'a>,
    shared: &'a Shared,
}

impl<'a> Work<'a> {
    fn caller(&self, closure: FnPtr) -> Caller<'a> {
        Caller::new(self.context, &self.shared.budget, closure)
    }

    fn reading(&self, by: Dynamic) -> Outcome<Reading<'a>> {
        let by = match by.try_cast_result::<FnPtr>() {
            Ok(closure) => return Ok(Reading::Closure(Box::new(self.caller(closure)))),
            Err(by) => by,
        };
        by.into_immutable_string()
            .map(Reading::Field)
            .map_err(|_| complaint(say!("这里应当是字段名或 |x| … 函数", "expected a field name or a closure |x| …")))
    }

    /// What `by` reads from each element.
    fn values(&self, items: &impl Collection, by: Dynamic) -> Outcome<Vec<Dynamic>> {
        let mut reading = self.reading(by)?;
        (0..items.len()).map(|i| self.read(&mut reading, items.item(i))).collect()
    }

    fn read(&self, reading: &mut Reading<'_>, item: Dynamic) -> Outcome<Dynamic> {
        match reading {
            Reading::Closure(caller) => caller.call(item),
            Reading::Field(field) => {
                self.shared.budget.charge(1)?;
                let record = item.try_cast_result::<Record>().map_err(|other| {
                    let what = describe(&other);
                    complaint(say!("{what}没有字段“{field}”", "{what} has no field `{field}`"; what))
                })?;
                self.shared.property(&record, field)
            }
        }
    }

    /// The indices of the elements that pass a test.
    fn passing(&self, items: &impl Collection, test: FnPtr) -> Outcome<Vec<usize>> {
        let mut caller = self.caller(test);
        let mut passing = Vec::new();
        for index in 0..items.len() {
            if caller.test(items.item(index))? {
                passing.push(index);
            }
        }
        Ok(passing)
    }

    /// The first element whose test gives `wanted`.
    fn first_with(&self, items: &impl Collection, test: FnPtr, wanted: bool) -> Outcome<Option<Dynamic>> {
        let mut caller = self.caller(test);
        for index in 0..items.len() {
            let item = items.item(index);
            if caller.test(item.clone())? == wanted {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

/// The sum of numbers: whole while all are whole, an exact decimal otherwise.
fn sum(values: &[Dynamic]) -> Outcome<Dynamic> {
    let mut whole = 0_i64;
    let mut exact: Option<Decimal> = None;
    let overflow = || complaint(say!("合计超出范围", "the sum is out of range"));
    for value in values {
        match (value.as_int(), value.as_decimal(), exact) {
            (Ok(n), _, None) => whole = whole.checked_add(n).ok_or_else(overflow)?,
            (Ok(n), _, Some(total)) => exact = Some(total.checked_add(n.into()).ok_or_else(overflow)?),
            (_, Ok(d), total) => {
                exact = Some(total.unwrap_or(whole.into()).checked_add(d).ok_or_else(overflow)?);
            }
            _ => {
                let what = describe(value);
                return Err(complaint(say!("{what}不能合计", "cannot add up {what}"; what)));
            }
        }
    }
    Ok(exact.map_or_else(|| whole.into(), Dynamic::from_decimal))
}

fn empty() -> Error {
    complaint(say!("集合是空的；先用 is_empty() 判断", "the collection is empty; ask is_empty() first"))
}

/// The least or the greatest value.
fn extreme(values: Vec<Dynamic>, wanted: std::cmp::Ordering) -> Outcome<Dynamic> {
    let mut values = values.into_iter();
    let mut best = values.next().ok_or_else(empty)?;
    for value in values {
        if compare::order(&value, &best)? == wanted {
            best = value;
        }
    }
    Ok(best)
}

fn atom(value: &Dynamic) -> Outcome<Atom> {
    Atom::of(value).ok_or_else(|| {
        let what = describe(value);
        complaint(say!("{what}不能用来分组或去重", "cannot group or tell apart by {what}"; what))
    })
}

/// The atoms of values, which must be of one type, as for `==`.
fn atoms(values: &[Dynamic]) -> Outcome<Vec<Atom>> {
    let atoms: Vec<Atom> = values.iter().map(atom).collect::<Outcome<_>>()?;
    let mut known = atoms.iter().zip(values).filter(|(atom, _)| **atom != Atom::Unit);
    if let Some((first, value)) = known.next() {
        for (_, other) in known.filter(|(a, _)| std::mem::discriminant(*a) != std::mem::discriminant(first)) {
            compare::equal(value, other)?;
        }
    }
    Ok(atoms)
}

fn distinct(values: Vec<Dynamic>) -> Outcome<Array> {
    let mut seen = rustc_hash::FxHashSet::default();
    let mut kept = Array::new();
    for (atom, value) in atoms(&values)?.into_iter().zip(values) {
        if seen.insert(atom) {
            kept.push(value);
        }
    }
    Ok(kept)
}

fn group<T: Collection>(items: &T, keys: Vec<Dynamic>) -> Outcome<Array> {
    let mut places: FxHashMap<Atom, usize> = FxHashMap::default();
    let mut groups: Vec<(Dynamic, Vec<usize>)> = Vec::new();
    for (index, (atom, key)) in atoms(&keys)?.into_iter().zip(keys).enumerate() {
        let place = *places.entry(atom).or_insert(groups.len());
        if place == groups.len() {
            groups.push((key, Vec::new()));
        }
        groups[place].1.push(index);
    }
    let group = |(key, indices): (Dynamic, Vec<usize>)| Group { key, items: Dynamic::from(items.select(&indices)) };
    Ok(groups.into_iter().map(|g| Dynamic::from(group(g))).collect())
}

/// A stable sort by keys that all have an order.
fn sorted<T: Collection>(items: &T, keys: &[Dynamic]) -> Outcome<T> {
    let mut indices: Vec<usize> = (0..keys.len()).collect();
    let mut wrong = None;
    indices.sort_by(|a, b| {
        compare::order(&keys[*a], &keys[*b]).unwrap_or_else(|error| {
            wrong.get_or_insert(error);
            std::cmp::Ordering::Equal
        })
    });
    match wrong {
        Some(error) => Err(error),
        None => Ok(items.select(&indices)),
    }
}

fn all_items(items: &impl Collection) -> Vec<Dynamic> {
    (0..items.len()).map(|i| items.item(i)).collect()
}

/// Registers the functions for one type of collection.
pub(crate) fn register<T: Collection>(engine: &mut Engine, shared: &Arc<Shared>) {
    register_tests::<T>(engine, shared);
    register_readings::<T>(engine, shared);
    engine
        .register_fn("count", |items: &mut T| length(items))
        .register_fn("len", |items: &mut T| length(items))
        .register_fn("is_empty", |items: &mut T| items.is_empty())
        .register_fn("first", |items: &mut T| if items.is_empty() { Err(empty()) } else { Ok(items.item(0)) })
        .register_fn(
            "last",
            |items: &mut T| if items.is_empty() { Err(empty()) } else { Ok(items.item(items.len() - 1)) },
        )
        .register_fn("sum", |items: &mut T| sum(&all_items(items)))
        .register_fn("min", |items: &mut T| extreme(all_items(items), std::cmp::Ordering::Less))
        .register_fn("max", |items: &mut T| extreme(all_items(items), std::cmp::Ordering::Greater))
        .register_fn("distinct", |items: &mut T| distinct(all_items(items)))
        .register_get("key", |group: &mut Group| group.key.clone())
        .register_get("items", |group: &mut Group| group.items.clone());
}

fn length(items: &impl Collection) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

/// Functions whose closure answers yes or no.
fn register_tests<T: Collection>(engine: &mut Engine, shared: &Arc<Shared>) {
    macro_rules! test {
        ($name:literal, $result:ty, |$work:ident, $items:ident, $test:ident| $body:expr) => {
            let own = shared.clone();
            engine.register_fn(
                $name,
                move |context: NativeCallContext, items: &mut T, test: FnPtr| -> Outcome<$result> {
                    let $work = Work { context: &context, shared: &own };
                    let ($items, $test) = (&*items, test);
                    $body
                },
            );
        };
    }
    test!("filter", T, |work, items, test| Ok(items.select(&work.passing(items, test)?)));
    test!("count", i64, |work, items, test| Ok(work.passing(items, test)?.len().try_into().unwrap_or(i64::MAX)));
    test!("any", bool, |work, items, test| Ok(work.first_with(items, test, true)?.is_some()));
    test!("none", bool, |work, items, test| Ok(work.first_with(items, test, true)?.is_none()));
    test!("all", bool, |work, items, test| Ok(work.first_with(items, test, false)?.is_none()));
    test!("find", Dynamic, |work, items, test| Ok(work.first_with(items, test, true)?.unwrap_or(Dynamic::UNIT)));
}

/// Functions that read something from each element, by a closure or a field's name.
fn register_readings<T: Collection>(engine: &mut Engine, shared: &Arc<Shared>) {
    macro_rules! reading {
        ($name:literal, $result:ty, |$items:ident, $values:ident| $body:expr) => {
            reading!($name, $result, FnPtr, |$items, $values| $body);
            reading!($name, $result, ImmutableString, |$items, $values| $body);
        };
        ($name:literal, $result:ty, $by:ty, |$items:ident, $values:ident| $body:expr) => {
            let own = shared.clone();
            engine.register_fn($name, move |context: NativeCallContext, items: &mut T, by: $by| -> Outcome<$result> {
                let $items = &*items;
                let $values = Work { context: &context, shared: &own }.values($items, Dynamic::from(by))?;
                $body
            });
        };
    }
    reading!("map", Array, |_items, values| Ok(values));
    reading!("sum", Dynamic, |_items, values| sum(&values));
    reading!("min", Dynamic, |_items, values| extreme(values, std::cmp::Ordering::Less));
    reading!("max", Dynamic, |_items, values| extreme(values, std::cmp::Ordering::Greater));
    reading!("distinct", Array, |_items, values| distinct(values));
    reading!("group_by", Array, |items, values| group(items, values));
    reading!("sort_by", T, |items, values| sorted(items, &values));
}
