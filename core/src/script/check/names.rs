//! Names: variables and constants, parameters, kinds.

use super::checker::Checker;
use super::report::{suggest, unquoted};
use crate::language::{Lang, did_you_mean_quoted, say};
use crate::script::tree::{Expr, Name};
use crate::script::types::Ty;
use crate::source::Span;
use crate::value::KindId;

impl Checker<'_> {
    /// The type of a variable or constant; a name that nothing has is reported, once in each function.
    pub(super) fn named_value(&mut self, name: &str, span: Span) -> Ty {
        if let Some(ty) = self.variable(name) {
            return ty;
        }
        if self.speaks() && self.frame.missing.insert(name.into()) {
            let help =
                (name == "ctx").then(|| say!("把 ctx 作为参数交给函数", "hand ctx to the function as an argument"));
            self.no_variable(name, span, help);
        }
        Ty::Unknown
    }

    /// Reports a variable that nobody declared.
    pub(super) fn no_variable(&mut self, name: &str, span: Span, help: Option<crate::language::Text>) {
        if (self.world.broken)(self.file.tree.source, name) {
            return;
        }
        let message = say!("没有变量“{name}”", "there is no variable \"{name}\"");
        let constants = self.constants.get(&self.file.tree.source).map(Vec::as_slice).unwrap_or_default();
        if constants.iter().any(|(constant, _)| *constant.text == *name) {
            let help =
                say!("文件里的常量在 fn 里写成 global::{name}", "in a fn, a constant of the file is global::{name}");
            return self.report_with(span, message, Some(help));
        }
        let file = self.file.clone();
        let variables: Vec<_> = self.env.iter().rev().map(|b| b.name.clone()).collect();
        let candidates = variables.iter().map(|name| &**name).chain(file.named());
        let message = suggest(&message, name, candidates);
        self.report_with(span, message, help);
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
                self.report_about(name.span, message, None, &[name]);
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
