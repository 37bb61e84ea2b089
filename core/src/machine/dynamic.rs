//! What is done where types are not known before: by what the value at hand is.

use jiff::civil::Date;

use crate::language::say;
use crate::native::compare::{self, describe};
use crate::native::entry::Entry;
use crate::native::functions::{self, arrays, dates, elements::shape, fields};
use crate::native::number::{Number, Wrong};
use crate::native::shape::Form;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};
use crate::script::tree::Binary;

/// `value.name`, whatever the value is.
///
/// # Errors
/// When it has nothing of that name, or reading it fails.
pub(crate) fn property(state: &mut State<'_>, value: Value, site: usize, name: &str) -> Answer {
    match &value.data {
        Data::Record(row) => state.read(site, *row, name),
        Data::Map(map) => fields::entry(state, map, name)?.ok_or_else(|| no_entry(name)),
        Data::Params(on) => {
            state.budget.spend_on(state.scope.parameters.most() >> 2)?;
            state.scope.parameters.get(name, *on).cloned().ok_or_else(|| no_parameter(state, name, *on))
        }
        Data::Ctx if name == "params" => Ok(Value::of(Data::Params(None))),
        _ => match functions::member(shape(&value), Form::Property, name).next().map(|entry| entry.run) {
            Some(crate::native::entry::Run::One(run)) => run(state, value),
            _ => Err(no_property(&value, name)),
        },
    }
}

/// The fault of a parameter that there is not, or that has no value yet.
#[cold]
fn no_parameter(state: &State<'_>, name: &str, on: Option<Date>) -> Stop {
    let values = state.scope.parameters.dated.iter().find(|(own, _)| **own == *name).map(|(_, values)| values);
    let Some((since, _)) = values.and_then(|values| values.first()) else {
        return Stop::failed(say!("没有参数“{name}”", "no parameter `{name}`"));
    };
    let when = on.map_or_else(|| state.scope.year.to_string(), |day| day.to_string());
    Stop::failed(say!(
        "参数“{name}”从{since}起才有值，{when}没有",
        "the parameter `{name}` has values from {since} on, and none for {when}"
    ))
}

/// The fault of a name that a map does not have.
#[cold]
pub(crate) fn no_entry(name: &str) -> Stop {
    Stop::failed(say!("没有“{name}”这一项", "no entry `{name}`"))
}

/// The fault of a name that a value does not have.
#[cold]
pub(crate) fn no_property(value: &Value, name: &str) -> Stop {
    let what = describe(value);
    Stop::failed(say!("{what}没有“{name}”", "{what} has no `{name}`"; what))
}

