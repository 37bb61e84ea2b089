//! `yize.toml`: what a project says of itself, and what of that holds where it lies within another.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::globs::Globs;
use super::ledgers::{self, Declared};
use super::{Nested, Project, SETTINGS, instead, waivers};
use crate::bounds;
use crate::document::{self, Reader, Table};
use crate::files::fence::Fence;
use crate::files::{FileKind, Files, read_within};
use crate::finding::Severity;
use crate::host;
use crate::keys;
use crate::language::say;
use crate::pack::load::PACK_FILE_LIMIT;
use crate::pack::manifest;
use crate::pack::signature::{Key, Refusal};
use crate::patterns::bad_glob;
use crate::source::{Place, Sources};
use crate::texts::{decode, leads_out, show_path, unreadable};

/// Patterns with their places.
pub(super) type Patterns = Vec<(String, Option<Place>)>;

/// What a `yize.toml` says.
pub(super) struct Settings {
    /// The project, without its files.
    project: Project,
    /// Its data.
    pub patterns: Patterns,
    /// Those patterns, made ready.
    pub globs: Globs,
    /// Files in its folders of data that are none.
    pub ignored: Globs,
    /// Projects within it whose settings count in full.
    pub within: Globs,
    /// Their patterns, with their places.
    pub inner: Patterns,
    /// Whether links may lead out of it, and where that is said.
    follow: Option<Place>,
    /// Where it says which files are no data.
    ignore: Option<Place>,
    /// The keys that it has.
    keys: Vec<&'static str>,
}

/// The settings that were read, each once.
pub(super) struct Ledger<'a> {
    pub files: &'a dyn Files,
    sources: &'a mut Sources,
    read: BTreeMap<PathBuf, Settings>,
}

impl<'a> Ledger<'a> {
    /// One without any yet.
    pub(super) fn new(files: &'a dyn Files, sources: &'a mut Sources) -> Self {
        Self { files, sources, read: BTreeMap::new() }
    }

    /// The settings in a folder.
    pub(super) fn of(&mut self, root: &Path) -> &Settings {
        let (files, sources) = (self.files, &mut *self.sources);
        self.read.entry(root.to_owned()).or_insert_with(|| read(files, root, sources))
    }

    /// The nearest folder with settings above another.
    pub(super) fn outer(&self, root: &Path) -> Option<PathBuf> {
        settings_above(self.files, &above(root)?)
    }

    /// Whether all that a project's settings say holds: it lies in no other, or each of those around it says so, of which there
    /// are not too many.
    pub(super) fn in_full(&mut self, root: &Path) -> bool {
        let mut inner = root.to_owned();
        for _ in 0..=bounds::AROUND {
            let Some(outer) = self.outer(&inner) else { return true };
            if !self.allows(&outer, &inner) {
                return false;
            }
            inner = outer;
        }
        false
    }

    /// Whether a project names one within it as one whose settings count in full.
    pub(super) fn allows(&mut self, outer: &Path, root: &Path) -> bool {
        inside(self.files, outer, root).is_some_and(|inside| self.of(outer).within.name(&inside))
    }

    /// Whether links may lead out of a project.
    pub(super) fn follows(&mut self, root: &Path) -> bool {
        self.of(root).follow.is_some() && self.in_full(root)
    }

    /// The project of these settings, without files. What they say in favour of its data holds only in full.
    pub(super) fn project(&mut self, root: &Path) -> Project {
        let (outer, in_full) = (self.outer(root), self.in_full(root));
        let around = outer.as_ref().filter(|_| !in_full).and_then(|outer| self.of(outer).project.keys.clone());
        let settings = self.of(root);
        let mut project = settings.project.clone();
        // Whose signature counts is for the project around to say.
        project.keys = around.or(project.keys);
        if let Some(outer) = outer {
            project.nested = Some(Nested { outer, keys: settings.keys.clone(), in_full });
        }
        if !in_full {
            let lowers = |(_, severity, _): &(String, Severity, Place)| *severity == Severity::Warning;
            let places = [
                ("severities", project.severities.iter().find(|s| lowers(s)).map(|(.., place)| *place)),
                ("waiver", project.waivers.first().map(|waiver| waiver.header)),
                ("follow", settings.follow),
                ("ignore", settings.ignore),
            ];
            let outer = project.nested.as_ref().map(|nested| show_path(&nested.outer.join(SETTINGS)));
            let told = places.into_iter().filter_map(|(key, place)| Some((key, place?)));
            project.findings.extend(told.map(|(key, place)| without_effect(key, place, outer.as_deref())));
            project.severities.retain(|s| !lowers(s));
            project.waivers.clear();
        }
        project.follow = settings.follow.is_some() && in_full;
        project
    }
}

