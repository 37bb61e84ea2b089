//! Tangshan: members of the city's committee in eight units, the year's consultations, the members' homes, the six ones.

use super::calendar::{Diary, month, workday};
use super::toml::{Doc, declared, quoted, quoted_list};
use super::words::{SECTORS, departments, person, title};

const UNITS: [(&str, &str); 8] = [
    ("bangongshi", "办公室"),
    ("tian", "提案委"),
    ("jingji", "经济委"),
    ("nongye", "农业和农村委"),
    ("renziwei", "人口资源环境委"),
    ("jiaokewei", "教科卫体委"),
    ("shefa", "社会法制委"),
    ("wenshi", "文化文史和学习委"),
];

/// Members of the city's own committee; the four levels together are in `grids`.
pub const MEMBERS: usize = 480;
const CADRES: usize = 40;

/// Files of the city's committee; the grids are in `grids`.
pub fn files() -> Vec<(String, String)> {
    let mut files = vec![organization(), plan(), homes(), publics(), assessments()];
    for unit in 0..UNITS.len() {
        files.push(members(unit));
        files.push(ledger(unit));
    }
    files.push(cadres());
    files
}

/// Identifier of a member of the city's committee, counting from 0.
pub fn member_id(index: usize) -> String {
    format!("TS-{:04}", index + 1)
}

/// The name of a member of the city's committee, counting from 0.
pub fn city_name(index: usize) -> String {
    person(5_000 + index)
}

/// The sector of a member: sixteen members each.
fn sector(index: usize) -> usize {
    index % SECTORS.len()
}

/// The unit of a sector.
fn unit_of(sector: usize) -> usize {
    sector % UNITS.len()
}

fn organization() -> (String, String) {
    let mut doc = Doc::new("唐山市政协：单位、办公室和专委会、界别、名册总数。", "tangshan", true);
    doc.record(
        "organization",
        &[
            ("id", quoted("tangshan")),
            ("name", quoted("唐山市政协")),
            ("level", quoted("city")),
            ("parent", quoted("hebei")),
        ],
    );
    doc.single("roster", &[("title", quoted("唐山市政协委员名册")), ("members", MEMBERS.to_string())]);
    for (index, (_, name)) in UNITS.iter().enumerate() {
        let nature = if index == 0 { "office" } else { "committee" };
        doc.record("committee", &[("name", quoted(name)), ("nature", quoted(nature))]);
    }
    for (index, name) in SECTORS.iter().enumerate() {
        doc.record("sector", &[("name", quoted(name)), ("committee", quoted(UNITS[unit_of(index)].1))]);
    }
    doc.file("organization.toml")
}

/// What a sector's public is called.
fn public(sector: usize) -> String {
    format!("{}界别群众", SECTORS[sector])
}

fn publics() -> (String, String) {
    let mut doc = Doc::new("各界别群众：委员联系的对象。", "tangshan", false);
    for (index, name) in SECTORS.iter().enumerate() {
        doc.record("sector_group", &[("name", quoted(&public(index))), ("sector", quoted(name))]);
    }
    doc.file("sector-groups.toml")
}

/// The yearly assessment of each member, with the grade of the grid.
fn assessments() -> (String, String) {
    let mut doc = Doc::new("委员履职考评，网格考核等级纳入考评。", "tangshan", true);
    for index in 0..MEMBERS {
        doc.record(
            "duty_assessment",
            &[
                ("member", quoted(&member_id(index))),
                ("date", "2026-12-30".to_owned()),
                ("grid_grade", quoted(super::grids::city_grade(index))),
            ],
        );
    }
    doc.file("assessments.toml")
}

fn plan() -> (String, String) {
    let mut doc = Doc::new("唐山市政协2026年度协商安排。", "tangshan", true);
    doc.single(
        "plan",
        &[
            ("title", quoted("唐山市政协2026年度协商安排")),
            ("issued_on", "2026-01-30".to_owned()),
            (
                "declared",
                declared(&[
                    (&["joint_conference"], Some(1)),
                    (&["special_sc"], Some(2)),
                    (&["counterpart"], Some(7)),
                    (&["sectoral", "city_county", "expert"], Some(16)),
                    (&["survey"], Some(28)),
                ]),
            ),
        ],
    );
    let mut forms = vec!["joint_conference", "special_sc", "special_sc"];
    forms.extend(["counterpart"; 7]);
    forms.extend((0..16).map(|i| ["sectoral", "city_county", "expert"][i % 3]));
    forms.extend(["survey"; 28]);
    let mut diary = Diary::default();
    for (n, form) in forms.into_iter().enumerate() {
        let at = u8::try_from(1 + n * 5 % 12).expect("a month");
        doc.record(
            "session",
            &[
                ("id", quoted(&format!("2026-{:02}", n + 1))),
                ("form", quoted(form)),
                ("title", quoted(&title(n))),
                ("period", month(at)),
                ("held_on", diary.book(at).to_string()),
                ("organizer", quoted(UNITS[n % UNITS.len()].1)),
                ("departments", quoted_list(&departments(n))),
            ],
        );
    }
    doc.file("plan.toml")
}

