//! Words of other languages, and what scripts write instead.

use crate::language::{Text, say};

/// What to write instead of a variable that nobody declared.
pub(super) fn variable(name: &str) -> Option<Text> {
    Some(match name {
        "True" | "TRUE" | "yes" | "Yes" | "是" | "真" => say!("写成 true", "write true"),
        "False" | "FALSE" | "no" | "No" | "否" | "假" => say!("写成 false", "write false"),
        "None" | "Null" | "NULL" | "Nil" | "undefined" | "空" | "无" => say!(
            "空值写成 ()；字段是否填写用 has(\"字段\") 判断",
            "nothing is (); whether a field is given is asked with has(\"field\")"
        ),
        "today" | "now" | "今天" => say!("今天的日期是 ctx.today", "today's date is ctx.today"),
        "params" | "parameters" | "param" => say!("参数写成 ctx.params.名称", "parameters are ctx.params.NAME"),
        "year" | "年度" => say!("年度写成 ctx.year", "the year is ctx.year"),
        "body" | "单位" => say!("单位写成 ctx.body", "the body is ctx.body"),
        "一" | "二" | "两" | "三" | "四" | "五" | "六" | "七" | "八" | "九" | "十" => {
            say!("数用阿拉伯数字写，如 3", "numbers are written in digits, such as 3")
        }
        _ => return None,
    })
}

/// What to write instead of a function or method that there is not.
pub(super) fn function(name: &str) -> Option<Text> {
    let here = |usage: &str| Some(say!("写成 {usage}", "write {usage}"));
    match name {
        "print" | "debug" | "log" | "println" => {
            Some(say!("规则不输出文字；用 fail 报告问题", "rules print nothing; report with fail"))
        }
        "eval" | "Fn" | "curry" | "call" | "is_def_fn" | "is_def_var" => {
            Some(say!("直接调用函数，或在括号里写 |…| …", "call the function directly, or write |…| … as an argument"))
        }
        "error" | "report" | "raise" | "alert" | "message" | "violation" | "报告" => {
            Some(say!("报告问题写成 fail(位置, `说明`)", "report with fail(at, `message`)"))
        }
        "insert" | "remove" | "pop" | "delete" | "splice" | "shift" => Some(say!(
            "列表只用 push 在末尾添；其余用 filter、map 等得出新的列表",
            "push adds to the end of an array; for the rest make new ones with filter, map, …"
        )),
        "append" | "add" => here("push(x)"),
        "timestamp" | "sleep" | "rand" | "now" | "today" => {
            Some(say!("今天的日期是 ctx.today", "today's date is ctx.today"))
        }
        "length" | "size" | "strlen" => here("len()"),
        "includes" | "include" | "indexOf" | "index_of" | "has_value" => here("contains(x)"),
        "startsWith" | "startswith" => here("starts_with(text)"),
        "endsWith" | "endswith" => here("ends_with(text)"),
        "substr" | "substring" | "slice" | "mid" | "left" | "right" => here("sub_string(start, len)"),
        "toString" | "to_str" | "str" | "format" | "string" => {
            Some(say!("变成文字写成 `${{值}}`", "make a text of it: `${{value}}`"))
        }
        "each" | "forEach" | "foreach" | "for_each" => {
            Some(say!("逐个处理写成 for x in …  {{ … }}", "go through them with for x in … {{ … }}"))
        }
        "every" | "all_of" => here("all(|x| …)"),
        "some" | "exists" | "any_of" => here("any(|x| …)"),
        "select" | "find_all" | "findAll" => here("filter(|x| …)"),
        "collect" | "pluck" => here("map(|x| …)"),
        "total" | "reduce" | "fold" | "aggregate" => here("sum(|x| …)"),
        "avg" | "average" | "mean" => here("sum(…) / count()"),
        "sort" | "order_by" | "orderBy" | "sorted" => here("sort_by(\"field\")"),
        "unique" | "uniq" | "dedup" => here("distinct()"),
        "group" | "groupBy" => here("group_by(\"field\")"),
        "to_int" | "int" | "parseInt" | "Number" | "number" => here("parse_int(text)"),
        "to_float" | "float" | "parseFloat" => here("to_decimal(x)"),
        "ceil" => here("ceiling(x)"),
        "isEmpty" | "is_null" | "isNull" | "empty" => {
            Some(say!("是否为空写成 .is_empty()，是否填写写成 .has(\"字段\")", "ask .is_empty(), or .has(\"field\")"))
        }
        "days" | "datediff" | "date_diff" | "days_between" => {
            Some(say!("两个日期相减就是天数", "one date minus another is the number of days"))
        }
        "year" | "month" | "day" | "weekday" => {
            Some(say!("写在日期后面，不加括号：日期.{name}", "behind the date and without brackets: date.{name}"))
        }
        _ => None,
    }
}
