//! What everything that was asked for looks like now, without reading it: the way to notice a change of which no one told.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use yize_core::files::Asked;
use yize_core::files::FileKind;

/// How a path looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    /// An entry of a folder that nothing else was asked about; its contents do not matter.
    Listed(Result<FileKind, io::ErrorKind>),
    /// It cannot be looked at, most often because it is not there.
    Missing(io::ErrorKind),
    /// A folder or a device: only that it is one matters.
    Kind(FileKind),
    /// A file.
    File(Face),
}

/// What can be seen of a file from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Face {
    len: u64,
    modified: Option<SystemTime>,
    /// Device, inode, and the time at which the system last changed anything of it, which no program can set back.
    identity: Identity,
    /// A digest of its bytes, where they were read.
    contents: Option<u64>,
}

type Identity = (u64, u64, i64, i64);

/// One look at everything that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Survey {
    stamps: BTreeMap<PathBuf, Stamp>,
    /// Folders that were listed: those asked for, and all below them.
    pub folders: BTreeSet<PathBuf>,
    /// Links and broken entries in those folders.
    pub links: BTreeSet<PathBuf>,
}

impl Survey {
    /// Looks at what was asked for, and with `contents` reads the files too.
    #[must_use]
    pub(super) fn take(asked: &Asked, contents: bool) -> Self {
        let mut survey = Self::default();
        for folder in &asked.folders {
            survey.list(folder, &asked.closed);
        }
        for path in &asked.paths {
            survey.stamps.insert(path.clone(), stamp(path, contents));
        }
        survey
    }

    /// Lists a folder as [`Files::walk_within`](yize_core::files::Files::walk_within) does.
    fn list(&mut self, folder: &Path, closed: &BTreeSet<PathBuf>) {
        self.folders.insert(folder.to_owned());
        let mut walk = walkdir::WalkDir::new(folder).min_depth(1).follow_links(true).into_iter();
        while let Some(entry) = walk.next() {
            if entry.as_ref().is_ok_and(|entry| entry.file_type().is_dir() && closed.contains(entry.path())) {
                walk.skip_current_dir();
            }
            let (path, kind) = match entry {
                Ok(entry) => {
                    if entry.path_is_symlink() {
                        self.links.insert(entry.path().to_owned());
                    }
                    (entry.path().to_owned(), Ok(FileKind::from(entry.file_type())))
                }
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    self.links.insert(path.clone());
                    (path, Err(io::Error::from(error).kind()))
                }
            };
            if kind == Ok(FileKind::Folder) {
                self.folders.insert(path.clone());
            }
            // A folder that cannot be listed has two entries; that it cannot is what matters.
            let known = self.stamps.entry(path).or_insert(Stamp::Listed(kind));
            if kind.is_err() {
                *known = Stamp::Listed(kind);
            }
        }
    }

    /// Paths that look otherwise in a later survey. What was not asked for then does not count.
    #[must_use]
    pub(super) fn changes(&self, later: &Self) -> Vec<PathBuf> {
        let other = |(path, stamp): &(&PathBuf, &Stamp)| match self.stamps.get(*path) {
            // An entry that has not been there: the folder has changed. Anything else is asked for the first time.
            None => matches!(stamp, Stamp::Listed(_)) && self.lists(path),
            Some(Stamp::Listed(Ok(was))) => match stamp {
                Stamp::Listed(is) => *is != Ok(*was),
                Stamp::Kind(is) => is != was,
                Stamp::File(_) => *was != FileKind::File,
                Stamp::Missing(_) => true,
            },
            Some(was) => was != *stamp,
        };
        let mut changes: Vec<PathBuf> = later.stamps.iter().filter(other).map(|(path, _)| path.clone()).collect();
        let gone = self.stamps.iter().filter(|(path, stamp)| {
            matches!(stamp, Stamp::Listed(_)) && !later.stamps.contains_key(*path) && later.lists(path)
        });
        changes.extend(gone.map(|(path, _)| path.clone()));
        changes
    }

    /// Whether a later survey looks at paths at which this one did not look.
    #[must_use]
    pub(super) fn lacks(&self, later: &Self) -> bool {
        let listed = |stamp: &Stamp| matches!(stamp, Stamp::Listed(_));
        later.stamps.iter().any(|(path, stamp)| !listed(stamp) && self.stamps.get(path).is_none_or(listed))
            || !later.folders.is_subset(&self.folders)
    }

    /// Whether the path is an entry of a folder that was listed.
    fn lists(&self, path: &Path) -> bool {
        path.parent().is_some_and(|parent| self.folders.contains(parent))
    }
}

