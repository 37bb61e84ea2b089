//! The records as the oracle reads them: written from the reference, with the same TOML parser.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::number::Q;
use super::period::Period;
use crate::data::{self, Data};
use crate::schema::{Kind, Schema, Type};

/// What a value read from the data is.
#[derive(Clone, Debug)]
pub enum Read {
    Bool(bool),
    Int(i64),
    Dec(Q),
    Text(String),
    Date(Date),
    Time(Time),
    Period(Period),
    Rec(usize),
    List(Vec<(i32, Read)>),
    Table(Vec<(String, i32, Read)>),
}

/// What a record has in a field.
#[derive(Clone, Debug)]
pub enum Given {
    Absent,
    Broken,
    Value(Read),
}

impl Given {
    /// Whether both say the same, wherever they stand.
    fn is_copy(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) => true,
            (Self::Value(a), Self::Value(b)) => a.is_copy(b),
            _ => false,
        }
    }
}

impl Read {
    fn is_copy(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((_, a), (_, b))| a.is_copy(b))
            }
            (Self::Table(a), Self::Table(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((m, _, a), (n, _, b))| m == n && a.is_copy(b))
            }
            (Self::Dec(a), Self::Dec(b)) => a == b,
            (a, b) => format!("{a:?}") == format!("{b:?}"),
        }
    }
}

/// A record.
#[derive(Clone, Debug)]
pub struct Rec {
    pub body: usize,
    pub kind: usize,
    pub year: i16,
    pub file: usize,
    pub header: Range<usize>,
    pub key: String,
    /// Whether the key could be read.
    pub keyed: bool,
    /// What each field has, and the number of its place.
    pub cells: Vec<(i32, Given)>,
    /// The field, and the record, of those references that lead somewhere in lists of which others do not.
    pub torn: Vec<(usize, usize)>,
    /// Whether it is a copy of an earlier record: no rule sees it.
    pub copy: bool,
}

/// Where a value stands: of which record and field, and which bytes.
#[derive(Clone, Debug)]
pub struct Spot {
    pub rec: usize,
    pub field: usize,
    pub span: Option<Range<usize>>,
}

