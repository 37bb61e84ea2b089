//! What the host lends to scripts: functions of its own. They are charged before they are called, and what they give is
//! measured before a script has it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::finding::Finding;
use crate::function::{Function, Plain, PlainType};
use crate::host;
use crate::language::{Text, say};
use crate::native::budget::TEXT;
use crate::native::functions::{self, RESERVED, WORDS};
use crate::native::number::Number;
use crate::native::shape::Form;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};

/// Most parameters of a function that scripts can call.
const PARAMETERS: usize = 16;

/// Names that a script may give to functions of its own, and that mean something else where they are called.
const MEANT_OTHERWISE: &[&str] = &["score", "ctx", "global"];

/// What the host lends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lent {
    /// Functions, each under a name of its own.
    functions: Arc<[Function]>,
}

impl Lent {
    /// What a request brings. Of functions of one name the first is taken; [`Self::wrong`] tells.
    #[must_use]
    pub(crate) fn new(functions: Arc<[Function]>) -> Self {
        Self { functions }
    }

    /// The function of that name.
    #[must_use]
    pub(crate) fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.name() == name)
    }

    /// Every function.
    #[must_use]
    pub(crate) fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// Functions that scripts cannot call by their names.
    #[must_use]
    pub(crate) fn wrong(&self) -> Vec<Finding> {
        let messages = self.functions.iter().enumerate().filter_map(|(at, function)| self.refused(at, function));
        let help = say!("在嵌入规则引擎的程序里改", "mend it in the program that embeds the engine");
        messages.map(|message| host::PACK.finding(message).help(help.clone())).collect()
    }

    /// Why scripts cannot call a function, if they cannot.
    fn refused(&self, at: usize, function: &Function) -> Option<Text> {
        let name = function.name();
        let taken = functions::named(name).any(|entry| entry.form != Form::Property)
            || RESERVED.contains(&name)
            || MEANT_OTHERWISE.contains(&name)
            || self.functions[..at].iter().any(|other| other.name() == name);
        if taken {
            return Some(say!("函数“{name}”已经有了，宿主不能另加一个", "there is a function `{name}` already"));
        }
        if function.parameters().len() > PARAMETERS {
            return Some(say!(
                "宿主的函数“{name}”的参数多于 {PARAMETERS} 个",
                "the host's function `{name}` has more than {PARAMETERS} parameters"
            ));
        }
        (!is_name(name)).then(|| {
            say!(
                "宿主的函数不能叫“{name}”：名称只能用英文字母、数字和“_”，不能是保留字",
                "a function of the host cannot be called `{name}`: a name has a-z, A-Z, 0-9 and `_`, and is no reserved word"
            )
        })
    }
}

/// Whether a function may have that name.
fn is_name(name: &str) -> bool {
    let letters = name.trim_start_matches('_');
    letters.starts_with(|first: char| first.is_ascii_alphabetic())
        && letters.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !WORDS.contains(&name)
}

/// Calls a function of the host.
///
/// # Errors
/// When an argument or the result is of a wrong type, the function complains or panics, or a limit is hit.
pub(crate) fn call(state: &mut State<'_>, function: &Function, arguments: &[Value]) -> Answer {
    state.budget.spend_on(function.operations())?;
    let name = function.name();
    let mut given = Vec::with_capacity(arguments.len());
    for (value, (parameter, ty)) in arguments.iter().zip(function.parameters()) {
        given.push(plain(state, value, *ty, (name, parameter))?);
    }
    // A panic is the host's, and no matter of the pack: the function is named.
    let called = catch_unwind(AssertUnwindSafe(|| function.call(&given)));
    let result = called
        .unwrap_or_else(|_| Err(say!("出错中断", "it panicked")))
        .map_err(|why| Stop::failed(say!("宿主的函数“{name}”：{why}", "the host's function `{name}`: {why}"; why)))?;
    state.budget.look_at_clock()?;
    if result.ty() != function.gives() {
        return Err(Stop::failed(say!(
            "宿主的函数“{name}”给出的值类型不对",
            "the host's `{name}` gave a value of a wrong type"
        )));
    }
    Ok(Value::of(match result {
        Plain::Bool(b) => Data::Bool(b),
        Plain::Integer(n) => Data::Int(n),
        Plain::Decimal(d) => Number::from(d).data(),
        Plain::Text(text) if text.len() > TEXT => {
            return Err(Stop::failed(say!(
                "宿主的函数“{name}”给出的文字过长",
                "the host's `{name}` gave too long a text"
            )));
        }
        Plain::Text(text) => return state.new_text(text),
        Plain::Date(d) => Data::Date(d),
        Plain::Time(t) => Data::Time(t),
        Plain::Period(p) => Data::Period(p),
    }))
}

/// A script's value as one of that type, for a parameter of a function. A fraction without end ends where a decimal does.
fn plain(state: &State<'_>, value: &Value, ty: PlainType, (name, parameter): (&str, &str)) -> Answer<Plain> {
    Ok(match (ty, &value.data) {
        (PlainType::Bool, Data::Bool(b)) => Plain::Bool(*b),
        (PlainType::Integer, Data::Int(n)) => Plain::Integer(*n),
        (PlainType::Decimal, Data::Int(_) | Data::Ratio(..) | Data::Exact(_)) => {
            let decimal = Number::of(&value.data).and_then(|number| number.points().as_decimal());
            Plain::Decimal(decimal.ok_or_else(|| {
                Stop::failed(say!(
                    "“{name}”的参数 {parameter} 过大",
                    "`{name}` gets {parameter}, which is too large a number"
                ))
            })?)
        }
        (PlainType::Text, Data::Str(_) | Data::Text(_)) => {
            let text = state.letters(value)?;
            state.budget.spend_on_bytes(text.len())?;
            Plain::Text(text.to_owned())
        }
        (PlainType::Date, Data::Date(d)) => Plain::Date(*d),
        (PlainType::Time, Data::Time(t)) => Plain::Time(*t),
        (PlainType::Period, Data::Period(p)) => Plain::Period(*p),
        _ => {
            return Err(Stop::failed(say!(
                "“{name}”的参数 {parameter} 类型不对",
                "`{name}` gets {parameter} of a wrong type"
            )));
        }
    })
}
