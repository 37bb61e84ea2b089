//! Packs one by one, each as it holds where it governs: for whoever prints or reviews them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::catalogue::{KindInfo, Listed, SchemeInfo, load, of_year, schema};
use crate::check::Request;
use crate::check::locked::{digest, in_use};
use crate::check::memos::Memos;
use crate::check::prepare::Context;
use crate::check::ruleset::Ruleset;
use crate::check::sink;
use crate::files::Files;
use crate::finding::Finding;
use crate::pack::rule::RuleInfo;
use crate::pack::{Literal, ParameterInfo};
use crate::run::compile::Compiled;
use crate::source::Sources;

/// Packs, and what is wrong with them.
///
/// ```
/// use yize_core::catalogue::{PackInfo, PackList, packs};
/// # let (files, request) = (yize_core::Memory::default(), yize_core::Request::new(Vec::new(), yize_core::example::DAY));
/// # let request = yize_core::Request { packs: vec![yize_core::example::committee().into()], ..request };
/// let PackList { packs, findings, .. } = packs(&files, &request, Some("committee"));
/// let PackInfo { id, title, rules, schemes, parameters, off, digest, .. } = &packs[0];
/// assert_eq!((id.as_str(), rules[0].title.as_str(), schemes.len()), ("committee", "参加活动", 1));
/// assert!(!title.is_empty() && parameters["deeds"].len() == 1 && off.is_empty() && findings.is_empty());
/// assert_eq!(digest.len(), 64);
/// ```
#[derive(Clone, Debug)]
pub struct PackList {
    /// By id.
    pub packs: Vec<PackInfo>,
    /// What is wrong with them, and with where they are looked for.
    pub findings: Vec<Finding>,
    /// The texts.
    pub sources: Sources,
}

/// A pack as it holds where it governs: with all that it takes from those that it extends.
#[derive(Clone, Debug)]
pub struct PackInfo {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its version.
    pub version: String,
    /// First day on which it holds.
    pub since: Option<Date>,
    /// Last day on which it holds.
    pub until: Option<Date>,
    /// The bodies that it governs.
    pub bodies: Vec<String>,
    /// The packs that it extends, theirs included and foremost: id, title, version.
    pub extended: Vec<(String, String, String)>,
    /// Whether it comes with the program.
    pub embedded: bool,
    /// The rules in force, constraints among them, with the levels that hold here, by full name.
    pub rules: Vec<RuleInfo>,
    /// The names of those rules that are constraints, each with its kind.
    pub constraints: BTreeMap<Arc<str>, String>,
    /// The rules that are switched off, and why.
    pub off: Vec<(RuleInfo, String)>,
    /// The schemes in force, as they hold for the data of the year of the check, and those that are switched off.
    pub schemes: Vec<SchemeInfo>,
    /// The parameters in force: each value with what is said of it.
    pub parameters: BTreeMap<String, Vec<(ParameterInfo, Literal)>>,
    /// The kinds that its records may be of.
    pub kinds: Vec<KindInfo>,
    /// The digest of the lock that lists the files of the pack and those that it extends.
    pub digest: String,
    /// How many files these are.
    pub files: usize,
}

/// Lists packs of a request's rule folders and projects, and those that are embedded; of one id only, or all.
#[must_use]
pub fn packs(files: &dyn Files, request: &Request, only: Option<&str>) -> PackList {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let request = &Request { allow_empty: true, ..request.clone() };
    let (ruleset, mut findings) = load(Context { files, request, memos: &memos, progress: &() }, &mut sources);
    let wanted: Vec<&str> = ruleset.packs.iter().map(|pack| pack.manifest.id.as_str()).collect();
    let wanted = wanted.into_iter().filter(|id| only.is_none_or(|only| only == *id)).collect();
    let compiled = ruleset.compile(wanted, request.jobs, &sources, &memos);
    let mut packs = Vec::new();
    for compiled in &compiled {
        findings.extend(compiled.findings.iter().cloned());
        packs.extend(one(&ruleset, compiled, request.as_of.year(), &sources));
    }
    PackList { packs, findings: sink::sort(findings, &sources), sources }
}

fn one(ruleset: &Ruleset, compiled: &Compiled, year: i16, sources: &Sources) -> Option<PackInfo> {
    let in_force = &compiled.in_force;
    let manifest = &ruleset.packs.get(&in_force.pack)?.manifest;
    let chain = || in_force.chain.iter().filter_map(|id| ruleset.packs.get(id));
    let constraints = chain().flat_map(|pack| {
        let own = |kind: &crate::pack::kinds::KindDeclaration| {
            let name = |id: String| Arc::from(format!("{}/{id}", pack.manifest.id));
            kind.constraints.iter().map(|own| (name(own.id(&kind.name)), kind.name.clone())).collect::<Vec<_>>()
        };
        pack.kinds.iter().flat_map(own)
    });
    let schema = schema(ruleset, compiled);
    let mut listed = Listed::default();
    let bodies: Vec<String> = manifest.bodies.iter().map(|(body, _)| body.clone()).collect();
    for own in of_year(compiled, year) {
        listed.scheme(own, &schema, bodies.iter().cloned());
    }
    let mut off = Vec::new();
    for rule in &compiled.rules {
        let info = RuleInfo { severity: rule.severity, ..rule.info.clone() };
        match &rule.off {
            Some(why) => off.push((info, why.clone())),
            None => listed.rule(info),
        }
    }
    let parameters = in_force.parameters.iter().map(|(name, parameter)| {
        let value = |own| ParameterInfo::of(&in_force.pack, parameter, own);
        (name.clone(), parameter.values().iter().map(|own| (value(own), own.value.clone())).collect())
    });
    let used = in_use(&ruleset.packs, &[&in_force.pack], sources);
    let extended = chain().map(|pack| &pack.manifest).filter(|own| own.id != manifest.id);
    Some(PackInfo {
        id: manifest.id.clone(),
        title: manifest.title.clone(),
        version: manifest.version.clone(),
        since: manifest.since,
        until: manifest.until,
        bodies,
        extended: extended.map(|own| (own.id.clone(), own.title.clone(), own.version.clone())).collect(),
        embedded: ruleset.packs.get(&in_force.pack)?.embedded,
        rules: listed.rules.into_values().collect(),
        constraints: constraints.collect(),
        off,
        schemes: listed.schemes.into_values().collect(),
        parameters: parameters.collect(),
        kinds: schema.kinds.iter().map(KindInfo::of).collect(),
        digest: digest(&used),
        files: used.values().map(BTreeMap::len).sum(),
    })
}
