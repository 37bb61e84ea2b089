//! Texts laid over the disk: what is open in an editor and perhaps not saved, or files as they would be.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Disk, Entry, FileKind, Files, Identity};

/// Texts by path, and the disk for all other paths.
///
/// ```
/// use std::collections::BTreeMap;
/// use yize_core::Files as _;
/// use yize_core::files::Overlay;
///
/// let open = Overlay(BTreeMap::from([("data/plan.toml".into(), "year = 2026".into())]));
/// assert_eq!(open.read("data/plan.toml".as_ref(), 100)?, b"year = 2026");
/// assert!(open.read("data/none.toml".as_ref(), 100).is_err());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Overlay(pub BTreeMap<PathBuf, Arc<str>>);

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
