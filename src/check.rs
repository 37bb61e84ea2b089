//! The verb in the middle: data and packs in, findings out.

pub mod baseline;
pub mod cases;
pub mod filters;
pub mod fingerprint;
pub mod lock;
pub mod ruleset;
pub mod sink;
pub mod waivers;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::data::gather::{Gathered, Governance, gather};
use crate::engine::compile::Compiled;
use crate::engine::run::{self, Run};
use crate::files::Files;
use crate::finding::{Effect, Finding, Severity, Status, Suppression};
use crate::host;
use crate::pack::load::show_path;
use crate::pack::rule::RuleInfo;
pub use crate::progress::{Progress, Stage};
use crate::project::{self, Input, Project};
use crate::say;
use crate::score::Table;
use crate::source::Sources;

use filters::Seen;
use ruleset::Ruleset;
use waivers::{Honour, Register};

/// What to check, and as of when.
#[derive(Clone, Debug)]
pub struct Request {
    /// Data files, projects or folders.
    pub paths: Vec<PathBuf>,
    /// A data file that does not come from the disk: the name it goes by, and its bytes.
    pub stdin: Option<(String, Vec<u8>)>,
    /// Folders of packs that add to or replace the embedded ones.
    pub rules: Vec<PathBuf>,
    /// The day as of which duties are due.
    pub as_of: Date,
    /// Rules to run (globs over full names); all when empty.
    pub only: Vec<String>,
    /// Rules to leave out (globs over full names).
    pub skip: Vec<String>,
    /// Bodies to check (globs); all when empty.
    pub bodies: Vec<String>,
    /// Which waivers count.
    pub waivers: Honour,
    /// Findings that do not count because they were there before.
    pub baseline: Option<PathBuf>,
    /// Whether the packs must be those of `yize.lock`.
    pub locked: bool,
    /// Threads; at least 1.
    pub jobs: usize,
    /// Whether no data at all is a pass.
    pub allow_empty: bool,
    /// Whether scores are worked out and no rule is run.
    pub scores_only: bool,
}

/// The result of a check: everything that a report needs, and nothing that depends on clock or order.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The day as of which duties were due.
    pub as_of: Date,
    /// Findings by file, place and rule; findings without a file first.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// The cards of every scheme, by body, year and scheme.
    pub scores: Vec<Arc<Table>>,
    /// The rules that were run, by full name.
    pub rules: BTreeMap<Arc<str>, RuleInfo>,
    /// What was read and run.
    pub summary: Summary,
}

/// Counts of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Violations of severity error.
    pub violations: usize,
    /// Violations of severity warning.
    pub warnings: usize,
    /// Duties not yet due.
    pub pending: usize,
    /// Faults of packs, limits, and what could not be read.
    pub faults: usize,
    /// Findings that a waiver covers.
    pub waived: usize,
    /// Findings that a baseline knows.
    pub baselined: usize,
    /// Bodies with data.
    pub bodies: usize,
    /// Data files read.
    pub files: usize,
    /// Records read.
    pub records: usize,
    /// Rules that were run.
    pub rules: usize,
}

/// The severity from which violations fail a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
    /// No violation of a rule fails the check; broken data and what was not checked still do.
    Never,
}

impl FailOn {
    /// Whether a violation fails the check.
    #[must_use]
    pub fn fails(self, violation: &Finding) -> bool {
        match self {
            Self::Error => violation.severity == Severity::Error,
            Self::Warning => true,
            // Broken data keeps rules from running to their end, so it fails whatever the level.
            Self::Never => violation.rule.starts_with("host/") && violation.severity == Severity::Error,
        }
    }
}

impl Outcome {
    /// The exit status: 2 (not checked) before 3 (incomplete) before 1 (violations) before 0.
    #[must_use]
    pub fn exit_code(&self, fail_on: FailOn) -> u8 {
        let fails = |f: &Finding| f.effect != Effect::Violation || fail_on.fails(f);
        let open = self.findings.iter().filter(|f| f.suppressed.is_none());
        let has = |effect| open.clone().any(|f| f.effect == effect && fails(f));
        match () {
            () if has(Effect::NotChecked) => 2,
            () if has(Effect::Incomplete) => 3,
            () if has(Effect::Violation) => 1,
            () => 0,
        }
    }
}

impl Summary {
    /// Counts findings by status.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            *match (&finding.suppressed, finding.status, finding.severity) {
                (Some(Suppression::Waiver { .. }), ..) => &mut self.waived,
                (Some(Suppression::Baseline), ..) => &mut self.baselined,
                (None, Status::Violation, Severity::Error) => &mut self.violations,
                (None, Status::Violation, Severity::Warning) => &mut self.warnings,
                (None, Status::Pending, _) => &mut self.pending,
                (None, Status::Fault, _) => &mut self.faults,
            } += 1;
        }
    }
}

