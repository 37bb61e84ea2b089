//! TOML with places: parsing that reports every syntax error, and typed look-ups for the files of settings.

mod slip;
mod values;
mod scan;
mod syntax;
mod twice;
mod pieces;
mod entries;
mod large;
mod records;
mod wrong;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod conformance;

use std::borrow::Cow;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::bounds;
use crate::finding::Finding;
use crate::host::{self, HostRule};
use crate::language::{Text, did_you_mean, say};
use crate::source::{Place, SourceId};
use crate::spelling::nearest;

pub(crate) use entries::{Datum, Entries, Entry, Item, Unlike};
pub(crate) use large::{Sound, sound, too_dense};
pub(crate) use pieces::{Piece, Sort, headers, hides_header, key_of};
pub(crate) use records::{Hears, Kinds, Record, cut, part};
pub(crate) use values::{day_after_all, exact_day};
pub(crate) use wrong::{Broken, blanked, parses};

/// A table of a parsed text.
pub(crate) type Table<'t> = DeTable<'t>;
/// A key of a parsed text, with its span.
pub(crate) type Key<'t> = Spanned<toml::de::DeString<'t>>;
/// A value of a parsed text, with its span.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// Parses a text, keeping spans. Syntax errors are findings of the given rule, in the order of the text;
/// the table holds what could be read all the same.
#[must_use]
pub(crate) fn parse<'t>(text: &'t str, source: SourceId, rule: &HostRule) -> (Table<'t>, Vec<Finding>) {
    match sound(text) {
        Sound::Table(table) => (table, Vec::new()),
        Sound::TooMuch => (Table::new(), vec![too_dense(source)]),
        // Nobody goes by what can be read of a large one all the same, and it may have a slip at each sign.
        Sound::Broken if text.len() > bounds::PIECE => (Table::new(), broken(text, source, rule).1),
        Sound::Broken => (DeTable::parse_recoverable(text).0.into_inner(), broken(text, source, rule).1),
    }
}

/// Looks at a text that does not parse: its statements, and what is wrong with them.
#[must_use]
pub(crate) fn broken(text: &str, source: SourceId, rule: &HostRule) -> (Broken, Vec<Finding>) {
    let mut broken = wrong::look(text);
    let mut told = std::mem::take(&mut broken.told);
    let more = told.get(bounds::SYNTAX).map(|slip| slip.span.clone());
    told.truncate(bounds::SYNTAX);
    let mut findings: Vec<Finding> = told.into_iter().map(|slip| slip.finding(rule, source)).collect();
    if let Some(span) = more {
        let message = say!("语法错误太多，从这里起没有列出", "too many slips of syntax; not listed from here on");
        findings.push(host::TOO_MUCH.finding(message).at(Place { source, span: span.into() }));
    }
    (broken, findings)
}

/// The day that a word was perhaps meant to be, as it is written: `2022-01-10` of `2022年1月10日`.
#[must_use]
pub(crate) fn meant_day(word: &str) -> Option<String> {
    values::exact_day(word).filter(|day| day.parse::<Date>().is_ok())
}

/// The words for the types of values, as messages show them.
const STRING: (&str, &str) = ("文字", "a string");
const INTEGER: (&str, &str) = ("整数", "an integer");
const FLOAT: (&str, &str) = ("小数", "a decimal");
const BOOLEAN: (&str, &str) = ("是非值（true/false）", "a boolean");
const ARRAY: (&str, &str) = ("列表", "a list");
const TABLE: (&str, &str) = ("表", "a table");

fn moment_name(moment: &Datetime) -> (&'static str, &'static str) {
    match (moment.date, moment.time) {
        (Some(_), None) => ("日期", "a date"),
        (None, Some(_)) => ("时刻", "a time"),
        _ => ("日期时间", "a date-time"),
    }
}

/// The word for a value's type, as messages show it.
#[must_use]
pub(crate) fn type_name(value: &DeValue<'_>) -> Text {
    let (zh, en) = match value {
        DeValue::String(_) => STRING,
        DeValue::Integer(_) => INTEGER,
        DeValue::Float(_) => FLOAT,
        DeValue::Boolean(_) => BOOLEAN,
        DeValue::Datetime(moment) => moment_name(moment),
        DeValue::Array(_) => ARRAY,
        DeValue::Table(_) => TABLE,
    };
    Text::new(zh, en)
}

/// The calendar day of a TOML date without a time.
#[must_use]
pub(crate) fn as_date(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::Datetime(moment) => whole_day(moment),
        _ => None,
    }
}