fn homes() -> (String, String) {
    let themes = [
        "政策宣讲",
        "走访慰问",
        "春耕服务",
        "读书交流",
        "就业帮扶",
        "环境保护",
        "防汛安全",
        "教育助学",
        "健康义诊",
        "敬老助老",
        "企业服务",
        "总结交流",
    ];
    let mut doc = Doc::new("委员之家：一月一主题，月月有活动。", "tangshan", true);
    for (index, (_, unit)) in UNITS.iter().enumerate() {
        for at in 1..=12u8 {
            let theme = themes[(usize::from(at) - 1 + index) % themes.len()];
            doc.record("home_theme", &[("committee", quoted(unit)), ("month", month(at)), ("title", quoted(theme))]);
            doc.record(
                "home_activity",
                &[
                    ("committee", quoted(unit)),
                    ("date", workday(at, 5 + index).to_string()),
                    ("title", quoted(&format!("{theme}活动"))),
                ],
            );
        }
    }
    doc.file("homes.toml")
}

/// Numbers of the members in a unit, counting from 0.
fn in_unit(unit: usize) -> impl Iterator<Item = usize> {
    (0..MEMBERS).filter(move |&i| unit_of(sector(i)) == unit)
}

/// Who links the `nth` member of a unit: the unit's chairperson-level official links the nine members of the standing
/// committee, and these share the others.
fn linked_by(unit: usize, nth: usize) -> Option<usize> {
    let upper = match nth {
        0 => return None,
        1..=9 => 0,
        _ => 1 + nth % 9,
    };
    in_unit(unit).nth(upper)
}

fn members(unit: usize) -> (String, String) {
    let (id, name) = UNITS[unit];
    let mut doc = Doc::new(&format!("{name}的委员。"), "tangshan", false);
    for (nth, i) in in_unit(unit).enumerate() {
        let mut fields = vec![
            ("id", quoted(&member_id(i))),
            ("name", quoted(&city_name(i))),
            ("sector", quoted(SECTORS[sector(i)])),
            ("committees", quoted_list(&[name])),
            ("cpc", (i % 5 < 2).to_string()),
        ];
        match (unit, nth) {
            (1, 0) => fields.push(("positions", quoted_list(&["chairperson"]))),
            (0, 0) => fields.push(("positions", quoted_list(&["secretary_general"]))),
            (_, 0) => fields.push(("positions", quoted_list(&["vice_chairperson"]))),
            (_, 1..=9) => fields.push(("positions", quoted_list(&["sc_member"]))),
            _ => {}
        }
        if let Some(upper) = linked_by(unit, nth) {
            fields.push(("linked_by", quoted_list(&[member_id(upper)])));
        }
        fields.push(("serves", quoted_list(&[public(sector(i))])));
        fields.push(("joined_on", "2022-01-20".to_owned()));
        doc.record("member", &fields);
    }
    doc.file(&format!("members/{}-{id}.toml", unit + 1))
}

fn ledger(unit: usize) -> (String, String) {
    let (id, name) = UNITS[unit];
    let mut doc = Doc::new(&format!("“六个一”台账：{name}的委员。"), "tangshan", true);
    for i in in_unit(unit) {
        six(&mut doc, "member", &member_id(i), i);
    }
    doc.file(&format!("six-ones/{}-{id}.toml", unit + 1))
}

fn cadres() -> (String, String) {
    let mut doc = Doc::new("机关干部和他们的“六个一”台账。", "tangshan", true);
    for i in 0..CADRES {
        doc.record(
            "cadre",
            &[
                ("id", quoted(&format!("JG-{:04}", i + 1))),
                ("name", quoted(&person(5_500 + i))),
                ("department", quoted(UNITS[i % UNITS.len()].1)),
            ],
        );
    }
    for i in 0..CADRES {
        six(&mut doc, "cadre", &format!("JG-{:04}", i + 1), i * 3 + 1);
    }
    doc.file("six-ones/9-cadres.toml")
}

/// One each of the six, and a second activity for every fourth person.
fn six(doc: &mut Doc, who: &str, id: &str, i: usize) {
    let day = |k: usize| workday(u8::try_from(1 + (i * 7 + k * 5) % 12).expect("a month"), i + k * 3).to_string();
    let mut entry = |kind: &str, title: String, date: String, excellent: bool| {
        let mut fields = vec![(who, quoted(id)), ("title", quoted(&title)), ("date", date)];
        if excellent {
            fields.push(("excellent", "true".to_owned()));
        }
        doc.record(kind, &fields);
    };
    entry("opinion_report", format!("关于{}的反映", title(i)), day(0), false);
    entry("proposal", format!("关于{}的提案", title(i + 11)), day(1), true);
    entry("activity", format!("{}专题调研", title(i + 5)), day(2), false);
    if i % 4 == 3 {
        entry("activity", format!("{}座谈会", title(i + 17)), day(6), false);
    }
    entry("visit", format!("第{:03}社区", i % 300 + 1), day(3), false);
    entry("project", format!("第{:03}社区便民服务点", i % 55 + 1), day(4), false);
    entry("duty_report", "2026年度履职报告".to_owned(), workday(12, i).to_string(), false);
}
