//! Scoring: every scheme over the records that it scores, before any rule runs.
//!
//! A task reads some records with a scheme's closures and works out their cards; the cards of a body and year are then
//! ranked together. What could not be read makes its card incomplete, never a number.

mod plan;
mod read;

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::data::{Store, content};
use crate::finding::{Effect, Finding, RecordName, Status};
use crate::language::{Text, count, say};
use crate::memo::Digest;
use crate::native::allowance::{Limit, Spent};
use crate::native::budget::Paid;
use crate::native::cards::Cards;
use crate::native::state::{Gap, Scope};
use crate::native::stop::Why;
use crate::parallel;
use crate::progress::{Progress, Stage};
use crate::run::gaps::{Unseen, unseen};
use crate::run::ledger::{Closed, Ledger};
use crate::run::tasks::size;
use crate::run::worker::{Failure, Worker};
use crate::run::{Run, recall};
use crate::score::Table;
use crate::score::card::{Card, work_out};
use crate::score::rank::rank;
use crate::score::reading::{Reading, Term};
use crate::score::scheme::{Does, Scheme};
use crate::source::Place;
use crate::value::{BodyId, Cell, Row, RowId};
use plan::{Sheet, Task, plan};

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

/// Works out all cards.
#[must_use]
pub(crate) fn score(run: &Run<'_>, progress: &dyn Progress) -> Scored {
    let (sheets, tasks) = plan(run);
    if sheets.is_empty() {
        return Scored::default();
    }
    let done = scored(run, &sheets, &tasks, progress);
    let mut parts: Vec<Vec<Arc<Vec<Card>>>> = sheets.iter().map(|_| Vec::new()).collect();
    let (mut scored, mut rest) = (Scored::default(), tasks.iter());
    for Closed { results, dropped, over, .. } in done {
        let own: Vec<&Task> = rest.by_ref().take(results.len() + dropped).collect();
        for (task, part) in own.iter().zip(&results) {
            parts[task.sheet].push(part.cards.clone());
            scored.findings.extend(part.findings.iter().cloned());
            if (run.mine)(Some(&run.store.body(sheets[task.sheet].body).id)) {
                scored.gaps.extend(part.gaps.iter().cloned());
            }
        }
        let left = &own[results.len()..];
        if let Some(first) = left.first() {
            scored.findings.push(left_out(run, &sheets[first.sheet], left, over));
        }
        // Who is not scored has a card that says so.
        for task in left {
            parts[task.sheet].push(Arc::new(broken(run, &sheets[task.sheet], &task.rows)));
        }
    }
    let parts: Vec<(&Sheet<'_>, Vec<Arc<Vec<Card>>>)> = sheets.iter().zip(parts).collect();
    let ranked = parallel::map(run.jobs, &parts, || (), |(), (sheet, parts)| ranked(run, sheet, parts));
    let mut tables = Vec::new();
    for (sheet, ranked) in sheets.iter().zip(ranked) {
        let (scheme, store) = (sheet.scheme.scheme.clone(), run.store.clone());
        tables.push(Arc::new(Table { scheme, body: sheet.body, year: sheet.year, store, cards: ranked.cards }));
        scored.says.entry(sheet.body).or_default().push(ranked.says);
    }
    scored.cards = Arc::new(Cards::new(tables));
    scored
}

/// The tables of cards that were worked out elsewhere, in the order of the sheets.
pub(super) fn tables(run: &Run<'_>, cards: Vec<Vec<Card>>) -> Option<Vec<Arc<Table>>> {
    let (sheets, _) = plan(run);
    let table = |(sheet, cards): (&Sheet<'_>, Vec<Card>)| {
        let (scheme, store) = (sheet.scheme.scheme.clone(), run.store.clone());
        Arc::new(Table { scheme, body: sheet.body, year: sheet.year, store, cards: Arc::new(cards) })
    };
    (sheets.len() == cards.len()).then(|| sheets.iter().zip(cards).map(table).collect())
}

/// The cards of each task: again, or as kept.
fn scored(run: &Run<'_>, sheets: &[Sheet<'_>], tasks: &[Task], progress: &dyn Progress) -> Vec<Closed<recall::Scored>> {
    let memo = &run.kept.cards;
    let key = |task: &Task| {
        let sheet = &sheets[task.sheet];
        let digest = recall::of_scheme(run, sheet.force.settings, sheet.scheme, sheet.year, sheet.body);
        memo.keeps().then(|| recall::of_rows(run, digest, sheet.body, sheet.kind, &task.rows))
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
            let (none, large) = (Cards::default(), Arc::default());
            let start = || run.worker(&none, &large);
            parallel::map(run.jobs, &open, start, |worker, at| {
                let task = &tasks[*at];
                if ledger.wants(*at) {
                    worker.begin();
                    worker.state.budget.begin(allowed[task.sheet]);
                    let (cards, findings, stopped) = work(run, worker, &sheets[task.sheet], &task.rows);
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
    finding.place = Some(scheme.place);
    finding.help = Some(say!("请规则包的作者修改这个计分办法", "the pack's author should mend this scheme"));
    finding
}

/// The cards of records that were not scored.
fn broken(run: &Run<'_>, sheet: &Sheet<'_>, rows: &[Row]) -> Vec<Card> {
    let scheme = &sheet.scheme.scheme;
    let readings = vec![Reading::Broken; scheme.lines.len().max(1)];
    let term = Term { year: sheet.year, as_of: run.as_of, months: None };
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

/// Works out the cards of some records.
fn work(run: &Run<'_>, worker: &mut Worker<'_>, sheet: &Sheet<'_>, rows: &[Row]) -> (Vec<Card>, Vec<Finding>, bool) {
    let scope = Scope {
        bodies: [sheet.body].into(),
        year: sheet.year,
        calendar: sheet.force.calendar.clone(),
        ..Scope::default()
    };
    let entered = worker.enter(scope, sheet.force.parameters(sheet.year));
    let scheme = &sheet.scheme.scheme;
    let size = size(run, sheet.body);
    let mut reckoning = Reckoning { run, sheet, size, findings: Vec::new(), stopped: false, held: Vec::new() };
    if let (Err(stop), Some(first)) = (entered, rows.first()) {
        _ = reckoning.failed(RowId { body: sheet.body, kind: sheet.kind, row: *first }, stop.into());
        reckoning.stopped = true;
    }
    let mut cards = Vec::with_capacity(rows.len());
    for row in rows {
        let row = RowId { body: sheet.body, kind: sheet.kind, row: *row };
        let months = match months(scheme, &run.store, row, sheet.year) {
            Ok(0) => continue,
            Ok(months) => Some(months),
            Err(column) => {
                worker.state.gaps.insert(Gap::Cell(row, column));
                None
            }
        };
        let values = reckoning.values(worker, row);
        let readings = match (months, &values) {
            (Some(_), Some(_)) => reckoning.readings(worker, row),
            // For how long the person was in office is not known, or to which group it belongs, and so no points are.
            _ => scheme.lines.iter().map(|_| Reading::Broken).collect(),
        };
        let months = months.filter(|months| *months < 12);
        match work_out(scheme, row, &readings, Term { year: sheet.year, as_of: run.as_of, months }) {
            Ok(mut card) => {
                card.values = values.unwrap_or_default();
                worker.state.budget.keep(0, card.weight());
                cards.push(card);
            }
            Err(_) => {
                let message = say!("分数超出范围", "the points are out of range");
                reckoning.findings.push(reckoning.fault(row, message, None));
            }
        }
        reckoning.held.clear();
    }
    (cards, reckoning.findings, reckoning.stopped)
}

/// How many months of a year a record's person was in office: a month begun counts. The column of a day that is broken.
fn months(scheme: &Scheme, store: &Store, row: RowId, year: i16) -> Result<u32, usize> {
    let Some((joined, left)) = &scheme.prorata else { return Ok(12) };
    let day = |field: &str| match store.kind(row).column(field).map(|column| (store.cell(row, column), column)) {
        Some((Cell::Date(date), _)) => Ok(Some(*date)),
        Some((Cell::Invalid, column)) => Err(column),
        _ => Ok(None),
    };
    let (first, last) = (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
    let from = day(joined)?.map_or(first, |date| date.max(first));
    let to = day(left)?.map_or(last, |date| date.min(last));
    if from > to { Ok(0) } else { Ok(u32::try_from(to.month() - from.month() + 1).unwrap_or(0)) }
}

/// One task's work: reads lines, and keeps what went wrong.
struct Reckoning<'a> {
    run: &'a Run<'a>,
    sheet: &'a Sheet<'a>,
    size: usize,
    findings: Vec<Finding>,
    /// Whether a limit was hit: then the rest is not tried.
    stopped: bool,
    /// What the readings of the present record hold.
    held: Vec<Paid>,
}

impl Reckoning<'_> {
    /// What the scheme's lines give for a record.
    fn readings(&mut self, worker: &mut Worker<'_>, row: RowId) -> Vec<Reading> {
        let mut applies = true;
        let scheme = self.sheet.scheme.scheme.clone();
        let lines = scheme.lines.iter().enumerate();
        lines
            .map(|(number, line)| {
                let part = matches!(line.does, Does::Part(_));
                if part {
                    applies = true;
                }
                // What stands in a part that does not apply is not asked; who is outside the ranking is so wherever it is
                // written.
                if !applies && !matches!(line.does, Does::Unranked) {
                    return Reading::Skipped;
                }
                let reading = self.reading(worker, row, number, &line.does);
                if part {
                    applies = reading != Reading::Holds(false);
                }
                reading
            })
            .collect()
    }

    /// A record's values in the fields that tell groups apart; `None` where they are not known.
    fn values(&mut self, worker: &mut Worker<'_>, row: RowId) -> Option<Vec<Option<String>>> {
        match read::values(&mut worker.state, &self.sheet.scheme.scheme.fields, row) {
            Ok(values) => Some(values),
            Err(stop) => {
                _ = self.failed(row, stop.into());
                None
            }
        }
    }

    fn reading(&mut self, worker: &mut Worker<'_>, row: RowId, line: usize, does: &Does) -> Reading {
        if self.stopped {
            return Reading::Broken;
        }
        let own = self.sheet.scheme;
        worker.state.scope.back = match does {
            Does::Item(item) => item.span(self.sheet.year).map_or(0, |(first, _)| self.sheet.year - first.year()),
            _ => 0,
        };
        let code = &own.code[line];
        let program = &self.sheet.compiled.programs[code.program];
        let mut functions = code.functions.as_slice();
        // A minimum of some only is asked whether it applies before its records are: they may be broken for others.
        if let (Does::Minimum { .. }, [_, whom]) = (does, functions) {
            let answer = worker.call(program, *whom, row, self.size);
            match answer.and_then(|answer| read::holds(&answer).map_err(Failure::from)) {
                Ok(true) => functions = &functions[..1],
                Ok(false) => return Reading::Skipped,
                Err(failure) => return self.failed(row, failure),
            }
        }
        let mut given = Vec::with_capacity(2);
        for function in functions {
            match worker.call(program, *function, row, self.size) {
                Ok(value) => given.push(value),
                Err(failure) => return self.failed(row, failure),
            }
        }
        let reading = read::reading(&mut worker.state, does, row, self.sheet.year, given);
        worker.state.scope.back = 0;
        // A rule's functions report nothing from within a scheme; what was reported is dropped, not passed on.
        let _ = worker.take_drafts();
        let held = |reading: &Reading| worker.state.budget.pay(reading.weight());
        match reading.and_then(|reading| Ok((held(&reading)?, reading))) {
            Ok((held, reading)) => {
                self.held.push(held);
                reading
            }
            Err(stop) => self.failed(row, stop.into()),
        }
    }

    fn failed(&mut self, row: RowId, failure: Failure) -> Reading {
        let (message, place) = match failure {
            Failure::Panic => (say!("宿主函数出错", "a function of the host failed"), None),
            Failure::Script(fault) => {
                self.stopped |= matches!(fault.why, Why::Limit(_));
                let Some(message) = fault.why.message() else { return Reading::Broken };
                (message, fault.place)
            }
        };
        let fault = self.fault(row, message, place);
        self.findings.push(fault);
        Reading::Broken
    }

    /// The finding of a scheme that gave no answer on a record.
    fn fault(&self, row: RowId, message: Text, place: Option<Place>) -> Finding {
        let (store, scheme) = (&self.run.store, &self.sheet.scheme.scheme);
        let mut finding = Finding::new(scheme.name.clone(), Status::Fault, Effect::Incomplete, message);
        finding.body = Some(store.body(row.body).id.clone());
        finding.place = Some(store.header(row));
        finding.record = Some(RecordName { kind: store.kind(row).name.clone(), key: store.key(row) });
        finding.identity.year = store.head(row).year;
        finding.identity.content = store.content(row).map(content::shown);
        finding.rule_place = place.or(Some(scheme.place));
        finding.help = Some(say!("请规则包的作者修改这个计分办法", "the pack's author should mend this scheme"));
        finding
    }
}
