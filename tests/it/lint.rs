//! `yize lint` as it is used: which packs, which levels, which formats, what `--fix` deletes, and that the packs of this repository
//! are told nothing. What each lint finds is tested in the core.

use serde_json::Value;

use crate::support::{Run, Workdir, read};
use yize_core::host::lints::{ALL, Level};

/// The first example, with a parameter, functions, a constant and an import that nobody uses.
fn odd() -> Workdir {
    let script = "\
//! 多余的。
import \"lib/more\" as more;
const NONE = 0;

// 只被下面的调用。
fn inner(m) { m.name }
fn outer(m) { inner(m) }

rule(\"long\", #{ title: \"姓名不长\", basis: \"示例市政协名册规定\", since: \"2026-01-01\", on: \"member\", explain: \"姓名不长。\" }, |member, ctx| {
    if member.name.len() > 20 { fail(member.name, `${member.name}的姓名太长`).help(\"写姓名\"); }
});
";
    let case = "[data]\nfile = \"../../../data/study.toml\"\nas_of = 2026-12-31\nonly = [\"long\"]\n\n[[case]]\nname = \"太长\"\n\
                change = [{ find = 'name = \"委员甲\"', put = 'name = \"委员甲委员甲委员甲委员甲委员甲委员甲委员甲\"' }]\n\
                expect = [{ rule = \"long\" }]\n";
    let dir = Workdir::bare().copy("examples/first", "it");
    let manifest = dir.read("it/rules/first/pack.toml");
    let manifest = format!("{manifest}\n# 没有用到。\n[parameters.odd]\nlabel = \"多余\"\nvalue = [\n  1,\n]\n");
    dir.with("it/rules/first/pack.toml", manifest)
        .with("it/rules/first/odd.rhai", script)
        .with("it/rules/first/lib/more.rhai", "fn more(m) { m.name }\nfn less(m) { m.name }\nfn used(m) { 1 }\n")
        .with("it/rules/first/tests/odd.toml", case)
}

fn lint(dir: &Workdir, words: &str) -> Run {
    dir.yize_in("it", &format!("lint {words} --lang en"))
}

/// The names of what a run in JSON found, with what each is.
fn names(run: &Run) -> Vec<(String, String)> {
    let text = |own: &Value, key: &str| own[key].as_str().expect("a text").to_owned();
    let report = run.json();
    let all = report["findings"].as_array().expect("a list").clone();
    all.iter().map(|own| (text(own, "rule"), text(own, "message"))).collect()
}

#[test]
fn the_packs_of_this_repository_are_told_nothing() {
    let dir = Workdir::bare().folder("empty");
    let run = dir.yize_in("empty", "lint --all --format json --lang zh").exits(0);
    assert_eq!(names(&run), []);
    let summary = &run.json()["summary"];
    assert!(summary["rules"].as_u64() > Some(500), "{summary}");
    // Those of the examples are their own business, but they load and have nothing at the level of an error.
    for example in ["first", "county", "schemes/model"] {
        if crate::support::root().join("examples").join(example).join("rules").is_dir() {
            Workdir::bare().copy(&format!("examples/{example}"), "it").yize_in("it", "lint").exits(0);
        }
    }
}

#[test]
fn what_is_never_used_is_told_and_deleted_and_then_there_is_nothing_more() {
    let dir = odd();
    let run = lint(&dir, "--format json").exits(0);
    let found: Vec<String> = names(&run).into_iter().map(|(name, _)| name).collect();
    let count = |name: &str| found.iter().filter(|own| *own == name).count();
    let counts = ["unused-parameter", "unused-function", "unused-constant", "unused-import"];
    assert_eq!(counts.map(|name| count(&format!("lint/{name}"))), [1, 5, 1, 1], "{found:?}");
    // Nothing is written where it is only shown.
    let before = [dir.read("it/rules/first/odd.rhai"), dir.read("it/rules/first/pack.toml")];
    let shown = lint(&dir, "--fix --dry-run").exits(0);
    assert!(
        shown.stderr.contains("- fn inner(m) { m.name }") && shown.stderr.contains("- [parameters.odd]"),
        "{shown:?}"
    );
    assert_eq!(before, [dir.read("it/rules/first/odd.rhai"), dir.read("it/rules/first/pack.toml")]);
    let dry = dir.yize_in("it", "lint --dry-run").exits(2);
    assert!(dry.stderr.contains("--fix"), "{dry:?}");

    lint(&dir, "--fix").exits(0);
    let [script, manifest] = [dir.read("it/rules/first/odd.rhai"), dir.read("it/rules/first/pack.toml")];
    assert!(
        script.starts_with("//! 多余的。\n") && script.contains("rule(\"long\"") && script.ends_with("});\n"),
        "{script}"
    );
    for gone in ["import", "NONE", "inner", "outer", "只被下面"] {
        assert!(!script.contains(gone), "{gone}: {script}");
    }
    assert!(!manifest.contains("odd") && !manifest.contains("没有用到"), "{manifest}");
    // Of the library nothing would be left.
    assert!(dir.read("it/rules/first/lib/more.rhai").contains("fn more"));
    // The packs do as before, and once more changes nothing.
    dir.yize_in("it", "test").exits(0);
    let left = lint(&dir, "--fix --format json").exits(0);
    assert_eq!(names(&left).len(), 3, "{left:?}");
    assert!(left.stderr.is_empty(), "{left:?}");
    assert_eq!([script, manifest], [dir.read("it/rules/first/odd.rhai"), dir.read("it/rules/first/pack.toml")]);
}

#[test]
fn what_a_case_or_another_pack_speaks_of_is_not_deleted() {
    let dir = odd().edit("it/rules/first/tests/odd.toml", "expect = [", "parameters = { odd = [2] }\nexpect = [");
    lint(&dir, "--fix").exits(0);
    assert!(dir.read("it/rules/first/pack.toml").contains("[parameters.odd]"));
}

#[test]
fn levels_stand_in_both_files_of_settings() {
    let settings = |dir: Workdir, more: &str| {
        let text = format!("{}\n{more}", dir.read("it/yize.toml"));
        dir.with("it/yize.toml", text)
    };
    let dir = settings(odd(), "[lint]\nunused-function = \"error\"\nunused-import = \"allow\"\n");
    let run = lint(&dir, "--format short").exits(1);
    assert!(run.stdout.contains(": error lint/unused-function:") && !run.stdout.contains("unused-import"), "{run:?}");
    assert!(run.stdout.contains(": warning lint/unused-constant:"), "{run:?}");
    assert!(run.stdout.ends_with("looked at 1 pack, 2 rules\n"), "{run:?}");
    // The project weighs more than the pack.
    let manifest = format!("{}\n[lint]\nunused-function = \"allow\"\n", dir.read("it/rules/first/pack.toml"));
    lint(&dir.with("it/rules/first/pack.toml", &manifest), "").exits(1);
    let of_pack = lint(&odd().with("it/rules/first/pack.toml", &manifest), "--format short").exits(0);
    assert!(!of_pack.stdout.contains("unused-function"), "{of_pack:?}");

    for (more, told) in [
        (
            "[lint]\nunused-functoin = \"error\"\n",
            "there is no lint `unused-functoin`; did you mean `unused-function`?",
        ),
        ("[lint]\nno-case = \"warn\"\n", "there is no level `warn`; did you mean `warning`?"),
        ("[lint]\nno-case = \"off\"\n", "did you mean `allow`?"),
        ("lint = \"error\"\n", "yize.toml:"),
    ] {
        let dir = settings(odd(), "");
        // What stands alone goes before any table.
        let text = if more.starts_with('[') {
            format!("{}\n{more}", dir.read("it/yize.toml"))
        } else {
            format!("{more}{}", dir.read("it/yize.toml"))
        };
        let run = lint(&dir.with("it/yize.toml", text), "").exits(2);
        assert!(run.stdout.contains(told), "{more}: {run:?}");
    }
}

#[test]
fn what_does_not_load_is_not_looked_at() {
    let dir = odd().with("it/rules/first/broken.rhai", "rule(");
    let run = lint(&dir, "--fix").exits(2);
    assert!(run.stdout.contains("not looked at") && dir.read("it/rules/first/odd.rhai").contains("inner"), "{run:?}");
    let run = lint(&odd(), "frist").exits(2);
    assert!(run.stdout.contains("did you mean `first`?"), "{run:?}");
    lint(&odd(), "--all first").exits(2);
}

#[test]
fn formats_are_those_of_a_check() {
    let dir = odd();
    let human = lint(&dir, "").exits(0).stdout;
    assert!(human.contains("fn inner(m) { m.name }") && human.contains("yize explain lint/unused-function"), "{human}");
    let github = lint(&dir, "--format github").exits(0).stdout;
    assert!(github.contains("::warning file=") && github.contains("lint/unused-import"), "{github}");
    lint(&dir, "--output sarif=lint.sarif --output json=lint.json").exits(0);
    let sarif: Value = serde_json::from_str(&dir.read("it/lint.sarif")).expect("JSON");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules").clone();
    let own = rules.iter().find(|own| own["id"] == "lint/unused-function").expect("the lint");
    assert_eq!(own["shortDescription"]["text"], "function that is never used");
    assert!(dir.read("it/lint.json").contains("lint/unused-constant"));
    lint(&dir, "--format csv").exits(2);
    // What was read is not written over.
    lint(&dir, "--output json=rules/first/odd.rhai").exits(4);
}

#[test]
fn every_lint_is_explained_documented_and_in_the_schemas() {
    let dir = Workdir::bare().folder("empty");
    let docs = ["docs/scripts.md", "docs/scripts.zh-CN.md"].map(read);
    let schemas = ["pack", "settings"]
        .map(|word| -> Value { serde_json::from_str(&read(format!("src/schemas/{word}.schema.json"))).expect("JSON") });
    for schema in &schemas {
        let known = schema["properties"]["lint"]["properties"].as_object().expect("lints");
        let mut names: Vec<&str> = known.keys().map(String::as_str).collect();
        let mut own: Vec<&str> = ALL.iter().map(yize_core::host::lints::Lint::id).collect();
        names.sort_unstable();
        own.sort_unstable();
        assert_eq!(names, own);
        let levels = schema["definitions"]["lint"]["enum"].as_array().expect("levels").clone();
        assert!(levels.iter().all(|own| Level::parse(own.as_str().expect("a word")).is_some()) && levels.len() == 3);
    }
    for lint in ALL {
        let fix = |en: bool| match (lint.is_mended, en) {
            (false, _) => "",
            (true, true) => " (`--fix`)",
            (true, false) => "（`--fix`）",
        };
        let (id, level) = (lint.id(), lint.level.word());
        for (lang, title, text, docs) in
            [("en", lint.title.1, lint.explain.1, &docs[0]), ("zh", lint.title.0, lint.explain.0, &docs[1])]
        {
            let row = format!("| `{id}` | {level} | {title}{} |\n", fix(lang == "en"));
            assert!(docs.contains(&row), "no row {row}");
            for name in [lint.name, id] {
                let shown = dir.yize_in("empty", &format!("explain {name} --lang {lang}")).exits(0).stdout;
                let plain: String = shown.split_whitespace().collect();
                let holds = |part: &str| plain.contains(&part.split_whitespace().collect::<String>());
                assert!(holds(title) && holds(text) && holds(level), "{name} in {lang}:\n{shown}");
            }
            assert!(
                !title.is_empty() && text.len() > 10 && (lang == "zh" || text.replace(['《', '》'], "").is_ascii()),
                "{id}"
            );
        }
    }
    let run = dir.yize_in("empty", "explain lint/no-cases --lang en").exits(2);
    assert!(run.stderr.contains("lint/no-case"), "{run:?}");
}
