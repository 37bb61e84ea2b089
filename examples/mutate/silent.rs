//! What no clause speaks of, with the reasons.

use std::collections::BTreeMap;
use std::path::Path;

use yize_core::files::{Disk, Files as _};

/// Changes that nothing need notice, as `changes::Change` names them, and why.
pub struct Silent(BTreeMap<String, String>);

impl Silent {
    /// Reads `examples/mutate/silent/<project>.toml`, if there is one.
    pub fn of(project: &Path) -> Self {
        let name = project.file_name().expect("the folder of a project");
        let path = Path::new("examples/mutate/silent").join(name).with_extension("toml");
        let bytes = Disk.read(&path, 1 << 20).unwrap_or_default();
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        Self(toml::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }

    /// Why nothing need notice that change.
    pub fn reason(&self, what: &str) -> Option<&str> {
        self.0.get(what).map(String::as_str)
    }
}
