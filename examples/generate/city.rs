//! What the smaller examples share: the organisation, its committees, and the sessions of a year.

use jiff::civil::Date;

use super::calendar::{Diary, month};
use super::toml::{Doc, quoted, quoted_list};
use super::words::{departments, title};

/// Committees of the smaller examples.
pub const COMMITTEES: [&str; 6] = ["提案委", "经济委", "农业和农村委", "人口资源环境委", "教科卫体委", "社会法制委"];

/// A city's organisation and committees.
pub fn organization(doc: &mut Doc, id: &str, name: &str) {
    body(doc, id, name, "city", "hebei");
    for name in COMMITTEES {
        doc.record("committee", &[("name", quoted(name)), ("nature", quoted("committee"))]);
    }
}

/// An organisation.
pub fn body(doc: &mut Doc, id: &str, name: &str, level: &str, parent: &str) {
    doc.record(
        "organization",
        &[("id", quoted(id)), ("name", quoted(name)), ("level", quoted(level)), ("parent", quoted(parent))],
    );
}

/// A session of the plan.
pub struct Planned {
    pub id: String,
    pub form: &'static str,
    pub title: String,
    pub month: u8,
    pub committee: &'static str,
    pub departments: [&'static str; 2],
    pub held_on: Date,
}

/// The sessions of a year, the `n`-th on the `n`-th title.
pub fn sessions(items: &[(&'static str, u8)]) -> Vec<Planned> {
    let mut diary = Diary::default();
    items
        .iter()
        .enumerate()
        .map(|(n, &(form, at))| Planned {
            id: format!("2026-{:02}", n + 1),
            form,
            title: if form == "plenary" { "党政全面工作".to_owned() } else { title(n) },
            month: at,
            committee: COMMITTEES[n % COMMITTEES.len()],
            departments: departments(n),
            held_on: diary.book(at),
        })
        .collect()
}

impl Planned {
    /// The fields of the session.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", quoted(&self.id)),
            ("form", quoted(self.form)),
            ("title", quoted(&self.title)),
            ("period", month(self.month)),
            ("held_on", self.held_on.to_string()),
            ("lead", quoted("副主席")),
            ("organizer", quoted(self.committee)),
            ("departments", quoted_list(&self.departments)),
        ]
    }
}
