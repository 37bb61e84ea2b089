//! Texts that do not end, or that nobody can read: what to say of them, and where to read on.

use rhai::{LexError, Token as Kind};

use super::{Reading, keywords};
use crate::script::slips;
use crate::source::Span;

/// What may follow a text directly.
const CODE: &str = "()[]{},;.:+-*/%=!<>&|?`";

impl Reading<'_> {
    /// Notes a text that runs over what looks like the beginning of an item, or that ends where no text can end.
    pub(super) fn look_at_text(&mut self) {
        let Some(token) = self.tokens.last() else { return };
        let (span, within) = (token.span, token.at.is_none());
        let ends = matches!(token.kind, Kind::StringConstant(_));
        if !ends && !matches!(token.kind, Kind::InterpolatedString(_)) {
            return;
        }
        if self.open.is_some_and(|open| open == span.start as usize) {
            self.lexer.skip_to(span.end as usize);
            let rest = Span::new(span.start as usize, self.text.len());
            return self.open_text(rest, false);
        }
        let written = &self.text[span.range()];
        if self.suspect.is_none() {
            self.suspect = keywords::first(written).map(|at| span.start as usize + at);
        }
        // A letter right behind a template: what ends it was meant to begin another.
        let next = self.text[span.end as usize..].chars().next();
        let odd = next.is_some_and(|next| !next.is_whitespace() && !CODE.contains(next));
        if self.doubtful.is_none() && ends && odd && (within || written.starts_with('`')) && written.contains('\n') {
            self.doubtful = Some(self.lexer.template());
        }
    }

    /// A text that does not end: says where its end belongs, and reads on behind it.
    pub(super) fn open_text(&mut self, span: Span, within: bool) {
        let rest = &self.text[span.range()];
        let quote = if within { '`' } else { rest.chars().next().unwrap_or('"') };
        let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
        let least = if within { 0 } else { quote.len_utf8() };
        let start = span.start as usize;
        let end = if let Some((at, sign)) = wide_end(line, quote) {
            let end = at + sign.len_utf8();
            self.slips.push(slips::wide_quote(quote, sign, Span::new(start + at, start + end), span));
            end
        } else {
            let end = match quote {
                '`' | '#' if self.strict || self.guessed => rest.len(),
                '`' | '#' => template_end(rest).max(least),
                _ => code(line).max(least),
            };
            let open = if within { self.lexer.template() } else { start };
            self.guessed = true;
            self.slips.push(slips::open_text(quote, Span::new(open, open + quote.len_utf8()), start + end));
            end
        };
        self.pass(start + end);
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

/// Where a line of text ends that code follows in: before the brackets and commas at its end.
fn code(line: &str) -> usize {
    line.trim_end_matches([')', ']', '}', ';', ',', ' ', '\t', '\r']).len()
}

/// Where a template more likely ends that has no end: in the first line that ends as code does, before the first that
/// begins so, or before an item; else with the text.
fn template_end(text: &str) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let begins = line.trim_start().starts_with(['}', ')', ']']) || keywords::keyword(line).is_some();
        if start > 0 && begins {
            return text[..start].trim_end().len();
        }
        let line = line.trim_end();
        let tail = &line[code(line)..];
        if tail.contains([',', ';', ')']) {
            return start + code(line);
        }
        start += line.len() + text[start + line.len()..].find('\n').map_or(0, |end| end + 1);
    }
    text.len()
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
