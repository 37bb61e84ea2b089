//! Values of the oracle: what Rhai has no type for, and what may be compared and shown.

use std::cmp::Ordering;

use jiff::civil::{Date, Time};
use rhai::{Array, Dynamic, INT, ImmutableString, Map};
use rust_decimal::Decimal;

use super::number::Q;
use super::period::Period;
use super::stop::{Answer, Stop};

/// Records of one kind.
#[derive(Clone, Debug)]
pub struct View {
    pub kind: usize,
    pub rows: Vec<usize>,
}

/// What Rhai has no type for.
#[derive(Clone, Debug)]
pub enum Own {
    /// A text that was read: one of Rhai's would lose its place in a variable.
    Text(ImmutableString),
    Num(Q),
    Date(Date),
    Time(Time),
    Period(Period),
    Rec(usize),
    View(View),
    Group(Box<(Dynamic, Dynamic)>),
    Range(INT, INT),
    Finding(Option<usize>),
    /// A place, by the number of its cell.
    Place(i32),
    Ctx,
    Params,
}

/// A value, looked at.
pub enum Val {
    Unit,
    Bool(bool),
    Int(INT),
    Text(ImmutableString),
    Array(Array),
    Map(Map),
    Own(Own),
    Other,
}

/// Looks at a value.
pub fn val(value: &Dynamic) -> Val {
    if value.is_unit() {
        return Val::Unit;
    }
    if let Ok(yes) = value.as_bool() {
        return Val::Bool(yes);
    }
    if let Ok(n) = value.as_int() {
        return Val::Int(n);
    }
    if let Some(decimal) = value.clone().try_cast::<Decimal>() {
        return Val::Own(Own::Num(Q::of(decimal)));
    }
    if let Ok(text) = value.clone().into_immutable_string() {
        return Val::Text(text);
    }
    match value.clone().try_cast::<Own>() {
        Some(Own::Text(text)) => return Val::Text(text),
        Some(own) => return Val::Own(own),
        None => {}
    }
    // Rhai makes ranges itself.
    if let Some(range) = value.clone().try_cast::<std::ops::Range<INT>>() {
        return Val::Own(Own::Range(range.start, range.end));
    }
    if let Some(range) = value.clone().try_cast::<std::ops::RangeInclusive<INT>>() {
        return Val::Own(Own::Range(*range.start(), range.end().saturating_add(1)));
    }
    if let Some(array) = value.clone().try_cast::<Array>() {
        return Val::Array(array);
    }
    match value.clone().try_cast::<Map>() {
        Some(map) => Val::Map(map),
        None => Val::Other,
    }
}

/// A value of our own as one of Rhai's.
pub fn own(own: Own) -> Dynamic {
    Dynamic::from(own)
}

/// The number that a value is.
pub fn number(value: &Dynamic) -> Option<Q> {
    match val(value) {
        Val::Int(n) => Some(Q::whole(n)),
        Val::Own(Own::Num(q)) => Some(q),
        _ => None,
    }
}

pub fn text(value: &Dynamic) -> Answer<ImmutableString> {
    match val(value) {
        Val::Text(text) => Ok(text),
        _ => Err(Stop::fault("no text")),
    }
}

pub fn int(value: &Dynamic) -> Answer<INT> {
    match val(value) {
        Val::Int(n) => Ok(n),
        _ => Err(Stop::fault("no whole number")),
    }
}

pub fn bool(value: &Dynamic) -> Answer<bool> {
    match val(value) {
        Val::Bool(yes) => Ok(yes),
        _ => Err(Stop::fault("neither true nor false")),
    }
}

pub fn date(value: &Dynamic) -> Answer<Date> {
    match val(value) {
        Val::Own(Own::Date(date)) => Ok(date),
        _ => Err(Stop::fault("no date")),
    }
}

fn unlike<T>() -> Answer<T> {
    Err(Stop::fault("cannot be compared"))
}

