//! What people write in cells, made plain: blanks, full-width signs, numbers, yes and no.

use crate::alike::{is_unseen, narrowed};
use crate::sheet::{BREAK, Change};

/// A text without what is not seen at its ends.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|sign: char| is_unseen(sign) || sign == BREAK)
}

/// A word without blanks at its ends and in half-width letters, such as a key; and how it was changed.
pub(super) fn bare(text: &str) -> (String, Option<Change>) {
    let own = trimmed(text);
    let narrow = if own.is_ascii() { own.to_owned() } else { narrowed(own) };
    let change = match () {
        () if narrow != own => Some(Change::Width),
        () if own != text => Some(Change::Trimmed),
        () => None,
    };
    (narrow, change)
}

/// A name of Chinese letters without the blanks by which short names are set as wide as long ones.
pub(super) fn closed(name: &str) -> Option<String> {
    let letters: Vec<char> = name.chars().filter(|sign| !sign.is_whitespace()).collect();
    let han = letters.iter().all(|sign| matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·'));
    (han && letters.len() == 2 && name.chars().count() > 2).then(|| letters.into_iter().collect())
}

/// A header made plain: without blanks, line breaks and signs of what is required, and small.
pub(super) fn header(text: &str) -> String {
    let narrow = narrowed(text);
    let signs = narrow.chars().filter(|sign| !is_unseen(*sign) && !matches!(sign, '*' | ':' | '：' | '★' | '※'));
    signs.flat_map(char::to_lowercase).collect()
}

/// A header without its notes in brackets.
pub(super) fn without_notes(plain: &str) -> String {
    let (mut depth, mut kept) = (0_usize, String::new());
    for sign in plain.chars() {
        match sign {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            sign if depth == 0 => kept.push(sign),
            _ => {}
        }
    }
    kept
}

/// Yes or no, as people write it.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "是" | "√" | "✓" | "✔" | "☑" | "有" | "对" | "y" | "yes" | "true" | "1" => Some(true),
        "否" | "×" | "✗" | "✘" | "☐" | "□" | "无" | "错" | "n" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// The digits of a number that is written with separators of thousands, or as money; what else stands there leaves it unread.
pub(super) fn number(text: &str) -> Option<String> {
    let text = narrowed(trimmed(text));
    let text = text.trim_start_matches(['¥', '￥']).trim();
    let text = text.strip_suffix('元').unwrap_or(text).trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split([',', '，']).collect();
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let fraction = fraction.filter(|fraction| !fraction.is_empty() || whole.is_empty());
    let bare = whole.is_empty() && fraction.is_some_and(is_digits);
    if !grouped || !(bare || groups.iter().all(|group| is_digits(group))) || !fraction.is_none_or(is_digits) {
        return None;
    }
    let whole = groups.concat();
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(fraction.map_or_else(|| format!("{sign}{whole}"), |fraction| format!("{sign}{whole}.{fraction}")))
}

/// The parts of a list in one cell, each with its bytes.
pub(super) fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices().chain([(text.len(), ';')]) {
        if matches!(sign, '、' | '，' | ',' | ';' | '；' | '/' | BREAK) {
            let part = &text[start..at];
            let own = trimmed(part);
            if !own.is_empty() {
                parts.push((start + part.find(own).unwrap_or(0), own));
            }
            start = at + sign.len_utf8();
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_where_they_are_certain() {
        for (text, digits) in [
            ("1,234.50", Some("1234.50")),
            ("￥１２，３４５", Some("12345")),
            ("85", Some("85")),
            ("007", Some("7")),
            ("-3.5元", Some("-3.5")),
            ("1,23", None),
            ("12万元", None),
            ("1.2.3", None),
            ("", None),
            (".5", Some("0.5")),
            ("87.", Some("87")),
            (".", None),
        ] {
            assert_eq!(number(text).as_deref(), digits, "{text}");
        }
    }

    #[test]
    fn headers_and_names_are_made_plain() {
        assert_eq!(header("＊姓 名\u{b}："), "姓名");
        assert_eq!(without_notes(&header("日期（年月日）")), "日期");
        assert_eq!(closed("张　三").as_deref(), Some("张三"));
        assert_eq!((closed("张三丰"), closed("李 四五"), closed("A B")), (None, None, None));
        assert_eq!(bare(" ＢＤ－１ "), ("BD-1".to_owned(), Some(Change::Width)));
        assert_eq!(parts("甲、乙；\u{b}丙 ,"), [(0, "甲"), (6, "乙"), (13, "丙")]);
    }
}