/// Says of a setting that it has no effect, for the project around does not allow it.
fn without_effect(key: &str, place: Place, outer: Option<&str>) -> crate::finding::Finding {
    let outer = outer.unwrap_or_default();
    let message = say!(
        "这个项目在另一个项目（“{outer}”）之内，{key} 不起作用",
        "this project lies within another (`{outer}`): `{key}` has no effect"
    );
    let help = say!(
        "要它起作用，在“{outer}”的 projects 里写上这个文件夹",
        "to let it count, name this folder under `projects` in `{outer}`"
    );
    let mut finding = host::NESTED.finding(message).at(place).help(help);
    finding.severity = Severity::Warning;
    finding
}

/// A folder's path as seen from another that it is in, wherever links lead.
pub(super) fn inside(files: &dyn Files, outer: &Path, folder: &Path) -> Option<String> {
    let (outer, folder) = (files.real(outer).ok()?, files.real(folder).ok()?);
    folder.strip_prefix(outer).ok().map(show_path)
}

/// The folder above one, past the working directory if need be.
fn above(folder: &Path) -> Option<PathBuf> {
    match folder.components().next_back() {
        Some(Component::Normal(_)) => folder.parent().map(Path::to_owned),
        Some(Component::RootDir | Component::Prefix(_)) => None,
        _ => Some(folder.join("..")),
    }
}

/// The nearest folder with a `yize.toml`, from this one upwards.
pub(super) fn settings_above(files: &dyn Files, folder: &Path) -> Option<PathBuf> {
    let mut folder = super::plain(folder);
    // No path is as deep as that; above the topmost folder is that folder again.
    for _ in 0..256 {
        if matches!(files.kind(&folder.join(SETTINGS)), Ok(FileKind::File)) {
            return Some(folder);
        }
        let next = above(&folder)?;
        let climbs = !matches!(folder.components().next_back(), Some(Component::Normal(_)));
        if climbs && (files.kind(&next).is_err() || files.real(&folder).is_ok_and(|real| real.parent().is_none())) {
            return None;
        }
        folder = next;
    }
    None
}

/// Reads a project's `yize.toml`.
fn read(files: &dyn Files, root: &Path, sources: &mut Sources) -> Settings {
    let path = root.join(SETTINGS);
    let name = show_path(&path);
    let mut settings = Settings::of(Project { root: root.to_owned(), ..Project::default() });
    let mut fence = Fence::around(files, [root]);
    if fence.leaves(files, &path) {
        settings.project.findings.push(leads_out(&path));
        return settings;
    }
    let bytes = match read_within(files, &path, PACK_FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            settings.project.findings.push(unreadable(&name, &error));
            return settings;
        }
    };
    let (id, not_utf8) = decode(&bytes).add(&name, &host::PROJECT, sources);
    let text = sources.get(id).shared();
    let (table, errors) = document::parse(&text, id, &host::PROJECT);
    settings.project.findings.extend(not_utf8);
    settings.project.findings.extend(errors);
    if !settings.project.findings.is_empty() {
        return settings;
    }
    let mut findings = Vec::new();
    let mut reader = Reader::new(id, &host::PROJECT, &mut findings);
    let (folders, registers) = settings.take(&mut reader, &table);
    let project = &mut settings.project;
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
    fence.open = settings.follow.is_some();
    project.registers = registers.iter().map(|(file, _)| PathBuf::from(file)).collect();
    for (file, place) in registers {
        project.waivers.extend(waivers::read_file(files, (root, &fence), &file, place, sources, &mut findings));
    }
    project.findings.extend(findings);
    settings
}

impl Settings {
    /// Those of a project that says nothing.
    fn of(project: Project) -> Self {
        let patterns = vec![("data/**/*.toml".to_owned(), None)];
        let globs = Globs::of(&patterns).unwrap_or_default();
        let none = Globs::default;
        Self {
            project,
            patterns,
            globs,
            ignored: none(),
            within: none(),
            inner: Vec::new(),
            follow: None,
            ignore: None,
            keys: Vec::new(),
        }
    }

