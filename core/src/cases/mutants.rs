//! Mutants: scripts changed in one place, one change at a time, and whether the cases notice.

mod plan;
mod edits;
mod search;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::cases::coverage::{Known, Reached};
use crate::cases::run::{Came, Laid, Rounds, Trial};
use crate::cases::{Tested, judge};
use crate::check::memos::Memos;
use crate::check::ruleset::Otherwise;
use crate::finding::Finding;
use crate::host;
use crate::language::Lang;
use crate::parallel;
use crate::progress::{Progress, Stage};
use crate::run::code::{self, Nursery};
use crate::run::compile::{self, Compiled};
use crate::schema::Schema;
use crate::script::mutate::Mutation;
use crate::source::{Place, SourceId, Span};
use plan::Wanted;

pub(super) use plan::plan;

/// The mutants of the packs that were tested.
///
/// ```
/// use yize_core::cases::{Fate, Killer, Mutant, Selection, test};
/// use yize_core::check::Request;
/// use yize_core::Memory;
/// # use yize_core::example::{DATA, DAY, pack};
///
/// // That the rule is about the one or the other number of visits is tried by no case at the limit itself.
/// let text = format!(
///     "[data]\ntext = '''\n{DATA}'''\nas_of = 2026-12-31\n\n[[case]]\nname = \"没有走访\"\nexpect = [{{ rule = \"visits\" }}]\n"
/// );
/// let mut request = Request::new(Vec::new(), DAY);
/// request.packs.push(pack().with("ledger/tests/visits.toml", text).into());
/// let selection = Selection { mutants: true, ..Selection::default() };
/// let report = test(&Memory::default(), &request, &selection, &());
/// let mutants = report.mutants.expect("they were asked for");
/// let Mutant { place, cut, put, fate, killer } = &mutants[0];
/// assert!(place.source == mutants[1].place.source || !put.is_empty() || cut.start < cut.end);
/// assert!(killer.is_none() || *fate == Fate::Survived);
/// // Where one survives, a case is looked for that would notice it: much like one that there is.
/// for Killer { like, text, .. } in mutants.iter().filter_map(|own| own.killer.as_ref()) {
///     assert!(like == "没有走访" && text.starts_with("[[case]]"));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The expression that is changed, or the constraint that is left out.
    pub place: Place,
    /// The bytes of its file that are cut out.
    pub cut: Span,
    /// What stands there instead.
    pub put: String,
    /// What became of it.
    pub fate: Fate,
    /// A case that would notice it, where one was found.
    pub killer: Option<Killer>,
}

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A case fails with it.
    Killed,
    /// Cases reach it, and all pass.
    Survived,
    /// No case reaches it.
    Unreached,
}

/// A case that passes, and fails with a mutant.
#[derive(Clone, Debug)]
pub struct Killer {
    /// The case that it was made from.
    pub like: String,
    /// Whether its data are changed in one place; else it is that case, which says all of what comes.
    pub changed: bool,
    /// It, as it may be pasted into the file of that case.
    pub text: String,
}

/// A case that passed, and the expressions that it reached.
pub(super) struct Ran<'r> {
    /// Its pack.
    pub trial: Trial<'r>,
    /// It.
    pub tested: &'r Tested,
    /// What it reached.
    pub reached: &'r Reached,
}

/// With what mutants are tried.
pub(super) struct Lab<'l> {
    /// What is shared by all changes.
    pub nursery: &'l Nursery,
    /// Code without a change.
    pub memos: &'l Memos,
    /// The cases.
    pub ran: Vec<Ran<'l>>,
    /// The expressions of which code tells.
    pub known: &'l Known,
    /// How many threads.
    pub jobs: usize,
    /// Who hears of it.
    pub progress: &'l dyn Progress,
}

/// What is compiled of a mutant for cases, by what that depends on.
type Made = Mutex<BTreeMap<(Vec<String>, String, BTreeSet<String>), Arc<Vec<Arc<Compiled>>>>>;

/// A mutant that is tried.
struct Trying<'t> {
    wanted: &'t Wanted,
    made: Made,
    killed: AtomicBool,
    /// Whether it is no pack at all, such as one with a limit of points below its base.
    stillborn: AtomicBool,
}

