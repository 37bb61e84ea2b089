//! Expressions.

use rhai::{Expr, FnCallExpr, Ident, Position, Token as Kind};

use super::{Grower, Grown};
use crate::script::slips;
use crate::script::tree::{self, Binary, Logic, Name, Unary, What};
use crate::source::Span;

impl Grower<'_> {
    /// An expression, with the brackets around it.
    pub(super) fn expr(&mut self, expr: &Expr) -> Grown<tree::Expr> {
        if !self.is(&Kind::LeftParen) {
            return self.bare(expr);
        }
        let anchor = self.anchor(expr)?;
        let mut ends = Vec::new();
        while self.is(&Kind::LeftParen) && anchor < self.partner(self.at)? {
            ends.push(self.partner(self.at)?);
            self.at += 1;
        }
        let grown = self.bare(expr)?;
        for end in ends.into_iter().rev() {
            if self.at != end {
                return self.lost();
            }
            self.at += 1;
        }
        Ok(grown)
    }

    /// An expression without brackets around it.
    fn bare(&mut self, expr: &Expr) -> Grown<tree::Expr> {
        let first = self.at;
        let what = match expr {
            Expr::Dot(..) | Expr::Index(..) => return self.chain(expr),
            Expr::And(parts, _) => self.logic(Logic::And, &Kind::And, parts)?,
            Expr::Or(parts, _) => self.logic(Logic::Or, &Kind::Or, parts)?,
            Expr::Coalesce(parts, _) => self.logic(Logic::Else, &Kind::DoubleQuestion, parts)?,
            Expr::FnCall(call, at) if self.is_operator(call, *at) => self.operation(call, *at)?,
            Expr::FnCall(call, _) => self.call(expr, call)?,
            Expr::Array(items, _) => self.array(items)?,
            Expr::Map(map, _) => self.map(&map.0)?,
            Expr::InterpolatedString(parts, _) => self.template(parts)?,
            Expr::DynamicConstant(..) | Expr::Stmt(_) => return self.compound(expr),
            Expr::Variable(variable, _, at) => self.variable(&variable.1, *at)?,
            leaf => self.leaf(leaf)?,
        };
        if self.at == first && matches!(what, What::Int(_)) {
            // The open beginning of a range stands right before its dots.
            let start = self.here()?.start;
            return Ok(self.grown_at(Span { start, end: start }, what));
        }
        Ok(self.grown(first, what))
    }

    /// What is written in one token.
    fn leaf(&mut self, expr: &Expr) -> Grown<What> {
        let what = match expr {
            Expr::IntegerConstant(value, _) => {
                self.number()?;
                return Ok(What::Int(*value));
            }
            // The open end of a range is not written.
            Expr::Unit(_) if !self.is(&Kind::Unit) => return Ok(What::Unit),
            Expr::Unit(_) => What::Unit,
            Expr::BoolConstant(value, _) if self.is(&Kind::True) || self.is(&Kind::False) => What::Bool(*value),
            Expr::CharConstant(value, _) if matches!(self.kind(), Some(Kind::CharConstant(_))) => What::Char(*value),
            Expr::StringConstant(text, _) if matches!(self.kind(), Some(Kind::StringConstant(_))) => {
                What::Text(text.as_str().into())
            }
            Expr::ThisPtr(_) if matches!(self.kind(), Some(Kind::Reserved(_))) => What::This,
            _ => return self.lost(),
        };
        self.at += 1;
        Ok(what)
    }

    /// A whole number; the parser has worked out the signs before it. The open beginning of a range is not written.
    fn number(&mut self) -> Grown<()> {
        loop {
            match self.kind() {
                Some(Kind::UnaryMinus | Kind::Minus | Kind::UnaryPlus | Kind::Plus) => self.at += 1,
                Some(Kind::IntegerConstant(_)) => {
                    self.at += 1;
                    return Ok(());
                }
                Some(Kind::ExclusiveRange | Kind::InclusiveRange) => return Ok(()),
                Some(Kind::LeftParen) => {
                    let end = self.partner(self.at)?;
                    self.at += 1;
                    self.number()?;
                    return if self.at == end { self.expect(&Kind::RightParen) } else { self.lost() };
                }
                _ => return self.lost(),
            }
        }
    }

    /// `a && b`: brackets may enclose some of the operands.
    fn logic(&mut self, op: Logic, sign: &Kind, parts: &[Expr]) -> Grown<What> {
        let mut groups = Vec::new();
        let mut grown = Vec::with_capacity(parts.len());
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                self.expect(sign)?;
            }
            while self.is(&Kind::LeftParen)
                && let Some(next) = parts.get(number + 1)
            {
                let end = self.partner(self.at)?;
                if self.anchor(next)? > end {
                    break;
                }
                groups.push(end);
                self.at += 1;
            }
            grown.push(self.expr(part)?);
            while groups.last() == Some(&self.at) {
                groups.pop();
                self.at += 1;
            }
        }
        if groups.is_empty() { Ok(What::Logic { op, parts: grown }) } else { self.lost() }
    }

    /// An operator with one operand or two.
    fn operation(&mut self, call: &FnCallExpr, at: Position) -> Grown<What> {
        let sign = self.token(at)?;
        let kind = &self.tokens[sign].kind;
        let operator = self.tokens[sign].span;
        let operands = match (kind, &*call.args) {
            // `a !in b` is kept as `!contains(b, a)`.
            (Kind::NotIn, [Expr::FnCall(inner, _)]) => &*inner.args,
            (_, operands) => operands,
        };
        let (left, right) = match operands {
            [of] => {
                let Some(op) = unary(kind).filter(|_| self.at == sign) else { return self.lost() };
                self.at += 1;
                return Ok(What::Unary { op, operator, of: Box::new(self.operand(of)?) });
            }
            [right, left] if matches!(kind, Kind::In | Kind::NotIn) => (left, right),
            [left, right] => (left, right),
            _ => return self.lost(),
        };
        let left = Box::new(self.expr(left)?);
        let Some(op) = binary(kind).filter(|_| self.at == sign) else { return self.lost() };
        self.at += 1;
        Ok(What::Binary { op, operator, left, right: Box::new(self.operand(right)?) })
    }

    /// What follows an operator; what is not written stands right behind it.
    fn operand(&mut self, expr: &Expr) -> Grown<tree::Expr> {
        let behind = self.behind();
        let grown = self.expr(expr)?;
        let written = grown.span.start < grown.span.end;
        Ok(if written { grown } else { tree::Expr { span: behind, ..grown } })
    }

    /// `name(…)`, `library::name(…)`
    fn call(&mut self, expr: &Expr, call: &FnCallExpr) -> Grown<What> {
        let bracket = self.anchor(expr)?;
        let mut names = self.path(bracket)?;
        let Some(name) = names.pop().filter(|name| *name.text == *call.name.as_str()) else { return self.lost() };
        self.refuse_caller_scope(&name)?;
        let arguments = self.arguments(&call.args)?;
        Ok(match self.library(names) {
            None => What::Call { name, arguments },
            Some(library) => What::LibraryCall { library, name, arguments },
        })
    }

    /// Refuses `name!(…)`, a call in the scope of its caller.
    pub(super) fn refuse_caller_scope(&mut self, name: &Name) -> Grown<()> {
        if self.is(&Kind::Bang) {
            let span = self.place()?;
            self.slips.push(slips::caller_scope(&name.text, span));
        }
        Ok(())
    }

    /// `name`, `library::NAME`
    fn variable(&mut self, name: &str, at: Position) -> Grown<What> {
        let last = self.token(at)?;
        let mut names = self.path(last + 1)?;
        let Some(name) = names.pop().filter(|written| *written.text == *name) else { return self.lost() };
        Ok(match self.library(names) {
            None => What::Name(name.text),
            Some(library) => What::LibraryName { library, name },
        })
    }

    /// Names joined by `::`, up to a token. Each may stand in brackets.
    fn path(&mut self, end: usize) -> Grown<Vec<Name>> {
        let mut names = Vec::new();
        while self.at < end {
            match self.kind() {
                Some(Kind::LeftParen | Kind::RightParen | Kind::DoubleColon) => self.at += 1,
                _ => names.push(self.name()?),
            }
        }
        Ok(names)
    }

    /// The library of a path; a path of several is one, which none is called.
    fn library(&self, names: Vec<Name>) -> Option<Name> {
        let (first, last) = (names.first()?, names.last()?);
        let span = Span { start: first.span.start, end: last.span.end };
        Some(Name { text: self.slice(span).into(), span })
    }

    /// Arguments in their brackets.
    pub(super) fn arguments(&mut self, arguments: &[Expr]) -> Grown<Vec<tree::Expr>> {
        if self.take(&Kind::Unit) {
            return if arguments.is_empty() { Ok(Vec::new()) } else { self.lost() };
        }
        self.expect(&Kind::LeftParen)?;
        self.list(arguments, &Kind::RightParen)
    }

    fn list(&mut self, items: &[Expr], end: &Kind) -> Grown<Vec<tree::Expr>> {
        let mut grown = Vec::with_capacity(items.len());
        for item in items {
            grown.push(self.expr(item)?);
            self.take(&Kind::Comma);
        }
        self.expect(end)?;
        Ok(grown)
    }

    fn array(&mut self, items: &[Expr]) -> Grown<What> {
        self.expect(&Kind::LeftBracket)?;
        self.list(items, &Kind::RightBracket).map(What::Array)
    }

    fn map(&mut self, entries: &[(Ident, Expr)]) -> Grown<What> {
        self.expect(&Kind::MapStart)?;
        let mut grown = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let quoted = matches!(self.kind(), Some(Kind::StringConstant(_)));
            let span = self.place()?;
            let span = if quoted { within_quotes(self.slice(span), span) } else { span };
            self.expect(&Kind::Colon)?;
            grown.push((Name { text: key.name.as_str().into(), span }, self.expr(value)?));
            self.take(&Kind::Comma);
        }
        self.expect(&Kind::RightBrace)?;
        Ok(What::Map(grown))
    }

    /// A text with `${…}`; parts without a letter are not in Rhai's tree.
    fn template(&mut self, parts: &[Expr]) -> Grown<What> {
        let mut parts = parts.iter();
        let mut grown = Vec::new();
        loop {
            let (ends, empty) = match self.kind() {
                Some(Kind::StringConstant(text)) => (true, text.is_empty()),
                Some(Kind::InterpolatedString(text)) => (false, text.is_empty()),
                _ => return self.lost(),
            };
            let first = grown.is_empty();
            let span = self.place()?;
            if !empty {
                let Some(Expr::StringConstant(text, _)) = parts.next() else { return self.lost() };
                let span = Span { start: span.start + u32::from(first), end: span.end - 1 };
                grown.push(self.grown_at(span, What::Text(text.as_str().into())));
            }
            if ends {
                return if parts.next().is_none() { Ok(What::Template(grown)) } else { self.lost() };
            }
            let Some(Expr::Stmt(block)) = parts.next() else { return self.lost() };
            grown.push(self.inserted(block.statements())?);
        }
    }
}

