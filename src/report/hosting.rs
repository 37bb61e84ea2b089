//! What code hosts want to know: files named from the root of their repository, wherever the check was made.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use yize_core::files::{Disk, Files as _, place};
use yize_core::show_path;

/// How reports for code hosts are written.
#[derive(Clone, Debug, Default)]
pub struct Hosting {
    /// The working directory, and the repository's root above it, where there is one.
    folders: Option<(PathBuf, PathBuf)>,
    /// Whether SARIF lists what is excused. GitHub takes no notice of the excuse and opens an alert.
    pub(super) sarif_suppressed: bool,
    /// The files that it was asked for, and what they are called.
    named: RefCell<BTreeMap<String, String>>,
}

impl Hosting {
    /// For a check in the working directory.
    #[must_use]
    pub fn here(sarif_suppressed: bool) -> Self {
        let folders = place(Path::new(".")).ok().and_then(|here| {
            // A folder, or a file in further worktrees.
            let root = here.ancestors().find(|above| Disk.kind(&above.join(".git")).is_ok())?.to_owned();
            Some((here, root))
        });
        Self { folders, sarif_suppressed, named: RefCell::default() }
    }

    /// The same, asked for nothing yet.
    #[must_use]
    pub(crate) fn unasked(&self) -> Self {
        Self { named: RefCell::default(), ..self.clone() }
    }

    /// The files that it was asked for, and what they are called.
    #[must_use]
    pub(crate) fn named(&self) -> Vec<(String, String)> {
        self.named.borrow().iter().map(|(file, shown)| (file.clone(), shown.clone())).collect()
    }

    /// A file's path from the root of the repository; as it is where it lies outside.
    #[must_use]
    pub(crate) fn path(&self, file: &str) -> String {
        if let Some(shown) = self.named.borrow().get(file) {
            return shown.clone();
        }
        let shown = self.find(file);
        self.named.borrow_mut().insert(file.to_owned(), shown.clone());
        shown
    }

    fn find(&self, file: &str) -> String {
        let Some((here, root)) = &self.folders else { return file.to_owned() };
        let whole = plain(&here.join(file));
        let inside = |whole: &Path| {
            let inside = whole.strip_prefix(root).ok()?;
            Some(if inside.as_os_str().is_empty() { ".".to_owned() } else { show_path(inside) })
        };
        // By its name first: a link within the repository is known by its own.
        inside(&whole).or_else(|| inside(&place(&whole).ok()?)).unwrap_or_else(|| file.to_owned())
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_root() {
        let hosting =
            |here: &str, root: &str| Hosting { folders: Some((here.into(), root.into())), ..Hosting::default() };
        let inside = hosting("/w/sub/data", "/w");
        for (file, shown) in [
            ("a.toml", "sub/data/a.toml"),
            ("./a.toml", "sub/data/a.toml"),
            ("../rules/b.rhai", "sub/rules/b.rhai"),
            ("/w/c.toml", "c.toml"),
            ("../..", "."),
            ("/elsewhere/d.toml", "/elsewhere/d.toml"),
            ("../../../e.toml", "../../../e.toml"),
        ] {
            assert_eq!(inside.path(file), shown);
        }
        assert_eq!(Hosting::default().path("data/a.toml"), "data/a.toml");
    }
}
