//! The lock: digests of every file of the packs in use, so that a check cannot be made with others unseen.
//!
//! ```
//! use std::path::Path;
//! use yize_core::lock::{InUse, LOCK, Survey, survey, text, verify_all};
//!
//! # let (files, request) = (yize_core::example::project(), yize_core::example::request());
//! let path = Path::new("club").join(LOCK);
//! let Survey { locks, .. } = survey(&files, &request);
//! let used: &InUse = &locks[&path];
//! let files = files.with(path.clone(), text(used));
//!
//! // Someone has touched a pack.
//! let files = files.with("club/rules/ledger/pack.toml", "id = \"ledger\"\ntitle = \"台账\"\nversion = \"2\"\n");
//! let Survey { locks, mut sources, .. } = survey(&files, &request);
//! let findings = verify_all(&files, &path, &locks[&path], &mut sources);
//! assert_eq!((findings.len(), &*findings[0].rule), (1, "host/lock"));
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::check::Request;
use crate::check::locked::{again, differences, in_use, read};
use crate::check::memos::Memos;
use crate::check::prepare::{self, Context, Ready, as_read};
use crate::document;
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::source::{SourceId, Sources};
use crate::texts::show_path;

pub use crate::check::locked::{InUse, LOCK, text};

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
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let context = Context { files, request, memos: &memos, progress: &() };
    let (projects, mut findings) = prepare::find(files, request, &mut sources);
    let mut locks: BTreeMap<PathBuf, InUse> = BTreeMap::new();
    for project in &projects {
        findings.extend(project.findings.iter().cloned());
        let ready = Ready::of(context, project, &mut sources, &mut as_read);
        let (rules, wanted) = (&ready.rules, ready.wanted());
        findings.extend(rules.findings.iter().cloned());
        findings.extend(ready.conflicts.iter().cloned());
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

/// Whether a file is a lock, of whatever version, or empty: what may be replaced by one.
///
/// ```
/// use yize_core::lock::looks_like_one;
///
/// assert!(looks_like_one(b"version = 1\n") && looks_like_one(b"") && !looks_like_one(b"year = 2026\n"));
/// ```
#[must_use]
pub fn looks_like_one(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let (table, errors) = document::parse(text, SourceId::NONE, &host::LOCK);
    let known = table.keys().all(|key| matches!(&**key.get_ref(), "version" | "pack"));
    text.trim().is_empty() || (errors.is_empty() && known && table.contains_key("version"))
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
