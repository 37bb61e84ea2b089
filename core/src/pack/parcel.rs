//! A pack as one file that is handed over. There is one way to write a pack so, and a file that is written otherwise is none: nothing
//! can be hidden in it, no name stands in it twice, and the same pack is the same bytes everywhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::alike;
use crate::bounds;
use crate::escape::is_hidden;
use crate::files::nobodys::is_nobodys;
use crate::files::{FileKind, Files, Memory, read_within, reason, unzip, zip};
use crate::language::{Text, say};
use crate::pack::manifest;
use crate::pack::signature::{ENDING, Key, Refusal, SIGNATURE, Signed, again, verify};
use crate::source::SourceId;
use crate::texts::show_path;

/// Longest path in it, in bytes: with the folders above it, every system takes that.
const PATH: usize = 200;
/// Names that are devices on Windows, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A pack as one file.
///
/// ```
/// use yize_core::pack::{Key, Parcel, Refusal, Signed};
/// use yize_core::{Lang, Memory, Request};
///
/// let pack = "id = \"demo\"\ntitle = \"示例\"\nversion = \"1.0\"\nbodies = [\"shili\"]\n";
/// let files = Memory::default().with("rules/demo/pack.toml", pack).with("rules/demo/.draft", "");
/// let parcel = Parcel::build(&files, "rules/demo".as_ref()).map_err(|wrong| wrong.told())?;
/// assert_eq!((parcel.id.as_str(), parcel.title.as_str(), parcel.version.as_str()), ("demo", "示例", "1.0"));
/// assert_eq!((parcel.digest.len(), parcel.files.0.len()), (64, 1), "what is hidden stays at home");
///
/// // Whoever gets the bytes has the same pack, and no other.
/// let bytes = parcel.bytes().to_vec();
/// assert_eq!(Parcel::open(bytes.clone()).map_err(|wrong| wrong.told())?.files.0, parcel.files.0);
/// let mut changed = bytes.clone();
/// changed[40] ^= 1;
/// assert!(Parcel::open(changed).is_err());
///
/// // It serves wherever a folder of packs does.
/// let there = Memory::default().with("city/rules/demo.yize", bytes).with("city/yize.toml", "rules = 'rules/demo.yize'");
/// # let there = there.with("city/data/a.toml", "");
/// let request = Request::new(vec!["city".into()], yize_core::example::DAY);
/// assert!(yize_core::catalogue::rules(&there, &request).findings.is_empty());
/// assert_eq!(yize_core::pack::signature_of("rules/demo.yize".as_ref()).to_str(), Some("rules/demo.yize.minisig"));
///
/// // Nobody has signed it.
/// let key = Key::parse("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3").map_err(|wrong| wrong.told())?;
/// let signed: Result<Signed, Refusal> = parcel.signed(None, &[key]);
/// let refusal = signed.unwrap_err();
/// assert!(refusal.message.get(Lang::En).contains("not signed"));
/// # Ok::<(), yize_core::Text>(())
/// ```
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The pack's id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its files, in a folder called as it is.
    pub files: Memory,
    /// The BLAKE3 digest of its bytes.
    pub digest: String,
    bytes: Arc<[u8]>,
}

impl Parcel {
    /// Makes one of a folder with a pack. What is hidden in it, and parcels and signatures, stay out of it; line ends of scripts
    /// and settings are those of Unix, for they are git's to choose.
    ///
    /// # Errors
    /// When there is no pack in the folder, or one without version, and when something in it cannot be handed over: a link, a
    /// secret key, a file that is too large, a name that not every system takes.
    pub fn build(files: &dyn Files, folder: &Path) -> Result<Self, Refusal> {
        let texts = gather(files, folder)?;
        let Some(text) = texts.get("pack.toml") else {
            let name = show_path(folder);
            let message = say!("“{name}”里没有 pack.toml，不是规则包", "`{name}` has no pack.toml: it is no pack");
            return Err(Refusal::new(message, say!("写规则包的文件夹或编号", "name the folder or the id of a pack")));
        };
        let id = Named::of(text)?.id;
        let inside = texts.into_iter().map(|(path, bytes)| (Path::new(&id).join(path), bytes));
        let files = Memory(inside.collect());
        let bytes = zip(&files).map_err(damaged)?;
        if bytes.len() as u64 > bounds::PARCEL {
            let most = bounds::PARCEL >> 20;
            let message = say!("规则包打包后超过 {most} MiB", "the pack is more than {most} MiB as one file");
            return Err(Refusal::new(message, smaller()));
        }
        Self::open(bytes)
    }

