//! Constants: values that are written out.

use std::rc::Rc;
use std::sync::Arc;

use crate::native::number::Number;
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::{Array, Data, Map, Value};
use crate::pack::manifest::Literal;
use crate::script::tree::{Expr, Unary, What};

/// A value that is written out.
#[derive(Clone, Debug)]
pub(crate) enum Constant {
    /// `()`
    Unit,
    /// true or false.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Arc<str>),
    /// A day.
    Date(jiff::civil::Date),
    /// A list.
    List(Vec<Constant>),
    /// A table.
    Table(Vec<(Arc<str>, Constant)>),
}

/// The constant that an expression writes out; `None` where it is worked out.
#[must_use]
pub(crate) fn of(expr: &Expr) -> Option<Constant> {
    with(expr, &|_| None)
}

/// The same where some values are named: `known` gives what an expression stands for.
#[must_use]
pub(crate) fn with(expr: &Expr, known: &dyn Fn(&Expr) -> Option<Constant>) -> Option<Constant> {
    let of = |expr: &Expr| with(expr, known);
    if let Some(constant) = known(expr) {
        return Some(constant);
    }
    Some(match &expr.what {
        What::Unit => Constant::Unit,
        What::Bool(yes) => Constant::Bool(*yes),
        What::Int(n) => Constant::Number(Number::Int(*n)),
        What::Decimal(decimal) => Constant::Number((*decimal).into()),
        What::Text(text) => Constant::Text(text.clone()),
        What::Unary { op: Unary::Minus, of: inner, .. } => match of(inner)? {
            Constant::Number(number) => Constant::Number(number.negated().ok()?),
            _ => return None,
        },
        What::Array(items) => Constant::List(items.iter().map(of).collect::<Option<_>>()?),
        What::Map(entries) => Constant::Table(
            entries.iter().map(|(name, value)| Some((name.text.clone(), of(value)?))).collect::<Option<_>>()?,
        ),
        _ => return None,
    })
}

impl From<&Literal> for Constant {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::Bool(yes) => Self::Bool(*yes),
            Literal::Integer(n) => Self::Number(Number::Int(*n)),
            Literal::Decimal(decimal) => Self::Number((*decimal).into()),
            Literal::String(text) => Self::Text(text.as_str().into()),
            Literal::Date(date) => Self::Date(*date),
            Literal::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Literal::Table(items) => {
                Self::Table(items.iter().map(|(name, value)| (name.as_str().into(), value.into())).collect())
            }
        }
    }
}

impl Constant {
    /// The points that it is, if it is a number.
    #[must_use]
    pub(crate) fn points(&self) -> Option<crate::score::Points> {
        match self {
            Self::Number(number) => Some(number.points()),
            _ => None,
        }
    }

    /// The whole number that it is, if it is one.
    #[must_use]
    pub(crate) fn whole(&self) -> Option<i64> {
        match self {
            Self::Number(Number::Int(n)) => Some(*n),
            _ => None,
        }
    }

    /// The text that it is, if it is one.
    #[must_use]
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entry of a table.
    #[must_use]
    pub(crate) fn entry(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Table(entries) => entries.iter().find(|(key, _)| **key == *name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// As a value.
    ///
    /// # Errors
    /// When memory is used up.
    pub(crate) fn value(&self, state: &mut State<'_>) -> Answer {
        Ok(Value::of(match self {
            Self::Unit => Data::Unit,
            Self::Bool(yes) => Data::Bool(*yes),
            Self::Number(number) => number.clone().data(),
            Self::Text(text) => return state.known_text(text),
            Self::Date(date) => Data::Date(*date),
            Self::List(items) => {
                state.budget.spend_on(items.len())?;
                let items: Vec<Value> = items.iter().map(|item| item.value(state)).collect::<Answer<_>>()?;
                let depth = 1 + items.iter().map(Value::depth).max().unwrap_or(0);
                state.new_array(Array { items, depth })?
            }
            Self::Table(entries) => {
                state.budget.spend_on(2 * entries.len())?;
                let mut map = Map { depth: 1, ..Map::default() };
                for (name, value) in entries {
                    let value = value.value(state)?;
                    map.depth = map.depth.max(1 + value.depth());
                    map.entries.insert(Rc::from(&**name), value);
                }
                state.new_map(map)?
            }
        }))
    }
}
