//! The records of a check, for whoever shows more of them than findings: bodies, kinds, records and their values.
//!
//! ```
//! use yize_core::records::{Body, Field, Kind, KindName, Pack, Record, Value};
//!
//! # let outcome = yize_core::example::scored();
//! /// What stands in a field of all records of a kind in a year.
//! fn column<'a>(kind: Kind<'a>, year: i16, field: Field<'a>) -> Vec<(String, Value<'a>)> {
//!     kind.records(year).map(|record: Record| (record.name(), record.value(field))).collect()
//! }
//!
//! let body: Body = outcome.bodies().next().expect("a body");
//! let members = body.kind("member").expect("a kind");
//! assert_eq!(body.name(), "示例单位");
//! let groups = column(members, 2026, members.field("group").expect("a field"));
//! assert_eq!(groups[2], ("委员丙".to_owned(), Value::Text("b")));
//! assert_eq!((body.years(), members.is_empty()), (&[2026][..], false));
//!
//! // References lead to records.
//! let deed = body.kind("deed").and_then(|deeds| deeds.find(2026, "4")).expect("a record");
//! let Some(Value::Record(member)) = deed.get("member") else { panic!("a reference") };
//! let kind: KindName = member.kind();
//! assert_eq!((kind.name(), member.key(), member.number()), ("member", "B".to_owned(), 1));
//!
//! // All that a kind declares.
//! use yize_core::catalogue::KindInfo;
//! let kinds: Vec<KindInfo> = body.kinds().map(Kind::info).collect();
//! assert_eq!((kinds.len(), kinds[2].name.as_str(), kinds[2].fields[1].name.as_str()), (4, "deed", "member"));
//!
//! let packs: Vec<Pack> = outcome.packs().collect();
//! assert_eq!(packs[0].id(), "committee");
//! ```

mod named;
mod value;

use std::hash::{Hash, Hasher};

use crate::catalogue::KindInfo;
use crate::check::address::named;
use crate::check::{Examined, Outcome};
use crate::data::Store;
use crate::language::Text;
use crate::pack::manifest::{Literal, Manifest};
use crate::pack::rule::RuleInfo;
use crate::pack::views::{Together, Views};
use crate::run::compile::Compiled;
use crate::schema::{self, Type};
use crate::source::Place;
use crate::value::{BodyId, KindId, RowId};

pub use named::KindName;
pub use value::Value;
use value::value;

/// One pack.
#[derive(Clone, Copy)]
pub struct Pack<'a>(&'a Manifest);

/// One body of one project.
#[derive(Clone, Copy)]
pub struct Body<'a> {
    project: &'a Examined,
    number: BodyId,
}

/// One kind of record, as a body's packs declare it.
#[derive(Clone, Copy)]
pub struct Kind<'a> {
    body: Body<'a>,
    number: KindId,
}

/// One field of a kind.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    column: usize,
    declared: &'a schema::Field,
}

/// One record.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    store: &'a Store,
    row: RowId,
}

