//! Scripts with the types that they have where some pack governs.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::ruleset::Ruleset;
use crate::pack::{InForce, Pack, schemas};
use crate::run::checked::{Checked, Parameters};
use crate::schema::Schema;
use crate::script::check::{Code, Instance, InstanceId, Typed};
use crate::script::tree::{Expr, Statement};
use crate::script::types::Ty;
use crate::script::walk::{self, Part};
use crate::source::SourceId;

/// The scripts of one pack, typed as they hold where it or another governs.
pub(super) struct World {
    /// What holds there.
    pub in_force: InForce,
    /// The kinds there.
    pub schema: Schema,
    /// The scripts.
    pub typed: Typed,
    /// What runs: all that rules, schemes and constants lead to.
    pub live: BTreeSet<InstanceId>,
}

/// Worlds by governing pack and pack, each made once.
pub(super) struct Worlds<'w> {
    rules: &'w Ruleset,
    made: BTreeMap<(String, String), World>,
}

impl<'w> Worlds<'w> {
    pub(super) fn new(rules: &'w Ruleset) -> Self {
        Self { rules, made: BTreeMap::new() }
    }

    /// The worlds in which a pack's scripts are looked at: its own first; where others govern, theirs, and its own again if they
    /// change fields.
    fn wanted(&self, pack: &Pack, around: &[&Pack]) -> Vec<(String, String)> {
        let id = &pack.manifest.id;
        let mut wanted = vec![(id.clone(), id.clone())];
        for governing in around.iter().map(|other| &other.manifest.id).filter(|other| *other != id) {
            wanted.push((governing.clone(), governing.clone()));
            let in_force = self.rules.packs.in_force(governing);
            let (schema, _) = schemas::merge(&self.rules.packs, in_force.chain.iter().map(String::as_str), false);
            if schema.kinds.iter().any(|kind| kind.amended.iter().any(|own| own.pack == *governing)) {
                wanted.extend(
                    in_force.chain.into_iter().filter(|own| own != governing).map(|own| (governing.clone(), own)),
                );
            }
        }
        wanted
    }

    /// Makes those of a pack.
    pub(super) fn prepare(&mut self, pack: &Pack, around: &[&Pack]) {
        for (governing, own) in self.wanted(pack, around) {
            let Some(pack) = self.rules.packs.get(&own) else { continue };
            if !self.made.contains_key(&(governing.clone(), own.clone())) {
                let world = World::of(self.rules, &governing, pack);
                self.made.insert((governing, own), world);
            }
        }
    }

    /// Those of a pack.
    pub(super) fn of(&self, pack: &Pack, around: &[&Pack]) -> Vec<&World> {
        self.wanted(pack, around).iter().filter_map(|key| self.made.get(key)).collect()
    }
}

impl World {
    fn of(rules: &Ruleset, governing: &str, pack: &Pack) -> Self {
        let in_force = rules.packs.in_force(governing);
        let (schema, _) =
            schemas::merge(&rules.packs, in_force.chain.iter().map(String::as_str), in_force.unread.extends);
        let typed = Checked::of(rules.desk(), pack, &schema, &Parameters::of(&in_force)).typed;
        let lines = typed
            .schemes
            .iter()
            .flat_map(|own| own.lines.iter().flat_map(|line| &line.closures).chain([&own.instance]));
        let roots =
            typed.rules.iter().map(|rule| &rule.instance).chain(lines).chain(typed.files.iter().map(|(_, id)| id));
        let live = reach(&typed, roots.copied());
        Self { in_force, schema, typed, live }
    }

    /// The code that runs and stands in some files.
    pub(super) fn running(&self, files: &[SourceId]) -> impl Iterator<Item = &Instance> {
        let own = self.live.iter().map(|id| self.typed.instance(*id));
        own.filter(move |instance| files.contains(&instance.file) && !matches!(instance.what, Code::File(_)))
    }
}

/// What some code leads to, itself included.
pub(super) fn reach(typed: &Typed, roots: impl Iterator<Item = InstanceId>) -> BTreeSet<InstanceId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<InstanceId> = roots.collect();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let instance = typed.instance(id);
            open.extend(
                instance.table.calls.iter().filter(|(node, _)| is_reached(instance, **node)).map(|(_, called)| *called),
            );
        }
    }
    seen
}

fn is_reached(instance: &Instance, node: crate::script::tree::NodeId) -> bool {
    let types = &instance.table.types;
    types.is_empty() || matches!(instance.what, Code::File(_)) || types.contains_key(&node)
}

/// The expressions of some code that are reached with the types at hand.
pub(super) fn exprs(instance: &Instance) -> Vec<&Expr> {
    parts(instance)
        .into_iter()
        .filter_map(|part| match part {
            Part::Expr(expr) if is_reached(instance, expr.id) => Some(expr),
            _ => None,
        })
        .collect()
}

/// The statements of some code, reached or not.
pub(super) fn statements(instance: &Instance) -> Vec<&Statement> {
    parts(instance)
        .into_iter()
        .filter_map(|part| match part {
            Part::Statement(statement) => Some(statement),
            Part::Expr(_) => None,
        })
        .collect()
}

/// All parts of some code; what stands at the top level of a file is none.
fn parts(instance: &Instance) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut see = |part| parts.push(part);
    match &instance.what {
        Code::Function(function) => walk::block(&function.body, &mut see),
        Code::Closure(closure) => walk::block(&closure.body, &mut see),
        Code::File(_) => {}
    }
    parts
}

/// The type of an expression there.
pub(super) fn ty<'i>(instance: &'i Instance, expr: &Expr) -> &'i Ty {
    instance.table.types.get(&expr.id).unwrap_or(&Ty::Unknown)
}
