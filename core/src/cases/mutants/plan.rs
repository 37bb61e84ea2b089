//! Which mutants there are, and which rules run what is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::memos::Memos;
use crate::check::ruleset::Ruleset;
use crate::pack::Pack;
use crate::run::code::Nursery;
use crate::run::compile::{self, Compiled};
use crate::schema::Schema;
use crate::script::check::{Code, InstanceId, Typed};
use crate::script::mutate::{Change, Mutation, mutations};
use crate::script::uses::uses;
use crate::source::{SourceId, Sources};

/// A mutant that is wanted.
pub(in crate::cases) struct Wanted {
    /// The change.
    pub mutation: Mutation,
    /// Full names of the rules that run it.
    pub rules: BTreeSet<String>,
    /// Whether cards hang on it, and with them whatever asks for cards.
    pub whole: bool,
}

/// Who runs some code.
#[derive(Clone, Default)]
struct Runs {
    rules: BTreeSet<String>,
    whole: bool,
}

impl Runs {
    fn add(&mut self, other: &Self) {
        self.rules.extend(other.rules.iter().cloned());
        self.whole |= other.whole;
    }
}

/// The mutants of some packs, by place. `compiled` is what holds where each governs.
pub(in crate::cases) fn plan(
    rules: &Ruleset,
    packs: &[String],
    compiled: &[Arc<Compiled>],
    nursery: &Nursery,
    (sources, memos): (&Sources, &Memos),
) -> Vec<Wanted> {
    let mut found: BTreeMap<Mutation, Runs> = BTreeMap::new();
    for pack in packs.iter().filter_map(|id| rules.packs.get(id)) {
        let (checked, schema) = compile::checked(rules.bench(sources, memos), pack, nursery);
        let typed = &checked.typed;
        let own: BTreeSet<SourceId> = pack.scripts.values().chain(pack.libraries.values()).copied().collect();
        let runs = runs(pack, typed, &schema);
        for (id, instance) in typed.numbered().filter(|(_, instance)| own.contains(&instance.file)) {
            let who = match &instance.what {
                Code::File(_) => in_file(pack, typed, &runs, instance.file),
                _ => runs.get(&id).cloned(),
            };
            // What nobody runs is told by the coverage.
            let Some(who) = who else { continue };
            for mutation in mutations(instance, sources.get(instance.file).text(), &schema) {
                found.entry(mutation).or_default().add(&who);
            }
        }
        let constraints = compiled.iter().flat_map(|own| &own.rules).map(|rule| &rule.info);
        for info in constraints.filter(|info| info.pack == pack.manifest.id && !own.contains(&info.place.source)) {
            let (place, cut) = (info.place, info.place.span);
            let mutation = Mutation { place, change: Change::Gone, cut, put: String::new() };
            found.entry(mutation).or_default().rules.insert(info.name.to_string());
        }
    }
    let wanted = found.into_iter().map(|(mutation, Runs { rules, whole })| Wanted { mutation, rules, whole });
    wanted.collect()
}

/// Who runs each instance.
fn runs(pack: &Pack, typed: &Typed, schema: &Schema) -> BTreeMap<InstanceId, Runs> {
    let mut runs: BTreeMap<InstanceId, Runs> = BTreeMap::new();
    for rule in &typed.rules {
        let cards = uses(typed, rule.instance, schema).cards;
        let who = Runs { rules: BTreeSet::from([name(pack, &rule.meta.id)]), whole: cards };
        for id in reach(typed, rule.instance) {
            runs.entry(id).or_default().add(&who);
        }
    }
    for closure in typed.schemes.iter().flat_map(|scheme| &scheme.lines).flat_map(|line| &line.closures) {
        let who = Runs { rules: BTreeSet::new(), whole: true };
        for id in reach(typed, *closure) {
            runs.entry(id).or_default().add(&who);
        }
    }
    runs
}

fn name(pack: &Pack, rule: &str) -> String {
    format!("{}/{rule}", pack.manifest.id)
}

/// What an instance runs, itself included.
fn reach(typed: &Typed, from: InstanceId) -> BTreeSet<InstanceId> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(typed.instance(id).table.calls.values());
        }
    }
    seen
}

/// Who may read the constants of a file, or what it says of its schemes.
fn in_file(pack: &Pack, typed: &Typed, runs: &BTreeMap<InstanceId, Runs>, file: SourceId) -> Option<Runs> {
    let mut all = Runs { rules: BTreeSet::new(), whole: typed.schemes.iter().any(|scheme| scheme.file == file) };
    let declared = typed.rules.iter().filter(|rule| rule.file == file);
    all.rules.extend(declared.map(|rule| name(pack, &rule.meta.id)));
    let instances = typed.numbered().filter(|(_, instance)| instance.file == file);
    instances.filter_map(|(id, _)| runs.get(&id)).for_each(|own| all.add(own));
    (all.whole || !all.rules.is_empty()).then_some(all)
}
