//! Handan: the programmes of bimonthly sessions, members' platforms (Fuxing district has its own), and what became
//! of members' voices.

use super::calendar::{month, workday};
use super::city::{COMMITTEES, body, organization};
use super::toml::{Doc, quoted, quoted_list};
use super::words::{SECTORS, departments, person};

const PARTS: [(&str, &str); 4] = [
    ("film", "播放专题片：随机采访群众"),
    ("exchange", "参会人员与职能部门面对面交流"),
    ("reply", "部门领导当面回应"),
    ("other", "主席会议成员总结讲话"),
];

const TOPICS: [&str; 6] =
    ["城乡义务教育均衡发展", "网络货运发展", "食品安全监管", "养老服务体系建设", "老旧小区改造", "乡村产业振兴"];

/// All data files of Handan and of Fuxing district.
pub fn files() -> Vec<(String, String)> {
    let (sessions, programmes) = sessions();
    vec![members(), sessions, programmes, platforms(), voices(), fuxing()]
}

fn member(doc: &mut Doc, prefix: &str, number: usize, sector: &str, committee: Option<&str>) {
    let mut fields = vec![
        ("id", quoted(&format!("{prefix}-{number:04}"))),
        ("name", quoted(&person(number - 1))),
        ("sector", quoted(sector)),
    ];
    if let Some(name) = committee {
        fields.push(("committees", quoted_list(&[name])));
    }
    fields.push(("cpc", ((number - 1) % 5 < 2).to_string()));
    doc.record("member", &fields);
}

fn members() -> (String, String) {
    let mut doc = Doc::new("邯郸市政协：专委会、界别、委员。", "handan", true);
    organization(&mut doc, "handan", "邯郸市政协");
    doc.single("roster", &[("title", quoted("邯郸市政协委员名册（示例）")), ("members", "24".to_owned())]);
    for name in &SECTORS[..12] {
        doc.record("sector", &[("name", quoted(name))]);
    }
    for i in 0..24 {
        member(&mut doc, "HD", i + 1, SECTORS[i % 12], Some(COMMITTEES[i % COMMITTEES.len()]));
    }
    doc.file("members.toml")
}

