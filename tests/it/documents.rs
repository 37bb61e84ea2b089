//! Published documents as projects: what each is to find, which case shows each of its rules, and cards worked out by hand.
//! That a project gives the report beside it is tested in `expected`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::scores::{named, points};
use crate::support::{Workdir, root, tree};

const FOLDER: &str = "examples/documents";

/// Every folder below `examples/documents`, whatever is in it.
fn projects() -> BTreeSet<String> {
    let files = tree(&root().join(FOLDER));
    files.iter().filter_map(|file| file.split_once('/')).map(|(project, _)| project.to_owned()).collect()
}

fn copy(project: &str) -> Workdir {
    Workdir::bare().copy(&format!("{FOLDER}/{project}"), "it")
}

/// The texts of a copy's files that are of this kind, one after another.
fn texts(dir: &Workdir, folder: &str, ending: &str) -> String {
    let files = tree(&dir.path("it")).into_iter().filter(|file| file.contains(folder) && file.ends_with(ending));
    files.map(|file| dir.read(&format!("it/{file}"))).collect()
}

/// The rules and constraints that a project's own pack declares, without the pack's name.
fn own_rules(dir: &Workdir, project: &str) -> Vec<String> {
    let listed = dir.yize("rules it --format json").exits(0).json();
    let rules = listed["rules"].as_array().expect("rules").iter().filter_map(|rule| rule["rule"].as_str());
    let schemes = texts(dir, "rules/", ".rhai");
    let own = rules.filter_map(|rule| rule.strip_prefix(project)?.strip_prefix('/'));
    own.filter(|rule| !schemes.contains(&format!("score(\"{rule}\""))).map(str::to_owned).collect()
}

#[test]
fn each_says_where_it_is_from_what_is_left_out_and_what_is_expected() {
    let projects = projects();
    assert!(projects.len() >= 16, "{projects:?}");
    for project in projects {
        let dir = copy(&project);
        let readme = dir.read("it/README.md");
        for part in ["| 出处 | ", "## 写了什么", "## 没有公布、所以没有写的", "## 本包的读法", "## 数据"]
        {
            assert!(readme.contains(part), "{project}: its README has {part:?}");
        }
        assert!(dir.read("it/expected.txt").contains("截至 "), "{project}");
        let scored = texts(&dir, "rules/", ".rhai").contains("score(\"");
        assert_eq!(dir.path("it/cards.toml").is_file(), scored, "{project} has cards where it has a scheme");
    }
}

#[test]
fn each_rule_is_in_the_readme_and_fires_in_a_case_and_all_are_silent_in_one() {
    for project in projects() {
        let dir = copy(&project);
        let (readme, cases) = (dir.read("it/README.md"), texts(&dir, "/tests/", ".toml"));
        let rules = own_rules(&dir, &project);
        assert!(!rules.is_empty(), "{project} has rules");
        for rule in rules {
            assert!(readme.contains(&format!("`{project}/{rule}`")), "{project}: its README names {rule}");
            assert!(cases.contains(&format!("rule = \"{rule}\"")), "{project}: a case shows {rule}");
        }
        assert!(cases.contains("\nexpect = []\n"), "{project}: a case in which nothing is found");
        let run = dir.yize("test --rules it/rules --lang zh").exits(0);
        assert!(run.stdout.contains("缺失 0，不符 0，多余 0"), "{project}: {}", run.stdout);
    }
}

#[test]
fn the_cards_are_those_that_were_worked_out_by_hand() {
    for project in projects() {
        let dir = copy(&project);
        if !dir.path("it/cards.toml").is_file() {
            continue;
        }
        let expected: toml::Table = dir.read("it/cards.toml").parse().expect("cards.toml is TOML");
        let document = dir.yize(&format!("scores it --as-of {} --format json", expected["as_of"])).exits(0).json();
        let (cards, tables) = (expected["card"].as_array().expect("[[card]]"), &document["scores"]);
        assert_eq!(tables.as_array().map(Vec::len), Some(1), "{project}");
        let computed = tables[0]["cards"].as_array().expect("cards");
        assert_eq!(computed.len(), cards.len(), "{project}: each card is worked out by hand");
        for expected in cards {
            let record = expected["record"].as_str().expect("record");
            let card = computed.iter().find(|card| card["record"]["key"] == record);
            agrees(card.unwrap_or_else(|| panic!("{project}: {record} has no card")), expected, &project);
        }
    }
}

/// A card is as it was worked out by hand.
fn agrees(card: &Value, expected: &toml::Value, project: &str) {
    let at = format!("{project}: {card:#}");
    assert_eq!(card["points"].to_string(), expected["points"].as_str().expect("points"), "{at}");
    assert_eq!(card["grade"].as_str(), expected.get("grade").and_then(toml::Value::as_str), "{at}");
    assert_eq!(card["rank"].as_i64(), expected.get("rank").and_then(toml::Value::as_integer), "{at}");
    for (name, points) in points(expected.get("lines")) {
        assert_eq!(named(card, name)["points"].to_string(), points, "{name}: {at}");
    }
    for (name, figure) in points(expected.get("rates")) {
        let rate = card["rates"].as_array().and_then(|rates| rates.iter().find(|rate| rate["rate"] == name));
        let rate = rate.unwrap_or_else(|| panic!("no {name}: {at}"));
        assert_eq!(format!("{}/{}", rate["done"], rate["total"]), figure, "{name}: {at}");
    }
    if let Some(group) = expected.get("group") {
        assert_eq!(card["group_rank"].as_i64(), group["rank"].as_integer(), "{at}");
        assert_eq!(card["top"] == "in", group["top"].as_bool() == Some(true), "{at}");
    }
    let missed = card["minimums"].as_array().expect("minimums").iter();
    let missed = missed.filter(|m| m["have"].as_f64() < m["need"].as_f64()).filter_map(|m| m["minimum"].as_str());
    let short = expected.get("short").and_then(toml::Value::as_array).into_iter().flatten();
    assert_eq!(missed.collect::<Vec<_>>(), short.filter_map(toml::Value::as_str).collect::<Vec<_>>(), "{at}");
}
