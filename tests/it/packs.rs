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
