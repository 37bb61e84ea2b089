//! Glance: whose records a file holds, seen without reading it as TOML.
//!
//! A shard looks at every file so, and reads only those that it needs. Nothing is guessed: where the signs do not tell for certain, and
//! for every text that is not plainly written, the answer is that it may be anybody's. For a file of which it tells, whatever
//! is wrong in it concerns the bodies that it names and no other.

use std::collections::BTreeMap;
use std::hash::Hasher as _;

use memchr::memmem;
use rustc_hash::FxHasher;
use toml::de::{DeTable, DeValue};

use crate::bounds;

/// The bodies whose records a file holds, by id; `None` when that cannot be told, or there may be none.
pub(crate) type Bodies = Option<BTreeMap<String, Size>>;

/// How much of a file belongs to a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    /// Bytes.
    pub bytes: usize,
    /// Headers, about as many as records; 0 where they were not counted.
    pub records: usize,
}

impl std::ops::AddAssign for Size {
    fn add_assign(&mut self, more: Self) {
        self.bytes += more.bytes;
        self.records += more.records;
    }
}

/// A number made of all bytes, to tell whether two machines have read the same. It tells slips, not forgers: whoever can change
/// the data can change a report.
#[must_use]
pub(crate) fn sum(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.write_usize(bytes.len());
    hasher.finish()
}

/// What stands before a text, once.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Looks at the bytes of a file. To count headers too takes as long again.
#[must_use]
pub(crate) fn glance(bytes: &[u8], counted: bool) -> Bodies {
    behind_mark(bytes.strip_prefix(MARK).unwrap_or(bytes), counted)
}

/// Looks at the bytes of a file behind its mark, if it has one.
#[must_use]
pub(crate) fn behind_mark(bytes: &[u8], counted: bool) -> Bodies {
    if bytes.starts_with(MARK) { None } else { bodies(bytes, counted) }
}

/// Whether a key is no kind, but says of which body or year records are.
fn is_head(name: &str) -> bool {
    matches!(name, "body" | "year")
}

fn bodies(bytes: &[u8], counted: bool) -> Bodies {
    if is_written_in_signs(bytes) {
        return None;
    }
    let Some(first) = next_header(bytes, 0) else { return inline(bytes) };
    if first > bounds::PIECE {
        return None;
    }
    let head = std::str::from_utf8(&bytes[..first]).ok()?;
    let top = DeTable::parse(head).ok()?;
    let own = match top.get_ref().get("body") {
        Some(id) => Some(as_id(id.get_ref())?),
        None => None,
    };
    let mut words = memmem::find_iter(bytes, b"body").peekable();
    // Each word that stands there must be the key that was read.
    let at_top = std::iter::from_fn(|| words.next_if(|at| *at < first)).count();
    if at_top != usize::from(own.is_some()) {
        return None;
    }
    if let Some(own) = own.as_ref().filter(|_| words.peek().is_none()) {
        let is_record = name_of(line(bytes, first)).is_some_and(|name| !is_head(name));
        let headers = || memmem::find_iter(bytes, b"\n[").count() + usize::from(bytes.first() == Some(&b'['));
        let size = || Size { bytes: bytes.len(), records: if counted { headers() } else { 0 } };
        return is_record.then(|| BTreeMap::from([(own.clone(), size())]));
    }
    let mut all = BTreeMap::new();
    if top.get_ref().keys().any(|key| !is_head(key.get_ref())) {
        all.insert(own.clone()?, Size { bytes: first, records: 0 });
    }
    several(std::str::from_utf8(bytes).ok()?, first, own.as_deref(), all)
}

/// A body's id.
fn as_id(value: &DeValue<'_>) -> Option<String> {
    value.as_str().filter(|id| id.len() <= bounds::KEY).map(str::to_owned)
}

/// The body of a file without headers, whose records are lists of inline tables.
fn inline(bytes: &[u8]) -> Bodies {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut words = memmem::find_iter(bytes, b"body");
    let (Some(at), None) = (words.next(), words.next()) else { return None };
    // All up to the end of that line, as TOML has it.
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let top = DeTable::parse(&text[..end]).ok().filter(|_| end <= bounds::PIECE)?;
    let own = as_id(top.get_ref().get("body")?.get_ref())?;
    let records = records_inline(text);
    let told = records > 0 && !text.contains("\"\"\"") && !text.contains("'''");
    told.then(|| BTreeMap::from([(own, Size { bytes: bytes.len(), records })]))
}

