//! The house's own rules, so that they hold and not only stand in a document.

use std::collections::BTreeSet;

mod face;
mod floors;
mod tree;
mod words;

use jiff::civil::date;
use yize_core::catalogue::rules;
use yize_core::{Memory, Request};

use crate::support::{Workdir, read, root, tree};

/// Longest file and longest function, in lines.
const FILE: usize = 400;
const FUNCTION: usize = 60;

/// Every Rust file of the product, with its text.
fn sources() -> Vec<(String, String)> {
    let folders = ["core/src", "src", "examples/embed/src"];
    let files =
        folders.iter().flat_map(|folder| tree(&root().join(folder)).into_iter().map(move |f| format!("{folder}/{f}")));
    files.filter(|f| f.ends_with(".rs")).map(|f| (f.clone(), read(f))).collect()
}

fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file.contains("/tests/") || file.ends_with("sample.rs")
}

/// Fails with every line that is wrong.
#[track_caller]
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_stays_short() {
    let tests = tree(&root().join("tests")).into_iter().filter(|f| f.ends_with(".rs")).map(|f| format!("tests/{f}"));
    let files = tests.map(|f| (f.clone(), read(f))).chain(sources());
    let mut wrong = Vec::new();
    for (file, text) in files {
        if !text.starts_with("//! ") {
            wrong.push(format!("{file} does not begin with //!"));
        }
        if text.lines().count() > FILE {
            wrong.push(format!("{file} has {} lines", text.lines().count()));
        }
    }
    none(&wrong);
}

#[test]
fn functions_stay_short() {
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().filter(|(f, _)| !is_test(f)) {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let word = line.trim_start();
            let indent = line.len() - word.len();
            let opens = ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn ", "const fn ", "pub const fn "];
            // Those of a trait may have no body.
            if !opens.iter().any(|o| word.starts_with(o)) || line.ends_with(';') {
                continue;
            }
            let end = format!("{}}}", " ".repeat(indent));
            let length = lines[at..].iter().position(|l| **l == end).unwrap_or(0) + 1;
            if length > FUNCTION {
                wrong.push(format!("{file}:{} is a function of {length} lines", at + 1));
            }
        }
    }
    none(&wrong);
}

