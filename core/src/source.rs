//! Texts that were read, and places in them: spans are bytes, positions are lines and characters.
//!
//! ```
//! use yize_core::source::{Header, Locator, Place, Position, Source, SourceId, Sources, Span, within};
//!
//! let mut sources = Sources::default();
//! let id: SourceId = sources.add("plan.toml", "title = \"计划\"\nyear = 2026\n").expect("not too many texts");
//! let source: &Source = sources.get(id);
//! assert_eq!((source.line_count(), &source.text()[source.line_range(1)]), (3, "title = \"计划\""));
//!
//! // The year, by its bytes; people count lines and characters.
//! let year = Place { source: id, span: Span::new(24, 28) };
//! assert_eq!((sources.slice(year), &source.text()[year.span.range()]), ("2026", "2026"));
//! assert_eq!(source.position(24), Position { line: 2, column: 8 });
//! // For many places, sorted, a locator is quicker than the sources.
//! assert_eq!(Locator::new(&sources).positions(year), sources.positions(year));
//! // A range that cuts characters in two is moved onto them.
//! assert_eq!(&source.text()[within(source.text(), 10..16)], "计划\"");
//!
//! // A file that is read again and reads otherwise is another text.
//! assert_ne!(sources.add("plan.toml", "title = \"\"\n"), Some(id));
//! assert_eq!(sources.iter().filter(|(_, source)| source.name == "plan.toml").count(), 2);
//! assert_eq!(sources.current().count(), 2);
//!
//! // Of a sheet of a workbook the lines are its rows, and cells are parted by tabs.
//! let id = sources.add_sheet("台账.xlsx", ("委员", 0), "姓名\t界别\n委员甲\t工商联").expect("not too many texts");
//! let place = Place { source: id, span: Span::new(24, 33) };
//! assert_eq!((sources.slice(place), sources.get(id).sheet()), ("工商联", Some("委员")));
//! assert_eq!(sources.positions(place).0, Position { line: 2, column: 2 });
//! assert_eq!((sources.cell(place).as_deref(), sources.show(place).as_str()), (Some("B2"), "台账.xlsx [委员!B2]"));
//! // Which of its rows is the header is known once it was read.
//! assert_eq!(sources.get(id).header().map(|Header { line, titles }| (line, titles)), None);
//! ```

mod cells;
mod lines;
mod text;
mod locator;

pub use cells::cell_name;
pub(crate) use cells::column_name;
pub use locator::{Locator, within};
pub(crate) use text::Sum;
pub use text::{Header, Source};

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Names one of the texts that a run has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct SourceId(pub u32);

impl SourceId {
    /// Names no text: that of one which was refused, or of what was never read.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// That of what is yet to get one.
    pub(crate) fn none() -> Self {
        Self::NONE
    }

    /// The number of the text at that place, from 0; `None` where there are more than can be told apart.
    #[must_use]
    pub(crate) fn new(at: usize) -> Option<Self> {
        u32::try_from(at).ok().map(Self).filter(|id| *id != Self::NONE)
    }
}

/// A range of bytes `start..end` in one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The last byte that a span can reach; a longer text is refused by [`Sources::add`].
    pub(crate) const MOST: usize = u32::MAX as usize;

    /// A span from `usize` offsets.
    ///
    /// # Panics
    /// When an offset does not fit into 32 bits; [`Sources::add`] takes no text that is so long.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).expect("a text is never longer than spans reach");
        Self { start: narrow(start), end: narrow(end) }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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

/// Every text that a run has read: data files, packs, project settings.
///
/// Texts are kept for good and each once: what was made of a [`SourceId`] holds as long as the sources do, also when its
/// file has been read again and reads otherwise now.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<Arc<Source>>,
    by_name: HashMap<String, Vec<SourceId>>,
    /// Which of them were added since [`Self::begin`].
    current: Vec<bool>,
    /// What [`SourceId::NONE`] names: a text without a word.
    nothing: Source,
}

impl Sources {
    /// Adds a text and numbers it; one that is there already, under the same name, keeps its number.
    ///
    /// `None` when it is longer than spans reach, or there are as many texts as can be told apart.
    #[must_use]
    pub fn add(&mut self, name: &str, text: impl AsRef<str> + Into<Arc<str>>) -> Option<SourceId> {
        self.add_up_to(Span::MOST, (name, None), text)
    }

    /// The same for a sheet of a workbook: its name, and which one it is, from 0.
    #[must_use]
    pub fn add_sheet(
        &mut self,
        name: &str,
        (sheet, order): (&str, usize),
        text: impl AsRef<str> + Into<Arc<str>>,
    ) -> Option<SourceId> {
        let id = self.add_up_to(Span::MOST, (name, Some(sheet)), text)?;
        if let Some(source) = self.texts.get_mut(id.0 as usize).filter(|source| source.order != order) {
            Arc::make_mut(source).order = order;
        }
        Some(id)
    }

    fn add_up_to(
        &mut self,
        longest: usize,
        (name, sheet): (&str, Option<&str>),
        text: impl AsRef<str> + Into<Arc<str>>,
    ) -> Option<SourceId> {
        let same = |id: &&SourceId| {
            let own = self.get(**id);
            own.sheet() == sheet && own.is(text.as_ref())
        };
        if let Some(id) = self.by_name.get(name).and_then(|ids| ids.iter().rev().find(same)).copied() {
            self.current[id.0 as usize] = true;
            self.hold(id, text);
            return Some(id);
        }
        let id = SourceId::new(self.texts.len()).filter(|_| text.as_ref().len() <= longest)?;
        self.texts.push(Arc::new(Source::of_sheet(name, sheet, text)));
        self.current.push(true);
        self.by_name.entry(name.to_owned()).or_default().push(id);
        Some(id)
    }

