//! The public face of the core: everything in it has words of its own, and is used in an example that runs.

use std::collections::BTreeSet;

use super::none;
use super::tree::crates;
use crate::support::{read, root, tree};

/// What is public: name and place. `unreachable_pub` is denied, so that `pub` means it.
fn public() -> Vec<(String, String)> {
    let core = crates().into_iter().find(|house| house.folder == "core/src").expect("the core");
    let mut items = Vec::new();
    for module in core.modules.values().filter(|module| !module.file.ends_with("example.rs")) {
        let (mut trait_ends, mut hidden) = (None, false);
        for line in module.code.lines() {
            let (word, indent) = (line.trim_start(), line.len() - line.trim_start().len());
            // What macros need is no part of the face.
            let skipped = hidden;
            hidden = word == "#[doc(hidden)]" || hidden && word.starts_with("#[");
            if hidden || skipped {
                continue;
            }
            if trait_ends == Some(indent) && word == "}" {
                trait_ends = None;
            }
            let rest = word.strip_prefix("pub ").unwrap_or_default();
            let rest = rest.strip_prefix("const fn ").map_or(rest, |_| rest.trim_start_matches("const "));
            for kind in ["fn ", "struct ", "enum ", "trait ", "type "] {
                let Some(name) = rest.strip_prefix(kind) else { continue };
                let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if kind == "trait " {
                    trait_ends = Some(indent);
                }
                items.push((name, module.file.clone()));
            }
            if let (Some(_), Some(name)) = (trait_ends, word.strip_prefix("fn ")) {
                items.push((
                    name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect(),
                    module.file.clone(),
                ));
            }
        }
    }
    items
}

/// The words of all examples of the core's documentation.
fn examples() -> BTreeSet<String> {
    let sources = tree(&root().join("core/src")).into_iter().map(|file| format!("core/src/{file}"));
    let mut words = BTreeSet::new();
    for file in sources.chain(["core/README.md".to_owned()]) {
        let mut inside = false;
        for line in read(&file).lines() {
            let line = line.trim_start();
            let line = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).unwrap_or(line).trim();
            let doc = file.ends_with(".md") || line.starts_with("```") || inside;
            if doc && line.starts_with("```") {
                inside = !inside && matches!(line, "```" | "```rust");
            } else if inside {
                words.extend(line.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned));
            }
        }
    }
    words
}

#[test]
fn everything_public_in_the_core_is_used_in_an_example_that_runs() {
    let (public, examples) = (public(), examples());
    assert!(public.len() > 100, "{} items", public.len());
    let missing = public.iter().filter(|(name, _)| !examples.contains(name));
    none(&missing.map(|(name, file)| format!("{file}: {name} is in no example")).collect::<Vec<_>>());
}

/// Most items that the core may show: what is not needed outside is `pub(crate)`, so that the compiler sees what is dead.
/// Nine are for what outlasts a run (`keep`, which whoever embeds the core implements, and `evidence`), some for `yize plan`;
/// one is a text, which is a field no longer since it may be let go.
const MOST: usize = 494;

#[test]
fn the_face_of_the_core_is_small() {
    let public = public();
    assert!(public.len() <= MOST, "{} public items", public.len());
}
