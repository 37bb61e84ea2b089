//! A look at a text that is no TOML, before the parser's words are told: slips over which the parser would stumble again
//! and again are found here, each once, and blotted out, so that it can be asked what else is wrong.

mod signs;
mod quotes;

use std::ops::Range;

use super::slip::Slip;
use crate::language::say;

/// What was found.
pub(super) struct Scan {
    /// The slips, in the order of the text.
    pub told: Vec<Slip>,
    /// A text of the same length without them.
    pub mended: String,
}

/// Looks through a text.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner {
        text,
        at: 0,
        line: 0..0,
        open: Vec::new(),
        equals: 0,
        filled: 0,
        header: false,
        keyed: true,
        told: Vec::new(),
        mended: text.as_bytes().to_vec(),
    };
    while scanner.at < text.len() {
        scanner.line();
    }
    scanner.close_all(None);
    let mended = String::from_utf8(scanner.mended).unwrap_or_default();
    Scan { told: scanner.told, mended }
}

/// A bracket that is open.
struct Open {
    sign: char,
    at: usize,
    /// Whether its line goes on behind it.
    beside: bool,
}

struct Scanner<'t> {
    text: &'t str,
    /// The next byte.
    at: usize,
    /// The line at hand, without its end.
    line: Range<usize>,
    /// Brackets that are open; those of headers do not count.
    open: Vec<Open>,
    /// Behind the first `=` of the line, or its beginning.
    equals: usize,
    /// Behind the last sign that is neither blank nor in a comment.
    filled: usize,
    /// Whether the line is a header.
    header: bool,
    /// Whether a key is wanted, or being read.
    keyed: bool,
    told: Vec<Slip>,
    mended: Vec<u8>,
}

