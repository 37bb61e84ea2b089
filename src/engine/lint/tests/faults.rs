//! Scripts with mistakes: what is said, and the exact text that it points at.

use super::*;

#[test]
fn a_field() {
    expect(
        "member",
        r#"if r.secter == r.sector { return; }"#,
        &["secter → member 没有字段“secter”，您是不是想写“sector”？"],
    );
}

#[test]
fn fields_in_closures() {
    expect(
        "member",
        r#"let n = r.activities.count(|a| a.hour > 3); fail(r.界刖, "x");"#,
        &[
            "hour → activity 没有字段“hour”，您是不是想写“hours”？",
            "界刖 → member 没有字段“界刖”，您是不是想写“界别”？",
        ],
    );
}

#[test]
fn fields_named_by_texts() {
    expect(
        "member",
        r#"if r.has("ages") { fail(r.at("secter"), `${r.get("nam", "")}`); }"#,
        &[
            "ages → member 没有字段“ages”，您是不是想写“age”？",
            "secter → member 没有字段“secter”，您是不是想写“sector”？",
            "nam → member 没有字段“nam”，您是不是想写“name”？",
        ],
    );
}

#[test]
fn entries_of_tables_and_methods_without_brackets() {
    expect(
        "member",
        r#"let x = r.contact.fone; let y = r.contact.has("fone"); let z = r.count; let w = r.has;"#,
        &[
            "fone → 表中没有“fone”",
            "fone → 表中没有“fone”",
            "count → member 没有字段“count”",
            "has → member 没有字段“has”",
        ],
    );
}

#[test]
fn links_are_no_fields() {
    expect(
        "member",
        r#"let x = r.activities.map("activities"); let y = r.sector.members.where("activities", 1);"#,
        &["activities → activity 没有字段“activities”", "activities → “activities”是 member 的反向联系，不是字段"],
    );
}

#[test]
fn kinds() {
    expect(
        "body",
        r#"let x = ctx.all("membre").len() + ctx.all("委元").len(); ctx.find("plans", "x");"#,
        &[
            "membre → 没有“membre”这类记录，您是不是想写“member”？",
            "委元 → 没有“委元”这类记录，您是不是想写“委员”？",
            "plans → 没有“plans”这类记录，您是不是想写“plan”？",
        ],
    );
}

#[test]
fn parameters() {
    expect(
        "body",
        r#"let x = ctx.params.notice_day + ctx.params.scheme.plenery; let y = ctx.params.scheme["joined"]; ctx.parms;"#,
        &[
            "notice_day → 规则包没有参数“notice_day”，您是不是想写“notice_days”？",
            "plenery → 表中没有“plenery”，您是不是想写“plenary”？",
            "joined → 表中没有“joined”，您是不是想写“joint”？",
            "parms → “ctx”没有“parms”，您是不是想写“params”？",
        ],
    );
}

#[test]
fn field_names_of_collection_functions() {
    expect(
        "body",
        r#"let x = ctx.all("member").sum("point") + ctx.all("member").sort_by("nmae").len();"#,
        &[
            "point → member 没有字段“point”，您是不是想写“points”？",
            "nmae → member 没有字段“nmae”，您是不是想写“name”？",
        ],
    );
}

#[test]
fn functions_and_methods() {
    expect(
        "member",
        r#"foo(1); r.activites(); r.activities.filtre(|a| a.hours > 1); r.age.foo(); lable(r); fial(r, "x");"#,
        &[
            "foo → 没有函数“foo”",
            "activites → “member”记录没有函数“activites”，您是不是想写“activities”？",
            "filtre → 一组“activity”记录没有函数“filtre”，您是不是想写“filter”？",
            "foo → 整数没有函数“foo”",
            "lable → 没有函数“lable”，您是不是想写“label”？",
            "fial → 没有函数“fial”，您是不是想写“fail”？",
        ],
    );
}

#[test]
fn numbers_of_arguments() {
    expect(
        "member",
        r#"r.activities.filter(); r.activities.count(1, 2); fail(r); date(2026, 1); r.has(); "x".sub_string(1, 2, 3);"#,
        &[
            "filter → “filter”要1个参数，这里写了0个",
            "count → “count”要0或1个参数，这里写了2个",
            "fail → “fail”要2个参数，这里写了1个",
            "date → “date”要1或3个参数，这里写了2个",
            "has → “has”要1个参数，这里写了0个",
            "sub_string → “sub_string”要1或2个参数，这里写了3个",
        ],
    );
}

#[test]
fn libraries_and_constants() {
    expect(
        "member",
        r#"plan::doubel(1); plan::double(1, 2); plon::x(1); let a = plan::上现 + global::介限; r.double();"#,
        &[
            "doubel → “plan”里没有函数“doubel”，您是不是想写“double”？",
            "double → 函数“double”要1个参数，这里写了2个",
            "plon → 没有引入“plon”，您是不是想写“plan”？",
            "上现 → “plan”里没有常量“上现”，您是不是想写“上限”？",
            "介限 → “global”里没有常量“介限”，您是不是想写“界限”？",
            "double → “member”记录没有函数“double”",
        ],
    );
}

