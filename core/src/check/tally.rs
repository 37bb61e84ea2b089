//! The outcome of a check in the making, while its projects are gone through.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::check::cut::{self, Cut};
use crate::check::filters::{self, Seen};
use crate::check::outcome::{Outcome, Sharded, Summary, Verdict, Within};
use crate::check::request::{Request, Scope};
use crate::check::waivers::{self, Register};
use crate::check::{baseline, sink};
use crate::data::part::Part;
use crate::files::Files;
use crate::finding::Finding;
use crate::project::{Nested, Project};
use crate::run::Found;
use crate::run::compile::Compiled;
use crate::source::Sources;
use crate::texts::show_path;

/// The outcome, and what it takes to complete it.
#[derive(Default)]
pub(crate) struct Tally<'a> {
    /// What is run here.
    pub cut: Cut<'a>,
    /// What is reported here.
    pub outcome: Outcome,
    /// What another part reports.
    elsewhere: Vec<Finding>,
    /// What was read and applies, in all parts.
    whole: Summary,
    /// Rules that apply, and those of them that were called here.
    rules: Vec<Arc<str>>,
    called: Vec<Arc<str>>,
    /// The waivers, and what became of them here.
    pub register: Register<'a>,
    /// What filters could have meant.
    pub seen: Seen,
    /// Of a shard, what it has read of each project.
    pub parts: Vec<Part>,
    /// What is said where no shard has a rule to call.
    idle: Option<Finding>,
}

impl<'a> Tally<'a> {
    /// One of nothing yet.
    pub(crate) fn new(as_of: Date, time_zone: Option<String>, cut: Cut<'a>) -> Self {
        Self { cut, outcome: Outcome { as_of, time_zone, ..Outcome::default() }, ..Self::default() }
    }

    /// Notes which projects lie within others.
    pub(crate) fn nest(&mut self, projects: &[Project]) {
        let folder = |path: &Path| if path.as_os_str().is_empty() { ".".to_owned() } else { show_path(path) };
        let within = projects.iter().filter_map(|project| {
            let Nested { outer, keys, in_full } = project.nested.as_ref()?;
            let settings = keys.iter().map(|key| (*key).to_owned()).collect();
            Some(Within { project: folder(&project.root), outer: folder(outer), settings, in_full: *in_full })
        });
        self.outcome.nested = within.collect();
        self.outcome.nested.dedup();
    }

    /// Adds findings that come from no rule.
    pub(crate) fn add(&mut self, findings: Vec<Finding>) {
        let (here, elsewhere) = self.cut.split(findings);
        self.outcome.findings.extend(here);
        self.elsewhere.extend(elsewhere);
    }

    /// Adds bodies, files and records.
    pub(crate) fn count(&mut self, whole: Summary, own: Summary) {
        for (sum, more) in [(&mut self.whole, whole), (&mut self.outcome.summary, own)] {
            sum.bodies += more.bodies;
            sum.files += more.files;
            sum.records += more.records;
        }
    }

    /// Takes what the rules and schemes of a project came to, and gives back what the rules found. Of bodies that are not
    /// selected the cards are left out, which rules of the network may have asked for.
    pub(crate) fn take(&mut self, found: Found, compiled: &[&Compiled], bodies: &[String]) -> Vec<Finding> {
        let infos = compiled.iter().flat_map(|c| &c.rules).map(|rule| &rule.info);
        let ran = infos.filter(|info| found.called.binary_search(&info.name).is_ok());
        self.outcome.rules.extend(ran.map(|info| (info.name.clone(), info.clone())));
        let selected = filters::Bodies::by(bodies);
        let own = |body: &str| self.cut.runs(Some(body)) && selected.has(body);
        let tables = found.cards.tables.iter().filter(|table| own(table.body()));
        self.outcome.scores.extend(tables.cloned());
        self.rules.extend(found.rules);
        self.called.extend(found.called);
        found.findings
    }

    /// Adds a finding for each pattern of the request that selects nothing.
    pub(crate) fn miss(&mut self, request: &Request) {
        let misses = filters::misses(request, &self.seen);
        let idle = if misses.is_empty() { filters::none_applies(request, &self.seen) } else { None };
        self.add(misses);
        // Whether a rule applies to the data of other shards is known when all are there.
        match request.scope {
            Scope::Shard(_) => self.idle = idle,
            Scope::All | Scope::Touched(_) => self.add(idle.into_iter().filter(|_| self.whole.records > 0).collect()),
        }
    }

    /// Whether there was nothing to check, and nothing is said of it.
    pub(crate) fn is_empty(&self) -> bool {
        self.whole.files == 0 && self.outcome.findings.is_empty() && self.elsewhere.is_empty()
    }

    /// The outcome of it all, but for the texts that it points into.
    pub(crate) fn outcome(self, files: &dyn Files, request: &Request, sources: &mut Sources) -> Outcome {
        let Self { cut, mut outcome, elsewhere, whole, rules, called, register, seen, parts, idle } = self;
        let once = |mut names: Vec<Arc<str>>| {
            names.sort_unstable();
            names.dedup();
            names
        };
        outcome.summary.rules = once(called).len();
        let waivers = register.verdicts(request.as_of, &seen.rules, sources);
        if let Scope::Shard(shard) = request.scope {
            let common = elsewhere.into_iter().filter(|f| f.silences || cut.is_common(f));
            // Whether a waiver is needed can be told from all shards only, that it has ended from each.
            let certain = waivers.iter().flat_map(Verdict::certain).cloned();
            let elsewhere = common.chain(certain).collect();
            let inputs = cut::inputs(request, sources, &parts);
            let bounds = parts.iter().flat_map(|part| part.bounds).collect();
            let speakers = waivers.iter().map(|own| own.speaker.as_ref().map_or(1, |body| cut.shard_of(body)));
            outcome.shard = Some(Sharded {
                shard,
                inputs,
                files: whole.files,
                rules: once(rules),
                bounds,
                elsewhere,
                idle,
                speakers: speakers.collect(),
                waivers,
            });
        } else {
            outcome.findings.extend(waivers::findings(&waivers));
        }
        let sorted = sink::sort(outcome.findings, sources);
        outcome.findings = baseline::apply(files, request, &seen, sorted, sources);
        outcome.summary.count(&outcome.findings);
        sink::sort_tables(&mut outcome.scores, sources);
        outcome
    }
}
