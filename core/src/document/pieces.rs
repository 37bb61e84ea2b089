//! A text cut into statements, whether they are sound or not: headers, pairs of key and value, and lines that are neither.
//! A statement that is sound is never cut in two; one that is not ends where the next begins beyond doubt.

use std::ops::Range;

/// What a piece is, by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A header, or what was meant to be one.
    Header,
    /// A key and its value.
    Pair,
    /// Neither.
    Other,
}

/// A statement, or lines that are none.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Its bytes, from the beginning of a line to the end of one.
    pub span: Range<usize>,
    /// What it is.
    pub sort: Sort,
}

/// Cuts a text.
pub(super) fn cut(text: &str) -> Vec<Piece> {
    let mut cutter = Cutter { text, at: 0, open: Vec::new(), filled: None, torn: false, pieces: Vec::new() };
    while cutter.at < text.len() {
        cutter.line();
    }
    cutter.pieces
}

struct Cutter<'t> {
    text: &'t str,
    /// The next byte.
    at: usize,
    /// Brackets that are open, and whether the line of each goes on behind it.
    open: Vec<(char, bool)>,
    /// The last sign that is neither blank nor in a comment.
    filled: Option<char>,
    /// Whether the last line has a quote without its match.
    torn: bool,
    pieces: Vec<Piece>,
}

impl Cutter<'_> {
    fn line(&mut self) {
        let start = self.at;
        let line = &self.text[start..self.end(start)];
        let trimmed = line.trim_start();
        let Some(sort) = begins(trimmed) else {
            self.at = start + line.len() + 1;
            return;
        };
        if self.starts(sort, trimmed) {
            self.open.clear();
            self.pieces.push(Piece { span: start..start, sort });
        }
        self.torn = false;
        let header = sort == Sort::Header && self.open.is_empty();
        let end = self.signs(start, header);
        // What ends the line is no part of it, and half of that would be an end that is broken.
        let crlf = self.text.as_bytes()[start..].get(..=end - start).is_some_and(|line| line.ends_with(b"\r\n"));
        if let Some(piece) = self.pieces.last_mut() {
            piece.span.end = end - usize::from(crlf);
        }
        self.at = end + 1;
    }

    /// Where the line of a byte ends.
    fn end(&self, from: usize) -> usize {
        self.text[from..].find('\n').map_or(self.text.len(), |end| from + end)
    }

    /// Whether a line that begins so begins a statement.
    fn starts(&self, sort: Sort, line: &str) -> bool {
        let Some(last) = self.pieces.last() else { return true };
        if let Some((sign, beside)) = self.open.last() {
            return match sort {
                Sort::Header => self.is_surely_header(line),
                Sort::Pair => {
                    // A line with a brace too many ends the table that goes on.
                    let closes = line.matches('}').count() > line.matches('{').count();
                    let value = line.split_once('=').is_some_and(|(_, value)| !value.trim_start().starts_with(','));
                    let within = *sign == '{' && (!*beside || matches!(self.filled, Some('{' | ',')));
                    matches!(is_pair(line), Some('=' | '＝')) && value && !closes && !within
                }
                Sort::Other => false,
            };
        }
        let own = &self.text[last.span.clone()];
        let bare = own.trim().chars().all(|sign| matches!(sign, '[' | ']'));
        let closes = line.trim_end().chars().all(|sign| matches!(sign, ']' | '}' | ',' | '］' | '｝'));
        let wants = self.filled == Some('=') && sort != Sort::Pair && !named(line);
        let ends = sort == Sort::Header
            && last.sort == Sort::Header
            && !line.starts_with(['[', '［', '【'])
            && !own.contains(']');
        !(closes || ends || (bare && !own.trim().is_empty()) || wants || (self.torn && sort == Sort::Other))
    }

    /// Whether a header ends brackets that are open: a list may hold what looks like one.
    fn is_surely_header(&self, line: &str) -> bool {
        let behind = self.text[self.end(self.at)..].lines().skip(1).map(str::trim_start);
        let mut next = behind.filter(|line| begins(line).is_some());
        named(line) || (quoted(line) && next.next().is_some_and(|line| is_pair(line) == Some('=')))
    }

    /// Goes through the signs of a line, and of those over which its texts go on. Returns where the last of them ends.
    fn signs(&mut self, start: usize, header: bool) -> usize {
        let (mut at, mut end) = (start, self.end(start));
        while at < end {
            let Some(sign) = self.text[at..].chars().next() else { break };
            match sign {
                '#' => break,
                '"' | '\'' => match self.text_end(at, end, sign) {
                    Some(behind) => {
                        at = behind;
                        end = end.max(self.end(at));
                        self.filled = Some(sign);
                        continue;
                    }
                    None => {
                        self.tear(at..end);
                        break;
                    }
                },
                '[' | '{' if !header => {
                    let beside = !self.text[at + 1..end].trim().is_empty();
                    self.open.push((sign, beside));
                }
                ']' | '}' if !header => self.close(sign),
                _ => {}
            }
            if !sign.is_whitespace() {
                self.filled = Some(sign);
            }
            at += sign.len_utf8();
        }
        end
    }

    /// A bracket ends, and all that are open within it.
    fn close(&mut self, sign: char) {
        let opening = if sign == ']' { '[' } else { '{' };
        if self.open.last().is_some_and(|(open, _)| *open == opening) {
            self.open.pop();
        } else if let Some(at) = self.open.iter().rposition(|(open, _)| *open == opening) {
            self.open.truncate(at);
        }
    }

    /// Where a text ends that begins there; `None` when it does not.
    fn text_end(&self, at: usize, end: usize, quote: char) -> Option<usize> {
        let triple = if quote == '"' { "\"\"\"" } else { "'''" };
        let rest = &self.text[at..];
        if rest.starts_with(triple) {
            let close = closing(&rest[3..], triple).map_or(self.text.len(), |close| at + close + 6);
            // Up to two quotes more belong to the text.
            let more =
                self.text[close.min(self.text.len())..].chars().take_while(|sign| *sign == quote).take(2).count();
            return Some((close + more).min(self.text.len()));
        }
        closing(&self.text[at + 1..end], &triple[..1]).map(|close| at + close + 2)
    }

    /// A quote has no match on its line: of what follows on it the brackets that end are counted.
    fn tear(&mut self, rest: Range<usize>) {
        self.torn = true;
        for sign in self.text[rest].chars() {
            if matches!(sign, ']' | '}') {
                self.close(sign);
            }
            if !sign.is_whitespace() {
                self.filled = Some(sign);
            }
        }
    }
}

