//! The data of a folder that was named: by the patterns of the projects in it, or all that is in no project.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::globs::{Globs, static_prefix};
use super::settings::settings_above;
use super::tree::Tree;
use super::unread::{self, Folders};
use super::{Asked, Finder, Key, instead};
use crate::files::fence::Fence;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::source::Place;
use crate::texts::show_path;

/// The data files of each project in a tree, by its folder.
type Taken = BTreeMap<PathBuf, BTreeSet<PathBuf>>;

/// Finds the data in a folder.
pub(super) fn find(finder: &mut Finder<'_>, root: &Path) {
    let files = finder.ledger.files;
    let around = settings_above(files, root);
    let mut fence = finder.fence.clone();
    if let Some(around) = &around {
        fence.widen(files, around);
        fence.open = finder.ledger.follows(around);
    }
    let mut findings = Vec::new();
    let mut tree = Tree::read(&mut finder.ledger, root, &fence, &mut findings);
    finder.findings.append(&mut findings);
    let packs = packs_in_use(finder, &tree, around.as_deref());
    let home = !tree.packs.is_empty() || files.kind(&root.join(".git")).is_ok();
    let idle = tree.part_packs(&|pack| files.real(pack).is_ok_and(|real| packs.holds(&real)));

    let projects = tree.projects.clone();
    let taken: Taken = projects.into_iter().map(|project| (project.clone(), select(finder, &tree, &project))).collect();
    for (project, own) in &taken {
        let apart = standing_apart(finder, &tree, project);
        tell_absent(finder, &tree, project);
        for path in own.iter().filter(|path| !is_taken_apart(&tree, project, path, &apart, &taken)) {
            finder.take((Some(project.clone()), true), path);
        }
        // Projects around the folder that was named have their say too.
        if tree.projects_of(project).next().is_none() && finder.ledger.outer(project).is_some() {
            let asked = finder.asked;
            for path in tree.below(project).iter().filter(|path| is_plain(asked, root, path)) {
                finder.claim(project, path);
            }
        }
    }
    let loose = (!tree.projects.contains(root)).then(|| take_loose(finder, root, &tree, around));
    tell_unread(finder, root, &tree, loose.map(|key| (key, home)));
    for (pack, within) in &idle {
        tell_idle(finder, &tree, pack, within);
    }
}

/// Whether a file is data by its name, and not hidden.
fn is_plain(asked: Asked<'_>, root: &Path, path: &Path) -> bool {
    asked.is_data(path) && !unread::is_hidden(root, path)
}

/// Around the folders of packs that this check uses.
fn packs_in_use(finder: &mut Finder<'_>, tree: &Tree, around: Option<&Path>) -> Fence {
    let files = finder.ledger.files;
    let mut packs = Fence::around(files, finder.asked.packs.iter().copied());
    for project in tree.projects.iter().map(PathBuf::as_path).chain(around) {
        for folder in finder.ledger.project(project).rules {
            packs.widen(files, &folder);
        }
    }
    packs
}

/// The files that a project's patterns and ledgers name, be they in projects within it; a pattern or a part of one that names
/// none is told.
fn select(finder: &mut Finder<'_>, tree: &Tree, root: &Path) -> BTreeSet<PathBuf> {
    let asked = finder.asked;
    let settings = finder.ledger.of(root);
    let mut named = settings.globs.named();
    let mut ledgers = vec![false; settings.ledgers().len()];
    let (mut own, mut selected) = (Vec::new(), BTreeSet::new());
    for path in tree.below(root).iter().filter(|path| !unread::is_hidden(root, path)) {
        own.push(path);
        let inside = show_path(path.strip_prefix(root).unwrap_or(path));
        let mut is_data = settings.globs.note(&inside, &mut named) && asked.is_data(path);
        if asked.is_workbook(path) {
            for (declared, met) in settings.ledgers().iter().zip(&mut ledgers) {
                let is_meant = declared.names(root, path);
                *met |= is_meant;
                is_data |= is_meant;
            }
            is_data |= settings.usual_ledger(&inside);
        }
        if is_data {
            selected.insert(path.clone());
        }
    }
    let mut findings = Vec::new();
    if !asked.allow_empty {
        // Where nobody has said where the data are, ledgers alone will do.
        let spoken = !selected.is_empty() || !settings.ledgers().is_empty();
        let usual = |at: usize| settings.patterns[at].1.is_none() && spoken;
        let idle = settings.globs.idle(&named).filter(|(at, _)| !usual(*at));
        findings.extend(idle.map(|(at, alternative)| {
            let (pattern, place) = &settings.patterns[at];
            no_match(root, (pattern, alternative, *place), &own, asked)
        }));
        let idle = settings.ledgers().iter().zip(&ledgers).filter(|(_, met)| !**met && asked.workbooks.is_some());
        // One file may have several sheets, and is missed once.
        let mut missed: BTreeMap<&str, Place> = BTreeMap::new();
        idle.for_each(|(ledger, _)| _ = missed.entry(&ledger.file).or_insert(ledger.place));
        findings.extend(missed.into_iter().map(|(file, place)| Finding {
            help: Some(instead::of_ledger(file, root, &own, asked)),
            ..no_match(root, (file, None, Some(place)), &own, asked)
        }));
    }
    finder.project(&(Some(root.to_owned()), true)).findings.extend(findings);
    selected
}

