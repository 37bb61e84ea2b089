//! A script as the signs that people see: what stands in its text one after another, templates whole, with the comments
//! between. For those who lay a text out anew or colour it.

use rhai::Token as Kind;

use super::items;
use super::lex::CommentKind;
use crate::source::Span;

/// What a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A name.
    Name,
    /// A word of the language.
    Keyword,
    /// A number.
    Number,
    /// A text in quotes, or `()`.
    Text,
    /// A text with `${…}`, all of it.
    Template,
    /// `(`, `[`, `?[`, `{`, `#{`
    Open,
    /// `)`, `]`, `}`
    Close,
    /// An operator before its one operand.
    Prefix,
    /// Any other sign.
    Sign,
    /// A comment that ends with its line.
    LineComment,
    /// `/* … */`
    BlockComment,
}

/// A sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub sort: Sort,
    /// Whether an item begins with it.
    pub first: bool,
}

/// The signs of a text, in their order; nothing of one whose items do not hold together.
#[must_use]
pub(crate) fn atoms(text: &str) -> Option<Vec<Atom>> {
    let (atoms, whole) = all(text);
    whole.then_some(atoms)
}

/// The signs of a text as far as they can be told, and whether all can.
#[must_use]
pub(crate) fn all(text: &str) -> (Vec<Atom>, bool) {
    let cut = items::cut(text);
    let mut atoms: Vec<Atom> = Vec::new();
    let mut whole = cut.slips.is_empty();
    for item in &cut.items {
        whole &= item.slips.is_empty();
        let (mut template, mut depth) = (0, 0_usize);
        for (at, token) in item.tokens.iter().enumerate() {
            let part = token.at == rhai::Position::NONE;
            match (&token.kind, depth) {
                (Kind::InterpolatedString(_), 0) => {
                    (template, depth) = (atoms.len(), 1);
                    atoms.push(Atom { span: token.span, sort: Sort::Template, first: at == 0 });
                    continue;
                }
                (Kind::InterpolatedString(_), _) if !part => depth += 1,
                (Kind::StringConstant(_), 1..) if part => {
                    depth -= 1;
                    if depth == 0 {
                        atoms[template].span.end = token.span.end;
                    }
                    continue;
                }
                _ => {}
            }
            if depth == 0 {
                let sort = sort(&token.kind, &text[token.span.range()]);
                atoms.push(Atom { span: token.span, sort, first: at == 0 });
            }
        }
        whole &= depth == 0;
    }
    let inside = |at: u32| {
        let before = atoms.partition_point(|atom| atom.span.start <= at);
        before > 0 && at < atoms[before - 1].span.end
    };
    let comments: Vec<Atom> = cut
        .comments
        .iter()
        .filter(|comment| !inside(comment.span.start))
        .map(|comment| {
            whole &= comment.kind != CommentKind::Open;
            let block = text[comment.span.range()].starts_with("/*");
            let sort = if block { Sort::BlockComment } else { Sort::LineComment };
            Atom { span: comment.span, sort, first: false }
        })
        .collect();
    atoms.extend(comments);
    atoms.sort_by_key(|atom| atom.span.start);
    (atoms, whole)
}

/// The words of the language.
const KEYWORDS: [&str; 24] = [
    "let", "const", "if", "else", "switch", "do", "while", "loop", "for", "in", "fn", "private", "import", "export",
    "as", "return", "break", "continue", "throw", "try", "catch", "true", "false", "this",
];

fn sort(kind: &Kind, text: &str) -> Sort {
    match kind {
        Kind::Identifier(_) => Sort::Name,
        Kind::StringConstant(_) | Kind::CharConstant(_) | Kind::Unit => Sort::Text,
        Kind::InterpolatedString(_) => Sort::Template,
        Kind::UnaryMinus | Kind::UnaryPlus | Kind::Bang => Sort::Prefix,
        _ if matches!(text, "(" | "[" | "?[" | "{" | "#{") => Sort::Open,
        _ if matches!(text, ")" | "]" | "}") => Sort::Close,
        _ if text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) => Sort::Number,
        _ if KEYWORDS.contains(&text) => Sort::Keyword,
        _ if text.starts_with(|c: char| c.is_alphabetic() || c == '_') => Sort::Name,
        _ => Sort::Sign,
    }
}

/// What a script says: its tokens and comments, without where they stand.
#[must_use]
pub(crate) fn said(text: &str) -> (Vec<String>, Vec<&str>) {
    let cut = items::cut(text);
    let tokens = cut.items.iter().flat_map(|item| &item.tokens).map(|token| format!("{:?}", token.kind)).collect();
    let comments = cut.comments.iter().map(|comment| text[comment.span.range()].trim_end()).collect();
    (tokens, comments)
}
