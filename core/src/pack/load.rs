//! Reading packs: those embedded in the binary, then the folders named by the user.

mod strays;
mod packed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bounds;
use crate::calendar::Calendar;
use crate::files::fence::Fence;
use crate::files::nobodys::is_nobodys;
use crate::files::{FileKind, Files, Memory, read_within};
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::pack::signature::{Key, is_parcel};
use crate::pack::views::{self, Views};
use crate::pack::{Pack, Packs, holidays, kinds, manifest};
use crate::source::{Place, SourceId, Sources, Span};
use crate::texts::{decode, leads_out, show_path, unreadable};

/// Greatest size of a file of a pack, in bytes.
pub(crate) const PACK_FILE_LIMIT: u64 = bounds::PACK_FILE;

/// Where packs come from.
///
/// ```
/// use std::sync::Arc;
/// use yize_core::{Check, Memory, PackSource};
/// # use yize_core::example::{DATA, DAY, pack};
///
/// # let (pack, data, day) = (pack(), DATA, DAY);
/// // A program may bring many packs of its own: only those that govern a body of the data are looked at.
/// let broken = PackSource::BuiltIn(Arc::new(Memory::default().with("other/pack.toml", "id = ")));
/// let check = Check::as_of(day).pack(broken).pack(PackSource::BuiltIn(Arc::new(pack))).data("members.toml", data);
/// let outcome = check.run();
/// assert_eq!(&*outcome.findings[0].rule, "ledger/visits");
/// ```
#[derive(Clone, Debug)]
pub enum PackSource {
    /// A folder that is a pack or holds packs, read through the check's files.
    Folder(PathBuf),
    /// The same, of files in memory.
    Memory(Arc<Memory>),
    /// Files in memory that come with the host: of these packs only those are looked at that govern a body.
    BuiltIn(Arc<Memory>),
}

impl PackSource {
    /// The folder that is read through the check's files.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Memory(_) | Self::BuiltIn(_) => None,
        }
    }
}

/// All folders of packs that a check reads, as they are on the disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    /// The embedded ones first, then the folders named by the user; a pack replaces an earlier one of the same id.
    pub layers: Vec<Layer>,
}

/// The packs in one named folder.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    /// The name of the folder.
    name: String,
    /// Whether they come with the binary.
    pub embedded: bool,
    /// The folders with a `pack.toml`.
    pub folders: Vec<Folder>,
    /// What could not be read.
    wrong: Vec<Finding>,
}

/// The files of one pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folder {
    /// Where it is.
    pub root: PathBuf,
    /// Its scripts and settings, by their paths in it.
    pub texts: BTreeMap<String, SourceId>,
    /// What could not be read, or not as text.
    pub wrong: Vec<Finding>,
    /// The file in which it was handed over, where it is no folder.
    pub file: Option<packed::PackFile>,
}

impl Shelf {
    /// Leaves out the packs that came as files and were signed by none of these, and says so.
    pub(crate) fn demand(&mut self, keys: &[Key]) {
        for Layer { folders, wrong, .. } in &mut self.layers {
            folders.retain(|folder| {
                let refused = folder.file.as_ref().and_then(|file| file.unsigned(keys));
                let kept = refused.is_none();
                wrong.extend(refused);
                kept
            });
        }
    }
}

/// Reads the packs of these sources, in their order. Links in a folder lead nowhere but into it, or to what is within the fence.
pub(crate) fn read(files: &dyn Files, from: &[PackSource], fence: &Fence, sources: &mut Sources) -> Shelf {
    let layers = from.iter().map(|from| match from {
        PackSource::BuiltIn(memory) => read_layer(&**memory, Path::new(""), true, &Fence::default(), sources),
        PackSource::Memory(memory) => read_layer(&**memory, Path::new(""), false, &Fence::default(), sources),
        PackSource::Folder(folder) => read_folder(files, folder, fence, sources),
    });
    Shelf { layers: layers.collect() }
}

fn read_folder(files: &dyn Files, folder: &Path, fence: &Fence, sources: &mut Sources) -> Layer {
    let problem = match files.kind(folder) {
        Ok(FileKind::Folder) => {
            let mut fence = fence.clone();
            fence.widen(files, folder);
            return read_layer(files, folder, false, &fence, sources);
        }
        Ok(FileKind::File) if is_parcel(folder) => {
            let mut layer = Layer { name: show_path(folder), embedded: false, folders: Vec::new(), wrong: Vec::new() };
            packed::read(files, folder, sources, &mut layer);
            return layer;
        }
        Ok(_) => {
            let name = show_path(folder);
            let finding = host::PACK.finding(say!("“{name}”不是文件夹", "`{name}` is not a folder"));
            let help = say!(
                "--rules 后面写规则包的文件夹，或以 .yize 结尾的规则包文件",
                "--rules takes a folder of packs, or a pack file, which ends in .yize"
            );
            finding.help(help).path(name)
        }
        Err(error) => unreadable(&show_path(folder), &error),
    };
    Layer { name: show_path(folder), embedded: false, folders: Vec::new(), wrong: vec![problem] }
}