    /// Lets the words of a text go that was read from this path: nothing points into it.
    pub(crate) fn let_go(&mut self, id: SourceId, sum: Sum, path: &Path) {
        if let Some(source) = self.texts.get_mut(id.0 as usize) {
            Arc::make_mut(source).let_go(sum, path);
        }
    }

    /// Takes words back that were let go, when they have been read again. Whether they are the same.
    pub(crate) fn take_back(&mut self, id: SourceId, text: impl AsRef<str> + Into<Arc<str>>) -> bool {
        let same = self.get(id).is(text.as_ref());
        if same {
            self.hold(id, text);
        }
        same
    }

    /// Holds words that were let go and are known to be these.
    fn hold(&mut self, id: SourceId, text: impl Into<Arc<str>>) {
        if let Some(source) = self.texts.get_mut(id.0 as usize).filter(|source| source.gone().is_some()) {
            Arc::make_mut(source).hold(text.into());
        }
    }

    /// Notes which row of a sheet is its header.
    pub(crate) fn head(&mut self, id: SourceId, header: Option<Header>) {
        if let Some(source) = self.texts.get_mut(id.0 as usize).filter(|source| source.header != header) {
            Arc::make_mut(source).header = header;
        }
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.texts.len()
    }

    /// Begins a new round of reading: what is not added in it is out of date.
    pub(crate) fn begin(&mut self) {
        self.current.fill(false);
    }

    /// How many bytes are out of date, and how many are not.
    #[must_use]
    pub(crate) fn bytes(&self) -> (usize, usize) {
        let sum = |wanted: bool| {
            let texts = self.texts.iter().zip(&self.current).filter(|(_, current)| **current == wanted);
            texts.map(|(source, _)| source.bytes()).sum()
        };
        (sum(false), sum(true))
    }

    /// The same texts under other names.
    #[must_use]
    pub(crate) fn renamed(&self, name: impl Fn(&str) -> String) -> Self {
        let rename = |source: &Arc<Source>| Arc::new(source.renamed(name(&source.name)));
        let mut renamed = Self {
            texts: self.texts.iter().map(rename).collect(),
            by_name: HashMap::new(),
            current: self.current.clone(),
            nothing: self.nothing.clone(),
        };
        for (id, source) in self.iter() {
            renamed.by_name.entry(name(&source.name)).or_default().push(id);
        }
        renamed
    }

    /// The text of that name; empty where it was refused.
    ///
    /// # Panics
    /// When the name comes from another run.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        if id == SourceId::NONE { &self.nothing } else { &self.texts[id.0 as usize] }
    }

    /// A text that outlives what is added here.
    #[must_use]
    pub(crate) fn shared(&self, id: SourceId) -> Arc<Source> {
        self.texts.get(id.0 as usize).cloned().unwrap_or_default()
    }

    /// All texts, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.texts.iter().enumerate().filter_map(|(at, text)| Some((SourceId::new(at)?, &**text)))
    }

    /// The texts that the last round of a session has read, or the one check.
    pub fn current(&self) -> impl Iterator<Item = &Source> {
        self.numbered().map(|(_, source)| source)
    }

    /// The same with their numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.iter().zip(&self.current).filter(|(_, current)| **current).map(|(own, _)| own)
    }

    /// First and one-past-last position of a place.
    #[must_use]
    pub fn positions(&self, place: Place) -> (Position, Position) {
        let source = self.get(place.source);
        (source.position(place.span.start), source.position(place.span.end))
    }

    /// A place as people write it: `plan.toml:3:9`, or `委员.xlsx [委员!C12]`.
    #[must_use]
    pub fn show(&self, place: Place) -> String {
        let source = self.get(place.source);
        if let (Some(sheet), Some(cell)) = (source.sheet(), self.cell(place)) {
            return format!("{} [{sheet}!{cell}]", source.name);
        }
        let Position { line, column } = self.positions(place).0;
        format!("{}:{line}:{column}", source.name)
    }

    /// The cell at a place: `C12`, or `A12:F12` where it is more than one; `None` in a text that is no sheet.
    #[must_use]
    pub fn cell(&self, place: Place) -> Option<String> {
        self.get(place.source).sheet()?;
        let name = |at: Position| {
            let from_nought = |n: usize| u32::try_from(n.saturating_sub(1)).unwrap_or(u32::MAX);
            cell_name(from_nought(at.line), from_nought(at.column))
        };
        let (first, last) = self.positions(place);
        Some(if first == last { name(first) } else { format!("{}:{}", name(first), name(last)) })
    }

    /// The text at a place.
    #[must_use]
    pub fn slice(&self, place: Place) -> &str {
        self.get(place.source).text().get(place.span.range()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_spans_reach_is_refused() {
        let mut sources = Sources::default();
        assert_eq!(sources.add_up_to(3, ("a", None), "abc"), SourceId::new(0));
        assert_eq!(sources.add_up_to(3, ("b", None), "abcd"), None);
        assert_eq!(sources.count(), 1);
        assert_eq!(sources.get(SourceId::NONE).text(), "");
    }

    #[test]
    fn a_text_number_is_refused_and_never_cut() {
        let most = u32::MAX as usize;
        assert!(SourceId::new(most - 1).is_some());
        assert_eq!((SourceId::new(most), SourceId::new(most + 1)), (None, None));
    }
}
