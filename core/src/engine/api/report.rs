//! `fail` and `due`: how a script reports, and what it adds to a finding.

use std::sync::Arc;

use jiff::civil::Date;
use rhai::{Dynamic, Engine, ImmutableString, NativeCallContext};

use crate::engine::shared::{Draft, Outcome, Shared, Target, call_place, complaint};
use crate::language::say;

/// A finding as scripts hold it; `None` for a duty that is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported(Option<usize>);

/// Findings that one call may report; more would bury what matters, and memory with it.
const MOST: usize = 100_000;

/// Greatest length of a message, in bytes.
const LONGEST: usize = 1 << 16;

fn target(shared: &Shared, at: &Dynamic) -> Outcome<Target> {
    shared.target(at).ok_or_else(|| {
        complaint(say!(
            "这个值不是从记录里读出的，无法指出位置；请用记录、记录的字段或 记录.at(\"字段\")",
            "this value was not read from a record and has no place; give a record, a field of one, or record.at(\"field\")"
        ))
    })
}

fn report(
    context: &NativeCallContext<'_>,
    shared: &Shared,
    at: &Dynamic,
    message: ImmutableString,
    due: Option<(Date, bool)>,
) -> Outcome<Reported> {
    if message.len() > LONGEST {
        return Err(complaint(say!("说明过长", "the message is too long")));
    }
    let target = target(shared, at)?;
    let (source, position) = call_place(context);
    let draft = Draft { target, message: message.into(), see: Vec::new(), help: None, due, source, position };
    let number = shared.report(draft);
    if number >= MOST {
        return Err(complaint(say!("一次报告的问题过多", "too many findings in one call")));
    }
    Ok(Reported(Some(number)))
}

/// Registers them.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>) {
    engine.register_type_with_name::<Reported>("finding");
    let own = shared.clone();
    engine.register_fn("fail", move |context: NativeCallContext, at: Dynamic, message: ImmutableString| {
        report(&context, &own, &at, message, None)
    });
    let own = shared.clone();
    engine.register_fn(
        "due",
        move |context: NativeCallContext, date: Date, done: bool, at: Dynamic, message: ImmutableString| {
            if done {
                return Ok(Reported(None));
            }
            report(&context, &own, &at, message, Some((date, own.today <= date)))
        },
    );
    let own = shared.clone();
    engine.register_fn("help", move |reported: &mut Reported, text: ImmutableString| {
        if let Some(number) = reported.0 {
            own.amend(number, |draft| draft.help = Some(text.into()));
        }
        *reported
    });
    let own = shared.clone();
    engine.register_fn(
        "see",
        move |reported: &mut Reported, other: Dynamic, note: ImmutableString| -> Outcome<Reported> {
            let target = target(&own, &other)?;
            if let Some(number) = reported.0 {
                own.amend(number, |draft| draft.see.push((target, note.into())));
            }
            Ok(*reported)
        },
    );
}
