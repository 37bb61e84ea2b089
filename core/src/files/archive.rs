//! Files that come packed: a zip archive, read into memory within bounds.

use std::io::{Cursor, Read as _};
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::files::Memory;
use crate::language::{Text, say};

/// Greatest size of one file, unpacked, in bytes.
const FILE: u64 = 1 << 20;
/// Greatest size of all files, unpacked, in bytes.
const ALL: u64 = 64 << 20;
/// Most files.
const MOST: usize = 10_000;

/// The files of a zip archive, under the paths that they have in it.
///
/// ```
/// # use std::io::{Cursor, Write};
/// # let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
/// # writer.start_file("demo/pack.toml", zip::write::SimpleFileOptions::default()).expect("a file");
/// # writer.write_all(b"id = \"demo\"").expect("written");
/// # let bytes = writer.finish().expect("an archive").into_inner();
/// use yize_core::{Files as _, unzip};
///
/// let packs = unzip(&bytes).expect("an archive within bounds");
/// assert_eq!(packs.read("demo/pack.toml".as_ref(), 100).expect("a file"), b"id = \"demo\"");
/// assert!(unzip(b"no archive").is_err());
/// ```
///
/// # Errors
/// When it is no zip archive, is encrypted, names paths outside itself or one path twice, or holds more than 10,000 files,
/// a file of more than 1 MiB, or more than 64 MiB in all.
pub fn unzip(bytes: &[u8]) -> Result<Memory, Text> {
    let wrong = |error: zip::result::ZipError| say!("压缩包不能读取：{error}", "the archive cannot be read: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    if archive.len() > MOST {
        return Err(say!("压缩包里的文件多于 {MOST} 个", "the archive has more than {MOST} files"));
    }
    let (mut memory, mut all) = (Memory::default(), 0);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(wrong)?;
        if !file.is_file() {
            continue;
        }
        let name = file.name().map_err(wrong)?.into_owned();
        let Some(path) = file.enclosed_name() else {
            return Err(say!("压缩包里的路径“{name}”不安全", "the path `{name}` leads out of the archive"));
        };
        let bytes = unpacked(file, &path)?;
        all += bytes.len() as u64;
        if all > ALL {
            return Err(say!("压缩包解开后过大", "the archive is too large when unpacked"));
        }
        if memory.0.insert(path, bytes).is_some() {
            return Err(say!("压缩包里有两个“{name}”", "the archive has two files `{name}`"));
        }
    }
    Ok(memory)
}

/// The bytes of one file. What an archive says of sizes is not believed.
fn unpacked(file: ZipFile<'_, Cursor<&[u8]>>, path: &Path) -> Result<Vec<u8>, Text> {
    let (mut bytes, name) = (Vec::new(), path.display());
    let read = file.take(FILE + 1).read_to_end(&mut bytes);
    read.map_err(|error| {
        say!("压缩包里的“{name}”不能读取：{error}", "`{name}` in the archive cannot be read: {error}")
    })?;
    if bytes.len() as u64 > FILE {
        return Err(say!("压缩包里的“{name}”过大", "`{name}` in the archive is too large"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::language::Lang;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_hostile_is_refused_with_its_reason() {
        let says = |files: &[(&str, &[u8])]| unzip(&archive(files)).unwrap_err().get(Lang::En).to_owned();
        assert!(says(&[("../a.toml", b"x")]).contains("leads out of the archive"));
        assert!(says(&[("a.toml", &vec![b' '; 2 << 20])]).contains("too large"));
        let bomb: Vec<(String, Vec<u8>)> = (0..70).map(|n| (format!("{n}.toml"), vec![b' '; 1 << 20])).collect();
        let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        assert!(says(&bomb).contains("too large when unpacked"));
        assert!(unzip(b"PK").is_err());
        let mut cut = archive(&[("a.toml", b"x = 1")]);
        cut.truncate(20);
        assert!(unzip(&cut).is_err());
        assert_eq!(unzip(&archive(&[("a/", b""), ("a/b.toml", b"x")])).unwrap().0.len(), 1);
    }
}
