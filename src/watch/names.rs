//! The names that the system looks up on the way to a path, links and missing ones included: whoever watches the
//! folders in which they are looked up hears of every change that can matter to the path.

use std::collections::{HashMap, VecDeque};
use std::path::{Component, Path, PathBuf};

use crate::watch::survey::Survey;
use yize_core::files::Asked;

/// Most links on the way to one path; the system gives up sooner.
const LINKS: usize = 64;

/// What can happen to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happening {
    /// It is made, removed or renamed, or nobody knows.
    ComesOrGoes,
    /// Who may read it changes.
    Permissions,
    /// The file is written to.
    Contents,
}

/// Names that are looked up, without links and absolute, each with a path that was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Names on the way to what was asked for. That anything at all happens to one of them matters.
    pub on_the_way: HashMap<PathBuf, PathBuf>,
    /// Folders that are listed. That entries come and go in one of them matters.
    pub listed: HashMap<PathBuf, PathBuf>,
}

impl Names {
    /// Looks the way up to everything that was asked for.
    #[must_use]
    pub(super) fn of(asked: &Asked, survey: &Survey) -> Self {
        let mut names = Self::default();
        // Where the working directory has been removed there is nothing to be found by a relative path.
        let here = std::fs::canonicalize(".").ok();
        let mut known = HashMap::new();
        for path in asked.paths.iter().chain(&survey.links) {
            names.follow(path, here.as_deref(), &mut known);
        }
        for folder in &survey.folders {
            if let Some(place) = names.follow(folder, here.as_deref(), &mut known) {
                names.listed.entry(place).or_insert_with(|| folder.clone());
            }
        }
        names
    }

    /// The path that was asked for to which something at this name matters; `None` where it matters to none.
    #[must_use]
    pub(super) fn meant(&self, name: &Path, what: Happening) -> Option<PathBuf> {
        let entry = || {
            let folder = self.listed.get(name.parent()?)?;
            Some(folder.join(name.file_name()?))
        };
        match what {
            Happening::ComesOrGoes => entry().or_else(|| self.listed.get(name).cloned()),
            Happening::Permissions => self.listed.get(name).cloned(),
            Happening::Contents => None,
        }
        .or_else(|| self.on_the_way.get(name).cloned())
    }

    /// The folders that have to be watched, each before those in it.
    #[must_use]
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let parents = self.on_the_way.keys().filter_map(|name| name.parent());
        let mut folders: Vec<PathBuf> =
            parents.chain(self.listed.keys().map(PathBuf::as_path)).map(PathBuf::from).collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// Goes the way to a path name by name. Gives the place where it ends, without links, when it is there.
    fn follow(
        &mut self,
        path: &Path,
        here: Option<&Path>,
        known: &mut HashMap<PathBuf, Option<PathBuf>>,
    ) -> Option<PathBuf> {
        if let Some(place) = known.get(path) {
            return place.clone();
        }
        // Paths in one folder share the way to it.
        let place = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) if !parent.as_os_str().is_empty() => {
                self.follow(parent, here, known).and_then(|folder| self.walk(folder, Path::new(name), path))
            }
            _ if path.is_absolute() => self.walk(PathBuf::new(), path, path),
            _ => here.and_then(|here| self.walk(here.to_owned(), path, path)),
        };
        known.insert(path.to_owned(), place.clone());
        place
    }

    fn walk(&mut self, from: PathBuf, rest: &Path, asked: &Path) -> Option<PathBuf> {
        let mut place = from;
        let mut left: VecDeque<PathBuf> = components(rest);
        let mut links = 0;
        while let Some(component) = left.pop_front() {
            match component.components().next() {
                None | Some(Component::CurDir) => {}
                // `place` has no links in it, so this is what the system does too.
                Some(Component::ParentDir) => {
                    place.pop();
                }
                Some(Component::Prefix(_) | Component::RootDir) => place.push(component),
                Some(Component::Normal(name)) => {
                    place.push(name);
                    self.on_the_way.entry(place.clone()).or_insert_with(|| asked.to_owned());
                    let meta = std::fs::symlink_metadata(&place).ok()?;
                    if meta.is_symlink() {
                        links += 1;
                        let target = std::fs::read_link(&place).ok().filter(|_| links <= LINKS)?;
                        place.pop();
                        components(&target).into_iter().rev().for_each(|component| left.push_front(component));
                    }
                }
            }
        }
        Some(place)
    }
}

fn components(path: &Path) -> VecDeque<PathBuf> {
    path.components().map(|component| PathBuf::from(component.as_os_str())).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::collections::BTreeSet;
    use std::os::unix::fs::symlink;

    use super::*;

    fn names(root: &Path, paths: &[&str], folders: &[&str]) -> (Vec<String>, Vec<String>) {
        let set = |paths: &[&str]| paths.iter().map(|path| root.join(path)).collect();
        let asked = Asked { paths: set(paths), folders: set(folders), closed: BTreeSet::new() };
        let names = Names::of(&asked, &Survey::take(&asked, false));
        let inside = |path: &PathBuf| path.strip_prefix(root).ok().map(|path| path.to_string_lossy().into_owned());
        let sorted = |map: &HashMap<PathBuf, PathBuf>| {
            let mut names: Vec<String> = map.keys().filter_map(inside).filter(|name| !name.is_empty()).collect();
            names.sort();
            names
        };
        (sorted(&names.on_the_way), sorted(&names.listed))
    }

    #[test]
    fn links_on_the_way_and_their_targets_are_names_too() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("mount/..v1")).unwrap();
        std::fs::write(root.join("mount/..v1/a.toml"), "").unwrap();
        symlink("..v1", root.join("mount/..data")).unwrap();
        symlink("..data/a.toml", root.join("mount/a.toml")).unwrap();
        symlink("mount", root.join("root")).unwrap();
        let (way, listed) = names(&root, &["root/a.toml"], &[]);
        assert_eq!(way, ["mount", "mount/..data", "mount/..v1", "mount/..v1/a.toml", "mount/a.toml", "root"]);
        assert!(listed.is_empty());
        let (_, listed) = names(&root, &[], &["root"]);
        assert_eq!(listed, ["mount", "mount/..v1"], "one folder, however many links lead to it");
    }

    #[test]
    fn the_way_to_what_is_missing_ends_at_the_first_name_that_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        symlink("none/b", root.join("a")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        let (way, _) = names(&root, &["a", "x/y/z", "loop/q", "x/../y"], &[]);
        assert_eq!(way, ["a", "loop", "none", "x"]);
    }
}
