//! Lines in the making, and what stands in columns: `=` below `=`, values below values.

use unicode_width::UnicodeWidthStr as _;

/// A gap within a line that may be wider than a blank, so that lines one below the other stand in columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// The byte of the line's text where it is.
    pub at: usize,
    /// How many blanks it has in the text as it was.
    pub blanks: usize,
    /// Which sort of gap it is; only those of one sort stand in a column.
    pub sort: char,
}

/// A line.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// How far it is indented.
    pub indent: usize,
    /// What it says, without the blanks of its slot; a text of several lines may go on below.
    pub text: String,
    /// The gap that may be wider.
    pub slot: Option<Slot>,
    /// Whether an empty line stands before it.
    pub apart: bool,
}

impl Line {
    fn width(&self) -> usize {
        self.slot.map_or(0, |slot| self.text[..slot.at].width())
    }
}

/// The text of lines, each ended alike.
pub(super) fn joined(lines: &[Line], end: &str) -> String {
    let mut text = String::new();
    let mut from = 0;
    while from < lines.len() {
        let mut to = from + 1;
        let follows = |line: &Line| {
            let same = |one: Slot, other: Slot| one.sort == other.sort;
            let slots = line.slot.zip(lines[from].slot);
            !line.apart && line.indent == lines[from].indent && slots.is_some_and(|(one, other)| same(one, other))
        };
        while to < lines.len() && follows(&lines[to]) {
            to += 1;
        }
        let run = &lines[from..to];
        for (line, column) in run.iter().zip(columns(run)) {
            if line.apart && !text.is_empty() {
                text.push_str(end);
            }
            text.extend(std::iter::repeat_n(' ', line.indent));
            match line.slot {
                Some(slot) => {
                    text.push_str(&line.text[..slot.at]);
                    text.extend(std::iter::repeat_n(' ', column - line.width()));
                    text.push_str(&line.text[slot.at..]);
                }
                None => text.push_str(&line.text),
            }
            text.push_str(end);
        }
        from = to;
    }
    text
}

/// Where what follows the slot of each line begins. Lines that were written in a column stay in one: that of most of them, and
/// no wider than they need; what is too long for it sticks out.
fn columns(run: &[Line]) -> Vec<usize> {
    let widths: Vec<usize> = run.iter().map(Line::width).collect();
    let blanks = |line: &Line| line.slot.map_or(1, |slot| slot.blanks).max(1);
    let mut columns: Vec<usize> = run.iter().zip(&widths).map(|(line, width)| width + blanks(line)).collect();
    if columns.iter().zip(&widths).all(|(column, width)| *column == width + 1) {
        return columns;
    }
    loop {
        let count = |column: usize| columns.iter().filter(|own| **own == column).count();
        let Some(most) = columns.iter().copied().max_by_key(|column| (count(*column), *column)) else { return columns };
        let widest = widths.iter().copied().filter(|width| width < &most).max().unwrap_or(0);
        let next: Vec<usize> = widths.iter().map(|width| if *width < most { widest + 1 } else { width + 1 }).collect();
        if next == columns {
            return columns;
        }
        columns = next;
    }
}
