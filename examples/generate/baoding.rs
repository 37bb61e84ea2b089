//! Baoding: 597 members in nine committees, the year's plan “1126+N”, and the plans “1124+N” of its counties.

use jiff::civil::{Date, date};

use super::calendar::{Diary, after, month, workday};
use super::toml::{Doc, declared, quoted, quoted_list};
use super::words::{SECTORS, departments, person, title};

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
    let mut outcomes = Outcomes::default();
    let mut files = vec![organization(), plan(&mut outcomes), committees(), party(), contacts()];
    let mut number = 0;
    for committee in 0..COMMITTEES.len() {
        files.push(members(committee, &mut number));
    }
    assert_eq!(number, MEMBERS);
    files.extend(COUNTIES.iter().enumerate().map(|(i, &(id, name))| county(i, id, name, &mut outcomes)));
    files.push(totals(&outcomes));
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
    for name in &SECTORS[..SECTOR_COUNT] {
        doc.record("sector_group", &[("name", quoted(&public(name))), ("sector", quoted(name))]);
    }
    for (index, (_, name)) in COUNTIES.iter().enumerate() {
        doc.record("county", &[("name", quoted(name)), ("committee", quoted(COMMITTEES[home(index)].1))]);
    }
    doc.file("organization.toml")
}

/// What a sector's public is called.
fn public(sector: &str) -> String {
    format!("{sector}界别群众")
}

/// Members of a committee.
fn size(committee: usize) -> usize {
    MEMBERS / COMMITTEES.len() + usize::from(committee < MEMBERS % COMMITTEES.len())
}

/// Whether the `i`-th member of a committee is a party member: two of every five in each group.
fn is_cpc(committee: usize, i: usize) -> bool {
    i / group_count(committee) % 5 < 2
}

/// Identifier of the `i`-th member of a committee.
fn member_id(committee: usize, i: usize) -> String {
    let before: usize = (0..committee).map(size).sum();
    format!("BD-{:04}", before + i + 1)
}

fn branch_name(committee: usize) -> String {
    format!("{}功能型党支部", COMMITTEES[committee].1)
}

fn party_group_name(committee: usize, group: usize) -> String {
    format!("{}第{}党员委员活动小组", COMMITTEES[committee].1, ["一", "二", "三", "四", "五"][group])
}

/// The year of the committees: two full meetings, four of the core members, two batches a month, four outcomes.
fn committees() -> (String, String) {
    let mut doc = Doc::new("专委会的会议、普委活动和成果。", "baoding", true);
    for (index, (_, name)) in COMMITTEES.iter().enumerate() {
        let mut meeting = |form: &str, subject: &str, date: String| {
            doc.record(
                "committee_meeting",
                &[("committee", quoted(name)), ("form", quoted(form)), ("subject", quoted(subject)), ("date", date)],
            );
        };
        meeting("full_meeting", "plan", workday(2, index).to_string());
        meeting("full_meeting", "report", workday(12, index).to_string());
        for quarter in 1..=4u8 {
            meeting("core_meeting", "special", workday(quarter * 3 - 1, 2 + index).to_string());
        }
        let groups: Vec<String> = (0..group_count(index)).map(|group| group_name(index, group)).collect();
        for at in 1..=12u8 {
            for (batch, groups) in [&groups[..2], &groups[2..]].into_iter().enumerate() {
                doc.record(
                    "survey_batch",
                    &[
                        ("committee", quoted(name)),
                        ("form", quoted(["survey", "consultation"][batch])),
                        ("date", workday(at, 3 + index + batch * 4).to_string()),
                        ("groups", quoted_list(groups)),
                        ("title", quoted(&title(index * 12 + usize::from(at) + batch * 5))),
                    ],
                );
            }
        }
        for quarter in 1..=4u8 {
            doc.record(
                "committee_outcome",
                &[
                    ("committee", quoted(name)),
                    ("date", workday(quarter * 3, 9 + index).to_string()),
                    ("title", quoted(&format!("{}的调研报告", title(index * 12 + usize::from(quarter))))),
                ],
            );
        }
    }
    doc.file("committees.toml")
}

/// The six levels of party organisations and the branches' half-yearly reports.
fn party() -> (String, String) {
    let mut doc = Doc::new("六级党组织和党支部汇报。", "baoding", true);
    let mut body = |name: &str, level: &str, upper: Option<&str>, committee: Option<&str>| {
        let mut fields = vec![("name", quoted(name)), ("level", quoted(level))];
        fields.extend(upper.map(|upper| ("linked_by", quoted_list(&[upper]))));
        fields.extend(committee.map(|committee| ("committee", quoted(committee))));
        doc.record("party_body", &fields);
    };
    body("市政协党组", "party_group", None, None);
    body("市政协机关党组", "office_party_group", Some("市政协党组"), None);
    body("市政协机关党委", "office_party_committee", Some("市政协机关党组"), None);
    for (index, (_, name)) in COMMITTEES.iter().enumerate() {
        let branch = branch_name(index);
        body(&branch, "branch", Some("市政协机关党委"), Some(name));
        for group in 0..group_count(index) {
            body(&party_group_name(index, group), "member_group", Some(&branch), None);
        }
        body(&format!("{name}视察调研临时党支部"), "temporary", Some(&party_group_name(index, 0)), None);
    }
    for index in 0..COMMITTEES.len() {
        for (at, half) in [(6, "上半年"), (12, "下半年")] {
            doc.record(
                "party_report",
                &[
                    ("branch", quoted(&branch_name(index))),
                    ("to", quoted("市政协党组")),
                    ("date", workday(at, 8 + index).to_string()),
                    ("title", quoted(&format!("{half}工作汇报"))),
                ],
            );
        }
    }
    doc.file("party.toml")
}

