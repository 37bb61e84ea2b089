//! Sessions as events of a calendar program: one of a day is on that day, one of a month, a quarter or a year lasts as long.

use std::io;

use jiff::civil::Date;

use crate::board::calendar::{Mark, Picture};
use crate::planner::{heading, state};
use crate::report::ics::{self, Event};
use yize_core::language::Lang;
use yize_core::say;

pub(super) fn write(calendars: &[Picture], as_of: Date, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let name = match calendars {
        [one] => heading(one, lang),
        _ => say!("协商活动", "Sessions").get(lang).to_owned(),
    };
    let events: Vec<Event> = calendars.iter().flat_map(|picture| all(picture, lang)).collect();
    ics::write(&name, &events, as_of, out)
}

fn all(picture: &Picture, lang: Lang) -> impl Iterator<Item = Event> {
    let rows = picture.rows.iter().flat_map(|row| row.marks.iter().map(move |mark| (row.label.as_str(), mark)));
    rows.map(move |(form, mark)| event(picture, form, mark, lang))
}

fn event(picture: &Picture, form: &str, mark: &Mark, lang: Lang) -> Event {
    let (name, body, state) = (&mark.name, &picture.body_name, state(mark.state));
    let exactly = match mark.unit {
        "month" => Some(say!("只定到月", "the month only is known")),
        "quarter" => Some(say!("只定到季度", "the quarter only is known")),
        "year" => Some(say!("只定到年", "the year only is known")),
        _ => None,
    };
    let place = format!("{}:{}", mark.file, mark.line);
    let lines = [
        Some(say!("单位：{body}", "body: {body}")),
        Some(say!("形式：{form}", "form: {form}")),
        Some(say!("状态：{state}", "state: {state}"; state)),
        exactly,
        Some(say!("登记于 {place}", "entered at {place}")),
    ];
    let lines: Vec<&str> = lines.iter().flatten().map(|line| line.get(lang)).collect();
    // A record without a key has a number, which changes when others are added: it is known by what it says.
    let key = if mark.key.starts_with('#') { format!("{}/{form}/{name}", mark.when) } else { mark.key.clone() };
    Event {
        id: format!("{}/{}/{}/{key}", picture.body, picture.id, picture.year),
        first: mark.first,
        last: mark.last,
        summary: say!("{form}：{name}", "{form}: {name}").get(lang).to_owned(),
        description: lines.join("\n"),
        category: form.to_owned(),
        is_certain: mark.state == "held",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn mark(key: &str, first: Date, last: Date, unit: &'static str) -> Mark {
        Mark {
            key: key.to_owned(),
            name: "调研".to_owned(),
            from: first.to_string(),
            to: last.to_string(),
            first,
            last,
            when: first.to_string(),
            unit,
            held: None,
            state: "planned",
            finding: None,
            file: "a.toml".to_owned(),
            line: 3,
            shown: String::new(),
        }
    }

    fn picture() -> Picture {
        Picture {
            id: "sessions".to_owned(),
            title: "协商活动".to_owned(),
            body: "shili".to_owned(),
            body_name: "示例单位".to_owned(),
            year: 2026,
            rows: Vec::new(),
            wanted: Vec::new(),
            clashes: None,
            total: 1,
            held: 0,
            overdue: 0,
            more: 0,
        }
    }

    #[test]
    fn an_event_is_known_by_its_key_or_else_by_what_it_says_and_not_by_its_place() {
        let (picture, day) = (picture(), date(2026, 3, 18));
        let id = |key: &str| event(&picture, "调研", &mark(key, day, day, "day"), Lang::Zh).id;
        assert_eq!(id("S-1"), "shili/sessions/2026/S-1");
        assert_eq!(id("#1"), id("#2"));
        assert_ne!(id("#1"), id("S-1"));
    }

    #[test]
    fn a_month_lasts_as_long_as_it_does() {
        let own = mark("S-1", date(2026, 2, 1), date(2026, 2, 28), "month");
        let event = event(&picture(), "双月协商", &own, Lang::En);
        assert_eq!((event.first, event.last, event.is_certain), (date(2026, 2, 1), date(2026, 2, 28), false));
        assert!(event.description.contains("the month only is known\nentered at a.toml:3"), "{}", event.description);
    }
}
