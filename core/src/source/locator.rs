//! Positions found quickly, also on a file that is one line of a hundred megabytes with findings all along it.

use std::ops::Range;

use crate::source::{Place, Position, Source, SourceId, Sources, Span};

/// Finds positions. It remembers the last one: findings come sorted by place, so a long line is counted once and
/// not once for each of its findings.
#[derive(Debug)]
pub struct Locator<'a> {
    sources: &'a Sources,
    last: Option<(SourceId, usize, Position)>,
}

impl<'a> Locator<'a> {
    /// For places in these texts.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, last: None }
    }

    /// First and one-past-last position of a place.
    pub fn positions(&mut self, place: Place) -> (Position, Position) {
        let source = self.sources.get(place.source);
        let range = within(source.text(), place.span.range());
        if source.sheet().is_some() {
            return (source.position(offset(range.start)), source.position(offset(range.end)));
        }
        let start = match self.last {
            Some((id, offset, position)) if id == place.source && offset <= range.start => {
                advance(source, offset, position, range.start)
            }
            _ => source.position(offset(range.start)),
        };
        self.last = Some((place.source, range.start, start));
        (start, advance(source, range.start, start, range.end))
    }
}

/// The position of an offset, from that of an earlier one.
fn advance(source: &Source, from: usize, position: Position, to: usize) -> Position {
    let between = &source.text()[from..to];
    if between.contains('\n') {
        source.position(offset(to))
    } else {
        Position { line: position.line, column: position.column + between.chars().count() }
    }
}

fn offset(n: usize) -> u32 {
    Span::new(n, n).start
}

/// The range, moved onto characters of the text, however wrong it is.
pub fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.floor_char_boundary(range.end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> (Sources, SourceId) {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", text);
        (sources, id.expect("room"))
    }

    #[test]
    fn a_locator_agrees_with_the_source_in_any_order() {
        let text = "甲 = 1\n长 = [一, 二, 三]\r\nb = 2\n";
        let (sources, source) = sources(text);
        let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut locator = Locator::new(&sources);
        for (n, a) in offsets.iter().chain(offsets.iter().rev()).enumerate() {
            let b = offsets[(offsets.iter().position(|o| o == a).unwrap() + n % 5).min(offsets.len() - 1)];
            let place = Place { source, span: Span::new(*a, b) };
            assert_eq!(locator.positions(place), sources.positions(place), "{a}..{b}");
        }
    }
}
