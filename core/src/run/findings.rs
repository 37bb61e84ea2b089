//! Findings of rules: what a script reported, and what is said where a rule gave no answer.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::data::content;
use crate::finding::{Common, Doubt, Effect, Finding, RecordName, Related, Severity, Status};
use crate::host;
use crate::language::{Lang, Text, count, say};
use crate::native::allowance::Limit;
use crate::native::speech::Said;
use crate::native::state::{Draft, Target};
use crate::pack::rule::On;
use crate::run::Run;
use crate::run::ledger::Closed;
use crate::run::recall::{Ran, Stopped};
use crate::run::tasks::Task;
use crate::run::worker::Worker;
use crate::source::{Place, Span};
use crate::value::{BodyId, KindId, RowId};

/// What all tasks found, in their order, and what was left out.
pub(super) fn of_tasks(run: &Run<'_>, tasks: &[&Task<'_>], results: Vec<Closed<Ran>>) -> Vec<Finding> {
    let number = |part: &Closed<Ran>| part.results.iter().map(|ran| ran.findings.len()).sum::<usize>();
    let (mut all, mut rest) = (Vec::with_capacity(results.iter().map(number).sum()), tasks.iter());
    let mut beyond = Vec::new();
    for Closed { results, dropped, beyond: is_beyond, over } in results {
        let own: Vec<&Task<'_>> = rest.by_ref().take(results.len() + dropped).copied().collect();
        if is_beyond {
            beyond.extend(own);
            continue;
        }
        let stop = results.last().and_then(|ran| ran.stopped.clone());
        let left = own[results.len()..].iter().map(|task| task.calls()).sum::<usize>();
        let last = results.len().checked_sub(1);
        for ran in results {
            // What nobody keeps is not held twice.
            all.extend(Arc::unwrap_or_clone(ran.findings));
        }
        if let Some(last) = last {
            all.extend(stopped(run, own[last], stop, over, left));
        }
    }
    all.extend(left_out(&beyond));
    all
}

/// The finding of a rule that gave no answer on a record.
pub(super) fn fault(
    run: &Run<'_>,
    task: &Task<'_>,
    row: Option<RowId>,
    message: Text,
    place: Option<Place>,
) -> Finding {
    let mut finding = Finding::new(task.rule.info.name.clone(), Status::Fault, Effect::Incomplete, message);
    // A rule on the network speaks of no one body.
    let one = task.bodies.first().filter(|_| task.rule.info.on != On::Network);
    finding.body = one.map(|body| run.store.body(*body).id.clone());
    match row {
        Some(row) => {
            finding.place = Some(run.store.header(row));
            // An answer that is none is not kept, so that nobody asks what it rests on.
            named(run, row, run.store.content(row), &mut finding);
            finding.rule_place = place.or(Some(task.rule.info.place));
        }
        None => finding.place = place.or(Some(task.rule.info.place)),
    }
    finding.identity.year = year(run, task);
    finding.help = Some(say!("请规则包的作者修改这条规则", "the pack's author should mend this rule"));
    finding
}

/// The finding of a rule that a limit has stopped: in a call, or because all its calls together came to more than is allowed. So
/// many calls of other tasks were left out, too.
fn stopped(
    run: &Run<'_>,
    task: &Task<'_>,
    stopped: Option<Stopped>,
    over: Option<Limit>,
    left: usize,
) -> Option<Finding> {
    let (row, message, place, left) = match (stopped, over) {
        (Some(Stopped { row, message, place, left: own }), _) => (row, message, place, own + left),
        (None, Some(limit)) if left > 0 => {
            let limit = limit.message();
            (None, say!("各次调用合计：{limit}", "all calls together: {limit}"; limit), None, left)
        }
        _ => return None,
    };
    let en = count(left, "more record was", "more records were");
    let message = match left {
        0 => message,
        _ => say!(
            "{message}；该规则停止运行，另有 {left} 条记录没有检查",
            "{message}; the rule was stopped, {en} not checked";
            message
        ),
    };
    Some(fault(run, task, row, message, place))
}

