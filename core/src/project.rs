//! Projects: which data files and rule folders belong together, and the settings of `yize.toml`.

mod instead;
pub(crate) mod waivers;

pub use waivers::Terms;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::bounds;
use crate::document::{self, Reader, Table};
use crate::files::{FileKind, Files, Identity, read_within};
use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::say;
use crate::pack::load::PACK_FILE_LIMIT;
use crate::pack::manifest;
use crate::patterns::{self, Reading, bad_glob};
use crate::source::{Place, Sources};
use crate::texts::{decode, show_path, unreadable};

use waivers::Waiver;

/// Where the bytes of a data file come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// A file.
    File(std::path::PathBuf),
    /// Bytes that were handed in, with the name that reports use.
    Given(String, Vec<u8>),
}

/// By what a path is told from others: what it leads to, or, where that cannot be known, its parts without `.`.
#[derive(PartialEq, Eq, Hash)]
enum Known {
    Identity(Identity),
    Path(PathBuf),
}

impl Known {
    fn of(files: &dyn Files, path: &Path) -> Self {
        let plain = || path.components().filter(|c| !matches!(c, std::path::Component::CurDir)).collect();
        files.identity(path).map_or_else(|| Self::Path(plain()), Self::Identity)
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
    /// Other severities for rules, by full name or glob, in the order written.
    pub severities: Vec<(String, Severity, Place)>,
    /// What its settings excuse, in the order written.
    pub waivers: Vec<Waiver>,
    /// Whether `inputs` are all its data, and not only files of it that were named.
    pub whole: bool,
    /// What is wrong with its settings or files.
    pub findings: Vec<Finding>,
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

/// Finds the projects that the paths name. A path is a data file, a project, or a folder: then every project in it is
/// one of its own, and all other data files in it, but for those of packs, belong together.
pub(crate) fn find(
    files: &dyn Files,
    paths: &[PathBuf],
    allow_empty: bool,
    sources: &mut Sources,
) -> (Vec<Project>, Vec<Finding>) {
    let mut projects = Vec::new();
    let mut single = Project::default();
    let mut findings = Vec::new();
    let mut seen: HashSet<Known> = HashSet::new();
    for path in paths {
        let name = show_path(path);
        if !seen.insert(Known::of(files, path)) {
            continue;
        }
        match files.kind(path) {
            Ok(FileKind::Folder) => folder(files, path, allow_empty, sources, &mut projects, &mut findings),
            Ok(FileKind::File) if is_data(path) => single.inputs.push(Input::File(path.clone())),
            Ok(_) => findings.push(unread_type(&name)),
            Err(error) => findings.push(unreadable(&name, &error)),
        }
    }
    // A file that is also part of a folder is checked there, with what it refers to.
    if !single.inputs.is_empty() {
        let file = |input: &Input| match input {
            Input::File(path) => Some(Known::of(files, path)),
            Input::Given(..) => None,
        };
        let within: HashSet<Known> = projects.iter().flat_map(|p: &Project| &p.inputs).filter_map(file).collect();
        single.inputs.retain(|input| file(input).is_none_or(|path| !within.contains(&path)));
    }
    for (root, inputs) in by_settings(files, std::mem::take(&mut single.inputs)) {
        projects.push(match root {
            Some(root) => Project { inputs, ..settings(files, &root, sources).0 },
            None => Project { inputs, ..Project::default() },
        });
    }
    (projects, findings)
}

/// Groups files that were named one by one under the nearest `yize.toml` above each.
fn by_settings(files: &dyn Files, inputs: Vec<Input>) -> Vec<(Option<PathBuf>, Vec<Input>)> {
    let mut groups: Vec<(Option<PathBuf>, Vec<Input>)> = Vec::new();
    let mut places: HashMap<Option<PathBuf>, usize> = HashMap::new();
    for input in inputs {
        let Input::File(path) = &input else { continue };
        let root = settings_above(files, path.parent().unwrap_or(Path::new("")));
        let at = *places.entry(root).or_insert_with_key(|root| {
            groups.push((root.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(input);
    }
    groups
}

/// The nearest folder with a `yize.toml`, from this one upwards, past the working directory if need be.
fn settings_above(files: &dyn Files, folder: &Path) -> Option<PathBuf> {
    let has = |folder: &Path| matches!(files.kind(&folder.join(SETTINGS)), Ok(FileKind::File));
    if let Some(found) = folder.ancestors().find(|a| has(a)) {
        return Some(found.to_owned());
    }
    if folder.is_absolute() {
        return None;
    }
    // Above a relative path: "..", "../..", as far as there are folders.
    let mut above = PathBuf::from("..");
    for _ in 0..64 {
        if files.kind(&above).is_err() {
            return None;
        }
        if has(&above) {
            return Some(above);
        }
        above.push("..");
    }
    None
}

fn unread_type(name: &str) -> Finding {
    host::UNREAD_TYPE
        .finding(say!("“{name}”不是 .toml 文件，没有检查", "`{name}` is not a .toml file and was not checked"))
        .path(name)
        .help(say!("把数据存成 .toml 文件", "save the data as a .toml file"))
}

/// Endings of files that hold data, but not as yize reads them; left in a folder of data they would go unchecked.
const OTHER_DATA: &[&str] = &["csv", "xls", "xlsx", "et", "ods", "json", "yaml", "yml", "txt"];

fn is_other_data(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(['.', '~']));
    !hidden && ending.is_some_and(|e| OTHER_DATA.contains(&e.as_str()))
}

/// What a folder's tree holds.
#[derive(Default)]
struct Tree {
    paths: Vec<PathBuf>,
    /// Folders with `yize.toml`.
    projects: Vec<PathBuf>,
    /// Folders with `pack.toml`.
    packs: HashSet<PathBuf>,
}

impl Tree {
    /// The files that are not hidden, by the innermost project that each is in.
    fn by_project(&self, hidden: &dyn Fn(&Path) -> bool) -> BTreeMap<Option<&Path>, Vec<&PathBuf>> {
        let projects: HashSet<&Path> = self.projects.iter().map(PathBuf::as_path).collect();
        let mut files: BTreeMap<Option<&Path>, Vec<&PathBuf>> = BTreeMap::new();
        for path in self.paths.iter().filter(|path| !hidden(path)) {
            let project = path.ancestors().find(|above| projects.contains(above));
            files.entry(project).or_default().push(path);
        }
        files
    }
}

fn tree(files: &dyn Files, root: &Path, findings: &mut Vec<Finding>) -> Tree {
    let mut tree = Tree::default();
    for entry in files.walk(root) {
        match entry.kind {
            Ok(FileKind::File) => {
                let parent = entry.path.parent().unwrap_or(Path::new("")).to_owned();
                match entry.path.file_name().and_then(|n| n.to_str()) {
                    Some(SETTINGS) => tree.projects.push(parent),
                    Some("pack.toml") => _ = tree.packs.insert(parent),
                    _ => tree.paths.push(entry.path),
                }
            }
            Ok(FileKind::Folder) => {
                if is_data(&entry.path) {
                    let name = show_path(&entry.path);
                    let finding = host::UNREADABLE
                        .finding(say!("“{name}”是文件夹，不是数据文件", "`{name}` is a folder, not a data file"));
                    findings.push(finding.path(name));
                }
            }
            Ok(FileKind::Other) => findings.push(unread_type(&show_path(&entry.path))),
            Err(error) => findings.push(unreadable(&show_path(&entry.path), &error)),
        }
    }
    tree
}

fn folder(
    files: &dyn Files,
    root: &Path,
    allow_empty: bool,
    sources: &mut Sources,
    projects: &mut Vec<Project>,
    findings: &mut Vec<Finding>,
) {
    let tree = tree(files, root, findings);
    let hidden = |path: &Path| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        inside.components().any(|c| c.as_os_str().to_string_lossy().starts_with('.'))
            || path.ancestors().any(|above| tree.packs.contains(above))
    };
    let mut by_project = tree.by_project(&hidden);
    let before = projects.len();
    for folder in tree.projects.iter().filter(|p| !hidden(p)) {
        let (mut project, patterns) = settings(files, folder, sources);
        project.whole = true;
        let own = by_project.remove(&Some(folder.as_path())).unwrap_or_default();
        select(&mut project, folder, &patterns, &own, allow_empty);
        projects.push(project);
    }
    let loose = by_project.remove(&None).unwrap_or_default();
    let inputs: Vec<Input> = loose.iter().filter(|p| is_data(p)).map(|p| Input::File((*p).clone())).collect();
    if inputs.is_empty() && projects.len() == before {
        let name = show_path(root);
        findings.extend(loose.iter().filter(|p| is_other_data(p)).map(|p| unread_type(&show_path(p))));
        if !allow_empty {
            let finding =
                host::NO_DATA.finding(say!("“{name}”里没有数据文件", "no data files in `{name}`")).path(&name);
            findings.push(finding.help(say!("数据文件以 .toml 结尾", "data files end in .toml")));
        }
    } else if !inputs.is_empty() {
        findings.extend(loose.iter().filter(|p| is_other_data(p)).map(|p| unread_type(&show_path(p))));
        projects.push(match settings_above(files, root) {
            Some(above) => Project { inputs, ..settings(files, &above, sources).0 },
            None => Project { root: root.to_owned(), inputs, whole: true, ..Project::default() },
        });
    }
}

/// Takes the files that a project's patterns name; a pattern that names none is reported, and so is data of a type
/// that is not read beside what is.
fn select(
    project: &mut Project,
    root: &Path,
    patterns: &[(String, Option<Place>)],
    own: &[&PathBuf],
    allow_empty: bool,
) {
    let mut taken = vec![false; own.len()];
    for (pattern, place) in patterns {
        let Ok(matcher) = patterns::glob(pattern, Reading::Path) else { continue };
        let mut any = false;
        for (path, taken) in own.iter().zip(&mut taken) {
            let inside = show_path(path.strip_prefix(root).unwrap_or(path));
            if matcher.is_match(&inside) {
                any = true;
                *taken = true;
            }
        }
        let folder = static_prefix(pattern);
        for path in own.iter().filter(|p| show_path(p.strip_prefix(root).unwrap_or(p)).starts_with(&folder)) {
            if is_other_data(path) && !folder.is_empty() {
                project.findings.push(unread_type(&show_path(path)));
            }
        }
        if !any && !allow_empty {
            let name = show_path(root);
            let mut finding = host::NO_DATA
                .finding(say!("“{name}”里没有文件合于“{pattern}”", "no file in `{name}` matches `{pattern}`"))
                .help(instead::of_pattern(pattern, root, own))
                .path(name);
            finding.place = *place;
            project.findings.push(finding);
        }
    }
    project.findings.dedup_by(|a, b| a == b);
    for (path, _) in own.iter().zip(taken).filter(|(_, taken)| *taken) {
        if is_data(path) {
            project.inputs.push(Input::File((*path).clone()));
        } else {
            project.findings.push(unread_type(&show_path(path)));
        }
    }
}

/// The folders before the first part of a pattern that is not plain.
fn static_prefix(pattern: &str) -> String {
    let plain = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{']));
    let prefix: Vec<&str> = plain.collect();
    if prefix.is_empty() { String::new() } else { prefix.join("/") + "/" }
}

/// Reads a project's `yize.toml`; also returns its data patterns with their places.
fn settings(files: &dyn Files, root: &Path, sources: &mut Sources) -> (Project, Vec<(String, Option<Place>)>) {
    let path = root.join(SETTINGS);
    let name = show_path(&path);
    let mut project = Project { root: root.to_owned(), ..Project::default() };
    let default = vec![("data/**/*.toml".to_owned(), None)];
    let bytes = match read_within(files, &path, PACK_FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            project.findings.push(unreadable(&name, &error));
            return (project, default);
        }
    };
    let (id, not_utf8) = decode(bytes).add(&name, &host::PROJECT, sources);
    let text = sources.get(id).text.clone();
    let (table, errors) = document::parse(&text, id, &host::PROJECT);
    project.findings.extend(not_utf8);
    project.findings.extend(errors);
    if !project.findings.is_empty() {
        return (project, default);
    }
    let mut findings = Vec::new();
    let mut reader = Reader::new(id, &host::PROJECT, &mut findings);
    let (patterns, folders, registers) = read_settings(&mut reader, &table, &mut project);
    project.waivers = waivers::read(&mut reader, &table, true, &text);
    for (folder, place) in std::mem::take(&mut project.rules).into_iter().zip(folders) {
        if files.kind(&folder).is_err() {
            let shown = show_path(&folder);
            let message = say!("没有规则包文件夹“{shown}”", "no folder of packs `{shown}`");
            reader.wrong(place.span.range(), message).help = Some(instead::of_folder(files, root, &folder));
        } else {
            project.rules.push(folder);
        }
    }
    for (file, place) in registers {
        project.waivers.extend(waivers::read_file(files, root, &file, place, sources, &mut findings));
    }
    project.findings.extend(findings);
    (project, if patterns.is_empty() { default } else { patterns })
}

/// Data patterns, places of the rule folders, files of waivers.
type Named = (Patterns, Vec<Place>, Vec<(String, Place)>);
type Patterns = Vec<(String, Option<Place>)>;

fn read_settings(reader: &mut Reader<'_>, table: &Table<'_>, project: &mut Project) -> Named {
    reader.only(table, &["data", "rules", "severities", "time_zone", "waiver", "waivers"]);
    let waivers = table.get("waivers").filter(|value| {
        let tables = value.get_ref().as_array().is_some_and(|items| items.iter().any(|item| item.get_ref().is_table()));
        let wrong = tables || value.get_ref().is_table();
        if wrong {
            let message =
                say!("waivers 是豁免文件的名称，这里写的是表", "`waivers` names files of waivers; this is a table");
            let help = say!("豁免写在这里的，用 [[waiver]]", "waivers that stand here are [[waiver]]");
            reader.wrong(value.span(), message).help = Some(help);
        }
        !wrong
    });
    let mut data = table.get("data").map(|v| reader.strings(v)).unwrap_or_default();
    if let Some(value) = table.get("data").filter(|_| data.len() > bounds::SETTINGS) {
        reader.too_long(value.span(), bounds::SETTINGS);
        data.truncate(bounds::SETTINGS);
    }
    for (pattern, place) in &data {
        if let Some((message, help)) = bad_glob(pattern) {
            reader.wrong(place.span.range(), message).help = Some(help);
        }
    }
    project.time_zone = table.get("time_zone").and_then(|value| reader.string(value));
    let rules = table.get("rules").map(|v| reader.strings(v)).unwrap_or_default();
    project.rules = rules.iter().map(|(folder, _)| project.root.join(folder)).collect();
    if let Some(severities) = table.get("severities").and_then(|v| reader.table(v)) {
        for (at, (rule, value)) in severities.iter().enumerate() {
            if at >= bounds::SETTINGS {
                reader.too_long(rule.span(), bounds::SETTINGS);
                break;
            }
            if let Some((message, help)) = bad_glob(rule.get_ref()) {
                reader.wrong(rule.span(), message).help = Some(help);
                continue;
            }
            if let Some(severity) = manifest::severity(reader, value) {
                project.severities.push((rule.get_ref().to_string(), severity, reader.place(rule.span())));
            }
        }
    }
    let data = data.into_iter().map(|(pattern, place)| (pattern, Some(place))).collect();
    let registers = waivers.map(|v| reader.strings(v)).unwrap_or_default();
    (data, rules.into_iter().map(|(_, place)| place).collect(), registers)
}

/// Whether a path names a data file by its ending.
#[must_use]
pub(crate) fn is_data(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}
