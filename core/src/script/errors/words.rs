//! Words of other languages and of everyday English that are written for those of Rhai, and what Rhai's parser calls things.

use crate::language::{Text, say};

/// What Rhai has for a word of another language.
#[must_use]
pub(super) fn twin(word: &str) -> Option<&'static str> {
    Some(match word {
        "and" | "AND" | "And" => "&&",
        "or" | "OR" | "Or" => "||",
        "not" | "NOT" | "Not" => "!",
        "is" => "==",
        "elif" | "elseif" | "elsif" | "elsf" => "else if",
        "var" | "Let" | "auto" | "local" => "let",
        "def" | "func" | "function" | "Function" | "lambda" => "fn",
        "null" | "nil" | "None" | "undefined" | "NULL" | "void" => "()",
        "True" | "TRUE" | "yes" => "true",
        "False" | "FALSE" | "no" => "false",
        "If" | "IF" => "if",
        "Else" | "ELSE" => "else",
        "For" | "foreach" | "FOR" => "for",
        "Return" | "RETURN" => "return",
        "match" | "Switch" => "switch",
        "default" | "otherwise" => "_",
        "While" => "while",
        "Const" | "CONST" => "const",
        "require" | "include" | "use" | "from" => "import",
        _ => return None,
    })
}

/// A next step for a word that Rhai reserves.
#[must_use]
pub(super) fn reserved(word: &str) -> Text {
    if let Some(twin) = twin(word) {
        return say!("写成“{twin}”；用作名称时换一个词", "write `{twin}`; as a name choose another word");
    }
    match word {
        "print" | "debug" => say!("要报告问题，用 fail(…)", "to report something write fail(…)"),
        "this" => say!("用参数的名称", "use the parameter's name"),
        "case" => say!("switch 的每一项直接写 值 => 结果", "a case of a switch is written value => result"),
        "eval" | "Fn" | "call" | "curry" => {
            say!(
                "把函数写成 |…| …，直接放在 filter、map 等的括号里",
                "write |…| … as an argument of filter, map and the like"
            )
        }
        _ => say!("换一个名称", "choose another name"),
    }
}

/// What Rhai's parser calls kinds of values, in both languages.
#[must_use]
pub(super) fn kind(rhai: &str) -> (String, String) {
    let (zh, en) = match rhai {
        "()" => ("空值 ()", "()"),
        "a boolean" => ("真假值", "true or false"),
        "a number" | "a floating-point number" => ("数", "a number"),
        "a character" => ("单个字符", "a single character"),
        "a string" => ("文字", "a text"),
        "an array" => ("列表", "an array"),
        "an object map" => ("表", "a table"),
        "decimal" => ("小数", "a decimal"),
        "Fn" => ("函数 |…| …", "a closure"),
        other => return (other.to_owned(), other.to_owned()),
    };
    (zh.to_owned(), en.to_owned())
}
