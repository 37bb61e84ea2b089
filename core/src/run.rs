//! Running rules over records: which calls there are, what they read, what is kept. Tasks stand in a fixed order and are done by
//! whichever worker is free.

mod constraints;
pub(crate) mod checked;
pub(crate) mod code;
pub(crate) mod schemes;
pub(crate) mod compile;
mod ledger;
pub(crate) mod gaps;
pub(crate) mod recall;
mod worker;
mod tasks;
mod findings;
mod calls;
mod scores;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::data::Store;
use crate::data::footprint::Footprint;
use crate::finding::Finding;
use crate::machine::constant::Constant;
use crate::memo::{Digest, Digester};
use crate::native::allowance::Spent;
use crate::native::budget::Budget;
use crate::native::cards::Cards;
use crate::native::large::Large;
use crate::native::lent::Lent;
use crate::native::notes::Notes;
use crate::pack::Days;
use crate::pack::manifest::Parameter;
use crate::pack::rule::On;
use crate::parallel;
use crate::progress::{Progress, Stage, Work};
use crate::score::Table;
use crate::score::card::Card;
use crate::source::Sources;
use crate::value::{BodyId, RowId};
use jiff::civil::Date;

use calls::work;
use compile::{Compiled, Rule};
use gaps::{Unseen, unseen};
use ledger::{Closed, Ledger};
use recall::{Ran, Recall};
use scores::Scored;
use tasks::{Task, governed, tasks, years};
use worker::{Named, Worker};

/// Who is told of a call: its record if it has one, the bodies that it is made for, its year.
pub(crate) type Witness<'w> = dyn Fn(Option<RowId>, &[BodyId], i16) + Sync + 'w;

/// Everything that a run needs.
#[derive(Clone)]
pub(crate) struct Run<'a> {
    /// The data.
    pub store: Arc<Store>,
    /// What holds for the bodies, by governing pack.
    pub compiled: &'a [&'a Compiled],
    /// What the host lends.
    pub lent: &'a Lent,
    /// The texts.
    pub sources: &'a Sources,
    /// The as-of date.
    pub as_of: Date,
    /// The days of which alone records count for scores, if not all.
    pub period: Option<(Date, Date)>,
    /// Which rules to run.
    pub selected: &'a (dyn Fn(&Rule) -> bool + Sync),
    /// Which bodies to run them for.
    pub bodies: &'a (dyn Fn(&str) -> bool + Sync),
    /// Which calls to make of all that apply: those on a body, or, without one, those on the network.
    pub mine: &'a (dyn Fn(Option<&str>) -> bool + Sync),
    /// The years whose scores are wanted; all when empty.
    pub years: &'a [i16],
    /// What the records were made of.
    pub footprint: Arc<Footprint>,
    /// What earlier runs found.
    pub kept: &'a Recall,
    /// Whether the cards are wanted, also where no rule asks for any.
    pub cards: bool,
    /// Whether that is settled, so that no rule is asked.
    pub settled: bool,
    /// Who is told of each call before it is made.
    pub witness: Option<&'a Witness<'a>>,
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
    pub cards: Arc<Cards>,
    /// Where calls could not see all that they asked for.
    pub gaps: BTreeSet<Unseen>,
}

/// Parameters and working days in force.
#[derive(Clone)]
struct Force {
    /// The governing pack.
    pub pack: String,
    /// First and last day of each pack of the chain.
    pub spans: Arc<Vec<(String, Days)>>,
    /// Parameters, by name: as they hold for the data of some years each, the earliest foremost.
    parameters: Vec<(RangeInclusive<i16>, Arc<Named>)>,
    /// Working days known.
    pub calendar: Arc<Calendar>,
    /// Digest of all of it.
    pub settings: Digest,
}

