//! Shards: the files of all projects looked at, their bodies dealt out, and what one shard needs made ready. `plan` tells the
//! same for all of them and runs nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::cut::{Cut, dealt};
use crate::check::filters::Selected;
use crate::check::memos::Memos;
use crate::check::prepare::{Context, Ready, Settle, as_read, fence, find, load, with};
use crate::check::request::{Request, Scope};
use crate::check::ruleset::Ruleset;
use crate::data::governance::{Governance, Met};
use crate::data::part::{Survey, survey};
use crate::files::Files;
use crate::finding::Finding;
use crate::pack::rule::On;
use crate::progress::Progress;
use crate::project::Project;
use crate::run::compile::Compiled;
use crate::source::Sources;

/// A project whose files were looked at.
struct Looked<'r> {
    project: &'r Project,
    rules: &'r Arc<Ruleset>,
    governance: Governance<'r>,
    survey: Survey,
}

/// How bodies are dealt out, and what a shard needs of each project whose settings can be gone by.
pub(crate) fn ready<'a>(
    context: Context<'a>,
    projects: &[Project],
    sources: &mut Sources,
    settle: &mut Settle<'_>,
) -> (Cut<'a>, Vec<Option<Ready>>) {
    let Scope::Shard(shard) = context.request.scope else {
        return (Cut::new(&context.request.scope, BTreeMap::new()), projects.iter().map(|_| None).collect());
    };
    let rules = rules(context, projects, sources, settle);
    let looked = look(context, projects, &rules, sources, false);
    let cut = Cut::new(&context.request.scope, dealt(bytes(&looked), shard.of));
    let mut ready: Vec<Option<Ready>> = Vec::new();
    for looked in looked {
        ready.push(looked.map(|looked| looked.ready(context, &cut, shard.index == 1, sources)));
    }
    (cut, ready)
}

/// The packs of each project.
fn rules(
    context: Context<'_>,
    projects: &[Project],
    sources: &mut Sources,
    settle: &mut Settle<'_>,
) -> Vec<Option<Arc<Ruleset>>> {
    let mut each = |project: &Project| load(context, &[project], &fence(context, [project]), sources, settle);
    projects.iter().map(|project| project.is_sound().then(|| each(project))).collect()
}

fn look<'r>(
    context: Context<'_>,
    projects: &'r [Project],
    rules: &'r [Option<Arc<Ruleset>>],
    sources: &mut Sources,
    counted: bool,
) -> Vec<Option<Looked<'r>>> {
    let mut each = |(project, rules): (&'r Project, &'r Arc<Ruleset>)| {
        let governance = Governance::new(&rules.packs, &rules.errors);
        let survey = survey(with(context, project, &governance), counted, sources);
        Looked { project, rules, governance, survey }
    };
    projects.iter().zip(rules).map(|(project, rules)| Some(each((project, rules.as_ref()?)))).collect()
}

/// The bytes of each body.
fn bytes(looked: &[Option<Looked<'_>>]) -> BTreeMap<Arc<str>, usize> {
    let mut sizes: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for (body, size) in looked.iter().flatten().flat_map(|own| &own.survey.files).flat_map(|file| &file.sizes) {
        *sizes.entry(body.clone()).or_default() += size.bytes;
    }
    sizes
}

impl Looked<'_> {
    /// The packs that govern bodies which files name, by id.
    fn governing(&self) -> Vec<String> {
        let mut governing: Vec<String> = self.survey.known().flat_map(|(_, packs)| packs.iter().cloned()).collect();
        governing.sort_unstable();
        governing.dedup();
        governing
    }

    /// What governs these bodies and all packs that are not built in, compiled.
    fn compiled(&self, context: Context<'_>, governing: &[String], sources: &Sources) -> Vec<Arc<Compiled>> {
        let wanted = governing.iter().map(String::as_str).chain(self.rules.own()).collect();
        self.rules.compile(wanted, context.request.jobs, sources, context.memos)
    }

    /// What a shard needs.
    fn ready(self, context: Context<'_>, cut: &Cut<'_>, first: bool, sources: &mut Sources) -> Ready {
        let governing = self.governing();
        // Packs are compiled for all bodies, so that every shard knows all rules.
        let compiled = self.compiled(context, &governing, sources);
        let everything = first && !network(context.request, &compiled, &governing).is_empty();
        let with = with(context, self.project, &self.governance);
        let foreign = |body: &str| cut.is_foreign(body);
        let owns = |finding: &Finding| cut.owns(finding);
        let (mut gathered, part) = self.survey.gather(with, sources, &foreign, (&owns, first), everything);
        let Met { broken, conflicts } = std::mem::take(&mut gathered.met);
        let mut all = [governing, broken].concat();
        all.sort_unstable();
        all.dedup();
        let compiled = Some(compiled).filter(|compiled| all.iter().all(|id| has(compiled, id)));
        Ready { rules: self.rules.clone(), gathered, conflicts, governing: all, part: Some(part), compiled }
    }
}

