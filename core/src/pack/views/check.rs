//! What views name is there: kinds, fields of the right type, values of enums, parameters of the right shape.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean, say};
use crate::pack::manifest::{Literal, Parameter};
use crate::pack::views::{Assignment, Calendar, Counts, Head, Limit, Views, Word};
use crate::schema::{Kind, Schema, Type};
use crate::spelling::nearest;

/// Reports what the views of a chain name that its kinds and parameters do not have.
#[must_use]
pub(crate) fn check(views: &Views, schema: &Schema, parameters: &BTreeMap<String, Parameter>) -> Vec<Finding> {
    let mut checker = Checker { schema, parameters, findings: Vec::new() };
    if let Some(names) = &views.body
        && let Some(kind) = checker.kind(&names.kind)
    {
        checker.field(kind, Some(&names.name), &["string"], false);
    }
    for area in &views.areas {
        for kind in &area.kinds {
            checker.kind(kind);
        }
        for glob in &area.rules {
            if globset::Glob::new(&glob.text).is_err() {
                let text = &glob.text;
                checker.wrong(glob, say!("式样“{text}”不合规", "bad pattern `{text}`"));
            }
        }
    }
    for view in &views.calendars {
        checker.calendar(view);
    }
    for view in &views.assignments {
        checker.assignment(view);
    }
    checker.findings
}

struct Checker<'a> {
    schema: &'a Schema,
    parameters: &'a BTreeMap<String, Parameter>,
    findings: Vec<Finding>,
}

/// The words of types that something may have.
type Types = &'static [&'static str];

const WHEN: Types = &["date", "period"];
const HELD: Types = &["date", "bool", "period"];
const SORT: Types = &["enum", "ref", "string", "bool"];
const GIVEN: Types = &["enum", "ref", "string"];

impl<'a> Checker<'a> {
    fn wrong(&mut self, word: &Word, message: crate::language::Text) -> &mut Finding {
        self.findings.push(host::PACK.finding(message).at(word.place));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    fn unknown(&mut self, word: &Word, message: crate::language::Text, near: Option<&str>) {
        self.wrong(word, message).help = near.map(did_you_mean);
    }

    fn missing(&mut self, head: &Head, key: &str) {
        self.findings.push(host::PACK.finding(say!("缺少“{key}”", "`{key}` is missing")).at(head.place));
    }

    fn kind(&mut self, word: &Word) -> Option<&'a Kind> {
        let kind = self.schema.kind(&word.text);
        if kind.is_none() {
            let (name, schema) = (&word.text, self.schema);
            let near = nearest(name, schema.kinds.iter().map(|k| k.name.as_str()));
            self.unknown(word, say!("没有记录类别“{name}”", "no kind `{name}`"), near);
        }
        kind
    }

    /// The field's type, where it is among those that are wanted; a list of them with `lists`.
    fn field(&mut self, kind: &'a Kind, word: Option<&Word>, types: Types, lists: bool) -> Option<&'a Type> {
        let word = word?;
        let Some(field) = kind.field(&word.text) else {
            let (name, owner) = (&word.text, &kind.name);
            let near = nearest(name, kind.fields.iter().map(|f| f.name.as_str()));
            self.unknown(word, say!("“{owner}”没有字段“{name}”", "`{owner}` has no field `{name}`"), near);
            return None;
        };
        let inner = match &field.ty {
            Type::List(of) if lists => of,
            ty => ty,
        };
        if !types.contains(&inner.word()) {
            let (name, have, want) = (&word.text, field.ty.word(), types.join(" "));
            let message = say!(
                "字段“{name}”的类型是 {have}，这里要用 {want}",
                "field `{name}` is of type {have}; one of {want} is wanted here"
            );
            self.wrong(word, message);
            return None;
        }
        Some(inner)
    }

    fn calendar(&mut self, view: &Calendar) {
        let Some(word) = &view.kind else { return self.missing(&view.head, "kind") };
        let Some(kind) = self.kind(word) else { return };
        if view.when.is_none() {
            self.missing(&view.head, "when");
        }
        self.field(kind, view.when.as_ref(), WHEN, false);
        self.field(kind, view.held.as_ref(), HELD, false);
        self.field(kind, view.name.as_ref(), &["string"], false);
        let form = self.field(kind, view.form.as_ref(), GIVEN, false);
        if let Some(counts) = &view.expected {
            self.expected(counts, form);
        }
        if let Some(counts) = &view.declared {
            self.declared(counts);
        }
    }

    fn parameter(&mut self, word: &Word) -> Option<&'a Literal> {
        let value = self.parameters.get(&word.text).map(|p| &p.value);
        if value.is_none() {
            let (name, all) = (&word.text, self.parameters);
            let near = nearest(name, all.keys().map(String::as_str));
            self.unknown(word, say!("没有参数“{name}”", "no parameter `{name}`"), near);
        }
        value
    }

