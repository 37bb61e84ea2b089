//! Texts that do not end, or that nobody can read: what to say of them, and where to read on.

use rhai::{LexError, Token as Kind};

use super::{Reading, keywords};
use crate::script::lex::Token;
use crate::script::slips;
use crate::source::Span;

impl Reading<'_> {
    /// Notes a text that runs over what looks like the beginning of an item.
    pub(super) fn look_at_text(&mut self, token: &Token) {
        if self.suspect.is_none() && matches!(token.kind, Kind::StringConstant(_) | Kind::InterpolatedString(_)) {
            let start = token.span.start as usize;
            self.suspect = keywords::first(&self.text[token.span.range()]).map(|at| start + at);
        }
    }

    /// A text that does not end: says where its end belongs, and reads on behind it.
    pub(super) fn open_text(&mut self, span: Span, within: bool) {
        let rest = &self.text[span.range()];
        let quote = if within { '`' } else { rest.chars().next().unwrap_or('"') };
        let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
        let next = keywords::first(rest);
        // The line goes on behind the text as code does.
        let code = line.trim_end_matches([')', ']', '}', ';', ',', ' ', '\t', '\r']);
        let least = if within { 0 } else { quote.len_utf8() };
        let (inner, tail) = line.split_at(code.len().max(least));
        let (end, wide) = match wide_end(line, quote) {
            Some((at, sign)) => (at + sign.len_utf8(), Some((at, sign))),
            // A template may run over many lines: its end is sought in the first only where code follows.
            None if quote == '`' && tail.trim().is_empty() && next.is_some() => (next.unwrap_or_default(), None),
            None if quote == '`' && tail.trim().is_empty() => (rest.len(), None),
            None => (inner.len(), None),
        };
        let start = span.start as usize;
        self.slips.push(match wide {
            Some((at, sign)) => slips::wide_quote(quote, sign, Span::new(start + at, start + end), span),
            None => {
                let open = if within { self.lexer.template() } else { start };
                slips::open_text(quote, Span::new(open, open + quote.len_utf8()), start + end)
            }
        });
        if let Some(token) = self.tokens.last_mut() {
            token.span.end = Span::new(start + end, start + end).end;
        }
        self.lexer.skip_to(start + end);
    }

    /// A text or number that the lexer gave up in: says why, and reads on behind it.
    pub(super) fn broken_text(&mut self, error: &LexError, span: Span) {
        let (start, at) = (span.start as usize, span.end as usize);
        let quote = self.text[start..].chars().next().unwrap_or_default();
        let mut end = at;
        let text = match error {
            // The quote may have been taken for part of the sequence.
            LexError::MalformedEscapeSequence(sequence) => !sequence.ends_with(quote),
            LexError::MalformedChar(inner) => inner.is_empty(),
            _ => false,
        };
        if text && let Some(close) = close_of(&self.text[at..], quote) {
            end = at + close;
            self.lexer.skip_to(end);
        }
        let whole = Span::new(start, end);
        let slip = slips::lexical(error, whole, &self.text[whole.range()], at);
        self.slips.push(slip);
        if let Some(token) = self.tokens.last_mut() {
            token.span = whole;
        }
    }
}

/// A full-width quote in a line that was meant to end the text there.
fn wide_end(line: &str, quote: char) -> Option<(usize, char)> {
    let ends: &[char] = match quote {
        '"' => &['”', '“', '＂'],
        '\'' => &['’', '‘', '＇'],
        _ => &['｀'],
    };
    // The last one that code follows.
    let (at, sign) = line.char_indices().rev().find(|(_, sign)| ends.contains(sign))?;
    let next = line[at + sign.len_utf8()..].trim_start().chars().next();
    next.is_none_or(|next| next.is_ascii_punctuation() || "，）；：".contains(next)).then_some((at, sign))
}

/// Behind the quote that ends a text in this line.
fn close_of(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            c if c == quote => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// How long a text in full-width quotes is that a text begins with, where it ends in the same line.
#[must_use]
pub(super) fn quoted(text: &str) -> Option<usize> {
    let open = text.chars().next()?;
    let ends: &[char] = match open {
        '“' | '”' | '＂' => &['”', '“', '＂', '"'],
        '‘' | '’' | '＇' => &['’', '‘', '＇', '\''],
        '「' => &['」'],
        '『' => &['』'],
        '｀' => &['｀', '`'],
        _ => return None,
    };
    let mut inner = text.char_indices().skip(1).take(1000);
    let (at, close) = inner.find(|(_, c)| *c == '\n' || ends.contains(c))?;
    (close != '\n').then_some(at + close.len_utf8())
}
