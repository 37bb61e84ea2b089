//! Values in places where they do not fit: what is said, and the exact text that it points at.

use super::*;

#[test]
fn predicates() {
    expect(
        "member",
        r"let a = r.activities.filter(|a| a.hours).any(|a| a.date); r.activities.count(|a| { a.hours; }); r.activities.all(1);",
        &[
            "|a| a.hours → “filter”里的函数应当得出“是”或“否”，这里得出整数",
            "|a| a.date → “any”里的函数应当得出“是”或“否”，这里得出日期",
            "|a| { a.hours; } → “count”里的函数应当得出“是”或“否”，这里得出整数",
            "1 → “all”里应当写函数，这里是整数",
        ],
    );
}

#[test]
fn conditions() {
    expect(
        "member",
        r"if r.age { return; } while r.name { break; } if !r.age || r.name && r.cpc { return; } let x = if r.activities.count() { 1 } else { 2 };",
        &[
            "r.age → 条件应当是“是”或“否”，这里是整数",
            "r.name → 条件应当是“是”或“否”，这里是文字",
            "! → “!”后面应当是“是”或“否”，这里是整数",
            "r.name → && 和 || 的两边应当是“是”或“否”，这里是文字",
            "r.activities.count() → 条件应当是“是”或“否”，这里是整数",
        ],
    );
}

#[test]
fn arithmetic() {
    expect(
        "member",
        r#"let x = "a" + r.age + 1; let y = r.joined + "1"; let z = r.name * 2; let w = 1 + r.joined; x -= 1; let n = -r.name; for i in "a"..3 {}"#,
        &[
            "+ → 文字和整数不能用“+”运算",
            "+ → 日期和文字不能用“+”运算",
            "* → 文字和整数不能用“*”运算",
            "+ → 整数和日期不能用“+”运算",
            "- → “-”后面应当是数，这里是文字",
            ".. → 区间的两端应当是整数，这里是文字",
        ],
    );
}

#[test]
fn what_findings_point_at() {
    expect(
        "member",
        r#"fail("x", "y"); fail(r.age + 1, "y"); let n = r.activities.count(); fail(n, "y"); fail(ctx.year, 3); fail(r.activities, "x"); fail(`a${n}`, r);"#,
        &[
            "\"x\" → 这里的值不是从记录中读出的，问题无处可指",
            "r.age + 1 → 这里的值不是从记录中读出的，问题无处可指",
            "n → 这里的值不是从记录中读出的，问题无处可指",
            "ctx.year → 这里的值不是从记录中读出的，问题无处可指",
            "3 → “fail”的参数 message 应当是文字，这里是整数",
            "r.activities → 问题不能指向一组“activity”记录",
            "`a${n}`, r → “fail”的位置和说明写反了",
        ],
    );
}

#[test]
fn values_that_were_reckoned_with() {
    expect(
        "member",
        r#"let n = r.age; n += 5; fail(n, "x"); let m = r.age; m = r.points; fail(m, "x");"#,
        &["n → 这里的值不是从记录中读出的，问题无处可指"],
    );
}

#[test]
fn values_in_texts() {
    expect(
        "member",
        "fail(r, `${r.sectors}${r.activities}${r.contact}`).help(`${ctx}${ctx.params}${r}${r.age}${r.held}`);",
        &[
            "r.sectors → ${…} 里不能写列表",
            "r.activities → ${…} 里不能写一组“activity”记录",
            "r.contact → ${…} 里不能写表",
            "ctx → ${…} 里不能写“ctx”",
            "ctx.params → ${…} 里不能写“ctx.params”",
            "held → member 没有字段“held”",
        ],
    );
}

#[test]
fn what_is_looked_for() {
    expect(
        "body",
        r#"ctx.all("member").where("sector", "x"); ctx.all("member").where("sectors", ctx.all("sector").first()); for m in ctx.all("member") { if 'a' in m.name { return; } }"#,
        &[
            "\"x\" → 字段是“sector”记录，要找的是文字，不会相等",
            "ctx.all(\"sector\").first() → 字段是列表，要找的是“sector”记录，不会相等",
            "in → in 前面应当是文字，这里是单个字符",
        ],
    );
}

#[test]
fn arguments_of_due() {
    expect(
        "member",
        r#"due("2026-01-01", r.age, r, "x").see(1, 2).hlep("x"); due(r.joined, true, r.joined, "x").help(3);"#,
        &[
            "\"2026-01-01\" → “due”的参数 date 应当是日期，这里是文字",
            "r.age → “due”的参数 done 应当是真假值，这里是整数",
            "1 → 这里的值不是从记录中读出的，问题无处可指",
            "2 → “see”的参数 note 应当是文字，这里是整数",
            "hlep → 问题没有函数“hlep”，您是不是想写“help”？",
            "3 → “help”的参数 text 应当是文字，这里是整数",
        ],
    );
}

