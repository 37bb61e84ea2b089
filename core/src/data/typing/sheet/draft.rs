//! What was read of a cell, on its way to a value as a text of data has it.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::{Date, Time};
use toml::Spanned;
use toml::de::DeValue;

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
    pub(super) fn value(&self, span: Span) -> Spanned<DeValue<'_>> {
        let value = match self {
            Self::Text(text) => DeValue::String(Cow::Borrowed(text)),
            Self::Figure(digits) => DeValue::parse(digits).map_or_else(|_| text(digits), Spanned::into_inner),
            Self::Bool(yes) => DeValue::Boolean(*yes),
            Self::Day(day) => DeValue::Datetime(of_day(*day).into()),
            Self::Time(time) => DeValue::Datetime(of_time(*time).into()),
            Self::List(items) => DeValue::Array(items.iter().map(|(span, item)| item.value(*span)).collect()),
            Self::Written(written) => {
                let value = DeValue::parse(written).map_or_else(|_| text(written), Spanned::into_inner);
                shifted(value, span.start as usize)
            }
        };
        Spanned::new(span.range(), value)
    }
}

/// A text that was to be more.
fn text(text: &str) -> DeValue<'_> {
    DeValue::String(Cow::Borrowed(text))
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

/// A value whose parts stand so many bytes further on.
fn shifted(value: DeValue<'_>, by: usize) -> DeValue<'_> {
    match value {
        DeValue::Array(items) => {
            let items =
                items.into_iter().map(|item| Spanned::new(beyond(item.span(), by), shifted(item.into_inner(), by)));
            DeValue::Array(items.collect())
        }
        DeValue::Table(table) => {
            let entries = table.into_iter().map(|(key, value)| {
                let (place, span) = (beyond(key.span(), by), beyond(value.span(), by));
                (Spanned::new(place, key.into_inner()), Spanned::new(span, shifted(value.into_inner(), by)))
            });
            DeValue::Table(entries.collect())
        }
        value => value,
    }
}

fn beyond(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}
