//! The city's plan “1126+N” and its sessions.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::super::calendar::month;
use super::super::draw::Draw;
use super::super::toml::{Doc, declared, quoted, quoted_list};
use super::members::Roll;
use super::outcomes::{Held, Outcomes};
use super::places::COUNTIES;
use super::subjects::{FIXED, OPEN};
use super::{COMMITTEES, day};

/// The day on which the plan was issued.
const ISSUED: Date = date(2026, 2, 5);
/// The plenary: four days.
const PLENARY: Date = date(2026, 1, 20);
/// Forms without a number.
pub const N: [&str; 5] = ["city_county", "counterpart", "sectoral", "cloud", "micro"];

/// What is talked about in a form.
pub fn scope(form: &str) -> &'static str {
    match form {
        "plenary" => "overall",
        "joint_conference" => "government",
        "special_sc" => "key",
        "bimonthly" => "stage",
        _ => "hot",
    }
}

/// The counts of a plan that has so many bimonthly sessions.
pub fn counts(bimonthly: u32) -> String {
    declared(&[
        (&["plenary"], Some(1)),
        (&["joint_conference"], Some(1)),
        (&["special_sc"], Some(2)),
        (&["bimonthly"], Some(bimonthly)),
        (&N, None),
    ])
}

/// The `nth` item that city and counties hold together: its code, its subject, and its month.
pub fn joint(nth: usize) -> (String, &'static str, i8) {
    let (_, month, topic, _, _) = OPEN[nth];
    (format!("LD-2026-{}", nth + 1), topic, month)
}

pub fn file(roll: &Roll, outcomes: &mut Outcomes) -> (String, String) {
    let mut doc = Doc::new("保定市政协2026年度协商计划：“1126+N”。", "baoding", true);
    doc.single(
        "plan",
        &[
            ("title", quoted("保定市政协2026年度协商计划")),
            ("scheme", quoted("1126+N")),
            ("issued_on", ISSUED.to_string()),
            ("issued_by", quoted_list(&["party_office", "government_office", "cppcc_office"])),
            ("declared", counts(6)),
        ],
    );
    let mut taken = Vec::new();
    for (n, (form, at, topic, committee, departments)) in FIXED.into_iter().chain(OPEN).enumerate() {
        let draw = Draw::new("session of the city").of(n);
        let first = if at == 2 { 9 } else { 4 };
        let held = if form == "plenary" { PLENARY } else { day(draw, at, first, 27, &mut taken) };
        let departments: Vec<String> = departments.map(str::to_owned).to_vec();
        let leader = roll.head(if form == "plenary" { 0 } else { committee });
        let rank = if leader.committee == 0 { "主席" } else { "副主席" };
        let mut fields = vec![
            ("id", quoted(&format!("2026-{:02}", n + 1))),
            ("form", quoted(form)),
            ("title", quoted(topic)),
            ("scope", quoted(scope(form))),
            ("period", month(at.unsigned_abs())),
            ("held_on", held.to_string()),
        ];
        if form == "plenary" {
            fields.push(("ended_on", held.checked_add(3.days()).expect("a day").to_string()));
        }
        fields.extend([
            ("lead", quoted(&format!("{rank}{}", leader.name()))),
            ("organizer", quoted(COMMITTEES[committee].1)),
            ("departments", quoted_list(&departments)),
        ]);
        if form == "city_county" {
            let nth = n - FIXED.len();
            let partners: Vec<String> =
                COUNTIES[nth * 5..nth * 5 + 5].iter().map(super::places::County::body).collect();
            fields.push(("joint", quoted(&joint(nth).0)));
            fields.push(("partners", quoted_list(&partners)));
        }
        fields.extend(outcomes.of(&Held {
            form,
            topic,
            on: held,
            departments: &departments,
            place: "",
            word: "市",
            draw,
        }));
        doc.record("session", &fields);
    }
    outcomes.close(&mut doc, "保定市政协");
    doc.file("plan.toml")
}
