//! TOML laid out: on the tokens of its parser, so that comments and the way in which values are written stay.
//!
//! `taplo` and the like know no tables over several lines, as TOML 1.1 has them, count bytes where people see columns of
//! Chinese, and cut lines where their author did not.

use toml_parser::Source;
use toml_parser::lexer::TokenKind as Kind;

use super::lines::{Line, Slot, joined};
use crate::document::{Entries, Sound, sound};

/// A line of a table or list over several lines is indented by so much more.
const STEP: usize = 2;

/// Whether two texts say the same, comments included.
pub(super) fn says_the_same(one: &str, other: &str) -> bool {
    let comments = |text: &str| -> Vec<String> {
        let tokens = Source::new(text).lex().filter(|token| token.kind() == Kind::Comment);
        tokens.map(|token| text[token.span().start()..token.span().end()].trim_end().to_owned()).collect()
    };
    match (sound(one), sound(other)) {
        (Sound::Table(a), Sound::Table(b)) => {
            Entries::of(a, 0).content() == Entries::of(b, 0).content() && comments(one) == comments(other)
        }
        _ => false,
    }
}

/// Lays a text out.
pub(super) fn lay(text: &str) -> String {
    let end =
        if text.lines().next().is_some_and(|first| text[first.len()..].starts_with("\r\n")) { "\r\n" } else { "\n" };
    let mut layer =
        Layer { lines: Vec::new(), line: Line::default(), open: Vec::new(), ends: 0, gap: 0, last: None, value: false };
    for token in Source::new(text).lex() {
        layer.take(token.kind(), &text[token.span().start()..token.span().end()]);
    }
    layer.finish();
    separate(&mut layer.lines);
    joined(&layer.lines, end)
}

struct Layer {
    lines: Vec<Line>,
    /// The line at hand.
    line: Line,
    /// For each bracket that is open, how far its line is indented.
    open: Vec<usize>,
    /// Line ends since the last token.
    ends: usize,
    /// Blanks since the last token.
    gap: usize,
    /// The last token of the line.
    last: Option<Kind>,
    /// Whether a value is read.
    value: bool,
}

impl Layer {
    fn take(&mut self, kind: Kind, own: &str) {
        match kind {
            Kind::Whitespace => self.gap = own.chars().count(),
            Kind::Newline => {
                if self.ends == 0 {
                    self.finish();
                }
                (self.ends, self.gap) = (self.ends + 1, 0);
                self.value &= !self.open.is_empty();
            }
            Kind::Eof => {}
            kind => self.token(kind, own),
        }
    }

    fn token(&mut self, kind: Kind, own: &str) {
        let closes = matches!(kind, Kind::RightSquareBracket | Kind::RightCurlyBracket);
        if self.last.is_none() {
            let within = self.open.last().copied();
            self.line.indent = within.map_or(0, |indent| if closes { indent } else { indent + STEP });
            let opened = self.lines.last().is_some_and(|line| line.text.ends_with(['[', '{']));
            self.line.apart = self.ends > 1 && !(within.is_some() && (closes || opened));
            self.value |= within.is_some();
        } else if kind == Kind::Equals && self.open.is_empty() && !self.value {
            let at = self.line.text.len();
            self.line.slot = Some(Slot { at, blanks: self.gap, sort: '=' });
        } else if kind == Kind::Comment {
            self.line.text.extend(std::iter::repeat_n(' ', self.gap.max(1)));
        } else if self.is_apart(kind) {
            self.line.text.push(' ');
        }
        if closes && self.last == Some(Kind::Comma) {
            // On one line nothing follows the last item.
            self.line.text.truncate(self.line.text.trim_end().trim_end_matches(',').len());
            if kind == Kind::RightCurlyBracket {
                self.line.text.push(' ');
            }
        }
        self.line.text.push_str(if kind == Kind::Comment { own.trim_end() } else { own });
        match kind {
            Kind::LeftSquareBracket | Kind::LeftCurlyBracket if self.value => self.open.push(self.line.indent),
            Kind::RightSquareBracket | Kind::RightCurlyBracket if self.value => _ = self.open.pop(),
            Kind::Equals => self.value = true,
            _ => {}
        }
        (self.last, self.ends, self.gap) = (Some(kind), 0, 0);
    }

    /// Whether a blank stands between the last token and this one.
    fn is_apart(&self, kind: Kind) -> bool {
        use Kind::{Comma, Dot, Equals, LeftCurlyBracket, LeftSquareBracket, RightCurlyBracket, RightSquareBracket};
        match (self.last, kind) {
            (Some(LeftCurlyBracket), RightCurlyBracket)
            | (Some(Dot | LeftSquareBracket), _)
            | (_, Dot | Comma | RightSquareBracket) => false,
            (Some(LeftCurlyBracket | Comma | Equals), _) | (_, RightCurlyBracket | Equals) => true,
            // A day and a time may be parted by a blank.
            _ => self.gap > 0 && self.value,
        }
    }

    fn finish(&mut self) {
        if self.last.take().is_some() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}

/// An empty line stands before each header, and before the comments right above it.
fn separate(lines: &mut [Line]) {
    for at in 1..lines.len() {
        let header = lines[at].indent == 0 && lines[at].text.starts_with('[');
        if !header || lines[at].apart {
            continue;
        }
        let above = (0..at).rev().take_while(|above| lines[*above].text.starts_with('#') && lines[*above].indent == 0);
        let mut first = at;
        for above in above {
            first = above;
            if lines[above].apart {
                break;
            }
        }
        if first > 0 {
            lines[first].apart = true;
        }
    }
}
