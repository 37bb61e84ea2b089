//! The calls of one task: a rule with each of its records, or once.

use crate::finding::Finding;
use crate::language::{count, say};
use crate::native::state::Scope;
use crate::native::stop::{Answer, Why};
use crate::pack::rule::On;
use crate::run::findings::{fault, finding, unknown_day};
use crate::run::worker::{Failure, Worker};
use crate::run::{Run, Task};
use crate::value::{Row, RowId};

/// Does one task.
pub(super) fn work(run: &Run<'_>, worker: &mut Worker<'_>, task: &Task<'_>) -> Vec<Finding> {
    let scope = Scope {
        bodies: task.bodies.clone(),
        network: task.rule.info.on == On::Network,
        year: task.year,
        calendar: task.force.calendar.clone(),
        ..Scope::default()
    };
    let entered = worker.enter(scope, task.force.parameters(task.year));
    match &task.rows {
        None => calls(run, worker, task, entered, std::iter::once(None)),
        Some((kind, rows)) => {
            let record = |row: &Row| Some(RowId { body: task.bodies[0], kind: *kind, row: *row });
            // All of them are of one file.
            if let (true, Some(first)) = (task.own, rows.first().and_then(record)) {
                worker.state.notes.record(&run.store, first);
            }
            calls(run, worker, task, entered, rows.iter().map(record))
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
) -> Vec<Finding> {
    let (program, function) = task.rule.code;
    let program = &task.compiled.programs[program];
    let mut findings = Vec::new();
    if let Err(stop) = entered {
        let row = calls.next().flatten();
        return failed(run, task, row, stop.into(), calls.len()).map(|(finding, _)| finding).into_iter().collect();
    }
    while let Some((row, result)) = {
        worker.state.notes.rest(task.own);
        worker.call_each(program, function, &mut calls, task.size)
    } {
        // Where a finding stands is noted in any case.
        worker.state.notes.rest(false);
        for draft in worker.take_drafts() {
            findings.push(finding(run, worker, task, draft));
        }
        let Err(failure) = result else { continue };
        let Some((finding, stopped)) = failed(run, task, row, failure, calls.len()) else { continue };
        findings.push(finding);
        if stopped {
            break;
        }
    }
    worker.state.notes.rest(false);
    findings
}

/// What is said of a call that gave no answer, and whether no other is to be tried; nothing where the host has said it already.
fn failed(
    run: &Run<'_>,
    task: &Task<'_>,
    row: Option<RowId>,
    failure: Failure,
    left: usize,
) -> Option<(Finding, bool)> {
    let (why, place) = match failure {
        Failure::Panic => {
            let message = say!("宿主函数出错", "a function of the host failed");
            return Some((fault(run, task, row, message, None), false));
        }
        Failure::Script(fault) => (fault.why, fault.place),
    };
    let message = why.message()?;
    if let Why::Calendar(_) = why {
        return Some((unknown_day(run, task, row, message, place), false));
    }
    let limit = matches!(why, Why::Limit(_));
    let en = count(left, "more record was", "more records were");
    let message = if limit && left > 0 {
        say!(
            "{message}；该规则停止运行，另有 {left} 条记录没有检查",
            "{message}; the rule was stopped, {en} not checked";
            message
        )
    } else {
        message
    };
    Some((fault(run, task, row, message, place), limit))
}
