//! Data: typed records in columns, by body and kind, with the way back from each value to its bytes.
//!
//! Files are read and typed one by one ([`read`]), gathered by body, and linked ([`link`]). Nothing changes after that.

pub mod footprint;
pub mod gather;
mod link;
mod read;
mod typing;

pub use read::bodies_named;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::schema::{Kind, Schema};
use crate::source::{Place, SourceId, Span};
use crate::value::{Cell, RowId, StrId};

/// All records of a check.
#[derive(Debug, Default)]
pub struct Store {
    /// Bodies by id.
    pub bodies: Vec<Body>,
    /// Interned strings.
    pub strings: Vec<Arc<str>>,
    /// Their numbers.
    names: FxHashMap<Arc<str>, StrId>,
}

/// The records of one body.
#[derive(Debug)]
pub struct Body {
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
    /// First cell number of each table, then of the nested values: see [`Store::cell_number`].
    bases: Vec<u64>,
}

/// The records of one kind, as columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// File, header and year of each record.
    pub rows: Vec<RowHead>,
    /// A column for each field of the kind.
    pub columns: Vec<Column>,
    /// Key of each record, several key fields joined by `/`; empty for kinds without key.
    pub keys: Vec<Option<StrId>>,
    /// Rows by year (0 for kinds that are not yearly), in the order read.
    pub by_year: FxHashMap<i16, Arc<[u32]>>,
    /// Row by year and key.
    by_key: FxHashMap<(i16, StrId), u32>,
    /// For each link of the kind, the rows that refer to each row.
    links: Vec<LinkIndex>,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
pub struct RowHead {
    /// File.
    pub source: SourceId,
    /// Its header `[[kind]]`, or the whole inline table.
    pub header: Span,
    /// Year; 0 for kinds that are not yearly.
    pub year: i16,
}

/// One field of all records of a kind.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Values, a record each.
    pub cells: Vec<Cell>,
    /// Where they stand; empty spans for absent ones.
    pub spans: Vec<Span>,
    /// Rows by value, built when first asked for.
    index: OnceLock<Index>,
}

/// The rows of a column by value.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Rows that have a value, ascending.
    pub rows: FxHashMap<Key, Vec<u32>>,
    /// Rows whose value is broken, ascending.
    pub broken: Vec<u32>,
}

/// An element of a list, or a field of a table.
#[derive(Clone, Debug)]
pub struct Nested {
    /// Value.
    pub cell: Cell,
    /// Where it stands.
    pub span: Span,
    /// Kind and row of the record that it is part of.
    pub owner: (u16, u32),
    /// Column of that record.
    pub column: u16,
}

/// Rows that refer to each row: `rows[starts[r]..starts[r + 1]]`.
#[derive(Clone, Debug, Default)]
struct LinkIndex {
    kind: u16,
    starts: Vec<u32>,
    rows: Vec<u32>,
}

/// A value by which rows are found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// true or false.
    Bool(bool),
    /// A whole number, or a decimal without fraction.
    Int(i64),
    /// A decimal with a fraction.
    Decimal(rust_decimal::Decimal),
    /// A text or the name of an enum's value.
    Str(StrId),
    /// A day.
    Date(jiff::civil::Date),
    /// A time of day.
    Time(jiff::civil::Time),
    /// A period.
    Period(crate::value::Period),
    /// A record.
    Row(RowId),
}

impl Key {
    /// The key of a cell; `None` for absent, broken and nested ones.
    #[must_use]
    pub fn of(cell: &Cell) -> Option<Self> {
        Some(match cell {
            Cell::Absent | Cell::Invalid | Cell::Nested { .. } => return None,
            Cell::Bool(b) => Self::Bool(*b),
            Cell::Int(n) => Self::Int(*n),
            Cell::Decimal(d) => Self::decimal(**d),
            Cell::Str(s) => Self::Str(*s),
            Cell::Date(d) => Self::Date(*d),
            Cell::Time(t) => Self::Time(**t),
            Cell::Period(p) => Self::Period(*p),
            Cell::Ref(row) => Self::Row(**row),
        })
    }

    /// The key of a decimal: one value, one key, whatever its trailing zeros.
    #[must_use]
    pub fn decimal(value: rust_decimal::Decimal) -> Self {
        use rust_decimal::prelude::ToPrimitive as _;
        let value = value.normalize();
        match value.to_i64().filter(|_| value.is_integer()) {
            Some(n) => Self::Int(n),
            None => Self::Decimal(value),
        }
    }
}

/// What a cell number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The record.
    pub row: RowId,
    /// Its field.
    pub column: u16,
    /// The value.
    pub place: Place,
}

impl Store {
    /// The record's table.
    #[must_use]
    pub fn table(&self, row: RowId) -> &Table {
        &self.bodies[row.body as usize].tables[row.kind as usize]
    }

    /// The record's kind.
    #[must_use]
    pub fn kind(&self, row: RowId) -> &Kind {
        &self.bodies[row.body as usize].schema.kinds[row.kind as usize]
    }

    /// The record's value in a column.
    #[must_use]
    pub fn cell(&self, row: RowId, column: usize) -> &Cell {
        &self.table(row).columns[column].cells[row.row as usize]
    }

    /// The record's header.
    #[must_use]
    pub fn header(&self, row: RowId) -> Place {
        let head = self.table(row).rows[row.row as usize];
        Place { source: head.source, span: head.header }
    }

    /// The value of a field, or the record's header where the field is not given.
    #[must_use]
    pub fn field_place(&self, row: RowId, column: usize) -> Place {
        let span = self.table(row).columns[column].spans[row.row as usize];
        if span == Span::default() { self.header(row) } else { Place { span, ..self.header(row) } }
    }

