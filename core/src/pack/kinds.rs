//! `kinds.toml`: kinds of records and their fields, as one pack declares them.

use jiff::civil::Date;
use toml::de::DeValue;

use crate::document::{self, Reader, Table, Value};
use crate::finding::Finding;
use crate::host;
use crate::language::{Text, did_you_mean, say};
use crate::schema::{Bound, EnumValue, Field, Limits, Link, Type};
use crate::source::{Place, SourceId};
use crate::spelling::nearest;

/// A kind as one pack declares it: new, or an addition to an inherited one.
#[derive(Clone, Debug)]
pub(crate) struct KindDeclaration {
    /// Its name.
    pub name: String,
    /// What a new kind says of itself; `None` for an addition.
    pub new: Option<Head>,
    /// Fields.
    pub fields: Vec<Field>,
    /// Reverse links.
    pub links: Vec<Link>,
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
    /// Whether its records belong to a year.
    pub yearly: bool,
    /// Whether network rules may read its records.
    pub shared: bool,
}

const TYPES: &[&str] =
    &["string", "integer", "decimal", "bool", "date", "time", "period", "enum", "ref", "list", "table"];

/// Reads a `kinds.toml`.
pub(crate) fn read(text: &str, source: SourceId, findings: &mut Vec<Finding>) -> Vec<KindDeclaration> {
    let (table, errors) = document::parse(text, source, &host::PACK);
    let broken = !errors.is_empty();
    findings.extend(errors);
    if broken {
        return Vec::new();
    }
    let mut reader = Reader::new(source, &host::PACK, findings);
    let mut kinds = Vec::new();
    for (name, value) in &table {
        let Some(kind) = reader.table(value) else { continue };
        reader.only(kind, &["label", "en", "key", "yearly", "shared", "fields", "links"]);
        let place = reader.place(name.span());
        let name = name.get_ref().to_string();
        check_name(&mut reader, &name, place);
        let new = read_head(&mut reader, kind, &name);
        let fields = kind.get("fields").and_then(|v| reader.table(v)).map(|t| read_fields(&mut reader, t));
        let links = kind.get("links").and_then(|v| reader.table(v)).map(|t| read_links(&mut reader, t));
        kinds.push(KindDeclaration {
            name,
            new,
            fields: fields.unwrap_or_default(),
            links: links.unwrap_or_default(),
            place,
        });
    }
    kinds
}

/// Words that scripts read from every record, so that no field or link may bear them.
pub(crate) const RESERVED: &[&str] = &["body", "year", "kind", "at", "has", "get"];

fn check_name(reader: &mut Reader<'_>, name: &str, place: Place) {
    let ascii = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !ascii || name.is_empty() || name.as_bytes()[0].is_ascii_digit() {
        reader.wrong(
            place.span.range(),
            say!(
                "名称只能用小写字母、数字和“_”，中文写在 label 里",
                "a name has only a-z, 0-9 and `_`; Chinese goes into `label`"
            ),
        );
    } else if RESERVED.contains(&name) {
        reader.wrong(place.span.range(), say!("“{name}”是保留的名称", "`{name}` is reserved"));
    }
}

fn read_head(reader: &mut Reader<'_>, kind: &Table<'_>, name: &str) -> Option<Head> {
    let label = reader.string(kind.get("label")?)?;
    let en = kind.get("en").and_then(|v| reader.string(v)).unwrap_or_else(|| name.replace('_', " "));
    let key = kind.get("key").map(|v| reader.strings(v)).unwrap_or_default();
    let yearly = kind.get("yearly").and_then(|v| reader.bool(v)).unwrap_or(true);
    let shared = kind.get("shared").and_then(|v| reader.bool(v)).unwrap_or(false);
    let key = key.into_iter().map(|(name, _)| name).collect();
    Some(Head { label: Text::new(label, en), key, yearly, shared })
}

fn read_fields(reader: &mut Reader<'_>, table: &Table<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (name, value) in table {
        let Some(spec) = reader.table(value) else { continue };
        let place = reader.place(name.span());
        check_name(reader, name.get_ref(), place);
        let known =
            ["type", "label", "en", "optional", "min", "max", "pattern", "unique", "values", "to", "of", "fields"];
        reader.only(spec, &known);
        let Some(ty) = read_type(reader, spec, "type", name.span()) else { continue };
        let limits = read_limits(reader, spec, &ty);
        fields.push(Field {
            name: name.get_ref().to_string(),
            label: read_label(reader, spec, name.get_ref()),
            ty,
            optional: spec.get("optional").and_then(|v| reader.bool(v)).unwrap_or(false),
            limits,
            place,
        });
    }
    fields
}