#[test]
fn mistakes_inside_functions_that_a_call_reveals() {
    expect(
        "member",
        r#"if plan::old(r.sector) { return; } plan::pages(r);"#,
        &["age → sector 没有字段“age”", "pages → member 没有字段“pages”"],
    );
}

#[test]
fn comparison_of_different_types() {
    expect(
        "member",
        r#"if r.age == "60" || r.joined > "2026-01-01" || r.sector == "工商联" || r.cpc < true { return; }"#,
        &[
            "== → 不能比较整数和文字",
            "> → 不能比较日期和文字",
            "== → 不能比较“sector”记录和文字",
            "< → 真假值不分大小先后，不能用“<”比较",
        ],
    );
}

#[test]
fn comparison_of_periods_times_and_kinds() {
    expect(
        "session",
        r#"if r.held > ctx.today || r.held < r.held || r.start > r.held.first || r == r.plan { return; }"#,
        &[
            "> → 不能比较时段和日期",
            "< → 时段不分大小先后，不能用“<”比较",
            "> → 不能比较时刻和日期",
            "== → 不能比较“session”记录和“plan”记录",
        ],
    );
}

#[test]
fn comparison_with_nothing() {
    expect(
        "member",
        r#"if r.age == () || r.sector != () || r.activities == 3 || r.age < () { return; }"#,
        &[
            "== → 整数不会是空值 ()，不必比较",
            "!= → “sector”记录不会是空值 ()，不必比较",
            "== → 不能比较一组“activity”记录和整数",
            "< → 空值 () 不分大小，不能这样比较",
        ],
    );
}

#[test]
fn values_of_enums() {
    expect(
        "session",
        r#"if r.form == "bimontly" || "全会" != r.form || r.form in ["plenary", "jiont"] || 3 in ["a"] { return; }"#,
        &[
            "bimontly → 字段“form”没有值“bimontly”，您是不是想写“bimonthly”？",
            "全会 → 字段“form”没有值“全会”",
            "jiont → 字段“form”没有值“jiont”，您是不是想写“joint”？",
            "in → 列表里是文字，要找的是整数，不会相等",
        ],
    );
}

#[test]
fn values_that_where_looks_for() {
    expect(
        "session",
        r#"let n = r.plan.sessions.where("form", "bimontly").where("held", "2026").where("fom", 1).len();"#,
        &[
            "bimontly → 字段“form”没有值“bimontly”，您是不是想写“bimonthly”？",
            "\"2026\" → 字段是时段，要找的是文字，不会相等",
            "fom → session 没有字段“fom”，您是不是想写“form”？",
        ],
    );
}

#[test]
fn switches() {
    expect(
        "session",
        r#"switch r.form { "plenery" => 1, "joint" | "双月协商会" => 2, _ => 3 } switch r.topic { "a" => 1 }"#,
        &[
            "plenery → 字段“form”没有值“plenery”，您是不是想写“plenary”？",
            "双月协商会 → 字段“form”没有值“双月协商会”",
            "switch → switch 缺少“_”一项",
        ],
    );
}

#[test]
fn predicates() {
    expect(
        "member",
        r#"let a = r.activities.filter(|a| a.hours).any(|a| a.date); r.activities.count(|a| { a.hours; }); r.activities.all(1);"#,
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
        r#"if r.age { return; } while r.name { break; } if !r.age || r.name && r.cpc { return; } let x = if r.activities.count() { 1 } else { 2 };"#,
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
            "`a${n}` → 这里的值不是从记录中读出的，问题无处可指",
            "r → “fail”的参数 message 应当是文字，这里是“member”记录",
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
        r#"let f = |x| x > 1; let g = [|x| x]; r.activities.filter(|a, b| true); let n = 界限; let h = |x| x > n; (|x| x).call(1);"#,
        &[
            "|x| x > 1 → 函数 |…| … 只能直接写在调用的括号里，不能存起来",
            "|x| x → 函数 |…| … 只能直接写在调用的括号里，不能存起来",
            "|a, b| true → 这里的函数应有1个参数，写了2个",
            "|x| x > n → 函数 |…| … 只能直接写在调用的括号里，不能存起来",
            "|x| x → 函数 |…| … 只能直接写在调用的括号里，不能存起来",
            "call → 函数没有函数“call”",
        ],
    );
}

#[test]
fn what_may_not_be_written() {
    expect(
        "member",
        r#"try { r.agee } catch { 1 } print("x"); eval("1"); let f = Fn("x"); import "lib/plan" as q; this.x; rule("a", #{}, |r| r);"#,
        &[
            "try → 规则里不能用 try/catch",
            "agee → member 没有字段“agee”，您是不是想写“age”？",
            "print → 没有函数“print”",
            "eval → 没有函数“eval”",
            "Fn → 没有函数“Fn”",
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
            "ctx.params.scheme → 表不能用 for 逐个取出",
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
            "sectors.sum() → “sum”要的是数，这里是“sector”记录",
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
            "2026-02-30 → 没有这一天",
            "2026-Q5 → 没有这样的时段",
            "13 → 没有这样的时段",
            "0 → 没有这样的时段",
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
        &["foo → 整数没有“foo”"],
    );
}
