//! From a text to tokens, by Rhai's own lexer: each with its first byte and end, and the comments between them.
//!
//! The lexer is driven over a stream of ours that knows the byte it has come to, so that places cost nothing and hold in
//! texts of any length. What Rhai's parser tells the lexer while it parses, that the text of a template goes on behind
//! the `}` of `${…}`, is found here by counting brackets.

use rhai::{InputStream, LexError, Position, Token as Kind, TokenizeState, get_next_token};

use crate::source::Span;

/// How many lines, and how many characters in one of them, the parser can count.
const MOST: usize = u16::MAX as usize;

/// A token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands; texts with their quotes, the parts of a template with `` ` `` and `$`.
    pub span: Span,
    /// Where Rhai's parser says that it stands; [`Position::NONE`] for the parts of a template after the first.
    pub at: Position,
}

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    /// All of it, without the end of its line.
    pub span: Span,
    /// What it says: without the signs that make it a comment.
    pub text: Span,
    /// Which kind it is.
    pub kind: CommentKind,
}

/// Kinds of comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommentKind {
    /// `// …`, `/* … */`
    Plain,
    /// `/// …`, `/** … */`: of the function that follows.
    Doc,
    /// `//! …`: of the file.
    File,
    /// `/* …` that does not end.
    Open,
}

/// A token as scripts have it. `until` is a key of a rule's metadata; the loop `do … until` is given up for it.
#[must_use]
pub(crate) fn mapped(kind: Kind) -> Kind {
    if kind == Kind::Until { Kind::Identifier(Box::new("until".into())) } else { kind }
}

/// A text that remembers how far it has been read.
struct Stream<'a> {
    text: &'a str,
    at: usize,
}

impl InputStream for Stream<'_> {
    fn unget(&mut self, ch: char) {
        self.at -= ch.len_utf8();
    }

    fn get_next(&mut self) -> Option<char> {
        let next = self.peek_next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn peek_next(&mut self) -> Option<char> {
        self.text[self.at..].chars().next()
    }
}

/// Reads tokens one after the other.
pub(crate) struct Lexer<'a> {
    stream: Stream<'a>,
    state: TokenizeState,
    position: Position,
    /// For each `{` that is open, where the template begins if it stands in `${…}`.
    braces: Vec<Option<usize>>,
    /// Where the template begins that was read last.
    template: usize,
    /// Where the template begins whose `${` was the last token.
    interpolating: Option<usize>,
    /// The byte furthest behind that it has seen, also where it was sent back.
    pub reached: usize,
    /// Whether lines or characters were more than the parser can count.
    pub overlong: bool,
    /// Comments passed so far.
    pub comments: Vec<Comment>,
}

impl<'a> Lexer<'a> {
    /// Begins at a byte of the text, before which so many characters stand in its line. Positions count from that line.
    #[must_use]
    pub(crate) fn new(text: &'a str, at: usize, column: usize) -> Self {
        Self {
            stream: Stream { text, at },
            state: TokenizeState::default(),
            position: Position::new(1, u16::try_from(column).unwrap_or(u16::MAX)),
            braces: Vec::new(),
            template: at,
            interpolating: None,
            reached: at,
            overlong: false,
            comments: Vec::new(),
        }
    }

    /// Where the template begins that the last token is part of.
    #[must_use]
    pub(crate) fn template(&self) -> usize {
        self.template
    }

    /// Reads on from another byte of the same line.
    pub(crate) fn skip_to(&mut self, at: usize) {
        self.stream.at = at;
        self.state = TokenizeState::default();
    }

