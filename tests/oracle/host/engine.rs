//! Rhai's evaluator with the functions of the reference, and with operators that compare and reckon as it says.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, Engine, INT, Map, NativeCallContext, OptimizationLevel};

use super::number::Q;
use super::records::{self, call, named, named_if_given, shown};
use super::stop::{Answer, Stop};
use super::value::{Own, Val, bool, equal, int, number, order, own, text, val};
use super::{calendar, collections, findings, texts};

type Result<T = Dynamic> = std::result::Result<T, Box<rhai::EvalAltResult>>;

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
    operators(&mut engine);
    reading(&mut engine);
    collecting(&mut engine);
    unrolled(&mut engine);
    numbers(&mut engine);
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
            "body" => Ok(call.world.store.bodies[call.body].clone().into()),
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

fn operators(engine: &mut Engine) {
    let compare = |yes: fn(Ordering) -> bool| move |a: Dynamic, b: Dynamic| give(order(&a, &b).map(yes));
    engine.register_fn("<", compare(Ordering::is_lt));
    engine.register_fn("<=", compare(Ordering::is_le));
    engine.register_fn(">", compare(Ordering::is_gt));
    engine.register_fn(">=", compare(Ordering::is_ge));
    functions! { engine:
        "=="(a, b) => equal(&a, &b);
        "!="(a, b) => equal(&a, &b).map(|yes| !yes);
        "!"(a) => bool(&a).map(|yes| !yes);
        "-"(a) => negated(&a);
        "+"(a) => exact(&a).map(|_| computed(a));
        "+"(a, b) => plus(&a, &b);
        "-"(a, b) => minus(&a, &b);
        "*"(a, b) => times(&a, &b);
        "/"(a, b) => over(&a, &b);
        "%"(a, b) => rest(&a, &b);
        "**"(a, b) => power(&a, &b);
        "contains"(a, b) => is_in(&b, &a);
        "is_in"(a, b) => is_in(&a, &b);
        "item_at"(a, b) => item(&a, &b);
    }
    let change = |work: fn(&Dynamic, &Dynamic) -> Answer| {
        move |a: &mut Dynamic, b: Dynamic| -> Result<()> {
            *a = give(work(a, &b))?;
            Ok(())
        }
    };
    engine.register_fn("+=", change(plus));
    engine.register_fn("-=", change(minus));
    engine.register_fn("*=", change(times));
    engine.register_fn("/=", change(over));
    engine.register_fn("%=", change(rest));
}

fn item(of: &Dynamic, at: &Dynamic) -> Answer {
    match val(of) {
        Val::Array(array) => {
            let (at, len) = (int(at)?, INT::try_from(array.len()).unwrap_or(INT::MAX));
            let at = if at < 0 { at.saturating_add(len) } else { at };
            let found = usize::try_from(at).ok().and_then(|at| array.get(at).cloned());
            found.ok_or_else(|| Stop::fault("no such index"))
        }
        Val::Map(map) => {
            let name = text(at)?;
            map.get(name.as_str()).cloned().ok_or_else(|| Stop::fault("no such entry"))
        }
        _ => Err(Stop::fault("no index")),
    }
}

