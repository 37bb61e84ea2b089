//! Running rules over records: tasks in a fixed order, done by whichever worker is free.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rhai::Dynamic;

use crate::calendar::Calendar;
use crate::data::Store;
use crate::engine::compile::{Compiled, Rule, dynamic};
use crate::engine::faults::{self, Fault};
use crate::engine::kept::{self, Kept, Ran};
use crate::engine::library::{Library, source_of};
use crate::engine::scores::{self, Scored, Scores};
use crate::engine::shared::{Draft, Now, Target};
use crate::engine::worker::{Failure, Worker};
use crate::finding::{Effect, Finding, RecordName, Related, Status};
use crate::host;
use crate::language::{Text, count};
use crate::memo::{Digest, Digester};
use crate::pack::Days;
use crate::pack::rule::On;
use crate::parallel;
use crate::progress::{Progress, Stage};
use crate::say;
use crate::source::{Place, Sources};
use crate::value::RowId;

/// Records of one task: small enough to spread well, large enough that a task outweighs its handing out.
const CHUNK: usize = 1024;

/// Everything that a run needs.
pub struct Run<'a> {
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
    /// For each body, the digest of what its records were made of.
    pub made_of: &'a [Digest],
    /// What earlier runs found.
    pub kept: &'a Kept,
    /// Threads.
    pub jobs: usize,
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Found {
    /// Findings, in the order of the tasks.
    pub findings: Vec<Finding>,
    /// Full names of the rules that apply to something.
    pub rules: Vec<Arc<str>>,
    /// Those of them that were called.
    pub called: Vec<Arc<str>>,
    /// How many calls apply to each body of the store and year.
    pub calls: BTreeMap<(u16, i16), usize>,
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
    pub fn of(compiled: &Compiled) -> Self {
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
    pub fn holds(&self, run: &Run<'_>, pack: &str, own: Days, year: i16) -> bool {
        let packs = self.spans.iter().filter(|(name, _)| *name == pack || *name == self.pack).map(|(_, span)| span);
        std::iter::once(&own).chain(packs).all(|(since, until)| holds(*since, *until, year, run.as_of))
    }
}

/// One rule for some records of a kind, or for a body, or for all bodies.
struct Task<'a> {
    rule: &'a Rule,
    force: Force,
    bodies: Vec<u16>,
    year: i16,
    /// Records, or none for rules that are called once.
    rows: Option<(u16, Vec<u32>)>,
    /// Records that the rule may see, which sets its limit of operations.
    size: usize,
}

/// Works out the scores, then runs every selected rule that applies.
#[must_use]
pub fn run(run: &Run<'_>, progress: &dyn Progress) -> Found {
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
        for body in &task.bodies {
            *found.calls.entry((*body, task.year)).or_default() += task.rows.as_ref().map_or(1, |(_, rows)| rows.len());
        }
    }
    found.rules.sort_unstable();
    found.rules.dedup();
    found
}

/// What each task finds: again, or as kept.
fn results(run: &Run<'_>, tasks: &[&Task<'_>], scored: &Scored, progress: &dyn Progress) -> Vec<Ran> {
    let prints = |task: &&Task<'_>| run.kept.tasks.keeps().then(|| (made_of(run, task), cards_of(scored, task)));
    let prints: Vec<Option<(Digest, Digest)>> = tasks.iter().map(prints).collect();
    let known = |print: &Option<(Digest, Digest)>| {
        let (made_of, cards) = (*print)?;
        run.kept.tasks.get(made_of).filter(|ran| ran.cards.is_none_or(|those| those == cards))
    };
    let mut results: Vec<Option<Ran>> = prints.iter().map(known).collect();
    let open: Vec<usize> = (0..tasks.len()).filter(|at| results[*at].is_none()).collect();
    progress.stage(Stage::Run, open.len());
    let start = || run.worker(scored.scores.clone());
    let done = parallel::map(run.jobs, &open, start, |worker, at| {
        worker.shared.forget_scores();
        let findings = work(run, worker, tasks[*at]);
        progress.step(1);
        let cards = prints[*at].map(|(_, cards)| cards).filter(|_| worker.shared.has_asked_for_scores());
        Ran { findings: Arc::new(findings), cards }
    });
    for (at, ran) in open.into_iter().zip(done) {
        if let Some((made_of, _)) = prints[at].filter(|_| kept::is_answer(&ran.findings)) {
            run.kept.tasks.put(made_of, &ran);
        }
        results[at] = Some(ran);
    }
    results.into_iter().flatten().collect()
}

/// What a task's answer depends on, but for cards.
fn made_of(run: &Run<'_>, task: &Task<'_>) -> Digest {
    let digest = kept::of_rule(run, task.force.settings, task.rule, task.year, &task.bodies);
    match &task.rows {
        None => digest.done(),
        Some((kind, rows)) => digest.number(*kind).number(rows.first().copied().unwrap_or(0)).done(),
    }
}

/// What the cards that a task may ask for were made of.
fn cards_of(scored: &Scored, task: &Task<'_>) -> Digest {
    let sheets = scored.made_of.iter().filter(|(body, _)| task.bodies.contains(body));
    sheets.fold(Digester::new("cards"), |digest, (_, sheet)| digest.with(*sheet)).done()
}