impl Force {
    /// What is in force with a governing pack.
    fn of(compiled: &Compiled) -> Self {
        let own = &compiled.in_force.parameters;
        let dated = |parameter: &Parameter| -> Vec<(Date, Constant)> {
            let values = parameter.values().iter().filter_map(|own| Some((own.since?, (&own.value).into())));
            values.collect()
        };
        let named = |year: i16| {
            let values = own.iter().filter_map(|(name, p)| Some((name, &p.of_year(year)?.value)));
            let dated = own.iter().map(|(name, p)| (name.as_str().into(), dated(p)));
            Named {
                values: values.map(|(name, value)| (name.as_str().into(), value.into())).collect(),
                dated: dated.filter(|(_, values)| !values.is_empty()).collect(),
            }
        };
        let periods = compiled.in_force.periods();
        Self {
            pack: compiled.in_force.pack.clone(),
            spans: Arc::new(compiled.in_force.spans.clone()),
            parameters: periods.into_iter().map(|years| (years.clone(), Arc::new(named(*years.start())))).collect(),
            calendar: compiled.in_force.calendar.clone(),
            settings: compiled.settings,
        }
    }

    /// Parameters as they hold for the data of a year.
    fn parameters(&self, year: i16) -> &Named {
        let of_year = self.parameters.iter().find(|(years, _)| years.contains(&year));
        &of_year.expect("the periods are all years").1
    }

    /// Whether what a pack of the chain declares holds for the data of a year: by its own dates, and those of the packs
    /// that declare it and have it in force.
    fn holds(&self, run: &Run<'_>, pack: &str, own: Days, year: i16) -> bool {
        holds_in(&self.spans, (&self.pack, pack), own, (year, run.as_of))
    }
}

/// Works out the scores, then runs every selected rule that applies.
#[must_use]
pub(crate) fn run(run: &Run<'_>, progress: &dyn Progress) -> Found {
    let mut found = run_part(run, progress);
    found.findings = once_a_year(found.findings);
    found
}

/// Says what is not known of a year once, of what all parts found.
#[must_use]
pub(crate) fn once_a_year(findings: Vec<Finding>) -> Vec<Finding> {
    findings::once_a_year(findings)
}

/// Whether the cards are wanted, by whoever asks for the run or by a rule.
#[must_use]
pub(crate) fn wants_cards(run: &Run<'_>) -> bool {
    wants(run, &tasks(run))
}

fn wants(run: &Run<'_>, tasks: &[Task<'_>]) -> bool {
    // Where no rule applies, the schemes are what the packs ask for.
    run.cards || !run.settled && (tasks.is_empty() || tasks.iter().any(|task| task.rule.uses.cards))
}

/// The bodies and years that the packs of a run govern.
#[must_use]
pub(crate) fn years_of(run: &Run<'_>) -> Vec<(BodyId, i16)> {
    let bodies = run.compiled.iter().flat_map(|compiled| governed(run, compiled));
    bodies.flat_map(|body| years(run, body).into_iter().map(move |year| (body, year))).collect()
}

/// The tables of cards that were worked out elsewhere; `None` where they are not those of the schemes in force.
#[must_use]
pub(crate) fn tables(run: &Run<'_>, cards: Vec<Vec<Card>>) -> Option<Vec<Arc<Table>>> {
    if cards.is_empty() { Some(Vec::new()) } else { scores::tables(run, cards) }
}