#[test]
fn every_rule_of_the_host_has_its_own_name_is_explained_in_both_languages_and_tested() {
    let tests: String = tree(&root().join("tests"))
        .iter()
        .filter(|f| {
            f.ends_with(".rs") && !f.ends_with("house.rs") || f.starts_with("cases/") || f.ends_with("expected.txt")
        })
        .filter_map(|f| std::fs::read_to_string(root().join("tests").join(f)).ok())
        .collect();
    // What takes more records than a test can have is tried within the core, with less room.
    let small = read("core/src/data/tests.rs");
    let dir = Workdir::bare();
    let (mut names, mut untested) = (BTreeSet::new(), Vec::new());
    for rule in yize_core::host::ALL {
        assert!(names.insert(rule.name), "{} is there twice", rule.name);
        let whole = |at: usize| !tests[at + rule.name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        let own = format!("host::{}.name", rule.name.trim_start_matches("host/").replace('-', "_").to_uppercase());
        if !tests.match_indices(rule.name).any(|(at, _)| whole(at)) && !small.contains(&own) {
            untested.push(format!("no test is about {}", rule.name));
        }
        for (lang, title, text) in [("zh", rule.title.0, rule.explain.0), ("en", rule.title.1, rule.explain.1)] {
            let shown = dir.yize(&format!("explain {} --lang {lang} --as-of 2026-01-01", rule.name)).exits(0).stdout;
            let plain: String = shown.split_whitespace().collect();
            let holds = |part: &str| plain.contains(&part.split_whitespace().collect::<String>());
            assert!(holds(title) && holds(text), "{} in {lang}:\n{shown}", rule.name);
            assert!(!title.is_empty() && text.len() > 10 && (lang == "zh" || text.is_ascii()), "{}", rule.name);
        }
    }
    none(&untested);
}

#[test]
fn every_rule_of_a_pack_is_explained() {
    let dir = Workdir::bare().folder("empty");
    let request = Request { packs: vec![yize::packs::built_in()], ..Request::new(Vec::new(), date(2026, 6, 30)) };
    let listing = rules(&Memory::default(), &request);
    assert!(listing.rules.len() > 50);
    let (mut wrong, mut shown) = (Vec::new(), BTreeSet::new());
    for rule in &listing.rules {
        let name = &*rule.name;
        let (pack, id) = name.split_once('/').expect("pack/id");
        let mut plain: String = format!("说明{}", rule.explain).split_whitespace().collect();
        // What the command shows is of one rule of each pack as of all.
        if shown.insert(pack) {
            let run = dir.yize(&format!("explain {name} --no-examples --lang zh --as-of 2026-06-30")).exits(0);
            plain = run.stdout.split_whitespace().collect();
        }
        let text = explanation(pack, id).or_else(|| generated(pack, id, &plain)).unwrap_or_default();
        if text.chars().count() < 15 || !plain.contains(&text.split_whitespace().collect::<String>()) {
            wrong.push(format!("yize explain {name} does not show what the rule asks: {text}"));
        }
        if rule.title.is_empty() || rule.basis.is_empty() {
            wrong.push(format!("{name} lacks title or basis"));
        }
    }
    none(&wrong);
    dir.yize("explain baoding/plan/itmes --lang zh --as-of 2026-06-30").exits(2);
}

/// The text of a rule's `explain`, from its file.
fn explanation(pack: &str, id: &str) -> Option<String> {
    let folder = root().join("rules").join(pack);
    let files = tree(&folder).into_iter().filter(|f| f.ends_with(".rhai") && !f.contains('/'));
    let text = files.map(|f| read(format!("rules/{pack}/{f}"))).find(|t| t.contains(&format!("rule(\"{id}\"")))?;
    let rule = text.split(&format!("rule(\"{id}\"")).nth(1)?;
    let meta = rule.split("explain:").nth(1)?.trim_start();
    meta.strip_prefix(['`', '"'])?.split(['`', '"']).next().map(str::to_owned)
}

/// What is said of a constraint, which says itself what it asks: a whole sentence with the fields' labels.
fn generated(pack: &str, id: &str, shown: &str) -> Option<String> {
    let (kind, name) = id.split_once('/')?;
    let kinds: toml::Table = read(format!("rules/{pack}/kinds.toml")).parse().expect("TOML");
    let declared = kinds.get(kind).and_then(|kind| kind.get("constraints")?.get(name));
    let (_, said) = shown.split_once("说明").filter(|_| declared.is_some())?;
    let (sentence, _) = said.split_once('。')?;
    Some(format!("{sentence}。"))
}

#[test]
fn every_pack_is_tested() {
    let mut wrong = Vec::new();
    for manifest in tree(&root().join("rules")).iter().filter_map(|f| f.strip_suffix("/pack.toml")) {
        let files = tree(&root().join("rules").join(manifest));
        if !files.iter().any(|f| f.starts_with("tests/") && f.ends_with(".toml")) {
            wrong.push(format!("rules/{manifest}/tests has no case"));
        }
    }
    // That they pass is tested with the table of systems.
    none(&wrong);
}

#[test]
fn nothing_of_a_machine_or_a_day_is_left_in_the_text() {
    let folders = ["core", "src", "tests", "docs", "rules", "examples"];
    let files = folders.iter().flat_map(|d| tree(&root().join(d)).into_iter().map(move |f| format!("{d}/{f}")));
    let mut wrong = Vec::new();
    for file in files.chain(["Cargo.toml".into(), "README.md".into()]) {
        let Ok(text) = std::fs::read_to_string(root().join(&file)) else { continue };
        for word in [concat!("/tm", "p/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("C:", "\\Users")] {
            if text.contains(word) {
                wrong.push(format!("{file} has a path of a machine: {word}"));
            }
        }
    }
    none(&wrong);
}
