//! What the parser cannot make sense of, in words.

use rhai::{LexError, ParseError, ParseErrorType as Error, Position, Token as Kind};

use super::{Slip, letters, missing, words};
use crate::language::say;
use crate::script::items::Item;
use crate::script::lex::Token;
use crate::source::Span;

/// Where the parser stopped.
pub(super) struct Spot<'a> {
    pub text: &'a str,
    pub item: &'a Item,
    /// The number of the token; that of tokens where it is the end.
    at: usize,
}

impl<'a> Spot<'a> {
    fn new(text: &'a str, item: &'a Item, at: Position) -> Self {
        let found = item.tokens.iter().position(|token| !at.is_none() && token.at == at);
        Self { text, item, at: found.unwrap_or(item.tokens.len()) }
    }

    pub(super) fn number(&self) -> usize {
        self.at
    }

    pub(super) fn token(&self) -> Option<&'a Token> {
        self.item.tokens.get(self.at)
    }

    /// The token before.
    pub(super) fn before(&self) -> Option<&'a Token> {
        self.item.tokens.get(self.at.checked_sub(1)?)
    }

    /// Right behind the token before.
    pub(super) fn behind(&self) -> Span {
        let end = self.before().map_or(self.item.span().start, |token| token.span.end);
        Span { start: end, end }
    }

    /// The token; the end where there is none.
    pub(super) fn here(&self) -> Span {
        self.token().map_or_else(|| self.behind(), |token| token.span)
    }

    /// From the token to the bracket that closes it.
    fn whole(&self) -> Span {
        let here = self.here();
        let end = self.item.partners.get(self.at).and_then(|partner| self.item.tokens.get(*partner));
        end.filter(|end| end.span.end > here.end).map_or(here, |end| Span { end: end.span.end, ..here })
    }

    /// The token as written; empty at the end.
    pub(super) fn written(&self) -> &'a str {
        self.token().map_or("", |token| &self.text[token.span.range()])
    }

    pub(super) fn written_before(&self) -> &'a str {
        self.before().map_or("", |token| &self.text[token.span.range()])
    }

    /// Whether `let` or `const` and a name stand right before.
    pub(super) fn declares(&self) -> bool {
        let word = self.at.checked_sub(2).and_then(|at| self.item.tokens.get(at));
        matches!(word.map(|token| &token.kind), Some(Kind::Let | Kind::Const))
    }

    /// Whether the token is a word, be it one of the language.
    fn is_word(&self) -> bool {
        self.written().starts_with(char::is_alphabetic)
    }

    /// Something else than a name where one belongs.
    pub(super) fn name(&self) -> Slip {
        let written = self.written();
        if self.is_word() {
            return Slip::new(
                self.here(),
                say!(
                    "“{written}”是语言里的词，不能作名称",
                    "`{written}` is a word of the language: it cannot be a name"
                ),
            )
            .help(say!("换一个名称", "choose another name"))
            .mend(self.here(), "x");
        }
        Slip::new(self.here(), say!("这里应当是一个名称", "a name belongs here")).help(say!(
            "名称由字母、汉字、数字和“_”组成，不以数字开头",
            "a name has letters, digits and `_`, and begins with no digit"
        ))
    }

    /// A sign that belongs behind the token before.
    pub(super) fn missing(&self, sign: &'static str) -> Slip {
        let slip = Slip::missing(self.behind().end as usize, sign);
        // Brackets are in pairs already; where one is missing, something else is wrong.
        if sign.contains(['(', ')', '[', ']', '{', '}']) { slip } else { slip.mend(self.behind(), sign) }
    }
}

/// What the parser cannot make sense of.
#[must_use]
pub(crate) fn syntactic(error: &ParseError, text: &str, item: &Item) -> Slip {
    let ParseError(kind, at) = error;
    let spot = Spot::new(text, item, *at);
    match &**kind {
        Error::UnexpectedEOF => incomplete(&spot),
        Error::BadInput(LexError::UnexpectedInput(_)) => unexpected(&spot),
        Error::BadInput(LexError::ImproperSymbol(sign, why)) => improper(sign, why, &spot),
        Error::BadInput(error) => letters::lexical(error, spot.here(), spot.written(), spot.here().end as usize),
        Error::UnknownOperator(sign) => letters::symbol(sign, spot.here()),
        Error::MissingToken(sign, why) => missing::missing(sign, why, &spot),
        Error::MissingSymbol(_) => Slip::new(spot.here(), say!("这里缺少一个符号", "a sign is missing here")),
        Error::Reserved(word) => reserved(word, &spot),
        Error::MismatchedType(wanted, found) => mismatched(wanted, found, &spot),
        Error::ExprExpected(wanted) => expected(wanted, &spot),
        Error::LoopBreak => {
            let word = spot.written();
            Slip::new(spot.here(), say!("{word} 只能写在循环里", "{word} belongs in a loop"))
                .help(say!("要结束函数，写 return", "to leave a function write return"))
        }
        Error::ExprTooDeep => Slip::new(spot.here(), say!("这里一层套一层，超过了限度", "this is nested too deeply"))
            .help(say!(
                "分成几步，用 let 存下中间结果，或写成函数",
                "split it up: keep parts by let, or write functions"
            )),
        Error::TooManyFunctions => {
            Slip::new(spot.here(), say!("函数过多，一项里最多2000个", "more than 2,000 functions in one item"))
        }
        Error::LiteralTooLarge(_, most) => Slip::new(spot.here(), say!("写得过长，最多{most}", "longer than {most}")),
        other => names(other, &spot),
    }
}

