//! Hengshui: the topics of a term, surveys, the building of consensus, and the outcomes of a year's consultations.

use std::fmt::Write as _;

use super::calendar::{Diary, month};
use super::city::{COMMITTEES, organization};
use super::toml::{Doc, list, quoted, quoted_list};
use super::words::{departments, title};

/// All data files of Hengshui.
pub fn files() -> Vec<(String, String)> {
    let (sessions, outcomes) = sessions();
    vec![topics(), sessions, outcomes, surveys(), consensus()]
}

fn topics() -> (String, String) {
    let mut doc = Doc::new("七届衡水市政协协商议题：来源、批准、启动。", "hengshui", false);
    doc.record(
        "term",
        &[
            ("name", quoted("七届")),
            ("began_on", "2021-09-15".to_owned()),
            ("declared_topics", "55".to_owned()),
            ("declared_joint_visits", "96".to_owned()),
            ("declared_speakers", (0..96).map(speakers).sum::<usize>().to_string()),
        ],
    );
    for n in 0..55 {
        let year = 2022 + n / 11;
        let source = ["party_government", "member", "public"][n % 3];
        doc.record(
            "topic",
            &[
                ("id", quoted(&format!("{year}-{:02}", n % 11 + 1))),
                ("title", quoted(&topic(n))),
                ("term", quoted("七届")),
                ("planned_in", quoted(&year.to_string())),
                ("source", quoted(source)),
                ("approved_on", format!("{year}-01-{:02}", 20 + n % 8)),
                ("approved_by", quoted("party_sc")),
                ("started_on", format!("{year}-{:02}-{:02}", 2 + n % 8, 2 + n % 24)),
            ],
        );
    }
    doc.file("topics.toml")
}

/// Three topics are the source's own.
fn topic(n: usize) -> String {
    match n {
        0 => "优化营商环境".to_owned(),
        1 => "高标准规划建设雄安衡水协作区".to_owned(),
        44 => "主城区排水系统综合整治".to_owned(),
        _ => title(n),
    }
}

fn sessions() -> ((String, String), (String, String)) {
    let mut year = Doc::new("衡水市政协2026年协商活动。", "hengshui", true);
    let mut reports = Doc::new("协商专报、批示和落实。", "hengshui", true);
    organization(&mut year, "hengshui", "衡水市政协");
    let mut diary = Diary::default();
    for n in 44..55 {
        let at = u8::try_from(3 + n % 8).expect("a month");
        let id = format!("2026-S{:02}", n - 43);
        year.record(
            "session",
            &[
                ("id", quoted(&id)),
                ("form", quoted(if n < 46 { "special_sc" } else { "counterpart" })),
                ("title", quoted(&topic(n))),
                ("period", month(at)),
                ("held_on", diary.book(at).to_string()),
                ("organizer", quoted(COMMITTEES[n % COMMITTEES.len()])),
                ("departments", quoted_list(&departments(n))),
            ],
        );
        let given = n % 4 != 3;
        let mut fields = vec![
            ("session", quoted(&id)),
            ("title", quoted(&format!("关于{}的协商专报", topic(n)))),
            ("date", format!("2026-{at:02}-28")),
            ("instruction", quoted(if given { "given" } else { "none_given" })),
        ];
        if given {
            fields.push(("instructed_on", format!("2026-{:02}-10", at + 1)));
            fields.push(("instructed_by", quoted("市委主要领导")));
            fields.push(("followed_on", format!("2026-{:02}-20", at + 2)));
            fields.push((
                "follow_up",
                list(&[format!("{{ department = \"{}\", measure = \"纳入工作方案\" }}", departments(n)[0])]),
            ));
        }
        reports.record("special_report", &fields);
    }
    (year.file("sessions.toml"), reports.file("reports.toml"))
}

/// A survey's declared counts and its lists.
struct Survey<'a> {
    id: &'a str,
    title: &'a str,
    topic: &'a str,
    nature: &'a str,
    declared: &'a [(&'a str, usize, bool)],
    named: &'a [(&'a str, &'a [&'a str])],
    counted: &'a [(&'a str, usize, &'a str)],
    aspects: &'a [&'a str],
    suggestions: usize,
}

