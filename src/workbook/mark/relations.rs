//! How the parts of a workbook lead to one another, and what they are declared to be.

use super::xml::{Edits, Sort, Tag, escaped, walk};
use crate::workbook::Made;
use crate::workbook::package::{Package, damaged};

/// The namespace of relations, of the usual and of the strict form.
pub(super) const TYPES: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const DECLARED: &str = "[Content_Types].xml";

/// Where a part leads.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    id: String,
    ty: String,
    /// The name of the part, from the root.
    target: String,
}

/// Where all of a part lead.
#[derive(Debug)]
pub(super) struct Relations {
    /// The part that says so, and its text.
    part: String,
    text: String,
    all: Vec<Relation>,
    changed: bool,
}

impl Relations {
    /// Those of a part.
    pub(super) fn of(package: &mut Package<'_>, owner: &str) -> Made<Self> {
        let (folder, name) = owner.rsplit_once('/').unwrap_or(("", owner));
        let part = format!("{folder}{}_rels/{name}.rels", if folder.is_empty() { "" } else { "/" });
        let none = || {
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Relationships xmlns=\"{PACKAGE}\"></Relationships>")
        };
        let text = package.text(&part)?.unwrap_or_else(none);
        let mut all = Vec::new();
        walk(&text, |tag| {
            let outside = tag.attribute("TargetMode") == Some("External");
            if tag.name == "Relationship" && tag.sort != Sort::End && !outside {
                let get = |name| tag.meant(name).unwrap_or_default();
                all.push(Relation { id: get("Id"), ty: get("Type"), target: resolved(folder, &get("Target")) });
            }
            Ok(())
        })?;
        Ok(Self { part, text, all, changed: false })
    }

    /// The part to which one of a type leads.
    pub(super) fn target(&self, ty: &str) -> Option<String> {
        let of_type = |own: &&Relation| TYPES.iter().any(|space| own.ty.strip_prefix(space) == Some(&format!("/{ty}")));
        self.all.iter().find(of_type).map(|own| own.target.clone())
    }

    /// The part to which that id leads.
    pub(super) fn by_id(&self, id: &str) -> Option<String> {
        self.all.iter().find(|own| own.id == id).map(|own| own.target.clone())
    }

    /// Adds one, and gives its id.
    pub(super) fn add(&mut self, ty: &str, target: &str) -> String {
        let mut ids = (1_usize..).map(|n| format!("rIdYize{n}"));
        let id = ids.find(|id| self.by_id(id).is_none()).unwrap_or_default();
        let space = TYPES[usize::from(self.is_strict())];
        let (own, target) = (format!("{space}/{ty}"), target.trim_start_matches('/').to_owned());
        let line = format!("<Relationship Id=\"{id}\" Type=\"{own}\" Target=\"/{}\"/>", escaped(&target));
        self.text = within(&self.text, "Relationships", &line);
        self.all.push(Relation { id: id.clone(), ty: own, target });
        self.changed = true;
        id
    }

    /// Whether the workbook is of the strict form.
    pub(super) fn is_strict(&self) -> bool {
        self.all.iter().any(|own| own.ty.starts_with(TYPES[1]))
    }

    /// Puts them into the package, where they have changed.
    pub(super) fn write(&self, package: &mut Package<'_>) {
        if self.changed {
            package.put(&self.part, self.text.clone());
        }
    }
}

/// A target as the name of a part from the root.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => _ = steps.pop(),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The text with a line as the last of what is in its outermost element.
fn within(text: &str, root: &str, line: &str) -> String {
    let mut edits = Edits::default();
    let prefixed = |tag: &Tag<'_>| {
        let own = line.replacen('<', &format!("<{}", tag.prefix), 1);
        (own, format!("</{}{root}>", tag.prefix))
    };
    // What was walked through once is well formed.
    let _ = walk(text, |tag| {
        if tag.depth == 0 && tag.sort == Sort::End {
            edits.put(tag.range.start..tag.range.start, prefixed(tag).0);
        }
        if tag.depth == 0 && tag.sort == Sort::Empty {
            let (own, end) = prefixed(tag);
            edits.put(tag.range.clone(), format!("{}{own}{end}", Tag::opened(tag.text)));
        }
        Ok(())
    });
    edits.applied(text)
}

/// The part that the workbook begins with.
pub(super) fn main_part(package: &mut Package<'_>) -> Made<String> {
    Relations::of(package, "")?.target("officeDocument").filter(|part| package.has(part)).ok_or_else(damaged)
}

/// The sheets of a workbook: names, and the parts that they are.
pub(super) fn parts_of(package: &mut Package<'_>, book: &str) -> Made<Vec<(String, String)>> {
    let relations = Relations::of(package, book)?;
    let text = package.text(book)?.ok_or_else(damaged)?;
    let mut sheets = Vec::new();
    walk(&text, |tag| {
        if tag.name == "sheet" && tag.sort != Sort::End {
            let name = tag.meant("name").unwrap_or_default();
            sheets.extend(tag.reference().and_then(|id| relations.by_id(id)).map(|part| (name, part)));
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// Declares what a part is.
pub(super) fn declare(package: &mut Package<'_>, part: &str, ty: &str) -> Made<()> {
    let text = package.text(DECLARED)?.ok_or_else(damaged)?;
    let line = format!("<Override PartName=\"/{}\" ContentType=\"{ty}\"/>", escaped(part));
    package.put(DECLARED, within(&text, "Types", &line));
    Ok(())
}

/// Declares what parts of an ending are, where it is not yet said.
pub(super) fn declare_ending(package: &mut Package<'_>, ending: &str, ty: &str) -> Made<()> {
    let text = package.text(DECLARED)?.ok_or_else(damaged)?;
    let mut known = false;
    walk(&text, |tag| {
        let own = tag.attribute("Extension");
        known |= tag.name == "Default" && own.is_some_and(|own| own.eq_ignore_ascii_case(ending));
        Ok(())
    })?;
    if !known {
        package
            .put(DECLARED, within(&text, "Types", &format!("<Default Extension=\"{ending}\" ContentType=\"{ty}\"/>")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_where_they_are_named() {
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing1.vml"),
            ("xl", "/xl/styles.xml", "xl/styles.xml"),
            ("", "./xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolved(folder, target), part);
        }
    }

    #[test]
    fn a_line_goes_into_the_outermost_element_with_its_prefix() {
        assert_eq!(within("<a x='1'/>", "a", "<b/>"), "<a x='1'><b/></a>");
        assert_eq!(within("<p:a><p:c/></p:a>", "a", "<b/>"), "<p:a><p:c/><p:b/></p:a>");
    }
}
