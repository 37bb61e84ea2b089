//! Rhai's evaluator with the functions of the reference, and with operators that compare and reckon as it says.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, Engine, INT, NativeCallContext, OptimizationLevel};

use super::operators::{self, computed};
use super::records::{self, call, named, named_if_given, shown};
use super::stop::{Answer, Stop};
use super::value::{Own, Val, bool, int, order, own, text, val};
use super::{calendar, collections, findings, texts};

pub type Result<T = Dynamic> = std::result::Result<T, Box<rhai::EvalAltResult>>;

/// Rhai's answer of ours.
pub fn give<T>(answer: Answer<T>) -> Result<T> {
    answer.map_err(Into::into)
}

/// An evaluator.
pub fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    engine
        .set_max_expr_depths(0, 0)
        .set_max_call_levels(120)
        .set_max_operations(100_000)
        .set_max_string_size(8192)
        .set_max_array_size(4096)
        .set_optimization_level(OptimizationLevel::None)
        .set_fast_operators(false)
        .set_fail_on_invalid_map_property(true);
    engine.register_type_with_name::<Own>("Own");
    engine.register_iterator::<Array>();
    engine.register_iterator::<std::ops::Range<INT>>();
    engine.register_iterator::<std::ops::RangeInclusive<INT>>();
    engine.register_iterator_result::<Own, Dynamic>();
    engine.register_indexer_get(|value: &mut Own, name: &str| give(property(&own(value.clone()), name)));
    operators::register(&mut engine);
    reading(&mut engine);
    collecting(&mut engine);
    unrolled(&mut engine);
    texts::register(&mut engine);
    calendar::register(&mut engine);
    findings::register(&mut engine);
    engine
}

/// `value.name` of what is of our own.
fn property(value: &Dynamic, name: &str) -> Answer {
    match val(value) {
        Val::Own(Own::Ctx) => call(|call| match name {
            "year" => Ok(Dynamic::from_int(call.year.into())),
            "body" if call.network => Err(Stop::fault("the network has no one body")),
            "body" => Ok(call.world.store.bodies[call.bodies[0]].clone().into()),
            "today" => Ok(own(Own::Date(call.today))),
            "params" => Ok(own(Own::Params)),
            _ => Err(Stop::fault(format!("no {name}"))),
        }),
        Val::Own(Own::Params) => call(|call| {
            let found = call.parameters.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| value.clone()).ok_or_else(|| Stop::fault(format!("no parameter {name}")))
        }),
        Val::Own(Own::Date(date)) => calendar::of_date(date, name),
        Val::Own(Own::Time(time)) => calendar::of_time(time, name),
        Val::Own(Own::Period(period)) => calendar::of_period(period, name),
        _ => named(value, name),
    }
}

/// Registers functions of so many values of any type.
macro_rules! functions {
    ($engine:ident: $($name:literal($($value:ident),*) => $body:expr;)*) => {$(
        $engine.register_fn($name, |$($value: Dynamic),*| give($body));
    )*};
}
pub(super) use functions;

