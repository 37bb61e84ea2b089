//! Statements and blocks; also those that stand where an expression is wanted.

use rhai::{ASTFlags, Expr, FlowControl, Ident, Stmt, Token as Kind};

use super::closures::Body;
use super::expressions::binary;
use super::{Grower, Grown};
use crate::script::tree::{self, Block, Name, Statement, Step, What};

impl Grower<'_> {
    /// `{ … }`
    pub(super) fn block(&mut self, body: Body<'_>) -> Grown<Block> {
        let first = self.at;
        self.expect(&Kind::LeftBrace)?;
        let statements = self.statements(body)?;
        while self.take(&Kind::SemiColon) {}
        self.expect(&Kind::RightBrace)?;
        Ok(Block { statements, span: self.since(first) })
    }

    /// Statements, up to and without what follows the last.
    pub(super) fn statements(&mut self, body: Body<'_>) -> Grown<Vec<Statement>> {
        let mut grown = Vec::new();
        body.each(|statement| {
            while self.take(&Kind::SemiColon) {}
            grown.push(self.statement(statement)?);
            Ok(())
        })?;
        Ok(grown)
    }

    /// A statement without its `;`.
    pub(super) fn statement(&mut self, statement: &Stmt) -> Grown<Statement> {
        let first = self.at;
        let step = match statement {
            Stmt::Expr(expr) => Step::Expr(self.expr(expr)?),
            Stmt::FnCall(call, at) => Step::Expr(self.expr(&Expr::FnCall(call.clone(), *at))?),
            Stmt::If(..) | Stmt::Switch(..) | Stmt::Block(_) => Step::Expr(self.branching(statement)?),
            Stmt::While(flow, _) => self.repeated(flow)?,
            Stmt::Do(flow, ..) => self.repeated_after(flow)?,
            Stmt::For(parts, _) => self.each(parts.1.is_some(), &parts.2)?,
            Stmt::Var(var, flags, _) => self.declared(&var.0, &var.1, flags.contains(ASTFlags::CONSTANT))?,
            Stmt::Assignment(parts) => self.assigned(&parts.1.lhs, &parts.1.rhs)?,
            Stmt::Return(value, flags, _) => self.returned(value.as_deref(), flags.contains(ASTFlags::BREAK))?,
            Stmt::BreakLoop(value, flags, _) if flags.contains(ASTFlags::BREAK) => {
                self.expect(&Kind::Break)?;
                Step::Break(value.as_deref().map(|value| self.expr(value)).transpose()?)
            }
            Stmt::BreakLoop(..) => {
                self.expect(&Kind::Continue)?;
                Step::Continue
            }
            Stmt::TryCatch(flow, _) => self.tried(flow)?,
            Stmt::Import(parts, _) => self.imported(&parts.0, &parts.1)?,
            Stmt::Export(parts, _) => self.exported(&parts.1)?,
            _ => return self.lost(),
        };
        Ok(Statement { step, span: self.since(first) })
    }

    /// `if`, `switch` or a block.
    fn branching(&mut self, statement: &Stmt) -> Grown<tree::Expr> {
        let first = self.at;
        let what = match statement {
            Stmt::If(flow, _) => self.choice(flow)?,
            Stmt::Switch(switch, _) => self.switch(&switch.0, &switch.1)?,
            Stmt::Block(block) => What::Block(self.block(Body::Block(block.statements()))?),
            _ => return self.lost(),
        };
        Ok(self.grown(first, what))
    }

    /// A constant that has no token of its own kind, or statements where an expression is wanted.
    pub(super) fn compound(&mut self, expr: &Expr) -> Grown<tree::Expr> {
        let first = self.at;
        if let Some(name) = Self::closure_of(expr) {
            let what = self.closure(&name)?;
            return Ok(self.grown(first, what));
        }
        match expr {
            Expr::DynamicConstant(value, _) => {
                let Some(Kind::DecimalConstant(_)) = self.kind() else { return self.lost() };
                let Ok(value) = value.as_decimal() else { return self.lost() };
                self.at += 1;
                Ok(self.grown(first, What::Decimal(value)))
            }
            Expr::Stmt(block) => self.standing(block.statements()),
            _ => self.lost(),
        }
    }

    /// Statements where an expression is wanted: a block, or one statement without brackets of its own.
    pub(super) fn standing(&mut self, statements: &[Stmt]) -> Grown<tree::Expr> {
        let first = self.at;
        if self.is(&Kind::LeftBrace) {
            let block = self.block(Body::Block(statements))?;
            return Ok(self.grown(first, What::Block(block)));
        }
        match statements {
            [Stmt::Expr(expr)] => self.expr(expr),
            [statement @ (Stmt::If(..) | Stmt::Switch(..))] => self.branching(statement),
            [statement] => {
                let statement = self.statement(statement)?;
                let block = Block { span: statement.span, statements: vec![statement] };
                Ok(self.grown(first, What::Block(block)))
            }
            // `=> ;` does nothing.
            [] => {
                self.expect(&Kind::SemiColon)?;
                let block = Block { statements: Vec::new(), span: self.since(first) };
                Ok(self.grown(first, What::Block(block)))
            }
            _ => self.lost(),
        }
    }

    /// What stands in `${…}`: as a rule one expression, which then stands for itself.
    pub(super) fn inserted(&mut self, statements: &[Stmt]) -> Grown<tree::Expr> {
        let [only @ (Stmt::Expr(_) | Stmt::If(..) | Stmt::Switch(..))] = statements else {
            return self.standing(statements);
        };
        self.expect(&Kind::LeftBrace)?;
        while self.take(&Kind::SemiColon) {}
        let grown = match only {
            Stmt::Expr(expr) => self.expr(expr)?,
            only => self.branching(only)?,
        };
        while self.take(&Kind::SemiColon) {}
        self.expect(&Kind::RightBrace)?;
        Ok(grown)
    }

    fn choice(&mut self, flow: &FlowControl) -> Grown<What> {
        self.expect(&Kind::If)?;
        let condition = Box::new(self.expr(&flow.expr)?);
        let then = self.block(Body::Block(flow.body.statements()))?;
        let otherwise = match (self.take(&Kind::Else), flow.branch.statements()) {
            (false, []) => None,
            (true, [next @ Stmt::If(..)]) if self.is(&Kind::If) => {
                let statement = self.statement(next)?;
                Some(Block { span: statement.span, statements: vec![statement] })
            }
            (true, statements) => Some(self.block(Body::Block(statements))?),
            _ => return self.lost(),
        };
        Ok(What::If { condition, then, otherwise })
    }

    fn repeated(&mut self, flow: &FlowControl) -> Grown<Step> {
        let condition = if self.take(&Kind::Loop) {
            None
        } else {
            self.expect(&Kind::While)?;
            Some(self.expr(&flow.expr)?)
        };
        let body = self.block(Body::Block(flow.body.statements()))?;
        Ok(Step::While { condition, body })
    }

    fn repeated_after(&mut self, flow: &FlowControl) -> Grown<Step> {
        self.expect(&Kind::Do)?;
        let body = self.block(Body::Block(flow.body.statements()))?;
        self.expect(&Kind::While)?;
        Ok(Step::Do { body, condition: self.expr(&flow.expr)? })
    }

    fn each(&mut self, with_number: bool, flow: &FlowControl) -> Grown<Step> {
        self.expect(&Kind::For)?;
        let bracket = self.take(&Kind::LeftParen);
        let name = self.name()?;
        let counter = if with_number {
            self.expect(&Kind::Comma)?;
            Some(self.name()?)
        } else {
            None
        };
        if bracket {
            self.expect(&Kind::RightParen)?;
        }
        self.expect(&Kind::In)?;
        let items = self.expr(&flow.expr)?;
        let body = self.block(Body::Block(flow.body.statements()))?;
        Ok(Step::For { name, counter, items, body })
    }

    fn declared(&mut self, name: &Ident, value: &Expr, constant: bool) -> Grown<Step> {
        self.expect(if constant { &Kind::Const } else { &Kind::Let })?;
        let (name, value) = self.binding(name, value)?;
        Ok(Step::Let { name, value, constant })
    }

    /// `name = value`, or the name alone.
    pub(super) fn binding(&mut self, name: &Ident, value: &Expr) -> Grown<(Name, tree::Expr)> {
        let written = self.name()?;
        if *written.text != *name.name.as_str() {
            return self.lost();
        }
        let value = if self.take(&Kind::Equals) {
            self.expr(value)?
        } else {
            let behind = self.behind();
            self.grown_at(behind, What::Unit)
        };
        Ok((written, value))
    }

    fn assigned(&mut self, target: &Expr, value: &Expr) -> Grown<Step> {
        let target = self.expr(target)?;
        let Some(kind) = self.kind() else { return self.lost() };
        let op = binary(kind);
        if op.is_none() && *kind != Kind::Equals {
            return self.lost();
        }
        let operator = self.place()?;
        Ok(Step::Assign { target, op, operator, value: self.expr(value)? })
    }

    fn returned(&mut self, value: Option<&Expr>, thrown: bool) -> Grown<Step> {
        let word = self.here()?;
        self.expect(if thrown { &Kind::Throw } else { &Kind::Return })?;
        let value = value.map(|value| self.expr(value)).transpose()?;
        if !thrown {
            return Ok(Step::Return(value));
        }
        let statements = value.map(|value| Statement { span: value.span, step: Step::Expr(value) });
        Ok(Step::Banned(Name { text: "throw".into(), span: word }, statements.into_iter().collect()))
    }

    fn tried(&mut self, flow: &FlowControl) -> Grown<Step> {
        let word = self.here()?;
        self.expect(&Kind::Try)?;
        let mut statements = self.block(Body::Block(flow.body.statements()))?.statements;
        self.expect(&Kind::Catch)?;
        if self.take(&Kind::LeftParen) {
            self.name()?;
            self.expect(&Kind::RightParen)?;
        }
        statements.extend(self.block(Body::Block(flow.branch.statements()))?.statements);
        Ok(Step::Banned(Name { text: "try".into(), span: word }, statements))
    }

    fn imported(&mut self, path: &Expr, alias: &Ident) -> Grown<Step> {
        let word = self.here()?;
        self.expect(&Kind::Import)?;
        let path = self.expr(path)?;
        if !alias.name.is_empty() {
            self.expect(&Kind::As)?;
            self.name()?;
        }
        let statement = Statement { span: path.span, step: Step::Expr(path) };
        Ok(Step::Banned(Name { text: "import".into(), span: word }, vec![statement]))
    }

    fn exported(&mut self, alias: &Ident) -> Grown<Step> {
        let word = self.here()?;
        self.expect(&Kind::Export)?;
        self.name()?;
        if !alias.name.is_empty() {
            self.expect(&Kind::As)?;
            self.name()?;
        }
        Ok(Step::Banned(Name { text: "export".into(), span: word }, Vec::new()))
    }
}
