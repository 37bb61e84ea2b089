//! Comparing: only what can be compared is; everything else is a fault of the rule, never a silent `false`.

use std::any::TypeId;
use std::cmp::Ordering;

use jiff::civil::{Date, Time};
use rhai::{Array, Dynamic, Engine, ImmutableString};
use rust_decimal::Decimal;

use crate::engine::api::views::View;
use crate::engine::shared::{Error, Outcome, Record, complaint};
use crate::language::{Text, say};
use crate::value::{Period, RowId};

/// A value that can be compared, hashed and grouped by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// Nothing: the result of a search without success.
    Unit,
    /// true or false.
    Bool(bool),
    /// Whole numbers and decimals alike.
    Number(Decimal),
    /// A text.
    Text(ImmutableString),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A period.
    Period(Period),
    /// A record.
    Record(RowId),
}

impl Atom {
    /// The atom of a script's value; `None` for collections and everything else.
    #[must_use]
    pub(crate) fn of(value: &Dynamic) -> Option<Self> {
        if let Ok(n) = value.as_int() {
            return Some(Self::Number(n.into()));
        }
        if let Some(text) = value.read_lock::<ImmutableString>() {
            return Some(Self::Text(text.clone()));
        }
        if let Some(record) = value.read_lock::<Record>() {
            return Some(Self::Record(record.row));
        }
        if let Ok(d) = value.as_decimal() {
            return Some(Self::Number(d.normalize()));
        }
        if let Ok(b) = value.as_bool() {
            return Some(Self::Bool(b));
        }
        if value.is_unit() {
            return Some(Self::Unit);
        }
        let date = value.read_lock::<Date>().map(|d| Self::Date(*d));
        date.or_else(|| value.read_lock::<Period>().map(|p| Self::Period(*p)))
            .or_else(|| value.read_lock::<Time>().map(|t| Self::Time(*t)))
            .or_else(|| value.as_char().ok().map(|c| Self::Text(c.to_string().into())))
    }
}

/// What a value is, in words.
#[must_use]
pub(crate) fn describe(value: &Dynamic) -> Text {
    let (zh, en) = match Atom::of(value) {
        Some(Atom::Unit) => ("空值", "nothing"),
        Some(Atom::Bool(_)) => ("是非值", "a boolean"),
        Some(Atom::Number(_)) => ("数", "a number"),
        Some(Atom::Text(_)) => ("文字", "a string"),
        Some(Atom::Date(_)) => ("日期", "a date"),
        Some(Atom::Time(_)) => ("时刻", "a time"),
        Some(Atom::Period(_)) => ("时段", "a period"),
        Some(Atom::Record(_)) => ("记录", "a record"),
        None if value.is_array() => ("数组", "an array"),
        None if value.is_map() => ("映射", "a map"),
        None if value.is::<View>() => ("一组记录", "a view of records"),
        None => ("这种值", "such a value"),
    };
    Text::new(zh, en)
}

fn unlike(a: &Dynamic, b: &Dynamic) -> Error {
    use crate::language::Lang::{En, Zh};
    let (a, b) = (describe(a), describe(b));
    complaint(Text::new(
        format!("不能拿{}和{}比较", a.get(Zh), b.get(Zh)),
        format!("cannot compare {} with {}", a.get(En), b.get(En)),
    ))
}

/// Whether two values are equal.
///
/// # Errors
/// When they are of different types.
pub(crate) fn equal(a: &Dynamic, b: &Dynamic) -> Outcome<bool> {
    match (Atom::of(a), Atom::of(b)) {
        (Some(Atom::Unit), _) | (_, Some(Atom::Unit)) => Ok(a.is_unit() && b.is_unit()),
        (Some(x), Some(y)) if std::mem::discriminant(&x) == std::mem::discriminant(&y) => Ok(x == y),
        (None, None) => equal_collections(a, b),
        _ => Err(unlike(a, b)),
    }
}

fn equal_collections(a: &Dynamic, b: &Dynamic) -> Outcome<bool> {
    if let (Some(a), Some(b)) = (a.read_lock::<Array>(), b.read_lock::<Array>()) {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (x, y) in a.iter().zip(b.iter()) {
            if !equal(x, y)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    Err(unlike(a, b))
}

/// The order of two values.
///
/// # Errors
/// When they have none: different types, or types that are not ordered.
pub(crate) fn order(a: &Dynamic, b: &Dynamic) -> Outcome<Ordering> {
    match (Atom::of(a), Atom::of(b)) {
        (Some(Atom::Number(x)), Some(Atom::Number(y))) => Ok(x.cmp(&y)),
        (Some(Atom::Text(x)), Some(Atom::Text(y))) => Ok(x.as_str().cmp(y.as_str())),
        (Some(Atom::Date(x)), Some(Atom::Date(y))) => Ok(x.cmp(&y)),
        (Some(Atom::Time(x)), Some(Atom::Time(y))) => Ok(x.cmp(&y)),
        (Some(Atom::Period(_)), Some(Atom::Period(_))) => Err(complaint(say!(
            "时段之间不能比先后，请比较 .first 或 .last",
            "periods have no order; compare .first or .last"
        ))),
        _ => Err(unlike(a, b)),
    }
}

/// Registers the operators.
pub(crate) fn register(engine: &mut Engine) {
    let two = [TypeId::of::<Dynamic>(), TypeId::of::<Dynamic>()];
    engine
        .register_fn("!", |answer: bool| !answer)
        .register_raw_fn("==", two, |_, args| equal(args[0], args[1]))
        .register_raw_fn("!=", two, |_, args| equal(args[0], args[1]).map(|same| !same))
        .register_raw_fn("<", two, |_, args| order(args[0], args[1]).map(Ordering::is_lt))
        .register_raw_fn("<=", two, |_, args| order(args[0], args[1]).map(Ordering::is_le))
        .register_raw_fn(">", two, |_, args| order(args[0], args[1]).map(Ordering::is_gt))
        .register_raw_fn(">=", two, |_, args| order(args[0], args[1]).map(Ordering::is_ge))
        .register_raw_fn("min", two, |_, args| {
            let least = if order(args[0], args[1])?.is_le() { &args[0] } else { &args[1] };
            Ok((**least).clone())
        })
        .register_raw_fn("max", two, |_, args| {
            let greatest = if order(args[0], args[1])?.is_ge() { &args[0] } else { &args[1] };
            Ok((**greatest).clone())
        });
}
