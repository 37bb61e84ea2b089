//! Langfang: the making and changing of a plan “1+2+6+4”, and two years of small consultations.

use jiff::civil::date;

use super::calendar::{before, month};
use super::city::{organization, sessions};
use super::toml::{Doc, declared, list, quoted, quoted_list};
use super::words::title;

const COUNTIES: [&str; 10] =
    ["广阳区", "安次区", "霸州市", "三河市", "固安县", "永清县", "香河县", "大城县", "文安县", "大厂回族自治县"];

const TOWNSHIPS: usize = 121;
const STATIONS: usize = 72;
const HOMES: usize = 44;
const MICRO_SESSIONS: usize = 59;

/// The steps of making the plan and their days; the joint issue is the plan's own date.
const STEPS: [(&str, &str); 7] = [
    ("solicitation", "2026-01-05"),
    ("draft", "2026-01-09"),
    ("party_group_study", "2026-01-13"),
    ("sc_discussion", "2026-01-16"),
    ("plenary_discussion", "2026-01-22"),
    ("proposal_topics", "2026-01-30"),
    ("work_points", "2026-02-12"),
];

/// All data files of Langfang.
pub fn files() -> Vec<(String, String)> {
    let [plan, issued] = plan();
    vec![plan, issued, platforms(), micro()]
}

fn plan() -> [(String, String); 2] {
    let mut doc = Doc::new("廊坊市政协2026年度协商计划：“1+2+6+4”，制定的步骤，工作要点。", "langfang", true);
    organization(&mut doc, "langfang", "廊坊市政协");
    doc.single(
        "plan",
        &[
            ("title", quoted("廊坊市政协2026年度协商计划")),
            ("scheme", quoted("1+2+6+4")),
            ("issued_on", "2026-02-09".to_owned()),
            ("issued_by", quoted_list(&["party_office", "government_office", "cppcc_office"])),
            (
                "declared",
                declared(&[
                    (&["plenary"], Some(1)),
                    (&["special_sc"], Some(2)),
                    (&["bimonthly"], Some(6)),
                    (&["supervision"], Some(4)),
                    (&["proposal_handling"], None),
                ]),
            ),
        ],
    );
    for (step, date) in STEPS {
        doc.record("plan_step", &[("step", quoted(step)), ("date", date.to_owned())]);
    }
    let mut planned = sessions(&[
        ("plenary", 1),
        ("special_sc", 6),
        ("special_sc", 10),
        ("bimonthly", 2),
        ("bimonthly", 4),
        ("bimonthly", 6),
        ("bimonthly", 8),
        ("bimonthly", 11),
        ("bimonthly", 12),
        ("supervision", 3),
        ("supervision", 5),
        ("supervision", 7),
        ("supervision", 9),
        ("proposal_handling", 9),
    ]);
    planned[0].held_on = date(2026, 1, 22);
    for session in &planned {
        let mut fields = session.fields();
        fields.push(("notice_on", before(session.held_on, 10).to_string()));
        doc.record("session", &fields);
    }
    for session in &planned {
        let by = format!("2026-{:02}-28", session.month);
        doc.record(
            "work_point",
            &[
                ("session", quoted(&session.id)),
                ("lead", quoted("副主席")),
                ("committee", quoted(session.committee)),
                ("timetable", list(&[format!("{{ by = {by}, task = \"举行协商活动\" }}")])),
            ],
        );
    }
    let mut issued = Doc::new("印发的计划项目（印发以后不改）和年中的调整。", "langfang", true);
    for session in &planned {
        // The fifth bimonthly session was planned for October and put off by a month.
        let at = if session.id == "2026-08" { 10 } else { session.month };
        issued.record(
            "plan_item",
            &[
                ("id", quoted(&session.id)),
                ("form", quoted(session.form)),
                ("title", quoted(&session.title)),
                ("period", month(at)),
                ("organizer", quoted(session.committee)),
            ],
        );
    }
    issued.record(
        "adjustment",
        &[
            ("id", quoted("TZ-1")),
            ("nature", quoted("changed")),
            ("item", quoted("2026-08")),
            ("fields", quoted_list(&["period"])),
            ("reason", quoted("结合市委重大工作新安排，推迟一个月")),
            ("consented_by", quoted("party_committee")),
            ("consented_on", "2026-06-10".to_owned()),
            ("effective_on", "2026-06-15".to_owned()),
        ],
    );
    [doc.file("plan.toml"), issued.file("issued.toml")]
}

fn township(n: usize) -> String {
    format!("{}第{:02}乡镇（街道）", COUNTIES[n % COUNTIES.len()], n / COUNTIES.len() + 1)
}

fn platforms() -> (String, String) {
    let mut doc =
        Doc::new("121个乡镇（街道）、72个委员联络站、44个委员之家。乡镇（街道）名称为示例。", "langfang", false);
    for name in COUNTIES {
        doc.record("county", &[("name", quoted(name))]);
    }
    for n in 0..TOWNSHIPS {
        doc.record("township", &[("name", quoted(&township(n))), ("county", quoted(COUNTIES[n % COUNTIES.len()]))]);
    }
    for n in 0..STATIONS + HOMES {
        let (nature, word) =
            if n < STATIONS { ("liaison_station", "委员联络站") } else { ("members_home", "委员之家") };
        doc.record(
            "platform",
            &[
                ("id", quoted(&platform(n))),
                ("name", quoted(&format!("{}{word}", township(n)))),
                ("nature", quoted(nature)),
                ("township", quoted(&township(n))),
                ("opened_on", format!("2024-{:02}-{:02}", n % 12 + 1, n % 27 + 1)),
            ],
        );
    }
    doc.file("platforms.toml")
}

fn platform(n: usize) -> String {
    if n < STATIONS { format!("LZ-{:03}", n + 1) } else { format!("WJ-{:03}", n + 1 - STATIONS) }
}

fn micro() -> (String, String) {
    let mut doc = Doc::new("2024年7月至2026年6月的59次小微协商和汇总。", "langfang", true);
    let (mut members, mut representatives) = (0, 0);
    let mut rows = Vec::new();
    for n in 0..MICRO_SESSIONS {
        // In order from January 2025, when all stations and homes are open, to June 2026.
        let (people, public) = (4 + n % 4, 7 + n % 5);
        members += people;
        representatives += public;
        let at = n * 37 % (STATIONS + HOMES);
        let months = n * 18 / MICRO_SESSIONS;
        rows.push(vec![
            ("id", quoted(&format!("XW-{:02}", n + 1))),
            ("title", quoted(&title(n))),
            ("level", quoted(if n % 6 == 0 { "city" } else { "county" })),
            ("township", quoted(&township(at))),
            ("place", quoted(&platform(at))),
            ("date", format!("{}-{:02}-{:02}", 2025 + months / 12, months % 12 + 1, n % 27 + 1)),
            ("members", people.to_string()),
            ("representatives", public.to_string()),
        ]);
    }
    doc.single(
        "micro_summary",
        &[
            ("first_on", "2024-07-01".to_owned()),
            ("last_on", "2026-06-30".to_owned()),
            ("townships", TOWNSHIPS.to_string()),
            ("stations", STATIONS.to_string()),
            ("homes", HOMES.to_string()),
            ("sessions", MICRO_SESSIONS.to_string()),
            ("members", members.to_string()),
            ("representatives", representatives.to_string()),
        ],
    );
    for row in rows {
        doc.record("micro_session", &row);
    }
    doc.file("micro.toml")
}
