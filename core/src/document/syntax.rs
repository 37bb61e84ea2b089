//! The parser's sentences in words: what is wrong at that place of the text, and what to write instead.

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::slip::Slip;
use super::values;
use crate::language::{Text, say};

/// What is wrong where the parser says so. What it says that it expected follows a comma, and is of use to those who
/// know its grammar; the words before it are looked up, and the text itself is looked at.
pub(super) fn told(text: &str, english: &str, span: Range<usize>) -> Slip {
    let english = english.trim();
    let what = english.split_once(", expected").map_or(english, |(what, _)| what);
    match what {
        "invalid unquoted key" | "invalid key" | "unquoted keys cannot be empty" => key(text, span),
        "key with no value" | "missing value for key" | "missing value" => no_value(text, span),
        "unexpected key or value" | "unexpected content" | "unexpected content between comment and newline" => {
            beside(text, span)
        }
        "too few unicode value digits" => sign(text, span),
        "invalid value" if text[..span.start].ends_with(['u', 'U', 'x']) => sign(text, span),
        "missing escaped value" => escape(text, span),
        "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string" => control(text, span),
        "unclosed array table" => Slip::missing(span.start, if english.ends_with("`]]`") { "]]" } else { "]" }),
        "unclosed table" | "unclosed array" => Slip::missing(span.start, "]"),
        "unclosed inline table" => Slip::missing(span.start, "}"),
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            Slip::missing(behind(text, span.start), ",")
        }
        "missing assignment between key-value pairs" => Slip::missing(behind(text, span.start), "="),
        what if what.starts_with("cannot extend value") => extended(text, span),
        what if VALUES.contains(&what) => value(text, span),
        what => {
            let (message, help) = plain(what).unwrap_or_else(unknown);
            Slip::new(span, message).help(help)
        }
    }
}

/// Sentences about a value that is none: what was perhaps meant is seen in the text.
const VALUES: &[&str] = &[
    "string values must be quoted",
    "missing opening quote",
    "invalid string",
    "invalid boolean",
    "invalid date-time",
    "invalid date",
    "invalid time",
    "invalid datetime",
    "invalid offset",
    "invalid float",
    "invalid mantissa",
    "invalid fraction",
    "invalid exponent",
    "invalid integer number",
    "invalid hexadecimal number",
    "invalid octal number",
    "invalid binary number",
    "integers with a radix cannot be signed",
    "radix must be lowercase",
    "redundant integer number prefix",
    "redundant numeric sign",
    "unexpected leading zero",
    "unexpected sign",
    "`_` may only go between digits",
];

/// What is said of a sentence that a later parser may have: never what it says in English.
fn unknown() -> (Text, Text) {
    (say!("这里不合 TOML 的写法", "this is not how TOML is written"), say!("核对这一行", "look at this line"))
}

