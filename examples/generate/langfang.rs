//! Langfang: the making and changing of a plan “1+2+6+4”, and two years of small consultations.

mod micro;
mod places;
mod sessions;

use std::fmt::Write as _;

use jiff::civil::{Date, date};

use super::calendar::{after, before, is_workday, month};
use super::city::organization;
use super::draw::Draw;
use super::toml::{Doc, declared, quoted, quoted_list};
use sessions::{OTHER, PLAN, Session, WITHDRAWN, lead};

/// The steps of making the plan and their days; the joint issue is the plan's own date.
const STEPS: [(&str, Date, &str); 8] = [
    ("solicitation", date(2026, 1, 5), "发函向全体委员和各县（市、区）政协征集"),
    ("draft", date(2026, 1, 9), ""),
    ("party_group_study", date(2026, 1, 12), ""),
    ("revision", date(2026, 1, 14), "按党组会议意见合并两个议题，补写承办专委会"),
    ("sc_discussion", date(2026, 1, 16), ""),
    ("plenary_discussion", date(2026, 1, 22), ""),
    ("proposal_topics", date(2026, 1, 29), "结合立案提案补充提案办理协商议题"),
    ("work_points", date(2026, 2, 25), ""),
];

/// All data files of Langfang.
pub fn files() -> Vec<(String, String)> {
    let (platforms, small) = micro::files();
    vec![plan(), issued(), platforms, small, proposals()]
}