/// Who keeps in contact with whom. The chairperson-level official of a committee is of the party group and takes eight
/// party members, one of the office party group six, the branch the others; party members take the others of their group.
fn contacts() -> (String, String) {
    let mut doc = Doc::new("“三联三带”名单。", "baoding", false);
    let mut number = 0;
    let mut list = |tier: &str, from: Vec<(&'static str, String)>, members: &[String]| {
        if members.is_empty() {
            return;
        }
        number += 1;
        let mut fields = vec![("id", quoted(&format!("LX-{number:04}"))), ("tier", quoted(tier))];
        fields.extend(from);
        fields.push(("members", quoted_list(members)));
        fields.push(("count", members.len().to_string()));
        doc.record("contact", &fields);
    };
    for committee in 0..COMMITTEES.len() {
        let party: Vec<usize> = (0..size(committee)).filter(|&i| is_cpc(committee, i)).collect();
        let ids = |range: &[usize]| -> Vec<String> { range.iter().map(|&i| member_id(committee, i)).collect() };
        let leader = member_id(committee, 0);
        list("party", vec![("unit", quoted("市政协党组")), ("by", quoted(&leader))], &ids(&party[1..9]));
        let person = person(5_000 + committee);
        list("party", vec![("unit", quoted("市政协机关党组")), ("person", quoted(&person))], &ids(&party[9..15]));
        list("party", vec![("unit", quoted(&branch_name(committee)))], &ids(&party[15..]));
        let groups = group_count(committee);
        for &i in &party {
            // Of five members of a group, the first two are of the party; the third and fifth go to the first, the fourth to the second.
            let more: &[usize] = if (i / groups).is_multiple_of(5) { &[2, 4] } else { &[2] };
            let others: Vec<usize> = more.iter().map(|k| i + k * groups).filter(|&i| i < size(committee)).collect();
            list("non_party", vec![("by", quoted(&member_id(committee, i)))], &ids(&others));
        }
    }
    doc.file("contacts.toml")
}

