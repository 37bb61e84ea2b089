//! Data: typed records in columns, by body and kind, with the way back from each value to its bytes.
//!
//! Files are read one by one ([`read`]); which packs govern the bodies that a file names is settled ([`governance`]) before
//! its records are typed. They are gathered by body and linked ([`link`]). Nothing changes after that.

mod cells;
mod append;
mod told;
mod strings;
mod place;
mod index;
mod names;
pub(crate) mod content;
mod room;
pub(crate) mod footprint;
pub(crate) mod governance;
mod stray;
mod broken;
mod typing;
mod certain;
pub(crate) mod read;
mod kept;
pub(crate) mod glance;
pub(crate) mod confine;
mod copies;
mod keys;
mod links;
mod by_name;
mod repeats;
mod link;
pub(crate) mod doubts;
mod incomplete;
mod join;
pub(crate) mod gather;
pub(crate) mod part;
#[cfg(test)]
mod tests;

pub(crate) use append::append;
use broken::Lost;
pub(crate) use cells::{Cells, Spans};
use governance::Known;
pub(crate) use index::{Index, Key};
pub(crate) use place::CellPlace;
pub(crate) use read::{Given, bodies_named, bodies_of_book};
use room::Room;
use stray::{Stray, Whose};
pub(crate) use strings::Strings;

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::schema::{Kind, Schema};
use crate::source::{Place, SourceId, Span};
use crate::value::{BodyId, Cell, KindId, Row, RowId, StrId};

/// All records of a check.
#[derive(Debug, Default)]
pub(crate) struct Store {
    /// Bodies by id.
    pub bodies: Vec<Body>,
    /// The bodies that files name, by id: also those whose records could not be read, or are read by another shard.
    pub known: Vec<Known>,
    /// Interned strings.
    pub strings: Strings,
    /// What files say of the year of their records.
    pub heads: FxHashMap<SourceId, Head>,
    /// How many records of each body such a file has.
    pub under_head: FxHashMap<(SourceId, Arc<str>), usize>,
    /// Kinds of which records could not be read that may be of bodies without any record that was.
    pub lost: Lost,
    /// Records that could not be placed.
    pub strays: Vec<Stray>,
    /// The texts that are sheets of workbooks.
    sheets: FxHashSet<SourceId>,
    /// Where a name was read as the key of its record: the sheet, and the label of the field.
    named: Vec<(SourceId, String)>,
}

/// What a file says of the year of its records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    /// The year.
    pub year: i16,
    /// Where it stands.
    pub span: Span,
}

/// The records of one body.
#[derive(Debug)]
pub(crate) struct Body {
    /// Its id.
    pub id: Arc<str>,
    /// Packs that govern it.
    pub packs: Vec<String>,
    /// The kinds that those packs know.
    pub schema: Arc<Schema>,
    /// A table for each kind of the schema.
    pub tables: Vec<Table>,
    /// Elements of lists and fields of tables.
    pub nested: Vec<Nested>,
    /// Kinds of which some records could not be read, so that no rule may count or list them.
    pub incomplete: Vec<bool>,
    /// Years of its records, ascending.
    pub years: Vec<i16>,
    /// The same for all bodies of one schema, and for those only.
    pub schema_number: u32,
    /// First cell number of each table, then of the nested values: see [`Store::cell_number`].
    bases: Vec<u64>,
}

