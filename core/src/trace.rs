//! A rule followed through its calls: the records that it meets, the values that it reads, the ways that it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::check::memos::Memos;
use crate::check::ruleset::Otherwise;
use crate::check::{Examined, Outcome};
use crate::finding::{Finding, RecordName};
use crate::language::Text;
use crate::machine::code::{Ear, Hook, Told};
use crate::native::functions::words::nothing;
use crate::run::compile::Compiled;
use crate::run::recall::Recall;
use crate::run::{self, Run};
use crate::script::tree::{Expr, What};
use crate::source::{Place, SourceId, Span};
use crate::value::{BodyId, RowId};

/// What was seen of a rule.
///
/// ```
/// use yize_core::check::{Request, check};
/// use yize_core::trace::{Called, Seen, Trace, trace};
/// # let (files, request) = (yize_core::example::project(), yize_core::example::request());
///
/// let outcome = check(&files, &request, &());
/// let rule = outcome.rules.keys().find(|name| name.ends_with("/visits")).expect("the rule").clone();
/// // Which call reports something, and one that does not.
/// let Trace { calls, met, whole } = trace(&outcome, &rule, None);
/// assert!(met >= calls.len() && outcome.sources.slice(whole.expect("its script")).starts_with("rule(\"visits\""));
/// let Called { record, name, seen, findings, .. } = calls.iter().find(|call| !call.findings.is_empty()).expect("one that reports");
/// assert!(record.is_some() && !name.is_empty() && findings[0].rule == rule);
/// let Seen { place, values, times } = &seen[0];
/// assert!(!outcome.sources.slice(*place).is_empty() && !values.is_empty() && *times >= 1);
/// ```
#[derive(Clone, Debug)]
pub struct Trace {
    /// The calls that were followed, in the order in which they were made.
    pub calls: Vec<Called>,
    /// How many calls there are in all.
    pub met: usize,
    /// The rule as it is written, where it is.
    pub whole: Option<Place>,
}

/// A call of the rule.
#[derive(Clone, Debug)]
pub struct Called {
    /// The record that it was called with; none where it was called for a body.
    pub record: Option<RecordName>,
    /// What people call that record.
    pub name: String,
    /// The body, or the bodies that it was called for together.
    pub body: String,
    /// The year.
    pub year: i16,
    /// What was worked out, by place.
    pub seen: Vec<Seen>,
    /// What it reported.
    pub findings: Vec<Finding>,
}

/// An expression, and what it came to.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The expression.
    pub place: Place,
    /// What it came to, the first times.
    pub values: Vec<Text>,
    /// How many times it was worked out.
    pub times: usize,
}

/// How many values of an expression are kept.
const VALUES: usize = 4;

/// Follows a rule through its calls over what was checked: those with records of that key (or name, or `kind/key`), or else one that
/// reports something and one that does not.
#[must_use]
pub fn trace(outcome: &Outcome, rule: &str, record: Option<&str>) -> Trace {
    let mut trace = Trace { calls: Vec::new(), met: 0, whole: None };
    for examined in &outcome.projects {
        let wanted = match record {
            Some(record) => Wanted::Named(record),
            None => Wanted::one_of_each(outcome, rule),
        };
        follow(outcome, examined, rule, &wanted, &mut trace);
    }
    trace
}

/// Which calls are followed.
enum Wanted<'w> {
    Named(&'w str),
    /// The first that reports something, and the first that does not.
    Each(BTreeSet<(Option<String>, Option<RecordName>)>),
}

impl Wanted<'_> {
    fn one_of_each(outcome: &Outcome, rule: &str) -> Self {
        let own = outcome.findings.iter().filter(|finding| *finding.rule == *rule);
        Self::Each(own.map(|own| (own.body.as_deref().map(str::to_owned), own.record.clone())).collect())
    }
}

/// What is noted while a rule runs.
#[derive(Default)]
struct Notes {
    calls: Vec<Noted>,
    /// Whether what is worked out belongs to the last of them.
    on: bool,
    met: usize,
    /// Whether one that reports something, and one that does not, was followed.
    followed: [bool; 2],
}

struct Noted {
    row: Option<RowId>,
    bodies: Vec<String>,
    year: i16,
    seen: BTreeMap<(SourceId, Span), (Vec<Text>, usize)>,
}

fn lock(notes: &Mutex<Notes>) -> MutexGuard<'_, Notes> {
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hook(notes: &Arc<Mutex<Notes>>) -> Hook {
    let notes = notes.clone();
    Arc::new(move |source, expr: &Expr| {
        let at = (source, shown(expr));
        // That a function has nothing to say is nothing to tell; that a field is empty is.
        let is_call = matches!(expr.what, What::Call { .. } | What::LibraryCall { .. });
        let ear: Ear = if is_told(expr) {
            let notes = notes.clone();
            Box::new(move |told, value| {
                let mut notes = lock(&notes);
                if matches!(told, Told::Begun) || !notes.on {
                    return;
                }
                let Some(call) = notes.calls.last_mut() else { return };
                let full = call.seen.get_mut(&at).filter(|(values, _)| values.len() == VALUES);
                if let Some((_, times)) = full {
                    *times += 1;
                } else if let Some(value) = value().filter(|value| !(is_call && *value == nothing())) {
                    let (values, times) = call.seen.entry(at).or_default();
                    *times += 1;
                    values.push(value);
                }
            })
        } else {
            Box::new(|_, _| ())
        };
        ear
    })
}

