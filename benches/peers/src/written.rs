//! A set of records as files on the disk, in the shape that each program reads.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Result;
use crate::records::{self, Records, day};
use crate::{set, slips};

/// The files.
#[derive(Debug)]
pub struct Written {
    folder: TempDir,
    /// Size of the data, in bytes.
    pub size: usize,
    /// The day on which they are checked.
    pub today: String,
}

impl Written {
    /// Writes a set of so many members, as of a day; with slips against every rule, where those are asked for.
    pub fn new(members: usize, today: &str, slipping: bool) -> Result<Self> {
        let mut files = set::files(members);
        files.extend(slipping.then(|| ("9-slips.toml".to_owned(), slips::file(members))));
        let written = Self::alone(&files, today)?;
        // The same records in one text, for the yardstick: `body` and `year` once, at its top.
        let mut whole = set::HEAD.to_owned();
        for (_, text) in &files {
            whole.push_str(text.strip_prefix(set::HEAD).unwrap_or(text));
        }
        write(&written.path("whole.toml"), &whole)?;
        let texts: Vec<String> = files.into_iter().map(|(_, text)| text).collect();
        let pack = records::parameters(&std::fs::read_to_string(written.path("rules/bench/pack.toml"))?)?;
        write(&written.path("whole.json"), &records::json(&Records::parse(&texts)?, pack, day(today)?)?)?;
        Ok(written)
    }

    /// Writes files for yize, and what rules of the others need beside data.
    pub fn alone(files: &[(String, String)], today: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        for (path, text) in set::PACK {
            write(&folder.path().join("rules").join(path), text)?;
        }
        // A rule that does nothing: what a check costs without the ten.
        write(&folder.path().join("rules/bench/idle.rhai"), include_str!("../idle.rhai"))?;
        write(&folder.path().join("rules.rego"), include_str!("../rules.rego"))?;
        write(&folder.path().join("rules.py"), include_str!("../rules.py"))?;

        for (name, text) in files {
            write(&folder.path().join("data").join(name), text)?;
        }
        let size = files.iter().map(|(_, text)| text.len()).sum();
        Ok(Self { size, today: today.to_owned(), folder })
    }

    /// The path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::create_dir_all(path.parent().ok_or("a path has a folder")?)?;
    Ok(std::fs::write(path, text)?)
}
