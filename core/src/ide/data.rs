//! Data and settings in an editor.

use super::line::{Spot, spot};
use super::records::{self, field_text, record_text, type_text};
use super::{Answer, Offer, Open, keys};
use crate::language::{Lang, Text};
use crate::schema::{Field, Kind, Schema, Type};
use crate::source::Place;

/// The body that a text names.
fn body(text: &str) -> &str {
    let line = text.lines().find(|line| line.trim_start().starts_with("body"));
    let value = line.and_then(|line| line.split_once('=')).map_or("", |(_, value)| value.trim());
    value.trim_matches('"')
}

fn kind<'o>(open: Open<'o>, header: &str) -> Option<(&'o Schema, &'o Kind)> {
    let schema = records::schema(open.outcome, body(open.text))?;
    let name = header.split('.').next().unwrap_or_default();
    Some((schema, schema.get(schema.index(name)?)))
}

fn offer(spot: &Spot<'_>, label: &str, insert: String, detail: Text, text: Text) -> Offer {
    Offer { label: label.to_owned(), detail, text, insert, over: spot.span }
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

pub(super) fn offers(open: Open<'_>, at: usize) -> Vec<Offer> {
    let spot = spot(open.text, at);
    if let Some(known) = keys::of(open.name, spot.header) {
        return settings(open, &spot, &known);
    }
    if spot.in_header {
        let Some(schema) = records::schema(open.outcome, body(open.text)) else { return Vec::new() };
        let kinds = schema.iter().map(|(_, kind)| kind);
        return kinds
            .map(|kind| offer(&spot, &kind.name, kind.name.clone(), kind.label.clone(), Text::same("")))
            .collect();
    }
    let Some((_, kind)) = kind(open, spot.header) else {
        let heads = [("body", "单位", "the body"), ("year", "年度", "the year")];
        let heads = heads.into_iter().filter(|_| spot.header.is_empty() && spot.key.is_none());
        return heads
            .map(|(key, zh, en)| offer(&spot, key, format!("{key} = "), Text::new(zh, en), Text::same("")))
            .collect();
    };
    match spot.key {
        Some(key) => kind.field(key).map(|field| values(open, &spot, field)).unwrap_or_default(),
        None => fields(open.text, at, &spot, kind),
    }
}

/// The fields that the record at hand does not have yet.
fn fields(text: &str, at: usize, spot: &Spot<'_>, kind: &Kind) -> Vec<Offer> {
    let start = text[..at].rfind("\n[").map_or(0, |start| start + 1);
    let end = text[at..].find("\n[").map_or(text.len(), |end| at + end);
    let has =
        |name: &str| text[start..end].lines().any(|line| super::line::key(line).is_some_and(|(key, _)| key == name));
    let wanted = kind.fields.iter().filter(|field| field.name == spot.word || !has(&field.name));
    wanted
        .map(|field| {
            let detail = Text::new(
                format!("{}：{}", field.label.get(Lang::Zh), type_text(&field.ty).get(Lang::Zh)),
                format!("{}: {}", field.label.get(Lang::En), type_text(&field.ty).get(Lang::En)),
            );
            offer(spot, &field.name, format!("{} = ", field.name), detail, field_text(kind, field))
        })
        .collect()
}

/// The values that a field may have.
fn values(open: Open<'_>, spot: &Spot<'_>, field: &Field) -> Vec<Offer> {
    let plain = match &field.ty {
        Type::List(of) => of,
        ty => ty,
    };
    match plain {
        Type::Enum(values) => values
            .iter()
            .map(|value| offer(spot, &value.name, quoted(&value.name), value.label.clone(), Text::same("")))
            .collect(),
        Type::Ref(kind) => records::keys(open.outcome, body(open.text), kind)
            .into_iter()
            .map(|(key, name)| offer(spot, &key, quoted(&key), Text::same(name), Text::same("")))
            .collect(),
        Type::Bool => {
            ["true", "false"].map(|word| offer(spot, word, word.to_owned(), Text::same(""), Text::same(""))).into()
        }
        _ => Vec::new(),
    }
}

/// Keys of settings, and the values of those that name rules, packs and types.
fn settings(open: Open<'_>, spot: &Spot<'_>, known: &[keys::Key]) -> Vec<Offer> {
    let plain = |label: &str| offer(spot, label, quoted(label), Text::same(""), Text::same(""));
    match spot.key {
        None => known
            .iter()
            .map(|(key, zh, en)| offer(spot, key, format!("{key} = "), Text::new(*zh, *en), Text::same("")))
            .collect(),
        Some("rule" | "expect") => {
            let rules = open.outcome.rules.iter();
            rules
                .map(|(name, info)| {
                    let text = Text::same(info.explain.clone());
                    offer(spot, name, quoted(name), Text::same(info.title.clone()), text)
                })
                .collect()
        }
        Some("extends") => open.outcome.packs().map(|pack| plain(pack.id())).collect(),
        Some("body" | "bodies") => open.outcome.bodies().map(|body| plain(body.id())).collect(),
        Some("type" | "of") => {
            ["string", "integer", "decimal", "bool", "date", "time", "period", "enum", "ref", "list", "table"]
                .map(plain)
                .into()
        }
        Some("to" | "kind") => {
            let schema = records::schema(open.outcome, "");
            schema.into_iter().flat_map(Schema::iter).map(|(_, kind)| plain(&kind.name)).collect()
        }
        Some(_) => Vec::new(),
    }
}

pub(super) fn hover(open: Open<'_>, at: usize) -> Option<Answer> {
    let spot = spot(open.text, at);
    let answer = |text| Some(Answer { span: spot.span, text });
    if let Some(known) = keys::of(open.name, spot.header) {
        if let Some(info) = open.outcome.rules.get(spot.word) {
            return answer(Text::same(format!(
                "**{}** `{}`\n\n{}\n\n{}",
                info.title, info.name, info.basis, info.explain
            )));
        }
        if let Some((_, zh, en)) = known.iter().find(|(key, ..)| *key == spot.word).filter(|_| spot.key.is_none()) {
            return answer(Text::new(*zh, *en));
        }
        return record_named(open, spot.word).map(|text| Answer { span: spot.span, text });
    }
    if let Some(found) = records::at(open.outcome, open.name, at).filter(|_| spot.key.is_some()) {
        if let Some(target) = found.target {
            return answer(record_text(found.store, target));
        }
        return answer(field_text(found.store.kind(found.holder), found.field()));
    }
    let (_, kind) = kind(open, spot.header)?;
    if spot.in_header {
        let of = |lang| format!("**{}** `{}`", kind.label.get(lang), kind.name);
        return answer(Text::new(of(Lang::Zh), of(Lang::En)));
    }
    let field = kind.field(spot.key.unwrap_or(spot.word))?;
    answer(field_text(kind, field))
}

/// The record that `kind/key` names.
fn record_named(open: Open<'_>, word: &str) -> Option<Text> {
    let (kind, key) = word.split_once('/')?;
    let mut bodies = open.outcome.bodies();
    bodies.find_map(|body| {
        let kind = body.kind(kind)?;
        let record = kind.years().into_iter().chain([0]).find_map(|year| kind.find(year, key))?;
        Some(Text::same(format!("**{}** {}", record.name(), kind.label().get(Lang::Zh))))
    })
}

pub(super) fn definitions(open: Open<'_>, at: usize) -> Vec<Place> {
    let spot = spot(open.text, at);
    if keys::of(open.name, spot.header).is_some() {
        if let Some(info) = open.outcome.rules.get(spot.word) {
            return vec![info.place];
        }
        if let Some((kind, key)) = spot.word.split_once('/') {
            let bodies = open.outcome.bodies().filter_map(|body| body.kind(kind));
            let found =
                bodies.filter_map(|kind| kind.years().into_iter().chain([0]).find_map(|year| kind.find(year, key)));
            return found.map(super::super::records::Record::place).collect();
        }
        let schema = records::schema(open.outcome, "");
        let kind = schema.and_then(|schema| schema.index(spot.word).map(|kind| schema.get(kind).place));
        return kind.into_iter().collect();
    }
    if let Some(found) = records::at(open.outcome, open.name, at).filter(|_| spot.key.is_some()) {
        return found.record().map(|row| found.store.header(row)).into_iter().collect();
    }
    let Some((_, kind)) = kind(open, spot.header) else { return Vec::new() };
    match kind.field(spot.word) {
        Some(field) if !spot.in_header => vec![field.place],
        _ => vec![kind.place],
    }
}