    /// A parameter with numbers for forms: a list of tables, or a table of numbers by form.
    fn expected(&mut self, counts: &Counts, form: Option<&Type>) {
        let Some(value) = self.parameter(&counts.of) else { return };
        let Some(rows) = numbers(value, counts) else {
            let (name, forms, count) = (&counts.of.text, &counts.forms, &counts.count);
            let message = say!(
                "参数“{name}”应当是一列表，每个表有 {forms} 和 {count}；或者是“形式 = 次数”的表",
                "parameter `{name}` should be a list of tables with {forms} and {count}, or a table of numbers by form"
            );
            self.wrong(&counts.of, message);
            return;
        };
        let Some(Type::Enum(values)) = form else { return };
        for name in rows.iter().flat_map(|(forms, _)| forms) {
            if values.iter().all(|value| value.name != *name) {
                let near = nearest(name, values.iter().map(|v| v.name.as_str()));
                let parameter = &counts.of.text;
                let message = say!(
                    "参数“{parameter}”中的“{name}”不是表示形式的值",
                    "`{name}` in parameter `{parameter}` is no value of the form"
                );
                self.unknown(&counts.of, message, near);
            }
        }
    }

    fn declared(&mut self, counts: &Counts) {
        let Some(kind) = self.kind(&counts.of) else { return };
        let Some(word) = &counts.field else { return };
        let Some(Type::Table(fields)) = self.field(kind, Some(word), &["table"], true) else { return };
        for name in [&counts.forms, &counts.count] {
            if fields.iter().all(|field| field.name != *name) {
                let near = nearest(name, fields.iter().map(|f| f.name.as_str()));
                let owner = &word.text;
                self.unknown(word, say!("“{owner}”没有字段“{name}”", "`{owner}` has no field `{name}`"), near);
            }
        }
    }

    fn assignment(&mut self, view: &Assignment) {
        let Some(word) = &view.kind else { return self.missing(&view.head, "kind") };
        let Some(kind) = self.kind(word) else { return };
        if view.to.is_none() {
            self.missing(&view.head, "to");
        }
        let to = self.field(kind, view.to.as_ref(), &["ref", "enum"], true);
        for word in &view.mix {
            self.field(kind, Some(word), SORT, false);
        }
        self.field(kind, view.entered.as_ref(), &["date"], false);
        self.field(kind, view.left.as_ref(), &["date"], false);
        let target = match to {
            Some(Type::Ref(name)) => self.schema.kind(name),
            _ => None,
        };
        for limit in &view.limits {
            self.limit(limit, kind, target);
        }
    }

    fn limit(&mut self, limit: &Limit, kind: &'a Kind, target: Option<&'a Kind>) {
        self.field(kind, limit.count.as_ref(), SORT, false);
        for (word, value) in &limit.who {
            self.filter(kind, word, value);
        }
        for (word, value) in &limit.at {
            match target {
                Some(target) => self.filter(target, word, value),
                None => {
                    let message = say!("at 只能用于引用", "`at` goes with a reference");
                    self.wrong(word, message);
                }
            }
        }
        for word in [&limit.min, &limit.max, &limit.about, &limit.within].into_iter().flatten() {
            let number = |value: &Literal| matches!(value, Literal::Integer(_) | Literal::Decimal(_));
            if self.parameter(word).is_some_and(|value| !number(value)) {
                let name = &word.text;
                self.wrong(word, say!("参数“{name}”不是数", "parameter `{name}` is no number"));
            }
        }
    }

    fn filter(&mut self, kind: &'a Kind, word: &Word, value: &Literal) {
        let Some(ty) = self.field(kind, Some(word), &["enum", "string", "bool", "integer"], false) else { return };
        let name = &word.text;
        match (ty, value) {
            (Type::Enum(values), Literal::String(text)) if values.iter().all(|v| v.name != *text) => {
                let near = nearest(text, values.iter().map(|v| v.name.as_str()));
                let message = say!("“{text}”不是字段“{name}”的值", "`{text}` is no value of field `{name}`");
                self.unknown(word, message, near);
            }
            (Type::Enum(_) | Type::String, Literal::String(_))
            | (Type::Bool, Literal::Bool(_))
            | (Type::Integer, Literal::Integer(_)) => {}
            _ => {
                let message = say!("这个值与字段“{name}”的类型不同", "the value is not of the type of field `{name}`");
                self.wrong(word, message);
            }
        }
    }
}

/// Numbers for forms as a parameter gives them, a row for each number; `None` where it is of another shape.
#[must_use]
pub fn numbers(value: &Literal, counts: &Counts) -> Option<Vec<(Vec<String>, i64)>> {
    match value {
        Literal::Table(items) => items
            .iter()
            .map(|(form, count)| match count {
                Literal::Integer(count) => Some((vec![form.clone()], *count)),
                _ => None,
            })
            .collect(),
        Literal::List(rows) => rows
            .iter()
            .map(|row| {
                let Literal::Table(row) = row else { return None };
                let get = |name: &str| row.iter().find(|(key, _)| key == name).map(|(_, value)| value);
                let Literal::Integer(count) = get(&counts.count)? else { return None };
                let forms = match get(&counts.forms)? {
                    Literal::String(form) => vec![form.clone()],
                    Literal::List(forms) => forms.iter().map(text).collect::<Option<_>>()?,
                    _ => return None,
                };
                Some((forms, *count))
            })
            .collect(),
        _ => None,
    }
}

fn text(value: &Literal) -> Option<String> {
    match value {
        Literal::String(text) => Some(text.clone()),
        _ => None,
    }
}
