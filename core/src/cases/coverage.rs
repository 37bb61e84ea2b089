//! What the cases of packs have reached: which rules reported something and stayed silent, and what of their scripts ran.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::cases::Tested;
use crate::check::ruleset::Ruleset;
use crate::finding::Status;
use crate::machine::code::{Ear, Hook, Told};
use crate::run::compile::{Compiled, Rule};
use crate::script::tree::{Expr, Logic, Unary, What};
use crate::script::walk::{self, Part};
use crate::source::{Place, SourceId, Span};

/// What the cases have reached of the packs that were tested.
///
/// ```
/// use yize_core::cases::{Coverage, FileCoverage, Met, RuleCoverage, Selection, Spot, test};
/// use yize_core::check::Request;
/// use yize_core::Memory;
/// # use yize_core::example::{DATA, DAY, pack};
///
/// // One case, of a member who breaks the rule: that the rule stays silent is tried by none.
/// let text = format!(
///     "[data]\ntext = '''\n{DATA}'''\nas_of = 2026-12-31\n\n[[case]]\nname = \"没有走访\"\nexpect = [{{ rule = \"visits\" }}]\n"
/// );
/// let mut request = Request::new(Vec::new(), DAY);
/// request.packs.push(pack().with("ledger/tests/visits.toml", text).into());
/// let selection = Selection { coverage: true, ..Selection::default() };
/// let report = test(&Memory::default(), &request, &selection, &());
/// let Coverage { rules, files } = report.coverage.expect("it was asked for");
/// let visits: &RuleCoverage = rules.iter().find(|rule| rule.name.ends_with("/visits")).expect("the rule");
/// let Met { fires, silent } = &visits.met;
/// assert_eq!((fires.as_deref(), silent.as_deref()), (Some("没有走访"), None));
/// let FileCoverage { source, spots } = &files[0];
/// assert!(report.sources.get(*source).name.ends_with(".rhai"));
/// // The condition of the rule was never false.
/// assert!(spots.iter().any(|Spot { ran, yes, no, .. }| *ran && *yes && !*no));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Rules, constraints and schemes of the packs that were tested, by name.
    pub rules: Vec<RuleCoverage>,
    /// Their scripts, in the order of packs and files.
    pub files: Vec<FileCoverage>,
}

/// What the cases have seen of a rule, a constraint or a scheme.
#[derive(Clone, Debug)]
pub struct RuleCoverage {
    /// Full name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Where it is declared.
    pub place: Place,
    /// Whether it is a scheme: then `fires` means that a card of it is expected, and nothing is asked of `silent`.
    pub scheme: bool,
    /// What was met.
    pub met: Met,
}

/// By which cases a rule was tried: the first of each sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// A case in which it reports something.
    pub fires: Option<String>,
    /// A case in which it is called and says nothing.
    pub silent: Option<String>,
}

/// What ran of a script.
#[derive(Clone, Debug)]
pub struct FileCoverage {
    /// The script, among the sources of the report.
    pub source: SourceId,
    /// Its expressions, by place.
    pub spots: Vec<Spot>,
}

/// What became of an expression.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Where it stands.
    pub span: Span,
    /// Whether it was worked out.
    pub ran: bool,
    /// Whether it was ever yes.
    pub yes: bool,
    /// Whether it was ever no.
    pub no: bool,
    /// Whether it asks for yes or no, so that both are wanted.
    pub asks: bool,
}

const RAN: u8 = 1;
const YES: u8 = 2;
const NO: u8 = 4;

/// What one case has reached: expressions, with what they came to.
pub(super) type Reached = Vec<(SourceId, Span, u8)>;

/// The expressions of which code tells; others are built into the code around them.
pub(super) type Known = Mutex<BTreeSet<(SourceId, Span)>>;

/// What was heard of each expression since the last time.
type Heard = BTreeMap<(SourceId, Span), Arc<AtomicU8>>;

/// Listens to the code that one worker runs.
pub(super) struct Listener {
    known: Arc<Known>,
    heard: Arc<Mutex<Heard>>,
}

impl Listener {
    /// One that notes for all workers which expressions are told of.
    pub(super) fn new(known: &Arc<Known>) -> Self {
        Self { known: known.clone(), heard: Arc::default() }
    }

    /// What code is compiled with so that this hears of it.
    pub(super) fn hook(&self) -> Hook {
        let (known, heard) = (self.known.clone(), self.heard.clone());
        Arc::new(move |source, expr: &Expr| {
            known.lock().unwrap_or_else(PoisonError::into_inner).insert((source, expr.span));
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            let flags = heard.entry((source, expr.span)).or_default().clone();
            let ear: Ear = Box::new(move |told, _| {
                let more = match told {
                    Told::Bool(true) => RAN | YES,
                    Told::Bool(false) => RAN | NO,
                    _ => RAN,
                };
                if flags.load(Ordering::Relaxed) & more != more {
                    flags.fetch_or(more, Ordering::Relaxed);
                }
            });
            ear
        })
    }

    /// What was heard since the last time.
    pub(super) fn take(&self) -> Reached {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let reached = heard.iter().map(|((source, span), flags)| (*source, *span, flags.swap(0, Ordering::Relaxed)));
        reached.filter(|(.., flags)| *flags != 0).collect()
    }
}

