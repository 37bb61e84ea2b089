//! Numbers, and what turns values into texts and texts into numbers.

use std::cmp::Ordering;

use crate::language::say;
use crate::native::compare;
use crate::native::entry::{Entry, Run};
use crate::native::functions::words::{joined, quoted};
use crate::native::number::{Exactly, Number};
use crate::native::shape::Gives::{Common, Is};
use crate::native::shape::Shape::{Any, Decimal, Int, Number as Numeric, Text};
use crate::native::shape::{Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};

const X: &[Parameter] = &[Parameter::is("x", Numeric)];
const PAIR: &[Parameter] = &[Parameter::new("a", Wants::Ordered), Parameter::new("b", Wants::Ordered)];

/// The entries on numbers.
pub(crate) const TABLE: &[Entry] = &[
    Entry::function("abs", X, Common)
        .says("绝对值", "the absolute value")
        .shows("abs(-3) == 3")
        .does(Run::One(|_, x| give(of(&x)?.abs()))),
    Entry::function("quotient", &[Parameter::is("a", Numeric), Parameter::is("b", Numeric)], Is(Int))
        .says("整除：商的整数部分，向零取整", "how often b goes into a, a whole number, cut towards zero")
        .shows("quotient(7, 2) == 3 && 7 / 2 == 3.5")
        .does(Run::Two(|_, a, b| give(of(&a)?.quotient(&of(&b)?)))),
    Entry::function("round", X, Is(Int))
        .says("四舍五入到整数", "rounded to a whole number, halves away from zero")
        .shows("round(2.5) == 3")
        .does(Run::One(|_, x| give(of(&x)?.rounded()))),
    Entry::function("round", &[Parameter::is("x", Numeric), Parameter::is("digits", Int)], Is(Decimal))
        .says("四舍五入到几位小数", "rounded to so many decimals, halves away from zero")
        .shows("round(2 / 3, 2) == 0.67")
        .does(Run::Two(round)),
    Entry::function("floor", X, Is(Int))
        .says("向下取整", "the greatest whole number that is no more")
        .shows("floor(7 / 2) == 3")
        .does(Run::One(|_, x| give(of(&x)?.floor()))),
    Entry::function("ceiling", X, Is(Int))
        .says("向上取整", "the least whole number that is no less")
        .shows("ceiling(7 / 2) == 4")
        .does(Run::One(|_, x| give(of(&x)?.ceiling()))),
    Entry::function("min", PAIR, Common)
        .says("两个中较小的", "the lesser of two")
        .shows("min(2, 1.5) == 1.5")
        .does(Run::Two(|state, a, b| Ok(if is_first(state, &a, &b, Ordering::Greater)? { a } else { b }))),
    Entry::function("max", PAIR, Common)
        .says("两个中较大的", "the greater of two")
        .shows("max(date(2026, 3, 1), date(2026, 5, 1)).month == 5")
        .does(Run::Two(|state, a, b| Ok(if is_first(state, &a, &b, Ordering::Less)? { a } else { b }))),
];

/// The entries on numbers and texts.
pub(crate) const TEXTS: &[Entry] = &[
    Entry::function("to_string", &[Parameter::is("value", Any)], Is(Text))
        .says("转为文字，与 ${…} 相同", "as a text, the same as ${...}")
        .shows("to_string(1 / 3) == \"0.3333\"")
        .does(Run::One(|state, value| joined(state, [&value]))),
    Entry::function("to_decimal", X, Is(Decimal))
        .says("转为可有小数的数，数值不变", "the same number as one that may have a fraction")
        .shows("to_decimal(2) == 2")
        .does(Run::One(|_, x| give(Ok(Number::Exact(of(&x)?.points()))))),
    Entry::function("parse_int", &[Parameter::is("text", Text)], Is(Int))
        .says("文字转为整数", "the whole number that a text is")
        .shows("parse_int(\"12\") == 12")
        .does(Run::One(parse_int)),
];

fn of(value: &Value) -> Answer<Number> {
    Number::of(&value.data).ok_or_else(mismatch)
}

fn give(number: Exactly) -> Answer {
    Ok(Value::of(number?.data()))
}

fn round(_: &mut State<'_>, x: Value, digits: Value) -> Answer {
    let Data::Int(digits) = digits.data else { return Err(mismatch()) };
    give(of(&x)?.round(u32::try_from(digits.clamp(0, 28)).unwrap_or(0)))
}

/// Whether the first of two is the one to take: their order is not the one given.
fn is_first(state: &State<'_>, a: &Value, b: &Value, not: Ordering) -> Answer<bool> {
    Ok(compare::order(state, a, b)? != not)
}

fn parse_int(state: &mut State<'_>, text: Value) -> Answer {
    let text = state.letters(&text)?;
    state.budget.spend_on_search(text.len())?;
    let number: i64 = text.trim().parse().map_err(|_| {
        let text = quoted(text);
        Stop::failed(say!("“{text}”不是整数", "`{text}` is not an integer"))
    })?;
    Ok(Value::int(number))
}
