//! The six levels of party organisations and the branches' half-yearly reports.

use super::super::draw::Draw;
use super::super::toml::{Doc, quoted, quoted_list};
use super::super::words::person;
use super::members::Roll;
use super::{COMMITTEES, day, group_count};

pub const PARTY_GROUP: &str = "市政协党组";
pub const OFFICE_PARTY_GROUP: &str = "市政协机关党组";
const OFFICE_PARTY_COMMITTEE: &str = "市政协机关党委";

/// Temporary organisations of a tour or a drive: which committee's, which group's, what it is called.
const TEMPORARY: [(usize, usize, &str); 6] = [
    (0, 1, "提案办理民主评议临时党支部"),
    (1, 0, "先进制造业集群专题调研临时党支部"),
    (3, 0, "白洋淀上游流域视察临时党支部"),
    (4, 2, "健康义诊进山区临时党小组"),
    (5, 3, "养老服务专题视察临时党支部"),
    (6, 0, "古城保护异地考察临时党小组"),
];

/// What the branches reported on besides, half by half.
const REPORTS: [[&str; 2]; 9] = [
    ["党建引领提案提质", "提案办理中发挥党员作用"],
    ["党员委员联系企业", "党建助力制造业集群"],
    ["党员委员联系乡村", "党建助力乡村建设"],
    ["党员委员护水行动", "党建助力生态保护"],
    ["党员委员送教送医", "党建助力科教卫体事业"],
    ["党员委员调解进社区", "党建助力法治建设"],
    ["党员委员讲好红色故事", "党建助力文化传承"],
    ["党员委员联系民族宗教界", "党建助力团结联谊"],
    ["党员委员带动界别活动", "党建助力委员服务管理"],
];

pub fn branch_name(committee: usize) -> String {
    format!("{}功能型党支部", COMMITTEES[committee].1)
}

pub fn group_name(committee: usize, group: usize) -> String {
    format!("{}第{}党员委员活动小组", COMMITTEES[committee].1, ["一", "二", "三", "四", "五"][group])
}

/// Members of the office's party group, who are not members of the committee.
pub fn office_persons() -> Vec<String> {
    (0..5).map(|n| person(5_000 + n)).collect()
}

pub fn file(roll: &Roll) -> (String, String) {
    let mut doc = Doc::new("六级党组织和党支部汇报。", "baoding", true);
    let leaders: Vec<String> = roll.party_group().iter().map(|seat| seat.id()).collect();
    let upper = |name: &str| ("linked_by", quoted_list(&[name]));
    let named = |name: &str, level: &str| vec![("name", quoted(name)), ("level", quoted(level))];
    let mut body = |fields: Vec<(&str, String)>, more: Vec<(&str, String)>| {
        doc.record("party_body", &[fields, more].concat());
    };
    body(named(PARTY_GROUP, "party_group"), vec![("leaders", quoted_list(&leaders))]);
    body(
        named(OFFICE_PARTY_GROUP, "office_party_group"),
        vec![upper(PARTY_GROUP), ("persons", quoted_list(&office_persons()))],
    );
    body(named(OFFICE_PARTY_COMMITTEE, "office_party_committee"), vec![upper(OFFICE_PARTY_GROUP)]);
    for (committee, (_, name)) in COMMITTEES.iter().enumerate() {
        let branch = branch_name(committee);
        let led = [("led_by", quoted(PARTY_GROUP)), ("guided_by", quoted(OFFICE_PARTY_GROUP))];
        let more = [vec![upper(OFFICE_PARTY_COMMITTEE)], led.to_vec(), vec![("committee", quoted(name))]].concat();
        body(named(&branch, "branch"), more);
        for group in 0..group_count(committee) {
            body(named(&group_name(committee, group), "member_group"), vec![upper(&branch)]);
        }
    }
    for (committee, group, name) in TEMPORARY {
        body(named(name, "temporary"), vec![upper(&group_name(committee, group))]);
    }
    let mut taken = Vec::new();
    for (committee, reports) in REPORTS.iter().enumerate() {
        for (half, (month, report)) in [6, 12].into_iter().zip(reports).enumerate() {
            let draw = Draw::new("report of a branch").of(committee).of(half);
            doc.record(
                "party_report",
                &[
                    ("branch", quoted(&branch_name(committee))),
                    ("to", quoted(PARTY_GROUP)),
                    ("date", day(draw, month, 8, 30, &mut taken).to_string()),
                    ("title", quoted(&format!("{}半年支部工作暨{report}情况汇报", ["上", "下"][half]))),
                ],
            );
        }
    }
    doc.file("party.toml")
}
