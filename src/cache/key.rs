//! The key with which entries are sealed: a file of the user's that lies apart from the cache, made once; or a secret from the
//! environment, where the cache travels from machine to machine.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use yize_core::files::reason;
use yize_core::language::Text;
use yize_core::say;

use crate::report::text::clean_line;

/// Bytes of a key.
const BYTES: usize = 32;

/// A key.
pub(super) struct Key([u8; BYTES]);

impl std::fmt::Debug for Key {
    /// What is secret is not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// The one that is made of a secret.
    pub(super) fn of(secret: &str) -> Self {
        Self(blake3::derive_key("yize 2026-11 entries of the cache", secret.as_bytes()))
    }

    /// The name of an entry: nobody without the key can tell what it was made of.
    pub(super) fn name(&self, sort: char, made_of: [u8; 32]) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(b"name").update(sort.encode_utf8(&mut [0; 4]).as_bytes()).update(&made_of);
        format!("{sort}-{}", &hasher.finalize().to_hex()[..40])
    }

    /// The seal of what an entry of that name holds.
    pub(super) fn seal(&self, name: &str, holds: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(b"seal").update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes()).update(holds);
        hasher.finalize()
    }

    /// The one in a file; none where there is no such file, or no key in it.
    ///
    /// # Errors
    /// When others could have read it, or it cannot be read.
    pub(super) fn read(file: &Path) -> Result<Option<Self>, Text> {
        match read(file) {
            Ok(key) => Ok(key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(file, &error)),
        }
    }

    /// Makes one, or takes the one that another run has made meanwhile.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn make(file: &Path) -> Result<Self, Text> {
        make(file).map_err(|error| failed(file, &error))
    }
}

fn failed(file: &Path, error: &io::Error) -> Text {
    let (file, why) = (clean_line(&file.to_string_lossy()), reason(error));
    say!("密钥 {file} 不能用：{why}", "its key {file} cannot be used: {why}"; why)
}

fn read(file: &Path) -> io::Result<Option<Key>> {
    let meta = std::fs::symlink_metadata(file)?;
    if !meta.is_file() {
        return Err(io::Error::other("not a file"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if !is_own(&meta) || meta.mode() & 0o077 != 0 {
            return Err(io::Error::other("others may read it, or it is theirs (chmod 600)"));
        }
    }
    let mut bytes = Vec::new();
    File::open(file)?.take(BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes.try_into().ok().map(Key))
}

fn make(file: &Path) -> io::Result<Key> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    let folder = file.parent().ok_or(io::ErrorKind::NotFound)?;
    make_folder(folder)?;
    let beside = folder.join(format!(".{}.{}", std::process::id(), blake3::hash(&bytes).to_hex()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&beside)?.write_all(&bytes)?;
    // Of two runs that make one at once the first is right; what is there and is no key gives way.
    let linked = std::fs::hard_link(&beside, file);
    let made = match linked {
        Ok(()) => Ok(Some(Key(bytes))),
        Err(_) => match read(file) {
            Ok(Some(key)) => Ok(Some(key)),
            _ => std::fs::rename(&beside, file).and_then(|()| read(file)),
        },
    };
    let _ = std::fs::remove_file(&beside);
    made?.ok_or_else(|| io::Error::other("no key"))
}

/// Whether a file or folder is the user's own.
#[cfg(unix)]
pub(super) fn is_own(meta: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    meta.uid() == rustix::process::geteuid().as_raw()
}

/// Makes a folder with those above it, for nobody but the user.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