/// Errors of names, functions and tables.
fn names(error: &Error, spot: &Spot<'_>) -> Slip {
    match error {
        Error::PropertyExpected => property(spot),
        Error::VariableExpected => spot.name(),
        Error::ForbiddenVariable(name) | Error::VariableExists(name) => {
            Slip::new(spot.here(), say!("名称“{name}”不能用", "the name `{name}` may not be used"))
        }
        Error::VariableUndefined(name) => Slip::new(spot.here(), say!("没有变量“{name}”", "no variable `{name}`")),
        Error::ModuleUndefined(name) => Slip::new(spot.here(), say!("没有引入“{name}”", "`{name}` is not imported")),
        Error::DuplicatedProperty(name) => twice(name, spot),
        Error::DuplicatedVariable(name) => {
            Slip::new(spot.here(), say!("名称“{name}”写了两次", "the name `{name}` stands here twice"))
                .help(say!("换一个名称", "choose another name"))
        }
        Error::FnDuplicatedParam(_, name) => {
            Slip::new(spot.here(), say!("参数“{name}”写了两次", "the parameter `{name}` stands here twice"))
                .help(say!("换一个名称", "choose another name"))
        }
        Error::FnDuplicatedDefinition(name, _) => super::twice_defined(name, spot.here()),
        Error::FnMissingName if spot.is_word() => spot.name(),
        Error::FnMissingName => {
            Slip::new(spot.here(), say!("fn 后面应当是函数的名称", "a function's name belongs behind `fn`"))
                .help(say!("写成 fn 名称(…) {{ … }}", "write fn name(…) {{ … }}"))
        }
        Error::FnMissingParams(name) => Slip::new(
            spot.behind(),
            say!("函数“{name}”缺少参数的括号", "the function `{name}` wants brackets for its parameters"),
        )
        .help(say!(
            "写成 fn {name}(…) {{ … }}，没有参数写 ()",
            "write fn {name}(…) {{ … }}, with () where there are none"
        ))
        .mend(spot.behind(), "()"),
        Error::FnMissingBody(name) => {
            Slip::new(spot.behind(), say!("函数“{name}”缺少 {{ … }}", "the function `{name}` has no {{ … }}"))
                .help(say!("写成 fn {name}(…) {{ … }}", "write fn {name}(…) {{ … }}"))
        }
        Error::WrongFnDefinition => Slip::new(
            spot.here(),
            say!("fn 只能写在文件顶层，不能写在别的函数或规则里", "a `fn` belongs at the top level of a file"),
        )
        .help(say!(
            "移到外面；如果本来就在外面，上面多半漏了“}}”",
            "move it out; if it is out already, a `}}` is missing above"
        )),
        Error::WrongDocComment => super::strange_comment(spot.here()),
        Error::WrongExport => Slip::new(spot.here(), say!("不能用 export", "export may not be used")).help(say!(
            "文件顶层的 const 和 fn 不用 export 就能引入",
            "a const or fn of the top level is imported without it"
        )),
        other => values(other, spot),
    }
}

