//! Types of values in scripts, as far as the checker knows them. `Unknown` is never a reason for a finding.

mod maps;

pub(crate) use maps::{Column, EnumTy, MapTy};

use std::sync::Arc;

use crate::language::Lang;
use crate::native::shape::Shape;
use crate::pack::manifest::Literal;
use crate::schema::{Field, Schema, Type};
use crate::value::KindId;
use maps::Weight;

/// What is known of a value. Kinds are indices into the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ty {
    /// Nothing is known.
    Unknown,
    /// No value arrives here (after `return`), or no element is known yet (`[]`).
    Never,
    /// `()`.
    Unit,
    /// true or false.
    Bool,
    /// A whole number.
    Int,
    /// A number that may have a fraction, such as every quotient; never taken for a whole number.
    Decimal,
    /// One of the two.
    Number,
    /// A text.
    Str,
    /// A text known letter by letter.
    Word(Arc<str>),
    /// A value of an enum.
    Enum(Arc<EnumTy>),
    /// A calendar day.
    Date,
    /// A time of day.
    Time,
    /// A day, month, quarter or year.
    Period,
    /// A place in the data.
    Place,
    /// A reported finding.
    Finding,
    /// `ctx`.
    Ctx,
    /// `ctx.params`.
    Params,
    /// A record of a kind.
    Record(KindId),
    /// Records of a kind.
    View(KindId),
    /// An array.
    Array(Box<Ty>),
    /// A group of `group_by`: key and items.
    Group(Box<Ty>, Box<Ty>),
    /// A map or table.
    Map(Arc<MapTy>),
    /// A range of integers.
    Range,
    /// A closure.
    Fn,
    /// `s` of a scheme, with the kind of the records that are scored.
    Scheme(Option<KindId>),
    /// A record with the number that it counts for.
    Award,
    /// A score card.
    Card,
    /// That, or `()`.
    Maybe(Box<Ty>),
}

impl Ty {
    /// The type of a field's value.
    #[must_use]
    pub(crate) fn of_field(field: &Field, schema: &Schema) -> Self {
        Self::of_type(&field.ty, &field.name, schema)
    }

    fn of_type(ty: &Type, field: &str, schema: &Schema) -> Self {
        match ty {
            Type::String => Self::Str,
            Type::Integer => Self::Int,
            Type::Decimal => Self::Decimal,
            Type::Bool => Self::Bool,
            Type::Date => Self::Date,
            Type::Time => Self::Time,
            Type::Period => Self::Period,
            Type::Enum(values) => {
                let values = values.iter().map(|v| (v.name.clone(), v.label.get(Lang::Zh).to_owned())).collect();
                Self::Enum(Arc::new(EnumTy { field: field.to_owned(), values }))
            }
            Type::Ref(kind) => schema.index(kind).map_or(Self::Unknown, Self::Record),
            Type::List(of) => Self::list(Self::of_type(of, field, schema)),
            Type::Table(fields) => {
                let column = |f: &Field| Column {
                    name: f.name.clone(),
                    label: Some(f.label.get(Lang::Zh).to_owned()),
                    ty: Self::of_field(f, schema),
                };
                let columns = fields.iter().map(column).collect();
                Self::Map(Arc::new(MapTy::new(columns, None, true)))
            }
        }
    }

    /// The type of a parameter's value.
    #[must_use]
    pub(crate) fn of_literal(value: &Literal) -> Self {
        match value {
            Literal::String(_) => Self::Str,
            Literal::Integer(_) => Self::Int,
            Literal::Decimal(_) => Self::Decimal,
            Literal::Bool(_) => Self::Bool,
            Literal::Date(_) => Self::Date,
            Literal::List(items) => Self::array(items.iter().map(Self::of_literal)),
            Literal::Table(items) => {
                Self::map(items.iter().map(|(name, value)| (name.clone(), Self::of_literal(value))))
            }
        }
    }

    /// An array of those elements; of mixed elements nothing is known.
    #[must_use]
    pub(crate) fn array(items: impl IntoIterator<Item = Self>) -> Self {
        Self::list(items.into_iter().fold(Self::Never, Self::join))
    }

    /// An array of such elements.
    #[must_use]
    pub(crate) fn list(element: Self) -> Self {
        let known = !element.weight().within().is_too_much();
        Self::Array(Box::new(if known { element } else { Self::Unknown }))
    }

    /// A group with such a key and such items.
    #[must_use]
    pub(crate) fn group(key: Self, items: Self) -> Self {
        let known = !key.weight().and(items.weight()).within().is_too_much();
        let part = |ty| Box::new(if known { ty } else { Self::Unknown });
        Self::Group(part(key), part(items))
    }

    fn weight(&self) -> Weight {
        match self {
            Self::Array(of) | Self::Maybe(of) => of.weight().within(),
            Self::Group(key, items) => key.weight().and(items.weight()).within(),
            Self::Map(map) => map.weight,
            _ => Weight::ONE,
        }
    }

    /// A map with exactly those entries.
    #[must_use]
    pub(crate) fn map(entries: impl IntoIterator<Item = (String, Self)>) -> Self {
        let columns = entries.into_iter().map(|(name, ty)| Column { name, label: None, ty }).collect();
        Self::Map(Arc::new(MapTy::new(columns, None, false)))
    }

    /// A map of which nothing is known.
    #[must_use]
    pub(crate) fn any_map() -> Self {
        Self::Map(Arc::new(MapTy::new(Vec::new(), Some(Self::Unknown), false)))
    }

    /// That type or `()`.
    #[must_use]
    pub(crate) fn maybe(self) -> Self {
        match self {
            Self::Unknown | Self::Unit | Self::Maybe(_) => self,
            Self::Never => Self::Unit,
            ty => Self::Maybe(Box::new(ty)),
        }
    }

