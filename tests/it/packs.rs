//! Packs that extend one another: what is inherited, what is changed, and who governs whom.

use crate::support::{SOUND, Workdir};

/// A county's pack over the tests' own, with those settings.
fn county(settings: &str) -> Workdir {
    let head = "id = \"county\"\ntitle = \"县\"\nextends = [\"demo\"]\nbodies = [\"demo/*\"]\n";
    Workdir::new()
        .edit("rules/demo/pack.toml", "\"demo\", \"demo/*\"", "\"demo\"")
        .with("rules/county/pack.toml", format!("{head}{settings}"))
        .with("data/city.toml", format!("{SOUND}points = 55\n"))
        .with("data/county.toml", format!("{}points = 55\n", SOUND.replace("\"demo\"", "\"demo/a\"")))
}

/// Rules that found something in the county's file, with their severities.
fn found(dir: &Workdir, code: i32) -> Vec<(String, String)> {
    let findings = dir.check("data").exits(code).findings();
    assert!(findings.iter().any(|f| f["file"] == "data/city.toml"), "the city's own pack holds as ever");
    let own = findings.iter().filter(|f| f["file"] == "data/county.toml");
    let word = |v: &serde_json::Value| v.as_str().expect("a word").to_owned();
    own.map(|f| (word(&f["rule"]), word(&f["severity"]))).collect()
}

#[test]
fn rules_kinds_and_parameters_are_inherited() {
    assert_eq!(found(&county(""), 1), [("demo/member/points".into(), "error".into())]);
}

#[test]
fn a_parameter_gets_another_value_where_the_pack_governs_and_nowhere_else() {
    assert_eq!(found(&county("[parameters.least]\nvalue = 50\n"), 1), []);
}

#[test]
fn a_rule_gets_another_level_where_the_pack_governs_and_nowhere_else() {
    let dir = county("[rules.\"demo/member/points\"]\nseverity = \"warning\"\n");
    assert_eq!(found(&dir, 1), [("demo/member/points".into(), "warning".into())]);
    dir.check("data/county.toml").exits(0);
    dir.check("data/city.toml").exits(1);
}

#[test]
fn a_rule_is_switched_off_with_a_reason_only() {
    let off = "[rules.\"demo/member/points\"]\noff = true\n";
    assert_eq!(found(&county(&format!("{off}reason = \"不计积分\"\n")), 1), []);
    county(off).check("data").exits(2).says("host/pack", "without a reason");
}

#[test]
fn what_is_changed_must_exist() {
    for (settings, message) in [
        ("[parameters.lest]\nvalue = 50\n", "there is no parameter `lest` to change"),
        ("[rules.\"demo/member/pionts\"]\nseverity = \"warning\"\n", "no rule `demo/member/pionts`"),
    ] {
        let dir = county(settings);
        let run = dir.check("data").exits(2).says("host/pack", message);
        // The city, whose pack is sound, is checked all the same.
        run.says("demo/member/points", "55");
    }
}

#[test]
fn a_field_may_be_added_to_an_inherited_kind_and_not_declared_anew() {
    let dir = county("")
        .with("rules/county/kinds.toml", "[member.fields]\nvillage = { type = \"string\", label = \"村\" }\n");
    dir.check("data").exits(1).says("host/missing-field", "`village`");
    let dir =
        county("").with("rules/county/kinds.toml", "[member.fields]\nage = { type = \"string\", label = \"年龄\" }\n");
    dir.check("data").exits(2).says("host/pack", "`age`");
}

#[test]
fn a_pack_of_the_same_id_takes_the_place_of_an_earlier_one() {
    let dir = county("").copy("tests/packs/demo", "mine/demo").edit("mine/demo/pack.toml", "value = 60", "value = 50");
    dir.check("data --rules mine --body demo").exits(0).only(&[]);
}

/// The tests' own pack, its parameter with those values.
fn dated(values: &str) -> Workdir {
    let value = "value = 60";
    Workdir::new().edit("rules/demo/pack.toml", value, &format!("values = [{values}]"))
}

#[test]
fn a_value_that_changes_with_time_is_that_of_the_datas_year_or_of_a_day() {
    let values = "{ since = \"2020-01-01\", value = 50 }, { since = \"2026-07-01\", value = 70, basis = \"新办法\" }";
    let points = format!("{SOUND}points = 60\n");
    let of = |year: &str| dated(values).with("data/a.toml", points.replace("year = 2026", &format!("year = {year}")));
    // What comes into force in the course of a year holds for its data.
    of("2026").check("data").exits(1).says("demo/member/points", "70");
    of("2025").check("data").exits(0).only(&[]);
    let dir = of("2026")
        .rule("fail(member, `${ctx.params_on(date(2026, 6, 30)).least}至${ctx.params_on(date(2026, 7, 1)).least}`);");
    dir.check("data --only demo/probe/it").exits(1).says("demo/probe/it", "50至70");
    let dir = of("2026").rule("fail(member, `${ctx.params_on(date(2019, 12, 31)).least}`);");
    dir.check("data --only demo/probe/it")
        .exits(3)
        .says("demo/probe/it", "has values from 2020-01-01 on, and none for 2019-12-31");
    let told = dated(values).yize("explain demo/member/points --rules rules --lang zh").exits(0).stdout;
    assert!(
        told.contains("2020-01-01 起 = 50") && told.contains("2026-07-01 起 = 70") && told.contains("新办法"),
        "{told}"
    );
}

#[test]
fn values_that_change_with_time_ascend_are_of_one_type_and_leave_no_gap() {
    for (values, message) in [
        ("", "`values` is a list of at least one value"),
        ("{ since = \"2022-01-01\", value = 50 }, { since = \"2022-01-01\", value = 70 }", "ascend"),
        ("{ since = \"2022-01-01\", value = 50 }, { since = \"2023-01-01\", value = \"70\" }", "here it is a text"),
        ("{ since = \"2022-01-01\" }", "`value` is missing"),
        ("{ value = 50 }", "`since` is missing"),
        ("{ since = \"2024-01-01\", value = 50 }", "the parameter `least` has values from 2024-01-01 on"),
    ] {
        dated(values).with("data/a.toml", SOUND).check("data").exits(2).says("host/pack", message);
    }
    let both = Workdir::new().edit(
        "rules/demo/pack.toml",
        "value = 60",
        "value = 60\nvalues = [{ since = \"2020-01-01\", value = 50 }]",
    );
    both.with("data/a.toml", SOUND).check("data").exits(2).says("host/pack", "either `value` or `values`");
}

#[test]
fn a_scheme_is_worked_out_with_the_values_of_its_year() {
    let scheme = "score(\"deeds\", #{ title: \"分\", basis: \"法\", since: \"2022-01-01\", on: \"member\", max: 100, explain: \"分\" }, |s| {\n    s.item(\"出席\", #{ each: param(\"least\"), max: 100 }, |m, ctx| 1);\n});\n";
    let values = "{ since = \"2020-01-01\", value = 50 }, { since = \"2026-01-01\", value = 70 }";
    let points = format!("{SOUND}points = 90\n");
    for (year, points_of) in [("2025", "50"), ("2026", "70")] {
        let dir = dated(values).with("rules/demo/deeds.rhai", scheme);
        let dir = dir.with("data/a.toml", points.replace("year = 2026", &format!("year = {year}")));
        let run = dir.yize("scores data --rules rules --format json").exits(0);
        let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert!(
            run.stdout.contains(&format!("\"{points_of}\"")) || run.stdout.contains(&format!(": {points_of}")),
            "{report:#}"
        );
    }
}
