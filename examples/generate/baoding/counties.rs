//! The counties' plans “1124+N” and their sessions.

use jiff::civil::{Date, date};

use super::super::calendar::{from, month};
use super::super::draw::Draw;
use super::super::toml::{Doc, quoted};
use super::day;
use super::outcomes::{Held, Outcomes};
use super::places::{COUNTIES, County};
use super::plan::{counts, joint, scope};
use super::subjects::{OF_COUNTIES, concerned};

/// A session of a county: form, month, subject and the departments that are asked.
struct Planned {
    form: &'static str,
    month: i8,
    topic: String,
    departments: [&'static str; 2],
}

/// When counties hold what “1124” counts, in the order of the forms; three ways.
const MONTHS: [[i8; 8]; 3] = [[1, 4, 6, 10, 3, 5, 8, 11], [1, 5, 7, 11, 4, 6, 9, 12], [2, 4, 5, 9, 3, 6, 8, 10]];
const FORMS: [&str; 8] =
    ["plenary", "joint_conference", "special_sc", "special_sc", "bimonthly", "bimonthly", "bimonthly", "bimonthly"];
/// What counties do besides, each its part of the list.
const MORE: [(&str, i8); 5] = [("sectoral", 9), ("micro", 12), ("counterpart", 7), ("cloud", 10), ("micro", 6)];

/// The county whose session was put off with consent, the one waiver of the example: planned for June, held in July.
const PUT_OFF: (&str, Date) = ("fuping", date(2026, 7, 14));

fn sessions(index: usize, county: &County) -> Vec<Planned> {
    let draw = Draw::new("county's year").of(index);
    let months = MONTHS[index % MONTHS.len()];
    // A county's own subjects first where it matters most, then others that suit any.
    let mut own = county.own.into_iter();
    let mut others = (0..).map(|n| OF_COUNTIES[(index * 11 + n) % OF_COUNTIES.len()]);
    let mut planned: Vec<Planned> = Vec::new();
    for (n, (form, month)) in FORMS.into_iter().zip(months).enumerate() {
        let (topic, departments) = others.next().expect("a subject");
        let takes_own = form != "plenary" && (n.is_multiple_of(2) || form == "special_sc");
        let (topic, departments) = match (form, if takes_own { own.next() } else { None }) {
            ("plenary", _) => (format!("政府工作报告和全{}经济社会发展", county.word()), ["政府办", "发改局"]),
            (_, Some(topic)) => (topic.to_owned(), concerned(topic)),
            _ => (topic.to_owned(), departments),
        };
        planned.push(Planned { form, month, topic, departments });
    }
    let (_, topic, month) = joint(index / 5);
    planned
        .push(Planned { form: "city_county", month, topic: topic.to_owned(), departments: ["发改局", "水利局"] });
    for (form, month) in MORE.into_iter().take(2 + draw.below(4)) {
        let (topic, departments) = others.next().expect("a subject");
        planned.push(Planned { form, month, topic: topic.to_owned(), departments });
    }
    planned
}

pub fn file(index: usize, outcomes: &mut Outcomes) -> (String, String) {
    let county = &COUNTIES[index];
    let (name, body, word) = (county.name, county.body(), county.word());
    let mut doc = Doc::new(&format!("{name}政协2026年度协商计划：“1124+N”。"), &body, true);
    doc.record(
        "organization",
        &[
            ("id", quoted(&body)),
            ("name", quoted(&format!("{name}政协"))),
            ("level", quoted("county")),
            ("parent", quoted("baoding")),
        ],
    );
    let issued = from(date(2026, 2, 24)).max(from(date(2026, 2, 24 + i8::try_from(index % 4).expect("small"))));
    doc.single(
        "plan",
        &[
            ("title", quoted(&format!("{name}政协2026年度协商计划"))),
            ("scheme", quoted("1124+N")),
            ("issued_on", issued.to_string()),
            ("declared", counts(4)),
        ],
    );
    let mut taken = Vec::new();
    for (n, planned) in sessions(index, county).into_iter().enumerate() {
        let Planned { form, month: at, topic, departments } = planned;
        let draw = Draw::new("session of a county").of(index).of(n);
        let put_off = county.id == PUT_OFF.0 && form == "special_sc" && at == 6;
        let held = match (form, at) {
            _ if put_off => PUT_OFF.1,
            ("plenary", 2) => day(draw, 2, 3, 11, &mut taken),
            ("plenary", _) => day(draw, 1, 12, 16, &mut taken),
            (_, 3) => day(draw, 3, 9, 27, &mut taken),
            _ => day(draw, at, 4, 27, &mut taken),
        };
        let departments: Vec<String> = departments.iter().map(|name| format!("{word}{name}")).collect();
        let mut fields = vec![
            ("id", quoted(&format!("2026-{:02}", n + 1))),
            ("form", quoted(form)),
            ("title", quoted(&topic)),
            ("scope", quoted(scope(form))),
            ("period", month(at.unsigned_abs())),
            ("held_on", held.to_string()),
        ];
        if form == "city_county" {
            fields.push(("joint", quoted(&joint(index / 5).0)));
        }
        fields.extend(outcomes.of(&Held {
            form,
            topic: &topic,
            on: held,
            departments: &departments,
            place: name,
            word,
            draw,
        }));
        doc.record("session", &fields);
    }
    outcomes.close(&mut doc, &format!("{name}政协"));
    doc.file(&format!("counties/{}.toml", county.id))
}
