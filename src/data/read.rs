//! Reading one data file: bytes, text, TOML, typed records.

use std::io;

use toml::de::DeValue;

use crate::data::typing::{FileRecords, Governed, Typer};
use crate::document;
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::pack::load::{decode, show_path, unreadable};
use crate::project::Input;
use crate::source::{Source, SourceId};

/// Greatest size of a data file, in bytes.
pub const DATA_FILE_LIMIT: u64 = 256 << 20;

/// What became of one data file.
pub struct FileResult {
    /// Its text; empty when it could not be read.
    pub source: Source,
    /// Its records, and findings about them.
    pub records: FileRecords,
    /// Findings about the file as such.
    pub findings: Vec<Finding>,
    /// Set when the records could not be read: which bodies and kinds they may belong to.
    pub broken: Option<Broken>,
}

/// What is known of a file whose records could not be read.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    /// Bodies named in it; `None` when it could not be told.
    pub bodies: Option<Vec<String>>,
    /// Kinds that appear in it; `None` when it could not be told.
    pub kinds: Option<Vec<String>>,
}

/// Reads one file.
pub fn read(
    files: &dyn Files,
    input: &Input,
    id: SourceId,
    governed: &(dyn Fn(&str) -> Governed + Sync),
) -> FileResult {
    let (name, bytes) = match input {
        Input::File(path) => (show_path(path), files.read(path, DATA_FILE_LIMIT)),
        Input::Given(name, bytes) if bytes.len() as u64 > DATA_FILE_LIMIT => {
            (name.clone(), Err(io::ErrorKind::FileTooLarge.into()))
        }
        Input::Given(name, bytes) => (name.clone(), Ok(bytes.clone())),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            return FileResult {
                findings: vec![unreadable(&name, &error)],
                source: Source::new(name, ""),
                records: FileRecords::default(),
                broken: Some(Broken::default()),
            };
        }
    };
    let (source, not_utf8) = decode(&name, bytes, &host::ENCODING, id);
    let text = source.text.clone();
    let (table, errors) = document::parse(&text, id, &host::SYNTAX);
    // Of a text with replacement characters only the bad encoding is worth a word.
    let findings = not_utf8.map_or(errors, |finding| vec![finding]);
    if findings.is_empty() {
        let records = Typer::new(id, governed).file(&table);
        return FileResult { source, records, findings, broken: None };
    }
    FileResult { source, records: FileRecords::default(), findings, broken: Some(broken(&table)) }
}

/// The bodies that a data file's text names; `None` when it could not be told.
#[must_use]
pub fn bodies_named(text: &str) -> Option<Vec<String>> {
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
