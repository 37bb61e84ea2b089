//! Functions and closures. Rhai keeps a closure's body among the functions of the script, and passes what it captures as
//! further parameters.

use std::sync::Arc;

use rhai::{AST, ASTNode, Expr, Module, ScriptFuncDef, Shared, Stmt, Token as Kind};

use super::{Grower, Grown, closure_name};
use crate::script::slips;
use crate::script::tree::{Block, Closure, Function, Name, What};

/// Where statements stand in Rhai's tree.
#[derive(Clone, Copy)]
pub(super) enum Body<'x> {
    /// In a block.
    Block(&'x [Stmt]),
    /// In a function, which hands its statements out only to a walker.
    Function(&'x Shared<ScriptFuncDef>),
}

impl Body<'_> {
    /// Hands out the statements one by one.
    pub(super) fn each(self, mut take: impl FnMut(&Stmt) -> Grown<()>) -> Grown<()> {
        match self {
            Self::Block(statements) => statements.iter().try_for_each(take),
            Self::Function(definition) => {
                let mut module = Module::new();
                module.set_script_fn(definition.clone());
                let mut result = Ok(());
                AST::new_from_module(module).walk(&mut |path: &[ASTNode<'_>]| {
                    if let [ASTNode::Stmt(statement)] = path {
                        result = take(statement);
                    }
                    result.is_ok()
                });
                result
            }
        }
    }
}

impl Grower<'_> {
    /// The closure that an expression is: a constant, or a call that hands over what it captures.
    pub(super) fn closure_of(expr: &Expr) -> Option<String> {
        match expr {
            Expr::DynamicConstant(value, _) => closure_name(value),
            Expr::Stmt(block) => match block.statements() {
                [Stmt::Share(_), Stmt::Expr(call)] => match &**call {
                    Expr::FnCall(call, _) => call.args.first().and_then(Self::closure_of),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// `|x, y| …`
    pub(super) fn closure(&mut self, name: &str) -> Grown<What> {
        let Some(definition) = self.functions.get(name).copied() else { return self.lost() };
        let parameters = if self.take(&Kind::Or) {
            Vec::new()
        } else {
            self.expect(&Kind::Pipe)?;
            self.parameters(&Kind::Pipe)?
        };
        let body = Body::Function(definition);
        let first = self.at;
        let body = if self.is(&Kind::LeftBrace) {
            self.block(body)?
        } else {
            let statements = self.statements(body)?;
            if statements.is_empty() {
                self.refuse_bodiless()?;
            }
            Block { statements, span: self.since(first) }
        };
        Ok(What::Closure(Arc::new(Closure { parameters, body })))
    }

    /// Refuses `|x| ;`, and `|x|` at the end: Rhai takes them for closures that do nothing.
    fn refuse_bodiless(&mut self) -> Grown<()> {
        let span = self.behind();
        self.slips.push(slips::bodiless(span));
        if self.kind().is_some() { self.expect(&Kind::SemiColon) } else { Ok(()) }
    }

    /// `fn name(…) { … }`
    pub(super) fn function(&mut self) -> Grown<Function> {
        let first = self.at;
        self.take(&Kind::Private);
        self.expect(&Kind::Fn)?;
        self.refuse_receiver()?;
        let name = self.name()?;
        let Some(definition) = self.functions.get(&*name.text).copied() else { return self.lost() };
        let parameters = if self.take(&Kind::Unit) {
            Vec::new()
        } else {
            self.expect(&Kind::LeftParen)?;
            self.parameters(&Kind::RightParen)?
        };
        let body = self.block(Body::Function(definition))?;
        Ok(Function { name, parameters, body, span: self.since(first) })
    }

    /// Parameters up to the sign that ends them.
    fn parameters(&mut self, end: &Kind) -> Grown<Vec<Name>> {
        let mut parameters = Vec::new();
        while !self.take(end) {
            parameters.push(self.name()?);
            if !self.take(&Kind::Comma) && !self.is(end) {
                return self.lost();
            }
        }
        Ok(parameters)
    }
}
