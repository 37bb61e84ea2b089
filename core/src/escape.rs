//! Characters that nobody sees or that change what others see: none goes raw into anything that is written. Here are
//! the escapers of the formats that keep a text as it is, JSON and TOML.

mod json;

use std::fmt::Write as _;

pub use json::{json, json_pretty, json_vec};

/// What of [`is_hidden`] is not a control, sorted: formats, separators of lines, fillers, selectors of variants, tags, and what else
/// Unicode says is to be ignored where it is not known.
#[rustfmt::skip]
const HIDDEN: &[(u32, u32)] = &[
    (0xad, 0xad), (0x34f, 0x34f), (0x600, 0x605), (0x61c, 0x61c), (0x6dd, 0x6dd), (0x70f, 0x70f), (0x890, 0x891),
    (0x8e2, 0x8e2), (0x115f, 0x1160), (0x17b4, 0x17b5), (0x180b, 0x180f), (0x200b, 0x200f), (0x2028, 0x202e),
    (0x2060, 0x206f), (0x2800, 0x2800), (0x3164, 0x3164), (0xfdd0, 0xfdef), (0xfe00, 0xfe0f), (0xfeff, 0xfeff),
    (0xffa0, 0xffa0), (0xfff0, 0xfffb), (0x1_10bd, 0x1_10bd), (0x1_10cd, 0x1_10cd), (0x1_3430, 0x1_343f),
    (0x1bca0, 0x1bca3), (0x1d173, 0x1d17a), (0xe0000, 0xe0fff),
];

/// Whether nobody sees a character, or it changes what others see: controls (tabs and ends of lines among them), what
/// turns the direction of a text, what has no width, tags, and what is no character at all. Blanks that take room are none.
///
/// ```
/// use yize_core::escape::is_hidden;
/// assert!(['\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{e0041}', '\u{ffff}'].into_iter().all(is_hidden));
/// assert!(!"a 议\u{3000}é😀".chars().any(is_hidden));
/// ```
#[must_use]
pub fn is_hidden(c: char) -> bool {
    let code = u32::from(c);
    if code < 0xad {
        return c.is_control();
    }
    let after = HIDDEN.partition_point(|(first, _)| *first <= code);
    // The last two of each plane are no characters.
    code & 0xfffe == 0xfffe || (after > 0 && code <= HIDDEN[after - 1].1)
}

