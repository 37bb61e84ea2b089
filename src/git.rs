//! A state of a git repository as files: what a commit holds, read once into memory.
#![expect(clippy::disallowed_methods, reason = "a commit is found beside the disk, and its paths are the disk's")]

use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::ledger::Ledgers;
use gix::discover::upwards::Error::{NoGitRepository, NoGitRepositoryWithinCeiling, NoGitRepositoryWithinFs};
use yize_core::files::{Disk, Entry, FileKind, Files, Memory};
use yize_core::sheet::Workbooks as _;

/// The files of a commit, under the paths that they have in the working directory. Paths outside the repository are the
/// disk's.
#[derive(Debug)]
pub(crate) struct Tree {
    /// The repository's folder.
    root: PathBuf,
    /// The working directory.
    here: PathBuf,
    /// By path in the repository.
    files: Memory,
    /// Links that lead out of the repository.
    outside: Vec<PathBuf>,
    /// Full id of the commit.
    pub commit: String,
}

/// Why a state cannot be had.
#[derive(Debug)]
pub(crate) enum Missing {
    /// The working directory is in no repository.
    Repository,
    /// The repository cannot be read.
    Unreadable(String),
    /// The repository is kept in a way that is not supported: which.
    Unsupported(&'static str),
    /// There is no such commit.
    Reference,
    /// The range does not end with the commit that is checked out, or has no end.
    Range,
    /// It has no commit in common with the one that is checked out.
    Unrelated,
    /// The same in a clone that ends before the commit in common.
    Shallow,
    /// Objects are missing in a clone that leaves them with its origin.
    Partial,
}

/// Most links that one path may go through.
const LINKS: usize = 16;

impl Tree {
    /// Reads the commit from which the one that is checked out and this one have parted, in the repository around the working
    /// directory: of a branch that has moved on since, what it has mended or broken is no work of the change under review.
    /// `A...B` is the same of `A`, where `B` is what is checked out. Only texts that yize reads are taken; of other files it is
    /// known that they exist.
    ///
    /// # Errors
    /// When there is no repository or no such commit.
    pub(crate) fn at(reference: &str) -> Result<Self, Missing> {
        let broken = |error: &dyn std::fmt::Display| Missing::Unreadable(error.to_string());
        let repository = repository()?;
        // A bare repository has no files to compare with.
        let root = repository.workdir().ok_or(Missing::Repository)?;
        let root = std::fs::canonicalize(root).map_err(|e| broken(&e))?;
        let here = std::fs::canonicalize(".").map_err(|e| broken(&e))?;
        let commit = parted(&repository, reference)?;
        let id = commit.id.to_string();
        // Where objects are left with the origin, one that is missing is no damage.
        let partial = is_partial(&repository);
        let missing = |why: String| if partial { Missing::Partial } else { Missing::Unreadable(why) };
        let tree = commit.tree().map_err(|e| missing(e.to_string()))?;
        let mut all = Self { root, here, files: Memory::default(), outside: Vec::new(), commit: id };
        let mut links = Vec::new();
        all.collect(&repository, &tree, Path::new(""), &mut links).map_err(missing)?;
        follow(&mut all.files, &links);
        Ok(all)
    }

    /// Takes the files of a tree, and of the submodules that it names, under a folder of the repository; of links also where
    /// they lead.
    fn collect(
        &mut self,
        repository: &gix::Repository,
        tree: &gix::Tree<'_>,
        under: &Path,
        links: &mut Vec<(PathBuf, PathBuf)>,
    ) -> Result<(), String> {
        for entry in tree.traverse().breadthfirst.files().map_err(|e| e.to_string())? {
            let path = under.join(gix::path::from_bstr(&entry.filepath).map_err(|e| e.to_string())?);
            let read = || repository.find_object(entry.oid).map(|o| o.data.clone()).map_err(|e| e.to_string());
            if entry.mode.is_commit() {
                // One that is not checked out has no files in the working directory either.
                let Ok(module) = gix::open(self.root.join(&path)) else { continue };
                let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
                let commit = module.find_commit(entry.oid).map_err(|e| wrong(&e))?;
                let tree = commit.tree().map_err(|e| wrong(&e))?;
                self.collect(&module, &tree, &path, links)?;
            } else if entry.mode.is_link() {
                let bytes = read()?;
                let target = gix::path::from_bstr(gix::bstr::BStr::new(&bytes)).map_err(|e| e.to_string())?;
                let target = plain(&self.root.join(path.parent().unwrap_or(Path::new(""))).join(target));
                match target.strip_prefix(&self.root) {
                    Ok(inside) => links.push((path, inside.to_owned())),
                    Err(_) => self.outside.push(path),
                }
            } else if entry.mode.is_blob() {
                let bytes = if is_read(&path) { read()? } else { Vec::new() };
                self.files.0.insert(path, bytes);
            }
        }
        Ok(())
    }