/// What all cases have reached of some packs. `compiled` is what holds for each, and says which rules there are.
pub(super) fn of(
    rules: &Ruleset,
    packs: &[String],
    compiled: &[Arc<Compiled>],
    tested: &[Tested],
    (known, reached): (&Known, &[Reached]),
) -> Coverage {
    let known = known.lock().unwrap_or_else(PoisonError::into_inner);
    let mut flags: BTreeMap<SourceId, BTreeMap<Span, u8>> = BTreeMap::new();
    for (source, span, own) in reached.iter().flatten() {
        *flags.entry(*source).or_default().entry(*span).or_default() |= own;
    }
    let chosen = packs.iter().filter_map(|id| rules.packs.get(id));
    let sources = chosen.flat_map(|pack| pack.scripts.values().chain(pack.libraries.values()));
    let files = sources.filter_map(|source| {
        let file = &rules.library.get(*source)?.file;
        let told = |span: Span| known.contains(&(*source, span));
        let mut asked: BTreeMap<Span, bool> = BTreeMap::new();
        let mut see = |parts: Vec<&Expr>| {
            // Of what is never called no code is made: all of it is wanting.
            let any = parts.iter().any(|expr| told(expr.span));
            for expr in parts.into_iter().filter(|expr| !is_plain(expr) && (!any || told(expr.span))) {
                *asked.entry(expr.span).or_default() |= asks(expr);
            }
        };
        file.functions.iter().for_each(|function| see(parts(|see| walk::block(&function.body, see))));
        let closures = file.declarations.iter().filter_map(|declaration| declaration.arguments.get(2));
        closures.for_each(|closure| see(parts(|see| walk::expr(closure, see))));
        let ran = flags.remove(source).unwrap_or_default();
        let spots = asked.into_iter().map(|(span, asks)| {
            let own = ran.get(&span).copied().unwrap_or_default();
            Spot { span, ran: own & RAN != 0, yes: own & YES != 0, no: own & NO != 0, asks }
        });
        Some(FileCoverage { source: *source, spots: spots.collect() })
    });
    let files = files.filter(|file| !file.spots.is_empty()).collect();
    Coverage { rules: rules_of(packs, compiled, tested), files }
}

/// The expressions of a tree.
fn parts<'t>(tree: impl FnOnce(&mut dyn FnMut(Part<'t>))) -> Vec<&'t Expr> {
    let mut parts = Vec::new();
    tree(&mut |part| {
        if let Part::Expr(expr) = part {
            parts.push(expr);
        }
    });
    parts
}

/// What is no work: it is there as soon as what it stands in is. Closures run where they are called.
fn is_plain(expr: &Expr) -> bool {
    matches!(
        expr.what,
        What::Unit
            | What::Bool(_)
            | What::Int(_)
            | What::Decimal(_)
            | What::Text(_)
            | What::Char(_)
            | What::Name(_)
            | What::LibraryName { .. }
            | What::Closure(_)
            | What::Map(_)
            | What::This
    )
}

/// Whether an expression comes to yes or no, as its operator tells.
fn asks(expr: &Expr) -> bool {
    match &expr.what {
        What::Binary { op, .. } => op.asks(),
        What::Logic { op, .. } => *op != Logic::Else,
        What::Unary { op, .. } => *op == Unary::Not,
        _ => false,
    }
}

fn rules_of(packs: &[String], compiled: &[Arc<Compiled>], tested: &[Tested]) -> Vec<RuleCoverage> {
    let mut rules: BTreeMap<String, RuleCoverage> = BTreeMap::new();
    for compiled in compiled {
        let declared = compiled.rules.iter().filter(|rule| rule.off.is_none());
        let declared = declared.map(|Rule { info, .. }| (&info.pack, &info.name, &info.title, info.place, false));
        let schemes = compiled.schemes.iter().map(|own| &own.scheme);
        let schemes = schemes.map(|own| (&own.pack, &own.name, &own.title, own.place, true));
        let own = declared.chain(schemes).filter(|(pack, ..)| packs.contains(pack));
        for (_, name, title, place, scheme) in own {
            let (name, title, met) = (name.to_string(), title.clone(), Met::default());
            rules.entry(name.clone()).or_insert(RuleCoverage { name, title, place, scheme, met });
        }
    }
    for case in tested {
        let name = || Some(case.case.name.clone());
        let fired = case.findings.iter().filter(|finding| finding.status != Status::Fault);
        let fired: BTreeSet<&str> = fired.map(|finding| &*finding.rule).collect();
        for rule in &case.called {
            let Some(own) = rules.get_mut(&**rule) else { continue };
            let met = if fired.contains(&**rule) { &mut own.met.fires } else { &mut own.met.silent };
            if met.is_none() {
                *met = name();
            }
        }
        for card in case.scores.iter().filter(|_| !case.case.cards.is_empty()) {
            if let Some(own) = rules.get_mut(&*card.scheme.name).filter(|own| own.met.fires.is_none()) {
                own.met.fires = name();
            }
        }
    }
    rules.into_values().collect()
}
