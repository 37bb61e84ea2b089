//! Scoring: every scheme over the records that it scores, before any rule runs.
//!
//! A task reads some records with a scheme's closures and works out their cards; the cards of a body and year are then
//! ranked together. What could not be read makes its card incomplete, never a number.

mod plan;
mod review;
mod read;
mod reckoning;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::data::doubts::Doubts;
use crate::finding::{Effect, Finding, Status};
use crate::language::{count, say};
use crate::memo::Digest;
use crate::native::allowance::{Limit, Spent};
use crate::native::cards::Cards;
use crate::parallel;
use crate::progress::{Progress, Stage, Work};
use crate::run::gaps::{Unseen, unseen};
use crate::run::ledger::{Closed, Ledger};
use crate::run::tasks::size;
use crate::run::{Run, recall};
use crate::score::Table;
use crate::score::card::{Card, work_out};
use crate::score::rank::rank;
use crate::score::reading::{Reading, Term};
use crate::value::{BodyId, Row, RowId};
use plan::{Sheet, Task, plan};
use reckoning::work;

/// What scoring found.
#[derive(Debug, Default)]
pub(crate) struct Scored {
    /// The cards.
    pub cards: Arc<Cards>,
    /// Faults of schemes.
    pub findings: Vec<Finding>,
    /// Where schemes of bodies that are this run's could not see all that they asked for.
    pub gaps: BTreeSet<Unseen>,
    /// For each body, the digests of what the cards of its tables say.
    pub says: FxHashMap<BodyId, Vec<Digest>>,
}

/// Works out all cards: wave by wave, those that others are built from first.
#[must_use]
pub(crate) fn score(run: &Run<'_>, progress: &dyn Progress) -> Scored {
    let (sheets, tasks) = plan(run);
    if sheets.is_empty() {
        return Scored::default();
    }
    let doubts = doubts(run, &sheets);
    let mut scored = Scored::default();
    let mut tables: Vec<Option<Arc<Table>>> = sheets.iter().map(|_| None).collect();
    for wave in waves(&sheets) {
        let own: Vec<&Task> = tasks.iter().filter(|task| wave.contains(&task.sheet)).collect();
        let ground = Ground { doubts: &doubts, cards: &scored.cards.clone(), says: &scored.says.clone() };
        let parts = parts(run, &sheets, &own, &ground, &mut scored, progress);
        let parts: Vec<(usize, Vec<Arc<Vec<Card>>>)> =
            parts.into_iter().enumerate().filter(|(at, _)| wave.contains(at)).collect();
        let ranked = parallel::map(run.jobs, &parts, || (), |(), (at, parts)| ranked(run, &sheets[*at], parts));
        for (at, ranked) in wave.iter().zip(ranked) {
            let sheet = &sheets[*at];
            tables[*at] = Some(Arc::new(table(run, sheet, ranked.cards, &doubts)));
            scored.says.entry(sheet.body).or_default().push(ranked.says);
        }
        scored.cards = Arc::new(Cards::new(tables.iter().flatten().cloned().collect()));
    }
    scored
}

/// What the closures of a wave see besides the data.
#[derive(Clone, Copy)]
struct Ground<'g> {
    doubts: &'g Doubts,
    /// The cards of the waves before.
    cards: &'g Arc<Cards>,
    /// What those say.
    says: &'g FxHashMap<BodyId, Vec<Digest>>,
}

/// The sheets in the order in which they are worked out: those together of which none is built from another.
fn waves(sheets: &[Sheet<'_>]) -> Vec<BTreeSet<usize>> {
    let by_year = sheets.iter().any(|sheet| sheet.scheme.asks.earlier);
    let mut waves: BTreeMap<(i16, usize), BTreeSet<usize>> = BTreeMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        waves.entry((if by_year { sheet.year } else { 0 }, sheet.scheme.level)).or_default().insert(at);
    }
    waves.into_values().collect()
}