/// Errors of assignments, `switch` and indices.
fn values(error: &Error, spot: &Spot<'_>) -> Slip {
    match error {
        Error::AssignmentToConstant(name) if name.is_empty() => {
            Slip::new(spot.whole(), say!("不能给固定的值赋值", "nothing can be assigned to a literal"))
                .help(say!("比较要写“==”", "to compare write `==`"))
        }
        Error::AssignmentToConstant(name) => Slip::new(
            spot.here(),
            say!("“{name}”是 const，不能再赋值", "`{name}` is a const: it cannot be assigned to"),
        )
        .help(say!("要能改变，用 let 声明", "declare it by let if it is to change")),
        Error::AssignmentToInvalidLHS(_) => Slip::new(
            spot.here(),
            say!("“=”的左边应当是变量，或变量的一项", "a variable, or part of one, belongs before `=`"),
        )
        .help(say!("比较要写“==”", "to compare write `==`")),
        Error::WrongSwitchIntegerCase => Slip::new(
            spot.here(),
            say!("switch 里单个的数要写在数的范围前面", "in a switch single numbers stand before ranges"),
        )
        .help(say!("把这一项移到范围的前面", "move this case before the ranges")),
        Error::WrongSwitchDefaultCase => {
            Slip::new(spot.here(), say!("“_”应当是 switch 的最后一项", "`_` must be the last case of a switch"))
                .help(say!("把“_”一项移到最后", "move it to the end"))
        }
        Error::WrongSwitchCaseCondition => {
            Slip::new(spot.here(), say!("“_”后面不能写条件", "no condition may follow `_`"))
                .help(say!("条件写在“=>”后面的 if 里", "write the condition as an if behind `=>`"))
        }
        Error::MalformedIndexExpr(why) => index(why, spot),
        Error::MalformedCapture(_) => {
            let sign = spot.item.tokens.get(spot.number() + 1).map_or(spot.here(), |token| token.span);
            super::caller_scope(spot.written(), sign)
        }
        other => Slip::new(spot.here(), say!("写法不对：{other}", "{other}")),
    }
}

/// The item ends too soon.
fn incomplete(spot: &Spot<'_>) -> Slip {
    let before = spot.written_before();
    Slip::new(spot.behind(), say!("“{before}”后面还没有写完", "something is missing behind `{before}`"))
        .help(say!("补上后面的内容", "write what follows"))
}

/// A token that cannot stand here: where a value is wanted.
fn unexpected(spot: &Spot<'_>) -> Slip {
    let Some(token) = spot.token() else { return incomplete(spot) };
    let (written, before) = (spot.written(), spot.written_before());
    match &token.kind {
        Kind::Else => Slip::new(token.span, say!("else 前面没有与它配对的 if", "this else has no if")).help(say!(
            "写成 if … {{ … }} else {{ … }}，中间不能有“;”",
            "write if … {{ … }} else {{ … }}, without `;` between"
        )),
        Kind::Let
        | Kind::Const
        | Kind::Return
        | Kind::Throw
        | Kind::Break
        | Kind::Continue
        | Kind::Import
        | Kind::Export
        | Kind::Try => Slip::new(
            token.span,
            say!("{written} 只能写在一条语句的开头", "{written} belongs at the beginning of a statement"),
        )
        .help(say!("前面的语句要先用“;”结束", "end what stands before by `;`")),
        Kind::Fn => Slip::new(token.span, say!("fn 只能写在文件顶层", "a `fn` belongs at the top level of a file"))
            .help(say!("这里写 |…| …", "write |…| … here")),
        Kind::Comma
        | Kind::SemiColon
        | Kind::RightParen
        | Kind::RightBracket
        | Kind::RightBrace
        | Kind::Colon
        | Kind::DoubleArrow
            if !before.is_empty() =>
        {
            let message =
                say!("“{before}”和“{written}”之间缺少内容", "something is missing between `{before}` and `{written}`");
            let opened = matches!(before, "(" | "[" | "{" | "#{" | ";" | "}");
            let extra = if opened { written } else { before };
            Slip::new(spot.behind(), message)
                .help(say!("补上内容，或删去多余的“{extra}”", "write what is missing, or delete `{extra}`"))
                .mend(spot.behind(), " x")
        }
        Kind::Equals => Slip::mistaken(token.span, "=", "=="),
        Kind::Bang => super::caller_scope(before, token.span),
        _ => {
            let slip = Slip::new(token.span, say!("“{written}”不能写在这里", "`{written}` cannot stand here"));
            slip.help(say!(
                "这里应当是一个值：文字、数、名称、[…]、#{{…}} 等",
                "a value belongs here: a text, a number, a name, […], #{{…}} or the like"
            ))
        }
    }
}

/// A sign or word that Rhai knows and does not want here.
fn improper(sign: &str, why: &str, spot: &Spot<'_>) -> Slip {
    let here = spot.here();
    match sign {
        "=" => Slip::mistaken(here, "=", "==").help(say!("比较写“==”；“=”是赋值", "`==` compares, `=` assigns")),
        "::" => Slip::new(here, say!("“::”只能跟在引入的名称后面", "`::` follows the name of an import only"))
            .help(say!("读字段写“.”", "fields are read with `.`"))
            .mend(here, "."),
        "!" => super::caller_scope(spot.written_before(), here),
        "this" => reserved("this", spot),
        _ if why.contains("disabled") || why.contains("method style") => reserved(sign, spot),
        _ => letters::symbol(sign, here),
    }
}

