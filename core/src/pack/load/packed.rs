//! Packs that come as files: read like a folder of that name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Layer;
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::pack::signature::{Key, Refusal, verify};
use crate::source::Sources;
use crate::texts::show_path;

/// The file in which a pack was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackFile {
    path: PathBuf,
    bytes: Arc<[u8]>,
    /// The text of the file beside it that signs it.
    signature: Option<String>,
}

impl PackFile {
    /// What is said of it where none of these has signed it.
    pub(super) fn unsigned(&self, keys: &[Key]) -> Option<Finding> {
        let refusal = verify(&self.bytes, self.signature.as_deref(), keys).err()?;
        Some(refused(&self.path, refusal))
    }
}

/// Says why a file was not taken.
fn refused(path: &Path, Refusal { message, help }: Refusal) -> Finding {
    let name = show_path(path);
    let message = crate::language::say!("“{name}”：{message}", "`{name}`: {message}"; message);
    host::PACK.finding(message).help(help).path(name)
}

/// Adds the pack in a file.
#[cfg(feature = "archive")]
pub(super) fn read(files: &dyn Files, path: &Path, sources: &mut Sources, layer: &mut Layer) {
    use crate::bounds;
    use crate::files::fence::Fence;
    use crate::files::{Memory, read_within};
    use crate::pack::parcel::{Parcel, too_large};
    use crate::pack::signature::{LIMIT, signature_of};
    use crate::texts::unreadable;

    let bytes: Arc<[u8]> = match read_within(files, path, bounds::PARCEL) {
        Ok(bytes) => bytes.into(),
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            return layer.wrong.push(refused(path, too_large()));
        }
        Err(error) => return layer.wrong.push(unreadable(&show_path(path), &error)),
    };
    let parcel = match Parcel::open(bytes.clone()) {
        Ok(parcel) => parcel,
        Err(refusal) => return layer.wrong.push(refused(path, refusal)),
    };
    // One that cannot be read signs nothing; a missing one is told where a signature is demanded.
    let signature = read_within(files, &signature_of(path), LIMIT).ok();
    let signature = signature.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let inside = parcel.files.0.into_iter().map(|(inside, bytes)| (path.join(inside), bytes));
    let memory = Memory(inside.collect());
    let own = super::read_layer(&memory, path, false, &Fence::default(), sources);
    layer.wrong.extend(own.wrong);
    for folder in own.folders {
        let file = PackFile { path: path.to_owned(), bytes: bytes.clone(), signature: signature.clone() };
        layer.folders.push(super::Folder { file: Some(file), ..folder });
    }
}

/// Says that this program takes none.
#[cfg(not(feature = "archive"))]
pub(super) fn read(_: &dyn Files, path: &Path, _: &mut Sources, layer: &mut Layer) {
    let message = crate::language::say!("这个程序不读规则包文件", "this program reads no pack files");
    let help = crate::language::say!("用 yize 读，或换成文件夹", "read it with yize, or put a folder in its place");
    layer.wrong.push(refused(path, Refusal::new(message, help)));
}