fn stamp(path: &Path, contents: bool) -> Stamp {
    let meta = match std::fs::metadata(path) {
        Ok(meta) => meta,
        Err(error) => return Stamp::Missing(error.kind()),
    };
    match FileKind::from(meta.file_type()) {
        FileKind::File => Stamp::File(Face {
            len: meta.len(),
            modified: meta.modified().ok(),
            identity: identity(&meta),
            contents: contents.then(|| digest(path)),
        }),
        kind => Stamp::Kind(kind),
    }
}

/// A digest of a file's bytes; of its error where it cannot be read.
fn digest(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut buffer = vec![0; 1 << 16];
    let read = std::fs::File::open(path).and_then(|mut file| {
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(n) => hasher.write(&buffer[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    });
    if let Err(error) = read {
        hasher.write(format!("{:?}", error.kind()).as_bytes());
    }
    hasher.finish()
}

#[cfg(unix)]
fn identity(meta: &std::fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (meta.dev(), meta.ino(), meta.ctime(), meta.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &std::fs::Metadata) -> Identity {
    Identity::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(paths: &[&Path], folders: &[&Path]) -> Asked {
        let set = |paths: &[&Path]| paths.iter().map(|path| (*path).to_owned()).collect();
        Asked { paths: set(paths), folders: set(folders), closed: BTreeSet::new() }
    }

    #[test]
    fn what_was_asked_for_counts_and_what_was_not_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b, none) = (folder.path().join("a"), folder.path().join("b"), folder.path().join("c/none"));
        std::fs::write(&a, "1").unwrap();
        std::fs::write(&b, "1").unwrap();
        let asked = asked(&[&a, &none], &[folder.path()]);
        let before = Survey::take(&asked, false);
        assert_eq!(before.changes(&Survey::take(&asked, false)), Vec::<PathBuf>::new());
        std::fs::write(&b, "other").unwrap();
        assert_eq!(before.changes(&Survey::take(&asked, false)), Vec::<PathBuf>::new(), "nobody reads b");
        std::fs::write(&a, "other").unwrap();
        assert_eq!(before.changes(&Survey::take(&asked, false)), [a.as_path()]);
        std::fs::remove_file(&b).unwrap();
        std::fs::create_dir(folder.path().join("c")).unwrap();
        std::fs::write(&none, "here").unwrap();
        let later = before.changes(&Survey::take(&asked, false));
        assert_eq!(later, [a, folder.path().join("c"), none, b]);
    }

    #[test]
    fn contents_tell_where_no_clock_moves() {
        let folder = tempfile::tempdir().unwrap();
        let a = folder.path().join("a");
        let look = |text: &str| {
            std::fs::write(&a, text).unwrap();
            let mut survey = Survey::take(&asked(&[&a], &[]), true);
            for stamp in survey.stamps.values_mut() {
                let Stamp::File(face) = stamp else { panic!("{stamp:?}") };
                (face.modified, face.identity) = (None, Identity::default());
            }
            survey
        };
        let one = look("1");
        assert_eq!(one.changes(&look("1")), Vec::<PathBuf>::new());
        assert_eq!(one.changes(&look("2")), [a.as_path()]);
    }

    #[test]
    fn what_is_looked_at_for_the_first_time_is_lacking_and_no_change() {
        let folder = tempfile::tempdir().unwrap();
        let a = folder.path().join("a");
        std::fs::write(&a, "1").unwrap();
        let listed = Survey::take(&asked(&[], &[folder.path()]), false);
        let read = Survey::take(&asked(&[&a], &[folder.path()]), false);
        assert!(listed.lacks(&read) && !read.lacks(&listed) && !read.lacks(&read));
        assert!(listed.changes(&read).is_empty() && Survey::default().changes(&read).is_empty());
    }
}
