//! Values of records.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use crate::data::{Key, Store};
use crate::records::{Field, Record};
use crate::source::Place;
use crate::value::{BodyId, Cell, Period};

/// A value of a record. Numbers without a fraction are integers, whatever they were written as, so that equal ones are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value<'a> {
    /// The field is not given.
    Absent,
    /// The value is broken; a finding says so.
    Broken,
    /// true or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, exact.
    Decimal(Decimal),
    /// A text, or the name of an enum's value.
    Text(&'a str),
    /// A calendar day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day, month, quarter or year.
    Period(Period),
    /// The record that is referred to.
    Record(Record<'a>),
    /// The elements of a list, or the fields of a table in the order of their declaration.
    Many(Vec<Value<'a>>),
}

/// The value of a cell of a body.
pub(super) fn value(store: &Store, body: BodyId, cell: Cell) -> Value<'_> {
    let key = match cell {
        Cell::Absent => return Value::Absent,
        Cell::Invalid => return Value::Broken,
        Cell::Nested(elements) => {
            let nested = store.body(body).nested.get(elements.range()).unwrap_or_default();
            return Value::Many(nested.iter().map(|nested| value(store, body, nested.cell)).collect());
        }
        cell => Key::of(cell),
    };
    match key {
        None => Value::Absent,
        Some(Key::Bool(b)) => Value::Bool(b),
        Some(Key::Int(n)) => Value::Integer(n),
        Some(Key::Decimal(d)) => Value::Decimal(d),
        Some(Key::Str(text)) => Value::Text(store.string(text)),
        Some(Key::Date(d)) => Value::Date(d),
        Some(Key::Time(t)) => Value::Time(t),
        Some(Key::Period(p)) => Value::Period(p),
        Some(Key::Row(row)) => Value::Record(Record::new(store, row)),
    }
}

impl Record<'_> {
    /// Where its value of a field of its kind stands; its header where it is not given.
    ///
    /// ```
    /// # let outcome = yize_core::example::outcome();
    /// let members = outcome.bodies().next().and_then(|body| body.kind("member")).expect("a kind");
    /// let (member, visits) = (members.records(2026).next().expect("a record"), members.field("visits").expect("a field"));
    /// assert_eq!(outcome.sources.slice(member.place_of(visits)), "0");
    /// ```
    #[must_use]
    pub fn place_of(self, field: Field<'_>) -> Place {
        self.store.field_place(self.row, field.column)
    }
}

impl Value<'_> {
    /// What there is of it one by one: the elements of a list or table, the value itself where it is plain, nothing where there
    /// is none.
    ///
    /// ```
    /// use yize_core::records::Value;
    /// assert_eq!(Value::Many(vec![Value::Text("甲"), Value::Absent]).each(), [Value::Text("甲")]);
    /// assert_eq!(Value::Integer(3).each(), [Value::Integer(3)]);
    /// assert_eq!(Value::Broken.each(), []);
    /// ```
    #[must_use]
    pub fn each(self) -> Vec<Self> {
        let plain = |value: &Self| !matches!(value, Self::Absent | Self::Broken | Self::Many(_));
        match self {
            Self::Many(values) => values.into_iter().filter(plain).collect(),
            value => Some(value).filter(plain).into_iter().collect(),
        }
    }

    /// The day, month, quarter or year that it is.
    ///
    /// ```
    /// use yize_core::records::Value;
    /// use yize_core::value::Period;
    /// assert_eq!(Value::Period(Period::Year(2026)).period(), Some(Period::Year(2026)));
    /// assert_eq!(Value::Integer(2026).period(), None);
    /// ```
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        match self {
            Self::Date(day) => Some(Period::Day(*day)),
            Self::Period(period) => Some(*period),
            _ => None,
        }
    }
}
