//! What a project says of packs that are handed to it.

use std::path::{Path, PathBuf};

use crate::files::Files;
use crate::finding::Finding;
use crate::pack::signature::Key;
use crate::project;
use crate::source::Sources;

/// What a project says of packs that are handed to it.
pub struct Receiver {
    /// Its folder.
    pub root: PathBuf,
    /// Where its packs are, in the order in which it names them.
    pub rules: Vec<PathBuf>,
    /// Who must have signed them, if anybody.
    pub keys: Option<Vec<Key>>,
    /// What is wrong with its settings.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
}

/// The project in which a folder lies.
///
/// ```
/// use std::path::Path;
/// use yize_core::check::{Receiver, receiver};
///
/// let files = yize_core::example::project();
/// let Receiver { root, rules, keys, .. } = receiver(&files, "club/data".as_ref()).expect("a project");
/// assert_eq!((root.as_path(), rules), (Path::new("club"), vec!["club/rules".into()]));
/// assert!(keys.is_none(), "nobody has to sign anything");
/// assert!(receiver(&files, "elsewhere".as_ref()).is_none());
/// ```
#[must_use]
pub fn receiver(files: &dyn Files, folder: &Path) -> Option<Receiver> {
    let mut sources = Sources::default();
    let project = project::standing_in(files, folder, &mut sources)?;
    let project::Project { root, rules, keys, findings, .. } = project;
    Some(Receiver { root, rules, keys, findings, sources })
}
