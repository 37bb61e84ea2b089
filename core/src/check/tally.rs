//! What a check comes to over its projects: findings of this part and of others, and counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::filters::Seen;
use crate::check::part::{self, Part, Scope, Sharded};
use crate::check::waivers::{self, Register, Verdict};
use crate::check::{Examined, Outcome, Request, Summary, baseline, sink};
use crate::files::Files;
use crate::finding::Finding;
use crate::pack::rule::RuleInfo;
use crate::score::Table;
use crate::source::Sources;

/// What a check comes to, while its projects are gone through.
#[derive(Default)]
pub(super) struct Tally<'a> {
    /// What is run here.
    pub(super) part: Part<'a>,
    /// What is reported here.
    pub(super) findings: Vec<Finding>,
    /// What another part reports.
    pub(super) elsewhere: Vec<Finding>,
    /// What was read and applies, in all parts.
    pub(super) whole: Summary,
    /// The same for this part.
    pub(super) own: Summary,
    /// Rules that apply, and those of them that were called here.
    pub(super) rules: Vec<Arc<str>>,
    pub(super) called: Vec<Arc<str>>,
    /// The rules that were run here, and the cards.
    pub(super) infos: BTreeMap<Arc<str>, RuleInfo>,
    pub(super) scores: Vec<Arc<Table>>,
    /// What the projects hold.
    pub(super) projects: Vec<Examined>,
    /// The waivers, and what became of them here.
    pub(super) register: Register<'a>,
    /// What filters could have meant.
    pub(super) seen: Seen,
}

impl Tally<'_> {
    /// Adds findings that come from no rule.
    pub(super) fn add(&mut self, findings: Vec<Finding>) {
        let (here, elsewhere) = self.part.split(findings);
        self.findings.extend(here);
        self.elsewhere.extend(elsewhere);
    }

    /// Adds bodies, files and records.
    pub(super) fn count(&mut self, whole: Summary, own: Summary) {
        for (sum, more) in [(&mut self.whole, whole), (&mut self.own, own)] {
            sum.bodies += more.bodies;
            sum.files += more.files;
            sum.records += more.records;
        }
    }

    /// The outcome of it all.
    pub(super) fn outcome(mut self, files: &dyn Files, request: &Request, mut sources: Sources) -> Outcome {
        let number = |mut names: Vec<Arc<str>>| {
            names.sort_unstable();
            names.dedup();
            names.len()
        };
        self.whole.rules = number(self.rules);
        self.own.rules = number(self.called);
        let waivers = self.register.verdicts(request.as_of, &self.seen.rules, &sources);
        let shard = match request.scope {
            Scope::Shard(shard) => {
                let common = self.elsewhere.into_iter().filter(|f| self.part.is_common(f));
                // Whether a waiver is needed can be told from all shards only, that it has ended from each.
                let certain = waivers.iter().flat_map(Verdict::certain).cloned();
                let elsewhere = common.chain(certain).collect();
                let inputs = part::inputs(request, &sources);
                Some(Sharded { shard, inputs, whole: self.whole, elsewhere, waivers })
            }
            _ => {
                self.findings.extend(waivers::findings(&waivers));
                None
            }
        };
        let sorted = sink::sort(self.findings, &sources);
        let findings = baseline::apply(files, request, &self.seen, sorted, &mut sources);
        let mut summary = self.own;
        summary.count(&findings);
        let mut scores = self.scores;
        sink::sort_tables(&mut scores, &sources);
        let (as_of, rules, projects) = (request.as_of, self.infos, self.projects);
        Outcome { as_of, findings, sources, scores, rules, summary, shard, since: None, projects }
    }
}
