//! The modules of a crate as its files declare them, and the paths by which they use one another.

use std::collections::BTreeMap;

use crate::support::{read, root, tree};

/// A module's place in its crate: the names on the way to it.
pub type Path = Vec<String>;

/// A crate's modules.
pub struct Crate {
    /// Where its files are.
    pub folder: &'static str,
    /// Modules with their files and texts.
    pub modules: BTreeMap<Path, Module>,
}

/// One module.
pub struct Module {
    /// Its file, from the repository's root.
    pub file: String,
    /// Its text without comments and without the tests in it.
    pub code: String,
    /// The modules in it, in the order in which it declares them.
    pub children: Vec<String>,
    /// What it passes on from a module in it: name and module.
    pub passed_on: BTreeMap<String, String>,
}

/// Every crate of the house.
pub fn crates() -> Vec<Crate> {
    vec![of("core/src"), of("src"), of("lsp/src"), of("examples/embed/src")]
}

fn of(folder: &'static str) -> Crate {
    let files: Vec<String> = tree(&root().join(folder)).into_iter().filter(|f| f.ends_with(".rs")).collect();
    // A program without a library has its modules in main.rs.
    let top = if files.iter().any(|file| file == "lib.rs") { "lib" } else { "main" };
    let modules = files.into_iter().map(|file| {
        let path: Path = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        let path = if path == [top] { Path::new() } else { path };
        let file = format!("{folder}/{file}");
        let code = code(&read(&file));
        let children: Vec<String> = code.lines().filter_map(declared).collect();
        let passed_on = passed_on(&code, &children);
        (path, Module { file, code, children, passed_on })
    });
    Crate { folder, modules: modules.collect() }
}

/// A text without its unit tests and comments.
pub fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The module that a line declares.
fn declared(line: &str) -> Option<String> {
    let line = line.strip_suffix(';')?;
    let rest = line.strip_prefix("pub").map_or(line, |rest| match rest.strip_prefix('(') {
        Some(inside) => inside.split_once(')').map_or(rest, |(_, rest)| rest),
        None => rest,
    });
    rest.trim_start().strip_prefix("mod ").map(str::to_owned)
}

fn passed_on(code: &str, children: &[String]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (before, tree) in statements(code) {
        for path in paths(&tree) {
            let first = usize::from(path.first().is_some_and(|word| word == "self"));
            if before.starts_with("pub") && path.get(first).is_some_and(|word| children.contains(word)) {
                names.insert(path[path.len() - 1].clone(), path[first].clone());
            }
        }
    }
    names
}

/// The `use` statements of a text: what stands before the word, and the tree after it.
fn statements(code: &str) -> Vec<(String, String)> {
    let mut statements = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rfind('\n').map_or(0, |n| n + 1);
        let before = code[line..at].trim();
        if before.is_empty() || before == "pub" || (before.starts_with("pub(") && before.ends_with(')')) {
            let tree = code[at + 4..].split(';').next().unwrap_or_default();
            statements.push((before.to_owned(), tree.to_owned()));
        }
    }
    statements
}

/// The paths of a `use` tree, `as` left out.
fn paths(tree: &str) -> Vec<Path> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.split("::").map(|word| word.trim().to_owned()).collect()];
    };
    let stem: Path = tree[..open].split("::").map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let inside = tree[open + 1..].rsplit_once('}').map_or("", |(inside, _)| inside);
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    let whole = |part: &str| paths(part).into_iter().map(|rest| [stem.clone(), rest].concat()).collect::<Vec<_>>();
    parts.into_iter().filter(|part| !part.trim().is_empty()).flat_map(whole).collect()
}

impl Module {
    /// Every path that leads out of the module, from the crate's root; `own` is the module's own.
    pub fn uses(&self, own: &Path) -> Vec<Path> {
        let trees = statements(&self.code).into_iter().flat_map(|(_, tree)| paths(&tree));
        let plain = self.code.match_indices("::").filter_map(|(at, _)| {
            let word = ["crate", "super"].iter().find(|word| {
                let before = self.code[..at].strip_suffix(**word);
                before.is_some_and(|b| !b.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
            })?;
            let rest = &self.code[at + 2..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(rest.len());
            let words = rest[..end].split("::").filter(|w| !w.is_empty()).map(str::to_owned);
            Some(std::iter::once((*word).to_owned()).chain(words).collect())
        });
        trees.chain(plain).filter_map(|path: Path| absolute(&path, own)).collect()
    }
}

/// A path from the crate's root, where it begins at the root or above its module.
fn absolute(path: &[String], own: &Path) -> Option<Path> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "super" => {
            let above = own.split_last().map(|(_, above)| above.to_vec())?;
            match rest.first().map(String::as_str) {
                Some("super") => absolute(rest, &above),
                _ => Some([above, rest.to_vec()].concat()),
            }
        }
        _ => None,
    }
}
