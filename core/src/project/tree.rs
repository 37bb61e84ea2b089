//! What a folder's tree holds: files, projects, packs, and what cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::settings::Ledger;
use super::{SETTINGS, is_toml, unread};
use crate::files::fence::Fence;
use crate::files::nobodys::is_nobodys;
use crate::files::{Entry, FileKind};
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::texts::{leads_out, show_path, unreadable};

/// What a folder's tree holds.
#[derive(Default)]
pub(super) struct Tree {
    /// Files, sorted.
    pub files: Vec<PathBuf>,
    /// Those to which links lead.
    pub linked: BTreeSet<PathBuf>,
    /// Folders with `yize.toml`.
    pub projects: BTreeSet<PathBuf>,
    /// Folders with `pack.toml`.
    pub packs: BTreeSet<PathBuf>,
}

impl Tree {
    /// Looks through a folder. Links out of the fence are told, unless the settings of the project that they are in let them
    /// lead anywhere.
    pub(super) fn read(ledger: &mut Ledger<'_>, root: &Path, fence: &Fence, findings: &mut Vec<Finding>) -> Self {
        let files = ledger.files;
        let (mut tree, mut barred) = (Self::default(), Vec::new());
        for entry in fence.walk(files, root) {
            if fence.bars(files, &entry) { barred.push(entry) } else { tree.add(root, entry, findings) }
        }
        for entry in barred {
            let follows = entry.path.ancestors().skip(1).find(|above| tree.projects.contains(*above));
            if !follows.map(Path::to_owned).is_some_and(|project| ledger.follows(&project)) {
                findings.extend((!is_nobodys(root, &entry.path)).then(|| leads_out(&entry.path)));
                continue;
            }
            if matches!(entry.kind, Ok(FileKind::Folder)) {
                let within = files.walk(&entry.path);
                for inner in within {
                    tree.add(root, Entry { linked: true, ..inner }, findings);
                }
            }
            tree.add(root, entry, findings);
        }
        tree.files.sort();
        tree
    }

    fn add(&mut self, root: &Path, entry: Entry, findings: &mut Vec<Finding>) {
        if is_nobodys(root, &entry.path) {
            return;
        }
        match entry.kind {
            Ok(FileKind::File) => {
                let parent = entry.path.parent().unwrap_or(Path::new("")).to_owned();
                match entry.path.file_name().and_then(|n| n.to_str()) {
                    Some(SETTINGS) => _ = self.projects.insert(parent),
                    Some("pack.toml") => _ = self.packs.insert(parent),
                    Some(name) if name.eq_ignore_ascii_case(SETTINGS) => findings.push(misnamed(&entry.path)),
                    _ => {
                        if entry.linked {
                            self.linked.insert(entry.path.clone());
                        }
                        self.files.push(entry.path);
                    }
                }
            }
            Ok(FileKind::Folder) => {
                if is_toml(&entry.path) {
                    let name = show_path(&entry.path);
                    let finding = host::UNREADABLE
                        .finding(say!("“{name}”是文件夹，不是数据文件", "`{name}` is a folder, not a data file"));
                    findings.push(finding.path(name));
                }
            }
            Ok(FileKind::Other) => findings.push(unread::no_data_file(&show_path(&entry.path))),
            Err(error) => findings.push(unreadable(&show_path(&entry.path), &error)),
        }
    }

    /// The files below a folder.
    pub(super) fn below(&self, folder: &Path) -> &[PathBuf] {
        let from = self.files.partition_point(|path| path.as_path() < folder);
        let below = self.files[from..].partition_point(|path| path.starts_with(folder));
        &self.files[from..from + below]
    }

    /// The projects in the tree that a path is in, the innermost first.
    pub(super) fn projects_of<'t>(&'t self, path: &'t Path) -> impl Iterator<Item = &'t Path> {
        path.ancestors().skip(1).filter(|above| self.projects.contains(*above))
    }

    /// Takes out what lies in packs, and gives the folders of those that are in no folder of packs, each with its files.
    pub(super) fn part_packs(&mut self, in_use: &dyn Fn(&Path) -> bool) -> BTreeMap<PathBuf, Vec<PathBuf>> {
        if self.packs.is_empty() {
            return BTreeMap::new();
        }
        let (used, mut idle): (BTreeSet<PathBuf>, BTreeMap<PathBuf, Vec<PathBuf>>) = (
            self.packs.iter().filter(|pack| in_use(pack)).cloned().collect(),
            self.packs.iter().filter(|pack| !in_use(pack)).map(|pack| (pack.clone(), Vec::new())).collect(),
        );
        let packs = std::mem::take(&mut self.packs);
        let pack_of = |path: &Path| path.ancestors().find(|above| packs.contains(*above)).map(Path::to_owned);
        self.projects.retain(|project| pack_of(project).is_none());
        self.files.retain(|path| {
            let Some(pack) = pack_of(path) else { return true };
            if !used.contains(&pack) {
                idle.entry(pack).or_default().push(path.clone());
            }
            false
        });
        idle
    }
}

/// Says of settings that are not called as they should be.
fn misnamed(path: &Path) -> Finding {
    let name = show_path(path);
    let message = say!(
        "“{name}”不会读取，项目的设置文件叫 yize.toml",
        "`{name}` is not read: a project's settings are yize.toml"
    );
    let help = say!("改名为 yize.toml，全用小写字母", "rename it to yize.toml, in small letters");
    host::PROJECT.finding(message).path(name).help(help)
}