/// Sentences that need no look at the text, each with what it means and the next step, in both languages.
const SENTENCES: &[(&str, &str, &str, &str, &str)] = &[
    ("extra `=`", "多了一个“=”", "there is a `=` too many", "只写一个“=”", "write one `=`"),
    (
        "extra assignment between key-value pairs",
        "多了一个“=”",
        "there is a `=` too many",
        "只写一个“=”",
        "write one `=`",
    ),
    (
        "unexpected `=` in array",
        "列表里不能写“=”",
        "a list holds no `=`",
        "列表写成 [值, 值]；键和值写在 { } 里",
        "a list is [value, value]; keys and values stand in { }",
    ),
    (
        "extra comma in array",
        "列表里多了一个逗号",
        "there is a comma too many in the list",
        "两个值之间写一个逗号",
        "write one comma between two values",
    ),
    (
        "extra comma in inline table",
        "花括号里多了一个逗号",
        "there is a comma too many in the braces",
        "两项之间写一个逗号",
        "write one comma between two entries",
    ),
    (
        "missing key for inline table element",
        "花括号里缺少键名",
        "a key is missing in the braces",
        "写成 { 键 = 值 }",
        "write { key = value }",
    ),
    (
        "invalid inline table element",
        "花括号里写“键 = 值”",
        "braces hold pairs, key = value",
        "写成 { 键 = 值 }",
        "write { key = value }",
    ),
    ("missing array opening", "缺少“[”", "`[` is missing", "在这里补上", "write it here"),
    ("missing table open", "缺少“[”", "`[` is missing", "在这里补上", "write it here"),
    ("missing inline table opening", "缺少“{”", "`{` is missing", "在这里补上", "write it here"),
    (
        "invalid value",
        "这里应当写值",
        "a value belongs here",
        "文字写在双引号里，数和日期直接写",
        "a text stands in quotes, numbers and dates without",
    ),
    (
        "invalid key-value pair",
        "这一行不是“键 = 值”",
        "this line is no `key = value`",
        "写成 键 = 值；说明写在 # 后面",
        "write key = value; comments stand behind #",
    ),
    (
        "keys cannot be multi-line basic strings",
        "键不能写成多行文字",
        "a key is no text of several lines",
        "键写在一行里",
        "write the key in one line",
    ),
    (
        "keys cannot be multi-line literal strings",
        "键不能写成多行文字",
        "a key is no text of several lines",
        "键写在一行里",
        "write the key in one line",
    ),
    (
        "carriage return must be followed by newline",
        "换行符不完整（单独的 CR）",
        "a line ends in a lone CR",
        "用编辑器重新保存这个文件",
        "save the file anew with an editor",
    ),
    (
        "invalid comment character",
        "说明里有不允许的控制字符",
        "a control character in a comment",
        "删去这个看不见的字符",
        "delete the character, which is not seen",
    ),
    (
        "cannot recurse further; max recursion depth met",
        "嵌套过深",
        "nested too deeply",
        "少套几层括号",
        "nest fewer brackets",
    ),
    ("recursion limit", "嵌套过深", "nested too deeply", "少套几层括号", "nest fewer brackets"),
    ("invalid table", "表头写得不对", "this is no header", "写成 [名称] 或 [[名称]]", "write [name] or [[name]]"),
    ("missing comment start", "缺少“#”", "`#` is missing", "说明写在“#”后面", "comments stand behind `#`"),
    ("could not allocate for string", "文字太长", "the text is too long", "把它缩短", "make it shorter"),
];

/// What one of them means.
fn plain(what: &str) -> Option<(Text, Text)> {
    let found = SENTENCES.iter().find(|(sentence, ..)| *sentence == what);
    found.map(|(_, zh, en, help_zh, help_en)| (Text::new(*zh, *en), Text::new(*help_zh, *help_en)))
}

/// The whole word around a place: up to a blank or a sign that parts words.
fn word(text: &str, span: &Range<usize>, parts: &[char]) -> Range<usize> {
    let part = |c: char| c.is_whitespace() || parts.contains(&c);
    let start = text[..span.start].rfind(part).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = span.end + text[span.end..].find(part).unwrap_or(text.len() - span.end);
    start..end
}

fn value(text: &str, span: Range<usize>) -> Slip {
    let word = word(text, &span, &[',', '=', '[', ']', '{', '}', '"', '#']);
    let written = text[word.clone()].trim();
    if written.is_empty() {
        // The parser takes nothing at all for a text without quotes.
        return no_value(text, span);
    }
    let (message, help) = values::meant(written);
    Slip::new(word.start..word.start + text[word].trim_end().len(), message).help(help)
}

/// A key with signs that belong into quotes.
fn key(text: &str, span: Range<usize>) -> Slip {
    let word = word(text, &span, &['=', '[', ']', '{', '}', ',', '"', '#', '.']);
    let written = &text[word.clone()];
    if written.is_empty() {
        let message = say!("等号前缺少键名", "there is no key before the equals sign");
        return Slip::new(span, message).help(say!("写成 键 = 值", "write key = value"));
    }
    let message = if written.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        say!("中文的键要放在引号里", "a key that is not ASCII stands in quotes")
    } else {
        say!("键里有“{}”，要放在引号里", "a key with `{}` stands in quotes", &text[span.clone()])
    };
    Slip::new(word, message).help(values::quoted(written))
}

/// A key without a value, or a value where `=` is missing.
fn no_value(text: &str, span: Range<usize>) -> Slip {
    let line = span.start + text[span.start..].find('\n').unwrap_or(text.len() - span.start);
    let rest = text[span.start..line].trim_start();
    let before = text[..span.start].trim_end();
    if before.ends_with('=') {
        let at = before.len();
        let message = say!("等号后面缺少值", "there is no value behind the equals sign");
        return Slip::new(at..at, message).help(say!("写上值；不填的就删去这一行", "write it, or delete the line"));
    }
    if rest.is_empty() || rest.starts_with('#') {
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let start = start + (text[start..].len() - text[start..].trim_start().len());
        let message = say!("这一行只有键，没有值", "this line has a key and no value");
        let help = say!("写成 键 = 值；说明写在“#”后面", "write key = value; comments stand behind `#`");
        return Slip::new(start.min(before.len())..before.len(), message).help(help);
    }
    Slip::missing(before.len(), "=")
}