/// Makes packs of what was read. Findings that belong to no pack are returned.
#[must_use]
pub(crate) fn load(shelf: &Shelf, sources: &Sources) -> (Packs, Vec<Finding>) {
    let mut packs = Packs::default();
    let mut findings = Vec::new();
    for layer in &shelf.layers {
        let errors = findings.len();
        findings.extend(layer.wrong.iter().cloned());
        let read = load_layer(layer, sources, &mut packs, &mut findings);
        if read == 0 && findings.len() == errors {
            let name = &layer.name;
            let help = say!("规则包是一个含有 pack.toml 的文件夹", "a pack is a folder with a pack.toml");
            findings.push(if name.is_empty() {
                let message = say!("给出的文件里没有规则包", "no pack among the files that were given");
                host::PACK.finding(message).help(help)
            } else {
                let message = say!("文件夹“{name}”里没有规则包", "no pack in the folder `{name}`");
                host::PACK.finding(message).help(help).path(name)
            });
        }
    }
    (packs, findings)
}

/// Reads the packs of one folder.
fn read_layer(files: &dyn Files, folder: &Path, embedded: bool, fence: &Fence, sources: &mut Sources) -> Layer {
    let mut layer = Layer { name: show_path(folder), embedded, folders: Vec::new(), wrong: Vec::new() };
    let mut by_pack: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    let mut paths = Vec::new();
    for entry in fence.walk(files, folder).into_iter().filter(|entry| !is_nobodys(folder, &entry.path)) {
        if fence.bars(files, &entry) {
            layer.wrong.push(leads_out(&entry.path));
            continue;
        }
        match entry.kind {
            Ok(FileKind::File) => paths.push(entry.path),
            Ok(FileKind::Folder) if !is_text(&entry.path) => {}
            Ok(_) => layer.wrong.push(strays::no_file(&entry.path)),
            Err(error) => layer.wrong.push(unreadable(&show_path(&entry.path), &error)),
        }
    }
    let roots: BTreeSet<PathBuf> =
        paths.iter().filter(|p| p.file_name().is_some_and(|n| n == "pack.toml")).map(|p| parent(p)).collect();
    if !embedded {
        layer.wrong.extend(strays::tell(&paths, &roots));
    }
    for path in paths.iter().filter(|path| is_parcel(path)) {
        if !embedded && !path.ancestors().any(|above| roots.contains(above)) {
            packed::read(files, path, sources, &mut layer);
        }
    }
    for path in paths {
        if let Some(root) = path.ancestors().skip(1).find(|above| roots.contains(*above)) {
            by_pack.entry(root.to_owned()).or_default().push(path);
        }
    }
    if by_pack.len() > bounds::PACKS {
        let (name, most) = (&layer.name, bounds::PACKS);
        let message = say!(
            "“{name}”里的规则包多于{most}个，其余没有装入",
            "`{name}` has more than {most} packs; the rest was not loaded"
        );
        layer.wrong.push(host::PACK.finding(message).path(name));
    }
    for (root, paths) in by_pack.into_iter().take(bounds::PACKS) {
        let mut wrong = Vec::new();
        let texts = read_texts(files, &root, &paths, sources, &mut wrong);
        layer.folders.push(Folder { root, texts, wrong, file: None });
    }
    layer
}

/// Whether a path is called like a script or a setting, in whatever letters: a file that is named almost right must not be passed
/// over.
fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("rhai") || e.eq_ignore_ascii_case("toml"))
}

/// Adds the packs of one folder and gives their number.
fn load_layer(layer: &Layer, sources: &Sources, packs: &mut Packs, findings: &mut Vec<Finding>) -> usize {
    let mut read = 0;
    let mut loaded: BTreeMap<String, Place> = BTreeMap::new();
    for folder in &layer.folders {
        if let Some(mut pack) = load_pack(folder, sources, packs, findings) {
            pack.embedded = layer.embedded;
            let (id, place) = (pack.manifest.id.clone(), pack.manifest.place);
            if let Some(earlier) = loaded.insert(id.clone(), place) {
                let message = say!("同一文件夹里有两个规则包“{id}”", "two packs `{id}` in one folder");
                findings
                    .push(host::PACK.finding(message).at(place).see(earlier, say!("另一个在这里", "the other one")));
            }
            packs.insert(pack);
            read += 1;
        }
    }
    read
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_owned()
}

