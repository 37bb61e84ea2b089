//! What scripts mean: closures that see what is around them, exact numbers, fields of tables, labels, findings at the body and
//! findings that are warnings.

use serde_json::Value;

use crate::support::Workdir;

/// What a rule on members says of each, in English where it is the host's.
fn told(code: &str) -> Vec<String> {
    let run = Workdir::sound().rule(code).check("data");
    let mine = |finding: &&Value| finding["rule"] == "demo/probe/it" || finding["rule"] == "host/pack";
    run.findings().iter().filter(mine).map(|f| f["message"].as_str().expect("a message").to_owned()).collect()
}

/// The one thing that a rule says of the first member.
#[track_caller]
fn says(code: &str, message: &str) {
    assert_eq!(told(&format!("if member.key != \"M-1\" {{ return; }} {code}")), [message], "{code}");
}

#[test]
fn a_closure_reads_and_writes_the_variables_around_it() {
    says(
        "let n = ctx.all(\"member\").filter(|m| m.has(\"committee\") && m.committee == member.committee).len(); fail(member, `${n}`);",
        "1",
    );
    says("let n = ctx.all(\"member\").count(|m| m.year == ctx.year); fail(member, `${n}`);", "2");
    says("let n = 0; ctx.all(\"member\").map(|m| { n += 1; m }); fail(member, `${n}`);", "2");
    says(
        "let all = ctx.all(\"committee\"); let n = all.sum(|c| c.members.count(|m| m.committee == c && m == member)); fail(member, `${n}`);",
        "1",
    );
    // In a function of the script, and one closure within another.
    let rule =
        "fn others(m, ctx) { ctx.all(\"member\").filter(|o| o != m && ctx.all(\"member\").any(|x| x == o)).len() }";
    let dir = Workdir::sound().rule("fail(member, `${others(member, ctx)}`);");
    let text = dir.read("rules/demo/probe.rhai") + rule + "\n";
    dir.with("rules/demo/probe.rhai", text).check("data").exits(1).says("demo/probe/it", "1");
}

#[test]
fn numbers_are_exact_and_whole_ones_are_asked_for() {
    says(
        "if 1 / 3 * 3 == 1 && !(324 >= 487 * 2 / 3) && 424 * 100 / 643 > 65 { fail(member, `${424 * 100 / 643}`); }",
        "65.9409",
    );
    says(
        "fail(member, `${7 / 2} ${quotient(7, 2)} ${quotient(-7, 2)} ${round(7 / 2)} ${floor(-7 / 2)} ${ceiling(7 / 2)}`);",
        "3.5 3 -3 4 -4 4",
    );
    says("fail(member, `${round(2 / 3, 2)} ${1 / 3} ${0.1 + 0.2 == 0.3}`);", "0.67 0.3333 true");
    says("let a = [1, 2]; fail(member, `${a[quotient(3, 2)]}`);", "2");
    let load = |code: &str| told(&format!("{code} fail(member, \"\");"));
    for code in ["let a = [1, 2]; a[2 / 2];", "for n in 1..4 / 2 { }", "date(2026, 4 / 2, 1);", "ctx.today + 4 / 2;"] {
        let said = load(code);
        assert!(said.len() == 1 && said[0].contains("decimal"), "{code}: {said:?}");
    }
    // Where a type is not known before, it is a fault with the same advice.
    let late = told("let a = [1, 2]; let i = [4 / 2, \"x\"].first(); fail(member, `${a[i]}`);");
    assert!(late[0].contains("use quotient(a, b), round, floor or ceiling"), "{late:?}");
    assert!(told("let n = ctx.year * 9007199254740993; n *= n; fail(member, `${n}`);")[0].contains("out of range"));
}

#[test]
fn functions_take_the_names_of_fields_of_tables_too() {
    let table = "let rows = [#{ name: \"甲\", count: 2, on: date(2026, 3, 1) }, #{ name: \"乙\", count: 3, on: date(2026, 2, 1) }];";
    says(
        &format!("{table} fail(member, `${{rows.sum(\"count\")}} ${{rows.map(\"name\").join(\"、\")}}`);"),
        "5 甲、乙",
    );
    says(
        &format!("{table} fail(member, `${{rows.sort_by(\"on\").first().name}} ${{rows.where(\"count\", 3).len()}}`);"),
        "乙 1",
    );
    says(
        &format!("{table} fail(member, `${{rows.group_by(\"count\").len()}} ${{rows.distinct(\"name\").len()}}`);"),
        "2 2",
    );
    let wrong = told(&format!("{table} fail(member, `${{rows.sum(\"cuont\")}}`);"));
    assert!(wrong.len() == 1 && wrong[0].contains("count"), "{wrong:?}");
}