/// How many lines begin an inline table, if there is a list of such that has a name.
fn records_inline(text: &str) -> usize {
    let begins = |line: &str| {
        let Some((name, value)) = line.split_once('=') else { return false };
        let header = format!("[{}]", name.trim());
        let named = name_of(header.as_bytes()).is_some_and(|name| !is_head(name) && !name.contains('.'));
        named && value.trim_start().starts_with('[')
    };
    let is_table = |line: &str| line.trim_start().starts_with('{');
    let mut lines = text.lines().peekable();
    let (mut lists, mut tables) = (0, 0);
    while let Some(line) = lines.next() {
        let inside =
            line.split_once('=').is_some_and(|(_, value)| is_table(value.trim_start().trim_start_matches('[')));
        if begins(line) && (inside || line.trim_end().ends_with('[') && lines.peek().is_some_and(|next| is_table(next)))
        {
            lists += 1;
        }
        tables += usize::from(is_table(line) || inside);
    }
    if lists > 0 { tables } else { 0 }
}

/// Whether a key might be written by the numbers of its letters.
fn is_written_in_signs(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\\', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'u' | b'U' | b'x')))
}

/// Where the next line stands that begins with a bracket, from the beginning of a line on.
fn next_header(bytes: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let own = line(bytes, from);
        if own.trim_ascii_start().first() == Some(&b'[') {
            return Some(from);
        }
        from += memchr::memchr(b'\n', &bytes[from..])? + 1;
    }
}

fn line(bytes: &[u8], from: usize) -> &[u8] {
    let end = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |n| from + n);
    &bytes[from..end]
}

/// What a plain header names: `[[kind]]`, `[kind]` or `[[kind.part]]`, perhaps with a comment behind it.
fn name_of(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?.split('#').next()?.trim();
    let inner = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    let name = inner.or_else(|| line.strip_prefix('[')?.strip_suffix(']'))?.trim();
    let quoted = name.len() > 2 && name.starts_with('"') && name.ends_with('"');
    let plain = if quoted { &name[1..name.len() - 1] } else { name };
    let sign =
        |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.') || quoted && !sign.is_ascii();
    (!plain.is_empty() && plain.chars().all(sign)).then_some(plain)
}

/// The bodies of a file whose records name their own.
fn several(text: &str, first: usize, own: Option<&str>, mut all: BTreeMap<String, Size>) -> Bodies {
    let bytes = text.as_bytes();
    // In a text of several lines anything may look like a record.
    if [&b"\"\"\""[..], b"'''"].iter().any(|quotes| memmem::find(bytes, quotes).is_some()) {
        return None;
    }
    let (mut at, mut last): (usize, Option<String>) = (first, None);
    while at < bytes.len() {
        let next = line(bytes, at).len() + at + 1;
        let end = if next < bytes.len() { next_header(bytes, next).unwrap_or(bytes.len()) } else { bytes.len() };
        let section = &text[at..end];
        let name = name_of(line(bytes, at)).filter(|name| is_word(name))?;
        let body = body_of(section)?;
        let records = usize::from(!name.contains('.'));
        let whose = match (records, body) {
            // A part of the record before it.
            (0, None) => last.clone()?,
            (0, Some(_)) => return None,
            (_, body) => body.or_else(|| own.map(str::to_owned))?,
        };
        *all.entry(whose.clone()).or_default() += Size { bytes: end - at, records };
        (at, last) = (end, Some(whose));
    }
    Some(all)
}

/// Whether the name of a header is none that a list of values might have on a line of its own.
fn is_word(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    let letter = first.starts_with(|sign: char| sign.is_ascii_alphabetic());
    letter && name.is_ascii() && !is_head(first) && !matches!(first, "true" | "false" | "inf" | "nan")
}

