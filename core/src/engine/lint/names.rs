//! Names: fields, links and built-in properties of records, entries of tables, kinds, parameters, constants.

use rhai::{Expr, Namespace, Position as Start};

use super::checker::{Checker, suggest};
use super::spans;
use super::types::{MapTy, Ty};
use crate::engine::signatures::{self, Form, Gives, Shape};
use crate::language::{Lang, Text, say};
use crate::schema::Kind;
use crate::source::Span;
use crate::value::KindId;

/// The fields that every record has without declaring them.
const BUILT_IN: [&str; 2] = ["body", "year"];

impl Checker<'_> {
    /// The type of `base.name`.
    pub(crate) fn property(&mut self, base: &Ty, name: &str, at: Start) -> Ty {
        let span = self.token(at);
        match base.plain() {
            ty if !ty.is_known() => Ty::Unknown,
            Ty::Record(kind) => self.record_property(*kind, name, span),
            Ty::Map(map) => self.entry(&map.clone(), name, span),
            Ty::Params => self.parameter(name, span),
            ty => {
                let shape = ty.shape().unwrap_or(Shape::Any);
                let found = signatures::of(shape).find(|s| s.form == Form::Property && s.name == name);
                match (found, ty) {
                    (Some(signature), Ty::Group(key, items)) => match signature.gives {
                        Gives::GroupKey => (**key).clone(),
                        _ => (**items).clone(),
                    },
                    (Some(signature), _) => match signature.gives {
                        Gives::Is(shape) => Ty::of_shape(shape),
                        Gives::Maybe(shape) => Ty::of_shape(shape).maybe(),
                        Gives::Texts => Ty::Array(Box::new(Ty::Str)),
                        _ => Ty::Unknown,
                    },
                    (None, ty) => self.no_property(ty, shape, name, span),
                }
            }
        }
    }

    fn no_property(&mut self, ty: &Ty, shape: Shape, name: &str, span: Span) -> Ty {
        let (zh, en) = self.name(ty);
        let message = say!("{zh}没有“{name}”", "a value of type {en} has no \"{name}\"");
        let method = signatures::of(shape).find(|s| s.form == Form::Method && s.name == name);
        let properties: Vec<&str> =
            signatures::of(shape).filter(|s| s.form == Form::Property).map(|s| s.name).collect();
        let help = match method {
            Some(method) => {
                let usage = method.usage();
                Some(say!("写成 .{usage}", "write .{usage}"))
            }
            None if properties.is_empty() => None,
            None => {
                let list = properties.join("、");
                Some(say!("可用的：{list}", "it has: {list}"))
            }
        };
        let candidates = signatures::of(shape).map(|s| s.name);
        let message = if method.is_some() { message } else { suggest(&message, name, candidates) };
        self.report_with(span, message, help);
        Ty::Unknown
    }

    fn record_property(&mut self, kind: KindId, name: &str, span: Span) -> Ty {
        if let Some(ty) = self.field(kind, name) {
            return ty;
        }
        let kind = self.world.schema.get(kind);
        if let Some(link) = kind.link(name) {
            return self.world.schema.index(&link.kind).map_or(Ty::Unknown, Ty::View);
        }
        match name {
            "kind" => return Ty::Word(kind.name.as_str().into()),
            "key" => return Ty::Str,
            _ => {}
        }
        let (message, help) = unknown_field(kind, name, true);
        let method = signatures::of(Shape::Record).find(|s| s.form == Form::Method && s.name == name);
        match method.map(signatures::Signature::usage) {
            Some(usage) => {
                let kind = &kind.name;
                let message = say!("{kind} 没有字段“{name}”", "{kind} has no field \"{name}\"");
                self.report_with(span, message, Some(say!("写成 .{usage}", "write .{usage}")));
            }
            None => self.report_with(span, message, Some(help)),
        }
        Ty::Unknown
    }

    /// The type of a field of a kind, built-in fields included; `None` when it has no such field.
    pub(crate) fn field(&self, kind: KindId, name: &str) -> Option<Ty> {
        let schema = self.world.schema;
        match schema.get(kind).field(name) {
            Some(field) => Some(Ty::of_field(field, schema)),
            None => match name {
                "body" => Some(Ty::Str),
                "year" => Some(Ty::Int),
                _ => None,
            },
        }
    }

    /// The names of a record's fields and links, and their labels; `None` for what is no record.
    pub(crate) fn fields_of(&self, ty: &Ty) -> Option<Vec<String>> {
        let Ty::Record(kind) = ty.plain() else { return None };
        let kind = self.world.schema.get(*kind);
        let fields = kind.fields.iter().map(|f| (&f.name, &f.label));
        let links = kind.links.iter().map(|l| (&l.name, &l.label));
        Some(fields.chain(links).flat_map(|(name, label)| [name.clone(), label.get(Lang::Zh).to_owned()]).collect())
    }

    /// The type of the entry of a map.
    pub(crate) fn entry(&mut self, map: &MapTy, name: &str, span: Span) -> Ty {
        if let Some(column) = map.column(name) {
            return column.ty.clone();
        }
        if let Some(rest) = &map.rest {
            return rest.clone();
        }
        let message = say!("表中没有“{name}”", "the table has no \"{name}\"");
        let message = suggest(&message, name, map.columns.iter().map(|c| c.name.as_str()));
        let list: Vec<&str> = map.columns.iter().map(|c| c.name.as_str()).collect();
        let list = list.join("、");
        self.report_with(span, message, Some(say!("可用的：{list}", "it has: {list}")));
        Ty::Unknown
    }

    /// The type of a parameter; one that the pack does not have is reported.
    pub(crate) fn parameter(&mut self, name: &str, span: Span) -> Ty {
        let parameters = self.world.parameters;
        if let Some(ty) = parameters.get(name) {
            return ty.clone();
        }
        let message = say!("规则包没有参数“{name}”", "the pack has no parameter \"{name}\"");
        let message = suggest(&message, name, parameters.keys().map(String::as_str));
        let help = say!(
            "参数在 pack.toml 的 [parameters.{name}] 中声明",
            "parameters are declared in pack.toml, [parameters.{name}]"
        );
        self.report_with(span, message, Some(help));
        Ty::Unknown
    }

    /// `global::X` or `library::X`.
    pub(crate) fn module_variable(&mut self, namespace: &Namespace, name: &str, at: Start) -> Ty {
        let Some(alias) = namespace.path.first().map(|first| first.name.to_string()) else { return Ty::Unknown };
        let file = if alias == "global" {
            self.file.clone()
        } else {
            match self.file.imports.get(&alias).copied() {
                Some(Some(script)) => self.file_of(script),
                Some(None) => return Ty::Unknown,
                None => {
                    let aliases: Vec<String> = self.file.imports.keys().cloned().collect();
                    let message = say!("没有引入“{alias}”", "\"{alias}\" is not imported");
                    let span = self.token(at);
                    self.report(span, suggest(&message, &alias, aliases.iter().map(String::as_str)));
                    return Ty::Unknown;
                }
            }
        };
        if let Some(ty) = file.constants.get(name) {
            return ty.clone();
        }
        let message = say!("“{alias}”里没有常量“{name}”", "\"{alias}\" has no constant \"{name}\"");
        let span = self.token(at);
        let tail = self.file.script.text.text[span.end as usize..].find(name).unwrap_or(0);
        let from = span.end as usize + tail;
        let message = suggest(&message, name, file.constants.keys().map(String::as_str));
        self.report(Span::new(from, from + name.len()), message);
        Ty::Unknown
    }

    /// The type of the field that a literal names, of a record or an element; what is not literal is not known.
    pub(crate) fn named_field(&mut self, of: &Ty, name: &Expr) -> Ty {
        let ty = self.infer(name);
        let span = self.token(spans::first(name));
        let Ty::Word(word) = &ty else {
            if ty.is_known() && !ty.is_text() {
                let (zh, en) = self.name(&ty);
                let span = self.span(name);
                let message =
                    say!("字段名应当是文字，这里是{zh}", "a field's name is a text, this is a value of type {en}");
                self.report(span, message);
            }
            return Ty::Unknown;
        };
        match of.plain() {
            Ty::Record(kind) => {
                if let Some(ty) = self.field(*kind, word) {
                    return ty;
                }
                if matches!(&**word, "key" | "kind") {
                    return Ty::Str;
                }
                let (message, help) = unknown_field(self.world.schema.get(*kind), word, false);
                self.report_with(span, message, Some(help));
                Ty::Unknown
            }
            Ty::Map(map) if map.declared => self.entry(&map.clone(), word, span),
            Ty::Map(map) => map.column(word).map_or(Ty::Unknown, |c| c.ty.clone()),
            _ => Ty::Unknown,
        }
    }

    /// The kind that a literal names.
    pub(crate) fn named_kind(&mut self, name: &Expr) -> Option<KindId> {
        let ty = self.infer(name);
        let Ty::Word(word) = &ty else {
            if ty.is_known() && !ty.is_text() {
                let (zh, en) = self.name(&ty);
                let span = self.span(name);
                self.report(
                    span,
                    say!("类别应当是文字，这里是{zh}", "a kind is named by a text, this is a value of type {en}"),
                );
            }
            return None;
        };
        let found = self.world.schema.index(word);
        if found.is_none() {
            let span = self.token(spans::first(name));
            self.unknown_kind(word, span, &[]);
        }
        found
    }

    /// Reports a kind that no pack declares.
    pub(crate) fn unknown_kind(&mut self, word: &str, span: Span, also: &[&str]) {
        let kinds = &self.world.schema.kinds;
        let message = say!("没有“{word}”这类记录", "there is no kind \"{word}\"");
        let names = kinds.iter().flat_map(|k| [k.name.as_str(), k.label.get(Lang::Zh)]);
        let message = suggest(&message, word, names.chain(also.iter().copied()));
        let names = kinds.iter().map(|k| k.name.as_str()).chain(also.iter().copied());
        let list = names.collect::<Vec<_>>().join("、");
        self.report_with(span, message, Some(say!("可用的：{list}", "there are: {list}")));
    }
}