#[test]
fn a_field_has_its_label_and_a_value_its_own() {
    says("fail(member, `${member.label(\"joined\")}：${label(member.status)}`);", "任职日期：在任");
}

#[test]
fn an_empty_collection_says_which_it_is() {
    let said = told("fail(member, `${ctx.all(\"note\").first()}`);");
    assert!(said[0].contains("note") && said[0].contains("is_empty()"), "{said:?}");
}

#[test]
fn a_finding_at_ctx_points_at_the_body() {
    // A body without a record of its own is pointed at where the first file names it.
    let run = Workdir::sound().rule("if member.key == \"M-1\" { fail(ctx, \"全体\"); }").check("data").exits(1);
    let found = &run.findings()[0];
    assert_eq!(
        (&found["message"], &found["file"], &found["body"]),
        (&"全体".into(), &"data/a.toml".into(), &"demo".into())
    );
    assert_eq!((&found["start"]["line"], &found["record"]), (&1.into(), &Value::Null));
}

#[test]
fn a_finding_is_a_warning_only_where_the_rule_says_that_it_may() {
    let dir = Workdir::sound().rule("fail(member, \"轻\").warn();");
    dir.check("data").exits(2).says("host/pack", "may_warn");
    let may = dir.edit("rules/demo/probe.rhai", "on: \"member\"", "on: \"member\", may_warn: true");
    let run = may.check("data").exits(0).says("demo/probe/it", "轻");
    assert!(run.findings().iter().all(|f| f["severity"] == "warning"));
    // What is configured bounds it from above.
    may.check("data --fail-on warning").exits(1);
    let raised = "rules = [\"rules\"]\n[severities]\n\"demo/probe/*\" = \"error\"\n";
    let project =
        may.with("yize.toml", raised).edit("rules/demo/probe.rhai", ".warn();", ".warn(); fail(member, \"重\");");
    let found = project.check(".").exits(1).findings();
    let levels: Vec<(&Value, &Value)> = found.iter().map(|f| (&f["message"], &f["severity"])).collect();
    assert_eq!(levels[..2], [(&"轻".into(), &"warning".into()), (&"重".into(), &"error".into())]);
    let may =
        project.with("yize.toml", "rules = [\"rules\"]\n").edit("rules/demo/probe.rhai", " fail(member, \"重\");", "");
    let strict = may.edit("rules/demo/probe.rhai", ".warn();", ";");
    strict.check("data").exits(1);
    let level = "\n[rules.\"demo/probe/it\"]\nseverity = \"warning\"\n";
    let pack = strict.read("rules/demo/pack.toml") + level;
    strict.with("rules/demo/pack.toml", pack).check("data").exits(0).says("demo/probe/it", "轻");
}

#[test]
fn what_the_reference_does_not_describe_is_refused_when_the_pack_is_loaded() {
    for (code, word) in [
        ("throw \"停\";", "throw"),
        ("let f = |x| x;", "closure"),
        ("let n = 1 & 2;", "&"),
        ("let c = 'x';", "character"),
        ("print(\"x\");", "print"),
        ("try { } catch { }", "try"),
    ] {
        let said = told(&format!("{code} fail(member, \"\");"));
        assert!(said.len() == 1 && said[0].contains(word), "{code}: {said:?}");
    }
}

#[test]
fn one_slip_leaves_the_other_rules_of_a_file_checked() {
    let rule = |id: &str, body: &str| {
        format!(
            "rule(\"probe/{id}\", #{{\n    title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\",\n}}, |member, ctx| {{\n    {body}\n}});\n\n"
        )
    };
    let text = [
        "//! 探。\n\n".to_owned(),
        rule("a", "if member.age > 60 { fail(member, \"x\"; }"),
        rule("b", "member.nmae;"),
        rule("c", "fial(member, \"x\");"),
    ];
    let run = Workdir::sound().with("rules/demo/probe.rhai", text.concat()).check("data").exits(2);
    let places = run.places();
    let lines: Vec<&str> =
        places.iter().filter(|p| p.ends_with("host/pack")).map(|p| p.split(':').nth(1).expect("a line")).collect();
    assert_eq!(lines, ["6", "12", "18"], "{places:?}");
}
