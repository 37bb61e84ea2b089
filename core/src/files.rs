//! The seam to the disk: the one place that reads and writes files.
#![expect(clippy::disallowed_methods, reason = "this module is the one that may")]

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::language::{Text, say};

pub(crate) mod fence;
mod identity;
pub(crate) mod nobodys;
mod overlay;
mod recorder;
mod write;

pub use identity::{Identity, Reserved, place};
pub use overlay::Overlay;
pub use recorder::{Asked, Recorder};
pub use write::{make_folder, stream_beside, write_beside};
#[cfg(feature = "archive")]
mod archive;

#[cfg(feature = "archive")]
pub use archive::unzip;
#[cfg(feature = "archive")]
pub(crate) use archive::zip;

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A file (links are followed).
    File,
    /// A folder (links are followed).
    Folder,
    /// A pipe, a device or a socket.
    Other,
}

/// One entry of a folder's tree, or what went wrong on the way to it.
#[derive(Debug)]
pub struct Entry {
    /// The path, beginning with the folder's as it was given.
    pub path: PathBuf,
    /// What it is, or why it cannot be known (permissions, a loop of links).
    pub kind: Result<FileKind, io::Error>,
    /// Whether a link leads to it, or to a folder that it is in, from within the tree.
    pub linked: bool,
}

/// Where texts come from: the disk, memory, or an editor's buffers laid over the disk.
///
/// ```
/// use std::{io, path::Path};
/// use yize_core::files::{Entry, FileKind};
/// use yize_core::{Disk, Files, Memory};
///
/// /// An editor: what is open and not yet saved is laid over the disk.
/// struct Editor {
///     open: Memory,
/// }
///
/// impl Files for Editor {
///     fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
///         if self.open.0.contains_key(path) { self.open.read(path, limit) } else { Disk.read(path, limit) }
///     }
///     fn kind(&self, path: &Path) -> io::Result<FileKind> {
///         if self.open.0.contains_key(path) { Ok(FileKind::File) } else { Disk.kind(path) }
///     }
///     fn walk(&self, folder: &Path) -> Vec<Entry> {
///         Disk.walk(folder)
///     }
/// }
///
/// let editor = Editor { open: Memory::default().with("data/plan.toml", "year = 2026") };
/// assert_eq!(editor.read("data/plan.toml".as_ref(), 100)?, b"year = 2026");
/// assert_eq!(editor.read("data/plan.toml".as_ref(), 5).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
/// // It says nothing of links: paths lead where they say.
/// assert_eq!(editor.real("./data/plan.toml".as_ref())?, Path::new("data/plan.toml"));
/// assert!(editor.walk_within("none".as_ref(), &|_| true).iter().all(|entry| entry.kind.is_err()));
/// # Ok::<(), io::Error>(())
/// ```
pub trait Files: Sync {
    /// The bytes of a file. With more than `limit` bytes the error's kind is [`io::ErrorKind::FileTooLarge`].
    ///
    /// # Errors
    /// As the system reports them.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// What a path is.
    ///
    /// # Errors
    /// As the system reports them; [`io::ErrorKind::NotFound`] when there is nothing.
    fn kind(&self, path: &Path) -> io::Result<FileKind>;

    /// What a path leads to, however it is spelled; nothing where that cannot be known.
    fn identity(&self, _path: &Path) -> Option<Identity> {
        None
    }

    /// All files and folders below a folder, sorted by path, links followed, loops reported. The folder itself is not listed.
    fn walk(&self, folder: &Path) -> Vec<Entry>;

    /// The same, but of folders to which links lead, given where they lead, only those are entered that `enter` allows; the
    /// others are listed, and nothing of what is in them.
    fn walk_within(&self, folder: &Path, enter: &dyn Fn(&Path) -> bool) -> Vec<Entry> {
        let _ = enter;
        self.walk(folder)
    }

    /// Where a path leads when every link on the way is followed. Files without links have nothing to follow.
    ///
    /// # Errors
    /// As the system reports them.
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(plain(path))
    }
}

/// A path without `.`, and without `..` as far as that can be told from its words.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match (part, plain.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => _ = plain.pop(),
            (part, _) => plain.push(part),
        }
    }
    plain
}

