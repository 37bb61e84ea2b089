//! What may not be written at all, whatever the types and whether it is ever reached.

use rhai::{ASTNode, Expr, FnCallExpr, Stmt};

use super::Script;
use super::checker::Checker;
use crate::engine::signatures::{self, Form, RESERVED};
use crate::language::say;

impl Checker<'_> {
    /// Refuses the banned constructs of a file, in its statements and its functions.
    pub(crate) fn bans(&mut self, script: &Script<'_>) {
        for statement in script.ast.statements() {
            if !matches!(statement, Stmt::Import(..) | Stmt::Export(..)) {
                self.bans_in(statement);
            }
        }
        let file = self.file.clone();
        for function in file.functions.values().flatten() {
            for statement in &function.body {
                self.bans_in(statement);
            }
        }
        for function in file.named() {
            self.ban_name(&function.name, function.start);
        }
        self.ban_aliases(script);
        if script.library {
            self.ban_rules(script);
        }
    }

    fn bans_in(&mut self, statement: &Stmt) {
        statement.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            match path.last() {
                Some(ASTNode::Stmt(statement)) => self.ban_statement(statement),
                Some(ASTNode::Expr(expr)) => self.ban_closure(expr, &path[..path.len() - 1]),
                _ => {}
            }
            true
        });
    }

    fn ban_statement(&mut self, statement: &Stmt) {
        let at = self.token(statement.position());
        match statement {
            Stmt::TryCatch(..) => self.report_with(
                at,
                say!("规则里不能用 try/catch", "try/catch may not be used in rules"),
                Some(say!(
                    "出错要让人看见：先用 has 或 get 判断，再取值",
                    "faults must be seen: ask with has or get before reading"
                )),
            ),
            Stmt::Import(..) => {
                self.report(at, say!("import 只能写在文件顶层", "import belongs at the top level of a file"));
            }
            Stmt::Export(..) => self.report(at, say!("不能用 export", "export may not be used")),
            _ => {}
        }
    }

    /// Refuses a closure that is not the argument of a host function which takes one: kept in a variable, an array
    /// or a map it could hold on to itself.
    fn ban_closure(&mut self, expr: &Expr, around: &[ASTNode<'_>]) {
        if self.closure(expr).is_none_or(|closure| !closure.written) {
            return;
        }
        // Captured variables put the closure into a block of its own, which is looked at instead.
        let outer = around.iter().rev().nth(2);
        if matches!(outer, Some(ASTNode::Expr(outer)) if self.closure(outer).is_some()) {
            return;
        }
        let allowed = match around.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _))) => {
                self.takes(call, expr, false)
            }
            Some(ASTNode::Expr(Expr::MethodCall(call, _))) => self.takes(call, expr, true),
            _ => false,
        };
        if !allowed {
            self.refuse_closure(expr);
        }
    }

    /// Whether the host's function of that name takes a closure there. `rule` and `score` do; names that nothing has
    /// are reported as such.
    fn takes(&self, call: &FnCallExpr, argument: &Expr, method: bool) -> bool {
        let name = call.name.as_str();
        if !method && matches!(name, "rule" | "score") {
            return true;
        }
        if call.is_qualified() || (!method && self.file.functions.contains_key(name)) {
            return false;
        }
        let Some(index) = call.args.iter().position(|other| std::ptr::eq(other, argument)) else { return false };
        let mut all = signatures::named(name).filter(|s| s.form != Form::Property).peekable();
        if all.peek().is_none() {
            return true;
        }
        all.any(|s| {
            let before = usize::from(!method && s.form == Form::Method);
            index.checked_sub(before).and_then(|i| s.parameters.get(i)).is_some_and(|p| p.wants.is_closure())
        })
    }

    /// Refuses a function that would silently replace the host's of the same name.
    fn ban_name(&mut self, name: &str, start: rhai::Position) {
        let taken = signatures::named(name).any(|s| s.form != Form::Property)
            || self.world.lent.function(name).is_some()
            || RESERVED.contains(&name);
        if !taken {
            return;
        }
        let span = super::spans::function(self.file.script.text, name, start);
        let message = say!("“{name}”是宿主的函数，脚本不能另写一个", "\"{name}\" is a function of the host");
        self.report_with(span, message, Some(say!("换一个名称", "choose another name")));
    }

    fn ban_aliases(&mut self, script: &Script<'_>) {
        let mut aliases = Vec::new();
        for statement in script.ast.statements() {
            let Stmt::Import(import, _) = statement else { continue };
            let alias = &import.1;
            if alias.name.is_empty() {
                continue;
            }
            if aliases.contains(&&alias.name) {
                let (span, name) = (self.token(alias.pos), &alias.name);
                self.report(
                    span,
                    say!("已经引入过“{name}”，名称不能重复", "the name \"{name}\" is taken by another import"),
                );
            }
            aliases.push(&alias.name);
        }
    }

    fn ban_rules(&mut self, script: &Script<'_>) {
        for statement in script.ast.statements() {
            let call = match statement {
                Stmt::FnCall(call, at) => Some((call, *at)),
                Stmt::Expr(expr) => match &**expr {
                    Expr::FnCall(call, at) => Some((call, *at)),
                    _ => None,
                },
                _ => None,
            };
            if let Some((call, at)) = call
                && matches!(call.name.as_str(), "rule" | "score")
            {
                let span = self.token(at);
                let help = say!("移到规则包最上层的文件", "move it to a file at the top of the pack");
                self.report_with(span, say!("函数库里不能有规则", "a library holds no rules"), Some(help));
            }
        }
    }
}
