//! What every verb begins with: projects found, their packs read, their data gathered, and what these need compiled.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::memos::Memos;
use crate::check::request::{Request, Scope};
use crate::check::ruleset::Ruleset;
use crate::data::gather::{Gathered, With, gather};
use crate::data::governance::{Governance, Met};
use crate::data::part::Part;
use crate::data::read::Given;
use crate::files::Files;
use crate::files::fence::Fence;
use crate::finding::Finding;
use crate::pack::load::{self, PackSource, Shelf};
use crate::pack::signature::Key;
use crate::progress::Progress;
use crate::project::{self, Asked, Input, Project};
use crate::run::compile::Compiled;
use crate::source::Sources;

/// With what a check works.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// Where texts come from.
    pub files: &'a dyn Files,
    /// What is asked.
    pub request: &'a Request,
    /// What earlier checks have found.
    pub memos: &'a Memos,
    /// Who hears how far it is.
    pub progress: &'a dyn Progress,
}

/// Makes a ruleset of the packs that were read: as they are ([`as_read`]), or with earlier versions of some.
pub(crate) type Settle<'a> = dyn FnMut(Context<'_>, Shelf, &Sources) -> Ruleset + 'a;

/// The packs as they are.
pub(crate) fn as_read(context: Context<'_>, shelf: Shelf, sources: &Sources) -> Ruleset {
    Ruleset::of(&shelf, context.request.lent(), sources, context.memos)
}

/// The projects that a request names, in a fixed order, and what is wrong with its paths.
pub(crate) fn find(files: &dyn Files, request: &Request, sources: &mut Sources) -> (Vec<Project>, Vec<Finding>) {
    let packs: Vec<&Path> = request.packs.iter().filter_map(PackSource::folder).collect();
    let workbooks = request.workbooks.as_deref();
    let asked = Asked { paths: &request.paths, packs: &packs, allow_empty: request.allow_empty, workbooks };
    let (mut projects, findings) = project::find(files, asked, sources);
    request.laid.iter().for_each(|laid| laid.over(files, &mut projects));
    if !request.given.is_empty() {
        let inputs = request.given.iter().map(|(name, bytes)| Input::Given(name.clone(), bytes.clone())).collect();
        projects.push(Project { inputs, ..Project::default() });
    }
    // Whatever the order in which they were named, the report is the same.
    projects.sort_by(|a, b| (&a.root, &a.inputs).cmp(&(&b.root, &b.inputs)));
    (projects, findings)
}

/// The packs of a request, with those in folders that projects name. Where one of these demands signatures, all packs that come as
/// files need one.
pub(crate) fn load(
    context: Context<'_>,
    projects: &[&Project],
    fence: &Fence,
    sources: &mut Sources,
    settle: &mut Settle<'_>,
) -> Arc<Ruleset> {
    let mut folders: Vec<PathBuf> = projects.iter().flat_map(|project| project.rules.iter().cloned()).collect();
    folders.dedup();
    let mut shelf = load::read(context.files, &context.request.packs_with(&folders), fence, sources);
    let demanded: Vec<&Vec<Key>> = projects.iter().filter_map(|project| project.keys.as_ref()).collect();
    if !demanded.is_empty() {
        let keys: Vec<Key> = demanded.into_iter().flatten().cloned().collect();
        shelf.demand(&keys);
    }
    Arc::new(settle(context, shelf, sources))
}

/// Where links in packs may lead: into projects, and folders that were named.
pub(crate) fn fence<'p>(context: Context<'_>, projects: impl IntoIterator<Item = &'p Project>) -> Fence {
    let mut fence = Fence::around(context.files, context.request.paths.iter().map(PathBuf::as_path));
    for project in projects {
        // Files without settings have no folder.
        if !project.root.as_os_str().is_empty() || !project.rules.is_empty() {
            fence.widen(context.files, &project.root);
        }
        fence.open |= project.follow;
    }
    fence
}

/// A project, its packs read and its data gathered.
#[derive(Clone)]
pub(crate) struct Ready {
    /// The packs.
    pub rules: Arc<Ruleset>,
    /// The data.
    pub gathered: Gathered,
    /// What packs say of one body that cannot go together.
    pub conflicts: Vec<Finding>,
    /// The packs that govern its bodies, by id.
    pub governing: Vec<String>,
    /// Of a shard, what it has read and left unread.
    pub part: Option<Part>,
    /// The packs compiled, where they are already.
    pub compiled: Option<Vec<Arc<Compiled>>>,
}

/// The files of a project, and with what they are read.
pub(crate) fn with<'w>(context: Context<'w>, project: &'w Project, governance: &'w Governance<'w>) -> With<'w> {
    let Context { files, request, memos, progress } = context;
    let given = Given {
        inputs: &project.inputs,
        root: &project.root,
        ledgers: &project.ledgers,
        workbooks: request.workbooks.as_deref(),
        kept: request.kept.as_deref(),
    };
    // Of a part, what others have read is told by its words.
    let frugal = request.frugal && request.scope == Scope::All;
    With { files, given, governance, jobs: request.jobs, frugal, kept: &memos.files, progress }
}

impl Ready {
    /// Reads the packs and the data of a project.
    pub(crate) fn of(context: Context<'_>, project: &Project, sources: &mut Sources, settle: &mut Settle<'_>) -> Self {
        let rules = load(context, &[project], &fence(context, [project]), sources, settle);
        Self::with(context, rules, project, sources)
    }

    /// Reads data under packs that were read before.
    pub(crate) fn with(context: Context<'_>, rules: Arc<Ruleset>, project: &Project, sources: &mut Sources) -> Self {
        let governance = Governance::new(&rules.packs, &rules.errors);
        let mut gathered = gather(with(context, project, &governance), sources);
        let Met { broken, conflicts } = std::mem::take(&mut gathered.met);
        let governing = Ruleset::governing(&gathered.store, &broken);
        Self { rules, gathered, conflicts, governing, part: None, compiled: None }
    }

    /// The packs that a check looks at, by id: those that govern the data, and all that are not built in.
    pub(crate) fn wanted(&self) -> Vec<&str> {
        self.governing.iter().map(String::as_str).chain(self.rules.own()).collect()
    }

    /// Compiles packs.
    pub(crate) fn compile(&self, wanted: Vec<&str>, context: Context<'_>, sources: &Sources) -> Vec<Arc<Compiled>> {
        self.rules.compile(wanted, context.request.jobs, sources, context.memos)
    }
}