/// Where the closing quotes stand in what follows the opening ones.
pub(super) fn closing(text: &str, quotes: &str) -> Option<usize> {
    let escapes = quotes.starts_with('"');
    let mut from = 0;
    loop {
        let found = from + text[from..].find(quotes)?;
        let before = text[..found].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if !escapes || before % 2 == 0 {
            return Some(found);
        }
        from = found + 1;
    }
}

/// What a line begins; nothing where it is blank or a comment.
fn begins(line: &str) -> Option<Sort> {
    if line.is_empty() || line == "\r" || line.starts_with('#') {
        return None;
    }
    let plain = line.split('#').next().unwrap_or_default().trim_end();
    let parts = plain.contains([',', '=']);
    let header =
        plain.starts_with(['[', '［', '【']) || (plain.ends_with([']', '］']) && plain.contains(char::is_alphabetic));
    Some(if header && !parts {
        Sort::Header
    } else if is_pair(line).is_some() {
        Sort::Pair
    } else {
        Sort::Other
    })
}

/// Whether what goes over several lines may hold a header that was meant to begin something else.
pub(crate) fn hides_header(statement: &str) -> bool {
    statement.lines().skip(1).any(|line| begins(line.trim_start()) == Some(Sort::Header))
}

/// The key with which a pair begins, without its quotes.
pub(crate) fn key_of(statement: &str) -> Option<&str> {
    let statement = statement.trim_start();
    is_pair(statement)?;
    let at = statement.find(['=', '＝', ':', '：'])?;
    Some(statement[..at].trim_end().trim_matches('"'))
}

/// Signs of keys that have no quotes, and of those that should have them.
fn is_key(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.')
}

/// The sign behind the key with which a line begins: `=`, or what is taken for it.
fn is_pair(line: &str) -> Option<char> {
    let at = line.find(['=', '＝', ':', '：'])?;
    let (name, rest) = (line[..at].trim_end(), &line[at..]);
    let inner = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    let quoted = inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('"'));
    let named = quoted || (!name.is_empty() && name.chars().all(is_key));
    rest.chars().next().filter(|_| named && !rest.starts_with("==") && !rest.starts_with("://"))
}

/// The name that a header gives, or what stands between its brackets.
fn name(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim().trim_matches(['[', ']']).trim()
}

/// Whether a line is a header by its name: one that is no value.
fn named(line: &str) -> bool {
    let name = name(line);
    let value = name.starts_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '+' | '-'))
        || matches!(name, "true" | "false" | "inf" | "nan");
    line.starts_with('[') && !name.is_empty() && !value && name.chars().all(|sign| is_key(sign) || sign == ' ')
}

/// Whether a line is a header with a name in quotes, or a list of a text.
fn quoted(line: &str) -> bool {
    let name = name(line);
    line.starts_with('[') && name.starts_with(['"', '\'']) && name.ends_with(['"', '\''])
}

/// Where the headers of a text stand, and how each is written, without a comment.
pub(crate) fn headers(text: &str) -> Vec<(usize, &str)> {
    let own = cut(text).into_iter().filter(|piece| piece.sort == Sort::Header);
    own.map(|piece| (piece.span.start, text[piece.span].split('#').next().unwrap_or_default().trim())).collect()
}