/// The records of one kind, as columns.
///
/// Of a file that is kept for the next run, records and values alone are written: all else is found when files are joined.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Table {
    /// File, header and year of each record.
    pub rows: Vec<RowHead>,
    /// A column for each field of the kind; none where there is no record.
    pub columns: Vec<Column>,
    /// Key of each record, several key fields joined by `/`; empty for kinds without key.
    #[serde(skip)]
    pub keys: Vec<Option<StrId>>,
    /// Rows by year (0 for kinds that are not yearly), in the order read.
    #[serde(skip)]
    pub by_year: FxHashMap<i16, Arc<[Row]>>,
    /// Rows that say the same as an earlier one of their key: rules do not see them.
    #[serde(skip)]
    copies: FxHashSet<Row>,
    /// Rows that have the key of an earlier one, which is named first, and say something else.
    #[serde(skip)]
    pub doubles: Vec<(Row, Row)>,
    /// Row by year and key.
    #[serde(skip)]
    by_key: FxHashMap<(i16, StrId), Row>,
    /// For each link of the kind, the rows that refer to each row.
    #[serde(skip)]
    links: Vec<LinkIndex>,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct RowHead {
    /// File. Its number is another in each run.
    #[serde(skip, default = "SourceId::none")]
    pub source: SourceId,
    /// Its header `[[kind]]`, or the whole inline table.
    pub header: Span,
    /// Year; 0 for kinds that are not yearly.
    pub year: i16,
}

/// One field of all records of a kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Column {
    /// Values, a record each.
    pub cells: Cells,
    /// Where they stand.
    pub spans: Spans,
    /// Rows by value, built when first asked for.
    #[serde(skip)]
    index: OnceLock<Index>,
}

/// An element of a list, or a field of a table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Nested {
    /// Value.
    pub cell: Cell,
    /// Where it stands.
    pub span: Span,
    /// Kind and row of the record that it is part of.
    pub owner: (KindId, Row),
    /// Column of that record.
    pub column: usize,
}

/// Rows that refer to each row: `rows[starts[r]..starts[r + 1]]`.
#[derive(Clone, Debug, Default)]
struct LinkIndex {
    kind: KindId,
    starts: Vec<usize>,
    rows: Vec<Row>,
    /// How many references that might be among them lead nowhere.
    broken: usize,
}

impl LinkIndex {
    /// The rows that refer to a row.
    fn of(&self, row: Row) -> &[Row] {
        &self.rows[self.starts[row.at()]..self.starts[row.at() + 1]]
    }
}

impl Store {
    /// The body of that number.
    ///
    /// # Panics
    /// When the number comes from another store.
    #[must_use]
    #[inline]
    pub(crate) fn body(&self, body: BodyId) -> &Body {
        &self.bodies[body.at()]
    }

