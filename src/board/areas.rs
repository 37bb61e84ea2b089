//! Areas of work: which one a finding belongs to, and what each body has in each.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Serialize;

use crate::board::Shown;
use crate::board::history::gravity;
use crate::board::seats::{Seat, title};
use crate::report::shape::Sort;
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::language::{Lang, Text};
use yize_core::pack::On;
use yize_core::pack::views;
use yize_core::say;

/// The id of what belongs to no area.
const OTHER: &str = "other";

/// Which rules and kinds belong to which area, body by body, and the rules that were run for each.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Ids and titles, in the order in which packs declare them; what belongs to none is last.
    areas: Vec<(String, Text)>,
    /// By the packs that govern a body.
    sets: Vec<Set>,
    /// The set and the rules of each body.
    bodies: HashMap<Arc<str>, (usize, HashSet<Arc<str>>)>,
}

/// The areas of bodies that the same packs govern.
#[derive(Debug, Default)]
struct Set {
    packs: Vec<String>,
    /// Number of an area, its rules and its kinds.
    areas: Vec<(usize, GlobSet, Vec<String>)>,
}

/// An area.
#[derive(Debug, Serialize)]
pub(crate) struct Area<'a> {
    id: &'a str,
    title: &'a str,
}

/// Counts of findings.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Tally {
    violations: usize,
    warnings: usize,
    pending: usize,
    faults: usize,
    /// Excused by a waiver or a baseline.
    waived: usize,
}

/// What one body has in one area.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Cell {
    #[serde(flatten)]
    tally: Tally,
    /// Rules that were run and found nothing.
    passed: usize,
    /// Rules that were run.
    rules: usize,
    /// Rules that found something, each once, by the gravest that it found.
    ruled: Tally,
}

/// A body with its areas.
#[derive(Debug, Serialize)]
pub(crate) struct BodyRow<'a> {
    /// Its id; empty for findings of no body.
    id: &'a str,
    name: String,
    records: usize,
    /// How much is overdue.
    overdue: usize,
    /// As many as there are areas.
    areas: Vec<Cell>,
}

impl Places {
    /// Looks up the areas of all bodies, and the rules that were run for them.
    #[must_use]
    pub(crate) fn new(seats: &[Seat<'_>], outcome: &Outcome) -> Self {
        let mut places = Self::default();
        for seat in seats {
            let set = match places.sets.iter().position(|set| set.packs == seat.body.packs()) {
                Some(set) => set,
                None => places.add(seat),
            };
            let rules = places.bodies.entry(seat.body.id().into()).or_insert_with(|| (set, HashSet::new()));
            rules.1.extend(run_for(seat, outcome));
        }
        places.areas.push((OTHER.to_owned(), say!("其他", "Other")));
        places
    }

    fn add(&mut self, seat: &Seat<'_>) -> usize {
        let mut own = Set { packs: seat.body.packs().to_vec(), areas: Vec::new() };
        for (_, area) in &seat.views.areas {
            let id = &area.head.id;
            let number = self.areas.iter().position(|(known, _)| known == id).unwrap_or_else(|| {
                let title = area.head.title.clone().unwrap_or_else(|| Text::same(id.clone()));
                self.areas.push((id.clone(), title));
                self.areas.len() - 1
            });
            own.areas.push((number, globs(area, seat), area.kinds.iter().map(|kind| kind.text.clone()).collect()));
        }
        self.sets.push(own);
        self.sets.len() - 1
    }

    /// The number of the area that a finding belongs to.
    #[must_use]
    pub(crate) fn of(&self, finding: &Finding) -> usize {
        let own = finding.body.as_ref().and_then(|body| self.bodies.get(body)).map(|(set, _)| &self.sets[*set]);
        let kind = finding.record.as_ref().map(|record| record.kind.as_str());
        let mut sets = own.into_iter().chain(self.sets.iter().filter(|_| own.is_none()));
        sets.find_map(|set| set.of(&finding.rule, kind)).unwrap_or(self.areas.len() - 1)
    }

    /// The areas as the page shows them.
    #[must_use]
    pub(crate) fn shown(&self, lang: Lang) -> Vec<Area<'_>> {
        self.areas.iter().map(|(id, title)| Area { id, title: title.get(lang) }).collect()
    }

    /// The id of an area.
    #[must_use]
    pub(crate) fn id(&self, area: usize) -> &str {
        &self.areas[area].0
    }
}

