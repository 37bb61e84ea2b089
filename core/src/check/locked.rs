//! What a lock says, and whether the packs in use are those.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::document::{self, Reader, Table};
use crate::escape::toml_key;
use crate::files::{Files, read_within};
use crate::finding::Finding;
use crate::host;
use crate::language::{Text, say};
use crate::pack::Packs;
use crate::pack::load::PACK_FILE_LIMIT;
use crate::source::{Place, SourceId, Sources, Span};
use crate::texts::{decode, show_path, unreadable};

/// The lock's name, at a project's root.
pub const LOCK: &str = "yize.lock";
/// The version of the file that is written and read.
pub(crate) const VERSION: i64 = 1;

/// Packs in use, by id: their files, with digest and text.
pub type InUse = BTreeMap<String, BTreeMap<String, (String, SourceId)>>;

/// The packs in use, those extended included, with the digest of every file.
#[must_use]
pub(crate) fn in_use(packs: &Packs, wanted: &[&str], sources: &Sources) -> InUse {
    let chain = wanted.iter().flat_map(|id| packs.in_force(id).chain);
    chain
        .filter_map(|id| {
            // Line ends are git's to choose.
            let digest = |source: SourceId| {
                let text = sources.get(source).text().replace("\r\n", "\n");
                blake3::hash(text.as_bytes()).to_hex().to_string()
            };
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
    for (pack, files) in used {
        let _ = write!(text, "\n[pack.{}]\n", toml_key(pack));
        for (file, (digest, _)) in files {
            let _ = writeln!(text, "{} = \"{digest}\"", toml_key(file));
        }
    }
    text
}

/// One digest of all: that of the lock's text.
#[must_use]
pub(crate) fn digest(used: &InUse) -> String {
    blake3::hash(text(used).as_bytes()).to_hex().to_string()
}

/// What differs between the packs that a project uses and its lock. A lock may list more than is in use here.
pub(crate) fn verify(files: &dyn Files, root: &Path, used: &InUse, sources: &mut Sources) -> Vec<Finding> {
    match read(files, &root.join(LOCK), sources) {
        Ok(lock) => used.iter().flat_map(|(pack, files)| differences(pack, files, &lock, sources)).collect(),
        Err(wrong) => wrong,
    }
}

/// The next step where a difference is meant.
pub(crate) fn again() -> Text {
    say!("确实要采用的，重新运行 yize lock", "where that is meant, run yize lock again")
}

/// A lock as it was read.
#[derive(Default)]
pub(crate) struct Lock {
    /// Of each pack its place and its files.
    pub packs: BTreeMap<String, (Place, Locked)>,
}

/// Files of a pack, with digest and place in the lock.
pub(crate) type Locked = BTreeMap<String, (String, Place)>;

/// What differs in one pack.
pub(crate) fn differences(
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

/// Reads a lock.
pub(crate) fn read(files: &dyn Files, path: &Path, sources: &mut Sources) -> Result<Lock, Vec<Finding>> {
    let name = show_path(path);
    let bytes = read_within(files, path, PACK_FILE_LIMIT).map_err(|error| {
        if error.kind() != std::io::ErrorKind::NotFound {
            return vec![unreadable(&name, &error)];
        }
        let help = say!("先运行 yize lock", "run yize lock first");
        vec![host::LOCK.finding(say!("没有“{name}”", "there is no `{name}`")).path(&name).help(help)]
    })?;
    let (id, not_utf8) = decode(&bytes).add(&name, &host::LOCK, sources);
    let text = sources.get(id).shared();
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
