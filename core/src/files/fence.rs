//! Where what is read may lie: links are followed, but not out of the folders that were named.

use std::path::{Path, PathBuf};

use crate::files::{Entry, Files};

/// Folders in which all that is read must lie, wherever links lead.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fence {
    /// Where the folders really are.
    within: Vec<PathBuf>,
    /// Whether links may lead anywhere.
    pub open: bool,
}

impl Fence {
    /// The fence around these folders.
    pub(crate) fn around<'a>(files: &dyn Files, folders: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut fence = Self::default();
        folders.into_iter().for_each(|folder| fence.widen(files, folder));
        fence
    }

    /// Takes in another folder.
    pub(crate) fn widen(&mut self, files: &dyn Files, folder: &Path) {
        if let Ok(real) = files.real(folder)
            && !self.within.contains(&real)
        {
            self.within.push(real);
        }
    }

    /// Whether it holds what really is there.
    pub(crate) fn holds(&self, real: &Path) -> bool {
        // Where there are no folders above, as in memory, all begins with the folder of no name.
        let within =
            |folder: &PathBuf| real.starts_with(folder) && (folder.starts_with("..") || !real.starts_with(".."));
        self.open || self.within.iter().any(within)
    }

    /// Whether a path leads out of it. What cannot be followed is told where it is read.
    pub(crate) fn leaves(&self, files: &dyn Files, path: &Path) -> bool {
        !self.open && files.real(path).is_ok_and(|real| !self.holds(&real))
    }

    /// The entries of a folder's tree. Folders outside to which links lead are listed, and not what is in them.
    pub(crate) fn walk(&self, files: &dyn Files, folder: &Path) -> Vec<Entry> {
        files.walk_within(folder, &|real| self.holds(real))
    }

    /// Whether an entry of a tree leads out of it.
    pub(crate) fn bars(&self, files: &dyn Files, entry: &Entry) -> bool {
        entry.linked && self.leaves(files, &entry.path)
    }
}
