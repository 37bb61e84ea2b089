//! Full-width signs that are typed for half-width ones, as Chinese keyboards do.

/// What is meant by a sign that no script has outside texts and comments; `None` where that cannot be told.
#[must_use]
pub(crate) fn twin(sign: char) -> Option<&'static str> {
    Some(match sign {
        '！' => "!",
        '“' | '”' | '„' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』' => "\"",
        '‘' | '’' | '＇' => "'",
        '＃' => "#",
        '＄' | '￥' => "$",
        '％' => "%",
        '＆' => "&",
        '（' => "(",
        '）' => ")",
        '＊' | '×' => "*",
        '＋' => "+",
        '，' | '、' => ",",
        '－' | '—' | '–' | '−' => "-",
        '．' | '。' => ".",
        '／' | '÷' => "/",
        '：' => ":",
        '；' => ";",
        '＜' | '〈' | '《' => "<",
        '＝' => "=",
        '＞' | '〉' | '》' => ">",
        '？' => "?",
        '＠' => "@",
        '［' | '【' | '〔' => "[",
        '］' | '】' | '〕' => "]",
        '＾' => "^",
        '＿' => "_",
        '｀' | '·' => "`",
        '｛' => "{",
        '｜' | '¦' => "|",
        '｝' => "}",
        '～' => "~",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '…' => "..",
        '０' => "0",
        '１' => "1",
        '２' => "2",
        '３' => "3",
        '４' => "4",
        '５' => "5",
        '６' => "6",
        '７' => "7",
        '８' => "8",
        '９' => "9",
        _ => return None,
    })
}

/// Whether a sign is as wide as a Chinese character.
#[must_use]
pub(crate) fn is_wide(sign: char) -> bool {
    matches!(sign, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ffe6}')
}

/// Blanks that look like a space and are none to the lexer.
#[must_use]
pub(crate) fn is_blank(sign: char) -> bool {
    !sign.is_ascii() && sign.is_whitespace() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The half-width letter or digit of a full-width one, or `_`.
#[must_use]
pub(crate) fn narrow(sign: char) -> Option<char> {
    let is_wide = matches!(sign, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＿');
    if is_wide { char::from_u32(u32::from(sign) - 0xFEE0) } else { None }
}

/// A word in half-width letters and digits.
#[must_use]
pub(crate) fn narrowed(word: &str) -> String {
    word.chars().map(|c| narrow(c).unwrap_or(c)).collect()
}
