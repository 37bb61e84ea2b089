//! A text read record by record, straight from the parser's events: one pass, piece by piece, and no tree of all values.
//!
//! What is plain is read so: `body` and `year` at the top, then records `[[kind]]`, or `[kind]` where there is one, of keys and
//! values, lists and inline tables.
//! A record with tables of its own below it, or with dotted keys, is parsed by itself as a tree. Whatever else there is, and
//! every slip of syntax, is for who reads the whole text as one tree.

mod builder;

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::entries::{Entries, Unlike};
use super::large::Surveyor;
use crate::source::Span;
use builder::Builder;

/// A piece has so many tokens, and those that end its last record.
const PIECE: usize = 2_048;

/// One record.
pub(crate) struct Record<'r, 't> {
    /// The name of its kind.
    pub kind: &'r str,
    /// Where that stands.
    pub name: Span,
    /// Its header.
    pub header: Span,
    /// What it says.
    pub entries: &'r Entries<'t>,
}

/// Who hears what a text says, in its order. An error ends the reading.
pub(crate) trait Hears {
    /// What stands at the top, before the first record. It comes once, and first.
    fn head(&mut self, entries: &Entries<'_>) -> Result<(), Unlike>;
    /// A record.
    fn record(&mut self, record: &Record<'_, '_>) -> Result<(), Unlike>;
}

/// The names of kinds, each with whether its header has one bracket, so that there is but one record of it.
pub(crate) type Kinds<'t> = FxHashMap<Cow<'t, str>, bool>;

/// Cuts a text before records, into its head and so many parts; fewer where there is no record to cut before.
///
/// What looks like a record may stand in a text of several lines: then the part before it does not end as it should. So all is
/// well with the parts when all is well with each of them by itself.
pub(crate) fn cut(text: &str, parts: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let first = if bytes.starts_with(b"[") { Some(0) } else { memmem::find(bytes, b"\n[").map(|at| at + 1) };
    let mut starts = vec![0, first.unwrap_or(bytes.len())];
    for number in 1..parts {
        let last = starts[starts.len() - 1];
        let from = last.max(bytes.len() / parts * number);
        let mut headers = memmem::find_iter(&bytes[from..], b"\n[[").map(|at| from + at + 1);
        starts.extend(headers.find(|at| is_plain(&bytes[*at..])).filter(|start| *start > last));
    }
    let ends = starts[1..].iter().copied().chain([bytes.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether a header is that of a record, and not of a table in one.
fn is_plain(header: &[u8]) -> bool {
    memchr::memchr3(b'.', b']', b'\n', header).is_some_and(|at| header[at] == b']')
}

/// Reads one of so many parts of a text record by record, or the whole as its one part, and gives the names of its kinds.
///
/// # Errors
/// When it is not as plain as that; what was heard until then is of no use.
pub(crate) fn part<'t>(
    (text, range, parts): (&'t str, Range<usize>, usize),
    hears: &mut dyn Hears,
) -> Result<Kinds<'t>, Unlike> {
    let base = range.start;
    let text = &text[range];
    let mut builder = Builder::new((text, base), hears);
    let mut surveyor = Surveyor::new(text.len(), parts);
    let mut tokens: Vec<Token> = Vec::with_capacity(PIECE + PIECE / 2);
    // So many of them were weighed, and brackets that are open.
    let (mut weighed, mut depth) = (0, 0_usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                if tokens.len() >= PIECE && depth == 0 && begins_line(&tokens) {
                    surveyor.weigh(&tokens[weighed..])?;
                    builder.take(&tokens)?;
                    tokens.clear();
                    weighed = 0;
                }
                depth += 1;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        tokens.push(token);
        // What has no bracket for long is weighed all the same, before there is too much of it.
        if tokens.len() - weighed >= 4 * PIECE {
            surveyor.weigh(&tokens[weighed..])?;
            weighed = tokens.len();
        }
    }
    surveyor.weigh(&tokens[weighed..])?;
    surveyor.end()?;
    builder.take(&tokens)?;
    builder.end()
}

/// Whether what comes after some tokens begins a line.
fn begins_line(tokens: &[Token]) -> bool {
    let last = tokens.iter().rev().map(Token::kind).find(|kind| *kind != TokenKind::Whitespace);
    last.is_none_or(|kind| kind == TokenKind::Newline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_before_records() {
        let text = "body = \"b\"\n[[a]]\nx = 1\n[[a]]\nx = 2\n[[c]]\ny = [\n[[1]]\n]\n";
        for parts in 1..10 {
            let cut = cut(text, parts);
            assert!(cut.len() <= parts + 1 && cut[0] == (0..11), "{cut:?}");
            assert_eq!(cut.iter().map(|range| &text[range.clone()]).collect::<String>(), text);
            assert!(cut[1..].iter().all(|range| text[range.clone()].starts_with("[[")), "{cut:?}");
        }
        assert_eq!(cut(text, 2).len(), 3);
        assert_eq!(cut("", 3), [0..0, 0..0]);
        assert_eq!(cut("[[a]]", 3), [0..0, 0..5]);
    }
}
