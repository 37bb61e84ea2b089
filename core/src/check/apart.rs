//! Rules of packs that are run elsewhere: by processes of their own, so that one that ends takes nothing else with it.
//!
//! Who runs them elsewhere makes the same check there, with the same texts in the same order, and gives back what one part of it
//! came to. What comes back is believed only where it was made of the same.

use std::fmt;
use std::sync::Arc;

use crate::language::Text;

/// Names the packs whose rules are run together: those that govern one body go together.
///
/// ```
/// use yize_core::check::Part;
///
/// let part = Part::parse("0 ledger").expect("a part");
/// assert_eq!((part.to_string(), Part::parse("ledger")), ("0 ledger".to_owned(), None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    project: usize,
    pack: String,
}

impl Part {
    /// The part of a project, by its number, that a pack is one of.
    #[must_use]
    pub(crate) fn new(project: usize, pack: &str) -> Self {
        Self { project, pack: pack.to_owned() }
    }

    /// Reads what is shown of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (project, pack) = text.split_once(' ')?;
        Some(Self { project: project.parse().ok()?, pack: pack.to_owned() })
    }

    /// The number of the project.
    #[must_use]
    pub(crate) fn project(&self) -> usize {
        self.project
    }

    /// The pack.
    #[must_use]
    pub(crate) fn pack(&self) -> &str {
        &self.pack
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.project, self.pack)
    }
}

type Ask = dyn Fn(&Part) -> Result<Vec<u8>, Text> + Send + Sync;
type Begin = dyn Fn() + Send + Sync;
type Give = dyn Fn(&[u8]) + Send + Sync;

/// Where the rules of packs are run.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use yize_core::check::{Apart, Part, Request, check};
/// use yize_core::say;
/// # use yize_core::example::{project, request};
///
/// # let (files, request) = (project(), request());
/// let here = check(&files, &request, &());
///
/// // Elsewhere is a check like this one, which gives away what one part came to.
/// let elsewhere = { let (files, request) = (files.clone(), request.clone()); move |part: &Part| {
///     let kept: Arc<Mutex<Option<Vec<u8>>>> = Arc::default();
///     let keep = { let kept = kept.clone(); move |bytes: &[u8]| *kept.lock().unwrap() = Some(bytes.to_vec()) };
///     let apart = Apart::answering(part.clone(), || {}, keep);
///     let _ = check(&files, &Request { apart: Some(apart), ..request.clone() }, &());
///     let came = kept.lock().unwrap().take();
///     came.ok_or_else(|| say!("没有回答", "no answer"))
/// } };
/// let apart = Apart::asking(elsewhere);
/// let there = check(&files, &Request { apart: Some(apart), ..request.clone() }, &());
/// assert_eq!(here.findings, there.findings);
///
/// // Whoever gives no answer has checked nothing.
/// let apart = Apart::asking(|_: &Part| Err(say!("没有回答", "no answer")));
/// let none = check(&files, &Request { apart: Some(apart), ..request }, &());
/// assert_eq!(&*none.findings[0].rule, "host/process");
/// ```
#[derive(Clone)]
pub struct Apart(pub(crate) Side);

/// Who asks, and who answers.
#[derive(Clone)]
pub(crate) enum Side {
    /// Asks for each part.
    Asks(Arc<Ask>),
    /// Runs one part, and gives away what it came to. All texts are read before it begins.
    Answers(Part, Arc<Begin>, Arc<Give>),
}

impl Apart {
    /// Asks somebody for each part.
    pub fn asking(ask: impl Fn(&Part) -> Result<Vec<u8>, Text> + Send + Sync + 'static) -> Self {
        Self(Side::Asks(Arc::new(ask)))
    }

    /// Runs one part only, and gives away what it came to. It is told before it begins, when all texts are read.
    pub fn answering(
        part: Part,
        begin: impl Fn() + Send + Sync + 'static,
        give: impl Fn(&[u8]) + Send + Sync + 'static,
    ) -> Self {
        Self(Side::Answers(part, Arc::new(begin), Arc::new(give)))
    }
}

impl fmt::Debug for Apart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Side::Asks(_) => f.write_str("Apart::asking"),
            Side::Answers(part, ..) => write!(f, "Apart::answering({part})"),
        }
    }
}
