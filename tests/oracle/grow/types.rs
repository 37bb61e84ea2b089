//! Types of what is grown.

use super::Grower;
use crate::schema::{Field, Type};

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    Unit,
    Bool,
    Int,
    Dec,
    Str,
    /// The values of an enum.
    Enum(Vec<String>),
    Date,
    Time,
    Period,
    Ctx,
    Rec(String),
    View(String),
    List(Box<Ty>),
    /// Entries, each with whether it may be lacking.
    Map(Vec<(String, Ty, bool)>),
    /// A record or `()`.
    Maybe(Box<Ty>),
    /// A group: its key and its items.
    Group(Box<Ty>, Box<Ty>),
}

impl Ty {
    /// The type of a field's values.
    pub fn of(ty: &Type) -> Self {
        match ty {
            Type::Str => Self::Str,
            Type::Int => Self::Int,
            Type::Dec => Self::Dec,
            Type::Bool => Self::Bool,
            Type::Date => Self::Date,
            Type::Time => Self::Time,
            Type::Period => Self::Period,
            Type::Enum(values) => Self::Enum(values.iter().map(|(name, _)| name.clone()).collect()),
            Type::Ref(kind) => Self::Rec(kind.clone()),
            Type::List(of) => Self::list(Self::of(of)),
            Type::Table(fields) => {
                let entry = |field: &Field| (field.name.clone(), Self::of(&field.ty), field.optional);
                Self::Map(fields.iter().map(entry).collect())
            }
        }
    }

    pub fn list(of: Self) -> Self {
        Self::List(Box::new(of))
    }

    /// What the elements of a collection are.
    pub fn element(&self) -> Option<Self> {
        match self {
            Self::List(of) => Some((**of).clone()),
            Self::View(kind) => Some(Self::Rec(kind.clone())),
            _ => None,
        }
    }

    /// Whether two of it have an order.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::Int | Self::Dec | Self::Str | Self::Enum(_) | Self::Date | Self::Time)
    }
}

impl Grower<'_> {
    /// A type of single values.
    pub(super) fn single(&mut self) -> Ty {
        match self.dice.roll(12) {
            0..3 => Ty::Int,
            3 => Ty::Dec,
            4..6 => Ty::Str,
            6 => Ty::Bool,
            7..9 => Ty::Date,
            9 => Ty::Period,
            _ => self.record_type(),
        }
    }

    /// A type of records, by preference one of which some are in sight.
    pub(super) fn record_type(&mut self) -> Ty {
        let seen: Vec<Ty> = self.scope.iter().filter(|v| matches!(v.ty, Ty::Rec(_))).map(|v| v.ty.clone()).collect();
        if let Some(seen) = self.dice.any(&seen)
            && (self.bent.orderless || self.dice.chance(60))
        {
            return seen;
        }
        let schema = self.schema.clone();
        if let Some(shared) = schema.kinds.iter().find(|kind| kind.shared).filter(|_| self.network) {
            return Ty::Rec(shared.name.clone());
        }
        Ty::Rec(self.dice.pick(&schema.kinds).name.clone())
    }

    /// Any type, with lists so deep.
    pub(super) fn any_type(&mut self, depth: usize) -> Ty {
        match self.dice.roll(14) {
            0 | 1 if depth > 0 => Ty::list(self.any_type(depth - 1)),
            2 => match self.record_type() {
                Ty::Rec(kind) => Ty::View(kind),
                ty => ty,
            },
            3 if depth > 0 => {
                let entries = (0..=self.dice.roll(3)).map(|at| (format!("m{at}"), self.single(), false));
                Ty::Map(entries.collect())
            }
            4 => self.enum_type(),
            5 => Ty::Time,
            _ => self.single(),
        }
    }

    pub(super) fn enum_type(&mut self) -> Ty {
        let schema = self.schema.clone();
        let all: Vec<Ty> = schema.kinds.iter().flat_map(|kind| &kind.fields).map(|field| Ty::of(&field.ty)).collect();
        let all: Vec<Ty> = all.into_iter().filter(|ty| matches!(ty, Ty::Enum(_))).collect();
        self.dice.pick(&all).clone()
    }
}