/// The cards of some tasks, by sheet, not ranked.
fn parts(
    run: &Run<'_>,
    sheets: &[Sheet<'_>],
    tasks: &[&Task],
    ground: &Ground<'_>,
    scored: &mut Scored,
    progress: &dyn Progress,
) -> Vec<Vec<Arc<Vec<Card>>>> {
    let mut parts: Vec<Vec<Arc<Vec<Card>>>> = sheets.iter().map(|_| Vec::new()).collect();
    let mut rest = tasks.iter();
    for Closed { results, dropped, over, .. } in of_tasks(run, sheets, tasks, ground, progress) {
        let own: Vec<&Task> = rest.by_ref().take(results.len() + dropped).copied().collect();
        for (task, part) in own.iter().zip(&results) {
            parts[task.sheet].push(part.cards.clone());
            let sheet = &sheets[task.sheet];
            if !wanted(run, sheet.year) {
                continue;
            }
            scored.findings.extend(part.findings.iter().cloned());
            if (run.mine)(Some(&run.store.body(sheet.body).id)) {
                scored.gaps.extend(part.gaps.iter().cloned());
            }
        }
        let left = &own[results.len()..];
        if let Some(first) = left.first().filter(|first| wanted(run, sheets[first.sheet].year)) {
            scored.findings.push(left_out(run, &sheets[first.sheet], left, over));
        }
        // Who is not scored has a card that says so.
        for task in left {
            parts[task.sheet].push(Arc::new(broken(run, &sheets[task.sheet], &task.rows)));
        }
    }
    parts
}

/// The table of a sheet's cards.
fn table(run: &Run<'_>, sheet: &Sheet<'_>, cards: Arc<Vec<Card>>, doubts: &Doubts) -> Table {
    let (scheme, store) = (sheet.scheme.scheme.clone(), run.store.clone());
    let lacks = doubts.of_table(sheet.body, sheet.kind, (sheet.year, sheet.year)).is_some();
    let provisional = lacks || cards.iter().any(|card| !card.is_complete());
    Table { scheme, body: sheet.body, year: sheet.year, store, cards, period: run.period, provisional }
}

/// What is in doubt of the bodies that are scored.
fn doubts(run: &Run<'_>, sheets: &[Sheet<'_>]) -> Doubts {
    let mut bodies: Vec<BodyId> = sheets.iter().map(|sheet| sheet.body).collect();
    bodies.sort_unstable();
    bodies.dedup();
    Doubts::of(&run.store, &bodies)
}

/// Whether what is wrong with the scores of a year is to be told.
fn wanted(run: &Run<'_>, year: i16) -> bool {
    run.years.is_empty() || run.years.contains(&year)
}

/// The tables of cards that were worked out elsewhere, in the order of the sheets.
pub(super) fn tables(run: &Run<'_>, cards: Vec<Vec<Card>>) -> Option<Vec<Arc<Table>>> {
    let (sheets, _) = plan(run);
    let doubts = doubts(run, &sheets);
    let table = |(sheet, cards)| Arc::new(table(run, sheet, Arc::new(cards), &doubts));
    (sheets.len() == cards.len()).then(|| sheets.iter().zip(cards).map(table).collect())
}

