//! The script reference: its tables are those of the entries, and both languages tell of the same things.

use yize_core::{Lang, reference};

use crate::support::read;

const PAGES: [(&str, Lang); 2] = [("docs/scripts.md", Lang::En), ("docs/scripts.zh-CN.md", Lang::Zh)];

#[test]
fn its_tables_are_those_of_the_functions() {
    for (page, lang) in PAGES {
        let text = read(page);
        let written =
            text.split_once("<!-- functions -->\n").and_then(|(_, rest)| rest.split_once("<!-- /functions -->"));
        let written = written.unwrap_or_else(|| panic!("{page} has no marks")).0;
        assert!(written.trim() == reference::functions(lang).trim(), "{page}: run `cargo run --example reference`");
    }
}

/// The fenced blocks of a page without the comments in them, which are in its language.
fn blocks(page: &str) -> Vec<Vec<String>> {
    let bare = |line: &str| {
        let cut = [" //", " #  ", " # "].iter().filter_map(|mark| line.find(mark)).min();
        line[..cut.unwrap_or(line.len())].trim_end().to_owned()
    };
    let blocks = page.split("\n```").skip(1).step_by(2);
    blocks.map(|block| block.lines().map(bare).filter(|line| !line.starts_with(['#', '/'])).collect()).collect()
}

#[test]
fn both_languages_tell_of_the_same() {
    let [english, chinese] = PAGES.map(|(page, _)| read(page));
    assert_eq!(blocks(&english), blocks(&chinese));
    let headings = |page: &str| {
        page.lines().map(|line| line.bytes().take_while(|b| *b == b'#').count()).filter(|n| *n > 0).collect::<Vec<_>>()
    };
    assert_eq!(headings(&english), headings(&chinese));
    let rows = |page: &str| page.lines().filter(|line| line.starts_with('|')).count();
    assert_eq!(rows(&english), rows(&chinese));
}
