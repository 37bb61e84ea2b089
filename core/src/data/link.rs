//! Linking: references, unique values and reverse links, once all records of a body are there.

mod references;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::data::told::Told;
use crate::data::{Body, Room, Store, keys, links, repeats};
use crate::parallel;
use crate::source::SourceId;
use crate::value::{BodyId, Row};

use references::resolve;

/// So many bodies for each thread are linked before the first of them is taken: they differ in size.
const AHEAD: usize = 4;

/// Links every body's records, one body beside another.
pub(crate) fn link(store: &mut Store, room: &Room, jobs: usize, findings: &mut Told) {
    let mut bodies = std::mem::take(&mut store.bodies);
    // Texts are numbered in the order of the bodies; whatever else is done needs no more than one of them, and texts.
    let without: Vec<Vec<usize>> = bodies.iter_mut().map(|body| keys::number(store, room, body)).collect();
    let (mut all, mut named) = (Vec::with_capacity(bodies.len()), Vec::new());
    // Of bodies further on no more is told than there is room for when they are begun, and less where those before use it up.
    let left = AtomicUsize::new(findings.room());
    let bodies = BodyId::all(bodies.len()).zip(without).zip(bodies).collect::<Vec<_>>();
    let known = &*store;
    let work = |((index, without), mut body): ((BodyId, Vec<usize>), Body)| {
        let mut told = Told::new(left.load(Ordering::Relaxed));
        let named = link_body(known, (index, &mut body), &without, &mut told);
        (body, named, told)
    };
    parallel::in_order((jobs, AHEAD), bodies, work, |(body, own, told)| {
        all.push(body);
        named.extend(own);
        findings.join(told);
        left.store(findings.room(), Ordering::Relaxed);
    });
    store.bodies = all;
    store.named.extend(named);
}

/// Links the records of one body, and gives where names were read as keys.
fn link_body(
    store: &Store,
    (index, body): (BodyId, &mut Body),
    without: &[usize],
    findings: &mut Told,
) -> Vec<(SourceId, String)> {
    find_years(body);
    body.tables.iter_mut().flat_map(|table| &mut table.columns).for_each(|column| column.cells.of_body(index));
    keys::find(store, body, without, findings);
    let (torn, named) = resolve(store, body, index, findings);
    repeats::find(store, body, findings);
    links::build(body, &torn);
    named
}

fn find_years(body: &mut Body) {
    for table in &mut body.tables {
        let mut by_year: FxHashMap<i16, Vec<Row>> = FxHashMap::default();
        for (row, head) in Row::all(table.rows.len()).zip(&table.rows) {
            by_year.entry(head.year).or_default().push(row);
        }
        body.years.extend(by_year.keys().filter(|y| **y != 0));
        table.by_year = by_year.into_iter().map(|(year, rows)| (year, Arc::from(rows))).collect();
    }
    body.years.sort_unstable();
    body.years.dedup();
}
