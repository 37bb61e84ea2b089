//! Every script of the repository is read.

use std::path::{Path, PathBuf};

use super::show::{check, read};

/// Every script under the repository's folders.
#[expect(clippy::disallowed_methods, reason = "tests read the repository's own scripts")]
pub(super) fn scripts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let mut all = Vec::new();
    for folder in ["rules", "examples", "benches", "tests", "core"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let path = entry.expect("listed").into_path();
            if path.extension().is_some_and(|end| end == "rhai") {
                let text = std::fs::read_to_string(&path).expect("read");
                all.push((path, text));
            }
        }
    }
    assert!(all.len() > 50, "{}", all.len());
    all
}

#[test]
fn every_script_of_the_repository_is_read_without_a_finding() {
    for (path, text) in scripts() {
        let reading = read(&text);
        let said: Vec<_> = reading.findings.iter().map(|f| (f.message.clone(), f.place)).collect();
        assert!(said.is_empty(), "{}: {said:?}", path.display());
        check(&reading, &text);
        let rhai = text.matches("\nrule(").count() + text.matches("\nscore(").count();
        let first = usize::from(text.starts_with("rule(") || text.starts_with("score("));
        assert_eq!(reading.file.declarations.len(), rhai + first, "{}", path.display());
    }
}
