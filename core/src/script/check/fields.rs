//! What a value has: fields, links and built-in properties of records, entries of tables.

use super::checker::Checker;
use super::foreign;
use super::report::{suggest, unquoted};
use crate::language::{Lang, Text, say};
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::shape::{Form, Gives, Shape};
use crate::schema::Kind;
use crate::script::tree::{Expr, Name, What};
use crate::script::types::{MapTy, Ty};
use crate::source::Span;
use crate::spelling::nearest;
use crate::value::KindId;

/// The fields that every record has without declaring them.
const BUILT_IN: [&str; 2] = ["body", "year"];

impl Checker<'_> {
    /// The type of `base.name`.
    pub(super) fn property(&mut self, base: &Ty, name: &Name) -> Ty {
        let (word, span) = (&*name.text, name.span);
        match base.plain() {
            ty if !ty.is_known() => Ty::Unknown,
            Ty::Record(kind) => self.record_property(*kind, word, span),
            Ty::Map(map) => self.entry(map, word, span),
            Ty::Params => self.parameter(word, span),
            ty => {
                let shape = ty.shape().unwrap_or(Shape::Any);
                let found = functions::of(shape).find(|s| s.form == Form::Property && s.name == word);
                match (found, ty) {
                    (Some(signature), Ty::Group(key, items)) => match signature.gives {
                        Gives::GroupKey => (**key).clone(),
                        _ => (**items).clone(),
                    },
                    (Some(signature), _) => match signature.gives {
                        Gives::Is(shape) => Ty::of_shape(shape),
                        Gives::Maybe(shape) => Ty::of_shape(shape).maybe(),
                        Gives::Texts => Ty::list(Ty::Str),
                        _ => Ty::Unknown,
                    },
                    (None, ty) => self.no_property(ty, shape, word, span),
                }
            }
        }
    }

    fn no_property(&mut self, ty: &Ty, shape: Shape, name: &str, span: Span) -> Ty {
        let (zh, en) = self.name(ty);
        let message = say!("{zh}没有“{name}”", "a value of type {en} has no \"{name}\"");
        let method = functions::of(shape).find(|s| s.form == Form::Method && s.name == name);
        let properties: Vec<&str> = functions::of(shape).filter(|s| s.form == Form::Property).map(|s| s.name).collect();
        let foreign = foreign::function(name).or_else(|| self.hint_of_kinds(ty, name));
        let help = match method {
            Some(method) => {
                let usage = method.usage();
                Some(say!("写成 .{usage}", "write .{usage}"))
            }
            None if foreign.is_some() => foreign,
            None if properties.is_empty() => self.hint_of_elements(ty, name).or_else(|| self.hint_of_calls()),
            None => {
                let list = properties.join("、");
                Some(say!("可用的：{list}", "it has: {list}"))
            }
        };
        let candidates = functions::of(shape).map(|s| s.name);
        let told = method.is_some() || foreign::function(name).is_some();
        let message = if told { message } else { suggest(&message, name, candidates) };
        self.report_with(span, message, help);
        Ty::Unknown
    }

    /// What to do with a value of the wrong type that a call handed over.
    pub(super) fn hint_of_calls(&self) -> Option<Text> {
        Some(if self.calls.is_empty() {
            say!("只有记录和表有字段", "only records and tables have fields")
        } else {
            say!("看看调用的地方给的参数对不对", "look at the argument of the call")
        })
    }

    /// What to write instead of a field of several records: it is read of each.
    fn hint_of_elements(&self, ty: &Ty, name: &str) -> Option<Text> {
        let Ty::View(kind) = ty.plain() else { return None };
        let has = self.world.schema.get(*kind).field(name).is_some();
        has.then(|| {
            say!(
                "这是一组记录，逐条读取写成 .map(\"{name}\")，或用 for",
                "these are several records: read it of each with .map(\"{name}\"), or with for"
            )
        })
    }

    /// What to write instead of `ctx.members`.
    fn hint_of_kinds(&self, ty: &Ty, name: &str) -> Option<Text> {
        if *ty.plain() != Ty::Ctx {
            return None;
        }
        let schema = self.world.schema;
        let near = nearest(name, schema.kinds.iter().map(|kind| kind.name.as_str()));
        let kind = schema.kind(name).map(|kind| kind.name.as_str()).or(near)?;
        Some(say!("这类记录写成 ctx.all(\"{kind}\")", "all records of a kind are ctx.all(\"{kind}\")"))
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
        if self.world.schema.may_have_field(kind, name) {
            return Ty::Unknown;
        }
        let (message, help) = unknown_field(kind, name, true);
        let method = functions::of(Shape::Record).find(|s| s.form == Form::Method && s.name == name);
        match method.map(Entry::usage) {
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
    pub(super) fn field(&mut self, kind: KindId, name: &str) -> Option<Ty> {
        let schema = self.world.schema;
        let of = schema.get(kind);
        match of.column(name) {
            Some(column) => {
                let ty = || Ty::of_field(&of.fields[column], schema);
                Some(self.columns.entry((kind, column)).or_insert_with(ty).clone())
            }
            None => match name {
                "body" => Some(Ty::Str),
                "year" => Some(Ty::Int),
                _ => None,
            },
        }
    }

    /// The names of a record's fields and links, and their labels; `None` for what is no record.
    pub(super) fn fields_of(&self, ty: &Ty) -> Option<Vec<String>> {
        let Ty::Record(kind) = ty.plain() else { return None };
        let kind = self.world.schema.get(*kind);
        let fields = kind.fields.iter().map(|f| (&f.name, &f.label));
        let links = kind.links.iter().map(|l| (&l.name, &l.label));
        Some(fields.chain(links).flat_map(|(name, label)| [name.clone(), label.get(Lang::Zh).to_owned()]).collect())
    }

    /// The type of the entry of a map.
    pub(super) fn entry(&mut self, map: &MapTy, name: &str, span: Span) -> Ty {
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
        let help = if list.is_empty() {
            say!("这个表是空的", "this table is empty")
        } else {
            say!("可用的：{list}", "it has: {list}")
        };
        self.report_with(span, message, Some(help));
        Ty::Unknown
    }

    /// The type of the field that a literal names, of a record or an element; what is not literal is not known.
    /// Of a map that no pack declares, an entry need not be there if it is only asked for.
    pub(super) fn named_field(&mut self, of: &Ty, name: &Expr, asked: bool) -> Ty {
        let is_field = |word: &str| match of.plain() {
            Ty::Record(kind) => self.world.schema.get(*kind).field(word).is_some(),
            // Of what record is told where it is called with one.
            ty => !ty.is_known() && self.world.schema.kinds.iter().any(|kind| kind.field(word).is_some()),
        };
        if let What::Name(word) = &name.what
            && is_field(word)
            && self.variable(word).map_or(!self.is_declared(word), |ty| ty.is_known() && !ty.is_text())
        {
            let message = say!("字段名没有加引号", "the field's name has no quotes");
            self.report_with(name.span, message, Some(say!("写成 \"{word}\"", "write \"{word}\"")));
            return Ty::Unknown;
        }
        let ty = self.infer(name);
        let Ty::Word(word) = &ty else {
            if ty.is_known() && !ty.is_text() {
                let (zh, en) = self.name_of(name, &ty);
                let message =
                    say!("字段名应当是文字，这里是{zh}", "a field's name is a text, this is a value of type {en}");
                let help = say!("写成 \"字段名\"，如 \"name\"", "write its name in quotes, such as \"name\"");
                self.report_about(name.span, message, Some(help), &[name]);
            }
            return Ty::Unknown;
        };
        let span = unquoted(name);
        match of.plain() {
            Ty::Record(kind) => {
                if let Some(ty) = self.field(*kind, word) {
                    return ty;
                }
                if matches!(&**word, "key" | "kind") {
                    return Ty::Str;
                }
                let of = self.world.schema.get(*kind);
                if self.world.schema.may_have_field(of, word) {
                    return Ty::Unknown;
                }
                let (message, help) = unknown_field(of, word, false);
                self.report_with(span, message, Some(help));
                Ty::Unknown
            }
            Ty::Map(map) if asked && !map.declared => map.column(word).map_or(Ty::Unknown, |c| c.ty.clone()),
            Ty::Map(map) => self.entry(map, word, span),
            _ => Ty::Unknown,
        }
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
    let help = if list.is_empty() {
        say!("{of} 还没有声明字段", "no fields of {of} are declared")
    } else {
        say!("可用的字段：{list}", "its fields: {list}")
    };
    (message, help)
}