fn is_in(a: &Dynamic, b: &Dynamic) -> Answer<bool> {
    match (val(a), val(b)) {
        (_, Val::Array(array)) => {
            for item in &array {
                if equal(item, a)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        (Val::Text(name), Val::Map(map)) => Ok(map.contains_key(name.as_str())),
        (Val::Text(part), Val::Text(whole)) => Ok(whole.contains(part.as_str())),
        (Val::Int(n), Val::Own(Own::Range(from, to))) => Ok((from..to).contains(&n)),
        (Val::Own(Own::Date(day)), Val::Own(Own::Period(period))) => Ok(period.first() <= day && day <= period.last()),
        (Val::Own(Own::Rec(rec)), Val::Own(Own::View(view))) => Ok(view.rows.contains(&rec)),
        _ => Err(Stop::fault("cannot be among them")),
    }
}

/// A calculation of two whole numbers, else of two exact ones.
fn reckon(
    a: &Dynamic,
    b: &Dynamic,
    whole: impl Fn(INT, INT) -> Option<INT>,
    exact: impl Fn(Q, Q) -> Answer<Q>,
) -> Answer {
    if let (Val::Int(x), Val::Int(y)) = (val(a), val(b)) {
        return whole(x, y).map(Dynamic::from_int).ok_or_else(|| Stop::fault("out of range"));
    }
    match (number(a), number(b)) {
        (Some(x), Some(y)) => Ok(own(Own::Num(exact(x, y)?))),
        _ => Err(Stop::fault("no numbers")),
    }
}

/// `a + b`
pub fn plus(a: &Dynamic, b: &Dynamic) -> Answer {
    match (val(a), val(b)) {
        (Val::Text(a), Val::Text(b)) => Ok(format!("{a}{b}").into()),
        (Val::Array(a), Val::Array(b)) => Ok([a, b].concat().into()),
        (Val::Own(Own::Date(date)), Val::Int(days)) => calendar::shifted(date, days),
        _ => reckon(a, b, INT::checked_add, Q::plus),
    }
}

fn minus(a: &Dynamic, b: &Dynamic) -> Answer {
    match (val(a), val(b)) {
        (Val::Own(Own::Date(date)), Val::Int(days)) => calendar::shifted(date, days.saturating_neg()),
        (Val::Own(Own::Date(a)), Val::Own(Own::Date(b))) => Ok(Dynamic::from_int(calendar::days(b, a))),
        _ => reckon(a, b, INT::checked_sub, |x, y| x.plus(y.negated()?)),
    }
}

fn times(a: &Dynamic, b: &Dynamic) -> Answer {
    reckon(a, b, INT::checked_mul, Q::times)
}

/// Exact, and never a whole number by type.
fn over(a: &Dynamic, b: &Dynamic) -> Answer {
    match (number(a), number(b)) {
        (Some(x), Some(y)) => Ok(own(Own::Num(x.over(y)?))),
        _ => Err(Stop::fault("no numbers")),
    }
}

fn cut(q: i128) -> Answer<INT> {
    INT::try_from(q).map_err(|_| Stop::fault("out of range"))
}

fn quotient(a: &Dynamic, b: &Dynamic) -> Answer {
    match (number(a), number(b)) {
        (Some(x), Some(y)) => Ok(Dynamic::from_int(cut(x.over(y)?.cut())?)),
        _ => Err(Stop::fault("no numbers")),
    }
}

fn rest(a: &Dynamic, b: &Dynamic) -> Answer {
    if let (Val::Int(_), Val::Int(0)) = (val(a), val(b)) {
        return Err(Stop::fault("division by zero"));
    }
    let exact = |x: Q, y: Q| {
        let times = Q::whole(cut(x.over(y)?.cut())?);
        x.plus(times.times(y)?.negated()?)
    };
    // What is left of the least number by -1 is nothing.
    reckon(a, b, |x, y| Some(x.checked_rem(y).unwrap_or(0)), exact)
}

fn power(a: &Dynamic, b: &Dynamic) -> Answer {
    let Val::Int(n) = val(b) else { return Err(Stop::fault("no whole exponent")) };
    if let (Val::Int(base), Ok(n)) = (val(a), u32::try_from(n)) {
        return base.checked_pow(n).map(Dynamic::from_int).ok_or_else(|| Stop::fault("out of range"));
    }
    let Some(base) = number(a) else { return Err(Stop::fault("no number")) };
    let one = Q::whole(1);
    let base = if n < 0 { one.over(base)? } else { base };
    if n.unsigned_abs() > 200 {
        return Err(Stop::Unsure);
    }
    let result = (0..n.unsigned_abs()).try_fold(one, |so_far, _| so_far.times(base))?;
    Ok(own(Own::Num(result)))
}

fn negated(a: &Dynamic) -> Answer {
    minus(&Dynamic::from_int(0), a).and_then(|result| match val(a) {
        Val::Int(_) | Val::Own(Own::Num(_)) => Ok(result),
        _ => Err(Stop::fault("no number")),
    })
}

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
        _ => return Err(Stop::fault("a key is a text or a whole number")),
    };
    call(|call| {
        let number = call.world.schema.kinds.iter().position(|own| own.name == kind);
        let number = number.ok_or_else(|| Stop::fault("no such kind"))?;
        let year = if call.world.schema.kinds[number].yearly { call.year } else { 0 };
        let found = call.world.store.find(call.body, number, year, &key);
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

/// The same value, as one that was read nowhere.
fn computed(mut value: Dynamic) -> Dynamic {
    value.set_tag(0);
    value
}

fn exact(value: &Dynamic) -> Answer<Q> {
    number(value).ok_or_else(|| Stop::fault("no number"))
}

fn numbers(engine: &mut Engine) {
    functions! { engine:
        "quotient"(a, b) => quotient(&a, &b);
        "abs"(a) => exact(&a).and_then(|q| if q.parts().0 < 0 { negated(&a) } else { Ok(computed(a)) });
        "floor"(a) => exact(&a).and_then(|q| cut(q.floor()));
        "ceiling"(a) => exact(&a).and_then(|q| cut(q.ceiling()));
        "round"(a) => exact(&a).and_then(|q| cut(q.rounded(0)?.cut()));
        "round"(a, digits) => {
            let digits = u32::try_from(int(&digits)?.clamp(0, 28)).unwrap_or(0);
            exact(&a).and_then(|q| q.rounded(digits)).map(|q| own(Own::Num(q)))
        };
        "to_decimal"(a) => exact(&a).map(|q| own(Own::Num(q)));
        "parse_int"(a) => text(&a)?.trim().parse::<INT>().map_err(|_| Stop::fault("no whole number"));
    }
}

/// A map as Rhai has it.
pub fn map(entries: Vec<(String, Dynamic)>) -> Dynamic {
    entries.into_iter().map(|(name, value)| (name.into(), value)).collect::<Map>().into()
}
