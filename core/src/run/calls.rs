//! The calls of one task: a rule with each of its records, or once.

use crate::finding::Finding;
use crate::language::say;
use crate::native::state::Scope;
use crate::native::stop::{Answer, Why};
use crate::pack::rule::On;
use crate::run::Run;
use crate::run::findings::{fault, finding, unknown_day};
use crate::run::recall::Stopped;
use crate::run::tasks::Task;
use crate::run::worker::{Failure, Worker};
use crate::value::{Row, RowId};

/// What some calls found, and where a limit has stopped them.
type Came = (Vec<Finding>, Option<Stopped>);

/// Does one task.
pub(super) fn work(run: &Run<'_>, worker: &mut Worker<'_>, task: &Task<'_>) -> Came {
    let scope = Scope {
        bodies: task.bodies.clone(),
        network: task.rule.info.on == On::Network,
        year: task.year,
        calendar: task.force.calendar.clone(),
        ..Scope::default()
    };
    let entered = worker.enter(scope, task.force.parameters(task.year));
    let meet = |row: &Option<RowId>| {
        if let Some(witness) = run.witness {
            witness(*row, &task.bodies, task.year);
        }
    };
    match &task.rows {
        None => calls(run, worker, task, entered, std::iter::once(None).inspect(meet)),
        Some((kind, rows)) => {
            let record = |row: &Row| Some(RowId { body: task.bodies[0], kind: *kind, row: *row });
            // All of them are of one file.
            if let (true, Some(first)) = (task.own, rows.first().and_then(record)) {
                worker.state.notes.record(&run.store, first);
            }
            calls(run, worker, task, entered, rows.iter().map(record).inspect(meet))
        }
    }
}

/// Makes the calls of a task, where its scope could be entered.
fn calls(
    run: &Run<'_>,
    worker: &mut Worker<'_>,
    task: &Task<'_>,
    entered: Answer<()>,
    mut calls: impl ExactSizeIterator<Item = Option<RowId>>,
) -> Came {
    let (program, function) = task.rule.code;
    let program = &task.compiled.programs[program];
    let mut findings = Vec::new();
    if let Err(stop) = entered {
        let row = calls.next().flatten();
        return match failed(run, task, row, stop.into(), calls.len()) {
            Some(Failed::Call(finding)) => (vec![*finding], None),
            Some(Failed::Rule(stopped)) => (findings, Some(stopped)),
            None => (findings, None),
        };
    }
    let mut stopped = None;
    while let Some((row, result)) = {
        worker.state.notes.rest(task.own);
        worker.call_each(program, function, &mut calls, task.size)
    } {
        // Where a finding stands is noted in any case.
        worker.state.notes.rest(false);
        for draft in worker.take_drafts() {
            let finding = finding(run, worker, task, draft);
            worker.state.budget.keep(1, finding.weight());
            findings.push(finding);
        }
        let Err(failure) = result else { continue };
        match failed(run, task, row, failure, calls.len()) {
            Some(Failed::Call(finding)) => {
                worker.state.budget.keep(1, finding.weight());
                findings.push(*finding);
            }
            Some(Failed::Rule(at)) => {
                stopped = Some(at);
                break;
            }
            None => {}
        }
    }
    worker.state.notes.rest(false);
    (findings, stopped)
}

/// What a call that gave no answer ends.
enum Failed {
    /// Itself, as a finding says.
    Call(Box<Finding>),
    /// The rule.
    Rule(Stopped),
}

/// What is said of a call that gave no answer; nothing where the host has said it already.
fn failed(run: &Run<'_>, task: &Task<'_>, row: Option<RowId>, failure: Failure, left: usize) -> Option<Failed> {
    let (why, place) = match failure {
        Failure::Panic => {
            let message = say!("宿主函数出错", "a function of the host failed");
            return Some(Failed::Call(Box::new(fault(run, task, row, message, None))));
        }
        Failure::Script(fault) => (fault.why, fault.place),
    };
    let message = why.message()?;
    Some(match why {
        Why::Calendar(_) => Failed::Call(Box::new(unknown_day(run, task, row, message, place))),
        Why::Limit(_) => Failed::Rule(Stopped { row, message, place, left }),
        _ => Failed::Call(Box::new(fault(run, task, row, message, place))),
    })
}
