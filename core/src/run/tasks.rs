//! Which calls there are: of each rule, on the records of a body and year, or on a body, or on all of them.

use std::sync::Arc;

use crate::data::Body;
use crate::native::notes;
use crate::pack::rule::On;
use crate::run::compile::{Compiled, Rule};
use crate::run::{Force, Run};
use crate::value::{BodyId, KindId, Row};

/// Records of one task: small enough to spread well, large enough that a task outweighs its handing out.
pub(super) const CHUNK: usize = 128;

/// One rule for some records of a kind, or for a body, or for all bodies.
pub(super) struct Task<'a> {
    pub rule: &'a Rule,
    /// The pack whose rules it is one of.
    pub compiled: &'a Compiled,
    pub force: Arc<Force>,
    pub bodies: Arc<[BodyId]>,
    pub year: i16,
    /// Records, or none for rules that are called once.
    pub rows: Option<(KindId, Vec<Row>)>,
    /// Whether the rule is known to read nothing but the records that it is called with.
    pub own: bool,
    /// Records that the rule may see, which sets its limits.
    pub size: usize,
}

impl Task<'_> {
    /// How many calls it is.
    pub(super) fn calls(&self) -> usize {
        self.rows.as_ref().map_or(1, |(_, rows)| rows.len())
    }
}

/// The calls of all rules that apply, in their order.
pub(super) fn tasks<'a>(run: &Run<'a>) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    for compiled in run.compiled {
        let force = Arc::new(Force::of(compiled));
        let governed: Arc<[BodyId]> = governed(run, compiled).into();
        let chosen: Vec<BodyId> = governed.iter().copied().filter(|b| (run.bodies)(&run.store.body(*b).id)).collect();
        for rule in compiled.rules.iter().filter(|r| r.off.is_none() && (run.selected)(r)) {
            // A rule of the network sees all bodies, whichever of them are selected.
            for body in &chosen {
                body_tasks(run, (compiled, rule), &force, *body, &mut tasks);
            }
            if rule.info.on == On::Network {
                network_tasks(run, (compiled, rule), &force, &governed, &mut tasks);
            }
        }
    }
    tasks
}

/// The bodies that a pack governs, of those to be checked.
pub(super) fn governed(run: &Run<'_>, compiled: &Compiled) -> Vec<BodyId> {
    let governs = |body: &Body| body.packs.contains(&compiled.in_force.pack);
    run.store.numbered().filter(|(_, body)| governs(body)).map(|(id, _)| id).collect()
}

/// The years for which rules are called on a body: those of its records, or that of the check when none has one.
pub(super) fn years(run: &Run<'_>, body: BodyId) -> Vec<i16> {
    let years = &run.store.body(body).years;
    if years.is_empty() { vec![run.as_of.year()] } else { years.clone() }
}

/// How many records a body has.
pub(super) fn size(run: &Run<'_>, body: BodyId) -> usize {
    run.store.body(body).size()
}

fn body_tasks<'a>(
    run: &Run<'a>,
    (compiled, rule): (&'a Compiled, &'a Rule),
    force: &Arc<Force>,
    body: BodyId,
    tasks: &mut Vec<Task<'a>>,
) {
    let (data, alone): (&Body, Arc<[BodyId]>) = (run.store.body(body), [body].into());
    for year in years(run, body) {
        if !force.holds(run, &rule.info.pack, (Some(rule.info.since), rule.info.until), year) {
            continue;
        }
        let (force, bodies, size) = (force.clone(), alone.clone(), data.size());
        let task = |rows, own| {
            let (force, bodies) = (force.clone(), bodies.clone());
            Task { rule, compiled, force, bodies, year, rows, own, size }
        };
        match &rule.info.on {
            On::Network => {}
            On::Body => tasks.push(task(None, false)),
            On::Kind(kind) => {
                let Some(kind) = data.schema.index(kind) else { continue };
                let of_year = if data.schema.get(kind).yearly { year } else { 0 };
                let Some(rows) = data.table(kind).by_year.get(&of_year) else { continue };
                let cut = notes::by_file(&run.store, body, kind, rows, CHUNK);
                let own = run.kept.tasks.keeps() && rule.uses.is_own(data.schema.get(kind));
                tasks.extend(cut.into_iter().map(|rows| task(Some((kind, rows)), own)));
            }
        }
    }
}

fn network_tasks<'a>(
    run: &Run<'a>,
    (compiled, rule): (&'a Compiled, &'a Rule),
    force: &Arc<Force>,
    bodies: &Arc<[BodyId]>,
    tasks: &mut Vec<Task<'a>>,
) {
    let mut all: Vec<i16> = bodies.iter().flat_map(|body| years(run, *body)).collect();
    all.sort_unstable();
    all.dedup();
    for year in
        all.into_iter().filter(|y| force.holds(run, &rule.info.pack, (Some(rule.info.since), rule.info.until), *y))
    {
        let size = bodies.iter().map(|body| size(run, *body)).sum();
        let (force, bodies) = (force.clone(), bodies.clone());
        tasks.push(Task { rule, compiled, force, bodies, year, rows: None, own: false, size });
    }
}
