//! What a name is on records of a kind, and where scripts remember it.

use crate::data::Cells;
use crate::language::Lang;
use crate::native::value::Origin;
use crate::schema::Kind;
use crate::value::{Cell, RowId};

/// What a name is on records of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// A field, by its column.
    Column(u32),
    /// A link, by its number.
    Link(u16),
    /// The key.
    Key,
    /// The kind's name.
    Kind,
    /// The body's id.
    Body,
    /// The year.
    Year,
}

/// Where a script reads a property: what the name was found to be, for the records met last there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'s> {
    /// Of which records.
    of: Records,
    /// What the name is there.
    pub access: Option<Access>,
    /// The values, if it is a field.
    cells: Option<&'s Cells>,
    /// The number of the first of them among all values, and how far apart they are.
    numbers: (u64, u64),
}

/// The records of one kind of one body, as one number: it is asked for at every property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Records(u64);

impl Records {
    const NONE: Self = Self(u64::MAX);

    #[inline]
    fn with(row: RowId) -> Self {
        Self((row.body.at() as u64) << 16 | row.kind.at() as u64)
    }
}

impl<'s> Site<'s> {
    /// One where nothing was read yet.
    pub(crate) const NEW: Self = Self { of: Records::NONE, access: None, cells: None, numbers: (0, 0) };

    /// One where a record's property was found, with the values if it is a field: of all records of its kind, and the number
    /// of the first of them among all values, and how far apart they are.
    #[must_use]
    pub(crate) fn of(row: RowId, access: Access, (cells, numbers): (Option<&'s Cells>, (u64, u64))) -> Self {
        Self { of: Records::with(row), access: Some(access), cells, numbers }
    }

    /// Whether what was found is right for a record, too.
    #[inline]
    #[must_use]
    pub(crate) fn knows(&self, row: RowId) -> bool {
        self.of == Records::with(row)
    }

    /// The value of a record that it knows, if it is a field's, and where it is from.
    #[inline]
    #[must_use]
    pub(crate) fn cell(&self, row: RowId) -> Option<(Cell, Origin)> {
        let cell = self.cells?.get(row.row.at())?;
        Some((cell, Origin(self.numbers.0 + row.row.at() as u64 * self.numbers.1)))
    }
}

/// What is found at a site.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    /// A value, and where it is from.
    Cell(Cell, u32, Origin),
    /// Something that is no field.
    Other(Access),
}

impl Access {
    /// What a name or a Chinese label is on records of a kind.
    #[must_use]
    pub(crate) fn find(kind: &Kind, name: &str) -> Option<Self> {
        if let Some(column) = kind.column(name) {
            return u32::try_from(column).ok().map(Self::Column);
        }
        match name {
            "key" => return Some(Self::Key),
            "kind" => return Some(Self::Kind),
            "body" => return Some(Self::Body),
            "year" => return Some(Self::Year),
            _ => {}
        }
        let link = kind.links.iter().position(|l| l.name == name || l.label.get(Lang::Zh) == name);
        link.and_then(|link| u16::try_from(link).ok()).map(Self::Link)
    }
}
