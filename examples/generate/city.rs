//! What the smaller examples share: the organisation and its committees.

use super::toml::{Doc, quoted};

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
