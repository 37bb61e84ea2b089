//! `holidays.toml`: the days off and make-up working days of the years that a pack knows.

use jiff::civil::{Date, Weekday};

use crate::calendar::{Calendar, Year};
use crate::document::{self, Reader, Table};
use crate::finding::Finding;
use crate::host;
use crate::keys;
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
            let message = say!("这里应当是年份", "expected a year");
            reader.wrong(name.span(), message).help = Some(say!("写成 [2026] 这样", "such as [2026]"));
            continue;
        };
        let Some(entry) = reader.table(value) else { continue };
        calendar.insert(number, year(&mut reader, number, entry));
    }
    calendar
}

/// What is said of one year.
fn year(reader: &mut Reader<'_>, number: i16, entry: &Table<'_>) -> Year {
    reader.only(entry, keys::HOLIDAYS);
    let mut year =
        Year { notice: entry.get("notice").and_then(|v| reader.string(v)).unwrap_or_default(), ..Year::default() };
    if let Some(off) = entry.get("off") {
        match off.get_ref().as_table() {
            Some(off) => {
                for (key, holiday) in off {
                    let date = day(reader, number, key.get_ref(), key.span());
                    if let (Some(date), Some(holiday)) = (date, reader.string(holiday)) {
                        year.off.insert(date, holiday);
                    }
                }
            }
            None => {
                let message = say!("休息日要写明节日的名称", "days off have the names of their holidays");
                let help = say!("写成 {{ \"{number}-01-01\" = \"元旦\" }}", "write {{ \"{number}-01-01\" = \"…\" }}");
                reader.wrong(off.span(), message).help = Some(help);
            }
        }
    }
    for (text, place) in entry.get("work").map(|v| reader.strings(v)).unwrap_or_default() {
        let span = place.span.range();
        let Some(date) = day(reader, number, &text, span.clone()) else { continue };
        if year.off.contains_key(&date) {
            let message = say!("{date} 已经列为休息日", "{date} is a day off already");
            reader.wrong(span, message).help = Some(say!("从 off 或 work 中删去", "take it out of `off` or of `work`"));
        } else if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            let message = say!("{date} 不是周末，本来就上班", "{date} is no weekend: it is a working day anyway");
            let help =
                say!("work 只列调休上班的周末；核对日期", "`work` lists weekends that are worked; look at the date");
            reader.wrong(span, message).help = Some(help);
        } else {
            year.work.insert(date);
        }
    }
    year
}

/// A day of a year; another is reported.
fn day(reader: &mut Reader<'_>, number: i16, text: &str, span: std::ops::Range<usize>) -> Option<Date> {
    let date = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    match date {
        Some(date) if date.year() == number => return Some(date),
        Some(date) => {
            let year = date.year();
            let message = say!("{date} 不是{number}年的日期", "{date} is no day of {number}");
            reader.wrong(span, message).help =
                Some(say!("写在 [{year}] 下面，或改正年份", "it belongs under [{year}]"));
        }
        None => {
            let message = say!("“{text}”不是日期", "`{text}` is no date");
            let help = say!(
                "写成 \"{number}-01-01\" 这样，月、日各写两位",
                "such as \"{number}-01-01\", with two digits each"
            );
            reader.wrong(span, message).help = Some(help);
        }
    }
    None
}
