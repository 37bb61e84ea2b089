//! What to check, and as of when.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::check::apart::Apart;
use crate::check::laid::Laid;
use crate::files::Files;
use crate::function::Function;
use crate::keep::Keep;
use crate::native::lent::Lent;
use crate::pack::load::PackSource;
use crate::project::{self, Asked, Project, Terms};
use crate::sheet::Workbooks;
use crate::source::Sources;

/// What to check, and as of when.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Request {
    /// Data files, projects or folders.
    pub paths: Vec<PathBuf>,
    /// Data that do not come from files: the name that each text goes by, and its bytes. They belong together.
    pub given: Vec<(String, Vec<u8>)>,
    /// Packs. Those of projects come after the built-in ones and before all others; of one id the last holds.
    pub packs: Vec<PackSource>,
    /// The day as of which duties are due.
    pub as_of: Date,
    /// The time zone whose day that is, where it was taken from the clock: reports tell it.
    pub time_zone: Option<String>,
    /// Rules to run (globs over full names); all when empty.
    pub only: Vec<String>,
    /// Rules to leave out (globs over full names).
    pub skip: Vec<String>,
    /// Bodies to check (globs); all when empty.
    pub bodies: Vec<String>,
    /// Years whose scores are wanted; all when empty. What is wrong with others alone is then not told.
    pub years: Vec<i16>,
    /// Which waivers count.
    pub waivers: Honour,
    /// Findings that do not count because they were there before.
    pub baseline: Option<PathBuf>,
    /// Whether what has become worse than the baseline has it counts.
    pub baseline_strict: bool,
    /// Whether the packs must be those of `yize.lock`.
    pub locked: bool,
    /// Threads; at least 1.
    pub jobs: usize,
    /// Whether the words of data files are let go once their records are read, and read again where a finding points into them:
    /// for whoever looks at nothing else. A check of a part holds them all the same.
    pub frugal: bool,
    /// Whether no data at all is a pass.
    pub allow_empty: bool,
    /// The part of it to run.
    pub scope: Scope,
    /// Whether scores are worked out and no rule is run.
    pub scores_only: bool,
    /// The days of which alone records count for scores, first and last, of one year: an interim period.
    pub period: Option<(Date, Date)>,
    /// Whether scores are wanted, also where no rule asks for any.
    pub scores: bool,
    /// Functions of the host's own that rules may call.
    pub functions: Arc<[Function]>,
    /// Where the rules of packs are run, if not here.
    pub apart: Option<Apart>,
    /// What reads workbooks, if they are data.
    pub workbooks: Option<Arc<dyn Workbooks>>,
    /// Files that are read otherwise than they lie there.
    pub laid: Vec<Laid>,
    /// What has outlasted earlier runs, and where what is to outlast this one goes.
    pub kept: Option<Arc<dyn Keep>>,
}

/// The settings of the projects that these paths name, each with the time zone that it names.
///
/// ```
/// use std::path::Path;
/// use yize_core::check::time_zones;
///
/// # let (files, request) = (yize_core::example::project(), yize_core::example::request());
/// let files = files.with("club/yize.toml", "rules = [\"rules\"]\ntime_zone = \"Asia/Urumqi\"\n");
/// let zones = time_zones(&files, &request.paths, None);
/// assert_eq!(zones, [(Path::new("club/yize.toml").to_owned(), Some("Asia/Urumqi".to_owned()))]);
/// ```
#[must_use]
pub fn time_zones(
    files: &dyn Files,
    paths: &[PathBuf],
    workbooks: Option<&dyn Workbooks>,
) -> Vec<(PathBuf, Option<String>)> {
    let asked = Asked::of(paths, workbooks);
    let (projects, _) = project::find(files, asked, &mut Sources::default());
    projects.into_iter().map(|project| (project.root.join(project::SETTINGS), project.time_zone)).collect()
}

/// Which waivers of a project count.
///
/// ```
/// use yize_core::check::{Fix, Honour, Request, Terms, check, fixes, written};
/// # use yize_core::example::{project, request};
///
/// # let (project, request) = (project(), request());
/// // A project with a waiver for a member that there is not.
/// let settings = "rules = [\"rules\"]\n[[waiver]]\nrule = \"ledger/visits\"\nat = \"member/B\"\n\
///                 reason = \"新任\"\napproved_by = \"秘书长\"\nuntil = 2027-06-30\n";
/// let files = project.clone().with("club/yize.toml", settings);
/// let (_, Terms { rule, until, .. }) = &written(&files, &request)[0];
/// assert_eq!((rule.as_str(), until.to_string()), ("ledger/visits", "2027-06-30".to_owned()));
///
/// // It excuses nothing, which is a warning; the fix is the file without it.
/// let outcome = check(&files, &request, &());
/// assert_eq!((outcome.summary.violations, outcome.summary.warnings), (1, 1));
/// let Fix { name, new, .. } = &fixes(&outcome)[0];
/// assert_eq!((name.as_str(), new.as_str()), ("club/yize.toml", "rules = [\"rules\"]\n"));
///
/// // One that was not there before a change cannot excuse it, which is said at its place.
/// let before = Honour::only(written(&project, &request));
/// let outcome = check(&files, &Request { waivers: before, ..request.clone() }, &());
/// assert!(outcome.findings.iter().any(|finding| &*finding.rule == "host/waiver"));
///
/// // Not to count any is not to speak of them either.
/// let without = Request { waivers: Honour::Nothing, ..request };
/// assert_eq!(check(&files, &without, &()).summary.warnings, 0);
/// ```
#[derive(Clone, Debug, Default)]
pub enum Honour {
    /// All that are in force.
    #[default]
    All,
    /// None; nothing is said of them either.
    Nothing,
    /// Only those that were there before the change under review, by their projects' folders. Others are warned of and
    /// excuse nothing.
    Known(BTreeMap<PathBuf, BTreeSet<Terms>>),
}

