//! The year of the committees: two full meetings, four of the core members, two batches a month, outcomes and a highlight.

use jiff::civil::Date;

use super::super::draw::Draw;
use super::super::toml::{Doc, quoted, quoted_list};
use super::places::COUNTIES;
use super::subjects::{HIGHLIGHTS, OF_COMMITTEES, OUTCOMES};
use super::{COMMITTEES, day, group_count, group_name};

pub fn file() -> (String, String) {
    let mut doc = Doc::new("专委会的会议、普委活动、成果和年度亮点。", "baoding", true);
    for (committee, (_, name)) in COMMITTEES.iter().enumerate() {
        let mut taken = Vec::new();
        meetings(&mut doc, committee, name, &mut taken);
        for month in 1..=12 {
            batches(&mut doc, committee, name, month, &mut taken);
        }
        for (quarter, month) in [3, 6, 9, 11].into_iter().enumerate() {
            let date = day(Draw::new("outcome").of(committee).of(quarter), month, 8, 28, &mut taken);
            let title = OUTCOMES[committee][quarter];
            doc.record(
                "committee_outcome",
                &[("committee", quoted(name)), ("date", date.to_string()), ("title", quoted(title))],
            );
        }
        let date = day(Draw::new("highlight").of(committee), 12, 10, 29, &mut taken);
        doc.record(
            "committee_highlight",
            &[("committee", quoted(name)), ("date", date.to_string()), ("title", quoted(HIGHLIGHTS[committee]))],
        );
    }
    doc.file("committees.toml")
}

fn meetings(doc: &mut Doc, committee: usize, name: &str, taken: &mut Vec<Date>) {
    let draw = Draw::new("committee meeting").of(committee);
    let mut meeting = |n: usize, form: &str, subject: &str, (month, first, last): (i8, i8, i8)| {
        let date = day(draw.of(n), month, first, last, taken);
        doc.record(
            "committee_meeting",
            &[
                ("committee", quoted(name)),
                ("form", quoted(form)),
                ("subject", quoted(subject)),
                ("date", date.to_string()),
            ],
        );
    };
    meeting(0, "full_meeting", "plan", if committee.is_multiple_of(2) { (3, 2, 24) } else { (2, 24, 27) });
    meeting(1, "full_meeting", "report", if committee.is_multiple_of(3) { (11, 20, 29) } else { (12, 1, 24) });
    // The quarter's meeting of one committee comes earlier than that of another.
    let months: [i8; 4] = [[3, 5, 8, 11], [2, 6, 9, 10], [3, 4, 7, 12]][committee % 3];
    for (quarter, month) in months.into_iter().enumerate() {
        let days = if month == 2 { (2, 3, 12) } else { (month, 6, 27) };
        meeting(2 + quarter, "core_meeting", "special", days);
    }
}

/// The groups in two batches, one on a survey and one at a consultation, another month the other way round.
fn batches(doc: &mut Doc, committee: usize, name: &str, month: i8, taken: &mut Vec<Date>) {
    let count = group_count(committee);
    let turn = usize::from(month.unsigned_abs());
    let groups: Vec<String> = (0..count).map(|n| group_name(committee, (n + turn) % count)).collect();
    let (first, second) = groups.split_at(count.div_ceil(2));
    let topic = |n: usize| OF_COMMITTEES[committee][n % 12];
    let draw = Draw::new("batch").of(committee).of(turn);
    let county = draw.pick(&COUNTIES).name;
    let survey = format!("赴{county}调研{}", topic(turn - 1));
    let talk = format!("{}协商座谈", topic(turn + 4));
    for (batch, (groups, (form, title))) in
        [first, second].into_iter().zip([("survey", survey), ("consultation", talk)]).enumerate()
    {
        let mut groups = groups.to_vec();
        groups.sort_by_key(|name| (0..count).position(|n| group_name(committee, n) == *name));
        let days = if batch == 0 { (4, 14) } else { (15, 28) };
        let days = if month == 2 { [(3, 13), (24, 27)][batch] } else { days };
        doc.record(
            "survey_batch",
            &[
                ("committee", quoted(name)),
                ("form", quoted(form)),
                ("date", day(draw.of(batch), month, days.0, days.1, taken).to_string()),
                ("groups", quoted_list(&groups)),
                ("title", quoted(&title)),
            ],
        );
    }
}
