//! Tangshan: members of the city's committee in eight units, the year's consultations, the members' homes, the six ones.

mod homes;
mod ledger;
mod people;
mod plan;
mod words;

use super::toml::{Doc, quoted};

pub use people::{Member, city_members};

/// Names of files and units.
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

/// Members of the city's own committee in office; the four levels together are in `grids`.
pub const MEMBERS: usize = 480;

/// Files of the city's committee; the grids are in `grids`.
pub fn files() -> Vec<(String, String)> {
    let members = city_members();
    let mut files = vec![organization(), plan::file(), homes::file(), publics(), assessments(&members)];
    files.extend((0..UNITS.len()).map(|unit| people::file(unit, &members)));
    files.extend(ledger::files(&members));
    files
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
    for sector in &people::SECTORS {
        doc.record("sector", &[("name", quoted(sector.name)), ("committee", quoted(UNITS[sector.unit].1))]);
    }
    doc.file("organization.toml")
}

/// What a sector's public is called.
fn public(sector: &str) -> String {
    format!("{sector}界别群众")
}

fn publics() -> (String, String) {
    let mut doc = Doc::new("各界别群众：委员联系的对象。", "tangshan", false);
    for sector in &people::SECTORS {
        doc.record("sector_group", &[("name", quoted(&public(sector.name))), ("sector", quoted(sector.name))]);
    }
    doc.file("sector-groups.toml")
}

/// The yearly assessment of each member in office, with the grade of the grid.
fn assessments(members: &[Member]) -> (String, String) {
    let grades = super::grids::city_grades();
    let mut doc = Doc::new("委员履职考评，网格考核等级纳入考评。", "tangshan", true);
    for (index, member) in members.iter().enumerate().filter(|(_, member)| member.left_on.is_none()) {
        doc.record(
            "duty_assessment",
            &[
                ("member", quoted(&member.id)),
                ("date", format!("2026-12-{}", 29 + index % 3)),
                ("grid_grade", quoted(grades[index].expect("the grade of a member in office"))),
                ("conclusion", quoted(words::conclusion(index, grades[index].unwrap_or_default()))),
            ],
        );
    }
    doc.file("assessments.toml")
}
