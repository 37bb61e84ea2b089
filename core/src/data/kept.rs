//! Typed files that outlast a run: the records of a text are kept under the digest of the text and of the kinds, and are not read
//! from it again while both say the same.
//!
//! Kept is only what is plain: a text, no sheet, all of whose records were placed, and of which nothing is to be said. Everything
//! else is typed again, which says it again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::data::governance::{Governance, Governed};
use crate::data::read::{Text, Typed};
use crate::data::typing::{FileBody, FileRecords};
use crate::data::{Nested, Strings, Table};
use crate::keep::Keep;
use crate::memo::{Digest, Digester};
use crate::schema::Schema;
use crate::source::{SourceId, Sources, Span};
use crate::value::{Cell, KindId};

/// A shorter text is read sooner than what is kept of it.
const LEAST: usize = 16 << 10;

/// What is kept of texts, under some packs.
pub(super) struct Shelf<'a> {
    kept: &'a dyn Keep,
    governance: &'a Governance<'a>,
    /// The digest of what the packs say.
    says: Digest,
}

/// A file as it is written.
#[derive(Serialize)]
struct Written<'a> {
    bodies: Vec<WrittenBody<'a>>,
    strings: Vec<&'a str>,
    year: Option<(i16, Span)>,
    weight: usize,
    steps: u64,
    empty: bool,
}

/// The id of a body, those of its tables that hold something, and its nested values.
type WrittenBody<'a> = (&'a str, Vec<(KindId, &'a Table)>, &'a [Nested]);

/// The same as it is read.
type ReadBody = (String, Vec<(KindId, Table)>, Vec<Nested>);

/// A file as it is read.
#[derive(Deserialize)]
struct Read<'a> {
    bodies: Vec<ReadBody>,
    #[serde(borrow)]
    strings: Vec<&'a str>,
    year: Option<(i16, Span)>,
    weight: usize,
    steps: u64,
    empty: bool,
}

impl<'a> Shelf<'a> {
    /// That of these packs.
    pub(super) fn new(kept: &'a dyn Keep, governance: &'a Governance<'a>, sources: &Sources) -> Self {
        Self { kept, governance, says: governance.says(sources) }
    }

    /// A text, as it is kept; else typed anew, and then kept.
    pub(super) fn typed(&self, text: &Text, anew: impl FnOnce() -> Typed) -> Typed {
        let words = text.own.text();
        if text.sheet.is_some() || !text.is_plain() || words.len() < LEAST {
            return anew();
        }
        let made_of = Digester::new("typed file").text(env!("CARGO_PKG_VERSION")).with(self.says).text(words).done();
        let known = self.kept.get(made_of.bytes()).and_then(|bytes| self.read(&bytes, text.source));
        known.unwrap_or_else(|| {
            let typed = anew();
            if let Some(bytes) = written(&typed) {
                self.kept.put(made_of.bytes(), &bytes);
            }
            typed
        })
    }

    /// Reads what is kept of a text.
    fn read(&self, bytes: &[u8], source: SourceId) -> Option<Typed> {
        let Read { bodies, strings, year, weight, steps, empty } = postcard::from_bytes(bytes).ok()?;
        let strings = Strings::of(strings);
        let bodies: Option<Vec<FileBody>> = bodies
            .into_iter()
            .map(|(id, tables, nested)| {
                let governed = self.governance.of([id.as_str()]).remove(&id)?;
                let Governed::By { packs, schema } = &*governed else { return None };
                let tables = placed(tables, schema, source)?;
                let body = FileBody { id, packs: packs.clone(), schema: schema.clone(), tables, nested };
                is_sound(&body, strings.len()).then_some(body)
            })
            .collect();
        let mut records = FileRecords::default();
        (records.bodies, records.strings, records.year) = (bodies?, strings, year);
        (records.weight, records.steps) = (weight, steps);
        Some(Typed {
            source,
            records,
            met: Vec::new(),
            empty,
            findings: Vec::new(),
            untold: 0,
            broken: None,
            reading: None,
            whose: Arc::default(),
        })
    }
}

/// A file as it is kept; nothing where there is something to say of it, or some of it could not be placed.
fn written(typed: &Typed) -> Option<Vec<u8>> {
    // Whoever adds something that a file may hold decides here whether it is kept.
    let Typed { source: _, records, met, empty, findings, untold, broken, reading, whose: _ } = typed;
    let FileRecords {
        bodies, strings, year, full, strays, more_strays, headless, findings: own, weight, steps, ..
    } = records;
    let told = findings.len() + own.len() + untold + strays.len() + headless.len();
    let governed = met.iter().all(|governed| matches!(**governed, Governed::By { .. }));
    if told > 0 || !governed || *full || *more_strays || broken.is_some() || reading.is_some() {
        return None;
    }
    let (bodies, strings) = (bodies.iter().map(body).collect(), strings.iter().collect());
    postcard::to_stdvec(&Written { bodies, strings, year: *year, weight: *weight, steps: *steps, empty: *empty }).ok()
}