const SURVEYS: [Survey<'_>; 3] = [
    Survey {
        id: "DY-1",
        title: "优化营商环境专题调研",
        topic: "2022-01",
        nature: "three_parts",
        declared: &[
            ("县（市、区）", 4, false),
            ("企业", 20, true),
            ("座谈会", 10, false),
            ("外地城市", 5, false),
            ("方面", 4, false),
            ("意见建议", 24, false),
        ],
        named: &[
            ("县（市、区）", &["安平县", "深州市", "故城县", "枣强县"]),
            ("外地城市", &["江苏连云港", "山东日照", "外地先进地市三", "外地先进地市四", "外地先进地市五"]),
        ],
        counted: &[("企业", 22, "企业"), ("座谈会", 10, "座谈会")],
        aspects: &["方面一", "方面二", "方面三", "方面四"],
        suggestions: 24,
    },
    Survey {
        id: "DY-2",
        title: "雄安衡水协作区专题调研",
        topic: "2022-02",
        nature: "three_parts",
        declared: &[
            ("县（市、区）", 3, false),
            ("座谈会", 11, false),
            ("片区", 5, false),
            ("外地城市", 3, false),
            ("方面", 5, false),
            ("意见建议", 29, false),
        ],
        named: &[
            ("县（市、区）", &["饶阳县", "安平县", "深州市"]),
            ("外地城市", &["浙江湖州", "广东清远", "江苏吴江"]),
        ],
        counted: &[("座谈会", 11, "座谈会"), ("片区", 5, "片区")],
        aspects: &["建立统筹协调支撑机制", "打造与雄安相衔接的规划体系", "方面三", "方面四", "方面五"],
        suggestions: 29,
    },
    Survey {
        id: "DY-3",
        title: "主城区排水系统综合整治面对面交流",
        topic: "2026-01",
        nature: "exchange",
        declared: &[("意见建议", 26, false)],
        named: &[],
        counted: &[],
        aspects: &[],
        suggestions: 26,
    },
];

fn surveys() -> (String, String) {
    let mut doc = Doc::new("三结合调研和面对面交流。数目出自来源文件，原文没有列名的为示例。", "hengshui", false);
    for survey in &SURVEYS {
        let mut declared = String::from("[\n");
        for (what, count, more) in survey.declared {
            let more = if *more { ", more = true" } else { "" };
            let _ = writeln!(declared, "  {{ what = \"{what}\", count = {count}{more} }},");
        }
        declared.push(']');
        doc.record(
            "survey",
            &[
                ("id", quoted(survey.id)),
                ("title", quoted(survey.title)),
                ("topic", quoted(survey.topic)),
                ("nature", quoted(survey.nature)),
                ("declared", declared),
            ],
        );
        if survey.nature == "three_parts" {
            let parts = [
                ("team", "总课题", 12),
                ("subgroup", "分课题一", 5),
                ("subgroup", "分课题二", 5),
                ("own", "委员自选课题", 8),
            ];
            for (n, (part, words, people)) in parts.iter().enumerate() {
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
        }
        let mut item = |what: &str, n: usize, title: &str, aspect: Option<&str>| {
            let mut fields = vec![
                ("survey", quoted(survey.id)),
                ("what", quoted(what)),
                ("number", (n + 1).to_string()),
                ("title", quoted(title)),
            ];
            if let Some(aspect) = aspect {
                fields.push(("aspect", quoted(aspect)));
            }
            doc.record("survey_item", &fields);
        };
        for (what, names) in survey.named {
            for (n, name) in names.iter().enumerate() {
                item(what, n, name, None);
            }
        }
        for (what, count, word) in survey.counted {
            for n in 0..*count {
                item(what, n, &format!("{word}{:02}", n + 1), None);
            }
        }
        for n in 0..survey.suggestions {
            let aspect = (!survey.aspects.is_empty()).then(|| survey.aspects[n % survey.aspects.len()]);
            item("意见建议", n, &format!("意见建议{:02}", n + 1), aspect);
        }
    }
    doc.file("surveys.toml")
}

/// Speakers at the `n`-th joint visit: 216 in all.
fn speakers(n: usize) -> usize {
    2 + n % 4 / 3
}

fn consensus() -> (String, String) {
    let mut doc = Doc::new("联合党外委员、各阶层人士开展的96次调研视察。", "hengshui", false);
    let strata = [
        "democratic_party",
        "non_affiliated",
        "private_sector",
        "new_stratum",
        "ethnic_religious",
        "grassroots_people",
    ];
    for n in 0..96 {
        let months = n / 2;
        doc.record(
            "joint_visit",
            &[
                ("id", quoted(&format!("SC-{:02}", n + 1))),
                ("title", quoted(&format!("联合调研视察{:02}：{}", n + 1, title(n % 90)))),
                ("term", quoted("七届")),
                ("date", format!("{}-{:02}-{:02}", 2022 + months / 12, months % 12 + 1, 5 + n % 20)),
                ("with", quoted_list(&["non_party", strata[n % strata.len()]])),
                ("speakers", speakers(n).to_string()),
            ],
        );
    }
    doc.file("consensus.toml")
}
