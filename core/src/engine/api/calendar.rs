//! Working days, from the calendars of the packs in force.

use std::sync::Arc;

use jiff::civil::Date;
use rhai::Engine;

use crate::engine::api::context::Context;
use crate::engine::shared::{Outcome, Shared, complaint, unknown_day};
use crate::language::say;

/// The most working days that one call counts: some forty years.
const MOST: i64 = 10_000;

fn in_reach(days: i64) -> Outcome<()> {
    if days.unsigned_abs() > MOST.unsigned_abs() {
        return Err(complaint(say!("{days} 天太多", "{days} days are too many")));
    }
    Ok(())
}

/// Registers them.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>) {
    let own = shared.clone();
    engine.register_fn("is_workday", move |_: &mut Context, day: Date| {
        own.calendar().is_workday(day).map_err(unknown_day)
    });
    let own = shared.clone();
    engine.register_fn("holiday", move |_: &mut Context, day: Date| {
        own.calendar().holiday(day).map(str::to_owned).map_err(unknown_day)
    });
    let own = shared.clone();
    engine.register_fn("add_workdays", move |_: &mut Context, day: Date, n: i64| -> Outcome<Date> {
        in_reach(n)?;
        own.calendar().add_workdays(day, n).map_err(unknown_day)
    });
    let own = shared.clone();
    engine.register_fn("workdays", move |_: &mut Context, from: Date, to: Date| -> Outcome<i64> {
        in_reach(from.until(to).map_or(i64::MAX, |span| span.get_days().into()))?;
        own.calendar().workdays(from, to).map_err(unknown_day)
    });
    let own = shared.clone();
    engine.register_fn("knows_calendar", move |_: &mut Context, day: Date| own.calendar().knows(day));
}
