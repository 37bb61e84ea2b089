//! From positions of Rhai's tree to tokens, and to the token that tells how far a grouping bracket reaches.

use rhai::{Expr, FnCallExpr, Position, Token as Kind};

use super::chains::{self, Link};
use super::{Grower, Grown};
use crate::script::lex::Token;

/// Tokens by the places that the parser gives them.
pub(super) struct Places(Vec<(Position, usize)>);

impl Places {
    pub(super) fn new(tokens: &[Token]) -> Self {
        let named = tokens.iter().enumerate().filter(|(_, token)| !token.at.is_none());
        Self(named.map(|(number, token)| (token.at, number)).collect())
    }

    pub(super) fn find(&self, at: Position) -> Option<usize> {
        let found = self.0.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        Some(self.0[found].1)
    }
}

impl Grower<'_> {
    /// A token of an expression that is certainly not within its first operand: a bracket before the expression that
    /// reaches behind this token encloses all of it.
    pub(super) fn anchor(&self, expr: &Expr) -> Grown<usize> {
        match expr {
            Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => match parts.last() {
                Some(last) => self.anchor(last),
                None => self.lost(),
            },
            Expr::Dot(..) | Expr::Index(..) => {
                let mut links = Vec::new();
                chains::links(expr, &mut links);
                match links.last() {
                    Some(last) => self.link_anchor(last),
                    None => self.lost(),
                }
            }
            Expr::FnCall(call, at) if !self.is_operator(call, *at) => {
                // `(f)(x)` is a call: what tells is the bracket of the arguments.
                let name = self.token(*at)?;
                let behind = self.tokens[name + 1..].iter().take_while(|token| token.kind == Kind::RightParen).count();
                Ok(name + 1 + behind)
            }
            expr => self.token(expr.position()),
        }
    }

    /// A token of a link.
    pub(super) fn link_anchor(&self, link: &Link<'_>) -> Grown<usize> {
        match link {
            Link::Property(_, at) | Link::Method(_, at) => self.token(*at),
            Link::Index(index) => self.anchor(index),
        }
    }

    /// Whether a call is written as an operator.
    pub(super) fn is_operator(&self, call: &FnCallExpr, at: Position) -> bool {
        let written = || self.token(at).ok().map(|token| &self.tokens[token].kind);
        call.op_token.is_some() || matches!(written(), Some(Kind::In | Kind::NotIn))
    }
}
