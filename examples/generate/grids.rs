//! Tangshan's grids: 3,641 members of four levels in 15,490 base grids and 317 dedicated grids, and a year of ledgers.

mod members;
mod places;
mod stations;
mod work;

use super::toml::{Doc, quoted, quoted_list};

use members::{Assignment, GridMember};
use work::Year;

/// File name, name, and the share of the grids and members, of 140.
const COUNTIES: [(&str, &str, usize); 14] = [
    ("lunan", "路南区", 9),
    ("lubei", "路北区", 13),
    ("guye", "古冶区", 6),
    ("kaiping", "开平区", 5),
    ("fengnan", "丰南区", 11),
    ("fengrun", "丰润区", 13),
    ("caofeidian", "曹妃甸区", 7),
    ("luanzhou", "滦州市", 10),
    ("zunhua", "遵化市", 13),
    ("qianan", "迁安市", 14),
    ("luannan", "滦南县", 10),
    ("laoting", "乐亭县", 9),
    ("qianxi", "迁西县", 8),
    ("yutian", "玉田县", 12),
];

const BASE: usize = 15_490;
const DEDICATED: usize = 317;

/// Members of each level; 3,641 together.
const LEVELS: [(&str, usize); 4] =
    [("national", 6), ("province", 75), ("city", super::tangshan::MEMBERS), ("county", 3_080)];

/// A county's members, who is in which grid, and the year of each.
struct County {
    members: Vec<GridMember>,
    assignments: Vec<Assignment>,
    years: Vec<Year>,
}

/// Three files a county, and one of its own committee.
pub fn files() -> Vec<(String, String)> {
    let counties = counties();
    let mut files = Vec::new();
    for (county, of) in counties.iter().enumerate() {
        files.extend(county_files(county, of));
        files.push(stations::file(county));
    }
    files.push(total(&counties));
    files
}

/// The counties, numbers running through all of them.
fn counties() -> Vec<County> {
    let city = super::tangshan::city_members();
    let (mut known, mut given) = (0, 0);
    let mut counties = Vec::new();
    for county in 0..COUNTIES.len() {
        let members = members::of(county, &city, known);
        known += members.len();
        let assignments = members::assignments(county, &members, given);
        given += assignments.len();
        let years = work::years(&members, &assignments);
        counties.push(County { members, assignments, years });
    }
    counties
}

/// The share of a county in a total; all shares together are the total.
fn share(total: usize, county: usize) -> usize {
    let until = |n: usize| COUNTIES[..n].iter().map(|(.., share)| share).sum::<usize>() * total / 140;
    until(county + 1) - until(county)
}

/// Members, grids of both kinds, or whatever else, before that county.
fn before(total: usize, county: usize) -> usize {
    (0..county).map(|n| share(total, n)).sum()
}

/// The grades of the members of the city's committee who are in office at the end of the year.
pub fn city_grades() -> Vec<Option<&'static str>> {
    let mut grades = vec![None; super::tangshan::city_members().len()];
    for county in counties() {
        for (member, year) in county.members.iter().zip(&county.years) {
            if let Some(city) = member.city {
                grades[city] = year.grade;
            }
        }
    }
    grades
}

/// The declared totals.
fn total(counties: &[County]) -> (String, String) {
    let mut doc = Doc::new("委员进网格总数。", "tangshan", true);
    let members: usize = LEVELS.iter().map(|(_, n)| n).sum();
    let in_office = counties.iter().flat_map(|county| &county.members).filter(|member| member.left_on.is_none());
    assert_eq!(in_office.count(), members);
    let mut fields = vec![
        ("title", quoted("唐山市四级政协委员进网格总数")),
        ("members", members.to_string()),
        ("base", BASE.to_string()),
        ("dedicated", DEDICATED.to_string()),
    ];
    fields.extend(LEVELS.map(|(level, n)| (level, n.to_string())));
    fields.push(("scheme_title", quoted("唐山市政协委员进网格实施方案")));
    fields.push(("scheme_on", members::SCHEME.to_string()));
    doc.single("grid_total", &fields);
    doc.file("grids/total.toml")
}

fn county_files(county: usize, of: &County) -> [(String, String); 3] {
    let (id, name, _) = COUNTIES[county];
    let mut grids = Doc::new(&format!("{name}的基础网格和专属网格。"), "tangshan", false);
    let mut roster = Doc::new(&format!("{name}：委员进网格基本信息台账。"), "tangshan", false);
    let mut work = Doc::new(&format!("{name}：委员进网格工作情况台账和年度台账。"), "tangshan", true);
    for (grid, name, nature) in places::grids(county) {
        let county = quoted(COUNTIES[county].1);
        let fields = [("id", quoted(&grid)), ("name", quoted(&name)), ("nature", quoted(nature)), ("county", county)];
        grids.record("grid", &fields);
    }
    of.members.iter().for_each(|member| add_member(&mut roster, county, member));
    for assignment in &of.assignments {
        add_assignment(&mut roster, assignment, &of.members[assignment.member]);
    }
    for (member, year) in of.members.iter().zip(&of.years) {
        year.write(&mut work, member, &of.assignments);
    }
    let folder = format!("grids/{:02}-{id}", county + 1);
    [
        grids.file(&format!("{folder}/grids.toml")),
        roster.file(&format!("{folder}/members.toml")),
        work.file(&format!("{folder}/work.toml")),
    ]
}

fn add_member(doc: &mut Doc, county: usize, member: &GridMember) {
    let mut fields = vec![
        ("id", quoted(&member.id)),
        ("name", quoted(&member.name)),
        ("level", quoted(member.level)),
        ("county", quoted(COUNTIES[county].1)),
        ("employer", quoted(&member.employer)),
    ];
    fields.extend(member.city_id.as_ref().map(|id| ("member", quoted(id))));
    fields.push(("joined_on", member.joined_on.to_string()));
    fields.extend(member.left_on.map(|day| ("left_on", day.to_string())));
    doc.record("grid_member", &fields);
}

fn add_assignment(doc: &mut Doc, assignment: &Assignment, member: &GridMember) {
    let mut fields = vec![
        ("id", quoted(&assignment.id)),
        ("member", quoted(&member.id)),
        ("grid", quoted(&assignment.grid)),
        ("roles", quoted_list(&assignment.roles)),
        ("assigned_on", assignment.assigned_on.to_string()),
    ];
    fields.extend(assignment.ended_on.map(|day| ("ended_on", day.to_string())));
    doc.record("grid_assignment", &fields);
}
