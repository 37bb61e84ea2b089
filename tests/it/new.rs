//! `yize new`: what it makes passes its own cases, its own check and lint, nothing is written over, and questions are asked on a terminal.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Workdir, root, tree};

const LIKES: [&str; 5] = ["blank", "plan", "assignment", "duty", "baoding"];

/// All files of a folder.
fn files(dir: &Workdir) -> BTreeMap<String, Vec<u8>> {
    let all = tree(&dir.path(""));
    all.into_iter().map(|file| (file.clone(), std::fs::read(dir.path(&file)).expect("readable"))).collect()
}

#[test]
fn what_is_made_passes_its_own_cases_and_its_own_check() {
    for like in LIKES {
        let dir = Workdir::bare().folder("it");
        let made = dir.yize_in("it", &format!("new pack xinshi --like {like} --city 新市 --body xin --yes --lang zh"));
        let made = made.exits(0).stdout;
        assert!(made.contains("rules/xinshi/pack.toml") && made.contains("yize test && yize check"), "{made}");
        // On any day of any year: nothing of it is still to come.
        for day in ["2026-06-30", "2027-01-01", "2031-12-31"] {
            let dir = Workdir::bare().folder("it");
            dir.yize_in("it", &format!("new pack xinshi --like {like} --city 新市 --body xin --yes --as-of {day}"))
                .exits(0);
            let run =
                dir.yize_in("it", &format!("check --format json --fail-on warning --as-of {day}")).exits(0).json();
            assert_eq!(run["findings"].as_array().map(Vec::len), Some(0), "{like} {day}: {run:#}");
            let tested = dir.yize_in("it", &format!("test --format json --as-of {day}")).exits(0).json();
            assert!(tested["summary"]["cases"].as_u64().is_some_and(|cases| cases > 5), "{like}: {tested}");
        }
        let linted = dir.yize_in("it", "lint --format json --lang zh").exits(0).json();
        assert_eq!(linted["findings"].as_array().map(Vec::len), Some(0), "{like}: {linted:#}");
        let rules = dir.yize_in("it", "rules . --format json --lang zh").exits(0).json();
        let own = |key: &str, name: &str| {
            let all = rules[key].as_array().expect("a list").iter();
            all.filter(|own| own[name].as_str().is_some_and(|name| name.starts_with("xinshi/"))).count()
        };
        assert!(own("rules", "rule") >= 2, "{like}: a rule and a constraint: {rules:#}");
        assert_eq!(own("schemes", "scheme"), usize::from(like == "duty"), "{like}");
        let readme = dir.read("it/rules/xinshi/README.md");
        assert!(readme.starts_with("# 新市") && !readme.contains('%'), "{readme}");
    }
}

#[test]
fn a_folder_whose_name_can_be_no_id_is_told() {
    let dir = Workdir::bare();
    let made = dir.yize("new project duty --like duty --yes --lang en").exits(0).stdout;
    assert!(made.contains("the pack is called shili: the folder's name can be no id; --pack gives another"), "{made}");
    let named = dir.yize("new project other --yes --lang en").exits(0).stdout;
    assert!(!named.contains("--pack"), "{named}");
    let given = dir.yize("new project third --pack yunling --yes --lang en").exits(0).stdout;
    assert!(!given.contains("--pack"), "{given}");
}

#[test]
fn every_rule_of_a_template_is_met_by_its_cases() {
    for like in LIKES {
        let folder = root().join("templates").join(like).join("pack");
        let all: String = tree(&folder)
            .iter()
            .filter(|file| file.starts_with("tests/"))
            .map(|file| std::fs::read_to_string(folder.join(file)).expect("a text"))
            .collect();
        for file in tree(&folder).iter().filter(|file| file.ends_with(".rhai")) {
            let text = std::fs::read_to_string(folder.join(file)).expect("a text");
            for rule in text.split("\nrule(\"").skip(1) {
                let id = rule.split('"').next().expect("an id");
                assert!(all.contains(&format!("rule = \"{id}\"")), "{like}: no case of {id}");
            }
        }
    }
}

