//! Findings of rules: what a script reported, and what is said where a rule gave no answer.

use std::sync::Arc;

use crate::engine::faults;
use crate::engine::library::source_of;
use crate::engine::run::{Run, Task};
use crate::engine::shared::{Draft, Target};
use crate::finding::{Effect, Finding, RecordName, Related, Status};
use crate::host;
use crate::language::{Text, say};
use crate::pack::rule::On;
use crate::source::Place;
use crate::value::RowId;

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
            finding.record = Some(record(run, row));
            finding.rule_place = place.or(Some(task.rule.info.place));
        }
        None => finding.place = place.or(Some(task.rule.info.place)),
    }
    finding.help = Some(say!("请规则包的作者修改这条规则", "the pack's author should mend this rule"));
    finding
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

fn record(run: &Run<'_>, row: RowId) -> RecordName {
    RecordName { kind: run.store.kind(row).name.clone(), key: run.store.key(row) }
}

/// What a script reported, as a finding.
pub(super) fn finding(run: &Run<'_>, task: &Task<'_>, draft: Draft) -> Finding {
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
    finding.body = Some(run.store.body(row.body).id.clone());
    finding.place = Some(at);
    finding.record = Some(record(run, row));
    finding.field = column.map(|c| run.store.kind(row).fields[c].name.clone());
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