impl Set {
    fn of(&self, rule: &str, kind: Option<&str>) -> Option<usize> {
        let by_rule = self.areas.iter().find(|(_, rules, _)| rules.is_match(rule));
        // What the host says of broken records belongs where the records do.
        let by_kind = || {
            let kind = kind.filter(|_| rule.starts_with("host/"))?;
            self.areas.iter().find(|(_, _, kinds)| kinds.iter().any(|k| k == kind))
        };
        by_rule.or_else(by_kind).map(|(number, ..)| *number)
    }
}

/// The globs of an area, of all packs that govern the body.
fn globs(area: &views::Area, seat: &Seat<'_>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    let same = seat.body.views_by_pack().flat_map(|views| &views.areas).filter(|a| a.head.id == area.head.id);
    for glob in same.flat_map(|area| &area.rules).filter_map(|glob| Glob::new(&glob.text).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}

/// The rules that were run for a body: those in force that had something to be called for.
fn run_for(seat: &Seat<'_>, outcome: &Outcome) -> Vec<Arc<str>> {
    let has = |on: &On| match on {
        On::Body | On::Network => true,
        On::Kind(name) => seat.body.kind(name).is_some_and(|kind| !kind.is_empty()),
    };
    let ran = seat.body.rules().filter(|rule| outcome.rules.contains_key(&rule.name) && has(&rule.on));
    ran.map(|rule| rule.name.clone()).collect()
}

impl Tally {
    /// Counts a finding.
    pub(crate) fn count(&mut self, finding: &Finding) {
        self.add(gravity(finding));
    }

    /// Counts something of that sort.
    fn add(&mut self, sort: Sort) {
        *match sort {
            Sort::Fault => &mut self.faults,
            Sort::Violation => &mut self.violations,
            Sort::Warning => &mut self.warnings,
            Sort::Pending => &mut self.pending,
            Sort::Waived | Sort::Baselined => &mut self.waived,
        } += 1;
    }
}

/// The overview: bodies by areas. Findings of no body stand in a row of their own, the last.
#[must_use]
pub(crate) fn rows<'a>(shown: &'a Shown, seats: &[Seat<'a>], lang: Lang) -> Vec<BodyRow<'a>> {
    let (places, width) = (&shown.places, shown.places.areas.len());
    let mut all: BTreeMap<&str, BodyRow<'a>> = BTreeMap::new();
    for seat in seats {
        let row = all.entry(seat.body.id()).or_insert_with(|| empty(seat.body.id(), seat.name(), width));
        row.records += seat.body.len();
    }
    let nobody = title(None, say!("不属于任何单位", "of no body").get(lang), lang).to_owned();
    // The gravest that each rule found in each body, and where.
    let mut gravest: HashMap<(&str, &str), (Sort, usize)> = HashMap::new();
    let today = shown.outcome().as_of;
    for (finding, area) in shown.outcome().findings.iter().zip(&shown.areas) {
        let id = finding.body.as_deref().unwrap_or_default();
        let name = if id.is_empty() { nobody.clone() } else { id.to_owned() };
        let row = all.entry(id).or_insert_with(|| empty(id, name, width));
        row.areas[*area].tally.count(finding);
        row.overdue += usize::from(finding.suppressed.is_none() && finding.due.is_some_and(|day| day < today));
        let own = gravest.entry((id, &finding.rule)).or_insert((gravity(finding), *area));
        own.0 = own.0.min(gravity(finding));
    }
    for ((body, _), (sort, area)) in &gravest {
        if let Some(row) = all.get_mut(body) {
            row.areas[*area].ruled.add(*sort);
        }
    }
    for (body, (set, rules)) in &places.bodies {
        let Some(row) = all.get_mut(&**body) else { continue };
        for rule in rules {
            let cell = &mut row.areas[places.sets[*set].of(rule, None).unwrap_or(width - 1)];
            cell.rules += 1;
            cell.passed += usize::from(!gravest.contains_key(&(&**body, &**rule)));
        }
    }
    let nobody = all.remove("");
    all.into_values().chain(nobody).collect()
}

fn empty(id: &str, name: String, areas: usize) -> BodyRow<'_> {
    BodyRow { id, name, records: 0, overdue: 0, areas: vec![Cell::default(); areas] }
}
