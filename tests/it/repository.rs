//! The repository's own files: what contributors are told works, the forge's settings parse, and texts are as
//! `.editorconfig` says.

use std::process::Command;

use serde_json::Value;

use crate::readme::{blocks, words};
use crate::support::{Workdir, read, root, tree};

/// The blocks of a page that are marked with that language.
fn marked(page: &str, language: &str) -> Vec<String> {
    let fence = format!("\n```{language}\n");
    let parts = page.split(&fence).skip(1);
    parts.map(|part| part.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_first_change_of_contributing_comes_out_as_it_says() {
    let page = read("CONTRIBUTING.md");
    let (rule, case) = (&marked(&page, "rust")[0], &marked(&page, "toml")[0]);
    let (script, cases) = ("examples/first/rules/first/reading.rhai", "examples/first/rules/first/tests/reading.toml");
    let dir = Workdir::bare().copy("examples/first", "examples/first");
    let (new_script, new_cases) = (format!("{}\n{rule}", dir.read(script)), format!("{}\n{case}", dir.read(cases)));
    let dir = dir.with(script, new_script).with(cases, new_cases);
    let steps: Vec<_> = blocks(&page).into_iter().flatten().collect();
    assert_eq!(steps.len(), 4);
    // The rule speaks, is written down, and is expected from then on.
    for (step, code) in steps.iter().zip([1, 0, 0, 0]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
        let run = dir.finish(command.args(words(&step.command).expect("a plain command")), b"").exits(code);
        assert!(code == 0 || run.stdout.contains("noisy"), "{}", run.stdout);
        if !step.shown.trim().is_empty() {
            assert_eq!(run.stdout.trim_end(), step.shown.trim_end(), "$ {}", step.command);
        }
    }
    let blessed = dir.read(cases);
    assert!(blessed.contains("rule = \"reading/title\"") && blessed.contains("field = \"book\""), "{blessed}");
}

/// A file of YAML as JSON.
fn yaml(file: &str) -> Value {
    serde_saphyr::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn the_settings_of_the_forge_parse_and_forms_are_whole() {
    let files = tree(&root().join(".github"));
    assert!(files.iter().any(|f| f.starts_with("ISSUE_TEMPLATE/")), "{files:?}");
    for file in files {
        let settings = yaml(&format!(".github/{file}"));
        assert!(settings.is_object(), "{file}");
        if !file.starts_with("ISSUE_TEMPLATE/") || file.ends_with("config.yml") {
            continue;
        }
        for key in ["name", "description"] {
            let text = settings[key].as_str().unwrap_or_default();
            assert!(text.contains(" / ") && !text.is_ascii(), "{file}: {key} in both languages");
        }
        let fields = settings["body"].as_array().expect("fields");
        for field in fields.iter().filter(|field| field["type"] != "markdown") {
            let label = field["attributes"]["label"].as_str().unwrap_or_default();
            assert!(label.contains(" / ") && field["id"].is_string(), "{file}: {field}");
        }
    }
}

#[test]
fn ci_runs_what_a_change_must_pass_and_builds_with_the_oldest_promised_rust() {
    let workflow = yaml(".github/workflows/ci.yml");
    let manifest = read("Cargo.toml");
    let mut lines = manifest.lines();
    let oldest = lines.find_map(|l| l.strip_prefix("rust-version = \"")?.strip_suffix('"')).expect("a version");
    assert_eq!(workflow["jobs"]["msrv"]["container"], format!("rust:{oldest}-bookworm"));
    for page in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"] {
        assert!(read(page).contains(&format!(") {oldest} ")), "{page} asks for Rust {oldest}");
    }
    let jobs = workflow["jobs"].as_object().expect("jobs");
    let steps: Vec<&Value> = jobs.values().flat_map(|job| job["steps"].as_array().expect("steps")).collect();
    assert!(steps.iter().any(|step| step["run"] == ".ci/run"));
    for action in steps.iter().filter_map(|step| step["uses"].as_str()) {
        let version = action.split_once("@v").map(|(_, version)| version);
        assert!(version.is_some_and(|v| v.parse::<u32>().is_ok()), "{action} is not pinned to a major version");
    }
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
}

#[test]
fn texts_are_as_editors_are_told() {
    let mut wrong = Vec::new();
    let hidden = [".ci", ".github"].iter().flat_map(|d| below(d));
    let folders = std::fs::read_dir(root()).expect("a folder").map(|entry| entry.expect("an entry"));
    let names = folders.map(|entry| (entry.file_name().into_string().expect("a name"), entry.path().is_dir()));
    let (folders, files): (Vec<_>, Vec<_>) = names.partition(|(_, folder)| *folder);
    let folders = folders.into_iter().filter(|(name, _)| !name.starts_with('.') && name != "target");
    let files = files.into_iter().map(|(name, _)| name).filter(|name| name != ".git");
    for file in folders.flat_map(|(folder, _)| below(&folder)).chain(files).chain(hidden) {
        // Broken on purpose, built, found, another's, a picture, or a workbook.
        let kept = ["tests/cases/", "tests/axe/", "fuzz/corpus/", "fuzz/found/", "fuzz/artifacts/"];
        let is_broken = kept.iter().any(|d| file.starts_with(d));
        let is_book = [".xlsx", ".xlsm", ".xls", ".ods", ".et", ".csv", ".tsv"].iter().any(|end| file.ends_with(end));
        if is_broken || is_book || file.contains("/target/") || file.ends_with(".png") {
            continue;
        }
        let bytes = std::fs::read(root().join(&file)).expect("readable");
        let Ok(text) = String::from_utf8(bytes) else {
            wrong.push(format!("{file} is not UTF-8"));
            continue;
        };
        if text.starts_with('\u{feff}') || text.contains(['\r', '\t']) {
            wrong.push(format!("{file} has a byte order mark, carriage returns or tabs"));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            wrong.push(format!("{file} does not end in a newline"));
        }
        let blank = text.lines().position(|line| line.ends_with([' ', '\u{3000}']));
        wrong.extend(blank.map(|at| format!("{file}:{} ends in blanks", at + 1)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files of a folder, as paths from the repository's root.
fn below(folder: &str) -> Vec<String> {
    tree(&root().join(folder)).into_iter().map(|file| format!("{folder}/{file}")).collect()
}