impl Outcome {
    /// The bodies that were checked, project by project.
    ///
    /// ```
    /// # let outcome = yize_core::example::outcome();
    /// use yize_core::Lang;
    /// use yize_core::records::Value;
    /// use yize_core::schema::Type;
    ///
    /// let body = outcome.bodies().next().expect("a body");
    /// assert_eq!((body.id(), body.len(), body.packs()), ("shili", 1, &["ledger".to_owned()][..]));
    /// assert!(!body.is_empty() && body.has_in_force("ledger") && body.rules().count() == 1);
    /// let members = body.kind("member").expect("a kind");
    /// assert_eq!((members.label().get(Lang::Zh), members.is_yearly(), members.years()), ("委员", true, vec![2026]));
    /// let (visits, member) = (members.field("走访次数").expect("a field"), members.records(2026).next().expect("a record"));
    /// assert_eq!((visits.ty(), visits.label().get(Lang::Zh)), (&Type::Integer, "走访次数"));
    /// assert_eq!((member.key(), member.name(), member.value(visits)), ("A".to_owned(), "A".to_owned(), Value::Integer(0)));
    /// assert_eq!(outcome.sources.positions(member.place()).0.line, 3);
    /// assert_eq!(members.find(2026, "A"), Some(member));
    /// assert_eq!(member.kind().label().get(Lang::En), "member");
    /// ```
    pub fn bodies(&self) -> impl Iterator<Item = Body<'_>> {
        self.projects
            .iter()
            .flat_map(|project| project.store.numbered().map(move |(number, _)| Body { project, number }))
    }

    /// The packs that were read, project by project.
    ///
    /// ```
    /// # let outcome = yize_core::example::outcome();
    /// let pack = outcome.packs().next().expect("a pack");
    /// assert_eq!((pack.id(), pack.title(), pack.version()), ("ledger", "台账", "1"));
    /// assert_eq!(outcome.sources.get(pack.place().source).name, "ledger/pack.toml");
    /// assert_eq!(outcome.chain("ledger"), Some(vec!["ledger".to_owned()]));
    /// ```
    pub fn packs(&self) -> impl Iterator<Item = Pack<'_>> {
        self.projects.iter().flat_map(|project| project.rules.packs.iter()).map(|pack| Pack(&pack.manifest))
    }

    /// The packs whose rules hold where a pack governs: those that it extends, and itself.
    #[must_use]
    pub fn chain(&self, pack: &str) -> Option<Vec<String>> {
        let packs = self.projects.iter().map(|project| &project.rules.packs);
        packs.into_iter().find(|packs| packs.get(pack).is_some()).map(|packs| packs.in_force(pack).chain)
    }
}

impl<'a> Pack<'a> {
    /// Its id.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.0.id
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'a str {
        &self.0.title
    }

    /// Its version, free text.
    #[must_use]
    pub fn version(self) -> &'a str {
        &self.0.version
    }

    /// The `id` in its `pack.toml`.
    #[must_use]
    pub fn place(self) -> Place {
        self.0.place
    }
}

impl<'a> Body<'a> {
    fn data(self) -> &'a crate::data::Body {
        self.project.store.body(self.number)
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.data().id
    }

    /// What people call it; its id where its packs do not say.
    #[must_use]
    pub fn name(self) -> String {
        named(self.project, self.number).map_or_else(|| self.id().to_owned(), |(_, name)| name)
    }

    /// How many records it has.
    #[must_use]
    pub fn len(self) -> usize {
        self.data().size()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The packs that govern it, by id.
    #[must_use]
    pub fn packs(self) -> &'a [String] {
        &self.data().packs
    }

    /// Whether a pack governs it or is extended by one that does.
    #[must_use]
    pub fn has_in_force(self, pack: &str) -> bool {
        self.packs().iter().any(|id| self.project.rules.packs.in_force(id).chain.iter().any(|member| member == pack))
    }

    fn compiled(self) -> impl Iterator<Item = &'a Compiled> {
        let of = move |id: &String| self.project.compiled.iter().find(|c| c.in_force.pack == *id);
        self.packs().iter().filter_map(of).map(|compiled| &**compiled)
    }

    /// The rules that hold for it, those that are switched off left out.
    pub fn rules(self) -> impl Iterator<Item = &'a RuleInfo> {
        self.compiled().flat_map(|c| &c.rules).filter(|rule| rule.off.is_none()).map(|rule| &rule.info)
    }

    /// What its packs want to be shown of it.
    #[must_use]
    pub fn views(self) -> Together<'a> {
        Views::together(self.compiled().enumerate().map(|(at, c)| (at, &*c.in_force.views)))
    }

    /// The views of each governing pack, in the order of [`Together`]'s numbers.
    pub fn views_by_pack(self) -> impl Iterator<Item = &'a Views> {
        self.compiled().map(|c| &*c.in_force.views)
    }

    /// A parameter as it holds for the data of a year where the governing pack of that number governs.
    #[must_use]
    pub fn parameter(self, governing: usize, name: &str, year: i16) -> Option<&'a Literal> {
        let parameter = self.compiled().nth(governing)?.in_force.parameters.get(name)?;
        parameter.of_year(year).map(|own| &own.value)
    }

    /// The years of its records, ascending; those that hold in every year have none.
    #[must_use]
    pub fn years(self) -> &'a [i16] {
        &self.data().years
    }

    /// The kinds that its records may be of, in the order of their declaration.
    pub fn kinds(self) -> impl Iterator<Item = Kind<'a>> {
        self.data().schema.iter().map(move |(number, _)| Kind { body: self, number })
    }

    /// The kind of that name or Chinese label.
    #[must_use]
    pub fn kind(self, name: &str) -> Option<Kind<'a>> {
        self.data().schema.index(name).map(|number| Kind { body: self, number })
    }
}