/// `==`: of one type; anything may be compared with nothing.
pub fn equal(a: &Dynamic, b: &Dynamic) -> Answer<bool> {
    if let (Some(x), Some(y)) = (number(a), number(b)) {
        return Ok(x == y);
    }
    Ok(match (val(a), val(b)) {
        (Val::Unit, Val::Unit) => true,
        (Val::Unit, _) | (_, Val::Unit) => false,
        (Val::Bool(a), Val::Bool(b)) => a == b,
        (Val::Text(a), Val::Text(b)) => a == b,
        (Val::Array(a), Val::Array(b)) => {
            if a.len() != b.len() {
                return Ok(false);
            }
            for (a, b) in a.iter().zip(&b) {
                if !equal(a, b)? {
                    return Ok(false);
                }
            }
            true
        }
        (Val::Own(a), Val::Own(b)) => match (a, b) {
            (Own::Date(a), Own::Date(b)) => a == b,
            (Own::Time(a), Own::Time(b)) => a == b,
            (Own::Period(a), Own::Period(b)) => a == b,
            (Own::Rec(a), Own::Rec(b)) => a == b,
            _ => return unlike(),
        },
        _ => return unlike(),
    })
}

/// `<` and the like: numbers, dates, times, texts.
pub fn order(a: &Dynamic, b: &Dynamic) -> Answer<Ordering> {
    if let (Some(x), Some(y)) = (number(a), number(b)) {
        return x.order(y);
    }
    match (val(a), val(b)) {
        (Val::Text(a), Val::Text(b)) => Ok(a.as_str().cmp(b.as_str())),
        (Val::Own(Own::Date(a)), Val::Own(Own::Date(b))) => Ok(a.cmp(&b)),
        (Val::Own(Own::Time(a)), Val::Own(Own::Time(b))) => Ok(a.cmp(&b)),
        _ => unlike(),
    }
}

/// The sort of a value, and what tells it from others of it: for groups, and to leave out repeats.
pub fn atom(value: &Dynamic) -> Answer<(&'static str, String)> {
    if let Some(q) = number(value) {
        return Ok(("number", format!("{:?}", q.parts())));
    }
    Ok(match val(value) {
        Val::Unit => ("", String::new()),
        Val::Bool(yes) => ("bool", yes.to_string()),
        Val::Text(text) => ("text", text.to_string()),
        Val::Own(Own::Date(date)) => ("date", date.to_string()),
        Val::Own(Own::Time(time)) => ("time", time.to_string()),
        Val::Own(Own::Period(period)) => ("period", format!("{period:?}")),
        Val::Own(Own::Rec(rec)) => ("record", rec.to_string()),
        _ => return Err(Stop::fault("cannot be grouped")),
    })
}

/// Values that must be of one sort, nothing apart.
#[derive(Default)]
pub struct Alike(Option<&'static str>);

impl Alike {
    pub fn take(&mut self, value: &Dynamic) -> Answer<()> {
        // What cannot be grouped is a sort of its own.
        let sort = atom(value).map_or("other", |(sort, _)| sort);
        match self.0 {
            Some(first) if first != sort && !sort.is_empty() => unlike(),
            Some(_) => Ok(()),
            None if sort.is_empty() => Ok(()),
            None => {
                self.0 = Some(sort);
                Ok(())
            }
        }
    }
}

impl View {
    pub fn with(&self, rows: Vec<usize>) -> Self {
        Self { kind: self.kind, rows }
    }
}

/// The elements of a value for loops; a fault where it has none.
impl IntoIterator for Own {
    type Item = Result<Dynamic, Box<rhai::EvalAltResult>>;
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + Send + Sync>;

    fn into_iter(self) -> Self::IntoIter {
        match self {
            Self::View(view) => Box::new(view.rows.into_iter().map(|row| Ok(own(Self::Rec(row))))),
            Self::Range(from, to) => Box::new((from..to).map(|n| Ok(Dynamic::from_int(n)))),
            _ => Box::new(std::iter::once(Err(Stop::fault("nothing to go through").into()))),
        }
    }
}