/// The same of what is a day, a time, or both.
fn whole_day(moment: &Datetime) -> Option<Date> {
    let Datetime { date: Some(date), time: None, offset: None } = moment else { return None };
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// A whole number that fits 64 bits.
#[must_use]
pub(crate) fn as_integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    integer(number.as_str(), number.radix())
}

/// The same of its digits.
fn integer(digits: &str, radix: u32) -> Option<i64> {
    i64::from_str_radix(&bare(digits), radix).ok()
}

/// An exact decimal from a whole number or a number with a fraction.
#[must_use]
pub(crate) fn as_decimal(value: &DeValue<'_>) -> Option<rust_decimal::Decimal> {
    match value {
        DeValue::Integer(_) => as_integer(value).map(Into::into),
        DeValue::Float(float) => decimal(float.as_str()),
        _ => None,
    }
}

/// The same of the digits of one with a fraction.
fn decimal(digits: &str) -> Option<rust_decimal::Decimal> {
    let text = bare(digits);
    let text = text.strip_prefix('+').unwrap_or(&text);
    rust_decimal::Decimal::from_str_exact(&plain(text)?).ok()
}

/// A number without what parts its digits.
fn bare(digits: &str) -> Cow<'_, str> {
    if digits.contains('_') { Cow::Owned(digits.replace('_', "")) } else { Cow::Borrowed(digits) }
}

/// A number without exponent, digit for digit. `None` when it would be absurdly long.
fn plain(text: &str) -> Option<Cow<'_, str>> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Some(Cow::Borrowed(text)) };
    let exponent: i64 = exponent.parse().ok().filter(|e: &i64| e.abs() <= 64)?;
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let point = i64::try_from(whole.len()).ok()? + exponent;
    let len = i64::try_from(all.len()).ok()?;
    let digits = match usize::try_from(point) {
        Ok(at) if point < len && at > 0 => format!("{sign}{}.{}", &all[..at], &all[at..]),
        Ok(_) if point >= len => format!("{sign}{all}{}", "0".repeat(usize::try_from(point - len).ok()?)),
        _ => format!("{sign}0.{}{all}", "0".repeat(usize::try_from(-point).ok()?)),
    };
    Some(Cow::Owned(digits))
}

