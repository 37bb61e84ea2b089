//! What is known of the entries of maps and the values of enums.

use super::Ty;

/// An enum: its values with their Chinese labels, and the field that declares it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EnumTy {
    /// Name of the field.
    pub field: String,
    /// Values and labels.
    pub values: Vec<(String, String)>,
}

/// The entries of a map.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MapTy {
    /// Known entries.
    pub columns: Vec<Column>,
    /// Type of entries that are not known by name; `None` when there are no others.
    pub rest: Option<Ty>,
    /// Whether a pack declares it (a field of type table), so that even `has` wants a declared name.
    pub declared: bool,
    /// Depth and size of what its entries may hold.
    pub(super) weight: Weight,
}

/// How deep a type is nested, and how many types it is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Weight {
    depth: u32,
    size: u32,
}

impl Weight {
    /// Of a type that holds no other.
    pub(super) const ONE: Self = Self { depth: 0, size: 1 };
    /// Types beyond that are forgotten: a loop could go on to nest them.
    const MOST: Self = Self { depth: 12, size: 2_000 };

    /// Of both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), size: self.size.saturating_add(other.size) }
    }

    /// Of a type that holds such a one.
    pub(super) fn within(self) -> Self {
        Self { depth: self.depth + 1, size: self.size.saturating_add(1) }
    }

    /// Whether a type is forgotten that holds such a one.
    pub(super) fn is_too_much(self) -> bool {
        self.depth >= Self::MOST.depth || self.size >= Self::MOST.size
    }
}

/// A known entry of a map.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Column {
    /// Name.
    pub name: String,
    /// Chinese label of a declared field.
    pub label: Option<String>,
    /// Type of its value.
    pub ty: Ty,
}

impl MapTy {
    /// A map of those entries and others of a type.
    #[must_use]
    pub(crate) fn new(columns: Vec<Column>, rest: Option<Ty>, declared: bool) -> Self {
        let parts = columns.iter().map(|c| &c.ty).chain(&rest);
        let weight = parts.fold(Weight::default(), |sum, ty| sum.and(ty.weight())).within();
        if weight.is_too_much() && !declared {
            return Self::new(Vec::new(), Some(Ty::Unknown), false);
        }
        Self { columns, rest, declared, weight }
    }

    /// The same, with another type of one of its entries.
    #[must_use]
    pub(crate) fn with(&self, name: &str, ty: &Ty) -> Self {
        let mut columns = self.columns.clone();
        for column in columns.iter_mut().filter(|c| c.name == name || c.label.as_deref() == Some(name)) {
            column.ty = ty.clone();
        }
        Self::new(columns, self.rest.clone(), self.declared)
    }

    /// What holds of both: entries that both have, and others of which nothing is known unless both have the same.
    pub(super) fn join(&self, other: &Self) -> Self {
        let both = self.columns.iter().filter_map(|a| {
            let b = other.columns.iter().find(|b| b.name == a.name)?;
            let label = a.label.clone().filter(|label| b.label.as_ref() == Some(label));
            Some(Column { name: a.name.clone(), label, ty: a.ty.clone().join(b.ty.clone()) })
        });
        let columns: Vec<Column> = both.collect();
        let same = columns.len() == self.columns.len() && columns.len() == other.columns.len();
        let rest = match (&self.rest, &other.rest) {
            (None, None) if same => None,
            (Some(a), Some(b)) if same => Some(a.clone().join(b.clone())),
            _ => Some(Ty::Unknown),
        };
        Self::new(columns, rest, self.declared && other.declared && same)
    }

    /// The entry of that name or label.
    #[must_use]
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name || c.label.as_deref() == Some(name))
    }
}
