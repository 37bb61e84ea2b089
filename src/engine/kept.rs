//! What runs found, kept while a check is repeated: a rule is called again only where something that it could read,
//! or it itself, has changed.

use std::sync::Arc;

use crate::engine::compile::{Rule, SchemeInForce};
use crate::engine::run::Run;
use crate::finding::{Effect, Finding};
use crate::memo::{Digest, Digester, Memo};
use crate::score::card::Card;

/// What runs found.
#[derive(Debug, Default)]
pub struct Kept {
    /// By rule, year, and the records that it was called for.
    pub(super) tasks: Memo<Ran>,
    /// By scheme, body and year.
    pub(super) sheets: Memo<Sheet>,
}

/// What a rule found on some records.
#[derive(Clone, Debug)]
pub struct Ran {
    pub(super) findings: Arc<Vec<Finding>>,
    /// What the cards were made of, when the rule has asked for any.
    pub(super) cards: Option<Digest>,
}

/// The cards of one scheme, body and year.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub(super) cards: Arc<Vec<Card>>,
    pub(super) findings: Arc<Vec<Finding>>,
}

impl Kept {
    /// One that keeps what it is given.
    #[must_use]
    pub fn keeping() -> Self {
        Self { tasks: Memo::keeping(), sheets: Memo::keeping() }
    }

    /// Forgets what was of no use in this round.
    pub fn turn(&self) {
        self.tasks.turn();
        self.sheets.turn();
    }
}

/// Whether findings are the answer. A rule that was stopped might not be next time, so that what it says is not kept.
pub(super) fn is_answer(findings: &[Finding]) -> bool {
    findings.iter().all(|f| f.effect != Effect::Incomplete)
}

/// The digest of what a rule reads when it is called for bodies in a year, but for cards and rows.
pub(super) fn of_rule(run: &Run<'_>, settings: Digest, rule: &Rule, year: i16, bodies: &[u16]) -> Digester {
    let digest = Digester::new("rule").with(settings).number(rule.script.0).text(&rule.id);
    on_bodies(run, digest, year, bodies)
}

/// The digest of what a scheme reads when it scores a body's records in a year. Cards hold the number of the body.
pub(super) fn of_scheme(run: &Run<'_>, settings: Digest, scheme: &SchemeInForce, year: i16, body: u16) -> Digest {
    let digest = Digester::new("scheme").with(settings).number(scheme.script.0).text(&scheme.id);
    on_bodies(run, digest, year, &[body]).number(body).done()
}

fn on_bodies(run: &Run<'_>, digest: Digester, year: i16, bodies: &[u16]) -> Digester {
    let digest = digest.text(&run.as_of.to_string()).number(year);
    bodies.iter().filter_map(|body| run.made_of.get(usize::from(*body))).fold(digest, |d, made_of| d.with(*made_of))
}
