//! What is odd in packs though they load: rules that never speak, conditions that data cannot change, what nobody uses, what readers miss.
//!
//! ```
//! use yize_core::cases::Selection;
//! use yize_core::lint::{Linted, lint};
//! use yize_core::{Memory, Request};
//! # use yize_core::example::{DAY, pack};
//!
//! // A function that nothing calls.
//! let pack = pack().with("ledger/odd.rhai", "// 没有用处。\nfn odd(member) { member.name }\n\nfn other() { 1 }\n");
//! let files = Memory::default();
//! let request = Request { packs: vec![yize_core::PackSource::Memory(pack.into())], ..Request::new(Vec::new(), DAY) };
//! let Linted { outcome, packs, fixes } = lint(&files, &request, &Selection::default());
//! assert!(outcome.findings.iter().any(|finding| &*finding.rule == "lint/unused-function"));
//! assert_eq!(packs, ["ledger"]);
//! // What is certain can be mended: nothing would be left of this file, so that it is not.
//! assert!(fixes.iter().all(|fix| fix.name != "ledger/odd.rhai"));
//! ```

mod world;
mod found;
mod subject;
mod around;
mod days;
mod titles;
mod documents;
mod tried;
mod silent;
mod values;
mod reports;
mod domain;
mod condition;
mod conditions;
mod unused;
mod fix;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::cases::{self, Selection, Stand};
use crate::check::memos::Memos;
use crate::check::prepare::Context;
use crate::check::{Fix, Outcome, Request, sink};
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::source::Sources;
use found::{Found, Levels};
use subject::Subject;
use world::Worlds;

/// What was found in packs.
#[derive(Clone, Debug)]
pub struct Linted {
    /// The findings, and what else a report needs: as those of a check.
    pub outcome: Outcome,
    /// The packs that were looked at, by id.
    pub packs: Vec<String>,
    /// What may be mended without anybody's thinking about it: the files as they would be.
    pub fixes: Vec<Fix>,
}

/// What is looked at, a topic each.
const TOPICS: &[fn(&Subject<'_>, &mut Found<'_>)] = &[
    days::look,
    titles::look,
    documents::look,
    tried::look,
    silent::look,
    reports::look,
    conditions::look,
    values::look,
    unused::look,
];

/// Looks at packs: those of the project in which the request's paths lie and of the folders that it names; of a selection their ids
/// and whether all are meant count.
#[must_use]
pub fn lint(files: &dyn Files, request: &Request, selection: &Selection) -> Linted {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let context = Context { files, request, memos: &memos, progress: &() };
    let Stand { project, fence, rules } = Stand::of(context, &mut sources);
    let own = |finding: &&Finding| &*finding.rule == host::PROJECT.name;
    let mut findings: Vec<Finding> = project.findings.iter().filter(own).cloned().collect();
    findings.extend(rules.findings.iter().cloned());
    findings.extend(cases::unknown_packs(&rules, &selection.packs));
    let packs = cases::chosen(&rules, selection);
    let compiled = rules.compile(packs.iter().map(String::as_str).collect(), request.jobs, &sources, &memos);
    let mut worlds = Worlds::new(&rules);
    let mut summary = crate::check::Summary::default();
    let mut known = BTreeMap::new();
    let mut removals = Vec::new();
    for id in &packs {
        let Some(pack) = rules.packs.get(id) else { continue };
        summary.files += pack.texts.len();
        let broken = compiled.iter().filter(|own| own.in_force.pack == *id && own.is_broken());
        let before = findings.len();
        findings.extend(broken.flat_map(|own| own.findings.iter().cloned()));
        if findings.len() > before {
            continue;
        }
        let around = around::packs(&rules, id);
        for other in &around {
            known
                .entry(other.manifest.id.clone())
                .or_insert_with(|| cases::of_pack(files, &fence, &rules, other, &sources));
        }
        worlds.prepare(pack, &around);
        findings.extend(known[id].1.iter().cloned());
        let subject =
            Subject { rules: &rules, pack, sources: &sources, worlds: worlds.of(pack, &around), around, cases: &known };
        summary.rules += subject.own_rules().count();
        let levels = Levels::of(&[&pack.manifest.lints, &project.lints]);
        let mut found = Found::new(&levels);
        for look in TOPICS {
            look(&subject, &mut found);
        }
        findings.append(&mut found.findings);
        if !pack.embedded {
            removals.append(&mut found.removals);
        }
    }
    let mended = fix::fixes(&sources, removals);
    let findings = sink::sort(findings, &sources);
    summary.count(&findings);
    Linted {
        outcome: Outcome { as_of: request.as_of, findings, sources, summary, ..Outcome::default() },
        packs,
        fixes: mended,
    }
}
