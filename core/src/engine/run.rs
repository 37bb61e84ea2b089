//! Running rules over records: tasks in a fixed order, done by whichever worker is free.

mod findings;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rhai::Dynamic;

use crate::calendar::Calendar;
use crate::data::footprint::Footprint;
use crate::data::{Body, Store};
use crate::engine::compile::{Compiled, Rule, dynamic};
use crate::engine::faults::{self, Fault};
use crate::engine::library::Library;
use crate::engine::reads;
use crate::engine::recall::{self, Ran, Recall};
use crate::engine::scores::{self, Scored, Scores};
use crate::engine::shared::Now;
use crate::engine::worker::{Failure, Worker};
use crate::finding::Finding;
use crate::language::{Text, count, say};
use crate::memo::{Digest, Digester};
use crate::pack::Days;
use crate::pack::rule::On;
use crate::parallel;
use crate::progress::{Progress, Stage};
use crate::source::Sources;
use crate::value::{BodyId, KindId, Row, RowId};

use findings::{fault, finding, unknown_day};

/// Records of one task: small enough to spread well, large enough that a task outweighs its handing out.
const CHUNK: usize = 128;

/// Everything that a run needs.
pub(crate) struct Run<'a> {
    /// The data.
    pub store: Arc<Store>,
    /// What holds for the bodies, by governing pack.
    pub compiled: &'a [&'a Compiled],
    /// The scripts.
    pub library: Arc<Library>,
    /// The texts, for places in scripts.
    pub sources: &'a Sources,
    /// The as-of date.
    pub as_of: Date,
    /// Which rules to run.
    pub selected: &'a (dyn Fn(&Rule) -> bool + Sync),
    /// Which bodies to run them for.
    pub bodies: &'a (dyn Fn(&str) -> bool + Sync),
    /// Which calls to make of all that apply: those on a body, or, without one, those on the network.
    pub mine: &'a (dyn Fn(Option<&str>) -> bool + Sync),
    /// What the records were made of.
    pub footprint: Arc<Footprint>,
    /// What earlier runs found.
    pub kept: &'a Recall,
    /// Threads.
    pub jobs: usize,
}

/// What a run found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Findings, in the order of the tasks.
    pub findings: Vec<Finding>,
    /// Full names of the rules that apply to something.
    pub rules: Vec<Arc<str>>,
    /// Those of them that were called.
    pub called: Vec<Arc<str>>,
    /// How many calls apply to each body of the store and year.
    pub calls: BTreeMap<(BodyId, i16), usize>,
    /// The cards of all schemes.
    pub scores: Arc<Scores>,
}

/// Parameters and working days in force.
#[derive(Clone)]
pub(super) struct Force {
    /// The governing pack.
    pub pack: String,
    /// First and last day of each pack of the chain.
    pub spans: Arc<Vec<(String, Days)>>,
    pub parameters: Arc<Vec<(String, Dynamic)>>,
    pub calendar: Arc<Calendar>,
    /// Digest of all of it.
    pub settings: Digest,
}

impl Force {
    /// What is in force with a governing pack.
    pub(crate) fn of(compiled: &Compiled) -> Self {
        let parameters = compiled.in_force.parameters.iter().map(|(name, p)| (name.clone(), dynamic(&p.value)));
        Self {
            pack: compiled.in_force.pack.clone(),
            spans: Arc::new(compiled.in_force.spans.clone()),
            parameters: Arc::new(parameters.collect()),
            calendar: compiled.in_force.calendar.clone(),
            settings: compiled.settings,
        }
    }

    /// Whether what a pack of the chain declares holds for the data of a year: by its own dates, and those of the packs
    /// that declare it and have it in force.
    pub(crate) fn holds(&self, run: &Run<'_>, pack: &str, own: Days, year: i16) -> bool {
        let packs = self.spans.iter().filter(|(name, _)| *name == pack || *name == self.pack).map(|(_, span)| span);
        std::iter::once(&own).chain(packs).all(|(since, until)| holds(*since, *until, year, run.as_of))
    }
}

/// One rule for some records of a kind, or for a body, or for all bodies.
struct Task<'a> {
    rule: &'a Rule,
    force: Arc<Force>,
    bodies: Arc<[BodyId]>,
    year: i16,
    /// Records, or none for rules that are called once.
    rows: Option<(KindId, Vec<Row>)>,
    /// Records that the rule may see, which sets its limit of operations.
    size: usize,
}

