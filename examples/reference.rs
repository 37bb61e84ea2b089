//! Writes the tables of functions into the script reference, and the pages below `docs/reference/`, in both languages:
//! `cargo run --example reference`.
#![expect(clippy::disallowed_methods, reason = "a tool of the repository, which writes the repository's own pages")]

use std::path::Path;

use yize_core::{Lang, reference};

fn main() -> std::io::Result<()> {
    for (page, lang) in [("docs/scripts.md", Lang::En), ("docs/scripts.zh-CN.md", Lang::Zh)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = std::fs::read_to_string(&path)?;
        let (begin, end) = ("<!-- functions -->\n", "<!-- /functions -->");
        let parts = text.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
        let Some((before, after)) = parts else { return Err(std::io::Error::other(format!("{page} has no marks"))) };
        let tables = reference::functions(lang);
        std::fs::write(path, format!("{before}{begin}\n{tables}\n{end}{after}"))?;
    }
    // Those pages are what the command writes where there is no project.
    std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
    let words = ["yize", "docs", "--format", "markdown", "--out", "docs/reference"];
    match yize::cli::called(&words.map(Into::into)) {
        0 => Ok(()),
        code => Err(std::io::Error::other(format!("yize docs: exit status {code}"))),
    }
}
