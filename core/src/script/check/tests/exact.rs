//! What has changed with the language: exact division, names, writing, warnings.

use super::*;
use crate::finding::Severity;

fn help(on: &str, body: &str) -> String {
    let (findings, _) = findings(&rule(on, body));
    findings[0].help.clone().map(|help| help.get(Lang::Zh).to_owned()).unwrap_or_default()
}

#[test]
fn a_quotient_is_no_whole_number() {
    expect(
        "member",
        r"let half = r.age / 2; r.sectors[half]; for i in 1..=(12 / r.age) {} month(2026, r.age / 2); quarter(2026, half);
        date(2026, 1, half); ctx.today + half; ctx.today - 1 / r.age; 2.5 in 1..3; switch half { 1 => (), _ => () }",
        &[
            "half → 方括号里应当是整数，这里是小数",
            "..= → 区间的两端应当是整数，这里是小数",
            "r.age / 2 → “month”的参数 month 应当是整数，这里是小数",
            "half → “quarter”的参数 quarter 应当是整数，这里是小数",
            "half → “date”的参数 day 应当是整数，这里是小数",
            "+ → 日期和小数不能用“+”运算",
            "- → 日期和小数不能用“-”运算",
            "in → in 前面应当是整数，这里是小数",
            "half → switch 只能用于文字、整数和真假值，这里是小数",
        ],
    );
    let wanted = "写 quotient(a, b)、round、floor 或 ceiling 取整";
    for body in ["r.sectors[r.age / 2];", "ctx.today + r.age / 2;", "month(2026, r.age / 2);", "1..(r.age / 2);"] {
        assert_eq!(help("member", body), wanted, "{body}");
    }
}

#[test]
fn a_quotient_of_what_is_not_known_is_no_whole_number_either() {
    assert_eq!(
        told("fn f(a, b) { for i in 1..=(a / b) {} let n = a * b; for i in 1..=n {} [1][a % b] }\n"),
        ["..= → 区间的两端应当是整数，这里是小数"]
    );
}

#[test]
fn what_makes_whole() {
    expect(
        "member",
        r"r.sectors[quotient(r.age, 2)]; r.sectors[round(r.points)]; for i in floor(r.age / 2)..ceiling(r.points) {}
        month(2026, quotient(r.age - 1, 3) + 1); ctx.today + round(r.points); let share = 324 / 487; if share >= 2 / 3 { return; }",
        &[],
    );
}

#[test]
fn a_pack_that_names_no_language_is_told_of_each_division() {
    let of = |language| {
        let own = "fn half(n) { n / 2 }\n";
        let script = format!("{own}{}", rule("member", "r.age / 2; r.points / 2; half(r.age); let n = r.age; n /= 2;"));
        let (typed, sources) = checked(&script, false, language);
        assert!(typed.findings.iter().all(|f| &*f.rule == "host/language" && f.severity == Severity::Warning));
        let lines: Vec<usize> = typed.findings.iter().map(|f| sources.positions(f.place.unwrap()).0.line).collect();
        let signs: Vec<&str> = typed.findings.iter().map(|f| sources.slice(f.place.unwrap())).collect();
        (lines, signs.concat())
    };
    assert_eq!(of(false), (vec![1, 5, 5], "///=".to_owned()));
    assert_eq!(of(true), (vec![], String::new()));
}

#[test]
fn names_that_nothing_has() {
    expect(
        "member",
        r"let count = 1; if cuont > 1 { return; } cuont + 界线; totl = 1; r.activities.filter(|a| a.hours > 界限 && b); 界限 = 3;",
        &[
            "cuont → 没有变量“cuont”，您是不是想写“count”？",
            "界线 → 没有变量“界线”，您是不是想写“界限”？",
            "totl → 没有变量“totl”",
            "b → 没有变量“b”",
            "界限 → “界限”是常量，不能改",
        ],
    );
    assert_eq!(
        told("const 限 = 3;\nfn f(m) { m + 限 + ctx + global::限 }\nfn g() { m }\n"),
        ["限 → 没有变量“限”", "ctx → 没有变量“ctx”", "m → 没有变量“m”"]
    );
}

#[test]
fn closures_read_and_write_what_is_around_them() {
    expect(
        "member",
        r#"let n = 0; r.activities.filter(|a| { n += a.hours; a.member == r }); if n > 3 { return; }
        let last = (); r.activities.all(|a| { last = a; true }); if last != () { fail(last, last.date.year + "x"); }"#,
        &["+ → 整数和文字不能用“+”运算"],
    );
}