fn sessions() -> ((String, String), (String, String)) {
    let mut doc = Doc::new("邯郸市政协2026年双月专题协商议政座谈会。", "handan", true);
    let mut talks = Doc::new("会议环节和会上问题。", "handan", true);
    for (n, topic) in TOPICS.iter().enumerate() {
        let at = u8::try_from(n * 2 + 1).expect("a month");
        let id = format!("2026-S{}", n + 1);
        doc.record(
            "session",
            &[
                ("id", quoted(&id)),
                ("form", quoted("bimonthly")),
                ("title", quoted(topic)),
                ("period", month(at)),
                ("held_on", workday(at, 9).to_string()),
                ("organizer", quoted(COMMITTEES[n % COMMITTEES.len()])),
                ("departments", quoted_list(&departments(n))),
                ("members", quoted_list(&(0..4).map(|k| format!("HD-{:04}", n * 4 + k + 1)).collect::<Vec<_>>())),
            ],
        );
        for (k, (part, words)) in PARTS.iter().enumerate() {
            talks.record(
                "programme_item",
                &[
                    ("session", quoted(&id)),
                    ("number", (k + 1).to_string()),
                    ("part", quoted(part)),
                    ("title", quoted(words)),
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
    (doc.file("sessions.toml"), talks.file("programmes.toml"))
}

fn platforms() -> (String, String) {
    let mut doc =
        Doc::new("乡镇（街道）的委员联络站、社情民意征集站。乡镇（街道）名称除河南疃镇外为示例。", "handan", false);
    for name in ["曲周县", "永年区", "峰峰矿区"] {
        doc.record("county", &[("name", quoted(name))]);
    }
    let towns = [
        ("河南疃镇", "曲周县"),
        ("永年区第一镇", "永年区"),
        ("永年区第二镇", "永年区"),
        ("峰峰矿区第一镇", "峰峰矿区"),
        ("峰峰矿区第二镇", "峰峰矿区"),
    ];
    for (name, county) in towns {
        doc.record("township", &[("name", quoted(name)), ("county", quoted(county))]);
    }
    for (n, (name, _)) in towns.iter().enumerate() {
        for (k, (nature, word)) in
            [("liaison_station", "委员联络站"), ("opinion_post", "社情民意征集站")].iter().enumerate()
        {
            let number = n * 2 + k;
            doc.record(
                "platform",
                &[
                    ("id", quoted(&format!("PT-{:02}", number + 1))),
                    ("name", quoted(&format!("{name}{word}"))),
                    ("nature", quoted(nature)),
                    ("township", quoted(name)),
                    ("members", quoted_list(&[format!("HD-{:04}", number + 1), format!("HD-{:04}", number + 11)])),
                ],
            );
        }
    }
    doc.file("platforms.toml")
}

fn voices() -> (String, String) {
    let mut doc = Doc::new("从委员呼声到落实。环节出自来源文件，日期为示例。", "handan", false);
    doc.record(
        "voice",
        &[
            ("id", quoted("HS-2022-1")),
            ("title", quoted("邯郸网络货运相对落后，不利于商贸物流中心建设")),
            ("member", quoted("HD-0001")),
            ("visited", quoted("商贸物流企业")),
        ],
    );
    let mut step = |voice: &str, number: usize, name: &str, more: &[(&'static str, String)]| {
        let mut fields = vec![("voice", quoted(voice)), ("number", number.to_string()), ("step", quoted(name))];
        fields.extend(more.iter().cloned());
        doc.record("voice_step", &fields);
    };
    let sites: Vec<String> =
        ["一", "二", "三", "四", "五"].iter().map(|n| format!("网络货运全国头部企业{n}")).collect();
    step("HS-2022-1", 1, "member_visit", &[("date", "2022-05-18".into()), ("by", quoted("市政协副主席"))]);
    step("HS-2022-1", 2, "speech", &[("date", "2022-07-26".into()), ("meeting", quoted("standing_committee"))]);
    step(
        "HS-2022-1",
        3,
        "survey_team",
        &[
            ("date", "2022-09-06".into()),
            ("sites", quoted_list(&sites)),
            ("note", quoted("市政府委托市政协牵头组成调研组")),
        ],
    );
    step(
        "HS-2022-1",
        4,
        "speech",
        &[
            ("date", "2023-01-10".into()),
            ("meeting", quoted("plenary_meeting")),
            ("note", quoted("十三届三次会议大会发言，市委、市政府主要领导作出批示")),
        ],
    );
    step("HS-2022-1", 5, "research_report", &[("date", "2023-03-14".into())]);
    step("HS-2022-1", 6, "instruction", &[("date", "2023-03-28".into()), ("by", quoted("市委、市政府主要领导"))]);
    step("HS-2022-1", 7, "measure", &[("date", "2023-06-20".into()), ("by", quoted("市发改委等部门"))]);
    doc.record(
        "voice",
        &[
            ("id", quoted("HS-2026-1")),
            ("title", quoted("企业进园区工作进展不顺利")),
            ("member", quoted("HD-0002")),
            ("visited", quoted("河南疃镇")),
        ],
    );
    let mut step = |number: usize, name: &str, more: (&'static str, &str)| {
        let value = if more.0 == "skipped" { quoted(more.1) } else { more.1.to_owned() };
        doc.record(
            "voice_step",
            &[("voice", quoted("HS-2026-1")), ("number", number.to_string()), ("step", quoted(name)), (more.0, value)],
        );
    };
    step(1, "member_visit", ("date", "2026-02-10"));
    step(2, "speech", ("skipped", "在镇里协商，不需会议发言"));
    step(3, "survey_team", ("skipped", "委员本人掌握情况，没有另组调研组"));
    step(4, "research_report", ("skipped", "当场协商，没有另写专报"));
    step(5, "instruction", ("skipped", "镇里直接办理，没有报请批示"));
    step(6, "measure", ("date", "2026-04-08"));
    doc.file("voices.toml")
}

fn fuxing() -> (String, String) {
    let mut doc = Doc::new("邯郸市复兴区政协：15个界别的委员工作室，公共服务窗口的委员接待岗。", "handan/fuxing", true);
    body(&mut doc, "handan/fuxing", "邯郸市复兴区政协", "county", "handan");
    doc.single("roster", &[("title", quoted("复兴区政协委员名册")), ("members", "45".to_owned())]);
    let sectors = &SECTORS[..15];
    for name in sectors {
        doc.record("sector", &[("name", quoted(name))]);
    }
    for i in 0..45 {
        member(&mut doc, "FX", i + 1, sectors[i % 15], None);
    }
    for (n, name) in sectors.iter().enumerate() {
        let members: Vec<String> = (0..3).map(|k| format!("FX-{:04}", n + 1 + k * 15)).collect();
        doc.record(
            "platform",
            &[
                ("id", quoted(&format!("GZS-{:02}", n + 1))),
                ("name", quoted(&format!("{name}界别委员工作室"))),
                ("nature", quoted("studio")),
                ("sector", quoted(name)),
                ("members", quoted_list(&members)),
            ],
        );
    }
    let windows =
        ["区政务服务大厅", "第一街道便民服务大厅", "第二街道便民服务大厅", "社区群众服务窗口", "农村群众服务窗口"];
    for (n, window) in windows.iter().enumerate() {
        doc.record(
            "platform",
            &[
                ("id", quoted(&format!("JDG-{:02}", n + 1))),
                ("name", quoted(&format!("{window}委员接待岗"))),
                ("nature", quoted("reception_post")),
                ("window", quoted(window)),
                ("members", quoted_list(&[format!("FX-{:04}", n + 1), format!("FX-{:04}", n + 6)])),
            ],
        );
    }
    doc.file("fuxing.toml")
}
