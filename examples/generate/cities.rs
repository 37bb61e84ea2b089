//! Langfang, Handan and Hengshui: a plan “1+2+6+4”, the programmes of bimonthly sessions, and the topics of a term.

use crate::calendar::{Diary, month, workday};
use crate::toml::{Doc, declared, quoted, quoted_list};
use crate::words::{SECTORS, departments, person, title};

const COMMITTEES: [&str; 6] = ["提案委", "经济委", "农业和农村委", "人口资源环境委", "教科卫体委", "社会法制委"];

fn organization(doc: &mut Doc, id: &str, name: &str) {
    doc.record(
        "organization",
        &[("id", quoted(id)), ("name", quoted(name)), ("level", quoted("city")), ("parent", quoted("hebei"))],
    );
    for name in COMMITTEES {
        doc.record("committee", &[("name", quoted(name)), ("nature", quoted("committee"))]);
    }
}

/// Adds the sessions of a year, the `n`-th on the `n`-th title.
fn sessions(doc: &mut Doc, items: &[(&str, u8)]) {
    let mut diary = Diary::default();
    for (n, &(form, at)) in items.iter().enumerate() {
        let topic = if form == "plenary" { "党政全面工作".to_owned() } else { title(n) };
        doc.record(
            "session",
            &[
                ("id", quoted(&format!("2026-{:02}", n + 1))),
                ("form", quoted(form)),
                ("title", quoted(&topic)),
                ("period", month(at)),
                ("held_on", diary.book(at)),
                ("lead", quoted("副主席")),
                ("organizer", quoted(COMMITTEES[n % COMMITTEES.len()])),
                ("departments", quoted_list(&departments(n))),
            ],
        );
    }
}

/// Langfang's plan.
pub fn langfang() -> Vec<(String, String)> {
    let mut doc = Doc::new("廊坊市政协2026年度协商计划：“1+2+6+4”。", "langfang", true);
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
                ]),
            ),
        ],
    );
    sessions(
        &mut doc,
        &[
            ("plenary", 1),
            ("special_sc", 6),
            ("special_sc", 10),
            ("bimonthly", 2),
            ("bimonthly", 4),
            ("bimonthly", 6),
            ("bimonthly", 8),
            ("bimonthly", 10),
            ("bimonthly", 12),
            ("supervision", 3),
            ("supervision", 5),
            ("supervision", 7),
            ("supervision", 9),
        ],
    );
    vec![doc.file("plan.toml")]
}

/// Handan's bimonthly sessions with their programmes and questions.
pub fn handan() -> Vec<(String, String)> {
    let mut doc = Doc::new("邯郸市政协2026年双月专题协商议政座谈会。", "handan", true);
    organization(&mut doc, "handan", "邯郸市政协");
    for name in &SECTORS[..12] {
        doc.record("sector", &[("name", quoted(name))]);
    }
    for i in 0..24 {
        doc.record(
            "member",
            &[
                ("id", quoted(&format!("HD-{:04}", i + 1))),
                ("name", quoted(&person("委员", i + 1))),
                ("sector", quoted(SECTORS[i % 12])),
                ("committees", quoted_list(&[COMMITTEES[i % COMMITTEES.len()]])),
                ("cpc", (i % 5 < 2).to_string()),
            ],
        );
    }
    let mut talks = Doc::new("会议环节和会上问题。", "handan", true);
    let parts = ["film", "exchange", "reply", "other"];
    let titles =
        ["播放专题片：随机采访群众", "参会人员与职能部门面对面交流", "部门领导当面回应", "主席会议成员总结讲话"];
    let topics =
        ["城乡义务教育均衡发展", "网络货运发展", "食品安全监管", "养老服务体系建设", "老旧小区改造", "乡村产业振兴"];
    for (n, topic) in topics.iter().enumerate() {
        let at = u8::try_from(n * 2 + 1).expect("a month");
        let id = format!("2026-S{}", n + 1);
        doc.record(
            "session",
            &[
                ("id", quoted(&id)),
                ("form", quoted("bimonthly")),
                ("title", quoted(topic)),
                ("period", month(at)),
                ("held_on", workday(at, 9)),
                ("organizer", quoted(COMMITTEES[n % COMMITTEES.len()])),
                ("departments", quoted_list(&departments(n))),
            ],
        );
        for (k, part) in parts.iter().enumerate() {
            talks.record(
                "programme_item",
                &[
                    ("session", quoted(&id)),
                    ("number", (k + 1).to_string()),
                    ("part", quoted(part)),
                    ("title", quoted(titles[k])),
                ],
            );
        }
        for k in 0..4 {
            talks.record(
                "question",
                &[
                    ("session", quoted(&id)),
                    ("number", (k + 1).to_string()),
                    ("title", quoted(&format!("{topic}中的第{}个问题", k + 1))),
                    ("member", quoted(&format!("HD-{:04}", n * 4 + k + 1))),
                    ("response", quoted(["answered", "decided", "followed_up"][(n + k) % 3])),
                    ("department", quoted(departments(n)[k % 2])),
                ],
            );
        }
    }
    vec![doc.file("sessions.toml"), talks.file("programmes.toml")]
}

/// Hengshui's 55 topics of the term, eleven a year, and the sessions of 2026.
pub fn hengshui() -> Vec<(String, String)> {
    let mut doc = Doc::new("七届衡水市政协协商议题：来源、批准、启动。", "hengshui", false);
    doc.record(
        "term",
        &[("name", quoted("七届")), ("began_on", "2021-09-15".to_owned()), ("declared_topics", "55".to_owned())],
    );
    for n in 0..55 {
        let year = 2022 + n / 11;
        let source = ["party_government", "member", "public"][n % 3];
        doc.record(
            "topic",
            &[
                ("id", quoted(&format!("{year}-{:02}", n % 11 + 1))),
                ("title", quoted(&title(n))),
                ("term", quoted("七届")),
                ("planned_in", quoted(&year.to_string())),
                ("source", quoted(source)),
                ("approved_on", format!("{year}-01-{:02}", 20 + n % 8)),
                ("approved_by", quoted("party_sc")),
                ("started_on", format!("{year}-{:02}-{:02}", 3 + n % 8, 2 + n % 24)),
            ],
        );
    }
    let mut year = Doc::new("衡水市政协2026年协商活动。", "hengshui", true);
    organization(&mut year, "hengshui", "衡水市政协");
    let mut diary = Diary::default();
    for n in 44..55 {
        let at = u8::try_from(4 + n % 8).expect("a month");
        year.record(
            "session",
            &[
                ("id", quoted(&format!("2026-S{:02}", n - 43))),
                ("form", quoted(if n < 46 { "special_sc" } else { "counterpart" })),
                ("title", quoted(&title(n))),
                ("period", month(at)),
                ("held_on", diary.book(at)),
                ("organizer", quoted(COMMITTEES[n % COMMITTEES.len()])),
                ("departments", quoted_list(&departments(n))),
            ],
        );
    }
    vec![doc.file("topics.toml"), year.file("sessions.toml")]
}
