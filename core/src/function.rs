//! Functions of the host's own, which rules may call beside those of the language.
//!
//! A function is pure by contract: the same arguments give the same answer, for as long as a check or a
//! [`Session`](crate::session::Session) lasts. The host answers for what it does; the call is charged to the budget of the
//! rule that makes it. The clock is looked at after each call: one that takes minutes is the host's own affair.

use std::fmt;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use crate::language::Text;
use crate::value::Period;

/// A value that passes between rules and functions of the host.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// An exact number with a fraction.
    Decimal(Decimal),
    /// A text.
    Text(String),
    /// A calendar day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day, month, quarter or year.
    Period(Period),
}

/// The type of such a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainType {
    /// true or false.
    Bool,
    /// A whole number.
    Integer,
    /// An exact number; as an argument, a whole number too.
    Decimal,
    /// A text, or the name of an enum's value.
    Text,
    /// A calendar day.
    Date,
    /// A time of day.
    Time,
    /// A day, month, quarter or year.
    Period,
}

impl Plain {
    /// Its type.
    #[must_use]
    pub(crate) fn ty(&self) -> PlainType {
        match self {
            Self::Bool(_) => PlainType::Bool,
            Self::Integer(_) => PlainType::Integer,
            Self::Decimal(_) => PlainType::Decimal,
            Self::Text(_) => PlainType::Text,
            Self::Date(_) => PlainType::Date,
            Self::Time(_) => PlainType::Time,
            Self::Period(_) => PlainType::Period,
        }
    }
}

/// Most letters of a complaint.
const COMPLAINT: usize = 1000;

/// What a function does: its arguments are as many and of such types as it declares. What it complains of ends the call of
/// the rule as a fault.
type Work = dyn Fn(&[Plain]) -> Result<Plain, Text> + Send + Sync;

/// A function of the host.
///
/// ```
/// use yize_core::{Function, Plain, PlainType, say};
///
/// let registered = ["冀A-001", "冀A-002"];
/// let is_registered = Function::new(
///     "is_registered",
///     &[("number", PlainType::Text)],
///     PlainType::Bool,
///     say!("编号是否已登记", "whether a number is registered"),
///     move |arguments| match arguments {
///         [Plain::Text(number)] => Ok(Plain::Bool(registered.contains(&number.as_str()))),
///         _ => Err(say!("要写编号", "a number is wanted")),
///     },
/// )
/// .cost(50);
/// assert_eq!(is_registered.name(), "is_registered");
/// assert_eq!(is_registered.text().get(yize_core::Lang::En), "whether a number is registered");
/// ```
#[derive(Clone)]
pub struct Function {
    name: String,
    parameters: Vec<(String, PlainType)>,
    gives: PlainType,
    text: Text,
    cost: usize,
    work: Arc<Work>,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({:?}) -> {:?}", self.name, self.parameters, self.gives)
    }
}

impl Function {
    /// A function by its name in scripts, its parameters with names and types, the type of its result, and what it does, in a
    /// line of each language.
    ///
    /// A name that scripts cannot call, or that the language has, is reported by each check that is given the function.
    #[must_use]
    pub fn new(
        name: &str,
        parameters: &[(&str, PlainType)],
        gives: PlainType,
        text: Text,
        work: impl Fn(&[Plain]) -> Result<Plain, Text> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.to_owned(),
            parameters: parameters.iter().map(|(name, ty)| ((*name).to_owned(), *ty)).collect(),
            gives,
            text,
            cost: 1,
            work: Arc::new(work),
        }
    }

    /// How many operations a call is charged; 1 unless it is said.
    #[must_use]
    pub fn cost(self, operations: usize) -> Self {
        Self { cost: operations, ..self }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    pub(crate) fn parameters(&self) -> &[(String, PlainType)] {
        &self.parameters
    }

    pub(crate) fn gives(&self) -> PlainType {
        self.gives
    }

    pub(crate) fn operations(&self) -> usize {
        self.cost
    }

    /// Calls it. What it complains of is cut to a length that a report can show.
    pub(crate) fn call(&self, arguments: &[Plain]) -> Result<Plain, Text> {
        (self.work)(arguments).map_err(|why| why.cut(COMPLAINT))
    }

    /// How it is written.
    pub(crate) fn usage(&self) -> String {
        let names: Vec<&str> = self.parameters.iter().map(|(name, _)| name.as_str()).collect();
        format!("{}({})", self.name, names.join(", "))
    }
}