/// What a request asks to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    #[default]
    All,
    /// One shard.
    Shard(Shard),
    /// Bodies of these patterns only, and the rules on the network.
    Touched(Vec<String>),
}

/// One of several runs that share a check, written `2/3`.
///
/// ```
/// use yize_core::check::{Request, Scope, Shard, Sharded, Verdict, check};
///
/// assert_eq!(Shard::parse("2/3"), Shard::new(2, 3));
/// assert_eq!(Shard::parse("4/3"), None);
///
/// # let (files, request) = (yize_core::example::waived("B"), yize_core::example::request());
/// // Each of two machines runs its shard of a project with a waiver for a member B; what both read is the same.
/// let run = |index| check(&files, &Request { scope: Scope::Shard(Shard { index, of: 2 }), ..request.clone() }, &());
/// let [first, second] = [run(1), run(2)];
/// assert_eq!((first.findings.len(), second.findings.len()), (1, 0), "the one body belongs to the first");
/// let Sharded { inputs, files, waivers, .. } = second.shard.expect("a shard");
/// assert_eq!((inputs, files), (first.shard.expect("a shard").inputs, 1));
/// // Whether the waiver excuses anything is known when both are joined; this is said if it does not.
/// let Verdict { judgement, unused, .. } = &waivers[0];
/// assert_eq!((judgement.met, &*unused[0].rule), (false, "host/unused-waiver"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    pub index: usize,
    /// How many there are.
    pub of: usize,
}

impl Request {
    /// Everything at these paths, by all rules, as of a day: on one thread, with every waiver and no packs but those of
    /// projects.
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
            years: Vec::new(),
            waivers: Honour::All,
            baseline: None,
            baseline_strict: false,
            time_zone: None,
            locked: false,
            jobs: 1,
            frugal: false,
            allow_empty: false,
            scope: Scope::All,
            scores_only: false,
            period: None,
            scores: true,
            functions: Arc::default(),
            apart: None,
            workbooks: None,
            laid: Vec::new(),
            kept: None,
        }
    }

    /// The projects at its paths, whatever is wrong beside them.
    pub(crate) fn projects(&self, files: &dyn Files) -> Vec<Project> {
        let asked = Asked::of(&self.paths, self.workbooks.as_deref());
        project::find(files, asked, &mut Sources::default()).0
    }

    /// All its packs, with those in folders that the projects at its paths name.
    #[must_use]
    pub fn all_packs(&self, files: &dyn Files) -> Vec<PackSource> {
        let mut folders: Vec<PathBuf> = self.projects(files).into_iter().flat_map(|project| project.rules).collect();
        folders.dedup();
        self.packs_with(&folders)
    }

    /// What it lends to scripts.
    pub(crate) fn lent(&self) -> Lent {
        Lent::new(self.functions.clone())
    }

    /// All packs of a check, with those in folders that a project names.
    #[must_use]
    pub(crate) fn packs_with(&self, folders: &[PathBuf]) -> Vec<PackSource> {
        let built_in = |from: &&PackSource| matches!(from, PackSource::BuiltIn(_));
        let others = self.packs.iter().filter(|from| !built_in(from)).cloned();
        let named = folders.iter().cloned().map(PackSource::Folder);
        self.packs.iter().filter(built_in).cloned().chain(named).chain(others).collect()
    }
}

impl Honour {
    /// Only these, each with its project's folder.
    #[must_use]
    pub fn only(waivers: impl IntoIterator<Item = (PathBuf, Terms)>) -> Self {
        let mut known: BTreeMap<PathBuf, BTreeSet<Terms>> = BTreeMap::new();
        for (root, terms) in waivers {
            known.entry(root).or_default().insert(terms);
        }
        Self::Known(known)
    }

    /// Whether a waiver of the project in that folder counts.
    pub(super) fn counts(&self, root: &Path, terms: &Terms) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Known(known) => known.get(root).is_some_and(|known| known.contains(terms)),
        }
    }
}

impl Shard {
    /// Reads `I/N`; `None` unless `1 <= I <= N`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (index, of) = word.split_once('/')?;
        let number = |word: &str| word.parse::<usize>().ok().filter(|_| word.bytes().all(|b| b.is_ascii_digit()));
        Self::new(number(index)?, number(of)?)
    }

    /// That shard of so many; `None` unless `1 <= index <= of`.
    #[must_use]
    pub fn new(index: usize, of: usize) -> Option<Self> {
        (1..=of).contains(&index).then_some(Self { index, of })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_of_those_there_are() {
        assert_eq!(Shard::parse("2/3"), Some(Shard { index: 2, of: 3 }));
        for wrong in ["0/3", "4/3", "2", "2/", "/2", "+1/2", "1/2/3", "0/0", "a/b", "-1/2", "1 /2"] {
            assert_eq!(Shard::parse(wrong), None, "{wrong}");
        }
    }
}
