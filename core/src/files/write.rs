//! Writing: whole or not at all, and never readable by more than may read what is replaced.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::files::place;

/// Writes a file whole or not at all: beside its target, then renamed over it. Links are followed, also those that lead to
/// what is not there yet; mode, owner and attributes of what is replaced are kept where the system lets us, and the mode
/// holds before the first byte is written. What a run left behind that was killed while it wrote is removed. A pipe or device is written
/// to directly.
///
/// ```
/// use yize_core::Disk;
/// use yize_core::files::write_beside;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("report.json");
/// write_beside(&path, b"{}")?;
/// assert_eq!(Disk.read_text(&path)?, "{}");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the system reports them; the target is then as it was.
pub fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    stream_beside(path, |out| out.write_all(bytes))
}

/// The same of what is written bit by bit, however much it is. Where writing fails the target is as it was; what has gone into a
/// pipe or device is gone.
///
/// ```
/// use yize_core::Disk;
/// use yize_core::files::stream_beside;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("report.txt");
/// stream_beside(&path, |out| (0..3).try_for_each(|n| write!(out, "{n}")))?;
/// assert!(stream_beside(&path, |_| Err(std::io::ErrorKind::Other.into())).is_err());
/// assert_eq!(Disk.read_text(&path)?, "012");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the system reports them, or `write`.
pub fn stream_beside(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let buffered = |file: &File| {
        let mut out = io::BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    };
    if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return buffered(&OpenOptions::new().write(true).open(path)?);
    }
    let target = place(path)?;
    let old = replaced(&target)?;
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(io::ErrorKind::IsADirectory.into());
    };
    sweep(folder, name);
    let (file, beside) = create(folder, name, old.is_some())?;
    let written = old.map_or(Ok(()), |old| resemble(&file, &target, &old)).and_then(|()| {
        buffered(&file)?;
        file.sync_all()?;
        std::fs::rename(&beside, &target)
    });
    if written.is_err() {
        // Nothing of a failed attempt stays behind; the error that matters is the first one.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Makes a folder, with those above it, where there is none.
///
/// ```
/// use yize_core::files::make_folder;
///
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("a/b");
/// make_folder(&path)?;
/// make_folder(&path)?;
/// assert!(path.is_dir());
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the system reports them.
pub fn make_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// What stands at the target. It must be writable: who made a file read-only means its content.
fn replaced(target: &Path) -> io::Result<Option<Metadata>> {
    match OpenOptions::new().write(true).open(target) {
        Ok(file) => file.metadata().map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the names of our files end with that are not whole yet.
const ENDING: &[u8] = b".yize.tmp";

/// The name of a file that is to become that one. Names end at 255 bytes in most file systems.
fn unfinished(name: &OsStr, number: u32) -> OsString {
    let mut unfinished = OsString::from(".");
    match name.to_str().filter(|_| name.len() < 200) {
        Some(name) => unfinished.push(name),
        None => unfinished.push(&*blake3::hash(name.as_encoded_bytes()).to_hex()),
    }
    unfinished.push(format!(".{}.{number}.yize.tmp", std::process::id()));
    unfinished
}

/// Whether a file of that name is one that was not finished: of any target, or, as versions before 0.2 named it, of this one.
fn is_unfinished(name: &OsStr, target: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let number = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let ours = name.strip_prefix(b".").and_then(|name| name.strip_suffix(ENDING)).is_some_and(|name| {
        let mut parts = name.rsplitn(3, |b| *b == b'.');
        let [a, b, rest] = [parts.next(), parts.next(), parts.next()];
        a.is_some_and(number) && b.is_some_and(number) && rest.is_some_and(|rest| !rest.is_empty())
    });
    let earlier = |name: &[u8]| {
        let rest = name.strip_prefix(b".")?.strip_prefix(target.as_encoded_bytes())?;
        rest.strip_prefix(b".")?.strip_suffix(b".tmp").map(number)
    };
    ours || earlier(name) == Some(true)
}

/// Removes what killed runs have left in a folder. Who still writes holds a lock, which the system takes back when it dies.
fn sweep(folder: &Path, target: &OsStr) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file
            && is_unfinished(&entry.file_name(), target)
            && let Ok(file) = OpenOptions::new().write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            // Where it cannot be removed it is no worse than before.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A new file beside the target, locked. What is to replace another can be read by nobody else as yet.
fn create(folder: &Path, name: &OsStr, replaces: bool) -> io::Result<(File, PathBuf)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if replaces {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = replaces;
    let mut last = io::ErrorKind::AlreadyExists.into();
    for number in 0..100 {
        let beside = folder.join(unfinished(name, number));
        match options.open(&beside) {
            Ok(file) => {
                // Where a file system knows no locks there is nobody who sweeps.
                let swept = matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock));
                // Another may have swept it before it was locked.
                if !swept && beside.symlink_metadata().is_ok() {
                    return Ok((file, beside));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// Gives a file the owner, attributes and mode of what it replaces, as far as may be.
#[cfg(unix)]
fn resemble(file: &File, target: &Path, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    use xattr::FileExt as _;

    let new = file.metadata()?;
    let mut mode = old.mode() & 0o7777;
    if (old.uid(), old.gid()) != (new.uid(), new.gid()) && fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        mode &= 0o777;
        if old.gid() != new.gid() && fchown(file, None, Some(old.gid())).is_err() {
            // Another group gets what everybody has.
            mode &= !0o070 | ((mode & 0o007) << 3);
        }
    }
    for name in xattr::list(target).into_iter().flatten() {
        // Capabilities and signatures belong to the old content.
        let kept = !name.as_encoded_bytes().starts_with(b"security.") || name == "security.selinux";
        if let (true, Ok(Some(value))) = (kept, xattr::get(target, &name)) {
            let _ = file.set_xattr(&name, &value);
        }
    }
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn resemble(file: &File, _: &Path, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Disk, Files as _};

    fn names(folder: &Path) -> Vec<PathBuf> {
        Disk.walk(folder).into_iter().map(|entry| entry.path).collect()
    }

    #[test]
    fn a_file_is_written_whole_or_left_alone_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("报告.json");
        write_beside(&file, b"one").unwrap();
        write_beside(&file, b"two").unwrap();
        assert_eq!(Disk.read(&file, 10).unwrap(), b"two");
        assert_eq!(names(folder.path()), [file.as_path()]);

        // A folder cannot be replaced by a file.
        let taken = folder.path().join("taken");
        std::fs::create_dir(&taken).unwrap();
        assert!(write_beside(&taken, b"x").is_err());
        assert!(write_beside(&folder.path().join("none/x"), b"x").is_err());
        assert_eq!(names(folder.path()), [taken, file]);
    }

    #[test]
    fn names_as_long_as_a_file_system_takes_are_written_too() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["x".repeat(255), "名".repeat(85)] {
            let file = folder.path().join(name);
            write_beside(&file, b"one").unwrap();
            write_beside(&file, b"two").unwrap();
            assert_eq!(Disk.read(&file, 10).unwrap(), b"two");
        }
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[test]
    fn what_killed_runs_left_is_swept_and_what_others_write_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // One that is still being written, of the same number of process and all.
        let (busy, beside) = create(folder.path(), OsStr::new("a.json"), false).unwrap();
        let left = [".a.json.12.tmp", ".a.json.1.0.yize.tmp", ".other.csv.77.3.yize.tmp"];
        let kept =
            [".other.csv.12.tmp", ".a.json.x.tmp", ".a.json.tmp", ".yize.tmp", ".1.2.yize.tmp", "a.1.2.yize.tmp"];
        for name in left.iter().chain(&kept) {
            std::fs::write(at(name), "half").unwrap();
        }
        write_beside(&at("a.json"), b"whole").unwrap();
        assert!(left.iter().all(|name| !at(name).exists()));
        assert!(kept.iter().all(|name| at(name).exists()));
        assert!(beside.exists());
        drop(busy);
        write_beside(&at("b.json"), b"whole").unwrap();
        assert!(!beside.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_device_a_device() {
        use crate::files::FileKind;
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        write_beside(&at("file"), b"one").unwrap();
        symlink(at("file"), at("link")).unwrap();
        write_beside(&at("link"), b"two").unwrap();
        assert_eq!(Disk.read(&at("file"), 10).unwrap(), b"two");
        assert!(at("link").is_symlink());
        write_beside(Path::new("/dev/null"), b"gone").unwrap();
        assert_eq!(Disk.kind(Path::new("/dev/null")).unwrap(), FileKind::Other);

        // One that leads, by way of another, to what is not there yet.
        std::fs::create_dir(at("there")).unwrap();
        symlink("there/next", at("dangling")).unwrap();
        symlink("../new", at("there/next")).unwrap();
        write_beside(&at("dangling"), b"new").unwrap();
        assert!(at("dangling").is_symlink() && at("there/next").is_symlink());
        assert_eq!(Disk.read(&at("new"), 10).unwrap(), b"new");
        symlink("round", at("round")).unwrap();
        assert!(write_beside(&at("round"), b"").is_err());
        symlink("no/such", at("nowhere")).unwrap();
        assert!(write_beside(&at("nowhere"), b"").is_err());
        assert!(at("nowhere").is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_replaced_keeps_its_mode_and_its_attributes() {
        use std::os::unix::fs::PermissionsExt as _;
        use xattr::FileExt as _;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret.json");
        write_beside(&file, b"one").unwrap();
        let known = xattr::set(&file, "user.origin", b"yize").is_ok();
        for mode in [0o600, 0o640, 0o622, 0o777] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            write_beside(&file, b"two").unwrap();
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o7777, mode);
        }
        let kept = File::open(&file).unwrap().get_xattr("user.origin").unwrap();
        assert_eq!(kept, known.then(|| b"yize".to_vec()));
        // Before the first byte it is for nobody else.
        let (beside, _) = create(folder.path(), OsStr::new("secret.json"), true).unwrap();
        assert_eq!(beside.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
