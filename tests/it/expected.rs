//! Examples that are meant to have findings: the report that they give is the `expected.txt` beside them.

use std::path::Path;

use crate::support::{Workdir, read, root, tree};

/// The as-of date in a report's last line, `……（截至 2026-12-31）`.
fn as_of(report: &str) -> &str {
    let (_, rest) = report.trim_end().rsplit_once("截至 ").expect("the as-of date in the last line");
    rest.trim_end_matches('）')
}

#[test]
fn they_give_the_report_beside_them() {
    let examples = root().join("examples");
    let files: Vec<String> = tree(&examples).into_iter().filter(|f| f.ends_with("expected.txt")).collect();
    assert!(files.iter().any(|f| f.contains("broken")), "{files:?}");
    let dir = Workdir::new().copy("examples", "examples");
    for file in files {
        let path = Path::new("examples").join(&file);
        let expected = read(&path);
        let folder = path.parent().expect("a folder").to_string_lossy().replace('\\', "/");
        let line = format!("check {folder} --lang zh --format short --as-of {}", as_of(&expected));
        let report = dir.yize(&line).stdout;
        assert!(report == expected, "yize {line} gives\n{report}");
    }
}
