//! Reading one data file: bytes, text, TOML, typed records.

mod books;
#[cfg(test)]
mod alike;

pub(crate) use books::{WithoutRecords, bodies as bodies_of_book};

use std::io;
use std::path::Path;
use std::sync::Arc;

use toml::de::DeTable;

use crate::bounds;
use crate::data::Room;
use crate::data::broken::{Broken, named};
use crate::data::certain::{Certain, certain};
use crate::data::governance::{ByBody, Governance, Governed, Known, distinct};
use crate::data::typing::{self, FileRecords, Typer};
use crate::document::{self, Entries, Sound};
use crate::files::{Files, read_within};
use crate::finding::Finding;
use crate::host;
use crate::keep::Keep;
use crate::memo::Digest;
use crate::project::Input;
use crate::project::ledgers::Declared;
use crate::sheet::{Reading, Workbooks};
use crate::source::{Source, SourceId, Sources};
use crate::texts::{Decoded, decode, unreadable};

/// Greatest size of a data file, in bytes.
pub(crate) const DATA_FILE_LIMIT: u64 = bounds::DATA_FILE;

/// The files to read, and how.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    /// The files.
    pub inputs: &'a [Input],
    /// The folder of their project.
    pub root: &'a Path,
    /// What its settings say of ledgers.
    pub ledgers: &'a [Declared],
    /// What reads workbooks, if they are data.
    pub workbooks: Option<&'a dyn Workbooks>,
    /// What has outlasted earlier runs.
    pub kept: Option<&'a dyn Keep>,
}

#[cfg(test)]
impl<'a> Given<'a> {
    /// Texts alone.
    pub(crate) fn texts(inputs: &'a [Input]) -> Self {
        Self { inputs, root: Path::new(""), ledgers: &[], workbooks: None, kept: None }
    }
}

/// The bytes of one data file.
pub(crate) struct Fetched {
    /// The name that reports use.
    name: String,
    /// What is in it.
    content: Content,
}

/// What is in a file.
enum Content {
    /// A text.
    Text(Decoded),
    /// Sheets, with what settings say of the file.
    Book(books::Opened),
    /// Nothing that could be read.
    None(Box<Finding>),
}

/// A data file whose text is among the sources, or a sheet of one.
pub(crate) struct Text {
    /// Its number; that of an empty text when it could not be read.
    pub source: SourceId,
    /// The text itself.
    pub own: Arc<Source>,
    /// Why it could not be read as text; then its records are not read either.
    wrong: Option<Finding>,
    /// Whether there is a text at all.
    read: bool,
    /// Of a sheet, what is known besides its text.
    pub sheet: Option<books::Sheet>,
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
    /// Whether it says nothing but whose and of which year its records would be.
    pub empty: bool,
    /// Findings about the file as such.
    pub findings: Vec<Finding>,
    /// How many more there are that are not told.
    pub untold: usize,
    /// Set when the records could not be read: which bodies and kinds they may belong to.
    pub broken: Option<Broken>,
    /// Of a sheet, how it was read.
    pub reading: Option<Reading>,
    /// Where something is wrong in it that may concern others than the body of a record: whose it is, where that can be told.
    pub whose: Arc<[Known]>,
}

/// Reads the bytes of one file.
pub(crate) fn fetch(files: &dyn Files, given: Given<'_>, input: &Input) -> Fetched {
    let (name, path) = (input.name(), input.path());
    let bytes = match input {
        Input::File(path) => read_within(files, path, DATA_FILE_LIMIT),
        Input::Given(_, bytes) if bytes.len() as u64 > DATA_FILE_LIMIT => Err(io::ErrorKind::FileTooLarge.into()),
        Input::Given(_, bytes) => Ok(bytes.clone()),
    };
    let content = match (bytes, given.workbooks.filter(|workbooks| workbooks.reads(path))) {
        (Err(error), _) => Content::None(Box::new(unreadable(&name, &error))),
        (Ok(bytes), None) => Content::Text(decode(&bytes)),
        (Ok(bytes), Some(workbooks)) => match workbooks.read(path, &bytes) {
            Ok(book) => Content::Book(books::open(book, given, path)),
            Err(refusal) => Content::None(Box::new(books::refused(&name, refusal))),
        },
    };
    Fetched { name, content }
}

impl Fetched {
    /// Adds the text to the sources, or the texts of its sheets.
    pub(crate) fn add(self, sources: &mut Sources) -> Vec<Text> {
        match self.content {
            Content::Text(decoded) => {
                let (source, wrong) = decoded.add(&self.name, &host::ENCODING, sources);
                vec![Text { source, own: sources.shared(source), wrong, read: true, sheet: None }]
            }
            Content::Book(opened) => opened.add(&self.name, sources),
            Content::None(wrong) => {
                let source = sources.add(&self.name, "").unwrap_or(SourceId::NONE);
                vec![Text { source, own: Arc::default(), wrong: Some(*wrong), read: false, sheet: None }]
            }
        }
    }
}