    /// Reads one.
    ///
    /// # Errors
    /// When the bytes are not what [`Parcel::build`] makes of some pack: changed on the way, made by another program, with paths that
    /// lead out of it or not every system takes, with two names that are alike.
    pub fn open(bytes: impl Into<Arc<[u8]>>) -> Result<Self, Refusal> {
        let bytes = bytes.into();
        if bytes.len() as u64 > bounds::PARCEL {
            return Err(too_large());
        }
        let files = unzip(&bytes).map_err(damaged)?;
        names(&files)?;
        let roots: Vec<&PathBuf> = files.0.keys().filter(|path| path.ends_with("pack.toml")).collect();
        let root = match roots[..] {
            [only] if only.components().count() == 2 => only,
            _ => {
                let message = say!(
                    "应当只有一个规则包，放在以其编号命名的文件夹里",
                    "there should be one pack, in a folder called as its id"
                );
                return Err(Refusal::new(message, by_build()));
            }
        };
        let Named { id, title, version } = Named::of(&files.0[root])?;
        if files.0.keys().any(|path| !path.starts_with(&id)) {
            let message = say!("有文件不在规则包“{id}”的文件夹里", "a file is not in the folder of the pack `{id}`");
            return Err(Refusal::new(message, by_build()));
        }
        if zip(&files).map_err(damaged)?[..] != bytes[..] {
            let message = say!(
                "不是 yize pack build 写成的样子：被改动过，或由别的程序写成",
                "it is not as yize pack build writes it: it was changed, or made by another program"
            );
            return Err(Refusal::new(message, by_build()));
        }
        let digest = blake3::hash(&bytes).to_hex().to_string();
        Ok(Self { id, title, version, files, digest, bytes })
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Who of these has signed it. `signature` is the text of the file beside it, where there is one.
    ///
    /// # Errors
    /// When none of them has.
    pub fn signed(&self, signature: Option<&str>, keys: &[Key]) -> Result<Signed, Refusal> {
        verify(&self.bytes, signature, keys)
    }
}

/// What a manifest says of its pack.
struct Named {
    id: String,
    title: String,
    version: String,
}

impl Named {
    fn of(text: &[u8]) -> Result<Self, Refusal> {
        let broken = |why: Text| {
            let message = say!("pack.toml 有误：{why}", "pack.toml is wrong: {why}"; why);
            Refusal::new(
                message,
                say!(
                    "运行 yize rules --rules 加它的文件夹，看错在哪里",
                    "see where with yize rules --rules and its folder"
                ),
            )
        };
        let text = std::str::from_utf8(text).map_err(|_| broken(say!("不是 UTF-8", "it is not UTF-8")))?;
        // The folder is called as the id: what the name of the folder in which it lies says is told where packs are read.
        let mut wrong = Vec::new();
        let manifest = manifest::read(text, SourceId::NONE, "", &mut wrong);
        let Some(manifest) = manifest else {
            let why =
                wrong.into_iter().next().map_or_else(|| say!("没有编号", "it has no id"), |finding| finding.message);
            return Err(broken(why));
        };
        if manifest.version.trim().is_empty() || manifest.version.chars().any(is_hidden) {
            let message = say!("pack.toml 没有写版本", "pack.toml has no version");
            let help = say!("在 pack.toml 里写 version，如 \"1.0\"", "write `version` in pack.toml, such as \"1.0\"");
            return Err(Refusal::new(message, help));
        }
        Ok(Self { id: manifest.id, title: manifest.title, version: manifest.version })
    }
}

/// The files of a pack that are handed over, by their paths in it.
fn gather(files: &dyn Files, folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let mut texts = BTreeMap::new();
    for entry in files.walk_within(folder, &|_| false) {
        let inside = entry.path.strip_prefix(folder).unwrap_or(&entry.path);
        let hidden = inside.iter().any(|part| part.to_string_lossy().starts_with('.'));
        let kept = |ending: &str| inside.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        if hidden || is_nobodys(folder, &entry.path) || kept(ENDING) || kept(&SIGNATURE[1..]) {
            continue;
        }
        let name = show_path(&entry.path);
        let unfit = |message: Text| {
            let help = say!(
                "换成普通文件，或移出规则包的文件夹",
                "put a plain file in its place, or take it out of the pack's folder"
            );
            Refusal::new(message, help)
        };
        match entry.kind {
            _ if entry.linked => {
                return Err(unfit(say!("“{name}”是链接，不能打包", "`{name}` is a link, and cannot be packed")));
            }
            Ok(FileKind::Folder) => continue,
            Ok(FileKind::File) => {}
            Ok(FileKind::Other) => {
                return Err(unfit(say!("“{name}”不是普通文件", "`{name}` is no plain file")));
            }
            Err(error) => {
                let why = reason(&error);
                return Err(unfit(say!("“{name}”不能读取：{why}", "`{name}` cannot be read: {why}"; why)));
            }
        }
        let mut bytes = read_within(files, &entry.path, bounds::PACK_FILE).map_err(|error| {
            let why = reason(&error);
            unfit(say!("“{name}”不能打包：{why}", "`{name}` cannot be packed: {why}"; why))
        })?;
        if bytes.starts_with(b"untrusted comment:") && bytes.windows(10).any(|word| word == b"secret key") {
            let message = say!("“{name}”是私钥，不能交给别人", "`{name}` is a secret key, and nobody else's");
            return Err(Refusal::new(message, say!("移出规则包的文件夹", "take it out of the pack's folder")));
        }
        if kept("toml") || kept("rhai") {
            bytes = unix(bytes);
        }
        texts.insert(show_path(inside), bytes);
    }
    Ok(texts)
}

/// A text with the line ends of Unix.
fn unix(bytes: Vec<u8>) -> Vec<u8> {
    let mut rest = bytes.iter().copied().peekable();
    let mut lines = Vec::with_capacity(bytes.len());
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            lines.push(byte);
        }
    }
    lines
}

