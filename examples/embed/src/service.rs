//! Requests and answers: packs are exchanged, documents are checked.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yize_core::{Check, Date, Disk, FailOn, Files as _, Folder, Lang, PackSource, unzip};

use crate::register::registered_sector;

/// Greatest size of an archive of packs, in bytes.
const ARCHIVE: u64 = 16 << 20;

/// What may be asked, as a line of JSON.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Request {
    /// Take the packs in this folder, or in this zip archive.
    Packs(PathBuf),
    /// Check this document, as of a day.
    Document { name: String, text: String, as_of: String },
}

/// What is answered, as a line of JSON.
#[derive(Serialize)]
pub struct Answer {
    /// Whether the packs were taken, or the document is in order.
    ok: bool,
    /// Which packs were used: how many times they have been exchanged.
    packs: u32,
    /// The report, as `yize check --format json` gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Value>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// The registry.
pub struct Service {
    /// The packs that hold.
    packs: Option<PackSource>,
    exchanged: u32,
}

impl Service {
    /// A registry without packs.
    pub fn new() -> Self {
        Self { packs: None, exchanged: 0 }
    }

    /// Answers one line.
    pub fn answer(&mut self, line: &str) -> Answer {
        match serde_json::from_str(line) {
            Ok(Request::Packs(path)) => match packs(&path) {
                Ok(packs) => self.take(packs),
                Err(error) => self.refuse(error),
            },
            Ok(Request::Document { name, text, as_of }) => match as_of.parse() {
                Ok(day) => self.check(&name, &text, day),
                Err(_) => self.refuse(format!("`{as_of}` is no day")),
            },
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Takes other packs, unless something is wrong with them: then those before them hold.
    fn take(&mut self, packs: PackSource) -> Answer {
        let listing = begin(Date::ZERO).pack(packs.clone()).rules();
        if let Some(wrong) = listing.findings.first() {
            return self.refuse(wrong.message.get(Lang::En).to_owned());
        }
        self.packs = Some(packs);
        self.exchanged += 1;
        Answer { ok: true, packs: self.exchanged, report: None, error: None }
    }

    fn check(&self, name: &str, text: &str, as_of: Date) -> Answer {
        let Some(packs) = self.packs.clone() else { return self.refuse("no packs yet".to_owned()) };
        let outcome = begin(as_of).pack(packs).data(name, text).run();
        let report = serde_json::from_slice(&outcome.json(Lang::En)).ok();
        Answer { ok: outcome.exit_code(FailOn::Error) == 0, packs: self.exchanged, report, error: None }
    }

    fn refuse(&self, error: String) -> Answer {
        Answer { ok: false, packs: self.exchanged, report: None, error: Some(error) }
    }
}

/// What all checks have in common.
fn begin(as_of: Date) -> Check {
    Check::as_of(as_of).function(registered_sector())
}

/// The packs at a path.
fn packs(path: &Path) -> Result<PackSource, String> {
    if path.extension().is_none_or(|ending| ending != "zip") {
        return Ok(Folder::at(path).into());
    }
    let bytes = Disk.read(path, ARCHIVE).map_err(|error| format!("{}: {error}", path.display()))?;
    unzip(&bytes).map(PackSource::from).map_err(|why| why.get(Lang::En).to_owned())
}