/// All records.
#[derive(Debug, Default)]
pub struct Store {
    pub bodies: Vec<String>,
    pub recs: Vec<Rec>,
    pub spots: Vec<Spot>,
    pub files: Vec<String>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl Store {
    /// The records of some data.
    pub fn of(data: &Data, schema: &Schema) -> Self {
        let mut bodies: Vec<String> = data.iter().map(|file| file.body.clone()).collect();
        bodies.sort();
        bodies.dedup();
        let mut store = Self { bodies, ..Self::default() };
        for (number, file) in data.iter().enumerate() {
            store.files.push(file.name.clone());
            let text = data::text(file);
            let table = DeTable::parse(&text).expect("the data are TOML").into_inner();
            let body = store.bodies.iter().position(|body| *body == file.body).expect("known");
            for (name, records) in &table {
                let name = name.get_ref().as_ref();
                let Some(kind) = schema.kinds.iter().position(|kind| kind.name == name || kind.label == name) else {
                    continue;
                };
                let DeValue::Array(records) = records.get_ref() else { continue };
                for record in records {
                    let DeValue::Table(entries) = record.get_ref() else { continue };
                    let year = if schema.kinds[kind].yearly { i16::try_from(file.year).expect("a year") } else { 0 };
                    let head = (body, kind, year, number);
                    store.record(head, record.span(), entries, &schema.kinds[kind]);
                }
            }
        }
        // As they stand in the store: by body, each kind's in the order of the files.
        store.number_keys(schema);
        store.find_copies();
        store.resolve(schema);
        store
    }

    fn record(
        &mut self,
        (body, kind, year, file): (usize, usize, i16, usize),
        header: Range<usize>,
        entries: &DeTable<'_>,
        declared: &Kind,
    ) {
        let rec = self.recs.len();
        let mut cells = Vec::new();
        for (field, declared) in declared.fields.iter().enumerate() {
            let given = entries.iter().find(|(name, _)| {
                let name = name.get_ref().as_ref();
                name == declared.name || name == declared.label
            });
            let tag = self.spot(rec, field, given.map(|(_, value)| value.span()));
            let cell = match given {
                Some((_, value)) => self.value(rec, field, &declared.ty, value).map_or(Given::Broken, Given::Value),
                None if declared.optional => Given::Absent,
                None => Given::Broken,
            };
            cells.push((tag, cell));
        }
        let (key, keyed) = (String::new(), false);
        self.recs.push(Rec { body, kind, year, file, header, key, keyed, cells, torn: Vec::new(), copy: false });
    }

    fn spot(&mut self, rec: usize, field: usize, span: Option<Range<usize>>) -> i32 {
        self.spots.push(Spot { rec, field, span });
        i32::try_from(self.spots.len()).expect("few")
    }

    /// A value of a type; `None` where it is broken.
    fn value(&mut self, rec: usize, field: usize, ty: &Type, value: &Value<'_>) -> Option<Read> {
        Some(match (ty, value.get_ref()) {
            (Type::Str | Type::Ref(_), DeValue::String(text)) => Read::Text(text.to_string()),
            (Type::Ref(_), DeValue::Integer(n)) => Read::Text(n.as_str().parse::<i64>().ok()?.to_string()),
            (Type::Enum(values), DeValue::String(text)) => {
                let own = values.iter().find(|(name, label)| name == text || label == text)?;
                Read::Text(own.0.clone())
            }
            (Type::Bool, DeValue::Boolean(yes)) => Read::Bool(*yes),
            (Type::Int, DeValue::Integer(n)) => Read::Int(n.as_str().parse().ok()?),
            (Type::Dec, DeValue::Integer(n)) => Read::Dec(Q::whole(n.as_str().parse().ok()?)),
            (Type::Dec, DeValue::Float(n)) => Read::Dec(Q::of(n.as_str().parse::<Decimal>().ok()?)),
            (Type::Date, DeValue::Datetime(day)) => Read::Date(date(day)?),
            (Type::Time, DeValue::Datetime(time)) => Read::Time(self::time(time)?),
            (Type::Period, DeValue::Datetime(day)) => Read::Period(Period::Day(date(day)?)),
            (Type::Period, DeValue::String(text)) => Read::Period(Period::parse(text)?),
            (Type::Period, DeValue::Integer(n)) => {
                let year: i16 = n.as_str().parse().ok()?;
                (1949..=2200).contains(&year).then_some(Read::Period(Period::Year(year)))?
            }
            (Type::List(of), DeValue::Array(items)) => {
                let read = |store: &mut Self, item: &Value<'_>| {
                    let tag = store.spot(rec, field, Some(item.span()));
                    Some((tag, store.value(rec, field, of, item)?))
                };
                Read::List(items.iter().map(|item| read(self, item)).collect::<Option<_>>()?)
            }
            (Type::Table(fields), DeValue::Table(table)) => {
                let mut entries = Vec::new();
                for own in fields {
                    let given = table.iter().find(|(name, _)| {
                        let name = name.get_ref().as_ref();
                        name == own.name || name == own.label
                    });
                    match given {
                        Some((_, value)) => {
                            let tag = self.spot(rec, field, Some(value.span()));
                            entries.push((own.name.clone(), tag, self.value(rec, field, &own.ty, value)?));
                        }
                        None if own.optional => {}
                        None => return None,
                    }
                }
                Read::Table(entries)
            }
            _ => return None,
        })
    }

    /// Records of a kind of a body, in their order.
    pub fn of_kind(&self, body: usize, kind: usize) -> Vec<usize> {
        let is = |rec: &Rec| rec.body == body && rec.kind == kind && !rec.copy;
        (0..self.recs.len()).filter(|rec| is(&self.recs[*rec])).collect()
    }

    /// Copies have the key of an earlier record, and all its values.
    fn find_copies(&mut self) {
        for rec in 0..self.recs.len() {
            let own = &self.recs[rec];
            let earlier = own.keyed.then(|| self.find(own.body, own.kind, own.year, &own.key)).flatten();
            let of = |rec: usize| self.recs[rec].cells.iter().map(|(_, given)| given);
            let copy = earlier.is_some_and(|first| first < rec && of(first).zip(of(rec)).all(|(a, b)| a.is_copy(b)));
            self.recs[rec].copy = copy;
        }
    }

    fn number_keys(&mut self, schema: &Schema) {
        for body in 0..self.bodies.len() {
            for (number, kind) in schema.kinds.iter().enumerate() {
                for (row, rec) in self.of_kind(body, number).into_iter().enumerate() {
                    let part = |name: &String| match kind.fields.iter().position(|field| field.name == *name) {
                        None if name == "year" => Some(self.recs[rec].year.to_string()),
                        None => Some(self.bodies[body].clone()),
                        Some(at) => match &self.recs[rec].cells[at].1 {
                            Given::Value(Read::Text(text)) => Some(text.clone()),
                            Given::Value(Read::Int(n)) => Some(n.to_string()),
                            _ => None,
                        },
                    };
                    let parts: Option<Vec<String>> = kind.key.iter().map(part).collect();
                    let key = parts.filter(|parts| !parts.is_empty()).map(|parts| match parts.as_slice() {
                        [one] => one.clone(),
                        many => many.iter().map(|part| part.replace('/', "//")).collect::<Vec<_>>().join("/"),
                    });
                    self.recs[rec].keyed = key.is_some();
                    self.recs[rec].key = key.unwrap_or_else(|| format!("#{}", row + 1));
                }
            }
        }
    }