#[test]
fn schemas_recipes_and_settings_of_what_is_made_are_sound() {
    for like in LIKES {
        let dir = Workdir::bare();
        dir.yize(&format!("new project 项目 --pack xinshi --like {like} --yes")).exits(0);
        let schema = |word: &str| -> Value {
            serde_json::from_str(&dir.read(&format!("项目/schemas/{word}.schema.json"))).expect("JSON")
        };
        let all = files(&dir);
        for (file, text) in all.iter().filter(|(file, _)| file.ends_with(".toml")) {
            let text = String::from_utf8(text.clone()).expect("UTF-8");
            let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).expect(file);
            let beside = dir.path(file).parent().expect("a folder").join(named);
            assert!(beside.is_file(), "{file} names {named}");
            let word = named.rsplit('/').next().and_then(|name| name.strip_suffix(".schema.json")).expect("a schema");
            let value: Value = toml::from_str::<toml::Table>(&text)
                .map(|table| crate::schemas::as_json(&toml::Value::Table(table)))
                .expect("TOML");
            let validator = jsonschema::validator_for(&schema(word)).expect("a schema");
            let wrong: Vec<String> =
                validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(wrong.is_empty(), "{file}: {wrong:?}");
        }
        for recipe in ["项目/.github/workflows/yize.yml", "项目/.gitlab-ci.yml"] {
            let read: Value = serde_saphyr::from_str(&dir.read(recipe)).expect("YAML");
            assert!(read.is_object() && dir.read(recipe).contains("yize test"), "{recipe}");
        }
        let settings: Value = serde_json::from_str(&dir.read("项目/.vscode/settings.json")).expect("JSON");
        assert!(settings["evenBetterToml.schema.associations"].is_object());
        // A schema that is made anew is the one that is there.
        let again = dir.yize_in("项目", "schema data").exits(0).stdout;
        assert_eq!(again, dir.read("项目/schemas/data.schema.json"), "{like}");
    }
}

#[test]
fn nothing_is_written_over() {
    let dir = Workdir::bare().with("README.md", "我的\n").with(".gitlab-ci.yml", "a: 1\n");
    let before = files(&dir);
    let run = dir.yize("new pack xinshi --yes --lang zh").exits(2);
    assert!(run.stderr.contains("已经有 .gitlab-ci.yml、README.md，没有写任何文件"), "{}", run.stderr);
    assert_eq!(files(&dir), before);

    let dir = Workdir::bare();
    dir.yize("new pack one --yes").exits(0);
    let before = files(&dir);
    let run = dir.yize("new pack one --yes --lang en").exits(2);
    assert!(run.stderr.contains("there already: rules/one"), "{}", run.stderr);
    assert_eq!(files(&dir), before);
    // Another pack of the same project: what is there stays as it is.
    let made = dir.yize("new pack two --like plan --yes --lang zh").exits(0).stdout;
    assert!(made.contains("rules/two/item.rhai") && !made.contains("README.md\n  yize.toml"), "{made}");
    let after = files(&dir);
    assert!(before.iter().all(|(file, text)| after.get(file) == Some(text)));
    dir.yize("test --as-of 2026-06-30").exits(0);
    // A project that does not name the folder is told of it.
    let dir = Workdir::bare().with("yize.toml", "data = [\"data\"]\n");
    let made = dir.yize("new pack one --yes --lang zh").exits(0).stdout;
    assert!(made.contains("yize.toml 没有写到它"), "{made}");
}

#[test]
fn names_that_cannot_be_are_refused_and_nothing_is_asked_without_a_terminal() {
    let dir = Workdir::bare().folder("empty");
    for (line, told) in [
        ("new pack Xinshi", "只用小写字母、数字和“-”"),
        ("new pack baoding --yes", "自带的规则包"),
        ("new pack x --city a`b", "不能作名称"),
        ("new pack x --body 市", "不能作单位的编号"),
        ("new pack ../x", "只用小写字母"),
        ("new pack --yes", "没有写名称"),
        ("new pack", "没有写名称"),
        ("new pack x --pack y", "只用于 yize new project"),
    ] {
        let run = dir.yize(&format!("{line} --lang zh")).exits(2);
        assert!(run.stderr.contains(told), "{line}: {}", run.stderr);
    }
    dir.yize("new pack x --like dutty").exits(2);
    dir.yize("new thing x").exits(2);
    assert!(files(&dir).is_empty());
}
