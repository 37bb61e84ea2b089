//! What to write instead of a folder, or of a pattern of files, that there is not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Asked;
use super::globs::static_prefix;
use crate::files::Files;
use crate::language::{Text, did_you_mean, say};
use crate::spelling::nearest;
use crate::texts::show_path;

/// So many files are looked at for packs where the folder that is named is not there.
const MANY: usize = 5_000;

/// What to do where no file matches a pattern.
pub(super) fn of_pattern(pattern: &str, root: &Path, own: &[&PathBuf], asked: Asked<'_>) -> Text {
    if pattern.contains('\\') {
        let slashes = pattern.replace('\\', "/");
        return say!("文件夹之间写“/”：\"{slashes}\"", "folders are parted by `/`: \"{slashes}\"");
    }
    let inside = |path: &Path| show_path(path.strip_prefix(root).unwrap_or(path));
    let folders: BTreeSet<String> = own
        .iter()
        .filter(|path| asked.is_data(path))
        .filter_map(|path| inside(path).rsplit_once('/').map(|(folder, _)| folder.to_owned()))
        .collect();
    let folder = static_prefix(pattern);
    match nearest(folder.trim_end_matches('/'), folders.iter().map(String::as_str)) {
        Some(near) if !folder.is_empty() => {
            let meant = format!("{near}/{}", &pattern[folder.len()..]);
            did_you_mean(&meant)
        }
        _ => say!("核对 yize.toml 的 data 和文件的位置", "check `data` in yize.toml and where the files are"),
    }
}

/// What to do where no file is the one that a ledger names.
pub(super) fn of_ledger(file: &str, root: &Path, own: &[&PathBuf], asked: Asked<'_>) -> Text {
    let books: BTreeSet<String> = own
        .iter()
        .filter(|path| asked.is_workbook(path))
        .map(|path| show_path(path.strip_prefix(root).unwrap_or(path)))
        .collect();
    match nearest(file, books.iter().map(String::as_str)) {
        Some(near) => did_you_mean(near),
        None => say!("核对 [[ledger]] 的 file 和台账的位置", "check `file` of [[ledger]] and where the ledger is"),
    }
}

/// What to write instead of a folder of packs that is not there.
pub(super) fn of_folder(files: &dyn Files, root: &Path, folder: &Path) -> Text {
    let beside = folder.parent().unwrap_or(root);
    let mut folders: Vec<String> = Vec::new();
    for entry in files.walk(beside).into_iter().take(MANY) {
        let packs = entry.path.file_name().is_some_and(|name| name == "pack.toml");
        let above = entry.path.parent().and_then(Path::parent).filter(|_| packs);
        folders.extend(above.map(|path| show_path(path.strip_prefix(root).unwrap_or(path))));
    }
    folders.sort_unstable();
    folders.dedup();
    let name = show_path(folder.strip_prefix(root).unwrap_or(folder));
    match (nearest(&name, folders.iter().map(String::as_str)), folders.as_slice()) {
        (Some(near), _) => did_you_mean(near),
        (None, [one]) => say!("规则包在“{one}”里", "there are packs in `{one}`"),
        (None, _) => say!(
            "写放规则包的文件夹；其中每个规则包是一个含有 pack.toml 的文件夹",
            "name the folder of the packs; each pack in it is a folder with a pack.toml"
        ),
    }
}
