//! Where one is in a TOML file, told from the lines above: a text that is being typed seldom parses.

use crate::source::Span;

/// A place in a TOML file.
#[derive(Debug)]
pub(super) struct Spot<'t> {
    /// The name that the header above gives; empty above the first.
    pub header: &'t str,
    /// The key of the pair, where the place is behind its `=`.
    pub key: Option<&'t str>,
    /// The word at the place, without quotes.
    pub word: &'t str,
    /// Where it stands, with its quotes.
    pub span: Span,
    /// Whether the place is in a header.
    pub in_header: bool,
}

/// The name in a header, if the line is one.
pub(super) fn header(line: &str) -> Option<&str> {
    let line = line.trim();
    let inner = line.strip_prefix("[[").or_else(|| line.strip_prefix('['))?;
    let name = inner.split(']').next().unwrap_or_default().trim();
    (!name.starts_with(['"', '\'']) && !name.contains([',', '{', '=']) && !name.is_empty()).then_some(name)
}

/// The bare or quoted key with which a line begins, and where it stands in it.
pub(super) fn key(line: &str) -> Option<(&str, usize)> {
    let (own, _) = line.split_once('=')?;
    let start = own.len() - own.trim_start().len();
    let key = own.trim();
    let plain = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"'));
    (plain && !key.is_empty()).then_some((key, start))
}

/// What stands at a byte.
pub(super) fn spot(text: &str, at: usize) -> Spot<'_> {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = &text[line_start..line_end];
    let mut above = "";
    for own in text[..line_start].lines() {
        if let Some(name) = header(own) {
            above = name;
        }
    }
    let before = &text[line_start..at];
    let in_header = line.trim_start().starts_with('[') && !before.contains('=') && key(line).is_none();
    let above = header(line).filter(|_| in_header).unwrap_or(above);
    let (mut pair, mut from) = (None, line_start);
    if let Some((name, _)) = key(line).filter(|_| before.contains('=')) {
        pair = Some(name);
    } else if !in_header && before.trim().is_empty() | before.trim_start().starts_with(['"', '\'']) {
        // A list may begin further up.
        for own in text[..line_start].lines().rev().take(200) {
            if header(own).is_some() || own.trim().is_empty() {
                break;
            }
            if let Some((name, _)) = key(own) {
                let open = own.matches('[').count() > own.matches(']').count();
                pair = open.then_some(name);
                break;
            }
        }
    }
    if pair.is_some() {
        from = before.find('=').map_or(line_start, |sign| line_start + sign + 1);
    }
    let (span, quoted) = word(text, from, at, line_end);
    let own = &text[span.range()];
    let word = if quoted { own.trim_matches(['"', '\'']) } else { own };
    Spot { header: above, key: pair, word, span, in_header }
}

/// The word around a byte: a text in quotes, or letters.
fn word(text: &str, from: usize, at: usize, end: usize) -> (Span, bool) {
    let mut open = None;
    let mut last = from;
    for (byte, sign) in text[from..end].char_indices().map(|(byte, sign)| (from + byte, sign)) {
        if !matches!(sign, '"' | '\'') {
            continue;
        }
        match open {
            None if byte >= at => break,
            None => open = Some(byte),
            Some(start) if byte + 1 > at => return (Span::new(start, byte + 1), true),
            Some(_) => (open, last) = (None, byte + 1),
        }
    }
    if let Some(start) = open {
        return (Span::new(start, at.max(start + 1)), true);
    }
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let start = at - text[last.min(at)..at].chars().rev().take_while(|c| letter(*c)).map(char::len_utf8).sum::<usize>();
    let stop = at + text[at..end].chars().take_while(|c| letter(*c)).map(char::len_utf8).sum::<usize>();
    (Span::new(start, stop), false)
}