/// A word that is kept for the language.
fn reserved(word: &str, spot: &Spot<'_>) -> Slip {
    let is_word = word.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_word {
        return letters::symbol(word, spot.here());
    }
    let slip = if crate::script::parse::REFUSED.contains(&word) || word == "this" {
        Slip::new(spot.here(), say!("脚本里不能用 {word}", "{word} may not be used in scripts"))
    } else {
        Slip::new(spot.here(), say!("“{word}”是保留的词，不能这样用", "`{word}` is a reserved word"))
    };
    let dot = matches!(spot.before().map(|token| &token.kind), Some(Kind::Period | Kind::Elvis));
    match words::twin(word).filter(|_| !dot) {
        Some(twin) => slip.help(words::reserved(word)).mend(spot.here(), twin),
        None if dot => slip.help(say!("写成 .get(\"{word}\")", "write .get(\"{word}\")")).mend(spot.here(), "x"),
        None => slip.help(words::reserved(word)).mend(spot.here(), "x"),
    }
}

fn mismatched(wanted: &str, found: &str, spot: &Spot<'_>) -> Slip {
    let found = words::kind(found);
    let span = spot.whole();
    if wanted.contains("boolean") {
        let message =
            say!("条件应当是“是”或“否”，这里是{found}", "a condition must be true or false, this is {found}"; found);
        return Slip::new(span, message).help(say!("写成比较，如 x == …", "write a comparison, like x == …"));
    }
    let message = say!("{found}不能用 for 逐个取出", "for cannot go through {found}"; found);
    Slip::new(span, message).help(say!("写一个列表，或范围 1..10", "write an array, or a range like 1..10"))
}

fn expected(wanted: &str, spot: &Spot<'_>) -> Slip {
    if wanted.contains("literal") {
        let message = say!("switch 的每一项应当以固定的值开头", "a case of a switch begins with a literal");
        return Slip::new(spot.here(), message).help(say!(
            "写文字、数或真假值，几个之间写“|”；要比较大小，用 if … else if …",
            "write a text, a number, true or false, several with `|` between; for comparisons use if … else if …"
        ));
    }
    let before = spot.written_before();
    Slip::new(spot.behind(), say!("{before} 后面缺少内容", "something is missing behind {before}"))
        .help(say!(
            "在“{{”前面写条件，或要逐个取出的列表",
            "write a condition before `{{`, or what is to be gone through"
        ))
        .mend(spot.behind(), " x")
}

/// What follows a dot, or stands in the place of a key.
fn property(spot: &Spot<'_>) -> Slip {
    let written = spot.written();
    let dot = matches!(spot.before().map(|token| &token.kind), Some(Kind::Period | Kind::Elvis));
    if dot {
        let ends = matches!(written, "" | "}" | ")" | "]" | ";" | ",");
        let span = if ends { spot.behind() } else { spot.here() };
        return Slip::new(
            span,
            say!("“.”后面应当是字段或函数的名称", "a field's or function's name belongs behind `.`"),
        )
        .help(say!("写成 .名称；列表的第几项写成 [0]", "write .name; an element of an array is [0]"));
    }
    Slip::new(spot.here(), say!("“{written}”不能作表的键", "`{written}` cannot be the key of a table"))
        .help(say!("键写成名称，或写在双引号里", "a key is a name, or stands in double quotes"))
}

/// A key that a table has twice.
fn twice(name: &str, spot: &Spot<'_>) -> Slip {
    let slip = Slip::new(spot.here(), say!("表里“{name}”写了两次", "the key `{name}` stands in this table twice"))
        .help(say!("删去一个，或换一个键", "delete one, or choose another key"));
    let (tokens, partners) = (&spot.item.tokens, &spot.item.partners);
    let mut at = spot.number();
    while let Some(before) = at.checked_sub(1) {
        at = before;
        match tokens[at].kind {
            Kind::MapStart => break,
            // What stands in brackets is another matter.
            Kind::RightParen | Kind::RightBracket | Kind::RightBrace => at = partners[at].min(at),
            Kind::Identifier(_) | Kind::StringConstant(_) if tokens[at + 1].kind == Kind::Colon => {
                if spot.text[tokens[at].span.range()].trim_matches('"') == name {
                    return slip.see(tokens[at].span, say!("第一次写在这里", "where it stands first"));
                }
            }
            _ => {}
        }
    }
    slip
}

/// An index of a kind that can never be right.
fn index(why: &str, spot: &Spot<'_>) -> Slip {
    if why.starts_with("Object map") {
        return Slip::new(spot.whole(), say!("表的方括号里应当是文字", "a table is read with a text in brackets"))
            .help(say!("写成 [\"键\"] 或 .键", "write [\"key\"] or .key"));
    }
    Slip::new(spot.whole(), say!("方括号里应当是整数", "an integer belongs in these brackets"))
        .help(say!("第一项写 [0]", "the first element is [0]"))
}
