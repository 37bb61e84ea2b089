//! Operators as the reference has them, and functions of numbers.

use std::cmp::Ordering;

use rhai::{Dynamic, Engine, INT};

use super::calendar;
use super::engine::{Result, functions, give};
use super::number::Q;
use super::stop::{Answer, Stop};
use super::value::{Own, Val, bool, equal, int, number, order, own, text, val};

/// Registers operators, and functions of numbers.
pub fn register(engine: &mut Engine) {
    numbers(engine);
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

/// The same value, as one that was read nowhere.
pub fn computed(mut value: Dynamic) -> Dynamic {
    value.set_tag(0);
    value
}

pub fn exact(value: &Dynamic) -> Answer<Q> {
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
