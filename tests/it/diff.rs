//! `yize diff`: findings and scores of two versions of rules or data.

use crate::support::{AS_OF, SOUND, Workdir};

fn workdir() -> Workdir {
    let members = SOUND.replacen("joined = 2022-01-18", "joined = 2022-01-18\npoints = 70", 1);
    Workdir::new()
        .copy("tests/packs", "new")
        .with("data/a.toml", &members)
        .with("then/a.toml", &members)
        .edit("new/demo/pack.toml", "value = 60", "value = 80")
        .with("now/a.toml", members.replace("points = 70", "points = 50").replace("status = \"在任\"\n", ""))
}

#[test]
fn another_parameter_shows_what_it_would_find() {
    let dir = workdir();
    let line = format!("diff --rules rules new data --as-of {AS_OF} --lang en");
    let report = dir.yize(&format!("{line} --format json")).exits(1).json();
    assert_eq!(report["new"][0]["rule"], "demo/member/points");
    assert_eq!(
        (report["gone"].as_array().map(Vec::len), report["changed"].as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
    assert_eq!(report["by_rule"][0]["body"], "demo");
    let shown = dir.yize(&line).exits(1).stdout;
    assert!(shown.contains("demo/member/points  demo: 1 new, 0 gone, 0 changed"), "{shown}");
    assert!(shown.contains("1 new, 0 gone, 0 changed; findings before: 0, after: 1"), "{shown}");
    let back = dir.yize(&format!("diff --rules new rules data --as-of {AS_OF} --format json")).exits(1).json();
    assert_eq!(back["gone"][0], report["new"][0].clone().tap(|f| f["message"] = back["gone"][0]["message"].clone()));
    dir.yize(&format!("diff --rules rules rules data --as-of {AS_OF}")).exits(0);
}

#[test]
fn lines_have_colours_on_a_terminal_and_none_in_a_pipe() {
    let dir = workdir();
    let line = format!("diff --rules rules new data --as-of {AS_OF} --lang zh");
    let coloured = dir.yize(&format!("{line} --color always")).exits(1).stdout;
    let plain = dir.yize(&line).exits(1).stdout;
    let new = "\u{1b}[1m\u{1b}[32m+\u{1b}[0m \u{1b}[32mdata/a.toml:";
    assert!(coloured.contains(new), "{coloured:?}");
    let styles = ["\u{1b}[1m", "\u{1b}[32m", "\u{1b}[0m"];
    assert_eq!(styles.iter().fold(coloured, |text, style| text.replace(style, "")), plain);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
}

trait Tap: Sized {
    fn tap(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}
impl Tap for serde_json::Value {}

#[test]
fn two_versions_of_data_are_compared_whatever_their_folders() {
    let dir = workdir();
    let diff = |versions: &str| {
        dir.yize(&format!("--rules new diff --data {versions} --as-of {AS_OF} --lang en --format json"))
    };
    let report = diff("then now").exits(1).json();
    assert_eq!(report["new"][0]["rule"], "demo/member/status");
    assert_eq!(report["changed"][0]["before"]["file"], "then/a.toml");
    assert_eq!(report["changed"][0]["after"]["file"], "now/a.toml");
    for same in ["then data", "then/ ./data", "then/a.toml data/a.toml", "then/a.toml data"] {
        diff(same).exits(0);
    }
    let members = dir.read("then/a.toml");
    // What is wrong with a file has its name in its fingerprint, and packs beside are no part of the data.
    let dir = dir.with("then/b.toml", "[[x]]\n").with("then2/a.toml", members).with("then2/b.toml", "[[x]]\n");
    let dir = dir.copy("tests/packs", "then-rules").with("then-rules/broken/pack.toml", "id =\n");
    for same in ["then then2", "then/ ./then2/", "then2 then"] {
        let line = format!("--rules then-rules diff --data {same} --as-of {AS_OF} --format json");
        let report = dir.yize(&line).exits(2).json();
        assert_eq!([&report["new"], &report["gone"]], [&serde_json::json!([]); 2], "{same}");
    }
    let dir = dir.with("x/bad.toml", "a =").with("y/bad.toml", "a =");
    let blind = dir.yize(&format!("--rules new diff --data x y --as-of {AS_OF} --lang en --format json")).exits(3);
    assert_eq!(blind.json()["new"], serde_json::json!([]), "the same in both, though what it hides is not known");
    assert!(blind.stderr.contains("x/bad.toml:1") && blind.stderr.contains("y/bad.toml:1"), "{}", blind.stderr);
}

#[test]
fn what_was_not_checked_is_not_called_the_same() {
    let dir = workdir();
    for line in [
        "--data then nowhere",
        "--data nowhere nowhere",
        "--rules rules nowhere data",
        "",
        "--data then",
        "--data then now data",
    ] {
        dir.yize(&format!("diff {line} --as-of {AS_OF}")).exits(2);
    }
}

/// A project with a scheme, a copy of its rules to change, and a copy of its data.
fn scored() -> Workdir {
    let model = "examples/schemes/model";
    Workdir::bare().copy(model, "it").copy(&format!("{model}/rules"), "new").copy(model, "now")
}

/// The cards of a report as `key points grade rank -> points grade rank`.
fn cards(report: &serde_json::Value) -> Vec<String> {
    let side = |side: &serde_json::Value| match side {
        serde_json::Value::Null => "-".to_owned(),
        side => format!("{} {} {}", side["points"], side["grade"], side["rank"]).replace('"', ""),
    };
    let card = |c: &serde_json::Value| {
        format!("{} {} -> {}", c["record"]["key"], side(&c["before"]), side(&c["after"])).replace('"', "")
    };
    report["scores"].as_array().expect("a list").iter().map(card).collect()
}

#[test]
fn another_scheme_shows_whose_score_grade_and_rank_it_changes_though_no_finding_differs() {
    let dir = scored();
    let line = "diff --rules it/rules new it --as-of 2026-12-31";
    dir.yize(&format!("{line} --lang en")).exits(0);
    let dir = dir.edit("new/model/score.rhai", "#{ each: 12,", "#{ each: 6,");
    let report = dir.yize(&format!("{line} --format json")).exits(1).json();
    assert_eq!([&report["new"], &report["gone"], &report["changed"]], [&serde_json::json!([]); 3]);
    assert_eq!(
        cards(&report),
        [
            "SF-0001 89 优秀 2 -> 80 优秀 1",
            "SF-0002 80 称职 3 -> 69.5 称职 4",
            "SF-0003 78 称职 4 -> 76.5 称职 3",
            "SF-0005 46 优秀 1 -> 40 优秀 1",
            "SF-0006 100 不称职 null -> 88 不称职 null",
        ]
    );
    let first = &report["scores"][0];
    assert_eq!([&first["scheme"], &first["body"], &first["name"]], ["model/duty", "model", "委员甲"]);
    assert_eq!(first["lines"][1], serde_json::json!({ "line": "立案提案", "before": 18, "after": 9 }));
    let counts = serde_json::json!([
        { "scheme": "model/duty", "body": "model", "year": 2026, "new": 0, "gone": 0, "changed": 5 }
    ]);
    assert_eq!(report["by_scheme"], counts);
    let shown = dir.yize(&format!("{line} --lang zh")).exits(1).stdout;
    for text in [
        "model/duty  model 2026年计分：新增 0，消失 0，变化 5\n",
        "~ model/duty model 2026 SF-0001 委员甲：得分 89 → 80；名次 2 → 1；“提案”18 → 9；“立案提案”18 → 9\n",
        "SF-0005 委员戊：得分 46 → 40；折合全年 92 → 80；",
        "计分：新增 0 人、消失 0 人、变化 5 人；先前共 7 人，现在共 7 人\n",
    ] {
        assert!(shown.contains(text), "{shown}");
    }
    let shown = dir.yize(&format!("{line} --lang en")).exits(1).stdout;
    assert!(shown.contains("SF-0002 委员乙: points 80 → 69.5; rank 3 → 4; 提案 30 → 19.5"), "{shown}");
}

#[test]
fn members_who_come_and_go_and_move_in_rank_are_told() {
    let dir = scored();
    let diff = |dir: &Workdir, code| dir.yize("diff --data it now --as-of 2026-12-31 --format json").exits(code).json();
    assert_eq!(cards(&diff(&dir, 0)), [] as [&str; 0]);
    let dir = dir
        .edit(
            "now/data/ledger.toml",
            "  { id = \"SF-0008\", name = \"委员辛\", sector = \"工商联\", cpc = false, left_on = 2025-12-31 },\n",
            "  { id = \"SF-0009\", name = \"委员壬\", sector = \"工商联\", cpc = false },\n",
        )
        .edit(
            "now/data/ledger.toml",
            "member = \"SF-0003\", nature = \"survey\"",
            "member = \"SF-0009\", nature = \"survey\"",
        );
    assert_eq!(
        cards(&diff(&dir, 1)),
        ["SF-0003 78 称职 4 -> 48 称职 5", "SF-0004 30 不称职 5 -> 30 不称职 6", "SF-0009 - -> 70 称职 4"]
    );
    let back = dir.yize("diff --data now it --as-of 2026-12-31 --format json").exits(1).json();
    assert_eq!(cards(&back)[2], "SF-0009 70 称职 4 -> -");
    let shown = dir.yize("diff --data now it --as-of 2026-12-31 --lang zh").exits(1).stdout;
    assert!(shown.contains("- model/duty model 2026 SF-0009 委员壬：得分 70，等次 称职，名次 4\n"), "{shown}");
    assert!(shown.contains("计分：新增 0 人、消失 1 人、变化 2 人；先前共 8 人，现在共 7 人\n"), "{shown}");
    let dir = scored().edit("now/data/ledger.toml", "days = 6.5", "days = \"六天半\"");
    assert!(cards(&diff(&dir, 3))[0].starts_with("SF-0001 89 优秀 2 -> null "), "{:?}", cards(&diff(&dir, 3)));
    let dir = dir.edit("it/data/ledger.toml", "days = 6.5", "days = \"六天半\"");
    let shown = dir.yize("diff --data it now --as-of 2026-12-31 --lang zh").exits(3).stdout;
    assert!(shown.contains("其中不完整、无法比较的：先前 1 人，现在 1 人"), "{shown}");
}
