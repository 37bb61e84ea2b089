//! The script files of a set of packs, each read once, when it is wanted, and what their imports name.

mod loops;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::parse::Parser;
use super::reading::{self, Reading};
use crate::finding::Finding;
use crate::pack::Packs;
use crate::source::{SourceId, Sources};

/// The script files of a set of packs. A file is read when it is first asked for: of most packs no data ask for anything.
#[derive(Debug, Default)]
pub(crate) struct Library {
    files: BTreeMap<SourceId, Lazy>,
    /// The pack that a file belongs to.
    packs: BTreeMap<SourceId, String>,
    /// For each pack, the libraries that its files may import, by path; its own win over those of packs it extends.
    imports: BTreeMap<String, BTreeMap<String, SourceId>>,
}

/// A file that is read when it is wanted.
#[derive(Debug)]
struct Lazy {
    text: Arc<str>,
    reading: OnceLock<Arc<Reading>>,
}

impl Library {
    /// The files of the packs of the given chains; what an earlier library has read of them is taken over.
    #[must_use]
    pub(crate) fn new<'a>(
        packs: &Packs,
        chains: impl Iterator<Item = &'a [String]>,
        sources: &Sources,
        earlier: Option<&Self>,
    ) -> Self {
        let mut library = Self::default();
        for id in chains.flatten() {
            let Some(pack) = packs.get(id).filter(|_| !library.imports.contains_key(id)) else { continue };
            for source in pack.scripts.values().chain(pack.libraries.values()) {
                let known = earlier.and_then(|earlier| earlier.files.get(source)).map(|lazy| lazy.reading.clone());
                let lazy = || Lazy { text: sources.get(*source).shared(), reading: known.unwrap_or_default() };
                library.files.entry(*source).or_insert_with(lazy);
                library.packs.insert(*source, id.clone());
            }
            let mut imports = BTreeMap::new();
            for member in &packs.in_force(id).chain {
                if let Some(pack) = packs.get(member) {
                    imports.extend(pack.libraries.iter().map(|(path, source)| (path.clone(), *source)));
                }
            }
            library.imports.insert(id.clone(), imports);
        }
        library
    }

    /// A file, read.
    #[must_use]
    pub(crate) fn get(&self, source: SourceId) -> Option<&Arc<Reading>> {
        let Lazy { text, reading } = self.files.get(&source)?;
        Some(reading.get_or_init(|| Arc::new(reading::read(&Parser::new(), source, text))))
    }

    /// All files.
    #[cfg(test)]
    pub(crate) fn files(&self) -> Vec<SourceId> {
        self.files.keys().copied().collect()
    }

    /// Imports that lead from some files back to where they stand: each loop once.
    #[must_use]
    pub(crate) fn loops(&self, from: &[SourceId]) -> Vec<Finding> {
        loops::find(self, from)
    }

    /// The pack that a file belongs to.
    #[must_use]
    pub(crate) fn pack_of(&self, source: SourceId) -> Option<&str> {
        self.packs.get(&source).map(String::as_str)
    }

    /// The file that an import path names in a pack's scripts.
    #[must_use]
    pub(crate) fn find(&self, pack: &str, path: &str) -> Option<SourceId> {
        self.imports.get(pack)?.get(path).copied()
    }

    /// The file that an import path names in a file.
    #[must_use]
    pub(crate) fn import(&self, from: SourceId, path: &str) -> Option<SourceId> {
        self.find(self.pack_of(from)?, path)
    }

    /// The paths that a pack's scripts may import.
    pub(crate) fn paths(&self, pack: &str) -> impl Iterator<Item = &str> {
        self.imports.get(pack).into_iter().flat_map(|i| i.keys()).map(String::as_str)
    }
}
