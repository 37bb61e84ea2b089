//! Files that come packed: a zip archive, read into memory within bounds, and written so that the same files are the same bytes.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use zip::read::ZipFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

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
/// When it is no zip archive, is encrypted, holds links, names paths outside itself or one path twice, or holds more than 10,000 files,
/// a file of more than 1 MiB, or more than 64 MiB in all.
pub fn unzip(bytes: &[u8]) -> Result<Memory, Text> {
    let wrong = |error: zip::result::ZipError| say!("压缩包不能读取：{error}", "the archive cannot be read: {error}");
    let many = || say!("压缩包里的文件多于 {MOST} 个", "the archive has more than {MOST} files");
    // Before the reader takes room for all of them.
    if entries(bytes).is_some_and(|entries| entries > MOST) {
        return Err(many());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    if archive.len() > MOST {
        return Err(many());
    }
    // The reader keeps one of entries with the same name.
    if entries(bytes).is_some_and(|entries| entries != archive.len()) {
        return Err(say!("压缩包里有同名的文件", "the archive has files of one name"));
    }
    let (mut memory, mut all) = (Memory::default(), 0);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(wrong)?;
        let name = file.name().map_err(wrong)?.into_owned();
        let unsafe_path = || say!("压缩包里的路径“{name}”不安全", "the path `{name}` leads out of the archive");
        // As it is written: a path that is mended in silence would be another file.
        let plain = !name.is_empty() && !name.starts_with('/') && !name.contains(['\\', ':']);
        let path = file.enclosed_name().filter(|_| plain).ok_or_else(unsafe_path)?;
        if file.is_dir() {
            continue;
        }
        if !file.is_file() {
            return Err(say!(
                "压缩包里的“{name}”不是普通文件（例如链接）",
                "`{name}` in the archive is no plain file, but a link perhaps"
            ));
        }
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

/// How many entries the directory of an archive says it has; the most that can be said where there are more (zip64).
fn entries(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count: [u8; 2] = bytes.get(end + 10..end + 12)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(count)))
}

/// A zip archive of files, as it is on every machine and at any time: in the order of their paths, not compressed, for the bytes
/// must not hang on a compressor's version, with one time and one mode.
pub(crate) fn zip(files: &Memory) -> Result<Vec<u8>, Text> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in &files.0 {
        let name = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let written = writer.start_file(&*name, options).map_err(std::io::Error::from);
        written
            .and_then(|()| writer.write_all(bytes))
            .map_err(|error| say!("“{name}”不能打包：{error}", "`{name}` cannot be packed: {error}"))?;
    }
    let written = writer.finish().map_err(|error| say!("不能打包：{error}", "cannot be packed: {error}"))?;
    Ok(written.into_inner())
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
        for name in ["/a.toml", "C:/a.toml", "a\\b.toml"] {
            assert!(says(&[(name, b"x")]).contains("leads out of the archive"), "{name}");
        }
        assert_eq!(unzip(&archive(&[("a/b.toml", b"x")])).unwrap().0.len(), 1);

        // A link, and two entries of one name: the writer refuses them, so that they are made by hand.
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.add_symlink("a.toml", "../b.toml", SimpleFileOptions::default()).unwrap();
        let error = unzip(&writer.finish().unwrap().into_inner()).unwrap_err();
        assert!(error.get(Lang::En).contains("no plain file"));
        let mut twice = archive(&[("aa.toml", b"x"), ("ab.toml", b"y")]);
        while let Some(at) = twice.windows(7).position(|window| window == b"ab.toml") {
            twice[at + 1] = b'a';
        }
        assert!(unzip(&twice).unwrap_err().get(Lang::En).contains("one name"));
    }
}
