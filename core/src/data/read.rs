//! Reading one data file: bytes, text, TOML, typed records.

use std::io;
use std::sync::Arc;

use toml::de::DeValue;

use crate::data::Room;
use crate::data::governance::{Governance, Governed, distinct};
use crate::data::typing::{self, FileRecords, Typer};
use crate::document;
use crate::files::{Files, read_within};
use crate::finding::Finding;
use crate::host;
use crate::project::Input;
use crate::source::{SourceId, Sources};
use crate::texts::{Decoded, decode, show_path, unreadable};

/// Greatest size of a data file, in bytes.
pub(crate) const DATA_FILE_LIMIT: u64 = 256 << 20;

/// The bytes of one data file.
pub(crate) struct Fetched {
    /// The name that reports use.
    name: String,
    /// Its text, or why there is none.
    text: Result<Decoded, io::Error>,
}

/// A data file whose text is among the sources.
pub(crate) struct Text {
    /// Its number; that of an empty text when it could not be read.
    pub source: SourceId,
    /// Why it could not be read as text; then its records are not read either.
    wrong: Option<Finding>,
    /// Whether there is a text at all.
    read: bool,
}

/// What became of one data file.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    /// Its text.
    pub source: SourceId,
    /// Its records, and findings about them.
    pub records: FileRecords,
    /// What governs the bodies of its records, each answer once.
    pub met: Vec<Arc<Governed>>,
    /// Findings about the file as such.
    pub findings: Vec<Finding>,
    /// Set when the records could not be read: which bodies and kinds they may belong to.
    pub broken: Option<Broken>,
}

/// What is known of a file whose records could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Broken {
    /// Bodies named in it; `None` when it could not be told.
    pub bodies: Option<Vec<String>>,
    /// Kinds that appear in it; `None` when it could not be told.
    pub kinds: Option<Vec<String>>,
}

/// Reads the bytes of one file.
pub(crate) fn fetch(files: &dyn Files, input: &Input) -> Fetched {
    let (name, bytes) = match input {
        Input::File(path) => (show_path(path), read_within(files, path, DATA_FILE_LIMIT)),
        Input::Given(name, bytes) if bytes.len() as u64 > DATA_FILE_LIMIT => {
            (name.clone(), Err(io::ErrorKind::FileTooLarge.into()))
        }
        Input::Given(name, bytes) => (name.clone(), Ok(bytes.clone())),
    };
    Fetched { name, text: bytes.map(decode) }
}

impl Fetched {
    /// Adds the text to the sources.
    pub(crate) fn add(self, sources: &mut Sources) -> Text {
        match self.text {
            Ok(decoded) => {
                let (source, wrong) = decoded.add(&self.name, &host::ENCODING, sources);
                Text { source, wrong, read: true }
            }
            Err(error) => {
                let wrong = Some(unreadable(&self.name, &error));
                let source = sources.add(&self.name, "").unwrap_or(SourceId::NONE);
                Text { source, wrong, read: false }
            }
        }
    }
}

impl Text {
    /// Whether what it gives depends on its words alone, and not on how they were read.
    pub(crate) fn is_plain(&self) -> bool {
        self.wrong.is_none()
    }

    /// Parses and types it.
    pub(crate) fn typed(&self, sources: &Sources, governance: &Governance<'_>, room: Room) -> Typed {
        let source = self.source;
        let nothing =
            |findings, broken| Typed { source, records: FileRecords::default(), met: Vec::new(), findings, broken };
        if !self.read {
            return nothing(self.wrong.iter().cloned().collect(), Some(Broken::default()));
        }
        let (table, errors) = document::parse(&sources.get(source).text, source, &host::SYNTAX);
        // Of a text with replacement characters only the bad encoding is worth a word.
        let findings = self.wrong.as_ref().map_or(errors, |finding| vec![finding.clone()]);
        if findings.is_empty() {
            let governed = governance.of(typing::bodies(&table));
            let records = Typer::new(source, &governed, room).file(&table);
            let broken = records.full.then(Broken::default);
            return Typed { source, records, met: distinct(&governed), findings, broken };
        }
        nothing(findings, Some(broken(&table)))
    }
}

/// The bodies that a data file's text names; `None` when it could not be told.
#[must_use]
pub(crate) fn bodies_named(text: &str) -> Option<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let (table, errors) = document::parse(text, SourceId(0), &host::SYNTAX);
    if errors.is_empty() && table.is_empty() { Some(Vec::new()) } else { broken(&table).bodies }
}

/// Which bodies and kinds the readable part of a broken file names.
fn broken(table: &document::Table<'_>) -> Broken {
    let mut bodies: Vec<Option<String>> = Vec::new();
    let mut kinds = Vec::new();
    let id = |value: &DeValue<'_>| value.as_str().map(str::to_owned);
    let top = table.get("body");
    bodies.extend(top.map(|value| id(value.get_ref())));
    for (name, value) in table {
        let name = name.get_ref().as_ref();
        if matches!(name, "body" | "year") {
            continue;
        }
        kinds.push(name.to_owned());
        let records = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        for record in records {
            match record.get_ref().as_table().and_then(|r| r.get("body")) {
                Some(value) => bodies.push(id(value.get_ref())),
                None if top.is_none() => bodies.push(None),
                None => {}
            }
        }
    }
    if bodies.is_empty() {
        bodies.push(None);
    }
    // One record without a known body may belong to any.
    let bodies: Option<Vec<String>> = bodies.into_iter().collect();
    let bodies = bodies.map(|mut bodies| {
        bodies.sort();
        bodies.dedup();
        bodies
    });
    // A header that was cut off may hide a kind; with none at all, any may be there.
    let kinds = (!kinds.is_empty()).then_some(kinds);
    Broken { bodies, kinds }
}
