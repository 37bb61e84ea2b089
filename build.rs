//! Makes cargo notice new files of the embedded packs and templates, and tells the program what it was made of: what one build has
//! kept in the cache is nothing to another, though both have the same version.
#![expect(clippy::disallowed_methods, reason = "what is built is read before there is a program")]

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

/// What the program is made of, as far as it is there: the core's sources are not in the package.
const PARTS: [&str; 7] = ["Cargo.lock", "Cargo.toml", "core/src", "rules", "src", "templates", "build.rs"];

fn main() {
    let parts = PARTS.iter().map(Path::new).filter(|part| part.exists());
    let mut files = BTreeSet::new();
    for part in parts {
        println!("cargo:rerun-if-changed={}", part.display());
        find(part, &mut files);
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        (file.to_string_lossy().replace('\\', "/"), std::fs::read(&file).unwrap_or_default()).hash(&mut hasher);
    }
    let target = std::env::var("TARGET").unwrap_or_default();
    println!("cargo:rustc-env=YIZE_BUILD={target} {:016x}", hasher.finish());
}

/// Adds a file, or all files in a folder.
fn find(path: &Path, files: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else {
        files.insert(path.to_owned());
        return;
    };
    entries.flatten().for_each(|entry| find(&entry.path(), files));
}
