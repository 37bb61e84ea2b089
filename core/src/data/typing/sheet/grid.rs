//! The cells of a sheet's text, row by row.

use std::ops::Range;

use super::words::trimmed;
use crate::sheet::{Area, Inside};
use crate::source::Span;

/// A sheet's text, its rows found.
pub(super) struct Grid<'t> {
    text: &'t str,
    /// The bytes of each row.
    rows: Vec<Range<usize>>,
    /// Merged cells of more than one row, by column and first row.
    merged: Vec<Area>,
}

/// A cell: where it stands, and what is in it.
#[derive(Clone, Copy)]
pub(super) struct At<'t> {
    /// Its bytes, without the sign of its sort.
    pub span: Span,
    /// What is in it.
    pub inside: Inside<'t>,
    /// Whether what is in it stands for a merged cell that begins further up.
    pub merged: bool,
}

impl At<'_> {
    /// Whether there is nothing to be seen in it.
    pub(super) fn is_blank(&self) -> bool {
        match self.inside {
            Inside::Empty => true,
            Inside::Text(text) => trimmed(text).is_empty(),
            _ => false,
        }
    }
}

impl<'t> Grid<'t> {
    /// The grid of a text.
    pub(super) fn new(text: &'t str, merged: &[Area]) -> Self {
        let mut rows = Vec::new();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            rows.push(start..end);
            start = end + 1;
        }
        let mut merged: Vec<Area> = merged.iter().copied().filter(|area| area.last.0 > area.first.0).collect();
        merged.sort_unstable_by_key(|area| (area.first.1, area.first.0));
        Self { text, rows, merged }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The bytes of a row.
    pub(super) fn span(&self, row: u32) -> Span {
        self.rows[row as usize].clone().into()
    }

    /// Whether nothing is written that can be seen.
    pub(super) fn is_empty(&self) -> bool {
        (0..self.len()).all(|row| self.is_blank(row))
    }

    /// Whether nothing is written in a row that can be seen.
    pub(super) fn is_blank(&self, row: u32) -> bool {
        self.own(row).all(|cell| cell.is_blank())
    }

    /// The cells of a row, from the first column on, without what merged cells further up say of them.
    pub(super) fn own(&self, row: u32) -> impl Iterator<Item = At<'t>> {
        let range = self.rows[row as usize].clone();
        let mut start = range.start;
        self.text[range].split('\t').map(move |cell| {
            let inside = Inside::of(cell);
            let span = Span::new(start + inside.mark(), start + cell.len());
            start += cell.len() + 1;
            At { span, inside, merged: false }
        })
    }

    /// The cells of a row, with what merged cells further up say.
    pub(super) fn cells(&self, row: u32) -> Vec<At<'t>> {
        let mut cells: Vec<At<'t>> = self.own(row).collect();
        if !self.merged.is_empty() {
            for (column, cell) in (0..).zip(&mut cells).filter(|(_, cell)| cell.inside == Inside::Empty) {
                if let Some(first) = self.above(row, column)
                    && let Some(own) = self.own(first).nth(column as usize)
                {
                    *cell = At { inside: own.inside, merged: true, span: cell.span };
                }
            }
        }
        cells
    }

    /// The first row of the merged cell in whose first column a cell stands, if it begins further up.
    fn above(&self, row: u32, column: u32) -> Option<u32> {
        let behind = self.merged.partition_point(|area| (area.first.1, area.first.0) <= (column, row));
        let area = self.merged[..behind].last().filter(|area| area.first.1 == column)?;
        (area.first.0 < row && row <= area.last.0).then_some(area.first.0)
    }
}
