//! The schema of files of data: the kinds that packs declare, each with its fields, by names and by labels.

use serde_json::{Map, Value, json};

use yize_core::catalogue::KindInfo;
use yize_core::language::Lang;
use yize_core::schema::{Bound, Field, Limits, Type};

/// First and last year that data may be of.
const YEARS: (i32, i32) = (1949, 2200);

/// The schema of a file of data with records of some kinds, each as some packs have it. With `only` of them described, others may
/// stand beside them.
#[must_use]
pub(crate) fn data(kinds: &[KindInfo], only: Option<&str>) -> Value {
    let (mut properties, mut definitions) = (Map::new(), Map::new());
    properties.insert("body".to_owned(), json!({ "description": "单位的编号", "type": "string" }));
    properties.insert("year".to_owned(), year());
    for kind in kinds.iter().filter(|kind| only.is_none_or(|only| kind.name == only)) {
        if definitions.contains_key(&kind.name) {
            continue;
        }
        let same: Vec<&KindInfo> = kinds.iter().filter(|other| other.name == kind.name).collect();
        definitions.insert(kind.name.clone(), record(&same));
        let label = kind.label.get(Lang::Zh);
        let one = json!({ "$ref": format!("#/definitions/{}", kind.name) });
        // A record that is alone may be a plain table.
        let list = json!({
            "description": label, "anyOf": [{ "type": "array", "minItems": 1, "items": one }, one],
        });
        properties.entry(label).or_insert(list.clone());
        properties.insert(kind.name.clone(), list);
    }
    let others = match only {
        None => json!(false),
        Some(_) => json!({ "type": ["array", "object"] }),
    };
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": only.map_or("数据文件", |name| kinds.iter().find(|kind| kind.name == name).map_or(name, |kind| kind.label.get(Lang::Zh))),
        "description": "数据文件：顶层写 body、year 和记录，如 [[member]]。由规则包的 kinds.toml 生成。A file of data, from the kinds that packs declare.",
        "type": "object",
        "additionalProperties": others,
        "properties": properties,
        "definitions": definitions,
    })
}

fn year() -> Value {
    json!({ "description": "年度，四位数", "type": "integer", "minimum": YEARS.0, "maximum": YEARS.1 })
}

/// A record of a kind, as any of some packs takes it.
fn record(same: &[&KindInfo]) -> Value {
    let mut fields: Vec<Vec<&Field>> = Vec::new();
    for field in same.iter().flat_map(|kind| &kind.fields) {
        match fields.iter_mut().find(|own| own[0].name == field.name) {
            Some(own) => own.push(field),
            None => fields.push(vec![field]),
        }
    }
    // What only some of the packs have, others do not ask for.
    let asked = |own: &[&Field]| own.len() == same.len() && own.iter().all(|field| !field.optional);
    let label = same.first().map_or("", |kind| kind.label.get(Lang::Zh));
    let mut properties = Map::new();
    properties.insert("body".to_owned(), json!({ "description": "单位的编号，不写时用文件顶层的", "type": "string" }));
    properties.insert("year".to_owned(), year());
    table(label, properties, &fields, asked)
}

/// A table with fields, each by its name or its label.
fn table(
    about: &str,
    mut properties: Map<String, Value>,
    fields: &[Vec<&Field>],
    asked: impl Fn(&[&Field]) -> bool,
) -> Value {
    let mut required = Vec::new();
    for own in fields {
        let (name, label) = (&own[0].name, own[0].label.get(Lang::Zh));
        let value = one_of(own);
        if label != name {
            properties.entry(label).or_insert_with(|| value.clone());
        }
        properties.insert(name.clone(), value);
        if asked(own) {
            required.push(if label == name {
                json!({ "required": [name] })
            } else {
                json!({ "anyOf": [{ "required": [name] }, { "required": [label] }] })
            });
        }
    }
    let mut schema = Map::new();
    schema.insert("description".to_owned(), json!(about));
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(required));
    }
    Value::Object(schema)
}

/// A field as packs have it: what any of them takes.
fn one_of(own: &[&Field]) -> Value {
    let mut ways: Vec<Value> = Vec::new();
    for field in own {
        let way = value(&field.ty, &field.limits);
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    let mut schema = match ways.len() {
        1 => ways.remove(0),
        _ => json!({ "anyOf": ways }),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(described(own[0])));
    }
    schema
}

/// What people are to know of a field.
fn described(field: &Field) -> String {
    let mut text = field.label.get(Lang::Zh).to_owned();
    if let Some(to) = field.ty.target() {
        text.extend(["：引用 ", to, " 的键"]);
    }
    if let Some(values) = field.ty.enumerated() {
        let named: Vec<String> = values
            .iter()
            .filter(|value| value.label.get(Lang::Zh) != value.name)
            .map(|value| format!("{} {}", value.name, value.label.get(Lang::Zh)))
            .collect();
        if !named.is_empty() {
            text += "：";
            text += &named.join("、");
        }
    }
    if field.optional {
        text.push_str("（可以不填）");
    }
    text
}

/// A value of a type, within limits.
fn value(ty: &Type, limits: &Limits) -> Value {
    let mut schema = match ty {
        Type::String => json!({ "type": "string" }),
        Type::Integer => json!({ "type": "integer" }),
        Type::Decimal => json!({ "type": "number" }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::Date => json!({ "type": "string", "format": "date" }),
        Type::Time => json!({ "type": "string", "format": "partial-time" }),
        // A day, which TOML has; a month, quarter or year as a text; a year as a number.
        Type::Period => json!({ "anyOf": [
            { "type": "string", "format": "date" },
            { "type": "string", "pattern": "^[0-9]{4}(-(Q[1-4]|[0-9]{2}(-[0-9]{2})?))?$" },
            { "type": "integer", "minimum": YEARS.0, "maximum": YEARS.1 },
        ] }),
        Type::Enum(values) => {
            let mut words: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
            for label in values.iter().map(|value| value.label.get(Lang::Zh)) {
                if !words.contains(&label) {
                    words.push(label);
                }
            }
            json!({ "enum": words })
        }
        // A key that is a number may be written as one.
        Type::Ref(_) => json!({ "type": ["string", "integer"] }),
        Type::List(of) => json!({ "type": "array", "items": value(of, &Limits::default()) }),
        Type::Table(fields) => {
            let fields: Vec<Vec<&Field>> = fields.iter().map(|field| vec![field]).collect();
            return table("", Map::new(), &fields, |own| !own[0].optional);
        }
    };
    if let Some(schema) = schema.as_object_mut() {
        limit(ty, limits, schema);
    }
    schema
}

fn limit(ty: &Type, limits: &Limits, schema: &mut Map<String, Value>) {
    let (least, most) = match ty {
        Type::String => ("minLength", "maxLength"),
        Type::List(_) => ("minItems", "maxItems"),
        _ => ("minimum", "maximum"),
    };
    for (key, bound) in [(least, limits.min), (most, limits.max)] {
        // Days are no numbers: schemas cannot bound them.
        if let Some(Bound::Number(number)) = bound
            && let Ok(number) = serde_json::from_str::<Value>(&number.normalize().to_string())
        {
            schema.insert(key.to_owned(), number);
        }
    }
    // Patterns of which readers of schemas may have another notion are left to the check.
    let plain = |pattern: &&str| pattern.is_ascii() && !pattern.contains("(?") && !pattern.contains("\\p");
    if let Some(pattern) = limits.pattern.as_ref().map(yize_core::schema::Pattern::as_str).filter(plain) {
        schema.insert("pattern".to_owned(), json!(format!("^(?:{pattern})$")));
    }
}
