//! Texts of cells: those that cells share, and how Excel writes them.

use std::borrow::Cow;

use quick_xml::events::Event;
use yize_core::sheet::Refusal;

use crate::ledger::bounds;
use crate::ledger::parts::{Part, Parts, attribute};

/// The texts that cells share, one behind the other.
#[derive(Default)]
pub(super) struct Strings {
    all: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn read(parts: &mut Parts<'_>, path: &str) -> Result<Self, Refusal> {
        let mut strings = Self::default();
        let Some(mut part) = parts.part(path)? else { return Ok(strings) };
        let mut one = String::new();
        loop {
            match part.next()? {
                Event::Start(element) if element.local_name().as_ref() == "si" => {
                    one.clear();
                    rich(&mut part, &mut one)?;
                    strings.all.push_str(&one);
                    strings.ends.push(strings.all.len());
                    if strings.all.len() > bounds::TEXT || strings.ends.len() > bounds::STRINGS {
                        return Err(Refusal::TooLarge);
                    }
                }
                Event::Eof => return Ok(strings),
                _ => {}
            }
        }
    }

    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start..end)
    }
}

/// Adds the text in the element that was begun last, whose letters may be written in several ways; how it is pronounced is no
/// part of it.
pub(super) fn rich(part: &mut Part<'_, '_>, into: &mut String) -> Result<(), Refusal> {
    let outside = part.depth() - 1;
    let mut piece = String::new();
    while part.depth() > outside {
        let Event::Start(element) = part.next()? else { continue };
        match element.local_name().as_ref() {
            "t" => {
                let kept = attribute(&element, "space")?.is_some_and(|space| space == "preserve");
                piece.clear();
                part.text(&mut piece)?;
                // As Excel reads it: blanks at the ends that are not marked are the writer's.
                let piece = if kept { &piece } else { piece.trim_matches([' ', '\t', '\r', '\n']) };
                into.push_str(&unescaped(piece));
            }
            "rPh" => part.skip()?,
            _ => {}
        }
        if into.len() > bounds::CELL {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(())
}

/// A text with `_x000D_` as the sign that it stands for, as Excel writes what XML cannot hold.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut units, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    let flush = |units: &mut Vec<u16>, plain: &mut String| {
        plain.extend(char::decode_utf16(units.drain(..)).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)));
    };
    while let Some(at) = rest.find("_x") {
        // Two escapes side by side may be one sign.
        if at > 0 {
            flush(&mut units, &mut plain);
        }
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = &rest[7..];
        } else {
            flush(&mut units, &mut plain);
            plain.push('_');
            rest = &rest[1..];
        }
    }
    flush(&mut units, &mut plain);
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let whole = text.as_bytes().get(6) == Some(&b'_') && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    whole.then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_xml_cannot_hold_are_read_as_excel_reads_them() {
        for (written, meant) in [
            ("甲_x000D_乙", "甲\r乙"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "\u{fffd}"),
            ("_x00_委_x", "_x00_委_x"),
            ("a_b_x0041_", "a_bA"),
            ("__x0041_委", "_A委"),
            ("_x甲乙丙丁_", "_x甲乙丙丁_"),
        ] {
            assert_eq!(unescaped(written), meant, "{written}");
        }
    }
}
