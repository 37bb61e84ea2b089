//! `a.b[c].d(e)`: Rhai's tree hangs what follows on what follows the root; ours puts what stands before into what stands behind.

use rhai::{ASTFlags, Expr, FnCallExpr, Position, Token as Kind};

use super::{Grower, Grown};
use crate::script::tree::{self, What};

/// What follows the root of a chain.
pub(super) enum Link<'x> {
    /// `.name`
    Property(&'x str, Position),
    /// `.name(…)`
    Method(&'x FnCallExpr, Position),
    /// `[…]`
    Index(&'x Expr),
}

/// The links of a chain in the order written; gives its root.
pub(super) fn links<'x>(chain: &'x Expr, links: &mut Vec<Link<'x>>) -> &'x Expr {
    match chain {
        Expr::Dot(pair, ..) => {
            follow(&pair.rhs, None, links);
            &pair.lhs
        }
        Expr::Index(pair, flags, _) => {
            follow(&pair.rhs, Some(*flags), links);
            &pair.lhs
        }
        root => root,
    }
}

/// What stands behind a dot, or behind a `[` with its flags.
fn follow<'x>(rest: &'x Expr, mut index: Option<ASTFlags>, links: &mut Vec<Link<'x>>) {
    let mut rest = rest;
    loop {
        let ends = index.is_some_and(|flags| flags.contains(ASTFlags::BREAK));
        let (first, next, then) = match rest {
            Expr::Dot(pair, ..) if !ends => (&pair.lhs, Some(&pair.rhs), None),
            Expr::Index(pair, flags, _) if !ends => (&pair.lhs, Some(&pair.rhs), Some(*flags)),
            last => (last, None, None),
        };
        links.push(match (first, index) {
            (index, Some(_)) => Link::Index(index),
            (Expr::Property(property, at), None) => Link::Property(&property.2, *at),
            (Expr::MethodCall(call, at), None) => Link::Method(call, *at),
            (other, None) => Link::Index(other),
        });
        let Some(next) = next else { return };
        (rest, index) = (next, then);
    }
}

impl Grower<'_> {
    /// A chain; brackets may enclose its first links.
    pub(super) fn chain(&mut self, chain: &Expr) -> Grown<tree::Expr> {
        let mut links = Vec::new();
        let root = self::links(chain, &mut links);
        let Some(first) = links.first() else { return self.lost() };
        let first = self.link_anchor(first)?;
        let mut groups = Vec::new();
        while self.is(&Kind::LeftParen) && first < self.partner(self.at)? {
            groups.push((self.at, self.partner(self.at)?));
            self.at += 1;
        }
        let mut start = self.at;
        let mut of = self.expr(root)?;
        for link in links {
            while let Some((open, close)) = groups.last().copied()
                && close == self.at
            {
                groups.pop();
                self.at += 1;
                start = open;
            }
            let what = self.link(&link, Box::new(of))?;
            of = self.grown(start, what);
        }
        if groups.is_empty() { Ok(of) } else { self.lost() }
    }

    fn link(&mut self, link: &Link<'_>, of: Box<tree::Expr>) -> Grown<What> {
        let safe = self.is(&Kind::Elvis) || self.is(&Kind::QuestionBracket);
        match link {
            Link::Index(index) => {
                self.expect_any(&[Kind::LeftBracket, Kind::QuestionBracket])?;
                let index = Box::new(self.expr(index)?);
                self.expect(&Kind::RightBracket)?;
                Ok(What::Index { of, index, safe })
            }
            Link::Property(property, _) => {
                self.expect_any(&[Kind::Period, Kind::Elvis])?;
                let name = self.name()?;
                if *name.text == **property { Ok(What::Property { of, name, safe }) } else { self.lost() }
            }
            Link::Method(call, _) => {
                self.expect_any(&[Kind::Period, Kind::Elvis])?;
                let name = self.name()?;
                if *name.text != *call.name.as_str() {
                    return self.lost();
                }
                self.refuse_caller_scope(&name)?;
                let arguments = self.arguments(&call.args)?;
                Ok(What::Method { of, name, arguments, safe })
            }
        }
    }
}
