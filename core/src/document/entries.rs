//! What a data file says: entries of records, each with its place. Both readers of data give them, record by record or of
//! a whole tree.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::{decimal, integer, whole_day};
use crate::language::Text;
use crate::source::Span;

/// Says of a text that it is not read record by record, but as one tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unlike;

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Item<'t> {
    /// The value.
    pub datum: Datum<'t>,
    /// Its bytes.
    pub span: Span,
}

/// A value as TOML has it; numbers are as they are written.
#[derive(Debug)]
pub(crate) enum Datum<'t> {
    /// A text.
    String(Cow<'t, str>),
    /// A whole number.
    Integer(Digits<'t>),
    /// A number with a fraction or an exponent.
    Float(Digits<'t>),
    /// true or false.
    Boolean(bool),
    /// A day, a time, or both.
    Datetime(Datetime),
    /// A list.
    Array(Vec<Item<'t>>),
    /// A table.
    Table(Entries<'t>),
}

/// A number as it is written.
#[derive(Debug)]
pub(crate) struct Digits<'t> {
    text: Cow<'t, str>,
    radix: u32,
}

/// A key of a record or table, and what is given for it.
#[derive(Debug)]
pub(crate) struct Entry<'t> {
    /// The key.
    pub key: Cow<'t, str>,
    /// Where it stands.
    pub at: Span,
    /// What is given.
    pub item: Item<'t>,
}

/// The entries of a record or a table in the order of the text; no key is there twice.
#[derive(Debug, Default)]
pub(crate) struct Entries<'t> {
    /// The entries.
    pub list: Vec<Entry<'t>>,
    /// Records of one number, of one kind and in one file, have the same keys in the same order.
    pub shape: Option<usize>,
}

impl<'t> Digits<'t> {
    /// A number as it is written, in its radix.
    pub(super) fn new(text: Cow<'t, str>, radix: u32) -> Self {
        Self { text, radix }
    }

    /// Its digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Its radix.
    pub(crate) fn radix(&self) -> u32 {
        self.radix
    }
}

impl<'t> Entries<'t> {
    /// What is given for a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Item<'t>> {
        self.list.iter().find(|entry| entry.key == key).map(|entry| &entry.item)
    }

    /// Whether a key is given.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Digest of what they say, in whatever order and however it is written.
    #[must_use]
    pub(crate) fn content(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        self.digest(&mut hasher);
        hasher.finalize().to_string()
    }

    fn digest(&self, hasher: &mut blake3::Hasher) {
        let mut entries: Vec<&Entry<'_>> = self.list.iter().collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        for entry in entries {
            hasher.update(entry.key.as_bytes()).update(b"=");
            entry.item.datum.digest(hasher);
        }
        hasher.update(b"}");
    }
}

impl Datum<'_> {
    /// The text that it is.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number that fits 64 bits.
    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => integer(&number.text, number.radix),
            _ => None,
        }
    }

    /// An exact decimal from a whole number or a number with a fraction.
    pub(crate) fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Integer(_) => self.as_integer().map(Into::into),
            Self::Float(float) => decimal(&float.text),
            _ => None,
        }
    }

    /// The calendar day of a date without a time.
    pub(crate) fn as_date(&self) -> Option<Date> {
        match self {
            Self::Datetime(moment) => whole_day(moment),
            _ => None,
        }
    }

    /// The word for its type, as messages show it.
    pub(crate) fn type_name(&self) -> Text {
        let (zh, en) = match self {
            Self::String(_) => super::STRING,
            Self::Integer(_) => super::INTEGER,
            Self::Float(_) => super::FLOAT,
            Self::Boolean(_) => super::BOOLEAN,
            Self::Datetime(moment) => super::moment_name(moment),
            Self::Array(_) => super::ARRAY,
            Self::Table(_) => super::TABLE,
        };
        Text::new(zh, en)
    }

    fn digest(&self, hasher: &mut blake3::Hasher) {
        // The words are those with which records were first told apart: fingerprints are made of them.
        let written = match self {
            Self::Table(entries) => return entries.digest(hasher),
            Self::Array(items) => {
                for item in items {
                    item.datum.digest(hasher);
                }
                hasher.update(b"]");
                return;
            }
            Self::String(text) => format!("String({text:?}),"),
            Self::Integer(Digits { text, radix }) => {
                format!("Integer(DeInteger {{ inner: {text:?}, radix: {radix} }}),")
            }
            Self::Float(Digits { text, .. }) => format!("Float(DeFloat {{ inner: {text:?} }}),"),
            Self::Boolean(yes) => format!("Boolean({yes}),"),
            Self::Datetime(moment) => format!("Datetime({moment:?}),"),
        };
        hasher.update(written.as_bytes());
    }
}

impl<'t> Entries<'t> {
    /// The entries of a table that was parsed as a tree, each so many bytes further on.
    pub(crate) fn of(table: DeTable<'t>, by: usize) -> Self {
        let entry = |(key, value): (Spanned<Cow<'t, str>>, Spanned<DeValue<'t>>)| {
            let at = key.span();
            Entry { at: Span::new(at.start + by, at.end + by), key: key.into_inner(), item: Item::of(value, by) }
        };
        Self { list: table.into_iter().map(entry).collect(), shape: None }
    }
}

impl<'t> Item<'t> {
    /// A value that was parsed as a tree, so many bytes further on.
    pub(crate) fn of(value: Spanned<DeValue<'t>>, by: usize) -> Self {
        let own = value.span();
        let span = Span::new(own.start + by, own.end + by);
        let datum = match value.into_inner() {
            DeValue::String(text) => Datum::String(text),
            DeValue::Integer(number) => {
                let radix = number.radix();
                Datum::Integer(Digits::new(number.as_str().to_owned().into(), radix))
            }
            DeValue::Float(number) => Datum::Float(Digits::new(number.as_str().to_owned().into(), 10)),
            DeValue::Boolean(yes) => Datum::Boolean(yes),
            DeValue::Datetime(moment) => Datum::Datetime(moment),
            DeValue::Array(items) => Datum::Array(items.into_iter().map(|item| Item::of(item, by)).collect()),
            DeValue::Table(table) => Datum::Table(Entries::of(table, by)),
        };
        Self { datum, span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_digested_as_the_tree_of_the_parser_is_shown() {
        let text = "a = 0x1f\nb = 1_0.5e3\nc = 'x\"'\nd = true\ne = 2026-01-02T03:04:05Z\nf = [1, {g = 07:00:00}]\n";
        let table = DeTable::parse(text).unwrap().into_inner();
        for (key, value) in table.clone() {
            if !value.get_ref().is_array() {
                let shown = blake3::hash(format!("{:?},", value.get_ref()).as_bytes());
                let mut hasher = blake3::Hasher::new();
                Item::of(value, 0).datum.digest(&mut hasher);
                assert_eq!(hasher.finalize(), shown, "{key:?}");
            }
        }
        let reversed = text.lines().rev().collect::<Vec<_>>().join("\n");
        let content = |text| Entries::of(DeTable::parse(text).unwrap().into_inner(), 0).content();
        assert_eq!(content(text), content(&reversed));
    }
}
