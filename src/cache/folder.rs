//! The folder of entries: a folder of our own within the one that was named, which nobody but the user may write into.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use yize_core::files::reason;
use yize_core::language::Text;
use yize_core::say;

#[cfg(unix)]
use super::key::is_own;
use super::key::make_folder;
use crate::report::text::clean_line;

/// Our folder within the one that was named; another layout has another.
pub(super) const OWN: &str = "yize-1";
/// What the names of entries begin with that are not whole yet.
const UNFINISHED: &str = ".new-";
/// After so long without use an entry is taken away: what it was made of has gone, and it may hold what people wish gone.
const IDLE: Duration = Duration::from_hours(30 * 24);
/// After so long what is not whole was left by a run that was killed.
const LEFT: Duration = Duration::from_hours(1);

/// A folder of entries.
#[derive(Debug)]
pub(super) struct Folder {
    at: PathBuf,
    /// How many entries this run has begun to write.
    begun: AtomicU32,
}

/// How many entries there are of something, and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// How many.
    pub entries: usize,
    /// Their bytes.
    pub bytes: u64,
}

impl Held {
    /// With one more.
    pub(super) fn and(self, bytes: u64) -> Self {
        Self { entries: self.entries + 1, bytes: self.bytes + bytes }
    }
}

/// An entry, as the folder tells of it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
    /// When it was used last.
    used: SystemTime,
}

impl Folder {
    /// The one within that folder.
    pub(super) fn new(within: &Path) -> Self {
        Self { at: within.join(OWN), begun: AtomicU32::new(0) }
    }

    /// Where it is.
    pub(super) fn at(&self) -> &Path {
        &self.at
    }

    /// Looks whether it may be used, if it is there.
    ///
    /// # Errors
    /// When it is a link, or somebody else's, or others may write into it.
    pub(super) fn look(&self) -> Result<(), Text> {
        let name = clean_line(&self.at.to_string_lossy());
        let meta = match std::fs::symlink_metadata(&self.at) {
            Ok(meta) => meta,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(self.failed(&error)),
        };
        if !meta.is_dir() {
            return Err(say!("{name} 不是文件夹", "{name} is no folder"));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            if !is_own(&meta) {
                return Err(say!("{name} 属于另一个用户", "{name} belongs to another user"));
            }
            if meta.mode() & 0o022 != 0 {
                return Err(say!(
                    "别的用户可以写入 {name}（请执行 chmod 700）",
                    "others may write into {name} (chmod 700 mends it)"
                ));
            }
        }
        Ok(())
    }

    /// Makes it where there is none.
    ///
    /// # Errors
    /// When it cannot be made, or may not be used.
    pub(super) fn make(&self) -> Result<(), Text> {
        make_folder(&self.at).map_err(|error| self.failed(&error))?;
        self.look()
    }

    fn failed(&self, error: &io::Error) -> Text {
        let (name, why) = (clean_line(&self.at.to_string_lossy()), reason(error));
        say!("不能写入 {name}：{why}", "{name} cannot be written: {why}"; why)
    }

    /// The bytes of an entry, which is then the last that was used.
    pub(super) fn read(&self, name: &str, most: u64) -> Option<Vec<u8>> {
        let path = self.at.join(name);
        // What is no file, as a link or a pipe, is none of ours.
        let meta = std::fs::symlink_metadata(&path).ok().filter(|meta| meta.is_file() && meta.len() <= most)?;
        let file = OpenOptions::new().read(true).write(true).open(&path).or_else(|_| File::open(&path)).ok()?;
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).ok()?);
        (&file).take(most + 1).read_to_end(&mut bytes).ok()?;
        let _ = file.set_modified(SystemTime::now());
        Some(bytes)
    }

    /// Takes an entry away. Another run may have done so.
    pub(super) fn remove(&self, name: &str) {
        let _ = std::fs::remove_file(self.at.join(name));
    }

    /// Writes an entry beside its place and puts it there whole. It is not waited for until it has reached the disk: what a machine
    /// loses that fails has no seal.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Text> {
        let written = match self.put(name, bytes) {
            // Another run has just emptied it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_folder(&self.at).and_then(|()| self.put(name, bytes))
            }
            written => written,
        };
        written.map_err(|error| self.failed(&error))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let (mut file, beside) = self.create()?;
        let put = file.write_all(bytes).and_then(|()| {
            drop(file);
            std::fs::rename(&beside, self.at.join(name))
        });
        if put.is_err() {
            let _ = std::fs::remove_file(&beside);
        }
        put
    }

    /// A new file for nobody but the user.
    fn create(&self) -> io::Result<(File, PathBuf)> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        loop {
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            let path = self.at.join(format!("{UNFINISHED}{}-{number}", std::process::id()));
            match options.open(&path) {
                // A run of the same number was killed, or is in another container.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1 << 20 => {}
                opened => return opened.map(|file| (file, path)),
            }
        }
    }

    /// All entries, and what is not whole yet. What is neither is not ours.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let listed = std::fs::read_dir(&self.at).into_iter().flatten().flatten();
        let entry = |entry: std::fs::DirEntry| {
            let name = entry.file_name().into_string().ok().filter(|name| is_ours(name))?;
            let meta = entry.metadata().ok().filter(Metadata::is_file)?;
            Some(Entry { name, bytes: meta.len(), used: meta.modified().ok()? })
        };
        listed.filter_map(entry).collect()
    }

    /// Takes away what has not been used for long, and then what was used longest ago, until all are within the bound.
    pub(super) fn trim(&self, limit: u64) {
        let now = SystemTime::now();
        let idle = |entry: &Entry| now.duration_since(entry.used).unwrap_or_default();
        let (old, mut kept): (Vec<Entry>, Vec<Entry>) = self
            .entries()
            .into_iter()
            .partition(|entry| idle(entry) > if entry.name.starts_with(UNFINISHED) { LEFT } else { IDLE });
        for entry in old {
            self.remove(&entry.name);
        }
        let mut all: u64 = kept.iter().map(|entry| entry.bytes).sum();
        if all <= limit {
            return;
        }
        kept.retain(|entry| !entry.name.starts_with(UNFINISHED));
        kept.sort_by(|a, b| (a.used, &a.name).cmp(&(b.used, &b.name)));
        // Below the bound, so that the next entry does not have everything looked at again for nothing.
        let wanted = limit / 8 * 7;
        for entry in kept {
            if all <= wanted {
                break;
            }
            self.remove(&entry.name);
            all -= entry.bytes.min(all);
        }
    }

    /// Takes all entries away, and the folder where nothing else is in it.
    ///
    /// # Errors
    /// When one of them cannot be taken away.
    pub(super) fn clear(&self) -> Result<Held, Text> {
        let mut gone = Held::default();
        for entry in self.entries() {
            match std::fs::remove_file(self.at.join(&entry.name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(self.failed(&error)),
                _ => gone = gone.and(entry.bytes),
            }
        }
        let _ = std::fs::remove_dir(&self.at);
        Ok(gone)
    }
}

/// Whether a name is one of ours: of an entry, or of what is not whole yet.
pub(super) fn is_ours(name: &str) -> bool {
    let entry = name.split_once('-').is_some_and(|(sort, digest)| {
        sort.len() == 1 && digest.len() == 40 && digest.bytes().all(|b| b.is_ascii_hexdigit())
    });
    entry || name.starts_with(UNFINISHED)
}
