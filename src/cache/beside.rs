//! The files of a check, without the cache: where its folder lies within what is checked, as jobs have it that carry it from one to
//! the next, the report is that of a check without it.

use std::io;
use std::path::{Path, PathBuf};

use super::folder::{OWN, is_ours};
use yize_core::files::{Entry, FileKind, Files, Identity};

/// Files beside the cache's own.
pub(crate) struct Beside<'f> {
    files: &'f dyn Files,
    /// Where our folder really is.
    own: Option<PathBuf>,
}

impl<'f> Beside<'f> {
    /// Those beside a folder of ours.
    pub(super) fn new(files: &'f dyn Files, own: &Path) -> Self {
        Self { files, own: files.real(own).ok() }
    }

    /// Without the folder and the entries in it. Whatever else lies there is somebody's.
    fn without(&self, mut entries: Vec<Entry>) -> Vec<Entry> {
        let mut folder: Option<PathBuf> = None;
        entries.retain(|entry| {
            let named = entry.path.file_name();
            if named.is_some_and(|name| name == OWN) && matches!(entry.kind, Ok(FileKind::Folder)) {
                let is_it = self.own.is_some() && self.files.real(&entry.path).ok() == self.own;
                if is_it {
                    folder = Some(entry.path.clone());
                }
                return !is_it;
            }
            let inside = folder.is_some() && entry.path.parent() == folder.as_deref();
            !(inside && named.and_then(|name| name.to_str()).is_some_and(is_ours))
        });
        entries
    }
}

impl Files for Beside<'_> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.files.read(path, limit)
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.files.kind(path)
    }

    fn identity(&self, path: &Path) -> Option<Identity> {
        self.files.identity(path)
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        self.without(self.files.walk(folder))
    }

    fn walk_within(&self, folder: &Path, enter: &dyn Fn(&Path) -> bool) -> Vec<Entry> {
        self.without(self.files.walk_within(folder, enter))
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.real(path)
    }
}
