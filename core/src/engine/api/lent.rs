//! Functions of the host's own: charged before they are called, what they give measured before a script has it.

use std::any::TypeId;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rhai::{Dynamic, Engine, ImmutableString};
use rust_decimal::Decimal;

use crate::engine::lent::Lent;
use crate::engine::limits::STRING;
use crate::engine::shared::{Outcome, Shared, complaint};
use crate::function::{Function, Plain, PlainType};
use crate::language::say;
use crate::value::Period;

/// Registers them.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>, lent: &Lent) {
    for function in lent.functions() {
        let (own, called) = (shared.clone(), function.clone());
        let types = vec![TypeId::of::<Dynamic>(); function.parameters().len()];
        engine.register_raw_fn(function.name(), types, move |_, arguments| {
            let arguments: Vec<&Dynamic> = arguments.iter().map(|argument| &**argument).collect();
            call(&own, &called, &arguments)
        });
    }
}

fn call(shared: &Shared, function: &Function, arguments: &[&Dynamic]) -> Outcome<Dynamic> {
    shared.budget.charge(function.operations())?;
    let name = function.name();
    let given: Outcome<Vec<Plain>> = arguments
        .iter()
        .zip(function.parameters())
        .map(|(value, (parameter, ty))| {
            plain(value, *ty).ok_or_else(|| {
                complaint(say!("“{name}”的参数 {parameter} 类型不对", "`{name}` gets {parameter} of a wrong type"))
            })
        })
        .collect();
    let given = given?;
    // A panic is the host's, and no matter of the pack: the function is named.
    let called = catch_unwind(AssertUnwindSafe(|| function.call(&given)));
    let result = called
        .unwrap_or_else(|_| Err(say!("出错中断", "it panicked")))
        .map_err(|why| complaint(say!("宿主的函数“{name}”：{why}", "the host's function `{name}`: {why}"; why)))?;
    shared.budget.look_at_clock()?;
    if result.ty() != function.gives() {
        return Err(complaint(say!(
            "宿主的函数“{name}”给出的值类型不对",
            "the host's `{name}` gave a value of a wrong type"
        )));
    }
    Ok(match result {
        Plain::Bool(b) => b.into(),
        Plain::Integer(n) => n.into(),
        Plain::Decimal(d) => Dynamic::from_decimal(d),
        Plain::Text(text) if text.len() > STRING => {
            return Err(complaint(say!(
                "宿主的函数“{name}”给出的文字过长",
                "the host's `{name}` gave too long a text"
            )));
        }
        Plain::Text(text) => {
            shared.budget.charge(text.len() >> 10)?;
            text.into()
        }
        Plain::Date(d) => Dynamic::from(d),
        Plain::Time(t) => Dynamic::from(t),
        Plain::Period(p) => Dynamic::from(p),
    })
}

/// A script's value as one of that type.
fn plain(value: &Dynamic, ty: PlainType) -> Option<Plain> {
    let value = value.flatten_clone();
    Some(match ty {
        PlainType::Bool => Plain::Bool(value.as_bool().ok()?),
        PlainType::Integer => Plain::Integer(value.as_int().ok()?),
        PlainType::Decimal => {
            Plain::Decimal(value.as_int().ok().map(Decimal::from).or_else(|| value.as_decimal().ok())?)
        }
        PlainType::Text => Plain::Text(value.try_cast::<ImmutableString>()?.to_string()),
        PlainType::Date => Plain::Date(value.try_cast::<Date>()?),
        PlainType::Time => Plain::Time(value.try_cast::<Time>()?),
        PlainType::Period => Plain::Period(value.try_cast::<Period>()?),
    })
}
