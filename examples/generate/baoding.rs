//! Baoding: 597 members in nine committees, the year's plan “1126+N”, and the plans “1124+N” of its counties.

use crate::calendar::{Diary, month};
use crate::toml::{Doc, declared, quoted, quoted_list};
use crate::words::{SECTORS, departments, person, title};

const COMMITTEES: [(&str, &str); 9] = [
    ("tian", "提案委"),
    ("jingji", "经济委"),
    ("nongye", "农业和农村委"),
    ("renziwei", "人口资源环境委"),
    ("jiaokewei", "教科卫体委"),
    ("shefa", "社会法制委"),
    ("wenshi", "文化文史和学习委"),
    ("minzong", "民族宗教和港澳台侨委"),
    ("weiyuan", "委员工作委"),
];

const COUNTIES: [(&str, &str); 20] = [
    ("jingxiu", "竞秀区"),
    ("lianchi", "莲池区"),
    ("mancheng", "满城区"),
    ("qingyuan", "清苑区"),
    ("xushui", "徐水区"),
    ("zhuozhou", "涿州市"),
    ("anguo", "安国市"),
    ("gaobeidian", "高碑店市"),
    ("laishui", "涞水县"),
    ("fuping", "阜平县"),
    ("dingxing", "定兴县"),
    ("tangxian", "唐县"),
    ("gaoyang", "高阳县"),
    ("laiyuan", "涞源县"),
    ("wangdu", "望都县"),
    ("yixian", "易县"),
    ("quyang", "曲阳县"),
    ("lixian", "蠡县"),
    ("shunping", "顺平县"),
    ("boye", "博野县"),
];

const MEMBERS: usize = 597;
const SECTOR_COUNT: usize = 28;
const CORE: usize = 20;

/// All data files of Baoding and its counties.
pub fn files() -> Vec<(String, String)> {
    let mut files = vec![organization(), plan()];
    let mut number = 0;
    for committee in 0..COMMITTEES.len() {
        files.push(members(committee, &mut number));
    }
    assert_eq!(number, MEMBERS);
    files.extend(COUNTIES.iter().enumerate().map(|(i, &(id, name))| county(i, id, name)));
    files
}

/// The committee that a sector or county belongs to.
fn home(index: usize) -> usize {
    index % COMMITTEES.len()
}

/// Groups of a committee: three, four or five.
fn group_count(committee: usize) -> usize {
    3 + committee % 3
}

fn group_name(committee: usize, group: usize) -> String {
    format!("{}第{}小组", COMMITTEES[committee].1, ["一", "二", "三", "四", "五"][group])
}

fn organization() -> (String, String) {
    let mut doc = Doc::new("保定市政协：单位、专委会、活动小组、界别、县（市、区）和名册总数。", "baoding", true);
    doc.record(
        "organization",
        &[
            ("id", quoted("baoding")),
            ("name", quoted("保定市政协")),
            ("level", quoted("city")),
            ("parent", quoted("hebei")),
        ],
    );
    doc.single("roster", &[("title", quoted("保定市政协委员名册")), ("members", MEMBERS.to_string())]);
    for (index, (_, name)) in COMMITTEES.iter().enumerate() {
        doc.record("committee", &[("name", quoted(name)), ("nature", quoted("committee"))]);
        for group in 0..group_count(index) {
            doc.record("group", &[("name", quoted(&group_name(index, group))), ("committee", quoted(name))]);
        }
    }
    for (index, name) in SECTORS[..SECTOR_COUNT].iter().enumerate() {
        doc.record("sector", &[("name", quoted(name)), ("committee", quoted(COMMITTEES[home(index)].1))]);
    }
    for (index, (_, name)) in COUNTIES.iter().enumerate() {
        doc.record("county", &[("name", quoted(name)), ("committee", quoted(COMMITTEES[home(index)].1))]);
    }
    doc.file("organization.toml")
}

fn members(committee: usize, number: &mut usize) -> (String, String) {
    let (id, name) = COMMITTEES[committee];
    let size = MEMBERS / COMMITTEES.len() + usize::from(committee < MEMBERS % COMMITTEES.len());
    let sectors: Vec<usize> = (0..SECTOR_COUNT).filter(|&i| home(i) == committee).collect();
    let counties: Vec<usize> = (0..COUNTIES.len()).filter(|&i| home(i) == committee).collect();
    let mut doc = Doc::new(&format!("{name}的委员。"), "baoding", false);
    for i in 0..size {
        *number += 1;
        let by_county = i % 4 == 3;
        let sector = if by_county { (i * 5 + committee) % SECTOR_COUNT } else { sectors[i % sectors.len()] };
        let mut fields = vec![
            ("id", quoted(&format!("BD-{number:04}"))),
            ("name", quoted(&person("委员", *number))),
            ("sector", quoted(SECTORS[sector])),
            ("committees", quoted_list(&[name])),
            ("group", quoted(&group_name(committee, i % group_count(committee)))),
            ("role", quoted(if i < CORE { "core" } else { "ordinary" })),
            ("placed_by", quoted(if by_county { "by_county" } else { "by_sector" })),
        ];
        if by_county {
            fields.push(("county", quoted(COUNTIES[counties[i / 4 % counties.len()]].1)));
        }
        fields.push(("cpc", (i / group_count(committee) % 5 < 2).to_string()));
        if let Some(position) = position(i, committee) {
            fields.push(("positions", quoted_list(&[position])));
        }
        fields.push(("joined_on", "2022-01-18".to_owned()));
        doc.record("member", &fields);
    }
    doc.file(&format!("members/{}-{id}.toml", committee + 1))
}

