//! Which bracket closes which, and where one is missing.

use rhai::{LexError, Token as Kind};

use super::lex::Token;
use super::signs;
use super::slips::Slip;
use crate::language::say;
use crate::source::Span;

/// How many slips of brackets an item may have before nothing more is made of them.
const MOST: usize = 4;

/// Kinds of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `( )`
    Round,
    /// `[ ]`
    Square,
    /// `{ }`
    Curly,
    /// `#{ }`
    Map,
}

/// What a token is to brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Opens one.
    Open(Shape),
    /// Closes one; a table's is as that of a block.
    Close(Shape),
    /// `;`
    End,
    /// Nothing.
    Other,
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    token: usize,
    shape: Shape,
    span: Span,
    /// How far its line is indented.
    indent: usize,
    /// Whether what stands right in it has a block of its own, as `if` does.
    branches: bool,
    /// Where a block begins in it that belongs to nothing there: it should have been closed before.
    end: Option<usize>,
}

/// The brackets of an item, as its tokens come.
#[derive(Debug, Default)]
pub(crate) struct Brackets {
    open: Vec<Open>,
    /// Pairs: the token of one bracket and that of the other.
    pub pairs: Vec<(usize, usize)>,
    /// What is wrong.
    pub slips: Vec<Slip>,
    /// A `}` that stands further left than what it closes: what was closed, and where its own `}` more likely belongs.
    doubtful: Option<(Open, usize)>,
    /// Whether the last token may be the end of a closure's parameters.
    parameters: bool,
}

impl Sign {
    /// What a token is; full-width signs are taken for what they mean.
    #[must_use]
    pub(crate) fn of(kind: &Kind) -> Self {
        let wide = match kind {
            Kind::LexError(error) => match &**error {
                LexError::UnexpectedInput(sign) => sign.chars().next().and_then(signs::twin),
                _ => None,
            },
            _ => None,
        };
        match (kind, wide) {
            (Kind::Reserved(sign), _) => match sign.as_str() {
                "# {" => Self::Open(Shape::Map),
                "(*" => Self::Open(Shape::Round),
                "*)" => Self::Close(Shape::Round),
                _ => Self::Other,
            },
            (Kind::LeftParen, _) | (_, Some("(")) => Self::Open(Shape::Round),
            (Kind::LeftBracket | Kind::QuestionBracket, _) | (_, Some("[")) => Self::Open(Shape::Square),
            (Kind::LeftBrace, _) | (_, Some("{")) => Self::Open(Shape::Curly),
            (Kind::MapStart, _) => Self::Open(Shape::Map),
            (Kind::RightParen, _) | (_, Some(")")) => Self::Close(Shape::Round),
            (Kind::RightBracket, _) | (_, Some("]")) => Self::Close(Shape::Square),
            (Kind::RightBrace, _) | (_, Some("}")) => Self::Close(Shape::Curly),
            (Kind::SemiColon, _) | (_, Some(";")) => Self::End,
            _ => Self::Other,
        }
    }
}

impl Shape {
    fn opening(self) -> &'static str {
        match self {
            Self::Round => "(",
            Self::Square => "[",
            Self::Curly => "{",
            Self::Map => "#{",
        }
    }

    fn closing(self) -> &'static str {
        match self {
            Self::Round => ")",
            Self::Square => "]",
            Self::Curly | Self::Map => "}",
        }
    }

    fn is_closed_by(self, closing: Self) -> bool {
        self.closing() == closing.closing()
    }
}

impl Brackets {
    /// How many are open.
    #[must_use]
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether statements may stand here: in a block, or in none at all.
    #[must_use]
    pub(crate) fn in_block(&self) -> bool {
        self.open.last().is_none_or(|open| open.shape == Shape::Curly)
    }

    /// Whether so much is wrong that brackets tell nothing any more.
    #[must_use]
    pub(crate) fn is_lost(&self) -> bool {
        self.slips.len() >= MOST
    }

    /// Takes the next token, whose line begins at a byte; `before` is where the token before it ends.
    pub(crate) fn take(&mut self, number: usize, token: &Token, line: usize, before: usize, text: &str) {
        if self.is_lost() {
            return;
        }
        let parameters = std::mem::replace(&mut self.parameters, matches!(token.kind, Kind::Pipe | Kind::Or));
        if let Some(around) = self.open.last_mut() {
            around.branches |= branches(&token.kind);
            let block = token.kind == Kind::LeftBrace && !parameters && !around.branches;
            if block && matches!(around.shape, Shape::Round | Shape::Square) {
                around.end.get_or_insert(before);
            }
        }
        match Sign::of(&token.kind) {
            Sign::Open(shape) => {
                let indent = indent(&text[line..]);
                let open = Open { token: number, shape, span: token.span, indent, branches: false, end: None };
                self.open.push(open);
            }
            Sign::Close(shape) => {
                let indent = indent(&text[line..]);
                let first = line + indent == token.span.start as usize;
                self.close(number, shape, token.span, first.then_some(indent), before, text);
            }
            Sign::End if !self.in_block() => self.end(token.span, before, text),
            Sign::End | Sign::Other => {}
        }
    }

