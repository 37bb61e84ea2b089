//! The top level of a file: imports, constants, functions, rules.

use std::sync::Arc;

use super::Rule;
use super::checker::Checker;
use super::functions::Callee;
use super::report::{first, unquoted};
use super::table::{Code, Instance, InstanceId};
use crate::language::{Text, did_you_mean_quoted, say};
use crate::pack::rule::On;
use crate::script::tree::{self, Declaration, Expr, Import, What};
use crate::script::types::Ty;
use crate::source::Span;
use crate::spelling::nearest_name;

/// Whether a rule's id is `[a-z0-9-]+(/[a-z0-9-]+)*`.
fn is_id(id: &str) -> bool {
    id.split('/').all(|part| !part.is_empty() && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')))
}

impl Checker<'_> {
    /// Checks a whole file.
    pub(super) fn check_file(&mut self, tree: &Arc<tree::File>, library: bool) {
        self.file = self.file_of(tree);
        self.env.clear();
        self.bans(library);
        let file = self.file.clone();
        for function in &tree.functions {
            // For itself, with arguments of which nothing is known.
            let unknown = vec![Ty::Unknown; function.parameters.len()];
            self.follow_call(&file, function, unknown, None);
        }
        for import in &tree.imports {
            self.import(import);
        }
        for variable in tree.constants.iter().filter(|constant| constant.variable) {
            let name = &variable.name.text;
            let help = say!("不变的值写成 const {name} = …;", "what never changes is const {name} = …;");
            self.stray(variable.name.span, help);
        }
        for span in &tree.strays {
            let help = say!("检查写在 rule(…) 的函数里", "checks belong into the closure of a rule(…)");
            self.stray(*span, help);
        }
        self.frame = super::checker::Frame::default();
        for (number, declaration) in tree.declarations.iter().enumerate() {
            self.only_constants();
            if &*declaration.verb.text == "score" {
                self.score(number, declaration);
            } else {
                self.rule(number, declaration);
            }
        }
        let table = std::mem::take(&mut self.frame).table;
        if let Some((_, id)) = self.typed.files.iter().find(|(source, _)| *source == tree.source) {
            self.typed.instances[id.at()].table.add(table);
        }
        self.env.clear();
    }

    fn stray(&mut self, span: Span, help: Text) {
        let message = say!(
            "文件顶层只能写 import、rule(…)、score(…)、fn 和 const",
            "the top level of a file holds import, rule(…), score(…), fn and const, nothing else"
        );
        self.report_with(span, message, Some(help));
    }

    fn import(&mut self, import: &Import) {
        let text = &import.path.text;
        if (self.world.imports)(self.file.tree.source, text).is_none() {
            if self.world.partial {
                return;
            }
            let message = say!("没有函数库“{text}”", "there is no library \"{text}\"");
            let libraries = self.world.libraries;
            let help = (!libraries.is_empty()).then(|| {
                let list = libraries.join("、");
                say!("可用的：{list}", "there are: {list}")
            });
            let near = nearest_name(text, libraries.iter().map(String::as_str)).map(did_you_mean_quoted);
            self.report_with(import.path.span, message.and_ask(near), help);
        } else if import.alias.is_none() {
            let help = say!("写成 import \"{text}\" as 名称;", "write import \"{text}\" as name;");
            let message = say!("import 没有起名，用不上", "an import without a name cannot be used");
            self.report_with(first(import.span, 6), message, Some(help));
        }
    }

    fn rule(&mut self, number: usize, declaration: &Declaration) {
        let [id, metadata, closure] = declaration.arguments.as_slice() else {
            let has = declaration.arguments.len();
            let message = say!("rule 要3个参数，这里写了{has}个", "rule takes 3 arguments, here it gets {has}");
            let help = say!(
                "写法：rule(\"编号\", #{{ … }}, |记录, ctx| {{ … }})",
                "usage: rule(\"id\", #{{ … }}, |record, ctx| {{ … }})"
            );
            return self.report_with(declaration.verb.span, message, Some(help));
        };
        let id = self.rule_id(id);
        let read = self.rule_metadata(metadata);
        let Some(callee) = self.closure(closure) else {
            let message =
                say!("rule 的第3个参数应当是函数 |…| {{ … }}", "the third argument of rule is a closure, |…| {{ … }}");
            let help = say!("写成 |记录, ctx| {{ … }}", "write |record, ctx| {{ … }}");
            return self.report_with(first(closure.span, 1), message, Some(help));
        };
        let arguments = match &read.on {
            Some(On::Kind(kind)) => Some(vec![self.world.schema.index(kind).map_or(Ty::Unknown, Ty::Record), Ty::Ctx]),
            Some(On::Body | On::Network) => Some(vec![Ty::Ctx]),
            None => None,
        };
        self.rule = true;
        let (gives, instance) = self.enter(&callee, closure, arguments.as_deref());
        self.rule = false;
        if let What::Closure(closure) = &closure.what {
            self.gives_nothing(&closure.body, &gives);
        }
        if let (Some(meta), Some(instance)) = (read.meta(id), instance) {
            let file = self.file.tree.source;
            self.typed.rules.push(Rule { file, declaration: number, meta, instance });
        }
    }

    /// Reports a value that stands at the end of a rule, where nobody asks for it.
    fn gives_nothing(&mut self, body: &tree::Block, gives: &Ty) {
        let Some(tree::Statement { step: tree::Step::Expr(last), .. }) = body.statements.last() else { return };
        // What is called may report.
        let plain = matches!(
            last.what,
            What::Text(_) | What::Template(_) | What::Binary { .. } | What::Logic { .. } | What::Bool(_) | What::Int(_)
        );
        let place = self.place(last.span);
        let within = |at: &crate::source::Place| {
            at.source == place.source && at.span.start >= place.span.start && at.span.end <= place.span.end
        };
        let told = self.typed.findings.iter().filter_map(|finding| finding.place.as_ref()).any(within);
        if plain && !told {
            self.useless(last, gives);
        }
    }

    /// Reports a value that a rule gives, where it was perhaps meant to be reported.
    pub(super) fn useless(&mut self, written: &Expr, ty: &Ty) {
        let plain = ty.plain();
        if !plain.is_text() && !plain.is_number() && *plain != Ty::Bool {
            return;
        }
        let (zh, en) = self.name_of(written, ty);
        let message = say!("规则得出的{zh}没有用处", "a rule gives nothing back: this is a value of type {en}");
        let help = say!("报告问题写成 fail(位置, `说明`)", "report with fail(at, `message`)");
        self.report_with(written.span, message, Some(help));
    }

    /// Walks code that the host calls: a closure of its own frame, or the function that is named in its place.
    /// It is the outermost call: it has no caller to point at. Without arguments nothing is known of them.
    pub(super) fn enter(&mut self, callee: &Callee, at: &Expr, arguments: Option<&[Ty]>) -> (Ty, Option<InstanceId>) {
        let (ty, frame) = self.settle(&mut |checker| match arguments {
            Some(arguments) => checker.call_closure(callee, at, arguments),
            None => checker.walk_loose(callee, at),
        });
        if self.muted > 0 {
            return (ty, None);
        }
        self.note(at, &Ty::Fn);
        let instance = match callee {
            Callee::Named(_) => {
                let run = frame.table.calls.get(&at.id).copied();
                self.note_call(at.id, run);
                run
            }
            Callee::Written(closure) => {
                let known = arguments.filter(|arguments| arguments.len() == closure.parameters.len());
                let parameters = known.map_or_else(|| vec![Ty::Unknown; closure.parameters.len()], <[Ty]>::to_vec);
                let (what, file) = (Code::Closure(closure.clone()), self.file.tree.source);
                Some(self.keep(Instance { what, file, parameters, result: ty.clone(), table: frame.table }))
            }
        };
        (ty, instance)
    }

    /// Checks the id of a rule or scheme, and gives it where it is one.
    pub(super) fn rule_id(&mut self, id: &Expr) -> Option<Arc<str>> {
        let What::Text(text) = &id.what else {
            let help = say!("写在引号里，如 \"plan/scheme\"", "in quotes, such as \"plan/scheme\"");
            self.report_with(id.span, say!("规则编号应当是写定的文字", "a rule's id is a literal text"), Some(help));
            return None;
        };
        let span = unquoted(id);
        if !is_id(text) {
            let help = say!(
                "由小写字母、数字和 - 组成，用 / 分级，如 plan/scheme",
                "lower case letters, digits and -, in parts divided by /: plan/scheme"
            );
            self.report_with(span, say!("规则编号“{text}”不合格式", "\"{text}\" is no rule id"), Some(help));
            return None;
        }
        // An id of two parts may begin with a word that is the pack's id, too.
        if let Some(rest) = text.strip_prefix(self.world.pack).and_then(|rest| rest.strip_prefix('/'))
            && rest.contains('/')
        {
            let message = say!("规则编号不写包名", "a rule's id is without the pack's");
            self.report_with(span, message, Some(say!("写成 \"{rest}\"", "write \"{rest}\"")));
            return None;
        }
        let place = self.place(span);
        if let Some(first) = self.named.insert(text.clone(), place).filter(|first| *first != place) {
            let help = say!("换一个编号", "choose another id");
            self.report_with(span, say!("规则编号“{text}”重复", "the rule id \"{text}\" is taken"), Some(help));
            self.also(first, say!("先在这里用过", "first used here"));
            return None;
        }
        Some(text.clone())
    }
}
