//! Hengshui: the topics of a term, surveys, the building of consensus, and the outcomes of a year's consultations.

use std::fmt::Write as _;

use jiff::civil::{Date, date};

use super::calendar::{after, from, is_workday, month, workday};
use super::city::{COMMITTEES, organization};
use super::draw::Draw;
use super::hengshui_words::{
    ASKED, BUSINESS, DRAINS, ENTERPRISES, MEASURES, PLACES, SIGHTS, SYMPOSIA_1, SYMPOSIA_2, Suggestions, TOPICS, ZONE,
};
use super::toml::{Doc, list, quoted, quoted_list};

/// All data files of Hengshui.
pub fn files() -> Vec<(String, String)> {
    let (sessions, outcomes) = sessions();
    vec![topics(), sessions, outcomes, surveys(), consensus()]
}

/// A year's two meetings of the standing committee of the party that approve topics; the second few.
fn meetings(year: i16) -> [Date; 2] {
    match year {
        2022 => [date(2022, 1, 18), date(2022, 6, 21)],
        2023 => [date(2023, 1, 31), date(2023, 7, 18)],
        2024 => [date(2024, 1, 23), date(2024, 5, 28)],
        2025 => [date(2025, 1, 14), date(2025, 6, 24)],
        _ => [date(2026, 1, 20), date(2026, 4, 21)],
    }
}

/// When a topic was approved, and when work on it began.
fn course(year: i16, n: usize, of: usize) -> (Date, Date) {
    let approved = meetings(year)[usize::from(n + 3 > of)];
    let started = after(approved, 8 + Draw::new("start").of(n + usize::from(year.unsigned_abs())).below(40));
    (approved, started)
}

fn topics() -> (String, String) {
    let mut doc = Doc::new("七届衡水市政协协商议题：来源、批准、启动。", "hengshui", false);
    doc.record("term", &term());
    let mut sources = ["party_government", "party_government", "member", "public", "member"].iter().cycle();
    for (year, titles) in TOPICS {
        for (n, title) in titles.iter().enumerate() {
            let (approved, started) = course(year, n, titles.len());
            let mut fields = vec![
                ("id", quoted(&format!("{year}-{:02}", n + 1))),
                ("title", quoted(title)),
                ("term", quoted("七届")),
                ("planned_in", quoted(&year.to_string())),
            ];
            let source = sources.next().expect("a source");
            match (year, n) {
                (2023, 7) => {
                    fields.push(("source", quoted("other")));
                    fields.push(("source_other", quoted("县（市、区）政协联席会议提出")));
                }
                _ => fields.push(("source", quoted(source))),
            }
            fields.push(("approved_on", approved.to_string()));
            fields.push(("approved_by", quoted("party_sc")));
            match (year, n) {
                (2024, 5) => {
                    fields.push(("withdrawn_on", "2024-09-10".to_owned()));
                    fields
                        .push(("withdrawn_reason", quoted("省水利厅已作统一部署，市委同意并入省级督导，不再单独协商")));
                }
                // That of 2025 waits for a plan of the province: the waiver of the project.
                (2025, 9) => {}
                _ => fields.push(("started_on", started.to_string())),
            }
            doc.record("topic", &fields);
        }
    }
    doc.file("topics.toml")
}

fn term() -> Vec<(&'static str, String)> {
    let mut years = String::from("[\n");
    for (year, count) in VISITS {
        let speakers: usize = (0..count).map(|n| speakers(year, n)).sum();
        let _ = writeln!(years, "  {{ of_year = {year}, visits = {count}, speakers = {speakers} }},");
    }
    years.push(']');
    let visits: usize = VISITS.iter().map(|(_, count)| count).sum();
    let all: usize = VISITS.iter().flat_map(|(year, count)| (0..*count).map(|n| speakers(*year, n))).sum();
    vec![
        ("name", quoted("七届")),
        ("began_on", "2021-09-15".to_owned()),
        ("declared_topics", TOPICS.iter().map(|(_, titles)| titles.len()).sum::<usize>().to_string()),
        ("declared_joint_visits", visits.to_string()),
        ("declared_speakers", all.to_string()),
        ("visits_by_year", years),
    ]
}