fn read_label(reader: &mut Reader<'_>, spec: &Table<'_>, name: &str) -> Text {
    let label = spec.get("label").and_then(|v| reader.string(v)).unwrap_or_else(|| name.to_owned());
    let en = spec.get("en").and_then(|v| reader.string(v)).unwrap_or_else(|| name.replace('_', " "));
    Text::new(label, en)
}

fn read_type(reader: &mut Reader<'_>, spec: &Table<'_>, key: &str, header: std::ops::Range<usize>) -> Option<Type> {
    let value = reader.required(spec, key, header.clone())?;
    let word = reader.string(value)?;
    Some(match word.as_str() {
        "string" => Type::String,
        "integer" => Type::Integer,
        "decimal" => Type::Decimal,
        "bool" => Type::Bool,
        "date" => Type::Date,
        "time" => Type::Time,
        "period" => Type::Period,
        "enum" => {
            let values = reader.required(spec, "values", header)?;
            Type::Enum(read_values(reader, values))
        }
        "ref" => {
            let to = reader.required(spec, "to", header)?;
            Type::Ref(reader.string(to)?)
        }
        "list" if key == "type" => Type::List(Box::new(read_type(reader, spec, "of", header)?)),
        "table" => {
            let fields = reader.required(spec, "fields", header)?;
            let fields = reader.table(fields)?;
            Type::Table(read_fields(reader, fields))
        }
        other => {
            let help = nearest(other, TYPES.iter().copied())
                .map_or_else(|| say!("可用的类型：{}", "types: {}", TYPES.join(" ")), did_you_mean);
            reader.wrong(value.span(), say!("没有“{other}”这种类型", "unknown type `{other}`")).help = Some(help);
            return None;
        }
    })
}

fn read_values(reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<EnumValue> {
    let values: Vec<EnumValue> = if let DeValue::Table(table) = value.get_ref() {
        let labelled = table.iter().filter_map(|(name, label)| {
            let name = name.get_ref().to_string();
            let label = Text::new(reader.string(label)?, name.replace('_', " "));
            Some(EnumValue { name, label })
        });
        labelled.collect()
    } else {
        let names = reader.strings(value);
        names.into_iter().map(|(name, _)| EnumValue { label: Text::same(name.clone()), name }).collect()
    };
    if values.is_empty() {
        reader.wrong(value.span(), say!("没有列出任何值", "no values are listed"));
    }
    values
}

fn read_limits(reader: &mut Reader<'_>, spec: &Table<'_>, ty: &Type) -> Limits {
    let mut bound = |key: &str| {
        let value = spec.get(key)?;
        let read = match ty {
            Type::Date | Type::Period => document::as_date(value.get_ref()).map(Bound::Day),
            Type::Integer | Type::Decimal | Type::String | Type::List(_) => {
                document::as_decimal(value.get_ref()).map(Bound::Number)
            }
            _ => None,
        };
        if read.is_none() {
            let word = ty.word();
            reader.wrong(
                value.span(),
                say!("{word} 类型的字段不能用这样的界限", "not a bound for a field of type {word}"),
            );
        }
        read
    };
    let (min, max) = (bound("min"), bound("max"));
    let pattern = spec.get("pattern").and_then(|value| {
        let text = reader.string(value)?;
        if !matches!(ty, Type::String) {
            reader.wrong(value.span(), say!("只有 string 字段可以有 pattern", "only string fields have a pattern"));
        }
        match regex::RegexBuilder::new(&format!("^(?:{text})$")).size_limit(1 << 20).build() {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                reader.wrong(value.span(), say!("正则式不合规：{error}", "bad pattern: {error}"));
                None
            }
        }
    });
    let unique = spec.get("unique").and_then(|v| reader.bool(v)).unwrap_or(false);
    Limits { min, max, pattern, unique }
}

fn read_links(reader: &mut Reader<'_>, table: &Table<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for (name, value) in table {
        let Some(spec) = reader.table(value) else { continue };
        let place = reader.place(name.span());
        check_name(reader, name.get_ref(), place);
        reader.only(spec, &["kind", "field", "label", "en"]);
        let kind = reader.required(spec, "kind", name.span()).and_then(|v| reader.string(v));
        let field = reader.required(spec, "field", name.span()).and_then(|v| reader.string(v));
        let (Some(kind), Some(field)) = (kind, field) else { continue };
        let label = read_label(reader, spec, name.get_ref());
        links.push(Link { name: name.get_ref().to_string(), label, kind, field, place });
    }
    links
}

/// A bound as messages show it.
#[must_use]
pub(crate) fn show_bound(bound: Bound) -> String {
    match bound {
        Bound::Number(number) => number.to_string(),
        Bound::Day(day) => Date::to_string(&day),
    }
}
