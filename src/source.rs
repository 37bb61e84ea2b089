//! Texts that were read, and places in them: spans are bytes, positions are lines and characters.

use std::sync::Arc;

/// Names one of the texts that a run has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes `start..end` in one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `usize` offsets; offsets past `u32::MAX` are cut there (files that large are refused earlier).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }

    /// The span as a range of `usize`.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A span in a known text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The text.
    pub source: SourceId,
    /// Where in it.
    pub span: Span,
}

/// A line and a column, both counted from 1, columns in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode characters, from 1.
    pub column: usize,
}

/// One text: its name as reports show it, and its contents without a byte order mark.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path relative to the working directory, with forward slashes.
    pub name: String,
    /// The contents.
    pub text: Arc<str>,
    /// Byte offset of each line's first character.
    lines: Vec<u32>,
}

impl Source {
    /// Takes a text and indexes its lines (`\n`, `\r\n`).
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| Span::new(i + 1, i + 1).start));
        Self { name: name.into(), text, lines }
    }

    /// The position of a byte offset. An offset inside a character counts as that character.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines[line - 1] as usize;
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The byte offset of a position; past the end of a line it is the line's end.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let range = self.line_range(position.line);
        let line = &self.text[range.clone()];
        range.start + line.char_indices().nth(position.column.saturating_sub(1)).map_or(line.len(), |(i, _)| i)
    }

    /// The bytes of a line (from 1) without its line end; empty past the last line.
    #[must_use]
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let Some(start) = line.checked_sub(1).and_then(|i| self.lines.get(i)) else {
            return self.text.len()..self.text.len();
        };
        let start = *start as usize;
        let end = self.lines.get(line).map_or(self.text.len(), |next| *next as usize);
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// Number of lines.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }
}

/// Every text that a run has read: data files, packs, project settings.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Adds a text and names it.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(Arc::new(source));
        SourceId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// The same texts under other names.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(&str) -> String) -> Self {
        let rename = |source: &Arc<Source>| Arc::new(Source { name: name(&source.name), ..Source::clone(source) });
        Self(self.0.iter().map(rename).collect())
    }

    /// The name that the next text to be added will have.
    #[must_use]
    pub fn next(&self) -> SourceId {
        SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX))
    }

    /// The text of that name.
    ///
    /// # Panics
    /// When the name comes from another run.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// All texts, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(i, s)| (SourceId(u32::try_from(i).unwrap_or(u32::MAX)), &**s))
    }

    /// First and one-past-last position of a place.
    #[must_use]
    pub fn positions(&self, place: Place) -> (Position, Position) {
        let source = self.get(place.source);
        (source.position(place.span.start), source.position(place.span.end))
    }

    /// The text at a place.
    #[must_use]
    pub fn slice(&self, place: Place) -> &str {
        self.get(place.source).text.get(place.span.range()).unwrap_or_default()
    }
}
