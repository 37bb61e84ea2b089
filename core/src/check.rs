//! The verb in the middle: data and packs in, findings out.

pub mod baseline;
pub mod cases;
pub mod changed;
pub mod diff;
pub mod filters;
pub mod fingerprint;
pub mod good;
pub mod kept;
mod listing;
pub mod live;
pub mod lock;
pub mod outcome;
pub mod part;
pub mod ruleset;
pub mod sink;
mod tally;
pub mod waivers;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::data::Store;
use crate::data::gather::{Gathered, Governance, gather};
use crate::engine::compile::Compiled;
use crate::engine::run::{self, Run};
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::pack::load::{self, PackSource, show_path};
use crate::pack::rule::RuleInfo;
pub use crate::progress::{Progress, Stage};
use crate::project::{self, Input, Project};
use crate::say;
use crate::score::Table;
use crate::source::Sources;
pub use listing::{Listing, rules};
pub use outcome::{Examined, FailOn, Outcome, Since, Summary};

use filters::Seen;
use good::Held;
use kept::Kept;
use part::{Part, Scope};
use ruleset::Ruleset;
use tally::Tally;
use waivers::Honour;

/// What to check, and as of when.
#[derive(Clone, Debug)]
pub struct Request {
    /// Data files, projects or folders.
    pub paths: Vec<PathBuf>,
    /// Data that do not come from files: the name that each text goes by, and its bytes. They belong together.
    pub given: Vec<(String, Vec<u8>)>,
    /// Packs. Those of projects come after the built-in ones and before all others; of one id the last holds.
    pub packs: Vec<PackSource>,
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
    /// The part of it to run.
    pub scope: Scope,
    /// Whether scores are worked out and no rule is run.
    pub scores_only: bool,
}

impl Request {
    /// Everything at these paths, by all rules, as of a day: on one thread, with every waiver and no packs but those of projects.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, as_of: Date) -> Self {
        Self {
            paths,
            given: Vec::new(),
            packs: Vec::new(),
            as_of,
            only: Vec::new(),
            skip: Vec::new(),
            bodies: Vec::new(),
            waivers: Honour::All,
            baseline: None,
            locked: false,
            jobs: 1,
            allow_empty: false,
            scope: Scope::All,
            scores_only: false,
        }
    }

    /// All packs of a check, with those in folders that a project names.
    #[must_use]
    pub fn packs_with(&self, folders: &[PathBuf]) -> Vec<PackSource> {
        let built_in = |from: &&PackSource| matches!(from, PackSource::BuiltIn(_));
        let others = self.packs.iter().filter(|from| !built_in(from)).cloned();
        let named = folders.iter().cloned().map(PackSource::Folder);
        self.packs.iter().filter(built_in).cloned().chain(named).chain(others).collect()
    }
}

/// Checks what the request names. Everything that goes wrong is a finding.
#[must_use]
pub fn check(files: &dyn Files, request: &Request, progress: &dyn Progress) -> Outcome {
    check_again(files, request, &mut Kept::default(), progress).0
}

/// The same with what is kept from earlier checks of the same request: the outcome, and the packs that are wrong, so
/// that an earlier version is in force.
#[must_use]
pub fn check_again(
    files: &dyn Files,
    request: &Request,
    kept: &mut Kept,
    progress: &dyn Progress,
) -> (Outcome, Vec<Held>) {
    let mut sources = std::mem::take(&mut kept.sources);
    sources.begin();
    let (mut projects, findings) = project::find(files, &request.paths, request.allow_empty, &mut sources);
    if !request.given.is_empty() {
        let inputs = request.given.iter().map(|(name, bytes)| Input::Given(name.clone(), bytes.clone())).collect();
        projects.push(Project { inputs, ..Project::default() });
    }
    // Whatever the order in which they were named, the report is the same.
    projects.sort_by(|a, b| (&a.root, &a.inputs).cmp(&(&b.root, &b.inputs)));
    let mut ready: Vec<Option<Prepared>> = projects.iter().map(|_| None).collect();
    if matches!(request.scope, Scope::Shard(_)) {
        // Bodies are dealt out over all projects, which have to be read before the first of them is run.
        for (project, ready) in projects.iter().zip(&mut ready).filter(|(p, _)| is_sound(p)) {
            *ready = Some(prepare(files, request, project, &mut sources, kept, progress));
        }
    }
    let sound = ready.iter().flatten().filter_map(|prepared| prepared.as_ref().ok());
    let stores: Vec<&Store> = sound.map(|ready| &ready.gathered.store).collect();
    let mut all = Tally { part: Part::new(&request.scope, &stores), ..Tally::default() };
    all.add(findings);
    for (project, ready) in projects.iter().zip(ready) {
        all.seen.partial |= !project.whole;
        let (mut own, mut found) = (project.findings.clone(), Vec::new());
        if is_sound(project) {
            let ready = ready.unwrap_or_else(|| prepare(files, request, project, &mut sources, kept, progress));
            let checked = match ready {
                Ok(ready) => check_project(request, project, ready, &all.part, &sources, kept, progress, &mut all.seen),
                Err(findings) => Checked { findings, ..Checked::default() },
            };
            own.extend(checked.findings);
            if checked.whole.records == 0 && own.is_empty() && !request.allow_empty {
                own.push(no_records(project));
            }
            found = sink::settle(checked.found, &project.severities, &request.bodies);
            all.count(checked.whole, checked.own);
            all.called.extend(checked.called);
            all.rules.extend(checked.rules);
            all.infos.extend(checked.infos);
            all.scores.extend(checked.scores);
            all.projects.extend(checked.examined);
        }
        let own = sink::settle(own, &project.severities, &request.bodies);
        all.register.apply(request, project, &mut found, &own);
        all.findings.extend(found);
        all.add(own);
    }
    all.add(filters::misses(request, &all.seen, all.whole.records));
    if all.whole.files == 0 && all.findings.is_empty() && all.elsewhere.is_empty() && !request.allow_empty {
        all.add(vec![host::NO_DATA.finding(say!("没有要检查的数据", "nothing to check"))]);
    }
    let outcome = all.outcome(files, request, sources);
    let held = kept.turn(&outcome.sources);
    (outcome, held)
}

