//! What the words of a file are, for editors that colour them.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::Open;
use crate::format::Sort;
use crate::script::atoms::{self, Atom};
use crate::source::Span;

/// A word and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub shade: Shade,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// A word of the language.
    Keyword,
    /// A function, or what is called as one.
    Function,
    /// A field or a key.
    Property,
    /// A variable.
    Variable,
    /// A text.
    Text,
    /// A number, a day.
    Number,
    /// A comment.
    Comment,
    /// A header.
    Header,
}

pub(super) fn colours(open: Open<'_>) -> Vec<Colour> {
    match open.sort() {
        Some(Sort::Script) => script(open.text),
        Some(Sort::Data) => data(open.text),
        None => Vec::new(),
    }
}

fn script(text: &str) -> Vec<Colour> {
    let (atoms, _) = atoms::all(text);
    let own = |at: usize| atoms.get(at).map_or("", |atom: &Atom| &text[atom.span.range()]);
    let shade = |at: usize, atom: &Atom| match atom.sort {
        atoms::Sort::Keyword => Some(Shade::Keyword),
        atoms::Sort::Number => Some(Shade::Number),
        atoms::Sort::Text if own(at) == "()" => None,
        atoms::Sort::Text | atoms::Sort::Template => Some(Shade::Text),
        atoms::Sort::LineComment | atoms::Sort::BlockComment => Some(Shade::Comment),
        atoms::Sort::Name if own(at + 1) == "(" => Some(Shade::Function),
        atoms::Sort::Name if at > 0 && matches!(own(at - 1), "." | "?.") || own(at + 1) == ":" => Some(Shade::Property),
        atoms::Sort::Name => Some(Shade::Variable),
        atoms::Sort::Open | atoms::Sort::Close | atoms::Sort::Prefix | atoms::Sort::Sign => None,
    };
    let all = atoms.iter().enumerate();
    all.filter_map(|(at, atom)| Some(Colour { span: atom.span, shade: shade(at, atom)? })).collect()
}

fn data(text: &str) -> Vec<Colour> {
    let mut colours = Vec::new();
    // Whether a value is read, and in how many brackets.
    let (mut value, mut depth, mut header) = (false, 0_usize, false);
    for token in Source::new(text).lex() {
        let span = Span::new(token.span().start(), token.span().end());
        let kind = token.kind();
        let shade = match kind {
            TokenKind::Newline => {
                (value, header) = (value && depth > 0, false);
                None
            }
            TokenKind::Equals => {
                value = true;
                None
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if value => {
                depth += 1;
                None
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if value => {
                depth = depth.saturating_sub(1);
                None
            }
            TokenKind::LeftSquareBracket => {
                header = true;
                None
            }
            TokenKind::Comment => Some(Shade::Comment),
            TokenKind::Atom if header => Some(Shade::Header),
            TokenKind::Atom if !value || text[span.range()].starts_with(char::is_alphabetic) && depth > 0 => {
                Some(Shade::Property)
            }
            TokenKind::Atom => Some(Shade::Number),
            TokenKind::BasicString | TokenKind::LiteralString if !value => Some(Shade::Property),
            TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => Some(Shade::Text),
            _ => None,
        };
        colours.extend(shade.map(|shade| Colour { span, shade }));
    }
    colours
}
