//! The front door for a program that embeds the engine: a check in a few lines.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::catalogue::{Listing, rules};
use crate::check::{Outcome, Request, check};
use crate::files::{Disk, Files, Memory};
use crate::function::Function;
use crate::pack::load::PackSource;
use crate::session::{Round, Session};

/// A folder of packs on the disk; a folder is a pack, or holds packs.
///
/// ```
/// use yize_core::{Check, Date, Folder, PackSource};
///
/// let check = Check::as_of(Date::constant(2026, 12, 31)).pack(Folder::at("no/such/folder"));
/// assert_eq!(&*check.rules().findings[0].rule, "host/no-such-path");
/// // What a program keeps of packs, wherever they come from, is a `PackSource`.
/// assert!(matches!(PackSource::from(Folder::at("rules")), PackSource::Folder(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at that path.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

impl From<Folder> for PackSource {
    fn from(folder: Folder) -> Self {
        Self::Folder(folder.0)
    }
}

impl From<Memory> for PackSource {
    fn from(files: Memory) -> Self {
        Self::Memory(Arc::new(files))
    }
}

/// A check in the making: what it is as of, its packs, its data. What goes wrong is a finding of its outcome.
///
/// ```
/// use yize_core::{Check, Date, FailOn, Memory};
///
/// let pack = Memory::default()
///     .with("ledger/pack.toml", "id = \"ledger\"\ntitle = \"台账\"\nversion = \"1\"\nbodies = [\"shili\"]\n")
///     .with(
///         "ledger/kinds.toml",
///         "[member]\nlabel = \"委员\"\nkey = [\"id\"]\n[member.fields]\nid = { type = \"string\", label = \"编号\" }\nvisits = { type = \"integer\", label = \"走访次数\" }\n",
///     )
///     .with(
///         "ledger/visits.rhai",
///         "rule(\"visits\", #{ title: \"每年走访\", basis: \"示例办法\", since: \"2026-01-01\", on: \"member\", explain: `每年至少走访1次` }, |member, ctx| {\n    if member.visits < 1 { fail(member.visits, \"没有走访\"); }\n});\n",
///     );
/// let outcome = Check::as_of(Date::constant(2026, 12, 31))
///     .pack(pack)
///     .data("members.toml", "body = \"shili\"\nyear = 2026\n[[member]]\nid = \"A\"\nvisits = 0\n")
///     .run();
/// assert_eq!(outcome.exit_code(FailOn::Error), 1);
/// assert_eq!(&*outcome.findings[0].rule, "ledger/visits");
/// let (start, _) = outcome.sources.positions(outcome.findings[0].place.expect("a place"));
/// assert_eq!((start.line, start.column), (5, 10));
/// ```
#[derive(Clone)]
pub struct Check {
    request: Request,
    files: Arc<dyn Files + Send>,
}

impl Check {
    /// A check of nothing yet, by no pack, as of a day: duties are due or not as of it, and rules hold or not.
    #[must_use]
    pub fn as_of(day: Date) -> Self {
        Self { request: Request::new(Vec::new(), day), files: Arc::new(Disk) }
    }

    /// With packs: a [`Folder`], files in [`Memory`] (each pack in a folder of its id), or a [`PackSource`]. Of packs with one
    /// id the last holds; those of projects come after the built-in ones and before all others.
    #[must_use]
    pub fn pack(mut self, packs: impl Into<PackSource>) -> Self {
        self.request.packs.push(packs.into());
        self
    }

    /// With a document that is handed in, by the name that findings use. All documents handed in belong together.
    #[must_use]
    pub fn data(mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.request.given.push((name.into(), bytes.into()));
        self
    }

    /// With what a path names: a data file, a project, or a folder of these.
    ///
    /// ```
    /// use yize_core::Check;
    /// # use yize_core::example::{DAY, project};
    ///
    /// # let (day, files) = (DAY, project());
    /// // A project that lies in memory, or anywhere that `Files` reads from; without `files`, on the disk.
    /// let check = Check::as_of(day).files(files).path("club").jobs(2);
    /// assert_eq!(check.run().summary.violations, 1);
    /// ```
    #[must_use]
    pub fn path(mut self, path: impl AsRef<Path>) -> Self {
        self.request.paths.push(path.as_ref().to_owned());
        self
    }