/// The entry of a name and number of values that takes the first of them.
///
/// # Errors
/// When there is none.
pub(crate) fn entry(candidates: &[&'static Entry], receiver: &Value, name: &str) -> Answer<&'static Entry> {
    let own = shape(receiver);
    let method = candidates.iter().find(|entry| entry.on.is_some_and(|on| on.covers(own)));
    let function = || candidates.iter().find(|entry| entry.on.is_none());
    method.or_else(function).copied().ok_or_else(|| {
        let what = describe(receiver);
        Stop::failed(say!("{what}没有函数“{name}”", "{what} has no function `{name}`"; what))
    })
}

/// `a[i]`
///
/// # Errors
/// When there is nothing at that place, or the value has no places.
pub(crate) fn index(state: &mut State<'_>, of: &Value, index: &Value) -> Answer {
    match (&of.data, &index.data) {
        (Data::Array(_) | Data::All(..) | Data::Linked(..) | Data::Rows(_) | Data::PartRows(..), Data::Int(at)) => {
            arrays::item(state, of, *at)
        }
        (Data::Map(map), Data::Str(_) | Data::Text(_)) => {
            let name = state.letters(index)?;
            fields::entry(state, map, name)?.ok_or_else(|| no_entry(name))
        }
        (Data::Array(_), _) | (_, Data::Ratio(..) | Data::Exact(_)) => Err(Stop::failed(say!(
            "方括号里应当是整数；用 quotient(a, b)、round、floor 或 ceiling 取整",
            "an index is a whole number: use quotient(a, b), round, floor or ceiling"
        ))),
        _ => {
            let what = describe(of);
            Err(Stop::failed(say!("{what}不能用 […] 取值", "{what} cannot be read with […]"; what)))
        }
    }
}

/// First and end of a range; nothing of any other value.
#[must_use]
pub(crate) fn range(value: &Value) -> (i64, i64) {
    value.bounds().unwrap_or((0, 0))
}

/// `a op b`, for everything that is no comparison.
///
/// # Errors
/// When the operator does not take such values, or there is no result.
pub(crate) fn arithmetic(state: &mut State<'_>, op: Binary, a: &Value, b: &Value) -> Answer {
    if let (Some(x), Some(y)) = (Number::of(&a.data), Number::of(&b.data)) {
        let times = if op == Binary::Power { 16 } else { 1 };
        state.budget.spend(times * (x.cost() + y.cost()))?;
        let result = match op {
            Binary::Add => x.plus(&y),
            Binary::Subtract => x.minus(&y),
            Binary::Multiply => x.times(&y),
            Binary::Divide => x.over(&y),
            Binary::Remainder => x.remainder(&y),
            Binary::Power => x.power(&y),
            _ => return Err(no_operator(op, a, b)),
        };
        return result.map(|number| Value::of(number.data())).map_err(wrong);
    }
    match (op, &a.data, &b.data) {
        (Binary::Add, Data::Str(_) | Data::Text(_), Data::Str(_) | Data::Text(_)) => {
            let (x, y) = (state.text(a).unwrap_or_default(), state.text(b).unwrap_or_default());
            if x.len() + y.len() > crate::native::budget::TEXT {
                return Err(Stop::too_large());
            }
            let (joined, middle) = ([x, y].concat(), x.len());
            let mut pieces = Vec::new();
            state.say(a, 0, (0, middle), &mut pieces)?;
            state.say(b, 0, (middle, joined.len()), &mut pieces)?;
            state.new_words(joined, pieces)
        }
        (Binary::Add, Data::Date(date), Data::Int(days)) => {
            dates::shift(*date, *days).map(|date| Value::of(Data::Date(date)))
        }
        (Binary::Subtract, Data::Date(date), Data::Int(days)) => {
            dates::shift(*date, days.saturating_neg()).map(|date| Value::of(Data::Date(date)))
        }
        (Binary::Subtract, Data::Date(x), Data::Date(y)) => Ok(Value::int(dates::between(*x, *y))),
        (Binary::Add, Data::Array(_), Data::Array(_)) => arrays::plus(state, a, b),
        (Binary::Add | Binary::Subtract, Data::Date(_), Data::Ratio(..) | Data::Exact(_)) => Err(Stop::failed(say!(
            "天数应当是整数；用 quotient(a, b)、round、floor 或 ceiling 取整",
            "days are a whole number: use quotient(a, b), round, floor or ceiling"
        ))),
        _ => Err(no_operator(op, a, b)),
    }
}

#[cold]
fn no_operator(op: Binary, a: &Value, b: &Value) -> Stop {
    let (a, b, op) = (describe(a), describe(b), op.sign());
    Stop::failed(say!("{a}和{b}不能用“{op}”运算", "`{op}` does not take {a} and {b}"; a, b))
}

/// The fault of a calculation without result.
#[cold]
pub(crate) fn wrong(wrong: Wrong) -> Stop {
    wrong.into()
}

/// `a in b`
///
/// # Errors
/// When that cannot be asked.
pub(crate) fn contains(state: &mut State<'_>, a: &Value, b: &Value) -> Answer<bool> {
    match &b.data {
        Data::Array(array) => {
            for item in &array.items {
                state.budget.spend(1)?;
                if compare::equal(state, item, a)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Data::Map(map) => match state.text(a) {
            Some(name) => Ok(fields::entry(state, map, name)?.is_some()),
            None => Err(compare::unlike(a, b)),
        },
        Data::Str(_) | Data::Text(_) => match (state.text(a), state.text(b)) {
            (Some(part), Some(text)) => {
                state.budget.spend_on_search(part.len() + text.len())?;
                Ok(text.contains(part))
            }
            _ => Err(compare::unlike(a, b)),
        },
        Data::Range(..) | Data::Wide(_) => match a.data {
            Data::Int(n) => {
                let (from, to) = range(b);
                Ok((from..to).contains(&n))
            }
            _ => Err(compare::unlike(a, b)),
        },
        Data::Period(period) => match a.data {
            Data::Date(date) => Ok(period.first() <= date && date <= period.last()),
            _ => Err(compare::unlike(a, b)),
        },
        _ => match (state.view(&b.data), &a.data) {
            (Some(view), Data::Record(row)) => {
                state.budget.spend_on(view.most())?;
                Ok(view.rows().any(|own| own == *row))
            }
            _ => Err(compare::unlike(a, b)),
        },
    }
}
