//! The packs of a check: read, merged, and compiled when they are wanted.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::memos::Memos;
use crate::data::Store;
use crate::finding::Finding;
use crate::machine::code::Hook;
use crate::memo::{Digest, Digester};
use crate::native::lent::Lent;
use crate::pack::load;
use crate::pack::manifest::{Literal, Parameter};
use crate::pack::{InForce, Packs, schemas, views};
use crate::parallel;
use crate::run::checked::Desk;
use crate::run::code::{Bench, Mutant};
use crate::run::compile::{Compiled, compile, made_of};
use crate::script::library::Library;
use crate::source::Sources;

/// Packs with what is wrong with their settings, and their scripts.
#[derive(Clone, Debug)]
pub(crate) struct Ruleset {
    /// The packs.
    pub packs: Packs,
    /// For each pack whose settings or kinds do not hold, what is wrong.
    pub errors: BTreeMap<String, Vec<Finding>>,
    /// What is wrong beyond any pack: folders that cannot be read.
    pub findings: Vec<Finding>,
    /// The scripts of all packs.
    pub library: Arc<Library>,
    /// What the host lends to them.
    pub lent: Lent,
}

/// In what packs are compiled otherwise than they stand.
#[derive(Clone, Copy, Default)]
pub(crate) struct Otherwise<'o> {
    /// The pack whose parameters are given.
    pub pack: &'o str,
    /// Other values for some of its parameters, for schemes too, which are read with them: in that pack, in those that extend it,
    /// and where the very same parameter is in force.
    pub parameters: Option<&'o BTreeMap<String, Literal>>,
    /// Who hears what the code does.
    pub hook: Option<&'o Hook>,
    /// What is changed in it.
    pub mutant: Option<Mutant<'o>>,
}

impl Ruleset {
    /// The packs on a shelf.
    #[must_use]
    pub(crate) fn of(shelf: &load::Shelf, lent: Lent, sources: &Sources, memos: &Memos) -> Self {
        let (packs, findings) = load::load(shelf, sources);
        let ruleset = Self::new(packs, findings, lent, sources, &memos.scripts());
        memos.keep_scripts(&ruleset.library);
        ruleset
    }

    /// A ruleset of packs that are read already, with the scripts that an earlier one has read.
    fn new(packs: Packs, mut findings: Vec<Finding>, lent: Lent, sources: &Sources, earlier: &Library) -> Self {
        findings.extend(lent.wrong());
        let chains: Vec<InForce> = packs.iter().map(|p| packs.in_force(&p.manifest.id)).collect();
        let members = chains.iter().map(|c| c.chain.as_slice());
        let library = Arc::new(Library::new(&packs, members, sources, Some(earlier)));
        let mut errors = BTreeMap::new();
        for in_force in chains {
            let mut findings = in_force.findings;
            let (schema, wrong) =
                schemas::merge(&packs, in_force.chain.iter().map(String::as_str), in_force.unread.extends);
            findings.extend(wrong);
            if findings.is_empty() {
                findings.extend(views::check(&in_force.views, &schema, &in_force.parameters));
            }
            if !findings.is_empty() {
                errors.insert(in_force.pack, findings);
            }
        }
        Self { packs, errors, findings, library, lent }
    }

    /// With what its scripts are checked.
    pub(crate) fn desk(&self) -> Desk<'_> {
        Desk { library: &self.library, lent: &self.lent }
    }

    /// With what its packs are compiled.
    pub(crate) fn bench<'b>(&'b self, sources: &'b Sources, memos: &'b Memos) -> Bench<'b> {
        Bench { packs: &self.packs, desk: self.desk(), sources, codes: &memos.codes, hook: None, mutant: None }
    }

    /// The packs that govern the bodies of the data, by id. `broken` are those that cannot be used and govern a body all the same.
    #[must_use]
    pub(crate) fn governing(store: &Store, broken: &[String]) -> Vec<String> {
        let mut governing: Vec<String> = store.bodies.iter().flat_map(|b| &b.packs).chain(broken).cloned().collect();
        governing.sort_unstable();
        governing.dedup();
        governing
    }

    /// The packs that are looked at whether they govern anything or not: all but the built-in ones.
    pub(crate) fn own(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().filter(|p| !p.embedded).map(|p| p.manifest.id.as_str())
    }

    /// Compiles the packs named, each once, side by side.
    #[must_use]
    pub(crate) fn compile(
        &self,
        wanted: Vec<&str>,
        jobs: usize,
        sources: &Sources,
        memos: &Memos,
    ) -> Vec<Arc<Compiled>> {
        self.compile_otherwise(wanted, Otherwise::default(), jobs, sources, memos)
    }

    /// The same otherwise than the packs stand.
    #[must_use]
    pub(crate) fn compile_otherwise(
        &self,
        mut wanted: Vec<&str>,
        otherwise: Otherwise<'_>,
        jobs: usize,
        sources: &Sources,
        memos: &Memos,
    ) -> Vec<Arc<Compiled>> {
        wanted.sort_unstable();
        wanted.dedup();
        let Otherwise { pack: of, parameters, hook, mutant } = otherwise;
        let parameters = parameters.filter(|values| !values.is_empty());
        let declared = parameters.map(|_| self.packs.in_force(of).parameters).unwrap_or_default();
        let as_it_stands = parameters.is_none() && hook.is_none() && mutant.is_none();
        parallel::map(
            jobs,
            &wanted,
            || (),
            |(), id| {
                let mut in_force = self.packs.in_force(id);
                let made_of = made_of(&self.packs, &in_force);
                // What is wrong with settings is not always in the texts: bytes that are no text read like others.
                let known = || memos.packs.get(made_of).filter(|_| in_force.findings.is_empty());
                let known = known().filter(|_| as_it_stands);
                known.unwrap_or_else(|| {
                    let (schema, wrong) =
                        schemas::merge(&self.packs, in_force.chain.iter().map(String::as_str), in_force.unread.extends);
                    in_force.findings.extend(wrong);
                    if in_force.findings.is_empty() {
                        in_force.findings = views::check(&in_force.views, &schema, &in_force.parameters);
                    }
                    for (name, value) in parameters.into_iter().flatten() {
                        let extends = in_force.chain.iter().any(|id| *id == *of);
                        let place = declared.get(name).map(|own| own.latest().place);
                        let same = |own: &Parameter| extends || Some(own.latest().place) == place;
                        if let Some(parameter) = in_force.parameters.get_mut(name).filter(|own| same(own)) {
                            parameter.set(value.clone());
                        }
                    }
                    let mut compiled = compile(Bench { hook, mutant, ..self.bench(sources, memos) }, in_force, &schema);
                    compiled.settings = settled(compiled.settings, parameters);
                    let compiled = Arc::new(compiled);
                    // What is said of a pack that does not hold may depend on others, as in “did you mean”.
                    if !compiled.is_broken() && as_it_stands {
                        memos.packs.put(made_of, &compiled);
                    }
                    compiled
                })
            },
        )
    }
}

/// Digest of settings with other values of parameters.
fn settled(settings: Digest, parameters: Option<&BTreeMap<String, Literal>>) -> Digest {
    let Some(parameters) = parameters else { return settings };
    let digest = Digester::new("otherwise").with(settings);
    parameters.iter().fold(digest, |digest, (name, value)| digest.text(name).text(&value.to_string())).done()
}
