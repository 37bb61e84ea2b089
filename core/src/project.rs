//! Projects: which data files and rule folders belong together, and the settings of `yize.toml`.

mod globs;
mod instead;
pub(crate) mod waivers;
pub(crate) mod ledgers;
mod settings;
mod unread;
mod tree;
mod folder;

pub use waivers::Terms;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use crate::bounds;
use crate::files::fence::Fence;
use crate::files::{FileKind, Files, Identity, plain};
use crate::finding::{Finding, Severity};
use crate::host;
use crate::host::lints::{Level, Lint};
use crate::language::say;
use crate::pack::signature;
use crate::sheet::Workbooks;
use crate::source::{Place, Sources};
use crate::texts::{leads_out, show_path, unreadable};

use ledgers::Declared;
use settings::Ledger;
use waivers::Waiver;

/// Where the bytes of a data file come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// A file.
    File(std::path::PathBuf),
    /// Bytes that were handed in, with the name that reports use.
    Given(String, Vec<u8>),
}

impl Input {
    /// The name that reports use.
    #[must_use]
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => show_path(path),
            Self::Given(name, _) => name.clone(),
        }
    }

    /// Its path, or the name in the place of one.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Given(name, _) => Path::new(name),
        }
    }
}

/// By what a path is told from others: what it leads to, or, where that cannot be known, its parts without `.`.
#[derive(PartialEq, Eq, Hash)]
enum Known {
    Identity(Identity),
    Path(PathBuf),
}

impl Known {
    fn of(files: &dyn Files, path: &Path) -> Self {
        files.identity(path).map_or_else(|| Self::Path(bare(path)), Self::Identity)
    }
}

/// Data that are checked together, by the same packs and settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Project {
    /// Its folder; empty for files given one by one.
    pub root: PathBuf,
    /// Its data files, sorted.
    pub inputs: Vec<Input>,
    /// The time zone by which its days begin, where its settings name one.
    pub time_zone: Option<String>,
    /// Folders of packs.
    pub rules: Vec<PathBuf>,
    /// Who must have signed the packs that come as files; without it nobody must.
    pub keys: Option<Vec<signature::Key>>,
    /// Other severities for rules, by full name or glob, in the order written.
    pub severities: Vec<(String, Severity, Place)>,
    /// Other levels for lints.
    pub lints: Vec<(&'static Lint, Level)>,
    /// What its settings excuse, in the order written.
    pub waivers: Vec<Waiver>,
    /// What its settings say of ledgers.
    pub ledgers: Vec<Declared>,
    /// The files of waivers that they name, within the project.
    pub registers: Vec<PathBuf>,
    /// Whether `inputs` are all its data, and not only files of it that were named.
    pub whole: bool,
    /// Whether links may lead out of it.
    pub follow: bool,
    /// What it is within another project, where it is.
    pub nested: Option<Nested>,
    /// What is wrong with its settings or files.
    pub findings: Vec<Finding>,
}

/// A project within another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nested {
    /// The folder of the other.
    pub outer: PathBuf,
    /// What its own settings speak of.
    pub keys: Vec<&'static str>,
    /// Whether they count in full.
    pub in_full: bool,
}

impl Project {
    /// Whether its settings can be gone by.
    #[must_use]
    pub(crate) fn is_sound(&self) -> bool {
        self.findings.iter().all(|f| &*f.rule != host::PROJECT.name)
    }
}

/// The name of a project's settings.
pub(crate) const SETTINGS: &str = "yize.toml";

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    /// Data files, projects, folders.
    pub paths: &'a [PathBuf],
    /// Folders of packs besides those that projects name.
    pub packs: &'a [&'a Path],
    /// Whether nothing may be there.
    pub allow_empty: bool,
    /// What reads workbooks, if they are data.
    pub workbooks: Option<&'a dyn Workbooks>,
}

impl<'a> Asked<'a> {
    /// What all that is at these paths is asked for, whether or not anything is there.
    pub(crate) fn of(paths: &'a [PathBuf], workbooks: Option<&'a dyn Workbooks>) -> Self {
        Self { paths, packs: &[], allow_empty: true, workbooks }
    }

    /// Whether a path names a data file by its ending.
    fn is_data(&self, path: &Path) -> bool {
        is_toml(path) || self.is_workbook(path)
    }

    /// Whether a path names a workbook that is data.
    fn is_workbook(&self, path: &Path) -> bool {
        self.workbooks.is_some_and(|workbooks| workbooks.reads(path))
    }
}

/// A project in the making: its folder, none for files without settings that were named one by one; and whether it is all of it.
type Key = (Option<PathBuf>, bool);

/// The projects in the making.
struct Finder<'a> {
    ledger: Ledger<'a>,
    asked: Asked<'a>,
    /// Around all that was named.
    fence: Fence,
    projects: BTreeMap<Key, Project>,
    /// The data files of each.
    inputs: BTreeMap<Key, BTreeSet<PathBuf>>,
    findings: Vec<Finding>,
}

/// The folder of the project in which a file lies.
pub(crate) fn around(files: &dyn Files, file: &Path) -> Option<PathBuf> {
    settings::settings_above(files, file.parent().unwrap_or(Path::new("")))
}

