//! What the eye does not tell apart: signs that are not seen, blanks, full-width and half-width forms, letters that are composed
//! in one way or another.

use unicode_normalization::UnicodeNormalization as _;

/// Whether a sign is not seen: blanks, and signs without a shape of their own.
#[must_use]
pub(crate) fn is_unseen(sign: char) -> bool {
    sign.is_whitespace()
        || sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text without what is not seen, and with compatibility forms made plain.
#[must_use]
pub(crate) fn plain(text: &str) -> String {
    text.nfkc().filter(|sign| !is_unseen(*sign)).nfc().collect()
}

/// A text with half-width letters, digits and signs for full-width ones, and one sign for all dashes.
#[must_use]
pub(crate) fn narrowed(text: &str) -> String {
    let narrow = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' | '–' | '—' | '‐' => '-',
        sign => sign,
    };
    text.chars().map(narrow).collect()
}

/// A text as the eye takes it: plain, and capitals small.
#[must_use]
pub(crate) fn seen(text: &str) -> String {
    plain(text).chars().flat_map(char::to_lowercase).nfc().collect()
}

/// Whether a text is plain beyond doubt, of signs that have one form only: two of them are alike only if they are the same.
#[must_use]
pub(crate) fn is_plain(text: &str) -> bool {
    text.chars().all(|sign| sign.is_ascii_graphic() || matches!(sign, '\u{4e00}'..='\u{9fff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike() {
        for (a, b) in [
            ("发改委", "发改委\u{200b}"),
            ("BD-1", "ＢＤ－１"),
            ("é", "e\u{301}"),
            ("经济 委", "经济\u{3000}委"),
            ("⼀", "一"),
            ("M-1", "M-1 "),
            ("M-1", "M-1\u{e0041}"),
        ] {
            assert_eq!(plain(a), plain(b), "{a} {b}");
            assert!(!is_plain(a) || !is_plain(b), "{a} {b}");
        }
        assert_eq!(seen("bd-1"), seen("BD-1"));
        assert_ne!(plain("bd-1"), plain("BD-1"));
        assert_ne!(seen("经济委"), seen("经济科"));
        assert_eq!(seen("\u{200b}\u{3000} \u{feff}"), "");
    }
}
