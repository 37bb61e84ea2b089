//! The part of a check that one run does: all of it, one shard of several, or the bodies that a change touches.
//!
//! Every part reads all data and plans all calls, so that what a finding says never depends on the cut; it then runs the
//! rules of its own bodies only. Rules on the network see all bodies and run in the first shard.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt::Write as _;
use std::sync::Arc;

use crate::check::request::{Request, Scope};
use crate::data::Store;
use crate::finding::Finding;
use crate::function::Function;
use crate::memo::Digester;
use crate::pack::{PackSource, Patterns};
use crate::source::Sources;
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

impl<'a> Cut<'a> {
    /// Gives each body its shard: the largest first, each to the shard that has least so far. Sizes are records; equal
    /// ones go by id, so that the same data are cut the same way everywhere.
    pub(crate) fn new(scope: &'a Scope, stores: &[&Store]) -> Self {
        let mut shards = BTreeMap::new();
        if let Scope::Shard(shard) = scope {
            let mut sizes: BTreeMap<Arc<str>, usize> = BTreeMap::new();
            for body in stores.iter().flat_map(|store| &store.bodies) {
                *sizes.entry(body.id.clone()).or_default() += body.size();
            }
            let mut sizes: Vec<(Arc<str>, usize)> = sizes.into_iter().collect();
            sizes.sort_by(|(a, large), (b, small)| (small, a).cmp(&(large, b)));
            // As many as there are bodies: what is beyond stays empty, however many are asked for.
            let mut loads: BinaryHeap<_> =
                (1..=shard.of.min(sizes.len())).map(|number| Reverse((0, 0, number))).collect();
            for (id, size) in sizes {
                let Some(mut least) = loads.peek_mut() else { break };
                let Reverse((records, bodies, number)) = *least;
                *least = Reverse((records + size, bodies + 1, number));
                shards.insert(id, number);
            }
        }
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
            (Scope::Shard(shard), Some(body)) => self.shards.get(body).copied().unwrap_or(1) == shard.index,
            (Scope::Touched(_), Some(body)) => self.touched.match_body(body),
        }
    }

    /// Splits findings that come from no rule: those that are reported here, and the others. What concerns no body
    /// belongs to the first shard. All of them are known whatever bodies a change touches.
    pub(crate) fn split(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
        findings.into_iter().partition(|f| matches!(self.scope, Scope::Touched(_)) || self.runs(f.body.as_deref()))
    }

    /// Whether a finding concerns no body that a shard could own, so that it bears on all of them.
    #[must_use]
    pub(crate) fn is_common(&self, finding: &Finding) -> bool {
        finding.body.as_ref().is_none_or(|body| !self.shards.contains_key(body))
    }
}

/// The digest of what a check was asked and what it read.
#[must_use]
pub(crate) fn inputs(request: &Request, sources: &Sources) -> String {
    let asked = asked(request);
    let mut hasher = blake3::Hasher::new();
    let texts = sources.iter().flat_map(|(_, source)| [source.name.as_str(), &source.text]);
    for part in std::iter::once(asked.as_str()).chain(texts) {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
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
