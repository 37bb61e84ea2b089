//! Tangshan's grids: 3,641 members of four levels in 15,490 base grids and 317 dedicated grids, and a year of ledgers.

use super::calendar::workday;
use super::tangshan::{MEMBERS, city_name, member_id};
use super::toml::{Doc, list, quoted, quoted_list};
use super::words::{SECTORS, person};

const COUNTIES: [(&str, &str); 14] = [
    ("lunan", "路南区"),
    ("lubei", "路北区"),
    ("guye", "古冶区"),
    ("kaiping", "开平区"),
    ("fengnan", "丰南区"),
    ("fengrun", "丰润区"),
    ("caofeidian", "曹妃甸区"),
    ("luanzhou", "滦州市"),
    ("zunhua", "遵化市"),
    ("qianan", "迁安市"),
    ("luannan", "滦南县"),
    ("laoting", "乐亭县"),
    ("qianxi", "迁西县"),
    ("yutian", "玉田县"),
];

const BASE: usize = 15_490;
const DEDICATED: usize = 317;

/// Members of each level; 3,641 together.
const LEVELS: [(&str, usize); 4] = [("national", 6), ("province", 75), ("city", MEMBERS), ("county", 3_080)];

const ROLES: [&str; 5] = ["publicist", "liaison", "fighter", "supervisor", "attendant"];
const WORK: [&str; 5] = ["宣讲党的政策", "收集社情民意", "帮助企业解难", "监督惠民政策落实", "上门服务群众"];

/// Numbers handed out so far, so that identifiers run through all counties.
#[derive(Default)]
struct Counters {
    members: usize,
    city_members: usize,
    base: usize,
    dedicated: usize,
    assignments: usize,
}

/// Two files a county: who is in which grid, and the year's work.
pub fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut counters = Counters::default();
    for county in 0..COUNTIES.len() {
        files.extend(county_files(county, &mut counters));
        files.push(workstations(county));
    }
    files.push(total());
    assert_eq!(counters.members, 3_641);
    assert_eq!((counters.base, counters.dedicated), (BASE, DEDICATED));
    files
}

/// The declared totals.
fn total() -> (String, String) {
    let mut doc = Doc::new("委员进网格总数。", "tangshan", true);
    let members: usize = LEVELS.iter().map(|(_, n)| n).sum();
    doc.single(
        "grid_total",
        &[
            ("title", quoted("唐山市四级政协委员进网格总数")),
            ("members", members.to_string()),
            ("base", BASE.to_string()),
            ("dedicated", DEDICATED.to_string()),
        ],
    );
    doc.file("grids/total.toml")
}

/// The grade of a member of the city's committee, counting from 0.
pub fn city_grade(index: usize) -> &'static str {
    let (mut county, mut before) = (0, 0);
    while before + share(MEMBERS, county) <= index {
        before += share(MEMBERS, county);
        county += 1;
    }
    let above: usize = LEVELS[..2].iter().map(|(_, total)| share(*total, county)).sum();
    grade(county + above + index - before)
}

fn grade(i: usize) -> &'static str {
    ["一般", "良好", "优秀"][i % 3]
}

/// A county's own committee: its communities and the members' workstations in them.
fn workstations(county: usize) -> (String, String) {
    let (id, name) = COUNTIES[county];
    let body = format!("tangshan/{id}");
    let mut doc = Doc::new(&format!("{name}政协：社区“双联双服”委员工作站。"), &body, true);
    doc.record(
        "organization",
        &[
            ("id", quoted(&body)),
            ("name", quoted(&format!("{name}政协"))),
            ("level", quoted("county")),
            ("parent", quoted("tangshan")),
        ],
    );
    for sector in &SECTORS[..8] {
        doc.record("sector", &[("name", quoted(sector))]);
    }
    let community = |n: usize| format!("{name}第{n}社区");
    for n in 1..=6 {
        doc.record("community", &[("name", quoted(&community(n)))]);
    }
    for n in 0..3 {
        doc.record(
            "workstation",
            &[
                ("name", quoted(&format!("{}“双联双服”委员工作站", community(n * 2 + 1)))),
                ("sectors", quoted_list(&[SECTORS[(county + n) % 8], SECTORS[(county + n + 3) % 8]])),
                ("communities", quoted_list(&[community(n * 2 + 1), community(n * 2 + 2)])),
                (
                    "services",
                    format!(
                        "[\n  {{ nature = \"livelihood\", content = {} }},\n  {{ nature = \"development\", content = {} }},\n]",
                        quoted(["健康义诊", "就业帮扶", "敬老助老"][n]),
                        quoted(["社区环境整治", "社区议事协商", "社区文化活动"][n]),
                    ),
                ),
                ("opened_on", "2023-05-10".to_owned()),
            ],
        );
    }
    doc.file(&format!("counties/{id}.toml"))
}

/// The share of a county in a total, the first ones getting the remainder.
fn share(total: usize, county: usize) -> usize {
    total / COUNTIES.len() + usize::from(county < total % COUNTIES.len())
}