fn reading(engine: &mut Engine) {
    functions! { engine:
        "has"(of, name) => text(&name).and_then(|name| Ok(named_if_given(&of, &name)?.is_some()));
        "get"(of, name, default) => text(&name).and_then(|name| Ok(named_if_given(&of, &name)?.unwrap_or(default)));
        "at"(of, name) => match (val(&of), text(&name)?) {
            (Val::Own(Own::Rec(rec)), name) => records::place(rec, &name),
            _ => Err(Stop::fault("no record")),
        };
        "shown"(a) => shown(&a);
        "changed"(a) => Ok(computed(a));
        "plain"(a) => Ok(match val(&a) {
            Val::Text(text) => text.into(),
            _ => a,
        });
        "to_string"(a) => shown(&a);
        "label"(a) => records::label(&a);
        "label"(of, name) => match (val(&of), text(&name)?) {
            (Val::Own(Own::Rec(rec)), name) => records::label_of(rec, &name),
            _ => Err(Stop::fault("no record")),
        };
        "keys"(map) => match val(&map) {
            Val::Map(map) => Ok(map.keys().map(|key| key.as_str().into()).collect::<Array>()),
            _ => Err(Stop::fault("no map")),
        };
        "values"(map) => match val(&map) {
            Val::Map(map) => Ok(map.values().cloned().collect::<Array>()),
            _ => Err(Stop::fault("no map")),
        };
        "all"(ctx, kind, year) => match val(&ctx) {
            Val::Own(Own::Ctx) => collections::all(&text(&kind)?, int(&year)?),
            _ => Err(Stop::fault("no ctx")),
        };
        "find"(ctx, kind, key) => match val(&ctx) {
            Val::Own(Own::Ctx) => found(&text(&kind)?, &key),
            _ => Err(Stop::fault("no ctx")),
        };
    }
}

/// `ctx.find(kind, key)`
fn found(kind: &str, key: &Dynamic) -> Answer {
    let key = match val(key) {
        Val::Text(key) => key.to_string(),
        Val::Int(n) => n.to_string(),
        Val::Own(Own::Num(n)) => n.key()?,
        _ => return Err(Stop::fault("a key is a text or a number")),
    };
    call(|call| {
        let number = call.world.schema.kinds.iter().position(|own| own.name == kind);
        let number = number.ok_or_else(|| Stop::fault("no such kind"))?;
        collections::may_see(call, number)?;
        let year = if call.world.schema.kinds[number].yearly { call.year } else { 0 };
        let found = call.bodies.iter().find_map(|body| call.world.store.find(*body, number, year, &key));
        Ok(found.map_or(Dynamic::UNIT, |rec| own(Own::Rec(rec))))
    })
}

/// Registers functions of a collection and a closure, or a field's name.
macro_rules! closures {
    ($engine:ident: $($name:literal($context:ident, $of:ident, $with:ident) => $body:expr;)*) => {$(
        $engine.register_fn($name, |$context: NativeCallContext<'_>, $of: Dynamic, $with: Dynamic| give($body));
    )*};
}

fn collecting(engine: &mut Engine) {
    use collections::{answers, first_of, groupable_picks, items, kept, picks};
    functions! { engine:
        "len"(of) => match val(&of) {
            Val::Text(text) => Ok(INT::try_from(text.chars().count()).unwrap_or(0)),
            Val::Map(map) => Ok(INT::try_from(map.len()).unwrap_or(0)),
            _ => items(&of).map(|items| INT::try_from(items.len()).unwrap_or(0)),
        };
        "count"(of) => items(&of).map(|items| INT::try_from(items.len()).unwrap_or(0));
        "is_empty"(of) => match val(&of) {
            Val::Text(text) => Ok(text.is_empty()),
            _ => items(&of).map(|items| items.is_empty()),
        };
        "first"(of) => items(&of)?.into_iter().next().ok_or_else(|| Stop::fault("none"));
        "last"(of) => items(&of)?.into_iter().last().ok_or_else(|| Stop::fault("none"));
        "sum"(of) => array(&of)?.iter().try_fold(Dynamic::from_int(0), |sum, value| collections::added(&sum, value));
        "min"(of) => best(array(&of)?, Ordering::Less);
        "max"(of) => best(array(&of)?, Ordering::Greater);
        "reverse"(of) => array(&of).map(|all| all.into_iter().rev().collect::<Array>());
        "and"(a, b) => collections::both(&a, &b);
        "where"(of, name, value) => text(&name).and_then(|name| collections::equal_in(&of, &name, &value));
        "join"(of, separator) => joined(&array(&of)?, &text(&separator)?);
    }
    engine.register_fn("push", |array: &mut Array, value: Dynamic| array.push(value));
    engine.register_fn("distinct", |context: NativeCallContext<'_>, of: Dynamic| {
        give(groupable_picks(&context, &of, None).and_then(collections::distinct))
    });
    closures! { engine:
        "filter"(context, of, test) => kept(&of, &answers(&context, &of, &test)?);
        "all"(context, of, test) => match val(&of) {
            Val::Own(Own::Ctx) => {
                let year = call(|call| call.year);
                collections::all(&text(&test)?, year.into())
            }
            _ => first_of(&context, &of, &test, false).map(|found| found.is_none().into()),
        };
        "any"(context, of, test) => first_of(&context, &of, &test, true).map(|found| found.is_some());
        "none"(context, of, test) => first_of(&context, &of, &test, true).map(|found| found.is_none());
        "find"(context, of, test) => first_of(&context, &of, &test, true).map(Option::unwrap_or_default);
        "count"(context, of, test) => {
            let answers = answers(&context, &of, &test)?;
            answers.iter().try_fold(0, |sum: INT, answer| Ok(sum + INT::from(bool(answer)?)))
        };
        "map"(context, of, with) => picks(&context, &of, &with);
        "sum"(context, of, with) => {
            let mut total = Dynamic::from_int(0);
            collections::each(&context, &of, &with, |value| {
                total = collections::added(&total, &value)?;
                Ok(())
            })?;
            Ok(total)
        };
        "distinct"(context, of, with) => collections::distinct(groupable_picks(&context, &of, Some(&with))?);
        "group_by"(context, of, with) => collections::group(&of, groupable_picks(&context, &of, Some(&with))?);
        "sort_by"(context, of, with) => collections::sort(&of, &picks(&context, &of, &with)?);
        "min"(context, a, b) => lesser(&context, a, &b, Ordering::Less);
        "max"(context, a, b) => lesser(&context, a, &b, Ordering::Greater);
    }
}