impl Lab<'_> {
    /// Tries all of them.
    pub(super) fn run(&self, wanted: &[Wanted]) -> Vec<Mutant> {
        let trying: Vec<Trying<'_>> = wanted.iter().map(Trying::new).collect();
        let by_case = self.reaching(wanted);
        let cases: Vec<(usize, &Vec<usize>)> = by_case.iter().enumerate().filter(|(_, own)| !own.is_empty()).collect();
        self.progress.stage(Stage::Test, cases.len());
        parallel::map(
            self.jobs,
            &cases,
            || (),
            |(), (case, mutants)| {
                self.case(&self.ran[*case], mutants.iter().map(|at| &trying[*at]));
                self.progress.step(1);
            },
        );
        let mut reached: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (case, mutants) in by_case.iter().enumerate() {
            for mutant in mutants {
                reached.entry(*mutant).or_default().push(case);
            }
        }
        let fates: Vec<(usize, Fate)> = trying
            .iter()
            .enumerate()
            .filter(|(_, own)| !own.stillborn.load(Ordering::Relaxed))
            .map(|(at, own)| match (own.killed.load(Ordering::Relaxed), reached.contains_key(&at)) {
                (true, _) => (at, Fate::Killed),
                (false, true) => (at, Fate::Survived),
                (false, false) => (at, Fate::Unreached),
            })
            .collect();
        let survivors = fates.iter().filter(|(_, fate)| *fate == Fate::Survived).count();
        self.progress.stage(Stage::Test, survivors);
        parallel::map(
            self.jobs,
            &fates,
            || (),
            |(), (at, fate)| {
                let killer = (*fate == Fate::Survived).then(|| {
                    self.progress.step(1);
                    self.search(&trying[*at], &reached[at])
                });
                let Mutation { place, cut, put, .. } = trying[*at].wanted.mutation.clone();
                Mutant { place, cut, put, fate: *fate, killer: killer.flatten() }
            },
        )
    }

    /// For each case, the mutants that it reaches.
    fn reaching(&self, wanted: &[Wanted]) -> Vec<Vec<usize>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut spans: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
        for (source, span) in known.iter() {
            spans.entry(*source).or_default().push(*span);
        }
        // What is built into the code around it is reached with that.
        let told = |place: Place| {
            let around = spans.get(&place.source)?.iter();
            let around = around.filter(|span| span.start <= place.span.start && place.span.end <= span.end);
            around.min_by_key(|span| span.end - span.start).copied()
        };
        let told: Vec<Option<Span>> = wanted.iter().map(|own| told(own.mutation.place)).collect();
        let of_case = |ran: &Ran<'_>| {
            let reached: BTreeSet<(SourceId, Span)> =
                ran.reached.iter().map(|(source, span, _)| (*source, *span)).collect();
            let hit = |(at, told): (usize, &Option<Span>)| {
                let own = &wanted[at];
                let met = match told {
                    Some(span) => reached.contains(&(own.mutation.place.source, *span)),
                    None => own.rules.iter().any(|rule| ran.tested.called.contains(rule.as_str())),
                };
                (met || (told.is_none() && own.whole && !ran.tested.case.cards.is_empty())).then_some(at)
            };
            told.iter().enumerate().filter_map(hit).collect()
        };
        self.ran.iter().map(of_case).collect()
    }

    /// Tries mutants on a case that reaches them.
    fn case<'t>(&self, ran: &Ran<'_>, mutants: impl Iterator<Item = &'t Trying<'t>>) {
        let case = &ran.tested.case;
        let laid = ran.trial.lay(case, &case.data, &mut Rounds::anew(ran.trial.sources));
        let sound = laid.compile(ran.trial.rules, ran.trial.otherwise(case), self.memos);
        let mut bases: BTreeMap<BTreeSet<String>, Base> = BTreeMap::new();
        for mutant in mutants.filter(|own| !own.is_done()) {
            let only = mutant.only(ran);
            let base = bases.entry(only.clone()).or_insert_with(|| Base::of(ran, &laid, &sound, only));
            let Some(compiled) = self.made(mutant, ran, &laid, base) else { continue };
            if base.notices(ran, &base.check(ran, &laid, &compiled)) {
                mutant.killed.store(true, Ordering::Relaxed);
                mutant.made.lock().unwrap_or_else(PoisonError::into_inner).clear();
            }
        }
    }

    /// A mutant compiled for a case, if it is a pack at all.
    fn made(&self, mutant: &Trying<'_>, ran: &Ran<'_>, laid: &Laid, base: &Base) -> Option<Arc<Vec<Arc<Compiled>>>> {
        let case = &ran.tested.case;
        let (packs, values) = laid.key(case);
        let mut made = mutant.made.lock().unwrap_or_else(PoisonError::into_inner);
        let compiled = made.entry((packs, values, base.only.clone())).or_insert_with(|| {
            let (mutation, only) = (&mutant.wanted.mutation, &base.only);
            let own = code::Mutant { mutation, nursery: self.nursery, only };
            if only.is_empty() {
                let otherwise = Otherwise { mutant: Some(own), ..ran.trial.otherwise(case) };
                return Arc::new(laid.compile(ran.trial.rules, otherwise, self.memos));
            }
            let bench = ran.trial.rules.bench(ran.trial.sources, self.memos);
            let schemas =
                base.schemas.get_or_init(|| base.compiled.iter().map(|own| bench.schema(&own.in_force)).collect());
            let each = base.compiled.iter().zip(schemas);
            Arc::new(each.map(|(sound, schema)| Arc::new(compile::mutated(bench, (sound, schema), own))).collect())
        });
        if compiled.iter().any(|own| own.is_broken()) {
            mutant.stillborn.store(true, Ordering::Relaxed);
            return None;
        }
        Some(compiled.clone())
    }
}

