//! The lock: digests of every file of the packs in use, so that a check cannot be made with others unseen.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::check::Request;
use crate::check::ruleset::Ruleset;
use crate::data::gather::{Governance, Kept, gather};
use crate::document::{self, Reader, Table};
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::pack::Packs;
use crate::pack::load::{PACK_FILE_LIMIT, decode, show_path, unreadable};
use crate::project;
use crate::say;
use crate::source::{Place, SourceId, Sources, Span};

/// The lock's name, at a project's root.
pub const LOCK: &str = "yize.lock";
/// The version of the file that is written and read.
const VERSION: i64 = 1;

/// Packs in use, by id: their files, with digest and text.
pub type InUse = BTreeMap<String, BTreeMap<String, (String, SourceId)>>;

/// The packs in use, those extended included, with the digest of every file.
#[must_use]
pub fn in_use(packs: &Packs, wanted: &[&str], sources: &Sources) -> InUse {
    let chain = wanted.iter().flat_map(|id| packs.in_force(id).chain);
    chain
        .filter_map(|id| {
            let digest = |source: SourceId| blake3::hash(sources.get(source).text.as_bytes()).to_hex().to_string();
            let texts = packs.get(&id)?.texts.iter();
            let files = texts.map(|(file, source)| (file.clone(), (digest(*source), *source))).collect();
            Some((id, files))
        })
        .collect()
}

/// The text of the lock.
#[must_use]
pub fn text(used: &InUse) -> String {
    let mut text = format!("# 由 yize lock 写成：所用规则包各文件的 BLAKE3 摘要。\nversion = {VERSION}\n");
    let quoted = |word: &str| toml_edit::Key::new(word).to_string();
    for (pack, files) in used {
        let _ = write!(text, "\n[pack.{}]\n", quoted(pack));
        for (file, (digest, _)) in files {
            let _ = writeln!(text, "{} = \"{digest}\"", quoted(file));
        }
    }
    text
}

/// What each project uses, by the path of its lock, and what keeps that from being known.
pub struct Survey {
    /// Packs in use, by the path of the lock.
    pub locks: BTreeMap<PathBuf, InUse>,
    /// What is wrong with paths, projects and packs.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
}

/// Finds the packs that the request's projects use.
#[must_use]
pub fn survey(files: &dyn Files, request: &Request) -> Survey {
    let mut sources = Sources::default();
    let (projects, mut findings) = project::find(files, &request.paths, false, &mut sources);
    let mut locks: BTreeMap<PathBuf, InUse> = BTreeMap::new();
    for project in &projects {
        findings.extend(project.findings.iter().cloned());
        let rules = Ruleset::load(files, &request.packs_with(&project.rules), &mut sources);
        findings.extend(rules.findings.iter().cloned());
        let governance = Governance::new(&rules.packs, &rules.errors);
        let gathered = gather(files, &project.inputs, &governance, request.jobs, &mut sources, &Kept::default(), &());
        let hit = governance.hit();
        findings.extend(governance.conflicts());
        let wanted = rules.wanted(&gathered.store, &hit);
        findings.extend(wanted.iter().filter_map(|id| rules.errors.get(*id)).flatten().cloned());
        let used = in_use(&rules.packs, &wanted, &sources);
        if used.is_empty() {
            let name = show_path(&project.root);
            let message = say!("“{name}”没有用到规则包", "`{name}` uses no pack");
            findings.push(host::NO_PACK.finding(message).path(name));
        }
        locks.entry(project.root.join(LOCK)).or_default().extend(used);
    }
    Survey { locks, findings, sources }
}

/// What differs between the packs that a project uses and its lock. A lock may list more than is in use here.
pub fn verify(files: &dyn Files, root: &Path, used: &InUse, sources: &mut Sources) -> Vec<Finding> {
    match read(files, &root.join(LOCK), sources) {
        Ok(lock) => used.iter().flat_map(|(pack, files)| differences(pack, files, &lock, sources)).collect(),
        Err(wrong) => wrong,
    }
}

/// What differs, packs that are no longer in use included.
pub fn verify_all(files: &dyn Files, lock: &Path, used: &InUse, sources: &mut Sources) -> Vec<Finding> {
    let lock = match read(files, lock, sources) {
        Ok(lock) => lock,
        Err(wrong) => return wrong,
    };
    let mut findings: Vec<Finding> =
        used.iter().flat_map(|(pack, files)| differences(pack, files, &lock, sources)).collect();
    findings.extend(lock.packs.iter().filter(|(pack, _)| !used.contains_key(*pack)).map(|(pack, (place, _))| {
        let message = say!("yize.lock 登记的规则包“{pack}”没有用到", "the locked pack `{pack}` is not in use");
        host::LOCK.finding(message).at(*place).help(again())
    }));
    findings
}