fn county_files(county: usize, counters: &mut Counters) -> [(String, String); 3] {
    let (id, name) = COUNTIES[county];
    let mut grids = Doc::new(&format!("{name}的基础网格和专属网格。"), "tangshan", false);
    let mut roster = Doc::new(&format!("{name}：委员进网格基本信息台账。"), "tangshan", false);
    let mut work = Doc::new(&format!("{name}：委员进网格工作情况台账和年度台账。"), "tangshan", true);
    let grid_ids = add_grids(&mut grids, county, counters);
    let members = add_members(&mut roster, county, counters);
    let first = add_assignments(&mut roster, &grid_ids, &members, counters);
    for (nth, member) in members.iter().enumerate() {
        add_year(&mut work, member, &first[nth], county + nth);
    }
    let folder = format!("grids/{:02}-{id}", county + 1);
    [
        grids.file(&format!("{folder}/grids.toml")),
        roster.file(&format!("{folder}/members.toml")),
        work.file(&format!("{folder}/work.toml")),
    ]
}

fn add_grids(doc: &mut Doc, county: usize, counters: &mut Counters) -> Vec<String> {
    let name = COUNTIES[county].1;
    let mut ids = Vec::new();
    for n in 1..=share(BASE, county) {
        counters.base += 1;
        ids.push(format!("JC-{:05}", counters.base));
        doc.record(
            "grid",
            &[
                ("id", quoted(ids.last().expect("just pushed"))),
                ("name", quoted(&format!("{name}基础网格{n:04}"))),
                ("nature", quoted("base")),
            ],
        );
    }
    for n in 1..=share(DEDICATED, county) {
        counters.dedicated += 1;
        ids.push(format!("ZS-{:05}", counters.dedicated));
        doc.record(
            "grid",
            &[
                ("id", quoted(ids.last().expect("just pushed"))),
                ("name", quoted(&format!("{name}专属网格{n:02}"))),
                ("nature", quoted("dedicated")),
            ],
        );
    }
    ids
}

fn add_members(doc: &mut Doc, county: usize, counters: &mut Counters) -> Vec<String> {
    let mut ids = Vec::new();
    for (level, total) in LEVELS {
        for _ in 0..share(total, county) {
            counters.members += 1;
            ids.push(format!("WG-{:04}", counters.members));
            let mut fields = vec![
                ("id", quoted(ids.last().expect("just pushed"))),
                ("name", quoted(&person(counters.members - 1))),
                ("level", quoted(level)),
            ];
            fields.push(("county", quoted(COUNTIES[county].1)));
            fields
                .push(("employer", quoted(&format!("{}第{:03}单位", COUNTIES[county].1, counters.members % 200 + 1))));
            if level == "city" {
                fields[1].1 = quoted(&city_name(counters.city_members));
                fields.push(("member", quoted(&member_id(counters.city_members))));
                counters.city_members += 1;
            }
            doc.record("grid_member", &fields);
        }
    }
    ids
}

/// Every grid has a member, every tenth has two; gives the first assignment of each member.
fn add_assignments(doc: &mut Doc, grids: &[String], members: &[String], counters: &mut Counters) -> Vec<String> {
    let mut first = vec![String::new(); members.len()];
    for (n, grid) in grids.iter().enumerate() {
        for extra in 0..=usize::from(n % 10 == 9) {
            let member = (n + extra * 7) % members.len();
            counters.assignments += 1;
            let id = format!("RZ-{:05}", counters.assignments);
            if first[member].is_empty() {
                first[member].clone_from(&id);
            }
            let roles = [ROLES[member % 5], ROLES[(member + 1 + n % 4) % 5]];
            doc.record(
                "grid_assignment",
                &[
                    ("id", quoted(&id)),
                    ("member", quoted(&members[member])),
                    ("grid", quoted(grid)),
                    ("roles", quoted_list(&roles[..=(n % 2)])),
                    ("assigned_on", "2023-03-01".to_owned()),
                ],
            );
        }
    }
    first
}

/// One to three work entries, the year's rounds, and the grade that goes with them.
fn add_year(doc: &mut Doc, member: &str, assignment: &str, i: usize) {
    for k in 0..=i % 3 {
        let role = (i + k) % 5;
        doc.record(
            "grid_work",
            &[
                ("assignment", quoted(assignment)),
                ("date", workday(u8::try_from(2 + (i + k * 4) % 10).expect("a month"), i + k).to_string()),
                ("role", quoted(ROLES[role])),
                ("summary", quoted(WORK[role])),
            ],
        );
    }
    let days = |months: &[u8]| -> String {
        list(&months.iter().map(|&month| workday(month, 12 + i % 4).to_string()).collect::<Vec<_>>())
    };
    doc.record(
        "grid_year",
        &[
            ("member", quoted(member)),
            ("monthly", days(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])),
            ("quarterly", days(&[3, 6, 9, 12])),
            ("half_yearly", days(&[6, 12])),
            ("evaluated", workday(12, 17 + i % 3).to_string()),
            ("grade", quoted(grade(i))),
        ],
    );
    // One in eighty is a candidate for commendation, of those with the highest grade.
    if i % 240 == 2 {
        doc.record("commendation", &[("member", quoted(member)), ("title", quoted("委员进网格先进个人"))]);
    }
}