/// A body with those of its tables that hold something.
fn body(body: &FileBody) -> WrittenBody<'_> {
    let tables = KindId::all(body.tables.len()).zip(&body.tables);
    (&body.id, tables.filter(|(_, table)| !table.rows.is_empty()).collect(), &body.nested)
}

/// A table for each kind, of these, whose rows stand in that text.
fn placed(tables: Vec<(KindId, Table)>, schema: &Schema, source: SourceId) -> Option<Vec<Table>> {
    let mut all: Vec<Table> = schema.kinds.iter().map(|_| Table::default()).collect();
    for (kind, mut table) in tables {
        table.rows.iter_mut().for_each(|row| row.source = source);
        *all.get_mut(kind.at())? = table;
    }
    Some(all)
}

/// Whether every number leads to something, so that what is kept wrongly could still lead nowhere else.
fn is_sound(body: &FileBody, strings: usize) -> bool {
    let leads = |cell: Cell| match cell {
        Cell::Str(text) => text.at() < strings,
        Cell::Nested(elements) => elements.range().end <= body.nested.len(),
        // Nothing is linked before files are joined.
        Cell::Ref(_) => false,
        _ => true,
    };
    let tables = body.tables.iter().zip(&body.schema.kinds).all(|(table, kind)| {
        let rows = table.rows.len();
        let width = if rows == 0 { table.columns.is_empty() } else { table.columns.len() == kind.fields.len() };
        let full = |column: &crate::data::Column| column.cells.len() == rows && column.spans.len() == Some(rows);
        width && table.columns.iter().all(|column| full(column) && column.cells.iter().all(leads))
    });
    let nested = body.nested.iter().all(|own| {
        let (kind, row) = own.owner;
        let table = body.tables.get(kind.at());
        let owned = table.is_some_and(|table| row.at() < table.rows.len() && own.column < table.columns.len());
        owned && leads(own.cell)
    });
    tables && nested
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use super::*;
    use crate::check::{Outcome, Request, check};
    use crate::example;

    /// Gives for everything what it has, and takes what it is given.
    #[derive(Debug, Default)]
    struct Same(Mutex<Option<Vec<u8>>>);

    impl Keep for Same {
        fn get(&self, _: [u8; 32]) -> Option<Vec<u8>> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
        }

        fn put(&self, _: [u8; 32], holds: &[u8]) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(holds.to_vec());
        }
    }

    fn checked(data: &str, kept: Option<Arc<dyn Keep>>) -> Outcome {
        let files = example::project().with("club/data/members.toml", data);
        check(&files, &Request { kept, ..example::request() }, &())
    }

    fn long(data: &str) -> String {
        format!("{data}{}", "# a remark\n".repeat(LEAST / 10))
    }

    #[test]
    fn what_is_kept_of_a_text_says_what_the_text_says() {
        let data = long(example::DATA);
        let kept = Arc::new(Same::default());
        let first = checked(&data, Some(kept.clone()));
        assert!(kept.get([0; 32]).is_some());
        for outcome in [first, checked(&data, Some(kept))] {
            let without = checked(&data, None);
            assert_eq!((outcome.findings, outcome.summary), (without.findings, without.summary));
        }
    }

    #[test]
    fn a_text_of_which_something_is_to_be_said_is_not_kept() {
        for data in [
            example::DATA.replace("visits = 0", "visits = \"none\""),
            example::DATA.replace("[[member]]", "[[membre]]"),
            example::DATA.replace("shili", "nobody"),
            format!("{}\nx = \n", example::DATA),
        ] {
            let kept = Arc::new(Same::default());
            let outcome = checked(&long(&data), Some(kept.clone()));
            assert!(!outcome.findings.is_empty(), "{data}");
            assert_eq!(kept.get([0; 32]), None, "{data}");
        }
        let kept = Arc::new(Same::default());
        checked(example::DATA, Some(kept.clone()));
        assert_eq!(kept.get([0; 32]), None, "a short one");
    }

    #[test]
    fn whatever_is_given_back_leads_nowhere_else() {
        let data = long(example::DATA);
        let kept = Arc::new(Same::default());
        checked(&data, Some(kept.clone()));
        let whole = kept.get([0; 32]).expect("kept");
        let given = |bytes: Vec<u8>| checked(&data, Some(Arc::new(Same(Mutex::new(Some(bytes))))));
        // It need not be right, since nobody gives back what is not; it ends, and takes no memory that is not there.
        for at in 0..whole.len() {
            for bit in [1, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= bit;
                assert!(given(bytes).summary.files == 1);
            }
            assert_eq!(given(whole[..at].to_vec()).findings.len(), 1, "cut at {at}: made anew");
        }
    }
}
