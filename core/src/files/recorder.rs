//! What was read: every path that was asked for, also those that are not there.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::files::{Entry, FileKind, Files, Identity};

/// Files that remember what they were asked for.
///
/// ```
/// use std::path::Path;
/// use yize_core::check::check;
/// use yize_core::files::{Asked, Recorder};
///
/// # let (project, request) = (yize_core::example::project(), yize_core::example::request());
/// let recorder = Recorder::new(&project);
/// let outcome = check(&recorder, &request, &());
/// // What to watch, so that a change is seen.
/// let Asked { paths, folders, closed } = recorder.asked();
/// assert!(paths.contains(Path::new("club/data/members.toml")));
/// assert!(folders.contains(Path::new("club/rules")) && closed.is_empty());
/// # assert_eq!(outcome.findings.len(), 1);
/// ```
pub struct Recorder<'f> {
    files: &'f dyn Files,
    asked: Mutex<Asked>,
}

/// The paths that were asked for, missing ones included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Files that were read, and paths of which it was asked what they are.
    pub paths: BTreeSet<PathBuf>,
    /// Folders that were listed with all that is in them.
    pub folders: BTreeSet<PathBuf>,
    /// Links in them that were not entered, for they lead elsewhere.
    pub closed: BTreeSet<PathBuf>,
}

impl<'f> Recorder<'f> {
    /// A recorder over files.
    #[must_use]
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, asked: Mutex::default() }
    }

    /// What they were asked for.
    #[must_use]
    pub fn asked(self) -> Asked {
        self.asked.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, path: &Path) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).paths.insert(path.to_owned());
    }
}

impl Files for Recorder<'_> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.note(path);
        self.files.read(path, limit)
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.note(path);
        self.files.kind(path)
    }

    fn identity(&self, path: &Path) -> Option<Identity> {
        self.files.identity(path)
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).folders.insert(folder.to_owned());
        self.files.walk(folder)
    }

    fn walk_within(&self, folder: &Path, enter: &dyn Fn(&Path) -> bool) -> Vec<Entry> {
        let entries = self.files.walk_within(folder, enter);
        let closed = |entry: &&Entry| {
            let leads_out = || self.files.real(&entry.path).is_ok_and(|real| !enter(&real));
            entry.linked && matches!(entry.kind, Ok(FileKind::Folder)) && leads_out()
        };
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.folders.insert(folder.to_owned());
        asked.closed.extend(entries.iter().filter(closed).map(|entry| entry.path.clone()));
        entries
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.note(path);
        self.files.real(path)
    }
}
