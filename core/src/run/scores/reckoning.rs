//! The work of one task: records read with a scheme's closures, and worked out to cards.

use jiff::civil::Date;

use crate::data::{Store, content};
use crate::finding::{Effect, Finding, RecordName, Status};
use crate::language::{Text, say};
use crate::native::budget::Paid;
use crate::native::state::{Gap, Scope};
use crate::native::stop::{Stop, Why};
use crate::run::Run;
use crate::run::scores::plan::Sheet;
use crate::run::scores::read;
use crate::run::tasks::size;
use crate::run::worker::{Failure, Worker};
use crate::score::card::{Card, work_out};
use crate::score::reading::{Reading, Term};
use crate::score::scheme::{Does, Scheme};
use crate::source::Place;
use crate::value::{Cell, Row, RowId};

/// Works out the cards of some records.
pub(super) fn work(
    run: &Run<'_>,
    worker: &mut Worker<'_>,
    sheet: &Sheet<'_>,
    rows: &[Row],
) -> (Vec<Card>, Vec<Finding>, bool) {
    let entered = worker.enter(scope(run, sheet), sheet.force.parameters(sheet.year));
    let scheme = &sheet.scheme.scheme;
    let size = size(run, sheet.body);
    let mut reckoning =
        Reckoning { run, sheet, size, findings: Vec::new(), stopped: false, held: Vec::new(), blame: Vec::new() };
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
                reckoning.blame.push(run.store.field_place(row, column));
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
        match work_out(scheme, row, &readings, Term { year: sheet.year, as_of: run.as_of, months, period: run.period })
        {
            Ok(mut card) => {
                card.values = values.unwrap_or_default();
                reckoning.blame.sort_unstable();
                reckoning.blame.dedup();
                card.blame = std::mem::take(&mut reckoning.blame);
                worker.state.budget.keep(0, card.weight());
                cards.push(card);
            }
            Err(_) => {
                let message = say!("分数超出范围", "the points are out of range");
                reckoning.findings.push(reckoning.fault(row, message, None));
            }
        }
        reckoning.held.clear();
        reckoning.blame.clear();
    }
    (cards, reckoning.findings, reckoning.stopped)
}

/// What the closures of a scheme see: one body, and of its records those of the days that count.
fn scope(run: &Run<'_>, sheet: &Sheet<'_>) -> Scope {
    let days = run.period.map_or((Date::MIN, run.as_of), |(first, last)| (first, last.min(run.as_of)));
    Scope {
        bodies: [sheet.body].into(),
        year: sheet.year,
        calendar: sheet.force.calendar.clone(),
        scoring: true,
        days: Some(days),
        ..Scope::default()
    }
}

/// How many months of a year a record's person was in office: a month begun counts. The column of a day that is broken.
fn months(scheme: &Scheme, store: &Store, row: RowId, year: i16) -> Result<u32, usize> {
    let Some((joined, left)) = &scheme.prorata else { return Ok(12) };
    let day = |field: &str| match store.kind(row).column(field).map(|column| (store.cell(row, column), column)) {
        Some((Cell::Date(date), _)) => Ok(Some(date)),
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
    /// What leaves lines of the present record unknown.
    blame: Vec<Place>,
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
        worker.state.unsure = None;
        match read::values(&mut worker.state, &self.sheet.scheme.scheme.fields, row) {
            Ok(values) => Some(values),
            Err(stop) => {
                _ = self.failed(row, stop.into());
                self.blame.extend(worker.state.unsure.take());
                None
            }
        }
    }

    /// What a line gives. Where something of the data leaves that unknown, that is no answer.
    fn reading(&mut self, worker: &mut Worker<'_>, row: RowId, line: usize, does: &Does) -> Reading {
        if self.stopped {
            return Reading::Broken;
        }
        worker.state.unsure = None;
        worker.state.scope.back = match does {
            Does::Item(item) => item.span(self.sheet.year).map_or(0, |(first, _)| self.sheet.year - first.year()),
            _ => 0,
        };
        let reading = self.asked(worker, row, line, does);
        worker.state.scope.back = 0;
        // A rule's functions report nothing from within a scheme; what was reported is dropped, not passed on.
        let _ = worker.take_drafts();
        let held = |reading: &Reading| worker.state.budget.pay(reading.weight()).map_err(Stop::from);
        let reading = match reading.and_then(|reading| Ok((held(&reading)?, reading))) {
            Ok((held, reading)) => {
                self.held.push(held);
                reading
            }
            Err(failure) => self.failed(row, failure),
        };
        match worker.state.unsure.take() {
            Some(place) => {
                self.blame.push(place);
                Reading::Broken
            }
            None => reading,
        }
    }

    /// What the closures of a line give.
    fn asked(&self, worker: &mut Worker<'_>, row: RowId, line: usize, does: &Does) -> Result<Reading, Failure> {
        let own = self.sheet.scheme;
        let code = &own.code[line];
        let program = &self.sheet.compiled.programs[code.program];
        let mut functions = code.functions.as_slice();
        // A minimum of some only is asked whether it applies before its records are: they may be broken for others.
        if let (Does::Minimum { .. }, [_, whom]) = (does, functions) {
            let answer = worker.call(program, *whom, row, self.size)?;
            if !read::holds(&answer)? {
                return Ok(Reading::Skipped);
            }
            functions = &functions[..1];
        }
        let mut given = Vec::with_capacity(2);
        for function in functions {
            given.push(worker.call(program, *function, row, self.size)?);
        }
        Ok(read::reading(&mut worker.state, (&own.scheme, line), row, self.sheet.year, given)?)
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
        let (store, scheme, year) = (&self.run.store, &self.sheet.scheme.scheme, self.sheet.year);
        let several = store.body(row.body).years.len() > 1;
        let message = if several { say!("{message}（{year}年）", "{message} ({year})"; message) } else { message };
        let mut finding = Finding::new(scheme.name.clone(), Status::Fault, Effect::Incomplete, message);
        finding.body = Some(store.body(row.body).id.clone());
        finding.place = Some(store.header(row));
        finding.record = Some(RecordName { kind: store.kind(row).name.clone(), key: store.key(row) });
        finding.identity.year = year;
        finding.identity.content = store.content(row).map(content::shown);
        finding.rule_place = place.or(Some(scheme.place));
        finding.help = Some(say!("请规则包的作者修改这个计分办法", "the pack's author should mend this scheme"));
        finding
    }
}