/// A chairperson-level official in each committee, and ten members of the standing committee.
fn position(i: usize, committee: usize) -> Option<&'static str> {
    match (i, committee) {
        (0, 0) => Some("chairperson"),
        (0, 8) => Some("secretary_general"),
        (0, _) => Some("vice_chairperson"),
        (1..=10, _) => Some("sc_member"),
        _ => None,
    }
}

fn plan() -> (String, String) {
    let mut doc = Doc::new("保定市政协2026年度协商计划：“1126+N”。", "baoding", true);
    doc.single(
        "plan",
        &[
            ("title", quoted("保定市政协2026年度协商计划")),
            ("scheme", quoted("1126+N")),
            ("issued_on", "2026-02-05".to_owned()),
            ("issued_by", quoted_list(&["party_office", "government_office", "cppcc_office"])),
            (
                "declared",
                declared(&[
                    (&["plenary"], Some(1)),
                    (&["joint_conference"], Some(1)),
                    (&["special_sc"], Some(2)),
                    (&["bimonthly"], Some(6)),
                    (&["city_county", "counterpart", "sectoral", "cloud", "micro"], None),
                ]),
            ),
        ],
    );
    let fixed = [
        ("plenary", 1),
        ("joint_conference", 5),
        ("special_sc", 6),
        ("special_sc", 10),
        ("bimonthly", 1),
        ("bimonthly", 3),
        ("bimonthly", 5),
        ("bimonthly", 7),
        ("bimonthly", 9),
        ("bimonthly", 11),
    ];
    let open = ["city_county", "counterpart", "sectoral", "cloud", "micro"];
    let more = (0..20).map(|i| (open[i % open.len()], u8::try_from(2 + i % 11).expect("a month")));
    let mut diary = Diary::default();
    for (n, (form, at)) in fixed.into_iter().chain(more).enumerate() {
        let topic = if form == "plenary" { "党政全面工作".to_owned() } else { title(n) };
        doc.record(
            "session",
            &[
                ("id", quoted(&format!("2026-{:02}", n + 1))),
                ("form", quoted(form)),
                ("title", quoted(&topic)),
                ("period", month(at)),
                ("held_on", diary.book(at)),
                ("lead", quoted("主席会议成员")),
                ("organizer", quoted(COMMITTEES[n % COMMITTEES.len()].1)),
                ("departments", quoted_list(&departments(n))),
            ],
        );
    }
    doc.file("plan.toml")
}

fn county(index: usize, id: &str, name: &str) -> (String, String) {
    let body = format!("baoding/{id}");
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
    doc.single(
        "plan",
        &[
            ("title", quoted(&format!("{name}政协2026年度协商计划"))),
            ("scheme", quoted("1124+N")),
            ("issued_on", "2026-02-12".to_owned()),
            (
                "declared",
                declared(&[
                    (&["plenary"], Some(1)),
                    (&["joint_conference"], Some(1)),
                    (&["special_sc"], Some(2)),
                    (&["bimonthly"], Some(4)),
                    (&["city_county", "counterpart", "sectoral", "cloud", "micro"], None),
                ]),
            ),
        ],
    );
    let items = [
        ("plenary", 1),
        ("joint_conference", 4),
        ("special_sc", 6),
        ("special_sc", 10),
        ("bimonthly", 3),
        ("bimonthly", 5),
        ("bimonthly", 8),
        ("bimonthly", 11),
        ("city_county", 7),
        ("sectoral", 9),
        ("micro", 12),
    ];
    let mut diary = Diary::default();
    for (n, (form, at)) in items.into_iter().enumerate() {
        let topic = if form == "plenary" { "党政全面工作".to_owned() } else { title(n + index * 3) };
        doc.record(
            "session",
            &[
                ("id", quoted(&format!("2026-{:02}", n + 1))),
                ("form", quoted(form)),
                ("title", quoted(&topic)),
                ("period", month(at)),
                ("held_on", diary.book(at)),
            ],
        );
    }
    doc.file(&format!("counties/{id}.toml"))
}
