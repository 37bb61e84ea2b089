//! What a name is on records of a kind, and where scripts remember it.

use crate::language::Lang;
use crate::schema::Kind;
use crate::value::KindId;

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

/// Where a script reads a property: what the name was found to be, for the kind met last there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Site {
    /// The kind, and the place of the body's schema among those of the data.
    pub of: Option<(u32, KindId)>,
    /// What the name is there.
    pub access: Option<Access>,
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
