//! What is committed and made by a program is what the program makes today. The table of `rules/README.md` is tested beside
//! its clauses, in `systems.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Workdir, root, tree};

#[path = "../../examples/generate/main.rs"]
#[expect(dead_code, reason = "its `main` writes the files; here they are only compared")]
mod generate;

#[path = "../../examples/picture/svg.rs"]
mod svg;

/// Data of packs' cases that are made by hand; all others come of the generator.
const BY_HAND: [&str; 8] = [
    "rules/baoding-network/tests/data/city.toml",
    "rules/baoding-network/tests/data/total.toml",
    "rules/baoding-network/tests/data/yixian.toml",
    "rules/baoding-network/tests/data/zhuozhou.toml",
    "rules/tangshan/tests/data/grids.toml",
    "rules/tangshan/tests/data/ledger.toml",
    "rules/tangshan/tests/data/members.toml",
    "rules/tangshan/tests/data/organization.toml",
];

/// Where a committed text first differs from the generated one.
fn differs(path: &str, made: &str) -> Option<String> {
    let Ok(text) = std::fs::read_to_string(root().join(path)) else {
        return Some(format!("{path} is missing"));
    };
    let line = text.lines().zip(made.lines()).take_while(|(have, want)| have == want).count() + 1;
    (text != made).then(|| format!("{path}:{line} is not what the generator makes"))
}

#[test]
fn the_data_of_the_cities_are_what_their_generator_makes() {
    let files = generate::files();
    let made: BTreeMap<&str, &str> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(made.len(), files.len(), "two files have one path");
    let wrong: Vec<String> = made.iter().filter_map(|(path, text)| differs(path, text)).collect();
    assert!(wrong.is_empty(), "{}\nrun `cargo run --example generate`, and look at what it changes", wrong.join("\n"));
}

#[test]
fn no_data_lie_beside_them_that_nothing_makes() {
    let made: BTreeSet<String> = generate::files().into_iter().map(|(path, _)| path).collect();
    let by_hand: BTreeSet<String> = BY_HAND.iter().map(|path| (*path).to_owned()).collect();
    // Folders of a city's data, and of every pack's cases.
    let folder = |path: &str| path.split_once("/data/").map(|(above, _)| format!("{above}/data"));
    let packs = tree(&root().join("rules")).into_iter().map(|file| format!("rules/{file}"));
    let folders: BTreeSet<String> = made.iter().cloned().chain(packs).filter_map(|path| folder(&path)).collect();
    let files = folders.iter().flat_map(|d| tree(&root().join(d)).into_iter().map(move |file| format!("{d}/{file}")));
    let others: BTreeSet<String> = files.filter(|file| !made.contains(file)).collect();
    assert_eq!(others, by_hand, "neither made by examples/generate nor named here as made by hand");
}

#[test]
fn the_pictures_of_reports_show_what_is_printed() {
    let dir = Workdir::bare().copy("examples/broken", "examples/broken");
    for picture in &svg::PICTURES {
        let words = picture.words();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let printed = dir.run(&words, b"").exits(1).stdout;
        let wrong = differs(picture.file, &picture.draw(&printed));
        assert_eq!(wrong, None, "run `cargo run --example picture`, and look at the picture");
    }
}