impl Scanner<'_> {
    /// One line.
    fn line(&mut self) {
        let end = self.text[self.at..].find('\n').map_or(self.text.len(), |n| self.at + n);
        self.line = self.at..end;
        self.equals = self.at;
        self.begin();
        while self.at < self.line.end {
            self.sign();
        }
        // A text of several lines ends further down, perhaps within a line.
        if self.at == self.line.end {
            self.at += 1;
        }
    }

    /// What the beginning of a line tells.
    fn begin(&mut self) {
        let line = &self.text[self.line.clone()];
        let trimmed = line.trim_start();
        if let Some(header) = statement(trimmed)
            && !self.open.is_empty()
            && self.ends_here(header)
        {
            self.close_all(Some(self.line.start));
        }
        self.header = self.open.is_empty() && trimmed.starts_with(['[', '［']);
        if self.open.is_empty() {
            self.keyed = true;
            let start = self.line.end - trimmed.len();
            if let Some(mark) = signs::comment(trimmed) {
                self.wrong_comment(start, mark);
            } else {
                self.header_brackets(start);
            }
        }
    }

    /// Whether a line that begins like a statement shows that the brackets were meant to end before it.
    fn ends_here(&self, header: bool) -> bool {
        let last = self.text[..self.filled].chars().next_back();
        match self.open.last() {
            // A line with a brace too many ends the table that goes on.
            Some(Open { sign: '{', beside, .. }) => {
                let line = &self.text[self.line.clone()];
                let closes = line.matches('}').count() > line.matches('{').count();
                header || (*beside && !closes && !matches!(last, Some('{' | ',')))
            }
            _ => true,
        }
    }

    /// One sign, text or comment.
    fn sign(&mut self) {
        let start = self.at;
        let Some(sign) = self.text[start..].chars().next() else { return };
        match sign {
            '#' => {
                self.at = self.line.end;
                return;
            }
            '"' | '\'' => return self.quoted(sign),
            '[' | '{' if !self.header => {
                let beside = !self.text[start + 1..self.line.end].trim().is_empty();
                self.open.push(Open { sign, at: start, beside });
                self.keyed = sign == '{';
            }
            ']' | '}' if !self.header => self.close(sign),
            ',' => self.keyed = self.open.last().is_some_and(|open| open.sign == '{'),
            '=' => self.equal(start + 1),
            ';' if !self.open.is_empty() => self.semicolon(),
            ':' if self.keyed && !self.header => self.colon(start..start + 1),
            _ if sign.is_ascii_whitespace() => {
                self.at += 1;
                return;
            }
            _ if !sign.is_ascii() && self.wide() => return,
            _ => {}
        }
        self.at = start + sign.len_utf8();
        self.filled = self.at;
    }

    fn equal(&mut self, behind: usize) {
        self.keyed = false;
        if self.equals == self.line.start {
            self.equals = behind;
        }
    }

    fn colon(&mut self, span: Range<usize>) {
        let sign = &self.text[span.clone()];
        let message = say!("键和值之间应当写“=”，这里写了“{sign}”", "`=` belongs between key and value, not `{sign}`");
        self.equal(span.end);
        self.replace(span.clone(), "=");
        self.told.push(Slip::new(span, message).help(say!("改成“=”", "write `=`")).local());
    }

    fn semicolon(&mut self) {
        let span = self.at..self.at + 1;
        self.replace(span.clone(), ",");
        let message = say!("各项之间应当写“,”，这里写了“;”", "`,` belongs between items, not `;`");
        self.told.push(Slip::new(span, message).help(say!("改成“,”", "write `,`")).local());
    }

    /// A header whose brackets do not match: it is told of, and read as one with a name that is cut to make room.
    fn header_brackets(&mut self, start: usize) {
        let line = self.text[start..self.line.end].split('#').next().unwrap_or_default().trim_end();
        let opens = line.len() - line.trim_start_matches('[').len();
        let name = line.trim_matches(['[', ']']);
        let closes = line.len() - line.trim_end_matches(']').len();
        let plain = !name.is_empty() && !name.contains(['[', ']', '"', '\'', '=', '{', ',']);
        if opens == closes || opens + closes == 0 || !plain || (closes == 0 && opens > 2) {
            return;
        }
        let end = start + line.len();
        let slip = if opens > closes {
            Slip::missing(end, &"]".repeat(opens - closes))
        } else if opens == 0 {
            Slip::missing(start, &"[".repeat(closes))
        } else {
            let message = say!("这里多了“]”", "there is a `]` too many");
            Slip::new(end - (closes - opens)..end, message).help(say!("删去它", "delete it"))
        };
        self.told.push(slip);
        let brackets = opens.max(closes).min(2);
        let room = line.len().saturating_sub(2 * brackets);
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(room).collect();
        let header = format!("{}{name}{}", "[".repeat(brackets), "]".repeat(brackets));
        self.blot(start..end, if name.is_empty() { "" } else { &header });
        self.at = self.line.end;
    }

    fn close(&mut self, sign: char) {
        let opening = if sign == ']' { '[' } else { '{' };
        while let Some(open) = self.open.last() {
            if open.sign == opening {
                self.open.pop();
                return;
            }
            if !self.open.iter().any(|open| open.sign == opening) {
                return;
            }
            self.missing(self.filled, self.open.len() - 1);
        }
    }

    /// Says that all brackets which are open should have ended before that line.
    fn close_all(&mut self, line: Option<usize>) {
        if self.open.is_empty() {
            return;
        }
        self.missing(self.filled.min(line.unwrap_or(usize::MAX)), 0);
        self.keyed = true;
    }

    /// Says that the brackets from a number on should have ended there, and blots out what stands in them.
    fn missing(&mut self, end: usize, from: usize) {
        let Some(outermost) = self.open.get(from).map(|open| open.at) else { return };
        let closing = |open: &Open| if open.sign == '[' { ']' } else { '}' };
        let all: String = self.open[from..].iter().rev().map(closing).collect();
        if let Some(innermost) = self.open.last() {
            let sign = innermost.sign;
            let see = say!("“{sign}”从这里开始", "the `{sign}` that it closes");
            self.told.push(Slip::missing(end, &all).see(innermost.at..innermost.at + 1, see));
        }
        self.blot(outermost..end, "0");
        self.open.truncate(from);
    }

    /// Puts something harmless in a place.
    fn blot(&mut self, span: Range<usize>, value: &str) {
        for byte in &mut self.mended[span.clone()] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        self.replace(span.start..span.end.min(span.start + value.len()), value);
    }

    /// Writes signs over others, and blanks over what they leave.
    fn replace(&mut self, span: Range<usize>, signs: &str) {
        let signs = signs.bytes().chain(std::iter::repeat(b' '));
        for (byte, sign) in self.mended[span].iter_mut().zip(signs) {
            *byte = sign;
        }
    }
}

/// Whether a line begins like a statement: with a key (`false`), or as a header (`true`).
fn statement(line: &str) -> Option<bool> {
    let key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    if let Some(header) = line.strip_prefix('[') {
        let inner = header.trim_start_matches('[');
        let end = inner.find(']')?;
        let (name, rest) = (&inner[..end], inner[end..].trim_start_matches(']').trim_start());
        let plain = name.split('"').step_by(2).all(|part| part.chars().all(key));
        let value = name.starts_with(|c: char| c.is_ascii_digit() || c == '"') && !header.starts_with('[');
        let named = plain && !value && !matches!(name, "" | "true" | "false");
        return (named && (rest.is_empty() || rest.starts_with('#'))).then_some(true);
    }
    let (name, rest) = line.split_once(['=', '＝'])?;
    let (first, name) = (rest.starts_with('='), name.trim());
    let quoted = name.len() > 2 && name.starts_with('"') && name.ends_with('"') && name.matches('"').count() == 2;
    let named = quoted || (!name.is_empty() && name.chars().all(|c| key(c) && c != ' '));
    (named && !first).then_some(false)
}