/// The body that a record names; `None` where that cannot be told.
#[expect(clippy::option_option, reason = "not told, none, or one")]
fn body_of(section: &str) -> Option<Option<String>> {
    let mut words = memmem::find_iter(section.as_bytes(), b"body");
    let Some(at) = words.next() else { return Some(None) };
    if words.next().is_some() {
        return None;
    }
    // The record up to the end of that line, as TOML has it.
    let end = section[at..].find('\n').map_or(section.len(), |n| at + n);
    let parsed = DeTable::parse(&section[..end]).ok()?;
    let (_, value) = parsed.get_ref().iter().next()?;
    let record = match value.get_ref() {
        DeValue::Array(items) => items.first()?.get_ref().as_table()?,
        DeValue::Table(table) => table,
        _ => return None,
    };
    Some(Some(as_id(record.get("body")?.get_ref())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bodies with their records, as they are seen.
    fn seen(text: &str) -> Option<Vec<(String, usize)>> {
        let bodies = glance(text.as_bytes(), true)?;
        Some(bodies.into_iter().map(|(id, size)| (id, size.records)).collect())
    }

    fn own(bodies: &[(&str, usize)]) -> Option<Vec<(String, usize)>> {
        Some(bodies.iter().map(|(id, records)| ((*id).to_owned(), *records)).collect())
    }

    #[test]
    fn the_head_tells_where_no_record_names_its_own() {
        let one = own(&[("a", 2)]);
        for text in [
            "body = \"a\"\n[[member]]\nid = 1\n[[member]]\nid = 2\n",
            "\u{feff}# 头\r\nbody = \"a\" # 单位\r\nyear = 2026\r\n\r\n[[ member ]]\r\nid = 1\r\n[plan]\r\n",
            "\"body\" = 'a'\n[[\"委员\"]]\nx = [\n[1],\n]\n",
            "body = \"a\"\n[[member]]\nid = \n[[member]\n",
        ] {
            assert_eq!(seen(text), one, "{text}");
        }
    }

    #[test]
    fn lists_of_inline_tables_have_the_body_of_the_head() {
        let text = "body = \"a\"\nyear = 2026\nmember = [\n    { id = 1 },\n    { id = 2 },\n]\nplan = [{ id = 1 }]\n";
        assert_eq!(seen(text), own(&[("a", 3)]));
        for text in [
            "body = \"a\"\nmember = []\n",
            "body = \"a\" # {\n",
            "member = [\n{ id = 1,\nbody = \"a\" },\n]\n",
            "body = \"a\"\nmember = [\n    { id = 1, body = \"b\" },\n]\n",
            "body = \"a\"\ntext = \"\"\"\nx = [\n{\n\"\"\"\n",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn records_that_name_their_own_are_told_apart() {
        let text = "[[member]]\nid = 1\nbody = \"a\"\n[member.more]\nx = 1\n[[member]]\nbody = \"b\"\n[[plan]]\nbody = \"a\"\n";
        assert_eq!(seen(text), own(&[("a", 2), ("b", 1)]));
        let head = format!("body = \"c\"\n{text}[[visit]]\nid = 1\n");
        assert_eq!(seen(&head), own(&[("a", 2), ("b", 1), ("c", 1)]));
        assert_eq!(seen(&format!("body = \"c\"\n{text}")), own(&[("a", 2), ("b", 1)]));
        assert_eq!(seen(&format!("body = \"c\"\nplan = {{ id = 1 }}\n{text}")), own(&[("a", 2), ("b", 1), ("c", 0)]));
    }

    #[test]
    fn whatever_is_not_certain_may_be_anybodys() {
        for text in [
            "",
            "body = \"a\"\n",
            "body = 1\n[[member]]\n",
            "body = \n[[member]]\n",
            "[[member]]\nid = 1\n",
            "body = \"a\"\nbody = \"b\"\n[[member]]\n",
            "body = \"somebody\"\n[[member]]\n",
            "\u{feff}\u{feff}body = \"a\"\n[[member]]\n",
            "body = \"a\"\n[year]\nx = 1\n",
            "body = \"a\"\n[1, 2]\n",
            "body = \"a\"\n[[member]]\n\"bod\\u0079\" = \"b\"\n",
            "body = \"a\"\n[[member]]\nbody = 1\n",
            "body = \"a\"\n[[member]]\nbody = \"b\n",
            "body = \"a\"\n[[member]]\nname = \"nobody\"\n",
            "body = \"a\"\n[[member]]\n# body\n",
            "body = \"a\"\n[[member]]\n[member.more]\nbody = \"b\"\n",
            "body = \"a\"\n[[member]]\nmore = { body = \"b\" }\n",
            "body = \"a\"\n[[member]]\ntext = \"\"\"\n[[member]]\nbody = \"b\"\n\"\"\"\n",
            "[[member]]\nbody = \"a\"\n[[member]]\nid = 2\n",
            "[[member]]\nbody = \"a\"\nx = [\n[true]\n]\n",
            "plan = { id = 1 }\n[[member]]\nbody = \"a\"\n",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
        assert_eq!(glance(b"body = \"a\"\n\xff\n[[member]]\n", true), None);
    }

    #[test]
    fn a_sum_is_of_every_byte_and_of_their_number() {
        let text = "body = \"a\"\n[[member]]\nid = 1\n".repeat(9);
        let mut sums: Vec<u64> = (0..text.len())
            .map(|at| {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1;
                sum(&bytes)
            })
            .collect();
        sums.extend([sum(text.as_bytes()), sum(b""), sum(b"\0"), sum(b"\0\0")]);
        let number = sums.len();
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), number);
    }
}
