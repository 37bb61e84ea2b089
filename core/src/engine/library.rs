//! Imports: only the texts already read of the importing pack and of those it extends, never the disk.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::{Engine, EvalAltResult, Module, ModuleResolver, Position, Scope, Shared as Counted};

use crate::engine::lent::Lent;
use crate::pack::Packs;
use crate::source::{SourceId, Sources};

/// The script files of a set of packs, and what the host lends to them.
#[derive(Debug, Default)]
pub(crate) struct Library {
    /// What the host lends to all of them.
    pub lent: Lent,
    files: BTreeMap<SourceId, File>,
    /// For each pack, the libraries that its files may import, by path; its own win over those of packs it extends.
    imports: BTreeMap<String, BTreeMap<String, SourceId>>,
}

#[derive(Debug)]
struct File {
    text: Arc<str>,
    pack: String,
}

impl Library {
    /// Gathers the files of the packs of the given chains.
    #[must_use]
    pub(crate) fn new<'a>(
        packs: &Packs,
        chains: impl Iterator<Item = &'a [String]>,
        lent: Lent,
        sources: &Sources,
    ) -> Self {
        let mut library = Self { lent, ..Self::default() };
        for id in chains.flatten() {
            let Some(pack) = packs.get(id).filter(|_| !library.imports.contains_key(id)) else { continue };
            for source in pack.scripts.values().chain(pack.libraries.values()) {
                let text = sources.get(*source).text.clone();
                library.files.insert(*source, File { text, pack: id.clone() });
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

    /// The text of a file.
    #[must_use]
    pub(crate) fn text(&self, source: SourceId) -> Option<&str> {
        self.files.get(&source).map(|f| &*f.text)
    }

    /// The file that an import path names in a pack's scripts.
    #[must_use]
    pub(crate) fn find(&self, pack: &str, path: &str) -> Option<SourceId> {
        self.imports.get(pack)?.get(path).copied()
    }

    /// The paths that a pack's scripts may import.
    pub(crate) fn paths(&self, pack: &str) -> impl Iterator<Item = &str> {
        self.imports.get(pack).into_iter().flat_map(|i| i.keys()).map(String::as_str)
    }
}

/// The name by which the interpreter knows a file.
#[must_use]
pub(crate) fn source_name(source: SourceId) -> String {
    source.0.to_string()
}

/// The file of that name.
#[must_use]
pub(crate) fn source_of(name: &str) -> Option<SourceId> {
    name.parse().ok().map(SourceId)
}

/// Resolves imports of one engine, and keeps what it has evaluated.
pub(crate) struct Resolver {
    library: Arc<Library>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    done: BTreeMap<SourceId, Counted<Module>>,
    /// Files being evaluated, to tell a loop of imports.
    open: Vec<SourceId>,
}

impl Resolver {
    /// A resolver over a library.
    #[must_use]
    pub(crate) fn new(library: Arc<Library>) -> Self {
        Self { library, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ModuleResolver for Resolver {
    fn resolve(
        &self,
        engine: &Engine,
        importer: Option<&str>,
        path: &str,
        position: Position,
    ) -> Result<Counted<Module>, Box<EvalAltResult>> {
        let missing = || Box::new(EvalAltResult::ErrorModuleNotFound(path.to_owned(), position));
        let pack = importer.and_then(source_of).and_then(|s| self.library.files.get(&s)).map(|f| &f.pack);
        let source = pack.and_then(|pack| self.library.find(pack, path)).ok_or_else(missing)?;
        {
            let mut state = self.state();
            if let Some(module) = state.done.get(&source) {
                return Ok(module.clone());
            }
            if state.open.contains(&source) {
                let message = format!("imports form a loop: {path}");
                return Err(Box::new(EvalAltResult::ErrorRuntime(message.into(), position)));
            }
            state.open.push(source);
        }
        let text = self.library.text(source).unwrap_or_default();
        let module = engine.compile(text).map_err(Into::into).and_then(|mut ast| {
            ast.set_source(source_name(source));
            Module::eval_ast_as_new(Scope::new(), &ast, engine)
        });
        let mut state = self.state();
        state.open.pop();
        let mut module =
            module.map_err(|error| Box::new(EvalAltResult::ErrorInModule(path.to_owned(), error, position)))?;
        module.build_index();
        let module = Counted::new(module);
        state.done.insert(source, module.clone());
        Ok(module)
    }
}