fn plan() -> (String, String) {
    let mut doc = Doc::new("廊坊市政协2026年度协商计划：“1+2+6+4”，制定的步骤，工作要点。", "langfang", true);
    organization(&mut doc, "langfang", "廊坊市政协");
    doc.record("committee", &[("name", quoted("文化文史委")), ("nature", quoted("committee"))]);
    doc.record("committee", &[("name", quoted("办公室")), ("nature", quoted("office"))]);
    doc.single(
        "plan",
        &[
            ("title", quoted("廊坊市政协2026年度协商计划")),
            ("scheme", quoted("1+2+6+4")),
            ("issued_on", "2026-02-11".to_owned()),
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
    for (step, day, note) in STEPS {
        assert!(is_workday(day), "{step}");
        let mut fields = vec![("step", quoted(step)), ("date", day.to_string())];
        if !note.is_empty() {
            fields.push(("note", quoted(note)));
        }
        doc.record("plan_step", &fields);
    }
    for (n, session) in PLAN.iter().enumerate() {
        record(&mut doc, session, n);
    }
    for (n, session) in PLAN.iter().enumerate() {
        work_point(&mut doc, session, &lead(session.lead), n);
    }
    doc.file("plan.toml")
}

/// The day itself or the last ordinary working day before it: not a weekend that is worked.
fn until(day: Date) -> Date {
    let is_ordinary = |day: &Date| is_workday(*day) && day.weekday().to_monday_one_offset() < 6;
    std::iter::successors(Some(day), |day| day.yesterday().ok()).find(is_ordinary).expect("a working day")
}

/// A consultation and the notice of it.
fn record(doc: &mut Doc, session: &Session, n: usize) {
    assert!(is_workday(session.held_on), "{}", session.id);
    let days = Draw::new("notice").of(n).below(6) + 8;
    let mut fields = vec![
        ("id", quoted(session.id)),
        ("form", quoted(session.form)),
        ("title", quoted(session.title)),
        ("period", month(session.month())),
        ("held_on", session.held_on.to_string()),
    ];
    if session.form == "plenary" {
        fields.push(("ended_on", "2026-01-23".to_owned()));
    }
    fields.extend([
        ("lead", quoted(&lead(session.lead))),
        ("organizer", quoted(session.committee)),
        ("departments", quoted_list(session.departments)),
        ("notice_on", until(before(session.held_on, days)).to_string()),
    ]);
    doc.record("session", &fields);
}

/// The days and tasks of a consultation: by when, what, and done when.
fn timetable(session: &Session, n: usize) -> Vec<(Date, &'static str, Date)> {
    let held = session.held_on;
    let early = |what: &str, by: Date, most: usize| until(before(by, Draw::new(what).of(n).below(most)));
    // The work points are of the end of February.
    let begun = date(2026, 3, 2);
    let mut rows = Vec::new();
    for (task, days) in [("制定方案，组成调研组", 48), ("完成实地调研和座谈", 18)] {
        let by = until(before(held, days));
        if by > begun {
            rows.push((by, task, early(task, by, 7).max(begun)));
        }
    }
    let (task, report, days) = match session.form {
        "plenary" => ("召开全体会议", "整理讨论意见送有关部门", 30),
        "special_sc" => ("召开常委会会议协商", "报送常委会建议案", 82),
        "bimonthly" => ("举行双月协商活动", "报送协商报告", 30),
        "supervision" => ("开展监督视察，当场反馈", "报送监督意见，回访整改", 40),
        _ => ("召开提案办理协商会", "回访办理结果", 58),
    };
    let end = date(2026, held.month(), held.days_in_month());
    rows.push((until(end), task, held));
    let by = until(after(held, days));
    rows.push((by, report, early(report, by, 5)));
    rows
}

fn work_point(doc: &mut Doc, session: &Session, lead: &str, n: usize) {
    let mut lines = String::from("[\n");
    for (by, task, done) in timetable(session, n) {
        let _ = writeln!(lines, "  {{ by = {by}, task = {}, done_on = {done} }},", quoted(task));
    }
    lines.push(']');
    doc.record(
        "work_point",
        &[
            ("session", quoted(session.id)),
            ("lead", quoted(lead)),
            ("committee", quoted(session.committee)),
            ("timetable", lines),
        ],
    );
}

fn plan_item(doc: &mut Doc, id: &str, form: &str, title: &str, at: u8, committee: &str) {
    doc.record(
        "plan_item",
        &[
            ("id", quoted(id)),
            ("form", quoted(form)),
            ("title", quoted(title)),
            ("period", month(at)),
            ("organizer", quoted(committee)),
        ],
    );
}

/// A change of the plan: what is changed, the arrangement that it follows and its day, why, the consent, and from when.
fn adjustment(doc: &mut Doc, id: &str, what: &[(&str, String)], follows: (&str, &str), why: &str, days: [&str; 2]) {
    let mut fields = vec![("id", quoted(id))];
    fields.extend(what.iter().cloned());
    fields.extend([
        ("arrangement", quoted(follows.0)),
        ("arranged_on", follows.1.to_owned()),
        ("reason", quoted(why)),
        ("consented_by", quoted("party_committee")),
        ("consented_on", days[0].to_owned()),
        ("effective_on", days[1].to_owned()),
    ]);
    doc.record("adjustment", &fields);
}

fn issued() -> (String, String) {
    let mut doc = Doc::new("印发的计划项目（印发以后不改）和年中的调整。", "langfang", true);
    for session in &PLAN {
        if let Some((title, at)) = session.in_plan() {
            plan_item(&mut doc, session.id, session.form, title, at, session.committee);
        }
        if session.id == "2026-14" {
            let (id, form, title, at, committee) = WITHDRAWN;
            plan_item(&mut doc, id, form, title, at, committee);
        }
    }
    let item = |nature: &str, id: &str| vec![("nature", quoted(nature)), ("item", quoted(id))];
    let changed = |id: &str, field: &str| [item("changed", id), vec![("fields", quoted_list(&[field]))]].concat();
    adjustment(
        &mut doc,
        "TZ-1",
        &changed("2026-12", "title"),
        ("市委关于强化城区防汛排涝的部署", "2026-06-04"),
        "主汛期以前先对防汛排涝设施开展监督，停车设施另行安排",
        ["2026-06-12", "2026-06-15"],
    );
    adjustment(
        &mut doc,
        "TZ-2",
        &changed("2026-08", "period"),
        ("市委关于10月集中观摩重大项目的安排", "2026-09-14"),
        "参加部门10月集中参加观摩，活动推迟一个月",
        ["2026-09-21", "2026-09-28"],
    );
    let services = ("市委关于加强残疾人服务保障的部署", "2026-10-12");
    adjustment(
        &mut doc,
        "TZ-3",
        &item("removed", WITHDRAWN.0),
        services,
        "教育部门已就同一事项集中答复，不再单独协商",
        ["2026-10-21", "2026-10-28"],
    );
    adjustment(
        &mut doc,
        "TZ-4",
        &[("nature", quoted("added")), ("session", quoted("2026-16"))],
        services,
        "就无障碍环境建设提案增加一次办理协商",
        ["2026-10-21", "2026-10-28"],
    );
    doc.file("issued.toml")
}

/// One more consultation on the handling of proposals. Its work point still names the vice-chairman who left in May; a waiver
/// of the project says why. The cases of the pack, which know no waivers, are without it.
fn proposals() -> (String, String) {
    let mut doc = Doc::new("提案委另册登记的提案办理协商。", "langfang", true);
    let session = OTHER;
    record(&mut doc, &session, 20);
    plan_item(&mut doc, session.id, session.form, session.title, session.month(), session.committee);
    work_point(&mut doc, &session, &lead(3), 20);
    doc.file("proposals.toml")
}
