//! Comparing: only what can be compared is; everything else is a fault of the rule, never a silent `false`.

use std::cmp::Ordering;
use std::rc::Rc;

use jiff::civil::{Date, Time};

use crate::language::{Text, say};
use crate::native::budget::Held;
use crate::native::number::Number;
use crate::native::speech::Letters;
use crate::native::state::State;
pub(crate) use crate::native::stop::mismatch;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};
use crate::score::Points;
use crate::value::{Period, RowId, StrId};

/// A value by which things are grouped and told apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// Nothing.
    Unit,
    /// true or false.
    Bool(bool),
    /// Numbers of all sorts alike.
    Number(Points),
    /// A text of the data.
    Str(StrId),
    /// A text that no record has.
    Text(Rc<Held<Letters>>),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A period.
    Period(Period),
    /// A record.
    Record(RowId),
}

/// What can be compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Unit,
    Bool,
    Number,
    Text,
    Date,
    Time,
    Period,
    Record,
    Other,
}

fn sort(value: &Value) -> Sort {
    match &value.data {
        Data::Unit => Sort::Unit,
        Data::Bool(_) => Sort::Bool,
        Data::Int(_) | Data::Ratio(..) | Data::Exact(_) => Sort::Number,
        Data::Str(_) | Data::Text(_) => Sort::Text,
        Data::Date(_) => Sort::Date,
        Data::Time(_) => Sort::Time,
        Data::Period(_) => Sort::Period,
        Data::Record(_) => Sort::Record,
        _ => Sort::Other,
    }
}

/// The atom of a value.
///
/// # Errors
/// For collections and everything else that has none.
pub(crate) fn atom(state: &State<'_>, value: &Value) -> Answer<Atom> {
    Ok(match &value.data {
        Data::Unit => Atom::Unit,
        Data::Bool(yes) => Atom::Bool(*yes),
        Data::Str(id) => Atom::Str(*id),
        Data::Text(text) => {
            // Read for its number, and again among those that have none.
            state.budget.spend_on_bytes(2 * text.len())?;
            match state.store.string_id(text) {
                Some(id) => Atom::Str(id),
                None => Atom::Text(text.clone()),
            }
        }
        Data::Date(date) => Atom::Date(*date),
        Data::Time(time) => Atom::Time(*time),
        Data::Period(period) => Atom::Period(*period),
        Data::Record(row) => Atom::Record(*row),
        data => match Number::of(data) {
            Some(number) => Atom::Number(number.points()),
            None => {
                let what = describe(value);
                return Err(Stop::failed(say!(
                    "{what}不能用来分组或去重",
                    "cannot group or tell apart by {what}"; what
                )));
            }
        },
    })
}

/// What a value is, in words.
#[must_use]
pub(crate) fn describe(value: &Value) -> Text {
    let (zh, en) = match (sort(value), &value.data) {
        (Sort::Unit, _) => ("空值", "nothing"),
        (Sort::Bool, _) => ("是非值", "a boolean"),
        (Sort::Number, _) => ("数", "a number"),
        (Sort::Text, _) => ("文字", "a string"),
        (Sort::Date, _) => ("日期", "a date"),
        (Sort::Time, _) => ("时刻", "a time"),
        (Sort::Period, _) => ("时段", "a period"),
        (Sort::Record, _) => ("记录", "a record"),
        (_, Data::Array(_)) => ("数组", "an array"),
        (_, Data::Map(_)) => ("映射", "a map"),
        (_, Data::Range(..)) => ("一段整数", "a range of numbers"),
        (_, Data::All(..) | Data::Linked(..) | Data::Rows(_) | Data::PartRows(..)) => ("一组记录", "a view of records"),
        _ => ("这种值", "such a value"),
    };
    Text::new(zh, en)
}

/// The fault of values that cannot be compared.
#[cold]
pub(crate) fn unlike(a: &Value, b: &Value) -> Stop {
    let (a, b) = (describe(a), describe(b));
    Stop::failed(say!("不能拿{a}和{b}比较", "cannot compare {a} with {b}"; a, b))
}

/// Whether two values are equal.
///
/// # Errors
/// When they are of different types.
pub(crate) fn equal(state: &State<'_>, a: &Value, b: &Value) -> Answer<bool> {
    Ok(match (&a.data, &b.data) {
        (Data::Int(x), Data::Int(y)) => x == y,
        (Data::Str(x), Data::Str(y)) => x == y,
        (Data::Unit, _) | (_, Data::Unit) => matches!((&a.data, &b.data), (Data::Unit, Data::Unit)),
        (Data::Bool(x), Data::Bool(y)) => x == y,
        (Data::Date(x), Data::Date(y)) => x == y,
        (Data::Time(x), Data::Time(y)) => x == y,
        (Data::Period(x), Data::Period(y)) => x == y,
        (Data::Record(x), Data::Record(y)) => x == y,
        (Data::Array(x), Data::Array(y)) => return equal_items(state, &x.items, &y.items),
        (x, y) => match (Number::of(x), Number::of(y), state.text(a), state.text(b)) {
            (Some(x), Some(y), ..) => {
                state.budget.spend(x.cost() + y.cost())?;
                x == y
            }
            (_, _, Some(x), Some(y)) => {
                if x.len() == y.len() {
                    state.budget.spend_on_bytes(x.len())?;
                }
                x == y
            }
            _ => return Err(unlike(a, b)),
        },
    })
}

/// Arrays may share their elements many times over, so that each comparison is paid for.
fn equal_items(state: &State<'_>, a: &[Value], b: &[Value]) -> Answer<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (x, y) in a.iter().zip(b) {
        state.budget.spend(1)?;
        if !equal(state, x, y)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The order of two values.
///
/// # Errors
/// When they have none: different types, or types that are not ordered.
pub(crate) fn order(state: &State<'_>, a: &Value, b: &Value) -> Answer<Ordering> {
    Ok(match (&a.data, &b.data) {
        (Data::Int(x), Data::Int(y)) => x.cmp(y),
        (Data::Date(x), Data::Date(y)) => x.cmp(y),
        (Data::Time(x), Data::Time(y)) => x.cmp(y),
        (Data::Period(_), Data::Period(_)) => {
            return Err(Stop::failed(say!(
                "时段之间不能比先后，请比较 .first 或 .last",
                "periods have no order; compare .first or .last"
            )));
        }
        (x, y) => match (Number::of(x), Number::of(y), state.text(a), state.text(b)) {
            (Some(x), Some(y), ..) => {
                state.budget.spend(x.cost() + y.cost())?;
                x.cmp(&y)
            }
            (_, _, Some(x), Some(y)) => {
                state.budget.spend_on_bytes(x.len().min(y.len()))?;
                x.cmp(y)
            }
            _ => return Err(unlike(a, b)),
        },
    })
}

/// Whether two values may be compared with `==`: of one type, or one of them nothing.
#[must_use]
pub(crate) fn alike(a: &Value, b: &Value) -> bool {
    sort(a) == sort(b) || matches!(a.data, Data::Unit) || matches!(b.data, Data::Unit)
}