/// Whether it is worth telling what an expression came to: it is not there to be read, and is more than what stands in it.
fn is_told(expr: &Expr) -> bool {
    matches!(
        expr.what,
        What::Property { .. }
            | What::Index { .. }
            | What::Call { .. }
            | What::LibraryCall { .. }
            | What::Method { .. }
            | What::Unary { .. }
            | What::Binary { .. }
            | What::Logic { .. }
    )
}

/// What stands for an expression: of a chain of calls the last.
fn shown(expr: &Expr) -> Span {
    match &expr.what {
        What::Method { of, name, .. } if matches!(of.what, What::Method { .. }) => {
            Span { start: name.span.start, end: expr.span.end }
        }
        _ => expr.span,
    }
}

fn follow(outcome: &Outcome, examined: &Examined, rule: &str, wanted: &Wanted<'_>, trace: &mut Trace) {
    let Examined { store, rules, compiled, .. } = examined;
    let notes: Arc<Mutex<Notes>> = Arc::default();
    let packs = compiled.iter().filter(|own| own.rules.iter().any(|known| *known.info.name == *rule));
    let packs = packs.map(|own| own.in_force.pack.as_str()).collect();
    let hook = hook(&notes);
    let otherwise = Otherwise { hook: Some(&hook), ..Otherwise::default() };
    let told = rules.compile_otherwise(packs, otherwise, 1, &outcome.sources, &Memos::default());
    let sound: Vec<&Compiled> = told.iter().filter(|own| !own.is_broken()).map(|own| &**own).collect();
    let meet = |row: Option<RowId>, bodies: &[BodyId], year: i16| {
        let mut notes = lock(&notes);
        notes.met += 1;
        let bodies: Vec<&str> = bodies.iter().map(|body| &*store.body(*body).id).collect();
        notes.on = wants(&mut notes, wanted, examined, (row, &bodies));
        if notes.on {
            let bodies = bodies.into_iter().map(str::to_owned).collect();
            notes.calls.push(Noted { row, bodies, year, seen: BTreeMap::new() });
        }
    };
    let _ = run::run(
        &Run {
            store: store.clone(),
            compiled: &sound,
            lent: &rules.lent,
            sources: &outcome.sources,
            as_of: outcome.as_of,
            period: None,
            selected: &|own| *own.info.name == *rule,
            bodies: &|_| true,
            mine: &|_| true,
            years: &[],
            footprint: Arc::default(),
            kept: &Recall::default(),
            cards: false,
            settled: false,
            witness: Some(&meet),
            jobs: 1,
        },
        &(),
    );
    let notes = std::mem::take(&mut *lock(&notes));
    trace.met += notes.met;
    let declared = sound.iter().flat_map(|own| &own.rules).find(|own| *own.info.name == *rule);
    if let Some(Place { source, span }) = declared.map(|own| own.info.place) {
        let file = rules.library.get(source);
        let mut declarations = file.iter().flat_map(|reading| &reading.file.declarations);
        let own = declarations.find(|declared| declared.verb.span == span);
        trace.whole = own.map(|own| Place { source, span: own.span }).or(trace.whole);
    }
    trace.calls.extend(notes.calls.into_iter().map(|noted| called(outcome, examined, rule, noted)));
}

/// What the store calls a record.
fn record_name(examined: &Examined, row: RowId) -> RecordName {
    let store = &examined.store;
    RecordName { kind: store.kind(row).name.clone(), key: store.key(row) }
}

fn wants(notes: &mut Notes, wanted: &Wanted<'_>, examined: &Examined, (row, bodies): (Option<RowId>, &[&str])) -> bool {
    match wanted {
        Wanted::Named(name) => row.is_some_and(|row| {
            let own = record_name(examined, row);
            own.key == *name || format!("{}/{}", own.kind, own.key) == *name || examined.store.name(row) == *name
        }),
        Wanted::Each(reporting) => {
            if notes.followed == [true; 2] {
                return false;
            }
            let reports = match row {
                Some(row) => {
                    let body = bodies.first().map(|body| (*body).to_owned());
                    reporting.contains(&(body, Some(record_name(examined, row))))
                }
                None => reporting.iter().any(|(body, _)| is_of(body.as_deref(), bodies)),
            };
            !std::mem::replace(&mut notes.followed[usize::from(reports)], true)
        }
    }
}

fn called(outcome: &Outcome, examined: &Examined, rule: &str, noted: Noted) -> Called {
    let Noted { row, bodies, year, seen } = noted;
    let record = row.map(|row| record_name(examined, row));
    let own = |finding: &&Finding| {
        *finding.rule == *rule
            && (record.is_none() || finding.record == record)
            && is_of(finding.body.as_deref(), &bodies.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let findings = outcome.findings.iter().filter(own).cloned().collect();
    let seen =
        seen.into_iter().map(|((source, span), (values, times))| Seen { place: Place { source, span }, values, times });
    let name = row.map(|row| examined.store.name(row)).unwrap_or_default();
    Called { name, body: bodies.join("、"), year, seen: seen.collect(), findings, record }
}

/// Whether what is said of a body, or of none, may come of a call for some.
fn is_of(body: Option<&str>, bodies: &[&str]) -> bool {
    body.is_none_or(|body| bodies.contains(&body))
}
