//! A finding: what a rule or the host has to say about a place.

pub(crate) mod address;
pub(crate) mod record;

use std::sync::Arc;

use jiff::civil::Date;

use crate::language::Text;
use crate::source::Place;
use crate::spelling::nearest;

pub use address::{Actor, Address};
pub use record::RecordName;
pub(crate) use record::key_in_brackets;

/// What kind of statement a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Status {
    /// The data breaks a rule, or is itself broken.
    Violation,
    /// A duty that is not yet due.
    Pending,
    /// Part of the answer is missing: a pack failed, a limit was hit, or something could not be read.
    Fault,
}

impl Status {
    /// The word of the JSON report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Pending => "pending",
            Self::Fault => "fault",
        }
    }
}

/// How much a violation weighs; decided by the rule, a pack or the project, never by the rule's code.
///
/// ```
/// use yize_core::Severity;
/// assert_eq!(Severity::parse("warning"), Some(Severity::Warning));
/// assert_eq!(Severity::Error.word(), "error");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Severity {
    /// Fails a check.
    #[default]
    Error,
    /// Fails a check only with `--fail-on warning`.
    Warning,
}

impl Severity {
    /// The word of the JSON report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// Reads the word of a rule, pack or project.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "error" => Some(Self::Error),
            "warning" => Some(Self::Warning),
            _ => None,
        }
    }

    /// The level that a word was perhaps meant to name.
    #[must_use]
    pub(crate) fn meant(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "warn" | "warnings" | "警告" | "提醒" | "提示" => Some(Self::Warning),
            "err" | "fatal" | "错误" | "严重" => Some(Self::Error),
            lower => Self::parse(lower).or_else(|| Self::parse(nearest(lower, ["error", "warning"])?)),
        }
    }
}

/// What a finding means for the exit status. When several apply, the order is
/// `NotChecked` (2), `Incomplete` (3), `Violation` (1), `None` (0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Effect {
    /// Nothing: a pending duty.
    None,
    /// Exit 1 when its severity reaches the failing level.
    Violation,
    /// Exit 3: a limit was hit or a rule faulted.
    Incomplete,
    /// Exit 2: something that was asked for was not checked.
    NotChecked,
}

/// Why a finding stays in the report and does not count.
///
/// ```
/// use yize_core::check::check;
/// use yize_core::finding::Suppression;
/// # use yize_core::example::{project, request};
///
/// # let request = request();
/// # let project = project();
/// // A project whose settings excuse the one member that breaks the rule.
/// let files = project.with(
///     "club/yize.toml",
///     "rules = [\"rules\"]\n[[waiver]]\nrule = \"ledger/visits\"\nat = \"member/A\"\n\
///      reason = \"新任\"\napproved_by = \"秘书长\"\nuntil = 2027-06-30\n",
/// );
/// let outcome = check(&files, &request, &());
/// let Some(Suppression::Waiver { approved_by, .. }) = &outcome.findings[0].suppressed else { panic!("waived") };
/// assert_eq!(approved_by, "秘书长");
/// assert_eq!((outcome.summary.violations, outcome.summary.waived), (0, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Suppression {
    /// Someone has excused it, for a time.
    Waiver {
        /// Why.
        reason: String,
        /// Who decided.
        approved_by: String,
        /// The last day on which it holds.
        #[serde(with = "crate::wire::day")]
        until: Date,
        /// Where it is written.
        place: Place,
    },
    /// It was there when the baseline was taken.
    Baseline,
}

impl Suppression {
    /// The word of the JSON report.
    #[must_use]
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Waiver { .. } => "waiver",
            Self::Baseline => "baseline",
        }
    }
}

/// A further place with what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// Why it matters.
    pub message: Text,
}

/// Broken references from which a finding may follow: what it speaks of may be meant by one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub(crate) struct Doubt {
    /// The body.
    #[serde(with = "crate::wire::text")]
    pub body: Arc<str>,
    /// The kind of the records that refer.
    pub kind: String,
    /// The field that holds the references.
    pub field: String,
    /// How many are broken.
    pub broken: usize,
}

/// A value by which many findings may go, so that it is the more likely slip.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Common {
    /// Its record; none for the year that a file gives for all of its records.
    pub record: Option<RecordName>,
    /// Its field.
    pub field: String,
    /// Where it stands.
    pub place: Place,
    /// What it should be for the finding to go, where that is known: those that want it otherwise do not go together.
    pub meant: Option<i16>,
    /// So many findings at least must go by it.
    pub least: usize,
}

/// A figure by which it is told how bad a finding is. Both are exact: a whole number, or a fraction such as `5/3`.
///
/// ```
/// use yize_core::finding::Measure;
///
/// // What a rule says by `.measure(have, want)`; others have none.
/// assert_eq!(yize_core::example::outcome().findings[0].measure, None::<Measure>);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Measure {
    /// What there is.
    pub have: String,
    /// What there should be.
    pub want: String,
}

/// By what a finding is known besides what it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Identity {
    /// The year of the data that its rule was called for; 0 for what holds in every year.
    pub year: i16,
    /// Digest of the record, where that has no key.
    pub content: Option<String>,
    /// Digest of the values that its message speaks of, where the message itself does not tell them.
    pub values: Option<String>,
}