/// A text without its quotes.
pub(super) fn within_quotes(written: &str, span: Span) -> Span {
    let hashes = written.bytes().take_while(|byte| *byte == b'#').count();
    let quote = Span::new(hashes + 1, 0).start;
    Span { start: span.start + quote, end: (span.end - quote).max(span.start + quote) }
}

fn unary(kind: &Kind) -> Option<Unary> {
    Some(match kind {
        Kind::Bang => Unary::Not,
        Kind::Minus | Kind::UnaryMinus => Unary::Minus,
        Kind::Plus | Kind::UnaryPlus => Unary::Plus,
        _ => return None,
    })
}

/// The operator that a token is, also in an assignment.
pub(super) fn binary(kind: &Kind) -> Option<Binary> {
    Some(match kind {
        Kind::Plus | Kind::PlusAssign => Binary::Add,
        Kind::Minus | Kind::MinusAssign => Binary::Subtract,
        Kind::Multiply | Kind::MultiplyAssign => Binary::Multiply,
        Kind::Divide | Kind::DivideAssign => Binary::Divide,
        Kind::Modulo | Kind::ModuloAssign => Binary::Remainder,
        Kind::PowerOf | Kind::PowerOfAssign => Binary::Power,
        Kind::EqualsTo => Binary::Equal,
        Kind::NotEqualsTo => Binary::Unequal,
        Kind::LessThan => Binary::Less,
        Kind::LessThanEqualsTo => Binary::AtMost,
        Kind::GreaterThan => Binary::Greater,
        Kind::GreaterThanEqualsTo => Binary::AtLeast,
        Kind::In => Binary::In,
        Kind::NotIn => Binary::NotIn,
        Kind::ExclusiveRange => Binary::Range,
        Kind::InclusiveRange => Binary::RangeTo,
        Kind::Ampersand | Kind::AndAssign => Binary::And,
        Kind::Pipe | Kind::OrAssign => Binary::Or,
        Kind::XOr | Kind::XOrAssign => Binary::Xor,
        Kind::LeftShift | Kind::LeftShiftAssign => Binary::ShiftLeft,
        Kind::RightShift | Kind::RightShiftAssign => Binary::ShiftRight,
        _ => return None,
    })
}
