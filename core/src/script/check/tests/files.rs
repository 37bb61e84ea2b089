//! The top level of files, and what a finding carries besides its message.

use std::fmt::Write;

use super::*;

#[track_caller]
fn file(script: &str, wanted: &[&str]) {
    assert_eq!(told(script), wanted, "{script}");
}

#[test]
fn top_level_statements() {
    file(
        "let x = 1;\nconst A = \"a\" - 1;\nfail(1, 2);\nif true { }\nexport const B = 1;\n3 + 4;",
        &[
            "x → 文件顶层只能写 import、rule(…)、score(…)、fn 和 const",
            "- → 文字和整数不能用“-”运算",
            "fail(1, 2) → 文件顶层只能写 import、rule(…)、score(…)、fn 和 const",
            "if true { } → 文件顶层只能写 import、rule(…)、score(…)、fn 和 const",
            "export const B = 1 → 文件顶层只能写 import、rule(…)、score(…)、fn 和 const",
            "3 + 4 → 文件顶层只能写 import、rule(…)、score(…)、fn 和 const",
        ],
    );
}

#[test]
fn imports() {
    file(
        "import \"lib/plann\" as p;\nimport \"lib/plan\";",
        &["lib/plann → 没有函数库“lib/plann”，您是不是想写“lib/plan”？", "import → import 没有起名，用不上"],
    );
}

#[test]
fn metadata() {
    file(
        "rule(\"Plan/x\", #{ titel: \"t\", basis: \"\", since: \"2022-13-01\", \"until\": \"x\", severity: \"eror\", on: \"membr\", explain: `${1}` }, |r, ctx| r.foo);",
        &[
            "Plan/x → 规则编号“Plan/x”不合格式",
            "titel → 规则没有“titel”一项，您是不是想写“title”？",
            "\"\" → “basis”不能为空",
            "2022-13-01 → “since”应当是日期，如 2022-01-01",
            "x → “until”应当是日期，如 2022-01-01",
            "eror → 没有“eror”这个级别，您是不是想写“error”？",
            "membr → 没有“membr”这类记录，您是不是想写“member”？",
            "`${1}` → “explain”应当是写定的文字",
        ],
    );
}

#[test]
fn arguments_of_rule() {
    file(
        "rule(\"a\", #{});\nrule(\"a\" + \"b\", 3, 4);\nrule(\"b\", #{}, |r, ctx| r.foo.bar(fuu()));",
        &[
            "rule → rule 要3个参数，这里写了2个",
            "\"a\" + \"b\" → 规则编号应当是写定的文字",
            "3 → rule 的第2个参数应当是 #{ … }",
            "4 → rule 的第3个参数应当是函数 |…| { … }",
            "#{ → 规则缺少：title、basis、since、on、explain",
            "bar → 没有函数“bar”",
            "fuu → 没有函数“fuu”",
        ],
    );
}

#[test]
fn titles_days_and_repeated_ids() {
    file(
        "rule(\"a\", #{ title: \"t\\nu\", basis: \"b\", since: \"2022-01-02\", \"until\": \"2022-01-01\", on: \"member\", explain: \"x\" }, |r| r.foo);\nrule(\"a\", #{ title: \"t\", basis: \"b\", since: \"2022-01-01\", on: \"body\", explain: \"x\" }, |r, ctx| r.foo);",
        &[
            "t\\nu → “title”只能有一行",
            "2022-01-01 → 截止日期早于起始日期",
            "|r| → 这里的函数应有2个参数，写了1个",
            "a → 规则编号“a”重复",
            "|r, ctx| → 这里的函数应有1个参数，写了2个",
        ],
    );
}

#[test]
fn network_rules() {
    file(
        "rule(\"c\", #{ title: \"t\", basis: \"b\", since: \"2022-01-01\", on: \"network\", explain: \"x\" }, |ctx| ctx.all(\"membre\"));",
        &["membre → 没有“membre”这类记录，您是不是想写“member”？"],
    );
}