impl Text {
    /// Whether what it gives depends on its words alone, and not on how they were read.
    pub(crate) fn is_plain(&self) -> bool {
        self.wrong.is_none()
    }

    /// A text that is among the sources already, typed by itself.
    pub(crate) fn alone(source: SourceId, sources: &Sources, governance: &Governance<'_>) -> Typed {
        let own = sources.shared(source);
        Self { source, own, wrong: None, read: true, sheet: None }.typed(governance, Room::default(), 1)
    }

    /// By what it is known besides its text, where it is a sheet.
    pub(crate) fn digest(&self) -> Option<Digest> {
        self.sheet.as_ref().map(books::Sheet::digest)
    }

    /// Parses and types it, in so many parts side by side where that can be done.
    pub(crate) fn typed(&self, governance: &Governance<'_>, room: Room, parts: usize) -> Typed {
        let (source, text) = (self.source, self.own.text());
        let nothing = |findings, broken| Typed {
            source,
            records: FileRecords::default(),
            met: Vec::new(),
            empty: false,
            findings,
            untold: 0,
            broken,
            reading: None,
            whose: Arc::default(),
        };
        if !self.read {
            return nothing(self.wrong.iter().cloned().collect(), Some(Broken::default()));
        }
        if let Some(sheet) = &self.sheet {
            return sheet.typed((source, text), &self.own, governance, room);
        }
        // Of a text with replacement characters only the bad encoding is worth a word, and nothing of it is certain.
        if let Some(wrong) = &self.wrong {
            let broken = match document::sound(text) {
                Sound::Table(table) => named(&table),
                Sound::Broken if text.len() <= bounds::PIECE => named(DeTable::parse_recoverable(text).0.get_ref()),
                Sound::Broken | Sound::TooMuch => Broken::default(),
            };
            return nothing(vec![wrong.clone()], Some(broken));
        }
        // What cannot be read in parts may be plain all the same.
        let ways = if parts > 1 { &[parts, 1][..] } else { &[1] };
        if let Some(typed) = ways.iter().find_map(|parts| streamed((source, text), governance, room, *parts)) {
            return typed;
        }
        match document::sound(text) {
            Sound::Table(table) => tree((source, text.len()), table, governance, room),
            Sound::TooMuch => nothing(vec![document::too_dense(source)], Some(Broken::default())),
            Sound::Broken => {
                let (broken, findings) = document::broken(text, source, &host::SYNTAX);
                let Certain { text, lost } = certain(text, &broken);
                let Sound::Table(table) = document::sound(&text) else { return nothing(findings, Some(lost)) };
                let records = tree((source, text.len()), table, governance, room);
                Typed { findings, broken: Some(records.broken.unwrap_or(lost)), empty: false, ..records }
            }
        }
    }
}

/// Types the records of a text as they are read, in so many parts, if it is as plain as most are.
fn streamed((source, text): (SourceId, &str), governance: &Governance<'_>, room: Room, parts: usize) -> Option<Typed> {
    let typer = Typer::new(source, ByBody::default(), room, text.len());
    let (records, governed, empty) = typer.stream(text, governance, parts)?;
    Some(of(source, records, &governed, empty))
}

/// Types the records of a file of so many bytes.
fn tree(
    (source, length): (SourceId, usize),
    table: document::Table<'_>,
    governance: &Governance<'_>,
    room: Room,
) -> Typed {
    let whole = Entries::of(table, 0);
    let governed = governance.of(typing::bodies(&whole));
    let records = Typer::new(source, governed.clone(), room, length).file(&whole);
    of(source, records, &governed, typing::is_empty(&whole))
}

/// What became of a file whose records were typed.
fn of(source: SourceId, records: FileRecords, governed: &ByBody, empty: bool) -> Typed {
    let broken = records.full.then(Broken::default);
    let (findings, met, whose) = (Vec::new(), distinct(governed), Arc::default());
    Typed { source, records, met, empty, findings, untold: 0, broken, reading: None, whose }
}

/// The bodies that a data file's text names; `None` when it could not be told.
#[must_use]
pub(crate) fn bodies_named(text: &str) -> Option<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match document::sound(text) {
        Sound::Table(table) if table.is_empty() => Some(Vec::new()),
        Sound::Table(table) => named(&table).bodies,
        Sound::TooMuch => None,
        Sound::Broken => certain(text, &document::broken(text, SourceId(0), &host::SYNTAX).0).lost.bodies,
    }
}
