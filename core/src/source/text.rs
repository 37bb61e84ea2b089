//! One text.

use std::hash::BuildHasher as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use foldhash::quality::FixedState;

use crate::source::Position;
use crate::source::lines::Lines;

/// One text: its name as reports show it, and its contents without a byte order mark.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path relative to the working directory, with forward slashes.
    pub name: String,
    /// The contents.
    words: Words,
    /// Where its lines are, found when first asked for: of most texts nobody asks.
    lines: OnceLock<Lines>,
    /// Of a sheet of a workbook, its name.
    sheet: Option<Arc<str>>,
    /// Its header, where it has one.
    pub(super) header: Option<Header>,
    /// Which sheet of its workbook it is, from 0.
    pub(crate) order: usize,
}

/// The header of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its last line, from 1.
    pub line: usize,
    /// What each column is called.
    pub titles: Vec<String>,
}

/// The words of a text.
#[derive(Clone, Debug)]
enum Words {
    Here(Arc<str>),
    Gone(Box<Gone>),
}

/// Words that were let go.
#[derive(Clone, Debug)]
struct Gone {
    sum: Sum,
    path: PathBuf,
}

/// What tells a text from another that has taken its place in a file meanwhile: it is never kept beyond a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    bytes: usize,
    hash: u64,
}

impl Sum {
    /// That of a text.
    #[must_use]
    pub(crate) fn of(text: &str) -> Self {
        Self { bytes: text.len(), hash: FixedState::default().hash_one(text) }
    }
}

impl Source {
    /// Takes a text; its lines end with `\n` or `\r\n`.
    #[must_use]
    pub(crate) fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let (name, words) = (name.into(), Words::Here(text.into()));
        Self { name, words, lines: OnceLock::new(), sheet: None, header: None, order: 0 }
    }

    /// The same of a sheet, where there is one.
    #[must_use]
    pub(super) fn of_sheet(name: impl Into<String>, sheet: Option<&str>, text: impl Into<Arc<str>>) -> Self {
        Self { sheet: sheet.map(Arc::from), ..Self::new(name, text) }
    }

    /// The same under another name.
    #[must_use]
    pub(super) fn renamed(&self, name: String) -> Self {
        Self { name, ..self.clone() }
    }

    /// The contents. Those of a data file into which no finding points may have been let go, where
    /// [`Request::frugal`](crate::check::Request::frugal) asks for it: nothing is in their place.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.words {
            Words::Here(text) => text,
            Words::Gone(gone) => {
                debug_assert!(false, "the words of {} were let go", gone.path.display());
                ""
            }
        }
    }

    /// The contents, to be kept.
    #[must_use]
    pub(crate) fn shared(&self) -> Arc<str> {
        match &self.words {
            Words::Here(text) => text.clone(),
            Words::Gone(_) => self.text().into(),
        }
    }

    /// How many bytes the contents are.
    #[must_use]
    pub(crate) fn bytes(&self) -> usize {
        match &self.words {
            Words::Here(text) => text.len(),
            Words::Gone(gone) => gone.sum.bytes,
        }
    }

    /// Whether these are the contents.
    #[must_use]
    pub(super) fn is(&self, text: &str) -> bool {
        match &self.words {
            Words::Here(own) => **own == *text,
            Words::Gone(gone) => gone.sum == Sum::of(text),
        }
    }

    /// Where the contents can be read again that were let go.
    #[must_use]
    pub(crate) fn gone(&self) -> Option<&Path> {
        match &self.words {
            Words::Here(_) => None,
            Words::Gone(gone) => Some(&gone.path),
        }
    }

    pub(super) fn let_go(&mut self, sum: Sum, path: &Path) {
        self.words = Words::Gone(Box::new(Gone { sum, path: path.to_owned() }));
    }

    pub(super) fn hold(&mut self, text: Arc<str>) {
        self.words = Words::Here(text);
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(self.text()))
    }

    /// The name of the sheet that it is, where it is one of a workbook.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The header of a sheet.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// The position of a byte offset. An offset inside a character counts as that character. In a sheet a line is a row, and a
    /// column one of the sheet's.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let (line, start) = self.lines().at(self.text(), offset as usize);
        let mut offset = (offset as usize).min(self.text().len());
        while !self.text().is_char_boundary(offset) {
            offset -= 1;
        }
        if self.sheet.is_some() {
            let tabs = memchr::memchr_iter(b'\t', &self.text().as_bytes()[start.min(offset)..offset]).count();
            return Position { line, column: tabs + 1 };
        }
        Position { line, column: self.text()[start..offset].chars().count() + 1 }
    }

    /// The bytes of a line (from 1) without its line end; empty past the last line.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let Some(range) = self.lines().range(self.text(), line) else {
            return self.text().len()..self.text().len();
        };
        range.start..range.start + self.text()[range].trim_end_matches(['\n', '\r']).len()
    }

    /// Number of lines.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines().count()
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::new("", "")
    }
}