    /// The next token; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Token> {
        let within = self.state.is_within_text_terminated_by.is_some();
        let start = if within { self.stream.at } else { self.pass_gap() };
        let (kind, at) = loop {
            match get_next_token(&mut self.stream, &mut self.state, &mut self.position) {
                (Kind::Comment(_), _) => {}
                token => break token,
            }
        };
        let kind = match kind {
            Kind::EOF => return None,
            Kind::StringConstant(_) if self.state.is_within_text_terminated_by.take().is_some() => {
                Kind::LexError(Box::new(LexError::UnterminatedString))
            }
            kind => mapped(kind),
        };
        if matches!(kind, Kind::LexError(_)) {
            // What follows is read as code again.
            self.state.is_within_text_terminated_by = None;
        }
        let mut end = self.stream.at;
        self.reached = self.reached.max(end);
        if matches!(&kind, Kind::LexError(error) if matches!(**error, LexError::UnterminatedString)) {
            // A text in double quotes ends with its line at the latest.
            end = start + self.stream.text[start..end].trim_end_matches(['\n', '\r']).len();
        }
        if !within {
            self.template = start;
        }
        self.follow_braces(&kind);
        let counted = self.position.line().max(self.position.position());
        self.overlong |= counted.is_some_and(|count| count >= MOST);
        let at = if within { Position::NONE } else { at };
        Some(Token { kind, span: Span::new(start, end), at })
    }

    fn follow_braces(&mut self, kind: &Kind) {
        match kind {
            Kind::LeftBrace => self.braces.push(self.interpolating.take()),
            Kind::MapStart => self.braces.push(None),
            Kind::RightBrace => {
                if let Some(Some(template)) = self.braces.pop() {
                    self.template = template;
                    self.state.is_within_text_terminated_by = Some("`".into());
                }
            }
            _ => {}
        }
        self.interpolating = matches!(kind, Kind::InterpolatedString(_)).then_some(self.template);
    }

    /// Notes the comments up to the next token, and where that begins.
    fn pass_gap(&mut self) -> usize {
        let text = self.stream.text;
        let mut at = self.stream.at;
        loop {
            let rest = &text[at..];
            let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
            at += blank;
            match comment(text, at) {
                Some(comment) => {
                    at = comment.span.end as usize;
                    self.comments.push(comment);
                }
                None => return at,
            }
        }
    }
}

/// The comment that begins there.
fn comment(text: &str, at: usize) -> Option<Comment> {
    let rest = &text[at..];
    if rest.starts_with("//") {
        // As in Rhai, a carriage return alone ends the line too.
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (kind, sign) = match &rest.as_bytes()[2..end] {
            [b'!', ..] => (CommentKind::File, 3),
            [b'/', b'/', ..] => (CommentKind::Plain, 2),
            [b'/', ..] => (CommentKind::Doc, 3),
            _ => (CommentKind::Plain, 2),
        };
        let inner = trimmed(text, at + sign, at + end);
        return Some(Comment { span: Span::new(at, at + end), text: inner, kind });
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let bytes = rest.as_bytes();
    // As in Rhai, the second `*` of `/**` ends nothing.
    let doc = bytes.get(2) == Some(&b'*');
    let begin = if doc { 3 } else { 2 };
    let end = block_end(bytes, begin);
    let kind = match end {
        None => CommentKind::Open,
        Some(_) if doc && bytes.get(3) != Some(&b'*') => CommentKind::Doc,
        Some(_) => CommentKind::Plain,
    };
    let (inner, end) = end.map_or((rest.len(), rest.len()), |end| (end - 2, end));
    Some(Comment { span: Span::new(at, at + end), text: trimmed(text, at + begin, at + inner), kind })
}

/// Where the block comment ends whose text begins there; comments may hold others.
fn block_end(bytes: &[u8], begin: usize) -> Option<usize> {
    let (mut at, mut depth) = (begin, 1_usize);
    while at < bytes.len() {
        match bytes[at..] {
            [b'/', b'*', ..] => (at, depth) = (at + 2, depth + 1),
            [b'*', b'/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A range without the blanks at either end.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let inner = &text[start..end];
    let from = end - inner.trim_start().len();
    Span::new(from, from + inner.trim().len())
}
