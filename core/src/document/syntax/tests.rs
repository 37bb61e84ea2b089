//! Every sentence of the parser is known, as its own source shows.
#![expect(clippy::disallowed_methods, reason = "the test reads the parser's own source")]

use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::language::Lang;

/// The sources of the parser that is built in, as cargo has them.
fn sources() -> Vec<PathBuf> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    // Of other platforms' crates not even the names need be there.
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs").stdout;
    let version = String::from_utf8(version).expect("UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a platform");
    let run = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host])
        .args(["--manifest-path", manifest])
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&run.stdout).expect("metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    let of = packages
        .iter()
        .filter(|package| ["toml", "toml_parser", "toml_datetime"].iter().any(|name| package["name"] == *name));
    of.map(|package| PathBuf::from(package["manifest_path"].as_str().expect("a path")).with_file_name("src")).collect()
}

fn texts(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            texts(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !["test.rs", "de.rs", "ser.rs"].iter().any(|name| path.ends_with(name))
        {
            let text = std::fs::read_to_string(&path).expect("a source");
            // Tests have sentences of their own.
            all.push_str(text.split("#[cfg(test)]").next().unwrap_or_default());
        }
    }
}

/// What the parser may say, from its own source.
fn sentences() -> Vec<String> {
    let mut all = String::new();
    for folder in sources() {
        texts(&folder, &mut all);
    }
    let ways = [
        r#"ParseError::new\(\s*(?:format!\(\s*)?"([^"]+)""#,
        r#"_ERROR: &str = "([^"]+)""#,
        r#"INVALID_STRING: &str = "([^"]+)""#,
        r#"\n\s*description: "([^"]+)""#,
        r#""((?:invalid|missing|unexpected|too|redundant|extra|unclosed|cannot) [^"]+)""#,
        r#"\.what\("([^"]+)"\)"#,
    ];
    let mut found = Vec::new();
    for way in ways {
        let own: Vec<String> =
            regex::Regex::new(way).expect("a pattern").captures_iter(&all).map(|c| c[1].to_owned()).collect();
        let own = own.into_iter().map(|what| if way.contains("what") { format!("invalid {what}") } else { what });
        found.extend(own.map(|what| what.replace("{}", "integer")));
    }
    // What is said of types, and words of a panic that never comes, are none of the parser's.
    found.retain(|what| !what.contains(['{', ':']));
    found.sort();
    found.dedup();
    found
}

#[test]
fn no_sentence_of_the_parser_is_left_as_it_is() {
    let sentences = sentences();
    assert!(sentences.len() > 60, "{sentences:?}");
    let text = "a = b c\n";
    let unknown = unknown().0;
    for sentence in &sentences {
        if sentence == "duplicate key" {
            continue;
        }
        let slip = told(text, sentence, 4..5).finding(&crate::host::SYNTAX, crate::source::SourceId(0));
        assert_ne!(slip.message, unknown, "{sentence}");
        let help = slip.help.expect("a next step");
        for text in [&slip.message, &help] {
            let letters = text.get(Lang::Zh).chars().filter(char::is_ascii_alphabetic).count();
            assert!(letters < 8, "{sentence}: {text:?}");
        }
    }
    // Every way to find them finds some.
    for known in ["extra `=`", "invalid basic string", "invalid float", "invalid time", "unquoted keys cannot be empty"]
    {
        assert!(sentences.iter().any(|sentence| sentence == known), "{known} {sentences:?}");
    }
}
