//! What a name is on records of a kind, and where scripts remember it.

use crate::language::Lang;
use crate::native::value::Origin;
use crate::schema::Kind;
use crate::value::{BodyId, Cell, KindId};

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
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Site<'s> {
    /// The body and the kind.
    pub of: Option<(BodyId, KindId)>,
    /// What the name is there.
    pub access: Option<Access>,
    /// The values, if it is a field.
    pub cells: &'s [Cell],
    /// The number of the first of them among all values, and how far apart they are.
    pub numbers: (u64, u64),
}

/// What is found at a site.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found<'s> {
    /// A value, and where it is from.
    Cell(&'s Cell, u32, Origin),
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
