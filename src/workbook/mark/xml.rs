//! Tags of XML with their places, so that a text is changed at a few places and kept everywhere else.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::workbook::Made;
use crate::workbook::package::damaged;

/// A tag.
#[derive(Clone, Debug)]
pub(super) struct Tag<'x> {
    /// Its name, without a prefix.
    pub name: &'x str,
    /// The prefix of its name with the colon, or nothing.
    pub prefix: &'x str,
    /// Whether it begins, ends, or both.
    pub sort: Sort,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its text, from `<` to `>`.
    pub text: &'x str,
    /// In how many elements it stands.
    pub depth: usize,
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// `<a>`
    Start,
    /// `<a/>`
    Empty,
    /// `</a>`
    End,
}

/// Walks through the tags of a text.
pub(super) fn walk<'x>(text: &'x str, mut each: impl FnMut(&Tag<'x>) -> Made<()>) -> Made<()> {
    let mut reader = Reader::from_str(text);
    let (mut before, mut depth) = (0, 0_usize);
    loop {
        let event = reader.read_event().map_err(|_| damaged())?;
        let after = usize::try_from(reader.buffer_position()).map_err(|_| damaged())?;
        let sort = match event {
            Event::Start(_) => Some(Sort::Start),
            Event::Empty(_) => Some(Sort::Empty),
            Event::End(_) => Some(Sort::End),
            Event::Eof => return if depth == 0 { Ok(()) } else { Err(damaged()) },
            _ => None,
        };
        if let Some(sort) = sort {
            let own = text.get(before..after).ok_or_else(damaged)?;
            let whole = own.trim_start_matches(['<', '/']);
            let end = whole.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(whole.len());
            let split = whole[..end].find(':').map_or(0, |at| at + 1);
            depth = if sort == Sort::End { depth.checked_sub(1).ok_or_else(damaged)? } else { depth };
            let (prefix, name) = (&whole[..split], &whole[split..end]);
            each(&Tag { name, prefix, sort, range: before..after, text: own, depth })?;
            depth += usize::from(sort == Sort::Start);
        }
        before = after;
    }
}

impl<'x> Tag<'x> {
    /// The value of an attribute, as it is written.
    pub(super) fn attribute(&self, name: &str) -> Option<&'x str> {
        attributes(self.text).into_iter().find(|(own, _)| *own == name).map(|(_, range)| &self.text[range])
    }

    /// The id by which it leads to another part: whatever prefix its namespace has, the `id` that has one.
    pub(super) fn reference(&self) -> Option<&'x str> {
        attributes(self.text).into_iter().find(|(own, _)| own.ends_with(":id")).map(|(_, range)| &self.text[range])
    }

    /// The value of an attribute that is a number.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// What it means, an entity put for each reference.
    pub(super) fn meant(&self, name: &str) -> Option<String> {
        let value = self.attribute(name)?;
        Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), Into::into))
    }

    /// The same as a tag that begins an element.
    pub(super) fn opened(tag: &str) -> String {
        tag.strip_suffix("/>").map_or_else(|| tag.to_owned(), |tag| format!("{}>", tag.trim_end()))
    }
}

/// A tag with an attribute set.
pub(super) fn with(tag: &str, name: &str, value: &str) -> String {
    if let Some((_, range)) = attributes(tag).into_iter().find(|(own, _)| *own == name) {
        return format!("{}{value}{}", &tag[..range.start], &tag[range.end..]);
    }
    let end = if tag.ends_with("/>") { tag.len() - 2 } else { tag.len() - 1 };
    format!("{} {name}=\"{value}\"{}", tag[..end].trim_end(), &tag[end..])
}

/// A tag without an attribute.
pub(super) fn without(tag: &str, name: &str) -> String {
    let Some((own, range)) = attributes(tag).into_iter().find(|(own, _)| *own == name) else { return tag.to_owned() };
    // The name stands before its value, within the tag.
    let start = tag[..range.start].rfind(own).unwrap_or(range.start);
    format!("{}{}", tag[..start].trim_end(), &tag[range.end + 1..])
}

/// The attributes of a tag: names, and the bytes of their values.
fn attributes(tag: &str) -> Vec<(&str, Range<usize>)> {
    let mut all = Vec::new();
    let Some(mut at) = tag.find(|c: char| c.is_ascii_whitespace()) else { return all };
    while let Some(sign) = tag[at..].find('=') {
        let name = tag[at..at + sign].trim();
        let rest = &tag[at + sign + 1..];
        let quote = rest.len() - rest.trim_start().len();
        let Some(mark) = rest[quote..].chars().next().filter(|c| matches!(c, '"' | '\'')) else { return all };
        let start = at + sign + 1 + quote + 1;
        let Some(len) = tag[start..].find(mark) else { return all };
        all.push((name, start..start + len));
        at = start + len + 1;
    }
    all
}

/// Changes to a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts something in place of what is there; of an empty range, before what follows.
    pub(super) fn put(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// The text with the changes, which do not overlap. Those at one place stand in the order in which they were made.
    pub(super) fn applied(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let (mut new, mut at) = (String::with_capacity(text.len() + 64 * self.0.len()), 0);
        for (range, own) in self.0 {
            new.push_str(&text[at..range.start]);
            new.push_str(&own);
            at = range.end;
        }
        new + &text[at..]
    }
}

/// A text of XML: its marks escaped, and nothing in it that XML cannot hold.
pub(super) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(crate::workbook::shown(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_changed_at_one_attribute_and_kept_else() {
        let tag = "<c  r = 'A1'\n s=\"3\" t=\"s\"/>";
        assert_eq!(with(tag, "s", "7"), "<c  r = 'A1'\n s=\"7\" t=\"s\"/>");
        assert_eq!(with("<c r=\"A1\"/>", "s", "7"), "<c r=\"A1\" s=\"7\"/>");
        assert_eq!(with("<c>", "s", "7"), "<c s=\"7\">");
        assert_eq!(without("<row r=\"1\" spans=\"1:3\" ht=\"5\">", "spans"), "<row r=\"1\" ht=\"5\">");
        assert_eq!(without("<row r=\"1\" spans='1:3'/>", "spans"), "<row r=\"1\"/>");
        assert_eq!(Tag::opened("<row r=\"1\" />"), "<row r=\"1\">");
    }

    #[test]
    fn tags_have_names_without_prefixes_and_depths() {
        let mut seen = Vec::new();
        let text = "<?xml version=\"1.0\"?><x:a><!-- <b> --><b/>t<x:c d=\">\"></x:c></x:a>";
        let walked = walk(text, |tag| {
            seen.push((tag.name, tag.prefix, tag.sort, tag.depth, tag.text));
            Ok(())
        });
        assert!(walked.is_ok());
        let wanted = [
            ("a", "x:", Sort::Start, 0, "<x:a>"),
            ("b", "", Sort::Empty, 1, "<b/>"),
            ("c", "x:", Sort::Start, 1, "<x:c d=\">\">"),
            ("c", "x:", Sort::End, 1, "</x:c>"),
            ("a", "x:", Sort::End, 0, "</x:a>"),
        ];
        assert_eq!(seen, wanted);
        for broken in ["<a>", "<a></b>", "</a>", "<a"] {
            assert!(walk(broken, |_| Ok(())).is_err(), "{broken}");
        }
    }
}