/// Works out the scores, then runs every selected rule that applies.
#[must_use]
pub(crate) fn run(run: &Run<'_>, progress: &dyn Progress) -> Found {
    let scored = scores::score(run, progress);
    let tasks = tasks(run);
    let (mine, others): (Vec<&Task<'_>>, Vec<&Task<'_>>) = tasks.iter().partition(|task| is_mine(run, task));
    progress.stage(Stage::Run, mine.len());
    let results = results(run, &mine, &scored, progress);
    let mut found = Found { scores: scored.scores.clone(), called: names_of(&mine), ..Found::default() };
    found.findings.extend(scored.findings.into_iter().filter(|f| (run.mine)(f.body.as_deref())));
    for ran in results {
        found.findings.extend(Arc::unwrap_or_clone(ran.findings));
    }
    found.rules = [names_of(&others), found.called.clone()].concat();
    for table in &scored.scores.tables {
        *found.calls.entry((table.body, table.year)).or_default() += table.cards.len();
    }
    for task in &tasks {
        for body in task.bodies.iter() {
            *found.calls.entry((*body, task.year)).or_default() += task.rows.as_ref().map_or(1, |(_, rows)| rows.len());
        }
    }
    found.rules.sort_unstable();
    found.rules.dedup();
    found
}

/// What each task finds: again, or as kept.
fn results(run: &Run<'_>, tasks: &[&Task<'_>], scored: &Scored, progress: &dyn Progress) -> Vec<Ran> {
    let memo = &run.kept.tasks;
    let keys: Vec<Option<Digest>> = tasks.iter().map(|task| memo.keeps().then(|| key(run, task))).collect();
    let known = |at: usize, key| {
        let task: &Task<'_> = tasks[at];
        let ran = memo.get(key)?;
        let cards = || ran.cards.is_none_or(|those| those == cards_of(scored, task));
        let holds = ran.reads.hold(&run.footprint) && cards();
        holds.then(|| ran.at(task.rule.info.place))
    };
    recall::recall(
        memo,
        &keys,
        known,
        |ran| &ran.findings,
        |mut open| {
            // Single calls often look at everything; begun last, they would keep one thread busy alone.
            open.sort_by_key(|at| tasks[*at].rows.as_ref().is_some_and(|(_, rows)| rows.len() > 1));
            progress.stage(Stage::Run, open.len());
            let start = || run.worker(scored.scores.clone());
            parallel::map(run.jobs, &open, start, |worker, at| {
                let task = tasks[*at];
                worker.shared.notes.clear();
                let findings = Arc::new(work(run, worker, task));
                progress.step(1);
                let reads = Arc::new(worker.shared.notes.reads(&run.footprint));
                let cards = reads.cards.then(|| cards_of(scored, task));
                (*at, Ran { place: task.rule.info.place, findings, reads, cards })
            })
        },
    )
}

/// What a task is, without what it reads: the rule, the bodies, the year, and the file of its records.
fn key(run: &Run<'_>, task: &Task<'_>) -> Digest {
    let digest = recall::of_rule(run, task.force.settings, task.rule, task.year, &task.bodies);
    match &task.rows {
        None => digest.done(),
        Some((kind, rows)) => recall::of_rows(run, digest, task.bodies[0], *kind, rows),
    }
}

/// What the cards that a task may ask for say.
fn cards_of(scored: &Scored, task: &Task<'_>) -> Digest {
    let sheets = task.bodies.iter().filter_map(|body| scored.says.get(body)).flatten();
    sheets.fold(Digester::new("cards"), |digest, says| digest.with(*says)).done()
}

fn is_mine(run: &Run<'_>, task: &Task<'_>) -> bool {
    let one = task.bodies.first().filter(|_| task.rule.info.on != On::Network);
    (run.mine)(one.map(|body| &*run.store.body(*body).id))
}