    /// What they say of ledgers.
    pub(super) fn ledgers(&self) -> &[Declared] {
        &self.project.ledgers
    }

    /// Whether a workbook lies where data lie unless it is said where.
    pub(super) fn usual_ledger(&self, inside: &str) -> bool {
        self.patterns.iter().all(|(_, place)| place.is_none()) && inside.starts_with("data/")
    }

    /// Takes what a table says; gives the places of the folders of packs, and the files of waivers.
    fn take(&mut self, reader: &mut Reader<'_>, table: &Table<'_>) -> (Vec<Place>, Vec<(String, Place)>) {
        reader.only(table, keys::SETTINGS);
        self.keys = keys::SETTINGS.iter().copied().filter(|key| table.contains_key(*key)).collect();
        let waivers = table.get("waivers").filter(|value| {
            let is_table = |item: &document::Value<'_>| item.get_ref().is_table();
            let tables = value.get_ref().as_array().is_some_and(|items| items.iter().any(is_table));
            let wrong = tables || value.get_ref().is_table();
            if wrong {
                let message =
                    say!("waivers 是豁免文件的名称，这里写的是表", "`waivers` names files of waivers; this is a table");
                let help = say!("豁免写在这里的，用 [[waiver]]", "waivers that stand here are [[waiver]]");
                reader.wrong(value.span(), message).help = Some(help);
            }
            !wrong
        });
        if let Some((patterns, globs)) =
            read_patterns(reader, table, "data").filter(|(patterns, _)| !patterns.is_empty())
        {
            (self.patterns, self.globs) = (patterns, globs);
        }
        self.project.ledgers = ledgers::read(reader, table);
        self.project.lints = manifest::lint_levels(reader, table);
        (self.inner, self.within) = read_patterns(reader, table, "projects").unwrap_or_default();
        self.ignored = read_patterns(reader, table, "ignore").map(|(_, globs)| globs).unwrap_or_default();
        self.ignore = table.get("ignore").map(|value| reader.place(value.span()));
        let follow = table.get("follow").filter(|value| reader.bool(value) == Some(true));
        self.follow = follow.map(|value| reader.place(value.span()));
        self.project.time_zone = table.get("time_zone").and_then(|value| reader.string(value));
        let rules = table.get("rules").map(|v| reader.strings(v)).unwrap_or_default();
        self.project.rules = rules.iter().map(|(folder, _)| self.project.root.join(folder)).collect();
        self.project.keys = table.get("packs").and_then(|value| reader.table(value)).and_then(|packs| {
            reader.only(packs, keys::PACKS);
            packs.get("keys").map(|value| read_keys(reader, value))
        });
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
                    self.project.severities.push((rule.get_ref().to_string(), severity, reader.place(rule.span())));
                }
            }
        }
        let registers = waivers.map(|v| reader.strings(v)).unwrap_or_default();
        (rules.into_iter().map(|(_, place)| place).collect(), registers)
    }
}

/// The public keys in a list; what is none is told, and counts for nobody.
fn read_keys(reader: &mut Reader<'_>, value: &document::Value<'_>) -> Vec<Key> {
    let mut known = Vec::new();
    for (word, place) in reader.strings(value) {
        match Key::parse(&word) {
            Ok(key) => known.push(key),
            Err(Refusal { message, help }) => reader.wrong(place.span.range(), message).help = Some(help),
        }
    }
    known
}

/// The patterns under a key, those that can be used made ready.
fn read_patterns(reader: &mut Reader<'_>, table: &Table<'_>, key: &str) -> Option<(Patterns, Globs)> {
    let value = table.get(key)?;
    let mut patterns = reader.strings(value);
    if patterns.len() > bounds::SETTINGS {
        reader.too_long(value.span(), bounds::SETTINGS);
        patterns.truncate(bounds::SETTINGS);
    }
    patterns.retain(|(pattern, place)| {
        let Some((message, help)) = bad_glob(pattern) else { return true };
        reader.wrong(place.span.range(), message).help = Some(help);
        false
    });
    let patterns: Patterns = patterns.into_iter().map(|(pattern, place)| (pattern, Some(place))).collect();
    let globs = Globs::of(&patterns);
    if globs.is_none() {
        let message = say!("式样太多或太复杂", "there are too many patterns, or too intricate ones");
        reader.wrong(value.span(), message).help = Some(say!("写得简单些", "write simpler ones"));
    }
    Some((patterns, globs.unwrap_or_default()))
}
