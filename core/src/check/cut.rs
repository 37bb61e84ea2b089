//! The part of a check that one run does: all of it, one shard of several, or the bodies that a change touches.
//!
//! A shard reads what its bodies need, and what it says of them never depends on the cut. The bodies that a change touches are run alone, but
//! everything is read. Rules on the network see all bodies and run in the first shard, which then reads everything.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt::Write as _;
use std::sync::Arc;

use crate::check::request::{Request, Scope};
use crate::data::part::Part;
use crate::finding::Finding;
use crate::function::Function;
use crate::memo::Digester;
use crate::pack::{PackSource, Patterns};
use crate::source::{SourceId, Sources};
use crate::texts::show_path;

/// Everything, for a part that is not cut.
const ALL: &Scope = &Scope::All;

impl Default for Cut<'_> {
    fn default() -> Self {
        Self { scope: ALL, shards: BTreeMap::new(), touched: Patterns::default() }
    }
}

/// A scope, settled for the bodies that the data hold.
#[derive(Debug)]
pub(crate) struct Cut<'a> {
    scope: &'a Scope,
    /// Shard of each body.
    shards: BTreeMap<Arc<str>, usize>,
    /// What a change touches: perhaps as many bodies as there are.
    touched: Patterns,
}

/// Gives each body its shard: the largest first, each to the shard that has least so far. Sizes are bytes; equal ones go by
/// id, so that the same data are cut the same way everywhere.
#[must_use]
pub(crate) fn dealt(sizes: BTreeMap<Arc<str>, usize>, of: usize) -> BTreeMap<Arc<str>, usize> {
    let mut sizes: Vec<(Arc<str>, usize)> = sizes.into_iter().collect();
    sizes.sort_by(|(a, large), (b, small)| (small, a).cmp(&(large, b)));
    // As many as there are bodies: what is beyond stays empty, however many are asked for.
    let mut loads: BinaryHeap<_> = (1..=of.min(sizes.len())).map(|number| Reverse((0, 0, number))).collect();
    let mut shards = BTreeMap::new();
    for (id, size) in sizes {
        let Some(mut least) = loads.peek_mut() else { break };
        let Reverse((bytes, bodies, number)) = *least;
        *least = Reverse((bytes + size, bodies + 1, number));
        shards.insert(id, number);
    }
    shards
}

impl<'a> Cut<'a> {
    /// A scope, with the shard of each body where it is one.
    pub(crate) fn new(scope: &'a Scope, shards: BTreeMap<Arc<str>, usize>) -> Self {
        let touched = match scope {
            Scope::Touched(patterns) => Patterns::new(patterns.iter().map(String::as_str)),
            Scope::All | Scope::Shard(_) => Patterns::default(),
        };
        Self { scope, shards, touched }
    }

    /// Whether the rules of a body run here; without a body, the rules on the network.
    #[must_use]
    pub(crate) fn runs(&self, body: Option<&str>) -> bool {
        match (self.scope, body) {
            (Scope::All, _) | (Scope::Touched(_), None) => true,
            (Scope::Shard(shard), None) => shard.index == 1,
            (Scope::Shard(shard), Some(body)) => self.shard_of(body) == shard.index,
            (Scope::Touched(_), Some(body)) => self.touched.match_body(body),
        }
    }

    /// The shard of a body; the first for one that nobody governs.
    #[must_use]
    pub(crate) fn shard_of(&self, body: &str) -> usize {
        self.shards.get(body).copied().unwrap_or(1)
    }

    /// Whether a body is another shard's.
    #[must_use]
    pub(crate) fn is_foreign(&self, body: &str) -> bool {
        self.shards.contains_key(body) && !self.runs(Some(body))
    }

    /// Whether a finding that comes from no rule is reported here: by the shard of its body, or of the first body whose file it
    /// speaks of; what concerns no body belongs to the first shard. All of them are known whatever bodies a change touches.
    #[must_use]
    pub(crate) fn owns(&self, finding: &Finding) -> bool {
        matches!(self.scope, Scope::Touched(_))
            || self.runs(finding.body.as_ref().or(finding.whose.first()).map(|id| &**id))
    }

    /// Splits findings that come from no rule: those that are reported here, and the others.
    pub(crate) fn split(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
        findings.into_iter().partition(|finding| self.owns(finding))
    }