/// The rules on the network of the packs that govern something, by full name.
fn network(request: &Request, compiled: &[Arc<Compiled>], governing: &[String]) -> Vec<Arc<str>> {
    let selected = Selected::by(request);
    let in_force = compiled.iter().filter(|own| !own.is_broken() && governing.contains(&own.in_force.pack));
    let rules = in_force.flat_map(|own| &own.rules).filter(|rule| rule.info.on == On::Network && rule.off.is_none());
    let chosen = rules.filter(|rule| !request.scores_only && selected.has(&rule.info.name));
    chosen.map(|rule| rule.info.name.clone()).collect()
}

fn has(compiled: &[Arc<Compiled>], id: &str) -> bool {
    compiled.iter().any(|own| own.in_force.pack == *id)
}

/// How the bodies of a check would be dealt out to so many shards, and what each would read.
///
/// ```
/// use yize_core::check::{Plan, Planned, plan};
///
/// # let (files, request) = (yize_core::example::project(), yize_core::example::request());
/// let Plan { bodies, files: all, shards, common, .. } = plan(&files, &request, 2, &());
/// assert_eq!((bodies, all, common.len()), (1, 1, 0));
/// // The one body belongs to the first; the other has nothing to read.
/// let Planned { bodies, files, bytes, .. } = &shards[0];
/// assert_eq!((&*bodies[0], *files, *bytes > 0), ("shili", 1, true));
/// assert_eq!((shards[1].bodies.len(), shards[1].bytes), (0, 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What kept files from being looked at.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// Bodies.
    pub bodies: usize,
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: usize,
    /// Their headers, about as many as there are records.
    pub records: usize,
    /// The shards, in their order.
    pub shards: Vec<Planned>,
    /// Files that every shard reads, with their bytes: those of which it cannot be told at a glance whose they are.
    pub common: Vec<(String, usize)>,
    /// The rules on the network, by full name: where there are any, the first shard reads everything.
    pub network: Vec<Arc<str>>,
}

/// What one shard has, and what it reads.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// Its bodies, by id.
    pub bodies: Vec<Arc<str>>,
    /// Bytes of their records.
    pub own: usize,
    /// Headers of their records, about as many as there are of these.
    pub records: usize,
    /// Files that it reads.
    pub files: usize,
    /// The bytes of these.
    pub bytes: usize,
}

/// Looks at the files that a request names, and deals their bodies out to so many shards.
#[must_use]
pub fn plan(files: &dyn Files, request: &Request, of: usize, progress: &dyn Progress) -> Plan {
    let memos = Memos::default();
    let context = Context { files, request, memos: &memos, progress };
    let mut sources = Sources::default();
    let (projects, findings) = find(files, request, &mut sources);
    let rules = rules(context, &projects, &mut sources, &mut as_read);
    let looked = look(context, &projects, &rules, &mut sources, true);
    let shards = dealt(bytes(&looked), of);
    let mut plan = Plan { findings, bodies: shards.len(), ..Plan::default() };
    plan.findings.extend(projects.iter().filter(|project| !project.is_sound()).flat_map(|own| own.findings.clone()));
    plan.shards = (1..=of).map(|_| Planned::default()).collect();
    for (body, number) in &shards {
        plan.shards[*number - 1].bodies.push(body.clone());
    }
    for own in looked.iter().flatten() {
        let governing = own.governing();
        let compiled = own.compiled(context, &governing, &sources);
        let network = network(request, &compiled, &governing);
        own.add(&mut plan, &shards, !network.is_empty());
        plan.network.extend(network);
    }
    plan.network.sort_unstable();
    plan.network.dedup();
    Plan { sources, ..plan }
}

impl Looked<'_> {
    /// Adds the files of a project to a plan.
    fn add(&self, plan: &mut Plan, shards: &BTreeMap<Arc<str>, usize>, network: bool) {
        for (at, file) in self.survey.files.iter().enumerate() {
            plan.files += 1;
            plan.bytes += file.bytes;
            if self.survey.reads(at, &|_| true) {
                plan.common.push((file.name.clone(), file.bytes));
            }
            for (body, size) in &file.sizes {
                let Some(shard) = shards.get(body).and_then(|number| plan.shards.get_mut(number - 1)) else { continue };
                shard.own += size.bytes;
                shard.records += size.records;
                plan.records += size.records;
            }
            for (number, shard) in (1..).zip(&mut plan.shards) {
                let foreign = |body: &str| shards.get(body).is_some_and(|own| *own != number);
                if number == 1 && network || self.survey.reads(at, &foreign) {
                    shard.files += 1;
                    shard.bytes += file.bytes;
                }
            }
        }
    }
}