fn sessions() -> ((String, String), (String, String)) {
    let mut year = Doc::new("衡水市政协2026年协商活动。", "hengshui", true);
    let mut reports = Doc::new("协商专报、批示和落实。", "hengshui", true);
    organization(&mut year, "hengshui", "衡水市政协");
    let (_, titles) = TOPICS[4];
    for (n, title) in titles.iter().enumerate() {
        let at = [4, 5, 5, 6, 7, 8, 9, 10, 11, 12][n];
        let id = format!("2026-S{:02}", n + 1);
        let held = workday(at, if n == 9 { 9 } else { 4 + Draw::new("session").of(n).below(13) });
        // Titles of two of them differ from that of their topic.
        let own = match n {
            0 => Some("主城区排水系统综合整治面对面交流"),
            5 => Some("在高危行业推广安全生产责任保险"),
            _ => None,
        };
        let mut fields = vec![
            ("id", quoted(&id)),
            ("form", quoted(["counterpart", "special_sc", "sectoral"][[0, 1, 0, 2, 0, 0, 1, 2, 0, 0][n]])),
            ("title", quoted(own.unwrap_or(title))),
        ];
        // One leaves it to the title, which is the topic's.
        if n != 4 {
            fields.push(("topic", quoted(&format!("2026-{:02}", n + 1))));
        }
        fields.push(("period", month(at)));
        fields.push(("held_on", held.to_string()));
        fields.push(("organizer", quoted(COMMITTEES[[3, 1, 3, 4, 1, 5, 0, 4, 2, 3][n]])));
        fields.push(("departments", quoted_list(ASKED[n])));
        year.record("session", &fields);
        reports.record("special_report", &report(n, &id, own.unwrap_or(title), held));
    }
    (year.file("sessions.toml"), reports.file("reports.toml"))
}

/// The report on a session, and what came of it. The last is handed in in January.
fn report(n: usize, session: &str, title: &str, held: Date) -> Vec<(&'static str, String)> {
    let draw = Draw::new("report").of(n);
    let submitted = if n == 9 { date(2027, 1, 6) } else { after(held, 11 + draw.below(15)) };
    let given = ![3, 7, 9].contains(&n);
    let mut fields = vec![
        ("session", quoted(session)),
        ("title", quoted(&format!("关于{title}的协商专报"))),
        ("date", submitted.to_string()),
        ("instruction", quoted(if given { "given" } else { "none_given" })),
    ];
    if given {
        let instructed = after(submitted, 5 + draw.of(1).below(16));
        // What was asked for in December was done in January.
        let followed = if n == 8 { date(2027, 1, 20) } else { after(instructed, 20 + draw.of(2).below(50)) };
        let leader =
            ["市委主要领导", "市政府主要领导", "市委、市政府主要领导"][if n == 0 { 0 } else { draw.of(3).below(3) }];
        fields.push(("instructed_on", instructed.to_string()));
        fields.push(("instructed_by", quoted(leader)));
        fields.push(("followed_on", followed.to_string()));
        let department = ASKED[n][0];
        fields.push((
            "follow_up",
            list(&[format!("{{ department = \"{department}\", measure = \"{}\" }}", MEASURES[n])]),
        ));
    }
    fields
}

/// A survey's declared counts and its lists.
struct Survey<'a> {
    id: &'a str,
    title: &'a str,
    topic: &'a str,
    nature: &'a str,
    days: [&'a str; 2],
    declared: &'a [(&'a str, usize, bool)],
    parts: &'a [(&'a str, &'a str, usize)],
    named: &'a [(&'a str, &'a [&'a str])],
}

