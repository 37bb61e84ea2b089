//! What the report of a shard says beside what every report says, so that the reports of all shards can be joined to that
//! of the whole check, byte for byte.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::check::outcome::{Judgement, Sharded, Verdict};
use crate::check::{FailOn, Outcome, fingerprint};
use crate::finding::Finding;
use crate::json::entry::entry;
use crate::language::Lang;
use crate::source::Locator;

/// A shard, as its report tells of it.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::check::{Request, Scope, check, fingerprint};
/// use yize_core::json::{Order, Said, Shard, Waiver};
///
/// # let (files, request) = (yize_core::example::waived("B"), yize_core::example::request());
/// // The first shard of a project with a waiver for a member that there is not.
/// let first = yize_core::check::Shard::parse("1/2").expect("one of two");
/// let outcome = check(&files, &Request { scope: Scope::Shard(first), ..request }, &());
/// let mut report: serde_json::Value = serde_json::from_slice(&outcome.json(Lang::En))?;
///
/// let shard: Shard<Vec<Order>> = serde_json::from_value(report["shard"].take())?;
/// let Shard { index, of, files, order, waivers, .. } = shard;
/// assert_eq!((index, of, files), (1, 2, 1));
/// let Order { span, .. } = &order[0];
/// assert_eq!(*span, outcome.findings[0].place.map(|place| [place.span.start, place.span.end]));
/// // The waiver excuses nothing here; where it does in no other shard either, that is said, under this fingerprint.
/// let Waiver { met, unused, .. } = &waivers[0];
/// let Said { finding, stem, .. } = &unused[0];
/// assert_eq!((*met, &finding["rule"]), (false, &"host/unused-waiver".into()));
/// assert!(fingerprint::of_stem(stem, 0).is_some());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Serialize, Deserialize)]
pub struct Shard<O = ()> {
    /// Its number, from 1.
    pub index: usize,
    /// How many there are.
    pub of: usize,
    /// Digest of all that was read and asked for, the failing level included.
    pub inputs: String,
    /// The language of its messages.
    pub lang: String,
    /// Exit status of the shard.
    pub exit: u8,
    /// Data files of all shards together.
    pub files: usize,
    /// Full names of the rules that apply to what this shard has read.
    pub rules: Vec<String>,
    /// The bounds that hold for all shards together: how much of each there is in this one, and how much there may be.
    pub bounds: Vec<[u64; 2]>,
    /// Where each finding stands in the whole report: [`Order`], one of each. Whoever reads a report may leave it.
    #[serde(default)]
    pub order: O,
    /// What is to be said where no rule applies in any shard.
    pub idle: Option<Said>,
    /// What is to be said of each waiver.
    pub waivers: Vec<Waiver>,
}

/// What is to be said of a waiver, once it is known whether it excuses anything in any shard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiver {
    /// Number of the first waiver of the same text.
    pub group: usize,
    /// Whether it excuses a finding of this shard.
    pub met: bool,
    /// Whether it can be said that it excuses nothing here.
    pub judged: bool,
    /// The shard whose words hold.
    pub speaker: usize,
    /// What is said when it excuses something.
    pub used: Vec<Said>,
    /// What is said when it does not.
    pub unused: Vec<Said>,
}

/// A finding that the whole report has or has not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Said {
    /// Where it stands.
    pub order: Order,
    /// The finding, as a report has it.
    pub finding: Value,
    /// Its fingerprint but for its number among equal ones.
    pub stem: String,
    /// Exit status that it stands for.
    pub exit: u8,
}

/// By what findings are sorted, as far as the finding itself does not tell: places in bytes, both languages.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// First byte and one past the last.
    pub span: Option<[u32; 2]>,
    /// Path of what has no text.
    pub path: Option<String>,
    /// The Chinese, and the English where it differs.
    pub message: (String, Option<String>),
}

/// What the report of a shard says of itself; nothing for a whole check.
pub(crate) fn shard(outcome: &Outcome, lang: Lang, fail_on: FailOn) -> Option<Shard<Orders<'_>>> {
    let own = outcome.shard.as_ref()?;
    let Sharded { shard, inputs, waivers, .. } = own;
    let mut locator = Locator::new(&outcome.sources);
    Some(Shard {
        index: shard.index,
        of: shard.of,
        inputs: of_exit(inputs, fail_on),
        lang: word(lang).to_owned(),
        exit: outcome.exit_code(fail_on),
        files: own.files,
        rules: own.rules.iter().map(ToString::to_string).collect(),
        bounds: own.bounds.clone(),
        order: Orders(&outcome.findings),
        idle: own.idle.as_ref().map(|finding| said(finding, outcome, lang, fail_on, &mut locator)),
        waivers: waivers
            .iter()
            .zip(&own.speakers)
            .map(|(verdict, speaker)| waiver((verdict, *speaker), outcome, lang, fail_on, &mut locator))
            .collect(),
    })
}

/// The same digest with what the exit status hangs on beside it, in which shards must not differ either.
fn of_exit(inputs: &str, fail_on: FailOn) -> String {
    blake3::hash(format!("{inputs} {fail_on:?}").as_bytes()).to_hex()[..32].to_owned()
}

/// Where findings stand, each told when it is its turn.
pub(crate) struct Orders<'a>(&'a [Finding]);

impl Serialize for Orders<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(order))
    }
}

fn order(finding: &Finding) -> Order {
    Order {
        span: finding.place.map(|p| [p.span.start, p.span.end]),
        path: finding.path.clone(),
        message: finding.message.clone().into_parts(),
    }
}

/// A finding that the whole report has or has not.
fn said<'a>(
    finding: &'a Finding,
    outcome: &'a Outcome,
    lang: Lang,
    fail_on: FailOn,
    locator: &mut Locator<'a>,
) -> Said {
    Said {
        order: order(finding),
        finding: serde_json::to_value(entry(finding, "", outcome, lang, locator)).unwrap_or_default(),
        stem: fingerprint::stem(finding, &outcome.sources),
        exit: Outcome { findings: vec![finding.clone()], ..Outcome::default() }.exit_code(fail_on),
    }
}

fn waiver<'a>(
    (verdict, speaker): (&'a Verdict, usize),
    outcome: &'a Outcome,
    lang: Lang,
    fail_on: FailOn,
    locator: &mut Locator<'a>,
) -> Waiver {
    let mut said = |finding: &'a Finding| said(finding, outcome, lang, fail_on, locator);
    let used = verdict.used.iter().map(&mut said).collect();
    let unused = verdict.unused.iter().map(&mut said).collect();
    let Judgement { group, met, judged } = verdict.judgement;
    Waiver { group, met, judged, speaker, used, unused }
}

fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}
