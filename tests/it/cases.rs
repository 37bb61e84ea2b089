//! Dropped cases: a folder of `tests/cases` is a run of the binary and what comes of it.
//!
//! ```text
//! tests/cases/<name>/
//!   args      the words after `yize`, a line each or parted by spaces
//!   in/       the working directory (optional); without `rules` of its own it gets the tests' pack in `rules/`
//!   stdin     what is piped in (optional)
//!   stdout    what it prints
//!   stderr    what it says aside (left out where that is nothing)
//!   status    the exit status
//! ```
//! Whatever came is left in `cases/<name>` of cargo's folder for temporary files, to be looked at and copied where right.

use std::path::Path;

use crate::support::{Workdir, root, tree};

#[test]
fn every_case_comes_out_as_it_says() {
    let folder = root().join("tests/cases");
    let mut names: Vec<String> =
        tree(&folder).iter().filter_map(|f| f.split_once('/').map(|(name, _)| name.to_owned())).collect();
    names.dedup();
    assert!(names.len() >= 10, "{names:?}");
    let wrong: Vec<String> = names.iter().filter_map(|name| case(name).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Runs one case; tells what is wrong with it.
fn case(name: &str) -> Result<(), String> {
    let folder = root().join("tests/cases").join(name);
    let known = ["args", "stdin", "stdout", "stderr", "status"];
    for file in tree(&folder) {
        if !known.contains(&file.as_str()) && !file.starts_with("in/") {
            return Err(format!("{name}: nothing uses {file}"));
        }
    }
    let part = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
    let args = part("args").ok_or_else(|| format!("{name}: args is missing"))?;
    let mut dir = if folder.join("in/rules").is_dir() { Workdir::bare() } else { Workdir::new() };
    if folder.join("in").is_dir() {
        dir = dir.copy(&format!("tests/cases/{name}/in"), ".");
    }
    let args: Vec<&str> = args.split_whitespace().collect();
    if !args.iter().any(|a| *a == "--as-of" || a.ends_with("help") || *a == "--version") {
        return Err(format!("{name}: args has no --as-of"));
    }
    let run = dir.run(&args, part("stdin").unwrap_or_default().as_bytes());
    let status = format!("{}\n", run.code.unwrap_or(-1));
    let came = [("stdout", &run.stdout), ("stderr", &run.stderr), ("status", &status)];
    keep(name, &came);
    let mut wrong = Vec::new();
    for (file, came) in came {
        match part(file) {
            Some(want) if want == *came => {}
            None if file == "stderr" && came.is_empty() => {}
            Some(want) => wrong.push(format!("{name}: {file} is\n{came}and should be\n{want}")),
            None => wrong.push(format!("{name}: {file} is missing; it is\n{came}")),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn keep(name: &str, came: &[(&str, &String)]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases").join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in came {
        std::fs::write(folder.join(file), text.as_bytes()).expect("written");
    }
}
