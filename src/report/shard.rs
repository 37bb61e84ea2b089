//! What the report of a shard says beside what every report says, so that the reports of all shards can be joined to that
//! of the whole check, byte for byte.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::report::View;
use crate::report::entry::entry;
use crate::report::place::Locator;
use yize_core::check::outcome::Sharded;
use yize_core::check::outcome::Verdict;
use yize_core::check::{Outcome, Summary, fingerprint};
use yize_core::finding::Finding;
use yize_core::language::Lang;

/// A shard, as its report tells of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Shard {
    pub(super) index: usize,
    pub(super) of: usize,
    /// Digest of all that was read and asked for.
    pub(super) inputs: String,
    pub(super) lang: String,
    /// Exit status of the shard.
    pub(super) exit: u8,
    /// What all shards read and run.
    pub(super) whole: Whole,
    /// Where each finding stands in the whole report.
    pub(super) order: Vec<Order>,
    /// What is to be said of each waiver.
    pub(super) waivers: Vec<Waiver>,
}

#[derive(Clone, Copy, Serialize, Deserialize, PartialEq)]
pub(super) struct Whole {
    pub(super) bodies: usize,
    pub(super) files: usize,
    pub(super) records: usize,
    pub(super) rules: usize,
}

/// What is to be said of a waiver, once it is known whether it excuses anything in any shard.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Waiver {
    pub(super) group: usize,
    pub(super) met: bool,
    pub(super) judged: bool,
    pub(super) used: Vec<Said>,
    pub(super) unused: Vec<Said>,
}

/// A finding that the whole report has or has not.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) order: Order,
    pub(super) finding: Value,
    /// Its fingerprint but for its number among equal ones.
    pub(super) stem: String,
    /// Exit status that it stands for.
    pub(super) exit: u8,
}

/// By what findings are sorted, as far as the finding itself does not tell: places in bytes, both languages.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order {
    pub(super) span: Option<[u32; 2]>,
    pub(super) path: Option<String>,
    pub(super) message: (String, Option<String>),
}

/// What the report of a shard says of itself; nothing for a whole check.
pub(super) fn shard(outcome: &Outcome, view: View) -> Option<Shard> {
    let Sharded { shard, inputs, whole, waivers, .. } = outcome.shard.as_ref()?;
    let Summary { bodies, files, records, rules, .. } = *whole;
    let mut locator = Locator::new(&outcome.sources);
    Some(Shard {
        index: shard.index,
        of: shard.of,
        inputs: inputs.clone(),
        lang: word(view.lang).to_owned(),
        exit: view.code,
        whole: Whole { bodies, files, records, rules },
        order: outcome.findings.iter().map(order).collect(),
        waivers: waivers.iter().map(|verdict| waiver(verdict, outcome, view, &mut locator)).collect(),
    })
}

fn order(finding: &Finding) -> Order {
    Order {
        span: finding.place.map(|p| [p.span.start, p.span.end]),
        path: finding.path.clone(),
        message: finding.message.clone().into_parts(),
    }
}

fn waiver<'a>(verdict: &'a Verdict, outcome: &'a Outcome, view: View, locator: &mut Locator<'a>) -> Waiver {
    let mut said = |finding: &'a Finding| Said {
        order: order(finding),
        finding: serde_json::to_value(entry(finding, "", outcome, view, locator)).unwrap_or_default(),
        stem: fingerprint::stem(finding, &outcome.sources),
        exit: Outcome { findings: vec![finding.clone()], ..Outcome::default() }.exit_code(view.fail_on),
    };
    let used = verdict.used.iter().map(&mut said).collect();
    let unused = verdict.unused.iter().map(&mut said).collect();
    Waiver { group: verdict.group, met: verdict.met, judged: verdict.judged, used, unused }
}

fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}