const SURVEYS: [Survey<'_>; 3] = [
    Survey {
        id: "DY-1",
        title: "优化营商环境专题调研",
        topic: "2022-01",
        nature: "three_parts",
        days: ["2022-03-15", "2022-05-27"],
        declared: &[
            ("县（市、区）", 4, false),
            ("企业", 20, true),
            ("座谈会", 10, false),
            ("外地城市", 5, false),
            ("分课题调研组", 3, false),
            ("方面", 4, false),
            ("意见建议", 24, false),
        ],
        parts: &[
            ("team", "优化营商环境总课题", 15),
            ("subgroup", "政务服务分课题", 5),
            ("subgroup", "要素保障分课题", 6),
            ("subgroup", "法治环境分课题", 4),
            ("own", "委员自选课题：中小微企业经营状况", 9),
        ],
        named: &[
            ("县（市、区）", &["安平县", "深州市", "故城县", "枣强县"]),
            ("座谈会", &SYMPOSIA_1),
            ("外地城市", &["江苏连云港", "山东日照", "山东德州", "江苏宿迁", "浙江台州"]),
        ],
    },
    Survey {
        id: "DY-2",
        title: "高标准规划建设雄安衡水协作区专题调研",
        topic: "2022-02",
        nature: "three_parts",
        days: ["2022-04-06", "2022-06-17"],
        declared: &[
            ("县（市、区）", 3, false),
            ("座谈会", 11, false),
            ("片区", 5, false),
            ("外地城市", 3, false),
            ("分课题调研组", 2, false),
            ("方面", 5, false),
            ("意见建议", 29, false),
        ],
        parts: &[
            ("team", "协作区建设总课题", 24),
            ("subgroup", "规划体系分课题", 8),
            ("subgroup", "产业协同分课题", 9),
            ("own", "委员自选课题：片区群众期盼", 7),
        ],
        named: &[
            ("县（市、区）", &["饶阳县", "安平县", "深州市"]),
            ("座谈会", &SYMPOSIA_2),
            ("片区", &["饶阳东片区", "饶阳西片区", "安平东片区", "安平西片区", "深州片区"]),
            ("外地城市", &["浙江湖州", "广东清远", "江苏吴江"]),
        ],
    },
    Survey {
        id: "DY-3",
        title: "主城区排水系统综合整治面对面交流",
        topic: "2026-01",
        nature: "exchange",
        days: ["2026-03-24", "2026-04-01"],
        declared: &[("意见建议", 26, false)],
        parts: &[],
        named: &[("意见建议", &DRAINS)],
    },
];

/// Who the team on the cooperation zone is made of.
const TEAM: [(&str, &str, usize); 9] = [
    ("special_committee", "市政协经济委", 3),
    ("government_department", "市发改委", 2),
    ("government_department", "市自然资源和规划局", 2),
    ("government_department", "市交通运输局", 1),
    ("cppcc_member", "市政协委员", 7),
    ("party_school", "市委党校专家教授", 3),
    ("county_cppcc", "饶阳县政协", 2),
    ("county_cppcc", "安平县政协", 2),
    ("county_cppcc", "深州市政协", 2),
];

fn surveys() -> (String, String) {
    let mut doc = Doc::new("三结合调研和面对面交流。数目出自来源文件，原文没有列名的为示例。", "hengshui", false);
    for survey in &SURVEYS {
        doc.record("survey", &survey_fields(survey));
        for (n, (part, words, people)) in survey.parts.iter().enumerate() {
            doc.record(
                "survey_part",
                &[
                    ("survey", quoted(survey.id)),
                    ("number", (n + 1).to_string()),
                    ("part", quoted(part)),
                    ("title", quoted(words)),
                    ("people", people.to_string()),
                ],
            );
        }
        for (what, names) in survey.named {
            let manner = (*what == "外地城市").then_some(("manner", "online"));
            for (n, name) in names.iter().enumerate() {
                item(&mut doc, survey.id, what, n, name, manner);
            }
        }
        if survey.id == "DY-1" {
            let all =
                ENTERPRISES.iter().flat_map(|(county, names)| names.iter().map(move |name| format!("{county}{name}")));
            for (n, name) in all.enumerate() {
                item(&mut doc, survey.id, "企业", n, &name, None);
            }
        }
        let suggestions: Suggestions = match survey.id {
            "DY-1" => BUSINESS,
            "DY-2" => ZONE,
            _ => &[],
        };
        let all = suggestions.iter().flat_map(|(aspect, names)| names.iter().map(move |name| (*aspect, *name)));
        for (n, (aspect, name)) in all.enumerate() {
            item(&mut doc, survey.id, "意见建议", n, name, Some(("aspect", aspect)));
        }
    }
    doc.file("surveys.toml")
}