/// A plain value as it is written; `None` for texts, lists and tables.
fn written(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(yes.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::String(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// What a required key may hold.
fn example(key: &str) -> (&'static str, &'static str) {
    match key {
        "until" => ("2026-12-31", "2026-12-31"),
        "value" => ("……", "…"),
        "expect" => ("[]，或列出应当出现的问题", "[], or the findings that should come"),
        "values" => ("{ active = \"在任\" }", "{ active = \"…\" }"),
        "fields" => ("{ …… }", "{ … }"),
        _ => ("\"……\"", "\"…\""),
    }
}

/// Reads a file of settings; what is wrong becomes findings at its place.
pub(crate) struct Reader<'f> {
    source: SourceId,
    rule: &'static HostRule,
    findings: &'f mut Vec<Finding>,
    /// Keys that seem to be others misspelt: where they stand, and which were perhaps meant.
    misspelt: Vec<(usize, String)>,
    /// Bytes of the patterns of texts that were read.
    pub(crate) patterns: usize,
}

impl<'f> Reader<'f> {
    /// A reader of one text.
    pub(crate) fn new(source: SourceId, rule: &'static HostRule, findings: &'f mut Vec<Finding>) -> Self {
        Self { source, rule, findings, misspelt: Vec::new(), patterns: 0 }
    }

    /// A place in the text.
    #[must_use]
    pub(crate) fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { source: self.source, span: span.into() }
    }

    /// Reports what is wrong at a span; the caller may add help.
    pub(crate) fn wrong(&mut self, span: std::ops::Range<usize>, message: Text) -> &mut Finding {
        let finding = self.rule.finding(message).at(self.place(span));
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Reports keys that are not among those known.
    pub(crate) fn only(&mut self, table: &Table<'_>, known: &[&str]) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let name = key.get_ref();
            let near = nearest(name, known.iter().copied().filter(|known| !table.contains_key(*known)));
            let near = near.or_else(|| nearest(name, known.iter().copied()));
            let help = match near {
                Some(near) => did_you_mean(near),
                None => say!("可用的键：{}", "known keys: {}", known.join(" ")),
            };
            self.misspelt.extend(near.map(|near| (key.span().start, near.to_owned())));
            self.wrong(key.span(), say!("没有“{name}”这个键", "unknown key `{name}`")).help = Some(help);
        }
    }

    /// Whether a table lacks a key, and has one that was perhaps meant to be it.
    #[must_use]
    pub(crate) fn misspells(&self, table: &Table<'_>, key: &str) -> bool {
        !table.contains_key(key) && self.resembles(table, key)
    }

    /// Whether a table has a key that was perhaps meant to be another one.
    #[must_use]
    pub(crate) fn resembles(&self, table: &Table<'_>, key: &str) -> bool {
        let meant = |at: usize| self.misspelt.iter().any(|(place, near)| *place == at && near == key);
        table.keys().any(|key| meant(key.span().start))
    }

    /// The value of a required key; its absence is reported at `header`, unless it seems to be misspelt.
    pub(crate) fn required<'a, 't>(
        &mut self,
        table: &'a Table<'t>,
        key: &str,
        header: std::ops::Range<usize>,
    ) -> Option<&'a Value<'t>> {
        let value = table.get(key);
        if value.is_none() && !self.misspells(table, key) {
            let example = example(key);
            self.wrong(header, say!("缺少“{key}”", "`{key}` is missing")).help =
                Some(say!("写上 {key} = {example}", "write {key} = {example}"; example));
        }
        value
    }

    fn typed<T>(
        &mut self,
        value: &Value<'_>,
        want: (&str, &str),
        read: impl Fn(&DeValue<'_>) -> Option<T>,
        help: impl Fn(&DeValue<'_>) -> Option<Text>,
    ) -> Option<T> {
        let read = read(value.get_ref());
        if read.is_none() {
            let have = type_name(value.get_ref());
            self.wrong(
                value.span(),
                say!("这里应当是{want}，写的是{have}", "expected {want}, found {have}"; want, have),
            )
            .help = help(value.get_ref());
        }
        read
    }

    /// A string.
    pub(crate) fn string(&mut self, value: &Value<'_>) -> Option<String> {
        let help = |value: &DeValue<'_>| {
            let word = written(value)?;
            Some(say!("加上引号：\"{word}\"", "put it in quotes: \"{word}\""))
        };
        self.typed(value, ("文字", "a string"), |v| v.as_str().map(str::to_owned), help)
    }

    /// A string that findings repeat: a name or a label. What is too long is told, and cut.
    pub(crate) fn label(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.string(value)?;
        let Some((end, _)) = text.char_indices().nth(bounds::NAME) else { return Some(text) };
        let most = bounds::NAME;
        let message = say!("名称太长，最多{most}个字", "a name has {most} letters at most");
        self.wrong(value.span(), message).help = Some(say!("改短", "make it shorter"));
        Some(text[..end].to_owned())
    }

    /// Reports a list that has more items than are taken.
    pub(crate) fn too_long(&mut self, span: std::ops::Range<usize>, most: usize) {
        let message = say!("项数太多，最多{most}项", "too many items: {most} at most");
        self.wrong(span, message).help = Some(say!("减少项数，或分成几处写", "write fewer, or in several places"));
    }

    /// true or false.
    pub(crate) fn bool(&mut self, value: &Value<'_>) -> Option<bool> {
        let read = |value: &DeValue<'_>| match value {
            DeValue::Boolean(b) => Some(*b),
            _ => None,
        };
        let help = |_: &DeValue<'_>| Some(say!("写 true 或 false，不加引号", "write true or false, without quotes"));
        self.typed(value, (" true 或 false", "true or false"), read, help)
    }

    /// A date, written as a TOML date or as a string.
    pub(crate) fn date(&mut self, value: &Value<'_>) -> Option<Date> {
        let read = |value: &DeValue<'_>| {
            let text = value.as_str().filter(|text| text.len() == 10);
            as_date(value).or_else(|| text?.parse().ok())
        };
        let help =
            |value: &DeValue<'_>| {
                let meant = value.as_str().and_then(values::day);
                Some(meant.unwrap_or_else(|| {
                    say!("年写四位，月、日各写两位", "four digits for the year, two for month and day")
                }))
            };
        self.typed(value, ("日期（如 2026-01-01）", "a date such as 2026-01-01"), read, help)
    }

    /// A table.
    pub(crate) fn table<'a, 't>(&mut self, value: &'a Value<'t>) -> Option<&'a Table<'t>> {
        if value.get_ref().is_table() {
            return value.get_ref().as_table();
        }
        self.typed(value, ("表", "a table"), |_| None::<()>, |_| None);
        None
    }

    /// A list of strings with their places; a single string counts as a list of one.
    pub(crate) fn strings(&mut self, value: &Value<'_>) -> Vec<(String, Place)> {
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|item| Some((self.string(item)?, self.place(item.span())))).collect()
            }
            _ => self.string(value).map(|s| (s, self.place(value.span()))).into_iter().collect(),
        }
    }
}