/// The cards of each task: again, or as kept.
fn of_tasks(
    run: &Run<'_>,
    sheets: &[Sheet<'_>],
    tasks: &[&Task],
    ground: &Ground<'_>,
    progress: &dyn Progress,
) -> Vec<Closed<recall::Scored>> {
    let memo = &run.kept.cards;
    // Of a body what is in doubt, and what the cards say that are there.
    let doubted = memo.keeps().then(|| ground.doubts.digests());
    let key = |task: &&Task| {
        let sheet = &sheets[task.sheet];
        let digest = recall::of_scheme(run, sheet.force.settings, sheet.scheme, sheet.year, sheet.body);
        let known =
            doubted.as_ref()?.get(&sheet.body).into_iter().chain(ground.says.get(&sheet.body).into_iter().flatten());
        let digest =
            known.fold(digest.text(&format!("{:?}", ground.doubts.many())), |digest, known| digest.with(*known));
        Some(recall::of_rows(run, digest, sheet.body, sheet.kind, &task.rows))
    };
    let keys: Vec<Option<Digest>> = tasks.iter().map(key).collect();
    let numbers: Vec<usize> = tasks.iter().map(|task| task.sheet).collect();
    let allowed: Vec<Spent> = sheets.iter().map(|sheet| Spent::of_rule(size(run, sheet.body))).collect();
    let ledger = Ledger::new(&numbers, &allowed, Spent::of_run(run.store.record_count()));
    recall::recall(
        memo,
        &keys,
        |_, key| kept(run, key),
        |scored| &scored.findings,
        &ledger,
        |open, put| {
            progress.stage(Stage::Score, open.len());
            let large = Arc::default();
            let start = || run.worker(ground.cards, &large);
            parallel::map(run.jobs, &open, start, |worker, at| {
                let task = tasks[*at];
                if ledger.wants(*at) {
                    worker.begin();
                    worker.state.budget.begin(allowed[task.sheet]);
                    worker.state.doubts = Some(ground.doubts);
                    let (sheet, begun) = (&sheets[task.sheet], progress.clock());
                    let (cards, findings, stopped) = work(run, worker, sheet, &task.rows);
                    let scheme = Work::Scheme(&sheet.scheme.scheme.name);
                    progress.took(scheme, progress.clock().saturating_sub(begun));
                    let gaps = Arc::new(unseen(run, &mut worker.state));
                    let reads = Arc::new(worker.state.notes.reads(&run.footprint));
                    let (cards, findings, footprint) = (Arc::new(cards), Arc::new(findings), run.footprint.clone());
                    let spent = worker.state.budget.used();
                    put(*at, recall::Scored { cards, findings, gaps, reads, footprint, spent, stopped });
                }
                progress.step(1);
            });
        },
    );
    ledger.close()
}

/// What is said of the records that were not scored because a limit was hit before.
fn left_out(run: &Run<'_>, sheet: &Sheet<'_>, left: &[&Task], over: Option<Limit>) -> Finding {
    let (scheme, number) = (&sheet.scheme.scheme, left.iter().map(|task| task.rows.len()).sum::<usize>());
    let en = count(number, "record was", "records were");
    let limit = over.map_or_else(|| say!("超出限制", "it hit a limit"), Limit::message);
    let message = say!(
        "{limit}；该计分办法停止运行，有 {number} 条记录没有计分",
        "{limit}; the scheme was stopped, {en} not scored"; limit
    );
    let mut finding = Finding::new(scheme.name.clone(), Status::Fault, Effect::Incomplete, message);
    finding.body = Some(run.store.body(sheet.body).id.clone());
    finding.identity.year = sheet.year;
    finding.place = Some(scheme.place);
    finding.help = Some(say!("请规则包的作者修改这个计分办法", "the pack's author should mend this scheme"));
    finding
}

/// The cards of records that were not scored.
fn broken(run: &Run<'_>, sheet: &Sheet<'_>, rows: &[Row]) -> Vec<Card> {
    let scheme = &sheet.scheme.scheme;
    let readings = vec![Reading::Broken; scheme.lines.len().max(1)];
    let term = Term { year: sheet.year, as_of: run.as_of, months: None, period: run.period };
    let rows = rows.iter().map(|row| RowId { body: sheet.body, kind: sheet.kind, row: *row });
    rows.filter_map(|row| work_out(scheme, row, &readings, term).ok()).collect()
}

/// Cards that are kept and still hold, with the rows that their records have now.
fn kept(run: &Run<'_>, key: Digest) -> Option<recall::Scored> {
    let mut scored = run.kept.cards.get(key).filter(|scored| scored.reads.hold(&run.footprint))?;
    if !Arc::ptr_eq(&scored.footprint, &run.footprint) {
        let same = |row: RowId| scored.footprint.moved(row, &run.footprint);
        let stay = scored.cards.iter().flat_map(Card::rows).all(|row| same(row) == Some(row));
        if !stay {
            let moved: Option<Vec<Card>> = scored.cards.iter().map(|card| card.clone().moved(&same)).collect();
            scored.cards = Arc::new(moved?);
        }
        scored.footprint = run.footprint.clone();
        run.kept.cards.put(key, &scored);
    }
    Some(scored)
}

/// All cards of a sheet, ranked.
fn ranked(run: &Run<'_>, sheet: &Sheet<'_>, parts: &[Arc<Vec<Card>>]) -> recall::Sheet {
    let digest = recall::of_scheme(run, sheet.force.settings, sheet.scheme, sheet.year, sheet.body).done();
    if let Some(known) = run.kept.sheets.get(digest).filter(|known| known.is_of(parts)) {
        return known;
    }
    let mut cards: Vec<Card> = parts.iter().flat_map(|part| part.iter().cloned()).collect();
    if run.store.body(sheet.body).incomplete[sheet.kind.at()] {
        // Who else would have been ranked is not known: no place and no grade by quota is the answer.
        let lines = 0..sheet.scheme.scheme.lines.len();
        for card in &mut cards {
            card.broken = lines.clone().collect();
        }
    }
    rank(&sheet.scheme.scheme, &mut cards, &|card| run.store.key(card.row));
    if !run.kept.sheets.keeps() {
        return recall::Sheet::bare(cards);
    }
    let ranked = recall::Sheet::new(parts.to_vec(), cards);
    run.kept.sheets.put(digest, &ranked);
    ranked
}
