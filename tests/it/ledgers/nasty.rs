//! Nasty sheets: a folder of `tests/ledgers/nasty` is a project with one workbook, and what comes of it.
//!
//! ```text
//! tests/ledgers/nasty/<name>/
//!   yize.toml      its first line says what is nasty
//!   台账.xlsx      the workbook, made by make.py beside the cases
//!   expected.txt   the report, a line a finding; how each sheet was read; the exit status
//! ```
//! The pack, `tests/ledgers/rules/office`, reports every value that it is given, so that `expected.txt` has all that was read.
//! Whatever came is left in `nasty/<name>` of cargo's folder for temporary files, to be looked at and copied where right.

use std::path::Path;

use crate::support::{Workdir, root, tree};

const FOLDER: &str = "tests/ledgers/nasty";

/// The names of the cases: folders with settings.
fn names() -> Vec<String> {
    let files = tree(&root().join(FOLDER));
    files.iter().filter_map(|file| file.strip_suffix("/yize.toml")).map(str::to_owned).collect()
}

#[test]
fn every_sheet_is_read_as_it_should_be_and_what_is_wrong_is_told() {
    let names = names();
    assert!(names.len() >= 40, "{names:?}");
    let wrong: Vec<String> = wrong_with(&names);
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), names.len(), wrong.join("\n\n"));
}

/// What is wrong with the cases, looked at by several threads: most of a run is the start of a process.
fn wrong_with(names: &[String]) -> Vec<String> {
    let half = names.len().div_ceil(2);
    std::thread::scope(|scope| {
        let work = names.chunks(half).map(|names| scope.spawn(|| names.iter().filter_map(|name| case(name)).collect()));
        let work: Vec<_> = work.collect();
        work.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|_| vec!["a case panics".to_owned()])).collect()
    })
}

/// Looks at one case, and says what is wrong with it.
fn case(name: &str) -> Option<String> {
    let came = came(name);
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nasty").join(name);
    std::fs::create_dir_all(&kept).expect("a folder");
    std::fs::write(kept.join("expected.txt"), &came).expect("written");
    match std::fs::read_to_string(root().join(FOLDER).join(name).join("expected.txt")) {
        Ok(wanted) if wanted == came => None,
        Ok(wanted) => Some(format!("{name}: what came is\n{came}and should be\n{wanted}")),
        Err(_) => Some(format!("{name}: expected.txt is missing; what came is\n{came}")),
    }
}

/// What comes of a case.
fn came(name: &str) -> String {
    let dir = Workdir::bare().copy(&format!("{FOLDER}/{name}"), "it").copy("tests/ledgers/rules", "rules");
    std::fs::remove_file(dir.path("it/expected.txt")).ok();
    let check =
        |format: &str| dir.yize(&format!("check it --rules rules --as-of 2026-12-31 --lang zh --format {format}"));
    let (short, json) = (check("short"), check("json"));
    assert_eq!(short.code, json.code, "{name}");
    let mut came = format!("{}{}", short.stdout, short.stderr).replace("it/", "");
    for reading in json.json()["ledgers"].as_array().into_iter().flatten() {
        came.push_str(&serde_json::to_string(reading).expect("JSON").replace("it/", ""));
        came.push('\n');
    }
    format!("{came}退出码 {}\n", short.code.unwrap_or(-1))
}
