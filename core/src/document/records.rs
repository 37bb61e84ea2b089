//! A text read record by record, straight from the parser's events: one pass, piece by piece, and no tree of all values.
//!
//! What is plain is read so: `body` and `year` at the top, then records `[[kind]]`, or `[kind]` where there is one, of keys and
//! values, lists and inline tables.
//! A record with tables of its own below it, or with dotted keys, is parsed by itself as a tree. Whatever else there is, and
//! every slip of syntax, is for who reads the whole text as one tree.

mod builder;

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

/// Reads a text record by record.
///
/// # Errors
/// When it is not as plain as that; what was heard until then is of no use.
pub(crate) fn each(text: &str, hears: &mut dyn Hears) -> Result<(), Unlike> {
    let mut builder = Builder::new(text, hears);
    let mut surveyor = Surveyor::new(text.len());
    let mut tokens: Vec<Token> = Vec::with_capacity(PIECE + PIECE / 2);
    // So many of them were weighed; brackets that are open; and whether nothing stands before on the line.
    let (mut weighed, mut depth, mut fresh) = (0, 0_usize, true);
    for token in Source::new(text).lex() {
        // What has no bracket for long is weighed all the same, before there is too much of it.
        if tokens.len() - weighed >= 4 * PIECE {
            surveyor.weigh(&tokens[weighed..])?;
            weighed = tokens.len();
        }
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                if tokens.len() >= PIECE && fresh && depth == 0 {
                    surveyor.weigh(&tokens[weighed..])?;
                    builder.take(&tokens)?;
                    tokens.clear();
                    weighed = 0;
                }
                (depth, fresh) = (depth + 1, false);
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                (depth, fresh) = (depth.saturating_sub(1), false);
            }
            TokenKind::Newline => fresh = true,
            TokenKind::Whitespace => {}
            _ => fresh = false,
        }
        tokens.push(token);
    }
    surveyor.weigh(&tokens[weighed..])?;
    surveyor.end()?;
    builder.take(&tokens)?;
    builder.end()
}
