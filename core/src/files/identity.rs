//! What a file is, however its path is spelled: by device and inode or the system's like, links followed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::path::{Component, Path, PathBuf};

use file_id::FileId;

/// What a file or a folder is. Two paths that lead to one have the same.
///
/// ```
/// use yize_core::{Disk, Files};
/// # let folder = tempfile::tempdir()?;
/// # let (here, there) = (folder.path().join("a"), folder.path().join("./a"));
/// # yize_core::files::write_beside(&here, b"")?;
/// let is: Option<yize_core::files::Identity> = Disk.identity(&here);
/// assert_eq!(is, Disk.identity(&there));
/// assert_ne!(is, yize_core::files::Identity::of_stdout());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity(FileId);

impl Identity {
    /// That of what a path leads to; nothing where it leads nowhere.
    pub(super) fn of(path: &Path) -> Option<Self> {
        file_id::get_file_id(path).ok().map(Self)
    }

    /// That of the file which stdout goes into; nothing where it goes elsewhere.
    #[must_use]
    pub fn of_stdout() -> Option<Self> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd as _;
            use std::os::unix::fs::MetadataExt as _;
            let own = std::fs::File::from(io::stdout().as_fd().try_clone_to_owned().ok()?);
            let meta = own.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some(Self(FileId::new_inode(meta.dev(), meta.ino())))
        }
        #[cfg(not(unix))]
        None
    }
}

/// Where a path leads, links followed, also those that lead to what is not there yet.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let place = yize_core::files::place(&folder.path().join("./none"))?;
/// assert!(place.is_absolute() && place.ends_with("none"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the system reports them, where a folder on the way is missing.
pub fn place(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        match std::fs::canonicalize(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            known => return known,
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        path = match std::fs::read_link(&path) {
            Ok(target) => folder.join(target),
            Err(_) => {
                let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
                return Ok(std::fs::canonicalize(folder)?.join(name));
            }
        };
    }
    Err(io::Error::other("too many links"))
}

/// Files that nothing is to be written over, because they were read or are written already.
///
/// ```
/// use yize_core::files::{Reserved, write_beside};
///
/// # let folder = tempfile::tempdir()?;
/// # let here = |name: &str| folder.path().join(name);
/// # write_beside(&here("data.toml"), b"")?;
/// let mut reserved = Reserved::new([here("data.toml")]);
/// assert!(reserved.holds(&here("./data.toml")));
///
/// assert!(!reserved.holds(&here("report.json")));
/// reserved.add(&here("report.json"));
/// assert!(reserved.holds(&here("report.json")));
/// assert!(!reserved.holds_stdout() && !reserved.is_stdout(&here("report.json")));
///
/// // A newer version of what was read may be written, but over nothing else.
/// assert!(!reserved.holds_but_for(&here("data.toml"), &here("./data.toml")));
/// assert!(reserved.holds_but_for(&here("data.toml"), &here("report.json")));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reserved(HashMap<Known, Spelling>);

/// By what a file is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Known {
    /// What it is.
    File(Identity),
    /// Where it is or would be: what is written anew is another file at the same place.
    Place(PathBuf),
}

/// How a file was spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Spelling {
    Once(PathBuf),
    Variously,
}

impl Spelling {
    fn once(path: &Path) -> Self {
        Self::Once(path.components().filter(|part| !matches!(part, Component::CurDir)).collect())
    }
}

impl Reserved {
    /// Those of these paths, as they are now. What is no file, as a folder or a device, is not reserved.
    pub fn new(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Self {
        let mut reserved = Self::default();
        for path in paths {
            // Where it leads is dear to find out, and tells more only of what is not there.
            reserved.note(path.as_ref(), &mut known(path.as_ref()).take(1));
        }
        reserved
    }

    /// One more, also when it has been written anew.
    pub fn add(&mut self, path: &Path) {
        self.note(path, &mut known(path));
    }

    fn note(&mut self, path: &Path, known: &mut dyn Iterator<Item = Known>) {
        if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
            return;
        }
        let spelling = Spelling::once(path);
        for known in known {
            match self.0.entry(known) {
                Entry::Vacant(entry) => _ = entry.insert(spelling.clone()),
                Entry::Occupied(mut entry) if *entry.get() != spelling => _ = entry.insert(Spelling::Variously),
                Entry::Occupied(_) => {}
            }
        }
    }

    /// Whether writing to this path would replace one of them.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        known(path).any(|known| self.0.contains_key(&known))
    }

    /// Whether writing to this path would replace one of them that goes by another name than that, of which a newer
    /// version is to be written.
    #[must_use]
    pub fn holds_but_for(&self, own: &Path, path: &Path) -> bool {
        let own = Spelling::once(own);
        known(path).filter_map(|known| self.0.get(&known)).any(|spelling| *spelling != own)
    }

    /// Whether stdout goes into one of them.
    #[must_use]
    pub fn holds_stdout(&self) -> bool {
        Identity::of_stdout().is_some_and(|identity| self.0.contains_key(&Known::File(identity)))
    }

    /// Whether stdout goes into the file at this path.
    #[must_use]
    pub fn is_stdout(&self, path: &Path) -> bool {
        Identity::of_stdout().is_some_and(|stdout| Identity::of(path) == Some(stdout))
    }
}

/// By what the file at a path is known.
fn known(path: &Path) -> impl Iterator<Item = Known> {
    let place = std::iter::once_with(|| place(path).ok().map(Known::Place));
    Identity::of(path).map(Known::File).into_iter().chain(place.flatten())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_is_known_however_it_is_spelled() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("data")).unwrap();
        std::fs::write(at("data/a"), b"").unwrap();
        symlink("data", at("there")).unwrap();
        symlink("there/a", at("link")).unwrap();
        symlink("link", at("further")).unwrap();
        std::fs::hard_link(at("data/a"), at("hard")).unwrap();
        symlink("data/none", at("dangling")).unwrap();
        symlink("round", at("round")).unwrap();

        let reserved = Reserved::new([at("data/a"), at("data/none"), at("data")]);
        for name in ["data/a", "data/../data/a", "data//a", "there/a", "link", "further", "hard"] {
            assert!(reserved.holds(&at(name)), "{name}");
        }
        for name in ["data/none", "there/none", "dangling", "there/../data/none"] {
            assert!(reserved.holds(&at(name)), "{name}");
        }
        for name in ["a", "none", "data/b", "data", "round", "no/such"] {
            assert!(!reserved.holds(&at(name)), "{name}");
        }
        // A newer version of a file may be written, but not where it is something else too.
        let reserved = Reserved::new([at("data/a"), at("further"), at("data/b")]);
        assert!(!reserved.holds_but_for(&at("data/b"), &at("data/b")));
        assert!(!reserved.holds_but_for(&at("data/b"), &at("there/b")));
        assert!(reserved.holds_but_for(&at("data/a"), &at("data/a")));
        assert!(reserved.holds_but_for(&at("data/b"), &at("link")));

        let mut reserved = Reserved::default();
        reserved.add(&at("data/a"));
        // What takes the place of a file is not to be written over either.
        std::fs::remove_file(at("hard")).unwrap();
        std::fs::rename(at("data/a"), at("data/old")).unwrap();
        std::fs::write(at("data/a"), b"newer").unwrap();
        assert!(reserved.holds(&at("link")) && reserved.holds(&at("data/old")));
    }
}
