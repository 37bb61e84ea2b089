//! Scripts with mistakes: what is said, and the exact text that it points at.

use super::*;

#[test]
fn a_field() {
    expect(
        "member",
        r"if r.secter == r.sector { return; }",
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
        r"plan::doubel(1); plan::double(1, 2); plon::x(1); let a = plan::上现 + global::介限; r.double();",
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
        r"if plan::old(r.sector) { return; } plan::pages(r);",
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
        r"if r.held > ctx.today || r.held < r.held || r.start > r.held.first || r == r.plan { return; }",
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
        r"if r.age == () || r.sector != () || r.activities == 3 || r.age < () { return; }",
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
