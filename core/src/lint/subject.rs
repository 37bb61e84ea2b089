//! The pack that is looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::world::World;
use crate::cases::Case;
use crate::check::ruleset::Ruleset;
use crate::finding::Finding;
use crate::pack::Pack;
use crate::script::check::Meta;
use crate::script::tree::{Expr, File, What};
use crate::source::{Place, SourceId, Sources};

/// A pack, with what is around it.
pub(super) struct Subject<'s> {
    /// All packs.
    pub rules: &'s Ruleset,
    /// The pack.
    pub pack: &'s Pack,
    /// The texts.
    pub sources: &'s Sources,
    /// In what its scripts are looked at: as they are by themselves, then as they are where others govern.
    pub worlds: Vec<&'s World>,
    /// It and those that extend it.
    pub around: Vec<&'s Pack>,
    /// The cases of these, by pack, and what is wrong with them.
    pub cases: &'s BTreeMap<String, (Vec<Case>, Vec<Finding>)>,
}

/// What is declared, and may be known by its name: a rule, a constraint, a scheme.
pub(super) struct Declared<'s> {
    /// Full name.
    pub name: String,
    /// Title.
    pub title: &'s str,
    /// The document that it rests on.
    pub basis: &'s str,
    /// Where that is said.
    pub basis_at: Place,
    /// First and last day.
    pub days: (Date, Option<Date>),
    /// Where it is declared.
    pub place: Place,
    /// Whether it is a scheme.
    pub is_scheme: bool,
}

impl<'s> Subject<'s> {
    /// As the pack is by itself.
    pub(super) fn own(&self) -> &'s World {
        self.worlds[0]
    }

    /// The files of the pack.
    pub(super) fn files(&self) -> Vec<SourceId> {
        files(self.pack).collect()
    }

    /// The tree of a file.
    pub(super) fn tree(&self, source: SourceId) -> Option<&'s Arc<File>> {
        self.rules.library.get(source).map(|reading| &reading.file)
    }

    /// Its rules, constraints and schemes.
    pub(super) fn own_rules(&self) -> impl Iterator<Item = Declared<'s>> {
        let typed = &self.own().typed;
        let rules = typed.rules.iter().map(|own| (own.file, own.declaration, &own.meta, false));
        let schemes = typed.schemes.iter().map(|own| (own.file, own.declaration, &own.meta, true));
        let written: Vec<Declared<'s>> =
            rules.chain(schemes).filter_map(|(file, at, meta, scheme)| self.written(file, at, meta, scheme)).collect();
        constraints(self.pack).chain(written)
    }

    /// Names, titles and places of what some pack declares, as it is written.
    pub(super) fn declared<'p>(&'p self, pack: &'p Pack) -> impl Iterator<Item = (String, &'p str, Place)> + 'p {
        let files = pack.scripts.values().filter_map(|source| self.tree(*source));
        let all = files.flat_map(|file| file.declarations.iter().map(move |own| (file.source, &own.arguments)));
        let written = all.filter_map(|(source, arguments)| {
            let [id, map, ..] = arguments.as_slice() else { return None };
            let (What::Text(id), at) = (&id.what, id.span) else { return None };
            let What::Text(title) = &entry(map, "title")?.what else { return None };
            Some((format!("{}/{id}", pack.manifest.id), &**title, Place { source, span: at }))
        });
        constraints(pack).map(|own| (own.name, own.title, own.place)).chain(written)
    }

    fn written(&self, file: SourceId, at: usize, meta: &'s Meta, is_scheme: bool) -> Option<Declared<'s>> {
        let declaration = self.tree(file)?.declarations.get(at)?;
        let basis = declaration.arguments.get(1).and_then(|own| entry(own, "basis"));
        Some(Declared {
            name: format!("{}/{}", self.pack.manifest.id, meta.id),
            title: &meta.title,
            basis: &meta.basis,
            basis_at: Place { source: file, span: basis.map_or(declaration.verb.span, |own| own.span) },
            days: (meta.since, meta.until),
            place: Place {
                source: file,
                span: declaration.arguments.first().map_or(declaration.verb.span, |id| id.span),
            },
            is_scheme,
        })
    }
}

/// The files of a pack.
pub(super) fn files(pack: &Pack) -> impl Iterator<Item = SourceId> {
    pack.scripts.values().chain(pack.libraries.values()).copied()
}

fn constraints(pack: &Pack) -> impl Iterator<Item = Declared<'_>> {
    let of_kinds = pack.kinds.iter().flat_map(|kind| kind.constraints.iter().map(move |own| (&kind.name, own)));
    of_kinds.map(|(kind, own)| Declared {
        name: format!("{}/{}", pack.manifest.id, own.id(kind)),
        title: &own.title,
        basis: &own.basis,
        basis_at: own.place,
        days: (own.since, own.until),
        place: own.place,
        is_scheme: false,
    })
}

/// What a map says under a key.
fn entry<'t>(map: &'t Expr, key: &str) -> Option<&'t Expr> {
    let What::Map(entries) = &map.what else { return None };
    entries.iter().find(|(name, _)| &*name.text == key).map(|(_, value)| value)
}
