//! What is to be scored: sheets, of a scheme, body and year each, and the tasks that they are cut into.

use std::sync::Arc;

use crate::native::notes;
use crate::pack::rule::On;
use crate::run::compile::Compiled;
use crate::run::schemes::SchemeInForce;
use crate::run::tasks::{CHUNK, governed, years};
use crate::run::{Force, Run};
use crate::value::{BodyId, KindId, Row};

/// One scheme, body and year.
pub(super) struct Sheet<'a> {
    pub scheme: &'a SchemeInForce,
    /// The pack that has it in force.
    pub compiled: &'a Compiled,
    pub force: Arc<Force>,
    pub body: BodyId,
    pub year: i16,
    pub kind: KindId,
}

/// Some records of a sheet.
pub(super) struct Task {
    pub sheet: usize,
    pub rows: Vec<Row>,
}

/// The sheets of all schemes in force, and their tasks in order.
pub(super) fn plan<'a>(run: &Run<'a>) -> (Vec<Sheet<'a>>, Vec<Task>) {
    let (mut sheets, mut tasks) = (Vec::new(), Vec::new());
    for compiled in run.compiled {
        let force = Arc::new(Force::of(compiled));
        // A rule of the network may ask for the cards of any body, whichever are selected.
        let rules = compiled.rules.iter().filter(|rule| rule.off.is_none() && (run.selected)(rule));
        let wide = rules.into_iter().any(|rule| rule.uses.cards && rule.info.on == On::Network);
        for scheme in compiled.schemes.iter().filter(|s| s.off.is_none()) {
            for body in governed(run, compiled).into_iter().filter(|b| wide || (run.bodies)(&run.store.body(*b).id)) {
                let data = run.store.body(body);
                let Some(kind) = data.schema.index(&scheme.scheme.on) else { continue };
                for year in years(run, body) {
                    let of_year = if data.schema.get(kind).yearly { year } else { 0 };
                    let Some(rows) = data.table(kind).by_year.get(&of_year) else { continue };
                    let own = (Some(scheme.scheme.since), scheme.scheme.until);
                    if run.period.is_some_and(|(first, _)| first.year() != year) {
                        continue;
                    }
                    if !scheme.years.contains(&year) || !force.holds(run, &scheme.scheme.pack, own, year) {
                        continue;
                    }
                    let sheet = sheets.len();
                    sheets.push(Sheet { scheme, compiled, force: force.clone(), body, year, kind });
                    let cut = notes::by_file(&run.store, body, kind, rows, CHUNK);
                    tasks.extend(cut.into_iter().map(|rows| Task { sheet, rows }));
                }
            }
        }
    }
    (sheets, tasks)
}
