//! Slips of the pen in words: what is wrong with a script's syntax, where, and what to write instead.

use rhai::{LexError, ParseErrorType};

use super::signs;
use crate::finding::Finding;
use crate::host;
use crate::language::{Text, say};
use crate::source::{Place, SourceId, Span};

/// Something wrong with the syntax of a text.
#[derive(Clone, Debug)]
pub(crate) struct Slip {
    /// Where; without length where something is missing.
    pub span: Span,
    /// What.
    pub message: Text,
    /// What to do.
    pub help: Option<Text>,
    /// Other places that matter, with what stands there.
    pub see: Vec<(Span, Text)>,
}

impl Slip {
    /// Something wrong at a place.
    #[must_use]
    pub(crate) fn new(span: Span, message: Text) -> Self {
        Self { span, message, help: None, see: Vec::new() }
    }

    /// A sign that belongs right before that byte.
    #[must_use]
    pub(crate) fn missing(at: usize, sign: &str) -> Self {
        Self::new(Span::new(at, at), say!("缺少“{sign}”", "`{sign}` is missing"))
            .help(say!("在这里补上“{sign}”", "write `{sign}` here"))
    }

    /// The same with a next step.
    #[must_use]
    pub(crate) fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// The same with another place.
    #[must_use]
    pub(crate) fn see(mut self, span: Span, text: Text) -> Self {
        self.see.push((span, text));
        self
    }

    /// As a finding of a file.
    #[must_use]
    pub(crate) fn finding(self, source: SourceId) -> Finding {
        let mut finding = host::PACK.finding(self.message).at(Place { source, span: self.span });
        finding.help = self.help;
        self.see.into_iter().fold(finding, |finding, (span, text)| finding.see(Place { source, span }, text))
    }
}

/// A full-width sign, or another that no script has outside texts and comments.
#[must_use]
pub(crate) fn wide(sign: char, span: Span) -> Slip {
    if signs::is_blank(sign) {
        let name = blank_name(sign);
        return Slip::new(span, say!("这里有一个{name}", "this is {name}"; name))
            .help(say!("改用普通的半角空格", "write a plain space"));
    }
    match signs::twin(sign) {
        Some(twin) => Slip::new(span, say!("脚本里用了全角符号“{sign}”", "full-width `{sign}` in the script"))
            .help(say!("请改用半角的“{twin}”", "write the half-width `{twin}`")),
        None => Slip::new(span, say!("脚本里不能有“{sign}”这个符号", "the sign `{sign}` has no meaning in a script"))
            .help(say!("文字要写在双引号里，说明写在“//”后面", "texts stand in double quotes, comments behind `//`")),
    }
}

fn blank_name(sign: char) -> (String, String) {
    let (zh, en) = match sign {
        '\u{3000}' => ("全角空格", "a full-width space"),
        '\u{a0}' => ("不间断空格", "a no-break space"),
        _ => {
            let code = u32::from(sign);
            return (format!("看不见的字符（U+{code:04X}）"), format!("an invisible character (U+{code:04X})"));
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
    Slip::new(span, say!("文字的结尾用了全角引号“{sign}”", "the text ends in a full-width quote `{sign}`"))
        .help(say!("请改用半角的“{quote}”", "write the half-width `{quote}`"))
        .see(open, say!("文字从这里开始", "where the text begins"))
}

/// A text without its end, and where that would be.
#[must_use]
pub(crate) fn open_text(quote: char, open: Span, end: usize) -> Slip {
    let (zh, en) = if quote == '`' { ("反引号", "backtick") } else { ("引号", "quote") };
    Slip::new(
        open,
        say!(
            "这里的文字没有结束，缺少右边的{zh}“{quote}”",
            "this text does not end: its closing {en} `{quote}` is missing"
        ),
    )
    .help(say!("在文字的末尾补上“{quote}”", "write `{quote}` where the text ends"))
    .see(Span::new(end, end), say!("多半应当写在这里", "probably here"))
}

/// What the lexer cannot make sense of: a token as written, and where it gave up.
#[must_use]
pub(crate) fn lexical(error: &LexError, span: Span, _written: &str, _at: usize) -> Slip {
    Slip::new(span, say!("{error}", "{error}"))
}

/// What the parser cannot make sense of.
#[must_use]
pub(crate) fn syntactic(error: &ParseErrorType, span: Span) -> Slip {
    Slip::new(span, say!("{error}", "{error}"))
}

/// `f!(…)`: a call in the scope of its caller.
#[must_use]
pub(crate) fn caller_scope(name: &str, span: Span) -> Slip {
    Slip::new(span, say!("函数名称后面不能写“!”", "no `!` may follow the name of a function"))
        .help(say!("写成 {name}(…)", "write {name}(…)"))
}

/// `import x`: a path that is no text.
#[must_use]
pub(crate) fn import_path(span: Span) -> Slip {
    Slip::new(span, say!("import 后面应当是双引号里的路径", "import wants a path in double quotes"))
        .help(say!("写成 import \"lib/名称\" as 名称;", "write import \"lib/name\" as name;"))
}

/// `fn type.name(…)`: a function for a receiver.
#[must_use]
pub(crate) fn receiver(span: Span) -> Slip {
    Slip::new(span, say!("fn 后面只写函数的名称，不写类型", "only a function's name may follow `fn`, no type"))
        .help(say!("把它作为第一个参数：fn 名称(值, …)", "hand the value over as the first parameter"))
}