/// The finding for a pattern, or an alternative of it, that names no file.
fn no_match(
    root: &Path,
    (pattern, alternative, place): (&str, Option<&str>, Option<Place>),
    own: &[&PathBuf],
    asked: Asked<'_>,
) -> Finding {
    let name = show_path(root);
    let message = match alternative {
        None => say!("“{name}”里没有文件合于“{pattern}”", "no file in `{name}` matches `{pattern}`"),
        Some(alternative) => say!(
            "“{name}”里没有文件合于“{pattern}”中的“{alternative}”",
            "no file in `{name}` matches `{alternative}` of `{pattern}`"
        ),
    };
    let mut finding = host::NO_DATA.finding(message).help(instead::of_pattern(pattern, root, own, asked)).path(&name);
    finding.place = place;
    finding
}

/// The projects within one that it lets stand for themselves.
fn standing_apart(finder: &mut Finder<'_>, tree: &Tree, project: &Path) -> BTreeSet<PathBuf> {
    let from = tree.projects.range(project.to_owned()..).skip(1);
    let within = from.take_while(|inner| inner.starts_with(project));
    within.filter(|inner| finder.ledger.allows(project, inner)).cloned().collect()
}

/// Says which of the projects that one names within it are not there.
fn tell_absent(finder: &mut Finder<'_>, tree: &Tree, project: &Path) {
    let settings = finder.ledger.of(project);
    let mut named = settings.within.named();
    for inner in tree.projects.iter().filter(|inner| inner.as_path() != project) {
        if let Ok(inside) = inner.strip_prefix(project) {
            settings.within.note(&show_path(inside), &mut named);
        }
    }
    let absent = settings.within.idle(&named).map(|(at, alternative)| {
        let (pattern, place) = &settings.inner[at];
        let shown = alternative.unwrap_or(pattern);
        let message = say!("没有“{shown}”这样的项目", "there is no project `{shown}`");
        let help = say!("写内层 yize.toml 所在的文件夹", "name the folder of the inner yize.toml");
        let mut finding = host::PROJECT.finding(message).help(help);
        finding.place = *place;
        finding
    });
    let findings: Vec<Finding> = absent.collect();
    finder.project(&(Some(project.to_owned()), true)).findings.extend(findings);
}

/// Whether a file that a project names is taken by one within it that stands for itself.
fn is_taken_apart(tree: &Tree, project: &Path, path: &Path, apart: &BTreeSet<PathBuf>, taken: &Taken) -> bool {
    let mut within = tree.projects_of(path).take_while(|inner| *inner != project);
    within.any(|inner| apart.contains(inner) && taken.get(inner).is_some_and(|own| own.contains(path)))
}

/// Takes the data files that are in no project of the tree, and gives the project that they make. Says when there is nothing to
/// check at all.
fn take_loose(finder: &mut Finder<'_>, root: &Path, tree: &Tree, around: Option<PathBuf>) -> Key {
    let whole = around.is_none();
    let key = (Some(around.unwrap_or_else(|| root.to_owned())), whole);
    let mut any = false;
    let asked = finder.asked;
    for path in tree.files.iter().filter(|path| is_plain(asked, root, path) && tree.projects_of(path).next().is_none())
    {
        finder.take(key.clone(), path);
        any = true;
    }
    if !any && tree.projects.is_empty() && !finder.asked.allow_empty {
        let name = show_path(root);
        let finding = host::NO_DATA.finding(say!("“{name}”里没有数据文件", "no data files in `{name}`")).path(&name);
        finder.findings.push(finding.help(say!("数据文件以 .toml 结尾", "data files end in .toml")));
    }
    key
}