    /// Whether a finding concerns no body that a shard could own, so that it bears on all of them.
    #[must_use]
    pub(crate) fn is_common(&self, finding: &Finding) -> bool {
        let mut bodies = finding.body.iter().chain(&*finding.whose);
        !bodies.any(|body| self.shards.contains_key(body))
    }
}

/// The digest of what a check was asked and what it read. Of data that are read in parts all files count, by numbers made of
/// their bytes: a shard does not hold what it does not read.
#[must_use]
pub(crate) fn inputs(request: &Request, sources: &Sources, parts: &[Part]) -> String {
    digest(&asked(request), sources, parts)
}

/// What a check is asked, but for what is handed to it, and for what shards may differ in.
fn asked(request: &Request) -> String {
    // Whoever adds an option decides here whether shards may differ in it.
    let Request {
        paths,
        given,
        packs,
        as_of,
        time_zone,
        only,
        skip,
        bodies,
        years,
        waivers,
        baseline,
        baseline_strict,
        locked,
        allow_empty,
        scores_only,
        period,
        scores,
        functions,
        jobs: _,
        frugal: _,
        scope: _,
        apart: _,
        workbooks,
        laid,
        kept: _,
    } = request;
    let given: Vec<&String> = given.iter().map(|(name, _)| name).collect();
    let folders = packs.iter().map(|from| match from {
        PackSource::Folder(folder) => show_path(folder),
        PackSource::Memory(_) => String::from(" memory"),
        PackSource::BuiltIn(_) => String::from(" built in"),
    });
    let (folders, functions) = (folders.collect::<Vec<_>>(), functions.iter().map(Function::name).collect::<Vec<_>>());
    let mut asked = format!("{} {as_of} {time_zone:?} ", env!("CARGO_PKG_VERSION"));
    let _ = write!(
        asked,
        "{allow_empty} {locked} {scores_only} {period:?} {scores} {baseline_strict} {}",
        workbooks.is_some()
    );
    let _ = write!(
        asked,
        "{paths:?}{given:?}{folders:?}{only:?}{skip:?}{bodies:?}{years:?}{waivers:?}{baseline:?}{functions:?}"
    );
    if !laid.is_empty() {
        let _ = write!(asked, "{laid:?}");
    }
    asked
}

/// The digest of what was asked, and of what was read.
fn digest(asked: &str, sources: &Sources, parts: &[Part]) -> String {
    let mut asked = asked.to_owned();
    for (name, sum) in parts.iter().flat_map(|part| &part.sums) {
        let _ = write!(asked, "{name:?}{sum} ");
    }
    let is_data = |source: &SourceId| parts.iter().any(|part| part.texts.contains(source));
    // Shards do not come upon the others in one order.
    let texts = sources.iter().filter(|(id, _)| !is_data(id)).map(|(_, source)| (source.name.as_str(), source.text()));
    let mut texts: Vec<(&str, &str)> = texts.collect();
    if !parts.is_empty() {
        texts.sort_unstable();
    }
    let mut hasher = blake3::Hasher::new();
    for part in std::iter::once(asked.as_str()).chain(texts.into_iter().flat_map(|(name, text)| [name, text])) {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

impl Request {
    /// The digest of all that is asked, with what is handed over besides files: two checks of which it is the same, and whose
    /// questions to files are answered the same, come to the same. Not in it are `jobs`, which change nothing, and what a host
    /// adds to it by its own code: functions count by their names, what reads workbooks by its being there.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let digest = Digester::new("request").text(&asked(self)).text(&format!("{:?}", self.scope));
        let digest = self.given.iter().fold(digest, |digest, (name, bytes)| digest.text(name).bytes(bytes));
        let digest = digest.number(self.apart.is_some());
        let memories = self.packs.iter().filter_map(|from| match from {
            PackSource::Folder(_) => None,
            PackSource::Memory(memory) | PackSource::BuiltIn(memory) => Some(memory),
        });
        let files = memories.flat_map(|memory| &memory.0);
        let with = |digest: Digester, (path, bytes): (&std::path::PathBuf, &Vec<u8>)| {
            digest.bytes(path.as_os_str().as_encoded_bytes()).bytes(bytes)
        };
        files.fold(digest, with).done().bytes()
    }
}
