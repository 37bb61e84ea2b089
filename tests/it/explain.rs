//! What `yize explain` tells of each sort of thing, and how it is found by id, by label, and with the sort before it.

use crate::support::{Run, Workdir};

fn explain(dir: &Workdir, name: &str, lang: &str) -> Run {
    dir.run(&["explain", name, "--lang", lang, "--as-of", "2026-06-30"], b"")
}

#[track_caller]
fn tells(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}:\n{text}");
    }
}

#[test]
fn a_kind_is_told_with_its_fields_who_refers_to_it_and_a_blank_record() {
    let dir = Workdir::bare().folder("empty");
    let member = explain(&dir, "member", "zh").exits(0).stdout;
    tells(
        &member,
        &[
            "member\n委员\n\n种类  记录类别\n",
            "  sector      界别              是    引用 sector 的键\n",
            "  activity.member        履职活动 委员",
            "base/member/tenure                委员的离任日期不早于任职日期",
            "tangshan/six/member          委员每年完成“六个一”",
            "duty  另有unranked（不参加排名）",
            "[[member]]  # 委员\n# id = \"\"  ",
        ],
    );
    for name in ["委员", "kind:member", "类别:委员", "类别：委员", "base/member", "kind:base/member"] {
        assert_eq!(explain(&dir, name, "zh").exits(0).stdout, member, "{name}");
    }
    let own = explain(&dir, "baoding/member", "zh").exits(0).stdout;
    tells(&own, &["来自  规则包 baoding 中的，base 声明", "speciality    专长"]);
    let english = explain(&dir, "plan", "en").exits(0).stdout;
    tells(&english, &["what it is  a kind of records", "# issued_on = 2026-03-05", "issued on: optional; date"]);
}

#[test]
fn fields_parameters_and_functions_are_told() {
    let dir = Workdir::bare().folder("empty");
    let field = explain(&dir, "member.role", "zh").exits(0).stdout;
    tells(&field, &["委员的字段“入委身份”", "类型    选项（enum）", "  core      专委", "可以不填"]);
    assert_eq!(explain(&dir, "委员.入委身份", "zh").exits(0).stdout, field);
    assert_eq!(explain(&dir, "字段:入委身份", "zh").exits(0).stdout, field);
    assert_eq!(explain(&dir, "入委身份", "zh").exits(0).stdout, field);
    let several = explain(&dir, "field:sector", "zh").exits(2).stderr;
    tells(&several, &["有几个叫这个名字", "field:member.sector", "field:platform.sector"]);

    let parameter = explain(&dir, "parameter:scheme", "zh").exits(0).stdout;
    tells(
        &parameter,
        &[
            "设定于  rules/baoding/pack.toml:",
            "baoding-county  baoding/*",
            "baoding/plan/scheme            年度协商计划",
        ],
    );
    assert_eq!(explain(&dir, "ctx.params.scheme", "zh").exits(0).stdout, parameter);
    assert_eq!(explain(&dir, "“1126+N”协商体系各项次数", "zh").exits(0).stdout, parameter);

    let function = explain(&dir, "count", "en").exits(0).stdout;
    tells(&function, &["written     items.count(f)", "a.form == \"visit\") == 2", "Views and arrays"]);
    assert_eq!(explain(&dir, "items.count(f)", "en").exits(0).stdout, function);
}

#[test]
fn a_parameter_with_a_history_is_told_with_it() {
    let dir = Workdir::new().edit(
        "rules/demo/pack.toml",
        "bodies",
        "parameters.times = { label = \"最少次数\", basis = \"办法\", values = [{ since = \"2014-01-01\", value = 6 }, { since = \
         \"2025-01-01\", value = 12, note = \"修订\" }] }\nbodies",
    );
    let dir = dir.with("yize.toml", "rules = [\"rules\"]\n");
    let text = explain(&dir, "最少次数", "zh").exits(0).stdout;
    tells(&text, &["2014-01-01 起 = 6", "2025-01-01 起 = 12", "说明：修订", "没有规则读它"]);
}