/// What is said of the tasks that were left out because all rules together came to too much.
fn left_out(tasks: &[&Task<'_>]) -> Option<Finding> {
    let first = tasks.first()?;
    let calls: usize = tasks.iter().map(|task| task.calls()).sum();
    let (name, en) = (&first.rule.info.name, count(calls, "call was", "calls were"));
    let message = say!(
        "全部规则合计的运算、问题或文字超出限制，从规则“{name}”起，有 {calls} 次调用没有进行或没有列出",
        "all rules together took or reported too much: from the rule `{name}` on, {en} not made or not listed"
    );
    let help = say!(
        "用 --only 找出报告过多的规则；或请规则包的作者修改",
        "find the rule that reports too much by --only, and have its pack's author mend it"
    );
    Some(host::TOO_MUCH.finding(message).at(first.rule.info.place).help(help))
}

/// The finding of a rule that asked for a working day that is not known.
pub(super) fn unknown_day(
    run: &Run<'_>,
    task: &Task<'_>,
    row: Option<RowId>,
    message: Text,
    place: Option<Place>,
) -> Finding {
    let mut finding = fault(run, task, row, message, place);
    finding.rule = Arc::from(host::CALENDAR.name);
    finding.help =
        Some(say!("在规则包的 holidays.toml 中补上这一年的放假安排", "add that year to the pack's holidays.toml"));
    finding
}

/// A body, and what is said of a year.
type Year = (Option<Arc<str>>, String);

/// Says of a year whose working days are not known once for each body what it stands in the way of, with how many there are.
pub(super) fn once_a_year(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    // By body and year: where it is kept, and how many more there are.
    let mut first: FxHashMap<Year, (usize, usize)> = FxHashMap::default();
    for finding in findings {
        if *finding.rule != *host::CALENDAR.name {
            kept.push(finding);
            continue;
        }
        let year: Year = (finding.body.clone(), finding.message.get(Lang::Zh).to_owned());
        match first.get_mut(&year) {
            Some((_, more)) => *more += 1,
            None => {
                first.insert(year, (kept.len(), 0));
                kept.push(finding);
            }
        }
    }
    for (at, more) in first.into_values().filter(|(_, more)| *more > 0) {
        let (own, places) = (&kept[at].message, count(more, "more place was", "more places were"));
        kept[at].message = say!("{own}；另有{more}处也没有检查", "{own}; {places} not checked"; own);
    }
    kept
}

/// The value by which a finding and perhaps many others go.
fn common(run: &Run<'_>, spot: &Spot, meant: Option<i16>) -> Option<Common> {
    let place = spot.place?;
    let Some((row, column)) = spot.row.zip(spot.column) else {
        let body = run.store.body(spot.body?).id.clone();
        let least = run.store.under_head.get(&(place.source, body))?.div_ceil(2);
        return Some(Common { record: None, field: "year".to_owned(), place, meant, least });
    };
    let field = run.store.kind(row).fields[column].name.clone();
    Some(Common { record: Some(record(run, row)), field, place, meant, least: 0 })
}

/// The broken references of a link.
fn doubt(run: &Run<'_>, row: RowId, link: usize) -> Doubt {
    let declared = &run.store.kind(row).links[link];
    let (body, broken) = (run.store.body(row.body).id.clone(), run.store.broken_links(row, link));
    Doubt { body, kind: declared.kind.clone(), field: declared.field.clone(), broken }
}

/// Says of which record a finding speaks; of one without key by its content, for its place is nobody's name.
fn named(run: &Run<'_>, row: RowId, content: Option<[u8; 32]>, finding: &mut Finding) {
    finding.record = Some(record(run, row));
    finding.identity.content = content.map(content::shown);
}

/// The year of the data of which a rule speaks; 0 where it is called for records that hold in every year.
fn year(run: &Run<'_>, task: &Task<'_>) -> i16 {
    let yearly = |kind: KindId| task.bodies.first().is_none_or(|body| run.store.body(*body).schema.get(kind).yearly);
    if task.rows.as_ref().is_none_or(|(kind, _)| yearly(*kind)) { task.year } else { 0 }
}

/// Digest of the values that a script's message speaks of, in whatever order.
fn digest(mut said: Vec<Said>) -> String {
    said.sort_by_key(|own| own.key);
    let mut hasher = blake3::Hasher::new();
    for own in said {
        hasher.update(&own.key.to_le_bytes()).update(&(own.value.len() as u64).to_le_bytes());
        hasher.update(own.value.as_bytes());
    }
    hasher.finalize().to_string()
}

fn record(run: &Run<'_>, row: RowId) -> RecordName {
    RecordName { kind: run.store.kind(row).name.clone(), key: run.store.key(row) }
}

/// Where a finding stands in the data.
struct Spot {
    body: Option<BodyId>,
    row: Option<RowId>,
    column: Option<usize>,
    place: Option<Place>,
}

/// What a script reported, as a finding.
pub(super) fn finding(run: &Run<'_>, worker: &mut Worker<'_>, task: &Task<'_>, draft: Draft) -> Finding {
    let (status, effect) = match draft.due {
        Some((_, true)) => (Status::Pending, Effect::None),
        _ => (Status::Violation, Effect::Violation),
    };
    let info = &task.rule.info;
    let mut finding = Finding::new(info.name.clone(), status, effect, draft.message);
    let spot = self::spot(run, worker, task, draft.target);
    finding.severity = if draft.warning { Severity::Warning } else { task.rule.severity };
    finding.weakened = draft.warning;
    finding.body = spot.body.map(|body| run.store.body(body).id.clone());
    finding.place = spot.place;
    if let Some(row) = spot.row {
        named(run, row, worker.state.content(row), &mut finding);
    }
    finding.identity.year = year(run, task);
    finding.identity.values = draft.said.map(digest);
    finding.measure = draft.measure;
    finding.field = spot.row.zip(spot.column).map(|(row, column)| run.store.kind(row).fields[column].name.clone());
    let see = draft.see.into_iter();
    let related = see.filter_map(|(target, note)| {
        let place = self::spot(run, worker, task, target).place?;
        Some(Related { place, message: note })
    });
    finding.related = related.collect();
    finding.rule_place = Some(draft.place);
    finding.common = draft.common.and_then(|target| {
        let meant = match target {
            Target::Year(_, year) => Some(year),
            _ => None,
        };
        common(run, &self::spot(run, worker, task, target), meant).map(Box::new)
    });
    finding.doubt = draft.doubt.map(|(row, link)| Box::new(doubt(run, row, link.into())));
    finding.help = draft.help;
    finding.basis = Some(info.basis.clone());
    finding.due = draft.due.map(|(date, _)| date);
    finding
}

/// Where a target stands; it is noted as read.
fn spot(run: &Run<'_>, worker: &mut Worker<'_>, task: &Task<'_>, target: Target) -> Spot {
    let notes = &mut worker.state.notes;
    let (row, column, place) = match target {
        Target::Body => return body(run, worker, task),
        Target::Record(row) => (row, None, run.store.header(row)),
        Target::Value(cell) => (cell.row, Some(cell.column), cell.place),
        Target::Year(row, _) => {
            notes.record(&run.store, row);
            let source = run.store.head(row).source;
            let place = run.store.heads.get(&source).map(|head| Place { source, span: head.span });
            return Spot { body: Some(row.body), row: None, column: None, place };
        }
    };
    notes.record(&run.store, row);
    Spot { body: Some(row.body), row: Some(row), column, place: Some(place) }
}

/// Where the body of a call stands: its record, else the top of the file of its records whose name comes first. A rule of the network, which has
/// no one body, stands in its script.
fn body(run: &Run<'_>, worker: &mut Worker<'_>, task: &Task<'_>) -> Spot {
    let one = task.bodies.first().copied().filter(|_| task.rule.info.on != On::Network);
    let Some(body) = one else {
        return Spot { body: None, row: None, column: None, place: Some(task.rule.info.place) };
    };
    let data = run.store.body(body);
    let named = task.compiled.in_force.views.body.as_ref();
    let own = named.and_then(|names| {
        let kind = data.schema.index(&names.kind.text)?;
        worker.state.notes.table(body, kind);
        let year = if data.schema.get(kind).yearly { task.year } else { 0 };
        run.store.find(body, kind, year, &data.id)
    });
    if let Some(row) = own {
        return Spot { body: Some(body), row: Some(row), column: None, place: Some(run.store.header(row)) };
    }
    let heads = || data.tables.iter().flat_map(|table| &table.rows);
    for kind in KindId::all(data.tables.len()) {
        worker.state.notes.table(body, kind);
    }
    // By its name: in a session a file that was edited has another number.
    let first = heads().map(|head| head.source).min_by_key(|source| run.sources.get(*source).name.as_str());
    let place = first.map(|source| Place { source, span: Span::default() });
    Spot { body: Some(body), row: None, column: None, place: place.or(Some(task.rule.info.place)) }
}
