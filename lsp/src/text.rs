//! Positions of the protocol, and bytes: a line, and a column in units of UTF-16 or in bytes.

use serde_json::{Value, json};
use yize_core::source::Span;

/// In what columns are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Units {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, as the protocol has it where nothing else is agreed.
    Utf16,
}

impl Units {
    /// The word of the protocol.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }
}

/// A text whose lines are known.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The byte of a position; the end of the line or text where it lies beyond.
    pub(crate) fn byte(&self, position: &Value, units: Units) -> usize {
        let number = |key: &str| position[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let (line, column) = (number("line"), number("character"));
        let Some(start) = self.starts.get(line).copied() else { return self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let own = self.text[start..end].trim_end_matches(['\n', '\r']);
        let mut count = 0;
        for (at, sign) in own.char_indices() {
            if count >= column {
                return start + at;
            }
            count += match units {
                Units::Utf8 => sign.len_utf8(),
                Units::Utf16 => sign.len_utf16(),
            };
        }
        start + own.len()
    }

    /// The position of a byte: line and column.
    pub(crate) fn place(&self, byte: usize, units: Units) -> (usize, usize) {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        let own = &self.text[self.starts[line]..byte];
        let column = match units {
            Units::Utf8 => own.len(),
            Units::Utf16 => own.encode_utf16().count(),
        };
        (line, column)
    }

    /// A range of the protocol.
    pub(crate) fn range(&self, span: Span, units: Units) -> Value {
        let position = |byte: u32| {
            let (line, character) = self.place(byte as usize, units);
            json!({ "line": line, "character": character })
        };
        json!({ "start": position(span.start), "end": position(span.end) })
    }
}

/// A text after a change of the protocol.
pub(crate) fn changed(text: &str, change: &Value, units: Units) -> String {
    let new = change["text"].as_str().unwrap_or_default();
    let Some(range) = change.get("range").filter(|range| range.is_object()) else { return new.to_owned() };
    let lines = Lines::new(text);
    let (start, end) = (lines.byte(&range["start"], units), lines.byte(&range["end"], units));
    let (start, end) = (start.min(end), start.max(end));
    format!("{}{new}{}", &text[..start], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_chinese_text_are_right_in_both_units() {
        let text = "a = \"议则\"\n名𠀀x\r\n";
        let lines = Lines::new(text);
        for at in text.char_indices().map(|(at, _)| at) {
            for units in [Units::Utf8, Units::Utf16] {
                let (line, character) = lines.place(at, units);
                let back = lines.byte(&json!({ "line": line, "character": character }), units);
                // The end of a line is before its line end.
                assert!(back == at || text[back..at].chars().all(|c| c == '\r'), "{at} {units:?}");
            }
        }
        assert_eq!(lines.place(text.find('x').unwrap(), Units::Utf16), (1, 3));
        assert_eq!(lines.place(text.find('x').unwrap(), Units::Utf8), (1, 7));
        let change = json!({ "range": { "start": { "line": 1, "character": 1 }, "end": { "line": 1, "character": 3 } }, "text": "甲" });
        assert_eq!(changed(text, &change, Units::Utf16), "a = \"议则\"\n名甲x\r\n");
        assert_eq!(changed(text, &json!({ "text": "新" }), Units::Utf8), "新");
        let far = json!({ "range": { "start": { "line": 9, "character": 9 }, "end": { "line": 0, "character": 99 } }, "text": "" });
        assert_eq!(changed("a\nb", &far, Units::Utf8), "a");
    }
}