fn survey_fields(survey: &Survey<'_>) -> Vec<(&'static str, String)> {
    let mut declared = String::from("[\n");
    for (what, count, more) in survey.declared {
        let more = if *more { ", more = true" } else { "" };
        let _ = writeln!(declared, "  {{ what = \"{what}\", count = {count}{more} }},");
    }
    declared.push(']');
    let mut fields = vec![
        ("id", quoted(survey.id)),
        ("title", quoted(survey.title)),
        ("topic", quoted(survey.topic)),
        ("nature", quoted(survey.nature)),
        ("began_on", survey.days[0].to_owned()),
        ("ended_on", survey.days[1].to_owned()),
    ];
    if survey.id == "DY-2" {
        let mut team = String::from("[\n");
        for (from, name, people) in TEAM {
            let _ = writeln!(team, "  {{ from = \"{from}\", name = \"{name}\", people = {people} }},");
        }
        team.push(']');
        fields.push(("joint", "true".to_owned()));
        fields.push(("team", team));
    }
    fields.push(("declared", declared));
    fields
}

fn item(doc: &mut Doc, survey: &str, what: &str, n: usize, title: &str, more: Option<(&'static str, &str)>) {
    let mut fields = vec![
        ("survey", quoted(survey)),
        ("what", quoted(what)),
        ("number", (n + 1).to_string()),
        ("title", quoted(title)),
    ];
    fields.extend(more.map(|(field, value)| (field, quoted(value))));
    doc.record("survey_item", &fields);
}

/// How many joint visits there were in each year: 96 in all.
const VISITS: [(i16, usize); 4] = [(2022, 22), (2023, 26), (2024, 25), (2025, 23)];

/// Speakers at a joint visit: more than 200 in all.
fn speakers(year: i16, n: usize) -> usize {
    [2, 3, 2, 1, 4, 2, 0, 3, 2][Draw::new("speakers").of(n + usize::from(year.unsigned_abs())).below(9)]
}

/// Every visit's day: spread over the year's working days.
fn day(year: i16, n: usize, of: usize) -> Date {
    let first = date(year, 1, 8);
    let step = 350 / of;
    let day = after(first, n * step + Draw::new("visit").of(n + usize::from(year.unsigned_abs())).below(step - 2));
    assert!(is_workday(day) && day.year() == year, "a visit on {day}");
    from(day)
}

fn consensus() -> (String, String) {
    let mut doc = Doc::new("凝聚共识：制度文件，联合党外委员、各阶层人士开展的96次调研视察。", "hengshui", false);
    for (title, nature, issued) in [
        ("衡水市政协调查研究工作实施方案", "survey_plan", "2021-12-14"),
        ("关于加强和促进人民政协凝聚共识工作的意见", "consensus", "2022-03-22"),
    ] {
        doc.record(
            "document",
            &[("title", quoted(title)), ("nature", quoted(nature)), ("issued_on", issued.to_owned())],
        );
    }
    let strata = [
        "democratic_party",
        "non_affiliated",
        "private_sector",
        "new_stratum",
        "ethnic_religious",
        "grassroots_people",
    ];
    let mut number = 0;
    for (year, count) in VISITS {
        for n in 0..count {
            let draw = Draw::new("with").of(number);
            let mut with = vec!["non_party", strata[draw.below(strata.len())]];
            if draw.of(1).chance(30) {
                with.push(strata[(draw.below(strata.len()) + 2) % strata.len()]);
            }
            let (place, sight) = (PLACES[number % PLACES.len()], SIGHTS[number * 7 % SIGHTS.len()]);
            let verb = ["视察", "调研", "考察"][draw.of(2).below(3)];
            number += 1;
            doc.record(
                "joint_visit",
                &[
                    ("id", quoted(&format!("SC-{number:02}"))),
                    ("title", quoted(&format!("{verb}{place}{sight}"))),
                    ("term", quoted("七届")),
                    ("date", day(year, n, count).to_string()),
                    ("with", quoted_list(&with)),
                    ("speakers", speakers(year, n).to_string()),
                ],
            );
        }
    }
    doc.file("consensus.toml")
}
