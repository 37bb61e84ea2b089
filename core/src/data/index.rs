//! Rows by value: of a column, when first asked for.

use rustc_hash::FxHashMap;

use crate::data::Store;
use crate::value::{BodyId, Cell, KindId, Row, RowId, StrId};

/// The rows of a column by value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// Rows that have a value, ascending.
    pub rows: FxHashMap<Key, Vec<Row>>,
    /// Rows whose value is broken, ascending.
    pub broken: Vec<Row>,
}

/// A value by which rows are found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
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
    pub(crate) fn of(cell: Cell) -> Option<Self> {
        Some(match cell {
            Cell::Absent | Cell::Invalid | Cell::Nested(_) => return None,
            Cell::Bool(b) => Self::Bool(b),
            Cell::Int(n) => Self::Int(n),
            Cell::Decimal(d) => Self::decimal(d),
            Cell::Str(s) => Self::Str(s),
            Cell::Date(d) => Self::Date(d),
            Cell::Time(t) => Self::Time(t),
            Cell::Period(p) => Self::Period(p),
            Cell::Ref(row) => Self::Row(row),
        })
    }

    /// The key of a decimal: one value, one key, whatever its trailing zeros.
    #[must_use]
    pub(crate) fn decimal(value: rust_decimal::Decimal) -> Self {
        use rust_decimal::prelude::ToPrimitive as _;
        let value = value.normalize();
        match value.to_i64().filter(|_| value.is_integer()) {
            Some(n) => Self::Int(n),
            None => Self::Decimal(value),
        }
    }
}

impl Store {
    /// Rows of a column by value; `None` where the kind has no records.
    #[must_use]
    pub(crate) fn index(&self, body: BodyId, kind: KindId, column: usize) -> Option<&Index> {
        let table = self.body(body).table(kind);
        let column = table.columns.get(column)?;
        Some(column.index.get_or_init(|| {
            let mut index = Index::default();
            for (row, cell) in Row::all(column.cells.len()).zip(column.cells.iter()) {
                if table.is_copy(row) {
                    continue;
                }
                if cell == Cell::Invalid {
                    index.broken.push(row);
                } else if let Some(key) = Key::of(cell) {
                    index.rows.entry(key).or_default().push(row);
                }
            }
            index
        }))
    }
}
