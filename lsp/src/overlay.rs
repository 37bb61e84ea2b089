//! What is open and perhaps not saved, laid over the disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use yize_core::files::{Entry, FileKind, Identity};
use yize_core::{Disk, Files};

/// The texts that editors hold, by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay(pub(crate) BTreeMap<PathBuf, Arc<str>>);

impl Files for Overlay {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        match self.0.get(path) {
            Some(text) if text.len() as u64 > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Disk.read(path, limit),
        }
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        if self.0.contains_key(path) { Ok(FileKind::File) } else { Disk.kind(path) }
    }

    fn identity(&self, path: &Path) -> Option<Identity> {
        Disk.identity(path)
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        self.walk_within(folder, &|_| true)
    }

    fn walk_within(&self, folder: &Path, enter: &dyn Fn(&Path) -> bool) -> Vec<Entry> {
        let mut entries = Disk.walk_within(folder, enter);
        for path in self.0.keys().filter(|path| path.starts_with(folder)) {
            if let Err(at) = entries.binary_search_by(|entry| entry.path.as_path().cmp(path)) {
                // What is new lies in a folder that is there.
                entries.insert(at, Entry { path: path.clone(), kind: Ok(FileKind::File), linked: false });
            }
        }
        entries
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.real(path).or_else(|error| if self.0.contains_key(path) { Ok(path.to_owned()) } else { Err(error) })
    }
}
