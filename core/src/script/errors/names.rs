//! Errors of names, functions and tables, of assignments, `switch` and indices.

use rhai::{ParseErrorType as Error, Token as Kind};

use super::spot::Spot;
use crate::language::say;
use crate::script::slips::{self, Slip};

/// Errors of names, functions and tables.
pub(super) fn names(error: &Error, spot: &Spot<'_>) -> Slip {
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
        Error::FnDuplicatedDefinition(name, _) => slips::twice_defined(name, spot.here()),
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
        Error::WrongDocComment => slips::strange_comment(spot.here()),
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
            slips::caller_scope(spot.written(), sign)
        }
        other => Slip::new(spot.here(), say!("写法不对：{other}", "{other}")),
    }
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
            Kind::Identifier(_) | Kind::StringConstant(_)
                if tokens[at + 1].kind == Kind::Colon
                    && spot.text[tokens[at].span.range()].trim_matches('"') == name =>
            {
                return slip.see(tokens[at].span, say!("第一次写在这里", "where it stands first"));
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