fn again() -> crate::language::Text {
    say!("确实要采用的，重新运行 yize lock", "where that is meant, run yize lock again")
}

/// A lock as it was read.
#[derive(Default)]
struct Lock {
    /// Of each pack its place and its files.
    packs: BTreeMap<String, (Place, Locked)>,
}

/// Files of a pack, with digest and place in the lock.
type Locked = BTreeMap<String, (String, Place)>;

fn differences(
    pack: &str,
    files: &BTreeMap<String, (String, SourceId)>,
    lock: &Lock,
    sources: &Sources,
) -> Vec<Finding> {
    let start = |source: SourceId| Place { source, span: Span::default() };
    let Some((_, locked)) = lock.packs.get(pack) else {
        let message = say!("yize.lock 没有登记规则包“{pack}”", "yize.lock does not list the pack `{pack}`");
        let place = files.get("pack.toml").map(|(_, source)| start(*source));
        let mut finding = host::LOCK.finding(message).help(again());
        finding.place = place;
        return vec![finding];
    };
    let mut findings = Vec::new();
    for (file, (digest, source)) in files {
        let name = &sources.get(*source).name;
        let message = match locked.get(file) {
            Some((old, _)) if old == digest => continue,
            Some(_) => say!("“{name}”与 yize.lock 登记的不同", "`{name}` is not as yize.lock has it"),
            None => say!("yize.lock 没有登记“{name}”", "yize.lock does not list `{name}`"),
        };
        let mut finding = host::LOCK.finding(message).at(start(*source)).help(again());
        if let Some((_, place)) = locked.get(file) {
            finding = finding.see(*place, say!("登记的摘要", "the digest that is locked"));
        }
        findings.push(finding);
    }
    for (file, (_, place)) in locked.iter().filter(|(file, _)| !files.contains_key(*file)) {
        let message = say!("规则包“{pack}”没有登记的文件“{file}”", "the pack `{pack}` lacks the locked file `{file}`");
        findings.push(host::LOCK.finding(message).at(*place).help(again()));
    }
    findings
}

fn read(files: &dyn Files, path: &Path, sources: &mut Sources) -> Result<Lock, Vec<Finding>> {
    let name = show_path(path);
    let bytes = files.read(path, PACK_FILE_LIMIT).map_err(|error| {
        if error.kind() != std::io::ErrorKind::NotFound {
            return vec![unreadable(&name, &error)];
        }
        let help = say!("先运行 yize lock", "run yize lock first");
        vec![host::LOCK.finding(say!("没有“{name}”", "there is no `{name}`")).path(&name).help(help)]
    })?;
    let (id, not_utf8) = decode(bytes).add(&name, &host::LOCK, sources);
    let text = sources.get(id).text.clone();
    let (table, mut findings) = document::parse(&text, id, &host::LOCK);
    findings.extend(not_utf8);
    if !findings.is_empty() {
        return Err(findings);
    }
    let lock = entries(&mut Reader::new(id, &host::LOCK, &mut findings), &table);
    if findings.is_empty() { Ok(lock) } else { Err(findings) }
}

fn entries(reader: &mut Reader<'_>, table: &Table<'_>) -> Lock {
    let mut lock = Lock::default();
    reader.only(table, &["version", "pack"]);
    let version = reader.required(table, "version", 0..0);
    if let Some(value) = version.filter(|v| document::as_integer(v.get_ref()) != Some(VERSION)) {
        reader.wrong(value.span(), say!("yize.lock 的版本应为 {VERSION}", "the version of yize.lock is {VERSION}"));
    }
    let packs = reader.required(table, "pack", 0..0).and_then(|value| reader.table(value));
    for (id, value) in packs.into_iter().flat_map(|packs| packs.iter()) {
        let Some(files) = reader.table(value) else { continue };
        let place = reader.place(id.span());
        let (_, entry) = lock.packs.entry(id.get_ref().to_string()).or_insert_with(|| (place, BTreeMap::new()));
        for (file, digest) in files {
            let place = reader.place(digest.span());
            entry.extend(reader.string(digest).map(|digest| (file.get_ref().to_string(), (digest, place))));
        }
    }
    lock
}
