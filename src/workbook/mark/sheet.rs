//! The cells of a sheet in colour: those that are there get another format, those that are not are put in their place.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::ops::RangeInclusive;

use super::relations::TYPES;
use super::styles::Styles;
use super::xml::{Edits, Sort, Tag, walk, with, without};
use super::{Cells, Level};
use crate::workbook::Made;
use crate::workbook::package::damaged;
use yize_core::sheet::cell_name;

/// What comes after the link to the shapes of notes in a sheet.
const AFTER: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// What becomes of a sheet.
pub(super) struct Marked {
    /// The changes.
    pub edits: Edits,
    /// The id that leads to the shapes of its notes, if it has any.
    pub drawing: Option<String>,
    /// Where that is put, where there is none.
    before: usize,
    prefix: String,
}

impl Marked {
    /// The changes, with a link to the shapes of notes.
    pub(super) fn with_drawing(mut self, id: &str, strict: bool) -> Edits {
        let (prefix, space) = (&self.prefix, TYPES[usize::from(strict)]);
        let link = format!("<{prefix}legacyDrawing xmlns:r=\"{space}\" r:id=\"{id}\"/>");
        self.edits.put(self.before..self.before, link);
        self.edits
    }
}

/// The sheet with its cells in the colours of their marks.
pub(super) fn marked(text: &str, cells: &Cells, styles: &mut Styles) -> Made<Marked> {
    let mut page = Page {
        styles,
        wanted: cells.iter().map(|(at, (level, _))| (*at, *level)).collect::<Vec<_>>().into_iter().peekable(),
        edits: Edits::default(),
        columns: Vec::new(),
        row: None,
        next: (0, 0),
        seen: false,
    };
    let (mut drawing, mut before, mut end, mut prefix) = (None, None, 0, String::new());
    walk(text, |tag| {
        match (tag.depth, tag.name, tag.sort) {
            (0, _, Sort::End) => {
                end = tag.range.start;
                tag.prefix.clone_into(&mut prefix);
            }
            (1, "legacyDrawing", Sort::Start | Sort::Empty) => drawing = tag.reference().map(str::to_owned),
            (1, name, Sort::Start | Sort::Empty) if page.seen && AFTER.contains(&name) => {
                before = before.or(Some(tag.range.start));
            }
            _ => page.tag(tag),
        }
        Ok(())
    })?;
    if page.wanted.peek().is_some() {
        return Err(damaged());
    }
    Ok(Marked { edits: page.edits, drawing, before: before.unwrap_or(end), prefix })
}

/// A sheet while it is walked through.
struct Page<'s> {
    styles: &'s mut Styles,
    /// Cells that are yet to come.
    wanted: Peekable<std::vec::IntoIter<((u32, u32), Level)>>,
    edits: Edits,
    /// The formats of columns.
    columns: Vec<(RangeInclusive<u32>, usize)>,
    /// The row that is open: its number, and its format, if it has one.
    row: Option<(u32, Option<usize>)>,
    /// Row and column that come next where a tag does not say.
    next: (u32, u32),
    /// Whether the cells have come.
    seen: bool,
}

impl Page<'_> {
    fn tag(&mut self, tag: &Tag<'_>) {
        match (tag.depth, tag.name, tag.sort) {
            (2, "col", Sort::Start | Sort::Empty) => self.column(tag),
            (1, "sheetData", Sort::Empty) => {
                self.seen = true;
                let rows = self.rows(u32::MAX, tag.prefix);
                let end = format!("</{}{}>", tag.prefix, tag.name);
                self.edits.put(tag.range.clone(), format!("{}{rows}{end}", Tag::opened(tag.text)));
            }
            (1, "sheetData", Sort::End) => {
                self.seen = true;
                let rows = self.rows(u32::MAX, tag.prefix);
                self.edits.put(tag.range.start..tag.range.start, rows);
            }
            (2, "row", Sort::Start | Sort::Empty) => self.begin(tag),
            (2, "row", Sort::End) => {
                let cells = self.cells(u32::MAX, tag.prefix);
                self.edits.put(tag.range.start..tag.range.start, cells);
                self.row = None;
            }
            (3, "c", Sort::Start | Sort::Empty) if self.row.is_some() => self.cell(tag),
            _ => {}
        }
    }

    fn column(&mut self, tag: &Tag<'_>) {
        let number = |name| tag.number(name).and_then(|n| u32::try_from(n).ok()?.checked_sub(1));
        if let (Some(first), Some(last), Some(style)) = (number("min"), number("max"), tag.number("style")) {
            self.columns.push((first..=last, style));
        }
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        let row = tag.number("r").and_then(|n| u32::try_from(n).ok()?.checked_sub(1)).unwrap_or(self.next.0);
        self.next = (row + 1, 0);
        let rows = self.rows(row, tag.prefix);
        self.edits.put(tag.range.start..tag.range.start, rows);
        self.row = Some((row, tag.number("s")));
        if self.wanted.peek().is_none_or(|((own, _), _)| *own != row) {
            return;
        }
        // It may be wider from now on, and need not say how wide it is.
        let head = without(tag.text, "spans");
        if tag.sort == Sort::Start {
            self.edits.put(tag.range.clone(), head);
            return;
        }
        let cells = self.cells(u32::MAX, tag.prefix);
        self.edits.put(tag.range.clone(), format!("{}{cells}</{}row>", Tag::opened(&head), tag.prefix));
    }

    fn cell(&mut self, tag: &Tag<'_>) {
        let Some((row, _)) = self.row else { return };
        let column = tag.attribute("r").and_then(place).map_or(self.next.1, |(_, column)| column);
        self.next.1 = column + 1;
        let cells = self.cells(column, tag.prefix);
        self.edits.put(tag.range.start..tag.range.start, cells);
        if let Some((_, level)) = self.wanted.next_if(|(at, _)| *at == (row, column)) {
            let style = self.styles.coloured(tag.number("s").unwrap_or_default(), level);
            self.edits.put(tag.range.clone(), with(tag.text, "s", &style.to_string()));
        }
    }

    /// The cells of the open row that are not there, up to a column.
    fn cells(&mut self, before: u32, prefix: &str) -> String {
        let (Some((row, style)), mut text) = (self.row, String::new()) else { return String::new() };
        while let Some(((_, column), level)) = self.wanted.next_if(|((own, column), _)| *own == row && *column < before)
        {
            let of_column = self.columns.iter().find(|(own, _)| own.contains(&column)).map(|(_, style)| *style);
            let style = self.styles.coloured(style.or(of_column).unwrap_or_default(), level);
            // Writing to a string does not fail.
            let _ = write!(text, "<{prefix}c r=\"{}\" s=\"{style}\"/>", cell_name(row, column));
        }
        text
    }

    /// The rows that are not there, up to one.
    fn rows(&mut self, before: u32, prefix: &str) -> String {
        let mut text = String::new();
        while let Some(((row, _), _)) = self.wanted.peek().filter(|((row, _), _)| *row < before).copied() {
            self.row = Some((row, None));
            let cells = self.cells(u32::MAX, prefix);
            let _ = write!(text, "<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1);
        }
        self.row = None;
        text
    }
}

