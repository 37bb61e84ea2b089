//! `kinds.toml`: kinds of records and their fields, as one pack declares them.

mod constraints;
mod types;
mod amendments;

use jiff::civil::Date;

use crate::bounds;
use crate::document::{self, Key, Reader, Table, Value};
use crate::finding::Finding;
use crate::host;
use crate::keys;
use crate::language::{Text, say};
use crate::schema::amended::Amendment;
use crate::schema::constraint::{Constraint, Named};
use crate::schema::{Acting, Bound, Field, Link, Unread};
use crate::source::{Place, SourceId};
use types::{read_limits, read_type};

/// A kind as one pack declares it: new, or an addition to an inherited one.
#[derive(Clone, Debug)]
pub(crate) struct KindDeclaration {
    /// Its name.
    pub name: String,
    /// What a new kind says of itself; `None` for an addition.
    pub new: Option<Head>,
    /// What only a new kind can say, and this does though it is none, with its places.
    pub foreign: Vec<(&'static str, Place)>,
    /// Fields.
    pub fields: Vec<Field>,
    /// Changes to inherited fields.
    pub amendments: Vec<Amendment>,
    /// Reverse links.
    pub links: Vec<Link>,
    /// Constraints.
    pub constraints: Vec<Constraint>,
    /// The fields with the first and the last day of a person's term of office.
    pub term: Vec<Named>,
    /// The field by which people call a record.
    pub called: Option<Named>,
    /// The fields that name who answers for a record.
    pub who: Vec<Named>,
    /// What its records are, where they are those who act.
    pub actor: Option<Acting>,
    /// The field with the day of what a record tells of.
    pub day: Option<Named>,
    /// What it declares and could not be read.
    pub unread: Unread,
    /// Its header.
    pub place: Place,
}

/// What a new kind says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// What people call it.
    pub label: Text,
    /// Its key fields.
    pub key: Vec<String>,
    /// Where they are named.
    pub key_place: Option<Place>,
    /// Whether its records belong to a year.
    pub yearly: bool,
    /// Whether network rules may read its records.
    pub shared: bool,
    /// The Chinese word with which its records are counted.
    pub counter: Option<String>,
}

/// Reads a `kinds.toml`; `None` when nothing of it can be gone by.
pub(crate) fn read(text: &str, source: SourceId, findings: &mut Vec<Finding>) -> Option<Vec<KindDeclaration>> {
    let (table, errors) = document::parse(text, source, &host::PACK);
    let broken = !errors.is_empty();
    findings.extend(errors);
    if broken {
        return None;
    }
    let mut reader = Reader::new(source, &host::PACK, findings);
    let mut kinds = Vec::new();
    for (at, (name, value)) in table.iter().enumerate() {
        if at >= bounds::KINDS {
            reader.too_long(name.span(), bounds::KINDS);
            return None;
        }
        let Some(kind) = reader.table(value) else { continue };
        kinds.push(read_kind(&mut reader, name, kind));
    }
    Some(kinds)
}

/// What the pack that declares a kind says of it, besides its label.
const HEAD: &[&str] = &["en", "key", "yearly", "shared", "counter"];

fn read_kind(reader: &mut Reader<'_>, name: &Key<'_>, kind: &Table<'_>) -> KindDeclaration {
    let place = reader.place(name.span());
    let name = name.get_ref().to_string();
    let loose: Vec<&Key<'_>> = kind.iter().filter(|(key, value)| is_field(key, value)).map(|(key, _)| key).collect();
    if let [first, ..] = loose.as_slice() {
        let message = say!("字段要写在 [{name}.fields] 下面", "fields belong under [{name}.fields]");
        let help = say!("在这一行的上面写 [{name}.fields]", "write [{name}.fields] above this line");
        reader.wrong(first.span(), message).help = Some(help);
    }
    let known: Vec<&str> = keys::KIND.iter().copied().chain(loose.iter().map(|key| key.get_ref().as_ref())).collect();
    reader.only(kind, &known);
    check_name(reader, &name, place);
    let mut unread = Unread {
        any: !loose.is_empty() || reader.resembles(kind, "fields") || reader.resembles(kind, "links"),
        key: reader.misspells(kind, "key"),
        names: Vec::new(),
    };
    let new = read_head(reader, kind, &name);
    let of_new = |key: &&'static str| Some((*key, reader.place(kind.get(*key)?.span())));
    let foreign = if new.is_none() && !kind.contains_key("label") && !reader.misspells(kind, "label") {
        HEAD.iter().filter_map(of_new).collect()
    } else {
        Vec::new()
    };
    let mut part = |key: &str| {
        let value = kind.get(key)?;
        let table = reader.table(value);
        unread.any |= table.is_none();
        table
    };
    let (fields, links, constraints) = (part("fields"), part("links"), part("constraints"));
    let amendments = fields.map(|t| amendments::read(reader, t)).unwrap_or_default();
    let fields = fields.map(|t| read_fields(reader, t, true, &mut unread)).unwrap_or_default();
    let links = links.map(|t| read_links(reader, t, &mut unread)).unwrap_or_default();
    let constraints = constraints.map(|t| constraints::read(reader, t)).unwrap_or_default();
    let term = kind.get("term").map(|value| read_term(reader, value)).unwrap_or_default();
    let called = kind.get("name").and_then(|value| Some((reader.string(value)?, reader.place(value.span()))));
    let day = kind.get("day").and_then(|value| Some((reader.string(value)?, reader.place(value.span()))));
    let who = kind.get("who").map(|value| reader.strings(value)).unwrap_or_default();
    let actor = kind.get("actor").and_then(|value| read_actor(reader, value));
    KindDeclaration {
        name,
        new,
        foreign,
        fields,
        amendments,
        links,
        constraints,
        term,
        called,
        who,
        actor,
        day,
        unread,
        place,
    }
}

