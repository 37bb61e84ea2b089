//! What arrays have beyond the functions of all collections.

use rhai::{Array, Dynamic, Engine, ImmutableString};

use crate::engine::api::compare;
use crate::engine::limits::{ARRAY, STRING};
use crate::engine::shared::{Error, Outcome, complaint};
use crate::language::say;

fn too_large() -> Error {
    complaint(say!("结果过大", "the result is too large"))
}

/// Registers them.
pub(crate) fn register(engine: &mut Engine) {
    engine.register_iterator::<Array>();
    engine
        .register_fn("contains", |array: &mut Array, value: Dynamic| -> Outcome<bool> {
            for item in array.iter() {
                if compare::equal(item, &value)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .register_fn("push", |array: &mut Array, value: Dynamic| -> Outcome<()> {
            if array.len() >= ARRAY {
                return Err(too_large());
            }
            array.push(value);
            Ok(())
        })
        .register_fn("+", |mut a: Array, b: Array| -> Outcome<Array> {
            if a.len() + b.len() > ARRAY {
                return Err(too_large());
            }
            a.extend(b);
            Ok(a)
        })
        // Interpolation never fails: it would fall back on writing out the whole collection.
        .register_fn("to_string", |array: &mut Array| format!("[{}]", array.len()))
        .register_fn("reverse", |array: &mut Array| -> Array { array.iter().rev().cloned().collect() })
        .register_fn(
            "join",
            |context: rhai::NativeCallContext, array: &mut Array, between: ImmutableString| -> Outcome<String> {
                let mut text = String::new();
                for (index, item) in array.iter().enumerate() {
                    if index > 0 {
                        text.push_str(&between);
                    }
                    let shown: Dynamic = context.call_native_fn_raw("to_string", false, &mut [&mut item.clone()])?;
                    text.push_str(&shown.into_immutable_string().unwrap_or_default());
                    if text.len() > STRING {
                        return Err(too_large());
                    }
                }
                Ok(text)
            },
        );
}
