//! What may not be written at all, whatever the types and whether it is ever reached.

use rustc_hash::{FxHashMap, FxHashSet};

use super::checker::Checker;
use crate::language::say;
use crate::native::functions::{self, RESERVED};
use crate::native::shape::Form;
use crate::script::tree::{self, Expr, Name, NodeId, Step, What};
use crate::script::walk::{self, Part};
use crate::source::Span;

impl Checker<'_> {
    /// Refuses the banned constructs of the file at hand.
    pub(super) fn bans(&mut self, library: bool) {
        let file = self.file.tree.clone();
        let mut allowed = FxHashSet::default();
        let mut found = Vec::new();
        let mut see = |part: Part<'_>| match part {
            Part::Statement(tree::Statement { step: Step::Banned(word, _), .. }) => {
                found.push(Banned::Statement(word.clone()));
            }
            Part::Statement(_) => {}
            Part::Expr(expr) => {
                allowed.extend(self.closures_of(expr));
                if matches!(expr.what, What::Closure(_)) && !allowed.contains(&expr.id) {
                    found.push(Banned::Closure(expr.clone()));
                }
            }
        };
        for declaration in &file.declarations {
            for argument in &declaration.arguments {
                match &argument.what {
                    What::Closure(closure) => walk::block(&closure.body, &mut see),
                    _ => walk::expr(argument, &mut see),
                }
            }
        }
        file.constants.iter().for_each(|constant| walk::expr(&constant.value, &mut see));
        file.functions.iter().for_each(|function| walk::block(&function.body, &mut see));
        for banned in found {
            match banned {
                Banned::Statement(word) => self.ban_statement(&word),
                Banned::Closure(expr) => self.refuse_closure(&expr),
            }
        }
        for function in &file.functions {
            self.ban_name(&function.name);
        }
        self.ban_twins(&file);
        self.ban_aliases(&file);
        if library {
            self.ban_rules(&file);
        }
    }

    fn ban_statement(&mut self, word: &Name) {
        let (message, help) = match &*word.text {
            "try" => (
                say!("规则里不能用 try/catch", "try/catch may not be used in rules"),
                Some(say!(
                    "出错要让人看见：先用 has 或 get 判断，再取值",
                    "faults must be seen: ask with has or get before reading"
                )),
            ),
            "throw" => (
                say!("规则里不能用 throw", "throw may not be used in rules"),
                Some(say!("数据的问题用 fail 报告", "what is wrong with the data is reported with fail")),
            ),
            "import" => (
                say!("import 只能写在文件顶层", "import belongs at the top level of a file"),
                Some(say!("移到文件开头", "move it to the top of the file")),
            ),
            word => (say!("不能用 {word}", "{word} may not be used"), None),
        };
        self.report_with(word.span, message, help);
    }

    /// The closures among the arguments of a call that stand where the host's function of that name takes one. Names that
    /// nothing has are reported as such.
    fn closures_of(&self, call: &Expr) -> Vec<NodeId> {
        let (name, arguments, method) = match &call.what {
            What::Call { name, arguments } => (name, arguments, false),
            What::Method { name, arguments, .. } => (name, arguments, true),
            _ => return Vec::new(),
        };
        if !method && self.file.functions.contains_key(&name.text) {
            return Vec::new();
        }
        let all: Vec<_> = functions::named(&name.text).filter(|s| s.form != Form::Property).collect();
        // Another number of arguments is told of as such.
        let before = |s: &crate::native::entry::Entry| usize::from(!method && s.form == Form::Method);
        let counts = all.iter().any(|s| s.parameters.len() + before(s) == arguments.len());
        let takes = |index: usize| {
            !counts
                || all.iter().any(|s| {
                    let before = usize::from(!method && s.form == Form::Method);
                    let parameter = index.checked_sub(before).and_then(|i| s.parameters.get(i));
                    parameter.is_some_and(|p| p.wants.is_closure())
                })
        };
        let closures = arguments.iter().enumerate().filter(|(_, a)| matches!(a.what, What::Closure(_)));
        closures.filter(|(index, _)| takes(*index)).map(|(_, argument)| argument.id).collect()
    }

    /// Refuses a function that would silently replace the host's of the same name.
    fn ban_name(&mut self, name: &Name) {
        let word = &*name.text;
        let taken = functions::named(word).any(|s| s.form != Form::Property)
            || self.world.lent.function(word).is_some()
            || RESERVED.contains(&word);
        if taken {
            let message = say!("“{word}”是宿主的函数，脚本不能另写一个", "\"{word}\" is a function of the host");
            self.report_with(name.span, message, Some(say!("换一个名称", "choose another name")));
        }
    }

    /// Refuses constants that are declared twice: only one of them would be used.
    fn ban_twins(&mut self, file: &tree::File) {
        let mut first: FxHashMap<std::sync::Arc<str>, Span> = FxHashMap::default();
        for name in file.constants.iter().map(|constant| &constant.name) {
            let word = &name.text;
            if let Some(earlier) = first.get(word) {
                let earlier = self.place(*earlier);
                let message = say!("“{word}”声明了两次", "\"{word}\" is declared twice");
                self.report_with(
                    name.span,
                    message,
                    Some(say!("删去其中一个，或换一个名称", "delete one of them, or rename it")),
                );
                self.also(earlier, say!("先在这里", "first here"));
            } else {
                first.insert(word.clone(), name.span);
            }
        }
    }

    fn ban_aliases(&mut self, file: &tree::File) {
        let mut aliases = FxHashSet::default();
        for alias in file.imports.iter().filter_map(|import| import.alias.as_ref()) {
            if !aliases.insert(&alias.text) {
                let name = &alias.text;
                let message =
                    say!("已经引入过“{name}”，名称不能重复", "the name \"{name}\" is taken by another import");
                self.report_with(
                    alias.span,
                    message,
                    Some(say!("换一个名称，或删去这一行", "choose another name, or delete the line")),
                );
            }
        }
    }

    fn ban_rules(&mut self, file: &tree::File) {
        let verbs: Vec<Span> = file.declarations.iter().map(|declaration| declaration.verb.span).collect();
        for span in verbs {
            let help = say!("移到规则包最上层的文件", "move it to a file at the top of the pack");
            self.report_with(span, say!("函数库里不能有规则", "a library holds no rules"), Some(help));
        }
    }
}

/// What was found that may not stand there.
enum Banned {
    Statement(Name),
    Closure(Expr),
}