/// The rules in force, and what is wrong with their packs.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Rules by full name.
    pub rules: Vec<RuleInfo>,
    /// Errors of packs and filters.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
}

/// Checks what the request names. Everything that goes wrong is a finding.
#[must_use]
pub fn check(files: &dyn Files, request: &Request, progress: &dyn Progress) -> Outcome {
    let mut sources = Sources::default();
    let (mut projects, mut findings) = project::find(files, &request.paths, request.allow_empty, &mut sources);
    projects.extend(request.stdin.iter().map(|(name, bytes)| Project {
        inputs: vec![Input::Given(name.clone(), bytes.clone())],
        ..Project::default()
    }));
    // Whatever the order in which they were named, the report is the same.
    projects.sort_by(|a, b| (&a.root, &a.inputs).cmp(&(&b.root, &b.inputs)));
    let mut summary = Summary::default();
    let mut seen = Seen::default();
    let (mut used, mut scores, mut rules) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut register = Register::default();
    for project in &projects {
        seen.partial |= !project.whole;
        let mut own = project.findings.clone();
        if own.iter().all(|f| &*f.rule != host::PROJECT.name) {
            let checked = check_project(files, request, project, &mut sources, progress, &mut seen);
            summary.bodies += checked.bodies;
            summary.files += checked.files;
            summary.records += checked.records;
            used.extend(checked.used);
            scores.extend(checked.scores);
            rules.extend(checked.rules);
            own.extend(checked.findings);
            if checked.records == 0 && own.is_empty() && !request.allow_empty {
                own.push(no_records(project));
            }
        }
        let mut own = sink::settle(own, &project.severities, &request.bodies);
        register.apply(request, project, &mut own);
        findings.extend(own);
    }
    findings.extend(filters::misses(request, &seen, summary.records));
    if summary.files == 0 && findings.is_empty() && !request.allow_empty {
        findings.push(host::NO_DATA.finding(say!("没有要检查的数据", "nothing to check")));
    }
    used.sort_unstable();
    used.dedup();
    summary.rules = used.len();
    findings.extend(register.findings(request.as_of, &seen.rules, &sources));
    let findings = baseline::apply(files, request, &seen, sink::sort(findings, &sources), &mut sources);
    summary.count(&findings);
    sink::sort_tables(&mut scores, &sources);
    Outcome { as_of: request.as_of, findings, sources, scores, rules, summary }
}

/// The finding for a project whose files hold no record, so that no rule was called.
fn no_records(project: &Project) -> Finding {
    let message = say!("数据文件里没有一条记录", "the data files hold no record");
    let finding = host::NO_DATA.finding(message).path(match project.inputs.as_slice() {
        [Input::File(file)] => show_path(file),
        [Input::Given(name, _)] => name.clone(),
        _ => show_path(&project.root),
    });
    finding.help(say!(
        "记录写成 [[member]] 这样的表；允许为空时加 --allow-empty",
        "write records as tables such as [[member]], or use --allow-empty"
    ))
}

/// What became of one project.
struct Checked {
    findings: Vec<Finding>,
    bodies: usize,
    files: usize,
    records: usize,
    /// Full names of the rules and schemes that were run.
    used: Vec<Arc<str>>,
    scores: Vec<Arc<Table>>,
    rules: BTreeMap<Arc<str>, RuleInfo>,
}

impl Checked {
    /// What is found where no rule may run.
    fn nothing(findings: Vec<Finding>) -> Self {
        Self { findings, bodies: 0, files: 0, records: 0, used: Vec::new(), scores: Vec::new(), rules: BTreeMap::new() }
    }
}

fn check_project(
    files: &dyn Files,
    request: &Request,
    project: &Project,
    sources: &mut Sources,
    progress: &dyn Progress,
    seen: &mut Seen,
) -> Checked {
    let mut folders = project.rules.clone();
    folders.extend(request.rules.iter().cloned());
    let rules = Ruleset::load(files, &folders, sources);
    let governance = Governance::new(&rules.packs, &rules.errors);
    let gathered = gather(files, &project.inputs, &governance, request.jobs, sources, progress);
    let (hit, conflicts) = (governance.hit(), governance.conflicts());
    let wanted = rules.wanted(&gathered.store, &hit);
    if request.locked {
        let wrong = lock::verify(files, &project.root, &lock::in_use(&rules.packs, &wanted, sources), sources);
        if !wrong.is_empty() {
            return Checked::nothing([gathered.findings, rules.findings, conflicts, wrong].concat());
        }
    }
    let compiled = rules.compile(wanted, request.jobs, sources);
    let mut checked = check_data(request, &rules, gathered, &compiled, sources, progress, seen);
    checked.findings.extend(rules.findings);
    checked.findings.extend(conflicts);
    let sound: Vec<&Compiled> = compiled.iter().filter(|c| c.findings.is_empty()).map(|c| &**c).collect();
    checked.findings.extend(filters::unknown_severities(&project.severities, &sound));
    checked
}

