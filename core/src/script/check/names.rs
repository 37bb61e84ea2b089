//! Names: variables and constants, parameters, kinds.

use super::checker::Checker;
use super::foreign;
use super::report::{suggest, unquoted};
use crate::language::{Lang, Text, did_you_mean_quoted, say};
use crate::script::tree::{Expr, Name, What};
use crate::script::types::Ty;
use crate::source::Span;
use crate::spelling::nearest;
use crate::value::KindId;

impl Checker<'_> {
    /// The type of a variable or constant; a name that nothing has is reported, once in each function.
    pub(super) fn named_value(&mut self, name: &str, span: Span) -> Ty {
        if let Some(ty) = self.variable(name) {
            return ty;
        }
        if self.speaks() && self.frame.missing.insert(name.into()) {
            let help = (name == "ctx").then(|| {
                if self.frame.returns.is_empty() {
                    say!("ctx 只在规则的函数里有", "there is a ctx within the closures of rules only")
                } else if self.calls.is_empty() {
                    say!("在函数的参数里写上 ctx：|…, ctx| …", "name ctx among the closure's parameters: |…, ctx| …")
                } else {
                    say!("把 ctx 作为参数交给函数", "hand ctx to the function as an argument")
                }
            });
            self.no_variable(name, span, help);
        }
        Ty::Unknown
    }

    /// Reports a variable that nobody declared.
    pub(super) fn no_variable(&mut self, name: &str, span: Span, help: Option<Text>) {
        if (self.world.broken)(self.file.tree.source, name) {
            return;
        }
        let message = say!("没有变量“{name}”", "there is no variable \"{name}\"");
        if self.is_declared(name) && !self.file.functions.contains_key(name) {
            let help =
                say!("文件里的常量在 fn 里写成 global::{name}", "in a fn, a constant of the file is global::{name}");
            return self.report_with(span, message, Some(help));
        }
        if self.file.imports.contains_key(name) {
            let message = say!("“{name}”是函数库，不是变量", "\"{name}\" is a library and no variable");
            return self.report_with(span, message, Some(say!("写成 {name}::函数(…)", "write {name}::function(…)")));
        }
        let help = help.or_else(|| foreign::variable(name)).or_else(|| self.hint_of_fields(name));
        let file = self.file.clone();
        let variables: Vec<_> = self.env.iter().rev().map(|b| b.name.clone()).collect();
        let candidates = variables.iter().map(|name| &**name).chain(file.named());
        let near = nearest(name, candidates).map(did_you_mean_quoted);
        let help = help.or_else(|| {
            near.is_none().then(|| {
                say!(
                    "变量先用 let 声明，在所在的 {{ … }} 里才能用；文字要加引号",
                    "declare it with let, within the same {{ … }}; a text stands in quotes"
                )
            })
        });
        self.report_with(span, message.and_ask(near), help);
    }

    /// Whether the file declares a constant or a function of that name.
    pub(super) fn is_declared(&self, name: &str) -> bool {
        let constants = self.constants.get(&self.file.tree.source).map(Vec::as_slice).unwrap_or_default();
        constants.iter().any(|(constant, _)| *constant.text == *name) || self.file.functions.contains_key(name)
    }

    /// What to write instead of a name that is a field of a record in sight.
    fn hint_of_fields(&self, name: &str) -> Option<Text> {
        let has = |ty: &Ty| match ty.plain() {
            Ty::Record(kind) => self.world.schema.get(*kind).field(name).is_some(),
            _ => false,
        };
        let record = self.env.iter().rev().find(|binding| has(&binding.ty))?.name.clone();
        Some(say!(
            "读取字段写成 {record}.{name}；字段名作参数时要加引号",
            "the field is {record}.{name}; as an argument, its name stands in quotes"
        ))
    }

    /// `global::X` or `library::X`.
    pub(super) fn library_name(&mut self, library: &Name, name: &Name) -> Ty {
        let file = if &*library.text == "global" { Some(self.file.clone()) } else { self.library(library) };
        let Some(file) = file else { return Ty::Unknown };
        let constants = self.constants.get(&file.tree.source).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, ty)) = constants.iter().find(|(constant, _)| constant.text == name.text) {
            return ty.clone();
        }
        let declared = &file.tree.constants;
        let broken = (self.world.broken)(file.tree.source, &name.text);
        if broken || declared.iter().any(|constant| constant.name.text == name.text) {
            // It could not be read, it is further down, or the files import one another.
            return Ty::Unknown;
        }
        let (alias, word) = (&library.text, &name.text);
        let message = say!("“{alias}”里没有常量“{word}”", "\"{alias}\" has no constant \"{word}\"");
        self.report(name.span, suggest(&message, word, declared.iter().map(|constant| &*constant.name.text)));
        Ty::Unknown
    }

    /// The type of a parameter; one that the pack does not have is reported.
    pub(super) fn parameter(&mut self, name: &str, span: Span) -> Ty {
        let parameters = self.world.parameters;
        if let Some(parameter) = parameters.get(name) {
            return parameter.ty.clone();
        }
        if self.world.partial {
            return Ty::Unknown;
        }
        let message = say!("规则包没有参数“{name}”", "the pack has no parameter \"{name}\"");
        let labelled =
            parameters.iter().find(|(_, parameter)| *parameter.label == *name).map(|(name, _)| name.as_str());
        let message = match labelled {
            Some(labelled) => message.and_ask(Some(did_you_mean_quoted(labelled))),
            None => suggest(&message, name, parameters.keys().map(String::as_str)),
        };
        let help = say!(
            "参数在 pack.toml 的 [parameters.{name}] 中声明",
            "parameters are declared in pack.toml, [parameters.{name}]"
        );
        self.report_with(span, message, Some(help));
        Ty::Unknown
    }

    /// The kind that a literal names.
    pub(super) fn named_kind(&mut self, name: &Expr) -> Option<KindId> {
        let ty = self.infer(name);
        let Ty::Word(word) = &ty else {
            if ty.is_known() && !ty.is_text() {
                let (zh, en) = self.name_of(name, &ty);
                let message =
                    say!("类别应当是文字，这里是{zh}", "a kind is named by a text, this is a value of type {en}");
                let help = match &name.what {
                    What::Name(word) if self.world.schema.index(word).is_some() => {
                        Some(say!("类别要加引号：\"{word}\"", "a kind stands in quotes: \"{word}\""))
                    }
                    _ => None,
                };
                self.report_about(name.span, message, help, &[name]);
            }
            return None;
        };
        let found = self.world.schema.index(word);
        if found.is_none() {
            self.unknown_kind(word, unquoted(name), &[]);
        }
        found
    }

    /// Reports a kind that no pack declares.
    pub(super) fn unknown_kind(&mut self, word: &str, span: Span, also: &[&str]) {
        if self.world.schema.may_have(word) {
            return;
        }
        let kinds = &self.world.schema.kinds;
        let message = say!("没有“{word}”这类记录", "there is no kind \"{word}\"");
        let names = kinds.iter().flat_map(|k| [k.name.as_str(), k.label.get(Lang::Zh)]);
        let message = suggest(&message, word, names.chain(also.iter().copied()));
        let names = kinds.iter().map(|k| k.name.as_str()).chain(also.iter().copied());
        let list = names.collect::<Vec<_>>().join("、");
        self.report_with(span, message, Some(say!("可用的：{list}", "there are: {list}")));
    }
}
