//! Places for people: a line cut to the part that matters. It stays cheap on a file that is one line of a hundred megabytes with findings all along it.

mod table;

pub(crate) use table::{Drawn, Grid, drawn, grid};

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::report::text::{clean, disarm_around};
use yize_core::source::{Locator, Place, Source, Sources, within};

/// A line cut to the part around a span, clean for a terminal.
#[derive(Debug)]
pub(crate) struct Excerpt {
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
pub(crate) fn excerpt(source: &Source, place: Place, line: usize, columns: usize) -> Excerpt {
    if source.sheet().is_some() {
        let Drawn { text, span, .. } = drawn(source, place, columns);
        let before = text[..span.start].chars().count();
        return Excerpt { text, span, line, before };
    }
    let range = source.line_range(line);
    let span = within(source.text(), place.span.range());
    let start = span.start.clamp(range.start, range.end);
    let end = span.end.clamp(start, range.end);
    let (left, inside, right) =
        (&source.text()[range.start..start], &source.text()[start..end], &source.text()[end..range.end]);

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
    let mut span = span_start..span_end;
    disarm_around(&mut text, &mut span);
    Excerpt { text, span, line, before: shown_before }
}

/// A place as it is told where its column does not matter: `plan.toml:3`, or `委员.xlsx [委员!C12]`.
#[must_use]
pub(crate) fn told(sources: &Sources, place: Place) -> String {
    let source = sources.get(place.source);
    match source.sheet() {
        Some(_) => sources.show(place),
        None => format!("{}:{}", source.name, source.position(place.span.start).line),
    }
}

/// A place as it is told in full: `plan.toml:3:9`, or `委员.xlsx [委员!C12]`. Costs little where places come sorted.
#[must_use]
pub(crate) fn exact(sources: &Sources, locator: &mut Locator<'_>, place: Place) -> String {
    let source = sources.get(place.source);
    if source.sheet().is_some() {
        return sources.show(place);
    }
    let at = locator.positions(place).0;
    format!("{}:{}:{}", source.name, at.line, at.column)
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
    use yize_core::source::{Locator, SourceId, Span};

    fn sources(text: &str) -> (Sources, SourceId) {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", text).unwrap();
        (sources, id)
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
