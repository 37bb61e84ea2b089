//! What was read of a cell, on its way to a value as a text of data has it.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use toml::de::DeValue;

use crate::document::{Datum, Item};
use crate::source::Span;

/// What was read of a cell.
pub(super) enum Draft<'t> {
    /// A text.
    Text(Cow<'t, str>),
    /// The digits of a number.
    Figure(Cow<'t, str>),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Day(Date),
    /// A time of day.
    Time(Time),
    /// A list, each item with its place.
    List(Vec<(Span, Draft<'t>)>),
    /// A list or a table, written as in a text of data, without an error.
    Written(Cow<'t, str>),
}

impl Draft<'_> {
    /// The value, which stands there.
    pub(super) fn item(&self, span: Span) -> Item<'_> {
        let parsed =
            |written, by| DeValue::parse(written).map_or_else(|_| text(written), |value| Item::of(value, by).datum);
        let datum = match self {
            Self::Text(own) => text(own),
            Self::Figure(digits) => parsed(digits, 0),
            Self::Bool(yes) => Datum::Boolean(*yes),
            Self::Day(day) => Datum::Datetime(of_day(*day).into()),
            Self::Time(time) => Datum::Datetime(of_time(*time).into()),
            Self::List(items) => Datum::Array(items.iter().map(|(span, item)| item.item(*span)).collect()),
            Self::Written(written) => parsed(written, span.start as usize),
        };
        Item { datum, span }
    }
}

/// A text, perhaps one that was to be more.
fn text(text: &str) -> Datum<'_> {
    Datum::String(Cow::Borrowed(text))
}

fn of_day(day: Date) -> toml::value::Date {
    let part = |n: i8| u8::try_from(n).unwrap_or(1);
    toml::value::Date { year: u16::try_from(day.year()).unwrap_or(0), month: part(day.month()), day: part(day.day()) }
}

fn of_time(time: Time) -> toml::value::Time {
    let part = |n: i8| u8::try_from(n).unwrap_or(0);
    let (hour, minute, second) = (part(time.hour()), part(time.minute()), part(time.second()));
    toml::value::Time { hour, minute, second: Some(second), nanosecond: None }
}
