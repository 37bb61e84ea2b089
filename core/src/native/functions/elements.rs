//! Elements of views, arrays and ranges; building an array of some; and the outline of a value.

use std::ops::ControlFlow;
use std::rc::Rc;

use crate::language::{Text, say};
use crate::native::budget::{Growing, Held};
use crate::native::items::{Each, Items};
use crate::native::shape::Shape;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Array, Data, Value};
use crate::native::views::View;

/// A view as elements.
pub(crate) struct Records(Data);

impl Items for Records {
    #[inline]
    fn each(&self, state: &mut State<'_>, each: &mut Each<'_>) -> Answer<()> {
        let (store, years) = (state.store, state.link_years());
        let Some(view) = View::of(store, years, &self.0) else { return Ok(()) };
        for row in view.rows() {
            state.budget.spend(1)?;
            if each(state, Value::record(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn view<'v>(&'v self, state: &State<'v>) -> Option<View<'v>> {
        state.view(&self.0)
    }

    fn known_len(&self, state: &State<'_>) -> Option<usize> {
        match View::of(state.store, state.link_years(), &self.0)? {
            // Who counts these goes through them, and pays.
            View::One { years: Some(_), .. } => None,
            view => Some(view.most()),
        }
    }

    fn none(&self, state: &State<'_>, matching: bool) -> Text {
        let kind = match View::of(state.store, state.link_years(), &self.0) {
            Some(View::One { body, kind, .. }) => state.store.body(body).schema.get(kind),
            Some(View::Many([first, ..])) => state.store.kind(*first),
            _ if matching => return say!("没有一条记录符合条件", "no record matches"),
            _ => return say!("记录一条也没有", "there are no records"),
        };
        let name = &kind.name;
        if matching {
            say!("没有一条“{name}”记录符合条件", "none of the `{name}` records matches")
        } else if matches!(self.0, Data::Rows(_) | Data::PartRows(..)) {
            say!("选出的“{name}”记录一条也没有", "there are no such `{name}` records")
        } else {
            say!("“{name}”记录一条也没有", "there are no `{name}` records")
        }
    }
}

/// What a collection's elements come from.
pub(crate) enum Source {
    /// A view.
    Records(Records),
    /// An array.
    Array(Rc<Held<Array>>),
    /// Whole numbers from the first up to, and without, the second.
    Range(i64, i64),
}

/// The elements of a value; `None` for one that has none.
#[must_use]
pub(crate) fn items(value: &Value) -> Option<Source> {
    match &value.data {
        data @ (Data::All(..) | Data::Linked(..) | Data::Rows(_) | Data::PartRows(..)) => {
            Some(Source::Records(Records(data.clone())))
        }
        Data::Array(array) => Some(Source::Array(array.clone())),
        _ => value.bounds().map(|(first, end)| Source::Range(first, end)),
    }
}

impl Items for Source {
    fn each(&self, state: &mut State<'_>, each: &mut Each<'_>) -> Answer<()> {
        match self {
            Self::Records(records) => return records.each(state, each),
            Self::Array(array) => {
                for item in &array.items {
                    state.budget.spend(1)?;
                    if each(state, item.clone())? == ControlFlow::Break(()) {
                        break;
                    }
                }
            }
            Self::Range(first, end) => {
                for n in *first..*end {
                    state.budget.spend(1)?;
                    if each(state, Value::int(n))? == ControlFlow::Break(()) {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    fn view<'v>(&'v self, state: &State<'v>) -> Option<View<'v>> {
        match self {
            Self::Records(records) => records.view(state),
            _ => None,
        }
    }

    fn known_len(&self, state: &State<'_>) -> Option<usize> {
        match self {
            Self::Records(records) => records.known_len(state),
            Self::Array(array) => Some(array.items.len()),
            Self::Range(first, end) => usize::try_from((i128::from(*end) - i128::from(*first)).max(0)).ok(),
        }
    }

    fn none(&self, state: &State<'_>, matching: bool) -> Text {
        match self {
            Self::Records(records) => records.none(state, matching),
            Self::Array(_) if matching => say!("列表中没有一项符合条件", "no element of the array matches"),
            Self::Array(_) => say!("列表是空的", "the array is empty"),
            Self::Range(..) if matching => say!("区间中没有一个数符合条件", "no number of the range matches"),
            Self::Range(..) => say!("区间是空的", "the range is empty"),
        }
    }
}

/// How many elements a collection has; `None` for a value that has none.
///
/// # Errors
/// Where they are counted one by one, and a limit is hit.
pub(crate) fn length(state: &State<'_>, value: &Value) -> Option<Answer<i64>> {
    let count = match &value.data {
        Data::PartRows(parts, part) => parts.of(*part).len(),
        Data::Array(array) => array.items.len(),
        data => match state.view(data) {
            Some(view @ View::One { years: Some(_), .. }) => {
                if let Err(limit) = state.budget.spend_on(view.most()) {
                    return Some(Err(limit.into()));
                }
                view.len()
            }
            Some(view) => view.most(),
            None => return None,
        },
    };
    Some(Ok(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// The fault of asking an empty collection for one of its elements.
#[cold]
pub(crate) fn empty(state: &State<'_>, items: &dyn Items) -> Stop {
    let none = items.none(state, false);
    Stop::failed(say!("{none}；先用 is_empty() 判断", "{none}; ask is_empty() first"; none))
}

/// An array that is being built; it is paid for as it grows.
pub(crate) struct Building {
    items: Growing<Value>,
    depth: u32,
}

impl Building {
    /// Nothing yet.
    ///
    /// # Errors
    /// When a limit is hit.
    pub(crate) fn new(state: &State<'_>) -> Answer<Self> {
        Ok(Self { items: Growing::new(&state.budget)?, depth: 1 })
    }

    /// Adds an element.
    ///
    /// # Errors
    /// When a limit is hit.
    pub(crate) fn push(&mut self, state: &State<'_>, value: Value) -> Answer<()> {
        self.depth = self.depth.max(1 + value.depth());
        let elsewhere = value.elsewhere();
        Ok(self.items.push(&state.budget, value, elsewhere)?)
    }

    /// The array.
    ///
    /// # Errors
    /// When it is nested too deeply.
    pub(crate) fn done(self, state: &mut State<'_>) -> Answer {
        let array = Array { items: self.items.take(), depth: self.depth };
        state.new_array(array).map(Value::of)
    }
}

/// The outline of a value.
#[must_use]
pub(crate) fn shape(value: &Value) -> Shape {
    match &value.data {
        Data::Unit => Shape::Unit,
        Data::Bool(_) => Shape::Bool,
        Data::Int(_) => Shape::Int,
        Data::Ratio(..) | Data::Exact(_) => Shape::Decimal,
        Data::Str(_) | Data::Text(_) => Shape::Text,
        Data::Date(_) => Shape::Date,
        Data::Time(_) => Shape::Time,
        Data::Period(_) => Shape::Period,
        Data::Record(_) => Shape::Record,
        Data::Place(_) => Shape::Place,
        Data::All(..) | Data::Linked(..) | Data::Rows(_) | Data::PartRows(..) => Shape::View,
        Data::Array(_) => Shape::Array,
        Data::Map(_) => Shape::Map,
        Data::Group(_) | Data::Part(..) => Shape::Group,
        Data::Range(..) | Data::Wide(_) => Shape::Range,
        Data::Award(_) => Shape::Award,
        Data::Card(..) => Shape::Card,
        Data::Finding(_) => Shape::Finding,
        Data::Ctx => Shape::Ctx,
        Data::Params(_) => Shape::Params,
    }
}