    /// Without the `()`.
    #[must_use]
    pub(crate) fn plain(&self) -> &Self {
        match self {
            Self::Maybe(ty) => ty,
            ty => ty,
        }
    }

    /// What a variable keeps: a text's letters are forgotten, for it may be given others.
    #[must_use]
    pub(crate) fn widened(self) -> Self {
        match self {
            Self::Word(_) => Self::Str,
            Self::Array(ty) => Self::list(ty.widened()),
            Self::Maybe(ty) => Self::Maybe(Box::new(ty.widened())),
            ty => ty,
        }
    }

    /// The least type that holds both; `Unknown` where they have nothing in common.
    #[must_use]
    pub(crate) fn join(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Never, ty) | (ty, Self::Never) => ty,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Unit, ty) | (ty, Self::Unit) => ty.maybe(),
            (Self::Maybe(a), b) | (b, Self::Maybe(a)) => a.join(b.plain().clone()).maybe(),
            (a, b) if a.is_number() && b.is_number() => Self::Number,
            (a, b) if a.is_text() && b.is_text() => Self::Str,
            (Self::Array(a), Self::Array(b)) => Self::list(a.join(*b)),
            (Self::Map(a), Self::Map(b)) => Self::Map(Arc::new(a.join(&b))),
            (Self::Group(a, b), Self::Group(c, d)) => Self::group(a.join(*c), b.join(*d)),
            _ => Self::Unknown,
        }
    }

    /// Whether the type is known at all.
    #[must_use]
    pub(crate) fn is_known(&self) -> bool {
        !matches!(self.plain(), Self::Unknown | Self::Never)
    }

    /// Whether it is a number.
    #[must_use]
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Decimal | Self::Number)
    }

    /// Whether it is a text (an enum's value is one).
    #[must_use]
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Str | Self::Word(_) | Self::Enum(_))
    }

    /// Whether `<` may be asked of two such values; true when not known.
    #[must_use]
    pub(crate) fn is_ordered(&self) -> bool {
        let ty = self.plain();
        !ty.is_known() || ty.is_number() || ty.is_text() || matches!(ty, Self::Date | Self::Time)
    }

    /// Whether two values may be equal; true when not known. `()` is another matter.
    #[must_use]
    pub(crate) fn is_comparable(&self, other: &Self) -> bool {
        match (self.plain(), other.plain()) {
            (a, b) if !a.is_known() || !b.is_known() => true,
            (Self::Record(a), Self::Record(b)) | (Self::View(a), Self::View(b)) => a == b,
            (Self::Array(a), Self::Array(b)) => a.is_comparable(b),
            (a, b) => a.is_number() && b.is_number() || a.shape() == b.shape(),
        }
    }

    /// Its outline; `None` when it is not known.
    #[must_use]
    pub(crate) fn shape(&self) -> Option<Shape> {
        Some(match self {
            Self::Unknown | Self::Never => return None,
            Self::Maybe(ty) => return ty.shape(),
            Self::Unit => Shape::Unit,
            Self::Bool => Shape::Bool,
            Self::Int => Shape::Int,
            Self::Decimal => Shape::Decimal,
            Self::Number => Shape::Number,
            Self::Str | Self::Word(_) | Self::Enum(_) => Shape::Text,
            Self::Date => Shape::Date,
            Self::Time => Shape::Time,
            Self::Period => Shape::Period,
            Self::Place => Shape::Place,
            Self::Finding => Shape::Finding,
            Self::Ctx => Shape::Ctx,
            Self::Params => Shape::Params,
            Self::Record(_) => Shape::Record,
            Self::View(_) => Shape::View,
            Self::Array(_) => Shape::Array,
            Self::Group(..) => Shape::Group,
            Self::Map(_) => Shape::Map,
            Self::Range => Shape::Range,
            Self::Fn => Shape::Function,
            Self::Scheme(_) => Shape::Scheme,
            Self::Award => Shape::Award,
            Self::Card => Shape::Card,
        })
    }

    /// The type of a shape of which no more is known.
    #[must_use]
    pub(crate) fn of_shape(shape: Shape) -> Self {
        match shape {
            Shape::Unit => Self::Unit,
            Shape::Bool => Self::Bool,
            Shape::Int => Self::Int,
            Shape::Decimal => Self::Decimal,
            Shape::Number => Self::Number,
            Shape::Text => Self::Str,
            Shape::Date => Self::Date,
            Shape::Time => Self::Time,
            Shape::Period => Self::Period,
            Shape::Place => Self::Place,
            Shape::Finding => Self::Finding,
            Shape::Ctx => Self::Ctx,
            Shape::Params => Self::Params,
            Shape::Array => Self::list(Self::Unknown),
            Shape::Map => Self::any_map(),
            Shape::Range => Self::Range,
            Shape::Function => Self::Fn,
            Shape::Scheme => Self::Scheme(None),
            Shape::Award => Self::Award,
            Shape::Card => Self::Card,
            Shape::Any | Shape::Record | Shape::View | Shape::Collection | Shape::Group => Self::Unknown,
        }
    }

    /// What people call it, Chinese and English.
    #[must_use]
    pub(crate) fn name(&self, schema: &Schema) -> (String, String) {
        match self {
            Self::Record(kind) => {
                let kind = &schema.get(*kind).name;
                (format!("“{kind}”记录"), format!("a {kind} record"))
            }
            Self::View(kind) => {
                let kind = &schema.get(*kind).name;
                (format!("一组“{kind}”记录"), format!("{kind} records"))
            }
            Self::Maybe(ty) => ty.name(schema),
            ty => {
                let (zh, en) = ty.shape().unwrap_or(Shape::Any).name();
                (zh.to_owned(), en.to_owned())
            }
        }
    }
}
