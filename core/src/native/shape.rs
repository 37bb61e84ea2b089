//! Outlines of types, and how functions are declared: what they take, and what they give.

use crate::function::PlainType;

/// The outline of a type: enough to tell which functions a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Shape {
    /// Any value.
    Any,
    /// Nothing, `()`.
    Unit,
    /// true or false.
    Bool,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Decimal,
    /// A whole number or one with a fraction.
    Number,
    /// A text.
    Text,
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
    /// The rule's surroundings, `ctx`.
    Ctx,
    /// The pack's parameters, `ctx.params`.
    Params,
    /// One record.
    Record,
    /// Records, read lazily.
    View,
    /// An array.
    Array,
    /// A view or an array.
    Collection,
    /// A group of `group_by`.
    Group,
    /// A table or map.
    Map,
    /// `a..b` or `a..=b`.
    Range,
    /// A closure.
    Function,
    /// `s` of a scheme: takes down its lines.
    Scheme,
    /// A record with the number that it counts for.
    Award,
    /// A score card.
    Card,
}

impl Shape {
    /// Whether a value of the other shape may stand where this one is wanted.
    #[must_use]
    pub(crate) fn covers(self, other: Self) -> bool {
        self == other
            || self == Self::Any
            || matches!(
                (self, other),
                (Self::Number, Self::Int | Self::Decimal) | (Self::Collection, Self::View | Self::Array)
            )
    }

    /// What may stand where a function of the host takes a value of that type.
    #[must_use]
    pub(crate) fn taking(ty: PlainType) -> Self {
        if ty == PlainType::Decimal { Self::Number } else { Self::giving(ty) }
    }

    /// What a function of the host gives.
    #[must_use]
    pub(crate) fn giving(ty: PlainType) -> Self {
        match ty {
            PlainType::Bool => Self::Bool,
            PlainType::Integer => Self::Int,
            PlainType::Decimal => Self::Decimal,
            PlainType::Text => Self::Text,
            PlainType::Date => Self::Date,
            PlainType::Time => Self::Time,
            PlainType::Period => Self::Period,
        }
    }

    /// What people call it, Chinese and English.
    #[must_use]
    pub(crate) fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Any => ("值", "value"),
            Self::Unit => ("空值", "nothing"),
            Self::Bool => ("真假值", "bool"),
            Self::Int => ("整数", "integer"),
            Self::Decimal => ("小数", "decimal"),
            Self::Number => ("数", "number"),
            Self::Text => ("文字", "text"),
            Self::Date => ("日期", "date"),
            Self::Time => ("时刻", "time"),
            Self::Period => ("时段", "period"),
            Self::Place => ("位置", "place"),
            Self::Finding => ("问题", "finding"),
            Self::Ctx => ("“ctx”", "ctx"),
            Self::Params => ("“ctx.params”", "ctx.params"),
            Self::Record => ("记录", "record"),
            Self::View => ("一组记录", "view of records"),
            Self::Array => ("列表", "array"),
            Self::Collection => ("一组记录或列表", "view or array"),
            Self::Group => ("分组", "group"),
            Self::Map => ("表", "map"),
            Self::Range => ("区间", "range"),
            Self::Function => ("函数", "function"),
            Self::Scheme => ("计分办法", "scheme"),
            Self::Award => ("计分数量", "award"),
            Self::Card => ("积分卡", "score card"),
        }
    }
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Form {
    /// `name(…)`.
    Function,
    /// `value.name(…)`.
    Method,
    /// `value.name`.
    Property,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// A value of that shape.
    Is(Shape),
    /// A closure over an element that answers yes or no.
    Test,
    /// A closure over an element, or a field's name.
    Pick,
    /// The same, giving a number.
    PickNumber,
    /// The same, giving something that has an order.
    PickOrdered,
    /// The name of a field of the record.
    Field,
    /// A value that the field named before may have.
    FieldValue,
    /// The name of a kind.
    Kind,
    /// A number, date, time or text; all parameters of this sort are of one type.
    Ordered,
    /// What a finding can point at: a record, a value read from one, a place.
    Spot,
    /// A value that an element of the receiver may equal.
    Element,
}

impl Wants {
    /// Whether a closure may be written there.
    #[must_use]
    pub(crate) fn is_closure(self) -> bool {
        matches!(self, Self::Test | Self::Pick | Self::PickNumber | Self::PickOrdered | Self::Is(Shape::Function))
    }
}

/// What a call gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// A value of that shape.
    Is(Shape),
    /// The type of the receiver.
    Receiver,
    /// An element.
    Element,
    /// An element or `()`.
    MaybeElement,
    /// An array of elements.
    Elements,
    /// What the closure gives.
    Picked,
    /// An array of what the closure gives.
    Picks,
    /// Groups by what the closure gives.
    Groups,
    /// A group's key.
    GroupKey,
    /// A group's items.
    GroupItems,
    /// The named field's value, or the default given.
    FieldOr,
    /// A view of the named kind.
    Records,
    /// A record of the named kind or `()`.
    MaybeRecord,
    /// An array of a map's values.
    MapValues,
    /// The common type of the arguments.
    Common,
    /// An array of texts.
    Texts,
    /// A value of that shape or `()`.
    Maybe(Shape),
}

impl Gives {
    /// What people call it, Chinese and English.
    #[must_use]
    pub(crate) fn name(self) -> (String, String) {
        let (zh, en) = match self {
            Self::Is(shape) => shape.name(),
            Self::Maybe(shape) => {
                let (zh, en) = shape.name();
                return (format!("{zh}或 ()"), format!("{en} or ()"));
            }
            Self::Receiver => ("同类的一组", "the same sort"),
            Self::Element => ("其中一个", "an element"),
            Self::MaybeElement => ("其中一个或 ()", "an element or ()"),
            Self::Elements | Self::MapValues => ("列表", "array"),
            Self::Picked => ("f 给出的值", "what f gives"),
            Self::Picks => ("f 给出的值的列表", "array of what f gives"),
            Self::Texts => ("文字的列表", "array of texts"),
            Self::Groups => ("分组的列表", "array of groups"),
            Self::GroupKey => ("f 给出的值", "what f gave"),
            Self::GroupItems => ("一组记录或列表", "view or array"),
            Self::FieldOr => ("字段的值或默认值", "the value or the default"),
            Self::Records => ("一组记录", "view of records"),
            Self::MaybeRecord => ("记录或 ()", "record or ()"),
            Self::Common => ("与参数同类", "the same as given"),
        };
        (zh.to_owned(), en.to_owned())
    }
}

/// A parameter of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    /// Name, for editors.
    pub name: &'static str,
    /// What it takes.
    pub wants: Wants,
}

impl Parameter {
    /// A parameter that takes what is said.
    #[must_use]
    pub(crate) const fn new(name: &'static str, wants: Wants) -> Self {
        Self { name, wants }
    }

    /// A parameter that takes a value of a shape.
    #[must_use]
    pub(crate) const fn is(name: &'static str, shape: Shape) -> Self {
        Self { name, wants: Wants::Is(shape) }
    }
}
