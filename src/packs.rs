//! The packs that come with the program.

use std::path::Path;
use std::sync::Arc;

use yize_core::PackSource;
use yize_core::files::Memory;

#[derive(rust_embed::RustEmbed)]
#[folder = "rules/"]
struct Embedded;

/// The packs that come with the program, as files under `rules/`.
#[must_use]
pub fn built_in() -> PackSource {
    let files = Embedded::iter().filter_map(|path| {
        let file = Embedded::get(&path)?;
        Some((Path::new("rules").join(path.as_ref()), file.data.into_owned()))
    });
    PackSource::BuiltIn(Arc::new(Memory(files.collect())))
}

/// Whether a pack of that id comes with the program.
#[must_use]
pub(crate) fn comes_with_it(id: &str) -> bool {
    Embedded::get(&format!("{id}/pack.toml")).is_some()
}
