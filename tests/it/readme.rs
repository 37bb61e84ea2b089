//! The README: it names every command, and what it shows is what happens.
//!
//! A block is marked `console`: lines that begin with `$ ` are commands, what follows one is what it prints; none means
//! that it is not compared. Commands of a block run in one directory, a copy of the repository's packs and examples.

use std::collections::BTreeSet;
use std::process::Command;

use crate::support::{Workdir, read};

/// A command with the output that is shown for it.
#[derive(Debug, Clone)]
pub struct Step {
    /// Without the `$`.
    pub command: String,
    /// What follows it.
    pub shown: String,
}

/// The steps of each console block.
pub fn blocks(text: &str) -> Vec<Vec<Step>> {
    let mut blocks = Vec::new();
    for part in text.split("```console\n").skip(1) {
        let block = part.split("\n```").next().unwrap_or_default();
        let mut steps: Vec<Step> = Vec::new();
        for line in block.lines() {
            match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => {
                    let command = command.split(" # ").next().unwrap_or_default().trim().to_owned();
                    steps.push(Step { command, shown: String::new() });
                }
                (None, Some(step)) => step.shown.extend([line, "\n"]),
                (None, None) => panic!("a block begins with `$ `, not with {line:?}"),
            }
        }
        blocks.push(steps);
    }
    blocks
}

/// The words after `yize` where a command runs it, plainly: no pipes, variables or quotes.
pub fn words(command: &str) -> Option<Vec<&str>> {
    let starts = ["yize ", "cargo run -- ", "cargo run --release -- ", "./target/release/yize "];
    let rest = starts.iter().find_map(|start| command.strip_prefix(start))?;
    let plain = !rest.contains(['|', '>', '$', '"', '\'', '&', ';']);
    (plain && !["watch", "serve", "lsp"].iter().any(|c| rest.starts_with(c))).then(|| rest.split_whitespace().collect())
}

#[test]
fn its_table_of_commands_is_what_help_lists() {
    let help = Workdir::bare().yize("--help --lang en").exits(0).stdout;
    let commands = help.split("Commands:").nth(1).expect("commands").lines().skip(1);
    let commands: Vec<&str> =
        commands.take_while(|l| !l.is_empty()).filter_map(|l| l.split_whitespace().next()).collect();
    assert!(commands.contains(&"check"), "{help}");
    let commands: BTreeSet<&str> = commands.into_iter().collect();
    for file in ["README.md", "README.zh-CN.md"] {
        let readme = read(file);
        let rows = readme.lines().filter_map(|line| line.strip_prefix("| `yize ")?.split([' ', '`']).next());
        assert_eq!(rows.collect::<BTreeSet<&str>>(), commands, "the commands in the table of {file}");
    }
}

#[test]
fn its_commands_print_what_it_shows() {
    let blocks = blocks(&read("README.md"));
    let mut ran = 0;
    for block in blocks {
        let dir = Workdir::bare().copy("examples", "examples").copy("rules", "rules");
        for step in block {
            let Some(words) = words(&step.command) else { continue };
            let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
            let run = dir.finish(command.args(words), b"");
            assert!(run.code.is_some_and(|code| code < 4), "$ {}\n{}\n{}", step.command, run.stdout, run.stderr);
            // Usage errors are told aside; a README shows none.
            assert!(run.code != Some(2) || !run.stdout.is_empty(), "$ {}\n{}", step.command, run.stderr);
            if !step.shown.trim().is_empty() {
                assert_eq!(run.stdout.trim_end(), step.shown.trim_end(), "$ {}", step.command);
            }
            ran += 1;
        }
    }
    assert!(ran >= 3, "README.md shows {ran} commands that can be run");
}

#[test]
fn the_files_that_it_and_its_neighbours_point_to_exist() {
    for page in ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = read(page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let here = !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:");
            assert!(!here || crate::support::root().join(link).exists(), "{page} points to {link}");
        }
    }
}
