//! What Rhai's parser has to say, in words: what it cannot make sense of, where, and what to write instead.

mod spot;
mod words;
mod missing;
mod names;

use rhai::{LexError, ParseError, ParseErrorType as Error, Token as Kind};

use self::spot::Spot;
use super::items::Item;
use super::parse::REFUSED;
use super::slips::{self, Slip};
use crate::language::say;

/// What the parser cannot make sense of.
#[must_use]
pub(crate) fn syntactic(error: &ParseError, text: &str, item: &Item) -> Slip {
    let ParseError(kind, at) = error;
    let spot = Spot::new(text, item, *at);
    match &**kind {
        Error::UnexpectedEOF => incomplete(&spot),
        Error::BadInput(LexError::UnexpectedInput(_)) => unexpected(&spot),
        Error::BadInput(LexError::ImproperSymbol(sign, why)) => improper(sign, why, &spot),
        Error::BadInput(error) => slips::lexical(error, spot.here(), spot.written(), spot.here().end as usize),
        Error::UnknownOperator(sign) => slips::symbol(sign, spot.here()),
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
        other => names::names(other, &spot),
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
        Kind::Bang => slips::caller_scope(before, token.span),
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
        "!" => slips::caller_scope(spot.written_before(), here),
        "this" => reserved("this", spot),
        _ if why.contains("disabled") || why.contains("method style") => reserved(sign, spot),
        _ => slips::symbol(sign, here),
    }
}

/// A word that is kept for the language.
fn reserved(word: &str, spot: &Spot<'_>) -> Slip {
    let is_word = word.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_word {
        return slips::symbol(word, spot.here());
    }
    let slip = if REFUSED.contains(&word) || word == "this" {
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
