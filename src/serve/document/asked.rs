//! What is asked of a document that is handed in: which packs check it and as which body it is taken, and what comes of it.

use axum::body::Bytes;

use crate::report::text::clean_line;
use crate::report::{View, json};
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad};
use crate::serve::query::Words;
use yize_core::check::Scope;
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::files::Files;
use yize_core::language::{Lang, did_you_mean};
use yize_core::nearest;
use yize_core::records::Pack;
use yize_core::say;

/// Most findings that are answered.
pub(super) const MOST: usize = 20_000;

/// The check of one document, with the packs of the project that is shown and no other data.
pub(super) struct Asked {
    request: Request,
    /// The pack that is to govern it.
    pack: Option<String>,
    /// The language of its report.
    lang: Lang,
}

/// What comes of a document.
pub(super) enum Answer {
    /// Exit status and report.
    Report(u8, Vec<u8>),
    /// A body that the pack asked for does not govern.
    Foreign(String),
    /// More findings than are answered.
    TooMany(usize),
}

impl Asked {
    /// What the words of a query ask for.
    pub(super) fn new(shared: &Shared, words: &Words, lang: Lang) -> Result<Self, Box<Refusal>> {
        let last = shared.hub.last();
        let shown = last.as_ref().map(|snapshot| snapshot.shown.outcome());
        let pack = words.get("pack").cloned();
        let request = Request {
            as_of: shown.map_or(shared.settings.request.as_of, |outcome| outcome.as_of),
            only: pack.as_deref().map_or_else(|| Ok(Vec::new()), |pack| only(shown, pack, lang))?,
            skip: Vec::new(),
            bodies: words.get("body").cloned().into_iter().collect(),
            baseline: None,
            baseline_strict: false,
            time_zone: shown
                .map_or_else(|| shared.settings.request.time_zone.clone(), |outcome| outcome.time_zone.clone()),
            locked: false,
            allow_empty: false,
            scope: Scope::All,
            ..shared.settings.request.clone()
        };
        Ok(Self { request, pack, lang })
    }

    /// Checks the document and writes its report; `None` where that cannot be written.
    pub(super) fn check(self, files: &dyn Files, bytes: &Bytes) -> Option<Answer> {
        let packs = self.request.all_packs(files);
        let given = vec![("stdin".to_owned(), bytes.to_vec())];
        let request = Request { paths: Vec::new(), given, packs, ..self.request };
        let outcome = check(files, &request, &());
        if let Some(body) = self.pack.and_then(|pack| foreign(&outcome, &pack)) {
            return Some(Answer::Foreign(body));
        }
        if outcome.findings.len() > MOST {
            return Some(Answer::TooMany(outcome.findings.len()));
        }
        let code = outcome.exit_code(FailOn::Error);
        let mut report = Vec::new();
        json::write(&outcome, View::new(self.lang, code), &mut report).ok()?;
        Some(Answer::Report(code, report))
    }
}

/// Patterns for the rules that hold where a pack governs: its own, and those of the packs that it extends.
fn only(shown: Option<&Outcome>, pack: &str, lang: Lang) -> Result<Vec<String>, Box<Refusal>> {
    if let Some(chain) = shown.and_then(|outcome| outcome.chain(pack)) {
        return Ok(chain.iter().map(|member| format!("{member}/*")).collect());
    }
    let name = clean_line(pack);
    let known = shown.into_iter().flat_map(Outcome::packs).map(Pack::id);
    let message = say!("没有规则包“{name}”", "no pack `{name}`");
    Err(bad(message.and_ask(nearest(pack, known).map(did_you_mean)), lang))
}

/// The first body of a check in which a pack is not in force: neither governs it, nor is extended by one that does.
fn foreign(outcome: &Outcome, pack: &str) -> Option<String> {
    outcome.bodies().find(|body| !body.has_in_force(pack)).map(|body| body.id().to_owned())
}