/// Something behind a value on its line.
fn beside(text: &str, span: Range<usize>) -> Slip {
    let line = span.start + text[span.start..].find('\n').unwrap_or(text.len() - span.start);
    let rest = text[span.start..line].trim_end();
    let mark = rest.trim_start_matches([',', ';', '，', '；', '。']);
    if mark.is_empty() && !rest.is_empty() {
        let message = say!("行的末尾不写“{rest}”", "a line does not end in `{rest}`");
        return Slip::new(span.start..span.start + rest.len(), message).help(say!("删去它", "delete it"));
    }
    let written = span.start..span.start + rest.len();
    if let Some(mark) = ["//", "--", "＃"].into_iter().find(|mark| rest.starts_with(mark)) {
        let message = say!("说明不能用“{mark}”开头", "a comment does not begin with `{mark}`");
        return Slip::new(span.start..span.start + mark.len(), message).help(say!("写成 # ……", "write # …"));
    }
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    if text[start..].trim_start().starts_with('[') {
        let message = say!("表头的后面多了内容", "something stands behind the header");
        return Slip::new(written, message).help(say!("说明写在“#”后面", "comments stand behind `#`"));
    }
    let message = say!("值的后面多了内容，一行只能写一个“键 = 值”", "one line holds one `key = value`");
    let help = say!("另起一行；说明写在“#”后面", "begin a new line; comments stand behind `#`");
    Slip::new(written, message).help(help)
}

fn escape(text: &str, span: Range<usize>) -> Slip {
    let start = text[..span.start].rfind('\\').unwrap_or(span.start);
    let end = span.end.max(start + 1);
    let end = end + text[end..].chars().next().map_or(0, char::len_utf8);
    let written = &text[start..end];
    let message = say!("引号里的“{written}”没有意义", "`{written}` means nothing within quotes");
    let help = say!(
        "反斜杠写成两个“\\\\”，或者整段文字改用单引号",
        "write `\\\\` for a backslash, or put the text in single quotes"
    );
    Slip::new(start..end, message).help(help)
}

/// A sign that is written by its number, `\u4e00`.
fn sign(text: &str, span: Range<usize>) -> Slip {
    let start = text[..span.start].rfind('\\').unwrap_or(span.start);
    let letter = text[start..].chars().nth(1).unwrap_or('u');
    let most = match letter {
        'x' => 2,
        'U' => 8,
        _ => 4,
    };
    let rest = text[start..].get(2..).unwrap_or_default();
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
    let end = (start + 2 + digits).min(text.len());
    let written = &text[start..end];
    let (message, help) = if digits < most {
        (
            say!(
                "“{written}”没有写完：“\\{letter}”的后面是{most}位十六进制数字",
                "`{written}` lacks digits: `\\{letter}` is followed by {most} of them"
            ),
            say!("补全；反斜杠本身写成两个“\\\\”", "add them; a backslash itself is `\\\\`"),
        )
    } else {
        (
            say!("没有“{written}”这个字符", "there is no character `{written}`"),
            say!("直接写这个字；反斜杠本身写成两个“\\\\”", "write the character itself; a backslash is `\\\\`"),
        )
    };
    Slip::new(start..end, message).help(help)
}

fn control(text: &str, span: Range<usize>) -> Slip {
    let end = span.start + text[span.start..].chars().next().map_or(0, char::len_utf8);
    let message = say!("文字里有不允许的控制字符", "a control character in a text");
    Slip::new(span.start..end.max(span.end), message)
        .help(say!("删去这个看不见的字符", "delete the invisible character"))
}

fn extended(text: &str, span: Range<usize>) -> Slip {
    let name = &text[span.clone()];
    let message =
        say!("“{name}”已经写了值，不能再当作表", "`{name}` has a value already and cannot be a table as well");
    Slip::new(span, message).help(say!("只留一种写法", "keep one of the two"))
}

/// Behind the last sign before a place.
fn behind(text: &str, at: usize) -> usize {
    let before = text[..at].trim_end();
    if before.rsplit('\n').next().is_some_and(|line| line.contains('#')) { at } else { before.len() }
}
