//! Which pack is meant by an id or a folder.

use std::path::{Path, PathBuf};

use crate::packs::{built_in, comes_with_it};
use crate::report::text::clean_line;
use yize_core::check::Request;
use yize_core::files::{Disk, FileKind, Files as _};
use yize_core::language::{Text, did_you_mean};
use yize_core::pack::{Parcel, Refusal};
use yize_core::{PackSource, nearest, say, show_path};

/// The settings of a pack, by which its folder is known.
const MANIFEST: &str = "pack.toml";

/// Where a pack is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// In a folder.
    Folder(PathBuf),
    /// In the program.
    BuiltIn(String),
}

impl Found {
    /// The pack as one file.
    pub(super) fn parcel(&self) -> Result<Parcel, Refusal> {
        match self {
            Self::Folder(folder) => Parcel::build(&Disk, folder),
            Self::BuiltIn(id) => {
                let PackSource::BuiltIn(files) = built_in() else { unreachable!("they are built in") };
                Parcel::build(&*files, &Path::new("rules").join(id))
            }
        }
    }
}

/// The pack of that id or in that folder; where nothing is said, the one that is here.
pub(super) fn find(request: &Request, word: Option<&str>) -> Result<Found, Text> {
    let is_pack = |folder: &Path| matches!(Disk.kind(&folder.join(MANIFEST)), Ok(FileKind::File));
    let own = own(request);
    let Some(word) = word else {
        return match &own[..] {
            _ if is_pack(Path::new(".")) => Ok(Found::Folder(PathBuf::from("."))),
            [only] => Ok(Found::Folder(only.clone())),
            [] => Err(say!(
                "这里没有规则包。写明编号或文件夹：yize pack build 编号",
                "there is no pack here. Name its id or its folder: yize pack build ID"
            )),
            _ => Err(say!(
                "这里有几个规则包：{}。写明是哪一个：yize pack build 编号",
                "there are several packs here: {}. Say which: yize pack build ID",
                ids(&own).join(" ")
            )),
        };
    };
    let path = Path::new(word);
    let named = own.iter().find(|folder| folder.file_name().is_some_and(|name| name == word));
    if is_pack(path) {
        return Ok(Found::Folder(path.to_owned()));
    }
    if let Some(folder) = named {
        return Ok(Found::Folder(folder.clone()));
    }
    if comes_with_it(word) {
        return Ok(Found::BuiltIn(word.to_owned()));
    }
    let shown = clean_line(word);
    if Disk.kind(path).is_ok() {
        return Err(say!("“{shown}”里没有 pack.toml，不是规则包", "`{shown}` has no pack.toml: it is no pack"));
    }
    let ids = ids(&own);
    let near = nearest(word, ids.iter().map(String::as_str)).map(did_you_mean);
    Err(say!("没有规则包“{shown}”", "there is no pack `{shown}`").and_ask(near))
}

/// The packs of the project that stand in folders.
fn own(request: &Request) -> Vec<PathBuf> {
    let mut own = Vec::new();
    for source in request.all_packs(&Disk) {
        let PackSource::Folder(folder) = source else { continue };
        let manifests = Disk.walk(&folder).into_iter().filter(|entry| entry.path.ends_with(MANIFEST));
        own.extend(manifests.filter_map(|entry| entry.path.parent().map(Path::to_owned)));
    }
    own.sort();
    own.dedup();
    own
}

fn ids(folders: &[PathBuf]) -> Vec<String> {
    folders.iter().map(|folder| clean_line(&show_path(Path::new(folder.file_name().unwrap_or_default())))).collect()
}