/// What the records of a kind are that can answer for others.
fn read_actor(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Acting> {
    let word = reader.string(value)?;
    match word.as_str() {
        "person" => Some(Acting::Person),
        "unit" => Some(Acting::Unit),
        _ => {
            let message = say!("没有“{word}”这样的责任者", "there is no actor `{word}`");
            let help = say!("写 person（人）或 unit（机构）", "write `person` or `unit`");
            reader.wrong(value.span(), message).help = Some(help);
            None
        }
    }
}

/// The fields with the first and the last day of a term of office.
fn read_term(reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<Named> {
    let names = reader.strings(value);
    if names.len() != 2 {
        let message = say!("term 写任期的起、止两个字段", "`term` names two fields: first and last day of the term");
        let help = say!("写成 term = [\"joined_on\", \"left_on\"]", "write term = [\"joined_on\", \"left_on\"]");
        reader.wrong(value.span(), message).help = Some(help);
        return Vec::new();
    }
    names
}

/// Whether an entry of a kind is a field that stands in the wrong place.
fn is_field(key: &Key<'_>, value: &Value<'_>) -> bool {
    let declares = value.get_ref().as_table().is_some_and(|table| table.contains_key("type"));
    declares && !keys::KIND.contains(&key.get_ref().as_ref())
}

/// Words that scripts read from every record, so that no field or link may bear them.
pub(crate) const RESERVED: &[&str] = &["body", "year", "kind", "at", "has", "get"];

fn check_name(reader: &mut Reader<'_>, name: &str, place: Place) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.len() > bounds::NAME {
        let most = bounds::NAME;
        let message = say!("名称太长，最多{most}个字母", "a name has {most} letters at most");
        reader.wrong(place.span.range(), message).help = Some(say!("改短", "make it shorter"));
    } else if !name.chars().all(plain) || name.is_empty() || name.as_bytes()[0].is_ascii_digit() {
        let message = say!("名称只能用小写字母、数字和“_”", "a name has only a-z, 0-9 and `_`");
        reader.wrong(place.span.range(), message).help = Some(plain_name(name));
    } else if RESERVED.contains(&name) {
        let message = say!("“{name}”是保留的名称", "`{name}` is reserved");
        let help = match name {
            "body" | "year" => {
                say!("每条记录都有“{name}”，不必声明；删去这一行", "every record has `{name}`: delete this line")
            }
            _ => say!("换一个名称", "choose another name"),
        };
        reader.wrong(place.span.range(), message).help = Some(help);
    }
}

/// What to write instead of a name that has other letters.
fn plain_name(name: &str) -> Text {
    if !name.is_ascii() {
        return say!(
            "另起一个英文名称，把“{name}”写在 label 里",
            "give it an English name, and write \"{name}\" as its label"
        );
    }
    let mut plain = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
        plain.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
    }
    let plain = plain.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    say!("例如写成 {plain}", "such as {plain}")
}

fn read_head(reader: &mut Reader<'_>, kind: &Table<'_>, name: &str) -> Option<Head> {
    let label = reader.label(kind.get("label")?)?;
    let en = kind.get("en").and_then(|v| reader.label(v)).unwrap_or_else(|| name.replace('_', " "));
    let key = kind.get("key").map(|v| reader.strings(v)).unwrap_or_default();
    let yearly = kind.get("yearly").and_then(|v| reader.bool(v)).unwrap_or(true);
    let shared = kind.get("shared").and_then(|v| reader.bool(v)).unwrap_or(false);
    let counter = kind.get("counter").and_then(|v| reader.label(v));
    let key_place = kind.get("key").map(|value| reader.place(value.span()));
    let key = key.into_iter().map(|(name, _)| name).collect();
    Some(Head { label: Text::new(label, en), key, key_place, yearly, shared, counter })
}

/// Reads fields; of a kind, those entries apart that change inherited ones.
fn read_fields(reader: &mut Reader<'_>, table: &Table<'_>, of_kind: bool, unread: &mut Unread) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (at, (name, value)) in table.iter().enumerate() {
        if at >= bounds::FIELDS {
            reader.too_long(name.span(), bounds::FIELDS);
            unread.any = true;
            break;
        }
        if of_kind && amendments::is_one(reader, value) {
            continue;
        }
        let field = reader.table(value).and_then(|spec| read_field(reader, name, spec));
        match field {
            Some(field) => fields.push(field),
            None => miss(unread, name, value),
        }
    }
    fields
}