/// The rules of tasks, each once.
fn names_of(tasks: &[&Task<'_>]) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = tasks.iter().map(|task| task.rule.info.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a span of days holds for the data of a year, as of a day: it must touch the part of the year that is past.
fn holds(since: Option<Date>, until: Option<Date>, year: i16, as_of: Date) -> bool {
    let (first, last) = (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
    since.is_none_or(|since| since <= last && since <= as_of) && until.is_none_or(|until| until >= first)
}

fn tasks<'a>(run: &Run<'a>) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    for compiled in run.compiled {
        let force = Arc::new(Force::of(compiled));
        let governed: Arc<[BodyId]> = governed(run, compiled).into();
        let chosen: Vec<BodyId> = governed.iter().copied().filter(|b| (run.bodies)(&run.store.body(*b).id)).collect();
        for rule in compiled.rules.iter().filter(|r| r.off.is_none() && (run.selected)(r)) {
            // A rule of the network sees all bodies, whichever of them are selected.
            for body in &chosen {
                body_tasks(run, rule, &force, *body, &mut tasks);
            }
            if rule.info.on == On::Network {
                network_tasks(run, rule, &force, &governed, &mut tasks);
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

pub(super) fn size(run: &Run<'_>, body: BodyId) -> usize {
    run.store.body(body).size()
}

fn body_tasks<'a>(run: &Run<'a>, rule: &'a Rule, force: &Arc<Force>, body: BodyId, tasks: &mut Vec<Task<'a>>) {
    let (data, alone): (&Body, Arc<[BodyId]>) = (run.store.body(body), [body].into());
    for year in years(run, body) {
        if !force.holds(run, &rule.info.pack, (Some(rule.info.since), rule.info.until), year) {
            continue;
        }
        let (force, bodies, size) = (force.clone(), alone.clone(), data.size());
        let task = |rows| Task { rule, force: force.clone(), bodies: bodies.clone(), year, rows, size };
        match &rule.info.on {
            On::Network => {}
            On::Body => tasks.push(task(None)),
            On::Kind(kind) => {
                let Some(kind) = data.schema.index(kind) else { continue };
                let of_year = if data.schema.get(kind).yearly { year } else { 0 };
                let Some(rows) = data.table(kind).by_year.get(&of_year) else { continue };
                let cut = reads::by_file(&run.store, body, kind, rows, CHUNK);
                tasks.extend(cut.into_iter().map(|rows| task(Some((kind, rows)))));
            }
        }
    }
}

fn network_tasks<'a>(
    run: &Run<'a>,
    rule: &'a Rule,
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
        tasks.push(Task { rule, force: force.clone(), bodies: bodies.clone(), year, rows: None, size });
    }
}

/// Does one task.
fn work(run: &Run<'_>, worker: &mut Worker, task: &Task<'_>) -> Vec<Finding> {
    worker.enter(Now {
        bodies: task.bodies.clone(),
        network: task.rule.info.on == On::Network,
        year: task.year,
        parameters: task.force.parameters.clone(),
        calendar: task.force.calendar.clone(),
        back: 0,
    });
    let mut findings = Vec::new();
    let rows: Vec<Option<RowId>> = match &task.rows {
        None => vec![None],
        Some((kind, rows)) => {
            rows.iter().map(|row| Some(RowId { body: task.bodies[0], kind: *kind, row: *row })).collect()
        }
    };
    for (done, row) in rows.iter().enumerate() {
        let result = worker.call(task.rule.script, &task.rule.id, *row, task.size);
        for draft in worker.shared.take_drafts() {
            let places = std::iter::once(&draft.target).chain(draft.see.iter().map(|(target, _)| target));
            places.for_each(|place| worker.shared.notes.record(&run.store, place.row()));
            findings.push(finding(run, task, draft));
        }
        let Err(failure) = result else { continue };
        let (message, place, limit) = match failure {
            Failure::Panic => (say!("宿主函数出错", "a function of the host failed"), None, false),
            Failure::Script(error) => match faults::read(&error, task.rule.script, run.sources) {
                Fault::Blocked => continue,
                Fault::Calendar(message, place) => {
                    findings.push(unknown_day(run, task, *row, message, place));
                    continue;
                }
                Fault::Limit(message, place) => (message, place, true),
                Fault::Failed(message, place) => (message, place, false),
            },
        };
        let left = rows.len() - done - 1;
        let en = count(left, "more record was", "more records were");
        let message = if limit && left > 0 {
            add(
                &message,
                &say!("；该规则停止运行，另有 {left} 条记录没有检查", "; the rule was stopped, {en} not checked"),
            )
        } else {
            message
        };
        findings.push(fault(run, task, *row, message, place));
        if limit {
            break;
        }
    }
    findings
}

fn add(a: &Text, b: &Text) -> Text {
    use crate::language::Lang::{En, Zh};
    Text::new(format!("{}{}", a.get(Zh), b.get(Zh)), format!("{}{}", a.get(En), b.get(En)))
}
