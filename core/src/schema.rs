//! What records look like: kinds, fields, limits and links, as packs declare them. One declaration drives typing, the
//! properties that scripts see, and (through them) editors and documents.

pub(crate) mod constraint;
mod unread;
pub(crate) mod amended;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::language::{Lang, Text};
pub use crate::patterns::Pattern;
use crate::source::Place;
use crate::value::KindId;
pub(crate) use unread::Unread;

/// The kinds of records that one set of packs knows.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    /// Kinds in the order of their declaration.
    pub kinds: Vec<Kind>,
    /// Number of a kind by its name and by its Chinese label.
    names: FxHashMap<String, KindId>,
    /// Kinds that are declared, and of which nothing is known; `None` when any may be missing.
    unread: Option<FxHashSet<String>>,
}

/// One kind of record.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// Name in TOML and scripts (`member`).
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Names of the fields that identify a record; `year` and `body` may be among them. Empty: no key.
    pub key: Vec<String>,
    /// Where the key is named.
    pub key_place: Option<Place>,
    /// Whether its records belong to a year (else they hold in every year).
    pub yearly: bool,
    /// Whether network rules may read its records.
    pub shared: bool,
    /// The Chinese word with which its records are counted.
    pub counter: Option<String>,
    /// Fields in the order of their declaration: the columns of its table.
    pub fields: Vec<Field>,
    /// Links back from records of other kinds.
    pub links: Vec<Link>,
    /// The fields with the first and the last day of a person's term of office.
    pub term: Option<[String; 2]>,
    /// The field, a text or a reference, by which people call its records.
    pub called: Option<String>,
    /// The fields that name who answers for its records.
    pub who: Vec<String>,
    /// What its records are, where they are those who act.
    pub actor: Option<Acting>,
    /// The field with the day of what its records tell of, where one is named.
    pub day: Option<String>,
    /// Fields of which a constraint tells what looks alike.
    pub watched: Vec<String>,
    /// Sets of fields that no two of its records of a year share, besides the key.
    pub alone: Vec<Vec<String>>,
    /// What packs have changed in its fields.
    pub amended: Vec<amended::Amended>,
    /// What it has and could not be read.
    pub unread: Unread,
    /// Where it is declared.
    pub place: Place,
    /// Index of a field by its name and by its Chinese label.
    names: FxHashMap<String, usize>,
}

/// What records are that can answer for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acting {
    /// A person.
    Person,
    /// A committee, group or other unit.
    Unit,
}

/// One field of a kind.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::schema::{Bound, EnumValue, Field, Limits, Type};
///
/// # let outcome = yize_core::example::scored();
/// let body = outcome.bodies().next().expect("a body");
/// let member = body.kind("member").expect("a kind");
/// let Some(Type::Table(fields)) = member.field("contact").map(|field| field.ty()) else { panic!("a table") };
/// let Field { name, optional, limits: Limits { min, .. }, .. } = &fields[1];
/// assert_eq!((name.as_str(), *optional, *min), ("age", true, Some(Bound::Number(18.into()))));
///
/// let groups = member.field("group").and_then(|field| field.ty().enumerated()).expect("an enum");
/// let EnumValue { name, label } = &groups[0];
/// assert_eq!((name.as_str(), label.get(Lang::Zh)), ("a", "甲组"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name in TOML and scripts.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Type of its value.
    pub ty: Type,
    /// Whether it may be absent.
    pub optional: bool,
    /// Bounds, pattern, uniqueness.
    pub limits: Limits,
    /// Where it is declared.
    pub place: Place,
}

/// Type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// An exact number with a fraction.
    Decimal,
    /// true or false.
    Bool,
    /// A calendar day (TOML date).
    Date,
    /// A time of day (TOML time).
    Time,
    /// A day, month, quarter or year.
    Period,
    /// One of the values listed.
    Enum(Vec<EnumValue>),
    /// The key of a record of the named kind.
    Ref(String),
    /// Values of one type.
    List(Box<Type>),
    /// A table with its own fields.
    Table(Vec<Field>),
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// What the data and the scripts write.
    pub name: String,
    /// What people call it.
    pub label: Text,
}

/// A bound of a value: numbers for numbers and lengths of lists, days for dates and periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// For integers, decimals, and the length of strings (characters) and lists.
    Number(Decimal),
    /// For dates and periods.
    Day(Date),
}

/// Simple limits of a field.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Least value allowed.
    pub min: Option<Bound>,
    /// Greatest value allowed.
    pub max: Option<Bound>,
    /// Pattern that the whole text must match.
    pub pattern: Option<Pattern>,
    /// No two records of a body and year may have the same value.
    pub unique: bool,
}

impl PartialEq for Limits {
    fn eq(&self, other: &Self) -> bool {
        self.min == other.min && self.max == other.max && self.unique == other.unique && self.pattern == other.pattern
    }
}

/// A named reverse link: all records of `kind` whose `field` refers to this record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Link {
    /// Name in scripts (`activities`).
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Kind of the referring records.
    pub kind: String,
    /// Their field.
    pub field: String,
    /// Where it is declared.
    pub place: Place,
}

/// Why a schema does not take a kind.
#[derive(Debug)]
pub(crate) enum Refused {
    /// One of that name is there: the kind that was to be added.
    Taken(Box<Kind>),
    /// There are as many kinds as can be numbered.
    TooMany,
}

