//! Places for people: positions found quickly, and a line cut to the part that matters.
//!
//! Both stay cheap on a file that is one line of a hundred megabytes with findings all along it.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::report::text::clean;
use yize_core::source::{Place, Position, Source, SourceId, Sources, Span};

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
        let range = within(&source.text, place.span.range());
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
    let between = &source.text[from..to];
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
fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.floor_char_boundary(range.end.max(start))
}

/// A line cut to the part around a span, clean for a terminal.
#[derive(Debug)]
pub struct Excerpt {
    /// What is shown.
    pub text: String,
    /// The bytes of the span in it.
    pub span: Range<usize>,
    /// Number of the line.
    pub line: usize,
    /// Characters that are shown before the span.
    pub before: usize,
}

/// What a cut leaves behind. ASCII, because Chinese terminals do not agree on the width of `…`.
const CUT: &str = "...";

/// The line on which the place starts (whose number is known), at most about `columns` wide. A place of several
/// lines is shown by its first. Costs no more on a long line or a long span than on a short one.
#[must_use]
pub fn excerpt(source: &Source, place: Place, line: usize, columns: usize) -> Excerpt {
    let range = source.line_range(line);
    let span = within(&source.text, place.span.range());
    let start = span.start.clamp(range.start, range.end);
    let end = span.end.clamp(start, range.end);
    let (left, inside, right) =
        (&source.text[range.start..start], &source.text[start..end], &source.text[end..range.end]);

    // The span first, then some of what follows, then as much as possible of what precedes.
    let room = columns - fit(inside.chars(), columns).columns;
    let after = fit(right.chars(), columns / 4).columns;
    let before = fit(left.chars().rev(), room.saturating_sub(after).max(columns / 4));
    let inside_shown = fit(inside.chars(), columns - before.columns);
    let after = fit(right.chars(), columns - before.columns - inside_shown.columns);

    let left = &left[left.len() - before.bytes..];
    let cut_inside = inside_shown.bytes < inside.len();
    let mut text = String::new();
    if start - left.len() > range.start {
        text.push_str(CUT);
    }
    text.extend(left.chars().map(clean));
    let (span_start, shown_before) = (text.len(), text.chars().count());
    text.extend(inside[..inside_shown.bytes].chars().map(clean));
    let span_end = text.len();
    if !cut_inside {
        text.extend(right[..after.bytes].chars().map(clean));
    }
    if cut_inside || after.bytes < right.len() {
        text.push_str(CUT);
    }
    Excerpt { text, span: span_start..span_end, line, before: shown_before }
}

/// How much fits.
struct Fit {
    bytes: usize,
    columns: usize,
}

/// Takes characters while they fit.
fn fit(chars: impl Iterator<Item = char>, columns: usize) -> Fit {
    let mut fit = Fit { bytes: 0, columns: 0 };
    for c in chars {
        // A character without width counts as one column: there may be millions of them.
        let wide = if c == '\t' { 4 } else { clean(c).width().unwrap_or(1).max(1) };
        if fit.columns + wide > columns {
            break;
        }
        fit.bytes += c.len_utf8();
        fit.columns += wide;
    }
    fit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> (Sources, SourceId) {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", text).unwrap();
        (sources, id)
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

    #[test]
    fn fifty_megabytes_on_one_line_are_cut_to_a_window() {
        let filler = "\u{301}填x".repeat(8_000_000);
        let text = format!("{filler}目标值{filler}");
        let start = filler.len();
        let (sources, source) = sources(&text);
        for (from, to) in [(start, start + 9), (start, text.len()), (0, text.len()), (text.len(), text.len())] {
            let shown = excerpt(sources.get(source), Place { source, span: Span::new(from, to) }, 1, 100);
            assert!(shown.text.len() < 600, "{}", shown.text.len());
            assert_eq!(to > from, !shown.text[shown.span.clone()].is_empty());
        }
        let shown = excerpt(sources.get(source), Place { source, span: Span::new(start, start + 9) }, 1, 100);
        assert_eq!(&shown.text[shown.span.clone()], "目标值");
        assert!(shown.text.starts_with(CUT) && shown.text.ends_with(CUT));
    }

    #[test]
    fn a_place_outside_its_text_or_inside_a_character_is_moved_not_refused() {
        let (sources, source) = sources("名 = 1");
        for (from, to) in [(1, 2), (2, 1), (90, 99), (0, 99)] {
            let place = Place { source, span: Span::new(from, to) };
            let (start, end) = Locator::new(&sources).positions(place);
            assert!(start <= end);
            let shown = excerpt(sources.get(source), place, start.line, 100);
            assert!(shown.text.get(shown.span).is_some());
        }
    }
}