/// Of two values, or of what is picked of a collection.
fn lesser(context: &NativeCallContext<'_>, a: Dynamic, b: &Dynamic, wanted: Ordering) -> Answer {
    match val(&a) {
        Val::Array(_) | Val::Own(Own::View(_)) => {
            let mut best = Array::new();
            collections::each(context, &a, b, |value| {
                best = collections::better(&best, value, wanted)?;
                Ok(())
            })?;
            collections::only(best)
        }
        _ => Ok(if order(b, &a)? == wanted { b.clone() } else { a }),
    }
}

fn best(all: Array, wanted: Ordering) -> Answer {
    let best = all.into_iter().try_fold(Array::new(), |best, value| collections::better(&best, value, wanted))?;
    collections::only(best)
}

fn array(of: &Dynamic) -> Answer<Array> {
    match val(of) {
        Val::Array(array) => Ok(array),
        _ => Err(Stop::fault("no array")),
    }
}

fn joined(items: &Array, separator: &str) -> Answer<String> {
    let items: Vec<String> = items.iter().map(shown).collect::<Answer<_>>()?;
    Ok(items.join(separator))
}

/// What programs call whose closures stand as loops.
fn unrolled(engine: &mut Engine) {
    functions! { engine:
        "elements"(of) => collections::items(&of).map(|_| ());
        "yes"(answer) => bool(&answer);
        "kept"(of, answers) => collections::kept(&of, &array(&answers)?);
        "added"(total, value) => collections::added(&total, &value);
        "min_of"(best, value) => collections::better(&array(&best)?, value, Ordering::Less);
        "max_of"(best, value) => collections::better(&array(&best)?, value, Ordering::Greater);
        "only"(best) => collections::only(array(&best)?);
        "groupable"(picked) => collections::groupable(&array(&picked)?);
        "distinct_of"(of, picked) => { let _ = of; collections::distinct(array(&picked)?) };
        "group_by_of"(of, picked) => collections::group(&of, array(&picked)?);
        "sort_by_of"(of, picked) => collections::sort(&of, &array(&picked)?);
    }
}