impl Default for Schema {
    /// One without kinds, of which all is known.
    fn default() -> Self {
        Self { kinds: Vec::new(), names: FxHashMap::default(), unread: Some(FxHashSet::default()) }
    }
}

impl Schema {
    /// Adds a kind.
    ///
    /// # Errors
    /// When one of that name exists, or there are as many as can be numbered.
    pub(crate) fn add(&mut self, kind: Kind) -> Result<(), Refused> {
        if self.names.contains_key(&kind.name) {
            return Err(Refused::Taken(Box::new(kind)));
        }
        let Some(number) = KindId::new(self.kinds.len()) else { return Err(Refused::TooMany) };
        self.names.insert(kind.name.clone(), number);
        self.names.entry(kind.label.get(Lang::Zh).to_owned()).or_insert(number);
        self.kinds.push(kind);
        Ok(())
    }

    /// Notes a kind of which nothing is known.
    pub(crate) fn miss(&mut self, kind: &str) {
        if let Some(unread) = &mut self.unread {
            unread.insert(kind.to_owned());
        }
    }

    /// Notes that any kind may be missing, and any field.
    pub(crate) fn miss_any(&mut self) {
        self.unread = None;
    }

    /// Whether there may be a kind of that name which could not be read.
    #[must_use]
    pub(crate) fn may_have(&self, kind: &str) -> bool {
        self.unread.as_ref().is_none_or(|unread| unread.contains(kind))
    }

    /// Whether a kind may have a field or link of that name which could not be read.
    #[must_use]
    pub(crate) fn may_have_field(&self, kind: &Kind, name: &str) -> bool {
        self.unread.is_none() || kind.unread.any || kind.unread.names.iter().any(|unread| unread == name)
    }

    /// The number of the kind with that name or Chinese label.
    #[must_use]
    pub(crate) fn index(&self, name: &str) -> Option<KindId> {
        self.names.get(name).copied()
    }

    /// The kind of that number.
    ///
    /// # Panics
    /// When the number comes from another schema.
    #[must_use]
    pub(crate) fn get(&self, kind: KindId) -> &Kind {
        &self.kinds[kind.at()]
    }

    /// The kinds with their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        KindId::all(self.kinds.len()).zip(&self.kinds)
    }

    /// The kind with that name or Chinese label.
    #[must_use]
    pub(crate) fn kind(&self, name: &str) -> Option<&Kind> {
        self.index(name).map(|kind| self.get(kind))
    }
}

impl Kind {
    /// A kind without fields and links.
    #[must_use]
    pub(crate) fn new(name: String, label: Text, key: Vec<String>, yearly: bool, place: Place) -> Self {
        Self {
            name,
            label,
            key,
            key_place: None,
            yearly,
            shared: false,
            counter: None,
            fields: Vec::new(),
            links: Vec::new(),
            term: None,
            called: None,
            who: Vec::new(),
            actor: None,
            day: None,
            watched: Vec::new(),
            alone: Vec::new(),
            amended: Vec::new(),
            unread: Unread::default(),
            place,
            names: FxHashMap::default(),
        }
    }

    /// Adds a field, or returns it when the name or label is taken.
    pub(crate) fn add(&mut self, field: Field) -> Option<Field> {
        let label = field.label.get(Lang::Zh).to_owned();
        if self.names.contains_key(&field.name) || self.names.contains_key(&label) {
            return Some(field);
        }
        self.names.insert(field.name.clone(), self.fields.len());
        self.names.insert(label, self.fields.len());
        self.fields.push(field);
        None
    }

    /// Column of the field with that name or Chinese label.
    #[must_use]
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The field with that name or Chinese label.
    #[must_use]
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.column(name).map(|i| &self.fields[i])
    }

    /// Column of the day of what its records tell of: the field that is named as such, else the date called `date`.
    #[must_use]
    pub(crate) fn day(&self) -> Option<usize> {
        self.column(self.day.as_deref().unwrap_or("date")).filter(|at| self.fields[*at].ty == Type::Date)
    }

    /// The link with that name or Chinese label.
    #[must_use]
    pub(crate) fn link(&self, name: &str) -> Option<&Link> {
        self.links.iter().find(|l| l.name == name || l.label.get(Lang::Zh) == name)
    }
}

impl Type {
    /// The values of an enum, also of a list of them.
    ///
    /// ```
    /// use yize_core::schema::Type;
    /// assert!(Type::List(Box::new(Type::Enum(Vec::new()))).enumerated().is_some());
    /// assert!(Type::String.enumerated().is_none());
    /// ```
    #[must_use]
    pub fn enumerated(&self) -> Option<&[EnumValue]> {
        match self {
            Self::Enum(values) => Some(values),
            Self::List(of) => of.enumerated(),
            _ => None,
        }
    }

    /// The kind that a reference refers to, also a list of them.
    ///
    /// ```
    /// use yize_core::schema::Type;
    /// let member = Type::Ref("member".into());
    /// assert_eq!(Type::List(Box::new(member)).target(), Some("member"));
    /// assert_eq!(Type::String.target(), None);
    /// ```
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Ref(to) => Some(to),
            Self::List(of) => of.target(),
            _ => None,
        }
    }

    /// The word of `kinds.toml`.
    ///
    /// ```
    /// assert_eq!(yize_core::schema::Type::Date.word(), "date");
    /// ```
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Time => "time",
            Self::Period => "period",
            Self::Enum(_) => "enum",
            Self::Ref(_) => "ref",
            Self::List(_) => "list",
            Self::Table(_) => "table",
        }
    }
}