    /// The bodies with their numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (BodyId, &Body)> {
        BodyId::all(self.bodies.len()).zip(&self.bodies)
    }

    /// The record's table.
    #[must_use]
    pub(crate) fn table(&self, row: RowId) -> &Table {
        self.body(row.body).table(row.kind)
    }

    /// The record's kind.
    #[must_use]
    pub(crate) fn kind(&self, row: RowId) -> &Kind {
        self.body(row.body).schema.get(row.kind)
    }

    /// The record's value in a column.
    #[must_use]
    #[inline]
    pub(crate) fn cell(&self, row: RowId, column: usize) -> Cell {
        self.table(row).columns[column].cell(row.row.at())
    }

    /// The record's header.
    #[must_use]
    pub(crate) fn header(&self, row: RowId) -> Place {
        let head = self.head(row);
        Place { source: head.source, span: head.header }
    }

    /// Where the record stands.
    #[must_use]
    pub(crate) fn head(&self, row: RowId) -> RowHead {
        self.table(row).rows[row.row.at()]
    }

    /// The value of a field, or the record's header where the field is not given.
    #[must_use]
    pub(crate) fn field_place(&self, row: RowId, column: usize) -> Place {
        let span = self.table(row).span(column, row.row.at());
        if span == Span::default() { self.header(row) } else { Place { span, ..self.header(row) } }
    }

    /// The record's key as reports show it; its place in the table (from 1) for kinds without key.
    #[must_use]
    pub(crate) fn key(&self, row: RowId) -> String {
        match self.key_id(row) {
            Some(id) => self.string(id).to_owned(),
            None => format!("#{}", row.row.at() + 1),
        }
    }

    /// About how many bytes a record's key has.
    #[must_use]
    pub(crate) fn key_len(&self, row: RowId) -> usize {
        self.key_id(row).map_or(8, |id| self.string(id).len())
    }

    /// The number of the record's key; `None` where it has none.
    #[must_use]
    pub(crate) fn key_id(&self, row: RowId) -> Option<StrId> {
        self.table(row).keys.get(row.row.at()).copied().flatten()
    }

    /// An interned string.
    #[must_use]
    pub(crate) fn string(&self, id: StrId) -> &str {
        self.strings.get(id)
    }

    /// The record with that key, in a year (0 for kinds that are not yearly).
    #[must_use]
    pub(crate) fn find(&self, body: BodyId, kind: KindId, year: i16, key: &str) -> Option<RowId> {
        let table = self.body(body).table(kind);
        Some(RowId { body, kind, row: table.row_of(year, self.string_id(key)?)? })
    }

    /// The number of a string, if any record has it.
    #[must_use]
    pub(crate) fn string_id(&self, text: &str) -> Option<StrId> {
        self.strings.find(text)
    }

    /// The number of a string; `None` when there is no room for another.
    fn intern(&mut self, room: &Room, text: &str) -> Option<StrId> {
        self.strings.number(text, |at| room.string(at))
    }

    /// Kind and rows of the records that refer to a record by one of its kind's links.
    #[must_use]
    #[inline]
    pub(crate) fn linked(&self, row: RowId, link: usize) -> (KindId, &[Row]) {
        let index = &self.table(row).links[link];
        (index.kind, index.of(row.row))
    }

    /// How many references that might be to a record by one of its links lead nowhere.
    #[must_use]
    pub(crate) fn broken_links(&self, row: RowId, link: usize) -> usize {
        self.table(row).links[link].broken
    }

    /// Number of records.
    #[must_use]
    pub(crate) fn record_count(&self) -> usize {
        self.bodies.iter().map(Body::size).sum()
    }
}

impl Body {
    /// Gives back what its columns do not need.
    fn shrink(&mut self) {
        for table in &mut self.tables {
            table.rows.shrink_to_fit();
            for column in &mut table.columns {
                column.cells.shrink();
                column.spans.shrink();
            }
        }
    }

    /// How many records it has.
    #[must_use]
    pub(crate) fn size(&self) -> usize {
        self.tables.iter().map(|t| t.rows.len()).sum()
    }

    /// The table of a kind of its schema.
    ///
    /// # Panics
    /// When the kind's number comes from another schema.
    #[must_use]
    pub(crate) fn table(&self, kind: KindId) -> &Table {
        &self.tables[kind.at()]
    }
}

impl Column {
    /// The value of a record, by its place in the table.
    ///
    /// # Panics
    /// When there is no such record.
    #[must_use]
    #[inline]
    pub(crate) fn cell(&self, at: usize) -> Cell {
        self.cells.get(at).expect("a column has a value for each record")
    }
}

impl Table {
    /// Where a record's value stands; an empty span at the very beginning where it is not given.
    #[must_use]
    pub(crate) fn span(&self, column: usize, at: usize) -> Span {
        self.columns[column].spans.get(at, self.rows[at].header)
    }

    /// Makes its columns, once there is a record: of most kinds most bodies have none.
    fn widen(&mut self, columns: usize) {
        if self.columns.is_empty() {
            self.columns.resize_with(columns, Column::default);
        }
    }

    /// How many values there are, given or not.
    fn cell_count(&self) -> u64 {
        self.rows.len() as u64 * self.columns.len() as u64
    }

    /// Whether a row says the same as an earlier one of its key.
    pub(crate) fn is_copy(&self, row: Row) -> bool {
        !self.copies.is_empty() && self.copies.contains(&row)
    }

    /// The row with that key.
    #[must_use]
    pub(crate) fn row_of(&self, year: i16, key: StrId) -> Option<Row> {
        self.by_key.get(&(year, key)).copied()
    }
}