/// Whether a project's settings can be gone by.
fn is_sound(project: &Project) -> bool {
    project.findings.iter().all(|f| &*f.rule != host::PROJECT.name)
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
#[derive(Default)]
struct Checked {
    /// What the host found.
    findings: Vec<Finding>,
    /// What the rules found.
    found: Vec<Finding>,
    /// Bodies, files and records of all parts, and of this one.
    whole: Summary,
    own: Summary,
    /// Names of rules that apply, and of those that were run here.
    rules: Vec<Arc<str>>,
    called: Vec<Arc<str>>,
    /// The rules that were run here.
    infos: BTreeMap<Arc<str>, RuleInfo>,
    scores: Vec<Arc<Table>>,
    store: Option<Arc<Store>>,
    examined: Option<Examined>,
}

/// A project, read and compiled; or why no rule of it may run.
type Prepared = Result<Ready, Vec<Finding>>;

/// A project, read and compiled.
struct Ready {
    rules: Arc<Ruleset>,
    gathered: Gathered,
    compiled: Vec<Arc<Compiled>>,
    /// What packs say of one body that cannot go together.
    conflicts: Vec<Finding>,
}

fn prepare(
    files: &dyn Files,
    request: &Request,
    project: &Project,
    sources: &mut Sources,
    kept: &mut Kept,
    progress: &dyn Progress,
) -> Prepared {
    let shelf = load::read(files, &request.packs_with(&project.rules), sources);
    let rules = kept.ruleset(shelf, request.jobs, sources);
    let governance = Governance::new(&rules.packs, &rules.errors);
    let gathered = gather(files, &project.inputs, &governance, request.jobs, sources, &kept.files, progress);
    let (hit, conflicts) = (governance.hit(), governance.conflicts());
    let wanted = rules.wanted(&gathered.store, &hit);
    if request.locked {
        let wrong = lock::verify(files, &project.root, &lock::in_use(&rules.packs, &wanted, sources), sources);
        if !wrong.is_empty() {
            return Err([gathered.findings, rules.findings.clone(), conflicts, wrong].concat());
        }
    }
    let compiled = rules.compile(wanted, request.jobs, sources, &kept.packs);
    Ok(Ready { rules, gathered, compiled, conflicts })
}

#[expect(clippy::too_many_arguments, reason = "the stages meet here")]
fn check_project(
    request: &Request,
    project: &Project,
    ready: Ready,
    part: &Part<'_>,
    sources: &Sources,
    kept: &Kept,
    progress: &dyn Progress,
    seen: &mut Seen,
) -> Checked {
    let Ready { rules, gathered, compiled, conflicts } = ready;
    let mut checked = check_data(request, &rules, gathered, &compiled, part, sources, kept, progress, seen);
    checked.findings.extend(rules.findings.iter().cloned());
    checked.findings.extend(conflicts);
    let sound: Vec<&Compiled> = compiled.iter().filter(|c| c.findings.is_empty()).map(|c| &**c).collect();
    checked.findings.extend(filters::unknown_severities(&project.severities, &sound));
    checked.examined =
        checked.store.take().map(|store| Examined { root: project.root.clone(), store, rules, compiled });
    checked
}

/// Runs what was compiled over what was gathered.
#[expect(clippy::too_many_arguments, reason = "the stages meet here")]
fn check_data(
    request: &Request,
    rules: &Ruleset,
    gathered: Gathered,
    compiled: &[Arc<Compiled>],
    part: &Part<'_>,
    sources: &Sources,
    kept: &Kept,
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
        mine: &|body| part.runs(body),
        footprint: gathered.footprint,
        kept: &kept.runs,
        jobs: request.jobs,
    };
    let found = run::run(&run, progress);
    let infos = sound.iter().flat_map(|c| &c.rules).map(|rule| &rule.info);
    let ran = infos.filter(|info| found.called.binary_search(&info.name).is_ok());
    let infos = ran.map(|info| (info.name.clone(), info.clone())).collect();
    let tables = found.scores.tables.iter().filter(|table| part.runs(Some(table.body())));
    let scores = tables.cloned().collect();
    seen.calls += found.calls.values().sum::<usize>();
    if request.only.is_empty() && request.skip.is_empty() && !request.scores_only {
        findings.extend(filters::unruled(&store, &found.calls, &sound, &request.bodies));
    }
    Checked {
        findings,
        found: found.findings,
        whole: size(&store, gathered.files, &Part::default()),
        own: size(&store, gathered.files, part),
        rules: found.rules,
        called: found.called,
        infos,
        scores,
        store: Some(store),
        examined: None,
    }
}

/// Files, and bodies and records of a part.
fn size(store: &Store, files: usize, part: &Part<'_>) -> Summary {
    let bodies = store.bodies.iter().filter(|body| part.runs(Some(&body.id)));
    bodies.fold(Summary { files, ..Summary::default() }, |sum, body| Summary {
        bodies: sum.bodies + 1,
        records: sum.records + body.size(),
        ..sum
    })
}
