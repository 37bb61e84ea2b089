//! Files of data that are read otherwise than they lie there: what an import needs to know.

use std::path::{Path, PathBuf};

use crate::files::{Files, plain};
use crate::project::ledgers::Declared;
use crate::project::{self, Input, Project};

/// A file of data that is read otherwise than it lies there.
///
/// ```
/// use yize_core::check::{Laid, Request, check};
///
/// # let (files, request) = (yize_core::example::project(), yize_core::example::request());
/// // A project with another text in the place of its file: the member has been visited.
/// let text = "body = \"shili\"\nyear = 2026\n[[member]]\nid = \"A\"\nvisits = 1\n";
/// let texts = Some(vec![("new.toml".to_owned(), text.into())]);
/// let laid = Laid { texts, ..Laid::new("club/data/members.toml") };
/// let outcome = check(&files, &Request { laid: vec![laid], ..request }, &());
/// assert_eq!((outcome.summary.records, outcome.summary.violations), (1, 0));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    /// The file. Where it was named and lies in a project that is read as a whole, it belongs to that.
    pub path: PathBuf,
    /// The body of the records of its sheets, where neither they nor settings say it.
    pub body: Option<String>,
    /// Their year, likewise.
    pub year: Option<i16>,
    /// What is read in its place, if anything is put there: texts with their names. None of them takes it out.
    pub texts: Option<Vec<(String, Vec<u8>)>>,
}

/// The folder of the project in which a file lies, if it lies in one.
///
/// ```
/// use std::path::Path;
/// use yize_core::check::project_around;
///
/// # let files = yize_core::example::project();
/// assert_eq!(project_around(&files, Path::new("club/data/members.toml")), Some("club".into()));
/// ```
#[must_use]
pub fn project_around(files: &dyn Files, file: &Path) -> Option<PathBuf> {
    project::around(files, file).map(|root| if root.as_os_str().is_empty() { PathBuf::from(".") } else { root })
}

impl Laid {
    /// A file as it is.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }

    /// Lays it over the projects.
    pub(super) fn over(&self, files: &dyn Files, projects: &mut Vec<Project>) {
        let identity = files.identity(&self.path);
        let is_it = |input: &Input| match input {
            Input::File(path) => {
                plain(path) == plain(&self.path) || (identity.is_some() && files.identity(path) == identity)
            }
            Input::Given(..) => false,
        };
        Self::belong(&is_it, projects);
        for project in projects.iter_mut() {
            let Some(at) = project.inputs.iter().position(is_it) else { continue };
            if let Input::File(path) = &project.inputs[at] {
                let path = path.clone();
                self.fix(&path, project);
            }
            if let Some(texts) = &self.texts {
                let texts = texts.iter().map(|(name, bytes)| Input::Given(name.clone(), bytes.clone()));
                project.inputs.splice(at..=at, texts);
            }
        }
        projects.retain(|project| project.whole || !project.inputs.is_empty() || !project.findings.is_empty());
    }

    /// Moves it to the project in whose folder it lies, where that is read as a whole.
    fn belong(is_it: &dyn Fn(&Input) -> bool, projects: &mut [Project]) {
        let part = |project: &Project| !project.whole && project.inputs.iter().any(is_it);
        let Some(from) = projects.iter().position(part) else { return };
        let root = projects[from].root.clone();
        let Some(to) = projects.iter().position(|own| own.whole && plain(&own.root) == plain(&root)) else { return };
        if let Some(at) = projects[from].inputs.iter().position(is_it) {
            let input = projects[from].inputs.remove(at);
            if !projects[to].inputs.iter().any(is_it) {
                projects[to].inputs.push(input);
                projects[to].inputs.sort();
            }
        }
        if projects[from].inputs.is_empty() {
            // What is wrong with its settings was told once.
            projects[from].findings.clear();
        }
    }

    /// Says whose its records are where settings do not.
    fn fix(&self, path: &Path, project: &mut Project) {
        if self.body.is_none() && self.year.is_none() {
            return;
        }
        let root = project.root.clone();
        for own in project.ledgers.iter_mut().filter(|own| own.names(&root, path)) {
            own.body = own.body.take().or_else(|| self.body.clone());
            own.year = own.year.or(self.year);
        }
        project.ledgers.extend(Declared::only(&root, path, (self.body.clone(), self.year)));
    }
}
