//! Checking what is new against an earlier state of the files.
//!
//! Both states are checked, but only the bodies that the change touches: those with records in a file that differs, and
//! those governed by a pack that differs. What hides other findings (data that could not be read, rules that did not run)
//! is reported whether it is new or not.
//!
//! ```
//! use yize_core::changed::{State, hides, since};
//! use yize_core::check::Since;
//!
//! # let (project, request) = (yize_core::example::project(), yize_core::example::request());
//! // The state before, perhaps of another branch, and a file that came since.
//! let before = project.clone();
//! let after = project.with("club/data/new.toml", "body = \"shili\"\nyear = 2026\n[[member]]\nid = \"B\"\nvisits = 0\n");
//! let state = State { files: &before, reference: "main", commit: "0123abcd", trust_new_waivers: false };
//! let outcome = since(&after, &state, &request, &());
//!
//! // Only what is new is found; both states are counted.
//! assert_eq!(outcome.findings.len(), 1);
//! assert_eq!(outcome.findings[0].record.as_ref().expect("a record").key, "B");
//! assert!(!hides(&outcome.findings[0]), "it stands for itself alone");
//! let Since { reference, before, after, gone, .. } = outcome.since.expect("compared");
//! assert_eq!((reference.as_str(), before.violations, after.violations, gone), ("main", 1, 2, 0));
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::check::memos::Memos;
use crate::check::prepare::{self, Context, as_read};
use crate::check::request::{Honour, Scope};
use crate::check::waivers::written;
use crate::check::{Outcome, Progress, Request, Since, Summary, baseline, check, fold, sort};
use crate::compare::compare;
use crate::data::{Given, bodies_named, bodies_of_book};
use crate::files::{Files, read_within};
use crate::finding::{Effect, Finding, Severity, Status};
use crate::host;
use crate::pack::Packs;
use crate::pack::load::PACK_FILE_LIMIT;
use crate::project::ledgers::Declared;
use crate::project::{Input, SETTINGS};
use crate::source::Sources;
use crate::texts::show_path;

/// An earlier state.
pub struct State<'a> {
    /// Its files.
    pub files: &'a dyn Files,
    /// What the user called it.
    pub reference: &'a str,
    /// Its full id.
    pub commit: &'a str,
    /// Whether waivers that it does not have count all the same.
    pub trust_new_waivers: bool,
}

/// Checks the request and keeps what is new against the state.
#[must_use]
pub fn since(files: &dyn Files, state: &State<'_>, request: &Request, progress: &dyn Progress) -> Outcome {
    let request = Request { scope: touched(state.files, files, request), ..request.clone() };
    let before = check(state.files, &request, &());
    let waivers = match &request.waivers {
        // What a change adds cannot excuse the change.
        Honour::All if !state.trust_new_waivers => Honour::only(written(state.files, &request)),
        as_asked => as_asked.clone(),
    };
    let mut outcome = check(files, &Request { waivers, ..request.clone() }, progress);
    let difference = compare(&before, &outcome, None);
    outcome.since = Some(Since {
        reference: state.reference.to_owned(),
        commit: state.commit.to_owned(),
        before: before.summary,
        after: outcome.summary,
        gone: difference.gone.len(),
    });
    let worse = |(was, is): &&(usize, usize)| {
        let (was, is) = (&before.findings[*was], &outcome.findings[*is]);
        weight(is) > weight(was) || (weight(is) == weight(was) && baseline::is_worse(was, is))
    };
    let worse = difference.changed.iter().filter(worse).map(|(_, is)| *is);
    let new: BTreeSet<usize> = difference.new.iter().copied().chain(worse).collect();
    let all = std::mem::take(&mut outcome.findings).into_iter().enumerate();
    let kept = all.filter(|(at, finding)| new.contains(at) || hides(finding)).map(|(_, finding)| finding).collect();
    outcome.findings = sort(fold::tell(&mut [], kept, &Scope::All), &outcome.sources);
    let Summary { bodies, files, records, rules, .. } = outcome.summary;
    outcome.summary = Summary { bodies, files, records, rules, ..Summary::default() };
    outcome.summary.count(&outcome.findings);
    outcome
}

/// How much a finding counts: one that was excused, pending or a warning and is no longer is as good as new, and so is one
/// that is worse by the measure of its rule.
fn weight(finding: &Finding) -> u8 {
    match (&finding.suppressed, finding.status, finding.severity) {
        (Some(_), ..) => 0,
        (None, Status::Pending, _) => 1,
        (None, Status::Violation, Severity::Warning) => 2,
        (None, ..) => 3,
    }
}

/// Whether a finding may stand for others that could not be found: it says that something was not checked or not read,
/// or has silenced a rule.
#[must_use]
pub fn hides(finding: &Finding) -> bool {
    finding.silences
        || finding.unread
        || matches!(finding.effect, Effect::NotChecked | Effect::Incomplete)
        || [host::SYNTAX.name, host::ENCODING.name].contains(&&*finding.rule)
}

