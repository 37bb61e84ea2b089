//! Values of parameters as people read them, and as they are written.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::text::clean_line;
use yize_core::catalogue::PackInfo;
use yize_core::language::{Lang, Text};
use yize_core::pack::{Literal, ParameterInfo};
use yize_core::say;
use yize_core::schema::{Field, Type};

/// A parameter with its history.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Parameter {
    pub name: String,
    pub label: String,
    pub values: Vec<Value>,
}

/// A value of a parameter.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Value {
    /// From which day on; nothing where it has always been.
    pub since: String,
    /// As people read it.
    pub said: String,
    /// As it is written, where that is something else.
    pub exact: String,
    pub basis: String,
    /// Whether it is a local reading.
    pub local: bool,
    pub note: String,
}

/// What values of enums are called, where all fields agree on it.
pub(super) struct Words(BTreeMap<String, Option<Text>>);

impl Words {
    /// Of a pack's kinds.
    pub(super) fn of(pack: &PackInfo) -> Self {
        let mut words = Self(BTreeMap::new());
        pack.kinds.iter().flat_map(|kind| &kind.fields).for_each(|field| words.add(field));
        words
    }

    fn add(&mut self, field: &Field) {
        let ty = match &field.ty {
            Type::List(of) => of,
            ty => ty,
        };
        match ty {
            Type::Enum(values) => {
                for value in values {
                    let known = self.0.entry(value.name.clone()).or_insert_with(|| Some(value.label.clone()));
                    if known.as_ref().is_some_and(|label| *label != value.label) {
                        *known = None;
                    }
                }
            }
            Type::Table(fields) => fields.iter().for_each(|field| self.add(field)),
            _ => {}
        }
    }

    fn word(&self, name: &str, lang: Lang) -> Option<&str> {
        self.0.get(name)?.as_ref().map(|label| label.get(lang))
    }

    /// A value as people read it.
    fn said(&self, literal: &Literal, lang: Lang) -> String {
        let [and, then, to] = if lang == Lang::Zh { ["、", "；", "："] } else { [", ", "; ", ": "] };
        match literal {
            Literal::Bool(yes) => (if *yes { say!("是", "yes") } else { say!("否", "no") }).get(lang).to_owned(),
            Literal::Integer(n) => n.to_string(),
            Literal::Decimal(n) => n.to_string(),
            Literal::Date(day) => day.to_string(),
            Literal::String(text) => self.word(text, lang).unwrap_or(text).to_owned(),
            Literal::List(all) => {
                let nested = all.iter().any(|own| matches!(own, Literal::List(_) | Literal::Table(_)));
                let said: Vec<String> = all.iter().map(|own| self.said(own, lang)).collect();
                said.join(if nested { then } else { and })
            }
            // Keys that are words say what the value is of; the others only name a column.
            Literal::Table(entries) if entries.iter().all(|(key, _)| self.word(key, lang).is_some()) => {
                let one = |(key, own): &(String, Literal)| {
                    format!("{}{to}{}", self.word(key, lang).unwrap_or(key), self.said(own, lang))
                };
                entries.iter().map(one).collect::<Vec<_>>().join(then)
            }
            // What begins with words is said of them; bare numbers need their names.
            Literal::Table(entries) if matches!(entries.first(), Some((_, Literal::String(_) | Literal::List(_)))) => {
                entries.iter().map(|(_, own)| self.said(own, lang)).collect::<Vec<_>>().join(to)
            }
            Literal::Table(entries) => {
                let one = |(key, own): &(String, Literal)| format!("{key} = {}", self.said(own, lang));
                entries.iter().map(one).collect::<Vec<_>>().join(and)
            }
        }
    }

    /// A parameter with all its values.
    pub(super) fn parameter(&self, name: &str, values: &[(ParameterInfo, Literal)], lang: Lang) -> Parameter {
        let value = |(info, literal): &(ParameterInfo, Literal)| {
            let said = clean_line(&self.said(literal, lang));
            let plain = matches!(literal, Literal::Integer(_) | Literal::Decimal(_) | Literal::Date(_));
            let same = plain || info.value.trim_matches('"') == said;
            Value {
                since: info.since.map(|day| day.to_string()).unwrap_or_default(),
                said,
                exact: if same { String::new() } else { clean_line(&info.value) },
                basis: clean_line(info.basis.as_deref().unwrap_or_default()),
                local: info.local,
                note: clean_line(info.note.as_deref().unwrap_or_default()),
            }
        };
        let label = values.first().map_or("", |(info, _)| info.label.as_str());
        Parameter { name: clean_line(name), label: clean_line(label), values: values.iter().map(value).collect() }
    }
}
