//! What checks came to, kept across runs in a folder of the user's, so that an unchanged check need not be made again.
//!
//! An entry says: what was made of this came to that. It is found by the digest of what it was made of, and believed only where it
//! is sealed with the user's key, which lies elsewhere (`key`, `sealed`). Whoever writes into the folder can take entries away, or
//! put back those that were there, which are as true as they were; no more. Nothing that goes wrong here is wrong with a check:
//! what cannot be read is made anew, and what cannot be written is not kept.
//!
//! Entries are written beside and renamed, so that a run which is killed leaves none by halves, and several may run at once.
#![expect(
    clippy::disallowed_methods,
    reason = "entries of the cache are no data, and how old they are decides nothing"
)]

mod key;
mod sealed;
mod folder;
mod beside;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::terminal::Terminal;
use yize_core::files::Files;
use yize_core::keep::Keep;
use yize_core::language::Text;
use yize_core::say;

pub(crate) use beside::Beside;
use folder::Folder;
pub(crate) use folder::Held;
use key::Key;

/// What this program was made of.
const BUILD: &str = env!("YIZE_BUILD");
/// Most bytes of an entry.
const LARGEST: u64 = 256 << 20;

/// Which cache is wanted.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Where it lies, and whether the user has said so; nowhere where none is wanted.
    pub place: Option<(PathBuf, bool)>,
    /// Where the key lies that seals entries.
    pub key_file: Option<PathBuf>,
    /// A secret from which the key is made instead.
    pub secret: Option<String>,
    /// Most bytes of all entries.
    pub limit: u64,
}

/// What an entry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// What a check asks of the files.
    Questions,
    /// The exit statuses of a check, by the level that fails.
    Statuses,
    /// A report.
    Report,
    /// The records of a file.
    File,
}

impl Sort {
    /// All, each with the letter that its names begin with.
    const ALL: [(char, Self); 4] =
        [('q', Self::Questions), ('s', Self::Statuses), ('r', Self::Report), ('f', Self::File)];

    fn letter(self) -> char {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or('x', |(letter, _)| *letter)
    }

    /// The one of a letter.
    fn of(letter: char) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == letter).map(|(_, sort)| *sort)
    }
}

/// The digest of something that this program, and no other build of it, has made.
pub(crate) fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in std::iter::once(BUILD.as_bytes()).chain(parts.iter().copied()) {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    *hasher.finalize().as_bytes()
}

/// Files that were typed.
impl Keep for Cache {
    fn get(&self, made_of: [u8; 32]) -> Option<Vec<u8>> {
        self.get(Sort::File, digest(&[&made_of]))
    }

    fn put(&self, made_of: [u8; 32], holds: &[u8]) {
        self.put(Sort::File, digest(&[&made_of]), holds);
    }
}

/// A folder of entries, and the key to them.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: Folder,
    wanted: Wanted,
    /// Whether it was asked for, so that it is said where it cannot be used.
    asked: bool,
    key: OnceLock<Key>,
    wrote: AtomicBool,
    /// Why it cannot be used, where it cannot.
    failed: Mutex<Option<Text>>,
}

impl Cache {
    /// The one that is wanted.
    pub(crate) fn open(wanted: &Wanted) -> Option<Self> {
        let (place, asked) = wanted.place.clone()?;
        let cache = Self {
            folder: Folder::new(&place),
            wanted: wanted.clone(),
            asked,
            key: OnceLock::new(),
            wrote: AtomicBool::new(false),
            failed: Mutex::default(),
        };
        if let Err(why) = cache.folder.look().and_then(|()| cache.find_key()) {
            cache.fail(why);
        }
        Some(cache)
    }

    /// The files of a check, without those of the cache; its folder is there from now on.
    pub(crate) fn beside<'f>(&self, files: &'f dyn Files) -> Beside<'f> {
        if self.why_not().is_none()
            && let Err(why) = self.folder.make()
        {
            self.fail(why);
        }
        Beside::new(files, self.folder.at())
    }

    /// Takes the key, where there is one already.
    fn find_key(&self) -> Result<(), Text> {
        let key = match (&self.wanted.secret, &self.wanted.key_file) {
            (Some(secret), _) => Some(Key::of(secret)),
            (None, Some(file)) => Key::read(file)?,
            (None, None) => None,
        };
        if let Some(key) = key {
            let _ = self.key.set(key);
        }
        Ok(())
    }

    /// Takes the key, and makes it where there is none.
    fn key(&self) -> Result<&Key, Text> {
        if self.key.get().is_none() {
            let file = self.wanted.key_file.as_deref().ok_or_else(|| {
                say!(
                    "找不到用户文件夹，密钥无处存放；请设置环境变量 YIZE_CACHE_KEY",
                    "there is no home folder in which its key could lie; set YIZE_CACHE_KEY"
                )
            })?;
            let _ = self.key.set(Key::make(file)?);
        }
        self.key.get().ok_or_else(|| say!("没有密钥", "there is no key"))
    }

    fn fail(&self, why: Text) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
    }

    /// Why it cannot be used, where it cannot.
    pub(crate) fn why_not(&self) -> Option<Text> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was made of that; nothing where it is not there, or not as it was written. What is broken is taken away.
    pub(crate) fn get(&self, sort: Sort, made_of: [u8; 32]) -> Option<Vec<u8>> {
        if self.why_not().is_some() {
            return None;
        }
        let key = self.key.get()?;
        let name = key.name(sort.letter(), made_of);
        let bytes = self.folder.read(&name, LARGEST)?;
        let opened = sealed::open(key, &name, bytes);
        if opened.is_none() {
            self.folder.remove(&name);
        }
        opened
    }

    /// Keeps what was made of that.
    pub(crate) fn put(&self, sort: Sort, made_of: [u8; 32], holds: &[u8]) {
        let size = holds.len() as u64 + sealed::MORE;
        if self.why_not().is_some() || size > LARGEST || size > self.wanted.limit {
            return;
        }
        let written = self.key().and_then(|key| {
            let name = key.name(sort.letter(), made_of);
            self.folder.write(&name, &sealed::seal(key, &name, holds))
        });
        match written {
            Ok(()) => self.wrote.store(true, Ordering::Relaxed),
            Err(why) => self.fail(why),
        }
    }

    /// Takes away what is beyond the bound, where something was added; and says what went wrong, where the cache was asked for.
    pub(crate) fn close(&self, terminal: Terminal) {
        if self.wrote.swap(false, Ordering::Relaxed) {
            self.folder.trim(self.wanted.limit);
        }
        if let Some(why) = self.why_not().filter(|_| self.asked) {
            terminal.warn(&say!("没有使用缓存：{why}", "the cache was not used: {why}"; why));
        }
    }

    /// Where its entries lie.
    pub(crate) fn at(&self) -> &Path {
        self.folder.at()
    }

    /// What it holds of each sort, and beside them what killed runs have left.
    pub(crate) fn held(&self) -> (Vec<(Sort, Held)>, Held) {
        let found = self.folder.entries();
        let of = |wanted: Option<Sort>| {
            let own = found.iter().filter(|entry| entry.name.chars().next().and_then(Sort::of) == wanted);
            own.fold(Held::default(), |held, entry| held.and(entry.bytes))
        };
        (Sort::ALL.iter().map(|(_, sort)| (*sort, of(Some(*sort)))).collect(), of(None))
    }

    /// Takes all entries away, and the folder where nothing else is in it.
    ///
    /// # Errors
    /// When one of them cannot be taken away, or the folder is not one that may be used.
    pub(crate) fn clear(&self) -> Result<Held, Text> {
        self.folder.look()?;
        self.folder.clear()
    }
}