fn members(committee: usize, number: &mut usize) -> (String, String) {
    let (id, name) = COMMITTEES[committee];
    let size = size(committee);
    let sectors: Vec<usize> = (0..SECTOR_COUNT).filter(|&i| home(i) == committee).collect();
    let counties: Vec<usize> = (0..COUNTIES.len()).filter(|&i| home(i) == committee).collect();
    let mut doc = Doc::new(&format!("{name}的委员。"), "baoding", false);
    for i in 0..size {
        *number += 1;
        let by_county = i % 4 == 3;
        let sector = if by_county { (i * 5 + committee) % SECTOR_COUNT } else { sectors[i % sectors.len()] };
        let mut fields = vec![
            ("id", quoted(&format!("BD-{number:04}"))),
            ("name", quoted(&person(*number - 1))),
            ("sector", quoted(SECTORS[sector])),
            ("committees", quoted_list(&[name])),
            ("group", quoted(&group_name(committee, i % group_count(committee)))),
            ("role", quoted(if i < CORE { "core" } else { "ordinary" })),
            ("placed_by", quoted(if by_county { "by_county" } else { "by_sector" })),
        ];
        if by_county {
            fields.push(("county", quoted(COUNTIES[counties[i / 4 % counties.len()]].1)));
        }
        fields.push(("cpc", is_cpc(committee, i).to_string()));
        if is_cpc(committee, i) {
            let group = party_group_name(committee, i % group_count(committee));
            fields.push(("party_groups", quoted_list(&[group])));
        }
        fields.push(("serves", quoted_list(&[public(SECTORS[sector])])));
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

fn plan(outcomes: &mut Outcomes) -> (String, String) {
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
        let held_on = diary.book(at);
        let mut fields = vec![
            ("id", quoted(&format!("2026-{:02}", n + 1))),
            ("form", quoted(form)),
            ("title", quoted(&topic)),
            ("period", month(at)),
            ("held_on", held_on.to_string()),
            ("lead", quoted("主席会议成员")),
            ("organizer", quoted(COMMITTEES[n % COMMITTEES.len()].1)),
            ("departments", quoted_list(&departments(n))),
        ];
        if form == "city_county" {
            let nth = outcomes.joint.len();
            outcomes.joint.push(topic.clone());
            let partners: Vec<String> = (nth * 5..nth * 5 + 5).map(|i| format!("baoding/{}", COUNTIES[i].0)).collect();
            fields.push(("joint", quoted(&joint(nth))));
            fields.push(("partners", quoted_list(&partners)));
        }
        fields.extend(outcomes.report(form, n, &topic, held_on, "市"));
        doc.record("session", &fields);
    }
    outcomes.close(&mut doc);
    doc.file("plan.toml")
}

/// The code of an item that city and counties hold together.
fn joint(nth: usize) -> String {
    format!("LD-2026-{}", nth + 1)
}

/// The five figures of a return: consultations, special reports, instructions, suggestions adopted, problems solved.
type Figures = [usize; 5];
const FIGURES: [&str; 5] = ["sessions", "reports", "instructions", "adopted", "solved"];
/// The cumulative figures of the source.
const CUMULATIVE: Figures = [1_300, 1_200, 600, 1_000, 700];

/// What consultations have led to so far.
#[derive(Default)]
struct Outcomes {
    /// Titles of the items held together with counties.
    joint: Vec<String>,
    /// The year's figures of the bodies that are done.
    year: Figures,
    /// Those of the body at hand.
    body: Figures,
}

impl Outcomes {
    /// What a consultation has led to: all but those at the grass roots have a special report.
    fn report(&mut self, form: &str, n: usize, topic: &str, held_on: Date, level: &str) -> Vec<(&'static str, String)> {
        let mut figures = [1, 0, 0, 0, 0];
        let mut fields = Vec::new();
        if form != "micro" {
            let serial = self.year[1] + self.body[1];
            let (instructed, adopted, solved) = (serial.is_multiple_of(2), serial % 5, usize::from(serial % 3 != 1));
            figures = [1, 1, usize::from(instructed), adopted, solved];
            fields.push(("report_title", quoted(&format!("关于{topic}的专项报告"))));
            fields.push(("report_on", later(held_on, 10).to_string()));
            fields.push(("instruction", quoted(if instructed { "given" } else { "none" })));
            if instructed {
                fields.push(("instructed_on", later(held_on, 15).to_string()));
                fields.push(("instructed_by", quoted(&format!("{level}委主要领导"))));
            }
            fields.push(("adoption", quoted(if adopted > 0 { "adopted" } else { "declined" })));
            if adopted > 0 {
                fields.push(("adopted_by", quoted_list(&departments(n).map(|name| name.replacen('市', level, 1)))));
                fields.push(("adopted", adopted.to_string()));
            }
            if solved > 0 {
                fields.push(("solved", solved.to_string()));
            }
        }
        for (total, n) in self.body.iter_mut().zip(figures) {
            *total += n;
        }
        fields
    }

    /// Adds the yearly return of the body whose consultations were reported.
    fn close(&mut self, doc: &mut Doc) {
        let mut fields = vec![("title", quoted("2026年度协商成果报表"))];
        fields.extend(FIGURES.into_iter().zip(self.body.map(|n| n.to_string())));
        doc.single("outcome_return", &fields);
        for (total, n) in self.year.iter_mut().zip(self.body) {
            *total += n;
        }
        self.body = Figures::default();
    }
}

/// The first working day some days after a day, still in 2026.
fn later(day: Date, days: usize) -> Date {
    let last = date(2026, 12, 31);
    after(day, days).min(last)
}

/// Five years of the whole city that add up to the source's figures.
fn totals(outcomes: &Outcomes) -> (String, String) {
    let mut doc = Doc::new("全市协商成果：各年度和累计。累计数与来源文件一致，各年度数为示例用数。", "baoding", false);
    for year in 2022..=2026usize {
        let mut fields = vec![("for_year", year.to_string())];
        for (which, name) in FIGURES.into_iter().enumerate() {
            let before = CUMULATIVE[which] - outcomes.year[which];
            let share = before / 4 + usize::from(year - 2022 < before % 4);
            fields.push((name, if year == 2026 { outcomes.year[which] } else { share }.to_string()));
        }
        doc.record("city_outcome", &fields);
    }
    let mut fields =
        vec![("title", quoted("全市累计协商成果")), ("from_year", "2022".to_owned()), ("to_year", "2026".to_owned())];
    fields.extend(FIGURES.into_iter().zip(CUMULATIVE.map(|n| n.to_string())));
    doc.record("outcome_total", &fields);
    doc.file("outcomes.toml")
}

fn county(index: usize, id: &str, name: &str, outcomes: &mut Outcomes) -> (String, String) {
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
        let topic = match form {
            "plenary" => "党政全面工作".to_owned(),
            "city_county" => outcomes.joint[index / 5].clone(),
            _ => title(n + index * 3),
        };
        let held_on = diary.book(at);
        let mut fields = vec![
            ("id", quoted(&format!("2026-{:02}", n + 1))),
            ("form", quoted(form)),
            ("title", quoted(&topic)),
            ("period", month(at)),
            ("held_on", held_on.to_string()),
        ];
        if form == "city_county" {
            fields.push(("joint", quoted(&joint(index / 5))));
        }
        fields.extend(outcomes.report(form, n, &topic, held_on, "县"));
        doc.record("session", &fields);
    }
    outcomes.close(&mut doc);
    doc.file(&format!("counties/{id}.toml"))
}