/// What a state consists of, as far as it bears on findings.
#[derive(Default)]
struct Inventory {
    /// Data files by name: their bytes.
    data: BTreeMap<String, Vec<u8>>,
    /// Those of them that are workbooks: their paths, the folder of the project, and what its settings say of ledgers.
    books: BTreeMap<String, (PathBuf, PathBuf, Vec<Declared>)>,
    /// Settings of projects by name.
    settings: BTreeMap<String, Vec<u8>>,
    /// Packs by id: their files.
    packs: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    /// What each pack governs, the packs that it extends included in the key's chain.
    governs: Vec<(Vec<String>, Vec<String>)>,
}

impl Inventory {
    fn of(files: &dyn Files, request: &Request) -> Self {
        let (mut sources, memos) = (Sources::default(), Memos::default());
        let request = &Request { allow_empty: true, ..request.clone() };
        let context = Context { files, request, memos: &memos, progress: &() };
        let (projects, _) = prepare::find(files, request, &mut sources);
        let mut inventory = Self::default();
        let is_book = |path: &Path| request.workbooks.as_ref().is_some_and(|workbooks| workbooks.reads(path));
        let bytes_of = |path: &Path| {
            let mut bytes = read_within(files, path, u64::from(u32::MAX)).unwrap_or_default();
            // Line ends of texts are git's to choose.
            if !is_book(path) {
                bytes.retain(|b| *b != b'\r');
            }
            bytes
        };
        for project in &projects {
            for input in &project.inputs {
                if let Input::File(path) = input {
                    if is_book(path) {
                        let own = (path.clone(), project.root.clone(), project.ledgers.clone());
                        inventory.books.insert(show_path(path), own);
                    }
                    inventory.data.insert(show_path(path), bytes_of(path));
                }
            }
            let settings = project.root.join(SETTINGS);
            inventory.settings.insert(show_path(&settings), bytes_of(&settings));
            let fence = prepare::fence(context, [project]);
            let rules = prepare::load(context, &[project], &fence, &mut sources, &mut as_read);
            inventory.add(files, &rules.packs, &sources);
        }
        inventory
    }

    /// The bodies whose records a file of that name holds; none where it does not tell them, or holds nothing.
    fn bodies(&self, name: &str, request: &Request) -> Option<Vec<String>> {
        let Some(bytes) = self.data.get(name) else { return Some(Vec::new()) };
        let Some((path, root, ledgers)) = self.books.get(name) else {
            return bodies_named(&String::from_utf8_lossy(bytes));
        };
        let workbooks = request.workbooks.as_deref();
        let given = Given { inputs: &[], root, ledgers, workbooks, kept: None };
        bodies_of_book(workbooks?.read(path, bytes).ok()?, given, path)
    }

    fn add(&mut self, files: &dyn Files, packs: &Packs, sources: &Sources) {
        for pack in packs.iter() {
            let id = &pack.manifest.id;
            let patterns = pack.manifest.bodies.iter().map(|(pattern, _)| pattern.clone()).collect();
            self.governs.push((packs.in_force(id).chain, patterns));
            if pack.embedded {
                continue;
            }
            let manifest = Path::new(&sources.get(pack.manifest.place.source).name).to_owned();
            let folder = manifest.parent().unwrap_or(Path::new(""));
            let texts = files.walk(folder).into_iter().filter(|entry| {
                let inside = entry.path.strip_prefix(folder).unwrap_or(&entry.path);
                !inside.starts_with("tests") && entry.path.extension().is_some_and(|e| e == "toml" || e == "rhai")
            });
            let texts = texts.map(|entry| {
                let mut bytes = read_within(files, &entry.path, PACK_FILE_LIMIT).unwrap_or_default();
                bytes.retain(|b| *b != b'\r');
                (show_path(&entry.path), bytes)
            });
            // Several projects may have packs of one id.
            self.packs.entry(id.clone()).or_default().extend(texts);
        }
    }
}

/// The bodies that the change between two states touches.
fn touched(before: &dyn Files, after: &dyn Files, request: &Request) -> Scope {
    let (old, new) = (Inventory::of(before, request), Inventory::of(after, request));
    let waivers = |files| written(files, request);
    if old.settings != new.settings || waivers(before) != waivers(after) {
        return Scope::All;
    }
    let mut patterns = BTreeSet::new();
    for name in differing(&old.data, &new.data) {
        for state in [&old, &new] {
            // A file that does not tell its bodies may hold any body's records.
            let Some(bodies) = state.bodies(name, request) else { return Scope::All };
            patterns.extend(bodies);
        }
    }
    let packs = differing(&old.packs, &new.packs);
    for (chain, governed) in old.governs.iter().chain(&new.governs) {
        if chain.iter().any(|id| packs.contains(&id)) {
            patterns.extend(governed.iter().cloned());
        }
    }
    Scope::Touched(patterns.into_iter().collect())
}

/// The names under which two states hold different things.
fn differing<'a, T: PartialEq>(old: &'a BTreeMap<String, T>, new: &'a BTreeMap<String, T>) -> Vec<&'a String> {
    old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).collect()
}
