//! What views name is there: kinds, fields of the right type, values of enums, parameters of the right shape.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, Text, did_you_mean, say};
use crate::pack::manifest::{Literal, Parameter};
use crate::pack::views::{Assignment, Calendar, Counts, Head, Limit, Views, Word};
use crate::patterns::bad_glob;
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
            if let Some((message, help)) = bad_glob(&glob.text) {
                checker.wrong(glob, message).help = Some(help);
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
    fn wrong(&mut self, word: &Word, message: Text) -> &mut Finding {
        self.findings.push(host::PACK.finding(message).at(word.place));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Reports a word that is none of those that there are.
    fn unknown<'w>(&mut self, word: &Word, message: Text, all: impl Iterator<Item = &'w str> + Clone) {
        self.unknown_name(word, message, &word.text, all);
    }

    /// The same for a name that the word does not bear itself.
    fn unknown_name<'w>(&mut self, word: &Word, message: Text, name: &str, all: impl Iterator<Item = &'w str> + Clone) {
        let help = match nearest(name, all.clone()) {
            Some(near) => did_you_mean(near),
            None => {
                let all = all.collect::<Vec<_>>().join(" ");
                say!("可用的：{all}", "there are: {all}")
            }
        };
        self.wrong(word, message).help = Some(help);
    }

    fn missing(&mut self, head: &Head, key: &str) {
        let finding = host::PACK.finding(say!("缺少“{key}”", "`{key}` is missing")).at(head.place);
        self.findings.push(finding.help(say!("写上 {key} = \"……\"", "write {key} = \"…\"")));
    }

    fn kind(&mut self, word: &Word) -> Option<&'a Kind> {
        let kind = self.schema.kind(&word.text);
        if kind.is_none() {
            let (name, schema) = (&word.text, self.schema);
            let all = schema.kinds.iter().map(|k| k.name.as_str());
            self.unknown(word, say!("没有记录类别“{name}”", "no kind `{name}`"), all);
        }
        kind
    }

    /// The field's type, where it is among those that are wanted; a list of them with `lists`.
    fn field(&mut self, kind: &'a Kind, word: Option<&Word>, types: Types, lists: bool) -> Option<&'a Type> {
        let word = word?;
        let Some(field) = kind.field(&word.text) else {
            let (name, owner) = (&word.text, &kind.name);
            let all = kind.fields.iter().map(|f| f.name.as_str());
            self.unknown(word, say!("“{owner}”没有字段“{name}”", "`{owner}` has no field `{name}`"), all);
            return None;
        };
        let inner = match &field.ty {
            Type::List(of) if lists => of,
            ty => ty,
        };
        if !types.contains(&inner.word()) {
            let (name, have, want, en) = (&word.text, field.ty.word(), types.join("、"), types.join(", "));
            let message = say!(
                "字段“{name}”的类型是 {have}，不能用在这里",
                "field `{name}` is of type {have}, which does not do here"
            );
            self.wrong(word, message).help = Some(say!("这里要用的类型：{want}", "types that do: {en}"));
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

    /// The values of a parameter, at whatever time they hold.
    fn parameter(&mut self, word: &Word) -> Vec<&'a Literal> {
        let Some(parameter) = self.parameters.get(&word.text) else {
            let (name, all) = (&word.text, self.parameters);
            let all = all.keys().map(String::as_str);
            self.unknown(word, say!("没有参数“{name}”", "no parameter `{name}`"), all);
            return Vec::new();
        };
        parameter.values().iter().map(|own| &own.value).collect()
    }

    /// A parameter with numbers for forms: a list of tables, or a table of numbers by form.
    fn expected(&mut self, counts: &Counts, form: Option<&Type>) {
        let values = self.parameter(&counts.of);
        let rows: Option<Vec<_>> = values.into_iter().map(|value| numbers(value, counts)).collect();
        let Some(rows) = rows else {
            let (name, forms, count) = (&counts.of.text, &counts.forms, &counts.count);
            let message =
                say!("参数“{name}”不是各种形式的次数", "parameter `{name}` does not say how many of each form");
            let help = say!(
                "参数的值写成“形式 = 次数”的表；或者一列表，每个表有 {forms} 和 {count}",
                "its value is a table of numbers by form, or a list of tables with {forms} and {count}"
            );
            self.wrong(&counts.of, message).help = Some(help);
            return;
        };
        let Some(Type::Enum(values)) = form else { return };
        for name in rows.iter().flatten().flat_map(|(forms, _)| forms) {
            if values.iter().all(|value| value.name != *name) {
                let all = values.iter().map(|v| v.name.as_str());
                let parameter = &counts.of.text;
                let message = say!(
                    "参数“{parameter}”中的“{name}”不是表示形式的值",
                    "`{name}` in parameter `{parameter}` is no value of the form"
                );
                self.unknown_name(&counts.of, message, name, all);
            }
        }
    }

    fn declared(&mut self, counts: &Counts) {
        let Some(kind) = self.kind(&counts.of) else { return };
        let Some(word) = &counts.field else { return };
        let Some(Type::Table(fields)) = self.field(kind, Some(word), &["table"], true) else { return };
        for name in [&counts.forms, &counts.count] {
            if fields.iter().all(|field| field.name != *name) {
                let all = fields.iter().map(|f| f.name.as_str());
                let owner = &word.text;
                let message = say!("“{owner}”没有字段“{name}”", "`{owner}` has no field `{name}`");
                self.unknown_name(word, message, name, all);
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
                    self.wrong(word, message).help =
                        Some(say!("删去 at，或把 to 改成引用字段", "delete it, or let `to` be a reference"));
                }
            }
        }
        for word in [&limit.min, &limit.max, &limit.about, &limit.within].into_iter().flatten() {
            let number = |value: &Literal| matches!(value, Literal::Integer(_) | Literal::Decimal(_));
            if self.parameter(word).into_iter().any(|value| !number(value)) {
                let name = &word.text;
                self.wrong(word, say!("参数“{name}”不是数", "parameter `{name}` is no number")).help =
                    Some(say!("写一个值是数的参数", "name a parameter whose value is a number"));
            }
        }
    }

    fn filter(&mut self, kind: &'a Kind, word: &Word, value: &Literal) {
        let Some(ty) = self.field(kind, Some(word), &["enum", "string", "bool", "integer"], false) else { return };
        let name = &word.text;
        match (ty, value) {
            (Type::Enum(values), Literal::String(text)) if values.iter().all(|v| v.name != *text) => {
                let message = say!("“{text}”不是字段“{name}”的值", "`{text}` is no value of field `{name}`");
                match values.iter().find(|value| value.label.get(Lang::Zh) == text) {
                    Some(value) => {
                        let value = &value.name;
                        self.wrong(word, message).help =
                            Some(say!("写值“{value}”，不写名称", "write the value `{value}`, not its label"));
                    }
                    None => self.unknown_name(word, message, text, values.iter().map(|v| v.name.as_str())),
                }
            }
            (Type::Enum(_) | Type::String, Literal::String(_))
            | (Type::Bool, Literal::Bool(_))
            | (Type::Integer, Literal::Integer(_)) => {}
            _ => {
                let message = say!("这个值与字段“{name}”的类型不同", "the value is not of the type of field `{name}`");
                let want = ty.word();
                self.wrong(word, message).help = Some(say!("字段的类型是 {want}", "the field is of type {want}"));
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
