//! Functions and methods that there are not: what was perhaps meant.

use super::checker::Checker;
use super::foreign;
use super::report::suggest;
use crate::function::Function;
use crate::language::say;
use crate::native::functions;
use crate::native::shape::{Form, Shape};
use crate::script::tree::{Expr, Name, What};
use crate::script::types::Ty;
use crate::source::Span;

impl Checker<'_> {
    /// Reports a function that does not exist, or stands behind a dot before something of which nothing is known.
    pub(super) fn no_function(&mut self, name: &Name) {
        let (word, span) = (&*name.text, name.span);
        let file = self.file.clone();
        if (self.world.broken)(file.tree.source, word) {
            return;
        }
        if let Some(binding) = self.binding(word) {
            // A closure that was kept is told of where it is kept.
            if binding.ty.is_known() {
                let message = say!("“{word}”是变量，不是函数", "\"{word}\" is a variable and no function");
                self.report_with(span, message, Some(say!("去掉后面的括号", "without the brackets")));
            }
            return;
        }
        let message = say!("没有函数“{word}”", "there is no function \"{word}\"");
        if let Some(alias) = self.library_with(word) {
            let help = say!(
                "它在函数库“{alias}”里：写成 {alias}::{word}(…)",
                "it is in the library \"{alias}\": write {alias}::{word}(…)"
            );
            return self.report_with(span, message, Some(help));
        }
        if let Some(help) = foreign::function(word) {
            return self.report_with(span, message, Some(help));
        }
        let natives = functions::all().filter(|s| s.form != Form::Property).map(|s| s.name);
        let lent = self.world.lent.functions().iter().map(Function::name);
        let names = file.named().chain(natives).chain(lent);
        let help =
            say!("自己的函数在文件顶层用 fn 定义", "functions of your own are declared with fn at the top level");
        self.report_with(span, suggest(&message, word, names), Some(help));
    }

    /// The alias of an imported library that has a function of that name.
    fn library_with(&self, name: &str) -> Option<String> {
        let has = |tree: &crate::script::tree::File| tree.functions.iter().any(|function| *function.name.text == *name);
        let mut aliases: Vec<&str> = self
            .file
            .imports
            .iter()
            .filter(|(_, tree)| tree.as_ref().is_some_and(|t| has(t)))
            .map(|(alias, _)| &**alias)
            .collect();
        aliases.sort_unstable();
        aliases.first().map(|alias| (*alias).to_owned())
    }

    /// Reports a call like that of a function of what is a method of something else: `all("member")`.
    pub(super) fn only_a_method(&mut self, name: &Name) {
        let word = &name.text;
        let message = say!("没有函数“{word}”", "there is no function \"{word}\"");
        let mut methods = functions::named(word).filter(|s| s.form == Form::Method);
        let of_ctx = functions::named(word).find(|s| s.form == Form::Method && s.on == Some(Shape::Ctx));
        let help = match (of_ctx, methods.next()) {
            (Some(entry), _) => {
                let usage = entry.usage();
                say!("写成 ctx.{usage}", "write ctx.{usage}")
            }
            (None, Some(entry)) => {
                let (usage, (zh, en)) = (entry.usage(), entry.on.unwrap_or(Shape::Any).name());
                say!("它写在{zh}的后面：值.{usage}", "it stands behind {en}: value.{usage}")
            }
            (None, None) => say!("自己的函数在文件顶层用 fn 定义", "functions of your own are declared with fn"),
        };
        self.report_with(name.span, message, Some(help));
    }

    /// Reports `library.name(…)`; whether it is that.
    pub(super) fn is_library(&mut self, before: &Expr, name: &str) -> bool {
        let What::Name(alias) = &before.what else { return false };
        if self.binding(alias).is_some() || !self.file.imports.contains_key(alias) {
            return false;
        }
        let message = say!("“{alias}”是函数库，不是变量", "\"{alias}\" is a library and no variable");
        self.report_with(before.span, message, Some(say!("写成 {alias}::{name}", "write {alias}::{name}")));
        true
    }

    /// Reports a method that a value does not have.
    pub(super) fn no_method(&mut self, name: &Name, base: &Ty) {
        let (name, span) = (&*name.text, name.span);
        let file = self.file.clone();
        if let Some(function) = file.functions.get(name).and_then(|f| f.first()) {
            let rest = function.parameters.get(1..).unwrap_or_default();
            let rest: String = rest.iter().flat_map(|parameter| [", ", &*parameter.text]).collect();
            let message =
                say!("“{name}”是脚本里的函数，不能写在点后面", "\"{name}\" is a function of the script, not a method");
            let help = say!("写成 {name}(…{rest})", "write {name}(…{rest})");
            return self.report_with(span, message, Some(help));
        }
        if (self.world.broken)(file.tree.source, name) {
            return;
        }
        let (zh, en) = self.name(base);
        let message = say!("{zh}没有函数“{name}”", "a value of type {en} has no function \"{name}\"");
        if let Some(fields) = self.fields_of(base) {
            if fields.iter().any(|field| field == name) {
                return self.report_with(span, message, Some(say!("不加括号：.{name}", "without brackets: .{name}")));
            }
            return self.no_method_of_a_record(name, base, span, &fields);
        }
        let has = || base.shape().into_iter().flat_map(functions::of);
        if let Some(property) = has().find(|s| s.name == name && s.form == Form::Property) {
            let name = property.name;
            return self.report_with(span, message, Some(say!("不加括号：.{name}", "without brackets: .{name}")));
        }
        let methods = || has().filter(|s| s.form == Form::Method).map(|s| s.name);
        let mut list: Vec<&str> = methods().collect();
        list.dedup();
        let list = list.join("、");
        let foreign = foreign::function(name);
        let message = if foreign.is_some() { message } else { suggest(&message, name, methods()) };
        let list = (!list.is_empty()).then(|| say!("可用的函数：{list}", "it has: {list}"));
        let help = foreign.or(list).or_else(|| self.hint_of_calls());
        self.report_with(span, message, help);
    }

    fn no_method_of_a_record(&mut self, name: &str, base: &Ty, span: Span, fields: &[String]) {
        let Ty::Record(kind) = base.plain() else { return };
        if self.world.schema.may_have_field(self.world.schema.get(*kind), name) {
            return;
        }
        let (zh, en) = self.name(base);
        let message = say!("{zh}没有函数“{name}”", "a value of type {en} has no function \"{name}\"");
        let methods: Vec<&str> =
            functions::of(Shape::Record).filter(|s| s.form == Form::Method).map(|s| s.name).collect();
        let list = methods.join("、");
        let message = suggest(&message, name, methods.iter().copied().chain(fields.iter().map(String::as_str)));
        let help = foreign::function(name).unwrap_or_else(|| say!("可用的函数：{list}", "it has: {list}"));
        self.report_with(span, message, Some(help));
    }
}