/// One finding.
///
/// ```
/// use yize_core::finding::{Effect, Finding, RecordName, Related, Severity, Status};
/// use yize_core::{Lang, say};
///
/// # let outcome = yize_core::example::outcome();
/// let found: &Finding = &outcome.findings[0];
/// assert_eq!((found.status, found.severity, found.effect), (Status::Violation, Severity::Error, Effect::Violation));
/// let RecordName { kind, key } = found.record.as_ref().expect("a record");
/// assert_eq!(found.status.word(), "violation");
/// assert_eq!((&*found.rule, kind.as_str(), key.as_str()), ("ledger/visits", "member", "A"));
///
/// // A host may have findings of its own.
/// let place = found.place.expect("a place");
/// let closed = say!("登记处没有开门", "the registry is closed");
/// let own = Finding::new("registry/closed", Status::Fault, Effect::NotChecked, closed)
///     .path("registry.toml")
///     .help(say!("明天再试", "try again tomorrow"))
///     .see(place, say!("没有核对的值", "the value that was not looked up"));
/// let Related { message, .. } = &own.related[0];
/// assert_eq!(own.clone().at(place).place, found.place);
/// assert_eq!(message.get(Lang::En), "the value that was not looked up");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// Full name of the rule: `<pack>/<id>`, or `host/<id>`.
    #[serde(with = "crate::wire::text")]
    pub rule: Arc<str>,
    /// Violation, pending duty or fault.
    pub status: Status,
    /// Weight.
    pub severity: Severity,
    /// What it does to the exit status.
    pub effect: Effect,
    /// What is wrong, in one sentence.
    pub message: Text,
    /// Body that the record belongs to, where known.
    #[serde(with = "crate::wire::some_text")]
    pub body: Option<Arc<str>>,
    /// Where it belongs to no record: the bodies whose file it speaks of, and which alone it may concern; any when empty.
    #[serde(skip)]
    pub(crate) whose: Arc<[Arc<str>]>,
    /// The value, header or file that it speaks of; `None` for what has no text (a missing path).
    pub place: Option<Place>,
    /// The path that could not be read, for findings without a place.
    pub path: Option<String>,
    /// The record, where there is one.
    pub record: Option<RecordName>,
    /// The field, where it speaks of one.
    pub field: Option<String>,
    /// Second places, in the order given.
    pub related: Vec<Related>,
    /// The line of the rule that reported it.
    pub rule_place: Option<Place>,
    /// A next step.
    pub help: Option<Text>,
    /// The document that the rule rests on.
    #[serde(with = "crate::wire::some_text")]
    pub basis: Option<Arc<str>>,
    /// Last day of a pending or missed duty (ISO date).
    #[serde(with = "crate::wire::some_day")]
    pub due: Option<Date>,
    /// What broken references it may follow from.
    pub(crate) doubt: Option<Box<Doubt>>,
    /// The value by which it and perhaps many others go.
    pub(crate) common: Option<Box<Common>>,
    /// Whether records were left out of the check because of it.
    pub(crate) unread: bool,
    /// Whether a call of this run could not see what it asked for because of it, so that no filter takes it out.
    pub(crate) silences: bool,
    /// Why it does not count, where it does not.
    pub suppressed: Option<Suppression>,
    /// Whether its rule has made it a warning, which no setting raises.
    pub(crate) weakened: bool,
    /// How bad it is, where its rule says so.
    pub measure: Option<Measure>,
    /// By what it is known.
    pub(crate) identity: Identity,
    /// What people call that of which it speaks, and who must act.
    pub address: Box<Address>,
}

impl Finding {
    /// A finding with nothing but the essentials; the caller fills in the rest.
    #[must_use]
    pub fn new(rule: impl Into<Arc<str>>, status: Status, effect: Effect, message: Text) -> Self {
        Self {
            rule: rule.into(),
            status,
            severity: Severity::Error,
            effect,
            message,
            body: None,
            whose: Arc::default(),
            place: None,
            path: None,
            record: None,
            field: None,
            related: Vec::new(),
            rule_place: None,
            help: None,
            basis: None,
            due: None,
            suppressed: None,
            unread: false,
            silences: false,
            doubt: None,
            common: None,
            weakened: false,
            measure: None,
            identity: Identity::default(),
            address: Box::default(),
        }
    }

    /// Whether a waiver or a baseline may take it out of the count: what a rule of a pack says may be. A fault means that
    /// part of the answer is missing, and broken data keep rules from speaking; nobody can excuse either.
    #[must_use]
    pub(crate) fn can_be_suppressed(&self) -> bool {
        self.status != Status::Fault && !self.rule.starts_with("host/")
    }

    /// About how many bytes it takes.
    #[must_use]
    pub(crate) fn weight(&self) -> usize {
        let related = self.related.iter().map(|related| size_of::<Related>() + related.message.weight());
        let record = self.record.as_ref().map_or(0, |record| record.kind.len() + record.key.len());
        let texts = self.message.weight() + self.help.as_ref().map_or(0, Text::weight);
        size_of::<Self>() + record + texts + related.sum::<usize>()
    }

    /// Says that it stands for so many more: with more of them it is the same, and worse.
    pub(crate) fn stands_for(&mut self, more: usize) {
        let have = self.stands_for_more().saturating_add(more).to_string();
        self.measure = Some(Measure { have, want: "0".to_owned() });
    }

    /// For how many more it stands.
    #[must_use]
    pub(crate) fn stands_for_more(&self) -> usize {
        self.measure.as_ref().and_then(|measure| measure.have.parse().ok()).unwrap_or(0)
    }

    /// All places that it names: its own, that of its rule, and second ones.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> {
        let related = self.related.iter().map(|related| related.place);
        self.place.into_iter().chain(self.rule_place).chain(related)
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Sets the path of something that has no text.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Sets the next step.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn see(mut self, place: Place, message: Text) -> Self {
        self.related.push(Related { place, message });
        self
    }
}