#[test]
fn closures_out_of_place() {
    expect(
        "member",
        r"let f = |x| x > 1; let g = [|x| x]; r.activities.filter(|a, b| true); let n = 界限; let h = |x| x > n; (|x| x).len(); let k = r.activities.any(x | r.cpc);",
        &[
            "|x| x > 1 → 函数 |…| … 只能直接写在 filter、map 等的括号里，不能存起来，也不能交给脚本的函数",
            "|x| x → 函数 |…| … 只能直接写在 filter、map 等的括号里，不能存起来，也不能交给脚本的函数",
            "|a, b| → 这里的函数应有1个参数，写了2个",
            "|x| x > n → 函数 |…| … 只能直接写在 filter、map 等的括号里，不能存起来，也不能交给脚本的函数",
            "|x| x → 函数 |…| … 只能直接写在 filter、map 等的括号里，不能存起来，也不能交给脚本的函数",
            "x | r.cpc → “any”里应当写函数",
        ],
    );
}

#[test]
fn what_may_not_be_written() {
    expect(
        "member",
        r#"try { r.agee } catch { 1 } import "lib/plan" as q; this.x; rule("a", #{}, |r| r);"#,
        &[
            "try → 规则里不能用 try/catch",
            "agee → member 没有字段“agee”，您是不是想写“age”？",
            "import → import 只能写在文件顶层",
            "this → 规则里不能用 this",
            "rule → rule(…) 只能写在文件顶层",
        ],
    );
}

#[test]
fn writing_looping_and_indexing() {
    expect(
        "member",
        r#"r.age = 3; ctx.params.x = 1; for x in r { } for x in r.age { } for k in ctx.params.scheme { } r["age"]; r.activities[0]; r.sectors["x"];"#,
        &[
            "r.age → “member”记录只能读取，不能修改",
            "ctx.params.x → “ctx”只能读取，不能修改",
            "r → “member”记录不能用 for 逐个取出",
            "r.age → 整数不能用 for 逐个取出",
            "ctx.params.scheme → 表（参数“scheme”）不能用 for 逐个取出",
            "\"age\" → “member”记录不能用 […] 取值",
            "0 → 一组“activity”记录不能用 […] 取值",
            "\"x\" → 方括号里应当是整数，这里是文字",
        ],
    );
}

#[test]
fn sums_and_orders() {
    expect(
        "member",
        r#"r.activities.sum(|a| a.date); r.activities.sort_by(|a| a.member); r.activities.max("member"); r.sectors.sum(); max(r, 1); max(1, "x");"#,
        &[
            "|a| a.date → “sum”要的是数，这里是日期",
            "|a| a.member → “member”记录不分大小先后，不能用“sort_by”",
            "\"member\" → “member”记录不分大小先后，不能用“max”",
            "r.sectors → “sum”要的是数，这里是“sector”记录",
            "r → “member”记录不分大小先后，不能用“max”",
            "\"x\" → 不能比较整数和文字",
        ],
    );
}

#[test]
fn calendar() {
    expect(
        "member",
        r#"date("2026-02-30"); period("2026-Q5"); month(2026, 13); quarter(2026, 0); date(2026, 2, 30); r.joined.year(); r.name.len; r.joined.yeer;"#,
        &[
            "2026-02-30 → 没有“2026-02-30”这一天",
            "2026-Q5 → 没有这样的时段",
            "13 → 没有这个月份",
            "0 → 没有这个季度",
            "30 → 没有这一天",
            "year → 日期没有函数“year”",
            "len → 文字没有“len”",
            "yeer → 日期没有“yeer”，您是不是想写“year”？",
        ],
    );
}

#[test]
fn results_of_find_first_and_groups() {
    expect(
        "body",
        r#"let m = ctx.find("member", "x"); if m.agee > 1 { } let n = ctx.all("member").first().nmae; let g = ctx.all("member").group_by("sectr")[0].itms;"#,
        &[
            "agee → member 没有字段“agee”，您是不是想写“age”？",
            "nmae → member 没有字段“nmae”，您是不是想写“name”？",
            "sectr → member 没有字段“sectr”，您是不是想写“sector”？",
            "itms → 分组没有“itms”，您是不是想写“items”？",
        ],
    );
}

#[test]
fn chains() {
    expect(
        "body",
        r#"for m in ctx.all("member") { for a in m.activities { if a.member.sector.nam == "x" { fail(a, `${a.dat}`); } } } r_(1);"#,
        &[
            "nam → sector 没有字段“nam”，您是不是想写“name”？",
            "dat → activity 没有字段“dat”，您是不是想写“date”？",
            "r_ → 没有函数“r_”",
        ],
    );
}

#[test]
fn maps_and_membership() {
    expect(
        "body",
        r#"let s = #{ a: 1, b: ctx.all("x") }; s.c; if "a" in ctx.all("member") || ctx.today in [1, 2] { } [1, 2].contains("x");"#,
        &[
            "x → 没有“x”这类记录",
            "c → 表中没有“c”",
            "in → 一组“member”记录不能用 in 查找",
            "in → 列表里是整数，要找的是日期，不会相等",
            "\"x\" → 列表里是整数，要找的是文字，不会相等",
        ],
    );
}

#[test]
fn what_is_never_reached() {
    expect(
        "member",
        r#"if true { return; fail(r.nonsense, "x"); } let n = r.activities.map(|a| { let h = a.hours; h.foo }).len();"#,
        &["nonsense → member 没有字段“nonsense”", "foo → 整数没有“foo”"],
    );
    expect(
        "member",
        r#"const MODE = "lax"; return; if MODE == "strict" { r.nonsense; } if "a" == "b" { r.agee; }"#,
        &["nonsense → member 没有字段“nonsense”", "agee → member 没有字段“agee”，您是不是想写“age”？"],
    );
}