impl<'t> Trying<'t> {
    fn new(wanted: &'t Wanted) -> Self {
        Self { wanted, made: Made::default(), killed: AtomicBool::default(), stillborn: AtomicBool::default() }
    }

    fn is_done(&self) -> bool {
        self.killed.load(Ordering::Relaxed) || self.stillborn.load(Ordering::Relaxed)
    }

    /// The rules to run: those that run what is changed, of those that the case runs; none are named where all of the case runs, as
    /// where cards hang on it.
    fn only(&self, ran: &Ran<'_>) -> BTreeSet<String> {
        let called = |rule: &&String| ran.tested.called.contains(rule.as_str());
        let own = self.wanted.rules.iter().filter(called);
        if self.wanted.whole { BTreeSet::new() } else { own.cloned().collect() }
    }
}

/// What comes of a case without a change, where only some rules are run.
struct Base {
    /// The rules that are run; all of the case where none are named.
    only: BTreeSet<String>,
    compiled: Vec<Arc<Compiled>>,
    /// The kinds of each.
    schemas: OnceCell<Vec<Schema>>,
    /// What others than these rules say.
    others: BTreeSet<String>,
}

impl Base {
    fn of(ran: &Ran<'_>, laid: &Laid, sound: &[Arc<Compiled>], only: BTreeSet<String>) -> Self {
        let compiled = if only.is_empty() {
            sound.to_vec()
        } else {
            sound.iter().map(|own| Arc::new(own.of_rules(&only))).collect()
        };
        let mut base = Self { only, compiled, schemas: OnceCell::new(), others: BTreeSet::new() };
        let came = base.check(ran, laid, &base.compiled);
        if !base.only.is_empty() && base.is_unlike(ran, &came) {
            // What these rules say follows from what others say.
            return Self::of(ran, laid, sound, BTreeSet::new());
        }
        base.others = base.others(&came);
        base
    }

    /// Checks the case by these rules, as they are or changed.
    fn check(&self, ran: &Ran<'_>, laid: &Laid, compiled: &[Arc<Compiled>]) -> Came {
        let only: Vec<String> = self.only.iter().cloned().collect();
        let only = if only.is_empty() { &ran.tested.case.only } else { &only };
        let mut result = laid.check(compiled, only, &Memos::default());
        // That a constraint which is left out matches no filter is nothing that a case notices.
        result.findings.retain(|finding| *finding.rule != *host::FILTER.name);
        result
    }

    fn is_of(&self, rule: &str) -> bool {
        self.only.is_empty() || self.only.contains(rule)
    }

    fn others(&self, came: &Came) -> BTreeSet<String> {
        came.findings.iter().filter(|finding| !self.is_of(&finding.rule)).map(said).collect()
    }

    /// Whether what came is otherwise than the case expects of these rules.
    fn is_unlike(&self, ran: &Ran<'_>, result: &Came) -> bool {
        let case = &ran.tested.case;
        let expect: Vec<_> = case.expect.iter().filter(|own| self.is_of(&own.rule)).cloned().collect();
        let findings: Vec<Finding> = result.findings.iter().filter(|own| self.is_of(&own.rule)).cloned().collect();
        let cards = || self.only.is_empty() && !super::cards::judge(&case.cards, &result.scores).is_empty();
        !judge::judge(&expect, &findings).is_empty() || cards()
    }

    /// Whether a case fails.
    fn notices(&self, ran: &Ran<'_>, came: &Came) -> bool {
        self.is_unlike(ran, came) || self.others(came) != self.others
    }
}

/// What a finding says, to be compared.
fn said(finding: &Finding) -> String {
    let record = judge::record_of(finding).unwrap_or_default();
    let field = finding.field.as_deref().unwrap_or_default();
    format!("{}\n{record}\n{field}\n{}\n{:?}", finding.rule, finding.message.get(Lang::Zh), finding.status)
}
