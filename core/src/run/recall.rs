//! What runs found, kept while a check is repeated: a rule is called again only where something that it has read, or it
//! itself, has changed.

use std::hash::Hash as _;
use std::sync::Arc;

use crate::data::footprint::Footprint;
use crate::finding::{Effect, Finding};
use crate::language::Text;
use crate::memo::{Digest, Digester, Memo};
use crate::native::allowance::Spent;
use crate::native::notes::Reads;
use crate::run::Run;
use crate::run::compile::Rule;
use crate::run::gaps::Unseen;
use crate::run::ledger::{Comes, Ledger};
use crate::run::schemes::SchemeInForce;
use crate::score::card::Card;
use crate::source::{Place, Span};
use crate::value::{BodyId, KindId, Row, RowId};

/// What runs found.
#[derive(Debug, Default)]
pub(crate) struct Recall {
    /// By rule, year, and the file of the records that it was called for.
    pub(super) tasks: Memo<Ran>,
    /// By scheme, year, and the file of the records that were scored.
    pub(super) cards: Memo<Scored>,
    /// By scheme, body and year: all cards, ranked.
    pub(super) sheets: Memo<Sheet>,
}

/// What a rule found on some records.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
    /// Where the rule stood.
    pub(super) place: Place,
    pub(super) findings: Arc<Vec<Finding>>,
    /// Where its calls could not see all that they asked for.
    pub(super) gaps: Arc<Vec<Unseen>>,
    pub(super) reads: Arc<Reads>,
    /// What the cards said, when the rule has asked for any.
    pub(super) cards: Option<Digest>,
    /// What that took.
    pub(super) spent: Spent,
    /// Where a limit has stopped it.
    pub(super) stopped: Option<Stopped>,
}

/// Where a limit has stopped a rule.
#[derive(Clone, Debug)]
pub(crate) struct Stopped {
    /// The record of the call.
    pub(super) row: Option<RowId>,
    /// What limit.
    pub(super) message: Text,
    /// Where in the script.
    pub(super) place: Option<Place>,
    /// How many calls were not made after it.
    pub(super) left: usize,
}

impl Comes for Ran {
    fn spent(&self) -> Spent {
        self.spent
    }

    fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }
}

/// The cards of some records, not ranked.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(super) cards: Arc<Vec<Card>>,
    pub(super) findings: Arc<Vec<Finding>>,
    /// Where the scheme could not see all that it asked for.
    pub(super) gaps: Arc<Vec<Unseen>>,
    pub(super) reads: Arc<Reads>,
    /// The store whose rows the cards name.
    pub(super) footprint: Arc<Footprint>,
    /// What that took.
    pub(super) spent: Spent,
    /// Whether a limit has stopped it.
    pub(super) stopped: bool,
}

impl Comes for Scored {
    fn spent(&self) -> Spent {
        self.spent
    }

    fn is_stopped(&self) -> bool {
        self.stopped
    }
}

/// The cards of one scheme, body and year, ranked.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// What they were ranked from.
    pub(super) from: Vec<Arc<Vec<Card>>>,
    pub(super) cards: Arc<Vec<Card>>,
    /// Digest of all that they say.
    pub(super) says: Digest,
}

impl Recall {
    /// One that keeps what it is given.
    #[must_use]
    pub(crate) fn keeping() -> Self {
        Self { tasks: Memo::keeping(), cards: Memo::keeping(), sheets: Memo::keeping() }
    }

    /// Forgets what was of no use in this round.
    pub(crate) fn turn(&self) {
        self.tasks.turn();
        self.cards.turn();
        self.sheets.turn();
    }
}

impl Ran {
    /// The same when the rule stands elsewhere, or in another version of its file.
    pub(super) fn at(mut self, place: Place) -> Self {
        let was = std::mem::replace(&mut self.place, place);
        if was == place {
            return self;
        }
        let moved = |at: u32| (at + place.span.start).saturating_sub(was.span.start);
        for finding in Arc::make_mut(&mut self.findings) {
            if let Some(own) = finding.rule_place.as_mut().filter(|own| own.source == was.source) {
                let span = Span { start: moved(own.span.start), end: moved(own.span.end) };
                *own = Place { source: place.source, span };
            }
        }
        self
    }
}

