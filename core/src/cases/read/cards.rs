//! The cards that a case expects, as it writes them.

use toml::de::DeValue;

use super::File;
use crate::cases::cards::{Amount, ExpectedCard, Word};
use crate::document::{self, Reader, Table, Value};
use crate::keys;
use crate::language::say;

impl File<'_> {
    /// The cards that a case expects.
    pub(super) fn cards(&self, reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<ExpectedCard> {
        let DeValue::Array(entries) = value.get_ref() else {
            let message = say!("cards 应当是列表", "`cards` is a list");
            let help = say!(
                "写成 [{{ record = \"编号\", points = \"98\" }}]",
                "write [{{ record = \"key\", points = \"98\" }}]"
            );
            reader.wrong(value.span(), message).help = Some(help);
            return Vec::new();
        };
        entries.iter().filter_map(|entry| self.card(reader, entry)).collect()
    }

    fn card(&self, reader: &mut Reader<'_>, entry: &Value<'_>) -> Option<ExpectedCard> {
        let Some(table) = entry.get_ref().as_table() else {
            let message = say!("期望的积分卡要写成表", "an expected card is a table");
            let key = entry.get_ref().as_str().unwrap_or("…");
            reader.wrong(entry.span(), message).help =
                Some(say!("写成 {{ record = \"{key}\" }}", "write {{ record = \"{key}\" }}"));
            return None;
        };
        reader.only(table, keys::CARD);
        let record = reader.required(table, "record", entry.span())?;
        let record = word(reader, record)?;
        let scheme = table.get("scheme").and_then(|value| self.scheme(reader, value));
        let mut whole = |key: &str| {
            let value = table.get(key)?;
            whole_number(reader, value)
        };
        let (year, rank) = (whole("year"), whole("rank"));
        let incomplete = table.get("incomplete").and_then(|value| reader.bool(value));
        let settled = table.iter().find(|(key, _)| matches!(key.get_ref().as_ref(), "points" | "grade" | "rank"));
        if let (Some(true), Some((key, _))) = (incomplete, settled) {
            let message =
                say!("不完整的积分卡没有得分、等次和名次", "an incomplete card has no points, grade and rank");
            let help = say!("删去它，或删去 incomplete", "delete it, or delete `incomplete`");
            reader.wrong(key.span(), message).help = Some(help);
        }
        let short = table.get("short").map(|value| reader.strings(value));
        Some(ExpectedCard {
            record,
            scheme,
            year,
            points: table.get("points").and_then(|value| amount(reader, value)),
            grade: table.get("grade").and_then(|value| reader.string(value)),
            rank,
            short,
            incomplete,
            lines: table.get("line").map(|value| lines(reader, value)).unwrap_or_default(),
        })
    }

    /// The full name of a scheme; one that there is not is reported.
    fn scheme(&self, reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Word> {
        let (written, place) = word(reader, value)?;
        // A scheme may be called as a pack is.
        let own = format!("{}/{written}", self.packed.pack.manifest.id);
        let known = &self.packed.known.rules;
        let full = if known.contains(&own) { own } else { self.full(&written) };
        if !known.contains(&full) {
            let message = say!("没有计分办法“{written}”", "there is no scheme `{written}`");
            reader.wrong(value.span(), message).help = Some(self.another_rule(&written, &full));
            return None;
        }
        Some((full, place))
    }
}

fn word(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Word> {
    let text = reader.string(value)?;
    Some((text, reader.place(value.span())))
}

fn whole_number(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<i64> {
    let number = document::as_integer(value.get_ref());
    if number.is_none() {
        let message = say!("这里应当是整数", "this is a whole number");
        reader.wrong(value.span(), message).help = Some(say!("只写数，不加引号", "write the number, without quotes"));
    }
    number
}

/// A number of points, as a number or as a text.
fn amount(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Amount> {
    let text = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        other => document::as_decimal(other).map(|number| number.to_string()).unwrap_or_default(),
    };
    let read = Amount::read(&text);
    if read.is_none() {
        let message = say!("分数应当是数", "points are a number");
        let help = say!(
            "写成 98、\"49.25\"；除不尽的写到两位以上，或写 \"250/3\"",
            "write 98 or \"49.25\"; what has no end with two decimals or more, or as \"250/3\""
        );
        reader.wrong(value.span(), message).help = Some(help);
    }
    read
}

/// Points of parts and lines, by name.
fn lines(reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<(Word, Amount)> {
    let table: Option<&Table<'_>> = reader.table(value);
    let entries = table.into_iter().flatten();
    entries
        .filter_map(|(name, value)| {
            let word = (name.get_ref().to_string(), reader.place(name.span()));
            Some((word, amount(reader, value)?))
        })
        .collect()
}