/// The byte of each `#` that makes a line a command to a CI server which reads what is printed, wherever in the line it
/// stands: the second of `##[error]` or `##vso[…]`.
///
/// ```
/// use yize_core::escape::commands;
/// assert_eq!(commands("a ##vso[x] ## [y] ##[z]").collect::<Vec<_>>(), [3, 19]);
/// ```
pub fn commands(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('#').map(|(at, _)| at).filter(move |at| {
        let word = text[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        text[..*at].ends_with('#') && word.starts_with('[')
    })
}

/// A text as a TOML string: as `toml_edit` writes it, and where something hidden is in it, with that escaped.
///
/// ```
/// use yize_core::escape::{toml, toml_basic, toml_key};
/// assert_eq!((toml("甲\u{200b}"), toml("a \"b\"")), ("\"甲\\u200B\"".to_owned(), "'a \"b\"'".to_owned()));
/// assert_eq!((toml_key("member"), toml_key("委员")), ("member".to_owned(), "\"委员\"".to_owned()));
/// // On one line, whatever is in it.
/// assert_eq!(toml_basic("a\n"), "\"a\\u000A\"");
/// ```
#[must_use]
pub fn toml(text: &str) -> String {
    if !text.chars().any(|c| is_hidden(c) && !matches!(c, '\n' | '\t')) {
        return toml_edit::Value::from(text).to_string();
    }
    toml_basic(text)
}

/// A text as a key of TOML, likewise.
#[must_use]
pub fn toml_key(text: &str) -> String {
    if text.chars().any(is_hidden) { toml_basic(text) } else { toml_edit::Key::new(text).to_string() }
}

/// A text as a TOML string on one line.
#[must_use]
pub fn toml_basic(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match (c, u32::from(c)) {
            ('"' | '\\', _) => quoted.extend(['\\', c]),
            (_, code) if is_hidden(c) && code > 0xffff => _ = write!(quoted, "\\U{code:08X}"),
            (_, code) if is_hidden(c) => _ = write!(quoted, "\\u{code:04X}"),
            _ => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Classes of Unicode with what of them is hidden, as the standard has it and not as the table does.
    #[test]
    fn every_class_that_hides_is_hidden_and_none_that_shows() {
        let classes: &[(&str, &[(u32, u32)])] = &[
            ("C0", &[(0, 0x1f)]),
            ("DEL and C1", &[(0x7f, 0x9f)]),
            ("bidi", &[(0x61c, 0x61c), (0x200e, 0x200f), (0x202a, 0x202e), (0x2066, 0x2069)]),
            ("deprecated formats", &[(0x206a, 0x206f)]),
            ("zero widths and joiners", &[(0x200b, 0x200d), (0x2060, 0x2065), (0xfeff, 0xfeff), (0x34f, 0x34f)]),
            ("soft hyphen", &[(0xad, 0xad)]),
            ("ends of lines and paragraphs", &[(0x2028, 0x2029)]),
            (
                "fillers and blanks of braille",
                &[(0x115f, 0x1160), (0x3164, 0x3164), (0xffa0, 0xffa0), (0x2800, 0x2800)],
            ),
            ("Khmer and Mongolian", &[(0x17b4, 0x17b5), (0x180b, 0x180f)]),
            ("selectors of variants", &[(0xfe00, 0xfe0f), (0xe0100, 0xe01ef)]),
            ("annotations and specials", &[(0xfff0, 0xfffb)]),
            ("shorthand and music", &[(0x1bca0, 0x1bca3), (0x1d173, 0x1d17a)]),
            ("tags, and what else is to be ignored", &[(0xe0000, 0xe0fff)]),
            ("visible formats", &[(0x600, 0x605), (0x6dd, 0x6dd), (0x70f, 0x70f), (0x890, 0x891), (0x8e2, 0x8e2)]),
            ("visible formats further on", &[(0x1_10bd, 0x1_10bd), (0x1_10cd, 0x1_10cd), (0x1_3430, 0x1_343f)]),
            ("no characters", &[(0xfdd0, 0xfdef), (0xfffe, 0xffff), (0x1_fffe, 0x1_ffff), (0x10_fffe, 0x10_ffff)]),
        ];
        let mut hidden = std::collections::BTreeSet::new();
        for (class, ranges) in classes {
            for code in ranges.iter().flat_map(|(first, last)| *first..=*last) {
                assert!(char::from_u32(code).is_some_and(is_hidden), "{class}: {code:x}");
                hidden.insert(code);
            }
        }
        for plane in 0..=0x10u32 {
            hidden.extend([plane << 16 | 0xfffe, plane << 16 | 0xffff]);
        }
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            assert_eq!(is_hidden(c), hidden.contains(&u32::from(c)), "{:x}", u32::from(c));
        }
        assert!(HIDDEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    fn any_text() -> impl Strategy<Value = String> {
        let odd = (0..HIDDEN.len(), any::<u32>()).prop_filter_map("a character", |(at, n)| {
            let (first, last) = HIDDEN[at];
            char::from_u32(first + n % (last - first + 1))
        });
        let one = prop_oneof![
            any::<char>(),
            odd,
            prop::sample::select("\0\x1b\x7f\u{9b}\r\n\t\"'\\#[:-\u{2028}".chars().collect::<Vec<_>>())
        ];
        prop::collection::vec(one, 0..40).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_back_and_nothing_hidden_is_raw(text in any_text(), key in any_text()) {
            let value = serde_json::json!({ key.clone(): [text.clone()] });
            for bytes in [json_vec(&value), { let mut out = Vec::new(); json_pretty(&value, &mut out).unwrap(); out }] {
                let shown = String::from_utf8(bytes).unwrap();
                prop_assert!(!shown.chars().any(|c| is_hidden(c) && c != '\n'), "{shown:?}");
                prop_assert!(commands(&shown).next().is_none(), "{shown:?}");
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value.clone());
            }
            let shown = format!("{} = {}\n", toml_key(&key), toml(&text));
            prop_assert!(!shown.chars().any(|c| is_hidden(c) && !matches!(c, '\n' | '\t')), "{shown:?}");
            let table: toml::Table = shown.parse().unwrap();
            prop_assert_eq!(table.get(&key).and_then(|value| value.as_str()), Some(text.as_str()));
        }
    }
}
