//! The functions that packs have in their `lib/`, for their own rules and for those of packs that extend them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::ruleset::Ruleset;
use crate::script::tree::{File, Function, What};
use crate::script::walk::{self, Part};
use crate::source::{Place, SourceId, Sources};

/// A function of a pack's library.
#[derive(Clone, Debug)]
pub struct LibraryFunction {
    /// Its name.
    pub name: String,
    /// What its parameters are called.
    pub parameters: Vec<String>,
    /// What is written above it, in `///` lines.
    pub does: String,
    /// Its pack.
    pub pack: String,
    /// Its library, as scripts import it: `lib/time`.
    pub library: String,
    /// Where it stands.
    pub place: Place,
    /// Where other files call it, pack by pack.
    pub calls: Vec<Place>,
}

/// The functions of the libraries of packs.
pub(super) fn of(ruleset: &Ruleset, sources: &Sources) -> Vec<LibraryFunction> {
    let mut functions = Vec::new();
    let mut calls: BTreeMap<(SourceId, Arc<str>), Vec<Place>> = BTreeMap::new();
    for pack in ruleset.packs.iter() {
        let libraries = pack.libraries.iter().map(|(path, source)| (Some(path), source));
        for (library, source) in libraries.chain(pack.scripts.values().map(|source| (None, source))) {
            let Some(reading) = ruleset.library.get(*source) else { continue };
            if let Some(library) = library {
                let text = sources.get(*source).text();
                let own = reading.file.functions.iter();
                functions.extend(own.map(|own| function(own, (&pack.manifest.id, library), (*source, text))));
            }
            for (called, name, place) in called(&reading.file, ruleset) {
                calls.entry((called, name)).or_default().push(place);
            }
        }
    }
    for own in &mut functions {
        own.calls = calls.remove(&(own.place.source, own.name.as_str().into())).unwrap_or_default();
    }
    functions
}

fn function(own: &Function, (pack, library): (&str, &str), (source, text): (SourceId, &str)) -> LibraryFunction {
    LibraryFunction {
        name: own.name.text.to_string(),
        parameters: own.parameters.iter().map(|name| name.text.to_string()).collect(),
        does: above(&text[..own.span.start as usize]),
        pack: pack.to_owned(),
        library: library.to_owned(),
        place: Place { source, span: own.name.span },
        calls: Vec::new(),
    }
}

/// What is written in the `///` lines at the end of a text.
fn above(text: &str) -> String {
    let lines = text.trim_end().lines().rev().map_while(|line| line.trim_start().strip_prefix("///"));
    let mut lines: Vec<&str> = lines.map(str::trim).collect();
    lines.reverse();
    lines.join("\n")
}

/// The functions of libraries that a file calls: the file of each, its name, and where it is called.
fn called(file: &File, ruleset: &Ruleset) -> Vec<(SourceId, Arc<str>, Place)> {
    let mut found = Vec::new();
    walk::file(file, &mut |part| {
        let Part::Expr(expr) = part else { return };
        let What::LibraryCall { library, name, .. } = &expr.what else { return };
        let import = file.imports.iter().find(|own| own.alias.as_ref().is_some_and(|alias| alias.text == library.text));
        if let Some(from) = import.and_then(|own| ruleset.library.import(file.source, &own.path.text)) {
            found.push((from, name.text.clone(), Place { source: file.source, span: name.span }));
        }
    });
    found
}
