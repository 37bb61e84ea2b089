//! The notes of a sheet: those that are there are kept, and told more.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Cells;
use super::sheet::place;
use super::xml::{Edits, Sort, Tag, escaped, walk};
use crate::workbook::Made;
use yize_core::sheet::cell_name;

/// Who writes notes.
pub(super) const AUTHOR: &str = "yize 议则";
/// The notes of a sheet that has none.
const NONE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors></authors><commentList></commentList></comments>";

/// The notes with those of the marks.
pub(super) struct Noted {
    /// Their text.
    pub text: String,
    /// The cells that had none.
    pub new: Vec<(u32, u32)>,
}

/// The notes with those of the marks.
pub(super) fn noted(before: Option<&str>, cells: &Cells) -> Made<Noted> {
    let text = before.unwrap_or(NONE);
    let mut left: BTreeMap<(u32, u32), &str> = cells.iter().map(|(at, (_, said))| (*at, said.as_str())).collect();
    let (mut edits, mut authors) = (Edits::default(), 0_usize);
    // The note that is open, where it is told more.
    let mut open: Option<&str> = None;
    let mut lists = Vec::new();
    walk(text, |tag| {
        match (tag.depth, tag.name, tag.sort) {
            (2, "author", Sort::Start | Sort::Empty) => authors += 1,
            (1, "authors" | "commentList", Sort::Empty | Sort::End) => lists.push(tag.clone()),
            (2, "comment", Sort::Start) => open = tag.attribute("ref").and_then(place).and_then(|at| left.remove(&at)),
            (2, "comment", Sort::End) => open = None,
            (_, _, sort) => {
                if let Some(said) = open {
                    tell_more(&mut edits, tag, sort, said);
                }
            }
        }
        Ok(())
    })?;
    for tag in lists {
        let (prefix, mut more) = (tag.prefix, String::new());
        if tag.name == "authors" {
            more = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
        }
        for (at, said) in left.iter().filter(|_| tag.name == "commentList") {
            // Writing to a string does not fail.
            let _ = write!(
                more,
                "<{prefix}comment ref=\"{}\" authorId=\"{authors}\"><{prefix}text>{}</{prefix}text></{prefix}comment>",
                cell_name(at.0, at.1),
                run(prefix, said)
            );
        }
        if tag.sort == Sort::Empty {
            edits.put(tag.range.clone(), format!("{}{more}</{prefix}{}>", Tag::opened(tag.text), tag.name));
        } else {
            edits.put(tag.range.start..tag.range.start, more);
        }
    }
    Ok(Noted { text: edits.applied(text), new: left.into_keys().collect() })
}

/// A note is told more at the end of its text. A plain text becomes a run, since beside runs it would not be shown.
fn tell_more(edits: &mut Edits, tag: &Tag<'_>, sort: Sort, said: &str) {
    let prefix = tag.prefix;
    let more = || run(prefix, &format!("\n\n{said}"));
    match (tag.depth, tag.name, sort) {
        (3, "text", Sort::End) => edits.put(tag.range.start..tag.range.start, more()),
        (3, "text", Sort::Empty) => {
            edits.put(tag.range.clone(), format!("<{prefix}text>{}</{prefix}text>", run(prefix, said)));
        }
        (4, "t", Sort::Start) => edits.put(tag.range.start..tag.range.start, format!("<{prefix}r>")),
        (4, "t", Sort::End) => edits.put(tag.range.end..tag.range.end, format!("</{prefix}r>")),
        _ => {}
    }
}

fn run(prefix: &str, said: &str) -> String {
    format!("<{prefix}r><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>", escaped(said))
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn notes_that_are_there_are_told_more_and_others_added() {
        let cells: Cells =
            [((0, 0), (Level::Violation, "错<1>".to_owned())), ((1, 1), (Level::Warning, "改".to_owned()))].into();
        let before = "<comments><authors><author>甲</author></authors><commentList><comment ref=\"A1\" authorId=\"0\">\
                      <text><t>原注</t></text></comment><comment ref=\"C1\" authorId=\"0\"><text><r><t>x</t></r></text></comment>\
                      </commentList></comments>";
        let noted = noted(Some(before), &cells).expect("notes");
        let wanted = "<comments><authors><author>甲</author><author>yize 议则</author></authors><commentList>\
            <comment ref=\"A1\" authorId=\"0\"><text><r><t>原注</t></r><r><t xml:space=\"preserve\">\n\n错&lt;1&gt;</t></r></text>\
            </comment><comment ref=\"C1\" authorId=\"0\"><text><r><t>x</t></r></text></comment><comment ref=\"B2\" authorId=\"1\">\
            <text><r><t xml:space=\"preserve\">改</t></r></text></comment></commentList></comments>";
        assert_eq!((noted.text.as_str(), &noted.new[..]), (wanted, &[(1, 1)][..]));
        let fresh = super::noted(None, &cells).expect("notes");
        assert!(fresh.text.contains("<comment ref=\"A1\" authorId=\"0\">"), "{}", fresh.text);
        assert_eq!(fresh.new, [(0, 0), (1, 1)]);
        let empty = super::noted(Some("<comments><authors/><commentList/></comments>"), &cells).expect("notes");
        assert!(
            empty.text.contains("<authors><author>") && empty.text.ends_with("</comment></commentList></comments>")
        );
    }
}
