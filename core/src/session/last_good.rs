//! The last good version of each pack, in force while its files are wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::check::prepare::Context;
use crate::check::ruleset::Ruleset;
use crate::finding::Finding;
use crate::pack::load::{Folder, Shelf};
use crate::source::Sources;
use crate::texts::show_path;

/// A pack whose files are wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The pack's id.
    pub pack: String,
    /// Its folder.
    pub folder: String,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Whether an earlier version is in force. There is none when the pack has never been right.
    pub earlier: bool,
}

/// What is wrong with packs, by folder.
type Blamed = BTreeMap<PathBuf, Vec<Finding>>;

/// The last good version of each pack, by its folder.
#[derive(Debug, Default)]
pub(crate) struct LastGood {
    folders: BTreeMap<PathBuf, Version>,
    /// Packs that are wrong in this round, by folder.
    held: BTreeMap<PathBuf, Held>,
}

/// A pack that was right.
#[derive(Debug)]
struct Version {
    /// Its id.
    pack: String,
    files: Folder,
}

impl LastGood {
    /// The ruleset of the packs that were read, those that are wrong in their last good version.
    ///
    /// Packs are judged together, since one may break another that extends it. One bad pack never holds back those that
    /// have nothing to do with it.
    pub(crate) fn settle(&mut self, context: Context<'_>, mut packs: Shelf, sources: &Sources) -> Ruleset {
        loop {
            let ruleset = Ruleset::of(&packs, context.request.lent(), sources, context.memos);
            let blamed = blamed(&ruleset, &packs, context, sources);
            let back = self.to_take_back(&ruleset, &packs, &blamed);
            if back.is_empty() {
                self.keep(&ruleset, &packs, blamed);
                return ruleset;
            }
            for root in &back {
                // One that is not blamed itself has broken those that are.
                let broken = || blamed.values().flatten().cloned().collect();
                let findings = blamed.get(root).cloned().unwrap_or_else(broken);
                let pack =
                    self.folders.get(root).map_or_else(|| name(&ruleset, &packs, root), |good| good.pack.clone());
                self.held.insert(root.clone(), Held { pack, folder: show_path(root), findings, earlier: true });
            }
            for folder in packs.layers.iter_mut().filter(|l| !l.embedded).flat_map(|l| &mut l.folders) {
                if let Some(good) = self.folders.get(&folder.root).filter(|_| back.contains(&folder.root)) {
                    folder.clone_from(&good.files);
                }
            }
        }
    }

    /// The folders to put back into their last good version: those that are blamed and have changed; when all that are
    /// blamed are as they were, the packs that they extend. A pack that has never been right has no version to go back
    /// to, and holds back no other.
    fn to_take_back(&self, ruleset: &Ruleset, packs: &Shelf, blamed: &Blamed) -> BTreeSet<PathBuf> {
        let has_changed = |f: &&Folder| self.folders.get(&f.root).is_some_and(|good| good.files != **f);
        let changed: Vec<&Folder> = folders(packs).filter(has_changed).collect();
        let roots = |wanted: &dyn Fn(&Folder) -> bool| -> BTreeSet<PathBuf> {
            changed.iter().filter(|f| wanted(f)).map(|f| f.root.clone()).collect()
        };
        let own = roots(&|folder| blamed.contains_key(&folder.root));
        if !own.is_empty() {
            return own;
        }
        let once_right = blamed.keys().filter(|root| self.folders.contains_key(*root));
        let chains: BTreeSet<String> =
            once_right.flat_map(|root| ruleset.packs.in_force(&name(ruleset, packs, root)).chain).collect();
        roots(&|folder| chains.contains(&name(ruleset, packs, &folder.root)))
    }

    /// Keeps what is right as the last good version, and notes what has never been.
    fn keep(&mut self, ruleset: &Ruleset, packs: &Shelf, blamed: Blamed) {
        for folder in folders(packs).filter(|f| !blamed.contains_key(&f.root) && !self.held.contains_key(&f.root)) {
            let version = Version { pack: name(ruleset, packs, &folder.root), files: folder.clone() };
            self.folders.insert(folder.root.clone(), version);
        }
        for (root, findings) in blamed {
            let pack = name(ruleset, packs, &root);
            let held = Held { pack, folder: show_path(&root), findings, earlier: false };
            self.held.entry(root).or_insert(held);
        }
    }

    /// Ends a round: gives the packs that were wrong in it.
    pub(crate) fn turn(&mut self) -> Vec<Held> {
        std::mem::take(&mut self.held).into_values().collect()
    }

    /// The same with the texts in other sources.
    pub(crate) fn moved(&mut self, from: &Sources, to: &mut Sources) {
        // A version with a text that finds no room is no longer good.
        self.folders.retain(|_, version| {
            version.files.texts.values_mut().all(|source| {
                let text = from.get(*source);
                to.add(&text.name, text.shared()).map(|moved| *source = moved).is_some()
            })
        });
    }
}

fn folders(packs: &Shelf) -> impl Iterator<Item = &Folder> {
    packs.layers.iter().filter(|layer| !layer.embedded).flat_map(|layer| &layer.folders)
}

/// What is wrong with each folder: by the place of what is said, or by the path where there is no place.
fn blamed(ruleset: &Ruleset, packs: &Shelf, context: Context<'_>, sources: &Sources) -> Blamed {
    let wanted = ruleset.own().collect();
    let compiled = ruleset.compile(wanted, context.request.jobs, sources, context.memos);
    let mut blamed = Blamed::new();
    // What is only to be looked at is no reason to go back.
    let wrong = compiled.iter().filter(|c| c.is_broken()).flat_map(|c| &c.findings);
    for finding in ruleset.findings.iter().chain(wrong) {
        let concerns = |folder: &&Folder| match (finding.place, &finding.path) {
            (Some(place), _) => folder.texts.values().any(|source| *source == place.source),
            (None, Some(path)) => Path::new(path).starts_with(show_path(&folder.root)),
            (None, None) => false,
        };
        if let Some(folder) = folders(packs).find(concerns) {
            let findings = blamed.entry(folder.root.clone()).or_default();
            if !findings.contains(finding) {
                findings.push(finding.clone());
            }
        }
    }
    blamed
}

/// The id of the pack in a folder; the folder's name when it says none.
fn name(ruleset: &Ruleset, packs: &Shelf, root: &Path) -> String {
    let manifest = folders(packs).find(|f| f.root == root).and_then(|f| f.texts.get("pack.toml"));
    let pack = ruleset.packs.iter().find(|pack| Some(&pack.manifest.place.source) == manifest);
    let folder = || root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    pack.map_or_else(folder, |pack| pack.manifest.id.clone())
}