#[test]
fn arrays_that_grow() {
    expect(
        "member",
        r#"let dates = []; for a in r.activities { dates.push(a.date); } if dates.first() > "x" { return; }
        let rows = []; rows.push(#{ day: ctx.today, n: 1 }); rows.sort_by("dya"); rows.sum("n"); rows.map("day").first() + 1; rows.where("m", 1);
        let t = #{ list: [] }; t.list.push(1); t.list.push("x"); [1].push(2); r.sectors.push(r.sector); r.activities.map(|a| a.date).push(1);
        let k = 1; k.push(2); 界限.push(1);"#,
        &[
            "> → 不能比较日期和文字",
            "dya → 表中没有“dya”，您是不是想写“day”？",
            "m → 表中没有“m”",
            "[1] → push 只能写在变量后面：这里的列表添了也没有用处",
            "r.sectors → “member”记录只能读取，不能修改",
            "r.activities.map(|a| a.date) → push 只能写在变量后面：这里的列表添了也没有用处",
            "push → 整数没有函数“push”",
            "push → 整数没有函数“push”",
        ],
    );
    expect(
        "member",
        r"let all = []; all.push([r.age]); all[0].push(r.name); const NONE = []; NONE.push(1);",
        &["NONE → “NONE”是常量，不能改"],
    );
}

#[test]
fn tables_in_arrays_are_as_records() {
    expect(
        "body",
        r#"let rows = ctx.all("member").map(|m| #{ who: m, age: m.age, status: m.status });
        rows.group_by("who"); rows.sum("agee"); rows.sort_by("age").first().who.nmae; rows.where("status", "在任"); rows.distinct("status"); rows.max("who");"#,
        &[
            "agee → 表中没有“agee”，您是不是想写“age”？",
            "nmae → member 没有字段“nmae”，您是不是想写“name”？",
            "在任 → 字段“status”没有值“在任”",
            "\"who\" → “member”记录不分大小先后，不能用“max”",
        ],
    );
}

#[test]
fn labels_in_the_place_of_values() {
    expect(
        "member",
        r#"let all = [r]; all.map(|m| m.status).contains("在任"); "离任" in all.map("status"); r.get("status", "在任"); r.get("status", "");
        switch r.status { "在任" => (), _ => () }"#,
        &[
            "在任 → 字段“status”没有值“在任”",
            "离任 → 字段“status”没有值“离任”",
            "在任 → 字段“status”没有值“在任”",
            "在任 → 字段“status”没有值“在任”",
        ],
    );
}

#[test]
fn a_parameter_of_another_type_is_named() {
    let body = r#"if r.name == ctx.params.notice_days { return; } let rate = ctx.params.rate; r.sectors[rate]; month(2026, ctx.params.name);
        if ctx.params.name { return; } ctx.params.scheme.plenary + "x";"#;
    let (findings, sources) = findings(&rule("member", body));
    let found: Vec<(&str, &str)> =
        findings.iter().map(|f| (f.message.get(Lang::Zh), sources.slice(f.related[0].place))).collect();
    let declared: Vec<&str> =
        found.iter().map(|(_, place)| place.split_once('=').map_or(*place, |(name, _)| name.trim())).collect();
    assert_eq!(
        found.iter().map(|(message, _)| *message).collect::<Vec<_>>(),
        [
            "不能比较文字和整数（参数“notice_days”）",
            "方括号里应当是整数，这里是小数（参数“rate”）",
            "“month”的参数 month 应当是整数，这里是文字（参数“name”）",
            "条件应当是“是”或“否”，这里是文字（参数“name”）",
            "整数（参数“scheme”）和文字不能用“+”运算",
        ]
    );
    assert_eq!(declared, ["5", "0.5", "\"x\"", "\"x\"", "{ plenary"]);
}

const WARNS: &str = "fn weak(at) { fail(at, \"x\").warn() }\nfn weaker(at) { weak(at) }\nfn by_kind(r) { if r.kind == \"plan\" { fail(r, \"x\").warn(); } }\n";

#[test]
fn rules_that_weaken_their_findings_say_so() {
    let body = r#"fail(r, "x").help("y").warn(); weaker(r); weaker(r); by_kind(r);"#;
    let script = format!("{WARNS}{}", rule("member", body));
    let (found, sources) = findings(&script);
    let told = shown(&(found.clone(), sources.clone()));
    let message = "规则没有写明 may_warn: true，不能降为警告";
    let wanted: Vec<String> = ["warn", "weaker(r)", "weaker(r)"].map(|at| format!("{at} → {message}")).into();
    assert_eq!(told, wanted);
    assert_eq!(sources.positions(found[1].related[0].place).0.line, 1);
    let (typed, _) = checked(&script.replace("explain:", "may_warn: true, explain:"), false, true);
    assert_eq!(typed.findings, []);
    assert!(typed.rules[0].meta.may_warn);
    let (typed, sources) = checked(&script.replace("explain:", "may_warn: 1, explain:"), false, true);
    assert_eq!(shown(&(typed.findings, sources)), ["1 → “may_warn”应当写 true 或 false"]);
}

#[test]
fn signs_and_loops_that_are_left_out() {
    expect(
        "member",
        r"let a = r.age & 1; let b = r.cpc | true; let c = 1 << 2; let d = r.age ^ 2; let e = loop { break 1; }; throw 1; for c in r.name { } r.name[0];",
        &[
            "& → 不能用“&”",
            "| → 不能用“|”",
            "<< → 不能用“<<”",
            "^ → 不能用“^”",
            "loop { break 1; } → 循环没有值",
            "1 → break 后面不能写值",
            "throw → 规则里不能用 throw",
            "r.name → 文字不能用 for 逐个取出",
            "0 → 文字不能用 […] 取值",
        ],
    );
}
