//! Days for calendar programs: iCalendar as RFC 5545 has it. Events last whole days; all of it depends on what it is made of
//! and the as-of date.
//!
//! A writer of our own: the crate `icalendar` brings a second library of dates, random ids and the clock, which stands in for a
//! stamp that is not given, and this is a table of seven properties.

use std::collections::HashMap;
use std::io;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::report::text::clean_text;

/// Most bytes of a line, without its end.
const LINE: usize = 75;

/// Something on one or several days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// What it is known by: the same as long as it is the same thing, whatever is said of it.
    pub id: String,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// What it is, in a line.
    pub summary: String,
    /// What else is to be said.
    pub description: String,
    /// To what sort it belongs.
    pub category: String,
    /// Whether it is certain: what is planned or pending is not.
    pub is_certain: bool,
}

/// Writes events, by day, as a calendar of that name.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(name: &str, events: &[Event], as_of: Date, out: &mut dyn io::Write) -> io::Result<()> {
    let mut events: Vec<&Event> = events.iter().collect();
    events.sort_by_key(|event| (event.first, event.last, &event.id, &event.summary));
    for (property, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//yize//yize//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        line(property, value, out)?;
    }
    line("X-WR-CALNAME", &text(name), out)?;
    let mut known: HashMap<&str, usize> = HashMap::new();
    for event in events {
        // No two events of a calendar have one id.
        let times = known.entry(&event.id).and_modify(|times| *times += 1).or_insert(0);
        let again = if *times == 0 { String::new() } else { format!("-{times}") };
        one(event, &format!("{}{again}@yize", event.id), as_of, out)?;
    }
    line("END", "VCALENDAR", out)
}

fn one(event: &Event, uid: &str, as_of: Date, out: &mut dyn io::Write) -> io::Result<()> {
    line("BEGIN", "VEVENT", out)?;
    line("UID", &text(uid), out)?;
    line("DTSTAMP", &format!("{}T000000Z", day(as_of)), out)?;
    line("DTSTART;VALUE=DATE", &day(event.first), out)?;
    // The end is the day after the last; after the last day that there is, an event lasts one day by itself.
    if let Ok(end) = event.last.checked_add(1.day()) {
        line("DTEND;VALUE=DATE", &day(end), out)?;
    }
    line("SUMMARY", &text(&event.summary), out)?;
    for (property, value) in [("DESCRIPTION", &event.description), ("CATEGORIES", &event.category)] {
        if !value.is_empty() {
            line(property, &text(value), out)?;
        }
    }
    line("STATUS", if event.is_certain { "CONFIRMED" } else { "TENTATIVE" }, out)?;
    // Nobody is busy all day because of it.
    line("TRANSP", "TRANSPARENT", out)?;
    line("END", "VEVENT", out)
}

fn day(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A text without what means something to the format.
fn text(text: &str) -> String {
    let mut safe = String::new();
    for c in clean_text(text.trim()).chars() {
        match c {
            '\\' | ';' | ',' => safe.extend(['\\', c]),
            '\n' => safe.push_str("\\n"),
            '\t' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Writes a line, folded between characters: what follows a fold begins with a blank.
fn line(property: &str, value: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut used = 0;
    for c in property.chars().chain([':']).chain(value.chars()) {
        if used + c.len_utf8() > LINE {
            write!(out, "\r\n ")?;
            used = 1;
        }
        write!(out, "{c}")?;
        used += c.len_utf8();
    }
    write!(out, "\r\n")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn written(events: &[Event]) -> String {
        let mut out = Vec::new();
        write("年度日历", events, date(2026, 6, 30), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn event(id: &str, first: Date, last: Date) -> Event {
        Event {
            id: id.to_owned(),
            first,
            last,
            summary: "双月协商：养老, 医疗; 其他\\".to_owned(),
            description: "甲\n乙\u{202e}\r丙".to_owned(),
            category: String::new(),
            is_certain: false,
        }
    }

    #[test]
    fn an_event_lasts_whole_days_and_its_texts_mean_nothing_to_the_format() {
        let events =
            [event("b", date(2026, 4, 1), date(2026, 6, 30)), event("a", date(2026, 1, 31), date(2026, 1, 31))];
        let text = written(&events);
        let expected = "BEGIN:VEVENT\r\nUID:a@yize\r\nDTSTAMP:20260630T000000Z\r\nDTSTART;VALUE=DATE:20260131\r\n\
            DTEND;VALUE=DATE:20260201\r\nSUMMARY:双月协商：养老\\, 医疗\\; 其他\\\\\r\nDESCRIPTION:甲\\n乙\u{FFFD}␍丙\r\n\
            STATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b@yize\r\n";
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20260401\r\nDTEND;VALUE=DATE:20260701\r\n"), "{text}");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text, written(&events), "the same bytes again");
    }

    #[test]
    fn lines_are_folded_between_characters_and_unfold_to_what_they_were() {
        let long = Event { summary: "协商a".repeat(60), ..event("x", date(2026, 3, 1), date(2026, 3, 1)) };
        let text = written(&[long.clone(), long.clone()]);
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{}\r\n", long.summary)));
        // The same thing twice has two ids.
        assert!(text.contains("UID:x@yize\r\n") && text.contains("UID:x-1@yize\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn the_last_day_that_there_is_has_no_end() {
        let text = written(&[event("z", Date::MAX, Date::MAX)]);
        assert!(text.contains("DTSTART;VALUE=DATE:99991231\r\nSUMMARY"), "{text}");
    }
}
