//! Schemes made of others, and lines made by lists, on the ledger of [`crate::schemes_lines`].

use serde_json::Value;

use crate::schemes_lines::{card, each, lines, project, scores};
use crate::support::Workdir;

/// A project whose pack `p` has the small ledger's usual scheme, and a pack `c` of the body's own that extends it.
fn extending(script: &str) -> Workdir {
    let lines = "s.part(\"活动\", #{ max: 3 }); s.item(\"事迹\", #{ each: 1 }, |m, ctx| m.deeds); \
                 s.part(\"任务\", #{}); s.item(\"办结\", #{ each: UNIT }, |m, ctx| m.tasks.where(\"done\", true)); \
                 s.unranked(|m, ctx| m.id == \"U5\");";
    let dir = project(
        "base: 10, min: 0, bands: [[\"优秀\", 13], [\"合格\", 0]], quota: #{ grade: \"优秀\", count: 1 },",
        lines,
    );
    let dir = dir.edit("it/rules/p/score.rhai", "//! 试。\n", "//! 试。\nconst UNIT = 2;\n");
    dir.edit("it/rules/p/pack.toml", "bodies = [\"shili\"]", "bodies = []")
        .with(
            "it/rules/c/pack.toml",
            "id = \"c\"\ntitle = \"市\"\nversion = \"1.0.0\"\nextends = [\"p\"]\nbodies = [\"shili\"]\n\n\
             [rules.\"p/duty\"]\noff = true\nreason = \"由本市的办法代替\"\n\n\
             [parameters.levels]\nlabel = \"级别\"\nvalue = [\"city\", \"province\"]\nbasis = \"试\"\n\n\
             [parameters.worth]\nlabel = \"分值\"\nvalue = { city = 1, province = 5 }\nbasis = \"试\"\n",
        )
        .with("it/rules/c/lib/records.rhai", "//! 试。\nfn of_level(m, level) { m.deeds.where(\"level\", level) }\n")
        .with("it/rules/c/score.rhai", format!("//! 市。\nimport \"lib/records\" as records;\n{script}\n"))
}

/// A scheme of the pack `c`.
fn own(id: &str, meta: &str, lines: &str) -> String {
    format!(
        "score(\"{id}\", #{{ title: \"市\", basis: \"市\", since: \"2026-01-01\", on: \"unit\", explain: \"市\", {meta} }}, \
         |s| {{ {lines} }});"
    )
}

#[test]
fn a_scheme_extends_another_of_a_pack_that_it_extends_and_changes_lines() {
    let changed = own(
        "duty",
        "extends: \"p/duty\", base: 20",
        "s.item(\"办结\", #{ each: 1 }, |m, ctx| m.tasks.where(\"done\", true)); \
         s.part(\"活动\"); s.item(\"省级\", #{ each: 5 }, |m, ctx| m.deeds.where(\"level\", \"province\")); \
         s.part(\"其他\", #{}); s.item(\"受处分\", #{ each: -1 }, |m, ctx| m.faults);",
    );
    let dir = extending(&changed);
    let document = scores(&dir);
    assert_eq!(document["scores"].as_array().map(Vec::len), Some(1), "what is replaced is off");
    let first = card(&document, "U1");
    assert_eq!(lines(first), ["[活动] 3", "事迹 4", "省级 5", "[任务] 2", "办结 2", "[其他] 0", "受处分 0"]);
    assert_eq!((&first["points"], &first["grade"]), (&25.into(), &"优秀".into()));
    assert_eq!(each(&document, "points"), ["25", "22", "22", "21", "20"]);
    assert_eq!(each(&document, "held"), ["null", "quota", "quota", "quota", "null"], "the quota is inherited");
    assert_eq!(card(&document, "U5")["unranked"], true);
    // What is inherited is read again when its own text changes.
    let dir = dir.edit("it/rules/p/score.rhai", "#{ max: 3 }", "#{ max: 4 }");
    assert_eq!(each(&scores(&dir), "points"), ["26", "22", "22", "21", "20"]);

    let dropped =
        own("duty", "extends: \"p/duty\"", "s.drop(\"任务\"); s.item(\"甲\", #{ each: 1 }, |m, ctx| m.faults);");
    let document = scores(&extending(&dropped));
    assert_eq!(lines(card(&document, "U2")), ["甲 1", "[活动] 2", "事迹 2"]);
    let twice = [
        own("a", "extends: \"b\", base: 1", "s.drop(\"办结\");"),
        own("b", "extends: \"p/duty\"", "s.drop(\"事迹\");"),
    ]
    .concat();
    let document = scores(&extending(&twice));
    let points: Vec<&Value> =
        document["scores"].as_array().expect("scores").iter().map(|t| &t["cards"][0]["points"]).collect();
    assert_eq!(points, [1, 14]);
}

