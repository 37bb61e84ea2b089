//! What no lexer can read: full-width signs, texts without an end, numbers and escapes that are none.

use rhai::LexError;

use super::Slip;
use crate::language::say;
use crate::script::signs;
use crate::source::Span;

/// A full-width sign, or another that no script has outside texts and comments.
#[must_use]
pub(crate) fn wide(sign: char, span: Span) -> Slip {
    if signs::is_blank(sign) {
        let name = blank_name(sign);
        return Slip::new(span, say!("这里有{name}", "{name} in the script"; name))
            .help(say!("请改用半角空格", "write a plain space"));
    }
    match signs::twin(sign) {
        // Quotes within quotes cannot be read.
        Some(twin @ ("\"" | "'" | "`")) => {
            Slip::new(span, say!("脚本里用了全角引号 {sign}", "full-width quote {sign} in the script"))
                .help(say!("请改用半角引号 {twin}", "write the half-width quote {twin}"))
        }
        Some(twin) if !signs::is_wide(sign) => {
            Slip::new(span, say!("脚本里不能有“{sign}”这个符号", "the sign `{sign}` has no meaning in a script"))
                .help(say!("写成“{twin}”", "write `{twin}`"))
        }
        Some(twin) => Slip::new(span, say!("脚本里用了全角符号“{sign}”", "full-width `{sign}` in the script"))
            .help(say!("请改用半角的“{twin}”", "write the half-width `{twin}`")),
        None => Slip::new(span, say!("脚本里不能有“{sign}”这个符号", "the sign `{sign}` has no meaning in a script"))
            .help(say!("文字要写在双引号里，说明写在“//”后面", "texts stand in double quotes, comments behind `//`")),
    }
}

fn blank_name(sign: char) -> (String, String) {
    let (zh, en) = match sign {
        '\u{3000}' => ("全角空格", "full-width space"),
        '\u{a0}' => ("不间断空格", "no-break space"),
        _ => {
            let code = u32::from(sign);
            return (format!("看不见的字符（U+{code:04X}）"), format!("invisible character U+{code:04X}"));
        }
    };
    (zh.to_owned(), en.to_owned())
}

/// A word in full-width letters or digits.
#[must_use]
pub(crate) fn wide_word(word: &str, narrowed: &str, span: Span) -> Slip {
    Slip::new(span, say!("“{word}”里有全角的字母或数字", "full-width letters or digits in `{word}`"))
        .help(say!("请改用半角的“{narrowed}”", "write the half-width `{narrowed}`"))
}

/// A text that ends in a full-width quote.
#[must_use]
pub(crate) fn wide_quote(quote: char, sign: char, span: Span, text: Span) -> Slip {
    let open = Span { end: text.start + 1, ..text };
    Slip::new(span, say!("文字的结尾用了全角引号 {sign}", "the text ends in a full-width quote {sign}"))
        .help(say!("请改用半角引号 {quote}", "write the half-width quote {quote}"))
        .see(open, say!("文字从这里开始", "where the text begins"))
}

/// A text without its end, and where that would be.
#[must_use]
pub(crate) fn open_text(quote: char, open: Span, end: usize) -> Slip {
    let name = if quote == '`' { ("反引号", "backtick") } else { ("引号", "quote") };
    let message = say!(
        "这里的文字没有结束，缺少右边的{name} {quote}",
        "this text does not end: its closing {name} {quote} is missing";
        name
    );
    Slip::new(open, message)
        .help(say!("在文字的末尾补上 {quote}", "write {quote} where the text ends"))
        .see(Span::new(end, end), say!("多半应当写在这里", "probably here"))
}

/// What the lexer cannot make sense of: a text or number as written, and where in it the lexer gave up.
#[must_use]
pub(crate) fn lexical(error: &LexError, span: Span, written: &str, at: usize) -> Slip {
    match error {
        LexError::UnexpectedInput(sign) => wide(sign.chars().next().unwrap_or_default(), span),
        LexError::UnterminatedString => {
            let quote = written.chars().next().unwrap_or('"');
            open_text(quote, span, span.end as usize)
        }
        LexError::MalformedEscapeSequence(sequence) => {
            let sequence = sequence.trim_end_matches(['"', '\'']);
            let at = span.start as usize
                + written.get(..at - span.start as usize).unwrap_or(written).trim_end_matches(['"', '\'']).len();
            let from = at.saturating_sub(sequence.len()).max(span.start as usize);
            let message = say!("文字里的“{sequence}”没有意义", "`{sequence}` has no meaning in a text");
            Slip::new(Span::new(from, at), message)
                .help(say!("反斜杠本身写成“\\\\”，换行写成“\\n”", "write a backslash as `\\\\`, a new line as `\\n`"))
        }
        LexError::MalformedNumber(_) => {
            let message = say!("“{written}”不是能用的数", "`{written}` is no number that can be used");
            Slip::new(span, message).help(say!(
                "数字只写半角的 0 到 9，可以带一个小数点；整数不超过19位",
                "a number has the digits 0 to 9 and at most one point; an integer has 19 digits at most"
            ))
        }
        LexError::MalformedChar(inner) => {
            let message = say!("文字要写在双引号里，不是单引号", "a text stands in double quotes, not in single ones");
            Slip::new(span, message).help(say!("写成 \"{inner}\"", "write \"{inner}\""))
        }
        LexError::MalformedIdentifier(name) => Slip::new(span, say!("“{name}”不能作名称", "`{name}` cannot be a name"))
            .help(say!("名称里至少要有一个字母或汉字", "a name has at least one letter")),
        LexError::StringTooLong(most) => {
            Slip::new(span, say!("文字过长，最多{most}个字节", "this text is longer than {most} bytes"))
        }
        LexError::ImproperSymbol(sign, _) => symbol(sign, span),
        LexError::Runtime(message) => Slip::new(span, say!("{message}", "{message}")),
        other => Slip::new(span, say!("{other}", "{other}")),
    }
}

/// A sign of other languages that Rhai does not have.
#[must_use]
pub(crate) fn symbol(sign: &str, span: Span) -> Slip {
    let wanted = match sign {
        "===" => "==",
        "!==" => "!=",
        "<-" => "<=",
        ":=" => "=",
        ":;" | "::<" => "::",
        "->" => "=>",
        "!." => ".",
        "..." => "..=",
        "# {" => "#{",
        _ => "",
    };
    if !wanted.is_empty() {
        return Slip::mistaken(span, sign, wanted);
    }
    let slip = Slip::new(span, say!("没有“{sign}”这个符号", "there is no sign `{sign}`"));
    match sign {
        "++" | "--" => {
            let op = &sign[..1];
            slip.help(say!("写成 x {op}= 1", "write x {op}= 1"))
        }
        "?" => slip.help(say!("写成 if … {{ … }} else {{ … }}", "write if … {{ … }} else {{ … }}")),
        "(*" | "*)" => slip.help(say!("注释写在“//”后面", "comments stand behind `//`")),
        "#" | "#!" => {
            slip.help(say!("注释写在“//”后面，表写成 #{{ … }}", "comments stand behind `//`, a table is #{{ … }}"))
        }
        "$" => slip.help(say!(
            "插入值的文字要用反引号：`…${{值}}…`",
            "a text with values stands in backticks: `…${{value}}…`"
        )),
        "|>" | "<|" => slip.help(say!("写成 值.函数()", "write value.function()")),
        _ => slip.help(say!("删去，或写在双引号里", "delete it, or write it in double quotes")),
    }
}