/// Row and column of a cell by its name.
pub(super) fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.split(':').next()?.trim();
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let mut column = 0_u32;
    for letter in name[..digits].bytes().filter(|byte| *byte != b'$') {
        let own = letter.to_ascii_uppercase().checked_sub(b'A').filter(|own| *own < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(own) + 1)?;
    }
    let row: u32 = name[digits..].trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_their_names() {
        for (row, column) in [(0, 0), (11, 2), (1_048_575, 16_383), (3, 26), (0, 701), (0, 702)] {
            assert_eq!(place(&cell_name(row, column)), Some((row, column)));
        }
        assert_eq!((place("$B$3"), place("A1:B2")), (Some((2, 1)), Some((0, 0))));
        assert_eq!((place("A"), place("12"), place("A0"), place("")), (None, None, None, None));
    }

    #[test]
    fn cells_and_rows_that_are_not_there_are_put_in_their_order() {
        let cells: Cells = [(0, 0), (1, 0), (1, 2), (1, 4), (3, 1), (5, 1)]
            .into_iter()
            .map(|at| (at, (Level::Warning, String::new())))
            .collect();
        let text = "<worksheet><cols><col min=\"2\" max=\"3\" style=\"0\"/></cols><sheetData>\
                    <row r=\"2\" spans=\"2:4\"><c r=\"B2\"/><c r=\"C2\" t=\"s\"><v>1</v></c></row><row r=\"4\"/></sheetData>\
                    <tableParts/></worksheet>";
        let mut styles = Styles::of(None).expect("styles");
        let marked = marked(text, &cells, &mut styles).expect("a sheet");
        let wanted = "<worksheet><cols><col min=\"2\" max=\"3\" style=\"0\"/></cols><sheetData>\
            <row r=\"1\"><c r=\"A1\" s=\"1\"/></row><row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\"/><c r=\"C2\" t=\"s\" s=\"1\">\
            <v>1</v></c><c r=\"E2\" s=\"1\"/></row><row r=\"4\"><c r=\"B4\" s=\"1\"/></row><row r=\"6\"><c r=\"B6\" s=\"1\"/></row>\
            </sheetData><legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
            r:id=\"n\"/><tableParts/></worksheet>";
        assert_eq!(marked.with_drawing("n", false).applied(text), wanted);
        let none = super::marked("<worksheet><sheetData/></worksheet>", &cells, &mut styles).expect("a sheet");
        let made = none.edits.applied("<worksheet><sheetData/></worksheet>");
        assert!(
            made.starts_with("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"/></row><row r=\"2\">"),
            "{made}"
        );
    }

    #[test]
    fn rows_and_cells_without_names_are_counted() {
        let cells: Cells = [((1, 1), (Level::Pending, String::new()))].into();
        let text = "<x:worksheet><x:sheetData><x:row/><x:row><x:c/><x:c s='0'/></x:row></x:sheetData></x:worksheet>";
        let mut styles = Styles::of(None).expect("styles");
        let marked = marked(text, &cells, &mut styles).expect("a sheet");
        assert!(
            marked.with_drawing("n", true).applied(text).contains("<x:c/><x:c s='1'/></x:row></x:sheetData><x:legacy")
        );
    }
}