    /// The path in the repository; `None` outside it, be it through a link.
    #[must_use]
    pub(crate) fn inside(&self, path: &Path) -> Option<PathBuf> {
        let path = plain(&self.here.join(path));
        let inside = path.strip_prefix(&self.root).ok()?;
        self.outside.iter().all(|link| !inside.starts_with(link)).then(|| inside.to_owned())
    }
}

impl Files for Tree {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        match self.inside(path) {
            Some(inside) => self.files.read(&inside, limit),
            None => Disk.read(path, limit),
        }
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        match self.inside(path) {
            Some(inside) => self.files.kind(&inside),
            None => Disk.kind(path),
        }
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let Some(inside) = self.inside(folder) else { return Disk.walk(folder) };
        let entries = self.files.walk(&inside).into_iter();
        entries
            .map(|entry| Entry { path: folder.join(entry.path.strip_prefix(&inside).unwrap_or(&entry.path)), ..entry })
            .collect()
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self.inside(path) {
            Some(inside) => Ok(self.root.join(inside)),
            None => Disk.real(path),
        }
    }
}

/// The repository around the working directory.
fn repository() -> Result<gix::Repository, Missing> {
    // Hooks run with `GIT_DIR` and the like set.
    let options = gix::discover::upwards::Options::default();
    let trust = gix::sec::trust::Mapping::default();
    let found = gix::ThreadSafeRepository::discover_with_environment_overrides_opts(".", options, trust);
    found.map(|repository| repository.to_thread_local()).map_err(|error| match error.downcast_any_ref() {
        Some(NoGitRepository { .. } | NoGitRepositoryWithinCeiling { .. } | NoGitRepositoryWithinFs { .. }) => {
            Missing::Repository
        }
        _ => {
            // Each holds those behind it, or says the same again.
            let mut reasons: Vec<String> = Vec::new();
            for reason in error.iter_errors().map(ToString::to_string) {
                if reason.contains("objectFormat") {
                    return Missing::Unsupported("SHA-256");
                }
                if !reasons.iter().any(|known| known.contains(&reason)) {
                    reasons.push(reason);
                }
            }
            Missing::Unreadable(reasons.join(": "))
        }
    })
}

/// The commit of a reference from which the one that is checked out has parted.
fn parted<'r>(repository: &'r gix::Repository, reference: &str) -> Result<gix::Commit<'r>, Missing> {
    if repository.config_snapshot().string("extensions.refStorage").is_some_and(|way| **way == *b"reftable") {
        return Err(Missing::Unsupported("reftable"));
    }
    let commit = |name: &str| {
        let found = repository.rev_parse_single(name).map_err(|_| Missing::Reference)?;
        found.object().and_then(gix::Object::peel_to_commit).map_err(|_| Missing::Reference)
    };
    // No name holds two dots.
    let (name, end) = match (reference.split_once("..."), reference.contains("..")) {
        (Some((name, end)), _) => (name, Some(end)),
        (None, true) => return Err(Missing::Range),
        (None, false) => (reference, None),
    };
    let or_head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    let (named, head) = (commit(&or_head(name))?, commit("HEAD")?);
    if end.is_some_and(|end| !commit(&or_head(end)).is_ok_and(|end| end.id == head.id)) {
        return Err(Missing::Range);
    }
    let shallow = repository.is_shallow().unwrap_or(false);
    let none = || if shallow { Missing::Shallow } else { Missing::Unrelated };
    let base = repository.merge_base(named.id, head.id).map_err(|error| match () {
        () if shallow => Missing::Shallow,
        () if is_partial(repository) => Missing::Partial,
        () => Missing::Unreadable(error.to_string()),
    })?;
    repository.find_commit(base.ok_or_else(none)?).map_err(|_| none())
}

/// Whether objects are left with the origin until they are wanted.
fn is_partial(repository: &gix::Repository) -> bool {
    let config = repository.config_snapshot();
    let promised = || {
        repository
            .remote_names()
            .into_iter()
            .any(|name| config.boolean(format!("remote.{name}.promisor").as_str()).unwrap_or(false))
    };
    config.string("extensions.partialClone").is_some() || promised()
}

/// Whether yize reads such a file.
fn is_read(path: &Path) -> bool {
    let text = |e: &OsStr| ["toml", "rhai", "lock"].iter().any(|known| e.eq_ignore_ascii_case(known));
    path.extension().is_some_and(text) || Ledgers.reads(path)
}

/// Puts what links lead to in their places, link after link, as often as links can lead to links.
fn follow(files: &mut Memory, links: &[(PathBuf, PathBuf)]) {
    for _ in 0..LINKS.min(links.len()) {
        for (link, target) in links {
            let reached: Vec<(PathBuf, Vec<u8>)> = files
                .0
                .range(target.clone()..)
                .take_while(|(path, _)| path.starts_with(target))
                .filter(|(path, _)| !path.starts_with(link))
                .map(|(path, bytes)| (link.join(path.strip_prefix(target).unwrap_or(path)), bytes.clone()))
                .collect();
            // Joining nothing leaves a slash behind, which no file has.
            files.0.extend(reached.into_iter().map(|(path, bytes)| (plain(&path), bytes)));
        }
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            component => plain.push(component),
        }
    }
    plain
}