/// `member 没有字段“secter”，您是不是想写“sector”？` and what there is instead.
fn unknown_field(kind: &Kind, name: &str, with_links: bool) -> (Text, Text) {
    let of = &kind.name;
    if !with_links && kind.link(name).is_some() {
        return (
            say!("“{name}”是 {of} 的反向联系，不是字段", "\"{name}\" is a link of {of}, not a field"),
            say!("写成函数：|r| r.{name}…", "write a closure: |r| r.{name}…"),
        );
    }
    let fields = || kind.fields.iter().map(|f| (f.name.as_str(), f.label.get(Lang::Zh)));
    let links = || kind.links.iter().filter(move |_| with_links).map(|l| (l.name.as_str(), l.label.get(Lang::Zh)));
    let extra: &[&str] = if with_links { &["key", "kind"] } else { &[] };
    let all = fields().chain(links()).flat_map(|(name, label)| [name, label]);
    let candidates = all.chain(BUILT_IN).chain(extra.iter().copied());
    let message = suggest(&say!("{of} 没有字段“{name}”", "{of} has no field \"{name}\""), name, candidates);
    let show =
        |(name, label): (&str, &str)| if name == label { name.to_owned() } else { format!("{name}（{label}）") };
    let list: Vec<String> = fields().chain(links()).map(show).collect();
    let list = list.join("、");
    (message, say!("可用的字段：{list}", "its fields: {list}"))
}

/// The span of a text literal without its quotes.
pub(crate) fn unquoted(span: Span) -> Span {
    Span { start: span.start + 1, end: span.end - 1 }
}