/// The same of some of the packs of a run.
#[must_use]
pub(crate) fn run_part(run: &Run<'_>, progress: &dyn Progress) -> Found {
    let tasks = tasks(run);
    let scored = if wants(run, &tasks) { scores::score(run, progress) } else { Scored::default() };
    let (mine, others): (Vec<&Task<'_>>, Vec<&Task<'_>>) = tasks.iter().partition(|task| is_mine(run, task));
    progress.stage(Stage::Run, mine.len());
    let mut found = Found { cards: scored.cards.clone(), called: names_of(&mine), ..Found::default() };
    found.findings.extend(scored.findings.iter().filter(|f| (run.mine)(f.body.as_deref())).cloned());
    let results = results(run, &mine, &scored, progress);
    found.gaps.clone_from(&scored.gaps);
    found.gaps.extend(results.iter().flat_map(|part| &part.results).flat_map(|ran| ran.gaps.iter().cloned()));
    found.findings.extend(findings::of_tasks(run, &mine, results));
    found.rules = [names_of(&others), found.called.clone()].concat();
    for table in &scored.cards.tables {
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

/// The numbers of the groups of tasks, those of one rule on one body, and a task of each.
fn grouped<'t, 'a>(tasks: &[&'t Task<'a>]) -> (Vec<usize>, Vec<&'t Task<'a>>) {
    let (mut numbers, mut groups): (_, Vec<&Task<'_>>) = (Vec::with_capacity(tasks.len()), Vec::new());
    for task in tasks {
        let same = |last: &&Task<'_>| std::ptr::eq(last.rule, task.rule) && last.bodies == task.bodies;
        if !groups.last().is_some_and(same) {
            groups.push(task);
        }
        numbers.push(groups.len() - 1);
    }
    (numbers, groups)
}

/// What each task finds: again, or as kept; by groups.
fn results(run: &Run<'_>, tasks: &[&Task<'_>], scored: &Scored, progress: &dyn Progress) -> Vec<Closed<Ran>> {
    let memo = &run.kept.tasks;
    let keys: Vec<Option<Digest>> = tasks.iter().map(|task| memo.keeps().then(|| key(run, task))).collect();
    let known = |at: usize, key| {
        let task: &Task<'_> = tasks[at];
        let ran = memo.get(key)?;
        let cards = || ran.cards.is_none_or(|those| those == cards_of(scored, task));
        let holds = ran.reads.hold(&run.footprint) && cards();
        holds.then(|| ran.at(task.rule.info.place))
    };
    let (numbers, groups) = grouped(tasks);
    let allowed: Vec<Spent> = groups.iter().map(|task| Spent::of_rule(task.size)).collect();
    let ledger = Ledger::new(&numbers, &allowed, Spent::of_run(run.store.record_count()));
    recall::recall(
        memo,
        &keys,
        known,
        |ran| &ran.findings,
        &ledger,
        |mut open, put| {
            // Single calls often look at everything; begun last, they would keep one thread busy alone.
            open.sort_by_key(|at| tasks[*at].rows.as_ref().is_some_and(|(_, rows)| rows.len() > 1));
            progress.stage(Stage::Run, open.len());
            let large = Arc::default();
            let start = || run.worker(&scored.cards, &large);
            parallel::map(run.jobs, &open, start, |worker, at| {
                let task = tasks[*at];
                if ledger.wants(*at) {
                    worker.begin();
                    worker.state.budget.begin(allowed[numbers[*at]]);
                    let begun = progress.clock();
                    let (findings, stopped) = work(run, worker, task);
                    progress.took(Work::Rule(&task.rule.info.name), progress.clock().saturating_sub(begun));
                    let (place, spent) = (task.rule.info.place, worker.state.budget.used());
                    let gaps = Arc::new(unseen(run, &mut worker.state));
                    let reads = Arc::new(worker.state.notes.reads(&run.footprint));
                    let cards = reads.cards.then(|| cards_of(scored, task));
                    put(*at, Ran { place, findings: Arc::new(findings), gaps, reads, cards, spent, stopped });
                }
                progress.step(1);
            });
        },
    );
    ledger.close()
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

/// Whether what a pack declares holds for the data of a year, as of a day, where another governs: by its own dates and those of
/// both packs, of which `spans` tells.
pub(crate) fn holds_in(
    spans: &[(String, Days)],
    (governing, pack): (&str, &str),
    own: Days,
    (year, as_of): (i16, Date),
) -> bool {
    let packs = spans.iter().filter(|(name, _)| *name == pack || *name == governing).map(|(_, span)| span);
    std::iter::once(&own).chain(packs).all(|(since, until)| holds(*since, *until, year, as_of))
}

/// Whether a span of days holds for the data of a year, as of a day: it must touch the part of the year that is past.
fn holds(since: Option<Date>, until: Option<Date>, year: i16, as_of: Date) -> bool {
    let (first, last) = (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
    since.is_none_or(|since| since <= last && since <= as_of) && until.is_none_or(|until| until >= first)
}

impl Run<'_> {
    /// A worker that may ask for these cards.
    fn worker<'s>(&'s self, cards: &'s Cards, large: &Arc<Large>) -> Worker<'s> {
        let notes =
            if self.kept.tasks.keeps() { Notes::new(&self.store, self.sources.count()) } else { Notes::default() };
        let budget = Budget::new(Some(large.clone()));
        Worker::new(&self.store, cards, self.lent.functions(), (self.as_of, budget), notes)
    }
}