/// Runs what was compiled over what was gathered.
fn check_data(
    request: &Request,
    rules: &Ruleset,
    gathered: Gathered,
    compiled: &[Arc<Compiled>],
    sources: &Sources,
    progress: &dyn Progress,
    seen: &mut Seen,
) -> Checked {
    let mut findings = gathered.findings;
    findings.extend(compiled.iter().flat_map(|c| c.findings.iter().cloned()));
    let sound: Vec<&Compiled> = compiled.iter().filter(|c| c.findings.is_empty()).map(|c| &**c).collect();
    seen.rules.extend(sound.iter().flat_map(|c| &c.rules).map(|r| r.info.name.clone()));
    seen.rules.extend(sound.iter().flat_map(|c| &c.schemes).map(|s| s.scheme.name.clone()));
    seen.bodies.extend(gathered.store.bodies.iter().map(|b| b.id.clone()));
    let store = Arc::new(gathered.store);
    let run = Run {
        store: store.clone(),
        compiled: &sound,
        library: rules.library.clone(),
        sources,
        as_of: request.as_of,
        selected: &|rule| !request.scores_only && filters::selected(request, &rule.info.name),
        bodies: &|body| filters::body_selected(&request.bodies, body),
        jobs: request.jobs,
    };
    let found = run::run(&run, progress);
    findings.extend(found.findings);
    let infos = sound.iter().flat_map(|c| &c.rules).map(|rule| &rule.info);
    let ran = infos.filter(|info| found.rules.binary_search(&info.name).is_ok());
    seen.calls += found.calls.values().sum::<usize>();
    if request.only.is_empty() && request.skip.is_empty() && !request.scores_only {
        findings.extend(filters::unruled(&store, &found.calls, &sound, &request.bodies));
    }
    Checked {
        findings,
        bodies: store.bodies.len(),
        files: gathered.files,
        records: store.record_count(),
        scores: found.scores.tables.clone(),
        rules: ran.map(|info| (info.name.clone(), info.clone())).collect(),
        used: found.rules,
    }
}

/// Lists the rules of all packs in force (embedded, and of the request's rule folders and projects).
#[must_use]
pub fn rules(files: &dyn Files, request: &Request) -> Listing {
    let mut sources = Sources::default();
    let (projects, missing) = project::find(files, &request.paths, true, &mut sources);
    let mut folders: Vec<PathBuf> = projects.iter().flat_map(|p| p.rules.clone()).collect();
    folders.dedup();
    let mut findings: Vec<Finding> =
        projects.iter().flat_map(|p| &p.findings).filter(|f| &*f.rule == host::PROJECT.name).cloned().collect();
    folders.extend(request.rules.iter().cloned());
    let ruleset = Ruleset::load(files, &folders, &mut sources);
    findings.extend(ruleset.findings.iter().cloned());
    findings.extend(missing.into_iter().filter(|f| *f.rule == *host::NO_SUCH_PATH.name));
    let governing = ruleset.packs.iter().filter(|p| !p.manifest.bodies.is_empty() || !p.embedded);
    let wanted = governing.map(|p| p.manifest.id.as_str()).collect();
    let compiled = ruleset.compile(wanted, request.jobs, &sources);
    let mut rules: BTreeMap<Arc<str>, RuleInfo> = BTreeMap::new();
    for compiled in &compiled {
        findings.extend(compiled.findings.iter().cloned());
        for rule in compiled.rules.iter().cloned() {
            let info = rules.entry(rule.info.name.clone()).or_insert_with(|| RuleInfo {
                bodies: Vec::new(),
                parameters: BTreeMap::new(),
                ..rule.info.clone()
            });
            info.bodies.extend(rule.info.bodies);
            for (name, values) in rule.info.parameters {
                info.parameters.entry(name).or_default().extend(values);
            }
        }
    }
    let findings = sink::sort(findings, &sources);
    Listing { rules: rules.into_values().collect(), findings, sources }
}