/// Reads the scripts and settings of a pack, by their paths in it.
fn read_texts(
    files: &dyn Files,
    root: &Path,
    paths: &[PathBuf],
    sources: &mut Sources,
    wrong: &mut Vec<Finding>,
) -> BTreeMap<String, SourceId> {
    let mut texts = BTreeMap::new();
    for path in paths {
        let inside = show_path(path.strip_prefix(root).unwrap_or(path));
        if !is_text(path) {
            continue;
        }
        let name = show_path(path);
        match read_within(files, path, PACK_FILE_LIMIT) {
            Ok(bytes) => {
                let (source, finding) = decode(&bytes).add(&name, &host::PACK, sources);
                texts.insert(inside, source);
                wrong.extend(finding);
            }
            Err(error) => wrong.push(unreadable(&name, &error)),
        }
    }
    texts
}

/// Makes a pack of its files. Without a usable `pack.toml` its findings go to `findings` and there is no pack.
fn load_pack(folder: &Folder, sources: &Sources, packs: &mut Packs, findings: &mut Vec<Finding>) -> Option<Pack> {
    let mut wrong = folder.wrong.clone();
    let mut texts = folder.texts.clone();
    let name = folder.root.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let all = texts.clone();
    // Of a text with replacement characters only the bad encoding is worth a word.
    let garbled = |source: SourceId| folder.wrong.iter().any(|f| f.place.is_some_and(|place| place.source == source));
    let mut text = |file: &str| {
        let source = texts.remove(file)?;
        Some((source, sources.get(source).shared(), garbled(source)))
    };
    let manifest = text("pack.toml").filter(|(.., garbled)| !garbled);
    let manifest = manifest.and_then(|(source, text, _)| manifest::read(&text, source, &name, &mut wrong));
    let Some(manifest) = manifest else {
        packs.miss(name, wrong.clone());
        findings.append(&mut wrong);
        return None;
    };
    let kinds = match text("kinds.toml") {
        Some((.., true)) => None,
        Some((source, text, false)) => kinds::read(&text, source, &mut wrong),
        None => Some(Vec::new()),
    };
    let sound = |read: Option<(SourceId, Arc<str>, bool)>| read.filter(|(.., garbled)| !garbled);
    let calendar = sound(text("holidays.toml"))
        .map_or_else(Calendar::default, |(source, text, _)| holidays::read(&text, source, &mut wrong));
    let views = sound(text(views::FILE))
        .map_or_else(Views::default, |(source, text, _)| views::read(&text, source, &mut wrong));
    let mut pack = Pack {
        manifest,
        unread_kinds: kinds.is_none(),
        kinds: kinds.unwrap_or_default(),
        calendar,
        views,
        scripts: BTreeMap::new(),
        libraries: BTreeMap::new(),
        cases: BTreeMap::new(),
        texts: all,
        embedded: false,
        findings: Vec::new(),
    };
    place_files(&mut pack, texts, &mut wrong);
    pack.findings = wrong;
    Some(pack)
}

/// Puts each file where it belongs; one that belongs nowhere is reported, for its rules would never run.
fn place_files(pack: &mut Pack, texts: BTreeMap<String, SourceId>, wrong: &mut Vec<Finding>) {
    for (inside, source) in texts {
        match (inside.strip_suffix(".rhai"), inside.split_once('/')) {
            (Some(stem), Some(("lib", _))) => _ = pack.libraries.insert(stem.to_owned(), source),
            (Some(_), None) => _ = pack.scripts.insert(inside, source),
            (None, Some(("tests", _))) => _ = pack.cases.insert(inside, source),
            _ => {
                let top = Place { source, span: Span::new(0, 0) };
                let message = say!(
                    "规则包不读这个文件，其中的内容不起作用",
                    "no pack reads this file; what is in it does nothing"
                );
                let help = say!(
                    "规则放在包的顶层，函数放在 lib/，用例放在 tests/；设置只有 pack.toml、kinds.toml、views.toml、holidays.toml",
                    "rules go to the pack's top, functions to lib/, cases to tests/; settings are pack.toml, kinds.toml, views.toml, holidays.toml"
                );
                wrong.push(host::PACK.finding(message).at(top).help(help));
            }
        }
    }
}