/// Says of each project, and of what is in none, which files among its data are not read.
fn tell_unread(finder: &mut Finder<'_>, root: &Path, tree: &Tree, loose: Option<(Key, bool)>) {
    let taken: Vec<PathBuf> = finder.inputs.values().flatten().cloned().collect();
    let taken: HashSet<&Path> = taken.iter().map(PathBuf::as_path).collect();
    let known = read_by_other_names(finder, root, tree, &taken);
    let mut left: Vec<&PathBuf> =
        tree.files.iter().filter(|path| !taken.contains(path.as_path()) && !known.contains(path.as_path())).collect();
    // The innermost first: what one has told of, those around it need not.
    for project in tree.projects.iter().rev() {
        let (in_full, apart) = (finder.ledger.in_full(project), standing_apart(finder, tree, project));
        let (settings, nothing) = (finder.ledger.of(project), Globs::default());
        let prefix = |pattern: &str| super::bare(&project.join(static_prefix(pattern)));
        let (named, all): (HashSet<PathBuf>, HashSet<PathBuf>) =
            settings.patterns.iter().map(|(pattern, _)| prefix(pattern)).partition(|at| *at != super::bare(project));
        let folders = Folders {
            root: project,
            home: true,
            anywhere: !all.is_empty(),
            named,
            globs: Some(&settings.globs),
            ignored: if in_full { &settings.ignored } else { &nothing },
        };
        let own = |path: &&&PathBuf| {
            let mut within = tree.projects_of(path).take_while(|inner| inner != project);
            path.starts_with(project) && (apart.is_empty() || !within.any(|inner| apart.contains(inner)))
        };
        let own: Vec<&PathBuf> = left.iter().filter(own).copied().collect();
        let unread = folders.unread(&own, &taken);
        let told: HashSet<&PathBuf> = unread.iter().copied().collect();
        left.retain(|path| !told.contains(path));
        finder.project(&(Some(project.clone()), true)).findings.extend(unread::tell(project, &unread));
    }
    let Some((key, home)) = loose else { return };
    let in_projects = !finder.projects.contains_key(&key) && !tree.projects.is_empty();
    let (named, ignored) = (HashSet::new(), &Globs::default());
    let folders = Folders { root, home, named, anywhere: !in_projects, globs: None, ignored };
    left.retain(|path| tree.projects_of(path).next().is_none());
    finder.findings.extend(unread::tell(root, &folders.unread(&left, &taken)));
}

/// Hidden files that are read under the names of links to them, as they are where a volume is swapped as a whole.
fn read_by_other_names(finder: &Finder<'_>, root: &Path, tree: &Tree, taken: &HashSet<&Path>) -> HashSet<PathBuf> {
    let target = |path: &Path| finder.ledger.files.real(path).ok();
    let links = tree.linked.iter().filter(|path| taken.contains(path.as_path()));
    let read: HashSet<PathBuf> = links.filter_map(|path| target(path)).collect();
    let hidden = tree.files.iter().filter(|path| !read.is_empty() && unread::is_hidden(root, path));
    hidden.filter(|path| target(path).is_some_and(|target| read.contains(&target))).cloned().collect()
}

/// Says of a pack that is in no folder of packs that the data in it were not read, where something names them.
fn tell_idle(finder: &mut Finder<'_>, tree: &Tree, pack: &Path, within: &[PathBuf]) {
    let projects: Vec<&Path> = pack.ancestors().filter(|above| tree.projects.contains(*above)).collect();
    let asked = finder.asked;
    let mut named = |path: &Path| {
        let mut by = projects.iter();
        let inside = |project: &Path| show_path(path.strip_prefix(project).unwrap_or(path));
        projects.is_empty() || by.any(|project| finder.ledger.of(project).globs.name(&inside(project)))
    };
    let count = within.iter().filter(|path| asked.is_data(path) && named(path)).count();
    if count == 0 {
        return;
    }
    let (name, folder) = (show_path(&pack.join("pack.toml")), show_path(pack));
    let message = say!(
        "“{folder}”里有 pack.toml，却不在规则包的文件夹里，其中的{count}个文件没有检查",
        "`{folder}` has a pack.toml but is in no folder of packs: of what is in it {count} .toml files were not checked"
    );
    let help = say!(
        "是规则包的，把放规则包的文件夹写进 yize.toml 的 rules 或 --rules；是数据的，删去 pack.toml",
        "name the folder of the packs under `rules` in yize.toml or with --rules; among data, take pack.toml away"
    );
    finder.findings.push(host::PACK.finding(message).path(name).help(help));
}
