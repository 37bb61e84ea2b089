//! Slips of the pen in words: what is wrong with a script's syntax, where, and what to write instead.

mod letters;

use crate::finding::Finding;
use crate::host;
use crate::language::{Text, say};
use crate::source::{Place, SourceId, Span};

pub(crate) use self::letters::{lexical, open_text, symbol, wide, wide_quote, wide_word};

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
    /// What would have to stand in which place, for the parser to read on; `None` where that is anyone's guess.
    pub mend: Option<(Span, &'static str)>,
}

impl Slip {
    /// Something wrong at a place.
    #[must_use]
    pub(crate) fn new(span: Span, message: Text) -> Self {
        Self { span, message, help: None, see: Vec::new(), mend: None }
    }

    /// A sign that belongs right before that byte.
    #[must_use]
    pub(crate) fn missing(at: usize, sign: &str) -> Self {
        Self::new(Span::new(at, at), say!("缺少“{sign}”", "`{sign}` is missing"))
            .help(say!("在这里补上“{sign}”", "write `{sign}` here"))
    }

    /// A sign that is written for another.
    #[must_use]
    pub(crate) fn mistaken(span: Span, written: &str, wanted: &'static str) -> Self {
        Self::new(span, say!("这里应当是“{wanted}”，写成了“{written}”", "`{wanted}` belongs here, not `{written}`"))
            .help(say!("改成“{wanted}”", "write `{wanted}`"))
            .mend(span, wanted)
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

    /// The same with what would let the parser read on.
    #[must_use]
    pub(crate) fn mend(mut self, span: Span, text: &'static str) -> Self {
        self.mend = Some((span, text));
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

/// `f!(…)`: a call in the scope of its caller.
#[must_use]
pub(crate) fn caller_scope(name: &str, span: Span) -> Slip {
    Slip::new(span, say!("函数名称后面不能写“!”", "no `!` may follow the name of a function"))
        .help(say!("写成 {name}(…)", "write {name}(…)"))
}

/// `|x| ;`: a closure without a body.
#[must_use]
pub(crate) fn bodiless(span: Span) -> Slip {
    Slip::new(span, say!("函数 |…| 后面没有内容", "nothing follows |…|"))
        .help(say!("写成 |x| 值，或 |x| {{ … }}", "write |x| value, or |x| {{ … }}"))
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

/// A function that its file has already, with as many parameters.
#[must_use]
pub(crate) fn twice_defined(name: &str, span: Span) -> Slip {
    Slip::new(
        span,
        say!("函数“{name}”写了两次，参数个数相同", "the function `{name}` stands here twice, with as many parameters"),
    )
    .help(say!("删去一个，或换一个名称", "delete one, or choose another name"))
}

/// A comment that is written for a function, and stands before none.
#[must_use]
pub(crate) fn strange_comment(span: Span) -> Slip {
    Slip::new(span, say!("“///”和“/**”只能写在 fn 前面", "`///` and `/**` may stand before a `fn` only"))
        .help(say!("注释改用“//”", "write the comment with `//`"))
}
