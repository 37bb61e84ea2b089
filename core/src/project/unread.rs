//! Files in folders of data that are not read: what holds data in another form must not be passed over in silence.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::globs::Globs;
use super::is_toml;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::texts::show_path;

/// Endings of files that hold data, but not as yize reads them, wherever they lie in what is checked.
const SHEETS: &[&str] = &["csv", "tsv", "xls", "xlsx", "xlsm", "et", "ods"];
/// The same of files that are as often something else: beside the settings lie those of other programs, and reports.
const TEXTS: &[&str] = &["json", "yaml", "yml", "txt"];
/// So many names are told of files that were not read.
const SHOWN: usize = 50;

/// Whether something below a folder is hidden.
pub(super) fn is_hidden(root: &Path, path: &Path) -> bool {
    let inside = path.strip_prefix(root).unwrap_or(path);
    inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
}

/// Where a project's data lie, and what there is no data.
pub(super) struct Folders<'a> {
    /// The project's folder, or the one that was named.
    pub root: &'a Path,
    /// Whether it is known to hold other things than data, such as settings and packs.
    pub home: bool,
    /// Folders that patterns name before their first part that is not plain.
    pub named: HashSet<PathBuf>,
    /// Whether files that look like data are told of wherever they lie.
    pub anywhere: bool,
    /// Its patterns, where it has any.
    pub globs: Option<&'a Globs>,
    /// What the settings say is none.
    pub ignored: &'a Globs,
}

impl Folders<'_> {
    /// The files that are not read and should be told of. `taken` are those that are read.
    pub(super) fn unread<'f>(&self, files: &[&'f PathBuf], taken: &HashSet<&Path>) -> Vec<&'f PathBuf> {
        let holding: HashSet<&Path> = taken.iter().filter_map(|path| path.parent()).collect();
        let is_home = |folder: &Path| self.home && folder == self.root;
        let of_data = |path: &Path| {
            let mut above = path.ancestors().skip(1).take_while(|folder| folder.starts_with(self.root));
            above.any(|folder| !is_home(folder) && (holding.contains(folder) || self.named.contains(folder)))
        };
        let untold = |path: &&&'f PathBuf| {
            let inside = show_path(path.strip_prefix(self.root).unwrap_or(path));
            let hidden = is_hidden(self.root, path);
            // A workbook that nothing names may hold what is thought to be checked.
            (hidden || !is_toml(path))
                && !self.ignored.name(&inside)
                && (self.globs.is_some_and(|globs| globs.name(&inside))
                    || (self.anywhere && !hidden && is_other_data(path, path.parent().is_some_and(is_home)))
                    || of_data(path))
        };
        files.iter().filter(untold).copied().collect()
    }
}

fn is_other_data(path: &Path, home: bool) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    let open = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('~'));
    !open && ending.is_some_and(|e| SHEETS.contains(&e.as_str()) || (!home && TEXTS.contains(&e.as_str())))
}

/// Says of a file that was named that it is not of the type that is read.
pub(super) fn no_data_file(name: &str) -> Finding {
    host::UNREAD_TYPE
        .finding(say!("“{name}”不是 .toml 文件，没有检查", "`{name}` is not a .toml file and was not checked"))
        .path(name)
        .help(say!("把数据存成 .toml 文件", "save the data as a .toml file"))
}

/// Says once which files among the data were not read.
pub(super) fn tell(root: &Path, files: &[&PathBuf]) -> Option<Finding> {
    let hidden = |path: &Path| is_hidden(root, path);
    match files {
        [] => None,
        [one] if hidden(one) => {
            let name = show_path(one);
            let message = say!("“{name}”是隐藏的，没有检查", "`{name}` is hidden and was not checked");
            Some(host::UNREAD_TYPE.finding(message).path(name).help(instead()))
        }
        [one] if is_other_data(one, true) => {
            let name = show_path(one);
            let message =
                say!("没有写明“{name}”是数据，没有检查", "nothing names `{name}` as data: it was not checked");
            Some(host::UNREAD_TYPE.finding(message).path(name).help(instead()))
        }
        [one] => Some(no_data_file(&show_path(one)).help(instead())),
        many => {
            let (count, more) = (many.len(), many.len().saturating_sub(SHOWN));
            let names: Vec<String> = many.iter().take(SHOWN).map(|path| show_path(path)).collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            let message = if more == 0 {
                say!("数据里有{count}个文件没有检查：{zh}", "{count} files among the data were not checked: {en}")
            } else {
                say!(
                    "数据里有{count}个文件没有检查：{zh}，另有{more}个",
                    "{count} files among the data were not checked: {en}, and {more} more"
                )
            };
            Some(host::UNREAD_TYPE.finding(message).path(show_path(root)).help(instead()))
        }
    }
}

fn instead() -> crate::language::Text {
    say!(
        "是数据的，存成 .toml 文件，是台账的，写进 [[ledger]] 的 file；不是数据的，放到别处，或写进 yize.toml 的 ignore",
        "save what is data as .toml files, or name a ledger under [[ledger]]; move what is none elsewhere, or name it under `ignore` in yize.toml"
    )
}