    /// The record's key as reports show it; its place in the table (from 1) for kinds without key.
    #[must_use]
    pub fn key(&self, row: RowId) -> String {
        match self.table(row).keys.get(row.row as usize).copied().flatten() {
            Some(id) => self.string(id).to_owned(),
            None => format!("#{}", row.row + 1),
        }
    }

    /// What people call the record: its `name`, else its `title` or `topic`, else its key.
    #[must_use]
    pub fn name(&self, row: RowId) -> String {
        let kind = self.kind(row);
        let text = ["name", "title", "topic"].iter().find_map(|name| match self.cell(row, kind.column(name)?) {
            Cell::Str(id) => Some(self.string(*id).to_owned()),
            _ => None,
        });
        text.unwrap_or_else(|| self.key(row))
    }

    /// An interned string.
    #[must_use]
    pub fn string(&self, id: StrId) -> &str {
        &self.strings[id.0 as usize]
    }

    /// The record with that key, in a year (0 for kinds that are not yearly).
    #[must_use]
    pub fn find(&self, body: u16, kind: u16, year: i16, key: &str) -> Option<RowId> {
        let table = &self.bodies[body as usize].tables[kind as usize];
        Some(RowId { body, kind, row: table.row_of(year, self.string_id(key)?)? })
    }

    /// The number of a string, if any record has it.
    #[must_use]
    pub fn string_id(&self, text: &str) -> Option<StrId> {
        self.names.get(text).copied()
    }

    fn intern(&mut self, text: &Arc<str>) -> StrId {
        if let Some(id) = self.names.get(text) {
            return *id;
        }
        let id = StrId(u32::try_from(self.strings.len()).unwrap_or(u32::MAX));
        self.strings.push(text.clone());
        self.names.insert(text.clone(), id);
        id
    }

    /// Kind and rows of the records that refer to a record by one of its kind's links.
    #[must_use]
    pub fn linked(&self, row: RowId, link: usize) -> (u16, &[u32]) {
        let index = &self.table(row).links[link];
        let at = row.row as usize;
        (index.kind, &index.rows[index.starts[at] as usize..index.starts[at + 1] as usize])
    }

    /// Rows of a column by value.
    #[must_use]
    pub fn index(&self, body: u16, kind: u16, column: usize) -> &Index {
        let column = &self.bodies[body as usize].tables[kind as usize].columns[column];
        column.index.get_or_init(|| {
            let mut index = Index::default();
            for (row, cell) in (0..).zip(&column.cells) {
                if *cell == Cell::Invalid {
                    index.broken.push(row);
                } else if let Some(key) = Key::of(cell) {
                    index.rows.entry(key).or_default().push(row);
                }
            }
            index
        })
    }

    /// A number for a value of a record, by which a script's value finds its way back; `None` past `i32::MAX`.
    #[must_use]
    pub fn cell_number(&self, row: RowId, column: usize) -> Option<i32> {
        let body = &self.bodies[row.body as usize];
        let width = body.tables[row.kind as usize].columns.len() as u64;
        i32::try_from(body.bases[row.kind as usize] + u64::from(row.row) * width + column as u64).ok()
    }

    /// The same for a nested value.
    #[must_use]
    pub fn nested_number(&self, body: u16, nested: u32) -> Option<i32> {
        let body = &self.bodies[body as usize];
        i32::try_from(body.bases[body.tables.len()] + u64::from(nested)).ok()
    }

    /// What a cell number stands for; `None` for a number that none has.
    #[must_use]
    pub fn cell_place(&self, number: i32) -> Option<CellPlace> {
        let number = u64::try_from(number).ok()?;
        let first = |body: &Body| body.bases.first().copied().unwrap_or(u64::MAX);
        let index = self.bodies.partition_point(|body| first(body) <= number).checked_sub(1)?;
        let body = &self.bodies[index];
        let table = body.bases.partition_point(|base| *base <= number).checked_sub(1)?;
        let inside = number - body.bases[table];
        let index = u16::try_from(index).ok()?;
        if table == body.tables.len() {
            let nested = body.nested.get(usize::try_from(inside).ok()?)?;
            let row = RowId { body: index, kind: nested.owner.0, row: nested.owner.1 };
            let place = Place { span: nested.span, ..self.header(row) };
            return Some(CellPlace { row, column: nested.column, place });
        }
        let width = body.tables[table].columns.len() as u64;
        let row = RowId { body: index, kind: u16::try_from(table).ok()?, row: u32::try_from(inside / width).ok()? };
        let column = u16::try_from(inside % width).ok()?;
        Some(CellPlace { row, column, place: self.field_place(row, column as usize) })
    }

    /// Number of records.
    #[must_use]
    pub fn record_count(&self) -> usize {
        self.bodies.iter().map(Body::size).sum()
    }

    /// Numbers the cells; called once, when all bodies are there.
    fn number(&mut self) {
        let mut next = 1;
        for body in &mut self.bodies {
            body.bases.clear();
            for table in &body.tables {
                body.bases.push(next);
                next += table.cell_count();
            }
            body.bases.push(next);
            next += body.nested.len() as u64;
        }
    }
}

impl Body {
    /// How many records it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.tables.iter().map(|t| t.rows.len()).sum()
    }
}

impl Table {
    fn new(kind: &Kind) -> Self {
        Self { columns: kind.fields.iter().map(|_| Column::default()).collect(), ..Self::default() }
    }

    fn cell_count(&self) -> u64 {
        self.rows.len() as u64 * self.columns.len() as u64
    }

    /// The row with that key.
    #[must_use]
    pub fn row_of(&self, year: i16, key: StrId) -> Option<u32> {
        self.by_key.get(&(year, key)).copied()
    }
}