/// The bytes of a file. Whoever implements [`Files`] may forget the limit; it holds all the same.
pub(crate) fn read_within(files: &dyn Files, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let bytes = files.read(path, limit)?;
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// The disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Disk {
    /// As many bytes of a file as are wanted, from one on; fewer where it ends.
    ///
    /// ```
    /// use yize_core::files::Disk;
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("report.json");
    /// # std::fs::write(&path, "0123456789")?;
    /// assert_eq!(Disk.piece(&path, 3, 4)?, b"3456");
    /// assert_eq!(Disk.piece(&path, 8, 4)?, b"89");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// As the system reports them.
    pub fn piece(self, path: &Path, from: u64, most: u64) -> io::Result<Vec<u8>> {
        use io::{Read as _, Seek as _};
        let mut file = std::fs::File::open(path)?;
        file.seek(io::SeekFrom::Start(from))?;
        let mut piece = Vec::new();
        file.take(most).read_to_end(&mut piece)?;
        Ok(piece)
    }

    /// The text of a file that yize is about to write anew.
    ///
    /// # Errors
    /// As the system reports them.
    pub fn read_text(self, path: &Path) -> io::Result<String> {
        std::fs::read_to_string(path)
    }
}

impl Files for Disk {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        use io::Read as _;
        let file = std::fs::File::open(path)?;
        let meta = file.metadata()?;
        if meta.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len().min(limit)).unwrap_or(0));
        // One byte more than the limit tells a file that is too large, even one that grows while it is read.
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        std::fs::metadata(path).map(|meta| meta.file_type().into())
    }

    fn identity(&self, path: &Path) -> Option<Identity> {
        Identity::of(path)
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        self.walk_within(folder, &|_| true)
    }

    fn walk_within(&self, folder: &Path, enter: &dyn Fn(&Path) -> bool) -> Vec<Entry> {
        let mut walk = walkdir::WalkDir::new(folder).min_depth(1).follow_links(true).sort_by_file_name().into_iter();
        let (mut entries, mut link) = (Vec::new(), None::<PathBuf>);
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    entries.push(Entry { path, kind: Err(error.into()), linked: false });
                    continue;
                }
            };
            let (path, kind) = (entry.path().to_owned(), FileKind::from(entry.file_type()));
            // What is in a folder is listed right behind it.
            if !link.as_ref().is_some_and(|link| path.starts_with(link)) {
                link = entry.path_is_symlink().then(|| path.clone());
            }
            let linked = link.is_some();
            if kind == FileKind::Folder && entry.path_is_symlink() && !self.real(&path).is_ok_and(|real| enter(&real)) {
                walk.skip_current_dir();
            }
            entries.push(Entry { path, kind: Ok(kind), linked });
        }
        entries
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path })
    }
}

impl From<std::fs::FileType> for FileKind {
    fn from(file_type: std::fs::FileType) -> Self {
        match () {
            () if file_type.is_file() => Self::File,
            () if file_type.is_dir() => Self::Folder,
            () => Self::Other,
        }
    }
}

/// Files in memory, for packs that are embedded and for tests. Folders exist by the files in them.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<PathBuf, Vec<u8>>);

impl Memory {
    /// Adds or replaces a file.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, text: impl Into<Vec<u8>>) -> Self {
        self.0.insert(path.into(), text.into());
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes.clone()) }
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        if self.0.contains_key(path) {
            Ok(FileKind::File)
        } else if self.0.keys().any(|p| p.starts_with(path)) {
            Ok(FileKind::Folder)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let mut kinds = BTreeMap::new();
        for path in self.0.keys().filter(|p| p.starts_with(folder) && *p != folder) {
            kinds.insert(path.clone(), FileKind::File);
            for above in path.ancestors().skip(1).take_while(|p| *p != folder && p.starts_with(folder)) {
                kinds.insert(above.to_owned(), FileKind::Folder);
            }
        }
        kinds.into_iter().map(|(path, kind)| Entry { path, kind: Ok(kind), linked: false }).collect()
    }
}

/// Why the system refused, in both languages where it is one of the usual reasons.
///
/// ```
/// use std::io;
/// use yize_core::Lang;
/// use yize_core::files::reason;
/// assert_eq!(reason(&io::ErrorKind::PermissionDenied.into()).get(Lang::En), "permission denied");
/// ```
#[must_use]
pub fn reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => say!("没有这个文件", "there is no such file"),
        io::ErrorKind::PermissionDenied => say!("没有权限", "permission denied"),
        io::ErrorKind::StorageFull => say!("磁盘已满", "the disk is full"),
        io::ErrorKind::ReadOnlyFilesystem => say!("文件系统只读", "the file system is read-only"),
        io::ErrorKind::IsADirectory => say!("这是文件夹", "it is a folder"),
        io::ErrorKind::FileTooLarge => say!("超过大小上限", "it is over the size limit"),
        _ => Text::same(error.to_string()),
    }
}
