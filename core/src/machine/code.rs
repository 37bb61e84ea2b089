//! Pieces of code, and how one that gives anything is made one that gives something particular.

use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::Date;

use crate::language::{Text, say};
use crate::native::compare::describe;
use crate::native::items::{Each, Items};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};
use crate::script::tree::Expr;
use crate::source::{Place, SourceId};

/// Code that gives something.
pub(crate) type Run<T = Value> = Box<dyn Fn(&mut State<'_>) -> Answer<T> + Send + Sync>;

/// Code of a closure with one parameter.
pub(crate) type Lambda<T = Value> = Box<dyn Fn(&mut State<'_>, Value) -> Answer<T> + Send + Sync>;

/// Code that goes through elements without keeping them.
pub(crate) type Stream = Box<dyn Fn(&mut State<'_>, &mut Each<'_>) -> Answer<()> + Send + Sync>;

/// What is told of an expression.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Told {
    /// It begins to be worked out.
    Begun,
    /// It has come to yes or no.
    Bool(bool),
    /// It has come to something else.
    Other,
}

/// What hears of one expression, each time it is worked out; what it came to is put into words only for who asks.
pub(crate) type Ear = Box<dyn Fn(Told, &mut dyn FnMut() -> Option<Text>) + Send + Sync>;

/// Gives each expression that is compiled somebody who hears of it: for coverage, and for traces.
pub(crate) type Hook = Arc<dyn Fn(SourceId, &Expr) -> Ear + Send + Sync>;

/// What an expression comes to, as it is told.
pub(crate) trait Tells {
    /// It.
    fn told(&self) -> Told {
        Told::Other
    }

    /// It as a value.
    fn value(&self) -> Value;
}

impl Tells for Value {
    fn told(&self) -> Told {
        match self.data {
            Data::Bool(yes) => Told::Bool(yes),
            _ => Told::Other,
        }
    }

    fn value(&self) -> Value {
        self.clone()
    }
}

impl Tells for bool {
    fn told(&self) -> Told {
        Told::Bool(*self)
    }

    fn value(&self) -> Value {
        Value::bool(*self)
    }
}

impl Tells for i64 {
    fn value(&self) -> Value {
        Value::int(*self)
    }
}

impl Tells for Date {
    fn value(&self) -> Value {
        Value::of(Data::Date(*self))
    }
}

/// The elements of a stream.
pub(crate) struct Flowing<'f>(pub &'f Stream);

impl Items for Flowing<'_> {
    /// What flows is made to its end, also where `each` has seen enough: a fault in it must not hang on who asks.
    fn each(&self, state: &mut State<'_>, each: &mut Each<'_>) -> Answer<()> {
        let mut open = true;
        (self.0)(state, &mut |state, value| {
            open = open && each(state, value)?.is_continue();
            ON
        })
    }
}

/// Goes on where a closure says yes.
pub(crate) const ON: Answer<ControlFlow<()>> = Ok(ControlFlow::Continue(()));

/// The yes or no that a value is.
///
/// # Errors
/// When it is neither.
pub(crate) fn yes(value: &Value, place: Place) -> Answer<bool> {
    match value.data {
        Data::Bool(yes) => Ok(yes),
        _ => Err(no_answer(value, place)),
    }
}

#[cold]
fn no_answer(value: &Value, place: Place) -> Stop {
    let what = describe(value);
    Stop::failed(say!(
        "条件须返回 true 或 false，这里返回的是{what}",
        "a condition must give true or false, not {what}"; what
    ))
    .at(place)
}

/// The whole number that a value is.
///
/// # Errors
/// When it is none.
pub(crate) fn whole(value: &Value, place: Place) -> Answer<i64> {
    match value.data {
        Data::Int(n) => Ok(n),
        _ => Err(no_whole(value, place)),
    }
}

#[cold]
fn no_whole(value: &Value, place: Place) -> Stop {
    let text = match &value.data {
        Data::Ratio(..) | Data::Exact(_) => say!(
            "这里要整数，这个数由“/”或小数得来；用 quotient(a, b)、round、floor 或 ceiling 取整",
            "a whole number is wanted here, and this one comes from `/` or a fraction: use quotient(a, b), round, floor or ceiling"
        ),
        _ => {
            let what = describe(value);
            say!("这里要整数，这里是{what}", "a whole number is wanted here, this is {what}"; what)
        }
    };
    Stop::failed(text).at(place)
}