/// Looks at all names: each system takes each, and none takes two for one.
fn names(files: &Memory) -> Result<(), Refusal> {
    // Every path and every folder on its way, as it is seen, with how it is written and whether it is a file.
    let mut seen: BTreeMap<String, (&Path, bool)> = BTreeMap::new();
    for path in files.0.keys() {
        let shown = show_path(path);
        if shown.len() > PATH || !path.iter().all(|part| part.to_str().is_some_and(is_portable)) {
            let message = say!("不是每个系统都能用名称“{shown}”", "not every system takes the name `{shown}`");
            let help = say!(
                "名称里不用 : \\ * ? \" < > | 和看不见的字符，不以点或空格结尾，全长不超过 {PATH} 个字节",
                "names have no : \\ * ? \" < > | and nothing hidden, do not end in a dot or a blank, and have at most {PATH} bytes in all"
            );
            return Err(Refusal::new(message, help));
        }
        for (depth, above) in path.ancestors().enumerate().filter(|(_, above)| !above.as_os_str().is_empty()) {
            let known = seen.insert(alike::seen(&show_path(above)), (above, depth == 0));
            if known.is_some_and(|known| known != (above, depth == 0)) {
                let message = say!(
                    "有两个名称在有的系统上是同一个：“{shown}”和另一个",
                    "two names are one on some systems: `{shown}` and another"
                );
                return Err(Refusal::new(message, say!("改掉其中一个名称", "change one of the names")));
            }
        }
    }
    Ok(())
}

/// Whether every system takes a name.
fn is_portable(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |word: &str| stem.strip_prefix(word).is_some_and(|end| end.chars().count() == 1);
    let device = DEVICES.contains(&&*stem) || numbered("com") || numbered("lpt");
    let plain = name.chars().all(|c| !is_hidden(c) && !"\\/:*?\"<>|".contains(c));
    !device && plain && !name.starts_with(' ') && !name.ends_with(['.', ' '])
}

/// What is said where the archive itself is none, or a hostile one.
fn damaged(why: Text) -> Refusal {
    let message = say!("不是规则包文件：{why}", "it is no pack file: {why}"; why);
    Refusal::new(message, by_build())
}

/// What is said of a file that is larger than any pack.
pub(crate) fn too_large() -> Refusal {
    let most = bounds::PARCEL >> 20;
    let message = say!("文件超过 {most} MiB，不是规则包文件", "it is more than {most} MiB, and no pack file");
    Refusal::new(message, again())
}

/// The next step where a file was not written by `yize pack build`.
fn by_build() -> Text {
    say!(
        "从发布者那里重新取得；自己打包的，用 yize pack build",
        "get it anew from who published it; your own is made with yize pack build"
    )
}

/// The next step where a pack is too large.
fn smaller() -> Text {
    say!("把不用的文件移出规则包的文件夹", "take what is not needed out of the pack's folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_takes_otherwise_are_known() {
        for name in ["plan.rhai", "计划 二.md", "com", "com10", "a.con", "console"] {
            assert!(is_portable(name), "{name}");
        }
        for name in
            ["a:b", "a\\b", "a.", "a ", " a", "CON", "nul.toml", "COM1.rhai", "lpt².x", "a\u{202e}b", "a\n", "a|b"]
        {
            assert!(!is_portable(name), "{name}");
        }
    }

    #[test]
    fn names_that_some_system_takes_for_one_are_refused() {
        let wrong = |paths: &[&str]| {
            let files = Memory(paths.iter().map(|path| (PathBuf::from(path), Vec::new())).collect());
            names(&files).is_err()
        };
        assert!(!wrong(&["demo/a.rhai", "demo/b.rhai", "demo/lib/a.rhai"]));
        assert!(wrong(&["demo/a.rhai", "demo/A.rhai"]));
        assert!(wrong(&["demo/Lib/a.rhai", "demo/lib/b.rhai"]));
        assert!(wrong(&["demo/é.md", "demo/e\u{301}.md"]));
        assert!(wrong(&["demo/a", "demo/A/b"]));
        assert!(wrong(&[&format!("demo/{}", "x".repeat(250))]));
    }
}
