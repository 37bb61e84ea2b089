//! The styles of a workbook, with those of its own that are coloured besides.

use std::fmt::Write as _;
use std::ops::Range;

use super::Level;
use super::xml::{Edits, Sort, Tag, walk, with};
use crate::workbook::Made;
use yize_core::say;

/// The styles of a workbook that has none.
const PLAIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"1\"><font><sz val=\"11\"/>\
    <name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill>\
    <patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/>\
    </border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>";

/// The styles.
pub(super) struct Styles {
    text: String,
    fills: List,
    formats: List,
    /// The formats, as they are written.
    own: Vec<Range<usize>>,
    /// The new ones: of which each is made, and its colour.
    new: Vec<(usize, Level)>,
}

/// A list in the text.
#[derive(Default)]
struct List {
    /// The tag that begins it.
    head: Range<usize>,
    /// Where its last element ends.
    end: usize,
    /// How many elements it has.
    count: usize,
    prefix: String,
}

impl Styles {
    /// Those of a text; plain ones where there is none.
    pub(super) fn of(text: Option<String>) -> Made<Self> {
        let text = text.unwrap_or_else(|| PLAIN.to_owned());
        let (mut fills, mut formats, mut own) = (List::default(), List::default(), Vec::new());
        let mut inside = "";
        walk(&text, |tag| {
            let list = match (tag.depth, tag.name) {
                (1, "fills") => Some(&mut fills),
                (1, "cellXfs") => Some(&mut formats),
                _ => None,
            };
            match (list, tag.sort) {
                (Some(list), Sort::Start) => {
                    list.head = tag.range.clone();
                    tag.prefix.clone_into(&mut list.prefix);
                    inside = tag.name;
                }
                (Some(list), Sort::End) => {
                    list.end = tag.range.start;
                    inside = "";
                }
                _ => {}
            }
            match (inside, tag.depth, tag.name, tag.sort) {
                ("fills", 2, "fill", Sort::Start | Sort::Empty) => fills.count += 1,
                ("cellXfs", 2, "xf", Sort::Start | Sort::Empty) => own.push(tag.range.clone()),
                ("cellXfs", 2, "xf", Sort::End) => own.last_mut().into_iter().for_each(|own| own.end = tag.range.end),
                _ => {}
            }
            Ok(())
        })?;
        formats.count = own.len();
        if fills.end == 0 || own.is_empty() {
            return Err(say!("工作簿的格式表不完整", "the styles of the workbook are not whole"));
        }
        Ok(Self { text, fills, formats, own, new: Vec::new() })
    }

    /// The number of a format in a colour.
    pub(super) fn coloured(&mut self, format: usize, level: Level) -> usize {
        let format = if format < self.own.len() { format } else { 0 };
        let at = self.new.iter().position(|own| *own == (format, level)).unwrap_or_else(|| {
            self.new.push((format, level));
            self.new.len() - 1
        });
        self.own.len() + at
    }

    /// The text with the new ones.
    pub(super) fn write(self) -> Made<String> {
        let mut edits = Edits::default();
        let (text, prefix) = (&self.text, &self.fills.prefix);
        let mut more = String::new();
        for level in Level::ALL {
            // Writing to a string does not fail.
            let _ = write!(
                more,
                "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"FF{:06X}\"/>\
                 <{prefix}bgColor indexed=\"64\"/></{prefix}patternFill></{prefix}fill>",
                level.colour()
            );
        }
        add(&mut edits, text, &self.fills, &more, Level::ALL.len());
        let mut more = String::new();
        for (format, level) in &self.new {
            let own = &text[self.own[*format].clone()];
            // The first tag is the format's; what is in it is kept.
            let end = own.find('>').map_or(own.len(), |at| at + 1);
            let fill = self.fills.count + *level as usize;
            let head = with(&with(&own[..end], "fillId", &fill.to_string()), "applyFill", "1");
            more.extend([head.as_str(), &own[end..]]);
        }
        add(&mut edits, text, &self.formats, &more, self.new.len());
        Ok(edits.applied(text))
    }
}

fn add(edits: &mut Edits, text: &str, list: &List, more: &str, count: usize) {
    let head = with(&text[list.head.clone()], "count", &(list.count + count).to_string());
    edits.put(list.head.clone(), Tag::opened(&head));
    edits.put(list.end..list.end, more);
}
