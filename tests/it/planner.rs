//! `yize calendar` and `yize due`: whatever form they have, they show the same, and it is what the report says.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::Workdir;

fn baoding() -> Workdir {
    Workdir::bare().copy("examples/baoding", "it")
}

/// Properties of an iCalendar file, unfolded.
fn properties(text: &str, name: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    let lines = unfolded.split("\r\n").filter_map(|line| line.strip_prefix(name)?.strip_prefix([':', ';']));
    lines.map(str::to_owned).collect()
}

/// The marks of a picture: where each begins and ends, and its middle.
fn marks(svg: &str) -> Vec<(i32, i32, i32)> {
    let number = |text: &str, name: &str| -> i32 {
        let value = text.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.unwrap_or_else(|| panic!("{name} in {text}")).parse().expect("a number")
    };
    let groups = svg.split("<g class=\"").skip(1).filter(|group| group.contains("<title>"));
    groups
        .map(|group| {
            let group = group.split("</g>").next().unwrap_or_default();
            if group.contains("<circle") {
                let (x, y, r) = (number(group, "cx"), number(group, "cy"), number(group, "r"));
                (x - r, x + r, y)
            } else {
                let (x, y, width) = (number(group, "x"), number(group, "y"), number(group, "width"));
                (x, x + width, y + number(group, "height") / 2)
            }
        })
        .collect()
}

#[test]
fn a_picture_has_every_session_and_no_mark_hides_another() {
    let dir = baoding();
    let line = "calendar it --as-of 2026-06-30 --lang zh --format";
    let ics = dir.yize(&format!("{line} ics")).exits(0).stdout;
    let svg = dir.yize(&format!("{line} svg")).exits(0).stdout;
    let (events, marks) = (properties(&ics, "SUMMARY").len(), marks(&svg));
    assert!(events > 300, "{events}");
    assert_eq!(marks.len(), events);
    for (at, (from, to, y)) in marks.iter().enumerate() {
        for (from_other, to_other, y_other) in &marks[at + 1..] {
            let apart = to < from_other || to_other < from || (y - y_other).abs() >= 18;
            assert!(apart, "{:?} and {:?}", (from, to, y), (from_other, to_other, y_other));
        }
    }
    let ids: BTreeSet<String> = properties(&ics, "UID").into_iter().collect();
    assert_eq!(ids.len(), events, "each event has an id of its own");
    assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    // The text counts the same.
    let text = dir.yize(&format!("{line} text")).exits(0).stdout;
    let counted = text.lines().filter_map(|line| line.strip_prefix("共 ")?.split(' ').next()?.parse::<usize>().ok());
    assert_eq!(counted.sum::<usize>(), events);
    // Of one body there is its own calendar.
    let own = dir.yize(&format!("{line} ics --body baoding")).exits(0).stdout;
    assert!(properties(&own, "UID").iter().all(|id| id.starts_with("baoding/") && !id.starts_with("baoding/anguo")));
    dir.yize(&format!("{line} svg --year 1999")).exits(2);
}

#[test]
fn what_is_due_is_what_the_report_says() {
    let dir = baoding();
    let report = dir.yize("check it --as-of 2026-06-30 --format json").exits(0).json();
    let all = report["findings"].as_array().expect("findings");
    let dated = all.iter().filter(|own| !own["due"].is_null());
    let open: Vec<&Value> = dated.clone().filter(|own| own["suppressed"].is_null()).collect();
    let within = |own: &&&Value| own["due"].as_str().expect("a day") <= "2026-09-30";
    let near: BTreeSet<&str> =
        open.iter().filter(within).map(|own| own["fingerprint"].as_str().expect("text")).collect();
    let line = "due it --as-of 2026-06-30 --within 3m";
    for by in ["due", "person", "body", "rule"] {
        let due = dir.yize(&format!("{line} --by {by} --format json")).exits(0).json();
        let found = due["findings"].as_array().expect("findings");
        let prints: BTreeSet<&str> = found.iter().map(|own| own["fingerprint"].as_str().expect("text")).collect();
        assert!(prints.len() > 20 && prints == near, "by {by}");
        let days: Vec<&str> = found.iter().map(|own| own["due"].as_str().expect("a day")).collect();
        assert!(days.is_sorted(), "by {by}");
        assert_eq!(due["later"].as_u64(), Some(u64::try_from(open.len() - near.len()).expect("a number")));
        assert_eq!(due["excused"].as_u64(), Some(u64::try_from(dated.clone().count() - open.len()).expect("a number")));
        // Each stands in a group, and with each who must act where they are the groups.
        let groups = due["groups"].as_array().expect("groups");
        let grouped: BTreeSet<u64> = groups
            .iter()
            .flat_map(|group| group["findings"].as_array().expect("numbers"))
            .filter_map(Value::as_u64)
            .collect();
        assert_eq!(grouped.len(), found.len(), "by {by}");
    }
    let ics = dir.yize(&format!("{line} --format ics")).exits(0).stdout;
    assert_eq!(properties(&ics, "UID").len(), near.len());
    let csv = dir.yize(&format!("{line} --format csv --by person")).exits(0).stdout;
    assert_eq!(csv.matches("\r\n").count(), near.len() + 1);
}

#[test]
fn a_file_is_written_whole_and_never_over_what_was_read() {
    let dir = Workdir::sound()
        .with("rules/demo/views.toml", "[calendar.joined]\ntitle = \"到任\"\nkind = \"member\"\nwhen = \"joined\"\n");
    for command in ["calendar", "due"] {
        let line = format!("{command} data --rules rules --as-of 2026-06-30 --lang zh");
        let shown = dir.yize(&line).exits(0).stdout;
        assert!(dir.yize(&format!("{line} --color always --output out.txt")).exits(0).stdout.is_empty());
        assert_eq!(dir.read("out.txt"), shown);
        let before = dir.read("data/a.toml");
        let refused = dir.yize(&format!("{line} --output data/a.toml")).exits(4);
        assert!(refused.stderr.contains("是被检查的文件") && dir.read("data/a.toml") == before, "{}", refused.stderr);
    }
}

#[test]
fn what_was_not_checked_is_told_and_what_is_overdue_is_no_failure() {
    let dir =
        Workdir::sound().with("data/b.toml", "body = \"demo\"\nyear = 2020\n[[member]]\nid = \"M-9\"\nname = \"丙\"\n");
    let late = dir.yize("due data --rules rules --as-of 2026-06-30 --lang en");
    assert!(late.code == Some(2) && late.stderr.contains("host/no-rule"), "{}", late.stderr);
    let dir =
        Workdir::new().with("data/b.toml", "body = \"demo\"\nyear = 2025\n[[member]]\nid = \"M-9\"\nname = \"丙\"\n");
    let late = dir.yize("due data --rules rules --as-of 2026-06-30 --lang en").exits(0);
    assert!(late.stdout.starts_with("2025-12-31 (Wed, 181 days overdue): 1\n"), "{}", late.stdout);
    assert!(late.stdout.contains("1 overdue, 0 due up to 2026-07-30"), "{}", late.stdout);
}