    /// The record of a kind with a key in a year; of two the first.
    pub fn find(&self, body: usize, kind: usize, year: i16, key: &str) -> Option<usize> {
        let is = |rec: &usize| {
            let rec = &self.recs[*rec];
            rec.keyed && rec.key == key && rec.year == year
        };
        self.of_kind(body, kind).into_iter().find(is)
    }

    /// The years of a body's records.
    pub fn years(&self, body: usize) -> Vec<i16> {
        let mut years: Vec<i16> = self.recs.iter().filter(|r| r.body == body && r.year != 0).map(|r| r.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn resolve(&mut self, schema: &Schema) {
        for rec in 0..self.recs.len() {
            for (at, field) in schema.kinds[self.recs[rec].kind].fields.iter().enumerate() {
                let cell = std::mem::replace(&mut self.recs[rec].cells[at].1, Given::Absent);
                let items = match &cell {
                    Given::Value(Read::List(items)) => items.clone(),
                    _ => Vec::new(),
                };
                self.recs[rec].cells[at].1 = match cell {
                    Given::Value(read) => self.refer(rec, &field.ty, read, schema).map_or(Given::Broken, Given::Value),
                    other => other,
                };
                let (Type::List(of), Given::Broken) = (&field.ty, &self.recs[rec].cells[at].1) else { continue };
                let found = items.into_iter().filter_map(|(_, item)| match self.refer(rec, of, item, schema) {
                    Some(Read::Rec(to)) => Some((at, to)),
                    _ => None,
                });
                self.recs[rec].torn = found.chain(self.recs[rec].torn.iter().copied()).collect();
            }
        }
    }

    fn refer(&self, rec: usize, ty: &Type, read: Read, schema: &Schema) -> Option<Read> {
        Some(match (ty, read) {
            (Type::Ref(to), Read::Text(key)) => {
                let (body, year) = (self.recs[rec].body, self.recs[rec].year);
                let to = schema.kinds.iter().position(|kind| kind.name == *to)?;
                let found = if !schema.kinds[to].yearly {
                    self.find(body, to, 0, &key)
                } else if year != 0 {
                    self.find(body, to, year, &key)
                } else {
                    // What holds in every year refers to the latest.
                    self.years(body).into_iter().rev().find_map(|year| self.find(body, to, year, &key))
                };
                Read::Rec(found?)
            }
            (Type::List(of), Read::List(items)) => {
                let refer = |(tag, item)| Some((tag, self.refer(rec, of, item, schema)?));
                Read::List(items.into_iter().map(refer).collect::<Option<_>>()?)
            }
            (_, read) => read,
        })
    }

    /// The records that refer to one by a field, each once.
    pub fn referring(&self, to: usize, kind: usize, field: usize) -> Vec<usize> {
        let refers = |read: &Read| matches!(read, Read::Rec(own) if *own == to);
        let is = |rec: &usize| match &self.recs[*rec].cells[field].1 {
            Given::Value(Read::List(items)) => items.iter().any(|(_, item)| refers(item)),
            Given::Value(read) => refers(read),
            _ => self.recs[*rec].torn.contains(&(field, to)),
        };
        self.of_kind(self.recs[to].body, kind).into_iter().filter(is).collect()
    }
}

fn date(value: &toml::value::Datetime) -> Option<Date> {
    let toml::value::Datetime { date: Some(date), time: None, offset: None } = value else { return None };
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn time(value: &toml::value::Datetime) -> Option<Time> {
    let toml::value::Datetime { date: None, time: Some(time), offset: None } = value else { return None };
    let part = |n: u8| i8::try_from(n).ok();
    let nanos = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    Time::new(part(time.hour)?, part(time.minute)?, part(time.second.unwrap_or(0))?, nanos).ok()
}

/// What the data and the schema are, for the functions of the oracle.
#[derive(Clone)]
pub struct World {
    pub store: Arc<Store>,
    pub schema: Arc<Schema>,
}