impl<'a> Kind<'a> {
    fn declared(self) -> &'a schema::Kind {
        self.body.data().schema.get(self.number)
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'a Text {
        &self.declared().label
    }

    /// All that its packs declare of it.
    #[must_use]
    pub fn info(self) -> KindInfo {
        KindInfo::of(self.declared())
    }

    /// Whether its records belong to a year.
    #[must_use]
    pub fn is_yearly(self) -> bool {
        self.declared().yearly
    }

    /// Whether the body has no record of it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.body.data().table(self.number).rows.is_empty()
    }

    /// The years in which there are records, ascending; 0 stands for records that hold in every year.
    #[must_use]
    pub fn years(self) -> Vec<i16> {
        let mut years: Vec<i16> = self.body.data().table(self.number).by_year.keys().copied().collect();
        years.sort_unstable();
        years
    }

    /// The records of a year, in the order read; 0 for kinds that are not yearly.
    pub fn records(self, year: i16) -> impl Iterator<Item = Record<'a>> + use<'a> {
        let rows = self.body.data().table(self.number).by_year.get(&year);
        let (store, body, kind) = (&*self.body.project.store, self.body.number, self.number);
        rows.into_iter()
            .flat_map(|rows| rows.iter())
            .map(move |row| Record { store, row: RowId { body, kind, row: *row } })
    }

    /// The record of a year with that key; 0 for kinds that are not yearly.
    #[must_use]
    pub fn find(self, year: i16, key: &str) -> Option<Record<'a>> {
        let store = &*self.body.project.store;
        store.find(self.body.number, self.number, year, key).map(|row| Record { store, row })
    }

    /// The field of that name or Chinese label.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Field<'a>> {
        let column = self.declared().column(name)?;
        Some(Field { column, declared: &self.declared().fields[column] })
    }
}

impl<'a> Field<'a> {
    /// Its type.
    #[must_use]
    pub fn ty(self) -> &'a Type {
        &self.declared.ty
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'a Text {
        &self.declared.label
    }
}

impl<'a> Record<'a> {
    pub(crate) fn new(store: &'a Store, row: RowId) -> Self {
        Self { store, row }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(self) -> KindName<'a> {
        KindName(self.store.kind(self.row))
    }

    /// Its key as reports show it; its place in the table for kinds without key.
    #[must_use]
    pub fn key(self) -> String {
        self.store.key(self.row)
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> String {
        self.store.name(self.row)
    }

    /// Its header.
    #[must_use]
    pub fn place(self) -> Place {
        self.store.header(self.row)
    }

    /// Its number among the records of its kind and body, from 0, in the order read.
    #[must_use]
    pub fn number(self) -> usize {
        self.row.row.at()
    }

    /// Its value of a field of its kind. Of another kind's field, that of its own field with that name, if it has one.
    #[must_use]
    pub fn value(self, field: Field<'_>) -> Value<'a> {
        let own = self.store.kind(self.row).fields.get(field.column);
        if own.is_some_and(|own| std::ptr::eq(own, field.declared)) {
            return value(self.store, self.row.body, self.store.cell(self.row, field.column));
        }
        self.get(&field.declared.name).unwrap_or(Value::Absent)
    }

    /// Its value of the field of that name.
    #[must_use]
    pub fn get(self, field: &str) -> Option<Value<'a>> {
        let column = self.store.kind(self.row).column(field)?;
        Some(value(self.store, self.row.body, self.store.cell(self.row, column)))
    }
}

impl PartialEq for Record<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.store, other.store) && self.row == other.row
    }
}

impl Eq for Record<'_> {}

impl Hash for Record<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.row.hash(state);
    }
}

impl std::fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.kind().name(), self.key())
    }
}
