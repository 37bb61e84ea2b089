//! One more file of records, in which every rule finds something: the measured sets have slips of one kind only.

use std::fmt::Write as _;

use crate::set::HEAD;

/// Most forms in which a member below takes part.
const FORMS: [&str; 4] = ["meeting", "survey", "visit", "training"];

/// The file, for a set of so many members.
pub fn file(members: usize) -> String {
    let mut text = HEAD.to_owned();
    for name in ["一色小组", "另一小组", "无人小组"] {
        let _ = write!(text, "\n[[group]]\nname = \"{name}\"\ncommittee = \"第0专委会\"\n");
    }
    text.push_str("\n[[sector]]\nname = \"大界别\"\n\n[[sector]]\nname = \"空界别\"\n");
    // A sector of a third, in one group of insiders and one of outsiders; none takes part in anything.
    for number in 0..members / 2 {
        let (group, cpc) = if number % 2 == 0 { ("一色小组", true) } else { ("另一小组", false) };
        member(&mut text, 900_000 + number, "大界别", group, cpc);
    }
    let limits = "left_on = 2026-06-30\n";
    for (number, more) in [(800_000, ""), (800_001, limits), (800_002, ""), (800_003, "")] {
        // A group of another committee.
        member(&mut text, number, "界别0", "第1专委会第0小组", true);
        text.push_str(more);
    }
    exact(&mut text);
    dates(&mut text);
    hosts(&mut text);
    text
}

fn member(text: &mut String, number: usize, sector: &str, group: &str, cpc: bool) {
    let _ = write!(
        text,
        "\n[[member]]\nid = \"BC-{number}\"\nname = \"委员{number}\"\ncard = \"{number:08}\"\nsector = \"{sector}\"\n\
         committee = \"第0专委会\"\ngroup = \"{group}\"\ncpc = {cpc}\njoined_on = 2025-03-01\n"
    );
}

/// An activity: its member, form, day, host's number and points.
fn activity(text: &mut String, (member, form, date, host, points): (usize, &str, &str, usize, &str)) {
    let _ = write!(
        text,
        "\n[[activity]]\nmember = \"BC-{member}\"\nform = \"{form}\"\ntopic = \"优化营商环境\"\ndate = {date}\n\
         host = \"第{host}专委会\"\npoints = {points}\n"
    );
}

/// Points that reach the least only where decimals are exact, and points that just miss it.
fn exact(text: &mut String) {
    for month in 1..=10 {
        let date = format!("2026-{month:02}-03");
        activity(text, (800_000, FORMS[month % 4], &date, 0, "2.4"));
        activity(text, (800_002, FORMS[month % 4], &date, 0, if month == 1 { "2.39" } else { "2.4" }));
    }
}

/// Days out of the year or of office, the last day in office, and days twice and three times.
fn dates(text: &mut String) {
    for date in ["2025-12-31", "2025-02-28", "2026-06-30", "2026-07-01", "2026-07-01", "2026-07-01", "2026-08-02"] {
        activity(text, (800_001, "meeting", date, 0, "0.1"));
        activity(text, (800_001, "survey", date, 0, "0.2"));
    }
}

/// Hosts that are not the member's committee, of which only training may be; two records alike in all.
fn hosts(text: &mut String) {
    for form in FORMS {
        activity(text, (800_003, form, "2026-05-05", 3, "3"));
    }
    activity(text, (800_003, "visit", "2026-05-06", 4, "3"));
    activity(text, (800_003, "visit", "2026-05-06", 4, "3"));
}