#[test]
fn functions_and_constants_of_a_file() {
    file(
        "fn f(m) { m.secter + fo(m) + this.x }\nfn g(m) { m.foo(1) + \"a\" * 2 }\nconst 上 = 3;\nrule(\"c\", #{ title: \"t\", basis: \"b\", since: \"2022-01-01\", on: \"member\", explain: \"x\" }, |r, ctx| { f(r); f(r, 1); r.activities.any(|a| a.x == 上); });",
        &[
            "secter → member 没有字段“secter”，您是不是想写“sector”？",
            "fo → 没有函数“fo”，您是不是想写“f”？",
            "this → 规则里不能用 this",
            "foo → 没有函数“foo”",
            "* → 文字和整数不能用“*”运算",
            "f → 函数“f”要1个参数，这里写了2个",
            "x → activity 没有字段“x”",
        ],
    );
}

#[test]
fn a_fault_in_a_library_names_the_call() {
    let (findings, sources) = findings(&rule("member", "if r.cpc { return; }\nplan::pages(r).len();"));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(sources.slice(finding.place.unwrap()), "pages");
    assert_eq!(sources.get(finding.place.unwrap().source).name, "lib/plan.rhai");
    assert_eq!(sources.slice(finding.related[0].place), "plan::pages(r)");
}

#[test]
fn a_repeated_id_names_the_first() {
    let one = rule("member", "");
    let (findings, sources) =
        findings(&format!("{one}\n{}", one.split_once(";\nconst").unwrap().1.split_once(";\n").unwrap().1));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.message.get(Lang::En), "the rule id \"a/b\" is taken");
    assert_eq!(sources.positions(finding.related[0].place).0.line, 3);
}

#[test]
fn help_lists_what_there_is() {
    let help = |on: &str, body: &str| {
        let (findings, _) = findings(&rule(on, body));
        findings[0].help.clone().map(|h| (h.get(Lang::Zh).to_owned(), h.get(Lang::En).to_owned())).unwrap()
    };
    assert_eq!(help("plan", "r.foo;").0, "可用的字段：id（编号）、scheme（体系）、sessions（会议）");
    assert_eq!(help("session", "r.form == \"全会\";").0, "脚本里写值“plenary”，不写名称");
    assert_eq!(
        help("session", "r.form == \"bimontly\";").1,
        "its values: plenary（全会）、joint（联席会议）、bimonthly（双月协商会）"
    );
    assert_eq!(help("member", "r.joined.year();").0, "不加括号：.year");
    assert_eq!(help("member", "r.name.len;").0, "写成 .len()");
    assert_eq!(
        help("member", "r.age == ();").1,
        "ask .has(\"field\") whether a field is given; only what find gives may be ()"
    );
}

#[test]
fn crlf_and_comments_do_not_move_the_places() {
    let script = rule(
        "member",
        "// 注释：委员\n/* 多行\n */ let s = `多行\n文字${r.name}尾${r.nmae}`; // r.xx\nfail(r, s + r.agee);",
    );
    for script in [script.clone(), script.replace('\n', "\r\n")] {
        let told = told(&script);
        assert_eq!(told[0], "nmae → member 没有字段“nmae”，您是不是想写“name”？");
        assert_eq!(told[1], "agee → member 没有字段“agee”，您是不是想写“age”？");
    }
}

#[test]
fn recursion_and_deep_nesting_come_to_an_end() {
    let functions =
        "fn a(x) { b([x]) }\nfn b(x) { a([x]) + c(x) }\nfn c(n) { if n.len() == 1 { c(n) } else { c([n]) } }\n";
    let mut nested = "1".to_owned();
    for _ in 0..8 {
        nested = format!("max({nested}, 2)");
    }
    let mut functions = functions.to_owned();
    for i in 0..40 {
        writeln!(functions, "fn f{i}(x) {{ {} }}", nested.replace('1', &format!("f{}(x)", i + 1))).unwrap();
    }
    functions.push_str("fn f40(x) { x }\n");
    let body = format!("a(r); f0(1); f5(f7(1)); b([1]); let n = {nested}; if n == 1 {{ return; }}");
    assert_eq!(told(&format!("{functions}{}", rule("member", &body))), Vec::<String>::new());
}