#[test]
fn a_rule_is_shown_at_work_by_its_smallest_case() {
    let dir = Workdir::bare().folder("empty");
    let text = explain(&dir, "baoding/plan/scheme", "zh").exits(0).stdout;
    tells(&text, &["例子（规则包的用例）", "“全体会议”申报2次，应为1次", "个用例：在规则包的 tests/ 里"]);
    let by_title = explain(&dir, "rule:plan/after-issue", "zh").exits(2).stderr;
    tells(&by_title, &["baoding/plan/after-issue", "baoding-county/plan/after-issue"]);
    let quick = dir.run(&["explain", "baoding/plan/scheme", "--no-examples", "--lang", "zh"], b"").exits(0).stdout;
    assert!(!quick.contains("例子"), "{quick}");
    // A constraint is a rule, with its cases.
    let constraint = explain(&dir, "委员的离任日期不早于任职日期", "zh").exits(0).stdout;
    tells(&constraint, &["base/member/tenure", "例子（规则包的用例）", "违规[base/member/tenure]"]);
}

#[test]
fn what_is_unknown_is_asked_about_among_all_that_there_is() {
    let dir = Workdir::bare().folder("empty");
    for (name, near) in [
        ("menber", "member"),
        ("member.sectr", "member.sector"),
        ("委圆", "委员"),
        ("cuont", "count"),
        ("host/sintax", "host/syntax"),
        ("baoding/plan/schem", "baoding/plan/scheme"),
        ("kind:memebr", "member"),
    ] {
        let run = explain(&dir, name, "zh").exits(2);
        assert!(run.stderr.contains(&format!("您是不是想写“{near}”？")), "{name}: {}", run.stderr);
    }
    tells(&explain(&dir, "绝无此物", "zh").exits(2).stderr, &["用 yize rules 列出规则"]);
}

#[test]
fn packs_of_a_project_come_before_those_that_are_built_in() {
    let kinds =
        "[member]\nlabel = \"社员\"\nkey = \"no\"\n[member.fields]\nno = { type = \"string\", label = \"号\" }\n";
    let pack = "id = \"club\"\ntitle = \"社\"\nversion = \"1\"\nbodies = [\"club\"]\n";
    let dir = Workdir::bare()
        .with("yize.toml", "rules = [\"rules\"]\n")
        .with("rules/club/pack.toml", pack)
        .with("rules/club/kinds.toml", kinds);
    tells(
        &explain(&dir, "member", "zh").exits(0).stdout,
        &["member\n社员\n", "rules/club/kinds.toml:1", "# no = \"\""],
    );
    tells(&explain(&dir, "base/member", "zh").exits(0).stdout, &["member\n委员\n"]);
}

#[test]
fn a_function_of_a_library_is_told_with_its_import_and_its_calls() {
    let dir = Workdir::bare().folder("empty");
    let zh = explain(&dir, "lib/time::has_come", "zh").exits(0).stdout;
    tells(
        &zh,
        &[
            "写法    time::has_come(day, ctx)\n先写    import \"lib/time\" as time;\n规则包  base\n",
            "某日的事在检查日是否已经发生。",
            "  rules/base/lib/outcome.rhai:",
            "另有 ",
        ],
    );
    for name in ["time::has_come", "has_come", "function:base/lib/time::has_come", "函数:has_come"] {
        assert_eq!(explain(&dir, name, "zh").exits(0).stdout, zh, "{name}");
    }
    // Two packs have one of that name: either is told when it is named in full.
    let several = explain(&dir, "words", "zh").exits(2);
    assert!(several.stderr.contains("function:baoding/lib/twice::words"), "{}", several.stderr);
    explain(&dir, "function:baoding/lib/twice::words", "en").exits(0);
}