    /// Reports what is still open where the item ends.
    pub(crate) fn finish(&mut self, before: usize) {
        if !self.is_lost() {
            self.miss(0, before);
        }
    }

    /// A closing bracket; where it is the first in its line, with how far that is indented.
    fn close(&mut self, number: usize, shape: Shape, span: Span, first: Option<usize>, before: usize, text: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.shape.is_closed_by(shape)) else {
            return self.close_nothing(shape, span, text);
        };
        self.miss(at + 1, before);
        let Some(open) = self.open.pop() else { return };
        self.pairs.push((open.token, number));
        if shape == Shape::Curly && first.is_some_and(|indent| indent < open.indent) {
            self.doubtful.get_or_insert((open, before));
        }
    }

    /// A closing bracket that has no opening one: too many, or written for another.
    fn close_nothing(&mut self, shape: Shape, span: Span, text: &str) {
        let sign = shape.closing();
        let next = text[span.end as usize..].trim_start();
        match self.open.last() {
            Some(open) if !next.starts_with(open.shape.closing()) => {
                let wanted = open.shape.closing();
                self.slips.push(Slip::mistaken(span, sign, wanted).see(open.span, opened(open.shape)));
                self.open.pop();
            }
            _ => {
                let message = say!("多了一个“{sign}”，没有与它配对的括号", "one `{sign}` too many: it closes nothing");
                self.slips.push(Slip::new(span, message).help(say!("删去这个“{sign}”", "delete this `{sign}`")));
            }
        }
    }

    /// A `;` where no statement can end: brackets are missing before it, or it was written for `,`.
    fn end(&mut self, span: Span, before: usize, text: &str) {
        let rest = &text[span.end as usize..];
        let line = rest.trim_start_matches([' ', '\t']);
        let in_map = self.open.last().is_some_and(|open| open.shape == Shape::Map);
        let ends = line.is_empty() || line.starts_with(['\r', '\n', '/', ')', ']', '}']);
        let comma = if in_map { is_entry(rest) } else { !ends };
        if comma {
            let help = say!("括号里各项之间用逗号隔开", "what stands in brackets is separated by commas");
            self.slips.push(Slip::mistaken(span, ";", ",").help(help));
            return;
        }
        let block = self.open.iter().rposition(|open| open.shape == Shape::Curly);
        self.miss(block.map_or(0, |at| at + 1), before);
    }

    /// Reports the brackets from that one on as not closed, and forgets them.
    fn miss(&mut self, from: usize, before: usize) {
        let missing = self.open.split_off(from);
        let Some(inner) = missing.last().copied() else { return };
        let all: String = missing.iter().rev().map(|open| open.shape.closing()).collect();
        let curly = missing.iter().any(|open| open.shape.closing() == "}");
        let here = (inner, inner.end.unwrap_or(before));
        let (open, at) = self.doubtful.take().filter(|_| curly).unwrap_or(here);
        let sign = open.shape.closing();
        let slip = Slip::missing(at, sign).see(open.span, opened(open.shape));
        let slip = if (2..=8).contains(&missing.len()) {
            slip.help(say!(
                "还没有结束的括号共有{}个，依次是“{all}”",
                "{} brackets are open: write `{all}`",
                missing.len()
            ))
        } else {
            slip
        };
        self.slips.push(slip);
    }
}

/// Whether a word has a block of its own.
fn branches(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::If | Kind::Else | Kind::Switch | Kind::While | Kind::For | Kind::Loop | Kind::Do | Kind::DoubleArrow
    )
}

fn opened(shape: Shape) -> crate::language::Text {
    let sign = shape.opening();
    say!("“{sign}”从这里开始", "the `{sign}` that is not closed")
}

/// Whether a text goes on with `name:`, as an entry of a table does.
fn is_entry(rest: &str) -> bool {
    let rest = rest.trim_start();
    let name = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    name.len() < rest.len() && name.trim_start().starts_with([':', '：'])
}

/// How many bytes of blank a line begins with; many are not counted to the end.
fn indent(line: &str) -> usize {
    line.bytes().take(200).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}
