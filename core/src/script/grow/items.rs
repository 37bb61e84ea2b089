//! Items: what a file declares.

use std::sync::Arc;

use rhai::{AST, ASTFlags, Expr, Stmt, Token as Kind};

use super::expressions::within_quotes;
use super::{Grower, Grown, Lost};
use crate::script::items::Item;
use crate::script::slips::{self, Slip};
use crate::script::tree::{self, Constant, Declaration, File, Import, Name, Step, What};
use crate::source::Span;

/// Adds what an item declares to its file; the item begins with its comments there. Gives what Rhai takes and we do not.
///
/// # Errors
/// The token at which tree and tokens part, which is a fault of ours.
pub(crate) fn item(file: &mut File, text: &str, item: &Item, from: u32, ast: &AST) -> Result<Vec<Slip>, Lost> {
    let mut grower = Grower::new(text, item, ast, file.nodes);
    let grown = grower.all(file, ast, from);
    file.nodes = grower.node;
    grown.map(|()| grower.slips)
}

impl Grower<'_> {
    /// Whatever the item holds: as a rule one statement or function.
    fn all(&mut self, file: &mut File, ast: &AST, from: u32) -> Grown<()> {
        let mut statements = ast.statements().iter();
        loop {
            while self.take(&Kind::SemiColon) {}
            match self.kind() {
                None if statements.next().is_none() => return Ok(()),
                Some(Kind::Fn | Kind::Private) => {
                    let function = self.function()?;
                    file.functions.push(Arc::new(function));
                }
                _ => {
                    let Some(statement) = statements.next() else { return self.lost() };
                    self.top(file, statement, from)?;
                }
            }
        }
    }

    /// A statement of the top level.
    fn top(&mut self, file: &mut File, statement: &Stmt, from: u32) -> Grown<()> {
        let first = self.at;
        match statement {
            Stmt::Import(parts, _) if matches!(parts.0, Expr::StringConstant(..)) => {
                let import = self.import(&parts.0, &parts.1)?;
                file.imports.push(import);
            }
            Stmt::Import(..) => {
                self.statement(statement)?;
                let span = self.since(first);
                self.slips.push(slips::import_path(span));
            }
            Stmt::Var(var, flags, _) if !flags.contains(ASTFlags::EXPORTED) => {
                let variable = self.take(&Kind::Let);
                if !variable {
                    self.expect(&Kind::Const)?;
                }
                let (name, value) = self.binding(&var.0, &var.1)?;
                file.constants.push(Constant { name, value, variable });
            }
            statement => {
                if matches!(statement, Stmt::Var(..)) {
                    self.expect(&Kind::Export)?;
                }
                let grown = self.statement(statement)?;
                let span = self.since(first);
                let start = if first == 0 { from } else { span.start };
                let end = if self.is(&Kind::SemiColon) { self.here()?.end } else { span.end };
                match declaration(grown.step, span, Span { start, end }) {
                    Some(declaration) => file.declarations.push(declaration),
                    None => file.strays.push(span),
                }
            }
        }
        Ok(())
    }

    fn import(&mut self, path: &Expr, alias: &rhai::Ident) -> Grown<Import> {
        let first = self.at;
        self.expect(&Kind::Import)?;
        let tree::Expr { what: What::Text(text), span, .. } = self.expr(path)? else { return self.lost() };
        let path = Name { text, span: within_quotes(self.slice(span), span) };
        let alias = if alias.name.is_empty() {
            None
        } else {
            self.expect(&Kind::As)?;
            Some(self.name()?)
        };
        Ok(Import { path, alias, span: self.since(first) })
    }

    /// Refuses `fn type.name(…)`, a function for a receiver.
    pub(super) fn refuse_receiver(&mut self) -> Grown<()> {
        if self.tokens.get(self.at + 1).is_some_and(|token| token.kind == Kind::Period) {
            let first = self.at;
            self.at += 2;
            let span = self.since(first);
            self.slips.push(slips::receiver(span));
        }
        Ok(())
    }
}

/// The rule or scheme that a statement declares.
fn declaration(step: Step, span: Span, item: Span) -> Option<Declaration> {
    let Step::Expr(tree::Expr { what: What::Call { name, arguments }, .. }) = step else { return None };
    if matches!(&*name.text, "rule" | "score") { Some(Declaration { verb: name, arguments, span, item }) } else { None }
}