#[test]
fn what_extends_wrongly_is_told_at_its_place() {
    let circle = [own("a", "extends: \"b\"", ""), own("b", "extends: \"c/a\"", "")].concat();
    for (script, message) in [
        (circle, "计分办法互相继承：c/a → c/b → c/a"),
        (own("a", "extends: \"p/dutty\"", ""), "没有可以继承的计分办法“p/dutty”，您是不是想写“p/duty”？"),
        (own("a", "extends: \"p/duty\"", "s.drop(\"事绩\");"), "继承的计分办法里没有“事绩”，您是不是想写“事迹”？"),
        (own("a", "extends: \"p/duty\"", "s.part(\"事迹\");"), "继承的计分办法里没有“事迹”"),
        (own("a", "extends: \"p/duty\"", "s.part(\"事迹\", #{});"), "与这里不同"),
        (own("a", "", "s.drop(\"事迹\");"), "这个计分办法没有继承别的"),
        (own("a", "extends: 1", ""), "“extends”应当是写定的文字"),
        (own("a", "extends: \"p/duty\", on: \"task\"", "").replacen("on: \"unit\", ", "", 1), "继承的办法给“unit”计分"),
    ] {
        let run = extending(&script).yize("check it --lang zh --format short --as-of 2026-12-31").exits(2);
        assert!(run.stdout.contains(message), "{script}\n{}", run.stdout);
        assert!(run.stdout.contains("c/score.rhai:3:"), "{}", run.stdout);
    }
}

#[test]
fn a_list_makes_lines_and_a_function_of_a_library_gives_their_records() {
    let listed = own(
        "duty",
        "",
        "for level in param(\"levels\") { s.item(`${level}级`, #{ each: 1 }, |m, ctx| records::of_level(m, level)); } \
         for w in param(\"worth\") { s.item(`${w.key}另计`, #{ each: w.value }, |m, ctx| records::of_level(m, w.key)); } \
         for n in [2, 3] { s.minimum(`至少${n}件`, n, |m, ctx| m.deeds.filter(|d| d.date.month >= n)); }",
    );
    let document = scores(&extending(&listed));
    let duty = document["scores"].as_array().expect("scores").iter().find(|t| t["scheme"] == "c/duty").expect("c/duty");
    let first = duty["cards"].as_array().expect("cards").iter().find(|c| c["record"]["key"] == "U1").expect("U1");
    assert_eq!(lines(first), ["city级 1", "province级 1", "city另计 1", "province另计 5"]);
    let minimums: Vec<String> = first["minimums"]
        .as_array()
        .expect("minimums")
        .iter()
        .map(|m| format!("{} {}/{}", m["minimum"], m["have"], m["need"]))
        .collect();
    assert_eq!(minimums, ["\"至少2件\" 3/2", "\"至少3件\" 2/3"]);
    for (lines, message) in [
        ("for v in ctx.params.levels { s.item(v, #{ each: 1 }, |m, ctx| m.deeds); }", "计分办法里只能逐行写"),
        ("for v in [\"甲\"] { let x = 1; }", "计分办法里只能逐行写"),
        ("for v in [\"甲\", \"甲\"] { s.item(v, #{ each: 1 }, |m, ctx| m.deeds); }", "“甲”一行重复"),
        ("for v in [\"city\", \"town\"] { s.item(v, #{ each: 1 }, |m, ctx| m.deeds.where(\"level\", v)); }", "town"),
    ] {
        let run = extending(&own("a", "", lines)).yize("check it --lang zh --format short --as-of 2026-12-31").exits(2);
        assert!(run.stdout.contains(message), "{lines}\n{}", run.stdout);
    }
}