impl Sheet {
    /// A sheet of ranked cards.
    pub(super) fn new(from: Vec<Arc<Vec<Card>>>, cards: Vec<Card>) -> Self {
        let mut digest = Digester::new("sheet");
        cards.hash(&mut digest);
        Self { from, cards: Arc::new(cards), says: digest.done() }
    }

    /// One that is not kept.
    pub(super) fn bare(cards: Vec<Card>) -> Self {
        Self { from: Vec::new(), cards: Arc::new(cards), says: Digester::new("sheet").done() }
    }

    /// Whether it was ranked from these very cards.
    pub(super) fn is_of(&self, from: &[Arc<Vec<Card>>]) -> bool {
        self.from.len() == from.len() && self.from.iter().zip(from).all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

/// Brings the answer of each task, named by its key, into a ledger: as it is `known`, or from `work` on the numbers of the others,
/// which puts it there. Those that are an answer are kept.
pub(super) fn recall<T: Clone + Comes + Send>(
    memo: &Memo<T>,
    keys: &[Option<Digest>],
    known: impl Fn(usize, Digest) -> Option<T>,
    findings: impl Fn(&T) -> &[Finding] + Sync,
    ledger: &Ledger<T>,
    work: impl FnOnce(Vec<usize>, &(dyn Fn(usize, T) + Sync)),
) {
    let mut open = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        match key.and_then(|key| known(at, key)) {
            Some(answer) => _ = ledger.put(at, answer),
            None => open.push(at),
        }
    }
    work(open, &|at, answer| {
        let key = keys[at].filter(|_| !answer.is_stopped() && is_answer(findings(&answer)));
        let kept = key.map(|key| (key, answer.clone()));
        if let (true, Some((key, answer))) = (ledger.put(at, answer), kept) {
            memo.put(key, &answer);
        }
    });
}

/// Whether findings are the answer. A rule that was stopped might not be next time, so that what it says is not kept.
fn is_answer(findings: &[Finding]) -> bool {
    findings.iter().all(|f| f.effect != Effect::Incomplete)
}

/// A rule that is called for bodies in a year.
pub(super) fn of_rule(run: &Run<'_>, settings: Digest, rule: &Rule, year: i16, bodies: &[BodyId]) -> Digester {
    let digest = Digester::new("rule").with(settings).with(rule.text).text(&rule.info.name);
    on_bodies(run, digest, year, bodies)
}

/// A scheme that scores records of a body in a year.
pub(super) fn of_scheme(run: &Run<'_>, settings: Digest, scheme: &SchemeInForce, year: i16, body: BodyId) -> Digester {
    let digest = Digester::new("scheme").with(settings).number(scheme.script.0).text(&scheme.id);
    let digest = run.period.iter().fold(digest, |digest, (first, last)| digest.text(&format!("{first} {last}")));
    on_bodies(run, digest, year, &[body])
}

/// The same on these records, which are of one file.
pub(super) fn of_rows(run: &Run<'_>, digest: Digester, body: BodyId, kind: KindId, rows: &[Row]) -> Digest {
    let first = rows.first().copied().unwrap_or_default();
    let source = run.store.head(RowId { body, kind, row: first }).source;
    let within = first.at() - run.footprint.first_row(body, kind, source).unwrap_or_default().at();
    digest.number(kind).number(source.0).count(within).count(rows.len()).done()
}

fn on_bodies(run: &Run<'_>, digest: Digester, year: i16, bodies: &[BodyId]) -> Digester {
    let digest = digest.text(&run.as_of.to_string()).number(year);
    let known = bodies.iter().filter_map(|body| Some((*body, run.footprint.body(*body)?)));
    known.fold(digest, |digest, (body, made_of)| digest.number(body).with(made_of))
}
