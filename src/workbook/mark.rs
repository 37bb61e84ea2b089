//! Marks in a workbook: wrong cells in colour, with a note of what is wrong. Of a workbook of Excel's all else is kept: only the
//! few places of its parts that say colour and notes are written anew. Of others the values go into a new one.

mod xml;
mod relations;
mod styles;
mod sheet;
mod notes;
mod drawing;
mod copy;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::workbook::Made;
use crate::workbook::package::{Package, damaged};
use relations::{Relations, parts_of};
use styles::Styles;
use yize_core::say;

pub(crate) use copy::copied;

/// A cell that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The sheet's name.
    pub sheet: String,
    /// Its row, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: u32,
    /// How grave it is.
    pub level: Level,
    /// What is said of it.
    pub text: String,
}

/// How grave something is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// A violation, or a fault.
    Violation,
    /// A warning.
    Warning,
    /// What is not yet due.
    Pending,
}

impl Level {
    /// All of them.
    const ALL: [Self; 3] = [Self::Violation, Self::Warning, Self::Pending];

    /// Its colour, red, green, blue.
    fn colour(self) -> u32 {
        match self {
            Self::Violation => 0x00FF_C7CE,
            Self::Warning => 0x00FF_EB9C,
            Self::Pending => 0x00C9_D6E6,
        }
    }
}

/// Most letters of a note; Excel takes a few more.
const LETTERS: usize = 30_000;

/// The marks of a sheet, each cell once: the gravest level, and all that is said.
type Cells = BTreeMap<(u32, u32), (Level, String)>;

/// The marks by sheet.
fn by_sheet(marks: &[Mark]) -> BTreeMap<&str, Cells> {
    let mut sheets: BTreeMap<&str, Cells> = BTreeMap::new();
    for mark in marks {
        let cells = sheets.entry(&mark.sheet).or_default();
        let (level, text) = cells.entry((mark.row, mark.column)).or_insert_with(|| (mark.level, String::new()));
        *level = mark.level.min(*level);
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&mark.text);
    }
    for (_, text) in sheets.values_mut().flat_map(BTreeMap::values_mut) {
        if let Some((at, _)) = text.char_indices().nth(LETTERS) {
            text.truncate(at);
            text.push_str("…（其余见检查结果 / the rest is in the report）");
        }
    }
    sheets
}

/// The workbook with the marks in it.
///
/// # Errors
/// Where it is none of Excel's, is damaged, or lacks a sheet that is marked.
pub(crate) fn mark(original: &[u8], marks: &[Mark]) -> Made<Vec<u8>> {
    let mut package = Package::read(original)?;
    let book = relations::main_part(&mut package)?;
    let sheets = parts_of(&mut package, &book)?;
    let mut relations = Relations::of(&mut package, &book)?;
    let style_part = relations.target("styles").unwrap_or_else(|| {
        relations.add("styles", "/xl/styles.xml");
        "xl/styles.xml".to_owned()
    });
    let mut styles = Styles::of(package.text(&style_part)?)?;
    if !package.has(&style_part) {
        relations.write(&mut package);
        let ty = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
        relations::declare(&mut package, &style_part, ty)?;
    }
    for (name, cells) in by_sheet(marks) {
        let Some((_, part)) = sheets.iter().find(|(own, _)| own == name) else {
            return Err(say!("工作簿里没有“{name}”这张表", "the workbook has no sheet `{name}`"));
        };
        one(&mut package, part, &cells, &mut styles)?;
    }
    package.put(&style_part, styles.write()?);
    package.write()
}

/// Whether a workbook is a copy with marks: one of its notes is ours.
pub(crate) fn is_marked(bytes: &[u8]) -> bool {
    let Ok(mut package) = Package::read(bytes) else { return false };
    let notes: Vec<String> = package.names().filter(|name| name.contains("comments")).map(str::to_owned).collect();
    notes.iter().any(|name| package.text(name).ok().flatten().is_some_and(|text| text.contains(notes::AUTHOR)))
}

/// Marks the cells of a sheet.
fn one(package: &mut Package<'_>, part: &str, cells: &Cells, styles: &mut Styles) -> Made<()> {
    let text = package.text(part)?.ok_or_else(damaged)?;
    let mut relations = Relations::of(package, part)?;
    let marked = sheet::marked(&text, cells, styles)?;

    let known = relations.target("comments");
    let part_of_notes = known.clone().unwrap_or_else(|| free(package, "xl/comments", "xml"));
    let before = if known.is_some() { package.text(&part_of_notes)? } else { None };
    let noted = notes::noted(before.as_deref(), cells)?;
    package.put(&part_of_notes, noted.text);
    if known.is_none() {
        relations.add("comments", &format!("/{part_of_notes}"));
        let ty = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
        relations::declare(package, &part_of_notes, ty)?;
    }

    let linked = marked.drawing.as_deref().and_then(|id| relations.by_id(id));
    let shapes = linked.clone().unwrap_or_else(|| free(package, "xl/drawings/vmlDrawing", "vml"));
    let before = if linked.is_some() { package.text(&shapes)? } else { None };
    package.put(&shapes, drawing::drawn(before.as_deref(), &noted.new)?);
    let text = if linked.is_some() {
        marked.edits.applied(&text)
    } else {
        let id = relations.add("vmlDrawing", &format!("/{shapes}"));
        relations::declare_ending(package, "vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")?;
        marked.with_drawing(&id, relations.is_strict()).applied(&text)
    };
    relations.write(package);
    package.put(part, text);
    Ok(())
}

/// A name of a part that is free.
fn free(package: &Package<'_>, stem: &str, ending: &str) -> String {
    let mut names = (1_usize..).map(|n| format!("{stem}{n}.{ending}"));
    names.find(|name| !package.has(name)).unwrap_or_default()
}