/// Notes a field or link that could not be read.
fn miss(unread: &mut Unread, name: &Key<'_>, spec: &Value<'_>) {
    unread.names.push(name.get_ref().to_string());
    let label = spec.get_ref().as_table().and_then(|table| table.get("label")?.get_ref().as_str());
    unread.names.extend(label.map(str::to_owned));
}

fn read_field(reader: &mut Reader<'_>, name: &Key<'_>, spec: &Table<'_>) -> Option<Field> {
    let place = reader.place(name.span());
    check_name(reader, name.get_ref(), place);
    let foreign = foreign_keys(spec, keys::FIELD);
    let all: Vec<&str> =
        keys::FIELD.iter().copied().chain(foreign.iter().map(|(key, _)| key.get_ref().as_ref())).collect();
    reader.only(spec, &all);
    let ty = read_type(reader, spec, "type", name.span());
    for (key, help) in foreign {
        let word = key.get_ref();
        let message = say!("没有“{word}”这个键", "unknown key `{word}`");
        // What it stands for is told of as missing otherwise.
        if ty.is_some() || word != "kind" {
            reader.wrong(key.span(), message).help = Some(help);
        }
    }
    let ty = ty?;
    let limits = read_limits(reader, spec, &ty);
    Some(Field {
        name: name.get_ref().to_string(),
        label: read_label(reader, spec, name.get_ref()),
        ty,
        optional: spec.get("optional").and_then(|v| reader.bool(v)).unwrap_or(false),
        limits,
        place,
    })
}

/// Keys that other programs have for what is said otherwise here, and how.
fn foreign_keys<'a, 't>(spec: &'a Table<'t>, known: &[&str]) -> Vec<(&'a Key<'t>, Text)> {
    let told = |key: &str| {
        Some(match key {
            "add" | "reason" => say!(
                "新的字段没有它；改动继承来的字段，只写 add、optional 和 reason，不写 type，类型不能改",
                "a new field has none; a change to an inherited one is `add`, `optional` and `reason`, without `type`, which stays"
            ),
            "required" | "nullable" => {
                say!(
                    "字段默认必填；可以不填的写 optional = true",
                    "fields are required; write optional = true for others"
                )
            }
            "default" => {
                say!(
                    "没有默认值；在规则里写 get(\"字段\", 默认值)",
                    "there are no defaults; rules write get(\"field\", default)"
                )
            }
            "regex" | "format" | "match" => say!("格式用 pattern 写", "a pattern is `pattern`"),
            "kind" | "ref" | "target" => say!("引用的记录类别用 to 写", "the kind that a ref refers to is `to`"),
            "options" | "choices" | "enum" => say!("可用的值用 values 写", "what an enum may be is `values`"),
            "length" | "maxlength" | "max_length" => say!("字数的上限用 max 写", "the greatest length is `max`"),
            "desc" | "description" | "title" | "name" | "comment" => {
                say!("名称用 label 写", "what people call it is `label`")
            }
            _ => return None,
        })
    };
    let unknown = spec.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
    unknown.filter_map(|key| Some((key, told(key.get_ref())?))).collect()
}

fn read_label(reader: &mut Reader<'_>, spec: &Table<'_>, name: &str) -> Text {
    let label = spec.get("label").and_then(|v| reader.label(v)).unwrap_or_else(|| name.to_owned());
    let en = spec.get("en").and_then(|v| reader.label(v)).unwrap_or_else(|| name.replace('_', " "));
    Text::new(label, en)
}

fn read_links(reader: &mut Reader<'_>, table: &Table<'_>, unread: &mut Unread) -> Vec<Link> {
    let mut links = Vec::new();
    for (name, value) in table {
        let link = reader.table(value).and_then(|spec| read_link(reader, name, spec));
        match link {
            Some(link) => links.push(link),
            None => miss(unread, name, value),
        }
    }
    links
}

fn read_link(reader: &mut Reader<'_>, name: &Key<'_>, spec: &Table<'_>) -> Option<Link> {
    let place = reader.place(name.span());
    check_name(reader, name.get_ref(), place);
    reader.only(spec, keys::LINK);
    let kind = reader.required(spec, "kind", name.span()).and_then(|v| reader.string(v));
    let field = reader.required(spec, "field", name.span()).and_then(|v| reader.string(v));
    let label = read_label(reader, spec, name.get_ref());
    Some(Link { name: name.get_ref().to_string(), label, kind: kind?, field: field?, place })
}

/// A bound as messages show it.
#[must_use]
pub(crate) fn show_bound(bound: Bound) -> String {
    match bound {
        Bound::Number(number) => number.to_string(),
        Bound::Day(day) => Date::to_string(&day),
    }
}