/// What the settings of the project say in which a folder lies; without its data.
pub(crate) fn standing_in(files: &dyn Files, folder: &Path, sources: &mut Sources) -> Option<Project> {
    let root = settings::settings_above(files, folder)?;
    Some(Ledger::new(files, sources).project(&root))
}

/// Finds the projects that the paths name. A path is a data file, a project, or a folder: then every project in it is
/// one of its own, and all other data files in it, but for those of packs, belong together. What the data patterns of a project
/// name is its data, also in a project within it, unless the settings say that that one stands for itself.
pub(crate) fn find(files: &dyn Files, asked: Asked<'_>, sources: &mut Sources) -> (Vec<Project>, Vec<Finding>) {
    let mut seen: HashSet<Known> = HashSet::new();
    let (mut folders, mut single, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for path in asked.paths.iter().filter(|path| seen.insert(Known::of(files, path))) {
        let name = show_path(path);
        match files.kind(path) {
            Ok(FileKind::Folder) => folders.push(path),
            Ok(FileKind::File) if asked.is_data(path) => single.push(path),
            Ok(_) => findings.push(unread::no_data_file(&name)),
            Err(error) => findings.push(unreadable(&name, &error)),
        }
    }
    let fence = Fence::around(files, folders.iter().map(|folder| folder.as_path()));
    let ledger = Ledger::new(files, sources);
    let mut finder = Finder { ledger, asked, fence, projects: BTreeMap::new(), inputs: BTreeMap::new(), findings };
    for path in folders {
        folder::find(&mut finder, path);
    }
    // A file that is also part of a folder is checked there, with what it refers to.
    if !single.is_empty() {
        let within: HashSet<Known> = finder.inputs.values().flatten().map(|path| Known::of(files, path)).collect();
        for path in single.into_iter().filter(|path| !within.contains(&Known::of(files, path))) {
            finder.file(path);
        }
    }
    finder.done()
}

impl Finder<'_> {
    /// Adds a file that was named to the project around it.
    fn file(&mut self, path: &Path) {
        let files = self.ledger.files;
        let folder = path.parent().unwrap_or(Path::new(""));
        let root = settings::settings_above(files, folder);
        let mut fence = Fence::around(files, [root.as_deref().unwrap_or(folder), folder]);
        fence.open = root.as_ref().is_some_and(|root| self.ledger.follows(root));
        if fence.leaves(files, path) {
            self.findings.push(leads_out(path));
            return;
        }
        self.take((root.clone(), false), path);
        if let Some(root) = root {
            self.claim(&root, path);
        }
    }

    /// Adds a file of a project to those around it that name it too, up to one that lets the inner stand for itself.
    fn claim(&mut self, inner: &Path, path: &Path) {
        let mut inner = inner.to_owned();
        for around in 0.. {
            let Some(outer) = self.ledger.outer(&inner) else { return };
            if around >= bounds::AROUND {
                return self.too_deep();
            }
            if self.ledger.allows(&outer, &inner) {
                return;
            }
            let inside = settings::inside(self.ledger.files, &outer, path.parent().unwrap_or(Path::new("")));
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let inside = inside.map(|folder| if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") });
            if inside.is_some_and(|inside| self.ledger.of(&outer).globs.name(&inside)) {
                self.take((Some(outer.clone()), false), path);
            }
            inner = outer;
        }
    }

    /// Says once that projects lie too deep in one another.
    fn too_deep(&mut self) {
        let most = bounds::AROUND;
        let message = say!(
            "项目一个套一个，超过{most}层；更外层的项目没有查看",
            "projects lie within one another more than {most} deep; those further out were not looked at"
        );
        let help = say!("减少嵌套的 yize.toml", "have fewer yize.toml within one another");
        let finding = host::TOO_MUCH.finding(message).help(help);
        if !self.findings.iter().any(|f| f.message == finding.message) {
            self.findings.push(finding);
        }
    }

    /// Adds a file to a project.
    fn take(&mut self, key: Key, path: &Path) {
        self.project(&key);
        self.inputs.entry(key).or_default().insert(path.to_owned());
    }

    /// A project, with what its settings say, where it has any.
    fn project(&mut self, key: &Key) -> &mut Project {
        let ledger = &mut self.ledger;
        self.projects.entry(key.clone()).or_insert_with(|| {
            let (root, whole) = (key.0.clone().unwrap_or_default(), key.1);
            let settings = matches!(ledger.files.kind(&root.join(SETTINGS)), Ok(FileKind::File));
            let of_none = || Project { root: root.clone(), ..Project::default() };
            let project = if settings && key.0.is_some() { ledger.project(&root) } else { of_none() };
            Project { whole, ..project }
        })
    }

    /// The projects, with what is wrong beside them.
    fn done(self) -> (Vec<Project>, Vec<Finding>) {
        let Self { projects, mut inputs, findings, .. } = self;
        let all = projects.into_iter().map(|(key, project)| {
            let inputs = inputs.remove(&key).unwrap_or_default();
            Project { inputs: inputs.into_iter().map(Input::File).collect(), ..project }
        });
        (all.collect(), findings)
    }
}

/// A path without its `.` parts.
fn bare(path: &Path) -> PathBuf {
    path.components().filter(|c| !matches!(c, std::path::Component::CurDir)).collect()
}

/// Whether a path names a text of data by its ending.
#[must_use]
fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}