fn is_mine(run: &Run<'_>, task: &Task<'_>) -> bool {
    let one = task.bodies.first().filter(|_| task.rule.info.on != On::Network);
    (run.mine)(one.map(|body| &*run.store.bodies[*body as usize].id))
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
        let force = Force::of(compiled);
        let governed = governed(run, compiled);
        for rule in compiled.rules.iter().filter(|r| r.off.is_none() && (run.selected)(r)) {
            // A rule of the network sees all bodies, whichever of them are selected.
            for body in governed.iter().filter(|b| (run.bodies)(&run.store.bodies[**b as usize].id)) {
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
pub(super) fn governed(run: &Run<'_>, compiled: &Compiled) -> Vec<u16> {
    (0..)
        .zip(&run.store.bodies)
        .filter(|(_, body)| body.packs.contains(&compiled.in_force.pack))
        .map(|(index, _)| index)
        .collect()
}

/// The years for which rules are called on a body: those of its records, or that of the check when none has one.
pub(super) fn years(run: &Run<'_>, body: u16) -> Vec<i16> {
    let years = &run.store.bodies[body as usize].years;
    if years.is_empty() { vec![run.as_of.year()] } else { years.clone() }
}

pub(super) fn size(run: &Run<'_>, body: u16) -> usize {
    run.store.bodies[body as usize].size()
}

fn body_tasks<'a>(run: &Run<'a>, rule: &'a Rule, force: &Force, body: u16, tasks: &mut Vec<Task<'a>>) {
    let data = &run.store.bodies[body as usize];
    for year in years(run, body) {
        if !force.holds(run, &rule.info.pack, (Some(rule.info.since), rule.info.until), year) {
            continue;
        }
        let task = |rows| Task { rule, force: force.clone(), bodies: vec![body], year, rows, size: size(run, body) };
        match &rule.info.on {
            On::Network => {}
            On::Body => tasks.push(task(None)),
            On::Kind(kind) => {
                let Some(index) = data.schema.index(kind) else { continue };
                let of_year = if data.schema.kinds[index].yearly { year } else { 0 };
                let Some(rows) = data.tables[index].by_year.get(&of_year) else { continue };
                let kind = u16::try_from(index).unwrap_or(u16::MAX);
                tasks.extend(rows.chunks(CHUNK).map(|rows| task(Some((kind, rows.to_vec())))));
            }
        }
    }
}

fn network_tasks<'a>(run: &Run<'a>, rule: &'a Rule, force: &Force, bodies: &[u16], tasks: &mut Vec<Task<'a>>) {
    let mut all: Vec<i16> = bodies.iter().flat_map(|body| years(run, *body)).collect();
    all.sort_unstable();
    all.dedup();
    for year in
        all.into_iter().filter(|y| force.holds(run, &rule.info.pack, (Some(rule.info.since), rule.info.until), *y))
    {
        let size = bodies.iter().map(|body| size(run, *body)).sum();
        tasks.push(Task { rule, force: force.clone(), bodies: bodies.to_vec(), year, rows: None, size });
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
        findings.extend(worker.shared.take_drafts().into_iter().map(|draft| finding(run, task, draft)));
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

/// The finding of a rule that gave no answer on a record.
fn fault(run: &Run<'_>, task: &Task<'_>, row: Option<RowId>, message: Text, place: Option<Place>) -> Finding {
    let mut finding = Finding::new(task.rule.info.name.clone(), Status::Fault, Effect::Incomplete, message);
    // A rule on the network speaks of no one body.
    let one = task.bodies.first().filter(|_| task.rule.info.on != On::Network);
    finding.body = one.map(|body| run.store.bodies[*body as usize].id.clone());
    match row {
        Some(row) => {
            finding.place = Some(run.store.header(row));
            finding.record = Some(record(run, row));
            finding.rule_place = place.or(Some(task.rule.info.place));
        }
        None => finding.place = place.or(Some(task.rule.info.place)),
    }
    finding.help = Some(say!("请规则包的作者修改这条规则", "the pack's author should mend this rule"));
    finding
}

/// The finding of a rule that asked for a working day that is not known.
fn unknown_day(run: &Run<'_>, task: &Task<'_>, row: Option<RowId>, message: Text, place: Option<Place>) -> Finding {
    let mut finding = fault(run, task, row, message, place);
    finding.rule = Arc::from(host::CALENDAR.name);
    finding.help =
        Some(say!("在规则包的 holidays.toml 中补上这一年的放假安排", "add that year to the pack's holidays.toml"));
    finding
}

fn record(run: &Run<'_>, row: RowId) -> RecordName {
    RecordName { kind: run.store.kind(row).name.clone(), key: run.store.key(row) }
}

/// What a script reported, as a finding.
fn finding(run: &Run<'_>, task: &Task<'_>, draft: Draft) -> Finding {
    let (status, effect) = match draft.due {
        Some((_, true)) => (Status::Pending, Effect::None),
        _ => (Status::Violation, Effect::Violation),
    };
    let info = &task.rule.info;
    let mut finding = Finding::new(info.name.clone(), status, effect, Text::same(draft.message));
    let place = |target: Target| match target {
        Target::Record(row) => (row, None, run.store.header(row)),
        Target::Value(cell) => (cell.row, Some(cell.column), cell.place),
    };
    let (row, column, at) = place(draft.target);
    finding.severity = task.rule.severity;
    finding.body = Some(run.store.bodies[row.body as usize].id.clone());
    finding.place = Some(at);
    finding.record = Some(record(run, row));
    finding.field = column.map(|c| run.store.kind(row).fields[c as usize].name.clone());
    finding.related = draft
        .see
        .into_iter()
        .map(|(target, note)| Related { place: place(target).2, message: Text::same(note) })
        .collect();
    let file = draft.source.as_deref().and_then(source_of).unwrap_or(task.rule.script);
    finding.rule_place = faults::place(file, draft.position, run.sources);
    finding.help = draft.help.map(Text::same);
    finding.basis = Some(info.basis.clone());
    finding.due = draft.due.map(|(date, _)| date);
    finding
}
