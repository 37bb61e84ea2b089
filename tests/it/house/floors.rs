//! Modules use only what stands above them in their parent's list, at every level, and third-party crates stay in their
//! places.

use super::none;
use super::tree::{Crate, Module, Path, crates};

#[test]
fn a_module_uses_only_what_stands_above_it_at_every_level() {
    let mut wrong = Vec::new();
    for house in crates() {
        for (own, module) in house.modules.iter().filter(|(own, _)| !is_test(own)) {
            for used in module.uses(own) {
                wrong.extend(upward(&house, own, module, &used));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    none(&wrong);
}

fn is_test(own: &Path) -> bool {
    own.iter().any(|word| matches!(word.as_str(), "tests" | "sample" | "main"))
}

/// What is wrong with a use, if anything.
fn upward(house: &Crate, own: &Path, module: &Module, used: &Path) -> Option<String> {
    let common = own.iter().zip(used).take_while(|(a, b)| a == b).count();
    // Its own items, and those of the modules in it.
    let mine = own.get(common)?;
    let parent = house.modules.get(&own[..common])?;
    let name = used.get(common)?;
    let rank = |name: &str| parent.children.iter().position(|child| child == name);
    let other = match rank(name) {
        Some(_) => name,
        // An item of the parent's own, unless it only passes it on.
        None => parent.passed_on.get(name)?,
    };
    let (Some(here), Some(there)) = (rank(mine), rank(other)) else {
        return Some(format!("{}: {mine} or {other} is in no list of modules", module.file));
    };
    (there > here).then(|| format!("{}: uses {}, which stands below {mine}", module.file, used.join("::")))
}

#[test]
fn every_module_is_declared_and_every_declaration_has_its_file() {
    let mut wrong = Vec::new();
    for house in crates() {
        for (path, module) in house.modules.iter().filter(|(path, _)| **path != ["main"]) {
            if let Some((name, parent)) = path.split_last() {
                let known = house.modules.get(parent).is_some_and(|parent| parent.children.contains(name));
                if !known {
                    wrong.push(format!("{} belongs to no list of modules", module.file));
                }
            }
        }
    }
    none(&wrong);
}

/// Crate, where it may be used: a file, or a folder with its file beside it.
const HOMES: &[(&str, &[&str])] = &[
    ("rhai", &["core/src/script"]),
    ("strsim", &["core/src/spelling"]),
    (
        "blake3",
        &[
            "core/src/check",
            "core/src/data",
            "core/src/document",
            "core/src/files/write",
            "core/src/json",
            "core/src/machine/compile/speech",
            "core/src/memo",
            "core/src/pack/parcel",
            "core/src/run/findings",
            "src/cache",
        ],
    ),
    (
        "toml",
        &["core/src/document", "core/src/data", "core/src/pack", "core/src/project", "core/src/cases", "core/src/lint"],
    ),
    ("toml_parser", &["core/src/document", "core/src/format", "core/src/ide"]),
    ("unicode_width", &["core/src/format", "src"]),
    ("crossbeam_channel", &["lsp/src/server"]),
    ("lsp_server", &["lsp/src"]),
    ("percent_encoding", &["lsp/src/address"]),
    ("minisign_verify", &["core/src/pack/signature"]),
    ("minisign", &["src/commands/pack/signing"]),
    ("ct_codecs", &["src/commands/pack/signing"]),
    ("rpassword", &["src/commands/pack/signing"]),
    ("walkdir", &["core/src/files", "src/watch"]),
    ("zip", &["core/src/files", "src/ledger/parts", "src/workbook"]),
    ("rust_xlsxwriter", &["src/workbook"]),
    ("std::fs", &["core/src/files", "src/cache", "src/git", "src/watch"]),
    ("axum", &["src/serve"]),
    ("tokio", &["src/serve"]),
    ("futures_util", &["src/serve"]),
    ("std::net", &["src/serve"]),
    ("clap", &["src/args", "src/commands", "src/cli"]),
    ("ctrlc", &["src/rounds"]),
    ("opener", &["src/commands/serve"]),
    ("similar", &["src/commands/test/bless"]),
    ("annotate_snippets", &["src/report"]),
    ("csv", &["src/ledger/plain", "src/report"]),
    ("cfb", &["src/ledger/binary"]),
    ("chardetng", &["src/ledger/plain"]),
    ("encoding_rs", &["src/ledger/binary", "src/ledger/plain"]),
    ("quick_xml", &["src/ledger", "src/workbook", "src/report/checkstyle", "src/report/cases", "src/report/junit"]),
    (
        "minijinja",
        &[
            "src/planner/drawing",
            "src/reference/site",
            "src/report/booklet",
            "src/report/escape",
            "src/report/html",
            "src/report/letters",
        ],
    ),
    ("pulldown_cmark", &["src/reference/rendered"]),
    ("quick_junit", &["src/report/cases"]),
    ("indicatif", &["src/terminal"]),
    ("terminal_size", &["src/terminal", "src/commands"]),
    ("notify", &["src/watch"]),
    ("gix", &["src/git"]),
    ("rust_embed", &["src/packs", "src/templates"]),
    ("clap_mangen", &["src/commands/man"]),
    ("clap_complete", &["src/commands/completions"]),
    ("sys_locale", &["src/cli"]),
    ("mimalloc", &["src/main"]),
    ("hyper", &["src/serve"]),
    ("hyper_util", &["src/serve"]),
    ("rustix", &["src/cache", "src/serve"]),
    ("postcard", &["core/src/data/kept", "src/commands/check/kept"]),
    ("etcetera", &["src/args/cache"]),
    ("getrandom", &["src/cache"]),
    ("std::env", &["src/cli", "src/args", "src/commands/check", "src/serve/document"]),
    (
        "std::process",
        &["src/cache", "src/main", "core/src/files", "src/rounds", "src/commands/check", "src/serve/document"],
    ),
    ("unsafe", &[]),
];

#[test]
fn a_crate_lives_in_one_place() {
    let mut wrong = Vec::new();
    for house in crates().into_iter().filter(|house| house.folder != "examples/embed/src") {
        for (_, module) in house.modules.iter().filter(|(own, _)| !own.iter().any(|w| w == "tests" || w == "sample")) {
            for (name, homes) in HOMES {
                let file = module.file.trim_end_matches(".rs");
                let home = |home: &str| file == home || file.starts_with(&format!("{home}/"));
                if !homes.iter().any(|place| home(place)) && uses(&module.code, name) {
                    wrong.push(format!("{} uses {name}", module.file));
                }
            }
        }
    }
    none(&wrong);
}

fn uses(code: &str, name: &str) -> bool {
    let starts = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    let path = format!("{name}::");
    code.match_indices(&path).any(|(at, _)| starts(at))
        || code.contains(&format!("use {name};"))
        || (name == "unsafe" && (code.contains("unsafe {") || code.contains("unsafe impl")))
}

/// What the core does without: each would bind whoever embeds it.
const FOREIGN: &[&str] = &[
    "clap",
    "tokio",
    "axum",
    "notify",
    "gix",
    "anstream",
    "anstyle",
    "annotate-snippets",
    "indicatif",
    "terminal_size",
    "rust-embed",
    "mimalloc",
    "ctrlc",
    "sys-locale",
    "hyper",
    "mio",
];
/// Most crates that the core may be built of. (Four come with `postcard`, in which typed files outlast a run.)
const MOST: usize = 72;

#[test]
fn the_core_is_small_and_binds_nobody() {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let tree = std::process::Command::new(cargo)
        .args(["tree", "--locked", "--offline", "-p", "yize-core", "-e", "normal", "--prefix", "none", "--no-dedupe"])
        .current_dir(crate::support::root())
        .output()
        .expect("cargo tree runs");
    let text = String::from_utf8(tree.stdout).expect("text");
    let crates: std::collections::BTreeSet<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(crates.contains("rhai"), "{text}");
    assert!(crates.len() <= MOST, "{} crates: {crates:?}", crates.len());
    let foreign: Vec<String> = FOREIGN
        .iter()
        .filter(|name| crates.contains(**name))
        .map(|name| format!("yize-core is built of {name}"))
        .collect();
    none(&foreign);

    let mut wrong = Vec::new();
    for house in crates_of_core() {
        for module in house.modules.values() {
            let statics = module.code.lines().filter(|line| {
                let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
                line.starts_with("static ") || line.starts_with("thread_local!") || line.contains("global_allocator")
            });
            wrong.extend(statics.map(|line| format!("{} has state of the process: {line}", module.file)));
        }
    }
    none(&wrong);
}

fn crates_of_core() -> impl Iterator<Item = Crate> {
    crates().into_iter().filter(|house| house.folder == "core/src")
}