    /// Paths and folders are read here and not from the disk.
    #[must_use]
    pub fn files(mut self, files: impl Files + Send + 'static) -> Self {
        self.files = Arc::new(files);
        self
    }

    /// With a function of the host's own, which rules may call.
    ///
    /// ```
    /// use yize_core::{Check, Function, Lang, Plain, PlainType, say};
    /// # use yize_core::example::{DATA, DAY, pack};
    ///
    /// let is_known = Function::new(
    ///     "is_known",
    ///     &[("id", PlainType::Text)],
    ///     PlainType::Bool,
    ///     say!("登记处有没有这个编号", "whether the registry has this number"),
    ///     |arguments| Ok(Plain::Bool(arguments == [Plain::Text("B".to_owned())])),
    /// );
    /// # let (day, pack, data) = (DAY, pack(), DATA);
    /// let pack = pack.with(
    ///     "ledger/known.rhai",
    ///     "rule(\"known\", #{ title: \"编号已登记\", basis: \"示例办法\", since: \"2026-01-01\", on: \"member\",\n\
    ///      explain: `编号须先登记。` }, |member, ctx| {\n\
    ///      if !is_known(member.id) { fail(member.id, `没有登记“${member.id}”`); }\n});\n",
    /// );
    /// let check = Check::as_of(day).pack(pack).function(is_known).data("members.toml", data);
    /// let outcome = check.run();
    /// assert_eq!(outcome.findings[0].message.get(Lang::Zh), "没有登记“A”");
    /// ```
    #[must_use]
    pub fn function(mut self, function: Function) -> Self {
        self.request.functions = self.request.functions.iter().cloned().chain([function]).collect();
        self
    }

    /// On that many threads; one unless it is said. The outcome is the same.
    #[must_use]
    pub fn jobs(mut self, threads: usize) -> Self {
        self.request.jobs = threads.max(1);
        self
    }

    /// With all that a request can say besides.
    ///
    /// ```
    /// # let check = yize_core::example::check();
    /// let skipped = check.with(|request| request.skip.push("ledger/visits".to_owned()));
    /// assert_eq!(&*skipped.run().findings[0].rule, "host/no-rule", "nothing was left to run");
    /// ```
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Request)) -> Self {
        change(&mut self.request);
        self
    }

    /// Checks.
    #[must_use]
    pub fn run(&self) -> Outcome {
        check(&*self.files, &self.request, &())
    }

    /// The rules in force, with all that is to be told of each, and what is wrong with their packs. Packs are compiled for it,
    /// so that memory has to be counted as for a check.
    #[must_use]
    pub fn rules(&self) -> Listing {
        rules(&*self.files, &self.request)
    }

    /// What is asked, for the verbs that take a request: cases, locks, what a change has brought.
    ///
    /// ```
    /// use yize_core::Memory;
    /// use yize_core::cases::{Selection, test};
    ///
    /// let check = yize_core::example::check();
    /// let report = test(&Memory::default(), check.request(), &Selection::default(), &());
    /// assert_eq!(&*report.findings[0].rule, "host/no-cases", "the pack has none");
    /// ```
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// A session that repeats this check while packs and data are edited.
    ///
    /// ```
    /// # use yize_core::example::{DAY, project};
    /// # let (day, files) = (DAY, project());
    /// let check = yize_core::Check::as_of(day).files(files).path("club");
    /// let mut session = check.session();
    /// assert_eq!(check.round(&mut session).added.len(), 1, "in the first round all is new");
    /// assert!(check.round(&mut session).added.is_empty());
    /// ```
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.request.clone())
    }

    /// The next round of a session of this check, as of its day. [`Session::round`] takes other files and another day.
    pub fn round(&self, session: &mut Session) -> Round {
        session.round(&*self.files, self.request.as_of, &())
    }
}
