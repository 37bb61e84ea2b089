//! `holidays.toml`: the days off and make-up working days of the years that a pack knows.

use jiff::civil::Date;

use crate::calendar::{Calendar, Year};
use crate::document::{self, Reader};
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::source::SourceId;

/// Reads a `holidays.toml`.
pub(crate) fn read(text: &str, source: SourceId, findings: &mut Vec<Finding>) -> Calendar {
    let (table, errors) = document::parse(text, source, &host::PACK);
    let mut calendar = Calendar::default();
    let broken = !errors.is_empty();
    findings.extend(errors);
    if broken {
        return calendar;
    }
    let mut reader = Reader::new(source, &host::PACK, findings);
    for (name, value) in &table {
        let Some(number) = name.get_ref().parse::<i16>().ok().filter(|y| (1949..=2200).contains(y)) else {
            reader.wrong(name.span(), say!("这里应当是年份，如 [2026]", "expected a year such as [2026]"));
            continue;
        };
        let Some(entry) = reader.table(value) else { continue };
        reader.only(entry, &["notice", "off", "work"]);
        let mut year =
            Year { notice: entry.get("notice").and_then(|v| reader.string(v)).unwrap_or_default(), ..Year::default() };
        let day = |reader: &mut Reader<'_>, text: &str, span: std::ops::Range<usize>| {
            let day = text.parse::<Date>().ok().filter(|d| d.year() == number);
            if day.is_none() {
                reader.wrong(span, say!("“{text}”不是{number}年的日期", "`{text}` is no day of {number}"));
            }
            day
        };
        if let Some(off) = entry.get("off").and_then(|v| reader.table(v)) {
            for (key, holiday) in off {
                let date = day(&mut reader, key.get_ref(), key.span());
                if let (Some(date), Some(holiday)) = (date, reader.string(holiday)) {
                    year.off.insert(date, holiday);
                }
            }
        }
        for (text, place) in entry.get("work").map(|v| reader.strings(v)).unwrap_or_default() {
            year.work.extend(day(&mut reader, &text, place.span.range()));
        }
        calendar.insert(number, year);
    }
    calendar
}
